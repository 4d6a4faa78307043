"""Units of coding: turns, or characters as runs, with the set of codes that each coder gave them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from delphi.agreement.coefficients import MISSING, Ratings
from delphi.agreement.readings import HIDDEN, PASSAGE_COLUMNS, SHOWN
from delphi.codebook import FACETS, Codebook
from delphi.rows import rows_of

Codes = tuple[str, str]
CodeSet = frozenset[Codes]
PAIRS = "*".join(FACETS)
Category = tuple[tuple[str, ...], ...]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Coded:
    """Units by coders.

    Attributes
    ----------
    coders
        Names, in the order of the columns of `values`.
    sets
        The sets of (work model, SWOT category) that occur; the first one is empty.
    values
        Units by coders: which of the sets, or `MISSING` where the coder did not read the unit.
    suggestions
        Units by coders: `shown`, `hidden` or empty.
    weights
        Characters in a run; 1 for turns.
    turns, transcripts
        The number of the unit's turn and of its transcript.
    """

    coders: tuple[str, ...]
    sets: tuple[CodeSet, ...]
    values: Ratings
    suggestions: NDArray[np.str_]
    weights: NDArray[np.float64]
    turns: NDArray[np.int64]
    transcripts: NDArray[np.int64]

    def of_coders(self, coders: Sequence[str]) -> Coded:
        """These coders only."""
        columns = [self.coders.index(coder) for coder in coders]
        return Coded(
            tuple(coders), self.sets, self.values[:, columns], self.suggestions[:, columns],
            self.weights, self.turns, self.transcripts,
        )  # fmt: skip

    def of_units(self, mask: Mask | NDArray[np.int64]) -> Coded:
        """These units only."""
        return Coded(
            self.coders, self.sets, self.values[mask], self.suggestions[mask],
            self.weights[mask], self.turns[mask], self.transcripts[mask],
        )  # fmt: skip

    def kinds(self) -> tuple[Coded, NDArray[np.int64]]:
        """One unit of each kind, a kind being what each coder gave it, and the kind of every unit."""
        kind = np.zeros(len(self.values), dtype=np.int64)
        for column in self.values.T:
            kind = np.unique(kind * (len(self.sets) + 1) + column - MISSING, return_inverse=True)[1]
        return self.of_units(np.unique(kind, return_index=True)[1]), kind

    def with_suggestion(self, suggestion: str) -> Mask:
        """Units where all the coders who read them worked with the suggestion shown, or all with it hidden."""
        read = self.values != MISSING
        fits: Mask = ((self.suggestions == suggestion) | ~read).all(axis=1) & read.any(axis=1)
        return fits

    def n_mixed(self) -> int:
        """Units that two of these coders read, one with the suggestion shown and one with it hidden."""
        shown, hidden = ((self.suggestions == word) & (self.values != MISSING) for word in (SHOWN, HIDDEN))
        return int((shown.any(axis=1) & hidden.any(axis=1)).sum())

    def facet(self, facet: str, codebook: Codebook) -> tuple[Ratings, list[Category]]:
        """What was given of one facet, or of the pairs of both (`PAIRS`).

        Returns
        -------
        ratings
            Units by coders: the number of a category, or `MISSING`.
        categories
            The sets of codes that occur, in the codebook's order; the empty set is one of them.
        """
        order = _order(facet, codebook)
        names = [tuple(sorted({_part(codes, facet) for codes in given}, key=order)) for given in self.sets]
        occur = {names[i] for i in np.unique(self.values) if i != MISSING}
        categories = sorted(occur, key=lambda category: [order(code) for code in category])
        number = {category: i for i, category in enumerate(categories)}
        lookup = np.array([*(number.get(name, MISSING) for name in names), MISSING], dtype=np.int64)
        return lookup[self.values], categories

    def code(self, facet: str, code: str) -> Ratings:
        """Units by coders: 1 where the code was given, 0 where not, or `MISSING`."""
        position = FACETS.index(facet)
        present = [int(any(codes[position] == code for codes in given)) for given in self.sets]
        return np.array([*present, MISSING], dtype=np.int64)[self.values]


def coded_turns(readings: pd.DataFrame, passages: pd.DataFrame) -> Coded:
    """Turns as units: every turn that a coder read, and the set of codes of her tags on it.

    Parameters
    ----------
    readings, passages
        As `delphi.agreement.readings` gives them.
    """
    places, coders, read, suggestions = _places(readings)
    sets: dict[CodeSet, int] = {frozenset(): 0}
    values = np.where(read, 0, MISSING)
    for (turn, coder), stretches in _stretches(passages, places, coders).items():
        if read[turn, coder]:
            codes = frozenset(stretch[2] for stretch in stretches)
            values[turn, coder] = sets.setdefault(codes, len(sets))
    turns = np.arange(len(places))
    weights = np.ones(len(places))
    return Coded(coders, tuple(sets), values, suggestions, weights, turns, _transcripts(places))


def coded_characters(readings: pd.DataFrame, passages: pd.DataFrame) -> Coded:
    """Characters as units, in runs over which no coder's codes change.

    Parameters
    ----------
    readings, passages
        As `delphi.agreement.readings` gives them.
    """
    places, coders, read, suggestions = _places(readings)
    length = {(t, turn): n for t, turn, n in rows_of(readings, ["transcript_id", "turn", "characters"])}
    stretches = _stretches(passages, places, coders)
    on_turn: dict[int, dict[int, list[tuple[int, int, Codes]]]] = {}
    for (turn, coder), tagged in stretches.items():
        if read[turn, coder]:
            on_turn.setdefault(turn, {})[coder] = tagged
    sets: dict[CodeSet, int] = {frozenset(): 0}
    values, weights, turns = [], [], []
    for turn, place in enumerate(places):
        tagged_by = on_turn.get(turn, {})
        bounds = {0, int(length[place])}
        bounds.update(
            bound for tagged in tagged_by.values() for start, end, _ in tagged for bound in (start, end)
        )
        cuts = sorted(bounds)
        for start, end in pairwise(cuts):
            row = np.where(read[turn], 0, MISSING)
            for coder, tagged in tagged_by.items():
                codes = frozenset(code for from_, to, code in tagged if from_ < end and start < to)
                row[coder] = sets.setdefault(codes, len(sets))
            values.append(row)
            weights.append(end - start)
            turns.append(turn)
    number = np.array(turns, dtype=np.int64)
    matrix = np.array(values, dtype=np.int64).reshape(len(values), len(coders))
    return Coded(
        coders, tuple(sets), matrix, suggestions[number], np.array(weights, dtype=np.float64),
        number, _transcripts(places)[number],
    )  # fmt: skip


def _places(
    readings: pd.DataFrame,
) -> tuple[list[tuple[str, int]], tuple[str, ...], Mask, NDArray[np.str_]]:
    keys = list(rows_of(readings, ["transcript_id", "turn"]))
    places = sorted(set(keys))
    coders = tuple(sorted(set(readings["coder"].tolist())))
    row = {place: i for i, place in enumerate(places)}
    column = {coder: i for i, coder in enumerate(coders)}
    read = np.zeros((len(places), len(coders)), dtype=bool)
    suggestions = np.full(read.shape, "", dtype="<U6")
    for key, (coder, suggestion) in zip(keys, rows_of(readings, ["coder", "suggestion"])):
        read[row[key], column[coder]] = True
        suggestions[row[key], column[coder]] = suggestion
    return places, coders, read, suggestions


def _stretches(
    passages: pd.DataFrame, places: Sequence[tuple[str, int]], coders: Sequence[str]
) -> dict[tuple[int, int], list[tuple[int, int, Codes]]]:
    """By number of the turn and of the coder; turns that nobody read are left out."""
    row = {place: i for i, place in enumerate(places)}
    column = {coder: i for i, coder in enumerate(coders)}
    found: dict[tuple[int, int], list[tuple[int, int, Codes]]] = {}
    for transcript, turn, coder, start, end, *codes in rows_of(passages, PASSAGE_COLUMNS):
        place = (transcript, turn)
        if place in row and coder in column:
            pair = (str(codes[0]), str(codes[1]))
            found.setdefault((row[place], column[coder]), []).append((int(start), int(end), pair))
    return found


def _transcripts(places: Sequence[tuple[str, int]]) -> NDArray[np.int64]:
    number: dict[str, int] = {}
    return np.array([number.setdefault(name, len(number)) for name, _ in places], dtype=np.int64)


def _part(codes: Codes, facet: str) -> tuple[str, ...]:
    return tuple(code for name, code in zip(FACETS, codes) if name in facet.split("*"))


def _order(facet: str, codebook: Codebook) -> Callable[[tuple[str, ...]], list[int]]:
    """Sorts codes as the codebook does."""
    places = [
        {code: place for place, code in enumerate(codebook.keys(name))}
        for name in FACETS
        if name in facet.split("*")
    ]
    return lambda codes: [place[code] for place, code in zip(places, codes)]
