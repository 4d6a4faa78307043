"""Appending decisions: what stands in the file, byte for byte, whatever happened to it before."""

from __future__ import annotations

import csv
import errno
import multiprocessing
import os

import pytest
from written import SAYS, TAG, TEXTS, append, read

from delphi.decisions import locked
from delphi.decisions.append import Decision, coder_name
from delphi.decisions.cells import DECISION_COLUMNS, OPTIONAL_COLUMNS
from delphi.decisions.cut import cut_row
from delphi.errors import InputError
from delphi.study.sources import read_table


def test_append_creates_a_file_that_reads_back(tmp_path):
    path = tmp_path / "decisions" / "ann.csv"
    append(path, TAG, Decision("A", 1, "checked", suggestion_shown="false"))
    lines = path.read_bytes().split(b"\n")
    assert lines[0].decode().split(",")[-2:] == ["suggestion_shown", "codebook_version"]
    assert lines[1].decode() == "2025-03-01T12:00:00Z,ann,A,1,0,13,'t Is koud 🥶.,," + (
        '" “Zo’n bus, cafe\u0301, komt nooit”, ",bus,risk,,,apply,,,3'
    )
    tag, checked = read(path)
    assert (tag["quote"], tag["prefix"], tag["suffix"]) == (SAYS[:13], "", SAYS[13:45])
    assert (checked["quote"], checked["suffix"], checked["suggestion_shown"]) == ("", SAYS[:32], "false")


@pytest.mark.parametrize("note", ['=HYPERLINK("http://x";"y")', "+1", "@cmd", 'a;b,c\t"d"', "one\ntwo"])
def test_append_keeps_what_looks_like_a_formula_as_text(tmp_path, note):
    path = tmp_path / "ann.csv"
    append(path, Decision("A", 2, "apply", 0, 14, "bus", "risk", note=note))
    append(path, Decision("A", 2, "apply", 0, 43, "bus", "risk"))
    first, second = read(path)
    assert first["note"] == note
    assert first["quote"] == '=HYPERLINK("x"'
    assert second["quote"] == TEXTS["A", 2][:43]


@pytest.mark.parametrize(
    ("delimiter", "line_end", "encoding"),
    [(";", "\r\n", "utf-8-sig"), ("\t", "\n", "utf-16"), (",", "\r\n", "utf-8"), (";", "\n", "utf-8")],
)
def test_append_follows_the_form_a_spreadsheet_gave_the_file(tmp_path, delimiter, line_end, encoding):
    path = tmp_path / "ann.csv"
    append(path, TAG)
    _, rows = read_table(path, [], strip=False)
    columns = [*reversed(rows[0].cells), "colour"]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator=line_end)
        writer.writerow(columns)
        writer.writerow([*reversed(rows[0].cells.values()), "red"])
    before = path.read_bytes()
    append(path, Decision("A", 1, "reject", 14, 30, note="één"))
    after = path.read_bytes()
    assert after.startswith(before)
    assert after.endswith(
        line_end.encode(encoding)[2 if encoding == "utf-16" else 0 :].replace(b"\xef\xbb\xbf", b"")
    )
    assert [row["quote"] for row in read(path)] == [SAYS[:13], SAYS[14:30]]
    assert read(path)[1]["note"] == "één"


def test_append_starts_a_new_line_after_a_whole_row_without_one(tmp_path):
    path = tmp_path / "ann.csv"
    append(path, TAG)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert cut_row(path) == ""
    append(path, TAG)
    assert len(read(path)) == 2


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        (Decision("A", 3, "checked"), "no such turn"),
        (Decision("A", 1, "apply", 0, len(SAYS) + 1, "bus", "risk"), "not within the turn"),
        (Decision("A", 1, "apply", 5, 5, "bus", "risk"), "not within the turn"),
        (Decision("A", 1, "apply", 0, 3, "tram", "risk"), "no work_model `tram`"),
        (Decision("A", 1, "apply", 0, 3, "", "risk"), "needs a work_model"),
        (Decision("A", 1, "apply", -1, -1, "bus", "risk"), "needs a stretch"),
        (Decision("A", 1, "applied", 0, 3, "bus", "risk"), "no action"),
        (Decision("A", 1, "apply", 0, 3, "bus", "risk", "X9", "supports"), "no item `X9`"),
        (Decision("A", 1, "apply", 0, 3, "bus", "risk", "", "supports"), "needs an item"),
        (Decision("A", 1, "checked", 0, 3), "whole turn"),
        (Decision("A", 1, "apply", 3, 5, "bus", "risk"), None),
        (Decision("A", 1, "apply", 5, 6, "bus", "risk"), "no words"),
    ],
)
def test_append_writes_nothing_when_one_decision_does_not_fit(tmp_path, decision, says):
    path = tmp_path / "ann.csv"
    if says is None:
        append(path, TAG, decision, items=["X1"])
        assert len(read(path)) == 2
        return
    with pytest.raises(InputError, match=says):
        append(path, TAG, decision, items=["X1"])
    assert not path.exists()


