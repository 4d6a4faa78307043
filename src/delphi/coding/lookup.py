"""Apply a codebook's terms to the words of a batch: resolve them against the types, then gather.

A term is looked up once per *type*, never per word of the text; its rarest word then says where to
look.  The rules (what a hit is, what overlaps mean) stand in `delphi.coding.terms`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from delphi.coding.terms import MAX_BETWEEN, Term, TypeTable, Word, parse_normalise, parse_term
from delphi.coding.tokens import CLAUSE, NOTE, PUNCTUATION, Tokens

Int = npt.NDArray[np.int64]

HIT_COLUMNS = ["transcript_id", "turn", "start", "end", "facet", "code", "term", "form"]


class CodeLike(Protocol):
    """What is needed of a code; `delphi.codebook.Code` has it."""

    @property
    def key(self) -> str:
        """The code in every table."""

    @property
    def terms(self) -> list[str]:
        """Terms that point to the code."""

    @property
    def openers(self) -> list[str]:
        """What a facilitator says when a work model comes up."""


class CodebookLike(Protocol):
    """What is needed of a codebook; `delphi.codebook.Codebook` has it."""

    @property
    def work_model(self) -> Sequence[CodeLike]:
        """Work models in order."""

    @property
    def swot(self) -> Sequence[CodeLike]:
        """SWOT categories in order."""

    @property
    def normalise(self) -> dict[str, str]:
        """Dialect to standard."""


@dataclass(frozen=True)
class Entry:
    """One term of one code; `facet` is `work_model`, `swot` or `opener`."""

    facet: str
    code: str
    term: Term


def entries_of(codebook: CodebookLike) -> list[Entry]:
    """List the terms of a codebook in its order: work models, SWOT categories, openers of work models."""
    named = (("work_model", codebook.work_model), ("swot", codebook.swot))
    entries = [
        Entry(facet, code.key, parse_term(term))
        for facet, codes in named
        for code in codes
        for term in code.terms
    ]
    openers = [
        Entry("opener", code.key, parse_term(term)) for code in codebook.work_model for term in code.openers
    ]
    return entries + openers


def find_terms(
    tokens: Tokens, entries: Sequence[Entry], normalise: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Find every hit of every term.

    Returns
    -------
    DataFrame
        `transcript_id, turn, start, end, facet, code, term, form`: offsets in the turn's text, end
        exclusive; `term` as the codebook writes it; `form` the words that matched, as types.
        Ordered by turn, start, end, then by the codebook.
    """
    table = parse_normalise(normalise or {})
    tokens = _normalised(tokens, table)
    found = _entry_hits(tokens, [entry.term for entry in entries], table)
    codes = {key: i for i, key in enumerate(dict.fromkeys((entry.facet, entry.code) for entry in entries))}
    group = np.array([codes[entry.facet, entry.code] for entry in entries], np.int64)
    excludes = np.array([entry.term.excludes for entry in entries], bool)
    found = _longest_first(_without_excluded(found, group, excludes), group, len(tokens))
    return _frame(tokens, entries, found)


def outermost(hits: pd.DataFrame) -> pd.DataFrame:
    """Drop hits that lie inside a longer hit of the same facet, whatever its code (`goed` in `niet goed`)."""
    ordered = hits.assign(place=np.arange(len(hits))).sort_values(
        ["transcript_id", "turn", "facet", "start", "end"],
        ascending=[True, True, True, True, False],
        kind="stable",
    )
    kept = []
    here: tuple[str, int, str] | None = None
    low = high = 0
    columns = (ordered[name].tolist() for name in ("transcript_id", "turn", "facet", "start", "end", "place"))
    for transcript_id, turn, facet, start, end, place in zip(*columns):
        if here != (transcript_id, turn, facet) or end > high or (start, end) == (low, high):
            here, low, high = (transcript_id, turn, facet), start, end
            kept.append(place)
    return hits.iloc[sorted(kept)].reset_index(drop=True)


@dataclass(frozen=True)
class _Found:
    """Hits as word positions in the batch: `size` counts the words that match, without those between."""

    entry: Int
    first: Int
    stop: Int
    size: Int

    def take(self, index: npt.NDArray[np.generic] | slice) -> _Found:
        return _Found(self.entry[index], self.first[index], self.stop[index], self.size[index])


def _normalised(tokens: Tokens, table: Mapping[str, tuple[str, ...]]) -> Tokens:
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
        standard: list[Word] = []
        for word in words:
            forms = self._standard.get(word.text, (word.text,)) if word.kind == "word" else (word.text,)
            for k, form in enumerate(forms):
                standard.append(Word(word.kind, form, word.after_punctuation and k == 0))
        return tuple(standard)

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


def _entry_hits(tokens: Tokens, terms: Sequence[Term], table: Mapping[str, tuple[str, ...]]) -> _Found:
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
    found = [_Found(owner, first_of, first_of + size[part_of], size[part_of])]
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
    return _Found(
        *(np.concatenate([getattr(f, name) for f in found]) for name in ("entry", "first", "stop", "size"))
    )


