"""The register of items, `items.csv`: every statement in every version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.codebook import FACETS, Codebook
from delphi.errors import InputError, InputErrors
from delphi.rows import records_of
from delphi.study.sources import Row, nearest, read_table, whole_number

ITEM_COLUMNS = ("item_id", "version", "work_model", "swot", "subgroup", "parent_id", "order", "statement")
ID = re.compile(r"\w[\w.-]*")
SHOWN = 6  # items of a circle
NUMBERS = {"version": "int64", "order": "int64", "row": "int64"}


def read_items(path: Path | str, codebook: Codebook, language: str) -> pd.DataFrame:
    """Read `items.csv`, ordered by work model (as in the codebook), `order` and version.

    Returns
    -------
    DataFrame
        `item_id, version (int), work_model, swot, subgroup, parent_id, order (int), statement` (in
        the report's language when the file has `statement_<language>`), `row`, and `wordings`: the
        statement in every language that the file has, as a tuple.  Empty when the file does not
        exist: a study may have no items yet.

    Raises
    ------
    InputErrors
        For an unknown code, a version twice or left out or that changes nothing, a parent that does not
        exist or goes round in circles.
    """
    path = Path(path)
    columns = [*ITEM_COLUMNS, "row", "wordings"]
    if not path.exists():
        return pd.DataFrame(columns=columns).astype(NUMBERS)
    header, rows = read_table(path, ITEM_COLUMNS)
    languages = [name for name in header if name == "statement" or name.startswith("statement_")]
    errors: list[InputError] = []
    records = []
    for row in rows:
        codes, wrong_codes = _codes(path, row, codebook)
        statement = row[f"statement_{language}"] or row["statement"]
        errors += [*wrong_codes, *_cell_errors(path, row, statement)]
        plain = {name: row[name] for name in ("item_id", "version", "subgroup", "parent_id", "order")}
        wordings = tuple(dict.fromkeys(row[name] for name in languages if row[name]))
        records.append(plain | codes | {"statement": statement, "row": row.line, "wordings": wordings})
    errors += [*_version_errors(path, rows), *_parent_errors(path, rows)]
    if errors:
        raise InputErrors(errors)
    frame = pd.DataFrame.from_records(records, columns=columns).astype(NUMBERS)
    rank = frame["work_model"].map({key: i for i, key in enumerate(codebook.keys("work_model"))})
    frame = frame.assign(_rank=rank).sort_values(["_rank", "order", "item_id", "version"], kind="stable")
    return frame.drop(columns="_rank").reset_index(drop=True)


def named_items(path: Path | str) -> pd.DataFrame:
    """`item_id` and `version` of every row, whatever else is wrong with it; -1 where a version is no number."""
    rows = read_table(Path(path), ITEM_COLUMNS)[1] if Path(path).exists() else []
    records = [(row["item_id"], whole_number(row["version"], 1) or -1) for row in rows]
    return pd.DataFrame.from_records(records, columns=["item_id", "version"])


def by_item(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Rows by their `item_id`, in the order of the frame."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records_of(frame):
        found.setdefault(row["item_id"], []).append(row)
    return found


def _codes(path: Path, row: Row, codebook: Codebook) -> tuple[dict[str, str], list[InputError]]:
    codes: dict[str, str] = {}
    errors = []
    for facet in FACETS:
        now = codebook.migrated(facet, row[facet])
        if len(now) != 1:
            known = nearest(row[facet], codebook.keys(facet))
            remedy = f"It was split into {', '.join(now)}; choose one." if now else known
            errors.append(_wrong(path, row, f"`{facet}` is `{row[facet]}`, which is no code.", remedy))
        codes[facet] = now[0] if now else ""
    return codes, errors


def _cell_errors(path: Path, row: Row, statement: str) -> Iterator[InputError]:
    for column, least in (("version", 1), ("order", 0)):
        if whole_number(row[column], least) is None:
            remedy = f"Expected a whole number from {least}."
            yield _wrong(path, row, f"`{column}` is `{row[column]}`.", remedy)
    for column, value in (("item_id", row["item_id"]), ("statement", statement)):
        if not value:
            yield _wrong(path, row, f"`{column}` is empty.", "Fill it in.")
    if row["item_id"] and not ID.fullmatch(row["item_id"]):
        what = f"the item_id `{row['item_id']}` has a mark that references use."
        yield _wrong(path, row, what, "Use letters, digits, `-`, `_` and `.`.")


def _version_errors(path: Path, rows: Sequence[Row]) -> Iterator[InputError]:
    """Versions count from 1 without a gap, each once, and each says something else than the one before."""
    versions: dict[str, dict[int, Row]] = {}
    for row in rows:
        number = whole_number(row["version"], 1)
        if number is None:
            continue
        mine = versions.setdefault(row["item_id"], {})
        if number in mine:
            what = f"version {number} of `{row['item_id']}` stands here again."
            yield _wrong(path, row, what, f"It stands in line {mine[number].line} too.")
        mine.setdefault(number, row)
    for item, mine in versions.items():
        for place, number in enumerate(sorted(mine), start=1):
            if number != place:
                what = f"`{item}` has a version {number} and no version {place}."
                remedy = "Versions count from 1; add the row that is missing or correct the number."
                yield _wrong(path, mine[number], what, remedy)
                break
            before = mine.get(number - 1)
            if before and before.cells | {"version": ""} == mine[number].cells | {"version": ""}:
                what = f"version {number} of `{item}` says the same as version {number - 1}."
                yield _wrong(
                    path, mine[number], what, "Write the new wording or category, or remove the row."
                )


def _parent_errors(path: Path, rows: Sequence[Row]) -> Iterator[InputError]:
    """Parents exist, and those of the last versions do not go round in circles."""
    numbered = sorted(rows, key=lambda row: whole_number(row["version"]) or 0)
    last = {row["item_id"]: row for row in numbered}
    parents = {item: row["parent_id"] for item, row in last.items()}
    known = sorted(parents)
    for row in rows:
        if row["parent_id"] and row["parent_id"] not in parents:
            remedy = nearest(row["parent_id"], known)
            yield _wrong(path, row, f"the parent `{row['parent_id']}` does not exist.", remedy)
    settled = {""}
    for item in parents:
        line: dict[str, None] = {}
        name = item
        while name not in settled and name not in line:
            line[name] = None
            name = parents.get(name, "")
        if name in line:
            circle = list(line)[list(line).index(name) :]
            shown = " under ".join([*circle[:SHOWN], *(["..."] if len(circle) > SHOWN else []), name])
            what = f"`parent_id` goes round in a circle: {shown}."
            yield _wrong(path, last[name], what, "Empty one of them.")
        settled.update(line)


def _wrong(path: Path, row: Row, what: str, remedy: str) -> InputError:
    return InputError(what, path, line=row.line, remedy=remedy)
