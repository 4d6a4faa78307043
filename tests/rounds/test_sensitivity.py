"""What statuses hang on: one coder, one group, disputes, unchecked suggestions."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from hypothesis import given
from pandas.testing import assert_frame_equal
from tests.rounds.small_study import STUDY, Person, Said, Session, SmallStudy
from tests.rounds.test_invariants import FEW, studies

from delphi.decisions import settle
from delphi.rounds import presence
from delphi.rounds.sensitivity import (
    NO_SUGGESTIONS,
    SENSITIVITY_COLUMNS,
    Evidence,
    derive,
    scenarios,
    sensitivity_table,
)

PEOPLE = [
    Person("ann", "worker", "north"), Person("bea", "worker", "north"), Person("cor", "worker", "south"),
    Person("dan", "worker", "south"),
]  # fmt: skip
SESSIONS = [
    Session("N1", 1, "meeting", "north"), Session("N2", 2, "meeting", "north"),
    Session("S1", 1, "meeting", "south"), Session("S2", 2, "meeting", "south"),
]  # fmt: skip
INTRODUCED = [("X", 1, "introduced", 1, "ann")]


def table(said, suggested=(), items=(("X", 1),), events=INTRODUCED):
    study = SmallStudy(SESSIONS, PEOPLE, said, items, events).numbered()
    evidence = study.evidence()
    if suggested:
        offered = pd.DataFrame(suggested, columns=["transcript_id", "turn", "speaker", "swot"])
        offered = offered.assign(
            tag_id=[f"S{n}" for n in range(len(offered))], start=0, end=4, round=2, kind="meeting", group="north",
            perspective="worker", work_model="bus", item_id="", stance="", status="suggested", source="terms",
            confidence=0.5, evidence="", coders="", quote="some",
        )  # fmt: skip
        evidence = replace(evidence, tags=pd.concat([evidence.tags, offered], ignore_index=True))
    return sensitivity_table(evidence, study.placed())


def overall(frame, scenario, left_out=""):
    rows = frame[
        (frame["scenario"] == scenario) & (frame["left_out"] == left_out) & frame["round"].isna()
    ].to_dict("records")
    return [(r["item_id"], r["status"], r["status_then"], r["only_coder"]) for r in rows if r["item_id"]]


def test_sensitivity_one_coder_alone_confirms():
    said = [
        Said("N1", "ann", "X", "supports", ("ada", "ben")), Said("N2", "bea", "X", "supports", ("ada",)),
        Said("N2", "ann", "X", "", ("ben",)),
    ]  # fmt: skip
    frame = table(said)
    assert list(frame.columns) == SENSITIVITY_COLUMNS
    assert overall(frame, "coder", "ada") == [("X", "confirmed", "introduced", "no")]
    assert overall(frame, "coder", "ben") == []
    nothing = frame[(frame["scenario"] == "coder") & (frame["left_out"] == "ben") & (frame["item_id"] == "")]
    assert len(nothing) <= 1


def test_sensitivity_tells_a_session_that_nobody_else_linked():
    said = [
        Said("N1", "ann", "X", "supports"),
        Said("N2", "bea", "X", "supports"),
        Said("N2", "ann", coders=("ben",)),
    ]
    assert overall(table(said), "coder", "ada") == [("X", "confirmed", "no_passage", "yes")]


def test_sensitivity_without_a_group_what_only_it_said_is_gone():
    said = [Said("N1", "ann", "X", "supports"), Said("S2", "cor", "X", "supports")]
    frame = table(said)
    assert overall(frame, "group", "south") == [("X", "confirmed", "introduced", "no")]
    assert overall(frame, "group", "north") == [("X", "confirmed", "introduced", "no")]
    only_north = table([Said("N1", "ann", "X", "supports"), Said("S2", "cor")])
    assert overall(only_north, "group", "north") == [("X", "introduced", "no_passage", "no")]


def test_sensitivity_disputed_passages_left_out():
    said = [
        Said("N1", "ann", "X", "supports", ("ada", "ben")),
        Said("N2", "bea", "X", "contests", ("ada",)),
        Said("N2", "bea", coders=("ben",)),
    ]
    study = SmallStudy(SESSIONS, PEOPLE, said, [("X", 1)], INTRODUCED).numbered()
    clash = replace(study, said=[*study.said[:2], replace(study.said[2], turn=study.said[1].turn)])
    frame = sensitivity_table(clash.evidence(), clash.placed())
    assert overall(frame, "disputed") == [("X", "contested", "introduced", "no")]


def test_sensitivity_suggestions_are_a_bound_within_their_cell():
    said = [Said("N1", "ann", "X", "supports"), Said("N2", "ann", coders=())]
    here = table(said, [("N2", 1, "bea", "good")])
    assert overall(here, "suggestions") == [("X", "introduced", "confirmed", "no")]
    elsewhere = table(said, [("N2", 1, "bea", "bad")])
    assert overall(elsewhere, "suggestions") == []


def test_sensitivity_suggestions_raise_nothing_that_was_not_raised():
    said = [Said("N1", "ann"), Said("N2", "ann", coders=())]
    frame = table(said, [("N2", 1, "bea", "good")], events=[])
    assert overall(frame, "suggestions") == []


def test_sensitivity_same_in_any_order_of_rows():
    said = [Said("N1", "ann", "X", "supports"), Said("S2", "cor", "X", "contests", ("ada", "ben"))]
    study = SmallStudy(SESSIONS, PEOPLE, said, [("X", 1)], INTRODUCED).numbered()
    turned = replace(study, order=-1)
    before, after = (sensitivity_table(s.evidence(), s.placed()) for s in (study, turned))
    columns = ["scenario", "left_out", "round"]
    assert_frame_equal(
        before.sort_values(columns, ignore_index=True), after.sort_values(columns, ignore_index=True)
    )
    assert derive(study.evidence()).overall == {"X": "contested"}


def test_sensitivity_of_a_study_without_statements_says_nothing_changes():
    frame = table([Said("N1", "ann"), Said("S2", "cor")], items=(), events=())
    assert set(frame["item_id"]) == {""}
    assert set(frame["scenario"]) == {"coder", "disputed", "suggestions", "group"}


@FEW
@given(studies())
def test_sensitivity_without_a_coder_is_the_study_settled_without_her(study):
    evidence, placed, turns = study.evidence(), study.placed(), study.turns()
    for scenario, coder, changed in scenarios(evidence, placed):
        if scenario == "coder":
            usable = placed[(placed["outcome"] != "lost") & (placed["coder"] != coder)]
            tags, reading = settle(usable, usable[:0], NO_SUGGESTIONS, turns)
            present = presence(study.transcripts(), study.participants(), turns, reading, STUDY)
            anew = Evidence(
                STUDY, evidence.transcripts, turns, tags, evidence.items, evidence.events, present
            )
            assert derive(changed) == derive(anew)
