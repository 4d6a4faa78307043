"""What can be seen of a conversation without reading its words closely, as one row of numbers per turn.

Nothing here depends on a language, a codebook or a kind of conversation: who speaks, how long, what is
asked, where terms of the codebook stand, what the tracker of topics makes of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

EDGE = 0.07  # share of a conversation that counts as its end
OPENING = 0.1
LISTED = 2  # a facilitator who opens more lists them
CUES = [
    "length", "length_squared", "sentences", "ends_asking", "questions", "exclamations", "notes",
    "topic", "carried", "topics", "judging_terms", "named", "negations",
    "since_facilitator", "facilitator_asks", "facilitator_length", "position", "opening", "ending",
    *(f"{name}_{step}" for step in ("two_before", "before", "after", "two_after")
      for name in ("speaks", "facilitates", "length", "asks", "same", "judging")),
    "length_to_6", "length_to_12", "length_to_20", "length_to_35", "length_beside_others",
]  # fmt: skip
STEPS = (-2, -1, 1, 2)
BENDS = (6, 12, 20, 35)  # words: a short answer grows into a tale, and length says less after that


@dataclass(frozen=True)
class Talk:
    """The turns of some transcripts, in order, as arrays.

    Attributes
    ----------
    keys
        Transcript and number of every turn.
    transcript
        Which of `names` a turn belongs to; turns of one transcript stand together.
    names
        Transcripts, in order.
    facilitator, spoken
        Whose turns are never coded; turns of participants that can be coded.
    words
        Words per turn.
    named, opened
        Turns by work models: different terms, different openers.
    tracker, carried
        Turns by work models: weights of `delphi.coding.topics`.
    judging
        Turns by categories: terms, weighed by length.
    asked
        The facilitator's turn before (or at) each turn; -1 without one.
    cues
        Turns by `CUES`.
    """

    keys: list[tuple[str, int]]
    transcript: Ints
    names: list[str]
    facilitator: Bools
    spoken: Bools
    words: Ints
    named: Floats
    opened: Floats
    tracker: Floats
    carried: Floats
    judging: Floats
    asked: Ints
    cues: Floats

    def __len__(self) -> int:
        return len(self.keys)

    def neighbour(self, step: int) -> tuple[Ints, Bools]:
        """Index of the turn so many steps away, and whether it is in the same transcript."""
        n = len(self)
        place = np.arange(n) + step
        inside = (place >= 0) & (place < n)
        place = np.clip(place, 0, max(n - 1, 0))
        return place, inside & (self.transcript[place] == self.transcript)


def read_talk(
    turns: pd.DataFrame,
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    topics: pd.DataFrame,
    models: Sequence[str],
    categories: Sequence[str],
) -> Talk:
    """Count what each turn shows.

    Parameters
    ----------
    turns
        `transcript_id, turn, speaker, participant_id, facilitator, text`; turns of a transcript together.
    sentences, hits, topics
        Of the same turns (`delphi.coding.lookup`, `delphi.coding.topics`).
    """
    keys = list(zip(turns["transcript_id"].tolist(), turns["turn"].astype(int).tolist()))
    names = list(dict.fromkeys(key[0] for key in keys))
    number = {name: i for i, name in enumerate(names)}
    place = {key: i for i, key in enumerate(keys)}
    transcript = np.array([number[key[0]] for key in keys], np.int64)
    texts = turns["text"].tolist()
    facilitator = turns["facilitator"].to_numpy(bool)
    spoken = (
        ~facilitator & (turns["participant_id"] != "").to_numpy() & np.array([bool(t.strip()) for t in texts])
    )
    words = np.array([len(text.split()) for text in texts], np.int64)
    named, opened, judging, negations = _terms(hits, place, models, categories)
    tracker, carried = _weights(topics, place, models)
    n_sentences = _per_turn(sentences, place)
    asked = _last_asked(facilitator, transcript)
    shell = Talk(keys, transcript, names, facilitator, spoken, words, named, opened, tracker, carried,
                 judging, asked, np.zeros((len(keys), 0)))  # fmt: skip
    cues = _cues(shell, texts, turns["speaker"].tolist(), n_sentences, negations)
    return Talk(**{**shell.__dict__, "cues": cues})


def _terms(
    hits: pd.DataFrame, place: dict[tuple[str, int], int], models: Sequence[str], categories: Sequence[str]
) -> tuple[Floats, Floats, Floats, Floats]:
    """Different forms per turn and code; a category's weigh half more for every further word."""
    n = len(place)
    named, opened = np.zeros((n, len(models))), np.zeros((n, len(models)))
    judging, negations = np.zeros((n, len(categories))), np.zeros(n)
    tables = {"work_model": (named, models), "opener": (opened, models), "swot": (judging, categories)}
    columns = ["transcript_id", "turn", "facet", "code", "form"]
    for transcript, turn, facet, code, form in (
        hits[columns].drop_duplicates().itertuples(index=False, name=None)
    ):
        row = place[transcript, int(turn)]
        if facet == "negation":
            negations[row] += 1
        else:
            table, codes = tables[facet]
            table[row, list(codes).index(code)] += 1 + 0.5 * form.count(" ") if facet == "swot" else 1
    return named, opened, judging, negations


