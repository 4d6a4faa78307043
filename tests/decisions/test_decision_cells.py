"""Reading by column accepts what reading by row accepts, and gives the same."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from test_store import BOOK

from delphi.decisions.cells import DECISION_COLUMNS, OPTIONAL_COLUMNS, in_order, record
from delphi.errors import InputError
from delphi.study.sources import Row

COLUMNS = [*DECISION_COLUMNS, *OPTIONAL_COLUMNS]
ITEMS = ("I1", "I2")


def often(good, *bad):
    """One of the good values mostly, else a bad one."""
    return st.one_of(*[st.sampled_from(good)] * 12, st.sampled_from(bad))


@st.composite
def row(draw):
    action = draw(often(["apply", "reject", "checked"], "aply", ""))
    stretch = st.sampled_from([("0", "5"), ("3", "12"), (" 1 ", "2")])
    wrong = st.sampled_from([("5", "5"), ("7", "2"), ("", "3"), ("3", ""), ("x", "4"), ("-1", "4"), ("", "")])
    start, end = draw(st.one_of(*[stretch] * 15, wrong)) if action == "apply" else draw(
        st.one_of(*[st.sampled_from([("", ""), ("0", "9")])] * 15, wrong)
    )  # fmt: skip
    codes = ("bus", "tram", "coach", "trolley", "boat"), ("threat", "chance")
    cells = {
        "decided_at": "2025-01-01T10:00:00Z",
        "coder": draw(often(["ada", "Ada ", "ada"], "bob", "")),
        "transcript_id": draw(often(["A", " B"], "C")),
        "turn": draw(often(["1", "04", "12"], "0", "x", "")),
        "start": start, "end": end, "quote": " said ", "prefix": "", "suffix": " x",
        "work_model": draw(often(codes[0] if action == "apply" else ("", *codes[0]), "car", "")),
        "swot": draw(often(codes[1] if action == "apply" else ("", *codes[1]), "hope", "")),
        "item_id": draw(often(["", "I1", " I2"], "I3")),
        "stance": draw(often(["", "supports"], "likes")),
        "action": action, "note": " memo ",
        "suggestion_shown": draw(often(["", "true", "Waar", "false", "maybe"], "a memo")),
        "codebook_version": "3",
    }  # fmt: skip
    return [cells[name] for name in COLUMNS]


@given(st.lists(row(), min_size=1, max_size=3), st.sampled_from(["decisions/ada.csv", "adjudications.csv"]))
@settings(max_examples=400, deadline=None)
def test_cells_by_column_are_those_by_row(rows, name):
    known = dict.fromkeys(["A", "B"]), dict.fromkeys(ITEMS)
    lines = list(enumerate(rows, start=2))
    by_column = in_order(Path(name), COLUMNS, lines, BOOK, *known)
    try:
        by_row = [record(Path(name), Row(n, dict(zip(COLUMNS, cells))), BOOK, *known) for n, cells in lines]
    except InputError:
        assert by_column is None
    else:
        expected = pd.DataFrame.from_records(by_row, columns=[*COLUMNS, "row", "split"])
        pd.testing.assert_frame_equal(by_column, expected)


def test_cells_of_older_rows_are_empty():
    older = ["2025-01-01T10:00:00Z", "ada", "A", "4", *[""] * 9, "checked", ""]
    frame = in_order(Path("ada.csv"), COLUMNS, [(2, older)], BOOK, ["A"], [])
    assert frame[list(OPTIONAL_COLUMNS)].values.tolist() == [["", ""]]
