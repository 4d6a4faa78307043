"""Which categories a judging turn has: what its words, its neighbours and like passages say, weighed together.

Views, each a number per category: the words of the turn, those of its strongest sentence, the most
like passages of other transcripts (those on the same work model count more), like passages whatever the
model, the codebook's terms, how often the model was coded with the category, what the facilitator
asked, what the turns around say, and the statements that it is like.  One weight per view for all categories and one intercept each, so that
a category with few examples borrows from the others; cues that may turn an opinion round (denial,
laughter, a question) have a weight per category, held close to 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from delphi.coding.learner.classes import scores
from delphi.coding.learner.conversation import CUES, Floats, Ints, Talk
from delphi.coding.learner.judgement import fit_shares
from delphi.coding.learner.statements import Known

VIEWS = ["words", "sentence", "like_on_model", "like", "terms", "model", "asked", "around", "statements"]
TURNING = ["negations", "notes", "ends_asking", "exclamations", "length"]
NEAR, NEAR_ANY = 6, 4  # powers of likeness
STRENGTH = 0.3
TURNING_SCALE = 0.1  # standardised cues are shrunk by this, so that they cost more to use


@dataclass(frozen=True)
class Memory:
    """Coded passages to compare with."""

    texts: sp.csr_matrix
    model: Ints
    category: Ints
    fold: Ints

    def without(self, folds: tuple[int, ...]) -> Memory:
        """Only passages of other folds."""
        kept = np.flatnonzero(~np.isin(self.fold, folds))
        return Memory(self.texts[kept], self.model[kept], self.category[kept], self.fold[kept])

    def custom(self, n_models: int, n_categories: int) -> Floats:
        """Logarithm of how often each model has each category, drawn towards all models' share."""
        counted = np.zeros((n_models, n_categories))
        np.add.at(counted, (self.model, self.category), 1)
        overall = counted.sum(axis=0)
        counted += 2 * overall / max(overall.sum(), 1e-9) + 1e-6
        custom: Floats = counted / counted.sum(axis=1, keepdims=True)
        return custom


@dataclass(frozen=True)
class Verdicts:
    """Weights of words: for what turns and sentences say, and for what facilitators ask."""

    said: Floats
    asked: Floats


@dataclass(frozen=True)
class Categories:
    """Weights of one learner, over standardised views, intercepts and cues that may turn an opinion round."""

    scale: Floats
    coefficients: Floats
    intercept: float

    def probability(self, views: Floats, cues: Floats) -> Floats:
        """Turns by categories, given that the turn judges."""
        seen = _laid_out(views, cues)
        n, k, width = seen.shape
        raw = (seen.reshape(n * k, width) / self.scale) @ self.coefficients + self.intercept
        given: Floats = 1 / (1 + np.exp(-raw.reshape(n, k)))
        return given


def views(
    talk: Talk,
    rows: Ints,
    texts: sp.csr_matrix,
    sentences: sp.csr_matrix,
    sentence_turn: Ints,
    verdicts: Verdicts,
    memory: Memory,
    known: Known,
    subject: Floats,
) -> tuple[Floats, Ints]:
    """The `VIEWS` of some turns, and the coded passage that each is most like (-1: none).

    Parameters
    ----------
    rows
        Which turns.
    texts, sentences
        Vectors of all turns of `talk`, and of all sentences with the turn of each.
    subject
        Rows by models: probability of what is under discussion.

    Returns
    -------
    Rows by categories by views.
    """
    n_models, n_categories = subject.shape[1], len(verdicts.said)
    said = scores(texts, verdicts.said)
    strongest = np.full((len(talk), n_categories), -np.inf)
    np.maximum.at(strongest, sentence_turn, scores(sentences, verdicts.said))
    strongest[~np.isfinite(strongest)] = 0
    near = np.asarray((texts[rows] @ memory.texts.T).todense())
    on_model, any_model = np.zeros((len(rows), n_categories)), np.zeros((len(rows), n_categories))
    close = near**NEAR * subject[:, memory.model]
    loose = near**NEAR_ANY
    for category in range(n_categories):
        of_it = memory.category == category
        on_model[:, category] = close[:, of_it].sum(axis=1)
        any_model[:, category] = loose[:, of_it].sum(axis=1)
    like_statements = known.likeness(rows, sentences, sentence_turn) ** NEAR * subject[:, known.model]
    stated = like_statements @ np.eye(n_categories)[known.category]
    custom = np.log(subject @ memory.custom(n_models, n_categories) + 1e-3)
    asked = np.where(talk.asked[rows, None] >= 0, scores(texts, verdicts.asked)[talk.asked[rows]], 0)
    around = _around(talk, np.where(talk.facilitator[:, None], 0, said))[rows]
    parts = [said[rows], strongest[rows], _shares(on_model), _shares(any_model), np.log1p(talk.judging[rows]),
             custom, asked, around, _shares(stated)]  # fmt: skip
    nearest = close.argmax(axis=1) if close.shape[1] else np.full(len(rows), -1)
    return np.stack(parts, axis=-1), nearest


def turning_cues(talk: Talk, rows: Ints) -> Floats:
    """The cues that may turn an opinion round."""
    columns = np.array([CUES.index(name) for name in TURNING], np.int64)
    return talk.cues[rows][:, columns]


def learn_categories(seen: Floats, cues: Floats, shares: Floats, fold: Ints) -> tuple[Categories, Floats]:
    """Learn from judging turns.

    Parameters
    ----------
    seen
        Turns by categories by views, each turn's without its own fold.
    shares
        Turns by categories: share of readers who gave the category.
    fold
        Of each turn.

    Returns
    -------
    The learner, and the probabilities of these turns from one that did not see their fold.
    """
    laid = _laid_out(seen, cues)
    n, k, width = laid.shape
    flat = laid.reshape(n * k, width)
    scale = flat.std(axis=0)
    scale[scale < 1e-9] = 1
    scale[width - cues.shape[1] * k :] /= TURNING_SCALE
    flat, answer = flat / scale, np.minimum(shares.reshape(-1), 1)
    model = fit_shares(flat, answer, STRENGTH)
    unseen = np.zeros((n, k))
    for number in np.unique(fold):
        rows = fold == number
        of_rows = np.repeat(rows, k)
        if not (~rows).any():
            continue
        other = fit_shares(flat[~of_rows], answer[~of_rows], STRENGTH)
        unseen[rows] = other.predict_proba(flat[of_rows])[:, 1].reshape(-1, k)
    return Categories(scale, model.coef_[0], float(model.intercept_[0])), unseen


def _laid_out(seen: Floats, cues: Floats) -> Floats:
    n, k, _ = seen.shape
    own = np.tile(np.eye(k), (n, 1, 1))
    turning = [own * cues[:, None, i : i + 1] for i in range(cues.shape[1])]
    return np.concatenate([seen, own, *turning], axis=-1)


def _around(talk: Talk, said: Floats) -> Floats:
    """What the turns before and after say, each step away half as much."""
    total = np.zeros_like(said)
    for step in (-4, -3, -2, -1, 1, 2, 3, 4):
        other, there = talk.neighbour(step)
        total += np.where(there[:, None], said[other], 0) * 0.5 ** (abs(step) - 1)
    return total


def _shares(weights: Floats) -> Floats:
    """Logarithm of shares, none below a twentieth of an even one's neighbourhood."""
    k = weights.shape[1]
    total = weights.sum(axis=1, keepdims=True)
    logged: Floats = np.log((weights + 0.05 * total + 1e-9) / ((1 + 0.05 * k) * total + k * 1e-9))
    return logged
