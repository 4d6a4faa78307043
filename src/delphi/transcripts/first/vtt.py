"""WebVTT, as meeting software and speech recognition write it."""

from __future__ import annotations

from pathlib import Path

from delphi.errors import InputError
from delphi.transcripts.first.cues import cue_lines, cues_of
from delphi.transcripts.first.encoding import decode
from delphi.transcripts.first.lines import Source


def read(path: Path) -> Source:
    """Lines of a WebVTT file; notes, style sheets and the names of cues are no text."""
    text, encoding = decode(path.read_bytes(), path)
    if not text.lstrip("\ufeff \r\n").startswith("WEBVTT"):
        remedy = "Expected `WEBVTT` in the first line; a SubRip file ends in .srt."
        raise InputError("this is no WebVTT file.", path, line=1, remedy=remedy)
    return Source(cue_lines(cues_of(text, path, blank_ends=True)), encoding)
