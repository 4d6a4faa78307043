"""What a learner makes of turns that it has not seen: probabilities per turn, before anything is suggested."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from delphi.coding.learner import sequence, subject
from delphi.coding.learner.category import turning_cues, views
from delphi.coding.learner.conversation import Floats, Ints, Talk
from delphi.coding.learner.grams import Texts, vectors
from delphi.coding.learner.learn import Learner
from delphi.coding.learner.stretch import Sentences

CHUNK = 4000  # turns looked at together; bounds memory, changes no result


@dataclass(frozen=True)
class Opinion:
    """A learner's view of every turn of a talk.

    Attributes
    ----------
    judged
        Per turn, that a coder would tag anything in it; 0 for facilitators.
    subject
        Turns by work models: what is under discussion.
    category
        Turns by categories, given that the turn judges.
    marked, drawn
        Per sentence: that it is marked if its turn is; and sentences by categories: what its words say.
    like
        Per turn the most like coded passage of another transcript, as an index into the learner's memory.
    texts, parts
        Vectors of the turns and of the sentences.
    """

    judged: Floats
    subject: Floats
    category: Floats
    marked: Floats
    drawn: Floats
    like: Ints
    texts: sp.csr_matrix
    parts: sp.csr_matrix


def judge(
    learner: Learner, talk: Talk, turns: Texts, sentences: Sentences, said: Texts, general: int
) -> Opinion:
    """Look at all turns of some transcripts.

    Parameters
    ----------
    turns, said
        Words of the turns and of the sentences.
    general
        Index of the general work model, -1 without one.
    """
    from delphi.coding.learner.classes import scores

    texts, parts = vectors(turns, learner.grams), vectors(said, learner.grams)
    under_discussion = _subject(learner, talk, texts, general)
    rows = np.flatnonzero(talk.spoken)
    judged = np.zeros(len(talk))
    judged[rows] = learner.judgement.probability(texts[rows], talk.cues[rows])
    category = np.zeros((len(talk), learner.verdicts.said.shape[0]))
    like = np.full(len(talk), -1)
    for low in range(0, len(rows), CHUNK):
        some = rows[low : low + CHUNK]
        seen, nearest = views(
            talk,
            some,
            texts,
            parts,
            sentences.turn,
            learner.verdicts,
            learner.memory,
            learner.known,
            under_discussion[some],
        )
        category[some] = learner.categories.probability(seen, turning_cues(talk, some))
        like[some] = nearest
    likely = learner.stretcher.probability(parts, sentences.marks())
    drawn = scores(parts, learner.verdicts.said)
    return Opinion(
        judged=np.round(judged, 9),
        subject=np.round(under_discussion, 9),
        category=np.round(category, 9),
        marked=np.round(likely, 9),
        drawn=np.round(drawn, 9),
        like=like,
        texts=texts,
        parts=parts,
    )


def _subject(learner: Learner, talk: Talk, texts: sp.csr_matrix, general: int) -> Floats:
    said = subject.text_evidence(texts, talk, learner.told, learner.asked)
    shown = subject.evidence(talk, said, general) / learner.node_scale
    raw = subject.steps(talk, said, subject.overlaps(texts, talk))
    stepped = subject.standard(raw, talk, learner.step_mean, learner.step_scale)
    index, inside = subject.chains(talk)
    node = (shown @ learner.node)[index] * inside[..., None]
    stay = (stepped @ learner.step)[index] * inside
    gamma, _ = sequence.forward_backward(node, stay)
    result = np.zeros((len(talk), shown.shape[1]))
    result[index[inside]] = gamma[inside]
    return result
