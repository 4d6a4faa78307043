from __future__ import annotations

import numpy as np
import pytest

from delphi.agreement.unitizing import merged, unitizing_alpha, unitizing_disagreement

from .published import EXAMPLES

EXAMPLE = EXAMPLES["krippendorff2004_unitizing"]
LENGTH = EXAMPLE["input"]["length"]


def stretches(*bounds):
    return np.array(bounds, dtype=np.int64).reshape(-1, 2)


def of_example(code):
    begin = EXAMPLE["input"]["begin"]
    return [
        stretches(*((start - begin, start - begin + length) for start, length in units))
        for units in EXAMPLE["input"][code]
    ]


@pytest.mark.parametrize("code", ["c", "k"])
def test_unitizing_as_published(code):
    expected = EXAMPLE["expected"][code]
    parts = (expected["Do"], expected["De"])
    assert unitizing_disagreement(of_example(code), LENGTH) == pytest.approx(parts, abs=EXAMPLE["tolerance"])
    assert unitizing_alpha([of_example(code)], LENGTH) == pytest.approx(
        expected["alpha"], abs=EXAMPLE["tolerance"]
    )


def test_unitizing_over_codes_as_published():
    both = [of_example("c"), of_example("k")]
    assert unitizing_alpha(both, LENGTH) == pytest.approx(
        EXAMPLE["expected"]["overall"], abs=EXAMPLE["tolerance"]
    )


def test_unitizing_does_not_depend_on_the_order_of_coders():
    a, b = of_example("c")
    assert unitizing_alpha([[b, a]], LENGTH) == pytest.approx(unitizing_alpha([[a, b]], LENGTH), abs=1e-12)


def test_unitizing_counts_by_hand():
    a, b = stretches((0, 4), (6, 8)), stretches((2, 5))
    observed, _ = unitizing_disagreement([a, b], 10)
    assert observed == pytest.approx(2 * (2**2 + 1**2 + 2**2) / (2 * 1 * 10**2))


def test_unitizing_is_not_a_number_without_stretches():
    assert np.isnan(unitizing_alpha([[stretches(), stretches()]], 50))


def test_merged_joins_what_overlaps_and_nothing_else():
    assert merged(stretches((5, 9), (0, 3), (2, 4), (4, 5))).tolist() == [[0, 4], [4, 5], [5, 9]]