def _joined(entry: int, parts: Sequence[tuple[Int, int]], clause: npt.NDArray[np.generic]) -> _Found:
    """Hits of a term of several parts: each follows the one before within the clause."""
    (first, size), *others = parts
    stop = first + size
    for following, words in others:
        kept, at = _follow_within_clause(stop, following, clause)
        first, stop, size = first[kept], following[at] + words, size + words
    return _Found(np.full(len(first), entry), first, stop, np.full(len(first), size))


def _follow_within_clause(stop: Int, following: Int, clause: npt.NDArray[np.generic]) -> tuple[Int, Int]:
    """Pair each left part (its end) with the next right part in reach; of several lefts the nearest."""
    at = np.searchsorted(following, stop)
    kept = np.flatnonzero(at < len(following))
    at = at[kept]
    near = (following[at] - stop[kept] <= MAX_BETWEEN) & (clause[following[at]] == clause[stop[kept] - 1])
    kept, at = kept[near], at[near]
    last = np.append(at[1:] != at[:-1], True)[: len(at)]
    return kept[last], at[last]


def _occurrences(tokens: Tokens, parts: Sequence[Sequence[Word]], resolver: _Resolver) -> tuple[Int, Int]:
    """Find where each phrase stands: numbers of parts and of their first words."""
    n, n_types = len(tokens), len(tokens.types)
    pattern: dict[tuple[str, str], int] = {}
    meant: list[Int] = []
    numbers = []
    for words in parts:
        row = []
        for word in words:
            key = (word.kind, word.text)
            if key not in pattern:
                pattern[key] = len(meant)
                meant.append(np.array([] if word.kind == "any" else resolver.types(word), np.int64))
            row.append(pattern[key])
        numbers.append(row)
    anything = pattern.get(("any", "*"), -1)
    weight = _frequencies(tokens, meant)
    if anything >= 0:
        weight[anything] = n + 1
    anchors = [min(range(len(row)), key=lambda k: (weight[row[k]], k)) for row in numbers]
    live = [i for i, row in enumerate(numbers) if all(weight[k] for k in row)]
    if not live or not n:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    anchor_types = [meant[numbers[i][anchors[i]]] for i in live]
    by_type = np.concatenate(anchor_types)
    part_of = np.repeat(np.array(live), [len(types) for types in anchor_types])[
        np.argsort(by_type, kind="stable")
    ]
    degree = np.bincount(by_type, minlength=n_types)
    at = np.flatnonzero(degree[tokens.ids])
    times = degree[tokens.ids[at]]
    position = np.repeat(at, times)
    part = part_of[(np.cumsum(degree) - degree)[tokens.ids[position]] + _counted(times)]
    size = np.array([len(row) for row in numbers], np.int64)
    first = position - np.array(anchors, np.int64)[part]
    kept = (tokens.flags[position] & NOTE) == 0
    if size.max() > 1:
        kept &= (first >= 0) & (first + size[part] <= n)
        part, first = part[kept], first[kept]
        kept = _phrases_hold(tokens, parts, numbers, (meant, anything), (part, first))
    return part[kept], first[kept]


def _phrases_hold(
    tokens: Tokens,
    parts: Sequence[Sequence[Word]],
    numbers: Sequence[Sequence[int]],
    patterns: tuple[Sequence[Int], int],
    candidates: tuple[Int, Int],
) -> npt.NDArray[np.bool_]:
    """Check every word of the phrases that an anchor proposed, and that nothing stands in between."""
    (meant, anything), (part, first) = patterns, candidates
    n_types = len(tokens.types)
    keys = np.concatenate([number * n_types + types for number, types in enumerate(meant)])
    longest = max(map(len, numbers))
    word = np.array([[*row, *[anything] * (longest - len(row))] for row in numbers], np.int64)
    open_gap = np.array(
        [[*(w.after_punctuation for w in row), *[True] * (longest - len(row))] for row in parts], bool
    )
    size = np.array([len(row) for row in numbers], np.int64)
    hold = np.ones(len(part), bool)
    turn = tokens.turn_of_words()
    for k in range(longest):
        live = np.flatnonzero(hold & (size[part] > k) & (size[part] > 1))
        if not len(live):
            break
        which, at = part[live], first[live] + k
        key = word[which, k] * n_types + tokens.ids[at]
        there = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        good = (keys[there] == key) | (word[which, k] == anything)
        good &= (tokens.flags[at] & NOTE) == 0
        if k:
            good &= ((tokens.flags[at] & PUNCTUATION) == 0) | open_gap[which, k]
            good &= turn[at] == turn[first[live]]
        hold[live] = good
    return hold


