"""Evidence for what is under discussion, as the chain of `sequence` takes it."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from delphi.coding.learner.conversation import LISTED, Bools, Floats, Ints, Talk

SHORT = 15  # words; what shorter turns say weighs less
STAYS_BY_PARTICIPANT, STAYS_BY_FACILITATOR = 5.0, 3.0


def evidence(talk: Talk, said: Floats, general: int) -> Floats:
    """What each turn shows of each work model.

    Parameters
    ----------
    said
        Turns by models: what the words say (`text_evidence`).
    general
        Index of the study's general work model, -1 without one.

    Returns
    -------
    Turns by models by features: the same five for participants and for facilitators, four that only the
    general model has, and whether a model is opened elsewhere in the conversation.
    """
    seen = np.stack([np.log1p(talk.named), np.log1p(talk.opened), said, talk.tracker, talk.carried], axis=-1)
    facilitates = talk.facilitator[:, None, None]
    of_general = np.zeros((*seen.shape[:2], 4))
    if general >= 0:
        listing = talk.opened.sum(axis=1) > LISTED
        ending = _position(talk) > 0.9
        of_general[:, general] = np.column_stack([np.ones(len(talk)), _nothing_opened(talk), listing, ending])
    elsewhere = np.stack(_elsewhere(talk), axis=-1)
    return np.concatenate(
        [np.where(facilitates, 0, seen), np.where(facilitates, seen, 0), of_general, elsewhere], axis=-1
    )


def steps(talk: Talk, said: Floats, overlap: Floats) -> Floats:
    """What each step into a turn shows of whether the subject stays; not yet standardised (`standard`).

    Returns
    -------
    Turns by features; the first two say who speaks.
    """
    length = np.log1p(talk.words)
    before, there = talk.neighbour(-1)
    after, follows = talk.neighbour(1)
    share = talk.carried / np.maximum(talk.carried.sum(axis=1, keepdims=True), 0.05)
    current = (said * share).sum(axis=1)
    asks = talk.cues[:, 4] > 0
    columns = [
        length, talk.opened.any(axis=1), talk.opened.sum(axis=1), talk.named.any(axis=1), asks,
        talk.carried.max(axis=1, initial=0), (talk.opened * talk.carried).sum(axis=1),
        np.where(there, length[before], 0), np.where(follows, length[after], 0),
        current, said.max(axis=1) - current, overlap,
    ]  # fmt: skip
    return np.column_stack([np.asarray(column, float) for column in columns])


def standard(raw: Floats, talk: Talk, mean: Floats, scale: Floats) -> Floats:
    """Steps as the chain takes them: who speaks, a facilitator's numbers in units, a participant's new word."""
    f = talk.facilitator
    numbers = np.where(f[:, None], (raw - mean) / scale, 0)
    names = ~f & talk.named.any(axis=1)
    return np.column_stack([~f, f, numbers, names]).astype(float)


def stays(n_steps: int) -> Floats:
    """What is believed of the steps before anything is learned: subjects stay, less so when facilitators speak."""
    start = np.zeros(n_steps)
    start[0], start[1] = STAYS_BY_PARTICIPANT, STAYS_BY_FACILITATOR
    return start


def text_evidence(texts: sp.csr_matrix, talk: Talk, told: Floats, asked: Floats) -> Floats:
    """Turns by models from words: participants by `told`, facilitators by `asked` (classes by features)."""
    from delphi.coding.learner.classes import scores

    said = np.where(talk.facilitator[:, None], scores(texts, asked), scores(texts, told))
    damped: Floats = said * np.minimum(1, np.sqrt(np.maximum(talk.words, 1) / SHORT))[:, None]
    return damped


def overlaps(texts: sp.csr_matrix, talk: Talk) -> Floats:
    """Likeness of each turn's words to those of the turn before."""
    before, there = talk.neighbour(-1)
    likeness = np.asarray(texts.multiply(texts[before]).sum(axis=1)).ravel()
    return np.where(there, likeness, 0)


def answers(talk: Talk, models: Floats) -> Floats:
    """For each facilitator's turn the work models that coders saw in the first tagged turn that follows it.

    Returns
    -------
    Turns by models, 0 or 1; zeros where no tagged turn comes before the next facilitator.
    """
    found = np.zeros_like(models)
    waiting = -1
    for row in range(len(talk)):
        if waiting >= 0 and talk.transcript[row] != talk.transcript[waiting]:
            waiting = -1
        if talk.facilitator[row]:
            waiting = row
        elif waiting >= 0 and models[row].any():
            found[waiting] = models[row] > 0
            waiting = -1
    return found


def chains(talk: Talk) -> tuple[Ints, Bools]:
    """Transcripts by turns: the index of each turn (0 where padded), and what is no padding."""
    size = np.bincount(talk.transcript, minlength=len(talk.names))
    first = np.concatenate([[0], np.cumsum(size)[:-1]]) if len(size) else np.zeros(0, np.int64)
    reach = np.arange(int(size.max(initial=1)))
    inside = reach[None] < size[:, None]
    return np.where(inside, first[:, None] + reach[None], 0).astype(np.int64), inside


def _position(talk: Talk) -> Floats:
    position: Floats = talk.cues[:, 16]
    return position


def _nothing_opened(talk: Talk) -> Bools:
    """Before a facilitator opened anything in this conversation; her own turn still counts."""
    opens = talk.facilitator & talk.opened.any(axis=1)
    total: Ints = np.cumsum(opens) - opens
    first = np.searchsorted(talk.transcript, talk.transcript)
    untouched: Bools = total - total[first] == 0
    return untouched


def _elsewhere(talk: Talk) -> tuple[Floats, Floats]:
    """Models that a facilitator opened earlier and left, and ones that she has yet to open."""
    opens = talk.facilitator[:, None] & (talk.opened > 0)
    opens[opens.sum(axis=1) > LISTED] = False
    n, m = opens.shape
    earlier, current, later = (np.zeros((n, m), bool) for _ in range(3))
    seen, now = np.zeros(m, bool), np.zeros(m, bool)
    for row in range(n):
        if row and talk.transcript[row] != talk.transcript[row - 1]:
            seen, now = np.zeros(m, bool), np.zeros(m, bool)
        if opens[row].any():
            seen, now = seen | now, opens[row]
        earlier[row], current[row] = seen & ~now, now
    ahead = np.zeros(m, bool)
    for row in range(n - 1, -1, -1):
        if row < n - 1 and talk.transcript[row] != talk.transcript[row + 1]:
            ahead = np.zeros(m, bool)
        later[row] = ahead & ~current[row]
        ahead = ahead | opens[row]
    return earlier.astype(float), later.astype(float)
