"""The note beside the ledger that says what is being written in register and ledger."""

from __future__ import annotations

from pathlib import Path

from delphi.errors import InputError


def pending(events: Path | str) -> Path:
    """Where the note is."""
    return Path(f"{events}.pending")


def refuse_pending(events: Path | str) -> None:
    """Say so when a change of the statements was interrupted before both files were written.

    Raises
    ------
    InputError
        With the command that writes what is missing.
    """
    if pending(events).exists():
        what = "a change of the statements was interrupted before both files were written."
        raise InputError(
            what, pending(events), remedy="Run `delphi items repair`; it writes what is missing."
        )
