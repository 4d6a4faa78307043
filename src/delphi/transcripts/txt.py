"""Plain text: a line is a paragraph, unless the file is wrapped at a fixed width."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from delphi.transcripts.encoding import decode, read_bytes
from delphi.transcripts.foreign import refuse_foreign
from delphi.transcripts.source import Line, Source, joined

WIDEST_WRAP = 120  # characters; longer lines are paragraphs
FEWEST_WRAPPED = 5


def read(path: Path) -> Source:
    """Read a text file."""
    raw = read_bytes(path)
    refuse_foreign(raw, path)
    text, encoding = decode(raw, path)
    return Source(tuple(wrapped(lines_of(text))), encoding)


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold something, numbered as they stand."""
    lines = []
    blank = True
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            lines.append(Line(number, joined([(line, False)])[0], after_blank=blank))
        blank = not line.strip()
    return lines


def wrapped(lines: Sequence[Line]) -> list[Line]:
    """The same lines; where a paragraph was cut at a fixed width, its further lines open nothing.

    A line is the further part of a paragraph when no empty line stands before it, its first word would
    not have fitted in the line above, and no sentence ends there.
    """
    width = max((len(line.text.rstrip()) for line in lines), default=0)
    if width > WIDEST_WRAP or sum(not line.after_blank for line in lines) < FEWEST_WRAPPED:
        return list(lines)
    found = list(lines[:1])
    for above, line in itertools.pairwise(lines):
        first_word = line.text.split(None, 1)[0]
        full = len(above.text.rstrip()) + 1 + len(first_word) > width
        ends = re.search(r"[.!?…:;][\"'”’)\]]*\s*$", above.text)
        further = full and not ends and not line.after_blank
        found.append(replace(line, opens=False) if further else line)
    return found
