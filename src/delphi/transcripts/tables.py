"""Speaker tables: which column says who speaks, which says when, which holds the words."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from delphi.transcripts.labels import Register
from delphi.transcripts.source import Line, Row, clean
from delphi.transcripts.stamps import is_stamp, span


def flatten(parts: Iterable[Line | Row], register: Register) -> list[Line]:
    """Lines in the order of the file; a row of a speaker table is a line with a voice.

    A speaker table has a column in which at least half of the filled cells hold a registered label and
    nothing else, and at least one other column.  Columns of time stamps give the times, columns of
    numbers nothing, the column with most letters the words; an empty label continues the turn.  The
    cells of any other table are paragraphs like any others.
    """
    lines: list[Line] = []
    for table, group in itertools.groupby(parts, key=_table_of):
        members = list(group)
        if table is None:
            lines += [part for part in members if isinstance(part, Line)]
        else:
            lines += _table([part for part in members if isinstance(part, Row)], register)
    return lines


def _table_of(part: Line | Row) -> int | None:
    return part.table if isinstance(part, Row) else None


def _table(rows: Sequence[Row], register: Register) -> list[Line]:
    width = max(len(row.cells) for row in rows)
    cells = [[_text(row, column) for row in rows] for column in range(width)]
    column = _speakers(cells, register)
    if column is None:
        return [line for row in rows for cell in row.cells for line in cell]
    others = [other for other in range(width) if other != column]
    times = [other for other in others if _mostly(is_stamp, cells[other])]
    words = max(
        (other for other in others if other not in times and not _mostly(_is_number, cells[other])),
        key=lambda other: (sum(map(len, cells[other])), -other),
        default=-1,
    )
    lines: list[Line] = []
    for place, row in enumerate(rows):
        label = _label(cells[column][place])
        spoken = row.cells[words] if 0 <= words < len(row.cells) else ()
        first = spoken[0] if spoken else next((line for cell in row.cells for line in cell), None)
        if first is None or not (label or spoken):
            continue
        if place == 0 and label not in register and _is_head([texts[0] for texts in cells]):
            continue
        start = end = math.nan
        for other in times:
            if is_stamp(cells[other][place]):
                begin, stop = span(cells[other][place])
                start, end = (begin, stop) if math.isnan(start) else (start, begin)
        text = " ".join(line.text for line in spoken)
        lines.append(replace(first, text=text, bold=(), heading=False, voice=label, start=start, end=end))
    return lines


def _speakers(cells: Sequence[Sequence[str]], register: Register) -> int | None:
    if len(cells) < 2:
        return None
    shares = []
    for column, texts in enumerate(cells):
        filled = [_label(text) for text in texts if text]
        known = sum(text in register for text in filled)
        # The first row may hold the heads of the columns.
        counted = len(filled) - (bool(filled) and bool(texts[0]) and filled[0] not in register)
        if known and 2 * known >= counted:
            shares.append((-known, column))
    return min(shares)[1] if shares else None


def _label(cell: str) -> str:
    return re.sub(r"\s*[:：︰]+$", "", cell)


def _text(row: Row, column: int) -> str:
    if column >= len(row.cells):
        return ""
    return clean(" ".join(line.text for line in row.cells[column]))


def _mostly(test: Callable[[str], bool], texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text]
    return 2 * sum(map(test, filled)) > len(filled)


def _is_head(texts: Sequence[str]) -> bool:
    """Whether a first row names the columns: a few words each, no sentence, no time."""
    return all(len(text.split()) <= 5 and not re.search(r"[.?!…]$|\d", text) for text in texts)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[#(]?\d+[.)]?", text) is not None
