"""Apply a codebook's terms to the words of a batch: which hits count, as a table with offsets.

The rules (what a hit is, what overlaps mean) stand in `delphi.coding.terms`; how hits are found fast
in `delphi.coding.positions`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from delphi.coding.positions import Found, Int, find_positions, normalise_words
from delphi.coding.terms import Term, parse_normalise, parse_term
from delphi.coding.tokens import Tokens

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
    tokens = normalise_words(tokens, table)
    found = find_positions(tokens, [entry.term for entry in entries], table)
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


def _without_excluded(found: Found, group: Int, excludes: npt.NDArray[np.bool_]) -> Found:
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


def _longest_first(found: Found, group: Int, n: int) -> Found:
    """Of overlapping hits of one code keep the one with most words, then the first, then by codebook."""
    code = group[found.entry]
    order = _order(
        code, found.first, found.stop - found.first, found.size.max(initial=0) - found.size, found.entry
    )
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
    return found.take(_order(found.first, found.stop - found.first, found.entry))


def _order(*keys: Int) -> Int:
    """Order by the first key, then the next; none is negative, and together they mostly fit in one number."""
    spans = [int(key.max(initial=0)) + 1 for key in keys]
    if math.prod(spans) > np.iinfo(np.int64).max:
        return np.lexsort(keys[::-1])
    packed = keys[0]
    for key, span in zip(keys[1:], spans[1:]):
        packed = packed * span + key
    return np.argsort(packed)


def _best_of(found: Found) -> list[bool]:
    """Choose among hits of one code that overlap one another, directly or in a chain."""
    columns = (found.size, found.first, found.entry, found.stop)
    size, first, entry, stop = (column.tolist() for column in columns)
    kept = [False] * len(first)
    for i in sorted(range(len(first)), key=lambda i: (-size[i], first[i], entry[i], stop[i])):
        kept[i] = not any(kept[j] and first[j] < stop[i] and first[i] < stop[j] for j in range(len(first)))
    return kept


def _frame(tokens: Tokens, entries: Sequence[Entry], found: Found) -> pd.DataFrame:
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


def _forms(tokens: Tokens, entries: Sequence[Entry], found: Found) -> pd.api.extensions.ExtensionArray:
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
