"""How fast a codebook is applied to text: CPU seconds per million words, and the ratio to spaCy's PhraseMatcher.

Run ``python benchmarks/terms.py``; nothing is read, the text is made from a seed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np

from delphi.coding.lookup import Entry, find_terms
from delphi.coding.terms import parse_term
from delphi.coding.tokens import Tokens, tokenise_texts

LETTERS = np.array(list("eeeeennnnaaaatttiiirrrooodddsslllgghvkmubpwjzcf"))


def make_text(n_words: int, n_types: int, seed: int) -> tuple[list[str], list[str]]:
    """Turns of 40 words from a Zipf vocabulary with capitals and punctuation, and that vocabulary."""
    random = np.random.default_rng(seed)
    sizes = random.integers(2, 13, n_types)
    letters = "".join(LETTERS[random.integers(0, len(LETTERS), int(sizes.sum()))])
    ends = np.cumsum(sizes)
    vocabulary = [letters[end - size : end] for end, size in zip(ends.tolist(), sizes.tolist())]
    chances = 1 / np.arange(1, n_types + 1) ** 1.05
    drawn = random.choice(n_types, n_words, p=chances / chances.sum()).tolist()
    marks = random.choice(["", ",", ".", "?", "…"], n_words, p=[0.84, 0.07, 0.07, 0.015, 0.005]).tolist()
    words = [vocabulary[i] + mark for i, mark in zip(drawn, marks)]
    turns = [" ".join(words[low : low + 40]).capitalize() for low in range(0, n_words, 40)]
    return turns, vocabulary


def make_codebook(vocabulary: list[str], n: int, seed: int) -> list[Entry]:
    """Terms as people write them: words, phrases, wildcards at either end, exclusions, separable verbs."""
    random = np.random.default_rng(seed)
    common = [word for word in vocabulary[20:8000] if len(word) > 3]
    entries = []
    for i in range(n):
        first, second, third = (common[k] for k in random.integers(0, len(common), 3))
        forms = [
            first,
            f"{first} {second}",
            f"{first}*",
            f"*{first}",
            f"*{first}*",
            f"{vocabulary[i % 10]} {first}",
            f"{first} {second}* {third}",
            f"!{first}{second}",
            f"{first}* ... {vocabulary[i % 30]}",
            f"re:{first[:3]}(er|en|s)?",
        ]
        entries.append(Entry("swot", f"code{i % 12}", parse_term(forms[i % len(forms)])))
    return entries


def seconds(work: Callable[[], object], times: int) -> float:
    """Median CPU seconds."""
    measured = []
    for _ in range(times):
        start = time.process_time()
        work()
        measured.append(time.process_time() - start)
    return statistics.median(measured)


def spacy_seconds(turns: list[str], vocabulary: list[str], n: int) -> float | None:
    """From raw text to hits with offsets by spaCy's tokeniser and PhraseMatcher; words and phrases only."""
    try:
        import spacy
        from spacy.matcher import PhraseMatcher
    except ImportError:
        return None
    nlp = spacy.blank("nl")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    common = vocabulary[20:5000]
    matcher.add("code", [nlp.make_doc(common[i % len(common)]) for i in range(n)])

    def work() -> int:
        return sum(len(matcher(doc)) for doc in nlp.pipe(turns))

    return seconds(work, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, default=1_000_000, help="size of the text")
    parser.add_argument("--types", type=int, default=50_000, help="size of the vocabulary")
    parser.add_argument("--times", type=int, default=5, help="repetitions; the median is printed")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    turns, vocabulary = make_text(options.words, options.types, options.seed)
    keys, numbers = ["T1"] * len(turns), np.arange(1, len(turns) + 1, dtype=np.int32)
    scale = 1e6 / options.words

    def tokenise() -> Tokens:
        return tokenise_texts(turns, keys, numbers)

    tokens = tokenise()
    tokenising = seconds(tokenise, options.times) * scale
    print(f"{len(tokens):,} words, {len(tokens.types):,} types, seed {options.seed}\n")
    print(f"{'step':48}{'CPU s per 1M words':>20}{'hits':>12}")
    print(f"{'tokenise with offsets':48}{tokenising:20.2f}")
    total = tokenising
    for size in (100, 1_000, 10_000):
        entries = make_codebook(vocabulary, size, options.seed)
        hits = len(find_terms(tokens, entries))
        taken = seconds(lambda entries=entries: find_terms(tokens, entries), options.times) * scale
        print(f"{f'{size:,} terms on stored words':48}{taken:20.2f}{hits:12,}")
        if size == 1_000:
            total = tokenising + taken
    print(f"{'1,000 terms from raw text (target 0.60)':48}{total:20.2f}")
    slice_ = turns[: max(1, len(turns) // 10)]
    spacy_taken = spacy_seconds(slice_, vocabulary, 1_000)
    if spacy_taken is not None:
        per_million = spacy_taken * 10 * scale
        print(f"{'spaCy tokeniser + PhraseMatcher, a tenth, no wildcards':48}{per_million:14.2f}")
        print(f"\nspaCy takes {per_million / total:.1f} times as much CPU.")


if __name__ == "__main__":
    main()
