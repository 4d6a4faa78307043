from __future__ import annotations

import krippendorff
import numpy as np
import pytest

from delphi.agreement.bootstrap import drawn, kinds_of_unit, percentile_interval, resampled_sums
from delphi.agreement.coefficients import MISSING, alpha_of, alpha_terms, krippendorff_alpha
from delphi.agreement.distances import nominal


@pytest.fixture
def values():
    random = np.random.default_rng(3)
    values = np.where(
        random.random((60, 3)) < 0.6, random.integers(0, 3, (60, 1)), random.integers(0, 3, (60, 3))
    )
    return np.where(random.random((60, 3)) < 0.1, MISSING, values)


def test_bootstrap_equals_a_loop_over_the_krippendorff_package(values):
    terms = alpha_terms(values, nominal(3))
    rows, times = kinds_of_unit(terms)
    weights = drawn(tuple(times.tolist()), 7, 50).astype(int)
    ours = alpha_of(resampled_sums(terms, 7, n_resamples=50), nominal(3))
    counts = rows[:, 1:].astype(int)
    theirs = [
        krippendorff.alpha(value_counts=np.repeat(counts, w, axis=0), level_of_measurement="nominal")
        for w in weights
    ]
    assert ours == pytest.approx(theirs, abs=1e-9)
    assert np.ptp(ours) > 0.05


def test_bootstrap_draws_as_many_units_as_there_are(values):
    _, times = kinds_of_unit(alpha_terms(values, nominal(3)))
    assert times.sum() == len(values)
    assert (drawn(tuple(times.tolist()), 1, 20).sum(axis=1) == len(values)).all()


def test_bootstrap_of_clusters_draws_whole_clusters(values):
    clusters = np.repeat([4, 2, 9], 20)
    terms = alpha_terms(values, nominal(3))
    sums, times = kinds_of_unit(terms, clusters)
    assert times.tolist() == [1, 1, 1]
    by_hand = [terms[clusters == cluster].sum(axis=0) for cluster in (2, 4, 9)]
    assert sums == pytest.approx(np.array(by_hand))
    possible = {
        round(krippendorff_alpha(np.concatenate([values[clusters == c] for c in (a, b, d)])), 9)
        for a in (2, 4, 9)
        for b in (2, 4, 9)
        for d in (2, 4, 9)
    }
    resampled = alpha_of(resampled_sums(terms, 1, clusters, 200), nominal(3))
    assert set(np.round(resampled, 9)) <= possible
    assert len(set(np.round(resampled, 9))) > 3


def test_bootstrap_seed_is_reproducible(values):
    terms = alpha_terms(values, nominal(3))
    first = resampled_sums(terms, 11)
    drawn.cache_clear()
    assert (resampled_sums(terms, 11) == first).all()
    assert (resampled_sums(terms, 12) != first).any()


def test_percentile_interval_leaves_out_what_is_not_estimable():
    values = np.array([*np.linspace(0, 1, 81), *[np.nan] * 20])
    assert percentile_interval(values) == pytest.approx((0.025, 0.975, 81))


def test_percentile_interval_is_not_a_number_when_most_is_not_estimable():
    low, high, n = percentile_interval(np.array([0.5] * 10 + [np.nan] * 10))
    assert (np.isnan(low), np.isnan(high), n) == (True, True, 10)
