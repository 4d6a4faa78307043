"""How well suggestions fit a coder: per turn that she checked, the set of labels, empty sets included.

All functions work on tables of yes and no, turns by labels, and know which transcript a turn is from:
uncertainty is over transcripts, because the turns of one conversation are alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from delphi.coding.learner.conversation import Bools, Floats, Ints

LEARNER_TABLE = [
    "split", "facet", "code", "method", "n", "precision", "recall", "f1", "low", "high", "kappa",
    "transcripts",
]  # fmt: skip
DRAWS = 1000
COVERAGES = tuple(round(0.05 * step, 2) for step in range(1, 21))
BANDS = 5


@dataclass(frozen=True)
class Counts:
    """Per transcript and label: right, wrongly given, missed, and turns in all."""

    right: Floats
    extra: Floats
    missed: Floats
    turns: Floats


def count(gold: Bools, given: Bools, transcript: Ints) -> Counts:
    """Count agreement per transcript (an index from 0) and label."""
    n = int(transcript.max(initial=-1)) + 1
    tables = []
    for hit in (gold & given, ~gold & given, gold & ~given):
        table = np.zeros((n, gold.shape[1]))
        np.add.at(table, transcript, hit.astype(float))
        tables.append(table)
    return Counts(tables[0], tables[1], tables[2], np.bincount(transcript, minlength=n).astype(float))


def f1_scores(right: Floats, extra: Floats, missed: Floats) -> Floats:
    """F1 per label; nan where a label is neither given nor told."""
    total = 2 * right + extra + missed
    scores: Floats = np.divide(2 * right, total, out=np.full(np.shape(total), np.nan), where=total > 0)
    return scores


def macro_f1(gold: Bools, given: Bools) -> float:
    """Mean F1 over the labels that the coder used; nan when she used none."""
    counts = count(gold, given, np.zeros(len(gold), np.int64))
    used: Bools = np.asarray(gold.any(axis=0), bool)
    return _macro(f1_scores(counts.right[0], counts.extra[0], counts.missed[0]), used)


def measure(
    gold: Bools, given: Bools, transcript: Ints, labels: Sequence[str], seed: int, *, draws: int = DRAWS
) -> pd.DataFrame:
    """Precision, recall, F1 with an interval over transcripts, and Cohen's kappa, per label and over all.

    Returns
    -------
    DataFrame
        `code, n, precision, recall, f1, low, high, kappa, transcripts`; the row with an empty code holds the means over the labels that
        the coder used.  `n` is the number of turns with the label, in the mean row of all turns;
        `transcripts` says how many transcripts these turns are from.
        `low` and `high` are the 2.5 % and 97.5 % quantiles of a bootstrap over transcripts (Efron & Tibshirani 1993).
    """
    counts = count(gold, given, transcript)
    right, extra, missed = (table.sum(axis=0) for table in (counts.right, counts.extra, counts.missed))
    used = right + missed > 0
    n = len(gold)
    precision = np.divide(right, right + extra, out=np.full(len(labels), np.nan), where=right + extra > 0)
    recall = np.divide(right, right + missed, out=np.full(len(labels), np.nan), where=used)
    f1 = f1_scores(right, extra, missed)
    kappa = _kappa(right, extra, missed, n)
    drawn, means = _bootstrap(counts, used, seed, draws)
    rows: list[tuple[object, ...]] = [
        (
            label,
            int(right[k] + missed[k]),
            precision[k],
            recall[k],
            f1[k],
            *_interval(drawn[:, k]),
            kappa[k],
            int((counts.right + counts.missed > 0)[:, k].sum()),
        )
        for k, label in enumerate(labels)
    ]
    mean = [_macro(np.nan_to_num(values), used) for values in (precision, recall, f1)]
    rows.append(
        ("", n, *mean, *_interval(means), _macro(np.nan_to_num(kappa), used), int((counts.turns > 0).sum()))
    )
    columns = ["code", "n", "precision", "recall", "f1", "low", "high", "kappa", "transcripts"]
    return pd.DataFrame(rows, columns=columns)


def coverage_curve(right: Bools, confidence: Floats) -> pd.DataFrame:
    """How often the surest share of answers is right: `coverage, n, right`."""
    order = np.argsort(-confidence, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(right) + 1)
    sizes = [max(1, round(coverage * len(right))) for coverage in COVERAGES] if len(right) else []
    return pd.DataFrame(
        {"coverage": COVERAGES[: len(sizes)], "n": sizes, "right": [float(share[size - 1]) for size in sizes]}
    )


def reliability(right: Bools, confidence: Floats, bands: int = BANDS) -> pd.DataFrame:
    """What was promised and what came, in bands of equal width: `low, high, n, promised, right`."""
    band = np.minimum((confidence * bands).astype(int), bands - 1)
    rows = [
        (k / bands, (k + 1) / bands, int((band == k).sum()), float(confidence[band == k].mean()), float(right[band == k].mean()))
        for k in range(bands)
        if (band == k).any()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["low", "high", "n", "promised", "right"])


def blocks_of(categories: Bools, keys: Sequence[str], blocks: Sequence[tuple[str, Sequence[str]]]) -> Bools:
    """Sets of categories as sets of blocks; each block with its categories."""
    place = {key: k for k, key in enumerate(keys)}
    return np.column_stack(
        [categories[:, [place[key] for key in members if key in place]].any(axis=1) for _, members in blocks]
    )


def _macro(values: npt.NDArray[np.float64], used: npt.NDArray[np.bool_]) -> float:
    return float(np.nan_to_num(values[used]).mean()) if used.any() else float("nan")


def _kappa(right: Floats, extra: Floats, missed: Floats, n: int) -> Floats:
    """Cohen (1960), per label, given or not."""
    agree = (n - extra - missed) / max(n, 1)
    told, given = (right + missed) / max(n, 1), (right + extra) / max(n, 1)
    chance = told * given + (1 - told) * (1 - given)
    kappa: Floats = np.divide(
        agree - chance, 1 - chance, out=np.full(np.shape(chance), np.nan), where=1 - chance > 1e-12
    )
    return kappa


def _bootstrap(counts: Counts, used: Bools, seed: int, draws: int) -> tuple[Floats, Floats]:
    n = len(counts.turns)
    if n < 2:
        return np.full((1, counts.right.shape[1]), np.nan), np.full(1, np.nan)
    chosen = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=draws).astype(float)
    right, extra, missed = (chosen @ table for table in (counts.right, counts.extra, counts.missed))
    f1 = f1_scores(right, extra, missed)
    return f1, np.array([_macro(row, used) for row in f1])


def _interval(values: Floats) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)
