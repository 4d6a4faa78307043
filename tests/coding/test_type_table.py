"""Which types a word of a term stands for, against matching each type by itself."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delphi.coding.terms import Word, parse_term
from delphi.coding.type_table import TypeTable

FORMS = st.lists(st.text(alphabet="abcé👍\ud83d", min_size=1, max_size=7), max_size=20)


def found(types: list[str], term: str) -> list[str]:
    table = TypeTable(types)
    return [table.types[i] for i in table.matching(parse_term(term).parts[0][0])]


@given(FORMS, st.text(alphabet="abcé", min_size=1, max_size=5), st.sampled_from(["*{}", "{}*", "*{}*", "{}"]))
def test_type_table_finds_what_each_type_by_itself_would(forms, letters, frame):
    types = sorted(set(forms))
    term = frame.format(letters)
    assert found(types, term) == [form for form in types if fnmatchcase(form, term)]


@pytest.mark.parametrize("term", ["*groep*", "*oe*", "*p*", "*groepen*", "*eproeg*"])
def test_type_table_does_not_look_across_types(term):
    types = sorted(["doelgroep", "groep", "groepen", "gr", "oep", "proeg"])
    assert found(types, term) == [form for form in types if fnmatchcase(form, term)]


def test_type_table_names_a_type_once_however_often_it_holds_the_letters():
    assert found(["papapapa"], "*pap*") == ["papapapa"]


def test_type_table_is_empty_without_types():
    assert found([], "*groep*") == found([], "*g*") == found([], "groep*") == []


@given(st.lists(st.text("abé🙂", min_size=1, max_size=9), max_size=12, unique=True), st.data())
def test_type_table_finds_many_middles_as_it_finds_each(forms, data):
    types = sorted(forms)
    middles = data.draw(st.lists(st.text("abé🙂", min_size=4, max_size=12), max_size=6, unique=True))
    words = [Word("wildcard", f"*{middle}*") for middle in middles]
    table = TypeTable(types)
    assert (
        table.middles([*words, Word("wildcard", "*a*"), Word("wildcard", "aaaa*"), Word("word", "aaaa")])
        == middles
    )
    table.search(middles)
    for word, middle in zip(words, middles):
        expected = [i for i, form in enumerate(types) if middle in form]
        assert list(table.matching(word)) == list(TypeTable(types).matching(word)) == expected
