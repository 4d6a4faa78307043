"""Which turn of today's transcript a turn was, when decisions counted the turns of an earlier one.

Quotations tell: a turn whose quotations stand today in another turn has moved there.  Turns without
quotations follow the nearest ones that have some.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pandas as pd

from delphi.passages.places import SHORT, Conversation, Place, Wanted, conversations
from delphi.rows import rows_of

FURTHEST = 3  # turns by which the end of a transcript may have moved on after the last quotation
WANTED = ["turn", "start", "end", "quote", "prefix", "suffix"]


@dataclass
class Shifts:
    """How the turns of one transcript moved.

    Attributes
    ----------
    anchors
        Pairs (turn then, turn now) that quotations show, in order and never crossing.
    silent
        Turns then of decisions without quotation.
    gone
        Turns then whose quotations are nowhere any more.
    """

    anchors: list[tuple[int, int]] = field(default_factory=list)
    silent: list[int] = field(default_factory=list)
    gone: frozenset[int] = frozenset()
    _now: dict[int, int] = field(default_factory=dict)
    _between: dict[tuple[int, int], dict[int, set[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._now = dict(self.anchors)

    def now(self, turn: int, conversation: Conversation) -> int | None:
        """The turn that a turn is now; None when it is gone or cannot be told."""
        targets = self.targets(turn, conversation)
        return next(iter(targets)) if len(targets) == 1 and -1 not in targets else None

    def certain(self, turn: int) -> int | None:
        """The turn that a turn is now, where quotations on it, or before and after it, agree."""
        if turn in self._now:
            return self._now[turn]
        before, after = self._neighbours(turn)
        if before and after and before[1] - before[0] == after[1] - after[0]:
            return turn + before[1] - before[0]
        return None

    def targets(self, turn: int, conversation: Conversation) -> set[int]:
        """Every turn that a turn may be now; -1 among them when it may be gone."""
        certain = self.certain(turn)
        if certain is not None:
            return {certain}
        before, after = self._neighbours(turn)
        if not before and not after:
            return {turn}
        key = (before[0] if before else 0, after[0] if after else 0)
        if key not in self._between:
            self._between[key] = self._gap(before, after, conversation)
        return self._between[key].get(turn) or self._free(turn, before, after)

    def _free(self, turn: int, before: tuple[int, int] | None, after: tuple[int, int] | None) -> set[int]:
        return {turn + pair[1] - pair[0] for pair in (before, after) if pair}

    def _neighbours(self, turn: int) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        place = bisect_left(self.anchors, (turn, -1))
        before = self.anchors[place - 1] if place else None
        after = self.anchors[place] if place < len(self.anchors) else None
        return before, after

    def _gap(
        self, before: tuple[int, int] | None, after: tuple[int, int] | None, conversation: Conversation
    ) -> dict[int, set[int]]:
        """Where the silent turns between two quotations may be now.

        Somewhere between them turns were put in or taken out, all in one place.  A place will do when
        every silent turn then stands on a turn that is coded.
        """
        low = before[0] if before else 0
        high = after[0] if after else max(self.silent, default=low) + 1
        rows = [turn for turn in self.silent if low < turn < high]
        fitting = [
            placed
            for placed in _placings(rows, low, high, before, after, conversation)
            if all(now == -1 or now in conversation.coded for now in placed.values())
        ]
        gone = self.gone.intersection(rows)
        if gone and fitting:
            most = max(sum(placed[turn] == -1 for turn in gone) for placed in fitting)
            fitting = [placed for placed in fitting if sum(placed[turn] == -1 for turn in gone) == most]
        if not fitting:
            return {turn: {-1} for turn in rows}
        return {turn: {placed[turn] for placed in fitting} for turn in rows}


def turn_map(decisions: pd.DataFrame, turns: pd.DataFrame | Mapping[str, Conversation]) -> dict[str, Shifts]:
    """Derive from the quotations of all coders how the turns of each transcript moved.

    Parameters
    ----------
    decisions
        As `delphi.decisions.read_decisions` gives them, of all coders and stages together.
    turns
        Turns as they are now: `transcript_id, turn, participant_id, facilitator, text`; or the `conversations`
        that were made of them.

    Returns
    -------
    dict
        Transcript to its shifts, for `anchor_decisions`.
    """
    spoken = conversations(turns) if isinstance(turns, pd.DataFrame) else turns
    wanted: dict[str, set[Wanted]] = {}
    for key, *row in rows_of(decisions, ["transcript_id", *WANTED]):
        wanted.setdefault(str(key), set()).add(Wanted(*row))
    return {key: _shifts(wanted[key], spoken[key]) for key in sorted(wanted) if key in spoken}


def _shifts(decisions: Iterable[Wanted], conversation: Conversation) -> Shifts:
    votes: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    silent, lost = set(), set()
    for wanted in decisions:
        if not wanted.quote:
            silent.add(wanted.turn)
        place = _plain_evidence(wanted, conversation)
        if place:
            votes[wanted.turn][place.turn] += len(wanted.quote or wanted.suffix)
        elif len(wanted.quote) >= SHORT:
            lost.add(wanted.turn)
    pairs = []
    for turn in sorted(votes):
        # The most is quoted from there; between equals, the turn that did not move.
        now = max(votes[turn], key=lambda new: (votes[turn][new], new == turn, -new))
        pairs.append((turn, now, votes[turn][now]))
    return Shifts(_in_order(pairs), sorted(silent), frozenset(lost - set(votes)))


def _plain_evidence(wanted: Wanted, conversation: Conversation) -> Place | None:
    """Where a decision's words stand beyond doubt, without any knowledge of other decisions."""
    if not wanted.quote:
        if wanted.start >= 0 or len(wanted.suffix) < SHORT:
            return None
        opening = conversation.opening(wanted.suffix)
        return Place(opening[0], -1, -1) if len(opening) == 1 else None
    if len(wanted.quote) >= SHORT and conversation.stands(wanted):
        return Place(wanted.turn, wanted.start, wanted.end)
    places = conversation.occurrences(wanted.quote)
    if len(wanted.quote) < SHORT or len({place.turn for place in places}) > 1:
        places = [place for place in places if conversation.is_evidence(wanted, place)]
    return places[0] if len({place.turn for place in places}) == 1 else None


