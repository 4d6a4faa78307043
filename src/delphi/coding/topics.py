"""Which work models are under discussion at each turn of a conversation, and why.

People rarely name what they judge.  A facilitator opens a subject, others carry it on without naming
it, it is left and taken up again.  A conversation is read from its first turn to its last, and each
work model has a weight between 0 (not under discussion) and 1 (just opened):

- **Opened.**  An opener of the codebook in a facilitator's turn sets the weight of its work model to
  1 and pushes the others back (`PUSHED_BACK`); what was pushed back returns as soon as it is named.
  Two subjects opened at once are both under discussion, the one with fewer words a little less.  A
  facilitator who lists more than `MAX_OPENED` opens none of them but the study's general work model,
  if it has one, half.  That one is also opened by its own openers: so a facilitator closes a subject.
- **Named.**  A term or an opener in a participant's turn counts in that turn (`NAMED`, `OPENED_BY_PARTICIPANT`
  per different word), and half of it stays.  Participants who name something else push back a little.
- **Carried.**  Weights fade with every turn (`FADES_PER_TURN`) and, much faster, with what a
  facilitator says without a word on the subject: every `HALF_LIFE` words of a facilitator halve it.
  An aside ("And you, Ann?") changes little, a new question that the codebook does not know ends the
  claim.  So where nobody opens anything, nothing is claimed.

The constants were set on rounds 1 and 2 of the example study (``benchmarks/suggestions.py``); nothing
in them depends on a language, a codebook or a kind of conversation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

TOPIC_COLUMNS = [
    "transcript_id", "turn", "work_model", "weight", "basis", "evidence_turn", "distance", "evidence", "carried"
]  # fmt: skip

FADES_PER_TURN = 0.98
HALF_LIFE = 15.0  # words of a facilitator that do not touch the subject
PUSHED_BACK = 0.2
MAX_OPENED = 2
SECOND_OPENED = 0.7
LISTED = 0.5
NAMED = 0.3
NAMED_BY_FACILITATOR = 0.5
OPENED_BY_PARTICIPANT = 0.5
STRONGEST = 1.2
STAYS = 0.5
LEFT_BY_PARTICIPANT = 0.8
MIN_WEIGHT = 0.05  # below this a work model is not under discussion, and no row is written


@dataclass
class _State:
    """One work model while a conversation is read: its weight, and the words it rests on."""

    weight: float = 0.0
    turn: int = 0
    words: str = ""


@dataclass(frozen=True)
class _Named:
    """What one turn says of one work model: different words, as openers and as terms."""

    openers: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    last: int = 0

    @property
    def words(self) -> str:
        return (self.openers or self.terms)[0]


def follow_topics(
    turns: pd.DataFrame, hits: pd.DataFrame, models: Sequence[str], general: str = ""
) -> pd.DataFrame:
    """Follow every conversation of a batch.

    Parameters
    ----------
    turns
        `transcript_id, turn, facilitator, text`, ordered by transcript and turn.
    hits
        From `delphi.coding.lookup.find_terms`; the facets `work_model` and `opener` are used.
    models
        Keys of the work models in the codebook's order.
    general
        Key of the work model that stands for all of them, if the study has one.

    Returns
    -------
    DataFrame
        `transcript_id, turn, work_model, weight, basis, evidence_turn, distance, evidence, carried`; a
        row per turn and work model under discussion, the heaviest first.  `basis` is `opener` or
        `term` when this turn says it, else `carried`; `evidence` are the words of turn
        `evidence_turn`, `distance` turns before.  `carried` is the weight without what this turn says
        itself; `weight` is above 1 when a turn names at length what was under discussion anyway.
    """
    named = _named_by_turn(hits)
    order = {model: i for i, model in enumerate(models)}
    rows: list[tuple[str, int, str, float, str, int, int, str, float]] = []
    state: dict[str, _State] = {}
    transcript = None
    columns = (turns[name].tolist() for name in ("transcript_id", "turn", "facilitator", "text"))
    for transcript_id, turn, facilitator, text in zip(*columns):
        if transcript_id != transcript:
            transcript, state = transcript_id, {}
        here = named.get((transcript_id, turn), {})
        before = {model: seen.weight * FADES_PER_TURN for model, seen in state.items()}
        if facilitator:
            _hear_facilitator(state, here, turn, len(text.split()), general)
            now = {model: seen.weight for model, seen in state.items()}
        else:
            now = _hear_participant(state, here, turn)
        for model in sorted(now, key=lambda model: (-round(now[model], 4), order[model])):
            if now[model] < MIN_WEIGHT:
                continue
            basis, source, words = _reason(state[model], here.get(model), turn)
            weight = round(now[model], 4)
            carried = round(before.get(model, 0.0), 4)
            rows.append((transcript_id, turn, model, weight, basis, source, turn - source, words, carried))
    frame = pd.DataFrame(rows, columns=TOPIC_COLUMNS)
    kinds = dict.fromkeys(("transcript_id", "work_model", "basis", "evidence"), "str")
    numbers = dict.fromkeys(("turn", "evidence_turn", "distance"), np.int32)
    return frame.astype({**kinds, **numbers, "weight": np.float64, "carried": np.float64})


def _hear_facilitator(
    state: dict[str, _State], here: dict[str, _Named], turn: int, n_words: int, general: str
) -> None:
    opened = sorted(
        (model for model, said in here.items() if said.openers),
        key=lambda model: (-len(here[model].openers), -here[model].last),
    )
    for model, seen in state.items():
        seen.weight *= FADES_PER_TURN
        if opened:
            seen.weight *= PUSHED_BACK
        elif model not in here:
            seen.weight *= 0.5 ** (n_words / HALF_LIFE)
    if len(opened) > MAX_OPENED:
        if general:
            state[general] = _State(LISTED, turn, ", ".join(here[model].words for model in sorted(opened)))
    elif opened:
        for place, model in enumerate(opened):
            state[model] = _State(SECOND_OPENED if place else 1.0, turn, here[model].words)
    else:
        for model, said in here.items():
            _support(state, model, NAMED_BY_FACILITATOR, said, turn)


def _hear_participant(state: dict[str, _State], here: dict[str, _Named], turn: int) -> dict[str, float]:
    """Take up what a participant names; returns the weights in this very turn."""
    strength = {model: _strength(said) for model, said in here.items()}
    for seen in state.values():
        seen.weight *= FADES_PER_TURN
    now = {model: seen.weight for model, seen in state.items()}
    for model, more in strength.items():
        now[model] = now.get(model, 0.0) + more
    if here:
        for model, seen in state.items():
            if model not in here:
                seen.weight *= LEFT_BY_PARTICIPANT
    for model, said in here.items():
        _support(state, model, STAYS * strength[model], said, turn)
    return now


def _strength(said: _Named) -> float:
    return min(STRONGEST, NAMED * len(said.terms) + OPENED_BY_PARTICIPANT * len(said.openers))


def _support(state: dict[str, _State], model: str, more: float, said: _Named, turn: int) -> None:
    seen = state.setdefault(model, _State())
    if more > seen.weight:
        seen.turn, seen.words = turn, said.words
    seen.weight = min(1.0, seen.weight + more)


def _reason(seen: _State, said: _Named | None, turn: int) -> tuple[str, int, str]:
    if said is not None:
        return ("opener" if said.openers else "term"), turn, said.words
    return ("carried" if seen.turn < turn else "opener"), seen.turn, seen.words


def _named_by_turn(hits: pd.DataFrame) -> dict[tuple[str, int], dict[str, _Named]]:
    """Different words per turn and work model, in the order in which they are said."""
    named: dict[tuple[str, int], dict[str, _Named]] = {}
    used = hits[hits["facet"].isin(("opener", "work_model"))]
    for transcript_id, turn, facet, code, form, start in _rows(
        used, ("transcript_id", "turn", "facet", "code", "form", "start")
    ):
        models = named.setdefault((transcript_id, turn), {})
        said = models.get(code, _Named())
        words = said.openers if facet == "opener" else said.terms
        if form not in words:
            words.append(form)
        models[code] = _Named(said.openers, said.terms, max(said.last, start))
    return named


def _rows(frame: pd.DataFrame, columns: Sequence[str]) -> Iterable[tuple[str, int, str, str, str, int]]:
    return zip(*(frame[name].tolist() for name in columns))
