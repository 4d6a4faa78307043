"""Alpha for unitizing: whether coders cut the same stretches out of a continuous text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Stretches = NDArray[np.int64]


def unitizing_alpha(codes: Sequence[Sequence[Stretches]], length: int) -> float:
    """Krippendorff's alpha for unitizing over one or more codes (Krippendorff 1995; 2004, p. 251-256).

    Parameters
    ----------
    codes
        Per code and coder, the stretches as rows of (start, end) with 0 <= start < end <= length; a
        coder's stretches of one code are in order and do not overlap (`merged`).
    length
        Of the continuum, in characters.

    Returns
    -------
    float
        One minus observed by expected disagreement, each summed over the codes; NaN when no coder cut
        out anything.
    """
    parts = [unitizing_disagreement(coders, length) for coders in codes]
    observed, expected = (sum(part[i] for part in parts) for i in (0, 1))
    return 1 - observed / expected if expected > 0 else float("nan")


def unitizing_disagreement(coders: Sequence[Stretches], length: int) -> tuple[float, float]:
    """Observed and expected disagreement of coders over one code (Krippendorff 2004, p. 253-254)."""
    n_coders = len(coders)
    size = float(length)
    distance = sum(2 * _distance(one, other) for one, other in combinations(coders, 2))
    observed = distance / (n_coders * (n_coders - 1) * size**2)
    units = np.concatenate([_lengths(stretches) for stretches in coders])
    if not units.size:
        return observed, 0.0
    gaps = np.concatenate([_lengths(_gaps(stretches, length)) for stretches in coders])
    chance = (units.size - 1) / 3 * (2 * units**3 - 3 * units**2 + units) + units**2 * _places(units, gaps)
    places = n_coders * size * (n_coders * size - 1) - (units * (units - 1)).sum()
    return observed, float(2 / size * chance.sum() / places)


def merged(stretches: Stretches) -> Stretches:
    """Stretches in order, with those that overlap as one."""
    joined: list[list[int]] = []
    for start, end in sorted(stretches.tolist()):
        if joined and start < joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return np.array(joined, dtype=np.int64).reshape(-1, 2)


def _distance(one: Stretches, other: Stretches) -> float:
    """Disagreement of two coders: ends of overlapping stretches that differ, and stretches in a gap."""
    first = np.searchsorted(other[:, 1], one[:, 0], side="right")
    n_overlaps = np.maximum(np.searchsorted(other[:, 0], one[:, 1], side="left") - first, 0)
    mine = np.repeat(np.arange(len(one)), n_overlaps)
    theirs = np.arange(n_overlaps.sum()) - np.repeat(np.cumsum(n_overlaps) - n_overlaps - first, n_overlaps)
    ends = (one[mine] - other[theirs]).astype(np.float64)
    met = np.zeros(len(other), dtype=bool)
    met[theirs] = True
    in_gaps = (_lengths(one)[n_overlaps == 0] ** 2).sum() + (_lengths(other)[~met] ** 2).sum()
    return float((ends**2).sum() + in_gaps)


def _places(units: NDArray[np.float64], gaps: NDArray[np.float64]) -> NDArray[np.float64]:
    """In how many places each unit fits into the gaps: gap - unit + 1 where the gap is long enough."""
    ordered = np.sort(gaps)
    shorter = np.searchsorted(ordered, units, side="left")
    total = np.concatenate([[0.0], np.cumsum(ordered)])
    fits = gaps.size - shorter
    places: NDArray[np.float64] = total[-1] - total[shorter] - fits * (units - 1)
    return places


def _gaps(stretches: Stretches, length: int) -> Stretches:
    bounds = np.concatenate([[0], stretches.ravel(), [length]]).reshape(-1, 2)
    return bounds[bounds[:, 0] < bounds[:, 1]]


def _lengths(stretches: Stretches) -> NDArray[np.float64]:
    lengths: NDArray[np.float64] = (stretches[:, 1] - stretches[:, 0]).astype(np.float64)
    return lengths
