from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import masi_distance
from sklearn.metrics import cohen_kappa_score

from delphi.agreement.coefficients import (
    MISSING,
    agreement_terms,
    alpha_terms,
    chance_terms,
    cohen_kappa,
    disagreement,
    few_alpha_terms,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    raw_agreement,
)
from delphi.agreement.distances import interval, masi, nominal, ordinal

from .published import EXAMPLES, example, ratings_of, table_of


@st.composite
def ratings(draw, n_coders=None, missing=True):
    n_units, n = draw(st.integers(1, 25)), n_coders or draw(st.integers(2, 5))
    low = MISSING if missing else 0
    cells = draw(st.lists(st.integers(low, 3), min_size=n_units * n, max_size=n_units * n))
    return np.array(cells, dtype=np.int64).reshape(n_units, n)


def marginals_of(values, n):
    return alpha_terms(values, nominal(n)).sum(axis=0)[1:]


def given_values(values):
    pairable = values[(values != MISSING).sum(axis=1) >= 2]
    return np.unique(pairable[pairable != MISSING])


@pytest.mark.parametrize(
    "name",
    ["krippendorff2011_A_binary", "krippendorff2011_C_missing_nominal", "alpha_near_unanimous_is_zero"],
)
def test_alpha_nominal_as_published(name):
    values, _, expected, tolerance = example(name)
    assert krippendorff_alpha(values) == pytest.approx(expected["alpha"], abs=tolerance)


def test_alpha_nominal_with_missing_values_is_an_exact_fraction():
    values, *_ = example("krippendorff2011_C_missing_nominal")
    assert krippendorff_alpha(values) == pytest.approx(904 / 1216, abs=1e-15)


def test_alpha_observed_and_expected_disagreement_as_published():
    values, _, expected, tolerance = example("krippendorff2011_A_binary")
    observed, chance = disagreement(alpha_terms(values, nominal(2)).sum(axis=0), nominal(2))
    assert (observed, chance) == pytest.approx((expected["Do"], expected["De"]), abs=tolerance)


def test_alpha_interval_as_published():
    values, categories, expected, tolerance = example("krippendorff2011_C_missing_interval")
    assert krippendorff_alpha(values, interval(categories)) == pytest.approx(expected["alpha"], abs=tolerance)


@pytest.mark.parametrize(
    ("name", "published", "tolerance"),
    [("krippendorff2011_C_missing_nominal", 0.815, 5e-4), ("hayes_krippendorff2007_ordinal", 0.7598, 1e-4)],
)
def test_alpha_ordinal_as_published(name, published, tolerance):
    values, categories, *_ = example(name)
    distances = ordinal(marginals_of(values, len(categories)))
    assert krippendorff_alpha(values, distances) == pytest.approx(published, abs=tolerance)


def test_alpha_masi_with_untagged_passages():
    values, sets, expected, tolerance = example("multilabel_alpha_masi_passonneau")
    assert () in sets
    assert krippendorff_alpha(values, masi(sets)) == pytest.approx(expected["alpha"], abs=tolerance)


def test_alpha_masi_equals_nltk_where_nltk_can_compute_it():
    units = [
        [["A"], ["A", "B"]],
        [["B"], ["B"]],
        [["A", "C"], ["A", "B"]],
        [["C"], ["A"]],
        [["B"], ["B", "C"]],
    ]
    task = AnnotationTask(distance=masi_distance)
    task.load_array(
        (f"coder{c}", f"unit{u}", frozenset(codes))
        for u, unit in enumerate(units)
        for c, codes in enumerate(unit)
    )
    values, sets = ratings_of(units)
    assert krippendorff_alpha(values, masi(sets)) == pytest.approx(task.alpha(), abs=1e-12)


@settings(deadline=None)
@given(ratings())
def test_alpha_equals_the_krippendorff_package(values):
    data = np.where(values == MISSING, np.nan, values.astype(float)).T
    if given_values(values).size < 2:
        assert np.isnan(krippendorff_alpha(values))
        return
    for distances, level in ((nominal(4), "nominal"), (interval(range(4)), "interval")):
        theirs = krippendorff.alpha(data, level_of_measurement=level, value_domain=[0, 1, 2, 3])
        assert krippendorff_alpha(values, distances) == pytest.approx(theirs, abs=1e-9)


