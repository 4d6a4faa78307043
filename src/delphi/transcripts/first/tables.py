"""Tables in documents: one with a column of speakers is speech, a row per utterance."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby

from delphi.transcripts.first.lines import Line
from delphi.transcripts.first.stamps import only_stamp


def speech_rows(lines: Iterable[Line], known: Callable[[str], bool]) -> tuple[list[Line], list[str]]:
    """Bring the rows of tables into the form of other lines.

    Parameters
    ----------
    lines
        Lines of a file; rows of tables carry `cells`.
    known
        Whether a cell holds a registered label and nothing else.

    Returns
    -------
    lines, warnings
        In a speaker table each row has its `speaker`; of another table the cells that hold text are
        lines of their own, if one of them opens with a label, and are left out otherwise.
    """
    result: list[Line] = []
    warnings: list[str] = []
    for table, group in groupby(lines, key=lambda line: line.table):
        rows = list(group)
        if not table:
            result += rows
            continue
        column = _speaker_column(rows, known)
        if column is not None:
            result += _spoken(rows, column, known)
            continue
        cells = [replace(row, text=cell, table=0, cells=()) for row in rows for cell in _pieces(row)]
        if any(known(line.text.partition(":")[0]) for line in cells):
            result += cells
        else:
            warnings.append(f"the table at line {rows[0].number} has no column of speakers and is left out")
    return result, warnings


def _pieces(row: Line) -> list[str]:
    return [piece for cell in row.cells for piece in cell.split("\n") if piece.strip()]


def _speaker_column(rows: list[Line], known: Callable[[str], bool]) -> int | None:
    """The column in which at least half of the filled cells are labels."""
    width = max(len(row.cells) for row in rows)
    for column in range(min(width - 1, 3)):
        filled = [row.cells[column] for row in rows if len(row.cells) > column and row.cells[column].strip()]
        hits = sum(known(cell) for cell in filled)
        if hits and 2 * hits >= len(filled) - 1:
            return column
    return None


def _spoken(rows: list[Line], column: int, known: Callable[[str], bool]) -> list[Line]:
    numbered = _numbers(rows, column)
    spoken = []
    for place, row in enumerate(rows):
        cells = list(row.cells)
        speaker = cells[column] if len(cells) > column else ""
        if place == 0 and not known(speaker) and not any(map(only_stamp, cells)) and len(rows) > 1:
            if all(len(cell.split()) <= 3 and not cell.rstrip().endswith((".", "?", "!")) for cell in cells):
                continue  # the table's header
        stamp = next((found for cell in cells if (found := only_stamp(cell))), None)
        rest = [
            cell
            for i, cell in enumerate(cells)
            if i != column and i not in numbered and not only_stamp(cell) and cell.strip()
        ]
        start, end = stamp if stamp else (row.start_time, row.end_time)
        spoken.append(
            replace(
                row,
                text=" ".join(rest),
                speaker=speaker if speaker.strip() else None,
                start_time=start,
                end_time=end,
                table=0,
                cells=(),
            )
        )
    return spoken


def _numbers(rows: list[Line], column: int) -> set[int]:
    """Columns that only number the rows."""
    width = max(len(row.cells) for row in rows)
    numbered = set()
    for i in range(width):
        filled = [row.cells[i].strip() for row in rows[1:] if len(row.cells) > i and row.cells[i].strip()]
        if i != column and len(filled) > 1 and all(cell.rstrip(".").isdecimal() for cell in filled):
            numbered.add(i)
    return numbered
