"""The file of proposals: what a spreadsheet makes of it, what a person may do in it, and what is refused."""

from __future__ import annotations

import csv
import io

import pytest

from delphi.errors import InputErrors
from delphi.items.proposals import accepted, columns, free_name, is_filled_in, write_proposals

ROWS = [
    {"proposal": 1, "statement": "It is safe", "passage": "A:1:0-5", "work_model": "bus", "swot": "strength", "quote": "=1+1"},
    {"proposal": 1, "passage": "A:2:0-5", "work_model": "bus", "swot": "strength", "quote": "- 't Is safe"},
    {"proposal": 2, "statement": "-10 degrees", "passage": "A:3:0-5", "work_model": "bus", "swot": "weakness", "quote": "@x"},
]  # fmt: skip


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "deep" / "statements.csv"
    write_proposals(columns(ROWS), path)
    return path


def edited(path, change, delimiter=";", end="\r\n"):
    """What a spreadsheet with Dutch settings writes after a person's edits."""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    rows = change(rows) or rows
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0], delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    return path


def test_proposals_hold_no_formula(file):
    with file.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert {"'=1+1", "'- 't Is safe", "'-10 degrees", "'@x"} <= set(cells)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_proposals_come_back_as_a_person_left_them(file):
    assert accepted(file) == ([], 2)
    assert not is_filled_in(file)

    def mark(rows):
        rows[1]["accept"] = "X"
        rows[1]["stance"] = "contests"
        rows[2] |= {"accept": "ja", "subgroup": "winter"}

    found, n = accepted(edited(file, mark))
    assert n == 2
    assert is_filled_in(file)
    assert [(p.number, p.cells["statement"], p.cells["subgroup"]) for p in found] == [
        ("1", "It is safe", ""), ("2", "-10 degrees", "winter")
    ]  # fmt: skip
    assert [(p.reference, p.stance) for p in found[0].passages] == [
        ("A:1:0-5", "supports"), ("A:2:0-5", "contests")
    ]  # fmt: skip


def test_proposals_passages_may_be_deleted_and_moved(file):
    def move(rows):
        rows[2] |= {"proposal": "1", "statement": ""}
        rows[0]["accept"] = "x"
        del rows[1]

    found, n = accepted(edited(file, move))
    assert n == 1
    assert [p.reference for p in found[0].passages] == ["A:1:0-5", "A:3:0-5"]


def test_proposals_with_what_cannot_be_meant_are_refused_row_by_row(file):
    def spoil(rows):
        rows[0] |= {"accept": "perhaps", "stance": "against"}
        rows[1] |= {"accept": "x", "statement": "It is warm", "passage": "A:2"}
        rows[2]["proposal"] = ""

    with pytest.raises(InputErrors) as caught:
        accepted(edited(file, spoil))
    assert [(error.line, error.what) for error in caught.value.errors] == [
        (2, "`accept` is `perhaps`."),
        (2, "`against` is no stance."),
        (3, "`A:2` is no reference to a passage."),
        (4, "`proposal` is empty."),
        (2, "proposal 1 has two values under `statement`: `It is safe` and `It is warm`."),
    ]
    assert all(error.remedy for error in caught.value.errors)


def test_proposals_never_go_over_somebodys_marks(file):
    assert free_name(file.as_posix()) == file.as_posix()
    edited(file, lambda rows: rows[0].update(accept="x"))
    assert free_name(file.as_posix()) == (file.parent / "statements-2.csv").as_posix()
