"""Time stamps as transcription services and transcribers write them, in seconds."""

from __future__ import annotations

import math
import re

# 1:02:03, 01:02:03.450, 01:02:03,450, 01:02:03-4 (tenths), 01:02:03:12 (frames), 02:03, 102:03.5
_CLOCK = (
    r"(?:\d{1,3}:[0-5]?\d:[0-5]\d(?:[.,]\d{1,3}|-\d(?!\d)|:\d\d)?"
    r"|\d{1,3}:[0-5]\d(?:[.,]\d{1,3}|-\d(?!\d))?)(?![\d:]*\d)"
)
_DOTTED = r"\d{1,2}\.[0-5]\d\.[0-5]\d"  # 00.01.23, in brackets only
_RANGE = rf"(?:{_CLOCK}|{_DOTTED})(?:\s*(?:-->|->|[-–—]|to|tot)\s*(?:{_CLOCK}|{_DOTTED}))?"
BRACKETED = (
    rf"(?:\[\s*{_RANGE}\s*\]|\(\s*{_RANGE}\s*\)|\{{\s*{_RANGE}\s*\}}|<\s*{_RANGE}\s*>|\#\s*{_RANGE}\s*\#)"
)
BARE = rf"(?<![\w:]){_CLOCK}(?:\s*(?:-->|->|[-–—])\s*{_CLOCK})?(?!\w)"
STAMP = rf"(?:{BRACKETED}|{BARE})"

_ONE = re.compile(rf"{_CLOCK}|{_DOTTED}")
_ALONE = re.compile(rf"\s*{STAMP}\s*")
_IN_SPEECH = re.compile(rf"\[\s*{_RANGE}\s*\]|\#\s*{_RANGE}\s*\#|<\s*{_RANGE}\s*>")
_AT_START = re.compile(rf"\s*(?=\d+:\d+:\d){BARE}\s*(?:[-–—|]\s+)?")


def span(stamp: str) -> tuple[float, float]:
    """Start and end in seconds; the end is NaN for a stamp that names one moment.

    `m:ss` and `h:mm:ss`; fractions and tenths are kept, video frames are not.
    """
    times = [_value(text) for text in _ONE.findall(stamp)]
    return (times[0] if times else math.nan, times[1] if len(times) > 1 else math.nan)


def is_stamp(text: str) -> bool:
    """Whether a line holds a time stamp and nothing else."""
    return any(map(str.isdigit, text)) and _ALONE.fullmatch(text) is not None


def without_stamps(text: str) -> tuple[str, float]:
    """A text without the stamps that stand in it, and the moment of one that closes it (NaN if none).

    Only marks that nobody speaks: `[00:12:34]`, `#00:12:34-5#`, `<00:12:34>`.  `(14:30)` and `14:30` stay.
    """
    last = math.nan
    if not any(mark in text for mark in "[#<"):
        return text, last
    for match in _IN_SPEECH.finditer(text):
        if not text[match.end() :].strip():
            last = span(match[0])[0]
    return _IN_SPEECH.sub(" ", text), last


def without_leading_stamp(text: str) -> str:
    """A paragraph without the bare `h:mm:ss` that it opens with, for files that write stamps so."""
    return _AT_START.sub("", text, count=1)


def _value(text: str) -> float:
    text = re.sub(r"-(\d)$", r".\1", text.replace(",", "."))
    if text.count(".") == 2:
        text = text.replace(".", ":")
    value = 0.0
    for part in text.split(":")[:3]:
        value = value * 60 + float(part)
    return round(value, 3)
