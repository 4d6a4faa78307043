"""What differs between two builds, as data: statements, statuses, counts, cells, numbers, quotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

import pandas as pd

from delphi.compare.build import Build
from delphi.items import ENDED
from delphi.report.content import Content, Passage

Row = dict[str, Any]
KEYS = {
    "panel": ("round", "group", "perspective"),
    "ratings": ("item_id", "scale", "round", "perspective", "measure", "work_model", "version"),
    "coverage": ("transcript_id",),
    "agreement": ("stage", "facet", "code", "coders", "unit"),
}
TOLD = {
    "panel": ("invited", "took_part", "returned", "new"),
    "ratings": ("value", "n", "met"),
    "coverage": ("participant_turns", "checked", "tags", "suggested", "disputed"),
    "agreement": ("n_units", "raw_agreement", "alpha", "kappa", "ac1"),
}
OTHERWISE = ("swot", "consensus", *KEYS)
COUNTS = ("n_supports", "n_contests", "n_nuances")


class Place(NamedTuple):
    """A statement in one round among one perspective, before and after; a row is None where there is none."""

    item_id: str
    round: str
    perspective: str
    before: Row | None
    after: Row | None


class Numbers(NamedTuple):
    """The numbers of one row of a table that differ: column, before and after (empty: no such row)."""

    table: str
    where: dict[str, str]
    columns: list[tuple[str, str, str]]


class Printed(NamedTuple):
    """A quotation as the report prints it: masked, with its attribution and the code of its tag."""

    code: str
    text: str
    attribution: str


@dataclass(frozen=True)
class Changes:
    """Everything that differs; each list in the order of the register, the later build's first.

    Attributes
    ----------
    added, removed
        Rows of `swot.csv` that only one of the builds has.
    reworded, moved, statuses
        Pairs of rows: another wording; another cell or category; another status after the last round.
    emptied_statements, filled_statements
        Statements that had passages behind them and now have none, and the other way round.
    places
        Per round and perspective, all groups together: another status, or another number of people.
    emptied_cells, filled_cells
        `(work_model, block)` with statements to print in one build only.
    numbers
        Numbers of the panel, the ratings, the coverage and the agreement.
    other_tables
        Other tables, with the number of rows that only one of the builds has.
    quotes_gone, quotes_new, quotes_changed
        Quotations in the chapters; of the last, text before and after.
    passages_gone, passages_new
        Passages behind the statements, by statement.
    """

    added: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    reworded: list[tuple[Row, Row]] = field(default_factory=list)
    moved: list[tuple[Row, Row]] = field(default_factory=list)
    statuses: list[tuple[Row, Row]] = field(default_factory=list)
    emptied_statements: list[Row] = field(default_factory=list)
    filled_statements: list[Row] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    emptied_cells: list[tuple[str, str]] = field(default_factory=list)
    filled_cells: list[tuple[str, str]] = field(default_factory=list)
    numbers: list[Numbers] = field(default_factory=list)
    other_tables: dict[str, int] = field(default_factory=dict)
    quotes_gone: list[Printed] = field(default_factory=list)
    quotes_new: list[Printed] = field(default_factory=list)
    quotes_changed: list[tuple[Printed, Printed]] = field(default_factory=list)
    passages_gone: dict[str, list[Passage]] = field(default_factory=dict)
    passages_new: dict[str, list[Passage]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(bool(getattr(self, entry.name)) for entry in fields(self))


def compare(old: Build, new: Build) -> Changes:
    """Compare two builds; tables that only one of them has are compared with nothing."""
    before, after = _by_item(old), _by_item(new)
    both = [(before[item], row) for item, row in after.items() if item in before]
    cells_then, cells_now = _cells(before.values()), _cells(after.values())
    then, now = _quotations(old.content), _quotations(new.content)
    return Changes(
        added=[row for item, row in after.items() if item not in before],
        removed=[row for item, row in before.items() if item not in after],
        reworded=[(a, b) for a, b in both if a["statement"] != b["statement"]],
        moved=[(a, b) for a, b in both if _cell(a) != _cell(b) or a.get("swot") != b.get("swot")],
        statuses=[(a, b) for a, b in both if a["status"] != b["status"]],
        emptied_statements=[b for a, b in both if _has(a) and not _has(b)],
        filled_statements=[b for a, b in both if _has(b) and not _has(a)],
        places=_places(old, new, list(dict.fromkeys([*after, *before]))),
        emptied_cells=[cell for cell in cells_then if cell not in cells_now],
        filled_cells=[cell for cell in cells_now if cell not in cells_then],
        numbers=[row for table in KEYS for row in _numbers(table, old, new)],
        other_tables=_other_tables(old, new),
        quotes_gone=_without(then, now),
        quotes_new=_without(now, then),
        quotes_changed=[(then[code], now[code]) for code in now if code in then and then[code] != now[code]],
        passages_gone=_passages_without(old.content, new.content),
        passages_new=_passages_without(new.content, old.content),
    )


def _by_item(build: Build) -> dict[str, Row]:
    return {row["item_id"]: row for row in build.tables["swot"].to_dict("records")}


def _has(row: Row) -> bool:
    return str(row.get("n_passages", "0")) != "0"


def _cell(row: Row) -> tuple[str, str]:
    return row["work_model"], row["block"]


def _cells(rows: Iterable[Row]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(_cell(row) for row in rows if _has(row) and row["status"] not in ENDED))


def _places(old: Build, new: Build, order: Sequence[str]) -> list[Place]:
    then, now = (
        _rows(build.tables.get("consensus"), ("item_id", "round", "perspective"), group="")
        for build in (old, new)
    )
    rank = {item: place for place, item in enumerate(order)}
    found = []
    for key in dict.fromkeys([*now, *then]):
        before, after = then.get(key), now.get(key)
        seen = [(row["status"], *(row[name] for name in COUNTS)) if row else None for row in (before, after)]
        if seen[0] != seen[1]:
            found.append(Place(key[0], key[1], key[2], before, after))
    return sorted(found, key=lambda place: (rank.get(place.item_id, len(rank)), int(place.round)))


def _rows(frame: pd.DataFrame | None, keys: Sequence[str], **where: str) -> dict[tuple[str, ...], Row]:
    if frame is None or any(key not in frame for key in (*keys, *where)):
        return {}
    rows = frame.to_dict("records")
    return {
        tuple(str(row[key]) for key in keys): row
        for row in rows
        if all(row[name] == value for name, value in where.items())
    }


def _numbers(table: str, old: Build, new: Build) -> list[Numbers]:
    keys = KEYS[table]
    then, now = (_rows(build.tables.get(table), keys) for build in (old, new))
    found = []
    for key in dict.fromkeys([*now, *then]):
        pairs = [
            (column, str(then.get(key, {}).get(column, "")), str(now.get(key, {}).get(column, "")))
            for column in TOLD[table]
        ]
        columns = [pair for pair in pairs if pair[1] != pair[2]]
        if columns:
            found.append(Numbers(table, dict(zip(keys, key)), columns))
    return found


def _other_tables(old: Build, new: Build) -> dict[str, int]:
    found = {}
    for name in sorted({*old.tables, *new.tables} - set(OTHERWISE)):
        then, now = (
            set(map(tuple, build.tables[name].to_numpy().tolist())) if name in build.tables else set()
            for build in (old, new)
        )
        if then != now:
            found[name] = len(then ^ now)
    return found


def _quotations(content: Content | None) -> dict[str, Printed]:
    quotations = content.quotations if content else {}
    return {code: Printed(code, quote.text, quote.attribution) for code, quote in quotations.items()}


def _without(these: dict[str, Printed], those: dict[str, Printed]) -> list[Printed]:
    """Quotations of which neither the code nor the words are among the others."""
    texts = {quote.text for quote in those.values()}
    return [quote for code, quote in these.items() if code not in those and quote.text not in texts]


def _passages_without(these: Content | None, those: Content | None) -> dict[str, list[Passage]]:
    """Passages behind statements that the other build does not print behind the same statement."""
    if these is None or those is None:
        return {}
    found = {}
    for item, listed in these.passages.items():
        other = (
            {passage.text for passage in those.passages[item].passages} if item in those.passages else set()
        )
        gone = [passage for passage in listed.passages if passage.text not in other]
        if gone:
            found[item] = gone
    return found
