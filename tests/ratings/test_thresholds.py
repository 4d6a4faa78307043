"""Declared thresholds: evaluated where they hold, refused where they cannot be."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from tests.ratings.small_panel import CONFIGURATION, study
from tests.ratings.test_table import table_of

RULE = {"scale": "weight", "rounds": [2], "measure": "share_agree", "at_least": 0.75, "rationale": "agreed"}
EIGHT = "abcdefgh"


def judged(rule, rows):
    table = table_of(rows, here=study(consensus=[RULE | rule]))
    return table[table["measure"].str.startswith("consensus:")]


def test_thresholds_compare_the_measure_with_the_declared_bound():
    rows = [(2, p, "A", "weight", 9 if p in "abcdef" else 1) for p in EIGHT]
    rows += [(2, p, "B", "weight", 9 if p in "abcde" else 1) for p in EIGHT]
    found = judged({}, rows).set_index("item_id")
    assert found["met"].to_dict() == {"A": "yes", "B": "no"}
    assert found.loc["A", "threshold"] == ">= 0.75"
    assert found.loc["A", "value"] == 0.75
    assert "declared beforehand: agreed" in found.loc["A", "note"]


def test_thresholds_say_nothing_where_the_measure_is_not_estimable():
    found = judged({}, [(2, p, "A", "weight", 9) for p in "ab"])
    assert list(found["met"]) == [""]
    assert found["value"].isna().all()


def test_thresholds_of_stability_hold_for_the_pair_that_ends_in_the_round():
    rows = [(n, p, "A", "weight", 9) for n in (1, 2, 3) for p in EIGHT]
    rule = {"measure": "net_change", "at_least": None, "at_most": 0.15, "rounds": [2, 3]}
    found = judged(rule, rows)
    assert list(found["round"]) == ["2-3"]
    assert list(found["met"]) == ["yes"]
    assert list(found["threshold"]) == ["<= 0.15"]


def test_thresholds_are_never_made_up():
    rows = [(n, p, "A", "weight", 9) for n in (1, 2, 3) for p in EIGHT]
    table = table_of(rows)
    assert not table["measure"].str.startswith("consensus:").any()
    assert set(table["met"]) == {""}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"measure": "share_agreed"}, "Did you mean `share_agree`?"),
        ({"measure": "kendall_w"}, "work models are not judged"),
        ({"at_least": 75}, "lies between 0 and 1"),
        ({"scale": "need", "measure": "ipras_disagreement"}, "needs a scale from 1 to 9"),
        ({"measure": "cvr"}, "needs a scale of ordered words"),
        ({"scale": "need", "measure": "cqv", "at_least": None, "at_most": 0.2}, "needs a numeric scale"),
        ({"rounds": [1]}, "whose purpose is breadth"),
    ],
)
def test_thresholds_that_cannot_be_evaluated_are_refused(rule, said):
    with pytest.raises(ValidationError) as found:
        study(consensus=[RULE | rule])
    assert said in str(found.value)


def test_thresholds_on_agreement_need_a_scale_that_says_what_agreement_is():
    scales = {"weight": {"min": 1, "max": 9, "label": "Weight"}}
    with pytest.raises(ValidationError) as found:
        study(scales=scales, consensus=[RULE])
    assert "needs a scale with `agree_from`" in str(found.value)
    assert "weight" in CONFIGURATION["scales"]
