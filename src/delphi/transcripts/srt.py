"""SubRip: labels at the start of cues say who speaks."""

from __future__ import annotations

from pathlib import Path

from delphi.transcripts.cues import read_cues
from delphi.transcripts.source import Source


def read(path: Path) -> Source:
    """Read a SubRip file."""
    return read_cues(path, blocks=False)
