"""The table of agreement: per facet and code, pair of coders and all, before and after adjudication."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from delphi.agreement.bootstrap import LEVEL, N_RESAMPLES, drawn, percentile_interval, resampled_sums
from delphi.agreement.coded import PAIRS, Coded, Marks, Mask, TurnsRead, coded_text, marks_of, turns_read
from delphi.agreement.coefficients import (
    MISSING,
    Ratings,
    Sums,
    ac1_of,
    agreement_of,
    agreement_terms,
    alpha_of,
    alpha_terms,
    chance_terms,
    cohen_of,
    cohen_terms,
    few_alpha_terms,
    fleiss_of,
)
from delphi.agreement.distances import Distances, masi, nominal
from delphi.agreement.readings import HIDDEN, SHOWN, passages_of_stages, readings
from delphi.agreement.unitizing import Stretches, merged, unitizing_alpha
from delphi.codebook import FACETS, Codebook, Facet

if TYPE_CHECKING:
    from scipy.sparse import csr_array

AGREEMENT_COLUMNS = [
    "stage", "facet", "code", "coders", "n_units", "n_missing", "raw_agreement", "alpha", "alpha_low",
    "alpha_high", "kappa", "ac1", "unit", "note",
]  # fmt: skip
BEFORE, AFTER = "before", "after"
TURN, CHARACTER, STRETCH = "turn", "character", "stretch"
MIN_UNITS = 3
MIN_CLUSTERS = 5
Row = dict[str, object]
NOTHING = np.array([], dtype=np.int64)


@dataclass(frozen=True)
class Text:
    """One stage's coding of the turns that were read, as turns, as characters and as stretches."""

    turns: Coded
    characters: Coded
    read: TurnsRead
    marks: Marks


@dataclass(frozen=True)
class _Sample:
    """Units with two values or more, by their kind: few kinds stand for any number of units.

    `compared` are the kinds with two values or more, `weights` how much of each there is in each cluster (clusters
    by kinds).  Clusters are drawn together in the bootstrap; `drawn` names them.  Without clusters `units` gives
    the kind of each unit.
    """

    kinds: Coded
    compared: Mask
    weights: csr_array
    units: NDArray[np.int64] | None
    drawn: str
    n_turns: int
    n_units: int
    n_missing: int

    def total(self, terms: Sums | csr_array) -> Sums:
        """Terms of the kinds, summed over the units."""
        summed: Sums = self._of_kinds @ terms
        return summed

    @cached_property
    def _of_kinds(self) -> Sums:
        """How much there is of each kind."""
        weights: Sums = self.weights.sum(axis=0)
        return weights

    def alpha_terms(self, ratings: Ratings, distances: Distances) -> Sums | csr_array:
        """Terms of alpha, without zeros where clusters are drawn: those are of as many transcripts as there may be."""
        how = alpha_terms if self.units is not None else few_alpha_terms
        return how(ratings, distances)

    def resampled(self, terms: Sums | csr_array, seed: int) -> Sums:
        """The same over resamples, one row each."""
        if self.units is not None:
            return resampled_sums(terms[self.units], seed)
        summed: Sums = drawn((1,) * self.weights.shape[0], seed) @ (self.weights @ terms)
        return summed


def agreement_table(placed: pd.DataFrame, turns: pd.DataFrame, codebook: Codebook, seed: int) -> pd.DataFrame:
    """Agreement between coders, one row per stage, unit, group of coders, facet and code.

    Parameters
    ----------
    placed, turns
        As for `delphi.agreement.readings`.
    codebook
        Gives the codes and their order.
    seed
        Of the bootstrap.

    Returns
    -------
    DataFrame
        `AGREEMENT_COLUMNS`; without rows when no two coders read the same turn.

        `facet` is `work_model`, `swot`, or `work_model*swot` for sets of pairs (MASI distance);
        `code` is empty for the whole facet, else the code is present or absent.  A whole facet's value
        is the set of its codes, the empty set one of the values.  `unit` is `turn`, `turn, suggestion
        shown`, `turn, suggestion hidden`, `character`, or `stretch` (alpha for unitizing over the turns
        that all of these coders read).  `n_units` counts the units that at least two of them read,
        `n_missing` those that one of them read and another did not; in characters for the last two
        units.  A number that cannot be estimated is NaN and `note` says why.
    """
    read = turns_read(readings(placed, turns, codebook))
    before, after = passages_of_stages(placed, turns)
    return stages_table(text_of(read, before), after if after is not before else None, codebook, seed)


def text_of(read: TurnsRead, passages: pd.DataFrame) -> Text:
    """What was coded in one stage."""
    return Text(*coded_text(read, passages), read, marks_of(read, passages))


