"""Where sentences of spoken language end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delphi.passages.segments import sentences


def cut(text, language="nl"):
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Ja.", "'k Weet het niet.", "'t is moeilijk.", "’t Zal wel.", "'s Avonds niet."],
        ["Ik weet het niet…", "Misschien wel.", "Dat was … ja, lang geleden."],
        ["Serieus?!", "Niemand heeft u gebeld?", "Amai!!", "Nee..."],
        ["Bv. een cursus, een feest enz. met eten.", "Dat is m.a.w. o.a. voor nr. 5 en dr. Peeters."],
        ["Feesten, enz.", "En dan?"],
        ["Om 14.30 uur, niet om 15.", "In 2019.", "Toen 1.000 euro."],
        ["J. Janssens en A.B. De Smet waren er."],
        ['"Kom maar binnen."', "Dat zei ze.", "‘Nee.’", "(Of zo.)", '"Ja!" riep ze.'],
        ["1. Geld.", "2. Tijd."],
        ["Ik wist dat.", "Met mijn hand.", "En u.", "Dat is al."],
        ["Is dat zo? ja toch.", "Wacht."],
    ],
    ids=lambda parts: parts[0][:20],
)
def test_flemish(parts):
    assert cut(" ".join(parts)) == parts


def test_stage_notes_between_sentences_stand_apart():
    assert cut("[stilte] Ja. [lacht] Nee [zucht] toch niet. [gelach]") == [
        "[stilte]", "Ja.", "[lacht]", "Nee [zucht] toch niet.", "[gelach]"
    ]  # fmt: skip


def test_english_abbreviations():
    parts = ["Mr. Smith said no.", "I left at 5 p.m.", "The U.S. Army, e.g. him?", "It's No. 5."]
    assert cut(" ".join(parts), "en-GB") == parts


@pytest.mark.parametrize("language", ["qq", "", "x-unknown"])
def test_a_language_that_spacy_does_not_know(language):
    assert cut("Γεια σου. Καλά! 'K zal.", language) == ["Γεια σου.", "Καλά!", "'K zal."]


@pytest.mark.parametrize("language", ["zh", "ja", "xx"])
def test_scripts_without_spaces(language):
    assert cut("你好。我很好！", language) == ["你好。", "我很好！"]


@given(st.text(alphabet="aBé .…!?'\"[]\n\u00a05", max_size=60))
@settings(max_examples=300, deadline=None)
def test_every_character_but_white_space_is_in_one_sentence(text):
    spans = sentences(text, "nl")
    assert spans == sorted(spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    assert all(i in covered for i, character in enumerate(text) if not character.isspace())
    assert all(text[start:end] == text[start:end].strip() and start < end for start, end in spans)
