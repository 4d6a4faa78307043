"""Derived tables: text that a spreadsheet would run is disarmed when it is written and as it was when it is read."""

from __future__ import annotations

import csv

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from delphi.cli.options import write_csv
from delphi.derived import armed, disarmed, read_csv, read_plain, read_tags

HOSTILE = [
    '=HYPERLINK("http://x";"y")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "'=quoted",
    "''+x",
]
HARMLESS = ["-1", "+0.25", "-1e-05", "-12 %", "-", "said so", "'s avonds", "", "3 = 3"]


def test_disarmed_text_is_no_formula_and_numbers_are_left():
    frame = pd.DataFrame({"text": [*HOSTILE, *HARMLESS], "n": -1.5})
    made = disarmed(frame)
    assert list(made["text"]) == [f"'{text}" for text in HOSTILE] + HARMLESS
    assert list(made["n"]) == [-1.5] * len(frame)
    assert list(frame["text"]) == [*HOSTILE, *HARMLESS]


@given(st.lists(st.text(alphabet="'=+-@\t\r1. a%", max_size=6), min_size=1))
def test_armed_gives_back_what_was_disarmed(texts):
    frame = pd.DataFrame({"text": texts})
    pd.testing.assert_frame_equal(armed(disarmed(frame)), frame)


def test_write_csv_and_read_csv_are_each_others_reverse(tmp_path):
    file = tmp_path / "table.csv"
    write_csv(pd.DataFrame({"text": HOSTILE[:4], "n": [-1, 2, 3, 4]}), str(file))
    with file.open(encoding="utf-8", newline="") as page:
        assert [row["text"] for row in csv.DictReader(page)] == [f"'{text}" for text in HOSTILE[:4]]
    back = read_csv(file, n="int64")
    assert (list(back["text"]), list(back["n"])) == (HOSTILE[:4], [-1, 2, 3, 4])
    assert list(read_plain(file)["text"]) == [f"'{text}" for text in HOSTILE[:4]]


@pytest.mark.parametrize("kind", ["object", "string"])
def test_disarmed_keeps_the_kinds_of_columns_and_what_is_missing(kind):
    frame = pd.DataFrame({"text": pd.Series(["=1+1", None], dtype=kind)})
    made = disarmed(frame)
    assert made.dtypes.equals(frame.dtypes)
    assert made["text"].isna().tolist() == [False, True]


TAGS = """tag_id,round,turn,start,end,status,confidence,quote
T1,1,2,0,4,suggested,0.4,"in two
lines"
T2,1,3,0,4,checked,,plain
"""


def test_read_tags_keeps_what_is_asked_for(tmp_path):
    (tmp_path / "tags.csv").write_text(TAGS, encoding="utf-8")
    whole = read_tags(tmp_path / "tags.csv")
    assert whole["quote"].tolist() == ["in two\nlines", "plain"]
    assert whole["confidence"].isna().tolist() == [False, True]
    checked = read_tags(tmp_path / "tags.csv", ["turn", "tag_id"], unchecked=False)
    assert checked.to_dict("list") == {"turn": [3], "tag_id": ["T2"]}


def test_read_tags_without_tags_has_its_columns(tmp_path):
    (tmp_path / "tags.csv").write_text(TAGS.splitlines()[0] + "\n", encoding="utf-8")
    frame = read_tags(tmp_path / "tags.csv", ["turn", "quote"], unchecked=False)
    assert frame.empty
    assert list(frame.columns) == ["turn", "quote"]
