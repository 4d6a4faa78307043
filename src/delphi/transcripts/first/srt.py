"""SubRip subtitles."""

from __future__ import annotations

from pathlib import Path

from delphi.transcripts.first.cues import cue_lines, cues_of
from delphi.transcripts.first.encoding import decode
from delphi.transcripts.first.lines import Source


def read(path: Path) -> Source:
    """Lines of a SubRip file; an empty line within a cue does not end it."""
    text, encoding = decode(path.read_bytes(), path)
    return Source(cue_lines(cues_of(text, path, blank_ends=False)), encoding)
