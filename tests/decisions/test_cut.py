"""A last row that was cut: seen, never read, never written after, and put aside when a person agrees."""

from __future__ import annotations

import pytest
from written import TAG, append, read

from delphi.decisions.append import Decision
from delphi.decisions.cut import cut_row, put_cut_row_aside
from delphi.errors import InputError


@pytest.mark.parametrize("kept", [5, 60, 75, -6, -40])
def test_cut_row_refuses_after_a_cut_row_until_a_person_puts_it_aside(tmp_path, kept):
    path = tmp_path / "ann.csv"
    append(path, TAG)
    whole = path.read_bytes()
    append(path, Decision("A", 2, "apply", 0, 43, "bus", "risk"))
    row = path.read_bytes()[len(whole) :]
    path.write_bytes(whole + row[:kept])
    assert cut_row(path) == row[:kept].decode()
    with pytest.raises(InputError, match=r"ann\.csv, line 3: the last row was cut"):
        append(path, TAG)
    assert path.read_bytes() == whole + row[:kept]
    aside = put_cut_row_aside(path)
    assert path.read_bytes() == whole
    assert aside.name == "ann.cut.txt"
    assert aside.read_bytes() == row[:kept] + b"\n"
    append(path, TAG)
    assert len(read(path)) == 2


def test_cut_row_does_not_take_a_quotation_mark_in_the_middle_for_a_cut(tmp_path):
    path = tmp_path / "ann.csv"
    append(path, TAG, TAG, TAG)
    lines = path.read_text().split("\n")
    path.write_text("\n".join([lines[0], '"' + lines[1], *lines[2:]]))
    assert cut_row(path) == ""


def test_cut_row_sees_a_cut_within_a_character(tmp_path):
    path = tmp_path / "ann.csv"
    append(path, TAG)
    whole = path.read_bytes()
    path.write_bytes(whole + "2025,ann,A,1,0,13,'t Is koud 🥶".encode()[:-2])
    assert cut_row(path).startswith("2025,ann")
    put_cut_row_aside(path)
    assert path.read_bytes() == whole


def test_cut_row_is_seen_where_it_looks_like_an_older_row(tmp_path):
    path = tmp_path / "ann.csv"
    append(path, TAG)
    whole = path.read_text()
    older = "2025-01-01,ann,A,1,0,13,x,,,bus,risk,,,apply,a memo"
    path.write_text(whole + older + "\n" + older[:-3])
    assert cut_row(path) == older[:-3]
    with pytest.raises(InputError, match="line 4: this row has 15 cells"):
        read(path)
    put_cut_row_aside(path)
    assert [row["note"] for row in read(path)] == ["", "a memo"]
