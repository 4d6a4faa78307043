"""Cues of subtitle files: their times, their lines, and who speaks where the format says so."""

from __future__ import annotations

import html
import re
from pathlib import Path

from delphi.errors import InputError
from delphi.transcripts.encoding import decode, read_bytes
from delphi.transcripts.foreign import refuse_foreign
from delphi.transcripts.source import Line, Source, joined

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,:](\d{1,3}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*-+>\s*{_TIME}(?:\s.*)?$")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_TAG = re.compile(r"</?(?:[biu]|c|ruby|rt|lang|font)\b[^<>]*>|<[\d:.]+>|\{\\[^{}]*\}", re.IGNORECASE)
_VOICE = re.compile(r"<v(?:\.[^\s<>]+)?(?:\s+(?P<name>[^<>]*))?>|(?P<closed></v>)", re.IGNORECASE)


def read_cues(path: Path, *, blocks: bool) -> Source:
    """Read a subtitle file.

    Parameters
    ----------
    blocks
        Whether blocks that are no cues (`NOTE`, `STYLE`) may stand in it, as in WebVTT.

    Raises
    ------
    InputError
        When it holds no cue, or a cue's times cannot be read.
    """
    raw = read_bytes(path)
    refuse_foreign(raw, path)
    text, encoding = decode(raw, path)
    source = text.split("\n")
    starts = [place for place, line in enumerate(source) if _is_times(line, place, path)]
    if not starts:
        remedy = "Expected lines such as `00:00:01.000 --> 00:00:04.000`, each followed by what is said."
        raise InputError("the file holds no cue.", path, remedy=remedy)
    lines: list[Line] = []
    for place, start in enumerate(starts):
        stop = starts[place + 1] if place + 1 < len(starts) else len(source)
        match = _TIMES.match(source[start])
        assert match is not None
        times = (_seconds(match.groups()[:4]), _seconds(match.groups()[4:]))
        lines += _cue(_said(source, start + 1, stop, stop < len(source), blocks), times)
    return Source(tuple(lines), encoding)


def _is_times(line: str, place: int, path: Path) -> bool:
    if "->" not in line:
        return False
    if _TIMES.match(line):
        return True
    if re.match(r"\s*\d[\d:.,]*\s*-+>", line):
        remedy = "Expected `00:00:01.000 --> 00:00:04.000`."
        raise InputError("the times of this cue cannot be read.", path, line=place + 1, remedy=remedy)
    return False


def _said(source: list[str], first: int, stop: int, more: bool, blocks: bool) -> list[tuple[int, str]]:
    """Numbered lines of a cue: up to the next cue, without that one's identifier and without blocks."""
    lines = [(number + 1, source[number]) for number in range(first, stop)]
    if more and lines:
        above = lines[-2][1].strip() if len(lines) > 1 else ""
        # The identifier stands right above the times: a number, or in WebVTT anything after an empty line.
        if lines[-1][1].strip().isdigit() or (lines[-1][1].strip() and not above):
            lines = lines[:-1]
    if blocks:
        end = next((i for i, (_, line) in enumerate(lines) if not line.strip()), len(lines))
        lines = lines[:end]
    return [(number, line) for number, line in lines if line.strip()]


def _cue(said: list[tuple[int, str]], times: tuple[float, float]) -> list[Line]:
    lines: list[Line] = []
    voice: str | None = None
    above = ""
    for number, line in said:
        for name, text in _voices(line, voice):
            voice = name
            words = html.unescape(_TAG.sub("", text))
            if not words.strip(" \t\u00a0-–—"):
                continue
            opens = (
                not above
                or bool(re.match(r"\s*[-–—]\s*\S", words))
                or bool(re.search(r"[.!?…][\"'”’)\]]*\s*$", above))
            )
            shown = joined([(words, False)])[0]
            lines.append(
                Line(
                    number,
                    shown,
                    opens=opens,
                    after_blank=not above,
                    voice=name,
                    start=times[0],
                    end=times[1],
                )
            )
            above = words
    return lines


def _voices(line: str, voice: str | None) -> list[tuple[str | None, str]]:
    """The parts of a line with the voice that says them."""
    parts: list[tuple[str | None, str]] = []
    last = 0
    for match in _VOICE.finditer(line):
        parts.append((voice, line[last : match.start()]))
        last = match.end()
        voice = None if match["closed"] else html.unescape(match["name"] or "").strip()
    parts.append((voice, line[last:]))
    return parts


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, whole, fraction = parts
    exact = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(whole or 0)
    return exact + float(f"0.{fraction or 0}")
