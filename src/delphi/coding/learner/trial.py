"""Try suggestions on transcripts whose decisions the learner has not seen, beside simpler methods and people.

A transcript that is held out is left out altogether: its words teach no vocabulary and no weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from delphi.agreement.readings import passages, readings
from delphi.codebook import Codebook
from delphi.coding.combine import suggest
from delphi.coding.learner.apply import Opinion
from delphi.coding.learner.conversation import Bools, Floats, Ints
from delphi.coding.learner.learn import ALL
from delphi.coding.learner.linking import Linking
from delphi.coding.learner.reading import Reading, only, read_batch
from delphi.coding.learner.settled import learners, lessons
from delphi.coding.learner.statements import NO_REGISTER, Register
from delphi.coding.learner.suggest import Codes, chosen, codes_of, opinion_of
from delphi.coding.tokens import Tokens

METHODS = ("majority", "terms", "topics", "learner")


@dataclass(frozen=True)
class Trial:
    """A study as it is tried.

    Attributes
    ----------
    batches, sentences, placed
        As `delphi.coding.learner.settled` takes them.
    gold
        The coder whose readings count: who read most.
    keys, transcript
        Turns that she read, in order, and which of `names` each is from.
    """

    batches: Sequence[tuple[Tokens, pd.DataFrame]]
    sentences: pd.DataFrame
    placed: pd.DataFrame
    codebook: Codebook
    general: str
    codes: Codes
    gold: str
    keys: list[tuple[str, int]]
    names: list[str]
    transcript: Ints
    read: pd.DataFrame
    tagged: pd.DataFrame
    place: dict[tuple[str, int], int] = field(default_factory=dict)
    register: Register = NO_REGISTER

    def told(self, coder: str) -> tuple[Bools, Bools]:
        """What a coder gave to each of the turns: work models, categories."""
        n = len(self.keys)
        models = np.zeros((n, len(self.codes.models)), bool)
        categories = np.zeros((n, len(self.codes.categories)), bool)
        own = self.tagged[self.tagged["coder"] == coder]
        for transcript, turn, model, category in own[
            ["transcript_id", "turn", "work_model", "swot"]
        ].itertuples(index=False, name=None):
            row = self.place.get((transcript, int(turn)))
            if row is not None:
                models[row, self.codes.models.index(model)] = True
                categories[row, self.codes.categories.index(category)] = True
        return models, categories

    def read_by(self, coder: str) -> Bools:
        """Which of the turns a coder read."""
        own = self.read[self.read["coder"] == coder]
        rows = set(zip(own["transcript_id"], own["turn"].astype(int)))
        return np.array([key in rows for key in self.keys], bool)


@dataclass
class Answers:
    """What a method gives to the turns of a trial, and the learner's shares."""

    models: Bools
    categories: Bools
    judged: Floats
    subject: Floats
    category: Floats


def open_trial(
    batches: Sequence[tuple[Tokens, pd.DataFrame]],
    sentences: pd.DataFrame,
    placed: pd.DataFrame,
    codebook: Codebook,
    general: str,
    gold: str = "",
    register: Register = NO_REGISTER,
) -> Trial:
    """Lay a study out for trying; without `gold`, the coder who read most turns, the first of equals."""
    turns = pd.concat([frame for _, frame in batches], ignore_index=True)
    read, tagged = readings(placed, turns, codebook), passages(placed, turns, ruled=True)
    volume = read["coder"].value_counts()
    best = gold or (sorted(volume.index, key=lambda coder: (-volume[coder], coder)) or [""])[0]
    own = read[read["coder"] == best]
    keys = sorted(zip(own["transcript_id"].tolist(), own["turn"].astype(int).tolist()))
    names = sorted({name for name, _ in keys})
    transcript = np.array([names.index(name) for name, _ in keys], np.int64)
    place = {key: row for row, key in enumerate(keys)}
    codes = codes_of(codebook, general)
    return Trial(
        batches, sentences, placed, codebook, general, codes, best, keys, names, transcript, read, tagged, place, register
    )  # fmt: skip


def blank(trial: Trial) -> Answers:
    """Answers that say nothing yet."""
    n, m, c = len(trial.keys), len(trial.codes.models), len(trial.codes.categories)
    return Answers(
        np.zeros((n, m), bool), np.zeros((n, c), bool), np.zeros(n), np.zeros((n, m)), np.zeros((n, c))
    )  # fmt: skip


