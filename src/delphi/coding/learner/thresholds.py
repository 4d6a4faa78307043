"""From how sure one must be: chosen on folds that the learner did not see, drawn towards a half."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from delphi.coding.learner.conversation import Floats

GRID = np.round(np.arange(0.2, 0.801, 0.02), 2)
EVEN = 0.5
DRAWN = 100.0  # examples after which a chosen threshold counts half


@dataclass(frozen=True)
class Thresholds:
    """`judged` for a turn to be suggested at all; per category for one beyond the likeliest."""

    judged: float
    further: Floats


def choose_thresholds(judged: Floats, given: Floats, share: Floats, shares: Floats) -> Thresholds:
    """Choose the thresholds with the best F1.

    Parameters
    ----------
    judged, given
        Probabilities of turns, and turns by categories, from a learner that did not see their fold.
    share, shares
        What coders said of the same turns: share of readers.
    """
    told = share >= EVEN
    of_turn = _best(judged, told)
    surely = judged >= EVEN
    further = np.array([_best(given[surely, k], shares[surely, k] >= EVEN) for k in range(given.shape[1])])
    return Thresholds(of_turn, further)


def _best(probability: Floats, told: np.ndarray) -> float:
    """The middle of the thresholds whose F1 is within a hundredth of the best, drawn towards a half."""
    n = int(told.sum())
    if not n:
        return EVEN
    f1 = np.array([2 * (told & (probability >= t)).sum() / (n + (probability >= t).sum()) for t in GRID])
    middle = float(GRID[f1 >= f1.max() - 0.01].mean())
    return round((n * middle + DRAWN * EVEN) / (n + DRAWN), 3)
