"""What a tool means by a position in a text, found out from where its selections begin and end.

The standard says code points; tools count UTF-16 units, count CRLF as one or two, count the byte order
mark or not, and give the end inclusive or exclusive.  Selections begin and end at words, mostly at lines.  So
each way of counting is tried, and the one under which the selections of a source sit best is taken; what all
sources of the project say, and what the program is known for, decide where a source says too little.

An end that is inclusive is only taken for true where several selections break off in a word, or before a
space, otherwise.  A quotation that ends just before a full stop says nothing: people leave it out as well.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from delphi.exchange.refi import Source, Text

WORD_EDGE = 0.7  # a selection that begins or ends at a word, when one at a line counts 1
OF_PROJECT = 0.2  # weight of all sources together, beside the source's own selections
OF_ORIGIN = 0.01  # weight of what the program is known for: it decides between equals only
SEVERAL = 3  # selections that speak for an inclusive end, at least
UTF16_PROGRAMS = re.compile(r"nvivo|maxqda|atlas|quirkos|dedoose", re.IGNORECASE)


@dataclass(frozen=True)
class Convention:
    """A way of counting positions."""

    utf16: bool = False
    crlf: int = 1
    mark: bool = False
    inclusive: bool = False

    def __str__(self) -> str:
        return ", ".join(
            (
                "UTF-16 units" if self.utf16 else "code points",
                f"line ends as {'one' if self.crlf == 1 else 'two'}",
                f"byte order mark {'counted' if self.mark else 'not counted'}",
                f"end {'in' if self.inclusive else 'ex'}clusive",
            )
        )


@dataclass(frozen=True)
class Chosen:
    """The convention of a source, how well its selections sit (0 to 1), and how well in the next best way.

    `differs` is False when characters and line ends could be counted in any way.
    """

    convention: Convention
    score: float
    next_best: float
    differs: bool


STANDARD = Convention()
CONVENTIONS = tuple(
    Convention(*parts) for parts in itertools.product((False, True), (1, 2), (False, True), (False, True))
)


def prior(origin: str) -> Convention:
    """How the program that wrote a project is known to count; the standard's way when nothing is known."""
    return Convention(utf16=True, crlf=2) if UTF16_PROGRAMS.search(origin) else STANDARD


def choose(sources: Sequence[Source], origin: str) -> dict[str, Chosen]:
    """The convention of every source with selections, by its guid."""
    scores: dict[str, dict[Convention, float]] = {}
    weight: dict[str, int] = {}
    ranges: dict[str, dict[Convention, list[tuple[int, int]]]] = {}
    for source in sources:
        if source.text is None or not source.selections:
            continue
        bounds = [(selection.start, selection.end) for selection in source.selections]
        ranges[source.guid] = {way: stretches(source.text, bounds, way, strict=True) for way in CONVENTIONS}
        lines = source.text.text
        scores[source.guid] = {
            way: sum(_sits(lines, *stretch) for stretch in found) / len(found)
            for way, found in ranges[source.guid].items()
        }
        weight[source.guid] = len(bounds)
    total = sum(weight.values())
    overall = {
        way: sum(scores[guid][way] * weight[guid] for guid in scores) / total if total else 0.0
        for way in CONVENTIONS
    }
    known = prior(origin)
    texts = {source.guid: source.text.text for source in sources if source.text is not None}
    votes = {
        guid: {way: _votes(texts[guid], found, way) for way in CONVENTIONS if way.inclusive}
        for guid, found in ranges.items()
    }
    chosen = {}
    for guid, own in scores.items():

        def worth(way: Convention, own: dict[Convention, float] = own) -> tuple[float, int]:
            agrees = sum(getattr(way, name) == getattr(known, name) for name in way.__dataclass_fields__)
            return own[way] + OF_PROJECT * overall[way] + OF_ORIGIN * agrees, -CONVENTIONS.index(way)

        usable = [way for way in CONVENTIONS if not way.inclusive or _clearly(way, guid, votes)]
        best = max(usable, key=worth)
        others = [way for way in CONVENTIONS if ranges[guid][way] != ranges[guid][best]]
        next_best = max((own[way] for way in others), default=own[best])
        alike = [way for way in CONVENTIONS if (way.mark, way.inclusive) == (best.mark, best.inclusive)]
        differs = any(ranges[guid][way] != ranges[guid][best] for way in alike)
        chosen[guid] = Chosen(best, own[best], next_best, differs)
    return chosen


