"""Who seems to speak in a transcript that no register knows yet: a draft for a person to correct."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from delphi.errors import InputError
from delphi.transcripts.labels import SURE, Register, find_any, key
from delphi.transcripts.names import has_shape, leads
from delphi.transcripts.reading import Reading, read_file, read_source
from delphi.transcripts.source import Line, Row, Source, clean
from delphi.transcripts.tables import flatten
from delphi.transcripts.turns import Turn, accepted, not_registered
from delphi.transcripts.words import LEADING, LEADING_LETTERS, OPENERS, TAKING_NOTES

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


@dataclass(frozen=True)
class Listened:
    """Who seems to speak in a transcript, in the order in which they first do, and how it was read with them."""

    heard: list[Heard]
    reading: Reading


def heard_in(path: Path) -> list[Heard]:
    """Who seems to speak in a transcript, in the order in which they first do; errors as `listen`."""
    return listen(path).heard


def listen(path: Path) -> Listened:
    """Read a transcript of which nobody said who speaks.

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
        found = [clean(seen[0].label.text) for seen in not_registered(lines, labels, register)[0].values()]
        if not known and not found:
            found = _standing_once(lines)
        if not found:
            break
        known |= {label.casefold(): label for label in found}
    if not known:
        remedy = "Expected paragraphs such as `Name: text`, or a table with a column of names."
        raise InputError("nobody seems to speak in this file.", path, remedy=remedy)
    reading = read_file(path, known, transcript_id=path.stem)
    return Listened(_counted(reading.turns), reading)


def _counted(turns: Sequence[Turn]) -> list[Heard]:
    said: dict[str, list[str]] = {}
    for turn in turns:
        said.setdefault(turn.speaker, []).append(turn.text)
    leading = _leading(list(said))
    return [
        Heard(
            label,
            len(texts),
            sum(text.rstrip(QUOTES).endswith("?") for text in texts),
            label in leading,
        )
        for label, texts in said.items()
    ]


def _leading(labels: Sequence[str]) -> set[str]:
    """Labels usual for whoever leads; a letter with a number (`M1`) only where nothing says it better."""
    words = {label: re.findall(r"[^\W\d_]+", key(label)) for label in labels}
    notes = {label for label in labels if TAKING_NOTES & set(words[label])}
    by_word = {label for label in labels if LEADING & set(words[label])}
    by_letter = {label for label in labels if leads(key(label))}
    with_number = {label for label in labels if len(words[label]) == 1 and words[label][0] in LEADING_LETTERS}
    return notes | (by_word or by_letter or with_number)


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
