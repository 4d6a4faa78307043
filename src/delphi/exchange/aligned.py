"""From a place in a source's text to a place in a turn, through everything that reading a transcript leaves out."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from rapidfuzz.distance import Indel

from delphi.transcripts.source import clean
from delphi.transcripts.turns import Turn

Piece = tuple[int, int, int]
LONGEST = 20_000  # code points of a turn that are aligned letter by letter


class Aligner:
    """A text and the turns that were read from it.

    Parameters
    ----------
    text
        As it was read, with LF line ends.
    turns
        In order; `line` counts lines of the text from 1.
    """

    def __init__(self, text: str, turns: Sequence[Turn]) -> None:
        self.text, self.turns = text, turns
        lines = [0]
        for line in text.split("\n"):
            lines.append(lines[-1] + len(line) + 1)
        self._starts = [lines[min(turn.line, len(lines)) - 1] for turn in turns]
        self._maps: dict[int, list[tuple[int, int, int]] | None] = {}

    def pieces(self, start: int, end: int) -> list[Piece]:
        """What of a stretch is speech: turn, start and end in the turn's text, without white space at its ends."""
        found = []
        first = max(bisect.bisect_right(self._starts, start) - 1, 0)
        for place in range(first, len(self.turns)):
            if self._starts[place] >= end:
                break
            turn = self.turns[place]
            low, high = (self._in_turn(place, at) for at in (start, end))
            words = turn.text[low:high]
            low += len(words) - len(words.lstrip())
            high = low + len(words.strip())
            if low < high:
                found.append((turn.turn, low, high))
        return found

    def _segment(self, place: int) -> tuple[int, int]:
        begin = self._starts[place]
        return begin, self._starts[place + 1] if place + 1 < len(self._starts) else len(self.text)

    def _in_turn(self, place: int, at: int) -> int:
        """The place in a turn's text that corresponds to a place in the source."""
        begin, stop = self._segment(place)
        said = self.turns[place].text
        if at <= begin:
            return 0
        if at >= stop:
            return len(said)
        before = len(clean(self.text[begin:at] + "x")) - 1  # the x keeps a space before it
        if place not in self._maps:
            whole = clean(self.text[begin:stop])
            if whole.endswith(said):
                self._maps[place] = [(len(whole) - len(said), 0, len(said))]
            elif len(whole) <= LONGEST:
                blocks = Indel.opcodes(whole, said)
                self._maps[place] = [
                    (op.src_start, op.dest_start, op.src_end - op.src_start)
                    for op in blocks
                    if op.tag == "equal"
                ]
            else:
                self._maps[place] = [(max(len(whole) - len(said), 0), 0, len(said))]
        target = 0
        for source, dest, length in self._maps[place] or []:
            if before < source:
                break
            target = dest + min(before - source, length)
        return max(0, min(target, len(said)))