def stretches(
    text: Text, bounds: Sequence[tuple[int, int]], way: Convention, *, strict: bool = False
) -> list[tuple[int, int]]:
    """Stretches in code points of `text.text`, end exclusive; (-1, -1) for one that lies outside.

    A position inside a CRLF or a character is taken for the next one; not when `strict`.
    """
    ends = _ends(text, way.utf16, way.crlf)
    found = []
    for start, end in bounds:
        first, last = (_place(ends, at - way.mark, strict) for at in (start, end + way.inclusive))
        found.append((first, last) if 0 <= first < last else (-1, -1))
    return found


def _votes(text: str, found: dict[Convention, list[tuple[int, int]]], way: Convention) -> tuple[int, int]:
    """Selections that end well only when the end is inclusive, and those that do only when it is not."""
    pairs = list(zip(found[way], found[replace(way, inclusive=False)]))
    breaks = [(_breaks_off(text, *one), _breaks_off(text, *other)) for one, other in pairs]
    return breaks.count((False, True)), breaks.count((True, False))


def _clearly(way: Convention, guid: str, votes: dict[str, dict[Convention, tuple[int, int]]]) -> bool:
    """Whether a source, or all together where it says too little, leaves no doubt of an inclusive end."""
    counted = votes[guid][way]
    if sum(counted) < SEVERAL:
        counted = sum(one[way][0] for one in votes.values()), sum(one[way][1] for one in votes.values())
    return counted[0] >= SEVERAL and counted[0] > 2 * counted[1]


def _breaks_off(text: str, start: int, end: int) -> bool:
    """Whether a stretch ends outside the text, in a word, or with a space."""
    if start < 0:
        return True
    return text[end - 1].isspace() or (end < len(text) and text[end - 1 : end + 1].isalnum())


def _place(ends: Sequence[int], position: int, strict: bool) -> int:
    if not 0 <= position <= ends[-1]:
        return -1
    place = bisect.bisect_left(ends, position)
    return place if ends[place] == position or not strict else -1


@functools.lru_cache(maxsize=8)
def _ends(text: Text, utf16: bool, crlf: int) -> Sequence[int]:
    """For every code point, and for the end, the position that the convention gives it."""
    if not utf16 and crlf == 1:
        return range(len(text.text) + 1)
    every = not text.crlf  # XML makes LF of CRLF: then any line end may have been one
    positions, at = [], 0
    for place, character in enumerate(text.text):
        positions.append(at)
        at += 2 if utf16 and character > "\uffff" else 1
        at += crlf == 2 and character == "\n" and (every or place in text.crlf)
    positions.append(at)
    return positions


def _sits(text: str, start: int, end: int) -> float:
    """How well a stretch sits on lines and words, from 0 to 1."""
    if start < 0:
        return 0.0
    begins, closes = text[start], text[end - 1]
    left = 0.0
    if not begins.isspace() and not (start and text[start - 1].isalnum() and begins.isalnum()):
        left = 1.0 if start == 0 or text[start - 1] == "\n" else WORD_EDGE
    right = 0.0
    if not closes.isspace() and not (end < len(text) and text[end].isalnum() and closes.isalnum()):
        right = 1.0 if end == len(text) or text[end] == "\n" else WORD_EDGE
        if end < len(text) and not text[end].isalnum() and not text[end].isspace() and not closes.isalnum():
            right = WORD_EDGE / 2
    return (left + right) / 2
