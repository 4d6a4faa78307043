"""The learner on a small study: it learns, it is blind to what it must not see, and it says when it cannot."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests_lessons import CODEBOOK, TRANSCRIPTS, arrays_of, given, study

from delphi.coding.learner.batch import code_with_learner, explanation, without_learner
from delphi.coding.learner.learn import ALL
from delphi.coding.learner.measure import macro_f1
from delphi.coding.learner.settled import ALIKE, FEW, NARROW, learners, lessons
from delphi.coding.learner.store import open_trained, write_trained
from delphi.coding.learner.trial import held_out, open_trial
from delphi.errors import InputError


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


def test_learner_explains_a_turn(trained):
    batches, sentences, placed = study()
    turn = next(
        row.turn for row in placed.itertuples() if row.transcript_id == "T2" and row.action == "apply"
    )
    tokens, turns = batches[1]
    lines = explanation(turns, sentences, tokens, CODEBOOK, "", open_trained(trained), f"T2:{turn}")
    assert any("Under discussion" in line for line in lines)
    assert any("telling words" in line for line in lines)
    with pytest.raises(InputError, match="no turn"):
        explanation(turns, sentences, tokens, CODEBOOK, "", open_trained(trained), "T2:9999")


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
    with pytest.raises(InputError, match="no learner"):
        open_trained(tmp_path)
