"""The ledger, `item_events.csv`: what was decided about each item, in the order in which it was written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from delphi.errors import InputError, InputErrors
from delphi.items.contradictions import contradictions
from delphi.items.kinds import EVENT_COLUMNS, EVENTS, PASSAGE
from delphi.items.pending import refuse_pending
from delphi.study.sources import Row, nearest, read_table, whole_number


def read_events(
    path: Path | str, items: pd.DataFrame, rounds: Sequence[int], transcripts: Sequence[str]
) -> pd.DataFrame:
    """Read `item_events.csv` in file order.

    Returns
    -------
    DataFrame
        The file's columns (`version`, `round` as int) and `row`.  Empty when the file does not exist.

    Raises
    ------
    InputErrors
        All of them at once: an event of an unknown item or version, an unknown kind of event, an
        undeclared round, a passage reference that cannot be read or names an unknown transcript, and
        everything in which ledger and register contradict each other (see `contradictions`).
    """
    path = Path(path)
    rows = read_table(path, EVENT_COLUMNS)[1] if path.exists() else []
    register = path.with_name("items.csv")
    refuse_pending(path)
    if rows and items.empty:
        remedy = f"{path.name} speaks of items; put items.csv beside it or take the ledger away."
        raise InputError("items.csv is missing or holds no item.", register, remedy=remedy)
    errors = row_errors(path, items, rounds, transcripts)
    records = []
    unreadable = set()
    known = _known(items)
    for row in rows:
        if any(_row_errors(path, row, known, rounds)):
            unreadable.add(row["item_id"])
        else:
            cells = {column: row[column] for column in EVENT_COLUMNS}
            numbers = {"version": int(row["version"]), "round": int(row["round"]), "row": row.line}
            records.append(cells | numbers)
    frame = pd.DataFrame.from_records(records, columns=[*EVENT_COLUMNS, "row"])
    frame = frame.astype({"version": "int64", "round": "int64", "row": "int64"})
    errors += contradictions(items, frame, path, register, leave_out=unreadable)
    if errors:
        raise InputErrors(sorted(errors, key=lambda error: (error.where == register, error.line or 0)))
    return frame


def row_errors(
    path: Path | str, items: pd.DataFrame, rounds: Sequence[int], transcripts: Sequence[str]
) -> list[InputError]:
    """What is wrong with single rows of the ledger; of `items` only `item_id` and `version` are looked at.

    Where a version of an item is no number (-1) or stands twice, that is told elsewhere: any version may be meant.
    """
    path = Path(path)
    unsure = set(items.loc[(items["version"] < 0) | items.duplicated(["item_id", "version"]), "item_id"])
    known = _known(items)
    rows = read_table(path, EVENT_COLUMNS)[1] if path.exists() else []
    return [
        error
        for row in rows
        for error in (
            *_row_errors(path, row, known, rounds, unsure),
            *_reference_errors(path, row, transcripts),
        )
    ]


def _known(items: pd.DataFrame) -> dict[str, set[int]]:
    """Every item, sorted by id, with its versions."""
    return {str(item): set(versions) for item, versions in items.groupby("item_id")["version"]}


def _row_errors(
    path: Path, row: Row, known: Mapping[str, set[int]], rounds: Sequence[int], unsure: Collection[str] = ()
) -> Iterator[InputError]:
    if row["item_id"] not in known:
        what = f"the item `{row['item_id']}` is in no row of items.csv."
        remedy = nearest(row["item_id"], known) + " An item that ended keeps its rows in the register."
        yield _wrong(path, row, what, remedy)
    elif row["item_id"] not in unsure and whole_number(row["version"]) not in known[row["item_id"]]:
        what = f"`{row['item_id']}` has no version `{row['version']}` in items.csv."
        yield _wrong(path, row, what, "Add the version to items.csv or correct the number.")
    if row["event"] not in EVENTS:
        yield _wrong(path, row, f"`{row['event']}` is no kind of event.", nearest(row["event"], EVENTS))
    if whole_number(row["round"]) not in rounds:
        what = f"the round `{row['round']}` is not declared."
        yield _wrong(path, row, what, f"study.yaml declares {', '.join(map(str, rounds))}.")


def _reference_errors(path: Path, row: Row, transcripts: Sequence[str]) -> Iterator[InputError]:
    for reference in row.items("passage_ids"):
        match = PASSAGE.fullmatch(reference)
        if not match or int(match["start"]) >= int(match["end"]) or int(match["turn"]) < 1:
            what = f"`{reference}` is no reference to a passage."
            yield _wrong(path, row, what, "Expected transcript:turn:start-end, start before end.")
        elif match["transcript"] not in transcripts:
            what = f"`{reference}` names a transcript that is not registered."
            yield _wrong(path, row, what, nearest(match["transcript"], transcripts))


def _wrong(path: Path, row: Row, what: str, remedy: str) -> InputError:
    return InputError(what, path, line=row.line, remedy=remedy)