def stages_table(text: Text, after: pd.DataFrame | None, codebook: Codebook, seed: int) -> pd.DataFrame:
    """`agreement_table` from what was coded before adjudication, and the passages after it where anything was ruled."""
    rows = _stage(text, codebook, seed)
    ruled = rows if after is None else _stage(text_of(text.read, after), codebook, seed)
    records = [{"stage": stage, **row} for stage, part in ((BEFORE, rows), (AFTER, ruled)) for row in part]
    table = pd.DataFrame.from_records(records, columns=AGREEMENT_COLUMNS)
    return table.astype({"n_units": "int64", "n_missing": "int64"})


def groups(coded: Coded) -> list[tuple[str, ...]]:
    """Pairs of coders who read a turn in common, and all of those coders when they are more than two."""
    read = coded.values != MISSING
    pairs = [
        (coded.coders[i], coded.coders[j])
        for i, j in combinations(range(len(coded.coders)), 2)
        if (read[:, i] & read[:, j]).any()
    ]
    everyone = tuple(sorted({coder for pair in pairs for coder in pair}))
    return [*pairs, everyone] if len(everyone) > 2 else list(pairs)


def _stage(text: Text, codebook: Codebook, seed: int) -> list[Row]:
    return [row for coders in groups(text.turns) for row in _group(text, coders, codebook, seed)]


def _group(text: Text, coders: tuple[str, ...], codebook: Codebook, seed: int) -> Iterator[Row]:
    by_turn = text.turns.of_coders(coders)
    yield from _units(by_turn, TURN, codebook, seed)
    for suggestion in (SHOWN, HIDDEN):
        part = by_turn.of_units(by_turn.with_suggestion(suggestion))
        if part.turns.size:
            yield from _units(part, f"{TURN}, suggestion {suggestion}", codebook, seed, by_turn.n_mixed())
    yield from _units(text.characters.of_coders(coders), CHARACTER, codebook, seed)
    yield from _stretches(text, coders, codebook)


def _units(coded: Coded, unit: str, codebook: Codebook, seed: int, n_mixed: int = 0) -> Iterator[Row]:
    """The rows of one kind of unit: the facets and their codes, then the sets of pairs."""
    notes = [f"{n_mixed} turns read by one with, by another without suggestion"] if n_mixed else []
    sample = _sample(coded, unit)
    kinds = sample.kinds
    for facet in (*FACETS, PAIRS):
        ratings, categories = kinds.facet(facet, codebook)
        distances = masi(categories) if facet == PAIRS else nominal(len(categories))
        yield _row(sample, ratings, distances, (facet, "", unit), seed, notes)
        for code in codebook.keys(facet) if facet in FACETS else ():
            yield _row(sample, kinds.code(facet, code), nominal(2), (facet, code, unit), seed, notes)


def _sample(coded: Coded, unit: str) -> _Sample:
    """What of some units every facet and code has in common."""
    kinds, kind = coded.kinds()
    n_values = (kinds.values != MISSING).sum(axis=1)
    compared, incomplete = n_values >= 2, (n_values > 0) & (n_values < len(coded.coders))
    mask = compared[kind]
    clusters, drawn = _clusters(coded, mask, unit)
    of_kind = np.cumsum(compared)[kind[mask]] - 1
    of_cluster = np.arange(len(of_kind)) if clusters is None else np.unique(clusters, return_inverse=True)[1]
    from scipy.sparse import coo_array  # here, as who only reads the table needs no sparse matrices

    weights = coo_array(
        (coded.weights[mask], (of_cluster, of_kind)), shape=(of_cluster.max(initial=-1) + 1, compared.sum())
    )
    return _Sample(
        kinds, compared, weights.tocsr(), of_kind if clusters is None else None, drawn,
        n_turns=np.unique(coded.turns[mask]).size,
        n_units=int(coded.weights[mask].sum()),
        n_missing=int(coded.weights[incomplete[kind]].sum()),
    )  # fmt: skip


def _row(
    sample: _Sample,
    ratings: Ratings,
    distances: Distances,
    what: tuple[str, str, str],
    seed: int,
    notes: Sequence[str],
) -> Row:
    """The row of a facet or code: `ratings` of the kinds."""
    facet, code, unit = what
    numbers: Row = {}
    if sample.n_turns < MIN_UNITS:
        found = f"fewer than {MIN_UNITS} {'units' if unit != CHARACTER else 'turns'}"
    else:
        numbers, found = _estimates(sample, ratings[sample.compared], distances, seed, graded=facet == PAIRS)
    return {
        "facet": facet,
        "code": code,
        "coders": ";".join(sample.kinds.coders),
        "n_units": sample.n_units,
        "n_missing": sample.n_missing,
        **numbers,
        "unit": unit,
        "note": "; ".join([*notes, found]),
    }


