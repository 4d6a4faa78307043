"""Unknown speakers are refused, all together; ordinary text with a colon is text."""

from __future__ import annotations

from pathlib import Path

import pytest
from transcript_files import write_docx

from delphi.errors import InputErrors
from delphi.transcripts import read_transcript

SPEAKERS = {label.casefold(): label for label in ("M", "Rita", "Samira", "Kim", "B1", "B2", "Deelnemer A")}
TALK = [
    "M: Goed, we beginnen.",
    "Samira: Ja, dat is goed.",
    "Kim: Voor mij ook.",
    "B1: Zo werkt dat bij ons.",
]


def text_file(folder: Path, *lines: str, name: str = "t.txt", gap: str = "\n\n") -> Path:
    path = folder / name
    path.write_text(gap.join(lines), encoding="utf-8")
    return path


def strangers(path: Path) -> dict[str, int | None]:
    """Unknown labels and the lines on which they were found first."""
    try:
        read_transcript(path, SPEAKERS, transcript_id="T")
    except InputErrors as errors:
        return {error.what.split("`")[1]: error.line for error in errors.errors}
    return {}


ORDINARY = [
    "Voorwaarden: ge moet op tijd zijn.",
    "Voorwaarden: Op tijd zijn.",
    "Om 14:30: toen kwam er iemand.",
    "Om 14:30 was het gedaan.",
    "Kijk: dat is het.",
    "Kijk: Dat is het.",
    "Wat ik bedoel: niks.",
    "Mijn vraag: Wie doet dat?",
    "Het probleem is dit: Geld.",
    "Ten eerste: De prijs.",
    "Eén ding: dat werkt niet.",
    "Conclusie:",
    "http://voorbeeld.be: daar staat het.",
    "Zeven: dat is genoeg.",
    "14:30",
    "[onverstaanbaar]: dat weet ik niet.",
    "“Rita: kom eens,” zei ze.",
    "Ja. Nee: misschien.",
    "Punt 3: De buurt.",
    "En toen zei ze: Kom mee.",
    "I think: maybe.",
    "Dat is, ten slotte: Veel.",
]


@pytest.mark.parametrize("ordinary", ORDINARY)
def test_strangers_ordinary_text_is_text(tmp_path: Path, ordinary: str) -> None:
    path = text_file(tmp_path, TALK[0], TALK[1], ordinary, *TALK[2:])
    turns = read_transcript(path, SPEAKERS, transcript_id="T")
    assert [turn.speaker for turn in turns] == ["M", "Samira", "Kim", "B1"]
    if ordinary != "14:30":  # nothing but a time is a time stamp
        assert turns[1].text == f"Ja, dat is goed. {ordinary}"


SPEAKING = [
    ("Nadia: Ja, bij ons ook.", "Nadia"),
    ("NADIA: Ja.", "NADIA"),
    ("Smaira: ja, bij ons ook.", "Smaira"),
    ("Samra: Ja.", "Samra"),
    ("B12: ja.", "B12"),
    ("B3\tja.", "B3"),
    ("Deelnemer B: ja.", "Deelnemer B"),
    ("Interviewer: Hoe gaat het?", "Interviewer"),
    ("Rita en Kim: ja!", "Rita en Kim"),
    ("Rita/Kim: ja!", "Rita/Kim"),
    ("Jan Peeters: Goedemorgen.", "Jan Peeters"),
    ("Jan van den Berg: Goedemorgen.", "Jan van den Berg"),
    ("Dr. Peeters: Goedemorgen.", "Dr. Peeters"),
    ("Mevrouw De Smet: Goedemorgen.", "Mevrouw De Smet"),
    ("[00:01:02] Nadia: Ja.", "Nadia"),
    ("Nadia (lacht): Ja.", "Nadia"),
    ("- Nadia: Ja.", "Nadia"),
]


@pytest.mark.parametrize(("line", "label"), SPEAKING)
def test_strangers_are_refused(tmp_path: Path, line: str, label: str) -> None:
    talk = [*TALK, "B2\tOok."] if "\t" in line else TALK
    assert strangers(text_file(tmp_path, talk[0], talk[1], line, *talk[2:])) == {label: 5}


def test_strangers_all_are_told_with_line_and_nearest(tmp_path: Path) -> None:
    path = text_file(tmp_path, *TALK, "Nadia: Ja.", "M: Goed.", "Samria: Nee.", "Nadia: Toch wel.", gap="\n")
    with pytest.raises(InputErrors) as caught:
        read_transcript(path, SPEAKERS, transcript_id="T")
    nadia, samria = caught.value.errors
    assert (nadia.line, samria.line) == (5, 7)
    assert "`Nadia`" in nadia.what
    assert "also in line 8" in nadia.what
    assert "Did you mean `Samira`?" in samria.remedy
    message = str(caught.value)
    assert message.count("t.txt, line ") == 2
    assert "alias_of_labels" in message
    assert "Toch" not in message
    assert "Nee" not in message


