"""What coders decided, as the learner's examples: per turn that somebody read, what its first reader gave it.

Where several coders read a turn, the one who read most turns of the study counts: two minds mixed teach neither.
Adjudicated codes are in her name (`delphi.agreement.readings`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from delphi.coding.learner.conversation import Bools, Floats, Ints, Talk

MOST_FOLDS = 10
PASSAGE = ("transcript_id", "turn", "coder", "start", "end", "work_model", "swot")


@dataclass(frozen=True)
class Examples:
    """Decisions beside a `Talk`.

    Attributes
    ----------
    read
        Turns that a coder read.
    judged, models, categories
        Per turn, 1 if its reader tagged it at all, with a work model, with a category; else 0.
    turn, start, end, model, category
        Per tagged stretch: its turn, offsets and codes.
    linked, item, stance
        Per link to an item: the number of the stretch, the item, and the stance (may be empty).
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
    linked: Ints
    item: list[str]
    stance: list[str]
    fold: Ints
    n_folds: int

    def fold_of_turns(self, talk: Talk) -> Ints:
        """The fold of every turn."""
        return self.fold[talk.transcript]


def folds_of(transcripts: Sequence[str], most: int = MOST_FOLDS) -> dict[str, int]:
    """Each coded transcript in a fold: one each as long as there are few, in turn by name after that."""
    return {name: place % most for place, name in enumerate(sorted(set(transcripts)))}


def readers(readings: pd.DataFrame, without: Collection[str] = ()) -> tuple[str, ...]:
    """The coders, who read most turns first; what was read of some transcripts may be left out of account."""
    volume = readings.loc[~readings["transcript_id"].isin(set(without)), "coder"].value_counts().to_dict()
    names = sorted(set(readings["coder"]))
    return tuple(sorted(names, key=lambda coder: (-volume.get(coder, 0), coder)))


def read_examples(
    talk: Talk,
    readings: pd.DataFrame,
    passages: pd.DataFrame,
    links: pd.DataFrame,
    folds: dict[str, int],
    models: Sequence[str],
    categories: Sequence[str],
    order: Sequence[str],
) -> Examples:
    """Lay decisions beside the turns.

    Parameters
    ----------
    readings, passages, links
        As `delphi.agreement.readings` gives them; turns that are not in `talk` are left out.
    folds
        Fold of every coded transcript.
    order
        Coders; of several readers of a turn the first counts (`readers`).
    """
    place = {key: i for i, key in enumerate(talk.keys)}
    rank = {coder: i for i, coder in enumerate(order)}
    reader: dict[int, str] = {}
    for transcript, turn, coder in _rows(readings, ("transcript_id", "turn", "coder")):
        row = place.get((transcript, int(turn)))
        if row is not None and talk.spoken[row]:
            reader[row] = min(reader.get(row, coder), coder, key=lambda name: rank[name])
    n = len(talk)
    read, judged = np.zeros(n, bool), np.zeros(n)
    of_model, of_category = np.zeros((n, len(models))), np.zeros((n, len(categories)))
    read[list(reader)] = True
    place_of = {key: i for key, i in place.items() if i in reader}
    stretches: list[tuple[int, int, int, int, int]] = []
    for transcript, turn, coder, *stretch, model, category in _rows(passages, PASSAGE):
        row = place_of.get((transcript, int(turn)))
        if row is None or coder != reader[row]:
            continue
        m, c = list(models).index(model), list(categories).index(category)
        stretches.append((row, int(stretch[0]), int(stretch[1]), m, c))
        of_model[row, m] = of_category[row, c] = judged[row] = 1
    stretches = sorted(set(stretches))
    number = {stretch: i for i, stretch in enumerate(stretches)}
    found: list[tuple[int, str, str]] = []
    for transcript, turn, coder, *stretch, model, category, item, stance in _rows(
        links, (*PASSAGE, "item_id", "stance")
    ):
        row = place_of.get((transcript, int(turn)))
        if row is not None and coder == reader[row]:
            m, c = list(models).index(model), list(categories).index(category)
            found.append((number[row, int(stretch[0]), int(stretch[1]), m, c], item, stance))
    found.sort()
    fold = np.array([folds.get(name, -1) for name in talk.names], np.int64)
    whole = np.array(stretches, np.int64).reshape(-1, 5)
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
        linked=np.array([link[0] for link in found], np.int64),
        item=[link[1] for link in found],
        stance=[link[2] for link in found],
        fold=fold,
        n_folds=max(folds.values(), default=-1) + 1,
    )


def _rows(frame: pd.DataFrame, columns: Sequence[str]) -> list[tuple[str, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))
