"""Statements and stances: what the learner takes from links, what it must not see, and what it offers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from tests_lessons import CODEBOOK, TRANSCRIPTS, arrays_of, given, study

from delphi.coding.learner.cells import offers_in, written
from delphi.coding.learner.examples import readers
from delphi.coding.learner.learn import ALL
from delphi.coding.learner.linking import open_linking
from delphi.coding.learner.offer import offers
from delphi.coding.learner.reactions import REACTIONS, reactions
from delphi.coding.learner.settled import learners
from delphi.coding.learner.stance import UNKNOWING, learn_stances
from delphi.coding.learner.statements import STANCES, Known, Register, Statements, register_of
from delphi.coding.learner.store import read_learner, write_trained
from delphi.coding.learner.suggest import codes_of, learned_suggestions, opinion_of
from delphi.coding.learner.trial import held_out, open_trial
from delphi.coding.learner.weighed import Weighed, weighed_in

CELLS = [(model, category) for model in CODEBOOK.keys("work_model") for category in CODEBOOK.keys("swot")]
ITEMS = {cell: f"{cell[0]}-{cell[1]}" for cell in CELLS}
WORDS = {"strength": ["proud", "helps"], "weakness": ["dull", "late"]}


def linked(contested: str = "bus") -> pd.DataFrame:
    """Decisions in which every passage is linked to the item of its codes; one work model's are contested."""
    _, _, placed = study()
    tags = placed["action"] == "apply"
    cells = list(zip(placed["work_model"], placed["swot"]))
    placed["item_id"] = [ITEMS.get(cell, "") for cell in cells]
    stance = np.where(placed["work_model"] == contested, "contests", "supports")
    placed["stance"] = np.where(tags, stance, "")
    return placed


def register(ended: tuple[str, ...] = (), origin: frozenset[str] = frozenset()) -> Register:
    words = [WORDS[category] for _, category in sorted(CELLS)]
    return Register([ITEMS[cell] for cell in sorted(CELLS)], words, [origin] * len(CELLS), frozenset(ended))


@pytest.fixture(scope="module")
def learner():
    found = given(linked(), register=register(ended=("club-strength",)))
    return learners(found, CODEBOOK, "", [ALL])[ALL], found.reading


def test_readers_are_those_who_read_most_of_what_is_not_left_out():
    rows = [("T1", 1, "bo"), ("T1", 2, "bo"), ("T2", 1, "ada"), ("T2", 2, "bo"), ("T2", 3, "ada")]
    read = pd.DataFrame(rows, columns=["transcript_id", "turn", "coder"])
    assert readers(read) == ("bo", "ada")
    assert readers(read, {"T1"}) == ("ada", "bo")


def test_learner_follows_the_first_reader_of_a_turn():
    _, _, placed = study()
    second = placed[placed["transcript_id"] != "T1"].assign(coder="bo")
    second.loc[second["action"] == "apply", "swot"] = "weakness"
    alone, both = given(placed), given(pd.concat([placed, second], ignore_index=True))
    assert both.examples is not None
    assert alone.examples is not None
    assert np.array_equal(both.examples.categories, alone.examples.categories)


def test_learner_of_a_fold_does_not_see_how_much_was_read_there(tmp_path):
    _, _, placed = study()
    second = placed.assign(coder="bo")
    second.loc[second["action"] == "apply", "swot"] = "weakness"
    second = second[(second["transcript_id"] != "T2") | (second["new_turn"] > 9)]
    fewer = placed[(placed["transcript_id"] != "T2") | (placed["new_turn"] < 4)]
    held, first = [], []
    for name, own in (("one", placed), ("two", fewer)):
        found = given(pd.concat([own, second], ignore_index=True))
        fold = found.folds["T2"]
        first.append(found.order_of_fold[ALL][0])
        made = learners(found, CODEBOOK, "", [fold])
        write_trained(tmp_path / name, made, found.folds, {"reason": "", "checked_turns": 0})
        held.append(arrays_of(tmp_path / name)[f"without-{fold}.npz"])
    assert first == ["ada", "bo"]  # in all, who read most is another
    assert held[0] == held[1]


