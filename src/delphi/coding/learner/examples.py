"""What coders decided, as the learner's examples: per turn that somebody read, the share of its readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from delphi.coding.learner.conversation import Bools, Floats, Ints, Talk

MOST_FOLDS = 10


@dataclass(frozen=True)
class Examples:
    """Decisions beside a `Talk`.

    Attributes
    ----------
    read
        Turns that a coder read.
    judged, models, categories
        Per turn, the share of its readers who tagged it at all, with a work model, with a category.
    turn, start, end, model, category, weight
        Per tagged stretch: its turn, offsets, codes, and one over the number of the turn's readers.
    fold, n_folds
        Per transcript: in which fold it lies, -1 when nobody read it.
    """

    read: Bools
    judged: Floats
    models: Floats
    categories: Floats
    turn: Ints
    start: Ints
    end: Ints
    model: Ints
    category: Ints
    weight: Floats
    fold: Ints
    n_folds: int

    def fold_of_turns(self, talk: Talk) -> Ints:
        """The fold of every turn."""
        return self.fold[talk.transcript]


def folds_of(transcripts: Sequence[str], most: int = MOST_FOLDS) -> dict[str, int]:
    """Each coded transcript in a fold: one each as long as there are few, in turn by name after that."""
    return {name: place % most for place, name in enumerate(sorted(set(transcripts)))}


def read_examples(
    talk: Talk,
    readings: pd.DataFrame,
    passages: pd.DataFrame,
    folds: dict[str, int],
    models: Sequence[str],
    categories: Sequence[str],
) -> Examples:
    """Lay decisions beside the turns.

    Parameters
    ----------
    readings, passages
        As `delphi.agreement.readings` gives them; turns that are not in `talk` are left out.
    folds
        Fold of every coded transcript.
    """
    place = {key: i for i, key in enumerate(talk.keys)}
    volume = readings["coder"].value_counts().to_dict()
    readers: dict[int, dict[str, float]] = {}
    for transcript, turn, coder in _rows(readings, ("transcript_id", "turn", "coder")):
        row = place.get((transcript, int(turn)))
        if row is not None and talk.spoken[row]:
            readers.setdefault(row, {})[coder] = float(volume[coder])
    readers = {row: {coder: v / sum(of.values()) for coder, v in of.items()} for row, of in readers.items()}
    n = len(talk)
    read, judged = np.zeros(n, bool), np.zeros(n)
    of_model, of_category = np.zeros((n, len(models))), np.zeros((n, len(categories)))
    read[list(readers)] = True
    rows: list[tuple[int, int, int, int, int, float]] = []
    said: set[tuple[int, str, str, int]] = set()
    columns = ("transcript_id", "turn", "coder", "start", "end", "work_model", "swot")
    for transcript, turn, coder, start, end, model, category in _rows(passages, columns):
        row = place.get((transcript, int(turn)))
        if row is None or coder not in readers.get(row, ()):
            continue
        m, c, share = list(models).index(model), list(categories).index(category), readers[row][coder]
        rows.append((row, int(start), int(end), m, c, share))
        for table, facet, column in ((of_model, "model", m), (of_category, "category", c)):
            if (row, coder, facet, column) not in said:
                said.add((row, coder, facet, column))
                table[row, column] += share
        if (row, coder, "", 0) not in said:
            said.add((row, coder, "", 0))
            judged[row] += share
    rows.sort()
    fold = np.array([folds.get(name, -1) for name in talk.names], np.int64)
    whole = np.array([row[:5] for row in rows], np.int64).reshape(-1, 5)
    return Examples(
        read,
        judged,
        of_model,
        of_category,
        turn=whole[:, 0],
        start=whole[:, 1],
        end=whole[:, 2],
        model=whole[:, 3],
        category=whole[:, 4],
        weight=np.array([row[5] for row in rows], np.float64),
        fold=fold,
        n_folds=max(folds.values(), default=-1) + 1,
    )


def _rows(frame: pd.DataFrame, columns: Sequence[str]) -> list[tuple[str, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))
