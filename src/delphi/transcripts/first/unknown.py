"""Labels that look like a speaker's and that no register knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from delphi.errors import InputError
from delphi.transcripts.first.labels import Label, Register
from delphi.transcripts.first.lines import Line


@dataclass(frozen=True)
class Marked:
    """A line with the registered speaker whose label it has, and every reading of its head."""

    line: Line
    speaker: str | None
    label: Label | None
    readings: list[Label]


def unknown_speakers(
    marked: Sequence[Marked], register: Register, path: Path
) -> tuple[list[InputError], list[str]]:
    """Stub."""
    return [], []
