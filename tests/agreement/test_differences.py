from __future__ import annotations

import pandas as pd

from delphi.agreement import coded_turns, confusion_table, opposite_categories, passages, readings
from delphi.agreement.differences import OPPOSITE_COLUMNS

from .coding import CODEBOOK, apply, checked, placed, rule, turns

NO_TAGS = pd.DataFrame(columns=["transcript_id", "turn", "work_model", "tag_id", "start", "end"])


def confusion(*rows):
    frame, text = placed(*rows), turns()
    table = confusion_table(coded_turns(readings(frame, text, CODEBOOK), passages(frame, text)), CODEBOOK)
    return list(table.itertuples(index=False, name=None))


def opposite(*rows, tags=NO_TAGS):
    before, after = (passages(placed(*rows), turns(), ruled=ruled) for ruled in (False, True))
    return opposite_categories(before, after, tags)


def test_confusion_counts_common_codes_then_what_is_left():
    rows = [
        apply("ada", 1, ("vans", "plus")), apply("ada", 1, ("buses", "plus")), apply("ben", 1, ("vans", "minus")),
        checked("ada", 1, 2), checked("ben", 1, 2),
    ]  # fmt: skip
    assert confusion(*rows) == [
        ("work_model", "ada", "ben", "vans", "vans", 1),
        ("work_model", "ada", "ben", "buses", "(none)", 1),
        ("work_model", "ada", "ben", "(none)", "(none)", 1),
        ("swot", "ada", "ben", "plus", "minus", 1),
        ("swot", "ada", "ben", "(none)", "(none)", 1),
    ]


def test_confusion_leaves_out_turns_that_one_of_the_two_did_not_read():
    rows = [apply("ada", 1, ("vans", "plus")), checked("ada", 1), checked("ben", 2), checked("cem", 1)]
    assert {row[1:3] for row in confusion(*rows)} == {("ada", "cem")}


def test_opposite_lists_place_bounds_and_codes():
    tags = pd.DataFrame(
        [("A", 1, "vans", "T1", 0, 40), ("A", 1, "vans", "T2", 90, 95), ("A", 1, "buses", "T3", 0, 40)],
        columns=NO_TAGS.columns,
    )
    rows = [apply("ada", 1, ("vans", "plus"), (0, 40)), apply("ben", 1, ("vans", "minus"), (30, 60))]
    table = opposite(*rows, tags=tags)
    assert list(table.columns) == OPPOSITE_COLUMNS
    assert table.iloc[0].tolist() == [
        "A", 1, 30, 40, "ada", "ben", "vans", "plus", "minus", 0, 40, 30, 60, "no", "T1",
    ]  # fmt: skip


def test_opposite_needs_the_same_model_and_an_overlap():
    rows = [
        apply("ada", 1, ("vans", "plus"), (0, 40)), apply("ben", 1, ("buses", "minus"), (0, 40)),
        apply("ben", 1, ("vans", "minus"), (40, 60)), apply("ben", 2, ("vans", "minus"), (0, 40)),
    ]  # fmt: skip
    assert opposite(*rows).empty


def test_opposite_is_not_a_further_category_beside_a_common_one():
    both = [apply("ada", 1, ("vans", code)) for code in ("plus", "minus")]
    assert opposite(*both, apply("ben", 1, ("vans", "minus"))).empty
    assert len(opposite(*both, apply("ben", 1, ("vans", "hope")))) == 2


def test_opposite_says_what_was_adjudicated_since():
    rows = [
        *(apply("ada", turn, ("vans", "plus")) for turn in (1, 2)),
        *(apply("ben", turn, ("vans", "minus")) for turn in (1, 2)),
        checked("ada", 1, 2), checked("ben", 1, 2), rule("apply", 2, ("vans", "minus"), (0, 50)),
    ]  # fmt: skip
    assert opposite(*rows)[["turn", "adjudicated"]].to_numpy().tolist() == [[1, "no"], [2, "yes"]]


def test_differences_without_decisions_are_tables_without_rows():
    assert confusion() == []
    assert opposite().empty
    assert list(opposite().columns) == OPPOSITE_COLUMNS
