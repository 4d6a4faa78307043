"""A name stands for enough people, or for nobody in particular."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from delphi.privacy.circles import circles


def test_circles_leave_large_perspectives_alone():
    assert circles({"expert": 9, "council": 3}, 3) == {"expert": ("expert",), "council": ("council",)}


def test_circles_take_the_next_smallest_when_the_small_ones_are_too_few():
    found = circles({"expert": 9, "librarian": 4, "council": 1}, 3)
    assert found["council"] == found["librarian"] == ("librarian", "council")
    assert found["expert"] == ("expert",)


def test_circles_name_nobody_where_all_together_are_too_few():
    assert circles({"expert": 1, "council": 1}, 3) == {"expert": (), "council": ()}


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 12), min_size=1), st.integers(1, 6))
def test_circles_stand_for_enough_people_and_do_not_overlap(present, at_least):
    found = circles(present, at_least)
    assert found.keys() == present.keys()
    for key, circle in found.items():
        assert circle == () or (key in circle and sum(present[name] for name in circle) >= at_least)
        assert all(found[name] == circle for name in circle)
    if sum(present.values()) >= at_least:
        assert () not in found.values()
