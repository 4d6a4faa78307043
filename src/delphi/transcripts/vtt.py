"""WebVTT: voice tags or labels say who speaks; notes, styles and identifiers are no text."""

from __future__ import annotations

from pathlib import Path

from delphi.transcripts.cues import read_cues
from delphi.transcripts.source import Source


def read(path: Path) -> Source:
    """Read a WebVTT file."""
    return read_cues(path, blocks=True)
