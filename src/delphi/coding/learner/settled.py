"""From coders' decisions to learners: what may be learned from, whether it is enough, and learning it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import pandas as pd

from delphi.agreement.readings import links, passages, readings
from delphi.codebook import Codebook
from delphi.coding.learner.examples import Examples, folds_of, read_examples, readers
from delphi.coding.learner.learn import ALL, Learner, Material, learn
from delphi.coding.learner.origin import ALIKE, ENOUGH, FEW, MIN_TRANSCRIPTS, NARROW
from delphi.coding.learner.reading import Reading, only, read_batch, together
from delphi.coding.learner.statements import NO_REGISTER, Register, untouched
from delphi.coding.tokens import Tokens


@dataclass(frozen=True)
class Lessons:
    """What may be learned from.

    Attributes
    ----------
    reading, examples
        The coded transcripts and what coders decided on them; None when there are none.
    folds
        Fold per coded transcript.
    checked
        Turns that somebody read.
    reason
        Why that is not enough: `few` turns, `narrow` (fewer than `MIN_TRANSCRIPTS` transcripts), `alike` (all or none
        of the turns are tagged); empty when it is enough.
    register
        The statements of the study, without the wordings of transcripts that are left out.
    by_order, order_of_fold
        Whose reading of a turn counts must not hang on a fold that is held out: the examples for every
        order of coders that leaving out a fold gives, and the order for each fold.
    """

    reading: Reading | None
    examples: Examples | None
    folds: dict[str, int]
    checked: int
    reason: str
    register: Register = NO_REGISTER
    by_order: dict[tuple[str, ...], Examples] = field(default_factory=dict)
    order_of_fold: dict[int, tuple[str, ...]] = field(default_factory=dict)


def lessons(
    batches: Sequence[tuple[Tokens, pd.DataFrame]],
    sentences: pd.DataFrame,
    placed: pd.DataFrame,
    codebook: Codebook,
    general: str,
    min_checked: int,
    *,
    register: Register = NO_REGISTER,
    without: Collection[str] = (),
    most_folds: int | None = None,
) -> Lessons:
    """Gather what coders decided.

    Parameters
    ----------
    batches
        Words and turns per batch.
    placed
        Decisions of all stages with their place (`delphi.decisions.place`).
    register
        The statements of the study.
    without
        Transcripts to leave out altogether, words and all.
    most_folds
        Another number of folds than usual.
    """
    turns = pd.concat([frame for _, frame in batches], ignore_index=True)
    read = readings(placed, turns, codebook)
    tagged = passages(placed, turns, ruled=True)
    read = read[~read["transcript_id"].isin(set(without))]
    names = sorted(set(read["transcript_id"]))
    folds = folds_of(names) if most_folds is None else folds_of(names, most_folds)
    checked = len(read[["transcript_id", "turn"]].drop_duplicates())
    if checked < min_checked or len(names) < MIN_TRANSCRIPTS:
        return Lessons(None, None, folds, checked, FEW if checked < min_checked else NARROW)
    tokens, chosen = together([only(t, frame, names) for t, frame in batches])
    inside = sentences[sentences["transcript_id"].isin(names)].reset_index(drop=True)
    reading = read_batch(chosen, inside, tokens, codebook, general, codebook.language)
    linked = links(placed, turns)
    members = {fold: {name for name in names if folds[name] == fold} for fold in set(folds.values())}
    orders = {ALL: readers(read)} | {fold: readers(read, of_fold) for fold, of_fold in members.items()}
    by_order = {
        order: read_examples(
            reading.talk,
            read,
            tagged,
            linked,
            folds,
            codebook.keys("work_model"),
            codebook.keys("swot"),
            order,
        )
        for order in dict.fromkeys(orders.values())
    }
    examples = by_order[orders[ALL]]
    judging = {
        transcript
        for transcript, share in zip((key[0] for key in reading.talk.keys), examples.judged)
        if share >= 0.5
    }
    plain = examples.read & (examples.judged < 0.5)
    enough = len(judging) >= MIN_TRANSCRIPTS and plain.any()
    reason = ENOUGH if enough else ALIKE
    return Lessons(reading, examples, folds, checked, reason, untouched(register, without), by_order, orders)


def learners(
    given: Lessons, codebook: Codebook, general: str, wanted: Sequence[int] | None = None
) -> dict[int, Learner]:
    """Learn from lessons that are enough, for all folds or for those that are wanted."""
    assert given.reading is not None
    assert given.examples is not None
    reading = given.reading
    folds = [*range(given.examples.n_folds), ALL] if wanted is None else list(wanted)
    made: dict[int, Learner] = {}
    for order, examples in given.by_order.items():
        mine = [fold for fold in folds if given.order_of_fold[fold] == order]
        if mine:
            material = Material(
                reading.talk, reading.words, reading.sentences, reading.said, reading.passages(examples),
                given.register,
            )  # fmt: skip
            made |= learn(material, examples, codebook, reading.normalise, general, codebook.language, mine)
    return {fold: made[fold] for fold in folds}
