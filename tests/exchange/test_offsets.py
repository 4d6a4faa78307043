"""What a program means by a position is found out from where its selections sit."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delphi.exchange.offsets import CONVENTIONS, STANDARD, Convention, choose, prior, stretches
from delphi.exchange.refi import Selection, Source, Text

WORDS = ["avond", "de 🚌", "komt", "𝒜lleen", "thuis,", "zegt 😀", "ze.", "naar", "buiten", "weer."]


def position(text, place, way):
    """The position of a code point, counted the plain way, one character after the other."""
    at = int(way.mark)
    for index, character in enumerate(text.text[:place]):
        at += 2 if way.utf16 and ord(character) > 0xFFFF else 1
        at += way.crlf == 2 and character == "\n" and (not text.crlf or index in text.crlf)
    return at


def conversation(seed, lines=30, crlf=True):
    draw = random.Random(seed)
    said = [" ".join(draw.choices(WORDS, k=draw.randint(3, 12))) for _ in range(lines)]
    text = "\n".join(said)
    ends = frozenset(i for i, c in enumerate(text) if c == "\n") if crlf else frozenset()
    starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
    return Text(text, ends, True), [(start, start + len(line)) for start, line in zip(starts, said)]


def source(text, places, way, name="talk"):
    chosen = tuple(
        Selection(f"{name}{n}", position(text, start, way), position(text, end, way) - way.inclusive)
        for n, (start, end) in enumerate(places)
    )
    return Source(name, name, text, selections=chosen)


@pytest.mark.parametrize("way", CONVENTIONS, ids=str)
def test_offsets_every_way_of_counting_is_found_out(way):
    text, places = conversation(3)
    chosen = choose([source(text, places, way)], "an unknown program")["talk"]
    assert chosen.convention == way
    assert chosen.score == 1.0
    assert chosen.next_best < 0.9
    assert chosen.differs


@given(st.integers(0, 10_000), st.sampled_from(CONVENTIONS), st.booleans())
def test_offsets_stretches_come_back_in_every_way_of_counting(seed, way, crlf):
    text, places = conversation(seed, 8, crlf)
    given_ = [(position(text, a, way), position(text, b, way) - way.inclusive) for a, b in places]
    assert stretches(text, given_, way) == places


def test_offsets_counted_by_hand():
    text = Text("😀 ja\nnee", frozenset({4}), True)
    assert stretches(text, [(0, 4), (5, 8)], STANDARD) == [(0, 4), (5, 8)]
    assert stretches(text, [(0, 5), (7, 10)], Convention(utf16=True, crlf=2)) == [(0, 4), (5, 8)]
    assert stretches(text, [(1, 5), (7, 10)], Convention(crlf=2, mark=True)) == [(0, 4), (5, 8)]
    assert stretches(text, [(0, 3), (5, 7)], Convention(inclusive=True)) == [(0, 4), (5, 8)]
    assert stretches(text, [(-1, -1), (5, 99), (4, 4)], STANDARD) == [(-1, -1)] * 3


def test_offsets_a_source_that_says_little_follows_the_others():
    way = Convention(utf16=True, crlf=2)
    text, places = conversation(5)
    other, few = conversation(6)
    found = choose([source(text, places, way), source(other, few[20:21], way, "short")], "")
    assert found["short"].convention == way


def test_offsets_where_every_way_gives_the_same_the_program_decides():
    text = Text("Plain words.\nMore of them.")
    one = Source("a", "a", text, selections=(Selection("s", 0, 12),))
    assert choose([one], "NVivo 14")["a"].convention.utf16
    assert choose([one], "QualCoder 3.5")["a"].convention == STANDARD == prior("QualCoder 3.5")
    assert not choose([one], "QualCoder 3.5")["a"].differs


def test_offsets_most_selections_decide_though_some_are_wrong():
    way = Convention(utf16=True, crlf=2)
    text, places = conversation(7, 40)
    good = source(text, places, way)
    broken = (*good.selections, Selection("x", 10**6, 10**6 + 3), Selection("y", 3, 4))
    chosen = choose([Source("talk", "talk", text, selections=broken)], "")["talk"]
    assert chosen.convention == way
    assert 0.9 < chosen.score < 1


def test_offsets_quotations_that_leave_out_the_full_stop_keep_the_end_of_the_standard():
    text = Text("She came home late.\nNobody was there.\nThe light was off.\nWe waited outside.\n")
    places = [(0, 18), (20, 36), (38, 55), (57, 74)]
    assert all(text.text[end] == "." for _, end in places)
    found = choose([source(text, places, STANDARD)], "a program")["talk"]
    assert found.convention == STANDARD
    assert found.next_best > found.score


def test_offsets_an_inclusive_end_wants_several_words_that_would_break_off():
    inclusive = Convention(inclusive=True)
    text = Text("She came home late and tired.\nNobody was there at all.\nThe light was off today.\n")
    places = [(0, 13), (4, 18), (30, 40), (55, 64)]
    one = choose([source(text, places[:2], inclusive)], "")["talk"].convention
    several = choose([source(text, places, inclusive)], "")["talk"].convention
    assert (one.inclusive, several.inclusive) == (False, True)
