from __future__ import annotations

import pytest

from delphi.agreement import passages, readings
from delphi.agreement.readings import links

from .coding import CODEBOOK, LENGTH, apply, checked, decision, placed, rule, turns

PLUS, MINUS, HOPE = ("buses", "plus"), ("buses", "minus"), ("buses", "hope")


def read_by(frame):
    return list(zip(frame["transcript_id"], frame["turn"], frame["coder"]))


def tagged(frame):
    columns = ["coder", "turn", "start", "end", "swot"]
    return list(frame[columns].itertuples(index=False, name=None))


def test_readings_are_checked_turns_of_participants():
    decisions = placed(checked("ben", 2, 1, 3, 4), checked("ada", 2), apply("cem", 2, PLUS))
    frame = readings(decisions, turns(facilitated=(3,), withdrawn=(4,)), CODEBOOK)
    assert read_by(frame) == [("A", 1, "ben"), ("A", 2, "ada"), ("A", 2, "ben")]
    assert set(frame["characters"]) == {LENGTH}


def test_readings_follow_a_turn_that_moved_and_leave_out_what_was_lost():
    decisions = placed(
        checked("ada", 5, new_turn=6, outcome="moved"), checked("ada", 2, new_turn=-1, outcome="lost")
    )
    assert read_by(readings(decisions, turns(), CODEBOOK)) == [("A", 6, "ada")]


def test_readings_ignore_what_an_adjudicator_checked():
    assert readings(placed(rule("checked", 1)), turns(), CODEBOOK).empty


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("true", "false"), "shown"), (("false", "false"), "hidden"), (("", "false"), "hidden"),
        (("", ""), ""), (("true", ""), "shown"),
    ],
)  # fmt: skip
def test_readings_say_whether_a_suggestion_was_shown(words, expected):
    rows = [apply("ada", 1, PLUS, suggestion_shown=words[0]), checked("ada", 1, suggestion_shown=words[1])]
    assert readings(placed(*rows), turns(), CODEBOOK)["suggestion"].tolist() == [expected]


def test_readings_leave_out_a_turn_whose_split_code_waits_to_be_decided():
    old = apply("ada", 1, ("feet", "plus"), split=True)
    assert readings(placed(old, checked("ada", 1, 2)), turns(), CODEBOOK)["turn"].tolist() == [2]


@pytest.mark.parametrize(
    ("later", "decides"),
    [
        (apply("ada", 1, ("walks", "plus"), (10, 20)), True),
        (apply("ada", 1, ("walks", "plus"), (60, 70)), False),
        (apply("ada", 1, ("walks", "minus"), (10, 20)), False),
        (apply("ada", 1, ("buses", "plus"), (10, 20)), False),
        (apply("ben", 1, ("walks", "plus"), (10, 20)), False),
        (decision("ada", "reject", 1), True),
        (decision("ada", "reject", 1, ("feet", ""), split=True), True),
        (decision("ada", "reject", 1, ("buses", "")), False),
    ],
)
def test_readings_take_a_turn_back_once_a_split_code_is_decided(later, decides):
    old = apply("ada", 1, ("feet", "plus"), split=True)
    frame = readings(placed(old, checked("ada", 1), later), turns(), CODEBOOK)
    assert (frame["turn"].tolist() == [1]) is decides


def test_passages_follow_the_order_of_the_file():
    rows = [
        apply("ada", 1, PLUS), decision("ada", "reject", 1, PLUS, (0, 10)), apply("ada", 1, MINUS),
        decision("ben", "reject", 1, HOPE, (0, 10)), apply("ben", 1, HOPE, (0, 400)),
    ]  # fmt: skip
    assert tagged(passages(placed(*rows), turns())) == [
        ("ada", 1, 0, 50, "minus"),
        ("ben", 1, 0, 100, "hope"),
    ]


def test_passages_after_adjudication_give_all_readers_the_ruling():
    rows = [
        apply("ada", 1, PLUS), apply("ben", 1, MINUS, (20, 60)), checked("ada", 1), checked("ben", 1),
        checked("cem", 1), rule("apply", 1, HOPE, (10, 40)),
    ]  # fmt: skip
    assert tagged(passages(placed(*rows), turns())) == [
        ("ada", 1, 0, 50, "plus"),
        ("ben", 1, 20, 60, "minus"),
    ]
    ruled = passages(placed(*rows), turns(), ruled=True)
    assert tagged(ruled) == [(coder, 1, 10, 40, "hope") for coder in ("ada", "ben", "cem")]


def test_passages_after_adjudication_keep_what_was_not_ruled():
    rows = [
        apply("ada", 1, PLUS), apply("ben", 1, PLUS, (2, 52)), apply("ada", 1, MINUS, (60, 80)),
        apply("ada", 2, MINUS), checked("ada", 1, 2), checked("ben", 1, 2), rule("reject", 1, MINUS, (60, 80)),
    ]  # fmt: skip
    assert tagged(passages(placed(*rows), turns(), ruled=True)) == [
        ("ada", 1, 0, 50, "plus"), ("ben", 1, 2, 52, "plus"), ("ada", 2, 0, 50, "minus"),
    ]  # fmt: skip


def test_passages_after_adjudication_lose_what_is_disputed_on_a_turn_ruled_to_be_empty():
    rows = [
        apply("ada", 1, PLUS), apply("ben", 1, PLUS), apply("ada", 1, MINUS), checked("ada", 1),
        checked("ben", 1), rule("checked", 1),
    ]  # fmt: skip
    assert [row[4] for row in tagged(passages(placed(*rows), turns(), ruled=True))] == ["plus", "plus"]


def test_links_are_what_is_left_of_each_coders_items():
    rows = [
        apply("ada", 1, PLUS, item_id="S1", stance="supports"), apply("ada", 1, PLUS, item_id="S1", stance="contests"),
        apply("ada", 1, PLUS, item_id="S2"), apply("ben", 1, PLUS, item_id="S1", stance="nuances"),
        apply("ada", 2, PLUS, item_id="S3"), decision("ada", "reject", 2, PLUS, (0, 50)),
        checked("ada", 1, 2), checked("ben", 1),
    ]  # fmt: skip
    found = links(placed(*rows), turns())
    assert found[["coder", "turn", "start", "end", "item_id", "stance"]].to_numpy().tolist() == [
        ["ada", 1, 0, 50, "S1", "contests"],
        ["ada", 1, 0, 50, "S2", ""],
        ["ben", 1, 0, 50, "S1", "nuances"],
    ]
