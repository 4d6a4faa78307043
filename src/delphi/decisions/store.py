"""Decision files as coders keep them: append-only rows, read whole or refused with the row and the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.codebook import FACETS, Codebook
from delphi.decisions.cells import DECISION_COLUMNS, OPTIONAL_COLUMNS, in_order, record
from delphi.errors import InputError, InputErrors
from delphi.rows import records_of, rows_of
from delphi.study.sources import Row, read_lines, read_table

PLACE = ["coder", "transcript_id", "turn"]


def read_decisions(
    files: Iterable[Path | str], codebook: Codebook, transcripts: Sequence[str], items: Sequence[str] = ()
) -> pd.DataFrame:
    """Read decision files, each in file order; codes of earlier codebook versions get their present name.

    Parameters
    ----------
    files
        `data/coded/decisions/<coder>.csv`, or `adjudications.csv`.
    codebook
        Gives the codes and how they moved.
    transcripts, items
        Known ids; an item id is only checked when `items` is not empty.

    Returns
    -------
    DataFrame
        The columns of the files (`turn`, `start`, `end` as int, -1 where a row has no stretch),
        `row` (the line in the file), `split` (True where the row's code was split since then and
        has to be decided anew).

    Raises
    ------
    InputErrors
        Every row that cannot be read, with its line and the reason; nothing is half read.
    """
    frame, errors = decisions_as_far(files, codebook, transcripts, items)
    if errors:
        raise InputErrors(errors)
    return frame


def decisions_as_far(
    files: Iterable[Path | str], codebook: Codebook, transcripts: Sequence[str], items: Sequence[str] = ()
) -> tuple[pd.DataFrame, list[InputError]]:
    """The rows that `read_decisions` can read, and everything that is wrong with the others."""
    errors: list[InputError] = []
    columns = [*DECISION_COLUMNS, *OPTIONAL_COLUMNS, "row", "split"]
    kinds = dict.fromkeys(("turn", "start", "end", "row"), "int64") | {"split": "bool"}
    known = dict.fromkeys(transcripts), dict.fromkeys(items)
    frames: list[pd.DataFrame] = []
    for file in sorted(Path(file) for file in files):
        if file.exists() and file.stat().st_size == 0:
            continue  # made by a coder's window that was closed before the first decision
        header, rows = read_lines(file, DECISION_COLUMNS, OPTIONAL_COLUMNS)
        frame = in_order(file, header, rows, codebook, *known) if rows else None
        if frame is None:
            mine: list[dict[str, Any]] = []
            for line, cells in rows:
                try:
                    mine.append(record(file, Row(line, dict(zip(header, cells))), codebook, *known))
                except InputError as error:
                    errors.append(error)
            frame = pd.DataFrame.from_records(mine, columns=columns)
        errors += _sorted_rows(file, frame)
        if len(frame):
            frames.append(frame.astype(kinds))
    if not frames:
        return pd.DataFrame.from_records([], columns=columns).astype(kinds), errors
    return pd.concat(frames, ignore_index=True), errors


def _sorted_rows(file: Path, frame: pd.DataFrame) -> list[InputError]:
    """A row that takes something back and stands before what it takes back: the rows were put in another order.

    Order is what decides, so such a file is not read; times alone, on other turns, say nothing.
    """
    errors = []
    rejects: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    taken_back = set(rows_of(frame[frame["action"] == "reject"], PLACE))
    there = [place in taken_back for place in rows_of(frame, PLACE)]
    for row in records_of(frame[there]):
        place = tuple(row[name] for name in PLACE)
        if row["action"] == "reject":
            rejects.setdefault(place, []).append(row)
        if row["action"] != "apply":
            continue
        for earlier in rejects.get(place, []):
            same = all(earlier[facet] in ("", row[facet]) for facet in FACETS)
            overlaps = earlier["start"] < row["end"] and row["start"] < earlier["end"]
            if same and overlaps and str(earlier["decided_at"]) > str(row["decided_at"]):
                what = f"this row takes back what line {row['row']} applies, was decided later, and stands before it."
                remedy = "The rows were sorted; put them back in the order in which they were decided."
                errors.append(InputError(what, file, line=int(earlier["row"]), remedy=remedy))
                break
    return errors


def decision_rows(file: Path) -> list[Row]:
    """The rows of a decision file as they stand there; those older than an added column lack its cell.

    Raises
    ------
    InputError
        When the file cannot be read as a table.
    """
    return read_table(file, DECISION_COLUMNS, strip=False, added=OPTIONAL_COLUMNS)[1]
