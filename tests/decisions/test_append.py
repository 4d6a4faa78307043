"""Appending decisions: what stands in the file, byte for byte, whatever happened to it before."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import multiprocessing
import os
from types import SimpleNamespace

import pytest

from delphi.codebook import Codebook
from delphi.decisions import append as append_module
from delphi.decisions import read_decisions
from delphi.decisions.append import (
    Decision,
    append_decisions,
    coder_name,
    cut_row,
    missing_columns,
    put_cut_row_aside,
)
from delphi.errors import InputError
from delphi.study.sources import read_table

CODEBOOK = Codebook.model_validate(
    {
        "version": 3,
        "language": "en",
        "work_model": [{"key": "bus", "label": "Bus", "definition": "The bus."}],
        "swot": [{"key": "risk", "label": "Risk", "definition": "A risk."}],
    }
)
SAYS = '\'t Is koud 🥶. “Zo’n bus, cafe\u0301, komt nooit”, zegt ze; "echt".'
TEXTS = {("A", 1): SAYS, ("A", 2): '=HYPERLINK("x") said nobody,\nand then stopped.'}
NOON = dt.datetime(2025, 3, 1, 12, 0, tzinfo=dt.UTC)
TAG = Decision("A", 1, "apply", 0, 13, "bus", "risk")


def append(path, *decisions, coder="ann", **options):
    return append_decisions(
        path, decisions, coder=coder, texts=TEXTS, codebook=CODEBOOK, decided_at=NOON, **options
    )


def read(path):
    return read_decisions([path], CODEBOOK, ["A"]).to_dict("records")


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


def test_append_leaves_optional_columns_out_where_the_header_has_none(tmp_path):
    path = tmp_path / "ann.csv"
    path.write_text(",".join(append_module.DECISION_COLUMNS) + "\n")
    assert missing_columns(path) == ("suggestion_shown", "codebook_version")
    append(path, TAG)
    assert read(path)[0]["codebook_version"] == ""
    assert missing_columns(tmp_path / "nobody.csv") == ()


def test_append_starts_a_new_line_after_a_whole_row_without_one(tmp_path):
    path = tmp_path / "ann.csv"
    append(path, TAG)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert cut_row(path) == ""
    append(path, TAG)
    assert len(read(path)) == 2


@pytest.mark.parametrize("kept", [5, 60, 75, -6, -40])
def test_append_refuses_after_a_cut_row_until_a_person_puts_it_aside(tmp_path, kept):
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


def test_append_does_not_take_a_quotation_mark_in_the_middle_for_a_cut(tmp_path):
    path = tmp_path / "ann.csv"
    append(path, TAG, TAG, TAG)
    lines = path.read_text().split("\n")
    path.write_text("\n".join([lines[0], '"' + lines[1], *lines[2:]]))
    assert cut_row(path) == ""


def test_append_sees_a_cut_within_a_character(tmp_path):
    path = tmp_path / "ann.csv"
    append(path, TAG)
    whole = path.read_bytes()
    path.write_bytes(whole + "2025,ann,A,1,0,13,'t Is koud 🥶".encode()[:-2])
    assert cut_row(path).startswith("2025,ann")
    put_cut_row_aside(path)
    assert path.read_bytes() == whole


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


def test_append_takes_a_half_written_row_back_when_the_disk_is_full(tmp_path, monkeypatch):
    path = tmp_path / "ann.csv"
    append(path, TAG)
    before = path.read_bytes()
    write = os.write
    calls = []

    def full(handle, content):
        if calls:
            raise OSError(errno.ENOSPC, "No space left on device")
        calls.append(1)
        return write(handle, content[:20])

    monkeypatch.setattr(append_module.os, "write", full)
    with pytest.raises(InputError, match="No space left"):
        append(path, TAG)
    assert path.read_bytes() == before


def test_append_syncs_before_it_returns(tmp_path, monkeypatch):
    synced = []
    sync = os.fsync
    monkeypatch.setattr(append_module.os, "fsync", lambda handle: (synced.append(handle), sync(handle)))
    append(tmp_path / "ann.csv", TAG)
    assert synced


def _write_many(path, coder, count):
    for _ in range(count):
        append(path, TAG, Decision("A", 1, "checked"), coder=coder)


def test_append_of_two_processes_does_not_interleave(tmp_path):
    path = tmp_path / "ann.csv"
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_write_many, args=(path, "ann", 40)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [row["action"] for row in read(path)] == ["apply", "checked"] * 120


def test_append_waits_for_the_lock_and_says_so(tmp_path, monkeypatch):
    path = tmp_path / "ann.csv"
    append(path, TAG)
    monkeypatch.setattr(append_module, "SECONDS_TO_WAIT", 0.05)
    with append_module._locked(path), pytest.raises(InputError, match="another window"):
        append(path, TAG)


def test_append_goes_to_the_new_file_when_a_spreadsheet_replaced_it(tmp_path, monkeypatch):
    path, saved = tmp_path / "ann.csv", tmp_path / "saved.csv"
    append(path, TAG)
    append(saved, TAG, TAG)
    lock = append_module._lock
    once = SimpleNamespace(done=False)

    def replaced_meanwhile(*arguments):
        lock(*arguments)
        if not once.done:
            once.done = True
            saved.replace(path)

    monkeypatch.setattr(append_module, "_lock", replaced_meanwhile)
    append(path, TAG)
    assert len(read(path)) == 3


def test_coder_name_names_a_file_anywhere():
    assert coder_name("  Hanne De Smet ") == "Hanne-De-Smet"
    assert coder_name("HANNE", ["hanne"]) == "hanne"
    assert coder_name("Zoe\u0308") == "Zo\u00eb"
    for bad in ("", "a;b", "../x", "con", "LPT1", "-x", "_", "x" * 41, "a.b"):
        with pytest.raises(InputError, match="cannot be a coder's name"):
            coder_name(bad)
