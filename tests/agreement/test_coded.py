from __future__ import annotations

import numpy as np

from delphi.agreement import coded_turns, passages, readings

from .coding import CODEBOOK, apply, checked, placed, turns

VANS, BUSES = ("vans", "plus"), ("buses", "minus")


def test_coded_kinds_stand_for_every_unit():
    rows = [
        *(apply(coder, turn, VANS) for coder in ("ada", "ben") for turn in (1, 3)), apply("ada", 2, BUSES),
        checked("ada", 1, 2, 3, 4, 5), checked("ben", 1, 2, 3, 4),
    ]  # fmt: skip
    frame, text = placed(*rows), turns()
    coded = coded_turns(readings(frame, text, CODEBOOK), passages(frame, text))
    kinds, kind = coded.kinds()
    assert np.array_equal(kinds.values[kind], coded.values)
    assert len(kinds.values) == len(np.unique(coded.values, axis=0)) == 4
    for facet in ("work_model", "swot", "work_model*swot"):
        (of_kinds, names), (of_units, same) = kinds.facet(facet, CODEBOOK), coded.facet(facet, CODEBOOK)
        assert names == same
        assert np.array_equal(of_kinds[kind], of_units)
