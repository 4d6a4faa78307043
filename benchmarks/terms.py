"""Applying a codebook to text, beside what people would use for it: CPU seconds and equal hits.  See `ahead.py`.

The text is made from a seed: turns of 40 words from a Zipf vocabulary, with capitals and punctuation.  Words that
spaCy's tokeniser cuts otherwise (abbreviations such as `nr.`) are left out of it, and no word stands in two
entries of the dictionary, so that every tool must find the same hits, whatever it does with overlaps.
"""

from __future__ import annotations

import gc
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import ahocorasick_rs
import numpy as np
import spacy
from spacy.matcher import PhraseMatcher

from delphi.coding.lookup import Entry, find_terms
from delphi.coding.terms import parse_term
from delphi.coding.tokens import read_tokens, tokenise_texts, write_tokens

LETTERS = np.array(list("eeeeennnnaaaatttiiirrrooodddsslllgghvkmubpwjzcf"))
MARKS = ("", ",", ".", "?", "…")
PER_TRANSCRIPT = 5_000  # words: the interviews of an archive
T = TypeVar("T")
Hits = set[tuple[int, int, int, str]]
"""Turn, start, end, entry."""


def make_text(n_words: int, n_types: int, seed: int) -> tuple[list[str], list[str]]:
    """Turns of 40 words, and the vocabulary they are drawn from, most frequent first."""
    random = np.random.default_rng(seed)
    sizes = random.integers(2, 13, n_types)
    letters = "".join(LETTERS[random.integers(0, len(LETTERS), int(sizes.sum()))])
    ends = np.cumsum(sizes)
    vocabulary = [letters[end - size : end] for end, size in zip(ends.tolist(), sizes.tolist())]
    vocabulary = _cut_alike([*dict.fromkeys(vocabulary)])
    chances = 1 / np.arange(1, len(vocabulary) + 1) ** 1.05
    drawn = random.choice(len(vocabulary), n_words, p=chances / chances.sum()).tolist()
    marks = random.choice(MARKS, n_words, p=[0.84, 0.07, 0.07, 0.015, 0.005]).tolist()
    words = [vocabulary[i] + mark for i, mark in zip(drawn, marks)]
    turns = [" ".join(words[low : low + 40]).capitalize() for low in range(0, n_words, 40)]
    return turns, vocabulary


def _cut_alike(words: list[str]) -> list[str]:
    cut = spacy.blank("nl").tokenizer
    return [
        word
        for word in words
        if all(
            [token.text for token in cut(form + mark)] == [form, mark][: 1 + bool(mark)]
            for mark in MARKS
            for form in (word, word.capitalize())
        )
    ]


