"""A learner's view of turns as suggestions for a coder, with what they rest on and the alternatives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from delphi.codebook import Codebook
from delphi.coding.combine import SUGGESTION_COLUMNS, Hit, Topic, by_turn, evidence_of, sentences_of
from delphi.coding.learner.apply import Opinion, judge
from delphi.coding.learner.cells import written
from delphi.coding.learner.conversation import Bools, Floats, Ints
from delphi.coding.learner.learn import Learner
from delphi.coding.learner.offer import Passage, offers
from delphi.coding.learner.reading import Reading
from delphi.coding.learner.second import SecondOpinion, blend
from delphi.coding.learner.stretch import best_run

LEARNER_COLUMNS = [*SUGGESTION_COLUMNS, "margin", "alternatives", "statements"]
VIEW_COLUMNS = [
    "transcript_id", "turn", "judged", "suggested", "work_model", "work_model_share", "swot", "swot_share",
    "confidence", "margin", "alternatives",
]  # fmt: skip
ALTERNATIVES = 3
SECOND_MODEL = 0.4  # a second work model this likely, named in the turn, is suggested too
WORDS_SHOWN = 3


@dataclass(frozen=True)
class Codes:
    """The codebook's keys, and the study's general work model (its index, -1 without one)."""

    models: list[str]
    categories: list[str]
    general: int


def codes_of(codebook: Codebook, general: str) -> Codes:
    """The keys of a codebook."""
    models = codebook.keys("work_model")
    return Codes(models, codebook.keys("swot"), models.index(general) if general in models else -1)


def opinion_of(learner: Learner, reading: Reading, codes: Codes) -> Opinion:
    """What a learner makes of a batch."""
    return judge(learner, reading.talk, reading.words, reading.sentences, reading.said, codes.general)


def with_second(opinion: Opinion, second: SecondOpinion, reading: Reading, likely: float) -> Opinion:
    """The opinion with a second one on the turns that are suggested."""
    rows = np.flatnonzero(opinion.judged >= likely)
    texts = reading.turns["text"].tolist()
    models, categories = second.shares([texts[row] for row in rows])
    subject, category = opinion.subject.copy(), opinion.category.copy()
    subject[rows] = blend(subject[rows], models)
    category[rows] = np.minimum(blend(category[rows], categories), 1)
    return replace(opinion, subject=np.round(subject, 9), category=np.round(category, 9))


def chosen(learner: Learner, opinion: Opinion, named: Floats) -> tuple[Bools, Bools]:
    """Which codes are suggested.

    Parameters
    ----------
    named
        Turns by work models: terms and openers in the turn.

    Returns
    -------
    Turns by work models, and turns by categories; both empty for a turn without a suggestion.
    """
    on = opinion.judged >= learner.thresholds.judged
    models = _top(opinion.subject)
    models |= (opinion.subject >= SECOND_MODEL) & (named > 0)
    categories = _top(opinion.category) | (opinion.category >= learner.thresholds.further)
    return models & on[:, None], categories & on[:, None]


def learned_suggestions(
    learner: Learner,
    reading: Reading,
    codes: Codes,
    language: str,
    second: SecondOpinion | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Suggestions from a learner.

    Returns
    -------
    suggestions
        `LEARNER_COLUMNS`, ordered by transcript and turn, then start.  `confidence` is the product of
        three estimated probabilities: that the turn is tagged, its work model, its category.  `margin`
        is how far the pair is ahead of the best pair that is not suggested.  `statements` are for a coder to
        pick from (`delphi.coding.learner.offer`).
    views
        `VIEW_COLUMNS`: a row per turn of a participant, suggested or not.
    """
    talk, opinion = reading.talk, opinion_of(learner, reading, codes)
    if second is not None:
        opinion = with_second(opinion, second, reading, learner.thresholds.judged)
    models, categories = chosen(learner, opinion, talk.named + talk.opened)
    found, discussed = by_turn(reading.hits, Hit), by_turn(reading.topics, Topic)
    texts = reading.turns["text"].tolist()
    low, high = (
        np.searchsorted(reading.sentences.turn, np.arange(len(talk)), side) for side in ("left", "right")
    )
    rows: list[tuple[object, ...]] = []
    passages: list[Passage] = []
    views: list[tuple[object, ...]] = []
    for row in np.flatnonzero(talk.spoken).tolist():
        key = talk.keys[row]
        pairs = np.round(np.outer(opinion.subject[row], opinion.category[row]) * opinion.judged[row], 6)
        order = np.argsort(-pairs, axis=None, kind="stable")
        ranked = [(int(k) // pairs.shape[1], int(k) % pairs.shape[1]) for k in order[: ALTERNATIVES + 3]]
        first, rivals = ranked[0], ranked[1:]
        said = "; ".join(
            f"{codes.models[m]}/{codes.categories[c]} {pairs[m, c]:.2f}" for m, c in ranked[:ALTERNATIVES]
        )
        views.append(
            (*key, opinion.judged[row], bool(models[row].any()), codes.models[first[0]],
             opinion.subject[row].max(), codes.categories[first[1]], opinion.category[row].max(),
             pairs[first], pairs[first] - pairs[rivals[0]] if rivals else pairs[first], said)
        )  # fmt: skip
        if not models[row].any() or low[row] == high[row]:
            continue
        picked = _pairs(models[row], categories[row], pairs)
        rest = [pairs[pair] for pair in ranked if pair not in picked]
        bounds = list(
            zip(reading.sentences.start[low[row] : high[row]], reading.sentences.end[low[row] : high[row]])
        )
        for model, category in picked:
            span = _stretch(opinion, low[row], high[row], category, [c for _, c in picked])
            inside = bounds[span[0] : span[1] + 1]
            passages.append((row, int(low[row]) + span[0], int(low[row]) + span[1], model, category))
            read = sentences_of([(int(a), int(b)) for a, b in inside], found.get(key, []))
            for sentence in read:
                sentence.codes = (codes.models[model], codes.categories[category])
            parts = [_learned(opinion, learner, row, model, category, codes)]
            if read:
                parts.append(
                    evidence_of(texts[row], read, discussed.get(key, []), discussed, key[0], language)
                )
            parts += [] if second is None else [f'second="{second.name}"']
            evidence = "; ".join(part for part in parts if part not in ("", "terms=")).replace("terms=; ", "")
            margin = pairs[model, category] - max(rest, default=0.0)
            rows.append(
                (*key, int(inside[0][0]), int(inside[-1][1]), codes.models[model], codes.categories[category],
                 "learner", round(float(pairs[model, category]), 2), evidence, round(float(margin), 2), said)
            )  # fmt: skip
    offered = [written(offer) for offer in offers(learner, reading, opinion, passages)]
    return _suggestions([(*row, offer) for row, offer in zip(rows, offered)]), _views(views)


def _top(share: Floats) -> Bools:
    top = np.zeros(share.shape, bool)
    if share.size:
        top[np.arange(len(share)), share.argmax(axis=1)] = True
    return top


def _pairs(models: Bools, categories: Bools, pairs: Floats) -> list[tuple[int, int]]:
    """The likeliest work model with every category, another with its likeliest."""
    order = sorted(np.flatnonzero(models).tolist(), key=lambda m: (-pairs[m].max(), m))
    picked = [(order[0], c) for c in np.flatnonzero(categories).tolist()]
    return picked + [(m, int(pairs[m].argmax())) for m in order[1:]]


def _stretch(opinion: Opinion, low: int, high: int, category: int, others: list[int]) -> tuple[int, int]:
    drawn = opinion.drawn[low:high, category].copy()
    rivals = [c for c in others if c != category]
    drawn = drawn - opinion.drawn[low:high][:, rivals].max(axis=1) if rivals else np.zeros_like(drawn)
    return best_run(opinion.marked[low:high], drawn)


def _learned(opinion: Opinion, learner: Learner, row: int, model: int, category: int, codes: Codes) -> str:
    """Shares of the winners and of those behind them, and the words that told most."""
    parts = []
    for share, place, names in (
        (opinion.subject[row], model, codes.models),
        (opinion.category[row], category, codes.categories),
    ):
        behind = sorted((k for k in range(len(names)) if k != place), key=lambda k: (-share[k], k))[:1]
        then = "".join(f", then {names[k]} {share[k]:.2f}" for k in behind)
        parts.append(f"{names[place]} {share[place]:.2f}{then}")
    words = telling_words(opinion, learner, row, category)
    quoted = ", ".join(f'"{word}"' for word in words)
    shown = f"; words={quoted}" if words else ""
    return f"learner={' / '.join(parts)}{shown}"


def telling_words(opinion: Opinion, learner: Learner, row: int, category: int) -> list[str]:
    """The words of a turn that speak most for a category, the strongest first."""
    return heaviest(opinion, learner, row, beyond_mean(learner.verdicts.said, category))[:WORDS_SHOWN]


def beyond_mean(weights: Floats, place: int) -> Callable[[Ints], Floats]:
    """Of words (indices): how much more they weigh for one code than for the mean of all."""
    return lambda words: weights[place, words] - weights[:, words].mean(axis=0)


def heaviest(opinion: Opinion, learner: Learner, row: int, weight: Callable[[Ints], Floats]) -> list[str]:
    """The words of a turn that speak for something, the strongest first."""
    turn = opinion.texts[row]
    known = turn.indices < len(learner.grams.words)
    indices, values = turn.indices[known], turn.data[known]
    gain = values * weight(indices)
    order = np.lexsort((indices, -np.round(gain, 9)))
    return [learner.grams.words[indices[k]] for k in order if gain[k] > 0]


def _suggestions(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=LEARNER_COLUMNS)
    texts = dict.fromkeys(
        ("transcript_id", "work_model", "swot", "source", "evidence", "alternatives", "statements"), "str"
    )
    numbers = dict.fromkeys(("turn", "start", "end"), np.int32)
    frame = frame.astype({**texts, **numbers, "confidence": np.float64, "margin": np.float64})
    order = frame.groupby(["transcript_id", "turn"], sort=False).ngroup()
    return frame.assign(order=order).sort_values(["order", "start", "end"], kind="stable").drop(
        columns="order"
    ).reset_index(drop=True)  # fmt: skip


def _views(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=VIEW_COLUMNS)
    texts = dict.fromkeys(("transcript_id", "work_model", "swot", "alternatives"), "str")
    shares = ["judged", "work_model_share", "swot_share", "confidence", "margin"]
    frame = frame.astype({**texts, "turn": np.int32, "suggested": bool, **dict.fromkeys(shares, np.float64)})
    frame[shares] = frame[shares].round(4)
    return frame


def no_views() -> pd.DataFrame:
    """Views of no turn, with their columns."""
    return _views([])
