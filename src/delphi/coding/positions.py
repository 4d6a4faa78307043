"""Where a codebook's terms stand in a batch, as positions of words: resolve against types, then gather.

A word of a term is looked up once per *type*, never per word of the text; the rarest word of a phrase
then says where to look.  What a hit is, is defined in `delphi.coding.terms`; overlaps and exclusions
are settled in `delphi.coding.lookup`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from delphi.coding.terms import MAX_BETWEEN, Term, Word
from delphi.coding.tokens import Tokens
from delphi.coding.type_table import TypeTable
from delphi.coding.words import CLAUSE, NOTE, PUNCTUATION

Int = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Found:
    """Hits as word positions in the batch: `size` counts the words that match, without those between."""

    entry: Int
    first: Int
    stop: Int
    size: Int

    def take(self, index: npt.NDArray[np.generic] | slice) -> Found:
        """Some of the hits."""
        return Found(self.entry[index], self.first[index], self.stop[index], self.size[index])


def normalise_words(tokens: Tokens, table: Mapping[str, tuple[str, ...]]) -> Tokens:
    """Replace words whose standard is several words (`hebde`: `heb je`) by these, at the same offsets."""
    several = {form for form, words in table.items() if len(words) > 1}
    longer = {i: table[form] for i, form in enumerate(tokens.types) if form in several} if several else {}
    if not longer:
        return tokens
    types = sorted({*tokens.types, *(word for words in longer.values() for word in words)})
    position = {form: i for i, form in enumerate(types)}
    sequences = [[position[word] for word in longer.get(i, (form,))] for i, form in enumerate(tokens.types)]
    size = np.array([len(sequence) for sequence in sequences], np.int64)
    flat = np.array([i for sequence in sequences for i in sequence], np.int32)
    times = size[tokens.ids]
    within = _counted(times)
    ids = flat[np.repeat((np.cumsum(size) - size)[tokens.ids], times) + within]
    flags = np.repeat(tokens.flags, times)
    flags[within > 0] &= NOTE
    rows = np.concatenate(([0], np.cumsum(times)))[tokens.rows]
    start, end = np.repeat(tokens.start, times), np.repeat(tokens.end, times)
    return Tokens(types, ids, start, end, flags, rows, tokens.transcript_id, tokens.turn)


class _Resolver:
    """Which types of the batch a word of a term stands for, the table `normalise` applied."""

    def __init__(self, types: list[str], table: Mapping[str, tuple[str, ...]]) -> None:
        self._standard = table
        self._changed = {form for form in types if form in table} if table else set()
        forms = types
        if self._changed:
            forms = sorted({*types, *(table[form][0] for form in self._changed)})
        self._table = TypeTable(forms)
        self._spelt = {form: i for i, form in enumerate(types)} if self._changed else {}
        self._variants: dict[str, list[int]] = {}
        for form in sorted(self._changed):
            self._variants.setdefault(table[form][0], []).append(self._spelt[form])

    def words(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """Bring the words of a term to the standard."""
        if not self._standard:
            return tuple(words)
        standard: list[Word] = []
        for word in words:
            forms = self._standard.get(word.text, (word.text,)) if word.kind == "word" else (word.text,)
            for k, form in enumerate(forms):
                standard.append(Word(word.kind, form, word.after_punctuation and k == 0))
        return tuple(standard)

    def all_types(self, words: Sequence[Word]) -> list[Sequence[int]]:
        """`types` of each word; of one that stands for any, none."""
        self._table.search(self._table.middles(words))
        return [() if word.kind == "any" else self.types(word) for word in words]

    def types(self, word: Word) -> Sequence[int]:
        """Indices of the types of the batch, ascending."""
        found = self._table.matching(word)
        if not self._changed:
            return found
        ids: set[int] = set()
        for form in (self._table.types[i] for i in found):
            ids.update(self._variants.get(form, ()))
            if form in self._spelt and (word.kind != "word" or form not in self._changed):
                ids.add(self._spelt[form])
        return sorted(ids)


def find_positions(tokens: Tokens, terms: Sequence[Term], table: Mapping[str, tuple[str, ...]]) -> Found:
    """Find all hits of all terms, overlapping ones and excluding ones among them."""
    resolver = _Resolver(tokens.types, table)
    numbers: dict[tuple[Word, ...], int] = {}
    rows = [
        [numbers.setdefault(resolver.words(words), len(numbers)) for words in term.parts] for term in terms
    ]
    part, first = _occurrences(tokens, list(numbers), resolver)
    size = np.array([len(words) for words in numbers], np.int64)
    whole = np.array([row[0] for row in rows if len(row) == 1], np.int64)
    entry = np.array([i for i, row in enumerate(rows) if len(row) == 1], np.int64)[
        np.argsort(whole, kind="stable")
    ]
    users = np.bincount(whole, minlength=len(numbers))
    times = users[part]
    first_of = np.repeat(first, times)
    part_of = np.repeat(part, times)
    owner = entry[(np.cumsum(users) - users)[part_of] + _counted(times)]
    found = [Found(owner, first_of, first_of + size[part_of], size[part_of])]
    split = sorted({number for row in rows if len(row) > 1 for number in row})
    if split:
        inside = np.flatnonzero(np.isin(part, split))
        order = inside[np.lexsort((first[inside], part[inside]))]
        borders = np.searchsorted(part[order], [(number, number + 1) for number in split])
        where = {number: first[order[low:high]] for number, (low, high) in zip(split, borders.tolist())}
        clause = np.cumsum((tokens.flags & CLAUSE) > 0)
        found += [
            _joined(i, [(where[number], int(size[number])) for number in row], clause)
            for i, row in enumerate(rows)
            if len(row) > 1
        ]
    return Found(
        *(np.concatenate([getattr(f, name) for f in found]) for name in ("entry", "first", "stop", "size"))
    )


def _joined(entry: int, parts: Sequence[tuple[Int, int]], clause: npt.NDArray[np.generic]) -> Found:
    """Hits of a term of several parts: each follows the one before within the clause."""
    (first, size), *others = parts
    stop = first + size
    for following, words in others:
        kept, at = _follow_within_clause(stop, following, clause)
        first, stop, size = first[kept], following[at] + words, size + words
    return Found(np.full(len(first), entry), first, stop, np.full(len(first), size))


def _follow_within_clause(stop: Int, following: Int, clause: npt.NDArray[np.generic]) -> tuple[Int, Int]:
    """Pair each left part (its end) with the next right part in reach; of several lefts the nearest."""
    at = np.searchsorted(following, stop)
    kept = np.flatnonzero(at < len(following))
    at = at[kept]
    near = (following[at] - stop[kept] <= MAX_BETWEEN) & (clause[following[at]] == clause[stop[kept] - 1])
    kept, at = kept[near], at[near]
    last = np.append(at[1:] != at[:-1], True)[: len(at)]
    return kept[last], at[last]


@dataclass(frozen=True)
class Meant:
    """The types that each pattern stands for, ascending, one pattern after the other."""

    size: Int
    types: Int

    @classmethod
    def of(cls, found: Sequence[Sequence[int]]) -> Meant:
        """From the types of each pattern."""
        size = np.fromiter(map(len, found), np.int64, len(found))
        return cls(size, np.fromiter(chain.from_iterable(found), np.int64, int(size.sum())))

    def words_of(self, tokens: Tokens) -> Int:
        """How many words of the batch each pattern stands for."""
        counts = np.bincount(tokens.ids, minlength=len(tokens.types))
        running = np.concatenate(([0], np.cumsum(counts[self.types])))
        stop = np.cumsum(self.size)
        return np.asarray(running[stop] - running[stop - self.size], np.int64)

    def types_of(self, patterns: Int) -> tuple[Int, Int]:
        """The types of some patterns, and how many each has."""
        size = self.size[patterns]
        start = (np.cumsum(self.size) - self.size)[patterns]
        return self.types[np.repeat(start, size) + _counted(size)], size

    def keys(self, n_types: int) -> Int:
        """A number for each pattern with each of its types, ascending."""
        return np.repeat(np.arange(len(self.size)), self.size) * n_types + self.types


def _occurrences(tokens: Tokens, parts: Sequence[Sequence[Word]], resolver: _Resolver) -> tuple[Int, Int]:
    """Find where each phrase stands: numbers of parts and of their first words."""
    n, n_types = len(tokens), len(tokens.types)
    pattern: dict[tuple[str, str], int] = {}
    asked: list[Word] = []
    numbers = []
    for words in parts:
        row = []
        for word in words:
            key = (word.kind, word.text)
            if key not in pattern:
                pattern[key] = len(asked)
                asked.append(word)
            row.append(pattern[key])
        numbers.append(row)
    anything = pattern.get(("any", "*"), -1)
    meant = Meant.of(resolver.all_types(asked))
    heavy = meant.words_of(tokens)
    if anything >= 0:
        heavy[anything] = n + 1
    weight = heavy.tolist()
    anchors = [
        0 if len(row) == 1 else min(range(len(row)), key=[weight[k] for k in row].__getitem__)
        for row in numbers
    ]
    live = [i for i, row in enumerate(numbers) if all(weight[k] for k in row)]
    if not live or not n:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    anchor = np.array([numbers[i][anchors[i]] for i in live], np.int64)
    by_type, times_of = meant.types_of(anchor)
    part_of = np.repeat(np.array(live), times_of)[np.argsort(by_type, kind="stable")]
    degree = np.bincount(by_type, minlength=n_types)
    at = np.flatnonzero((degree > 0)[tokens.ids])
    here = tokens.ids[at]
    times = degree[here]
    position = np.repeat(at, times)
    part = part_of[np.repeat((np.cumsum(degree) - degree)[here], times) + _counted(times)]
    size = np.array([len(row) for row in numbers], np.int64)
    first = position - np.array(anchors, np.int64)[part]
    kept = (tokens.flags[position] & NOTE) == 0
    if size.max() > 1:
        kept &= (first >= 0) & (first + size[part] <= n)
        part, first = part[kept], first[kept]
        kept = _phrases_hold(tokens, parts, numbers, (meant, anything), (part, first, np.array(anchors)))
    return part[kept], first[kept]


def _phrases_hold(
    tokens: Tokens,
    parts: Sequence[Sequence[Word]],
    numbers: Sequence[Sequence[int]],
    patterns: tuple[Meant, int],
    candidates: tuple[Int, Int, Int],
) -> npt.NDArray[np.bool_]:
    """Check every word of the phrases that an anchor proposed, and that nothing stands in between."""
    (meant, anything), (part, first, anchor) = patterns, candidates
    n_types = len(tokens.types)
    keys = meant.keys(n_types)
    size = np.fromiter(map(len, numbers), np.int64, len(numbers))
    longest = int(size.max())
    cell = np.repeat(np.arange(len(size)), size), _counted(size)
    word = np.full((len(size), longest), anything, np.int64)
    word[cell] = np.fromiter(chain.from_iterable(numbers), np.int64, int(size.sum()))
    open_gap = np.ones(word.shape, bool)
    open_gap[cell] = np.fromiter((w.after_punctuation for row in parts for w in row), bool, int(size.sum()))
    hold = np.ones(len(part), bool)
    phrases = np.flatnonzero(size[part] > 1)
    for k in range(longest):
        live = phrases[hold[phrases] & (size[part[phrases]] > k)]
        if not len(live):
            break
        which, at = part[live], first[live] + k
        flags = tokens.flags[at]
        good = (flags & NOTE) == 0
        if k:
            apart = (flags & PUNCTUATION) > 0  # so is the first word of every turn
            good &= ~apart | open_gap[which, k]
            across = np.flatnonzero(good & apart)
            good[across] = _turn(tokens, at[across]) == _turn(tokens, at[across] - 1)
        unsure = np.flatnonzero(good & (anchor[which] != k) & (word[which, k] != anything))
        key = word[which[unsure], k] * n_types + tokens.ids[at[unsure]]
        there = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        good[unsure] = keys[there] == key
        hold[live] = good
    return hold


def _turn(tokens: Tokens, word: Int) -> Int:
    """Index of the turn of each of these words."""
    return np.searchsorted(tokens.rows, word, side="right")


def _counted(times: npt.NDArray[np.integer]) -> Int:
    """0, 1, ... for each repetition."""
    ends = np.cumsum(times)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) - np.repeat(ends - times, times), np.int64)
