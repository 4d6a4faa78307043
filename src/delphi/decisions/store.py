"""Decision files as coders keep them: append-only rows, read whole or refused with the row and the reason."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.codebook import FACETS, Codebook
from delphi.errors import InputError, InputErrors
from delphi.study.sources import Row, nearest, read_table, whole_number

DECISION_COLUMNS = (
    "decided_at", "coder", "transcript_id", "turn", "start", "end", "quote", "prefix", "suffix",
    "work_model", "swot", "item_id", "stance", "action", "note",
)  # fmt: skip
OPTIONAL_COLUMNS = ("suggestion_shown", "codebook_version")
TRUTH = {
    **dict.fromkeys(("true", "1", "waar", "ja", "yes", "shown", "terms", "topic", "learner"), "true"),
    **dict.fromkeys(("false", "0", "onwaar", "nee", "no", "hidden"), "false"),
}
"""What people and spreadsheets make of `true` and `false` in `suggestion_shown`; a source was shown, too."""
ACTIONS = ("apply", "reject", "checked")
STANCES = ("supports", "contests", "nuances")
WORDS = ("quote", "prefix", "suffix")
NO_POSITION = -1


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
        mine: list[dict[str, Any]] = []
        for row in decision_rows(file):
            try:
                mine.append(_record(file, row, codebook, *known))
            except InputError as error:
                errors.append(error)
        errors += _sorted_rows(file, mine)
        if mine:
            frames.append(pd.DataFrame.from_records(mine, columns=columns).astype(kinds))
    if not frames:
        frames.append(pd.DataFrame.from_records([], columns=columns).astype(kinds))
    return pd.concat(frames, ignore_index=True), errors


def _sorted_rows(file: Path, rows: Sequence[Mapping[str, Any]]) -> list[InputError]:
    """A row that takes something back and stands before what it takes back: the rows were put in another order.

    Order is what decides, so such a file is not read; times alone, on other turns, say nothing.
    """
    errors = []
    rejects: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        place = (row["coder"], row["transcript_id"], row["turn"])
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


def _record(
    file: Path, row: Row, codebook: Codebook, transcripts: Collection[str], items: Collection[str]
) -> dict[str, object]:
    cells = {name: row[name] if name in WORDS else row[name].strip() for name in DECISION_COLUMNS}
    cells |= {name: row[name].strip() for name in OPTIONAL_COLUMNS}

    def wrong(what: str, remedy: str) -> InputError:
        return InputError(what, file, line=row.line, remedy=remedy)

    def known(column: str, values: Collection[str], empty: bool = False) -> None:
        if not (cells[column] in values or (empty and not cells[column])):
            raise wrong(
                f"`{column}` is `{cells[column]}`, which is not known.", nearest(cells[column], values)
            )

    if not cells["coder"]:
        raise wrong("`coder` is empty.", "Every decision names its coder.")
    known("transcript_id", transcripts)
    known("action", ACTIONS)
    known("stance", STANCES, empty=True)
    shown = cells["suggestion_shown"].casefold()
    if len(shown.split()) > 1:  # a memo with a comma, without quotation marks around it
        raise wrong(
            f"`suggestion_shown` is `{cells['suggestion_shown']}`.",
            "Expected `true`, `false` or nothing. Put a memo that holds a comma between double quotation marks.",
        )
    cells["suggestion_shown"] = TRUTH.get(shown, shown)
    if items:
        known("item_id", items, empty=True)
    if whole_number(cells["turn"], 1) is None:
        raise wrong(f"`turn` is `{cells['turn']}`.", "Expected a whole number from 1.")
    if file.parent.name == "decisions" and _plain(cells["coder"]) != _plain(file.stem):
        raise wrong(
            f"`coder` is `{cells['coder']}`, in the file of `{file.stem}`.",
            "Every coder has a file of her own, named after her; spell the two alike or move the row.",
        )
    position = _stretch(cells, wrong)
    if cells["action"] == "apply" and position[0] == NO_POSITION:
        raise wrong("an `apply` has no stretch.", "Expected `start` and `end` within the turn.")
    split = False
    for facet in FACETS:
        if not cells[facet]:
            if cells["action"] == "apply":
                raise wrong(
                    f"an `apply` has no `{facet}`.", f"Expected one of {', '.join(codebook.keys(facet))}."
                )
            continue
        now = codebook.migrated(facet, cells[facet])
        if not now:
            known(facet, codebook.keys(facet))
        split = split or len(now) > 1
        cells[facet] = now[0] if len(now) == 1 else cells[facet]
    return cells | {
        "turn": int(cells["turn"]), "start": position[0], "end": position[1], "row": row.line, "split": split
    }  # fmt: skip


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _stretch(cells: dict[str, str], wrong: Callable[[str, str], InputError]) -> tuple[int, int]:
    start, end = cells["start"], cells["end"]
    if not start and not end:
        return NO_POSITION, NO_POSITION
    bounds = whole_number(start), whole_number(end)
    if bounds[0] is None or bounds[1] is None or bounds[0] >= bounds[1]:
        raise wrong(f"the stretch is `{start}` to `{end}`.", "Expected whole numbers, start before end.")
    return bounds[0], bounds[1]
