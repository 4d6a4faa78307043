"""Who seems to speak in a transcript that no register knows yet: a draft for a person to correct."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from delphi.errors import InputError
from delphi.transcripts.labels import SURE, Register, find_any, key
from delphi.transcripts.reading import read_file, read_source
from delphi.transcripts.source import Line, Row, Source, clean
from delphi.transcripts.strangers import has_shape, strangers
from delphi.transcripts.tables import flatten
from delphi.transcripts.turns import Turn, accepted
from delphi.transcripts.words import OPENERS

LEADERS = frozenset(
    """
    begeleider begeleidster gespreksleider interviewer interviewster moderator onderzoeker onderzoekster
    facilitator host researcher animateur animatrice enquêteur enquêtrice moderatorin interviewerin
    i int m mod intv notulist verslaggever taker q v
    """.split()  # noqa: SIM905
)
"""Words and letters under which the person who leads a conversation is usually written down."""
QUOTES = "\"'”’» )"
ROUNDS = 20  # each makes at least one label known; no conversation needs as many


@dataclass(frozen=True)
class Heard:
    """A label as a file writes it, and what makes its owner look like a participant or a facilitator.

    Attributes
    ----------
    label
        As in the file.
    turns
        How often its owner speaks.
    questions
        How many of these turns end with a question mark.
    leads
        Whether it is a usual label of whoever leads a conversation.
    """

    label: str
    turns: int
    questions: int
    leads: bool


def heard_in(path: Path) -> list[Heard]:
    """Who seems to speak in a transcript, in the order in which they first do.

    Labels that come back are found first; then those that look like them, until no line looks like
    an unknown speaker any more.

    Raises
    ------
    InputError
        When the file cannot be read or nothing in it looks like a speaker's label.
    """
    source = read_source(path)
    known = {label.casefold(): label for label in _in_tables(source)}
    for _ in range(ROUNDS):
        register = Register(known)
        lines = flatten(source.parts, register)
        labels = accepted(lines, register)
        found = [seen[0].label.text for seen in strangers(lines, labels, register).values()]
        if not known and not found:
            found = _standing_once(lines)
        if not found:
            break
        known |= {label.casefold(): clean(label) for label in found}
    if not known:
        remedy = "Expected paragraphs such as `Name: text`, or a table with a column of names."
        raise InputError("nobody seems to speak in this file.", path, remedy=remedy)
    return _counted(read_file(path, known, transcript_id=path.stem).turns)


def _counted(turns: Sequence[Turn]) -> list[Heard]:
    said: dict[str, list[str]] = {}
    for turn in turns:
        said.setdefault(turn.speaker, []).append(turn.text)
    return [
        Heard(
            label,
            len(texts),
            sum(text.rstrip(QUOTES).endswith("?") for text in texts),
            bool(LEADERS & set(re.findall(r"[^\W\d_]+", key(label)))),
        )
        for label, texts in said.items()
    ]


def _in_tables(source: Source) -> list[str]:
    """Labels of speaker tables: short texts that come back in the first column of that kind."""
    rows: dict[int, list[Row]] = {}
    for part in source.parts:
        if isinstance(part, Row):
            rows.setdefault(part.table, []).append(part)
    found: list[str] = []
    for table in rows.values():
        for column in range(max(len(row.cells) for row in table)):
            cells = [
                clean(" ".join(line.text for line in row.cells[column])).rstrip(":").strip()
                for row in table
                if column < len(row.cells)
            ]
            often = Counter(cell for cell in cells if cell)
            back = [cell for cell, count in often.items() if count > 1 and has_shape(cell, False)]
            if back and sum(often[cell] for cell in back) >= len(cells) / 2:
                found += back
                break
    return found


def _standing_once(lines: Sequence[Line]) -> list[str]:
    """Labels of a conversation too short for anybody to speak twice."""
    labels = [label for line in lines if (label := find_any(line)) and label.kind in SURE]
    return [
        label.text
        for label in labels
        if has_shape(clean(label.text), False) and key(label.text) not in OPENERS
    ]
