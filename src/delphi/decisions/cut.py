"""A last row that was cut when the power failed: found, and put aside when a person agrees."""

from __future__ import annotations

import os
from pathlib import Path

from delphi.decisions.form import decoded, whole_rows
from delphi.decisions.locked import locked, read_all


def cut_row(path: Path | str) -> str:
    """The last row of a file when it was cut in the middle, so that it has too few cells or an open quotation."""
    path = Path(path)
    if not path.exists() or not path.stat().st_size:
        return ""
    text = decoded(path, path.read_bytes())[0]
    return text[whole_rows(text) :]


def put_cut_row_aside(path: Path | str) -> Path:
    """Move a cut last row to `<coder>.cut.txt` beside the file; to be called when a person agreed.

    The only place where bytes leave a decision file: a cut row was never confirmed, and cannot be read.
    """
    path = Path(path)
    aside = path.with_suffix(".cut.txt")
    with locked(path) as handle:
        raw = read_all(handle)
        text, encoding, mark = decoded(path, raw)
        whole = whole_rows(text)
        if whole < len(text):
            with aside.open("a", encoding="utf-8", newline="\n") as file:
                file.write(text[whole:] + "\n")
                file.flush()
                os.fsync(file.fileno())
            os.ftruncate(handle, len(mark) + len(text[:whole].encode(encoding)))
            os.fsync(handle)
    return aside
