"""Several files written as one: all of them, or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from delphi.writing import unwritable


@contextmanager
def all_or_nothing(paths: Sequence[Path]) -> Iterator[None]:
    """Bring files back to what they were, or were not, should anything fail while they are written."""
    before = {path: path.read_bytes() if path.exists() else None for path in paths}
    try:
        yield
    except BaseException as error:
        for path in [path for path, raw in before.items() if raw is None]:
            path.unlink(missing_ok=True)  # first, because it makes room
        for path, raw in before.items():
            if raw is None or (now := path.read_bytes()) == raw:
                continue
            if now.startswith(raw):  # grown: a full disk has no room for a copy
                os.truncate(path, len(raw))
            else:
                with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as copy:
                    copy.write(raw)
                Path(copy.name).replace(path)
        if isinstance(error, OSError):
            raise unwritable(error, error.filename or os.path.commonpath(paths)) from None
        raise
