"""Speaker labels at the head of a line: what a label looks like, and whose it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from delphi.transcripts.first.lines import NO_TIME, Line
from delphi.transcripts.first.stamps import BARE, BRACKETED, LEADING_LONG, Times, times

LONGEST = 60  # characters in which a label must have ended
_COLON = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")
_OPENING = re.compile(r"\s*(?:[-–—•*>]\s*)?")
_AFTER = re.compile(r"[\s:：]*")
_NOTE = re.compile(r"\s*([(\[][^()\[\]]{1,40}[)\]])\s*$")
_NAME = re.compile(r"[^\W_][\w .'’/&()\-]*$")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‑": "-", "‐": "-"})


class Shape(NamedTuple):
    """How a label is marked; labels of one file look alike."""

    bold: bool
    lead: str  # a time stamp before the name: '', 'bare' or 'bracketed'
    trail: str  # a time stamp after the name
    mark: str  # what ends the label: ':', 'tab', 'line', 'bold', 'stamp' or 'voice'
    heading: bool = False

    @property
    def strong(self) -> bool:
        """Marked by more than a colon, so that it is a label even if nobody knows the name."""
        return self.bold or self.heading or bool(self.lead or self.trail) or self.mark in ("tab", "voice")


@dataclass(frozen=True)
class Label:
    """A possible label at the head of a line: the name, how it is marked, what follows it."""

    name: str
    shape: Shape
    rest: str
    start_time: float = NO_TIME
    end_time: float = NO_TIME


class Register:
    """The labels that may speak in a transcript, found whatever their case, spaces and apostrophes."""

    def __init__(self, speakers: Mapping[str, str]) -> None:
        self._labels: dict[str, str] = {}
        for key, label in speakers.items():
            self._labels.setdefault(_form(key), label)
        for key, label in speakers.items():
            for written in (key, label):
                self._labels.setdefault(_form(written).rstrip(". "), label)
        self.labels = sorted(set(speakers.values()))

    def find(self, name: str) -> str | None:
        """The label as registered, or None."""
        form = _form(name)
        return self._labels.get(form) or self._labels.get(form.rstrip(". ")) or self._labels.get(form.strip("[]()<>*_- "))

    def is_label(self, text: str) -> bool:
        """Whether a text is a registered label, with a colon or time stamp at most."""
        return any(self.find(label.name) and not label.rest for label in possible_labels(Line(0, text)))


def possible_labels(line: Line) -> Iterator[Label]:
    """Every way in which the head of a line can be read as a label, the most explicit first."""
    if line.speaker is not None:
        name, _, spoken = _without_stamp(line.speaker.strip().rstrip(":： "))
        start, end = spoken or (line.start_time, line.end_time)
        yield Label(name, Shape(False, "", "", "voice"), line.text, start, end)
        return
    opening = _OPENING.match(line.text)
    begin = opening.end() if opening else 0
    lead, times_before, begin = _leading_stamp(line.text, begin)
    opening = _OPENING.match(line.text, begin)
    begin = opening.end() if opening and lead else begin
    body = line.text[begin:]
    for name, mark, after in _endings(body, line, begin):
        plain, trail, times_after = _without_stamp(name)
        plain = plain.strip().strip("*").strip()
        if not plain:
            continue
        note = _NOTE.search(plain)
        rest = body[after:]
        shape = Shape(_is_bold(line, begin, begin + len(name)), lead, trail, mark, line.heading)
        start, end = times_before or times_after or (line.start_time, line.end_time)
        yield Label(plain, shape, rest, start, end)
        if note and note.start():
            yield Label(plain[: note.start()].strip(), shape, f"{note[1]} {rest}", start, end)


def _endings(body: str, line: Line, begin: int) -> Iterator[tuple[str, str, int]]:
    """(name, mark, where the text after it starts) for each thing that can end a label."""
    head = body[:LONGEST]
    colon = _COLON.search(head)
    tab = head.find("\t")
    if tab > 0 and (not colon or tab < colon.start()):
        yield body[:tab], "tab", tab + 1
    if colon and colon.start():
        yield body[: colon.start()], ":", colon.end()
    stamp = BRACKETED.search(head)
    if stamp and stamp.start():
        after = _AFTER.match(body, stamp.end())
        yield body[: stamp.end()], "stamp", after.end() if after else stamp.end()
    if len(body.strip()) <= LONGEST:
        yield body.strip().rstrip(":："), "line", len(body)
    for low, high in line.bold:
        if low <= begin < high and high - begin <= LONGEST:
            yield body[: high - begin].strip().rstrip(":："), "bold", high - begin


def _leading_stamp(text: str, begin: int) -> tuple[str, Times | None, int]:
    for kind, pattern in (("bracketed", BRACKETED), ("bare", LEADING_LONG), ("bare", BARE)):
        match = pattern.match(text, begin)
        if match:
            return kind, times(match), match.end()
    return "", None, begin


def _without_stamp(name: str) -> tuple[str, str, Times | None]:
    """A name without the time stamp at its end."""
    for kind, pattern in (("bracketed", BRACKETED), ("bare", BARE)):
        for match in pattern.finditer(name):
            if match.start() and not name[match.end() :].strip(" -–:"):
                return name[: match.start()].rstrip(" -–,\t"), kind, times(match)
    return name, "", None


def _is_bold(line: Line, low: int, high: int) -> bool:
    """Whether all letters and digits of a stretch are bold."""
    wanted = [i for i in range(low, min(high, len(line.text))) if line.text[i].isalnum()]
    return bool(line.bold) and all(any(a <= i < b for a, b in line.bold) for i in wanted)


def looks_like_name(name: str, lower_case: bool = False, words: int = 3) -> bool:
    """One to three words without sentence marks, the first with a capital or a digit."""
    parts = name.split()
    if not parts or len(parts) > words or len(name) > 40 or not _NAME.match(name):
        return False
    first = next((c for c in name if c.isalnum()), "")
    return any(c.isalpha() for c in name) and (lower_case or not first.islower())


def _form(name: str) -> str:
    plain = unicodedata.normalize("NFC", name).translate(_PLAIN)
    return " ".join(unicodedata.normalize("NFC", plain.casefold()).split())
