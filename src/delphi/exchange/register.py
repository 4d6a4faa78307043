"""The register of reactions to feedback: its columns, and care for one that somebody filled in."""

from __future__ import annotations

import shutil
from pathlib import Path

from delphi.errors import InputError
from delphi.study.sources import read_table

REACTION_COLUMNS = (
    "round", "number", "item_id", "version", "work_model", "statement", "participant_id", "reaction", "words",
)  # fmt: skip
TO_FILL_IN = ("participant_id", "reaction", "words")


def keep_filled(path: Path) -> Path | None:
    """Copy a register that somebody filled in where the template lay, before it is made again.

    Returns
    -------
    Path or None
        The copy, `<name>-filled.csv` (with a number when there is another one already).
    """
    if not path.exists() or not _is_filled(path):
        return None
    number = 1
    while True:
        copy = path.with_name(f"{path.stem}-filled{'' if number == 1 else f'-{number}'}.csv")
        if not copy.exists():
            shutil.copyfile(path, copy)
            return copy
        if copy.read_bytes() == path.read_bytes():
            return None
        number += 1


def _is_filled(path: Path) -> bool:
    try:
        _, rows = read_table(path, ())
    except InputError:
        return True  # whatever a spreadsheet made of it, it is not the template any more
    return any(row[column] for row in rows for column in TO_FILL_IN)
