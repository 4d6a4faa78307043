"""What became of each statement: support and contest counted in speakers, and the status they give.

A status says what was said and what the team decided, nothing else.  It is derived for every round
alike, whatever the round's purpose: in a round of breadth `contested` means that somebody spoke
against the statement there, and is no judgement on it.  What a round of breadth does without are
measures and thresholds, and those are made of ratings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from delphi.items import ENDED, NEW_VERSION, introduced_rounds, versions_in_force
from delphi.rounds.voices import ALL_GROUPS, STANCES, Audience, Place, Voices, audiences, voices
from delphi.study import Study

Row = dict[str, Any]
Spoke = dict[tuple[str, Place], Voices]
There = dict[tuple[int, str], dict[str, Audience]]
CONSENSUS_COLUMNS = [
    "item_id", "round", "perspective", "n_present", "n_supports", "n_contests", "n_nuances", "status",
    "version", "group", "event", "n_touched", "n_silent", "n_not_coded", "n_panel", "n_panel_supports",
    "n_dissent", "n_groups", "n_groups_supports", "n_groups_contests", "n_groups_nuances",
    "n_groups_silent", "n_sessions", "n_sessions_coded", "complete",
]  # fmt: skip
OF_GROUPS = [name for name in CONSENSUS_COLUMNS if name.startswith("n_groups")]


def links(tags: pd.DataFrame, items: pd.DataFrame, events: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Participants' passages that are linked to an item, with the version of it that they count for.

    Returns
    -------
    DataFrame
        The tags' columns, `panel` (bool: said in a panel session), `version` and `introduced_round`.
    """
    linked = tags[(tags["item_id"] != "") & (tags["speaker"] != "")].copy()
    linked["panel"] = linked["kind"].isin(study.panel_kinds)
    rounds = [round_.number for round_ in study.rounds]
    versions = versions_in_force(items, events, rounds)
    linked = linked.merge(versions, on=["item_id", "round"], how="left")
    linked["version"] = linked["version"].fillna(1).astype("int64")
    first = first_rounds(events, linked)
    linked["introduced_round"] = linked["item_id"].map(first).astype("int64")
    return linked


def first_rounds(events: pd.DataFrame, linked: pd.DataFrame) -> dict[str, int]:
    """The round in which each item first came up: by the ledger or by its tags, whichever is earlier."""
    first = introduced_rounds(events)
    for item, round_ in linked.groupby("item_id")["round"].min().items():
        first[str(item)] = min(int(round_), first.get(str(item), int(round_)))
    return first


def consensus_table(
    items: pd.DataFrame, events: pd.DataFrame, linked: pd.DataFrame, present: pd.DataFrame, study: Study
) -> pd.DataFrame:
    """Support, contest and status of every item per round, perspective and group, in speakers.

    A person who takes several stances towards an item counts once under each.  A row's status is,
    the more critical first: `contested`, `introduced` (in the round it first came up; or touched
    since without confirming it, outside the panel or without a stance), `nuanced`, `confirmed`
    (supported by a speaker of a panel session in a later round), and, where nobody touched it,
    `not_coded` when nobody has checked one of the sessions yet, else `silent`.  In the rows for
    all groups an event of the ledger that made a new version or ended the item takes its place;
    `event` names the ledger's events of that round in any case.

    Those who touched the item, those who were silent and those of whom it cannot be said yet add up
    to those present.  `n_dissent` counts who contested the item up to and including the round, in
    whatever version, so that dissent is kept to the last round.

    Returns
    -------
    DataFrame
        `CONSENSUS_COLUMNS`; rows for each group and, with an empty group, for all; only where
        somebody of the perspective was present, from the round the item first came up until it
        ended, and after that in rounds in which somebody took it up again.
    """
    rounds = [round_.number for round_ in study.rounds]
    force = {(i, r): v for i, r, v in versions_in_force(items, events, rounds).itertuples(index=False)}
    spoke, there = voices(linked), audiences(present)
    dissent: dict[tuple[str, str, str], set[str]] = {}
    records: list[Row] = []
    for found in _followed(items, events, linked, spoke, there, study):
        item, (round_, perspective, group) = found.item, found.place
        against = dissent.setdefault((item, perspective, group), set())
        against |= found.who.by_stance["contests"]
        overall = group == ALL_GROUPS
        groups = there[(round_, perspective)]
        records.append(
            {
                "item_id": item, "round": round_, "perspective": perspective, "group": group,
                "status": found.status, "version": force.get((item, round_), 1),
                "event": ";".join(dict.fromkeys(found.ledger)), "n_dissent": len(against),
            }
            | _counts(found.who, groups[group])
            | (_in_groups(item, round_, perspective, groups, spoke) if overall else {})
        )  # fmt: skip
    frame = pd.DataFrame.from_records(records, columns=CONSENSUS_COLUMNS)
    return frame.astype(dict.fromkeys(OF_GROUPS, "Int64"))


