from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.distance import masi_distance

from delphi.agreement.distances import interval, masi, nominal, ordinal

from .published import EXAMPLES

SETS = st.frozensets(st.sampled_from("ABCDE"))


def test_masi_as_published():
    pairs = EXAMPLES["masi_pairs"]["input"]["pairs"]
    distances = [masi(pair)[0, 1] for pair in pairs]
    assert distances == pytest.approx(EXAMPLES["masi_pairs"]["expected"]["passonneau"], abs=1e-9)


@given(SETS, SETS)
def test_masi_equals_nltk_and_knows_empty_sets(a, b):
    distances = masi([a, b])
    assert distances[0, 0] == distances[1, 1] == 0
    assert distances[0, 1] == distances[1, 0]
    if a or b:
        assert distances[0, 1] == pytest.approx(masi_distance(a, b), abs=1e-12)
    else:
        assert distances[0, 1] == 0


def test_masi_of_no_sets_is_an_empty_matrix():
    assert masi([]).shape == (0, 0)


def test_nominal_interval_and_ordinal_distances():
    assert nominal(2).tolist() == [[0, 1], [1, 0]]
    assert interval([1, 3, 4]).tolist() == [[0, 4, 9], [4, 0, 1], [9, 1, 0]]
    assert ordinal([2, 4, 6])[0, 2] == np.square(2 / 2 + 4 + 6 / 2)