def held_out(
    trial: Trial, groups: Mapping[str, Sequence[str]], linking: Linking | None = None
) -> dict[str, Answers]:
    """Every method's answers on each group of transcripts, learned from all other transcripts.

    Parameters
    ----------
    groups
        Names of the splits, each with the transcripts that are held out together.
    linking
        Links to try on the way.

    Returns
    -------
    Answers by method, of `METHODS`; where too little is left to learn from, `learner` answers as `topics` does.
    """
    found = {method: blank(trial) for method in METHODS}
    models, categories = trial.told(trial.gold)
    for members in groups.values():
        rows = np.flatnonzero(np.isin(np.array([name for name, _ in trial.keys]), list(members)))
        if not len(rows):
            continue
        other = np.setdiff1d(np.arange(len(trial.keys)), rows)
        for table, told in ((found["majority"].models, models), (found["majority"].categories, categories)):
            if len(other):
                table[rows, told[other].sum(axis=0).argmax()] = True
        reading = reading_of(trial, members)
        _simple(trial, reading, found, rows)
        answer(trial, reading, trial.placed, members, found["learner"], found["topics"], rows, linking)
    return found


def answer(
    trial: Trial,
    reading: Reading,
    placed: pd.DataFrame,
    members: Sequence[str],
    into: Answers,
    instead: Answers,
    rows: Ints,
    linking: Linking | None = None,
) -> bool:
    """Let a learner of some decisions answer on transcripts that it has not seen; False: it had too little."""
    given = lessons(
        trial.batches, trial.sentences, placed, trial.codebook, trial.general, 1,
        register=trial.register, without=members,
    )  # fmt: skip
    if given.reason:
        for name in ("models", "categories"):
            getattr(into, name)[rows] = getattr(instead, name)[rows]
        return False
    learner = learners(given, trial.codebook, trial.general, [ALL])[ALL]
    opinion = opinion_of(learner, reading, trial.codes)
    models, categories = chosen(learner, opinion, reading.talk.named + reading.talk.opened)
    if linking is not None:
        linking.try_on(learner, reading, opinion, trial.codes, set(members))
    _fill(trial, reading, opinion, models, categories, into, rows)
    return True


def reading_of(trial: Trial, members: Sequence[str]) -> Reading:
    """Some transcripts as a learner reads them."""
    from delphi.coding.learner.reading import together

    tokens, turns = together([only(t, frame, members) for t, frame in trial.batches])
    inside = trial.sentences[trial.sentences["transcript_id"].isin(set(members))].reset_index(drop=True)
    return read_batch(turns, inside, tokens, trial.codebook, trial.general, trial.codebook.language)


def _fill(
    trial: Trial,
    reading: Reading,
    opinion: Opinion,
    models: Bools,
    categories: Bools,
    into: Answers,
    rows: Ints,
) -> None:
    place = {key: row for row, key in enumerate(reading.talk.keys)}
    here = np.array([place[trial.keys[row]] for row in rows], np.int64)
    into.models[rows], into.categories[rows] = models[here], categories[here]
    into.judged[rows], into.subject[rows] = opinion.judged[here], opinion.subject[here]
    into.category[rows] = opinion.category[here]


def _simple(trial: Trial, reading: Reading, found: dict[str, Answers], rows: Ints) -> None:
    """Terms alone: what the turn itself names, if it also judges; topics: as without a learner."""
    talk = reading.talk
    place = {key: row for row, key in enumerate(talk.keys)}
    here = np.array([place[trial.keys[row]] for row in rows], np.int64)
    judges, names = talk.judging[here], talk.named[here]
    both = (judges.sum(axis=1) > 0) & (names.sum(axis=1) > 0)
    for table, weights in ((found["terms"].models, names), (found["terms"].categories, judges)):
        table[rows[both], weights[both].argmax(axis=1)] = True
    sentences = trial.sentences[trial.sentences["transcript_id"].isin(set(talk.names))]
    offered = suggest(
        reading.turns, sentences, reading.hits, reading.topics, trial.codebook, trial.codebook.language
    )
    for transcript, turn, model, category in offered[
        ["transcript_id", "turn", "work_model", "swot"]
    ].itertuples(index=False, name=None):
        row = trial.place.get((transcript, int(turn)))
        if row is not None:
            found["topics"].models[row, trial.codes.models.index(model)] = True
            found["topics"].categories[row, trial.codes.categories.index(category)] = True
