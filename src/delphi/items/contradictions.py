"""Where the ledger contradicts the register or itself: versions, wordings, and what comes after an end."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.errors import InputError
from delphi.items.history import goes_into, plain, wording
from delphi.items.kinds import ENDED, FROM_TAGS, INTO_OTHERS, NEW_VERSION
from delphi.items.register import by_item

Row = dict[str, Any]


def contradictions(
    items: pd.DataFrame,
    events: pd.DataFrame,
    path: Path | str,
    register: Path | str,
    leave_out: Collection[str] = (),
) -> list[InputError]:
    """Everything in which the ledger contradicts the register or itself.

    - A version above 1 comes about by exactly one event `reformulated` or `recategorised`, in the order
      of the versions and never in an earlier round than the one before.
    - Any other event speaks of a version that was in force in its round.
    - `introduced` comes once, with version 1, and nothing happens in an earlier round.
    - An item ends once; nothing happens to it in a later round, and no version is made after the end.
    - `text_before` and `text_after`, where filled in, are what the register says.
    - `merged` and `split` say into what (see `goes_into`).

    Parameters
    ----------
    items, events
        As `read_items` and `read_events` give them.
    path, register
        The files to point at.
    leave_out
        Items of which a row could not be read, so that nothing more can be said of them.
    """
    known, happened = by_item(items), by_item(events)
    wordings = {item: _wordings(rows) for item, rows in known.items()}
    errors: list[InputError] = []
    for item, versions in known.items():
        if item in leave_out:
            continue
        mine = happened.get(item, [])
        made = {row["version"] for row in mine if row["event"] in NEW_VERSION}
        for version in versions:
            if version["version"] > 1 and version["version"] not in made:
                what = f"version {version['version']} of `{item}` came about by no event."
                remedy = (
                    "Add an event `reformulated` or `recategorised` with this version to item_events.csv."
                )
                errors.append(InputError(what, register, line=version["row"], remedy=remedy))
        told = [*_order(item, mine), *_texts(item, mine, wordings), *_ends(item, mine)]
        for row in mine:
            if row["event"] in INTO_OTHERS and not goes_into(row, items):
                what = f"`{item}` was {row['event']}, and the row does not say into what."
                remedy = (
                    "Write the wording of the other statement into `text_after` (of several: one a line),"
                    " or its id into `reason`."
                )
                told.append((row, what, remedy))
        errors += [InputError(what, path, line=row["row"], remedy=remedy) for row, what, remedy in told]
    return errors


Told = tuple[Row, str, str]


def _order(item: str, events: Sequence[Row]) -> Iterator[Told]:
    """Versions in order, events about a version in force, the introduction first and once."""
    introduced = [row for row in events if row["event"] == "introduced"]
    for row in introduced[1:]:
        yield (
            row,
            f"`{item}` is introduced here again.",
            f"Line {introduced[0]['row']} introduces it; keep one.",
        )
    for row in introduced[:1]:
        if row["version"] != 1:
            yield (
                row,
                f"`{item}` is introduced with version {row['version']}.",
                "An item begins with version 1.",
            )
        for other in events:
            if other["round"] < row["round"]:
                what = f"`{item}` is {other['event']} in round {other['round']}, before it was introduced."
                yield other, what, f"Line {row['row']} introduces it in round {row['round']}."
    made: list[Row] = []
    for row in events:
        version, round_ = row["version"], row["round"]
        current = made[-1]["version"] if made else 1
        if row["event"] in NEW_VERSION:
            if version != current + 1:
                what = f"version {version} of `{item}` is not the next one."
                yield row, what, f"The next one here is version {current + 1}."
                continue
            if made and round_ < made[-1]["round"]:
                what = (
                    f"version {version} of `{item}` came about in round {round_}, before version {current}."
                )
                yield (
                    row,
                    what,
                    f"Line {made[-1]['row']} makes version {current} in round {made[-1]['round']}.",
                )
            made.append(row)
    for row in events:
        if row["event"] in FROM_TAGS[1:] + ENDED:
            earlier = [one["version"] for one in made if one["round"] < row["round"]]
            in_round = [one["version"] for one in made if one["round"] == row["round"]]
            force = {max(earlier, default=1), *in_round}
            if row["version"] not in force:
                what = f"version {row['version']} of `{item}` was not in force in round {row['round']}."
                told = " or ".join(str(number) for number in sorted(force))
                yield row, what, f"It was version {told}; correct the number or the round."


def _ends(item: str, events: Sequence[Row]) -> Iterator[Told]:
    """One end, and nothing after it."""
    ends = [(place, row) for place, row in enumerate(events) if row["event"] in ENDED]
    if not ends:
        return
    at, end = ends[0]
    told = f"Line {end['row']} says that it was {end['event']} in round {end['round']}."
    for place, row in enumerate(events):
        later = row["round"] > end["round"]
        again = place > at and row["event"] in (*NEW_VERSION, *ENDED)
        if place != at and (later or again):
            what = f"`{item}` is {row['event']} in round {row['round']}, after it had ended."
            yield row, what, told + " A statement that comes back is a new item."


def _texts(item: str, events: Sequence[Row], wordings: dict[str, dict[int, set[str]]]) -> Iterator[Told]:
    """`text_before` and `text_after` are wordings of the register."""
    mine = wordings[item]
    for row in events:
        event, version = row["event"], row["version"]
        before = version - 1 if event in NEW_VERSION else version
        checks = [] if event == "introduced" else [("text_before", before)]
        checks += [("text_after", version)] if event in (*NEW_VERSION, "introduced") else []
        for column, number in checks:
            text, said = plain(row[column]), mine.get(number, set())
            if text and said and text not in said:
                what = f"`{column}` is not what items.csv says of `{item}` in version {number}."
                yield row, what, f"There it says “{sorted(said)[0]}”; correct one of the two."


def _wordings(rows: Sequence[Row]) -> dict[int, set[str]]:
    return {row["version"]: wording(row) for row in rows}
