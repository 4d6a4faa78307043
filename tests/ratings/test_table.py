"""The table of ratings: what it holds in rounds of each purpose, and what it refuses to estimate."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import STUDIES
from tests.ratings.small_panel import items, person, ratings, session, study

from delphi.codebook import load_codebook
from delphi.items import read_events, read_items, versions_in_force
from delphi.ratings import invited_raters, ratings_table, read_ratings
from delphi.ratings.definitions import DEFINITIONS
from delphi.ratings.table import RATINGS_COLUMNS
from delphi.study import load_participants, load_study, load_transcripts

DESCRIPTION = {"raters", "response", "share", "share_agree", "share_agree_invited", "median", "q25", "q75",
               "iqr", "cqv"}  # fmt: skip
REGISTER = items(("A", "bus"), ("B", "bus"), ("C", "bus"), ("D", "tram"))
PEOPLE = [person(name) for name in "abcdefgh"]
SESSIONS = [session(1), session(2), session(3)]


def table_of(rows, here=None, people=PEOPLE, register=REGISTER, versions=None):
    here = here or study()
    rated = ratings(here, people, rows)
    if versions is None:
        versions = pd.DataFrame(
            [(i, r, 1) for i in "ABCD" for r in (1, 2, 3)], columns=["item_id", "round", "version"]
        )
    return ratings_table(rated, invited_raters(rated, people, SESSIONS, here), register, versions, here)


def cell(table, item, round_, measure, column="value", perspective=""):
    rows = table[
        (table["item_id"] == item) & (table["round"] == round_) & (table["measure"] == measure)
        & (table["perspective"] == perspective)
    ]  # fmt: skip
    assert len(rows) == 1, (item, round_, measure, len(rows))
    return rows.iloc[0][column]


@pytest.fixture(scope="module")
def library():
    folder = STUDIES / "library"
    here = load_study(folder / "config/study.yaml")
    transcripts = load_transcripts(folder / "data/raw/transcripts.csv", here)
    people = load_participants(folder / "data/raw/participants.csv", here)
    register = read_items(
        folder / "data/coded/items.csv", load_codebook(folder / "config/codebook.yaml"), "en"
    )
    events = read_events(
        folder / "data/coded/item_events.csv", register, [1, 2, 3], [t.transcript_id for t in transcripts]
    )
    rated = read_ratings(folder / "data/raw/ratings.csv", list(register["item_id"]), people, here)
    invited = invited_raters(rated, people, transcripts, here)
    return ratings_table(rated, invited, register, versions_in_force(register, events, [1, 2, 3]), here)


@pytest.mark.parametrize(
    ("item", "second", "third", "night"),
    [
        ("UH-A1", (10, 14), (10, 10), (6, 6)), ("UH-Q1", (5, 14), (11, 11), (6, 6)),
        ("UH-Q2", (11, 14), (11, 11), (6, 6)), ("WS-Q1", (8, 14), (9, 11), (4, 6)),
        ("WS-Q2", (8, 14), (9, 11), (6, 6)), ("ND-R1", (5, 13), (4, 11), (2, 6)),
        ("ND-Q1", (12, 14), (11, 11), (6, 6)),
    ],
)  # fmt: skip
def test_table_of_the_library_counts_what_its_readme_says(library, item, second, third, night):
    for round_, perspective, (k, n) in (("2", "", second), ("3", "", third), ("3", "shift_worker", night)):
        assert cell(library, item, round_, "share_agree", perspective=perspective) == pytest.approx(
            k / n, abs=1e-6
        )
        assert cell(library, item, round_, "share_agree", "n", perspective) == n


def test_table_of_the_library_judges_by_its_two_rules(library):
    met = library[library["measure"] == "consensus:share_agree"].set_index(
        ["round", "perspective", "item_id"]
    )["met"]
    assert met[("3", "", "WS-Q1")] == "yes"
    assert met[("3", "shift_worker", "WS-Q1")] == "no"
    assert met[("2", "", "UH-A1")] == "yes"
    assert ("2", "shift_worker") not in {index[:2] for index in met.index}


def test_table_says_that_two_rounds_rated_different_versions(library):
    assert cell(library, "UH-Q1", "2-3", "kept", "version") == "1-2"
    assert "version 1 was rated in round 2, version 2 in round 3" in cell(
        library, "UH-Q1", "2-3", "kept", "note"
    )
    assert cell(library, "UH-A1", "2-3", "kept", "version") == "1"


def test_table_holds_no_trace_of_who_withdrew(library):
    assert cell(library, "UH-A1", "2", "response", "n") == 14
    assert cell(library, "", "2", "raters") == 14


def test_table_of_nine_point_ratings_prints_the_direction(library):
    note = cell(library, "UH-Q2", "3", "ipras_disagreement", "note")
    assert cell(library, "UH-Q2", "3", "ipras_disagreement") == 0
    assert "median 9 lies in 7-9" in note
    assert cell(library, "ND-R1", "3", "ipras_disagreement") == 1
    assert cell(library, "UH-Q2", "3", "rand_allowed") == 3
    assert math.isnan(cell(library, "UH-Q2", "3", "rand_allowed", perspective="shift_worker"))


def test_table_measures_are_all_defined_and_noted(library):
    plain = library[~library["measure"].str.startswith("consensus:")]
    assert set(plain["measure"].str.split(":").str[0]) <= set(DEFINITIONS)
    assert list(library.columns) == RATINGS_COLUMNS
    for measure, note in zip(plain["measure"], plain["note"]):
        assert DEFINITIONS[measure.split(":")[0]] in note


def test_table_of_a_breadth_round_only_describes():
    rows = [(n, p, i, "need", "yes") for n in (1, 2) for p in "abcd" for i in "ABC"]
    table = table_of(rows)
    first = set(table.loc[table["round"] == "1", "measure"].str.split(":").str[0])
    second = set(table.loc[table["round"] == "2", "measure"].str.split(":").str[0])
    assert first == DESCRIPTION
    assert second == DESCRIPTION | {"cvr", "cvr_critical", "kendall_w"}


def test_table_does_not_estimate_from_two_people():
    rows = [(n, p, "A", "weight", 9) for n in (2, 3) for p in "ab"]
    table = table_of(rows, people=PEOPLE[:2])
    answered = table[~table["measure"].isin(["raters", "raters_both"])]
    assert answered["value"].isna().all()
    assert answered["note"].str.contains("not estimable").all()
    assert set(answered.loc[answered["measure"] == "median", "n"]) == {2}


def test_table_does_not_estimate_stability_of_one_level():
    rows = [(n, p, "A", "need", "yes") for n in (2, 3) for p in "abcde"]
    table = table_of(rows)
    assert cell(table, "A", "2-3", "kept") == 1
    for measure in ("kappa_quadratic", "mcnemar_exact", "wilcoxon"):
        assert math.isnan(cell(table, "A", "2-3", measure))
        assert "not estimable" in cell(table, "A", "2-3", measure, "note")
    rows = [(2, p, i, "need", "yes") for p in "abcde" for i in "ABC"]
    table = table_of(rows)
    w = table[table["measure"] == "kendall_w"].iloc[0]
    assert math.isnan(w["value"])
    assert "nobody tells these items apart" in w["note"]


def test_table_describes_instead_of_testing_when_most_answers_are_equal():
    ups = {"a": 9, "b": 9, "c": 9}
    rows = [(2, p, "A", "weight", 5) for p in "abcdefgh"]
    rows += [(3, p, "A", "weight", ups.get(p, 5)) for p in "abcdefgh"]
    table = table_of(rows)
    assert math.isnan(cell(table, "A", "2-3", "wilcoxon"))
    assert "higher 3, lower 0, same 5" in cell(table, "A", "2-3", "wilcoxon", "note")


def test_table_concordance_stays_within_one_work_model_and_complete_raters():
    answers = {"a": (9, 5, 1), "b": (8, 5, 2), "c": (9, 4, 1), "d": (7, 5, 3)}
    rows = [(2, p, i, "weight", v) for p, values in answers.items() for i, v in zip("ABC", values)]
    rows += [(2, p, "D", "weight", 5) for p in "abcd"] + [(2, "e", "A", "weight", 1)]
    found = table_of(rows)
    found = found[(found["measure"] == "kendall_w") & (found["perspective"] == "")].set_index("work_model")
    assert list(found.index) == ["bus", "tram"]
    assert found.loc["bus", "value"] == 1
    assert found.loc["bus", "n"] == 4
    assert found.loc["bus", "missing"] == 1
    assert "at least 3 are needed" in found.loc["tram", "note"]
    assert (found["item_id"] == "").all()


def test_table_cvr_has_its_critical_count_beside_it():
    rows = [(2, p, "A", "need", "yes" if p in "abcdef" else "no") for p in "abcdefgh"]
    table = table_of(rows)
    assert cell(table, "A", "2", "cvr") == pytest.approx(0.5)
    assert cell(table, "A", "2", "cvr_critical") == 7
    assert cell(table, "A", "2", "cqv", "note").startswith("not estimable: ordered words have no ratios")


def test_table_interviewees_are_not_asked_unless_they_rate():
    people = [*PEOPLE, person("talk", group="calls"), person("quiet", group="calls")]
    rows = [(2, p, "A", "need", "yes") for p in "abcd"] + [(2, "talk", "A", "need", "no")]
    here = study()
    rated = ratings(here, people, rows)
    sessions = [*SESSIONS, session(2, kind="interview", group="calls")]
    invited = invited_raters(rated, people, sessions, here)
    asked = set(invited.loc[invited["round"] == 2, "participant_id"])
    assert asked == {*"abcdefgh", "talk"}


def test_table_a_perspective_that_was_not_asked_is_not_missing():
    people = [*PEOPLE, person("boss", "boss")]
    table = table_of([(2, p, "A", "need", "yes") for p in "abcd"], people=people)
    assert cell(table, "A", "2", "share_agree_invited", "low") == pytest.approx(0.5)
    assert cell(table, "A", "2", "response", "missing") == 4


ANSWERS = st.dictionaries(
    st.tuples(st.sampled_from([2, 3]), st.sampled_from("abcdefgh"), st.sampled_from("AB")),
    st.integers(1, 9),
    min_size=1,
)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(ANSWERS, st.randoms(use_true_random=False))
def test_table_holds_what_must_always_hold(answers, random):
    rows = [(n, p, i, "weight", v) for (n, p, i), v in answers.items()]
    table = table_of(rows)
    shares = table[table["measure"].isin(["share_agree", "kept", "response"]) & table["value"].notna()]
    assert ((shares["low"] <= shares["value"] + 1e-6) & (shares["value"] <= shares["high"] + 1e-6)).all()
    bounds = table[(table["measure"] == "share_agree_invited") & table["value"].notna()]
    assert (bounds["low"] == bounds["value"]).all()
    assert (bounds["low"] <= bounds["high"]).all()
    for item in "AB":
        effect = table[(table["item_id"] == item) & (table["round"] == "2-3") & (table["perspective"] == "")]
        values = effect.set_index("measure")["value"]
        if "attrition_effect" in values and not math.isnan(values["attrition_effect"]):
            parts = values["naive_change"] - values["paired_change"]
            assert values["attrition_effect"] == pytest.approx(parts, abs=5e-6)
        if "kept" in values and not math.isnan(values["kept"]):
            assert values["net_change"] <= 1 - values["kept"] + 1e-6
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert table_of(shuffled).equals(table)
