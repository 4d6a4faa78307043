"""A stretch outside its turn is refused when it holds no words by which to find it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from delphi.decisions.placeable import beyond, placeless


def test_placeless_tells_stretches_that_nothing_can_place():
    rows = [
        ("A", 1, 0, 5, "", 2),
        ("A", 1, 4, 30, "", 3),
        ("A", 9, 0, 5, "", 4),
        ("A", 9, 0, 5, "said elsewhere", 5),
        ("A", 9, -1, -1, "", 6),  # checked
        ("A", 2, 0, 5, "", 7),  # the speaker withdrew
        ("B", 1, 0, 5, "", 8),  # a transcript that could not be read
    ]
    decisions = pd.DataFrame(rows, columns=["transcript_id", "turn", "start", "end", "quote", "row"])
    errors = placeless(decisions, {("A", 1): 12, ("A", 2): None}, Path("ada.csv"))
    assert [(error.line, error.what) for error in errors] == [
        (3, "the stretch ends at 30, but turn 1 of `A` has 12 characters."),
        (4, "`A` has no turn 9."),
    ]


def test_beyond_names_rows_on_turns_that_a_transcript_does_not_have():
    rows = [
        ("A", 2, 0, 5, "said", 2),
        ("A", 99, 0, 5, "said elsewhere", 3),
        ("A", 7, -1, -1, "", 4),  # checked
        ("A", 9, 0, 5, "", 5),  # refused by `placeless`
        ("B", 99, 0, 5, "said", 6),  # a transcript that could not be read
    ]
    decisions = pd.DataFrame(rows, columns=["transcript_id", "turn", "start", "end", "quote", "row"])
    told = beyond(decisions, {("A", 1): 12, ("A", 2): 8}, Path("ada.csv"))
    assert len(told) == 1
    assert told[0].startswith(
        "ada.csv, line 3: `A` has 2 turns, and this decision is on turn 99 (and 1 more row like it)."
    )
    assert beyond(decisions, {}, Path("ada.csv")) == []