def _frequencies(tokens: Tokens, meant: Sequence[Int]) -> Int:
    """How many words of the batch each pattern stands for."""
    counts = np.bincount(tokens.ids, minlength=len(tokens.types))
    borders = np.concatenate(([0], np.cumsum([len(types) for types in meant]))).astype(np.int64)
    every = np.concatenate([*meant, np.zeros(0, np.int64)])
    running = np.concatenate(([0], np.cumsum(counts[every])))
    return np.asarray(running[borders[1:]] - running[borders[:-1]], np.int64)


def _without_excluded(found: _Found, group: Int, excludes: npt.NDArray[np.bool_]) -> _Found:
    """Drop the excluding hits, and the hits of the same code that touch one."""
    bars = excludes[found.entry]
    if not bars.any():
        return found
    kept = ~bars
    code = group[found.entry]
    for number in np.unique(code[bars]).tolist():
        barred = found.take(np.flatnonzero(bars & (code == number)))
        order = np.argsort(barred.first, kind="stable")
        reach = np.maximum.accumulate(barred.stop[order])
        hits = np.flatnonzero(kept & (code == number))
        before = np.searchsorted(barred.first[order], found.stop[hits]) - 1
        kept[hits[(before >= 0) & (reach[before] > found.first[hits])]] = False
    return found.take(np.flatnonzero(kept))


def _longest_first(found: _Found, group: Int, n: int) -> _Found:
    """Of overlapping hits of one code keep the one with most words, then the first, then by codebook."""
    code = group[found.entry]
    order = np.lexsort((found.entry, -found.size, found.stop, found.first, code))
    found, code = found.take(order), code[order]
    begin, end = code * (n + 1) + found.first, code * (n + 1) + found.stop
    fresh = np.ones(len(begin), bool)
    fresh[1:] = (begin[1:] != begin[:-1]) | (end[1:] != end[:-1])
    found, begin, end = found.take(fresh), begin[fresh], end[fresh]
    opens = np.ones(len(begin), bool)
    opens[1:] = begin[1:] >= np.maximum.accumulate(end)[:-1]
    borders = np.append(np.flatnonzero(opens), len(begin))
    kept = np.ones(len(begin), bool)
    for cluster in np.flatnonzero(np.diff(borders) > 1).tolist():
        members = slice(borders[cluster], borders[cluster + 1])
        kept[members] = _best_of(found.take(members))
    found = found.take(kept)
    return found.take(np.lexsort((found.entry, found.stop, found.first)))


def _best_of(found: _Found) -> list[bool]:
    """Choose among hits of one code that overlap one another, directly or in a chain."""
    columns = (found.size, found.first, found.entry, found.stop)
    size, first, entry, stop = (column.tolist() for column in columns)
    kept = [False] * len(first)
    for i in sorted(range(len(first)), key=lambda i: (-size[i], first[i], entry[i], stop[i])):
        kept[i] = not any(kept[j] and first[j] < stop[i] and first[i] < stop[j] for j in range(len(first)))
    return kept


def _frame(tokens: Tokens, entries: Sequence[Entry], found: _Found) -> pd.DataFrame:
    turn = np.searchsorted(tokens.rows, found.first, side="right") - 1
    labels = {
        "facet": [entry.facet for entry in entries],
        "code": [entry.code for entry in entries],
        "term": [entry.term.source for entry in entries],
    }
    return pd.DataFrame(
        {
            "transcript_id": _strings(tokens.transcript_id, turn),
            "turn": tokens.turn[turn],
            "start": tokens.start[found.first],
            "end": tokens.end[found.stop - 1],
            **{name: _strings(values, found.entry) for name, values in labels.items()},
            "form": _forms(tokens, entries, found),
        },
        columns=HIT_COLUMNS,
    )


def _forms(tokens: Tokens, entries: Sequence[Entry], found: _Found) -> pd.api.extensions.ExtensionArray:
    """Write the words that matched; what stands between the parts of a term is left out."""
    used, index = np.unique(tokens.ids[found.first], return_inverse=True)
    forms = _strings([tokens.types[i] for i in used.tolist()], index)
    longer = np.flatnonzero(found.stop - found.first > 1)
    written = []
    for first, stop, entry in zip(found.first[longer], found.stop[longer], found.entry[longer]):
        parts = entries[entry].term.parts
        words = [tokens.types[i] for i in tokens.ids[first:stop]]
        if len(parts) > 1:
            words = [*words[: len(parts[0])], "…", *words[-len(parts[-1]) :]]
        written.append(" ".join(words))
    if written:
        forms[longer] = np.array(written, object)
    return forms


def _strings(values: Sequence[str], index: npt.NDArray[np.generic]) -> pd.api.extensions.ExtensionArray:
    return pd.array(np.array([*values], object), dtype="str").take(index)


def _counted(times: npt.NDArray[np.integer]) -> Int:
    """0, 1, ... for each repetition."""
    ends = np.cumsum(times)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) - np.repeat(ends - times, times), np.int64)
