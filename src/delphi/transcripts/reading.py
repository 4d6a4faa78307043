"""One transcript, whatever its format: its turns, its encoding, and what a person should know about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from delphi.errors import InputError
from delphi.transcripts import docx, md, odt, rtf, srt, txt, vtt
from delphi.transcripts.doubtful import Doubt
from delphi.transcripts.labels import Register
from delphi.transcripts.source import Source
from delphi.transcripts.turns import Turn, find_turns

FORMATS = {
    ".docx": docx.read,
    ".docm": docx.read,
    ".odt": odt.read,
    ".rtf": rtf.read,
    ".md": md.read,
    ".markdown": md.read,
    ".txt": txt.read,
    ".vtt": vtt.read,
    ".srt": srt.read,
}
LETTERS_A_MINUTE = 900  # of talk, about 160 words
LONG_TURN = 30 * LETTERS_A_MINUTE  # half an hour without anybody saying yes
_WRITE_OUT = "Only what is written can be read: have it transcribed, and put the transcript here."
_SAVE_AS_DOCX = "Open it in Word or LibreOffice, choose Save As and the type Word document (.docx)."
REMEDIES = {
    ".doc": _SAVE_AS_DOCX,
    ".dot": _SAVE_AS_DOCX,
    ".wpd": _SAVE_AS_DOCX,
    ".pages": "Open it in Pages, choose File, Export To, Word, and take that file.",
    ".pdf": "A PDF loses who says what: take the document it was made from, or open it in Word, look "
    "through it, and choose Save As and the type Word document (.docx).",
    ".html": _SAVE_AS_DOCX,
    ".htm": _SAVE_AS_DOCX,
    ".csv": "Save the transcript as text, `Name: what is said` on each line, or as a table in a .docx.",
    ".xlsx": "Copy the table into a Word document and save that as .docx.",
    **dict.fromkeys((".mp3", ".m4a", ".wav", ".mp4", ".mov", ".ogg", ".wma", ".mkv"), _WRITE_OUT),
    ".json": "Export the transcript from its program as .vtt, .srt, .docx or .txt.",
}


@dataclass(frozen=True)
class Reading:
    """What reading a transcript gave.

    Attributes
    ----------
    transcript_id
        As registered.
    turns
        In order, numbered from 1.
    encoding
        How the characters were stored (`utf-8`, `cp1252`, ...), or the kind of document.
    warnings
        Phrases; they quote labels, and the beginning of what was left out before the first.
    doubts
        What may be a label and counts as text, see `delphi.transcripts.doubtful`.
    left_out
        The beginning of what stands before the first label.
    """

    transcript_id: str
    turns: list[Turn]
    encoding: str
    warnings: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()
    left_out: str = ""


def read_file(path: Path, speakers: Mapping[str, str] | Register, *, transcript_id: str) -> Reading:
    """Read a transcript with all that is to be said about it; arguments and errors as `read_transcript`.

    A `Register` in the place of its labels spares making one for every file.
    """
    path = Path(path)
    source = read_source(path)
    found = find_turns(source, speakers, path)
    turns, warnings = found.turns, found.warnings
    longest = max(turns, key=lambda turn: len(turn.text), default=None)
    if longest is not None and len(longest.text) > LONG_TURN:
        minutes = round(len(longest.text) / LETTERS_A_MINUTE, -1)
        what = f"turn {longest.turn} (from {source.unit} {longest.line}) is some {minutes:.0f} minutes of one person"
        warnings = (*warnings, f"{what}; look whether speakers' labels are missing there")
    return Reading(transcript_id, turns, source.encoding, warnings, found.doubts, found.left_out)


def read_transcript(path: Path, speakers: Mapping[str, str], *, transcript_id: str) -> list[Turn]:
    """Read the turns of a transcript in any of the formats docx, odt, rtf, md, txt, vtt, srt.

    Parameters
    ----------
    path
        The file; its ending says the format.
    speakers
        Casefolded label to the label as registered: participants, their aliases, facilitators.
    transcript_id
        As registered; every error names the file.

    Returns
    -------
    list of Turn
        In order, numbered from 1; see `delphi.transcripts.source.clean` for the form of the text.

    Raises
    ------
    InputError
        When the file cannot be read, is something else than its ending says, or holds no known speaker.
    InputErrors
        For every label that looks like a speaker's and stands in no register.
    """
    return read_file(path, speakers, transcript_id=transcript_id).turns


def read_source(path: Path) -> Source:
    """The lines of a transcript, before anybody knows who speaks; errors as `read_transcript`."""
    ending = path.suffix.casefold()
    if ending not in FORMATS:
        known = ", ".join(name for name in FORMATS if name not in (".docm", ".markdown"))
        raise InputError(
            f"transcripts that end in `{path.suffix}` cannot be read."
            if ending
            else "the file has no ending.",
            path,
            remedy=REMEDIES.get(ending, f"Readable are {known}."),
        )
    return FORMATS[ending](path)
