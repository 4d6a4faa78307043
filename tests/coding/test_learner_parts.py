"""Parts of the learner, each against something known."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score
from sklearn.naive_bayes import ComplementNB

from delphi.coding.learner.category import VIEWS
from delphi.coding.learner.classes import Classes, count_classes
from delphi.coding.learner.conversation import CUES
from delphi.coding.learner.examples import folds_of
from delphi.coding.learner.explain_texts import OF_CUES, OF_SUBJECT, OF_VIEWS, SAY, cue_name
from delphi.coding.learner.grams import (
    MOST_FEATURES,
    _fewest,
    learn_grams,
    texts_of_stretches,
    texts_of_turns,
    texts_of_words,
    vectors,
)
from delphi.coding.learner.judgement import calibrated, learn_judgement, recalibrate, unseen_ridge
from delphi.coding.learner.measure import blocks_of, coverage_curve, macro_f1, measure, reliability
from delphi.coding.learner.origin import (
    ALIKE,
    ENOUGH,
    FEW,
    NARROW,
    OFF,
    WHY,
    Origin,
    origin_of,
    second_named,
    waits,
    why_not,
)
from delphi.coding.learner.sequence import forward_backward
from delphi.coding.learner.simulate import margin_of
from delphi.coding.learner.store import write_trained
from delphi.coding.learner.stretch import best_run
from delphi.coding.learner.thresholds import EVEN, choose_thresholds
from delphi.coding.snapshot import learned_rows, learned_transcripts, snapshot
from delphi.coding.tokens import tokenise_texts
from delphi.study.config import SecondOpinionSettings


def tokens(*texts):
    return tokenise_texts(texts, ["T"] * len(texts), np.arange(1, len(texts) + 1, dtype=np.int32))


def test_grams_vectors_have_length_one_and_like_texts_are_near():
    texts = texts_of_turns(tokens("the red house", "the red barn", "a song", "a song", ""), {})
    found = vectors(texts, learn_grams([texts]))
    near = (found @ found.T).toarray()
    assert np.allclose(np.diag(near)[:4], 1)
    assert near[4].sum() == 0  # nothing was said
    assert near[0, 1] > near[0, 2]
    assert near[2, 3] == pytest.approx(1)


def test_grams_keep_what_two_texts_hold_and_normalise():
    texts = texts_of_turns(tokens("gij zingt mee", "je zingt mee"), {"gij": "je"})
    grams = learn_grams([texts])
    assert grams.words == ["je", "mee", "zingt"]
    assert len(grams.pairs) == 2
    found = vectors(texts, grams)
    assert np.allclose(found[0].toarray(), found[1].toarray())


def test_grams_of_stretches_hold_the_words_that_begin_in_them():
    cut = tokens("one two three", "four five")
    found = texts_of_stretches(cut, {}, np.array([0, 1, 0]), np.array([4, 0, 0]), np.array([13, 4, 3]))
    said = [[found.types[i] for i in found.ids[a:b]] for a, b in zip(found.rows, found.rows[1:])]
    assert said == [["two", "three"], ["four"], ["one"]]


def test_grams_of_words_unseen_in_learning_are_left_out():
    grams = learn_grams([texts_of_words([["ab", "cd"], ["ab", "cd"]], {})])
    assert vectors(texts_of_words([["zzz"]], {}), grams).nnz == 0


def test_classes_are_complement_naive_bayes():
    draw = np.random.default_rng(1)
    counts = draw.random((30, 12))
    label = np.arange(30) % 3
    import scipy.sparse as sp

    sums = count_classes(sp.csr_matrix(counts), np.zeros(30, int), 1, np.eye(3)[label])
    mine = Classes(sums, np.zeros((3, 12)), smoothing=0.1).weights()
    theirs = ComplementNB(alpha=0.1).fit(counts, label).feature_log_prob_
    assert np.allclose(mine, theirs)


def test_classes_without_a_fold_are_as_if_it_was_never_there():
    import scipy.sparse as sp

    draw = np.random.default_rng(2)
    texts, fold, label = sp.csr_matrix(draw.random((20, 6))), np.arange(20) % 2, np.arange(20) % 4
    both = Classes(count_classes(texts, fold, 2, np.eye(4)[label]), np.zeros((4, 6)))
    one = Classes(
        count_classes(texts[fold == 0], fold[fold == 0], 1, np.eye(4)[label[fold == 0]]), np.zeros((4, 6))
    )
    assert np.allclose(both.weights([1]), one.weights())


def test_sequence_agrees_with_all_ways_through_a_short_chain():
    draw = np.random.default_rng(3)
    node, stay = draw.normal(size=(1, 4, 3)), draw.normal(size=(1, 4))
    total, gamma, stayed = 0.0, np.zeros((4, 3)), np.zeros(4)
    for path in np.ndindex(3, 3, 3, 3):
        same = [path[k] == path[k - 1] for k in range(1, 4)]
        weight = np.exp(
            sum(node[0, k, path[k]] for k in range(4)) + sum(stay[0, k + 1] for k in range(3) if same[k])
        )
        total += weight
        for k in range(4):
            gamma[k, path[k]] += weight
            stayed[k] += weight if k and same[k - 1] else 0
    found, kept = forward_backward(node, stay)
    assert np.allclose(found[0], gamma / total)
    assert np.allclose(kept[0], stayed / total)


def test_judgement_is_learned_without_the_fold_it_speaks_of():
    import scipy.sparse as sp

    draw = np.random.default_rng(4)
    judged = (np.arange(60) % 2).astype(float)
    texts = sp.csr_matrix(np.column_stack([judged + 0.1 * draw.random(60), 1 - judged]))
    cues, fold = draw.random((60, 2)), np.arange(60) // 20
    learned, unseen = learn_judgement(texts, cues, judged, fold)
    assert ((unseen > 0.5) == (judged > 0.5)).mean() > 0.95
    turned = judged.copy()
    turned[fold == 2] = 1 - turned[fold == 2]
    _, other = learn_judgement(texts, cues, turned, fold)
    assert not np.allclose(unseen[fold == 0], other[fold == 0])
    assert learned.probability(texts, cues).shape == (60,)


def test_stretch_is_the_run_that_gains_most():
    assert best_run(np.array([0.1, 0.9, 0.8, 0.2, 0.6]), np.zeros(5)) == (1, 2)
    assert best_run(np.array([0.1, 0.2]), np.zeros(2)) == (1, 1)
    assert best_run(np.array([0.9, 0.9]), np.array([0.0, -1.0])) == (0, 0)


def test_thresholds_stay_at_a_half_without_examples():
    none = choose_thresholds(np.zeros(3), np.zeros((3, 2)), np.zeros(3), np.zeros((3, 2)))
    assert none.judged == EVEN
    told = np.arange(400) < 200
    probability = np.where(told, 0.4, 0.1)
    chosen = choose_thresholds(probability, np.zeros((400, 1)), told.astype(float), np.zeros((400, 1)))
    assert chosen.judged < EVEN


@given(
    st.lists(
        st.tuples(
            st.lists(st.booleans(), min_size=3, max_size=3), st.lists(st.booleans(), min_size=3, max_size=3)
        ),
        min_size=2,
        max_size=30,
    )
)
def test_measure_agrees_with_scikit_learn(rows):
    gold, given_ = (np.array([row[i] for row in rows]) for i in range(2))
    table = measure(gold, given_, np.arange(len(rows)) % 2, ["a", "b", "c"], seed=1, draws=20).set_index(
        "code"
    )
    for k, code in enumerate("abc"):
        if gold[:, k].any() or given_[:, k].any():
            assert table.loc[code, "f1"] == pytest.approx(f1_score(gold[:, k], given_[:, k]))
        if 0 < gold[:, k].sum() < len(rows):
            assert table.loc[code, "kappa"] == pytest.approx(cohen_kappa_score(gold[:, k], given_[:, k]))
    used = gold.any(axis=0)
    if used.any():
        mean = np.mean([f1_score(gold[:, k], given_[:, k], zero_division=0) for k in np.flatnonzero(used)])
        assert macro_f1(gold, given_) == pytest.approx(mean)
        assert table.loc["", "f1"] == pytest.approx(mean)


def test_measure_interval_is_over_transcripts():
    gold = np.ones((40, 1), bool)
    good = np.repeat([True, False], 20)[:, None]
    apart = measure(gold, good, np.repeat([0, 1], 20), ["a"], seed=1).iloc[0]
    mixed = measure(gold, good, np.arange(40) % 2, ["a"], seed=1).iloc[0]
    assert apart["high"] - apart["low"] > mixed["high"] - mixed["low"]


def test_coverage_and_reliability_count_the_surest_first():
    right, sure = np.array([True, True, False, False]), np.array([0.9, 0.8, 0.3, 0.1])
    curve = coverage_curve(right, sure).set_index("coverage")
    assert curve.loc[0.5, "right"] == 1
    assert curve.loc[1.0, "right"] == 0.5
    bands = reliability(right, sure)
    assert bands["n"].sum() == 4
    assert bands.iloc[-1]["right"] == 1


def test_blocks_are_sets_of_categories():
    given_ = np.array([[True, False, False], [False, False, True]])
    found = blocks_of(given_, ["s", "o", "w"], [("good", ["s", "o"]), ("bad", ["w"])])
    assert found.tolist() == [[True, False], [False, True]]


def test_folds_are_one_each_while_there_are_few():
    assert folds_of(["b", "a", "a"]) == {"a": 0, "b": 1}
    assert set(folds_of([f"t{i:02}" for i in range(25)]).values()) == set(range(10))


def test_snapshot_changes_in_steps():
    assert [learned_rows(n) for n in (0, 9, 10, 99, 100, 149, 150, 437, 438)] == [
        0,
        0,
        10,
        90,
        100,
        100,
        150,
        400,
        400,
    ]


def test_snapshot_of_a_file_that_grows_by_a_row_is_the_same(tmp_path):
    file = tmp_path / "ada.csv"
    lines = ["coder,note", *(f"ada,{i}" for i in range(120))]
    file.write_text("\n".join(lines) + "\n")
    before = snapshot([file], [])
    file.write_text("\n".join([*lines, "ada,new"]) + "\n")
    assert snapshot([file], []) == before
    assert len(before.cells[0]) == 100
    file.write_text("\n".join([lines[0], "ada,changed", *lines[2:]]) + "\n")
    assert snapshot([file], []) != before


def test_margin_is_the_least_sure_of_three():
    assert margin_of(0.9, np.array([0.9, 0.1]), np.array([0.6, 0.5])) == pytest.approx(0.1)
    assert margin_of(0.1, np.array([0.5, 0.5]), np.array([0.5, 0.5])) == pytest.approx(0.8)


def test_calibration_stretches_what_is_held_back_and_leaves_few_alone():
    draw = np.random.default_rng(0)
    odds = draw.normal(0, 2, 4000)
    share = (draw.random(4000) < 1 / (1 + np.exp(-odds))).astype(float)
    shy = 1 / (1 + np.exp(-odds / 2))
    slope, shift = calibrated(shy, share)
    assert slope == pytest.approx(2, abs=0.15)
    assert shift == pytest.approx(0, abs=0.15)
    assert np.abs(recalibrate(shy, slope, shift) - 1 / (1 + np.exp(-odds))).max() < 0.05
    few, moved = calibrated(shy[:6], share[:6])
    assert abs(few - 1) < 1
    assert abs(moved) < 0.5


def test_ridge_leaves_folds_out_as_if_they_were_never_there():
    draw = np.random.default_rng(0)
    texts, answers = sp.csr_matrix(draw.random((24, 7))), draw.random((24, 2))
    fold = np.arange(24) % 4
    _, unseen = unseen_ridge(texts, answers, fold, 2.0)
    kept = fold != 1
    residual = answers[kept] - answers.mean(axis=0)
    own = texts[kept].toarray()
    weights = own.T @ np.linalg.solve(own @ own.T + 2 * np.eye(len(own)), residual)
    assert np.allclose(unseen[~kept], texts[~kept] @ weights)


def test_snapshot_takes_whole_transcripts_until_they_teach_enough():
    checked = [(f"T{t}", str(turn)) for t in range(20) for turn in range(10)]
    assert learned_transcripts(checked, most=200, transcripts=20) is None
    by_turns = learned_transcripts(checked, most=35, transcripts=20)
    assert len(by_turns) == 4
    assert len(learned_transcripts(checked, most=200, transcripts=3)) == 3
    more = [*checked, ("T99", "1")]
    assert learned_transcripts(more, most=35, transcripts=20) <= by_turns | {"T99"}


def test_grams_keep_the_most_frequent_features_when_there_are_too_many():
    assert _fewest(np.array([1, 2, 3, 3])) == 2
    present = np.concatenate([np.full(MOST_FEATURES, 5), np.full(10, 3)])
    assert _fewest(present) == 4
    assert (present >= _fewest(present)).sum() == MOST_FEATURES


def test_measure_says_how_many_transcripts_its_turns_are_from():
    gold = np.array([[1, 0], [1, 0], [0, 1], [0, 0]], bool)
    table = measure(gold, gold, np.array([0, 0, 1, 2]), ["a", "b"], 1).set_index("code")
    assert table["transcripts"].to_dict() == {"a": 1, "b": 1, "": 3}


def test_origin_says_why_there_is_no_learner(tmp_path):
    assert origin_of(None) is None
    assert origin_of(tmp_path) is None
    write_trained(tmp_path, {}, {}, {"reason": FEW, "checked_turns": 12, "needed": 200})
    origin = origin_of(tmp_path)
    assert not origin.learned
    assert "12 of the 200" in why_not(origin, "en")
    assert "12 van de 200" in why_not(origin, "nl")
    assert set(WHY["nl"]) == set(WHY["en"]) == {OFF, FEW, NARROW, ALIKE}
    assert Origin(ENOUGH, 300, 200).learned
    assert "last 49 rows" in waits("en")


def test_second_opinion_is_named_without_its_folder(tmp_path):
    (tmp_path / "pipeline").mkdir()
    assert second_named(None, "nl") == ""
    own = SecondOpinionSettings(kind="spacy", model=str(tmp_path / "pipeline"))
    assert second_named(own, "en") == "pipeline (spaCy pipeline)"
    other = SecondOpinionSettings(kind="sentences", model="org/embeddings")
    assert second_named(other, "nl") == "org/embeddings (zinsvectoren)"


def test_explanations_have_a_plain_name_for_every_number_in_both_languages():
    assert set(OF_CUES) <= set(CUES)
    assert list(OF_VIEWS) == VIEWS
    used = {*(cue_name(name) for name in CUES), *OF_VIEWS.values(), *OF_SUBJECT, "words"}
    for say in SAY.values():
        assert used == set(say["parts"])
    assert set(SAY["nl"]) == set(SAY["en"])
    assert cue_name("length_squared") == cue_name("length_to_12") == "length"
    assert cue_name("facilitates_two_before") == "around"
