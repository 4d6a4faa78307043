"""Intervals by drawing units again, with their sums weighted instead of the ratings copied."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from delphi.agreement.coefficients import Sums

N_RESAMPLES = 1_000
LEVEL = 0.95


def resampled_sums(
    terms: Sums, seed: int, clusters: NDArray[np.int64] | None = None, n_resamples: int = N_RESAMPLES
) -> Sums:
    """Sums of the units' terms over resamples.

    Parameters
    ----------
    terms
        One row per unit, from `delphi.agreement.coefficients`.
    seed
        Of the random numbers.
    clusters
        Which units are drawn together, such as those of one transcript; each unit by itself when left out.

    Returns
    -------
    array
        One row per resample.
    """
    rows, times = kinds_of_unit(terms, clusters)
    return drawn(tuple(times.tolist()), seed, n_resamples) @ rows


def kinds_of_unit(terms: Sums, clusters: NDArray[np.int64] | None = None) -> tuple[Sums, NDArray[np.int64]]:
    """What is drawn, and how often it occurs: clusters of units, or units with equal terms as one kind.

    Drawing n units is drawing how many of each kind there are among n; that is exact and makes ten
    thousand units as cheap as the few hundred ways in which coders can agree or differ.
    """
    if clusters is None:
        rows, times = np.unique(terms, axis=0, return_counts=True)
        return rows, times.astype(np.int64)
    order = np.argsort(clusters, kind="stable")
    _, starts = np.unique(clusters[order], return_index=True)
    sums = np.add.reduceat(terms[order], starts, axis=0)
    return sums, np.ones(len(sums), dtype=np.int64)


@lru_cache(maxsize=4)
def drawn(times: tuple[int, ...], seed: int, n_resamples: int = N_RESAMPLES) -> Sums:
    """How often each kind is drawn in each resample (resamples by kinds)."""
    n = sum(times)
    share = np.array(times, dtype=np.float64) / n
    return np.random.default_rng(seed).multinomial(n, share, n_resamples).astype(np.float64)


def percentile_interval(values: Sums) -> tuple[float, float, int]:
    """Percentile interval at `LEVEL` (quantiles of Hyndman and Fan's type 7), and how many values it rests on.

    Resamples without a value (one category only) are left out; the interval is NaN when that is more
    than half of them.
    """
    estimable = values[np.isfinite(values)]
    if 2 * estimable.size <= values.size:
        return np.nan, np.nan, estimable.size
    low, high = np.quantile(estimable, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], method="linear")
    return float(low), float(high), estimable.size
