"""Reading ratings.csv: every mistake with its line, and who is left out."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.ratings.small_panel import person, study

from delphi.errors import InputErrors
from delphi.ratings import read_ratings, uninvited

PEOPLE = [person("Ann"), person("Bo", "boss"), person("Cy", withdrawn_on=dt.date(2025, 1, 2))]
ITEMS = ["A", "B"]


@pytest.fixture
def write(tmp_path):
    def written(*lines):
        path = tmp_path / "ratings.csv"
        path.write_text(
            "\n".join(["round,participant_id,item_id,scale,rating", *lines]) + "\n", encoding="utf-8"
        )
        return path

    return written


@pytest.mark.parametrize(
    ("line", "what", "remedy"),
    [
        ("2,An,A,need,yes", "participant `An` is not known", "Did you mean `Ann`?"),
        ("2,Ann,C,need,yes", "item `C` is not known", "Known are: A, B."),
        ("2,Ann,A,ned,yes", "scale `ned` is not known", "Did you mean `need`?"),
        ("2,Ann,A,need,yess", "`yess` is no level of the scale `need`", "Did you mean `yes`?"),
        ("2,Ann,A,weight,10", "`10` is no level of the scale `weight`", "a whole number from 1 to 9"),
        ("2,Ann,A,weight,7.5", "`7.5` is no level of the scale `weight`", "a whole number from 1 to 9"),
        ("5,Ann,A,need,yes", "round `5` is not known", "Known are: 1, 2, 3."),
        ("1,Bo,A,need,no", "`Bo` rates `A` twice in round 1", "stands in line 2"),
    ],
)
def test_reading_names_line_and_remedy(write, line, what, remedy):
    path = write("1,Bo,A,need,yes", line)
    with pytest.raises(InputErrors) as found:
        read_ratings(path, ITEMS, PEOPLE, study())
    [error] = found.value.errors
    assert error.line == 3
    assert what in error.what
    assert remedy in error.remedy


def test_reading_reports_every_mistake_at_once(write):
    path = write("9,Nobody,Z,need,yes", "2,Ann,A,need,perhaps")
    with pytest.raises(InputErrors) as found:
        read_ratings(path, ITEMS, PEOPLE, study())
    assert [error.line for error in found.value.errors] == [2, 2, 2, 3]


def test_reading_gives_values_agreement_and_order(write):
    path = write("2,Bo,B,weight,07", "2,Ann,B,need,no", "1,Bo,A,need,maybe", "2,Ann,A,need,yes")
    frame = read_ratings(path, ITEMS, PEOPLE, study())
    found = frame[["round", "participant_id", "item_id", "rating", "value", "agrees", "row"]].values.tolist()
    assert found == [
        [1, "Bo", "A", "maybe", 2.0, True, 4],
        [2, "Ann", "A", "yes", 3.0, True, 5],
        [2, "Ann", "B", "no", 1.0, False, 3],
        [2, "Bo", "B", "7", 7.0, True, 2],
    ]
    assert list(frame["perspective"]) == ["boss", "worker", "worker", "boss"]


def test_reading_leaves_out_who_withdrew_and_empty_answers(write):
    frame = read_ratings(write("2,Cy,A,need,yes", "2,Ann,A,need,", "2,Bo,A,need,no"), ITEMS, PEOPLE, study())
    assert list(frame["participant_id"]) == ["Bo"]


def test_reading_a_study_without_ratings_gives_none(tmp_path):
    frame = read_ratings(tmp_path / "ratings.csv", [], PEOPLE, study())
    assert frame.empty
    assert frame["value"].dtype == "float64"


def test_reading_without_agree_from_knows_no_agreement(write):
    open_scale = study(scales={"need": {"levels": ["no", "yes"], "label": "Need"}})
    frame = read_ratings(write("2,Ann,A,need,yes"), ITEMS, PEOPLE, open_scale)
    assert frame["agrees"].isna().all()


def test_uninvited_raters_are_named_once_per_round_and_count(write):
    people = [person("Ann", invited=(1,)), person("Bo", "boss")]
    frame = read_ratings(
        write("2,Ann,A,need,yes", "2,Ann,B,need,yes", "2,Bo,A,need,no"), ITEMS, people, study()
    )
    [warning] = uninvited(frame, people)
    assert warning.startswith("line 2: `Ann` rates in round 2")
    assert len(frame) == 3
