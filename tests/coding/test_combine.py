"""Suggestions: which stretch, which codes, what they rest on, and where there must be none."""

import pandas as pd
import pytest
from conversation import Codebook, conversation, sentences_of
from hypothesis import given
from hypothesis import strategies as st

from delphi.coding.combine import SUGGESTION_COLUMNS, code_turns
from delphi.coding.tokens import tokenise_turns
from delphi.coding.words import note_spans


def suggested(*lines: str, language: str = "en", general: str = "") -> pd.DataFrame:
    turns = conversation(*lines)
    frame, _ = code_turns(
        turns, sentences_of(turns), tokenise_turns(turns), Codebook(), language=language, general=general
    )
    assert list(frame) == SUGGESTION_COLUMNS
    texts = turns.set_index("turn")["text"]
    return frame.assign(quote=[texts[t][a:b] for t, a, b in zip(frame["turn"], frame["start"], frame["end"])])


def codes(frame: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    return list(zip(frame["quote"], frame["work_model"], frame["swot"], frame["source"]))


def test_combine_takes_the_model_from_the_topic() -> None:
    frame = suggested("Q: Now the reading club.", "ann: I go on Mondays. It is good.")
    assert codes(frame) == [("It is good.", "reading_club", "strength", "topic")]
    assert frame["evidence"].tolist() == [
        'terms="good" (strength); topic=opener "reading club" turn 1, distance 1'
    ]


def test_combine_takes_the_model_from_the_stretch_when_it_names_one() -> None:
    frame = suggested("Q: Hello.", "ann: The driver must wait.")
    assert codes(frame) == [("The driver must wait.", "mobile_library", "condition", "terms")]
    assert '"driver" (mobile_library)' in frame["evidence"][0]


def test_combine_suggests_nothing_without_a_model() -> None:
    assert suggested("Q: Hello.", "ann: It is good.").empty


@pytest.mark.parametrize(
    "line",
    ["Q: It is good.", "gone: It is good.", "ann: ", "ann: [it is good]", "ann: I went.", "ann: Yes. [good]"],
)
def test_combine_suggests_nothing_for(line: str) -> None:
    assert suggested("Q: The reading club.", line).empty


def test_combine_stretches_over_what_leads_and_what_completes() -> None:
    frame = suggested(
        "Q: The reading club.",
        "ann: Well. Yes. Last year I went there every week. It is good. They know me. And so on.",
    )
    assert codes(frame) == [
        ("Last year I went there every week. It is good. They know me.", "reading_club", "strength", "topic")
    ]


def test_combine_leaves_notes_and_other_models_out_of_the_stretch() -> None:
    frame = suggested("Q: The reading club.", "ann: It is good. [laughs] I know the driver too.")
    assert frame["quote"].tolist() == ["It is good."]


def test_combine_separates_codes_and_merges_equal_ones() -> None:
    frame = suggested(
        "Q: The reading club.", "ann: It is good. It is warm. It is too small. The bus driver is cold."
    )
    assert codes(frame) == [
        ("It is good. It is warm.", "reading_club", "strength", "topic"),
        ("It is too small.", "reading_club", "weakness", "topic"),
        ("The bus driver is cold.", "mobile_library", "weakness", "terms"),
    ]


def test_combine_longer_terms_win_over_what_they_contain() -> None:
    assert suggested("Q: The reading club.", "ann: It is not good.")["swot"].tolist() == ["weakness"]


def test_combine_negation_is_told_and_flips_nothing() -> None:
    frame = suggested("Q: The reading club.", "ann: It was never warm there.")
    assert frame["swot"].tolist() == ["strength"]
    assert frame["evidence"][0].endswith('negation="never" by "warm"')
    apart = suggested("Q: The reading club.", "ann: I never went, it is warm.")
    assert "negation" not in apart["evidence"][0]
    assert (
        "negation" not in suggested("Q: The reading club.", "ann: Never warm.", language="xx")["evidence"][0]
    )


def test_combine_confidence_orders() -> None:
    sure = suggested("Q: The reading club.", "ann: It is good and warm.")
    split = suggested("Q: The reading club.", "ann: It is good and cold.")
    far = suggested("Q: The reading club.", *["bob: Yes."] * 20, "ann: It is good and warm.")
    doubtful = suggested("Q: The reading club and the bus.", "ann: It is good and warm.")
    for less in (split, far, doubtful):
        assert 0 < less["confidence"][0] < sure["confidence"][0] <= 1


PIECES = st.sampled_from(
    [
        "It is good.",
        "[laughs]",
        "The driver must wait.",
        "No.",
        "The club is cold [really].",
        "Too small and warm!",
        "",
    ]
)


@given(st.lists(st.lists(PIECES, max_size=5), min_size=1, max_size=5))
def test_combine_suggestions_are_whole_sentences_that_do_not_overlap(turns_of: list[list[str]]) -> None:
    turns = conversation("Q: The reading club.", *(f"ann: {' '.join(pieces)}" for pieces in turns_of))
    sentences = sentences_of(turns)
    frame, _ = code_turns(turns, sentences, tokenise_turns(turns), Codebook(), language="en")
    starts = set(zip(sentences["turn"], sentences["start"]))
    ends = set(zip(sentences["turn"], sentences["end"]))
    texts = turns.set_index("turn")["text"]
    last = (0, 0)
    for row in frame.itertuples():
        assert (row.turn, row.start) in starts
        assert (row.turn, row.end) in ends
        assert (row.turn, row.start) >= last
        last = (row.turn, row.end)
        assert 0 < row.confidence <= 1
        assert (row.start, row.end) not in list(note_spans(texts[row.turn]))
        assert ("topic=" in row.evidence) or row.source == "terms"


def test_combine_batches_change_nothing() -> None:
    lines = (
        "Q: The reading club.",
        "ann: It is good. Cold too.",
        "Q: The bus.",
        "bob: The driver must wait.",
    )
    one, two = conversation(*lines, transcript_id="A"), conversation(*lines[::-1], transcript_id="B")

    def run(turns: pd.DataFrame) -> pd.DataFrame:
        return code_turns(turns, sentences_of(turns), tokenise_turns(turns), Codebook(), language="en")[0]

    together = run(pd.concat([one, two], ignore_index=True))
    pd.testing.assert_frame_equal(together, pd.concat([run(one), run(two)], ignore_index=True))
