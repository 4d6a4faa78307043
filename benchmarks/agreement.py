"""How fast alpha is bootstrapped: 1,000 resamples against a loop over the `krippendorff` package.

Run ``python benchmarks/agreement.py``; nothing is read, the ratings are made from a seed.  Both ways
see the same resamples and must give the same alphas to 1e-9; the numbers are wall-clock medians.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import krippendorff
import numpy as np

from delphi.agreement.bootstrap import drawn, kinds_of_unit, resampled_sums
from delphi.agreement.coefficients import MISSING, Ratings, alpha_of, alpha_terms
from delphi.agreement.distances import nominal


def make_ratings(n_units: int, n_coders: int, n_categories: int, seed: int) -> Ratings:
    """Ratings of which two thirds follow the unit, one third is drawn, and a tenth is missing."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, n_categories, (n_units, 1))
    drawn_at_random = random.integers(0, n_categories, (n_units, n_coders))
    ratings = np.where(random.random((n_units, n_coders)) < 2 / 3, truth, drawn_at_random)
    return np.where(random.random((n_units, n_coders)) < 0.1, MISSING, ratings)


def bootstrap(ratings: Ratings, n_categories: int, n_resamples: int) -> np.ndarray:
    """Alphas of the resamples, as `delphi agree` computes them."""
    distances = nominal(n_categories)
    terms = alpha_terms(ratings, distances)
    return alpha_of(resampled_sums(terms, 1, n_resamples=n_resamples), distances)


def loop_on_counts(ratings: Ratings, n_categories: int, n_resamples: int) -> np.ndarray:
    """Alphas of the same resamples, each written out and given to `krippendorff` as counts."""
    rows, times = kinds_of_unit(alpha_terms(ratings, nominal(n_categories)))
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


def seconds(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        drawn.cache_clear()
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=10_000, help="units")
    parser.add_argument("--coders", type=int, default=5, help="coders")
    parser.add_argument("--categories", type=int, default=5, help="categories")
    parser.add_argument("--resamples", type=int, default=1_000, help="bootstrap resamples")
    parser.add_argument("--times", type=int, default=5, help="repetitions of the fast way")
    options = parser.parse_args()
    ratings = make_ratings(options.units, options.coders, options.categories, 1)
    size = (ratings, options.categories, options.resamples)
    difference = np.abs(bootstrap(*size) - loop_on_counts(*size)).max()
    own = seconds(lambda: bootstrap(*size), options.times)
    counts = seconds(lambda: loop_on_counts(*size), 1)
    plain = seconds(lambda: loop_on_ratings(ratings, options.resamples), 1)
    print(f"{options.resamples} resamples, {options.units} units, {options.coders} coders")
    print(f"delphi                      {own:8.3f} s")
    print(f"krippendorff, same counts   {counts:8.3f} s  {counts / own:6.0f} x")
    print(f"krippendorff, ratings       {plain:8.3f} s  {plain / own:6.0f} x")
    print(f"largest difference          {difference:.1e}")


if __name__ == "__main__":
    main()
