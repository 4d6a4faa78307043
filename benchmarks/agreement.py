"""Bootstrapping alpha, beside a loop over the `krippendorff` package: wall time and equal alphas.  See `ahead.py`.

Nothing is read, the ratings are made from a seed.  Both ways see the same resamples.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import krippendorff
import numpy as np

from delphi.agreement.bootstrap import drawn, kinds_of_unit, resampled_sums
from delphi.agreement.coefficients import MISSING, Ratings, alpha_of, alpha_terms
from delphi.agreement.distances import nominal

CATEGORIES = 5
TOLERANCE = 1e-9


def make_ratings(n_units: int, n_coders: int, seed: int) -> Ratings:
    """Ratings of which two thirds follow the unit, one third is drawn, and a tenth is missing."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, CATEGORIES, (n_units, 1))
    drawn_at_random = random.integers(0, CATEGORIES, (n_units, n_coders))
    ratings = np.where(random.random((n_units, n_coders)) < 2 / 3, truth, drawn_at_random)
    return np.where(random.random((n_units, n_coders)) < 0.1, MISSING, ratings)


def bootstrap(ratings: Ratings, n_resamples: int) -> np.ndarray:
    """Alphas of the resamples, as `delphi agree` computes them."""
    distances = nominal(CATEGORIES)
    terms = alpha_terms(ratings, distances)
    return alpha_of(resampled_sums(terms, 1, n_resamples=n_resamples), distances)


def loop_on_counts(ratings: Ratings, n_resamples: int) -> np.ndarray:
    """Alphas of the same resamples, each written out and given to `krippendorff` as counts."""
    rows, times = kinds_of_unit(alpha_terms(ratings, nominal(CATEGORIES)))
    counts = rows[:, 1:].astype(int)
    weights = drawn(tuple(times.tolist()), 1, n_resamples).astype(int)
    return np.array(
        [
            krippendorff.alpha(value_counts=np.repeat(counts, w, axis=0), level_of_measurement="nominal")
            for w in weights
        ]
    )


def loop_on_ratings(ratings: Ratings, n_resamples: int) -> np.ndarray:
    """Alphas of other resamples in the plain way: draw units, hand over the ratings."""
    random = np.random.default_rng(1)
    data = np.where(ratings == MISSING, np.nan, ratings.astype(float)).T
    n = data.shape[1]
    return np.array(
        [
            krippendorff.alpha(data[:, random.integers(0, n, n)], level_of_measurement="nominal")
            for _ in range(n_resamples)
        ]
    )


def compare(n_units: int, n_coders: int, n_resamples: int, seed: int, times: int) -> list[dict[str, object]]:
    """CPU seconds of each way and the ratio to ours.

    Raises
    ------
    AssertionError
        When alphas of the same resamples differ by more than `TOLERANCE`.
    """
    ratings = make_ratings(n_units, n_coders, seed)
    difference = np.abs(bootstrap(ratings, n_resamples) - loop_on_counts(ratings, n_resamples)).max()
    assert difference <= TOLERANCE, f"alphas differ by {difference:.1e}"
    own = _seconds(lambda: bootstrap(ratings, n_resamples), times)
    ways = {
        "delphi": own,
        "krippendorff in a loop, counts of the same resamples": _seconds(
            lambda: loop_on_counts(ratings, n_resamples), 1
        ),
        "krippendorff in a loop, ratings": _seconds(lambda: loop_on_ratings(ratings, n_resamples), 1),
    }
    size = f"alpha of {n_units:,} units, {n_coders} coders, {n_resamples:,} resamples"
    return [
        {"what": f"{size}: {name}", "CPU s": round(took, 3), "times delphi": round(took / own, 1)}
        for name, took in ways.items()
    ]


def _seconds(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        drawn.cache_clear()
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)
