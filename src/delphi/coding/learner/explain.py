"""Why a turn is coded as it is, in lines for a person: its text, what is suggested, and what weighs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from delphi.codebook import Codebook
from delphi.coding.learner import subject
from delphi.coding.learner.apply import Opinion
from delphi.coding.learner.category import VIEWS, views
from delphi.coding.learner.conversation import CUES, Floats
from delphi.coding.learner.explain_texts import OF_SUBJECT, OF_VIEWS, SAY, cue_name
from delphi.coding.learner.grams import vectors
from delphi.coding.learner.learn import Learner
from delphi.coding.learner.reading import Reading
from delphi.coding.learner.suggest import Codes, beyond_mean, heaviest, opinion_of
from delphi.study.config import localise

SHOWN = 4
WORDS = 6
BEFORE = 3
WIDTH = 100


@dataclass(frozen=True)
class Telling:
    """How a turn is told: the words of a language and the names of codes."""

    language: str
    labels: Mapping[str, str]

    @property
    def say(self) -> dict[str, Any]:
        """The texts."""
        return SAY[self.language]

    def number(self, value: float, signed: bool = False) -> str:
        """A number as the language writes it."""
        shown = f"{value:+.2f}" if signed else f"{value:.2f}"
        return shown.replace(".", ",") if self.language == "nl" else shown

    def shares(self, share: Floats, names: Sequence[str], n: int = 2) -> str:
        """The likeliest codes with their shares."""
        best = np.argsort(-share, kind="stable")[:n]
        then = f", {self.say['then']} "
        return then.join(f"{self.labels[names[k]]} {self.number(share[k])}" for k in best)

    def parts(self, weights: Iterable[tuple[str, float]]) -> list[str]:
        """What weighs, by plain name, the heaviest first."""
        total: dict[str, float] = {}
        for name, weight in weights:
            total[name] = total.get(name, 0.0) + weight
        order = sorted(total, key=lambda name: (-round(abs(total[name]), 9), name))
        return [
            f"  {self.number(total[name], signed=True)} {self.say['parts'][name]}"
            for name in order[:SHOWN]
            if abs(total[name]) >= 0.005
        ]

    def words(self, words: Sequence[str]) -> str:
        """Words that weigh."""
        quoted = ", ".join(f'"{word}"' for word in words[:WORDS]) or self.say["none"]
        return f"  {self.say['words_that_weigh']}: {quoted}"


def telling_of(codebook: Codebook, language: str) -> Telling:
    """In the language of a study, with the labels of a codebook."""
    codes = (*codebook.work_model, *codebook.swot)
    return Telling(language, {code.key: localise(code.label, language) for code in codes})


def turn_told(reading: Reading, row: int, tell: Telling, suggestions: pd.DataFrame, why: str) -> list[str]:
    """The turn itself, and which stretch of it is suggested; `why` is said where nothing is."""
    say, turn = tell.say, reading.turns.iloc[row]
    speaker = f"{turn['speaker']}, {say['facilitator']}" if turn["facilitator"] else turn["speaker"]
    text = turn["text"]
    lines = [f"{turn['transcript_id']}, {say['turn']} {turn['turn']} ({speaker})", *_wrapped(text), ""]
    lines.append(f"{say['suggested']}:")
    for one in suggestions.itertuples(index=False):
        said = text[one.start : one.end]
        codes = f"{tell.labels[one.work_model]} / {tell.labels[one.swot]} {tell.number(one.confidence)}"
        if said == text.strip():
            lines.append(f"  {codes}: {say['whole']}")
        else:
            lines += [f"  {codes}: {say['stretch']}", *_wrapped(said, "    ")]
    return lines if len(suggestions) else [*lines, f"  {say['nothing']}: {why}"]


def opened_told(reading: Reading, key: tuple[str, int], tell: Telling, model: str) -> str:
    """What opened a work model, and in which turn."""
    topics = reading.topics
    here = topics[
        (topics["transcript_id"] == key[0]) & (topics["turn"] == key[1]) & (topics["work_model"] == model)
    ]
    if not len(here):
        return f"  {tell.say['unopened']}"
    row = here.iloc[0]
    told = tell.say[row["basis"]].format(words=row["evidence"], turn=row["evidence_turn"])
    return f"  {tell.labels[model]}: {told}"


def explain_topics(reading: Reading, key: tuple[str, int], tell: Telling) -> list[str]:
    """What is under discussion where there is no learner."""
    topics = reading.topics
    here = topics[(topics["transcript_id"] == key[0]) & (topics["turn"] == key[1])]
    told = [opened_told(reading, key, tell, model) for model in here["work_model"]]
    return ["", f"{tell.say['discussed']}:", *(told or [f"  {tell.say['nothing']}"])]


def explain_learner(learner: Learner, reading: Reading, codes: Codes, row: int, tell: Telling) -> list[str]:
    """What is under discussion and why, whether the turn judges and why, which category and why."""
    talk, say = reading.talk, tell.say
    opinion = opinion_of(learner, reading, codes)
    model = int(opinion.subject[row].argmax())
    lines = ["", f"{say['discussed']}: {tell.shares(opinion.subject[row], codes.models)}"]
    lines.append(opened_told(reading, talk.keys[row], tell, codes.models[model]))
    first = max(int(np.searchsorted(talk.transcript, talk.transcript[row])), row - BEFORE)
    lines += [f"  {say['before']}:"] if first < row else []
    for place in range(first, row):
        lines.append(
            f"    {talk.keys[place][1]}: {tell.shares(opinion.subject[place], codes.models, 1)}"
            + (f" ({say['facilitator']})" if talk.facilitator[place] else "")
        )
    lines += ["", f"{say['weighs']} {tell.labels[codes.models[model]]} ({say['scale']}):"]
    lines += tell.parts(_shows(learner, reading, opinion, codes, row, model))
    told = learner.asked if talk.facilitator[row] else learner.told
    lines.append(tell.words(heaviest(opinion, learner, row, beyond_mean(told, model))))
    if not talk.spoken[row]:
        return lines
    chance = say["chance"].format(
        share=tell.number(opinion.judged[row]), from_=tell.number(learner.thresholds.judged)
    )
    lines += ["", f"{say['judges']} {chance}", *tell.parts(_judges(learner, reading, opinion, row))]
    lines.append(tell.words(heaviest(opinion, learner, row, lambda words: learner.judgement.words[words])))
    category = int(opinion.category[row].argmax())
    lines += ["", f"{say['category']}: {tell.shares(opinion.category[row], codes.categories, 3)}"]
    parts, near = _categories(learner, reading, opinion, row, category)
    lines += tell.parts(parts)
    lines.append(tell.words(heaviest(opinion, learner, row, beyond_mean(learner.verdicts.said, category))))
    if near >= 0:
        like = (
            codes.models[int(learner.memory.model[near])],
            codes.categories[int(learner.memory.category[near])],
        )
        lines.append(f"  {say['near'].format(codes=' / '.join(tell.labels[key] for key in like))}")
    return lines


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(f'"{text.strip()}"', WIDTH, initial_indent=indent, subsequent_indent=indent)


def _shows(
    learner: Learner, reading: Reading, opinion: Opinion, codes: Codes, row: int, model: int
) -> list[tuple[str, float]]:
    """Parts of the evidence for a work model, of whoever speaks."""
    talk = reading.talk
    said = subject.text_evidence(opinion.texts, talk, learner.told, learner.asked)
    shown = subject.evidence(talk, said, codes.general) / learner.node_scale * learner.node
    of_row = shown[row, model]
    both = of_row[:5] + of_row[5:10]
    return list(zip(OF_SUBJECT, [*both.tolist(), *of_row[10:].tolist()], strict=True))


def _judges(learner: Learner, reading: Reading, opinion: Opinion, row: int) -> list[tuple[str, float]]:
    judge = learner.judgement
    verdict = float((opinion.texts[row] @ judge.words)[0])
    seen = (np.append(reading.talk.cues[row], verdict) - judge.mean) / judge.scale * judge.coefficients
    return list(zip([*(cue_name(name) for name in CUES), "words"], seen.tolist(), strict=True))


def _categories(
    learner: Learner, reading: Reading, opinion: Opinion, row: int, category: int
) -> tuple[list[tuple[str, float]], int]:
    """What speaks for a category rather than the mean, and the most like passage (-1: none)."""
    parts = vectors(reading.said, learner.grams)
    rows = np.array([row])
    given, nearest = views(
        reading.talk, rows, opinion.texts, parts, reading.sentences.turn, learner.verdicts, learner.memory,
        learner.known, opinion.subject[rows],
    )  # fmt: skip
    n = len(VIEWS)
    scaled = given[0] / learner.categories.scale[:n] * learner.categories.coefficients[:n]
    seen = scaled[category] - scaled.mean(axis=0)
    return list(zip([OF_VIEWS[name] for name in VIEWS], seen.tolist(), strict=True)), int(nearest[0])
