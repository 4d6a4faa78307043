"""What is under discussion: opened, named, carried, replaced, returned to, closed; and why."""

import pandas as pd
import pytest
from conversation import MODELS, Codebook, conversation
from hypothesis import given
from hypothesis import strategies as st

from delphi.coding.lookup import entries_of, find_terms
from delphi.coding.tokens import tokenise_turns
from delphi.coding.topics import MIN_WEIGHT, TOPIC_COLUMNS, follow_topics


def topics_of(turns: pd.DataFrame, general: str = "") -> pd.DataFrame:
    hits = find_terms(tokenise_turns(turns), entries_of(Codebook()))
    return follow_topics(turns, hits, MODELS, general)


def weights(*lines: str, general: str = "") -> list[dict[str, float]]:
    """Per turn the weights of the work models, heaviest first."""
    turns = conversation(*lines)
    topics = topics_of(turns, general)
    by_turn: list[dict[str, float]] = [{} for _ in lines]
    for row in topics.itertuples():
        by_turn[row.turn - 1][row.work_model] = row.weight
    return by_turn


def test_topics_an_opened_subject_is_carried_and_fades() -> None:
    read = weights("Q: Now the reading club.", *["ann: I went."] * 6)
    carried = [turn["reading_club"] for turn in read]
    assert carried[0] == 1
    assert carried == sorted(carried, reverse=True)
    assert carried[-1] > 0.8
    assert all(list(turn) == ["reading_club"] for turn in read)


def test_topics_say_why() -> None:
    turns = conversation("Q: Hello.", "Q: Now the reading club.", "ann: I went.", "bob: A good novel!")
    topics = topics_of(turns)
    columns = ["turn", "work_model", "basis", "evidence_turn", "distance", "evidence"]
    assert list(topics) == TOPIC_COLUMNS
    assert topics[columns].to_numpy().tolist() == [
        [2, "reading_club", "opener", 2, 0, "reading club"],
        [3, "reading_club", "carried", 2, 1, "reading club"],
        [4, "reading_club", "term", 4, 0, "novel"],
    ]


def test_topics_a_new_opener_replaces_and_what_was_left_can_return() -> None:
    read = weights(
        "Q: The reading club.",
        "ann: Yes.",
        "Q: Then the bus.",
        "ann: Hm.",
        "bob: In that club they read a novel.",
    )
    assert read[1]["reading_club"] > 0.9
    assert read[3]["mobile_library"] > 0.9 > 0.3 > read[3]["reading_club"]
    assert read[4]["reading_club"] > read[3]["reading_club"] + 0.3


def test_topics_a_facilitators_aside_keeps_the_subject_and_a_new_question_ends_it() -> None:
    aside = weights("Q: The reading club.", "ann: Yes.", "Q: And you, Bob?", "bob: Also.")
    question = weights(
        "Q: The reading club.",
        "ann: Yes.",
        "Q: Let us talk about something quite different, namely your family, your street and the house you live in, "
        "and who comes to see you there on an ordinary day of the week.",
        "bob: Also.",
    )
    assert aside[3]["reading_club"] > 0.7
    assert question[3].get("reading_club", 0) < 0.3


def test_topics_a_question_on_the_subject_keeps_it() -> None:
    read = weights(
        "Q: The reading club.",
        "ann: Yes.",
        "Q: If you were to set up such a club yourselves in your own street with your own people, what would it be?",
        "bob: Hm.",
    )
    assert read[3]["reading_club"] > 0.9


def test_topics_two_at_once_and_the_one_with_more_words_first() -> None:
    read = weights("Q: The bus, or the reading club? The bus, the library bus I mean.", "ann: Hm.")
    assert list(read[1]) == ["mobile_library", "reading_club"]
    assert read[1]["reading_club"] > 0.5


def test_topics_a_list_opens_none_but_the_general_one() -> None:
    listed = "Q: We have the reading club, the library bus and the homework room."
    assert weights(listed, "ann: Hm.")[1] == {}
    assert list(weights(listed, "ann: Hm.", general="everything")[1]) == ["everything"]


def test_topics_the_general_model_is_opened_by_its_own_openers() -> None:
    read = weights("Q: The reading club.", "ann: Yes.", "Q: And for all of them together?", "bob: Hm.")
    assert next(iter(read[3])) == "everything"
    assert read[3]["reading_club"] < 0.3


def test_topics_a_participant_counts_less_than_a_facilitator() -> None:
    opened = weights("Q: Hello.", "ann: The reading club.", "bob: Yes.")
    named = weights("Q: Hello.", "ann: A novel.", "bob: Yes.")
    assert 0 < named[2]["reading_club"] < opened[2]["reading_club"] < 0.9


def test_topics_nothing_is_claimed_where_nothing_is_opened() -> None:
    assert weights("Q: Hello.", "ann: Fine weather.", "bob: Must we?") == [{}, {}, {}]


def test_topics_do_not_cross_into_the_next_conversation() -> None:
    turns = pd.concat([conversation("Q: The reading club."), conversation("ann: Yes.", transcript_id="T2")])
    assert set(topics_of(turns)["transcript_id"]) == {"T1"}


LINES = st.sampled_from(
    [
        "Q: The bus.",
        "Q: The reading club and the bus.",
        "Q: And you?",
        "ann: A novel.",
        "bob: Yes.",
        "ann: The driver!",
    ]
)


@given(st.lists(LINES, max_size=12))
def test_topics_rows_are_consistent(lines: list[str]) -> None:
    turns = conversation(*lines)
    topics = topics_of(turns)
    assert (topics["weight"] >= MIN_WEIGHT).all()
    assert (topics["distance"] == topics["turn"] - topics["evidence_turn"]).all()
    assert ((topics["basis"] == "carried") == (topics["distance"] > 0)).all()
    said = turns.set_index("turn")["text"].str.lower()
    for row in topics.itertuples():
        assert row.evidence in said[row.evidence_turn]
    whole = pd.concat([conversation(*lines, transcript_id="A"), conversation(*lines, transcript_id="B")])
    both = topics_of(whole).drop(columns="transcript_id")
    pd.testing.assert_frame_equal(
        both.iloc[len(topics) :].reset_index(drop=True), topics.drop(columns="transcript_id")
    )


@pytest.mark.parametrize("opener", ["Q", "ann"])
def test_topics_weights_stay_in_bounds(opener: str) -> None:
    read = weights(*[f"{opener}: The reading club, the reading clubs, a club, a novel."] * 30)
    assert all(turn["reading_club"] <= 2.2 for turn in read)
    assert read[-1]["reading_club"] >= 1 or opener == "Q"
