"""Attributions that too few people share tell less, and what is left out is hidden among enough others."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import STUDIES

from delphi.privacy.cells import NOWHERE, cell_of, cleared_cells, few
from delphi.study import load_study

STUDY = load_study(STUDIES / "library/config/study.yaml")  # min_cell 2
COLUMNS = ["participant_id", "perspective", "kind", "round"]


def study(least):
    return STUDY.model_copy(update={"privacy": STUDY.privacy.model_copy(update={"min_cell": least})})


def there(*groups):
    """Rows of presence: (perspective, kind, round, names)."""
    return pd.DataFrame(
        [(name, perspective, kind, round_) for perspective, kind, round_, names in groups for name in names],
        columns=COLUMNS,
    )


def test_cells_interviews_tell_no_round():
    assert cell_of(STUDY, "librarian", "phone_interview", 2) == ("librarian", "phone_interview", 0)
    assert cell_of(STUDY, "librarian", "workshop", 2) == ("librarian", "workshop", 2)


def test_cells_enough_people_tell_everything():
    present = there(("librarian", "workshop", 1, "abc"), ("shift_worker", "workshop", 1, "defg"))
    assert cleared_cells(present, study(3)) == {
        cell: cell for cell in (("librarian", "workshop", 1), ("shift_worker", "workshop", 1))
    }


def test_cells_a_small_group_takes_the_next_smallest_along():
    present = there(
        ("librarian", "phone_interview", 2, "a"),
        ("librarian", "workshop", 1, "bcde"),
        ("librarian", "panel_meeting", 3, "bcdefg"),
    )
    told = cleared_cells(present, study(3))
    assert told[("librarian", "phone_interview", 0)] == ("librarian", "", 0)
    assert told[("librarian", "workshop", 1)] == ("librarian", "", 0)
    assert told[("librarian", "panel_meeting", 3)] == ("librarian", "panel_meeting", 3)


def test_cells_a_perspective_of_one_is_not_told():
    present = there(
        ("council_member", "workshop", 1, "a"),
        ("librarian", "workshop", 1, "bcd"),
        ("shift_worker", "workshop", 1, "efghi"),
    )
    told = cleared_cells(present, study(3))
    assert told[("council_member", "workshop", 1)] == NOWHERE
    assert told[("librarian", "workshop", 1)] == NOWHERE  # or the one left out would be known
    assert told[("shift_worker", "workshop", 1)] == ("shift_worker", "workshop", 1)


@pytest.mark.parametrize("least", [1, 2, 3])
def test_cells_one_person_in_two_rounds_is_one(least):
    present = there(("librarian", "phone_interview", 1, "a"), ("librarian", "phone_interview", 2, "a"))
    told = cleared_cells(present, study(least))
    assert set(told.values()) == {("librarian", "phone_interview", 0) if least == 1 else NOWHERE}


SESSIONS = st.lists(
    st.tuples(
        st.sampled_from("abcdefghij"),
        st.sampled_from(["workshop", "phone_interview", "panel_meeting"]),
        st.integers(1, 3),
    ),
    max_size=30,
)


@given(SESSIONS, st.integers(1, 5))
def test_cells_whatever_is_told_fits_enough_people(sessions, least):
    perspective = {
        name: ["librarian", "shift_worker", "council_member"][ord(name) % 3] for name in "abcdefghij"
    }
    rows = [(name, perspective[name], kind, round_) for name, kind, round_ in sessions]
    told = cleared_cells(pd.DataFrame(rows, columns=COLUMNS), study(least))
    fits: dict[tuple[str, str, int], set[str]] = {}
    for name, who, kind, round_ in rows:
        fits.setdefault(told[cell_of(STUDY, who, kind, round_)], set()).add(name)
    everybody = {name for name, *_ in rows}
    for what, people in fits.items():
        assert len(people) >= least or (what == NOWHERE and people == everybody)


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=3), st.sets(st.integers(0, 9)), max_size=6),
    st.integers(1, 6),
)
def test_cells_few_hides_all_small_groups_and_no_more_than_needed(groups, least):
    hidden = few(groups, least)
    assert {key for key, people in groups.items() if len(people) < least} <= hidden
    if all(len(people) >= least for people in groups.values()):
        assert not hidden
