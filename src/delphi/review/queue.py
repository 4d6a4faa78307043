"""Where a coder is needed most: in which order turns are offered when she does not choose a transcript.

First a spread over all transcripts, because a learner that sees only the first ones learns slowest; it is
the same for all coders, so that there are turns that all of them read.  Then the turns whose suggestions
are least certain, mixed with turns drawn by chance, so that what is measured is not measured on doubtful
turns only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from delphi.review.blind import chance

Turn = tuple[str, int]
SPREAD = 40
RANDOM_EVERY = 5  # one turn in five is drawn by chance


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
