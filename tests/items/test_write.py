"""Register and ledger are written together, and what a crash leaves can be finished."""

from __future__ import annotations

import base64
import json

import pytest
from tests.items.shelf import Shelf, event, item, when

from delphi.errors import InputError
from delphi.items import changes, write
from delphi.items.write import finish_pending, write_pair

START = ([item()], [event(text_after="It is safe")])


def reformulation(shelf, text="It is safe, and warm"):
    return changes.new_version(shelf.known, when(2), "NB-S1", "reformulated", {"statement": text})


@pytest.mark.parametrize(
    ("delimiter", "end", "mark"),
    [(",", "\n", b""), (";", "\r\n", b"\xef\xbb\xbf"), ("\t", "\n", b""), (",", "\n", "utf-16")],
)
def test_write_keeps_every_byte_and_the_form_of_the_file(tmp_path, delimiter, end, mark):
    shelf = Shelf(tmp_path, *START, delimiter=delimiter, end=end)
    for path in (shelf.items, shelf.events):
        text = path.read_bytes()
        path.write_bytes(text.decode().encode("utf-16") if mark == "utf-16" else mark + text)
    before = shelf.bytes()
    shelf.do(changes.new_version, "NB-S1", "reformulated", {"statement": 'Safe; "warm", and =dry'}, round_=2)
    for old, new in zip(before, shelf.bytes()):
        assert new.startswith(old)
        assert len(new) > len(old)
    register, events = shelf.read()
    assert register["statement"].iloc[-1] == 'Safe; "warm", and =dry'
    assert list(events["version"]) == [1, 2]
    added = shelf.items.read_bytes()[len(before[0]) :].decode("utf-16-le" if mark == "utf-16" else "utf-8")
    assert added.startswith(f"NB-S1{delimiter}2{delimiter}")
    assert added.endswith(end)


def test_write_makes_both_files_where_there_were_none(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.do(changes.add, "It runs all night", "night_bus", "strength")
    register, events = shelf.read()
    assert list(register["item_id"]) == ["NB-S1"]
    assert list(events["event"]) == ["introduced"]


def test_write_refuses_what_would_contradict_and_touches_nothing(tmp_path):
    shelf = Shelf(tmp_path, *START)
    before = shelf.bytes()
    change = reformulation(shelf)
    with pytest.raises(InputError) as caught:
        write_pair(shelf.files, change.items, [], shelf.check)
    assert "nothing was written: version 2 of `NB-S1` came about by no event." in str(caught.value)
    assert str(shelf.items) in str(caught.value)
    assert shelf.bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["item_events.csv", "items.csv"]


def test_write_refuses_when_somebody_wrote_meanwhile(tmp_path):
    shelf = Shelf(tmp_path, *START)
    files, change = shelf.files, reformulation(shelf)
    shelf.items.write_bytes(shelf.items.read_bytes() + b"NB-S2,1,tram,strength,,,2,It rings\n")
    before = shelf.bytes()
    with pytest.raises(InputError, match="somebody wrote in this file just now"):
        write_pair(files, change.items, change.events, shelf.check)
    assert shelf.bytes() == before


def test_write_latin_1_is_refused_clearly(tmp_path):
    shelf = Shelf(tmp_path, *START)
    shelf.items.write_bytes(shelf.items.read_bytes().replace(b"safe", "café".encode("latin-1")))
    with pytest.raises(InputError, match="not UTF-8 text"):
        shelf.read()


class _PowerCut(BaseException):
    pass


@pytest.mark.parametrize("form", [{}, {"delimiter": ";", "end": "\r\n"}])
def test_write_a_crash_at_any_byte_is_told_and_can_be_finished(tmp_path, monkeypatch, form):
    """The power fails after some number of bytes of the two files, at their ends among them."""
    whole = Shelf(_folder(tmp_path, "whole"), *START, **form)
    change = reformulation(whole)
    before = whole.bytes()
    write_pair(whole.files, change.items, change.events, whole.check)
    wanted = whole.bytes()
    sizes = [len(new) - len(old) for old, new in zip(before, wanted)]
    append = write.append_rows
    ends = {sizes[0] - 1, sizes[0], sizes[0] + 1, sum(sizes) - 1}
    for cut in sorted({*range(0, sum(sizes), 17), *ends}):
        shelf = Shelf(_folder(tmp_path, f"cut{cut}"), *START, **form)

        def failing(path, rows, *, _cut=cut, _shelf=shelf, **options):
            real = path in (_shelf.items, _shelf.events)
            place = 1 if path == _shelf.events else 0
            budget = _cut - (sizes[0] if place else 0)
            if not real or budget >= sizes[place]:
                return append(path, rows, **options)
            with path.open("ab") as file:
                file.write(wanted[place][len(before[place]) :][:budget])
            raise _PowerCut

        monkeypatch.setattr(write, "append_rows", failing)
        with pytest.raises(_PowerCut):
            write_pair(shelf.files, change.items, change.events, shelf.check)
        monkeypatch.setattr(write, "append_rows", append)
        with pytest.raises(InputError):
            shelf.read()
        assert finish_pending(shelf.files)
        assert shelf.bytes() == wanted
        assert sorted(path.name for path in shelf.items.parent.iterdir()) == ["item_events.csv", "items.csv"]
        assert not finish_pending(shelf.files)


def test_write_interrupted_change_is_told_as_such(tmp_path):
    shelf = Shelf(tmp_path, *START)
    (tmp_path / "item_events.csv.pending").write_text("[]")
    with pytest.raises(InputError, match=r"interrupted before both files were written.*delphi items repair"):
        shelf.read()


def test_write_a_note_that_was_cut_means_that_nothing_was_written(tmp_path):
    shelf = Shelf(tmp_path, *START)
    note = tmp_path / "item_events.csv.pending"
    note.write_text('[{"file": "items", "bef')
    assert not finish_pending(shelf.files)
    assert not note.exists()


def test_write_does_not_finish_over_what_somebody_changed(tmp_path):
    shelf = Shelf(tmp_path, *START)
    added = base64.b64encode(b"NB-S2,1,tram,strength,,,2,It hums\n").decode()
    plan = [{"file": "items", "size": shelf.items.stat().st_size, "rows": [], "bytes": added}]
    note = tmp_path / "item_events.csv.pending"
    note.write_text(json.dumps(plan))
    shelf.items.write_bytes(shelf.items.read_bytes() + b"NB-S7,1,tram,strength,,,2,It rings\n")
    before = shelf.bytes()
    with pytest.raises(InputError, match="was changed after a change of the statements had been interrupted"):
        finish_pending(shelf.files)
    assert shelf.bytes() == before
    assert note.exists()


def _folder(path, name):
    folder = path / name
    folder.mkdir()
    return folder
