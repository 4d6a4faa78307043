"""Five Word files about a neighbourhood garden, each written down in another way, as researchers have them."""

from __future__ import annotations

from pathlib import Path

import docx
import docx.document

Said = list[tuple[str, str]]

DUTCH: dict[str, Said] = {
    "R1 A": [
        ("Begeleider", "Welkom. We beginnen met het team: wat is er sterk aan?"),
        ("Fien", "Het voordeel is dat ge de buren leert kennen. Voor mij werkt dat goed, ge komt nog eens buiten."),
        ("Omar", "Ja, zo'n team kost niets en ge eet ervan. Ik kom er elke week."),
        ("Begeleider", "En wat zit er minder goed?"),
        ("Fien", "Het is te moeilijk voor wie slecht te been is, de bakken staan te laag."),
        ("Omar", "Bel Mieke maar op 0470 12 34 56, die weet er alles van. Maar het is te weinig, een keer per week."),
    ],
    "R1 B": [
        ("Moderator", "Wat vinden jullie van het team?"),
        ("Greet", "Ge zijt er niet alleen. Dat is voor mij een sterk punt."),
        ("Jos", "Ik ben bang dat het wegvalt als de gemeente stopt met betalen."),
        ("Moderator", "En het depot, wat zou er geregeld moeten zijn?"),
        ("Greet", "Er moet iemand zijn die het gereedschap nakijkt. Pas als dat er is, durf ik iets te lenen."),
        ("Jos", "Het gereedschap is te duur om zelf te kopen, dus zo'n depot helpt echt."),
    ],
    "R2 A": [
        ("Begeleider", "Vorige keer hoorden we dat ge er de buren leert kennen. Klopt dat voor jullie?"),
        ("Fien", "Ja, dat klopt nog altijd. Ik ken nu heel de straat."),
        ("Omar", "Voor mij niet. Ik ken de mensen nog altijd niet, ieder werkt op zijn eigen lapje."),
        ("Begeleider", "En de bakken, zijn die te laag?"),
        ("Fien", "Met hogere bakken zou het kunnen, dan kan mijn moeder ook mee."),
    ],
    "R2 B": [
        ("Moderator", "Iemand moet het gereedschap nakijken, zeiden jullie. Blijft dat zo?"),
        ("Greet", "Zeker, zonder iemand die nakijkt leen ik niets."),
        ("Jos", "Dat is juist. Op voorwaarde dat het een vrijwilliger is, anders wordt het te duur."),
    ],
    "interview": [
        ("I", "Hoe zijt ge bij de tuin gekomen?"),
        ("R", "Via een buurvrouw. Het team deed mij deugd toen ik alleen viel."),
        ("I", "Wat zou er beter kunnen?"),
        ("R", "Er moet een bank staan, zodat ge kunt zitten. Zonder bank blijft ge niet praten."),
    ],
}  # fmt: skip
ENGLISH: dict[str, Said] = {
    "R1 A": [
        ("Facilitator", "Welcome. Let us begin with the team: what is strong about it?"),
        ("Fien", "The advantage is that you get to know the neighbours. For me that works well, it gets you out."),
        ("Omar", "Yes, a team like that costs nothing and you eat from it. I come every week."),
        ("Facilitator", "And what is not so good?"),
        ("Fien", "It is too hard for people who walk badly, the beds are too low."),
        ("Omar", "Call Mieke on 0470 12 34 56, she knows all about it. But it is too little, once a week."),
    ],
    "R1 B": [
        ("Moderator", "What do you think of the team?"),
        ("Greet", "You are not alone there. For me that is a good thing."),
        ("Jos", "I am afraid that it ends when the town stops paying."),
        ("Moderator", "And the depot, what should be arranged?"),
        ("Greet", "Somebody has to be there who looks after the tools. Only if that is so would I borrow any."),
        ("Jos", "Tools are too expensive to buy yourself, so a depot is helpful."),
    ],
    "R2 A": [
        ("Facilitator", "Last time we heard that you get to know the neighbours. Is that so for you?"),
        ("Fien", "Yes, still. I know the whole street by now."),
        ("Omar", "Not for me. I still do not know people, everybody works on a plot of their own."),
        ("Facilitator", "And the beds, are they too low?"),
        ("Fien", "With higher beds it could become possible, then my mother can come too."),
    ],
    "R2 B": [
        ("Moderator", "Somebody has to look after the tools, you said. Is that still so?"),
        ("Greet", "Certainly, without somebody who looks after them I borrow nothing."),
        ("Jos", "That is right. As long as it is a volunteer, otherwise it gets too expensive."),
    ],
    "interview": [
        ("I", "How did you come to the garden?"),
        ("R", "Through a neighbour. The team did me good when I was on my own."),
        ("I", "What could be better?"),
        ("R", "There should be a bench, so that you can sit. Without a bench nobody stays to talk."),
    ],
}  # fmt: skip


LATER: dict[str, Said] = {
    "nl": [
        ("Begeleider", "Wat is er veranderd sinds vorige keer?"),
        ("Omar", "Er staat nu een bank, en daar zitten mensen op."),
        ("Begeleider", "En het depot?"),
        ("Omar", "Daar is nu een vrijwilliger voor."),
    ],
    "en": [
        ("Facilitator", "What has changed since last time?"),
        ("Omar", "There is a bench now, and people sit on it."),
        ("Facilitator", "And the depot?"),
        ("Omar", "There is a volunteer for it now."),
    ],
}


def write_word_files(folder: Path, language: str = "en") -> list[Path]:
    """Write them; which is in which shape does not depend on the language."""
    said = {"nl": DUTCH, "en": ENGLISH}[language]
    folder.mkdir(parents=True)
    shapes = {
        "R1 A (v2).docx": _bold_labels(said["R1 A"]),
        "R1 B.docx": _in_a_table(said["R1 B"]),
        "R2 A.docx": _with_times(said["R2 A"]),
        "R2 B.docx": _label_above(said["R2 B"]),
        "Interview Fien.docx": _one_paragraph(said["interview"]),
    }
    for name, document in shapes.items():
        document.save(str(folder / name))
    return sorted(folder.iterdir())


def write_one_more(folder: Path, language: str) -> None:
    """Write the conversation that a later round adds."""
    folder.mkdir(parents=True)
    _bold_labels(LATER[language]).save(str(folder / "R2 C.docx"))


def _bold_labels(said: Said) -> docx.document.Document:
    document = docx.Document()
    document.add_heading("Hortus", level=1)
    document.add_paragraph("10/03/2025, 19:30")
    for speaker, words in said:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{speaker}:").bold = True
        paragraph.add_run(f"\u00a0{words}")
        document.add_paragraph()
    return document


def _in_a_table(said: Said) -> docx.document.Document:
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for speaker, words in said:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = speaker, words
    return document


def _with_times(said: Said) -> docx.document.Document:
    document = docx.Document()
    for at, (speaker, words) in enumerate(said):
        document.add_paragraph(f"[00:0{at}:1{at}] {speaker}: {words}")
    return document


def _label_above(said: Said) -> docx.document.Document:
    document = docx.Document()
    for speaker, words in said:
        document.add_paragraph().add_run(speaker).bold = True
        document.add_paragraph(words)
    return document


def _one_paragraph(said: Said) -> docx.document.Document:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for speaker, words in said:
        run = paragraph.add_run(f"{speaker}.\t{words}")
        run.add_break()
    return document