def _weights(
    topics: pd.DataFrame, place: dict[tuple[str, int], int], models: Sequence[str]
) -> tuple[Floats, Floats]:
    tracker, carried = (np.zeros((len(place), len(models))) for _ in range(2))
    row = np.array([place[key] for key in zip(topics["transcript_id"], topics["turn"].astype(int))], np.int64)
    column = np.array([list(models).index(model) for model in topics["work_model"]], np.int64)
    tracker[row, column] = topics["weight"]
    carried[row, column] = topics["carried"]
    return tracker, carried


def _per_turn(sentences: pd.DataFrame, place: dict[tuple[str, int], int]) -> Ints:
    counted = np.zeros(len(place), np.int64)
    rows = [place[key] for key in zip(sentences["transcript_id"], sentences["turn"].astype(int))]
    np.add.at(counted, np.array(rows, np.int64), 1)
    return counted


def _last_asked(facilitator: Bools, transcript: Ints) -> Ints:
    """The last turn of a facilitator before each turn, in its transcript."""
    n = len(facilitator)
    at = np.maximum.accumulate(np.where(facilitator, np.arange(n), -1)) if n else np.zeros(0, np.int64)
    before = np.concatenate([[-1], at[:-1]]) if n else at
    fits = (before >= 0) & (transcript[np.maximum(before, 0)] == transcript)
    return np.where(fits, before, -1).astype(np.int64)


def _cues(
    talk: Talk, texts: Sequence[str], speakers: Sequence[str], n_sentences: Ints, negations: Floats
) -> Floats:
    n = len(talk)
    length = np.log1p(talk.words)
    asks = np.array([text.rstrip().endswith("?") for text in texts], bool)
    judging = np.log1p(talk.judging.sum(axis=1))
    size = np.bincount(talk.transcript, minlength=len(talk.names))[talk.transcript] if n else np.zeros(0)
    order = np.arange(n) - np.searchsorted(talk.transcript, talk.transcript) + 1
    position = order / np.maximum(size, 1)
    asked = np.maximum(talk.asked, 0)
    known = talk.asked >= 0
    distance = np.where(known, np.log1p(np.arange(n) - asked), 3.0)
    speaker = np.array(speakers, object)
    columns = [
        length, length**2, np.log1p(n_sentences), asks, _count(texts, "?"), _count(texts, "!"),
        _count(texts, "["), _most(talk.tracker), _most(talk.carried), (talk.tracker >= 0.3).sum(axis=1),
        judging, np.log1p(talk.named.sum(axis=1)), np.log1p(negations), distance,
        known & (_count(texts, "?") > 0)[asked] if n else known, np.where(known, length[asked], 0) if n else length,
        position, position < OPENING, position > 1 - EDGE,
    ]  # fmt: skip
    for step in STEPS:
        other, there = talk.neighbour(step)
        columns += [
            there, there & talk.facilitator[other], np.where(there, length[other], 0), there & asks[other],
            there & (speaker[other] == speaker), np.where(there, judging[other], 0),
        ]  # fmt: skip
    columns += [np.minimum(length, np.log1p(bend)) for bend in BENDS]
    spoken = np.bincount(talk.transcript, weights=talk.spoken, minlength=len(talk.names))
    usual = np.bincount(
        talk.transcript, weights=length * talk.spoken, minlength=len(talk.names)
    ) / np.maximum(spoken, 1)
    columns.append(np.where(talk.spoken, length - usual[talk.transcript], 0) if n else length)
    return np.column_stack([np.asarray(column, float) for column in columns])


def _count(texts: Sequence[str], mark: str) -> Floats:
    return np.array([text.count(mark) for text in texts], float)


def _most(weights: Floats) -> Floats:
    most: Floats = weights.max(axis=1, initial=0.0)
    return most
