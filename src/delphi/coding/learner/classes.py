"""Texts of classes, counted per fold, so that leaving folds out is a subtraction.

A class's weight of a feature is minus the logarithm of the feature's share in all *other* classes
(complement naive Bayes: Rennie, Shih, Teevan & Karger 2003), with what the codebook says of a code as
texts of its class.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from delphi.coding.learner.conversation import Floats, Ints

SMOOTHING = 0.1


@dataclass(frozen=True)
class Classes:
    """Sums of text vectors: folds by classes by features, and of the codebook, classes by features."""

    sums: Floats
    codebook: Floats
    smoothing: float = SMOOTHING

    def weights(self, without: Iterable[int] = ()) -> Floats:
        """Classes by features, learned from all folds but these."""
        left = np.ones(len(self.sums), bool)
        left[[fold for fold in without if fold >= 0]] = False
        total = self.codebook + self.sums[left].sum(axis=0)
        others = total.sum(axis=0) - total + self.smoothing
        weights: Floats = -np.log(others / others.sum(axis=1, keepdims=True))
        return weights


def count_classes(texts: sp.csr_matrix, fold: Ints, n_folds: int, shares: Floats) -> Floats:
    """Sum texts per fold and class.

    Parameters
    ----------
    texts
        Texts by features.
    fold
        Per text; -1 is left out.
    shares
        Texts by classes: how much of the text counts for the class.
    """
    sums = np.zeros((n_folds, shares.shape[1], texts.shape[1]))
    for number in range(n_folds):
        rows = np.flatnonzero(fold == number)
        sums[number] = (texts[rows].T @ shares[rows]).T
    return sums


def scores(texts: sp.csr_matrix, weights: Floats) -> Floats:
    """Texts by classes; sums to 0 over classes."""
    given = np.asarray(texts @ weights.T)
    centred: Floats = given - given.mean(axis=1, keepdims=True)
    return centred
