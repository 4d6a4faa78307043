"""Which decisions the learner learns from: all but the last few of a file that grows.

Learning anew after every decision would code every transcript anew.  A coder's file only grows, so its rows
are taken in whole steps: until the next step is full, nothing that depends on the learner is out of
date, and the same files still give the same learner.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from delphi.study.sources import read_table

STEP, SMALL_STEP = 50, 10
ADDED = ("suggestion_shown", "codebook_version")
"""Columns that rows may lack: `decisions.store.OPTIONAL_COLUMNS`, without what that module needs to start."""
SMALL = 100  # a file with fewer rows goes by the small step


def learned_rows(n: int) -> int:
    """How many of the first rows of a file with `n` rows are learned from."""
    step = STEP if n >= SMALL else SMALL_STEP
    return n - n % step


def learned_cells(files: Iterable[Path | str]) -> list[list[str]]:
    """The cells of those rows, for a checksum: what the learner depends on."""
    found = []
    for file in sorted(Path(file) for file in files):
        if not file.exists() or file.stat().st_size == 0:
            continue
        _, rows = read_table(file, ("coder",), strip=False, added=ADDED)
        found += [list(map(str, row.cells.values())) for row in rows[: learned_rows(len(rows))]]
    return found
