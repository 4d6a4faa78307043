"""Writing register and ledger together: checked before, appended, and never half done without a note of it.

Rows are only ever appended, in the form that the file has (see `delphi.decisions.append`).  Before the
first file is touched, what is going to be written is noted in `item_events.csv.pending`; the note goes when
both files are on the disk.  If the computer stops in between, the note stays: reading the ledger then says so,
and the next `delphi items` writes what is missing, be it half a row.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from delphi.decisions.append import append_rows
from delphi.errors import InputError, InputErrors
from delphi.items.kinds import EVENT_COLUMNS
from delphi.items.pending import pending, refuse_pending
from delphi.items.register import ITEM_COLUMNS
from delphi.writing import unwritable

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
    added = try_pair(files, items, events, check)
    if not (items or events):
        return
    for name, size in Files.at(files.items, files.events).sizes.items():
        if size != files.sizes[name]:
            what = "somebody wrote in this file just now."
            raise InputError(what, files.of(name), remedy="Nothing was written. Try again.")
    plan = [
        {
            "file": name,
            "size": files.sizes[name],
            "rows": [dict(row) for row in rows[name]],
            "bytes": base64.b64encode(added[name]).decode(),
        }
        for name in COLUMNS
    ]
    _note(files.note, json.dumps(plan, ensure_ascii=False, indent=1))
    written = []
    try:
        for name in COLUMNS:
            append_rows(files.of(name), rows[name], when_size=files.sizes[name], columns=COLUMNS[name])
            written.append(name)
    except InputError as error:
        if not written:
            files.note.unlink()
            raise
        remedy = "The change stands in items.csv already. Mend that and run `delphi items repair`; it writes the rest."
        raise InputError(error.what, error.where, remedy=remedy) from None
    files.note.unlink()


def try_pair(
    files: Files, items: Sequence[Cells], events: Sequence[Cells], check: Callable[[Path, Path], None]
) -> dict[str, bytes]:
    """Check what `write_pair` would make of the files, on copies; the bytes that each would gain.

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
            append_rows(copies[name], rows, columns=COLUMNS[name])
        try:
            check(copies["items"], copies["events"])
        except InputErrors as found:
            raise InputErrors([_as_said(error, files, copies) for error in found.errors]) from None
        except InputError as found:
            raise _as_said(found, files, copies) from None
        whole = {name: path.read_bytes() if path.exists() else b"" for name, path in copies.items()}
        return {name: whole[name][files.sizes[name] :] for name in COLUMNS}


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
    tails = []
    for part in plan:
        path, added = files.of(part["file"]), base64.b64decode(part["bytes"])
        there = path.read_bytes() if path.exists() else b""
        if len(there) < part["size"] or not added.startswith(there[part["size"] :]):
            what = "this file was changed after a change of the statements had been interrupted."
            remedy = (
                f"Compare it with {files.note.name}, which says what was to be written; add what is missing"
                f" and delete {files.note.name}."
            )
            raise InputError(what, path, remedy=remedy)
        tails.append((path, added[len(there) - part["size"] :]))
    for path, tail in tails:
        with path.open("ab") as file:
            file.write(tail)
            file.flush()
            os.fsync(file.fileno())
    files.note.unlink()
    return True


def _note(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            except OSError as error:
                path.unlink()
                raise unwritable(error, path) from None
    except FileExistsError:
        refuse_pending(path.with_suffix(""))


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
