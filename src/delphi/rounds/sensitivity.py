"""Which statuses hang on one coder, on one group, on what coders differ about, or on what nobody checked.

Every scenario changes one thing and derives all statuses again with the same functions as the study
itself.  Suggestions name no statement and take no side; so that scenario is a bound: it lets each
unchecked suggestion support every statement in its cell that was in force in its round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from delphi.decisions import settle
from delphi.decisions.settle import DECIDED
from delphi.items import ENDED, by_item, versions_in_force
from delphi.rounds.status import first_rounds, links, status_of, statuses
from delphi.rows import rows_of
from delphi.study import Study, Transcript

SENSITIVITY_COLUMNS = [
    "scenario", "left_out", "item_id", "round", "perspective", "status", "status_then", "only_coder"
]  # fmt: skip
Place = tuple[str, int, str]
"""A statement in a round, for a perspective."""
NO_PASSAGE = "no_passage"
UNTOUCHED = ("silent", "not_coded")
OF_TAGS = (
    "transcript_id", "round", "kind", "group", "turn", "speaker", "perspective", "work_model", "swot", "item_id",
    "stance", "status",
)  # fmt: skip
"""What is needed of `tags.csv`."""
OF_DECISIONS = (*DECIDED, "stage", "outcome", "split")
"""What is needed of placed decisions."""
WEIGHED = ["item_id", "round", "kind", "perspective", "stance"]
"""What of a linked passage decides a status: a second one that has all of it in common changes nothing."""
OF_SAID = ["item_id", "version", "round", "stance", "panel", "introduced_round"]
"""What of a linked passage `status_of` reads."""
OFFERED = ["round", "kind", "perspective", "work_model", "swot"]
"""What of a suggestion decides which statements it would support, and how."""
NO_SUGGESTIONS = pd.DataFrame(
    columns=[
        "transcript_id",
        "turn",
        "start",
        "end",
        "work_model",
        "swot",
        "source",
        "confidence",
        "evidence",
    ]
)


@dataclass(frozen=True)
class Evidence:
    """What statuses are derived from: what was said, who read it and what the team decided.

    Of `turns` only those are needed that somebody decided on, and not their words; of `tags` only `OF_TAGS`;
    `present` is as `presence` gives it.
    """

    study: Study
    transcripts: Sequence[Transcript]
    turns: pd.DataFrame
    tags: pd.DataFrame
    items: pd.DataFrame
    events: pd.DataFrame
    present: pd.DataFrame


@dataclass(frozen=True)
class Outcome:
    """What became of every statement: after the last round, and per round and perspective."""

    overall: dict[str, str]
    by_round: dict[Place, str]
    linking: set[str]
    """The transcripts with a passage that is linked to a statement."""


def derive(evidence: Evidence) -> Outcome:
    """Derive every status from the evidence.

    A statement that has not ended and behind which no passage is left has the status `no_passage`:
    the report does not print it.
    """
    tags = evidence.tags
    linked = tags[(tags["item_id"] != "") & (tags["speaker"] != "")]
    weighed = links(linked.drop_duplicates(WEIGHED), evidence.items, evidence.events, evidence.study)
    by_round = statuses(evidence.items, evidence.events, weighed, evidence.present, evidence.study)
    said, happened = by_item(weighed[OF_SAID]), by_item(evidence.events)
    overall = {}
    for item, version in evidence.items.groupby("item_id", sort=False)["version"].max().items():
        mine = said.get(str(item), [])
        present_version = [tag for tag in mine if tag["version"] == version]
        status = status_of(int(version), present_version, happened.get(str(item), []))
        overall[str(item)] = status if mine or status in ENDED else NO_PASSAGE
    return Outcome(overall, by_round, set(linked["transcript_id"].unique()))


def scenarios(evidence: Evidence, placed: pd.DataFrame) -> Iterator[tuple[str, str, Evidence]]:
    """What if: kind of scenario, what is left out, and the evidence that remains."""
    tags = evidence.tags
    offered = tags[tags["status"] == "suggested"]
    evidence = replace(evidence, tags=tags[tags["item_id"] != ""])
    tags = evidence.tags
    usable = placed.loc[(placed["outcome"] != "lost") & ~placed["split"], [*DECIDED, "stage"]]
    for coder in sorted(placed.loc[placed["stage"] == "coding", "coder"].unique()):
        yield "coder", coder, _without_coder(evidence, usable, coder)
    yield "disputed", "", replace(evidence, tags=tags[tags["status"] != "disputed"])
    supposed = _supposed(evidence, offered)
    yield "suggestions", "", replace(evidence, tags=pd.concat([tags, supposed], ignore_index=True))
    groups = list(dict.fromkeys(session.group for session in evidence.transcripts))
    for group in groups if len(groups) > 1 else []:
        yield "group", group, _without_group(evidence, group)


def sensitivity_table(evidence: Evidence, placed: pd.DataFrame) -> pd.DataFrame:
    """Every status that another scenario would change, statements in the order of the register.

    Returns
    -------
    DataFrame
        `SENSITIVITY_COLUMNS`: `scenario` (coder, disputed, suggestions, group), `left_out` (the coder
        or group), `item_id`, `round` and `perspective` (empty: the status after the last round),
        `status` and `status_then` (`no_passage` when nothing is left behind the statement; empty when
        nobody of the perspective was there or the statement had not come up), `only_coder` (yes when somebody spoke about the
        statement in a session in which no other coder linked passages to statements).  A scenario that changes nothing has one
        row without item.  Per round, a status that only fell silent or was never read is left out.
    """
    now = derive(evidence)
    touched: dict[str, set[str]] = {}
    for item, speaker, transcript in rows_of(evidence.tags, ["item_id", "speaker", "transcript_id"]):
        if item and speaker:
            touched.setdefault(item, set()).add(transcript)
    order = {perspective: place for place, perspective in enumerate(evidence.study.perspectives)}
    records: list[dict[str, Any]] = []
    for scenario, left_out, changed in scenarios(evidence, placed):
        then = derive(changed)
        alone = now.linking - then.linking if scenario == "coder" else set()
        flips: list[dict[str, Any]] = []
        places: dict[str, list[Place]] = {}
        for place in sorted({*now.by_round, *then.by_round}, key=lambda k: (k[1], order[k[2]])):
            places.setdefault(place[0], []).append(place)
        for item, status in now.overall.items():
            only = "yes" if touched.get(item, set()) & alone else "no"
            pairs: list[tuple[Any, str, str, str]] = [(pd.NA, "", status, then.overall[item])]
            for k in places.get(item, []):
                pairs.append((k[1], k[2], now.by_round.get(k, ""), then.by_round.get(k, "")))
            flips += [
                {"item_id": item, "round": round_, "perspective": perspective, "status": before,
                 "status_then": after, "only_coder": only}
                for round_, perspective, before, after in pairs
                if before != after and not {before, after} <= {"", *UNTOUCHED}
            ]  # fmt: skip
        head = {"scenario": scenario, "left_out": left_out}
        nothing = dict.fromkeys(SENSITIVITY_COLUMNS[2:], "") | {"round": pd.NA}
        records += [head | flip for flip in flips or [nothing]]
    frame = pd.DataFrame.from_records(records, columns=SENSITIVITY_COLUMNS)
    return frame.astype({"round": "Int64"})


def _without_coder(evidence: Evidence, usable: pd.DataFrame, coder: str) -> Evidence:
    """The other coders' decisions: turns that she decided on are settled anew, the others are as they were."""
    hers = (usable["stage"] == "coding") & (usable["coder"] == coder)
    turns = set(rows_of(usable[hers], ["transcript_id", "new_turn"]))
    others = usable[~hers]
    read = set(others.loc[others["action"] == "checked", "transcript_id"].unique())
    there = others[_stands_on(others, "new_turn", turns)]
    coding, rulings = (there[there["stage"] == stage] for stage in ("coding", "adjudication"))
    settled, _ = settle(coding, rulings, NO_SUGGESTIONS, evidence.turns)
    untouched = evidence.tags[~_stands_on(evidence.tags, "turn", turns)]
    present = evidence.present
    return replace(
        evidence,
        tags=pd.concat([untouched, settled[list(untouched.columns)]], ignore_index=True),
        present=present.assign(coded=present["transcript_id"].isin(read)),
    )


