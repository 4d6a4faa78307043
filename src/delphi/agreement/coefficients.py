"""Coefficients of agreement, computed from sums over units so that resampled units need no second pass.

Ratings are a matrix of units by coders that holds the number of a category, or `MISSING` where a coder
did not rate a unit.  Units may weigh more than one, as a run of characters with equal codes does.

Each coefficient comes in two steps.  `..._terms` gives a row of numbers per unit; the coefficient is a
function of their sums.  A bootstrap sample of units therefore only needs the rows weighted anew.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array

from delphi.agreement.distances import Distances, nominal

MISSING = -1
Ratings = NDArray[np.int64]
Sums = NDArray[np.float64]


def krippendorff_alpha(
    ratings: Ratings, distances: Distances | None = None, weights: ArrayLike = 1.0
) -> float:
    """Krippendorff's alpha (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability).

    Parameters
    ----------
    ratings
        Units by coders; units with fewer than two values say nothing and are left out.
    distances
        Between categories, 0 on the diagonal; nominal when left out.
    weights
        Of the units.

    Returns
    -------
    float
        NaN when all values are of one category: there is nothing to tell apart.
    """
    if distances is None:
        distances = nominal(_n_categories(ratings))
    return float(alpha_of(alpha_terms(ratings, distances, weights).sum(axis=0), distances))


def raw_agreement(ratings: Ratings, weights: ArrayLike = 1.0) -> float:
    """Share of agreeing pairs of coders, averaged over units with two values or more."""
    return float(agreement_of(chance_terms(ratings, _n_categories(ratings), weights).sum(axis=0)))


def cohen_kappa(ratings: Ratings, weights: ArrayLike = 1.0) -> float:
    """Cohen's kappa of two coders (Cohen 1960), over units that both rated; NaN for one category only.

    Chance agreement is the sum over categories of the product of the coders' two shares.
    """
    return float(cohen_of(cohen_terms(ratings, _n_categories(ratings), weights).sum(axis=0)))


def fleiss_kappa(ratings: Ratings, weights: ArrayLike = 1.0) -> float:
    """Fleiss' kappa (Fleiss 1971); with missing values as generalised in Gwet 2014, ch. 2.

    NaN for one category only.
    """
    return float(fleiss_of(chance_terms(ratings, _n_categories(ratings), weights).sum(axis=0)))


def gwet_ac1(ratings: Ratings, weights: ArrayLike = 1.0) -> float:
    """Gwet's AC1 (Gwet 2008; with missing values Gwet 2014, ch. 2); NaN for one category only.

    The number of categories is the number that occur.
    """
    sums = chance_terms(ratings, _n_categories(ratings), weights).sum(axis=0)
    return float(ac1_of(sums, n_categories=np.unique(ratings[ratings != MISSING]).size))


def disagreement(sums: Sums, distances: Distances) -> tuple[Sums, Sums]:
    """Observed and expected disagreement, the two parts of alpha, from sums of `alpha_terms`."""
    marginals = sums[..., 1:]
    n = marginals.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = sums[..., 0] / n
        expected = ((marginals @ distances) * marginals).sum(axis=-1) / (n * (n - 1))
    return observed, expected


def alpha_of(sums: Sums, distances: Distances) -> Sums:
    """Alpha from sums of `alpha_terms`."""
    observed, expected = disagreement(sums, distances)
    return 1 - _ratio(observed, expected)


def agreement_of(sums: Sums) -> Sums:
    """Raw agreement from sums of `chance_terms`."""
    return _ratio(sums[..., 0], sums[..., 1])


def fleiss_of(sums: Sums) -> Sums:
    """Fleiss' kappa from sums of `chance_terms`."""
    return _beyond_chance(agreement_of(sums), np.square(_shares(sums)).sum(axis=-1))


def ac1_of(sums: Sums, n_categories: int) -> Sums:
    """Gwet's AC1 from sums of `chance_terms`."""
    if n_categories < 2:
        return np.full(sums.shape[:-1], np.nan)
    shares = _shares(sums)
    return _beyond_chance(agreement_of(sums), (shares * (1 - shares)).sum(axis=-1) / (n_categories - 1))


def cohen_of(sums: Sums) -> Sums:
    """Cohen's kappa from sums of `cohen_terms`."""
    k = (sums.shape[-1] - 2) // 2
    total = sums[..., 1]
    chance = _ratio((sums[..., 2 : 2 + k] * sums[..., 2 + k :]).sum(axis=-1), np.square(total))
    return _beyond_chance(_ratio(sums[..., 0], total), chance)