def statuses(
    items: pd.DataFrame, events: pd.DataFrame, linked: pd.DataFrame, present: pd.DataFrame, study: Study
) -> dict[tuple[str, int, str], str]:
    """The statuses in the rows of `consensus_table` for all groups, by item, round and perspective.

    Of `linked`, one passage per item, round, perspective, stance and kind of session says as much as all.
    """
    spoke = voices(linked.assign(group=ALL_GROUPS))
    there = audiences(present.assign(group=ALL_GROUPS))
    return {
        (found.item, found.place.round, found.place.perspective): found.status
        for found in _followed(items, events, linked, spoke, there, study)
    }


class _Found(NamedTuple):
    """An item in a round, as the people of one place saw it."""

    item: str
    place: Place
    status: str
    ledger: list[str]
    who: Voices


def _followed(
    items: pd.DataFrame,
    events: pd.DataFrame,
    linked: pd.DataFrame,
    spoke: Spoke,
    there: There,
    study: Study,
) -> Iterator[_Found]:
    """Every item in every round and place where somebody was present, while it lived or was taken up again."""
    first = first_rounds(events, linked)
    happened = events.groupby(["item_id", "round"])["event"].agg(list).to_dict()
    introducers = _introducers(events)
    touched_in = {(item, place.round) for item, place in spoke}
    rounds = [round_.number for round_ in study.rounds]
    for item in dict.fromkeys(items["item_id"]):
        ended = False
        for round_ in (number for number in rounds if item in first and number >= first[item]):
            ledger = happened.get((item, round_), [])
            if ended and (item, round_) not in touched_in:
                continue
            ended = ended or any(event in ENDED for event in ledger)
            decided = [event for event in ledger if event in (*NEW_VERSION, *ENDED)]
            for perspective in study.perspectives:
                for group, audience in there.get((round_, perspective), {}).items():
                    place = Place(round_, perspective, group)
                    who = spoke.get((item, place), Voices())
                    status = _status(
                        who,
                        is_first=round_ == first[item],
                        introduced=bool(introducers.get((item, round_), set()) & audience.people),
                        coded=audience.is_coded,
                    )
                    status = decided[-1] if decided and group == ALL_GROUPS else status
                    yield _Found(item, place, status, ledger, who)


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


def _status(who: Voices, *, is_first: bool, introduced: bool, coded: bool) -> str:
    if who.by_stance["contests"]:
        return "contested"
    if is_first and (who.touched or introduced):
        return "introduced"
    if who.by_stance["nuances"]:
        return "nuanced"
    if who.panel_supports:
        return "confirmed"
    if who.touched:
        return "introduced"
    return "silent" if coded else "not_coded"


def _counts(who: Voices, audience: Audience) -> Row:
    untouched = audience.people - who.touched
    return {
        "n_present": len(audience.people),
        **{f"n_{stance}": len(people) for stance, people in who.by_stance.items()},
        "n_touched": len(who.touched),
        "n_silent": len(untouched - audience.unread),
        "n_not_coded": len(untouched & audience.unread),
        "n_panel": len(audience.on_panel),
        "n_panel_supports": len(who.panel_supports),
        "n_sessions": len(audience.sessions),
        "n_sessions_coded": len(audience.coded),
        "complete": "yes" if audience.is_complete else "no",
    }


def _in_groups(
    item: str,
    round_: int,
    perspective: str,
    groups: dict[str, Audience],
    spoke: Spoke,
) -> Row:
    """In how many groups somebody took a stance, and in how many coded ones nobody touched the item."""
    named = {group: audience for group, audience in groups.items() if group != ALL_GROUPS}
    said = {group: spoke.get((item, Place(round_, perspective, group)), Voices()) for group in named}
    return {
        "n_groups": len(named),
        **{
            f"n_groups_{stance}": sum(bool(who.by_stance[stance]) for who in said.values())
            for stance in STANCES
        },
        "n_groups_silent": sum(
            audience.is_complete and not said[group].touched for group, audience in named.items()
        ),
    }


def _introducers(events: pd.DataFrame) -> dict[tuple[str, int], set[str]]:
    people: dict[tuple[str, int], set[str]] = {}
    for item, round_, event, ids in events[["item_id", "round", "event", "participant_ids"]].itertuples(
        index=False
    ):
        if event == "introduced":
            names = {name.strip() for name in ids.split(";") if name.strip()}
            people.setdefault((item, int(round_)), set()).update(names)
    return people
