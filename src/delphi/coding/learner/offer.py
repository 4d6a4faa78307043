"""Which statements a suggested passage may belong to, and what its speaker may do with each; for a person to decide.

Nothing here is a link: a suggestion has no statement until a coder gives it one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from delphi.coding.learner.apply import Opinion
from delphi.coding.learner.cells import Offer
from delphi.coding.learner.conversation import Floats, Ints
from delphi.coding.learner.learn import Learner
from delphi.coding.learner.reading import Reading
from delphi.coding.learner.stance import Pairs, look, passage_texts
from delphi.coding.learner.statements import STANCES

OFFERED = 3
CHUNK = 1000  # passages looked at together; bounds memory, changes no result
LIKELY = 0.5  # a stance that is less likely is left open

Passage = tuple[int, int, int, int, int]
"""Turn, first and last sentence (indices in the reading), work model, category."""


def offers(
    learner: Learner, reading: Reading, opinion: Opinion, passages: Sequence[Passage]
) -> list[list[Offer]]:
    """For each passage the likest standing statements with its codes, the likest first.

    Returns
    -------
    Up to `OFFERED` each, with the likeliest of `STANCES` if it is more likely than not.
    """
    known = learner.known
    found: list[list[Offer]] = [[] for _ in passages]
    if not passages or not known.items:
        return found
    for low in range(0, len(passages), CHUNK):
        some = np.array(passages[low : low + CHUNK], np.int64)
        rows, place = np.unique(some[:, 0], return_inverse=True)
        like = known.likeness(rows, opinion.parts, reading.sentences.turn)[place]
        fits = (known.model == some[:, 3, None]) & (known.category == some[:, 4, None]) & known.stands
        order = np.argsort(-np.round(np.where(fits, like, -1), 9), axis=1, kind="stable")[:, :OFFERED]
        pair, rank = np.nonzero(np.take_along_axis(fits, order, axis=1))
        statement = order[pair, rank]
        shares = stances(learner, reading, opinion, some[pair], statement)
        for at, which, share in zip(pair.tolist(), statement.tolist(), shares):
            found[low + at].append((known.items[which], *_likely(share)))
    return found


def _likely(share: Floats) -> tuple[str, float]:
    best = int(share.argmax()) if len(share) else -1
    return (STANCES[best], round(float(share[best]), 2)) if best >= 0 and share[best] >= LIKELY else ("", 0.0)


def stances(learner: Learner, reading: Reading, opinion: Opinion, passages: Ints, statement: Ints) -> Floats:
    """Passages by `STANCES`: what each speaker may do with the statement; no column when too little is known.

    Parameters
    ----------
    passages
        Rows as `Passage`; the category is the statement's.
    statement
        Index in what the learner knows, -1 for one that it does not know.
    """
    if not learner.stances.knows or not len(passages):
        return np.zeros((len(passages), 0))
    pairs = Pairs(passages[:, 0], passages[:, 1], passages[:, 2], passages[:, 4])
    seen = look(
        reading.talk, reading.sentences, opinion.texts, pairs, learner.known, statement,
        opinion.category[pairs.row],
    )  # fmt: skip
    return learner.stances.probability(passage_texts(opinion.parts, pairs), seen)
