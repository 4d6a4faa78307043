"""Places in a text lead to places in turns, whatever reading leaves out in between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delphi.exchange.aligned import Aligner
from delphi.transcripts import read_transcript

LABELS = {"q": "Q", "mo": "Mo", "ada": "Ada"}


def aligner(tmp_path, text):
    path = tmp_path / "talk.txt"
    path.write_text(text, encoding="utf-8", newline="\n")
    return Aligner(text, read_transcript(path, LABELS, transcript_id="talk"))


def words(aligner, quote):
    start = aligner.text.index(quote)
    texts = {turn.turn: turn.text for turn in aligner.turns}
    return [texts[turn][low:high] for turn, low, high in aligner.pieces(start, start + len(quote))]


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("Q: Where?\nMo: Here,   at  the\tshed.\n", "at  the\tshed.", ["at the shed."]),
        ("Q: Where?\nMo: Here.\n\n   Or there, maybe.\nAda: No.\n", "Or there", ["Or there"]),
        ("Q: Where?\nMo: Here.\nMo: Mo was not there.\n", "Mo was", ["Mo was"]),
        ("[00:00:01] Q: Where?\n[00:00:03] Mo: Here [00:00:05] and there.\n", "and there", ["and there"]),
        ("Q: Where?\nMo: Here.\nAda: There.\n", "Here.\nAda: There", ["Here.", "There"]),
        ("Q: Where?\nMo: Here.\nAda: There.\n", "Mo: Here.", ["Here."]),
        ("Q: Where?\nMo: Here.\nAda: There.\n", "\nAda: ", []),
        ("Study 4\n\nQ: Where?\nMo: Here.\n", "Study 4", []),
        ("Q: Where?\nMo: Un caf\u0065\u0301 noir.\n", "noir", ["noir"]),
    ],
)
def test_aligned_finds_what_was_said(tmp_path, text, quote, expected):
    assert words(aligner(tmp_path, text), quote) == expected


@given(st.data())
def test_aligned_every_word_of_a_turn_is_found(tmp_path_factory, data):
    said = data.draw(
        st.lists(st.sampled_from(["here", "now 😀", "the shed", "𝒜t", "Mo is"]), min_size=2, max_size=8)
    )
    gap = data.draw(st.sampled_from([" ", "  ", "\n  ", "\t"]))
    text = f"Q: Where is it?\nMo: {gap.join(said)}\nAda: No.\n"
    found = aligner(tmp_path_factory.mktemp("a"), text)
    at = text.index("Mo: ") + 4
    for word in said:
        turn, low, high = found.pieces(at, at + len(word))[0]
        assert (turn, found.turns[1].text[low:high]) == (2, word)
        at += len(word) + len(gap)
