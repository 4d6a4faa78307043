"""The file that `delphi gate` leaves when nothing hard is open; no other file opens the way to a language model."""

from __future__ import annotations

from pathlib import Path

from delphi.writing import whole

SAID = "No hard identifier stands in the transcripts that a person did not clear.\n"


def write_passed(file: Path | str) -> None:
    """Say that the gate has passed."""
    with whole(file) as part:
        part.write_text(SAID, encoding="utf-8")


def has_passed(file: Path | None) -> bool:
    """Whether this is the gate's own file."""
    try:
        return file is not None and file.read_bytes() == SAID.encode()
    except OSError:
        return False