def alpha_terms(ratings: Ratings, distances: Distances, weights: ArrayLike = 1.0) -> Sums:
    """Per unit: disagreement of its pairs of values, and how often it has each category."""
    rated = (ratings != MISSING).sum(axis=1)
    terms = np.empty((len(ratings), 1 + len(distances)))
    terms[:, 0] = _apart(ratings, distances)
    terms[:, 1:] = _counts(ratings, len(distances))
    terms[rated < 2] = 0.0
    return _weighted(terms, weights)


def few_alpha_terms(ratings: Ratings, distances: Distances) -> csr_array:
    """The same without its zeros: there are thousands of sets of codes, and a unit has a few of them."""
    compared = (ratings != MISSING).sum(axis=1) >= 2
    units, coders = np.nonzero((ratings != MISSING) & compared[:, None])
    rows = np.concatenate([np.flatnonzero(compared), units])
    columns = np.concatenate([np.zeros(compared.sum(), dtype=np.int64), 1 + ratings[units, coders]])
    values = np.concatenate([_apart(ratings, distances)[compared], np.ones(len(units))])
    return coo_array((values, (rows, columns)), shape=(len(ratings), 1 + len(distances))).tocsr()


def _apart(ratings: Ratings, distances: Distances) -> Sums:
    """Per unit, disagreement of its pairs of values."""
    apart = np.zeros(len(ratings))
    for a, b in permutations(ratings.T, 2):
        both = (a != MISSING) & (b != MISSING)
        apart[both] += distances[a[both], b[both]]
    shared: Sums = apart / np.maximum((ratings != MISSING).sum(axis=1) - 1, 1)
    return shared


def agreement_terms(ratings: Ratings) -> Sums:
    """Per unit: share of agreeing pairs, and 1 if it has pairs; all of `chance_terms` that `agreement_of` needs."""
    rated = (ratings != MISSING).sum(axis=1)
    agreeing = np.zeros(len(ratings))
    for a, b in permutations(ratings.T, 2):
        agreeing += (a == b) & (a != MISSING)
    return np.column_stack([agreeing / np.maximum(rated * (rated - 1), 1), rated >= 2]).astype(np.float64)


def chance_terms(ratings: Ratings, n_categories: int, weights: ArrayLike = 1.0) -> Sums:
    """Per unit: share of agreeing pairs, 1 if it has pairs, 1 if it has a value, share of each category."""
    counts = _counts(ratings, n_categories)
    rated = counts.sum(axis=1)
    pairs = rated * (rated - 1)
    terms = np.empty((len(counts), 3 + n_categories))
    terms[:, 0] = (np.einsum("ij,ij->i", counts, counts) - rated) / np.maximum(pairs, 1)
    terms[:, 1], terms[:, 2] = rated >= 2, rated >= 1
    np.divide(counts, np.maximum(rated, 1)[:, None], out=terms[:, 3:])
    return _weighted(terms, weights)


def cohen_terms(ratings: Ratings, n_categories: int, weights: ArrayLike = 1.0) -> Sums:
    """Per unit: 1 if the two coders agree, 1 if both rated, and the category of either as 0 and 1."""
    if ratings.shape[1] != 2:
        raise ValueError("Cohen's kappa compares two coders.")
    first, second = ratings[:, 0], ratings[:, 1]
    both = (first != MISSING) & (second != MISSING)
    categories = np.arange(n_categories)
    terms = [both & (first == second), both, first[:, None] == categories, second[:, None] == categories]
    return _weighted(both[:, None] * np.column_stack(terms), weights)


def _counts(ratings: Ratings, n_categories: int) -> Sums:
    """How many coders gave each unit each category."""
    n_units = len(ratings)
    units, coders = np.nonzero(ratings != MISSING)
    cells = units * n_categories + ratings[units, coders]
    counts = np.bincount(cells, np.ones(len(cells)), minlength=n_units * n_categories)
    return counts.reshape(n_units, n_categories).astype(np.float64, copy=False)


def _n_categories(ratings: Ratings) -> int:
    return int(ratings.max(initial=0)) + 1


def _weighted(terms: NDArray[Any], weights: ArrayLike) -> Sums:
    weighted: Sums = terms.astype(
        np.float64, copy=False
    )  # a large study has thousands of units by categories
    weighted *= np.broadcast_to(np.asarray(weights, dtype=np.float64), (len(terms),))[:, None]
    return weighted


def _shares(sums: Sums) -> Sums:
    return _ratio(sums[..., 3:], sums[..., 2:3])


def _ratio(part: Sums, whole: Sums) -> Sums:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.asarray(whole) > 0, np.divide(part, whole), np.nan)


def _beyond_chance(agreement: Sums, chance: Sums) -> Sums:
    room = 1 - np.asarray(chance)
    return _ratio(agreement - chance, np.where(room > 1e-12, room, 0.0))
