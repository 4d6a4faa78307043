"""Units of coding: turns, or characters as runs, with the set of codes that each coder gave them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
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
        names = {i: tuple(sorted(_parts(self.sets[i], facet), key=order)) for i in self._given()}
        categories = sorted(set(names.values()), key=lambda category: [order(code) for code in category])
        number = {category: i for i, category in enumerate(categories)}
        return self._numbered({i: number[name] for i, name in names.items()}), categories

    def code(self, facet: str, code: str) -> Ratings:
        """Units by coders: 1 where the code was given, 0 where not, or `MISSING`."""
        return self._numbered({i: int((code,) in _parts(self.sets[i], facet)) for i in self._given()})

    def _given(self) -> list[int]:
        """The sets that occur among these units."""
        found: list[int] = np.unique(self.values).tolist()
        return [i for i in found if i != MISSING]

    def _numbered(self, numbers: Mapping[int, int]) -> Ratings:
        """The values with these numbers in the place of sets."""
        lookup = np.full(len(self.sets) + 1, MISSING, dtype=np.int64)
        lookup[list(numbers)] = list(numbers.values())
        return lookup[self.values]


@dataclass(frozen=True)
class TurnsRead:
    """The turns that coders read, numbered, in the order of transcripts and turns.

    Attributes
    ----------
    places, row
        Transcript and number of each turn, and its number here.
    coders
        Names, in the order of the columns of `read` and `suggestions` (turns by coders).
    characters
        Of each turn.
    """

    places: list[tuple[str, int]]
    row: dict[tuple[str, int], int]
    coders: tuple[str, ...]
    read: Mask
    suggestions: NDArray[np.str_]
    characters: list[int]

    @cached_property
    def transcripts(self) -> NDArray[np.int64]:
        """The number of each turn's transcript."""
        number: dict[str, int] = {}
        return np.array([number.setdefault(name, len(number)) for name, _ in self.places], dtype=np.int64)

    @cached_property
    def unread(self) -> Ratings:
        """Turns by coders: `MISSING` where the coder did not read the turn, else 0, the empty set."""
        return np.where(self.read, 0, MISSING)


def turns_read(readings: pd.DataFrame) -> TurnsRead:
    """Number the turns of `delphi.agreement.readings`."""
    length = {
        (transcript, turn): int(characters)
        for transcript, turn, characters in rows_of(readings, ["transcript_id", "turn", "characters"])
    }
    places = sorted(length)
    coders = tuple(sorted(set(readings["coder"].tolist())))
    row = {place: i for i, place in enumerate(places)}
    column = {coder: i for i, coder in enumerate(coders)}
    rows = [row[place] for place in rows_of(readings, ["transcript_id", "turn"])]
    columns = [column[coder] for coder in readings["coder"].tolist()]
    read = np.zeros((len(places), len(coders)), dtype=bool)
    suggestions = np.full(read.shape, "", dtype="<U6")
    read[rows, columns] = True
    suggestions[rows, columns] = readings["suggestion"].tolist()
    return TurnsRead(places, row, coders, read, suggestions, [length[place] for place in places])


def coded_turns(readings: pd.DataFrame | TurnsRead, passages: pd.DataFrame) -> Coded:
    """Turns as units: every turn that a coder read, and the set of codes of her tags on it.

    Parameters
    ----------
    readings, passages
        As `delphi.agreement.readings` gives them; the former as `turns_read` numbers them, when it has.
    """
    turns = turns_read(readings) if isinstance(readings, pd.DataFrame) else readings
    return _turns(turns, _stretches(passages, turns))


def coded_characters(readings: pd.DataFrame | TurnsRead, passages: pd.DataFrame) -> Coded:
    """Characters as units, in runs over which no coder's codes change.

    Parameters
    ----------
    readings, passages
        As for `coded_turns`.
    """
    turns = turns_read(readings) if isinstance(readings, pd.DataFrame) else readings
    return _characters(turns, _stretches(passages, turns))


def coded_text(turns: TurnsRead, passages: pd.DataFrame) -> tuple[Coded, Coded]:
    """`coded_turns` and `coded_characters`."""
    stretches = _stretches(passages, turns)
    return _turns(turns, stretches), _characters(turns, stretches)


