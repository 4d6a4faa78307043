"""Coders' files: read whole, or refused with the row and the reason."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from delphi.codebook import Codebook
from delphi.decisions import DECISION_COLUMNS, read_decisions
from delphi.errors import InputError

BOOK = Codebook.model_validate(
    {
        "version": 3, "language": "en",
        "work_model": [{"key": key, "label": key, "definition": key} for key in ("bus", "tram", "ferry")],
        "swot": [{"key": key, "label": key, "definition": key} for key in ("threat", "chance")],
        "migrations": [
            {"from_version": 1, "facet": "work_model", "renamed": {"coach": "autobus"}},
            {"from_version": 2, "facet": "work_model", "renamed": {"autobus": "bus"}},
            {"from_version": 2, "facet": "work_model", "merged": {"into": "tram", "from": ["trolley", "metro"]}},
            {"from_version": 2, "facet": "work_model", "split": {"from": "boat", "into": ["ferry", "bus"]}},
        ],
    }
)  # fmt: skip


def row(**cells: str) -> dict[str, str]:
    filled = dict.fromkeys(DECISION_COLUMNS, "")
    return (
        filled
        | {"decided_at": "2025-01-01T10:00:00Z", "coder": "ada", "transcript_id": "A", "turn": "4"}
        | cells
    )


APPLY = row(start="0", end="5", quote="Hello", work_model="bus", swot="threat", action="apply")


def written(path: Path, *rows: dict[str, str], delimiter: str = ",", end: str = "\n", lead: str = "") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes((lead + text.getvalue()).encode())
    return path


def read(path: Path, items: tuple[str, ...] = ()):
    return read_decisions([path], BOOK, ["A"], items)


def test_store_reads_rows_in_file_order_with_their_line(tmp_path):
    frame = read(written(tmp_path / "ada.csv", APPLY, row(action="checked")))
    assert frame["row"].tolist() == [2, 3]
    assert frame[["turn", "start", "end"]].values.tolist() == [[4, 0, 5], [4, -1, -1]]


@pytest.mark.parametrize(
    "how", [{"delimiter": ";"}, {"end": "\r\n"}, {"lead": "\ufeff"}, {"delimiter": "\t", "end": "\r\n"}]
)
def test_store_reads_what_a_spreadsheet_saved(tmp_path, how):
    spoken = APPLY | {"quote": 'Well, "so"; they\nsay', "note": "=1+1"}
    plain = read(written(tmp_path / "ada.csv", spoken, APPLY))
    saved = read(written(tmp_path / "saved.csv", spoken, APPLY, **how))
    assert plain.drop(columns="row").equals(saved.drop(columns="row"))


def test_store_follows_codes_through_the_versions(tmp_path):
    names = ["coach", "autobus", "metro", "tram", "boat"]
    frame = read(written(tmp_path / "ada.csv", *(APPLY | {"work_model": name} for name in names)))
    assert frame["work_model"].tolist() == ["bus", "bus", "tram", "tram", "boat"]
    assert frame["split"].tolist() == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"work_model": "buss"}, ["`work_model` is `buss`", "Did you mean `bus`?"]),
        ({"swot": ""}, ["`apply` has no `swot`"]),
        ({"start": "", "end": ""}, ["`apply` has no stretch"]),
        ({"start": "7", "end": "5"}, ["stretch is `7` to `5`"]),
        ({"start": "x"}, ["stretch is `x` to `5`"]),
        ({"turn": "0"}, ["`turn` is `0`"]),
        ({"turn": "four"}, ["`turn` is `four`"]),
        ({"transcript_id": "B"}, ["`transcript_id` is `B`"]),
        ({"action": "aply"}, ["`action` is `aply`", "Did you mean `apply`?"]),
        ({"stance": "support"}, ["`stance` is `support`", "Did you mean `supports`?"]),
        ({"item_id": "X-2"}, ["`item_id` is `X-2`", "Did you mean `X-1`?"]),
        ({"coder": ""}, ["`coder` is empty"]),
        ({"suggestion_shown": "or not"}, ["`suggestion_shown` is `or not`", "`true`, `false` or nothing"]),
    ],
)
def test_store_refuses_a_wrong_row_with_its_line(tmp_path, cells, said):
    path = written(tmp_path / "ada.csv", APPLY | dict.fromkeys(cells.keys() - APPLY, ""), APPLY | cells)
    with pytest.raises(InputError) as caught:
        read(path, ("X-1",))
    assert "ada.csv, line 3: " in str(caught.value)
    for part in said:
        assert part in str(caught.value)


def test_store_refuses_a_file_that_was_cut_in_a_row(tmp_path):
    path = written(tmp_path / "ada.csv", APPLY, APPLY)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError, match=r"line 3: this row has \d+ cells, the header has 15"):
        read(path)


@pytest.mark.parametrize(
    ("written_as", "means"),
    [
        ("true", "true"),
        ("WAAR", "true"),
        ("FALSE", "false"),
        ("0", "false"),
        ("Onwaar", "false"),
        ("", ""),
        ("topic", "true"),
        ("n/a", "n/a"),
    ],
)
def test_store_reads_what_a_spreadsheet_made_of_a_truth(tmp_path, written_as, means):
    path = written(tmp_path / "ada.csv", APPLY | {"suggestion_shown": written_as})
    assert read(path)["suggestion_shown"].tolist() == [means]


def test_store_reads_rows_that_are_older_than_a_column(tmp_path):
    path = written(tmp_path / "ada.csv", APPLY, APPLY)
    header, *rows = path.read_text().splitlines()
    new = f"{rows[0]},true,3"
    path.write_text("\n".join([f"{header},suggestion_shown,codebook_version", *rows, new, f"{rows[0]},", ""]))
    assert read(path)["suggestion_shown"].tolist() == ["", "", "true", ""]
    path.write_text("\n".join([f"{header},suggestion_shown,codebook_version", rows[0][:-1], new, ""]))
    with pytest.raises(InputError, match="line 2: this row has 14 cells"):
        read(path)
    path.write_text(
        "\n".join([f"{header},suggestion_shown,codebook_version", f"{rows[0]}well, so it is", ""])
    )
    with pytest.raises(InputError, match="line 2: `suggestion_shown` is `so it is`"):
        read(path)


def test_store_a_file_that_is_still_empty_holds_no_decision(tmp_path):
    (tmp_path / "new.csv").touch()
    assert read(tmp_path / "new.csv").empty
    assert read_decisions([], BOOK, ["A"]).empty