@given(ratings(), st.randoms(use_true_random=False))
def test_coefficients_do_not_depend_on_the_order_of_coders_or_units(values, random):
    coders, units = list(range(values.shape[1])), list(range(len(values)))
    random.shuffle(coders)
    random.shuffle(units)
    other = values[units][:, coders]
    for coefficient in (krippendorff_alpha, fleiss_kappa, gwet_ac1, raw_agreement):
        assert coefficient(other) == pytest.approx(coefficient(values), abs=1e-12, nan_ok=True)


@given(ratings(n_coders=2, missing=False), st.integers(1, 4))
def test_weights_are_units_that_occur_several_times(values, most):
    times = np.arange(len(values)) % most + 1
    for coefficient in (krippendorff_alpha, cohen_kappa, fleiss_kappa, gwet_ac1, raw_agreement):
        written_out = coefficient(np.repeat(values, times, axis=0))
        assert coefficient(values, weights=times) == pytest.approx(written_out, abs=1e-12, nan_ok=True)


@given(ratings(n_coders=2, missing=False))
def test_cohen_kappa_equals_scikit_learn(values):
    ours = cohen_kappa(values)
    if np.unique(values).size == 1:
        assert np.isnan(ours)
    else:
        assert ours == pytest.approx(cohen_kappa_score(values[:, 0], values[:, 1]), abs=1e-12)


def test_cohen_kappa_as_published():
    cells, times = table_of("artstein_poesio2008_ex1")
    assert cohen_kappa(cells, times) == pytest.approx(0.348, abs=1e-3)


def test_cohen_kappa_leaves_out_units_that_one_coder_did_not_rate():
    values = np.array([[0, 0], [1, 0], [1, 1], [0, MISSING], [MISSING, 1]])
    assert cohen_kappa(values) == pytest.approx(cohen_kappa_score([0, 1, 1], [0, 0, 1]))


def test_cohen_kappa_is_for_two_coders():
    with pytest.raises(ValueError, match="two coders"):
        cohen_kappa(np.zeros((4, 3), dtype=np.int64))


def test_fleiss_kappa_as_published():
    values, categories, expected, tolerance = example("fleiss1971")
    assert fleiss_kappa(values) == pytest.approx(expected["kappa"], abs=tolerance)
    assert raw_agreement(values) == pytest.approx(expected["Po"], abs=tolerance)
    of_category = [fleiss_kappa((values == number).astype(np.int64)) for number in range(len(categories))]
    assert of_category == pytest.approx(expected["category_kappa"], abs=tolerance)


def test_fleiss_kappa_with_missing_values_as_in_gwet():
    values, *_ = example("gwet2014_4raters_gwet")
    assert fleiss_kappa(values) == pytest.approx(0.761, abs=5e-4)


def test_ac1_as_published():
    values, _, expected, tolerance = example("gwet2014_4raters_gwet")
    assert gwet_ac1(values) == pytest.approx(expected["value"], abs=tolerance)


def test_ac1_where_kappa_is_a_paradox():
    cells, times = table_of("gwet_paradox_2x2")
    expected, tolerance = (EXAMPLES["gwet_paradox_2x2"][key] for key in ("expected", "tolerance"))
    assert gwet_ac1(cells, times) == pytest.approx(expected["ac1"], abs=tolerance)
    assert raw_agreement(cells, times) == pytest.approx(expected["pa"], abs=tolerance)


def test_ac1_stays_high_where_alpha_of_a_near_unanimous_code_is_zero():
    values, _, expected, tolerance = example("alpha_near_unanimous_is_zero")
    assert krippendorff_alpha(values) == pytest.approx(0, abs=1e-12)
    assert gwet_ac1(values) == pytest.approx(expected["gwet_ac1"], abs=tolerance)
    assert raw_agreement(values) == pytest.approx(expected["raw_agreement"], abs=tolerance)


@pytest.mark.parametrize("coefficient", [krippendorff_alpha, cohen_kappa, fleiss_kappa, gwet_ac1])
@pytest.mark.parametrize("values", [np.ones((9, 2), dtype=np.int64), np.full((9, 2), MISSING)])
def test_coefficients_are_not_a_number_for_one_category_or_none(coefficient, values):
    assert np.isnan(coefficient(values))


@given(ratings())
def test_coefficients_without_zeros_are_the_same_terms(values):
    distances = masi([(), ("a",), ("a", "b"), ("c",), ("b", "c"), ("d",), ("a", "d")])
    values = np.minimum(values, len(distances) - 1)
    assert few_alpha_terms(values, distances).toarray().tolist() == alpha_terms(values, distances).tolist()
    assert agreement_terms(values).tolist() == chance_terms(values, len(distances))[:, :2].tolist()
