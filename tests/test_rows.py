"""Rows of frames as tuples."""

from __future__ import annotations

import pandas as pd

from delphi.rows import records_of, rows_of

FRAME = pd.DataFrame({"name": ["a", "b"], "turn": [1, 2], "share": [0.5, float("nan")]})


def test_rows_are_what_itertuples_gives():
    rows = list(rows_of(FRAME))
    assert repr(rows) == repr(list(FRAME.itertuples(index=False, name=None)))
    assert type(rows[0][1]) is int


def test_rows_of_some_columns_in_their_order():
    assert list(rows_of(FRAME, ["turn", "name"])) == [(1, "a"), (2, "b")]


def test_rows_of_an_empty_frame_are_none():
    assert list(rows_of(FRAME.iloc[:0])) == []


def test_records_are_what_to_dict_gives():
    records = list(records_of(FRAME))
    assert repr(records) == repr(FRAME.to_dict("records"))
    assert list(records_of(FRAME.iloc[:0])) == []
