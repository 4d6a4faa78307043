"""What the ledger says of an item over time: when it came up, which version was in force, how it ended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.items.kinds import ENDED, NEW_VERSION

Row = dict[str, Any]


def versions_in_force(items: pd.DataFrame, events: pd.DataFrame, rounds: Sequence[int]) -> pd.DataFrame:
    """Which version of an item a round's links count for: the one in force before that round's events.

    Returns
    -------
    DataFrame
        `item_id, round, version`, for the rounds from the one the item was introduced in; a version
        made in a round is in force from the next round on.
    """
    introduced = introduced_rounds(events)
    made = events[events["event"].isin(NEW_VERSION)]
    changes: dict[str, list[tuple[int, int]]] = {}
    for item, version, round_ in zip(made["item_id"], made["version"], made["round"]):
        changes.setdefault(item, []).append((int(round_), int(version)))
    records = []
    for item in dict.fromkeys(items["item_id"]):
        for round_ in rounds:
            if round_ >= introduced.get(item, rounds[0]):
                earlier = [version for at, version in changes.get(item, []) if at < round_]
                records.append((item, round_, max(earlier, default=1)))
    return pd.DataFrame.from_records(records, columns=["item_id", "round", "version"])


def introduced_rounds(events: pd.DataFrame) -> dict[str, int]:
    """The round in which each item first came up, by the ledger."""
    first = events[events["event"] == "introduced"].groupby("item_id")["round"].min()
    return {str(item): int(round_) for item, round_ in first.items()}


def ended_items(events: pd.DataFrame) -> set[str]:
    """The items that the ledger ended."""
    return set(events.loc[events["event"].isin(ENDED), "item_id"])


def unexplained(
    items: pd.DataFrame, events: pd.DataFrame, linked: Collection[str], path: Path | str
) -> list[str]:
    """A sentence for every item that neither an event introduced nor a decision names: and that nobody can account for."""
    known = {*introduced_rounds(events), *linked}
    first = items.drop_duplicates("item_id")
    return [
        f"{Path(path).as_posix()}, line {row}: `{item}` was introduced by no event, and no decision names it."
        for item, row in sorted(zip(first["item_id"], first["row"]), key=lambda pair: pair[1])
        if item not in known
    ]


def goes_into(event: Mapping[str, Any], items: pd.DataFrame) -> tuple[str, ...]:
    """The items that an item was merged or split into, in the register's order.

    They are those whose wording, in any version and language, stands in `text_after` (of several:
    one a line), else those whose id stands in `reason`, else, after a split, those that have the item
    as their parent.
    """
    others = [row for row in items.to_dict("records") if row["item_id"] != event["item_id"]]
    after = {plain(line) for line in event["text_after"].splitlines()} | {plain(event["text_after"])}
    bywording = [row["item_id"] for row in others if wording(row) & after]
    named = set(re.findall(r"[^\s,;:()“”\"'`]+", event["reason"]))
    named |= {word.rstrip(".!?") for word in named}
    by_name = [row["item_id"] for row in others if row["item_id"] in named]
    children = [row["item_id"] for row in others if row["parent_id"] == event["item_id"]]
    found = bywording or by_name or (children if event["event"] == "split" else [])
    return tuple(dict.fromkeys(found))


def wording(row: Row) -> set[str]:
    """What a version says, in every language."""
    return {plain(text) for text in row.get("wordings") or (row["statement"],)}


def plain(text: str) -> str:
    """The text without differences that nobody sees."""
    return " ".join(unicodedata.normalize("NFC", text).split())