def test_learner_of_a_fold_has_not_seen_its_links_nor_their_wording(tmp_path):
    other = linked()
    held = other["transcript_id"] == "T2"
    other.loc[held & (other["item_id"] != ""), "item_id"] = ITEMS["room", "strength"]
    other.loc[held & (other["stance"] != ""), "stance"] = "nuances"
    words = register(origin=frozenset({"T2"}))
    changed = Register(words.items, [["else"] for _ in words.items], words.origin, words.ended)
    files = []
    for name, placed, known in (("one", linked(), words), ("two", other, changed)):
        found = given(placed, register=known)
        write_trained(
            tmp_path / name, learners(found, CODEBOOK, ""), found.folds, {"reason": "", "checked_turns": 0}
        )
        files.append(arrays_of(tmp_path / name))
    same = {name for name in files[0] if files[0][name] == files[1][name]}
    assert same == {f"without-{found.folds['T2']}.npz", "folds.csv", "learner.json"}


def test_statements_are_known_from_links_elsewhere():
    eye = sp.csr_matrix(np.eye(4))
    stated = Statements(
        ["a", "b"], sp.csr_matrix(np.eye(4)[[2, 3]]), [frozenset({0}), frozenset()], eye[[0, 1, 1]], np.array([0, 0, 1]),
        np.array([0, 0, 1]), np.array([1, 1, 0]), np.array([0, 1, -1]), np.array([0, 1, 1]), frozenset({"b"}),
    )  # fmt: skip
    known = stated.known((0,))
    assert known.items == ["a", "b"]
    assert np.allclose(known.texts.toarray(), [[0, 1, 0, 0], [0, 1 / 5**0.5, 0, 2 / 5**0.5]])
    assert known.stands.tolist() == [True, False]
    assert known.stances.tolist() == [[0, 1, 0], [0, 0, 0]]
    assert stated.known((1,)).items == ["a"]


def test_known_likeness_is_that_of_the_likest_sentence():
    known = Known(
        ["a"], sp.csr_matrix([[1.0, 0]]), np.array([0]), np.array([0]), np.array([True]), np.zeros((1, 3))
    )
    sentences = sp.csr_matrix([[0.2, 0], [0.9, 0], [0.4, 0]])
    found = known.likeness(np.array([3, 4, 7]), sentences, np.array([3, 3, 7]))
    assert found.tolist() == [[0.9], [0], [0.4]]


def test_register_takes_latest_words_and_where_they_come_from():
    items = pd.DataFrame(
        {"item_id": ["B", "A", "A"], "version": [1, 1, 2], "statement": ["x", "old one", "New one"]}
    )
    events = pd.DataFrame({"item_id": ["A", "A"], "passage_ids": ["T1:4:0-9; T2:1:0-3", "T3:1:2-4"]})
    found = register_of(items, events, ["B"])
    assert found.items == ["A", "B"]
    assert found.words == [["new", "one"], ["x"]]
    assert found.origin == [frozenset({"T1", "T2", "T3"}), frozenset()]
    assert found.ended == {"B"}


def test_stances_need_enough_links_that_differ():
    texts, seen = sp.csr_matrix(np.eye(40)), np.zeros((40, 2))
    fold = np.arange(40) % 4
    few = np.zeros(40, np.int64)
    few[:9] = 1
    assert learn_stances(texts, seen, few, fold) is UNKNOWING
    assert (
        learn_stances(texts, seen, np.where(fold < 2, 1, 0), fold) is UNKNOWING
    )  # only from two transcripts


@pytest.mark.parametrize("taken", [[0, 1], [0, 1, 2], [1, 2]])
def test_stances_are_learned_from_what_is_seen(taken):
    draw = np.random.default_rng(1)
    stance = draw.choice(taken, size=90).astype(np.int64)
    seen = np.eye(3)[stance] + draw.normal(0, 0.2, (90, 3))
    texts = sp.csr_matrix(draw.random((90, 5)))
    learned = learn_stances(texts, seen, stance, np.arange(90) % 5)
    share = learned.probability(texts, seen)
    assert np.allclose(share.sum(axis=1), 1)
    assert (share.argmax(axis=1) == stance).mean() > 0.9
    assert share[:, [k for k in range(3) if k not in taken]].max(initial=0) < 1e-6


def test_offers_are_standing_statements_with_the_passages_codes(learner):
    own, reading = learner
    codes = codes_of(CODEBOOK, "")
    suggestions, _ = learned_suggestions(own, reading, codes, "en")
    found = [(row.work_model, row.swot, offers_in(row.statements)) for row in suggestions.itertuples()]
    assert {cell[:2] for cell in found} == set(CELLS)
    for model, category, offered in found:
        items = [item for item, _, _ in offered]
        assert items == ([] if (model, category) == ("club", "strength") else [ITEMS[model, category]])
    contested = [o[0][1] for m, _, o in found if m == "bus" and o]
    assert np.mean([stance == "contests" for stance in contested]) > 0.8
    supported = [o[0][1] for m, _, o in found if m == "room" and o]
    assert np.mean([stance == "supports" for stance in supported]) > 0.8


