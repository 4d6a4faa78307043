"""Writes one dialogue in every format and with every style of label, as people and programs do."""

from __future__ import annotations

import html
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import odf.opendocument
import odf.style
import odf.text
from docx.document import Document

Said = tuple[str, str]  # label and words

SPEAKERS = {
    label.casefold(): label
    for label in ("M", "I", "Rita", "Renée", "Deelnemer A.", "B1", "Jean-Pierre", "D'Hondt", "SPEAKER_00")
}
DIALOGUE: list[Said] = [
    ("M", "Goed, we beginnen. Wie wil er iets zeggen?"),
    ("Rita", "Nen hond. [lacht] Nee zeg, 't is waar: om 14:30 was er niemand."),
    ("Renée", "Ge moogt mij “twintig” geven… ’k weet het niet. Voorwaarden: drie, zei Samira: vier!"),
    ("M", "Ja?"),
    ("Deelnemer A.", "Eén café, 65,50 euro – dat is veel & ’t is <niet> niks. 😀 Déjà vu."),
    ("B1", "I denk dat M: zo niet werkt; (stilte) dat weet ge. Rita - mijn zus - ook."),
    ("Jean-Pierre", "Ik."),
    ("D'Hondt", "Kijk: dat is het. 100% zeker_niet *echt*, C:\\pad {en} zo."),
    ("SPEAKER_00", "Dank u."),
]
# What Windows-1252 and Markdown cannot carry unchanged stays out of the tests of those.
PLAIN: list[Said] = [(label, text.replace(" 😀", "")) for label, text in DIALOGUE]
STARTS = [float(4 + 7 * place) for place in range(len(DIALOGUE))]


def clock(seconds: float) -> str:
    """Hours, minutes, seconds."""
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole % 3600 // 60:02d}:{whole % 60:02d}"