def _estimates(
    sample: _Sample, ratings: Ratings, distances: Distances, seed: int, *, graded: bool
) -> tuple[Row, str]:
    """The numbers of a row, and how their intervals were made or why there are none."""
    n_categories = np.unique(ratings[ratings != MISSING]).size
    chance = agreement_terms(ratings) if graded else chance_terms(ratings, len(distances))
    total = sample.total(chance)
    numbers: Row = {"raw_agreement": _exact(agreement_of(total))}
    if n_categories < 2:
        return numbers, "one category only"
    terms = sample.alpha_terms(ratings, distances) if graded else alpha_terms(ratings, distances)
    of_all = sample.total(terms)
    low, high, n_estimable = percentile_interval(alpha_of(sample.resampled(terms, seed), distances))
    numbers |= {
        "alpha": _exact(alpha_of(of_all, distances)),
        "alpha_low": _drawn(low),
        "alpha_high": _drawn(high),
    }
    note = f"{LEVEL:.0%} interval from {N_RESAMPLES} resamples of {sample.drawn}, seed {seed}"
    if n_estimable < N_RESAMPLES:
        note += f", {N_RESAMPLES - n_estimable} of them with one category only"
    if not of_all[0]:
        note += ", no unit with different values"
    if graded:
        return numbers, f"MASI distance; kappa and AC1 are for single values; {note}"
    resampled = sample.resampled(chance, seed)
    if ratings.shape[1] == 2:
        cohen = cohen_terms(ratings, len(distances))
        kappa, kappas = cohen_of(sample.total(cohen)), cohen_of(sample.resampled(cohen, seed))
    else:
        kappa, kappas = fleiss_of(total), fleiss_of(resampled)
    ac1, ac1s = (ac1_of(sums, n_categories) for sums in (total, resampled))
    numbers |= {"kappa": _exact(kappa), "ac1": _exact(ac1)}
    return numbers, note + _also("kappa", kappas) + _also("AC1", ac1s)


def _clusters(coded: Coded, mask: Mask, unit: str) -> tuple[NDArray[np.int64] | None, str]:
    """What is drawn: transcripts when there are enough of them, else turns."""
    transcripts, turns = coded.transcripts[mask], coded.turns[mask]
    n_transcripts, n_turns = np.unique(transcripts).size, np.unique(turns).size
    if n_transcripts >= MIN_CLUSTERS:
        return transcripts, f"{n_transcripts} transcripts"
    return (turns if unit == CHARACTER else None), f"{n_turns} turns"


def _stretches(text: Text, coders: tuple[str, ...], codebook: Codebook) -> Iterator[Row]:
    """Alpha for unitizing, over the turns that all of these coders read, one after the other."""
    read, marks = text.read, text.marks
    by_coder = read.read[:, [read.coders.index(coder) for coder in coders]]
    common = np.logical_and.reduce(by_coder, axis=1)
    characters = np.array(read.characters, dtype=np.int64)
    length = int(characters[common].sum())
    begin = np.cumsum(np.where(common, characters, 0)) - characters
    missing = int(characters[np.logical_or.reduce(by_coder, axis=1)].sum()) - length
    few = common.sum() < MIN_UNITS

    def cut_by(facet: Facet, code: str, coder: str) -> Stretches:
        mine = marks.given.get((facet, code, coder), NOTHING)
        mine = mine[common[marks.turns[mine]]]
        return _cut(marks.bounds[mine] + begin[marks.turns[mine], None])

    for facet in FACETS:
        cut = {code: [cut_by(facet, code, coder) for coder in coders] for code in codebook.keys(facet)}
        for code, parts in (("", list(cut.values())), *((code, [part]) for code, part in cut.items())):
            alpha = np.nan if few else unitizing_alpha(parts, length)
            if few:
                note = f"fewer than {MIN_UNITS} turns"
            else:
                note = "no stretch" if np.isnan(alpha) else "alpha for unitizing, which has no interval here"
            yield {
                "facet": facet, "code": code, "coders": ";".join(coders), "n_units": length,
                "n_missing": missing, "alpha": _exact(alpha), "unit": STRETCH, "note": note,
            }  # fmt: skip


def _cut(bounds: Stretches) -> Stretches:
    return merged(bounds[bounds[:, 0] < bounds[:, 1]])


def _also(name: str, values: Sums) -> str:
    low, high, _ = percentile_interval(values)
    return "" if np.isnan(low) else f"; {name} {low:.3f} to {high:.3f}"


def _exact(value: Sums | float) -> float:
    """A point estimate, without the last digits of floating point arithmetic."""
    return round(float(value), 12) + 0.0


def _drawn(value: float) -> float:
    """An end of an interval; further digits would depend on the machine's linear algebra."""
    return round(value, 6) + 0.0
