"""Whether a turn judges anything: a ridge on its words, then a logistic regression with what else is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from delphi.coding.learner.conversation import Floats, Ints

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

RIDGE = 30.0
MOST_TURNS = 3000  # a ridge on more costs minutes; they are taken evenly
FREE = 1000.0  # hardly held back
DRAWN = 100.0  # examples after which a calibration counts half
STRENGTH = 0.03  # inverse regularisation of the logistic regression


@dataclass(frozen=True)
class Judgement:
    """Weights of one learner: of words, then (standardised) of cues and of the words' verdict."""

    words: Floats
    mean: Floats
    scale: Floats
    coefficients: Floats
    intercept: float

    def probability(self, texts: sp.csr_matrix, cues: Floats) -> Floats:
        """Per turn, that a coder tags anything in it."""
        return self.of_verdict(np.asarray(texts @ self.words), cues)

    def of_verdict(self, verdict: Floats, cues: Floats) -> Floats:
        """The same from the words' verdict."""
        seen = (np.column_stack([cues, verdict]) - self.mean) / self.scale
        return 1 / (1 + np.exp(-(seen @ self.coefficients + self.intercept)))


def learn_judgement(
    texts: sp.csr_matrix, cues: Floats, judged: Floats, fold: Ints
) -> tuple[Judgement, Floats]:
    """Learn from turns that were read.

    Parameters
    ----------
    judged
        Share of readers who tagged the turn.
    fold
        Of each turn; what the words say of a turn is learned without its fold.

    Returns
    -------
    The learner, and the probability of each of these turns from one that did not see its fold.
    """
    n = len(judged)
    used = np.unique(np.linspace(0, n - 1, min(n, MOST_TURNS)).astype(int))
    words, left_out = unseen_ridge(texts[used], judged[used], fold[used], RIDGE)
    verdict = np.asarray(texts @ words)
    verdict[used] = left_out
    seen = np.column_stack([cues, verdict])
    centre, scale = seen.mean(axis=0), seen.std(axis=0)
    scale[scale < 1e-9] = 1
    seen = (seen - centre) / scale
    model = fit_shares(seen, judged, STRENGTH)
    unseen = np.zeros(n)
    for number in np.unique(fold):
        rows = fold == number
        other = fit_shares(seen[~rows], judged[~rows], STRENGTH)
        unseen[rows] = other.predict_proba(seen[rows])[:, 1]
    slope, shift = calibrated(unseen, judged)
    learned = Judgement(
        words, centre, scale, slope * model.coef_[0], slope * float(model.intercept_[0]) + shift
    )
    return learned, recalibrate(unseen, slope, shift)


def unseen_ridge(texts: sp.csr_matrix, answers: Floats, fold: Ints, ridge: float) -> tuple[Floats, Floats]:
    """A ridge on words, and what it would say of every text without its fold.

    Leaving a fold out needs no learning anew: it follows from the hat matrix (Allen 1974, by groups of rows).

    Parameters
    ----------
    answers
        Per text, a number or a row of numbers; their mean is taken off.

    Returns
    -------
    Weights of the features, and the verdicts on these texts.
    """
    kernel = np.asarray((texts @ texts.T).todense())
    inverse = np.linalg.inv(kernel + ridge * np.eye(len(answers)))
    residual = answers - answers.mean(axis=0)
    words = np.asarray(texts.T @ (inverse @ residual))
    hat = kernel @ inverse
    fitted = hat @ residual
    verdict = np.zeros_like(residual)
    for number in np.unique(fold):
        rows = np.flatnonzero(fold == number)
        left = np.eye(len(rows)) - hat[np.ix_(rows, rows)]
        verdict[rows] = residual[rows] - np.linalg.solve(left, residual[rows] - fitted[rows])
    return words, verdict


def calibrated(unseen: Floats, share: Floats) -> tuple[float, float]:
    """Slope and shift of the log odds that make probabilities what they promise (Platt 1999).

    A regression that is held back promises too little where it is sure.  Few examples change little: both are
    drawn towards leaving things as they are.

    Parameters
    ----------
    unseen
        Probabilities from learners that did not see the example.
    share
        What coders said.
    """
    odds = _odds(unseen)[:, None]
    model = fit_shares(odds, share, FREE)
    trust = len(share) / (len(share) + DRAWN)
    return 1 + trust * (float(model.coef_[0, 0]) - 1), trust * float(model.intercept_[0])


def recalibrate(probability: Floats, slope: float, shift: float) -> Floats:
    """Probabilities with their log odds stretched and shifted."""
    given: Floats = 1 / (1 + np.exp(-(slope * _odds(probability) + shift)))
    return given


def _odds(probability: Floats) -> Floats:
    kept = np.clip(probability, 1e-6, 1 - 1e-6)
    odds: Floats = np.log(kept / (1 - kept))
    return odds


def fit_shares(
    seen: Floats, share: Floats, strength: float, weight: Floats | None = None
) -> LogisticRegression:
    """A logistic regression on shares: each row counts as yes with its share, as no with the rest, times its weight."""
    from sklearn.linear_model import LogisticRegression  # suggesting needs none of it, and it loads for long

    yes, no = share > 0, share < 1
    if not yes.any():  # nobody ever said yes: two rows of almost no weight keep it defined
        yes = np.arange(len(share)) < 1
    if not no.any():
        no = np.arange(len(share)) < 1
    rows = np.concatenate([seen[yes], seen[no]])
    answer = np.concatenate([np.ones(yes.sum()), np.zeros(no.sum())])
    each = np.ones(len(share)) if weight is None else weight
    counts = np.concatenate(
        [each[yes] * np.maximum(share[yes], 1e-6), each[no] * np.maximum(1 - share[no], 1e-6)]
    )
    return LogisticRegression(C=strength, solver="liblinear", random_state=0).fit(
        rows, answer, sample_weight=counts
    )
