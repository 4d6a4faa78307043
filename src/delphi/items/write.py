"""Writing register and ledger together: checked before, appended, and never half done without a note of it.

Rows are only ever appended, in the form that the file has (see `delphi.decisions.append`).  Before the
first file is touched, what is going to be written is noted in `item_events.csv.pending`; the note goes when
both files are on the disk.  If the computer stops in between, the note stays: reading the ledger then says so,
and the next `delphi items` writes what is missing, be it half a row.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from delphi.decisions.append import append_rows, cut_row, put_cut_row_aside
from delphi.errors import InputError, InputErrors
from delphi.items.kinds import EVENT_COLUMNS
from delphi.items.pending import pending, refuse_pending
from delphi.items.register import ITEM_COLUMNS
from delphi.study.sources import read_table

Cells = Mapping[str, str]
COLUMNS = {"items": ITEM_COLUMNS, "events": EVENT_COLUMNS}


@dataclass(frozen=True)
class Files:
    """Register and ledger, with the size that each had when it was read (0: it does not exist)."""

    items: Path
    events: Path
    sizes: dict[str, int] = field(default_factory=dict)

    @classmethod
    def at(cls, items: Path | str, events: Path | str) -> Files:
        """The two files as they are now."""
        files = {"items": Path(items), "events": Path(events)}
        sizes = {name: path.stat().st_size if path.exists() else 0 for name, path in files.items()}
        return cls(files["items"], files["events"], sizes)

    def of(self, name: str) -> Path:
        """`items` or `events`."""
        return self.items if name == "items" else self.events

    @property
    def note(self) -> Path:
        """Where it stands what is being written."""
        return pending(self.events)


def write_pair(
    files: Files, items: Sequence[Cells], events: Sequence[Cells], check: Callable[[Path, Path], None]
) -> None:
    """Append rows to register and ledger; both or neither.

    Parameters
    ----------
    items, events
        New rows, cells by column.
    check
        Reads the register and the ledger at two paths and raises an `InputError` for what is wrong.

    Raises
    ------
    InputError
        When the files would contradict each other, or somebody wrote in them meanwhile; nothing is
        written then.
    """
    rows = {"items": list(items), "events": list(events)}
    try_pair(files, items, events, check)
    if not (items or events):
        return
    for name, size in Files.at(files.items, files.events).sizes.items():
        if size != files.sizes[name]:
            what = "somebody wrote in this file just now."
            raise InputError(what, files.of(name), remedy="Nothing was written. Try again.")
    plan = [
        {
            "file": name,
            "before": _count(files.of(name), COLUMNS[name]),
            "rows": [dict(row) for row in rows[name]],
        }
        for name in COLUMNS
    ]
    _note(files.note, json.dumps(plan, ensure_ascii=False, indent=1))
    written = []
    try:
        for name in COLUMNS:
            append_rows(
                files.of(name), rows[name], when_size=files.sizes[name], required=COLUMNS[name], optional=()
            )
            written.append(name)
    except InputError:
        if not written:
            files.note.unlink()
        raise
    files.note.unlink()


def try_pair(
    files: Files, items: Sequence[Cells], events: Sequence[Cells], check: Callable[[Path, Path], None]
) -> None:
    """Check what `write_pair` would make of the files, on copies.

    Raises
    ------
    InputError
        As `check` does, about the files themselves.
    """
    with tempfile.TemporaryDirectory() as folder:
        copies = {name: Path(folder) / files.of(name).name for name in COLUMNS}
        for name, rows in (("items", items), ("events", events)):
            if files.of(name).exists():
                shutil.copyfile(files.of(name), copies[name])
            append_rows(copies[name], rows, required=COLUMNS[name], optional=())
        try:
            check(copies["items"], copies["events"])
        except InputErrors as found:
            raise InputErrors([_as_said(error, files, copies) for error in found.errors]) from None
        except InputError as found:
            raise _as_said(found, files, copies) from None


def finish_pending(files: Files) -> bool:
    """Write what an interrupted change left unwritten; whether there was any.

    Raises
    ------
    InputError
        When somebody changed a file since then, so that a person has to look.
    """
    if not files.note.exists():
        return False
    try:
        plan = json.loads(files.note.read_text("utf-8"))
    except ValueError:  # stopped while the note was being written: nothing else was
        files.note.unlink()
        return False
    for part in plan:
        path, columns = files.of(part["file"]), COLUMNS[part["file"]]
        if cut_row(path):
            aside = path.with_suffix(".cut.txt")
            kept = aside.exists()
            put_cut_row_aside(path)
            if not kept:
                aside.unlink()  # the note holds the row whole
        there = _rows(path, columns)[part["before"] :]
        wanted = [{column: row.get(column, "").strip() for column in columns} for row in part["rows"]]
        if there != wanted[: len(there)]:
            what = "this file was changed after a change of the statements had been interrupted."
            remedy = (
                f"Compare it with {files.note.name}, which says what was to be written; add what is missing"
                f" and delete {files.note.name}."
            )
            raise InputError(what, path, remedy=remedy)
        append_rows(path, part["rows"][len(there) :], required=columns, optional=())
    files.note.unlink()
    return True


def _note(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        refuse_pending(path.with_suffix(""))


def _count(path: Path, columns: Sequence[str]) -> int:
    return len(_rows(path, columns))


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    if not path.exists() or not path.stat().st_size:
        return []
    return [{column: row[column] for column in columns} for row in read_table(path, columns)[1]]


def _as_said(error: InputError, files: Files, copies: Mapping[str, Path]) -> InputError:
    """The same error about the real file; without the line, where that is not written yet."""
    real = {copies[name]: files.of(name) for name in COLUMNS}
    where = real.get(Path(error.where), error.where) if error.where is not None else None
    line = error.line
    if line is not None and isinstance(where, Path) and where.exists():
        line = line if line <= where.read_bytes().count(b"\n") else None
    return InputError(
        f"nothing was written: {error.what}", where, line=line, column=error.column, remedy=error.remedy
    )
