"""Cues of subtitle files, WebVTT and SubRip: times, and what is said with who says it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from delphi.errors import InputError
from delphi.transcripts.first.lines import LINE_END, Line, unescape
from delphi.transcripts.first.stamps import seconds

_TIMING = re.compile(
    r"\s*(?P<start>(?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)\s*-->\s*(?P<end>(?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)(?:\s|$)"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|</?>|<\d[\d:.,]*>|\{\\[^{}]*\}")


@dataclass
class Cue:
    """One cue: the line of its times, its times in seconds, its lines of text."""

    line: int
    start_time: float
    end_time: float
    rows: list[str] = field(default_factory=list)


def cues_of(text: str, path: Path, *, blank_ends: bool) -> list[Cue]:
    """Cut a file into cues.

    Parameters
    ----------
    blank_ends
        An empty line ends a cue (WebVTT); otherwise the next times do (SubRip).

    Raises
    ------
    InputError
        For times that cannot be read, with the line, and for a file without cues.
    """
    cues: list[Cue] = []
    open_cue = False
    rows = LINE_END.split(text)
    for number, row in enumerate(rows, start=1):
        if "-->" in row:
            match = _TIMING.match(row)
            if match:
                if not blank_ends and cues:
                    _drop_counter(cues[-1])
                cues.append(Cue(number, seconds(match["start"]), seconds(match["end"])))
                open_cue = True
                continue
            if not open_cue:
                remedy = "Expected times such as 00:00:01.500 --> 00:00:03.900."
                raise InputError("the times of this cue cannot be read.", path, line=number, remedy=remedy)
        if not row.strip() and blank_ends:
            open_cue = False
        elif open_cue and row.strip():
            cues[-1].rows.append(row)
        elif open_cue:
            cues[-1].rows.append("")
    if not cues:
        remedy = "Expected times such as 00:00:01.500 --> 00:00:03.900 above every cue."
        raise InputError("there is no cue in this file.", path, remedy=remedy)
    return cues


def cue_lines(cues: list[Cue]) -> list[Line]:
    """Lines of cues; a voice tag gives the speaker, and holds to the end of the cue."""
    lines: list[Line] = []
    for cue in cues:
        speaker: str | None = None
        for row in cue.rows:
            pieces = _VOICE.split(row)
            for place, piece in enumerate(pieces):
                if place % 2:
                    speaker = unescape(piece).strip()
                    continue
                said = unescape(_TAG.sub("", piece))
                if said.strip():
                    lines.append(
                        Line(
                            cue.line, said, speaker=speaker, start_time=cue.start_time, end_time=cue.end_time,
                            opens=False,
                        )  # fmt: skip
                    )
    return lines


def _drop_counter(cue: Cue) -> None:
    """Take the number of the next cue from the end of this one."""
    while cue.rows and not cue.rows[-1].strip():
        cue.rows.pop()
    if cue.rows and cue.rows[-1].strip().isdecimal() and (len(cue.rows) > 1):
        cue.rows.pop()
