"""Names of people in names of files and ids of transcripts."""

from __future__ import annotations

import pytest

from delphi.privacy.filenames import distinct, likely_names, renamed


@pytest.mark.parametrize(
    ("stem", "language", "names"),
    [
        ("interview-Lena-R2", "en", ["Lena"]),
        ("R1_greet_maes", "nl", ["greet"]),
        ("round 2 group B", "en", []),
        ("panel-june", "en", []),
        ("ronde-1-werkwinkel", "nl", []),
        ("depot-evening", "en", []),
    ],
)
def test_likely_names_of_files_and_ids(stem, language, names):
    assert likely_names(stem, language) == names


def test_renamed_replaces_words_whatever_stands_between_them():
    words = {"jan peeters": "Ann", "lena": "[name 1]", "jan": "Ann"}
    assert renamed("Jan_Peeters R1", words) == "Ann R1"
    assert renamed("interview-Lena_R2", words) == "interview-name-1_R2"
    assert renamed("january Lenas", words) == "january Lenas"


def test_distinct_puts_a_number_behind_a_name_that_is_taken():
    taken = {"a", "a-2"}
    assert distinct("a", taken.__contains__) == "a-3"
    assert distinct("b", taken.__contains__) == "b"
