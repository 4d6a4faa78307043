"""Alpha for unitizing: whether coders cut the same stretches out of a continuous text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Stretches = NDArray[np.int64]


def unitizing_alpha(codes: Sequence[Sequence[Stretches]], length: int) -> float:
    """Krippendorff's alpha for unitizing over one or more codes (Krippendorff 1995; 2004, p. 251-256).

    Parameters
    ----------
    codes
        Per code and coder, the stretches as rows of (start, end) with 0 <= start < end <= length; a
        coder's stretches of one code do not overlap.
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
    distance = sum(
        _distance(one, other, length)
        for i, one in enumerate(coders)
        for j, other in enumerate(coders)
        if i != j
    )
    observed = distance / (n_coders * (n_coders - 1) * size**2)
    units = np.concatenate([stretches[:, 1] - stretches[:, 0] for stretches in coders]).astype(np.float64)
    gaps = np.concatenate([_lengths(_gaps(stretches, length)) for stretches in coders])
    if not units.size:
        return observed, 0.0
    # A gap can hold a unit in (gap - unit + 1) places, if it is at least as long.
    room = np.where(gaps[None, :] >= units[:, None], gaps[None, :] - units[:, None] + 1, 0).sum(axis=1)
    chance = (units.size - 1) / 3 * (2 * units**3 - 3 * units**2 + units) + units**2 * room
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


def _distance(one: Stretches, other: Stretches, length: int) -> float:
    """Disagreement of one coder's stretches with another's: ends that differ, and stretches in a gap."""
    starts, ends = (one[:, i, None].astype(np.float64) - other[None, :, i] for i in (0, 1))
    overlap = (one[:, 0, None] < other[None, :, 1]) & (other[None, :, 0] < one[:, 1, None])
    apart = (overlap * (starts**2 + ends**2)).sum()
    return float(apart + _in_gaps(one, other, length) + _in_gaps(other, one, length))


def _in_gaps(units: Stretches, other: Stretches, length: int) -> float:
    gaps = _gaps(other, length)
    inside = (gaps[None, :, 0] <= units[:, 0, None]) & (units[:, 1, None] <= gaps[None, :, 1])
    return float((inside.any(axis=1) * _lengths(units) ** 2).sum())


def _gaps(stretches: Stretches, length: int) -> Stretches:
    bounds = np.concatenate([[0], stretches.ravel(), [length]]).reshape(-1, 2)
    return bounds[bounds[:, 0] < bounds[:, 1]]


def _lengths(stretches: Stretches) -> NDArray[np.float64]:
    lengths: NDArray[np.float64] = (stretches[:, 1] - stretches[:, 0]).astype(np.float64)
    return lengths
