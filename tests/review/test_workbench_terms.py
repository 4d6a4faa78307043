"""What terms stand for and how they are judged, on a handful of sentences that can be counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from delphi.coding.terms import parse_term
from delphi.coding.tokens import tokenise_turns
from delphi.review.workbench_terms import (
    Measured,
    carriers,
    counted,
    measure,
    only_by,
    sentence_of,
    sentence_table,
    spoken,
    typical_words,
    words_of_term,
)

#           0         1         2         3         4
#           0123456789012345678901234567890123456789012345
TEXTS = {
    ("A", 1): "Waarover gaat het?",
    ("A", 2): "Het koor zingt. Het koor kost niets. Goed zo.",
    ("A", 3): "De tuin ook. [koor] Ge zingt.",
    ("B", 2): "Het koor, alweer.",
}
CUTS = {
    ("A", 1): [(0, 18)],
    ("A", 2): [(0, 15), (16, 36), (37, 45)],
    ("A", 3): [(0, 12), (13, 29)],
    ("B", 2): [(0, 17)],
}
TAG_COLUMNS = ["transcript_id", "turn", "start", "end", "work_model", "swot", "status"]


@pytest.fixture
def turns():
    rows = [
        (transcript, turn, "" if turn == 1 else "P", turn == 1, text)
        for (transcript, turn), text in TEXTS.items()
    ]
    return pd.DataFrame(rows, columns=["transcript_id", "turn", "participant_id", "facilitator", "text"])


@pytest.fixture
def sentences(turns):
    rows = [(*key, start, end) for key, cuts in reversed(CUTS.items()) for start, end in cuts]
    cut = pd.DataFrame(rows, columns=["transcript_id", "turn", "start", "end"])
    reading = pd.DataFrame([("A", 1), ("A", 2), ("A", 3)], columns=["transcript_id", "turn"])
    return sentence_table(turns, cut, reading)


def tags(*rows):
    return pd.DataFrame(rows, columns=TAG_COLUMNS)


def places(*rows):
    return pd.DataFrame(rows, columns=["transcript_id", "turn", "start"])


def test_workbench_terms_sentences_are_checked_only_where_a_participant_speaks(sentences):
    assert sentences["checked"].tolist() == [False, True, True, True, True, True, False]
    assert sentences["speaks"].tolist() == [False, True, True, True, True, True, True]


def test_workbench_terms_a_place_is_in_the_sentence_in_which_it_begins(sentences):
    wanted = places(
        ("A", 2, 0),
        ("A", 2, 15),
        ("A", 2, 35),
        ("A", 3, 28),
        ("B", 2, 3),
        ("B", 1, 0),
        ("C", 2, 0),
        ("A", 9, 0),
    )
    assert sentence_of(wanted, sentences).tolist() == [1, -1, 2, 5, 6, -1, -1, -1]
    assert sentence_of(wanted[:0], sentences).tolist() == []
    assert sentence_of(wanted, sentences[:0]).tolist() == [-1] * 8


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 15, [1]),
        (0, 36, [1, 2]),
        (0, 20, [1]),  # the second sentence by a fifth only
        (0, 26, [1, 2]),  # by half
        (40, 42, [3]),  # a word of a sentence is wholly in it
        (14, 18, [2]),  # one letter of the first, half of the stretch in the second
        (15, 16, []),
    ],
)
def test_workbench_terms_a_sentence_carries_a_code_by_half_of_the_shorter(sentences, start, end, expected):
    given = tags(("A", 2, start, end, "choir", "plus", "checked"))
    assert np.flatnonzero(carriers(sentences, given, "work_model", "choir")).tolist() == expected


def test_workbench_terms_suggestions_and_unread_turns_judge_nothing(sentences):
    given = tags(
        ("A", 2, 0, 15, "choir", "plus", "suggested"),
        ("B", 2, 0, 17, "choir", "plus", "checked"),
        ("A", 3, 0, 12, "choir", "minus", "disputed"),
    )
    assert np.flatnonzero(carriers(sentences, given, "work_model", "choir")).tolist() == [4]
    assert not carriers(sentences, given, "swot", "plus").any()


def test_workbench_terms_precision_and_recall():
    carries = np.array([True, True, True, False, False, False])
    checked = np.array([True, True, True, True, True, False])
    measured = measure([0, 0, 3, 5, -1], carries, checked)
    assert measured == Measured(right=1, wrong=1, missed=2)
    assert measured.precision == 0.5
    assert measured.recall == pytest.approx(1 / 3)
    assert measure([], ~checked & checked, checked).precision is None
    assert measure([0], ~checked & checked, checked).recall is None


def test_workbench_terms_only_by_counts_what_no_other_term_finds():
    hits = pd.DataFrame({"term": ["a", "b", "a", "a", "b", "a"], "sentence": [0, 0, 1, 1, 2, -1]})
    assert only_by(hits, np.array([True, True, False])) == {"a": 1}


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("*leren", [("leren", 4), ("stimuleren", 2), ("kleren", 1)]),
        ("je", [("ge", 9), ("je", 3), ("hebde", 1)]),
        ("ge", [("ge", 9), ("je", 3), ("hebde", 1)]),  # a term in dialect means the standard, too
        ("heb je", [("ge", 9), ("je", 3), ("hebde", 1), ("heb", 1)]),
        ("niet * leren", [("leren", 4)]),
        ("!kleren", [("kleren", 1)]),
        ("re:st\\w+en", [("stimuleren", 2)]),
        ("zwemmen", []),
    ],
)
def test_workbench_terms_words_of_a_term(term, expected):
    counts = {"leren": 4, "stimuleren": 2, "kleren": 1, "ge": 9, "je": 3, "hebde": 1, "heb": 1}
    normalise = {"ge": "je", "hebde": "heb je"}
    assert sorted(words_of_term(parse_term(term), counts, normalise)) == sorted(expected)
    ordered = [n for _, n in words_of_term(parse_term(term), counts, normalise)]
    assert ordered == sorted(ordered, reverse=True)


def test_workbench_terms_counts_words_but_no_stage_notes(turns, sentences):
    words = spoken([tokenise_turns(turns[:2]), tokenise_turns(turns[2:])], sentences)
    everyone = counted(words, np.ones(len(sentences), bool))
    assert (everyone["koor"], everyone["het"], everyone["gaat"]) == (3, 4, 1)
    assert "gaat" not in counted(words, sentences["speaks"].to_numpy())
    standard = spoken([tokenise_turns(turns)], sentences, {"ge": "je", "alweer": "al weer"})
    assert {"je", "al", "weer"} <= set(counted(standard, sentences["speaks"].to_numpy()))
    assert "ge" not in standard.forms


def made(lines, carries):
    """One sentence per turn, all of them checked."""
    turns = pd.DataFrame(
        [("A", n, "P", False, line) for n, line in enumerate(lines, 1)],
        columns=["transcript_id", "turn", "participant_id", "facilitator", "text"],
    )
    cut = pd.DataFrame(
        [("A", n, 0, len(line)) for n, line in enumerate(lines, 1)],
        columns=["transcript_id", "turn", "start", "end"],
    )
    table = sentence_table(turns, cut, turns[["transcript_id", "turn"]])
    return spoken([tokenise_turns(turns)], table), table, np.array(carries)


def test_workbench_terms_typical_words_by_log_likelihood():
    words, table, carries = made(
        ["zang de zang", "zang de dag", "de dag de uur", "de nacht de dag"], [True, True, False, False]
    )
    found = typical_words(words, table, carries, [])
    assert found["form"].tolist() == ["zang"]
    row = found.iloc[0]
    assert (row["inside"], row["outside"], row["turns"]) == (3, 0, 2)
    # a = 3 of 6 words, b = 0 of 8, so E1 = 6 * 3 / 14
    assert row["likelihood"] == pytest.approx(2 * 3 * math.log(3 / (6 * 3 / 14)), abs=1e-5)
    assert typical_words(words, table, carries, ["zang"]).empty
    assert typical_words(words, table, ~carries & carries, []).empty


def test_workbench_terms_one_speakers_turn_makes_no_word_typical():
    words, table, carries = made(["zang zang zang zang", "de dag de uur een nacht"], [True, False])
    assert typical_words(words, table, carries, []).empty
