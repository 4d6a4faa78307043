"""References of the ledger to passages and people that do not exist."""

from __future__ import annotations

import pandas as pd
from tests.items.shelf import event

from delphi.items import lengths_of, passage_errors, people_errors, positions_of

TURNS = pd.DataFrame(
    {
        "transcript_id": ["A", "A", "A"], "turn": [1, 2, 3], "participant_id": ["ann", "", ""],
        "facilitator": [False, True, False], "text": ["I never take it.", "Why?", ""],
    }
)  # fmt: skip


def wrong(*references, decided=()):
    events = pd.DataFrame([event(passage_ids=";".join(references)) | {"row": 7}])
    return [
        (error.line, error.what) for error in passage_errors(events, lengths_of(TURNS), set(decided), "e.csv")
    ]


def test_references_within_their_turn_are_in_order():
    assert wrong("A:1:0-16", "A:2:0-4") == []


def test_references_beyond_turn_or_transcript_are_told():
    assert wrong("A:1:0-17", "A:4:0-2") == [
        (7, "`A:1:0-17` ends after the turn, which has 16 characters."),
        (7, "`A:4:0-2` names a turn that does not exist."),
    ]


def test_references_follow_a_decision_on_the_same_stretch_wherever_it_went():
    assert wrong("A:9:5-70", decided=[("A", 9, 5, 70)]) == []
    assert len(wrong("A:9:5-71", decided=[("A", 9, 5, 70)])) == 1


def test_references_to_somebody_who_withdrew_need_the_turn_only():
    assert wrong("A:3:0-500") == []


def test_references_to_a_transcript_that_was_not_read_are_left_alone():
    assert wrong("B:3:0-500") == []


def test_references_know_the_stretches_of_decisions():
    rows = [("A", 1, 0, 4), ("A", 2, -1, -1)]
    frame = pd.DataFrame(rows, columns=["transcript_id", "turn", "start", "end"])
    assert positions_of(frame) == {("A", 1, 0, 4)}


def test_people_whom_nobody_registered_are_told_with_the_nearest():
    events = pd.DataFrame([event(participant_ids="ann; bae") | {"row": 3}])
    (error,) = people_errors(events, ["ann", "bea"], "e.csv")
    assert (error.line, error.what) == (3, "`participant_ids` names `bae`, who is no participant.")
    assert error.remedy == "Did you mean `bea`?"
