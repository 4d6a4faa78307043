"""Which statement a passage may belong to: its words beside those of the statement and of passages linked to it.

A statement takes part when a passage outside of the folds that are left out is linked to it.  Its wording
counts unless the ledger says that it came from a transcript of such a fold: whoever coded that
transcript wrote it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp

from delphi.coding.learner.conversation import Bools, Floats, Ints
from delphi.coding.learner.examples import Examples
from delphi.coding.words import words_of

STANCES = ["supports", "contests", "nuances"]
WORDING = 2.0  # what a statement's own words count beside a passage that is linked to it


@dataclass(frozen=True)
class Register:
    """Statements of a study: their ids, their latest words, the transcripts that the wording rests on, and who ended."""

    items: list[str]
    words: list[list[str]]
    origin: list[frozenset[str]]
    ended: frozenset[str]


NO_REGISTER = Register([], [], [], frozenset())


def register_of(items: pd.DataFrame, events: pd.DataFrame, ended: Collection[str]) -> Register:
    """Lay a register of items out.

    Parameters
    ----------
    items, events
        As `delphi.items.read_items` and `read_events` give them.
    ended
        Items that no longer stand; they teach, and are not offered.
    """
    latest = items.sort_values("version", kind="stable").drop_duplicates("item_id", keep="last")
    latest = latest.sort_values("item_id", kind="stable")
    origin: dict[str, set[str]] = {}
    for item, references in zip(events["item_id"], events["passage_ids"]):
        places = (reference.strip().split(":")[0] for reference in references.split(";"))
        origin.setdefault(item, set()).update(place for place in places if place)
    names = latest["item_id"].tolist()
    words = [[form for form, *_ in words_of(text)] for text in latest["statement"]]
    return Register(names, words, [frozenset(origin.get(name, ())) for name in names], frozenset(ended))


@dataclass(frozen=True)
class Known:
    """The statements that one learner knows: a text of unit length each, their codes, whether they stand.

    `stances` are statements by `STANCES`: how many links had each.
    """

    items: list[str]
    texts: sp.csr_matrix
    model: Ints
    category: Ints
    stands: Bools
    stances: Floats

    def likeness(self, turns: Ints, sentences: sp.csr_matrix, sentence_turn: Ints) -> Floats:
        """Turns by statements: how like the likest sentence of each turn is, 0 where there is none.

        Parameters
        ----------
        turns
            Which turns, ascending.
        sentence_turn
            The turn of each sentence, ascending.
        """
        low, high = (np.searchsorted(sentence_turn, turns, side) for side in ("left", "right"))
        found = np.zeros((len(turns), len(self.items)))
        some = np.flatnonzero(high > low)
        if not len(some) or not self.items:
            return found
        size = (high - low)[some]
        starts = np.concatenate([[0], np.cumsum(size)[:-1]])
        chosen = np.arange(size.sum()) - np.repeat(starts - low[some], size)
        near = np.asarray((sentences[chosen] @ self.texts.T).todense())
        found[some] = np.maximum.reduceat(near, starts, axis=0)
        return found


@dataclass(frozen=True)
class Statements:
    """What links teach: per link its passage's words, item, codes, stance and fold; per item its words and their folds."""

    items: list[str]
    wording: sp.csr_matrix
    origin: list[frozenset[int]]
    passages: sp.csr_matrix
    item: Ints
    model: Ints
    category: Ints
    stance: Ints
    fold: Ints
    ended: frozenset[str]

    def known(self, without: Collection[int] = ()) -> Known:
        """The statements that a passage outside of these folds is linked to."""
        kept = np.flatnonzero(~np.isin(self.fold, list(without)))
        items = np.unique(self.item[kept])
        place = np.searchsorted(items, self.item[kept])
        gathered = sp.csr_matrix((np.ones(len(kept)), (place, kept)), shape=(len(items), len(self.fold)))
        counted = [not self.origin[i] & set(without) for i in items.tolist()]
        texts = gathered @ self.passages + WORDING * sp.diags(np.array(counted, float)) @ self.wording[items]
        length = np.sqrt(np.asarray(texts.multiply(texts).sum(axis=1)).ravel())
        texts = (sp.diags(1 / np.where(length > 0, length, 1)) @ texts).tocsr()
        names = [self.items[i] for i in items.tolist()]
        told = kept[self.stance[kept] >= 0]
        stances = np.zeros((len(items), len(STANCES)))
        np.add.at(stances, (np.searchsorted(items, self.item[told]), self.stance[told]), 1)
        return Known(
            names,
            texts,
            _most(place, self.model[kept], len(items)),
            _most(place, self.category[kept], len(items)),
            np.array([name not in self.ended for name in names], bool),
            stances,
        )


def gather(
    register: Register,
    wording: sp.csr_matrix,
    passages: sp.csr_matrix,
    examples: Examples,
    fold: Ints,
    folds: dict[str, int],
) -> Statements:
    """Lay links beside a register.

    Parameters
    ----------
    wording, passages
        Vectors of the register's statements and of the stretches of `examples`.
    fold
        Of every stretch.
    folds
        Of every coded transcript.
    """
    place = {item: i for i, item in enumerate(register.items)}
    kept = [k for k, item in enumerate(examples.item) if item in place]
    linked = examples.linked[kept]
    return Statements(
        register.items,
        wording,
        [frozenset(folds[name] for name in names if name in folds) for names in register.origin],
        passages[linked],
        np.array([place[examples.item[k]] for k in kept], np.int64),
        examples.model[linked],
        examples.category[linked],
        np.array([_stance(examples.stance[k]) for k in kept], np.int64),
        fold[linked],
        register.ended,
    )


def untouched(register: Register, held: Collection[str]) -> Register:
    """The register without the wordings that rest on transcripts that are held out."""
    words = [[] if origin & set(held) else said for said, origin in zip(register.words, register.origin)]
    return Register(register.items, words, register.origin, register.ended)


def _stance(word: str) -> int:
    return STANCES.index(word) if word in STANCES else -1


def _most(place: Ints, code: Ints, n: int) -> Ints:
    """Per item the code that most of its links have, the first of equals."""
    if not len(place):
        return np.zeros(n, np.int64)
    counted = np.zeros((n, int(code.max()) + 1))
    np.add.at(counted, (place, code), 1)
    most: Ints = counted.argmax(axis=1)
    return most
