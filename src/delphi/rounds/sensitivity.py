"""Which statuses hang on one coder, on one group, on what coders differ about, or on what nobody checked.

Every scenario changes one thing and derives all statuses again with the same functions as the study
itself.  Suggestions name no statement and take no side; so that scenario is a bound: it lets each
unchecked suggestion support every statement in its cell that was in force in its round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from delphi.decisions import settle
from delphi.items import ENDED, by_item, versions_in_force
from delphi.rounds.panel import Spoken, presence
from delphi.rounds.status import consensus_table, first_rounds, links, status_of
from delphi.study import Participant, Study, Transcript

SENSITIVITY_COLUMNS = [
    "scenario", "left_out", "item_id", "round", "perspective", "status", "status_then", "only_coder"
]  # fmt: skip
NO_PASSAGE = "no_passage"
UNTOUCHED = ("silent", "not_coded")
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

    With `spoken`, the turns need only be those that somebody decided on, and their words are not needed.
    """

    study: Study
    transcripts: Sequence[Transcript]
    participants: Sequence[Participant]
    turns: pd.DataFrame
    tags: pd.DataFrame
    reading: pd.DataFrame
    items: pd.DataFrame
    events: pd.DataFrame
    spoken: Spoken | None = None

    def settled_from(self, placed: pd.DataFrame) -> Evidence:
        """The same with tags settled from other decisions (placed, as `settle` writes them)."""
        usable = placed[(placed["outcome"] != "lost") & ~placed["split"]]
        coding, rulings = (usable[usable["stage"] == stage] for stage in ("coding", "adjudication"))
        tags, reading = settle(coding, rulings, NO_SUGGESTIONS, self.turns)
        return replace(self, tags=tags, reading=reading)


@dataclass(frozen=True)
class Outcome:
    """What became of every statement: after the last round, and per round and perspective."""

    overall: dict[str, str]
    by_round: dict[tuple[str, int, str], str]
    touched: dict[str, set[str]]
    linking: set[str]


def derive(evidence: Evidence) -> Outcome:
    """Derive every status from the evidence.

    A statement that has not ended and behind which no passage is left has the status `no_passage`:
    the report does not print it.
    """
    linked = links(evidence.tags, evidence.items, evidence.events, evidence.study)
    present = presence(
        evidence.transcripts, evidence.participants, evidence.spoken or evidence.turns, evidence.reading,
        evidence.study,
    )  # fmt: skip
    consensus = consensus_table(evidence.items, evidence.events, linked, present, evidence.study)
    whole = consensus[consensus["group"] == ""]
    by_round = {
        (item, int(round_), perspective): status
        for item, round_, perspective, status in whole[
            ["item_id", "round", "perspective", "status"]
        ].itertuples(index=False)
    }
    said, happened = by_item(linked), by_item(evidence.events)
    overall = {}
    for item, version in evidence.items.groupby("item_id", sort=False)["version"].max().items():
        mine = said.get(str(item), [])
        present_version = [tag for tag in mine if tag["version"] == version]
        status = status_of(int(version), present_version, happened.get(str(item), []))
        overall[str(item)] = status if mine or status in ENDED else NO_PASSAGE
    touched = {item: {str(tag["transcript_id"]) for tag in tags} for item, tags in said.items()}
    return Outcome(overall, by_round, touched, set(linked["transcript_id"]))


def scenarios(evidence: Evidence, placed: pd.DataFrame) -> Iterator[tuple[str, str, Evidence]]:
    """What if: kind of scenario, what is left out, and the evidence that remains."""
    coders = sorted(set(placed.loc[placed["stage"] == "coding", "coder"]))
    for coder in coders:
        kept = placed[(placed["stage"] != "coding") | (placed["coder"] != coder)]
        yield "coder", coder, evidence.settled_from(kept)
    tags = evidence.tags
    yield "disputed", "", replace(evidence, tags=tags[tags["status"] != "disputed"])
    yield "suggestions", "", replace(evidence, tags=pd.concat([tags, _supposed(evidence)], ignore_index=True))
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
    records: list[dict[str, Any]] = []
    for scenario, left_out, changed in scenarios(evidence, placed):
        then = derive(changed)
        alone = now.linking - then.linking if scenario == "coder" else set()
        flips: list[dict[str, Any]] = []
        for item, status in now.overall.items():
            only = "yes" if now.touched.get(item, set()) & alone else "no"
            pairs: list[tuple[Any, str, str, str]] = [(pd.NA, "", status, then.overall[item])]
            keys = {key for key in (*now.by_round, *then.by_round) if key[0] == item}
            places = sorted(keys, key=lambda k: (k[1], list(evidence.study.perspectives).index(k[2])))
            pairs += [(k[1], k[2], now.by_round.get(k, ""), then.by_round.get(k, "")) for k in places]
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


def _without_group(evidence: Evidence, group: str) -> Evidence:
    """The sessions of the other groups, and the introductions by people who were in them."""
    others = [session for session in evidence.transcripts if session.group != group]
    ids = {session.transcript_id for session in others}
    turns = evidence.turns[evidence.turns["transcript_id"].isin(ids)]
    there = presence(
        others, evidence.participants, evidence.spoken or turns, evidence.reading, evidence.study
    )
    in_round = set(zip(there["round"], there["participant_id"]))
    events = evidence.events
    columns = ["event", "round", "group", "participant_ids"]
    kept = [
        event != "introduced"
        or (any((round_, name.strip()) in in_round for name in names.split(";")) if names else of != group)
        for event, round_, of, names in events[columns].itertuples(index=False)
    ]
    return replace(
        evidence,
        transcripts=others,
        turns=turns,
        tags=evidence.tags[evidence.tags["transcript_id"].isin(ids)],
        reading=evidence.reading[evidence.reading["transcript_id"].isin(ids)],
        events=events[pd.Series(kept, index=events.index, dtype=bool)],
    )


def _supposed(evidence: Evidence) -> pd.DataFrame:
    """Unchecked suggestions as supporters of every statement in their cell that was in force in their round."""
    offered = evidence.tags[evidence.tags["status"] == "suggested"]
    rounds = [round_.number for round_ in evidence.study.rounds]
    first = first_rounds(evidence.events, evidence.tags[evidence.tags["item_id"] != ""])
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
