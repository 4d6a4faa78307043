"""How far two values of a unit lie apart: the distances that Krippendorff's alpha is computed with."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Distances = NDArray[np.float64]
ROWS = 512
"""Sets that are compared with all others at a time; a large study has thousands."""


def nominal(n_categories: int) -> Distances:
    """Distance 1 between any two categories that differ."""
    return 1.0 - np.eye(n_categories)


def interval(categories: Sequence[float]) -> Distances:
    """Squared difference of numbers (Krippendorff 2011, p. 6)."""
    values = np.asarray(categories, dtype=np.float64)
    return np.square(values[:, None] - values[None, :])


def ordinal(marginals: ArrayLike) -> Distances:
    """Squared number of values that lie between two ranks (Krippendorff 2011, p. 6).

    Parameters
    ----------
    marginals
        How often each category was given in units with two values or more, in rank order.
    """
    counts = np.asarray(marginals, dtype=np.float64)
    middle = np.cumsum(counts) - counts / 2
    return np.square(middle[:, None] - middle[None, :])


def masi(sets: Sequence[Collection[Hashable]]) -> Distances:
    """Distance between sets of codes (Passonneau 2006).

    One minus Jaccard's index times 1 (equal sets), 2/3 (one holds the other), 1/3 (some codes in
    common) or 0 (none).  Two empty sets are equal: their distance is 0.
    """
    members = [frozenset(codes) for codes in sets]
    place = {code: i for i, code in enumerate(frozenset().union(*members))}
    holds = np.zeros((len(members), len(place)))
    for i, codes in enumerate(members):
        holds[i, [place[code] for code in codes]] = 1
    size = holds.sum(axis=1)
    distances: Distances = np.empty((len(members), len(members)))
    for low in range(0, len(members), ROWS):
        few = slice(low, low + ROWS)
        common = holds[few] @ holds.T
        either = size[few, None] + size - common
        nested = common == np.minimum(size[few, None], size)
        distances[few] = 1 - common / np.maximum(either, 1) * np.where(nested, 2 / 3, 1 / 3)
        distances[few][common == either] = 0.0
    return distances
