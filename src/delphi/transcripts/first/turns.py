"""From lines to turns: what one speaker says until another speaks."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from delphi.errors import InputError, InputErrors
from delphi.transcripts.first.labels import Label, Register, possible_labels
from delphi.transcripts.first.lines import NO_TIME, Line, plain_text
from delphi.transcripts.first.stamps import BRACKETED, LEADING_LONG, Times, only_stamp, times, without_stamps
from delphi.transcripts.first.unknown import Marked, unknown_speakers


class Turn(NamedTuple):
    """A turn; times in seconds, NaN where the source has none; `line` as in `Line.number`."""

    turn: int
    speaker: str
    start_time: float
    end_time: float
    line: int
    text: str


_NOTE = re.compile(r"\[[^\[\]]*\]")


def stage_notes(text: str) -> list[tuple[int, int]]:
    """Where the transcriber's notes such as `[lacht]` stand in a turn's text, end exclusive."""
    return [match.span() for match in _NOTE.finditer(text)]


def turns_of(lines: Sequence[Line], register: Register, path: Path) -> tuple[list[Turn], list[str]]:
    """Divide lines among speakers.

    Returns
    -------
    turns, warnings

    Raises
    ------
    InputErrors
        For every label that looks like a speaker's and is not registered.
    InputError
        When no line has a registered label.
    """
    marked = mark(lines, register)
    errors, warnings = unknown_speakers(marked, register, path)
    if errors:
        raise InputErrors(errors)
    if not any(entry.speaker for entry in marked):
        raise InputError(
            "no line starts with a registered speaker's label.",
            path,
            remedy="Expected lines such as `Name: text` with labels of participants.csv or facilitators of "
            f"transcripts.csv, for instance {', '.join(register.labels[:5])}.",
        )
    turns, more = _joined(marked)
    if not turns:
        raise InputError("there are labels but no speech in this file.", path)
    return turns, warnings + more


def mark(lines: Sequence[Line], register: Register) -> list[Marked]:
    """Find the label, if any, at the head of each line."""
    marked = []
    for place, line in enumerate(lines):
        readings = list(possible_labels(line))
        known = next((label for label in readings if _is_speaker(label, line, lines[:place][-1:], register)), None)
        speaker = register.find(known.name) if known else None
        marked.append(Marked(line, speaker, known, readings))
    return marked


def _is_speaker(label: Label, line: Line, before: Sequence[Line], register: Register) -> bool:
    if register.find(label.name) is None:
        return False
    if label.shape.mark == "line" and not label.shape.strong and ":" not in line.text and "：" not in line.text:
        return line.opens  # a name alone on a line of wrapped text or a cue is speech
    return True


@dataclass
class _Growing:
    speaker: str
    line: int
    start_time: float
    end_time: float
    parts: list[str] = field(default_factory=list)


def _joined(marked: Sequence[Marked]) -> tuple[list[Turn], list[str]]:
    growing: list[_Growing] = []
    dropped: list[int] = []
    waiting: Times | None = None
    for entry in marked:
        line = entry.line
        alone = only_stamp(line.text) if entry.speaker is None else None
        if alone:
            waiting = alone
            continue
        if entry.speaker is None and line.heading:
            continue
        text, inner = _spoken(entry)
        if entry.label and entry.speaker:
            start, end = entry.label.start_time, entry.label.end_time
        else:
            start, end = line.start_time, line.end_time
        if math.isnan(start):
            start, end = waiting or inner or (NO_TIME, NO_TIME)
        waiting = None
        if entry.speaker and (not growing or growing[-1].speaker != entry.speaker):
            growing.append(_Growing(entry.speaker, line.number, start, end, [text]))
        elif growing:
            last = growing[-1]
            if not "".join(last.parts).strip() and math.isnan(last.start_time):
                last.start_time = start
            last.parts.append(text)
            last.end_time = end if not math.isnan(end) else last.end_time
        elif text:
            dropped.append(line.number)
    warnings = []
    if dropped:
        warnings.append(f"{len(dropped)} line(s) before the first label are no speech (line {dropped[0]} ff.)")
    return _numbered(growing, warnings), warnings


def _numbered(growing: Sequence[_Growing], warnings: list[str]) -> list[Turn]:
    """Turns with text, counted from 1; what stands around an empty one is one turn if one person says it."""
    turns: list[Turn] = []
    for entry in growing:
        text = " ".join(part for part in entry.parts if part)
        if not text:
            warnings.append(f"line {entry.line}: the label `{entry.speaker}` has no text and makes no turn")
        elif turns and turns[-1].speaker == entry.speaker:
            last = turns[-1]
            end = entry.end_time if not math.isnan(entry.end_time) else last.end_time
            turns[-1] = last._replace(text=f"{last.text} {text}", end_time=end)
        else:
            turns.append(
                Turn(len(turns) + 1, entry.speaker, entry.start_time, entry.end_time, entry.line, text)
            )
    return turns


def _spoken(entry: Marked) -> tuple[str, Times | None]:
    """The text of a line without label and time stamps, and the time stamp that opened it."""
    text = entry.label.rest if entry.label and entry.speaker else entry.line.text
    match = BRACKETED.match(text.lstrip()) or LEADING_LONG.match(text)
    inner = None
    if match:
        inner = times(match)
        text = text.lstrip()[match.end() :] if BRACKETED.match(text.lstrip()) else text[match.end() :]
    return plain_text(without_stamps(text)), inner
