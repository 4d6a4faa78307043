"""How a decision file writes its rows."""

from __future__ import annotations

from delphi.decisions.cells import DECISION_COLUMNS, OPTIONAL_COLUMNS
from delphi.decisions.form import form_of, missing_columns


def test_missing_columns_names_the_optional_ones_a_file_lacks(tmp_path):
    path = tmp_path / "ann.csv"
    assert missing_columns(path) == ()
    path.write_text(";".join([*DECISION_COLUMNS, "codebook_version"]) + "\r\n")
    assert missing_columns(path) == ("suggestion_shown",)


def test_form_of_a_spreadsheets_file(tmp_path):
    raw = "\ufeff".encode() + (";".join(DECISION_COLUMNS) + "\r\n").encode()
    form = form_of(tmp_path / "ann.csv", raw)
    assert (form.delimiter, form.line_end, form.encoding) == (";", "\r\n", "utf-8")
    assert raw[: form.header].decode("utf-8-sig") == ";".join(DECISION_COLUMNS)
    assert form.columns == DECISION_COLUMNS
    assert form.lines([["a;b", "c"]]) == b'"a;b";c\r\n'
    assert not set(OPTIONAL_COLUMNS) & set(form.columns)
