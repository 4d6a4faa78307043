"""Attributions that no fewer people share than the study allows (`privacy.min_cell`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

import pandas as pd

from delphi.study import Study

Cell = tuple[str, str, int]
"""Perspective, kind and round of what somebody said; '' and 0 where it is not told."""

NOWHERE: Cell = ("", "", 0)
K = TypeVar("K")


def cell_of(study: Study, perspective: str, kind: str, round_: int) -> Cell:
    """What an attribution tells: interviews and the like carry no round."""
    return perspective, kind, round_ if kind in study.panel_kinds else 0


def cleared_cells(present: pd.DataFrame, study: Study) -> dict[Cell, Cell]:
    """What may be told of each attribution, so that at least `min_cell` people fit what is told.

    An attribution that too few share tells the perspective only; a perspective of too few people
    tells nothing.  As what is told of the others would give the few away, the next smallest
    join them until enough people are among those of whom less is told (secondary suppression;
    Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).

    Parameters
    ----------
    present
        Who was in which session: `participant_id, perspective, kind, round`.

    Returns
    -------
    dict
        From every attribution (see `cell_of`) to what may be printed of it.
    """
    people: dict[Cell, set[str]] = {}
    columns = ["participant_id", "perspective", "kind", "round"]
    for person, perspective, kind, round_ in present[columns].itertuples(index=False):
        cell = cell_of(study, str(perspective), str(kind), int(round_))
        people.setdefault(cell, set()).add(str(person))
    by_perspective: dict[str, set[str]] = {}
    for (perspective, _, _), who in people.items():
        by_perspective.setdefault(perspective, set()).update(who)
    least = study.privacy.min_cell
    untold = few(by_perspective, least)
    told: dict[Cell, Cell] = {}
    for perspective in by_perspective:
        own = {cell: who for cell, who in people.items() if cell[0] == perspective}
        short = few(own, least)
        for cell in own:
            told[cell] = NOWHERE if perspective in untold else (perspective, "", 0) if cell in short else cell
    return told


def few(groups: Mapping[K, Collection[str]], least: int) -> set[K]:
    """The groups of fewer than `least` people, and as many of the next smallest as hide them.

    >>> sorted(few({"a": {"1"}, "b": {"2", "3", "4"}, "c": {"5", "6", "7", "8"}}, 3))
    ['a', 'b']
    """
    hidden = {key for key, people in groups.items() if len(people) < least}
    others = sorted(
        (key for key in groups if key not in hidden), key=lambda key: (len(groups[key]), str(key))
    )
    while hidden and others and len({person for key in hidden for person in groups[key]}) < least:
        hidden.add(others.pop(0))
    return hidden
