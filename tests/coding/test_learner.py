"""The learner on a small study: it learns, it is blind to what it must not see, and it says when it cannot."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests_lessons import CODEBOOK, TRANSCRIPTS, arrays_of, given, study

from delphi.coding.learner.batch import code_with_learner, explanation, without_learner
from delphi.coding.learner.conversation import CUES
from delphi.coding.learner.learn import ALL
from delphi.coding.learner.measure import macro_f1
from delphi.coding.learner.origin import ALIKE, FEW, NARROW
from delphi.coding.learner.settled import learners, lessons
from delphi.coding.learner.store import open_trained, write_trained
from delphi.coding.learner.trial import held_out, open_trial
from delphi.errors import InputError
from delphi.study import load_study
from delphi.study.config import Coding, SecondOpinionSettings

TINY = Path(__file__).parents[1] / "studies/tiny/config/study.yaml"


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    found = given()
    write_trained(
        folder, learners(found, CODEBOOK, ""), found.folds, {"reason": "", "checked_turns": found.checked}
    )
    return folder


def suggest(folder, batches=None):
    own, sentences, _ = study()
    parts = [
        code_with_learner(
            turns, sentences[sentences["transcript_id"].isin(turns["transcript_id"])], tokens, CODEBOOK, "", open_trained(folder)
        )
        for tokens, turns in (batches or own)
    ]  # fmt: skip
    return [
        pd.concat([part[i] for part in parts])
        .sort_values(["transcript_id", "turn"], kind="stable")
        .reset_index(drop=True)
        for i in range(3)
    ]


def test_learner_finds_subject_and_category_on_unseen_transcripts():
    batches, sentences, placed = study()
    trial = open_trial(batches, sentences, placed, CODEBOOK, "")
    found = held_out(trial, {name: [name] for name in TRANSCRIPTS})
    models, categories = trial.told("ada")
    assert macro_f1(models, found["learner"].models) > 0.9
    assert macro_f1(categories, found["learner"].categories) > 0.85
    assert macro_f1(models, found["majority"].models) < 0.5
    assert not found["topics"].models.any()  # this codebook has no terms for categories


def test_learner_marks_the_sentence_that_judges(trained):
    suggestions, _, _ = suggest(trained)
    _, _, placed = study()
    told = {
        (row.transcript_id, row.turn): (row.new_start, row.new_end)
        for row in placed.itertuples()
        if row.action == "apply"
    }
    spans = [
        (row.start, row.end) == told.get((row.transcript_id, row.turn)) for row in suggestions.itertuples()
    ]
    assert np.mean(spans) > 0.9
    assert set(suggestions["source"]) == {"learner"}
    assert suggestions["confidence"].between(0, 1).all()


def test_learner_of_a_fold_has_not_seen_its_decisions(trained, tmp_path):
    _, _, placed = study()
    other = placed.copy()
    held = other["transcript_id"] == "T2"
    other.loc[held & (other["action"] == "apply"), ["work_model", "swot"]] = ["room", "weakness"]
    found = given(other)
    write_trained(
        tmp_path, learners(found, CODEBOOK, ""), found.folds, {"reason": "", "checked_turns": found.checked}
    )
    before, after = arrays_of(trained), arrays_of(tmp_path)
    blind = f"without-{found.folds['T2']}.npz"
    assert {name for name in before if before[name] == after[name]} == {blind, "folds.csv", "learner.json"}


def test_learner_does_not_depend_on_batches(trained, tmp_path):
    batches, sentences, placed = study()
    whole = (
        pd.concat([turns for _, turns in batches])
        .sort_values(["transcript_id", "turn"])
        .reset_index(drop=True)
    )
    from delphi.coding.tokens import tokenise_turns

    single = [(tokenise_turns(whole), whole)]
    found = lessons(single, sentences, placed, CODEBOOK, "", 10)
    write_trained(
        tmp_path, learners(found, CODEBOOK, ""), found.folds, {"reason": "", "checked_turns": found.checked}
    )
    assert arrays_of(trained) == arrays_of(tmp_path)
    for one, other in zip(suggest(trained), suggest(trained, single)):
        pd.testing.assert_frame_equal(one, other)


def test_learner_on_a_transcript_without_decisions_is_the_one_of_all(trained):
    opened = open_trained(trained)
    assert opened.folds.keys() == set(TRANSCRIPTS)
    assert opened.learner_for("new").n_turns > opened.learner_for("T1").n_turns
    assert ALL not in opened.folds.values()


def test_learner_needs_turns_transcripts_and_both_kinds_of_turns():
    batches, sentences, placed = study()
    assert lessons(batches, sentences, placed, CODEBOOK, "", 10_000).reason == FEW
    two = placed[placed["transcript_id"].isin(TRANSCRIPTS[:2])]
    assert lessons(batches, sentences, two, CODEBOOK, "", 10).reason == NARROW
    plain = placed[placed["action"] == "checked"]
    assert lessons(batches, sentences, plain, CODEBOOK, "", 10).reason == ALIKE


@pytest.fixture
def settings():
    """A study in Dutch whose codes are those of the lessons."""
    found = load_study(TINY)
    return found.model_copy(
        update={"language": "nl", "swot": found.swot.model_copy(update={"general": ""}), "coding": Coding()}
    )


def explained(settings, trained, place):
    batches, sentences, _ = study()
    tokens, turns = batches[1]
    return explanation(turns, sentences, tokens, CODEBOOK, settings, trained, place)


def test_learner_explains_a_turn_in_the_words_of_the_study(trained, settings):
    _, _, placed = study()
    tagged = placed[(placed["transcript_id"] == "T2") & (placed["action"] == "apply")]
    turn = tagged["turn"].iloc[0]
    lines = explained(settings, open_trained(trained), f"T2:{turn}")
    text = "\n".join(lines)
    assert lines[0].startswith(f"T2, beurt {turn} (")
    assert "Waarover het gaat: " in text
    assert 'geopend of genoemd in beurt 1 met "the ' in text
    assert re.search(r"[+-]\d,\d\d lengte van de beurt", text)
    assert 'woorden die wegen: "' in text
    assert not re.search("|".join(name for name in CUES if "_" in name), text)
    second = SecondOpinionSettings(kind="chat", model="small")
    asked = settings.model_copy(update={"coding": Coding(second_opinion=second)})
    assert "small (taalmodel)" in "\n".join(explained(asked, open_trained(trained), f"T2:{turn}"))


def test_explanation_shows_the_stretch_and_says_why_nothing_is_suggested(trained, settings):
    suggestions, _, views = suggest(trained)
    own = suggestions[suggestions["transcript_id"] == "T2"].iloc[0]
    lines = explained(settings, open_trained(trained), f"T2:{own.turn}")
    batches, _, _ = study()
    turns = batches[1][1].set_index(["transcript_id", "turn"])["text"]
    said = turns["T2", own.turn][own.start : own.end]
    assert "stuk" in "\n".join(lines)
    assert said in " ".join(" ".join(lines).split())
    empty = views[(views["transcript_id"] == "T2") & ~views["suggested"]].iloc[0]
    lines = explained(settings, open_trained(trained), f"T2:{empty.turn}")
    assert any("niets: de kans dat deze beurt een oordeel bevat" in line for line in lines)
    assert any("krijgt geen code" in line for line in explained(settings, open_trained(trained), "T2:1"))


def test_explanation_without_a_learner_says_why_and_what_opened_the_topic(settings, tmp_path):
    write_trained(tmp_path, {}, {}, {"reason": FEW, "checked_turns": 7, "needed": 200})
    text = "\n".join(explained(settings, open_trained(tmp_path), "T2:2"))
    assert "7 van de 200" in text
    assert "in beurt 1" in text
    assert "nog niets geleerd" in "\n".join(explained(settings, None, "T2:2"))


@pytest.mark.parametrize("place", ["T2:9999", "T2", ":3", "T2:x", ""])
def test_explanation_of_no_turn_is_refused(place, settings):
    with pytest.raises(InputError, match="no turn"):
        explained(settings, None, place)


def test_learner_views_hold_every_turn_and_three_alternatives(trained):
    _, _, views = suggest(trained)
    batches, _, _ = study()
    spoken = sum((~turns["facilitator"]).sum() for _, turns in batches)
    assert len(views) == spoken
    assert (views["alternatives"].str.count(";") == 2).all()
    assert (views["margin"] >= 0).all()


def test_without_learner_columns_are_the_same(trained):
    suggestions, _, views = suggest(trained)
    plain, none = without_learner(suggestions.drop(columns=["margin", "alternatives", "statements"]))
    assert list(plain) == list(suggestions)
    assert list(none) == list(views)
    assert none.empty


def test_store_refuses_what_is_no_learner(tmp_path):
    with pytest.raises(InputError, match=r"nothing that was learned.*Delete the folder"):
        open_trained(tmp_path)