def _in_order(pairs: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """The heaviest selection of pairs in which no turn overtakes another."""
    if all(first[1] <= second[1] for first, second in pairwise(pairs)):
        return [(old, new) for old, new, _ in pairs]
    best: list[int] = []
    previous: list[int] = []
    for i, (_, new, weight) in enumerate(pairs):
        options = [j for j in range(i) if pairs[j][1] <= new]
        j = max(options, key=lambda j: (best[j], -j), default=-1)
        best.append(weight + (best[j] if j >= 0 else 0))
        previous.append(j)
    chosen = []
    at = max(range(len(pairs)), key=lambda i: (best[i], -i))
    while at >= 0:
        chosen.append(pairs[at][:2])
        at = previous[at]
    return chosen[::-1]


def _placings(
    rows: Iterable[int],
    low: int,
    high: int,
    before: tuple[int, int] | None,
    after: tuple[int, int] | None,
    conversation: Conversation,
) -> Iterator[dict[int, int]]:
    """Every way to place silent turns: the place at which the shift changes, and to what."""
    rows = list(rows)
    first = before[1] - before[0] if before else None
    last = after[1] - after[0] if after else None
    if first is None or last is None:
        known = first if first is not None else last
        assert known is not None
        steady = {turn: turn + known for turn in rows}
        if all(now in conversation.coded for now in steady.values()):
            yield steady  # one side only, and nothing speaks against it
            return
        pairs = [
            (known, known + step) if first is not None else (known + step, known)
            for step in range(-FURTHEST, FURTHEST + 1)
            if step
        ]
    else:
        pairs = [(first, last)]
    for shift_before, shift_after in pairs:
        taken_out = max(0, shift_before - shift_after)
        for split in range(low, high - taken_out):
            yield {
                turn: turn + shift_before
                if turn <= split
                else turn + shift_after
                if turn > split + taken_out
                else -1
                for turn in rows
            }