def test_strangers_follow_the_files_own_marks(tmp_path: Path) -> None:
    def bold(label: str, text: str) -> list[tuple[str, bool]]:
        return [(f"{label}:", True), (f" {text}", False)]

    talk = [bold("M", "Goed."), bold("Rita", "Ja."), bold("Kim", "Nee."), bold("M", "Zo.")]
    plain = write_docx(tmp_path / "plain.docx", [*talk[:2], [("Geluk: Dat is veel.", False)], *talk[2:]])
    assert [turn.text for turn in read_transcript(plain, SPEAKERS, transcript_id="T")] == [
        "Goed.",
        "Ja. Geluk: Dat is veel.",
        "Nee.",
        "Zo.",
    ]
    marked = write_docx(tmp_path / "marked.docx", [*talk[:2], bold("Geluk", "Dat is veel."), *talk[2:]])
    assert strangers(marked) == {"Geluk": 4}
    typo = write_docx(tmp_path / "typo.docx", [*talk[:2], [("Samria: Dat is veel.", False)], *talk[2:]])
    assert strangers(typo) == {"Samria": 4}


def test_strangers_names_alone_on_a_line(tmp_path: Path) -> None:
    path = text_file(
        tmp_path, "M", "Wie?", "Rita", "Ik.", "Nadia", "Ook", "M", "Ja.", "Zeker.", "Kim", "Nooit"
    )
    assert strangers(path) == {"Nadia": 9}


def test_strangers_a_marked_word_that_opens_sentences(tmp_path: Path) -> None:
    talk = ["**M:** Wie?", "**Rita:** Ik.", "**Voorwaarden:** veel.", "**M:** Goed."]
    assert strangers(text_file(tmp_path, *talk, name="t.md")) == {}
    assert strangers(text_file(tmp_path, *talk, "**Voorwaarden:** Ja.", name="t.md")) == {"Voorwaarden": 5}


def test_strangers_time_stamps_are_a_mark(tmp_path: Path) -> None:
    talk = [f"[00:00:{place:02d}] {line}" for place, line in enumerate(TALK)]
    unmarked = text_file(tmp_path, *talk[:3], "Geluk: Dat is veel.", *talk[3:])
    assert strangers(unmarked) == {}
    assert strangers(text_file(tmp_path, *talk[:3], "[00:00:09] Geluk: Dat is veel.", *talk[3:])) == {
        "Geluk": 7
    }


def test_strangers_a_word_the_file_writes_small_is_no_name(tmp_path: Path) -> None:
    with_word = [TALK[0], TALK[1], "Armband: Dat is veel.", TALK[2], "B1: En die armband ook."]
    assert strangers(text_file(tmp_path, *with_word)) == {}
    assert strangers(text_file(tmp_path, *with_word[:-1])) == {"Armband": 5}


def test_strangers_voices_need_no_guessing(tmp_path: Path) -> None:
    path = tmp_path / "t.vtt"
    path.write_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Rita>Ja.</v>\n\n00:02.000 --> 00:03.000\n<v Onbekend>nee</v>\n",
        encoding="utf-8",
    )
    assert strangers(path) == {"Onbekend": 7}


def test_strangers_before_the_first_label(tmp_path: Path) -> None:
    head = [
        "Datum: 12 maart 2025",
        "Aanwezig: Rita, Kim",
        "Interviewer: Jan Peeters",
        "Over wonen: een gesprek.",
    ]
    assert strangers(text_file(tmp_path, *head, *TALK)) == {}
    opening = "Nadia: Welkom allemaal, we gaan beginnen."
    assert strangers(text_file(tmp_path, *head, opening, *TALK)) == {"Nadia": 9}
    again = text_file(tmp_path, "Nadia: Welkom", *TALK, "Nadia: Tot de volgende keer.")
    assert strangers(again) == {"Nadia": 1}


def test_strangers_nobody_is_registered(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Jan: Hallo.", "Piet: Dag.", "Jan: Ja.", "Piet: Nee.")
    assert strangers(path) == {"Jan": 1, "Piet": 3}


def test_strangers_in_a_speaker_table(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for label, text in [
        ("Spreker", "Tekst"),
        ("M", "Goed."),
        ("Rita", "Ja."),
        ("Nadia", "Ook."),
        ("M", "Zo."),
    ]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, text
    document.save(str(tmp_path / "t.docx"))
    assert list(strangers(tmp_path / "t.docx")) == ["Nadia"]
