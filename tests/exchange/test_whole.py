"""Several files written as one: whatever fails, each is as it was."""

from __future__ import annotations

import tempfile

import pytest

from delphi.errors import InputError
from delphi.exchange.whole import all_or_nothing


def test_whole_brings_grown_and_new_files_back_without_room_for_a_copy(tmp_path, monkeypatch):
    grown, new = tmp_path / "register.csv", tmp_path / "talk.txt"
    grown.write_bytes(b"a\n")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", full)

    def writes() -> None:
        with all_or_nothing([grown, new]):
            grown.write_bytes(b"a\nb\n")
            new.write_bytes(b"half")
            full()

    with pytest.raises(InputError, match="the disk is full"):
        writes()
    assert grown.read_bytes() == b"a\n"
    assert not new.exists()


def test_whole_brings_rewritten_files_back(tmp_path):
    file = tmp_path / "participants.csv"
    file.write_bytes(b"before\n")

    def writes() -> None:
        with all_or_nothing([file]):
            file.write_bytes(b"another\n")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        writes()
    assert file.read_bytes() == b"before\n"
    assert list(tmp_path.iterdir()) == [file]
