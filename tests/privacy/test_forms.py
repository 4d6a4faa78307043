"""How else people are called whose label has several words."""

from __future__ import annotations

import pytest

from delphi.privacy.forms import forms, times
from delphi.privacy.names import language_of


@pytest.mark.parametrize(
    ("label", "language", "words"),
    [
        ("Mrs. Oakley", "en", ["Oakley"]),
        ("Jan Peeters", "nl", ["Jan", "Peeters"]),
        ("Jan van den Broeck", "nl", ["Jan", "Broeck"]),
        ("Tom (volunteer)", "en", ["Tom"]),
        ("Rita", "nl", []),
        ("Speaker 1", "en", ["Speaker"]),
    ],
)
def test_forms_leave_titles_particles_and_roles_out(label, language, words):
    assert forms(label, language) == words


def test_times_counts_a_word_outside_whole_labels_and_no_ordinary_word():
    texts = ["Oakley said so. Mrs. Oakley did.", "a rose is a rose, Rose"]
    assert times("Oakley", ["Mrs. Oakley"], texts) == 1
    assert times("Rose", ["Rose Green"], texts) == 0
    assert times("Green", ["Rose Green"], texts) == 0


def test_language_of_goes_by_words_that_only_one_has():
    assert language_of(["She said that they would be there with the others."]) == "en"
    assert language_of(["Ze zeggen dat het niet aan ons ligt."]) == "nl"
