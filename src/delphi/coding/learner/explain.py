"""Why a learner says of a turn what it says: the numbers behind it, in lines for a person."""

from __future__ import annotations

import numpy as np

from delphi.coding.learner import subject
from delphi.coding.learner.category import VIEWS, views
from delphi.coding.learner.conversation import CUES, Floats
from delphi.coding.learner.grams import vectors
from delphi.coding.learner.learn import Learner
from delphi.coding.learner.reading import Reading
from delphi.coding.learner.suggest import Codes, opinion_of, telling_words

SHOWS = ["terms named here", "openers here", "words", "topic tracker", "tracker before this turn"]
SHOWN = 5
BEFORE = 3


def explain(learner: Learner, reading: Reading, codes: Codes, key: tuple[str, int]) -> list[str]:
    """Lines on one turn: what is under discussion and why, whether it judges and why, which category and why."""
    talk = reading.talk
    row = talk.keys.index(key)
    opinion = opinion_of(learner, reading, codes)
    texts = vectors(reading.words, learner.grams)
    said = subject.text_evidence(texts, talk, learner.told, learner.asked)
    shown = subject.evidence(talk, said, codes.general) / learner.node_scale * learner.node
    raw = subject.steps(talk, said, subject.overlaps(texts, talk))
    stay = subject.standard(raw, talk, learner.step_mean, learner.step_scale) @ learner.step
    lines = [f"{key[0]}, turn {key[1]}", "", "Under discussion, turn by turn:"]
    first = max(int(np.searchsorted(talk.transcript, talk.transcript[row])), row - BEFORE)
    for place in range(first, row + 1):
        who = "facilitator" if talk.facilitator[place] else "participant"
        best = np.argsort(-opinion.subject[place], kind="stable")[:2]
        shares = ", ".join(f"{codes.models[m]} {opinion.subject[place, m]:.2f}" for m in best)
        moved = 1 / (1 + np.exp(stay[place])) if place > first else float("nan")
        step = "" if np.isnan(moved) else f"; pull to leave the subject {moved:.2f}"
        lines.append(f"  turn {talk.keys[place][1]} ({who}): {shares}{step}")
    model = int(opinion.subject[row].argmax())
    lines += ["", f"What this turn shows for {codes.models[model]}:"]
    lines += _parts(_shows(shown[row, model]))
    lines += ["", f"Judges: {opinion.judged[row]:.2f} (suggested from {learner.thresholds.judged:.2f})"]
    if not talk.spoken[row]:
        return [*lines, "  a facilitator's turn, or one without text, is never coded"]
    judge = learner.judgement
    verdict = float((texts[row] @ judge.words)[0])
    seen = (np.append(talk.cues[row], verdict) - judge.mean) / judge.scale * judge.coefficients
    lines += _parts(dict(zip([*CUES, "words"], seen.tolist())))
    category = int(opinion.category[row].argmax())
    shares = ", ".join(f"{name} {share:.2f}" for name, share in zip(codes.categories, opinion.category[row]))
    lines += [
        "",
        f"Category: {shares}",
        f"What speaks for {codes.categories[category]} rather than the mean:",
    ]
    rows = np.array([row])
    parts = vectors(reading.said, learner.grams)
    given, nearest = views(
        talk,
        rows,
        texts,
        parts,
        reading.sentences.turn,
        learner.verdicts,
        learner.memory,
        learner.known,
        opinion.subject[rows],
    )
    scaled = given[0] / learner.categories.scale[: len(VIEWS)] * learner.categories.coefficients[: len(VIEWS)]
    lines += _parts(dict(zip(VIEWS, (scaled[category] - scaled.mean(axis=0)).tolist())))
    words = telling_words(opinion, learner, row, category)
    lines.append(f"  telling words: {', '.join(words) or 'none'}")
    if nearest[0] >= 0:
        near = learner.memory
        lines.append(
            f"  most like a passage coded {codes.models[int(near.model[nearest[0]])]}/{codes.categories[int(near.category[nearest[0]])]}"
        )
    return lines


def _shows(row: Floats) -> dict[str, float]:
    """Parts of the evidence by name: of whoever speaks, of the general model, and of what is opened elsewhere."""
    n = len(SHOWS)
    found = {name: float(row[k] + row[n + k]) for k, name in enumerate(SHOWS)}
    names = [
        "general model",
        "nothing opened yet",
        "a list of models",
        "end of the conversation",
        "opened before",
        "opened later",
    ]
    return found | {name: float(row[2 * n + k]) for k, name in enumerate(names)}


def _parts(weights: dict[str, float]) -> list[str]:
    order = sorted(weights, key=lambda name: (-abs(weights[name]), name))
    return [f"  {weights[name]:+.2f} {name}" for name in order[:SHOWN] if abs(weights[name]) >= 0.005]
