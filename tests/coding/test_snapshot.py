"""Which rows of decisions the learner depends on."""

from __future__ import annotations

from delphi.coding.snapshot import ADDED, snapshot
from delphi.decisions.cells import OPTIONAL_COLUMNS


def test_snapshot_reads_rows_older_than_an_added_column(tmp_path):
    assert ADDED == OPTIONAL_COLUMNS
    file = tmp_path / "ada.csv"
    file.write_text("coder,turn,suggestion_shown\n" + "ada,1\n" * 10, encoding="utf-8")
    assert snapshot([file], []).cells == [[["ada", "1", ""]] * 10, []]
