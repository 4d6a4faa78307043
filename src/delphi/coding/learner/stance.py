"""What a speaker does with a statement: supports, contests or nuances it; learned from links that have a stance.

A logistic regression per stance over what can be seen of a passage beside a statement: words of agreement, objection,
reserve, denial and irony in the passage and at the turn's beginning; whether a question or a facilitator came
before; whether the statement was on the table; what the learner of categories makes of the turn beside the
statement's category; which stances others took to the statement in other transcripts; and the verdict
of a ridge over the passage's words.  Rare stances weigh more, by the root of how rare they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from delphi.coding.learner.conversation import Floats, Ints, Talk
from delphi.coding.learner.judgement import fit_shares, unseen_ridge
from delphi.coding.learner.statements import STANCES, Known
from delphi.coding.learner.stretch import Sentences

RIDGE = 3.0
STRENGTH = 0.1
RARE = 0.5  # power of how rare a stance is that becomes its weight
ENOUGH = 10  # links with another stance than the most frequent one; fewer teach nothing
FEWEST_FOLDS = 3
BEFORE = 8  # turns in which a statement may have been on the table
NEVER = -30.0  # log odds of a stance that nobody took
DOUBT = 2.0  # links without any stance of their own that a statement is thought to have


@dataclass(frozen=True)
class Pairs:
    """Passages beside statements: turn, first and last sentence (indices), and the statement's codes."""

    row: Ints
    first: Ints
    last: Ints
    category: Ints


@dataclass(frozen=True)
class Stances:
    """Weights of one learner: of words, then of what is seen, for each of `STANCES`; without rows it knows too little."""

    words: Floats
    mean: Floats
    scale: Floats
    coefficients: Floats
    intercept: Floats

    @property
    def knows(self) -> bool:
        """Whether there were enough links to learn from."""
        return len(self.intercept) > 0

    def probability(self, texts: sp.csr_matrix, seen: Floats) -> Floats:
        """Pairs by `STANCES`; rows sum to 1."""
        given = np.column_stack([seen, np.asarray(texts @ self.words)])
        odds = (given - self.mean) / self.scale @ self.coefficients.T + self.intercept
        alone = 1 / (1 + np.exp(-odds))
        share: Floats = alone / alone.sum(axis=1, keepdims=True)
        return share


_NOTHING = np.zeros((0, 0))
UNKNOWING = Stances(_NOTHING, _NOTHING, _NOTHING, _NOTHING, np.zeros(0))


def passage_texts(parts: sp.csr_matrix, pairs: Pairs) -> sp.csr_matrix:
    """The words of each pair's passage, from vectors of sentences; of unit length."""
    size = pairs.last - pairs.first + 1
    pair = np.repeat(np.arange(len(size)), size)
    sentence = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size - pairs.first, size)
    texts = sp.csr_matrix((np.ones(len(pair)), (pair, sentence)), shape=(len(size), parts.shape[0])) @ parts
    length = np.sqrt(np.asarray(texts.multiply(texts).sum(axis=1)).ravel())
    return (sp.diags(1 / np.where(length > 0, length, 1)) @ texts).tocsr()


def look(
    talk: Talk,
    sentences: Sentences,
    texts: sp.csr_matrix,
    pairs: Pairs,
    known: Known,
    statement: Ints,
    category: Floats,
) -> Floats:
    """What can be seen of each pair, a row of numbers.

    Parameters
    ----------
    texts
        Vectors of the turns.
    statement
        Index of each pair's statement in `known`, -1 where the learner does not know it.
    category
        Pairs by categories: what the learner of categories makes of the turn.
    """
    row = pairs.row
    starts = np.searchsorted(sentences.turn, row)
    here = np.array([sentences.reactions[a : b + 1].max(axis=0) for a, b in zip(pairs.first, pairs.last)])
    begins = sentences.reactions[starts]
    before, there = talk.neighbour(-1)
    asked = there & (talk.cues[before][:, 3] > 0)
    led = there & talk.facilitator[before]
    some = np.flatnonzero(statement >= 0)
    stated = known.texts[statement[some]]
    like = []
    for step in range(BEFORE + 1):
        other, inside = talk.neighbour(-step)
        near = np.zeros(len(row))
        near[some] = np.asarray(texts[other[row[some]]].multiply(stated).sum(axis=1)).ravel()
        like.append(np.where(inside[row], near, 0))
    own = category[np.arange(len(row)), pairs.category]
    rest = category.copy()
    rest[np.arange(len(row)), pairs.category] = 0
    columns = [
        *here.T, *begins.T, asked[row], led[row], talk.cues[row][:, 3], like[0], like[1], np.max(like[1:], axis=0),
        own, rest.max(axis=1, initial=0), np.log1p(pairs.last - pairs.first), np.log1p(talk.words[row]),
        talk.cues[row][:, 16], *_history(known, statement).T,
    ]  # fmt: skip
    return np.column_stack([np.asarray(column, float) for column in columns])


def learn_stances(texts: sp.csr_matrix, seen: Floats, stance: Ints, fold: Ints) -> Stances:
    """Learn from links.

    Parameters
    ----------
    texts
        Words of the passages.
    seen
        As `look` gives it, each link's from what its own fold does not tell.
    stance
        Index in `STANCES` of each link.
    fold
        Of each link.

    Returns
    -------
    The learner; `UNKNOWING` with fewer than `ENOUGH` links that differ from the most frequent stance, or when these
    come from fewer than `FEWEST_FOLDS` folds.
    """
    counted = np.bincount(stance, minlength=len(STANCES))
    rare = stance != counted.argmax()
    if rare.sum() < ENOUGH or len(np.unique(fold[rare])) < FEWEST_FOLDS:
        return UNKNOWING
    words, verdict = unseen_ridge(texts, np.eye(len(STANCES))[stance], fold, RIDGE)
    given = np.column_stack([seen, verdict])
    mean, scale = given.mean(axis=0), given.std(axis=0)
    scale[scale < 1e-9] = 1
    weight = ((counted.max() / np.maximum(counted, 1)) ** RARE)[stance]
    coefficients, intercept = np.zeros((len(STANCES), given.shape[1])), np.full(len(STANCES), NEVER)
    for number in np.unique(stance):
        model = fit_shares((given - mean) / scale, (stance == number).astype(float), STRENGTH, weight)
        coefficients[number], intercept[number] = model.coef_[0], model.intercept_[0]
    return Stances(words, mean, scale, coefficients, intercept)


def _history(known: Known, statement: Ints) -> Floats:
    """How many links each statement has, and the share of each stance but the first, drawn towards all statements'."""
    total = known.stances.sum(axis=0)
    overall = total / max(total.sum(), 1)
    own = np.zeros((len(statement), len(STANCES)))
    some = np.flatnonzero(statement >= 0)
    own[some] = known.stances[statement[some]]
    share = (own + DOUBT * overall) / (own.sum(axis=1, keepdims=True) + DOUBT)
    return np.column_stack([np.log1p(own.sum(axis=1)), share[:, 1:]])
