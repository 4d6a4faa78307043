"""Which sentences of a judging turn a coder marks: a run of whole sentences, so that a tale's end is left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from delphi.coding.learner.classes import Classes, count_classes, scores
from delphi.coding.learner.conversation import Floats, Ints
from delphi.coding.learner.examples import Examples
from delphi.coding.learner.judgement import fit_shares

STRENGTH = 0.1
HALF = 0.5
LIKELIEST = 1.0  # how much the category's own words draw the stretch


@dataclass(frozen=True)
class Sentences:
    """Sentences of the turns of a talk: the turn of each, its bounds, words, whether it ends asking, and reactions."""

    turn: Ints
    start: Ints
    end: Ints
    words: Ints
    asks: Floats
    reactions: Floats

    def marks(self) -> Floats:
        """What can be seen of each: length, place in the turn, whether it asks, length of its neighbours."""
        n = len(self.turn)
        if not n:
            return np.zeros((0, 8))
        first = np.searchsorted(self.turn, self.turn)
        size = np.searchsorted(self.turn, self.turn, side="right") - first
        place = np.arange(n) - first
        length = np.log1p(self.words)
        before = np.where(place > 0, np.roll(length, 1), 0)
        after = np.where(place < size - 1, np.roll(length, -1), 0)
        return np.column_stack(
            [length, place / np.maximum(size - 1, 1), place == 0, place == size - 1, np.log1p(size), self.asks,
             before, after]
        ).astype(float)  # fmt: skip


@dataclass(frozen=True)
class Stretcher:
    """Weights of one learner: of words, then of marks and the words' verdict."""

    words: Floats
    mean: Floats
    scale: Floats
    coefficients: Floats
    intercept: float

    def probability(self, texts: sp.csr_matrix, marks: Floats) -> Floats:
        """Per sentence, that a coder who tags its turn marks it."""
        seen = (np.column_stack([marks, scores(texts, self.words)[:, 1]]) - self.mean) / self.scale
        return 1 / (1 + np.exp(-(seen @ self.coefficients + self.intercept)))


def marked(sentences: Sentences, examples: Examples) -> Floats:
    """Per sentence, 1 where a coded stretch covers more than half of it, else 0."""
    share = np.zeros(len(sentences.turn))
    for turn, start, end in zip(examples.turn, examples.start, examples.end):
        low, high = np.searchsorted(sentences.turn, [turn, turn + 1])
        shared = np.minimum(sentences.end[low:high], end) - np.maximum(sentences.start[low:high], start)
        size = sentences.end[low:high] - sentences.start[low:high]
        share[low:high] = np.maximum(share[low:high], 2 * shared > size)
    return share


def count_marked(
    texts: sp.csr_matrix, sentences: Sentences, share: Floats, examples: Examples, fold: Ints
) -> Classes:
    """Words of sentences in tagged turns, those marked and those not."""
    inside = examples.judged[sentences.turn] > 0
    shares = np.column_stack([1 - share, share]) * inside[:, None]
    sums = count_classes(texts, fold[sentences.turn], examples.n_folds, shares)
    return Classes(sums, np.zeros(sums.shape[1:]))


def learn_stretcher(
    texts: sp.csr_matrix,
    sentences: Sentences,
    share: Floats,
    classes: Classes,
    examples: Examples,
    fold: Ints,
    held: int,
) -> Stretcher:
    """Learn from the sentences of tagged turns outside of one fold."""
    used = np.flatnonzero((examples.judged[sentences.turn] > 0) & (fold[sentences.turn] != held))
    marks = sentences.marks()
    verdict = np.zeros(len(used))
    of_used = fold[sentences.turn[used]]
    for number in np.unique(of_used):
        rows = of_used == number
        verdict[rows] = scores(texts[used[rows]], classes.weights((held, int(number))))[:, 1]
    seen = np.column_stack([marks[used], verdict])
    mean, scale = seen.mean(axis=0), seen.std(axis=0)
    scale[scale < 1e-9] = 1
    model = fit_shares((seen - mean) / scale, share[used], STRENGTH)
    return Stretcher(classes.weights((held,)), mean, scale, model.coef_[0], float(model.intercept_[0]))


def best_run(likely: Floats, drawn: Floats) -> tuple[int, int]:
    """The run of sentences that gains most: each counts how likely it is beyond `HALF`, and what draws it.

    Parameters
    ----------
    likely
        Per sentence of one turn, that it is marked at all.
    drawn
        Per sentence, how much more its words speak for this category than for the turn's others.

    Returns
    -------
    First and last sentence; at least one.
    """
    gain = likely - HALF + LIKELIEST * drawn
    best, low, total, begin = -np.inf, 0, 0.0, 0
    high = 0
    for place, more in enumerate(gain):
        if total <= 0:
            total, begin = 0.0, place
        total += more
        if total > best + 1e-12:
            best, low, high = total, begin, place
    return low, high
