"""What every reader delivers: the lines of a transcript, with what the format says about them."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from dataclasses import dataclass, field

NO_TIME = math.nan

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Line:
    """One line or paragraph of a source, before labels are looked for.

    Attributes
    ----------
    number
        Line (text files), paragraph (documents) or line of the cue (subtitles), from 1.
    text
        As it stands in the source, tabs included.
    bold
        Stretches of `text` in bold type.
    speaker
        The name that the format itself marks as the speaker's (voice tag, cell of a speaker table);
        None where the format says nothing.
    start_time, end_time
        Seconds, NaN where the format says nothing.
    heading
        A title or heading by style or mark-up.
    opens
        The line opens a paragraph; False after a soft line break, within wrapped text and in cues.
    table, cells
        For a row of a table: the table's number in the file, from 1, and the texts of the cells.
    """

    number: int
    text: str
    bold: Spans = ()
    speaker: str | None = None
    start_time: float = NO_TIME
    end_time: float = NO_TIME
    heading: bool = False
    opens: bool = True
    table: int = 0
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """The lines of a file, how its bytes were read, and what a person should know about it."""

    lines: list[Line]
    encoding: str
    warnings: list[str] = field(default_factory=list)


LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff]")


def plain_text(text: str) -> str:
    """The text of a turn: Unicode form NFC, runs of white space as one space, nothing invisible."""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def unescape(text: str) -> str:
    """Resolve character references such as `&amp;`."""
    return html.unescape(text) if "&" in text else text
