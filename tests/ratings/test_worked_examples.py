"""Every published or constructed example about a panel, by the measure it is about."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, chi2_contingency
from tests.ratings.small_panel import items, person, ratings, session, study
from tests.worked import EXAMPLES

from delphi.ratings import invited_raters, paired, ratings_table
from delphi.ratings.consensus import (
    cqv,
    cvr,
    cvr_critical,
    ipras,
    kendall_w,
    quantile,
    rand_allowed,
    rand_outside,
)
from delphi.ratings.stability import crosstab, kappa_quadratic, kept, net_change, wilcoxon_p


def example(name):
    found = EXAMPLES[name]
    return found["input"], found["expected"], found["tolerance"]


@pytest.mark.parametrize("name", ["rand_ipras_bmjopen2012", "ipras_polarised", "ipras_unanimous_low"])
def test_ipras_of_the_examples(name):
    given, expected, tolerance = example(name)
    values = np.array(given["ratings"], dtype=float)
    found = ipras(values)
    assert found.ipr == pytest.approx(expected["ipr"], abs=tolerance)
    assert found.ipras == pytest.approx(expected["ipras"], abs=tolerance)
    assert found.disagreement is expected["disagreement"]
    if "p30" in expected:
        assert (found.p30, found.p70) == (expected["p30"], expected["p70"])
        assert quantile(values, 0.5) == expected["median"]
        assert rand_outside(values) == 3 <= rand_allowed(len(values))


def test_rand_allowed_of_the_published_panel_sizes():
    given, expected, _ = example("rand_panel_rule")
    assert [rand_allowed(n) for n in given["panel_sizes"]] == expected["max_outside"]


@pytest.mark.parametrize("name", ["kendall_w_siegel_castellan", "kendall_w_ties_anxiety"])
def test_kendall_w_of_the_examples(name):
    given, expected, tolerance = example(name)
    w, chi2, p = kendall_w(np.array(given["raters_by_objects"], dtype=float))
    assert w == pytest.approx(expected["W"], abs=tolerance)
    assert chi2 == pytest.approx(expected["chi2"], abs=1e-5)
    assert p == pytest.approx(expected.get("p", p), abs=tolerance)


def test_cvr_of_the_examples():
    given, expected, tolerance = example("lawshe_cvr_counts")
    found = [cvr(k, given["n"]) for k in given["n_essential"]]
    assert found == pytest.approx(expected["cvr"], abs=tolerance)
    assert binom.sf(9, 12, 0.5) == pytest.approx(expected["p_upper_10of12"], abs=tolerance)
    assert cvr_critical(12) == 10


def test_cvr_critical_counts_are_exact():
    given, expected, _ = example("cvr_exact_critical_counts")
    assert [cvr_critical(n, given["alpha"]) for n in given["n"]] == expected["n_min"]
    assert cvr_critical(4) is None


def test_cqv_of_the_example():
    given, expected, tolerance = example("cqv_cvcqv")
    assert 100 * cqv(np.array(given["values"])) == pytest.approx(expected["cqv_percent"], abs=tolerance)


def test_wilcoxon_depends_on_the_rule_for_zeros():
    given, expected, tolerance = example("wilcoxon_small_panel_zero_method")
    before, after = (np.array(given[name], dtype=float) for name in ("round1", "round2"))
    found = {method: wilcoxon_p(before, after, method) for method in expected}
    assert found == pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize("name", ["chaffin_talley1980_table2a", "chaffin_talley1980_table3a"])
def test_stability_of_the_examples_tells_equal_marginals_apart(name):
    given, expected, tolerance = example(name)
    cells = np.array(given["crosstab"])
    pairs = [(i, j) for i in range(3) for j in range(3) for _ in range(cells[i, j])]
    before, after = (np.array(side, dtype=float) for side in zip(*pairs))
    table = crosstab(before, after, np.arange(3, dtype=float))
    assert (table == cells).all()
    assert kept(table) / table.sum() == pytest.approx(expected["kept"], abs=1e-9)
    assert net_change(table) == pytest.approx(expected["net_change"], abs=1e-9)
    assert kappa_quadratic(table) == pytest.approx(expected["kappa_q"], abs=1e-6)
    assert chi2_contingency(table, correction=False).statistic == pytest.approx(
        expected["chi2"], abs=tolerance
    )


def test_attrition_of_18_to_15_is_told_from_a_change_of_mind():
    given, expected, tolerance = example("attrition_18_to_15")
    people = [person(name, invited=(2, 3)) for name in given["round_a"]]
    here = study()
    rows = [
        (number, name, "A", "need", "yes" if agrees else "no")
        for number, answers in ((2, given["round_a"]), (3, given["round_b"]))
        for name, agrees in answers.items()
    ]
    rated, register = ratings(here, people, rows), items(("A", "bus"))
    invited = invited_raters(rated, people, [session(2), session(3)], here)
    versions = register[["item_id", "version"]].merge(rated[["round"]].drop_duplicates(), how="cross")
    table = ratings_table(rated, invited, register, versions, here)
    table = table[table["perspective"] == ""].set_index(["round", "measure"])

    def value(round_, measure, column="value"):
        return table.loc[(round_, measure), column]

    assert value("2", "share_agree") == pytest.approx(expected["a_all"], abs=1e-6)
    assert value("3", "share_agree") == pytest.approx(expected["b_completers"], abs=1e-6)
    assert value("3", "response") == pytest.approx(expected["response_rate"], abs=1e-6)
    assert value("3", "share_agree_invited") == pytest.approx(expected["b_over_invited"], abs=1e-6)
    bounds = [value("3", "share_agree_invited", end) for end in ("low", "high")]
    assert bounds == pytest.approx(expected["bounds"], abs=1e-6)
    assert value("2-3", "naive_change") == pytest.approx(expected["naive_change"], abs=1e-6)
    assert value("2-3", "paired_share_earlier") == pytest.approx(expected["a_returners"], abs=1e-6)
    assert value("2-3", "paired_change") == pytest.approx(expected["paired_change"], abs=1e-6)
    assert value("2-3", "attrition_effect") == pytest.approx(0.122222, abs=1e-6)
    assert value("2-3", "mcnemar_exact") == pytest.approx(expected["mcnemar_exact_p"], abs=tolerance)
    assert value("2-3", "mcnemar_exact", "n") == 15
    assert value("2-3", "mcnemar_exact", "missing") == 3

    drawn = paired(rated, register, "need", 2, 3).set_index("perspective").loc[""]
    assert drawn["n"] == 15
    assert drawn["share_later"] - drawn["share_earlier"] == pytest.approx(expected["paired_change"])
    assert drawn["naive_later"] - drawn["naive_earlier"] == pytest.approx(expected["naive_change"])
    assert drawn["kept"] == pytest.approx(14 / 15)


def test_every_example_is_a_test_in_one_of_the_two_rooms():
    import tests.agreement as coders

    sources = [
        path.read_text(encoding="utf-8")
        for folder in (coders.__path__[0], __file__.rsplit("/", 1)[0])
        for path in __import__("pathlib").Path(folder).glob("*.py")
    ]
    missing = [name for name in EXAMPLES if not any(f'"{name}"' in source for source in sources)]
    assert missing == []
