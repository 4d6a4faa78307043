"""The syntax of terms: what is refused, and which types a term stands for."""

import time

import pytest

from delphi.coding.terms import parse_normalise, parse_term
from delphi.coding.type_table import TypeTable, expand
from delphi.errors import InputError

TYPES = [
    "buddy",
    "buddy's",
    "buddywerking",
    "duo",
    "duowerking",
    "kleren",
    "leren",
    "maatje",
    "stimuleren",
    "één",
]


@pytest.mark.parametrize(
    ("term", "types"),
    [
        ("buddy", ["buddy"]),
        ("BUDDY’S", ["buddy's"]),
        ("buddy*", ["buddy", "buddy's", "buddywerking"]),
        ("*leren", ["kleren", "leren", "stimuleren"]),
        ("*ler*", ["kleren", "leren", "stimuleren"]),
        ("*werk*", ["buddywerking", "duowerking"]),
        ("b*ing", ["buddywerking"]),
        ("*d*w*", ["buddywerking", "duowerking"]),
        ("re:Duo(werking)?", ["duo", "duowerking"]),
        ("re:.*w.{4}ng", ["buddywerking", "duowerking"]),
        ("een", []),
        ("E\u0301E\u0301N", ["één"]),
        ("maat* van * duo", ["duo", "maatje"]),
        ("!maatje", ["maatje"]),
    ],
)
def test_terms_expand_to_types(term: str, types: list[str]) -> None:
    assert expand(parse_term(term), TYPES) == types


def test_terms_wildcard_does_not_join_two_types() -> None:
    assert list(TypeTable(["ab", "cd"]).matching(parse_term("*b\u0301*").parts[0][0])) == []
    assert list(TypeTable(["ab", "cd"]).matching(parse_term("*bc*").parts[0][0])) == []


@pytest.mark.parametrize(
    "term",
    [
        "",
        "  ",
        "*",
        "**",
        "! ",
        "?!",
        "... op",
        "bel* ...",
        "* niet",
        "niet *",
        "re:",
        "re:[",
        "re:a*",
        "re:(",
    ],
)
def test_terms_that_mean_nothing_or_everything_are_refused(term: str) -> None:
    with pytest.raises(InputError) as error:
        parse_term(term)
    assert error.value.remedy
    assert error.value.line is None


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b", "(a|aa)+b", "(a|a)*b", "(.*)*b", "(a?){30}b", "a*a*a*a*b", r"(a)\1+", "((ab|a)b?)*c",
        "(?:a{0,9}){9}b", "(a+){10}b", "x" * 300,
    ],
)  # fmt: skip
def test_terms_expressions_that_could_explode_are_refused(pattern: str) -> None:
    with pytest.raises(InputError):
        parse_term(f"re:{pattern}")


@pytest.mark.parametrize("pattern", [".*a.*a.*ab", "a+a+a+b", "(?:ver|be)?a{2,}b", "[a-c]+b"])
def test_terms_accepted_expressions_are_quick_on_the_worst_words(pattern: str) -> None:
    term = parse_term(f"re:{pattern}")
    start = time.process_time()
    assert expand(term, ["a" * 64, "a" * 100_000, "a" * 30 + "c"]) == []
    assert time.process_time() - start < 1


def test_terms_separable_verbs_have_parts_and_dots_at_a_word_do_not() -> None:
    assert len(parse_term("bel* ... op").parts) == 2
    assert len(parse_term("bel* … op").parts) == 2
    assert len(parse_term("goed...").parts) == 1


def test_terms_normalise_follows_chains() -> None:
    assert parse_normalise({"Gij": "ge", "ge": "je", "hebde": "heb ge"}) == {
        "gij": ("je",),
        "ge": ("je",),
        "hebde": ("heb", "je"),
    }


@pytest.mark.parametrize("table", [{"a": "b", "b": "a"}, {"a b": "c"}, {"a": "?"}, {"": "a"}, {"a": "a b"}])
def test_terms_normalise_refuses_circles_and_phrases_as_keys(table: dict[str, str]) -> None:
    with pytest.raises(InputError):
        parse_normalise(table)