def _stands_on(frame: pd.DataFrame, turn: str, turns: set[tuple[str, int]]) -> NDArray[np.bool_]:
    return np.array([place in turns for place in rows_of(frame, ["transcript_id", turn])], dtype=bool)


def _without_group(evidence: Evidence, group: str) -> Evidence:
    """The sessions of the other groups, and the introductions by people who were in them."""
    ids = {session.transcript_id for session in evidence.transcripts if session.group != group}
    there = evidence.present[evidence.present["transcript_id"].isin(ids)]
    in_round = set(rows_of(there, ["round", "participant_id"]))
    events = evidence.events
    columns = ["event", "round", "group", "participant_ids"]
    kept = [
        event != "introduced"
        or (any((round_, name.strip()) in in_round for name in names.split(";")) if names else of != group)
        for event, round_, of, names in events[columns].itertuples(index=False)
    ]
    return replace(
        evidence,
        tags=evidence.tags[evidence.tags["transcript_id"].isin(ids)],
        events=events[pd.Series(kept, index=events.index, dtype=bool)],
        present=there,
    )


def _supposed(evidence: Evidence, offered: pd.DataFrame) -> pd.DataFrame:
    """Unchecked suggestions as supporters of every statement in their cell that was in force in their round."""
    offered = offered[offered["speaker"] != ""].drop_duplicates(OFFERED)
    rounds = [round_.number for round_ in evidence.study.rounds]
    first = first_rounds(evidence.events, evidence.tags)
    ended = evidence.events[evidence.events["event"].isin(ENDED)].groupby("item_id")["round"].min().to_dict()
    force = versions_in_force(evidence.items, evidence.events, rounds)
    stood = [
        first.get(item, rounds[-1] + 1) <= round_ <= ended.get(item, round_)
        for item, round_ in zip(force["item_id"], force["round"])
    ]
    force = force[pd.Series(stood, index=force.index, dtype=bool)]
    cells = force.merge(
        evidence.items[["item_id", "version", "work_model", "swot"]], on=["item_id", "version"]
    )
    supposed = offered.drop(columns=["item_id", "stance"]).merge(
        cells.drop(columns="version"), on=["round", "work_model", "swot"]
    )
    return supposed.assign(stance="supports")[list(offered.columns)]
