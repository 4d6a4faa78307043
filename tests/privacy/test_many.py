"""Thousands of names find in a text what the pattern of all of them finds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from delphi.privacy.many import FEW, Names, alternatives

KNOWN = [f"Naam{number}y" for number in range(FEW)] + ["Rita", "Jan Piet", "B.", "An-Sofie", "Fatima", "S12"]


def compose(names):
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?=['’]?s?(?!\w))", re.IGNORECASE)


NAMES = Names(alternatives(KNOWN), compose)
WHOLE = compose(alternatives(KNOWN))


@given(
    st.lists(
        st.sampled_from(
            [*KNOWN[-8:], "ritas", "Rita's", "RITA", "an", "sofie", "jan", " ", ".", "-", "fatıma"]
        )
    )
)
def test_many_names_find_what_one_pattern_finds(words):
    for joint in (" ", "", "-"):
        text = joint.join(words)
        assert [m.span() for m in NAMES.finditer(text)] == [m.span() for m in WHOLE.finditer(text)]


def test_many_names_look_only_for_those_whose_words_stand_there():
    assert (
        NAMES.in_text("hier staat niemand") is None
        or "Rita" not in NAMES.in_text("hier staat niemand").pattern
    )
    assert "Naam7y" in NAMES.in_text("dat zei Naam7y").pattern
    assert "Naam8y" not in NAMES.in_text("dat zei Naam7y").pattern
