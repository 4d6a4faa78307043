"""Learn from checked decisions: one learner per fold of transcripts that has not seen it, and one of all."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from delphi.codebook import Code, Codebook
from delphi.coding.learner import sequence, subject
from delphi.coding.learner.category import (
    VIEWS,
    Categories,
    Memory,
    Verdicts,
    learn_categories,
    turning_cues,
    views,
)
from delphi.coding.learner.classes import Classes, count_classes
from delphi.coding.learner.conversation import Floats, Ints, Talk
from delphi.coding.learner.examples import Examples
from delphi.coding.learner.grams import Grams, Texts, learn_grams, texts_of_words, vectors
from delphi.coding.learner.judgement import Judgement, learn_judgement
from delphi.coding.learner.stance import UNKNOWING, Pairs, Stances, learn_stances, look, passage_texts
from delphi.coding.learner.statements import STANCES, Known, Register, gather
from delphi.coding.learner.stretch import Sentences, Stretcher, count_marked, learn_stretcher, marked
from delphi.coding.learner.thresholds import Thresholds, choose_thresholds
from delphi.coding.words import words_of
from delphi.study.config import localise

ALL = -1  # the learner of all folds
CODEBOOK, CODEBOOK_ASKED = 3.0, 6.0  # what the codebook's words count beside coded turns
OTHER_SIDE = 0.5  # what facilitators' words count for participants, and the reverse
SPAN = 1 << 32  # more characters than any turn has
TRUST = 0.9  # in what a coder said is under discussion, when categories are learned


@dataclass(frozen=True)
class Material:
    """Texts of the coded transcripts as a learner reads them.

    `passages` are the words of the stretches of `Examples`, `said` those of the `sentences`;
    `register` are the statements of the study.
    """

    talk: Talk
    turns: Texts
    sentences: Sentences
    said: Texts
    passages: Texts
    register: Register


@dataclass(frozen=True)
class Learner:
    """Everything that one learner knows."""

    grams: Grams
    told: Floats
    asked: Floats
    node_scale: Floats
    node: Floats
    step_mean: Floats
    step_scale: Floats
    step: Floats
    judgement: Judgement
    verdicts: Verdicts
    memory: Memory
    known: Known
    categories: Categories
    stretcher: Stretcher
    stances: Stances
    thresholds: Thresholds
    n_turns: int


def learn(
    material: Material,
    examples: Examples,
    codebook: Codebook,
    normalise: Mapping[str, str],
    general: str,
    language: str,
    folds: Sequence[int] | None = None,
) -> dict[int, Learner]:
    """Learn.

    Parameters
    ----------
    folds
        For which folds a learner is made that has not seen it (`ALL`: one that has seen everything);
        without it, for each and for all.

    Returns
    -------
    Learners by the fold that they have not seen.
    """
    talk = material.talk
    fold = examples.fold_of_turns(talk)
    wanted = list(range(examples.n_folds)) + [ALL] if folds is None else list(folds)
    model_texts = texts_of_words([_words(code, language, True) for code in codebook.work_model], normalise)
    category_texts = texts_of_words([_words(code, language, False) for code in codebook.swot], normalise)
    grams = learn_grams([material.turns, model_texts, category_texts])
    turns, passages = vectors(material.turns, grams), vectors(material.passages, grams)
    sentences = vectors(material.said, grams)
    share = marked(material.sentences, examples)
    parts = count_marked(sentences, material.sentences, share, examples, fold)
    told, asked = _model_classes(talk, turns, examples, fold, vectors(model_texts, grams))
    said, questions = _category_classes(talk, turns, passages, examples, fold, vectors(category_texts, grams))
    memory = Memory(passages, examples.model, examples.category, fold[examples.turn])
    stated = gather(
        material.register, vectors(texts_of_words(material.register.words, normalise), grams), passages, examples,
        fold[examples.turn], dict(zip(talk.names, examples.fold.tolist())),
    )  # fmt: skip
    chain = _learn_chain(talk, turns, examples, told, asked, codebook.keys("work_model"), general, wanted)
    learners = {}
    known = functools.cache(stated.known)  # two folds are left out twice, once as either's

    for number, held in enumerate(wanted):
        seen = examples.read & (fold != held)
        judging = np.flatnonzero(seen & (examples.judged > 0))
        rows = np.flatnonzero(seen)
        judgement, judged = learn_judgement(turns[rows], talk.cues[rows], examples.judged[rows], fold[rows])
        shown = np.zeros((len(talk), len(codebook.swot), len(VIEWS)))
        for other in np.unique(fold[judging]):
            of_fold = judging[fold[judging] == other]
            out = (held, int(other))
            verdicts = Verdicts(said.weights(out), questions.weights(out))
            shown[of_fold], _ = views(
                talk, of_fold, turns, sentences, material.sentences.turn, verdicts, memory.without(out),
                known(frozenset(out)), _trusted(examples.models[of_fold]),
            )  # fmt: skip
        categories, given = learn_categories(
            shown[judging], turning_cues(talk, judging), examples.categories[judging], fold[judging]
        )
        stretcher = learn_stretcher(sentences, material.sentences, share, parts, examples, fold, held)
        stances = _learn_stances(material, examples, turns, sentences, known, fold, held, judging, given)
        everything = np.zeros((len(rows), len(codebook.swot)))
        everything[np.searchsorted(rows, judging)] = given
        learners[held] = Learner(
            grams, told.weights((held,)), asked.weights((held,)), chain.scale[number], chain.node[number],
            chain.step_mean[number], chain.step_scale[number], chain.step[number], judgement,
            Verdicts(said.weights((held,)), questions.weights((held,))), memory.without((held,)),
            known(frozenset({held})), categories,
            stretcher, stances, choose_thresholds(judged, everything, examples.judged[rows], examples.categories[rows]),
            len(rows),
        )  # fmt: skip
    return learners


def _words(code: Code, language: str, with_openers: bool) -> list[str]:
    """What the codebook says of a code in the language of the transcripts; of a work model also its terms."""
    parts = [localise(code.label, language), localise(code.definition, language), *code.examples]
    parts += [localise(code.include, language)] if code.include else []
    if with_openers:
        parts += [t.strip("*") for t in (*code.terms, *code.openers) if not t.startswith(("!", "re:"))]
    return [form for part in parts for form, *_ in words_of(part)]


def _model_classes(
    talk: Talk, turns: sp.csr_matrix, examples: Examples, fold: Ints, codebook: sp.csr_matrix
) -> tuple[Classes, Classes]:
    participants = count_classes(turns, fold, examples.n_folds, (examples.models > 0).astype(float))
    facilitators = count_classes(turns, fold, examples.n_folds, subject.answers(talk, examples.models))
    own = np.asarray(codebook.todense())
    return (
        Classes(participants + OTHER_SIDE * facilitators, CODEBOOK * own),
        Classes(facilitators + OTHER_SIDE * participants, CODEBOOK_ASKED * own),
    )


def _category_classes(
    talk: Talk,
    turns: sp.csr_matrix,
    passages: sp.csr_matrix,
    examples: Examples,
    fold: Ints,
    codebook: sp.csr_matrix,
) -> tuple[Classes, Classes]:
    own = np.asarray(codebook.todense())
    n = own.shape[0]
    shares = np.eye(n)[examples.category]
    said = count_classes(passages, fold[examples.turn], examples.n_folds, shares)
    followed = np.zeros((len(talk), n))
    tagged = examples.judged > 0
    known = talk.asked >= 0
    rows = np.flatnonzero(tagged & known)
    np.add.at(followed, talk.asked[rows], examples.categories[rows])
    followed /= np.maximum(followed.sum(axis=1, keepdims=True), 1e-9)
    asked = count_classes(turns, fold, examples.n_folds, followed)
    return Classes(said, own), Classes(asked, CODEBOOK * own, smoothing=0.3)


@dataclass(frozen=True)
class _Chain:
    scale: Floats
    node: Floats
    step_mean: Floats
    step_scale: Floats
    step: Floats


def _learn_chain(
    talk: Talk,
    turns: sp.csr_matrix,
    examples: Examples,
    told: Classes,
    asked: Classes,
    models: Sequence[str],
    general: str,
    wanted: Sequence[int],
) -> _Chain:
    place = list(models).index(general) if general in models else -1
    index, inside = subject.chains(talk)
    overlap = subject.overlaps(turns, talk)
    pairs: dict[frozenset[int], dict[int, tuple[Floats, Floats]]] = {}
    rows_of = {
        number: np.flatnonzero(examples.fold[talk.transcript] == number) for number in range(examples.n_folds)
    }
    shows, steps = [], []
    for held in wanted:
        of_turns: Floats | None = None
        raw: Floats | None = None
        for other in range(examples.n_folds):
            out = frozenset((held, other))
            if out not in pairs:
                said = subject.text_evidence(turns, talk, told.weights(out), asked.weights(out))
                whole = subject.evidence(talk, said, place), subject.steps(talk, said, overlap)
                # Only these rows are asked for, and there is a pair for every two folds.
                pairs[out] = {n: (whole[0][rows_of[n]], whole[1][rows_of[n]]) for n in out if n in rows_of}
            seen, step = pairs[out][other]
            if of_turns is None or raw is None:
                of_turns, raw = (np.zeros((len(talk), *part.shape[1:])) for part in (seen, step))
            of_turns[rows_of[other]], raw[rows_of[other]] = seen, step
        assert of_turns is not None
        assert raw is not None
        shows.append(of_turns)
        steps.append(raw)
    fold = examples.fold_of_turns(talk)
    scales, means, spreads, laid, stepped = [], [], [], [], []
    for held, shown, raw_steps in zip(wanted, shows, steps):
        seen_turns = fold != held  # units, too, must come from what the learner may see
        speaks = talk.facilitator & seen_turns
        used = raw_steps[speaks] if speaks.any() else np.zeros((1, raw_steps.shape[1]))
        mean, spread = used.mean(axis=0), used.std(axis=0) + 1e-9
        scale = shown[seen_turns].reshape(-1, shown.shape[-1]).std(axis=0)
        scale[scale < 1e-9] = 1
        scales.append(scale)
        means.append(mean)
        spreads.append(spread)
        laid.append((shown / scale)[index] * inside[..., None, None])
        stepped.append(subject.standard(raw_steps, talk, mean, spread)[index] * inside[..., None])
    told_ = examples.models
    known = (
        np.where(told_.any(axis=1, keepdims=True) & (told_ <= 0), sequence.NEVER, 0.0)[index]
        * inside[..., None]
    )
    tagged = np.bincount(talk.transcript, weights=told_.any(axis=1), minlength=len(talk.names))
    weight = np.zeros((len(wanted), len(talk.names)))
    for row, held in enumerate(wanted):
        weight[row] = np.where((examples.fold != held) & (tagged > 0), 1 / np.maximum(tagged, 1), 0)
        weight[row] *= (weight[row] > 0).sum() / max(weight[row].sum(), 1e-9)
    node, step = sequence.fit_chain(
        np.stack(laid), np.stack(stepped), known, inside, weight, subject.stays(stepped[0].shape[-1])
    )
    return _Chain(np.stack(scales), node, np.stack(means), np.stack(spreads), step)


def _learn_stances(
    material: Material,
    examples: Examples,
    turns: sp.csr_matrix,
    sentences: sp.csr_matrix,
    known: Callable[[frozenset[int]], Known],
    fold: Ints,
    held: int,
    judging: Ints,
    given: Floats,
) -> Stances:
    """Learn stances from the links outside of a fold; `given` are the categories of the `judging` turns, unseen."""
    talk, parts = material.talk, material.sentences
    passage, item = examples.linked, np.array(examples.item, object)
    told = np.array([STANCES.index(word) if word in STANCES else -1 for word in examples.stance], np.int64)
    row = examples.turn[passage]
    first = np.array(
        [np.searchsorted(parts.turn * SPAN + parts.end, t * SPAN + s, side="right") for t, s in
         zip(row, examples.start[passage])], np.int64,
    )  # fmt: skip
    last = np.array(
        [
            np.searchsorted(parts.turn * SPAN + parts.start, t * SPAN + e) - 1
            for t, e in zip(row, examples.end[passage])
        ],
        np.int64,
    )
    kept = np.flatnonzero((told >= 0) & (fold[row] != held) & (first <= last))
    if not len(kept):
        return UNKNOWING
    pairs = Pairs(row[kept], first[kept], last[kept], examples.category[passage[kept]])
    category = given[np.searchsorted(judging, pairs.row)]
    seen: Floats | None = None
    for other in np.unique(fold[pairs.row]):
        mine = np.flatnonzero(fold[pairs.row] == other)
        elsewhere = known(frozenset((held, int(other))))
        place = {name: i for i, name in enumerate(elsewhere.items)}
        of_fold = Pairs(*(getattr(pairs, name)[mine] for name in ("row", "first", "last", "category")))
        which = np.array([place.get(name, -1) for name in item[kept[mine]]], np.int64)
        looked = look(talk, parts, turns, of_fold, elsewhere, which, category[mine])
        seen = np.zeros((len(kept), looked.shape[1])) if seen is None else seen
        seen[mine] = looked
    assert seen is not None
    return learn_stances(passage_texts(sentences, pairs), seen, told[kept], fold[pairs.row])


def _trusted(models: Floats) -> Floats:
    """What coders said is under discussion, with some doubt."""
    share = models / np.maximum(models.sum(axis=1, keepdims=True), 1e-9)
    trusted: Floats = TRUST * share + (1 - TRUST) / models.shape[1]
    return trusted
