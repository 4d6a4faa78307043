"""What became of each statement: support and contest counted in speakers, and the status they give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from delphi.items import ENDED, NEW_VERSION, introduced_rounds, versions_in_force
from delphi.study import Study

Row = dict[str, Any]
STANCES = ("supports", "contests", "nuances")
CONSENSUS_COLUMNS = [
    "item_id", "round", "perspective", "n_present", "n_supports", "n_contests", "n_nuances", "status",
    "version", "group", "event",
]  # fmt: skip


def links(tags: pd.DataFrame, items: pd.DataFrame, events: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Tags that are linked to an item, with the version of it that they count for.

    Returns
    -------
    DataFrame
        The tags' columns, `panel` (bool: said in a panel session), `version` and `introduced_round`
        (by the ledger; without an event, the first round in which the item was tagged).
    """
    linked = tags[tags["item_id"] != ""].copy()
    linked["panel"] = linked["kind"].isin(study.panel_kinds)
    rounds = [round_.number for round_ in study.rounds]
    versions = versions_in_force(items, events, rounds)
    linked = linked.merge(versions, on=["item_id", "round"], how="left")
    linked["version"] = linked["version"].fillna(1).astype("int64")
    first = first_rounds(events, linked)
    linked["introduced_round"] = linked["item_id"].map(first).astype("int64")
    return linked


def first_rounds(events: pd.DataFrame, linked: pd.DataFrame) -> dict[str, int]:
    """The round in which each item first came up: by the ledger, else by its tags; absent if by neither."""
    tagged = {str(item): int(round_) for item, round_ in linked.groupby("item_id")["round"].min().items()}
    return {**tagged, **introduced_rounds(events)}


def consensus_table(
    items: pd.DataFrame,
    events: pd.DataFrame,
    linked: pd.DataFrame,
    present: pd.DataFrame,
    reading: pd.DataFrame,
    study: Study,
) -> pd.DataFrame:
    """Support, contest and status of every item per round, perspective and group, in speakers.

    A person who takes several stances towards an item counts once under each.  A row's status is,
    the more critical first: `contested`, `introduced` (in the round it first came up, or supported
    since only outside the panel), `nuanced`, `confirmed`, and, where nobody touched it,
    `not_coded` when nobody checked the session yet, else `silent`.  In the rows for all groups an
    event of the ledger that made a new version or ended the item takes its place; `event` names
    the ledger's events of that round in any case.

    Returns
    -------
    DataFrame
        `CONSENSUS_COLUMNS`; rows for each group and, with an empty group, for all; only where
        somebody of the perspective was present, from the round the item first came up until it ended.
    """
    rounds = [round_.number for round_ in study.rounds]
    first = first_rounds(events, linked)
    force = {(i, r): v for i, r, v in versions_in_force(items, events, rounds).itertuples(index=False)}
    happened = events.groupby(["item_id", "round"])["event"].agg(list).to_dict()
    coded = set(reading["transcript_id"])
    speakers = _speakers(linked)
    introducers = _introducers(events)
    audiences = _audiences(present)
    records = []
    for item in dict.fromkeys(items["item_id"]):
        ended = False
        for round_ in rounds:
            if item not in first or round_ < first[item] or ended:
                continue
            ledger = happened.get((item, round_), [])
            ended = any(event in ENDED for event in ledger)
            decided = [event for event in ledger if event in (*NEW_VERSION, *ENDED)]
            for perspective in study.perspectives:
                for group, (people, sessions) in audiences.get((round_, perspective), {}).items():
                    key = (item, round_, perspective, group)
                    who = {stance: speakers.get((*key, stance), set()) for stance in STANCES}
                    status = _status(
                        who,
                        on_panel=bool(speakers.get((*key, "panel"))),
                        is_first=round_ == first[item],
                        introduced=bool(introducers.get((item, round_), set()) & people),
                        coded=sessions <= coded,
                    )
                    if decided and group == "":
                        status = decided[-1]
                    counts = [len(who[stance]) for stance in STANCES]
                    told = ";".join(dict.fromkeys(ledger))
                    version = force.get((item, round_), 1)
                    records.append(
                        (item, round_, perspective, len(people), *counts, status, version, group, told)
                    )
    return pd.DataFrame.from_records(records, columns=CONSENSUS_COLUMNS)


