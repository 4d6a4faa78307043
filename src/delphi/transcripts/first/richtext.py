"""Rich text (RTF)."""

from __future__ import annotations

from pathlib import Path

from striprtf.striprtf import rtf_to_text

from delphi.errors import InputError
from delphi.transcripts.first.lines import Line, Source


def read(path: Path) -> Source:
    """Lines of an RTF document; page headers, footers and notes are no text."""
    raw = path.read_bytes().decode("latin-1")
    if not raw.lstrip().startswith("{\\rtf"):
        raise InputError("this is no RTF document.", path, remedy="Save it again as RTF, or give it its own ending.")
    if raw.count("{") - raw.count("\\{") > raw.count("}") - raw.count("\\}"):
        raise InputError("this document is damaged or cut off.", path, remedy="Take it from the backup.")
    text = rtf_to_text(raw)
    return Source([Line(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()], "")
