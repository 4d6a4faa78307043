"""What a reader of one format hands on: lines with their emphasis and times, before anybody knows who speaks."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

NO_TIME = math.nan

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Line:
    """A paragraph of a document, a line of a text file or of a cue.

    Attributes
    ----------
    number
        Line or paragraph in the source, from 1.
    text
        As it stands there, tabs included, without line breaks.
    bold
        Stretches of `text` that are set off (bold, italic, underlined).
    heading
        A title by its style; it is no speech, unless it is nothing but a speaker's label.
    opens
        A label may stand at its start; False for the second half of a wrapped line.
    after_blank
        An empty line stands before it, or it is a paragraph of its own.
    voice
        The label, where the format itself says who speaks (a voice tag, a cell of a speaker table);
        an empty one continues the turn.  None where the label, if any, is part of `text`.
    start, end
        Time in seconds, NaN when the source says none.
    """

    number: int
    text: str
    bold: Spans = ()
    heading: bool = False
    opens: bool = True
    after_blank: bool = True
    voice: str | None = None
    start: float = NO_TIME
    end: float = NO_TIME


@dataclass(frozen=True)
class Row:
    """A row of a table: the paragraphs of each cell; rows of one table share `table`."""

    table: int
    cells: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class Source:
    """All that a file says, in its order.

    Attributes
    ----------
    parts
        Lines and rows of tables.
    encoding
        How the characters were stored, for text files what was chosen.
    unit
        What `Line.number` counts.
    warnings
        What a person should know about how it was read; they quote nobody.
    """

    parts: tuple[Line | Row, ...]
    encoding: str
    unit: Literal["line", "paragraph"] = "line"
    warnings: tuple[str, ...] = field(default=())


def clean(text: str) -> str:
    """The text of a turn: the same words give the same text, whatever the format.

    Unicode form NFC; every run of white space (no-break spaces, tabs, line breaks) is one space, none
    at the ends; a non-breaking hyphen is a hyphen; optional hyphens, zero-width spaces, byte order
    marks, direction marks and control characters are left out.  Quotation marks, dashes and
    ellipses stay as they were typed.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_TABLE)
    elif not text.isprintable():
        text = _CONTROL.sub("", text)
    return " ".join(text.split())


def joined(runs: Iterable[tuple[str, bool]]) -> tuple[str, Spans]:
    """Put runs of text together and say which stretches are set off.

    Each run is brought to form NFC, and a long gap in it to a tab or two spaces.
    """
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    length = 0
    for run, is_set_off in runs:
        text = _LONG_GAP.sub(_gap, unicodedata.normalize("NFC", run))
        if is_set_off and text:
            if spans and spans[-1][1] == length:
                spans[-1] = (spans[-1][0], length + len(text))
            else:
                spans.append((length, length + len(text)))
        parts.append(text)
        length += len(text)
    return "".join(parts), tuple(spans)


def paragraphs(runs: Iterable[tuple[str, bool]], number: int, *, heading: bool = False) -> list[Line]:
    """Lines of one paragraph of a word processor, one for each part between line breaks."""
    lines: list[list[tuple[str, bool]]] = [[]]
    for text, is_set_off in runs:
        first, *others = text.split("\n")
        lines[-1].append((first, is_set_off))
        lines += [[(other, is_set_off)] for other in others]
    found = []
    for line in lines:
        text, spans = joined(line)
        if text.strip():
            found.append(Line(number, text, spans, heading))
    return found


def shown(path: Path) -> str:
    """A file's name in a message."""
    return path.as_posix()


_LONG_GAP = re.compile(r"[^\S\n]{3,}")


def _gap(match: re.Match[str]) -> str:
    return "\t" if "\t" in match[0] else "  "


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_INVISIBLE = (
    *range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0),
    0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF,
)  # fmt: skip
_TABLE: dict[int, str | None] = {**dict.fromkeys(_INVISIBLE), 0x2011: "-"}
