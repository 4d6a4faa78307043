"""Where a coder is needed most: in which order turns are offered when she does not choose a transcript.

First a spread over all transcripts, because a learner that sees only the first ones learns slowest; it is
the same for all coders, so that there are turns that all of them read.  Then the turns whose suggestions
are least certain or whose codes hardly anything else is suggested for, so that one passage may change what
is concluded there, mixed with turns drawn by chance, so that what is measured is not measured on
doubtful turns only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from delphi.review.blind import chance

Turn = tuple[str, int]
SPREAD = 40
RANDOM_EVERY = 5  # one turn in five is drawn by chance
EFFECT = 0.3  # what a turn gains that is the only one suggested for its codes


def queue(
    turns: Collection[Turn],
    confidence: Mapping[Turn, float],
    *,
    seed: int,
    again: Iterable[Turn] = (),
    spread: int = SPREAD,
) -> list[Turn]:
    """Every turn once, in the order in which it is offered; who has read what is left to the caller.

    Parameters
    ----------
    turns
        The turns of participants.
    confidence
        Of the least certain suggestion on a turn; turns without a suggestion are left out.
    again
        Turns to be decided anew, because a code was split; they come first.
    """
    drawn = sorted(turns, key=lambda turn: (chance(seed, "queue", turn[0], str(turn[1])), turn))
    order = dict.fromkeys(turn for turn in again if turn in set(turns))
    order |= dict.fromkeys(_spread(drawn, spread))
    rest = [turn for turn in drawn if turn not in order]
    doubtful = sorted(
        (turn for turn in rest if turn in confidence), key=lambda turn: (confidence[turn], turn)
    )
    waiting, by_chance = iter(doubtful), iter(rest)
    while len(order) < len(drawn):
        source = by_chance if len(order) % RANDOM_EVERY == RANDOM_EVERY - 1 else waiting
        turn = next((turn for turn in source if turn not in order), None)
        if turn is None:  # no doubtful turn is left
            order |= dict.fromkeys(by_chance)
            break
        order[turn] = None
    return list(order)


def doubts(
    views: Mapping[Turn, Sequence[Mapping[str, Any]]], suggestions: Mapping[Turn, Sequence[Mapping[str, Any]]]
) -> dict[Turn, float]:
    """How certain each turn is, for `queue`: the lower, the sooner it is offered.

    Parameters
    ----------
    views
        The learner's view per turn (`delphi.coding.learner.suggest`), with `judged` and `margin`; turns that it
        does not know go by their suggestions.
    suggestions
        Per turn, with `work_model`, `swot` and `confidence`.
    """
    often = Counter((row["work_model"], row["swot"]) for rows in suggestions.values() for row in rows)
    certain = {key: min(float(row["confidence"]) for row in rows) for key, rows in suggestions.items()}
    for key, rows in views.items():
        certain[key] = min(_sure(float(row["judged"]), float(row["margin"])) for row in rows)
    effect = {
        key: max(1 / often[row["work_model"], row["swot"]] for row in rows)
        for key, rows in suggestions.items()
    }
    return {key: value - EFFECT * effect.get(key, 0.0) for key, value in certain.items()}


def _sure(judged: float, margin: float) -> float:
    """Of a turn that is surely nothing: far from even.  Of one that judges: also what is ahead."""
    away = 2 * abs(judged - 0.5)
    return min(away, margin) if judged >= 0.5 else away


def _spread(drawn: list[Turn], count: int) -> list[Turn]:
    """The first turns of each transcript in turn, as drawn."""
    waiting: dict[str, list[Turn]] = {}
    for turn in drawn:
        waiting.setdefault(turn[0], []).append(turn)
    chosen: list[Turn] = []
    depth = 0
    while len(chosen) < min(count, len(drawn)):
        chosen += [turns[depth] for turns in waiting.values() if depth < len(turns)]
        depth += 1
    return chosen[:count]
