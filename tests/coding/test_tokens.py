"""The definition of a word, case by case, and the fast tokeniser against the literal one."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from delphi.coding.tokens import Tokens, read_tokens, tokenise_texts, tokenise_turns, write_tokens
from delphi.coding.words import CLAUSE, NOTE, PUNCTUATION, fold, note_spans, word_pattern, words_of
from delphi.errors import InputError

TRICKY = st.text(alphabet="abÉß1٣ -'’.,:…\n\t[]()\u0301\u200d\ufe0f\u00ad👍🏽🇧❤हि'", max_size=14)


def tokens_of(*texts: str) -> Tokens:
    return tokenise_texts(texts, ["T1"] * len(texts), np.arange(1, len(texts) + 1, dtype=np.int32))


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Mijn ex-man's foto’s", ["mijn", "ex-man's", "foto's"]),
        ("'t is z'n d'r ’k", ["'t", "is", "z'n", "d'r", "'k"]),
        ("'ja' zei ze, 'ik niet'", ["ja", "zei", "ze", "ik", "niet"]),
        ("buurt- en jeugdwerk -- ja", ["buurt", "en", "jeugdwerk", "ja"]),
        ("65,50 euro, om 14:30. 1.000", ["65,50", "euro", "om", "14:30", "1.000"]),
        ("e\u0301e\u0301n ÉÉN", ["één", "één"]),
        ("vrij\u00adwilliger non\u2011stop", ["vrijwilliger", "non-stop"]),
        ("👍🏽 👨\u200d👩\u200d👧🇧🇪🇳🇱 ❤\ufe0f ❤", ["👍🏽", "👨👩👧", "🇧🇪", "🇳🇱", "❤", "❤"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("gedaan.Maar", ["gedaan", "maar"]),
        ("", []),
        (" \n… ", []),
    ],
)
def test_tokens_words_are_cut_as_defined(text: str, forms: list[str]) -> None:
    assert [form for form, *_ in words_of(text)] == forms
    tokens = tokens_of(text)
    assert [tokens.types[i] for i in tokens.ids] == forms


def test_tokens_offsets_are_of_the_original_text() -> None:
    text = "De\u0301ze  ’t, É!"
    tokens = tokens_of(text)
    assert [text[a:b] for a, b in zip(tokens.start, tokens.end)] == ["De\u0301ze", "’t", "É"]


def test_tokens_flags_tell_punctuation_clause_and_note() -> None:
    flags = {
        form: flag for form, _, _, flag in words_of("een (twee drie, vier [vijf zes] zeven - acht\nnegen")
    }
    assert flags == {
        "een": PUNCTUATION | CLAUSE,
        "twee": PUNCTUATION,
        "drie": 0,
        "vier": PUNCTUATION | CLAUSE,
        "vijf": PUNCTUATION | NOTE,
        "zes": NOTE,
        "zeven": PUNCTUATION,
        "acht": PUNCTUATION | CLAUSE,
        "negen": PUNCTUATION | CLAUSE,
    }


def test_tokens_note_spans_need_both_brackets() -> None:
    assert list(note_spans("a [b] [c [d] e]")) == [(2, 5), (9, 12)]


@given(st.lists(TRICKY, max_size=4))
def test_tokens_fast_way_equals_the_literal_one(texts: list[str]) -> None:
    tokens = tokens_of(*texts)
    assert tokens.types == sorted(set(tokens.types))
    for n, text in enumerate(texts):
        here = slice(tokens.rows[n], tokens.rows[n + 1])
        columns = (tokens.ids[here], tokens.start[here], tokens.end[here], tokens.flags[here])
        assert [(tokens.types[i], a, b, flag) for i, a, b, flag in zip(*columns)] == words_of(text)


def test_tokens_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["Ja, maar 't is -", "", "nie. [lacht] goed", "x", "één"]
    whole = tokens_of(*texts)
    monkeypatch.setattr("delphi.coding.tokens._CHUNK", 3)
    parts = tokens_of(*texts)
    assert whole.types == parts.types
    for name in ("ids", "start", "end", "flags", "rows"):
        assert getattr(whole, name).tolist() == getattr(parts, name).tolist()
        assert getattr(whole, name).dtype == getattr(parts, name).dtype


@given(TRICKY)
def test_tokens_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_tokens_file_keeps_everything_and_is_the_same_each_time(tmp_path: Path) -> None:
    turns = pd.DataFrame({"transcript_id": ["A", "B"], "turn": [1, 1], "text": ["Ja 👍, 't is zo", ""]})
    tokens = tokenise_turns(turns)
    write_tokens(tmp_path / "one.npz", tokens)
    write_tokens(tmp_path / "two.npz", tokens)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    again = read_tokens(tmp_path / "one.npz")
    assert again.types == tokens.types
    assert again.transcript_id == ["A", "B"]
    for name in ("ids", "start", "end", "flags", "rows", "turn"):
        assert getattr(again, name).tolist() == getattr(tokens, name).tolist()


def test_tokens_damaged_file_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "bad.npz").write_bytes(b"PK nothing")
    with pytest.raises(InputError, match=r"bad\.npz"):
        read_tokens(tmp_path / "bad.npz")
    with pytest.raises(InputError, match="no such file"):
        read_tokens(tmp_path / "none.npz")


def test_tokens_half_a_surrogate_pair_takes_no_words_away():
    texts = ("Ja hoor, \ud83d zei ze.", "", "ja, ja \ud83d")
    tokens = tokens_of(*texts)
    for row, text in enumerate(texts):
        here = slice(tokens.rows[row], tokens.rows[row + 1])
        forms = [tokens.types[i] for i in tokens.ids[here]]
        assert list(zip(forms, tokens.start[here], tokens.end[here], tokens.flags[here])) == words_of(text)


def test_tokens_no_group_is_possessive():
    """Python before 3.11.5 (Debian 12 has 3.11.2) matches such groups wrongly (cpython gh-106052)."""
    assert not re.search(r"(?<!\\)\)[*+?]\+", word_pattern().pattern)
