"""Read a transcript in any of the formats in which researchers keep them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from delphi.errors import InputError
from delphi.transcripts.first.archive import OLE, protected
from delphi.transcripts.first.labels import Register
from delphi.transcripts.first.lines import Source
from delphi.transcripts.first.tables import speech_rows
from delphi.transcripts.first.turns import Turn, turns_of

FORMATS = {
    ".docx": "word",
    ".odt": "opendocument",
    ".rtf": "richtext",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plain",
    ".text": "plain",
    ".vtt": "vtt",
    ".srt": "srt",
}
"""The reader's module for each ending."""

ADVICE = {
    ".doc": "Open it in Word or LibreOffice and save it as .docx.",
    ".docm": "Open it in Word and save it as .docx.",
    ".dotx": "Open it in Word and save it as .docx.",
    ".pages": "Open it in Pages and export it as Word (.docx).",
    ".pdf": "Use the file that the PDF was made from; or open the PDF in Word, look it through and save it as .docx.",
    ".html": "Open it in Word or LibreOffice and save it as .docx.",
}
_CONTENT = (
    (OLE, "an old Word document or one with a password", (".docx",)),
    (b"%PDF", "a PDF", ()),
    (b"{\\rtf", "RTF", (".rtf",)),
    (b"PK\x03\x04", "a zip archive, as .docx and .odt are", (".docx", ".odt")),
)


@dataclass(frozen=True)
class Reading:
    """A transcript as it was read.

    Attributes
    ----------
    turns
        In order, counted from 1.
    encoding
        The encoding of the file's text; '' for formats that fix it themselves.
    warnings
        What a person should know, each a sentence without the file's name.
    """

    transcript_id: str
    turns: list[Turn]
    encoding: str
    warnings: list[str] = field(default_factory=list)


def read_transcript(path: Path | str, speakers: Mapping[str, str], *, transcript_id: str) -> Reading:
    """Read a transcript into turns.

    Parameters
    ----------
    path
        A file with one of the endings in `FORMATS`.
    speakers
        Casefolded label to label as registered (`delphi.study.speaker_labels`).
    transcript_id
        Taken over into the reading.

    Raises
    ------
    InputError, InputErrors
        For a file that cannot be read, and for every label that looks like a speaker's but is not registered.
    """
    path = Path(path)
    register = Register(speakers)
    source = _source(path)
    lines, left_out = speech_rows(source.lines, register.is_label)
    turns, warnings = turns_of(lines, register, path)
    return Reading(transcript_id, turns, source.encoding, [*source.warnings, *left_out, *warnings])


def _source(path: Path) -> Source:
    ending = path.suffix.lower()
    if ending not in FORMATS:
        known = ", ".join(FORMATS)
        remedy = ADVICE.get(ending, "Save it in one of these formats.")
        raise InputError(f"transcripts are read from {known} files. This is none of them.", path, remedy=remedy)
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except FileNotFoundError:
        raise InputError("the file does not exist.", path, remedy="Put it there or correct its name.") from None
    except OSError as error:
        raise InputError(f"the file cannot be read ({error.strerror}).", path) from None
    if not head:
        raise InputError("the file is empty.", path, remedy="Put the transcript in it again.")
    if head == OLE and ending in (".docx", ".odt"):
        raise protected(path)
    for magic, name, endings in _CONTENT:
        if head.startswith(magic) and ending not in endings:
            what = f"the file ends in {ending} but is {name}."
            raise InputError(what, path, remedy="Save it again in the format that its ending names.")
    source = _reader(FORMATS[ending])(path)
    if not any(line.text.strip() or line.cells for line in source.lines):
        raise InputError("there is no text in this file.", path, remedy="Put the transcript in it again.")
    return source


def _reader(name: str) -> Callable[[Path], Source]:
    """The reader of a format; only what a file needs is loaded."""
    if name == "word":
        from delphi.transcripts.first.word import read
    elif name == "opendocument":
        from delphi.transcripts.first.opendocument import read
    elif name == "richtext":
        from delphi.transcripts.first.richtext import read
    elif name == "markdown":
        from delphi.transcripts.first.markdown import read
    elif name == "vtt":
        from delphi.transcripts.first.vtt import read
    elif name == "srt":
        from delphi.transcripts.first.srt import read
    else:
        from delphi.transcripts.first.plain import read
    return read