def test_coder_name_names_a_file_anywhere():
    assert coder_name("  Hanne De Smet ") == "Hanne-De-Smet"
    assert coder_name("HANNE", ["hanne"]) == "hanne"
    assert coder_name("Zoe\u0308") == "Zo\u00eb"
    for bad in ("", "a;b", "../x", "con", "LPT1", "-x", "_", "x" * 41, "a.b"):
        with pytest.raises(InputError, match="cannot be a coder's name"):
            coder_name(bad)


OLD = ",".join(DECISION_COLUMNS)


@pytest.mark.parametrize(
    ("delimiter", "line_end", "encoding"),
    [(",", "\n", "utf-8"), (";", "\r\n", "utf-8-sig"), ("\t", "\n", "utf-16")],
)
@pytest.mark.parametrize("last", ["", "line end"])
def test_append_adds_a_column_to_the_header_and_leaves_every_row(
    tmp_path, delimiter, line_end, encoding, last
):
    path = tmp_path / "ann.csv"
    row = f"2025-01-01,ann,A,1,0,13,'t Is koud 🥶.,,,bus,risk,,,apply,één{line_end if last else ''}"
    text = (OLD + line_end + row).replace(",", delimiter)
    path.write_bytes(text.encode(encoding))
    path.chmod(0o640)
    append(path, Decision("A", 1, "checked", suggestion_shown="false"))
    append(path, Decision("A", 2, "checked", suggestion_shown="true"))
    lines = path.read_bytes().decode(encoding).split(line_end)
    assert lines[0] == delimiter.join([*DECISION_COLUMNS, *OPTIONAL_COLUMNS])
    assert lines[1] == text.rstrip("\r\n").split(line_end)[1]
    rows = read(path)
    assert [row["suggestion_shown"] for row in rows] == ["", "false", "true"]
    assert [row["codebook_version"] for row in rows] == ["", "3", "3"]
    assert rows[0]["note"] == "één"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in tmp_path.iterdir()] == ["ann.csv"]


def test_append_leaves_the_file_as_it_was_when_there_is_no_room_for_a_longer_header(tmp_path, monkeypatch):
    path = tmp_path / "ann.csv"
    path.write_text(OLD + "\n")

    def full(handle, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(InputError, match="the disk is full"):
        append(path, TAG)
    assert path.read_text() == OLD + "\n"
    assert [file.name for file in tmp_path.iterdir()] == ["ann.csv"]


def test_append_leaves_optional_columns_out_where_a_file_cannot_be_replaced(tmp_path, monkeypatch):
    path = tmp_path / "ann.csv"
    path.write_text(OLD + "\n")
    monkeypatch.setattr(locked, "CAN_REPLACE", False)
    append(path, TAG)
    assert path.read_text().startswith(OLD + "\n2025")
    assert read(path)[0]["codebook_version"] == ""


def _add_to_an_old_file(path, coder):
    append(path, TAG, Decision("A", 1, "checked", suggestion_shown="true"), coder=coder)


def test_append_of_many_processes_lengthens_a_header_once(tmp_path):
    path = tmp_path / "ann.csv"
    path.write_text(OLD + "\n")
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_add_to_an_old_file, args=(path, "ann")) for _ in range(12)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert path.read_text().count("suggestion_shown") == 1
    assert [row["action"] for row in read(path)] == ["apply", "checked"] * 12
