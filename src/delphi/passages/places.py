"""Where a quotation stands in a transcript as it is now: exactly, by its context, or nearly."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from delphi.rows import rows_of

CONTEXT = 32  # characters of prefix and suffix that decisions keep
SHORT = 20  # a quotation of fewer characters may be said by anyone, anywhere
ENOUGH = 30  # characters of quotation and context together that two turns will not share by chance
LIKENESS = 90.0  # of 100, for a quotation whose words were corrected
AGREES = 0.7  # of 1, likeness of prefix and suffix that is evidence
_BETWEEN = "\x00"  # stands between turns; no text holds it


class Place(NamedTuple):
    """A stretch of a turn."""

    turn: int
    start: int
    end: int


class Wanted(NamedTuple):
    """What a decision remembers of its passage."""

    turn: int
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


class Conversation:
    """The turns of one transcript, prepared for finding quotations in them."""

    def __init__(self, numbers: Sequence[int], texts: Sequence[str], coded: Sequence[bool]) -> None:
        self.text = dict(zip(numbers, texts))
        self.coded = {number for number, is_coded in zip(numbers, coded) if is_coded}
        self._numbers = list(numbers)
        self._whole = _BETWEEN.join(texts)
        self._starts: list[int] = []
        position = 0
        for text in texts:
            self._starts.append(position)
            position += len(text) + 1
        self._words: dict[int, frozenset[str]] = {}

    def stands(self, wanted: Wanted) -> bool:
        """Whether the quotation is where the decision says."""
        text = self.text.get(wanted.turn)
        return text is not None and bool(wanted.quote) and text[wanted.start : wanted.end] == wanted.quote

    def occurrences(self, quote: str) -> list[Place]:
        """Every exact occurrence, in order; they may overlap."""
        found = []
        position = self._whole.find(quote)
        while position >= 0:
            index = bisect_right(self._starts, position) - 1
            start = position - self._starts[index]
            found.append(Place(self._numbers[index], start, start + len(quote)))
            position = self._whole.find(quote, position + 1)
        return found

    def opening(self, text: str) -> list[int]:
        """Turns that open with a text."""
        return [number for number in self._numbers if self.text[number].startswith(text)]

    def agreement(self, wanted: Wanted, place: Place) -> float:
        """Likeness of what stands around a place to what stood around the quotation, from 0 to 1.

        Without any context the quotation was a whole turn, or the decision kept none: 0.5 then says
        nothing either way.
        """
        return sum(self._sides(wanted, place)) / 2

    def is_evidence(self, wanted: Wanted, place: Place) -> bool:
        """Whether the context by itself shows that this is the passage."""
        before, after = self._sides(wanted, place)
        if len(wanted.quote) + len(wanted.prefix) + len(wanted.suffix) < ENOUGH:
            return False
        one_side = (before, len(wanted.prefix)), (after, len(wanted.suffix))
        return (before + after) / 2 >= AGREES or any(like >= 0.9 and kept >= 12 for like, kept in one_side)

    def _sides(self, wanted: Wanted, place: Place) -> tuple[float, float]:
        text = self.text[place.turn]
        if not wanted.prefix and not wanted.suffix:
            if wanted.start > 0:
                return 0.5, 0.5
            return float(place.start == 0), float(place.end == len(text))
        low = max(0, place.start - (len(wanted.prefix) or 4))
        before = _likeness(wanted.prefix, text[low : place.start])
        after = _likeness(wanted.suffix, text[place.end : place.end + (len(wanted.suffix) or 4)])
        return before, after

    def nearly(self, wanted: Wanted, turns: Iterable[int]) -> list[tuple[float, Place]]:
        """Where something very like the quotation is said, with its likeness, best first."""
        words = frozenset(_words(wanted.quote))
        found = []
        for number in turns:
            text = self.text.get(number, "")
            if not text or 2 * len(words & self._words_of(number)) < len(words):
                continue
            place = _aligned(wanted.quote, number, text)
            if place:
                likeness = fuzz.ratio(wanted.quote, text[place.start : place.end])
                if likeness >= LIKENESS:
                    found.append((likeness, place))
        return sorted(found, key=lambda pair: (-pair[0], pair[1]))

    @property
    def numbers(self) -> list[int]:
        """The turns, in order."""
        return self._numbers

    def _words_of(self, number: int) -> frozenset[str]:
        if number not in self._words:
            self._words[number] = frozenset(_words(self.text[number]))
        return self._words[number]


def conversations(turns: pd.DataFrame) -> dict[str, Conversation]:
    """Prepare each transcript of a turns frame."""
    said: dict[str, list[tuple[int, str, bool]]] = {}
    for key, number, text, leads in rows_of(turns, ["transcript_id", "turn", "text", "facilitator"]):
        # The turn of somebody who withdrew is empty now, but was coded: it still tells how turns moved.
        said.setdefault(str(key), []).append((int(number), str(text), not leads))
    return {key: Conversation(*zip(*rows)) for key, rows in said.items()}


def _likeness(kept: str, found: str) -> float:
    if not kept and not found:
        return 1.0
    if not kept or not found:
        return 0.0
    return float(fuzz.ratio(kept, found)) / 100


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _aligned(quote: str, number: int, text: str) -> Place | None:
    """The stretch of a text that is most like a quotation, from word to word."""
    if len(quote) > len(text):
        start, end = 0, len(text)
        if fuzz.ratio(quote, text) < LIKENESS:
            return None
    else:
        alignment = fuzz.partial_ratio_alignment(quote, text, score_cutoff=LIKENESS - 10)
        if alignment is None:
            return None
        start, end = alignment.dest_start, alignment.dest_end
    return _snapped(quote, number, text, start, end)


def _snapped(quote: str, number: int, text: str, start: int, end: int) -> Place | None:
    """The best of the stretches between borders of words around an alignment."""
    borders = [match.start() for match in re.finditer(r"(?<!\S)\S|(?<!\w)\w", text)]
    ends = [match.end() for match in re.finditer(r"\S(?!\S)|\w(?!\w)", text)]
    if not borders:
        return None
    low = bisect_right(borders, start) - 1
    high = next((i for i, border in enumerate(ends) if border >= end), len(ends) - 1)
    choices = [
        (borders[i], ends[j])
        for i in range(max(0, low - 2), min(len(borders), low + 4))
        for j in range(max(0, high - 3), min(len(ends), high + 3))
        if borders[i] < ends[j]
    ]
    best = max(choices, key=lambda pair: (fuzz.ratio(quote, text[pair[0] : pair[1]]), -pair[0], -pair[1]))
    return Place(number, *best)
