"""Time stamps in the text of a transcript."""

from __future__ import annotations

import re

from delphi.transcripts.first.lines import NO_TIME

Times = tuple[float, float]

_CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3}|-\d{1,3})?"
_LONG = r"\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})?"


def _pattern(clock: str, numbered: str = "") -> str:
    return rf"(?P<from{numbered}>{clock})(?:\s*(?:-->|->|–|—|-)\s*(?P<to{numbered}>{clock}))?"


_BRACKETED = (
    rf"(?:\[\s*{_pattern(_CLOCK, '1')}\s*\]|\(\s*{_pattern(_CLOCK, '2')}\s*\)"
    rf"|\{{\s*{_pattern(_CLOCK, '3')}\s*\}}|<\s*{_pattern(_CLOCK, '4')}\s*>|#\s*{_pattern(_CLOCK, '5')}\s*#)"
)
BRACKETED = re.compile(_BRACKETED)
BARE = re.compile(rf"(?<![\w:.,]){_pattern(_CLOCK)}(?![\w:])")
LEADING_LONG = re.compile(rf"\s*{_pattern(_LONG)}(?![\w:])\s*[-–:]?\s*")
# In running text only what cannot be speech: square brackets and number signs, not "(14:30)".
INSIDE = re.compile(rf"\[\s*{_pattern(_CLOCK, '1')}\s*\]|#\s*{_pattern(_CLOCK, '5')}\s*#")
ONLY = re.compile(rf"\s*(?:{_BRACKETED}|{_pattern(_CLOCK)})\s*[-–:]?\s*$")


def seconds(stamp: str) -> float:
    """Seconds of `0:12`, `00:01:23`, `00:01:23.500`, `00:01:23-4` (tenths)."""
    clock, dash, tenths = stamp.strip().partition("-")
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    if dash and tenths:
        total += float(f"0.{tenths}")
    return round(total, 3)


def times(match: re.Match[str]) -> Times:
    """Start and end that a match of one of the patterns names; NaN for no end."""
    found = {key.rstrip("12345"): value for key, value in match.groupdict().items() if value}
    return seconds(found["from"]), seconds(found["to"]) if "to" in found else NO_TIME


def only_stamp(text: str) -> Times | None:
    """The times of a text that is a time stamp and nothing else."""
    match = ONLY.match(text)
    return times(match) if match else None


def without_stamps(text: str) -> str:
    """Running text without the time stamps in it."""
    return INSIDE.sub(" ", text) if ("[" in text or "#" in text) else text
