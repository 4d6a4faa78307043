"""Text files."""

from __future__ import annotations

from pathlib import Path

from delphi.transcripts.first.encoding import decode
from delphi.transcripts.first.lines import LINE_END, Line, Source


def read(path: Path) -> Source:
    """Lines of a text file; a line opens a paragraph after an empty line, or always when there are none."""
    text, encoding = decode(path.read_bytes(), path)
    return Source(paragraphs(text), encoding)


def paragraphs(text: str) -> list[Line]:
    """Lines that are not empty, with their numbers."""
    lines = []
    after_gap = True
    for number, line in enumerate(LINE_END.split(text), start=1):
        if line.strip():
            lines.append(Line(number, line, opens=after_gap))
        after_gap = not line.strip()
    if not any(line.opens for line in lines[1:]):
        lines = [Line(line.number, line.text) for line in lines]
    return lines