def short(seconds: float) -> str:
    """Minutes and seconds."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


# Styles: paragraphs of (text, bold) runs for a turn.
Runs = list[tuple[str, bool]]
STYLES: dict[str, Callable[[str, str, float], list[Runs]]] = {
    "plain": lambda label, text, _: [[(f"{label}: {text}", False)]],
    "capitals": lambda label, text, _: [[(f"{label.upper()}: {text}", False)]],
    "no space": lambda label, text, _: [[(f"{label}:{text}", False)]],
    "French spacing": lambda label, text, _: [[(f"{label}\u00a0: {text}", False)]],
    "full-width colon": lambda label, text, _: [[(f"{label}：{text}", False)]],
    "bold with colon": lambda label, text, _: [[(f"{label}:", True), (f" {text}", False)]],
    "bold, colon outside": lambda label, text, _: [[(label, True), (f": {text}", False)]],
    "split runs": lambda label, text, _: [
        [(label[:1], True), (label[1:], True), (" ", False), (":", False), ("  ", False), (text, False)]
    ],
    "bold without colon": lambda label, text, _: [[(label, True), (f" {text}", False)]],
    "tab": lambda label, text, _: [[(f"{label}\t{text}", False)]],
    "colon and tab": lambda label, text, _: [[(f"{label}:\t{text}", False)]],
    "bracketed time before": lambda label, text, at: [[(f"[{clock(at)}] {label}: {text}", False)]],
    "bare time before": lambda label, text, at: [[(f"{clock(at)} {label}: {text}", False)]],
    "time before bold": lambda label, text, at: [
        [(f"[{clock(at)}] ", False), (f"{label}:", True), (f" {text}", False)]
    ],
    "time in brackets after": lambda label, text, at: [[(f"{label} ({short(at)}): {text}", False)]],
    "time after colon": lambda label, text, at: [[(f"{label}: [{clock(at)}] {text}", False)]],
    "time with hundredths": lambda label, text, at: [[(f"[{clock(at)}.00] {label}: {text}", False)]],
    "dashes": lambda label, text, at: [[(f"{clock(at)} - {label}: {text}", False)]],
    "Otter": lambda label, text, at: [[(f"{label}  {short(at)}  ", False)], [(text, False)]],
    "Word transcribe": lambda label, text, at: [[(f"{clock(at)} {label}", False)], [(text, False)]],
    "Teams": lambda label, text, at: [[(label, True), (f"   {short(at)}", False), (f"\n{text}", False)]],
    "Rev": lambda label, text, at: [[(f"{label}: ({short(at)})", False)], [(text, False)]],
    "time on its own line": lambda label, text, at: [[(clock(at), False)], [(f"{label}: {text}", False)]],
    "label on its own line": lambda label, text, _: [[(f"{label}:", False)], [(text, False)]],
    "name on its own line": lambda label, text, _: [[(label, False)], [(text, False)]],
    "bold name on its own line": lambda label, text, _: [[(label, True)], [(text, False)]],
    "brackets": lambda label, text, _: [[(f"[{label}]: {text}", False)]],
    "brackets without colon": lambda label, text, _: [[(f"[{label}] {text}", False)]],
    "dash": lambda label, text, _: [[(f"{label} - {text}", False)]],
    "bullet": lambda label, text, _: [[(f"- {label}: {text}", False)]],
    "number": lambda label, text, at: [[(f"{int(at)}. {label}: {text}", False)]],
    "trailing spaces": lambda label, text, _: [[(f"  {label} :  {text}   ", False)]],
}
TIMED = {
    "bracketed time before", "bare time before", "time before bold", "time in brackets after", "time after colon",
    "time with hundredths", "dashes", "Otter", "Word transcribe", "Teams", "Rev", "time on its own line",
}  # fmt: skip
NEEDS_BOLD = {"bold without colon", "bold name on its own line"}


def paragraphs_of(dialogue: Sequence[Said], style: str) -> list[Runs]:
    """The paragraphs of a dialogue in a style of labels."""
    return [runs for (label, text), at in zip(dialogue, STARTS) for runs in STYLES[style](label, text, at)]


def write_docx(path: Path, paragraphs: Sequence[Runs], title: str = "Transcript R1-SG") -> Path:
    """A Word document with a title, a header and a footer."""
    document = docx.Document()
    document.add_heading(title, level=1)
    document.sections[0].header.paragraphs[0].text = "Rita: vertrouwelijk"
    document.sections[0].footer.paragraphs[0].text = "M: pagina 1"
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for text, bold in runs:
            paragraph.add_run(text).bold = bold or None
    return save(document, path)


def save(document: Document, path: Path) -> Path:
    """Save a Word document."""
    document.save(str(path))
    return path


def write_odt(path: Path, paragraphs: Sequence[Runs], title: str = "Transcript R1-SG") -> Path:
    """An OpenDocument text with a heading and a footer."""
    document = odf.opendocument.OpenDocumentText()
    bold = odf.style.Style(name="Strong", family="text")
    bold.addElement(odf.style.TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    layout = odf.style.PageLayout(name="L")
    document.automaticstyles.addElement(layout)
    page = odf.style.MasterPage(name="Standard", pagelayoutname=layout)
    footer = odf.style.Footer()
    footer.addElement(odf.text.P(text="M: pagina 1"))
    page.addElement(footer)
    document.masterstyles.addElement(page)
    document.text.addElement(odf.text.H(outlinelevel=1, text=title))
    for runs in paragraphs:
        paragraph = odf.text.P()
        for text, is_bold in runs:
            target = odf.text.Span(stylename=bold) if is_bold else paragraph
            for place, line in enumerate(text.split("\n")):
                if place:
                    target.addElement(odf.text.LineBreak())
                for column, cell in enumerate(line.split("\t")):
                    if column:
                        target.addElement(odf.text.Tab())
                    target.addText(cell)
            if is_bold:
                paragraph.addElement(target)
        document.text.addElement(paragraph)
    document.save(str(path))
    return path


def write_rtf(path: Path, paragraphs: Sequence[Runs], title: str = "Transcript R1-SG") -> Path:
    """Rich text, with accents as \\'hh and as \\u."""
    body = []
    for runs in paragraphs:
        cells = "".join(f"{{\\b {rtf(text)}}}" if bold else rtf(text) for text, bold in runs)
        body.append(f"\\pard\\plain {cells}\\par")
    path.write_text(
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Helvetica;}}\n"
        "{\\stylesheet{\\s0 Normal;}{\\s1\\b heading 1;}}{\\info{\\author Rita: iemand}}\n"
        "{\\header\\pard Rita: vertrouwelijk\\par}{\\footer\\pard M: pagina 1\\par}\n"
        f"{{\\*\\generator Test;}}\\pard\\s1 {rtf(title)}\\par\n" + "\n".join(body) + "}",
        encoding="ascii",
    )
    return path