def test_offers_hold_no_stance_without_enough_links():
    found = given(linked(contested=""), register=register())
    made = learners(found, CODEBOOK, "", [ALL])[ALL]
    suggestions, _ = learned_suggestions(made, found.reading, codes_of(CODEBOOK, ""), "en")
    assert {offer[1:] for cell in suggestions["statements"] for offer in offers_in(cell)} == {("", 0.0)}


def test_offers_of_no_passage_are_none(learner):
    own, reading = learner
    assert offers(own, reading, opinion_of(own, reading, codes_of(CODEBOOK, "")), []) == []


def test_offers_are_written_as_a_cell():
    offered = [("é-1", "nuances", 0.61), ('a"b', "", 0.0)]
    assert offers_in(written(offered)) == offered
    assert written([]) == ""
    assert offers_in("") == []


def test_store_keeps_statements_and_stances(learner, tmp_path):
    own, reading = learner
    write_trained(tmp_path, {ALL: own}, {}, {"reason": "", "checked_turns": 1})
    codes = codes_of(CODEBOOK, "")
    before, _ = learned_suggestions(own, reading, codes, "en")
    after, _ = learned_suggestions(read_learner(tmp_path / "all.npz"), reading, codes, "en")
    pd.testing.assert_frame_equal(before, after)


def test_linking_is_tried_on_transcripts_that_are_held_out():
    batches, sentences, _ = study()
    placed = linked()
    trial = open_trial(batches, sentences, placed, CODEBOOK, "", register=register())
    turns = pd.concat([frame for _, frame in batches], ignore_index=True)
    other = placed[placed["transcript_id"] == "T1"].assign(coder="bo")
    linking = open_linking(pd.concat([placed, other], ignore_index=True), turns, "ada")
    held_out(trial, {name: [name] for name in TRANSCRIPTS}, linking)
    assert (linking.given == linking.told).mean() > 0.8
    assert (linking.majority == STANCES.index("supports")).all()
    assert linking.found().set_index("offered")["right"].to_dict() == {1: 1.0, 3: 1.0}
    counted = linking.weighed()
    assert counted.gains
    assert counted.right > counted.usual_right
    assert counted.other_right > 0.8 * counted.other > 0
    assert counted.n == len(linking.links) >= counted.shown
    rows, said = linking.beside("bo")
    assert set(linking.links["transcript_id"].iloc[rows]) == {"T1"}
    assert np.array_equal(said, linking.told[rows])


def test_reactions_are_words_of_the_language_and_marks():
    found = dict(zip(REACTIONS, reactions(["Ja, maar dat klopt niet [lacht]?"], "nl")[0]))
    assert found == {"agrees": 1, "objects": 1, "holds_back": 0, "denies": 1, "mocks": 1, "asks": 1}
    assert reactions(["I don't agree, it depends."], "en")[0].tolist() == [1, 0, 1, 1, 0, 0]
    assert reactions(["Ja maar!"], "xx")[0].tolist() == [0, 0, 0, 0, 1, 0]
    assert reactions([], "nl").shape == (0, len(REACTIONS))


def test_offers_do_not_depend_on_how_many_passages_are_looked_at_together(learner, monkeypatch):
    own, reading = learner
    codes = codes_of(CODEBOOK, "")
    whole, _ = learned_suggestions(own, reading, codes, "en")
    monkeypatch.setattr("delphi.coding.learner.offer.CHUNK", 3)
    parts, _ = learned_suggestions(own, reading, codes, "en")
    pd.testing.assert_frame_equal(whole, parts)


@pytest.mark.parametrize(("right", "gains"), [(7, True), (6, False), (5, False)])
def test_weighed_stances_gain_when_they_are_right_more_often_than_the_usual_one(tmp_path, right, gains):
    counted = Weighed(n=9, shown=8, right=right, usual_right=6, other=3, other_right=2)
    assert weighed_in(tmp_path) is None
    counted.table().to_csv(tmp_path / "stances.csv", index=False)
    assert weighed_in(tmp_path) == counted
    assert counted.gains is gains


def test_weighed_stances_of_no_link_are_not_measured(tmp_path):
    Weighed(0, 0, 0, 0, 0, 0).table().to_csv(tmp_path / "stances.csv", index=False)
    assert weighed_in(tmp_path) is None