def make_dictionary(turns: list[str], vocabulary: list[str], n: int, seed: int) -> list[str]:
    """Words, and for two entries in five phrases of two words that stand in the text; no word twice."""
    random = np.random.default_rng(seed)
    known = {word: rank for rank, word in enumerate(vocabulary)}
    pairs = Counter(
        pair
        for turn in turns[: 200_000 // 40]
        for pair in pairwise(turn.lower().split(" "))
        if min(known.get(word, -1) for word in pair) > 20
    )
    used: set[str] = set()
    entries = []
    for first, second in pairs:
        if len(entries) < n * 2 // 5 and first != second and not used & {first, second}:
            used |= {first, second}
            entries.append(f"{first} {second}")
    for i in random.permutation(np.arange(20, len(vocabulary))).tolist():
        if len(entries) < n and vocabulary[i] not in used:
            entries.append(vocabulary[i])
    return entries


def by_delphi(turns: list[str], entries: list[str]) -> Callable[[], Hits]:
    """Raw text to hits as the workflow does it: words once, entries looked up among the types."""
    terms = [Entry("swot", entry, parse_term(entry)) for entry in entries]
    keys, numbers = ["T1"] * len(turns), np.arange(len(turns), dtype=np.int32)

    def work() -> Hits:
        hits = find_terms(tokenise_texts(turns, keys, numbers), terms)
        return set(zip(*(hits[name].tolist() for name in ("turn", "start", "end", "term"))))

    return work


def by_spacy(turns: list[str], entries: list[str]) -> Callable[[], Hits]:
    """Dutch tokeniser of spaCy and a PhraseMatcher that ignores case."""
    nlp = spacy.blank("nl")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for entry in entries:
        matcher.add(entry, [nlp.make_doc(entry)])

    def work() -> Hits:
        return {
            (turn, span.start_char, span.end_char, span.label_)
            for turn, doc in enumerate(nlp.pipe(turns))
            for span in matcher(doc, as_spans=True)
        }

    return work


def by_automaton(turns: list[str], entries: list[str]) -> Callable[[], Hits]:
    """ahocorasick_rs, and whatever touches a letter is no hit."""
    automaton = ahocorasick_rs.AhoCorasick(entries)

    def work() -> Hits:
        found = set()
        for turn, text in enumerate(turns):
            for i, start, end in automaton.find_matches_as_indexes(text.lower(), overlapping=True):
                if not (text[end : end + 1].isalnum() or (start and text[start - 1].isalnum())):
                    found.add((turn, start, end, entries[i]))
        return found

    return work


def by_alternation(turns: list[str], entries: list[str]) -> Callable[[], Hits]:
    """One compiled regular expression of all entries."""
    find = re.compile(rf"\b(?:{'|'.join(map(re.escape, entries))})\b", re.IGNORECASE).finditer

    def work() -> Hits:
        return {
            (turn, *match.span(), match[0].lower()) for turn, text in enumerate(turns) for match in find(text)
        }

    return work


def compare(n_words: int, n_types: int, n_entries: int, seed: int, times: int) -> list[dict[str, object]]:
    """From raw text to hits with offsets: CPU seconds per million words, the ratio to ours, the hits.

    Raises
    ------
    AssertionError
        When a tool finds other hits than the others.
    """
    turns, vocabulary = make_text(n_words, n_types, seed)
    entries = make_dictionary(turns, vocabulary, n_entries, seed)
    tools = {
        "delphi": by_delphi,
        "spaCy tokeniser + PhraseMatcher": by_spacy,
        "ahocorasick_rs + boundary check": by_automaton,
        "one compiled alternation (re)": by_alternation,
    }
    rows: list[dict[str, object]] = []
    expected: Hits = set()
    own = 0.0
    for name, tool in tools.items():
        took, hits = measured(partial(tool, turns, entries), times if tool is not by_alternation else 1)
        expected = expected or hits
        assert hits == expected, f"{name}: {len(hits ^ expected)} hits differ from delphi's {len(expected)}"
        own = own or took
        rows.append(
            {"what": f"{n_entries:,} words and phrases, raw text to hits: {name}",
             "CPU s per 1M words": round(took * 1e6 / n_words, 3), "times delphi": round(took / own, 2),
             "hits": len(hits)}
        )  # fmt: skip
    return rows


def make_codebook(vocabulary: list[str], n: int, seed: int) -> list[str]:
    """Terms as people write them: words, phrases, wildcards at either end, separable verbs, expressions."""
    random = np.random.default_rng(seed)
    common = [word for word in vocabulary[20:8000] if len(word) > 3]
    terms = []
    for i in range(n):
        first, second, third = (common[k] for k in random.integers(0, len(common), 3))
        forms = (
            first, f"{first} {second}", f"{first}*", f"*{first}", f"*{first}*", f"{vocabulary[i % 10]} {first}",
            f"{first} {second}* {third}", f"{first[:3]}* {vocabulary[i % 10]}", f"{first}* ... {vocabulary[i % 30]}",
            f"re:{first[:3]}(er|en|s)?",
        )  # fmt: skip
        terms.append(forms[i % len(forms)])
    return [*dict.fromkeys(terms)]


def recode(
    n_words: int, n_types: int, n_entries: int, seed: int, times: int, batches: Sequence[int]
) -> list[dict[str, object]]:
    """A codebook with wildcards on words that are stored: millions of words per CPU second, files read included.

    `batches` are numbers of transcripts per file, each of which is coded by itself.

    Raises
    ------
    AssertionError
        When the terms of a sample are not found as often as by a regular expression for each of them.
    """
    turns, vocabulary = make_text(n_words, n_types, seed)
    terms = make_codebook(vocabulary, n_entries, seed)
    entries = [Entry("swot", term, parse_term(term)) for term in terms]
    _same_counts(turns[:500], terms, seed)
    rows: list[dict[str, object]] = []
    for batch in batches:
        with tempfile.TemporaryDirectory() as folder:
            files = _store(turns, batch * PER_TRANSCRIPT // 40, Path(folder))

            def stored(files: list[Path] = files) -> int:
                return sum(len(find_terms(read_tokens(file), entries)) for file in files)

            took, hits = measured(lambda stored=stored: stored, times)
        held = min(batch, n_words // PER_TRANSCRIPT)
        rows.append(
            {"what": f"{len(terms):,} entries with wildcards on {n_words / 1e6:.1f}M stored words, {held:,} transcripts a batch",
             "CPU s per 1M words": round(took * 1e6 / n_words, 3), "hits": hits,
             "M words per CPU s": round(n_words / took / 1e6, 1)}
        )  # fmt: skip
    assert len({row["hits"] for row in rows}) == 1, "the number of batches changes the hits"
    return rows


def _store(turns: list[str], size: int, folder: Path) -> list[Path]:
    files = []
    for low in range(0, len(turns), size):
        part = turns[low : low + size]
        files.append(folder / f"{low}.npz")
        write_tokens(
            files[-1],
            tokenise_texts(part, ["T1"] * len(part), np.arange(low, low + len(part), dtype=np.int32)),
        )
    return files


def _same_counts(turns: list[str], terms: list[str], seed: int, sample: int = 1_000) -> None:
    """Some terms, each counted by an expression of its own (a separable verb is left out)."""
    chosen = np.random.default_rng(seed).permutation(np.array(terms, object))[:sample].tolist()
    chosen = [term for term in chosen if " ... " not in term]
    entries = [Entry("swot", term, parse_term(term)) for term in chosen]
    tokens = tokenise_texts(turns, ["T1"] * len(turns), np.arange(len(turns), dtype=np.int32))
    found = Counter(find_terms(tokens, entries)["term"].tolist())
    text = "\n".join(turns).lower()
    for term in chosen:
        pattern = term[3:] if term.startswith("re:") else re.escape(term).replace(r"\*", r"\w*")
        counted = len(re.findall(rf"(?<!\w)(?:{pattern})(?!\w)", text))
        assert counted == found[term], f"{term}: {found[term]} hits, by its own expression {counted}"


def measured(prepared: Callable[[], Callable[[], T]], times: int) -> tuple[float, T]:
    """Median CPU seconds of work that is prepared anew each time, and what it gave."""
    taken = []
    for _ in range(times):
        work = prepared()
        gc.collect()
        gc.freeze()  # what other tools left in memory is not for this one to look through
        start = time.process_time()
        given = work()
        taken.append(time.process_time() - start)
        gc.unfreeze()
    return statistics.median(taken), given
