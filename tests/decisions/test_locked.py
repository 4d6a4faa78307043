"""A decision file on the disk: whole, synced, and one writer at a time."""

from __future__ import annotations

import errno
import multiprocessing
import os
from types import SimpleNamespace

import pytest
from written import TAG, append, read

from delphi.decisions import locked
from delphi.decisions.append import Decision
from delphi.errors import InputError


def test_locked_takes_a_half_written_row_back_when_the_disk_is_full(tmp_path, monkeypatch):
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

    monkeypatch.setattr(locked.os, "write", full)
    with pytest.raises(InputError, match="the disk is full"):
        append(path, TAG)
    assert path.read_bytes() == before


def test_locked_syncs_before_it_returns(tmp_path, monkeypatch):
    synced = []
    sync = os.fsync
    monkeypatch.setattr(locked.os, "fsync", lambda handle: (synced.append(handle), sync(handle)))
    append(tmp_path / "ann.csv", TAG)
    assert synced


def _write_many(path, coder, count):
    for _ in range(count):
        append(path, TAG, Decision("A", 1, "checked"), coder=coder)


def test_locked_of_two_processes_does_not_interleave(tmp_path):
    path = tmp_path / "ann.csv"
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_write_many, args=(path, "ann", 40)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [row["action"] for row in read(path)] == ["apply", "checked"] * 120


def test_locked_waits_for_the_lock_and_says_so(tmp_path, monkeypatch):
    path = tmp_path / "ann.csv"
    append(path, TAG)
    monkeypatch.setattr(locked, "SECONDS_TO_WAIT", 0.05)
    with locked.locked(path), pytest.raises(InputError, match="another window"):
        append(path, TAG)


def test_locked_goes_to_the_new_file_when_a_spreadsheet_replaced_it(tmp_path, monkeypatch):
    path, saved = tmp_path / "ann.csv", tmp_path / "saved.csv"
    append(path, TAG)
    append(saved, TAG, TAG)
    lock = locked._lock
    once = SimpleNamespace(done=False)

    def replaced_meanwhile(*arguments):
        lock(*arguments)
        if not once.done:
            once.done = True
            saved.replace(path)

    monkeypatch.setattr(locked, "_lock", replaced_meanwhile)
    append(path, TAG)
    assert len(read(path)) == 3