def overall_status(item: str, version: int, linked: pd.DataFrame, events: pd.DataFrame) -> str:
    """What has become of the present version of an item after the last round.

    The ledger's last word when it ended the item; else, the more critical first, `contested`,
    `nuanced`, `confirmed` (supported by a panel speaker in a later round than the version came up
    in), how the version came about, or `introduced`; `not_coded` without any event or tag.
    """
    mine = [row for row in events.to_dict("records") if row["item_id"] == item]
    said = [row for row in linked.to_dict("records") if (row["item_id"], row["version"]) == (item, version)]
    return status_of(version, said, mine)


def status_of(version: int, said: Sequence[Row], happened: Sequence[Row]) -> str:
    """`overall_status` of an item from its tags of that version and its events."""
    ends = [event["event"] for event in happened if event["event"] in ENDED]
    if ends:
        return str(ends[-1])
    made = [event for event in happened if event["event"] in NEW_VERSION and event["version"] == version]
    stances = {tag["stance"] for tag in said}
    if "contests" in stances:
        return "contested"
    if "nuances" in stances:
        return "nuanced"
    for tag in said:
        came_up = made[0]["round"] if made else tag["introduced_round"]
        if tag["round"] > came_up and tag["panel"] and tag["stance"] == "supports":
            return "confirmed"
    if made:
        return str(made[-1]["event"])
    known = bool(said) or any(event["event"] == "introduced" for event in happened)
    return "introduced" if known else "not_coded"


def _status(
    who: dict[str, set[str]], *, on_panel: bool, is_first: bool, introduced: bool, coded: bool
) -> str:
    if who["contests"]:
        return "contested"
    touched = bool(who["supports"] or who["nuances"])
    if is_first and (touched or introduced):
        return "introduced"
    if who["nuances"]:
        return "nuanced"
    if who["supports"]:
        return "confirmed" if on_panel else "introduced"
    return "silent" if coded else "not_coded"


def _speakers(linked: pd.DataFrame) -> dict[tuple[str, int, str, str, str], set[str]]:
    """People by item, round, perspective, group (and all) and stance; `panel` for supporters on the panel."""
    found: dict[tuple[str, int, str, str, str], set[str]] = {}
    columns = ["item_id", "round", "perspective", "group", "stance", "panel", "speaker"]
    for item, round_, perspective, group, stance, panel, speaker in linked[columns].itertuples(index=False):
        if not speaker:
            continue
        for scope in {"", group}:
            kinds = [stance, "panel"] if panel and stance == "supports" else [stance]
            for kind in kinds:
                found.setdefault((item, int(round_), perspective, scope, kind), set()).add(speaker)
    return found


def _audiences(
    present: pd.DataFrame,
) -> dict[tuple[int, str], dict[str, tuple[set[str], set[str]]]]:
    """By round and perspective, for all groups ('') and each group: the people and their sessions."""
    found: dict[tuple[int, str], dict[str, tuple[set[str], set[str]]]] = {}
    columns = ["round", "perspective", "group", "participant_id", "transcript_id"]
    ordered = present.sort_values(["group", "transcript_id", "participant_id"])
    for round_, perspective, group, person, session in ordered[columns].itertuples(index=False):
        groups = found.setdefault((int(round_), perspective), {"": (set(), set())})
        for scope in dict.fromkeys(["", group]):
            people, sessions = groups.setdefault(scope, (set(), set()))
            people.add(person)
            sessions.add(session)
    return found


def _introducers(events: pd.DataFrame) -> dict[tuple[str, int], set[str]]:
    people: dict[tuple[str, int], set[str]] = {}
    for item, round_, event, ids in events[["item_id", "round", "event", "participant_ids"]].itertuples(
        index=False
    ):
        if event == "introduced":
            names = {name.strip() for name in ids.split(";") if name.strip()}
            people.setdefault((item, int(round_)), set()).update(names)
    return people