@dataclass(frozen=True)
class Marks:
    """Everything that was tagged on turns that somebody read.

    Attributes
    ----------
    turns
        The number of each one's turn.
    bounds
        Start and end of each within its turn.
    given
        Which of them a coder gave a code of a facet.
    """

    turns: NDArray[np.int64]
    bounds: NDArray[np.int64]
    given: Mapping[tuple[str, str, str], NDArray[np.int64]]


def marks_of(turns: TurnsRead, passages: pd.DataFrame) -> Marks:
    """The passages of `delphi.agreement.passages`, by number."""
    numbers = [turns.row.get(place, -1) for place in rows_of(passages, ["transcript_id", "turn"])]
    read = np.array(numbers, dtype=np.int64)
    on_read = passages[read >= 0]
    given: dict[tuple[str, str, str], NDArray[np.int64]] = {
        (facet, str(code), str(coder)): rows
        for facet in FACETS
        for (code, coder), rows in on_read.groupby([facet, "coder"]).indices.items()
    }
    return Marks(read[read >= 0], on_read[["start", "end"]].to_numpy(np.int64), given)


Stretches = dict[int, dict[int, list[tuple[int, int, Codes]]]]
"""By number of the turn and of a coder who read it: start, end and codes of what she tagged."""


def _turns(turns: TurnsRead, stretches: Stretches) -> Coded:
    sets: dict[CodeSet, int] = {frozenset(): 0}
    values = turns.unread.copy()
    for turn, by_coder in stretches.items():
        for coder, tagged in by_coder.items():
            codes = frozenset(codes for _, _, codes in tagged)
            values[turn, coder] = sets.setdefault(codes, len(sets))
    return Coded(
        turns.coders, tuple(sets), values, turns.suggestions, np.ones(len(values)), np.arange(len(values)),
        turns.transcripts,
    )  # fmt: skip


def _characters(turns: TurnsRead, stretches: Stretches) -> Coded:
    sets: dict[CodeSet, int] = {frozenset(): 0}
    units: list[int] = []
    weights: list[int] = []
    cells: list[tuple[int, int, int]] = []
    for turn, characters in enumerate(turns.characters):
        by_coder = stretches.get(turn)
        if by_coder is None:
            if characters:
                units.append(turn)
                weights.append(characters)
            continue
        bounds = {0, characters}
        bounds.update(
            bound for tagged in by_coder.values() for start, end, _ in tagged for bound in (start, end)
        )
        for start, end in pairwise(sorted(bounds)):
            for coder, tagged in by_coder.items():
                codes = frozenset(code for from_, to, code in tagged if from_ < end and start < to)
                if codes:
                    cells.append((len(units), coder, sets.setdefault(codes, len(sets))))
            units.append(turn)
            weights.append(end - start)
    number = np.array(units, dtype=np.int64)
    values = turns.unread[number]
    if cells:
        run, coder_of, given = np.array(cells).T
        values[run, coder_of] = given
    return Coded(
        turns.coders, tuple(sets), values, turns.suggestions[number], np.array(weights, dtype=np.float64),
        number, turns.transcripts[number],
    )  # fmt: skip


def _stretches(passages: pd.DataFrame, turns: TurnsRead) -> Stretches:
    """What coders tagged on turns that they read."""
    column = {coder: i for i, coder in enumerate(turns.coders)}
    found: Stretches = {}
    for transcript, turn, coder, start, end, *codes in rows_of(passages, PASSAGE_COLUMNS):
        place = turns.row.get((transcript, turn))
        if place is not None and coder in column and turns.read[place, column[coder]]:
            pair = (str(codes[0]), str(codes[1]))
            tagged = found.setdefault(place, {}).setdefault(column[coder], [])
            tagged.append((int(start), int(end), pair))
    return found


@lru_cache(maxsize=1 << 16)
def _parts(given: CodeSet, facet: str) -> frozenset[tuple[str, ...]]:
    """What a set of codes says of one facet, or of both."""
    wanted = [place for place, name in enumerate(FACETS) if name in facet.split("*")]
    return frozenset(tuple(codes[place] for place in wanted) for codes in given)


def _order(facet: str, codebook: Codebook) -> Callable[[tuple[str, ...]], list[int]]:
    """Sorts codes as the codebook does."""
    places = [
        {code: place for place, code in enumerate(codebook.keys(name))}
        for name in FACETS
        if name in facet.split("*")
    ]
    return lambda codes: [place[code] for place, code in zip(places, codes)]
