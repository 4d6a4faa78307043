"""Looking only around triggers finds what looking everywhere finds."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise

import pytest
from benchmarks.privacy import CORPUS, read_turns
from hypothesis import given
from hypothesis import strategies as st

from delphi.privacy import identifiers as room
from delphi.privacy import places
from delphi.privacy.identifiers import identifiers
from delphi.privacy.nearby import REACH, around, near, quick

TURNS = [turn for name in ("planted", "second", "ordinary") for turn in read_turns(CORPUS / f"{name}.txt")]
SAID = [turn.text for turn in TURNS]
PIECES = [
    "geboren", "Geboren", "is van", "mijn", "né", "°", "twaalf", "de twaalfde van de achtste", "maart", "mei", "1958", "'58",
    "negentienhonderd", "achtenvijftig", "12", "3", "085", "12/3/1958", "12 - 3 - 1958", "1958-03-12", "85.07.30", "033-28",
    "85073003328", "BE68 5390 0754 7034", "BE68", "5390", "NL91ABNA0417164300", "4111 1111 1111 1111", "0478", "+32",
    "(0)", "0 4 7 8", "nul", "plus", "vier zes acht", "lea", "lea_vd1", "lea.vd", "@lea.vd", "@", "at", "AT", "gmail", "punt", "dot",
    "apenstaart", "Aapje", ".be", "be", "www", "W W W", "https://x.be/y", "account", "Gebruikersnaam", "op insta als", "nummer", "Dossiernummer",
    "PV-nr", "case no", "kenmerk", "AB-12/34", "12 34", "1-ABC-123", "ABC 123", "auto", "1abc123", "Kerkstraat", "lange dreef", "Oude Markt",
    "nr.", "12 bus 3", "2000", "9000 Gent", "B-9000", "1012 AB", "woont in", ",", ".", "!", "-",
]  # fmt: skip


@pytest.fixture(scope="module")
def everywhere():
    """What is found when every pattern is looked for in the whole text."""

    def found(text, before=""):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(
                room, "SHAPES", [dataclasses.replace(shape, triggers=()) for shape in room.SHAPES]
            )
            patched.setattr(room, "WORTH_A_LOOK", re.compile(""))
            patched.setattr(places, "near", lambda pattern, text, _: pattern.finditer(text))
            return identifiers(text, before)

    return found


@pytest.mark.parametrize("gap", ["\n", " ", "\r\n\r\n"])
def test_identifiers_of_a_long_text_are_those_found_everywhere(everywhere, gap):
    text = gap.join(f"{planted}{gap}{'Zo zeiden ze het toch. ' * 20}" for planted in SAID)
    found = identifiers(text)
    assert found == everywhere(text)
    assert len(found) > 250


def test_identifiers_of_each_turn_are_those_found_everywhere(everywhere):
    for turn in TURNS:
        assert set(everywhere(turn.text, turn.before)) >= set(identifiers(turn.text, turn.before))
        if room.WORTH_A_LOOK.search(turn.text):
            assert identifiers(turn.text, turn.before) == everywhere(turn.text, turn.before)


@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", "\n", "", ", ", "  "])), max_size=14),
    st.booleans(),
)
def test_identifiers_in_pieces_of_them_are_those_found_everywhere(everywhere, pieces, amid):
    text = "".join(part for pair in pieces for part in pair)
    text = f"{'en zo ' * 60}{text}{' en toen' * 60} 0" if amid else f"{text} 0"
    assert identifiers(text) == everywhere(text)


def test_quick_finds_words_in_any_case_and_only_them():
    pattern = quick("nu*mmer", r"\bp*v", "*.x")
    words = "NUMMER huisnummer numer PV npv a.x ax"
    assert [words[: found.end()].split()[-1] for found in pattern.finditer(words)] == [
        "NUMMER", "huisnummer", "PV", "a.x",
    ]  # fmt: skip


@given(st.text("ab1 \n", max_size=900))
def test_around_holds_all_within_reach_of_a_trigger(text):
    stretches = around((re.compile("1"),), text)
    held = {at for start, end in stretches for at in range(start, end)}
    for found in re.finditer("1", text):
        assert held >= set(range(max(0, found.start() - REACH), min(len(text), found.end() + REACH)))
    assert all(low[1] < high[0] for low, high in pairwise(stretches))


def test_near_leaves_alone_what_is_out_of_reach_of_every_trigger():
    text = f"ja 1 {'x ' * 400} ja"
    assert [found.start() for found in near(re.compile("ja"), text, (re.compile("1"),))] == [0]
    assert len(list(near(re.compile("ja"), text, ()))) == 2
    assert not list(near(re.compile("ja"), text, (re.compile("1"), re.compile("z"))))
