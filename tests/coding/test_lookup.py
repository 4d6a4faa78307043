"""Finding terms: cases from the definition, and a slow and obvious search as oracle."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delphi.coding.lookup import Entry, find_terms, outermost
from delphi.coding.terms import MAX_BETWEEN, Term, Word, parse_term
from delphi.coding.tokens import tokenise_texts
from delphi.coding.words import CLAUSE, NOTE, PUNCTUATION, words_of


def hits_of(
    texts: list[str], terms: dict[str, list[str]], normalise: dict[str, str] | None = None
) -> pd.DataFrame:
    tokens = tokenise_texts(texts, ["T1"] * len(texts), np.arange(1, len(texts) + 1, dtype=np.int32))
    entries = [Entry("swot", code, parse_term(term)) for code, listed in terms.items() for term in listed]
    return find_terms(tokens, entries, normalise)


def found(text: str, *terms: str, normalise: dict[str, str] | None = None) -> list[str]:
    hits = hits_of([text], {"code": list(terms)}, normalise)
    return [text[start:end] for start, end in zip(hits["start"], hits["end"])]


@pytest.mark.parametrize(
    ("text", "terms", "expected"),
    [
        ("Op voorwaarde dat het lukt", ["op voorwaarde dat"], ["Op voorwaarde dat"]),
        ("op voorwaarde, dat", ["op voorwaarde dat"], []),
        ("ja, maar. ja maar", ["ja, maar"], ["ja, maar", "ja maar"]),
        ("op [lacht] voorwaarde", ["op voorwaarde", "lacht"], []),
        ("het was niet echt genoeg", ["niet * genoeg"], ["niet echt genoeg"]),
        ("niet genoeg", ["niet * genoeg"], []),
        ("Ik bel mijn moeder elke dag op", ["bel* ... op"], ["bel mijn moeder elke dag op"]),
        ("Ik bel, en dan sta ik op", ["bel* ... op"], []),
        ("bel " + "x " * MAX_BETWEEN + "op", ["bel ... op"], ["bel " + "x " * MAX_BETWEEN + "op"]),
        ("bel x " + "x " * MAX_BETWEEN + "op", ["bel ... op"], []),
        ("bel bel op op", ["bel ... op"], ["bel op"]),
        ("maatje maatjesregel", ["maatje*", "!maatjesregel"], ["maatje"]),
        ("les van geleerd, les", ["les", "!les van geleerd"], ["les"]),
        ("te duur en te te duur", ["duur", "te duur"], ["te duur", "te duur"]),
        ("a b c d", ["a b", "b c d", "d"], ["b c d"]),
        ("foto’s", ["foto's"], ["foto’s"]),
        ("a.u.b. wachten", ["a.u.b."], ["a.u.b"]),
    ],
)
def test_lookup_finds_what_the_definition_says(text: str, terms: list[str], expected: list[str]) -> None:
    assert found(text, *terms) == expected


def test_lookup_phrases_stay_in_their_turn() -> None:
    assert hits_of(["de buurt", "is stil"], {"a": ["buurt is", "buurt ... is", "buurt, is"]}).empty


def test_lookup_normalise_makes_both_spellings_match() -> None:
    table = {"nie": "niet", "hebde": "heb ge", "ge": "je", "gij": "ge"}
    assert found("da's nie goed", "niet goed", normalise=table) == ["nie goed"]
    assert found("dat is niet goed", "nie goed", normalise=table) == ["niet goed"]
    assert found("Hebde gij tijd? heb je tijd?", "heb je", "hebde", normalise=table) == ["Hebde", "heb je"]
    assert found("hebde tijd", "je tijd", normalise=table) == ["hebde tijd"]
    assert found("ge", "g*", normalise=table) == ["ge"]


def test_lookup_excludes_only_for_their_own_code() -> None:
    hits = hits_of(["maatjesregel"], {"a": ["maatje*", "!maatjesregel"], "b": ["*regel"]})
    assert hits["code"].tolist() == ["b"]


def test_lookup_form_leaves_out_what_stands_between_the_parts() -> None:
    hits = hits_of(["Bel jij Nadia zelf op?"], {"a": ["bel* ... op"]})
    assert hits.to_dict("records") == [
        {
            "transcript_id": "T1", "turn": 1, "start": 0, "end": 21, "facet": "swot", "code": "a",
            "term": "bel* ... op", "form": "bel … op",
        }
    ]  # fmt: skip


def test_lookup_nothing_to_find_gives_an_empty_frame_with_columns() -> None:
    for texts, terms in (
        ([], {"a": ["x"]}),
        (["x"], {}),
        (["x"], {"a": ["y", "y* ... z"]}),
        ([""], {"a": ["x y"]}),
    ):
        hits = hits_of(texts, terms)
        assert len(hits) == 0
        assert list(hits) == ["transcript_id", "turn", "start", "end", "facet", "code", "term", "form"]


def test_lookup_outermost_drops_terms_inside_longer_ones_of_the_facet() -> None:
    hits = hits_of(["niet goed, goed"], {"weak": ["niet goed"], "strong": ["goed"], "both": ["niet goed"]})
    kept = outermost(hits)
    assert sorted(zip(kept["start"], kept["code"])) == [(0, "both"), (0, "weak"), (11, "strong")]


# --- the oracle -------------------------------------------------------------------------------------------

VOCABULARY = ["aa", "ab", "ba", "abc", "c", "b", "n"]
TERMS = [
    "aa", "a*", "*b", "*b*", "a*c", "re:ab?c?", "aa ab", "aa * b", "c ... b", "a* ... c ... b", "aa, c", "ab c b",
    "!ab", "!aa b", "!c ... b", "n", "b n",
]  # fmt: skip
NORMALISE = {"n": "aa"}


def fits(word: Word, form: str) -> bool:
    standard = NORMALISE.get(form, form)
    if word.kind == "any":
        return True
    if word.kind == "word":
        return standard == NORMALISE.get(word.text, word.text)
    pattern = word.text if word.kind == "regex" else re.escape(word.text).replace(r"\*", ".*")
    return any(re.fullmatch(pattern, each) is not None for each in (form, standard))


def part_at(part: tuple[Word, ...], words: list[tuple[str, int, int, int]], at: int) -> bool:
    if at + len(part) > len(words):
        return False
    for k, word in enumerate(part):
        form, _, _, flags = words[at + k]
        if not fits(word, form) or flags & NOTE:
            return False
        if k and flags & PUNCTUATION and not word.after_punctuation:
            return False
    return True


def spans(term: Term, words: list[tuple[str, int, int, int]]) -> list[tuple[int, int, int]]:
    """First word, stop word and number of words of every hit, before overlaps are settled."""
    chains = [(at, at + len(term.parts[0])) for at in range(len(words)) if part_at(term.parts[0], words, at)]
    for part in term.parts[1:]:
        nearest: dict[int, tuple[int, int]] = {}
        for first, stop in chains:
            for at in range(stop, len(words)):
                if part_at(part, words, at):
                    same_clause = not any(words[k][3] & CLAUSE for k in range(stop, at + 1))
                    if same_clause and at - stop <= MAX_BETWEEN:
                        nearest[at] = (first, at + len(part))
                    break
        chains = [nearest[at] for at in sorted(nearest)]
    size = sum(len(part) for part in term.parts)
    return [(first, stop, size) for first, stop in chains]


def slow_search(text: str, terms: list[str]) -> list[tuple[int, int, str]]:
    words = words_of(text)
    parsed = [parse_term(term) for term in terms]
    barred = [span for term in parsed if term.excludes for span in spans(term, words)]
    ranked = []
    for i, term in enumerate(parsed):
        if not term.excludes:
            for first, stop, size in spans(term, words):
                if not any(first < b and a < stop for a, b, _ in barred):
                    ranked.append((-size, first, i, stop))
    kept: list[tuple[int, int, int]] = []
    for _, first, i, stop in sorted(ranked):
        if all(stop <= a or b <= first for a, b, _ in kept):
            kept.append((first, stop, i))
    return sorted((words[a][1], words[b - 1][2], terms[i]) for a, b, i in kept)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([*VOCABULARY, *VOCABULARY, ",", ".", "(", "[n]"]), max_size=12), max_size=3
    ),
    st.lists(st.sampled_from(TERMS), min_size=1, max_size=6, unique=True),
)
def test_lookup_equals_a_slow_search(pieces: list[list[str]], terms: list[str]) -> None:
    texts = [" ".join(piece) for piece in pieces]
    hits = hits_of(texts, {"code": terms}, {"n": "aa"})
    for n, text in enumerate(texts, start=1):
        here = hits[hits["turn"] == n]
        assert list(zip(here["start"], here["end"], here["term"])) == slow_search(text, terms)
