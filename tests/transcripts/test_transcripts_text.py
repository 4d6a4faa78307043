"""The form of a turn's text, time stamps and stage notes."""

from __future__ import annotations

import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delphi.transcripts import stage_notes
from delphi.transcripts.source import clean, joined
from delphi.transcripts.stamps import is_stamp, span, without_stamps


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  een\u00a0 twee\tdrie\nvier\u2028vijf ", "een twee drie vier vijf"),
        ("cafe\u0301", "café"),
        ("e\u2011mail", "e-mail"),
        ("aard\u00adappel", "aardappel"),
        ("\ufeffnul\u200bbreed\u200e", "nulbreed"),
        ("a\x07b\x0cc\x1dd", "ab c d"),
        ("“ja” – ’t is… «oui»", "“ja” – ’t is… «oui»"),
        ("👩\u200d👧 ❤\ufe0f", "👩\u200d👧 ❤\ufe0f"),
        ("", ""),
    ],
)
def test_text_same_words_same_text(raw: str, text: str) -> None:
    assert clean(raw) == text


@given(st.text())
def test_text_clean_is_settled(raw: str) -> None:
    text = clean(raw)
    assert clean(text) == text
    assert unicodedata.is_normalized("NFC", text)
    assert "  " not in text
    assert text == text.strip()


def test_text_joined_runs_know_what_is_set_off() -> None:
    text, spans = joined([("a", False), ("b", True), ("c", True), ("", False), ("d", False), ("e", True)])
    assert (text, spans) == ("abcde", ((1, 3), (4, 5)))


@pytest.mark.parametrize(
    ("stamp", "start", "end"),
    [
        ("0:04", 4, math.nan),
        ("[00:01:23]", 83, math.nan),
        ("(1:02:03.5)", 3723.5, math.nan),
        ("00:01:23,450", 83.45, math.nan),
        ("#00:00:12-3#", 12.3, math.nan),
        ("[00.01.23]", 83, math.nan),
        ("00:00:01.000 --> 00:00:02.500", 1, 2.5),
        ("[1:00 - 1:30]", 60, 90),
    ],
)
def test_text_stamps_are_seconds(stamp: str, start: float, end: float) -> None:
    assert is_stamp(f" {stamp} ")
    assert span(stamp) == pytest.approx((start, end), nan_ok=True)


@pytest.mark.parametrize("text", ["14:30 uur", "1:2", "12:75", "14.30", "Rita 0:04", "1.2.3", ""])
def test_text_no_stamps(text: str) -> None:
    assert not is_stamp(text)


def test_text_stamps_in_speech_are_taken_out() -> None:
    assert without_stamps("om 14:30 (of 15:00) en [14:30]")[0].split() == [
        "om",
        "14:30",
        "(of",
        "15:00)",
        "en",
    ]
    text, last = without_stamps("ja [lacht] #00:00:12-5#")
    assert (text.strip(), last) == ("ja [lacht]", 12.5)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("Nen hond. [lacht] Nee.", ["[lacht]"]),
        ("[onverstaanbaar 00:12] en (stilte) toen", ["[onverstaanbaar 00:12]", "(stilte)"]),
        ("ja (lacht hard) nee", ["(lacht hard)"]),
        (
            "ja ((kucht luid)) (.) (2.5) (3 s) (...) (…)",
            ["((kucht luid))", "(.)", "(2.5)", "(3 s)", "(...)", "(…)"],
        ),
        ("mijn buurt(werk) en (Rita) en (dat zei ze toch) en (ja, nee) en (OCMW) en (e)n", []),
        ("[] [een [twee] drie]", ["[]", "[twee]"]),
        ("een ] los haakje [", []),
        ("zonder", []),
    ],
)
def test_text_stage_notes(text: str, notes: list[str]) -> None:
    assert [text[start:end] for start, end in stage_notes(text)] == notes
