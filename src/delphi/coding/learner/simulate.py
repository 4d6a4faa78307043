"""How fast the learner learns, depending on which turns are decided first; decided again on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from delphi.coding.learner.conversation import Floats
from delphi.coding.learner.measure import macro_f1
from delphi.coding.learner.trial import Answers, Trial, answer, blank, reading_of

GROUPS = 3  # transcripts are held out in thirds, so that a simulation takes a minute
SIZES = (40, 80, 120, 180, 240, 320)
ORDERS = ("transcripts", "random", "queue")

FIRST = 40  # decided before the learner is asked where it doubts

Turn = tuple[str, int]
Offer = Callable[[list[Turn], dict[Turn, float]], list[Turn]]


def simulate(
    trial: Trial, seed: int, topics: Answers, offer: Offer, sizes: Sequence[int] = SIZES
) -> pd.DataFrame:
    """Macro-F1 on transcripts held out, after so many decided turns in each order.

    Parameters
    ----------
    topics
        What is suggested without a learner.
    offer
        The queue: turns and how sure the learner is of each, in the order in which they are offered.

    Returns
    -------
    DataFrame
        `order, decided, facet, f1, learned`: the mean over thirds of the transcripts; `learned` is the share of thirds
        in which there was enough to learn from, elsewhere terms and topics answer.
    """
    models, categories = trial.told(trial.gold)
    thirds = [trial.names[k::GROUPS] for k in range(GROUPS)]
    answers = {(order, size): blank(trial) for order in ORDERS for size in sizes}
    enough = dict.fromkeys(answers, 0)
    tried: set[int] = set()
    for members in thirds:
        rows = np.flatnonzero([name in set(members) for name, _ in trial.keys])
        rest = [key for key in trial.keys if key[0] not in set(members)]
        if not len(rows) or not rest:
            continue
        reading = reading_of(trial, members)
        for order in ORDERS:
            decided: list[Turn] = []
            for size in sizes:
                if size > len(rest):
                    continue
                decided = _next(trial, order, decided, rest, size, seed, offer)
                placed = _only(trial.placed, set(decided))
                into = answers[order, size]
                enough[order, size] += answer(trial, reading, placed, members, into, topics, rows)
                tried.add(size)
    out = []
    for (order, size), given in answers.items():
        if size not in tried:
            continue
        for facet, told, said in (
            ("work_model", models, given.models),
            ("swot", categories, given.categories),
        ):
            out.append((order, size, facet, macro_f1(told, said), enough[order, size] / len(thirds)))
    return pd.DataFrame(out, columns=["order", "decided", "facet", "f1", "learned"])


def _next(
    trial: Trial, order: str, decided: list[Turn], rest: list[Turn], size: int, seed: int, offer: Offer
) -> list[Turn]:
    if order == "transcripts":
        return rest[:size]
    if order == "random":
        shuffled = np.random.default_rng(seed).permutation(len(rest))
        return [rest[k] for k in shuffled[:size]]
    return [*decided, *_queued(trial, decided, rest, size, offer)]


def _queued(trial: Trial, decided: list[Turn], rest: list[Turn], size: int, offer: Offer) -> list[Turn]:
    """The turns that the queue would offer next, after learning from those that are decided."""
    margin: dict[Turn, float] = {}
    if len(decided) >= FIRST:
        names = sorted({name for name, _ in rest})
        open_turns = [key for key in rest if key not in set(decided)]
        into = blank(trial)
        rows = np.array([trial.place[key] for key in open_turns], np.int64)
        reading = reading_of(trial, names)
        others = [name for name in trial.names if name not in set(names)]
        if answer(trial, reading, _only(trial.placed, set(decided)), others, into, into, rows):
            margin = {key: margin_of(into.judged[row], into.subject[row], into.category[row])
                      for key, row in zip(open_turns, rows)}  # fmt: skip
    order = offer(rest, margin)
    chosen = set(decided)
    return [key for key in order if key not in chosen][: size - len(decided)]


def margin_of(judged: float, subject: Floats, category: Floats) -> float:
    """How sure the learner is of a turn: the least of being far from even, and of two leads."""
    lead = [
        float(np.diff(np.sort(share)[-2:])[0]) if len(share) > 1 else 1.0 for share in (subject, category)
    ]
    return min(2 * abs(float(judged) - 0.5), *(lead if judged >= 0.5 else [1.0]))


def _only(placed: pd.DataFrame, turns: set[Turn]) -> pd.DataFrame:
    """The decisions on some turns."""
    here = [key in turns for key in zip(placed["transcript_id"], placed["new_turn"].astype(int))]
    return placed[np.array(here, bool)].reset_index(drop=True)