def rtf(text: str) -> str:
    """Text in RTF's spelling."""
    signs = []
    for place, character in enumerate(text):
        if character in "\\{}":
            signs.append("\\" + character)
        elif character == "\t":
            signs.append("\\tab ")
        elif character == "\n":
            signs.append("\\line ")
        elif character.isascii():
            signs.append(character)
        elif place % 2 and len(character.encode("cp1252", "ignore")) == 1:
            signs.append(f"\\'{character.encode('cp1252').hex()}")
        else:
            units = character.encode("utf-16-le")
            for low in range(0, len(units), 2):
                number = int.from_bytes(units[low : low + 2], "little", signed=True)
                signs.append(f"\\u{number}?")
    return "".join(signs)


def write_txt(path: Path, paragraphs: Sequence[Runs], encoding: str = "utf-8", newline: str = "\n") -> Path:
    """Plain text; a blank line after each paragraph."""
    text = "".join("".join(text for text, _ in runs) + "\n\n" for runs in paragraphs)
    path.write_bytes(text.replace("\n", newline).encode(encoding))
    return path


def write_md(path: Path, paragraphs: Sequence[Runs], title: str = "Transcript R1-SG") -> Path:
    """Markdown as pandoc writes it, with escapes."""
    lines = [f"# {title}", ""]
    for runs in paragraphs:
        pieces = []
        for bold, group in itertools.groupby(runs, key=lambda run: run[1]):
            plain = "".join(text for text, _ in group)
            for sign in "\\*_[]<>#{}`":
                plain = plain.replace(sign, f"\\{sign}")
            plain = plain.replace("&", "&amp;").replace("\n", "  \n")
            pieces.append(f"**{plain.strip()}**" + (" " if plain.endswith(" ") else "") if bold else plain)
        lines += ["".join(pieces).strip(), ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def cues_of(dialogue: Sequence[Said], words: int = 6) -> list[tuple[int, str, str, float, float]]:
    """Turns cut into cues: place in the turn, label, words, start, end."""
    cues = []
    for (label, text), at in zip(dialogue, STARTS):
        parts = text.split(" ")
        pieces = [" ".join(parts[low : low + words]) for low in range(0, len(parts), words)]
        length = 6.0 / len(pieces)
        for place, piece in enumerate(pieces):
            cues.append((place, label, piece, at + place * length, at + (place + 1) * length))
    return cues


def moment(seconds: float, mark: str) -> str:
    """A time as subtitle files write it."""
    return f"{clock(seconds)}{mark}{round(seconds % 1 * 1000):03d}"


def write_vtt(path: Path, dialogue: Sequence[Said], style: str) -> Path:
    """WebVTT; `style` is voice, closed voice, every cue, first cue."""
    blocks = [
        "WEBVTT - een titel\nKind: captions",
        "NOTE\nRita: dit is een nota",
        "STYLE\n::cue { color: red }",
    ]
    for number, (place, label, words, start, end) in enumerate(cues_of(dialogue), start=1):
        times = f"{moment(start, '.')} --> {moment(end, '.')} align:start"
        shown = html.escape(words, quote=False)
        if style == "voice":
            said = f"<v.loud {label}>{shown}"
        elif style == "closed voice":
            said = f"<v {label}>{shown}</v>"
        elif style == "every cue" or place == 0:
            said = f"{label}: {shown}"
        else:
            said = shown
        blocks.append(f"{number}-a\n{times}\n{said}")
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    return path


def write_srt(path: Path, dialogue: Sequence[Said], style: str) -> Path:
    """SubRip; `style` is every cue, first cue, two lines."""
    blocks = []
    for number, (place, label, words, start, end) in enumerate(cues_of(dialogue), start=1):
        said = f"{label}: {words}" if style == "every cue" or place == 0 else words
        if style == "two lines" and " " in words:
            said = said.replace(" ", "\n", 2).replace("\n", " ", 1)
        blocks.append(f"{number}\n{moment(start, ',')} --> {moment(end, ',')}\n{said}")
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    return path
