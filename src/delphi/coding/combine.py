"""Suggestions: stretches of whole sentences with one work model and one SWOT category, and what they rest on.

How a suggestion comes about, turn by turn (participants only; none for a turn without
text or of someone who withdrew):

1. *Category.*  A sentence with SWOT terms gets the category whose terms weigh most: each different
   form counts 1, and `FURTHER_WORD` for every further word of a phrase; `NEIGHBOUR` of what the
   sentences beside it say is added, so that a sentence that could be two things follows them.  On a
   draw the term said last decides.  A term inside a longer term of the same facet does not count.
2. *Work model.*  What was under discussion before this turn (`delphi.coding.topics`), plus
   `NAMED_HERE` for each different word of a work model in the sentence and `NAMED_IN_TURN` for each
   in the rest of the turn, plus, for a sentence that names none, `NAMED_BEFORE` for the one that the
   turn named last.  The heaviest is suggested if it reaches `CLAIM`; otherwise nothing is.
3. *Stretch.*  A judgment is told with what leads to it and what completes it: the sentence after one
   with terms belongs to it, and the one before unless it has fewer than `MIN_LEAD` words; a
   sentence of only a stage note, and one that names another work model, do not.
4. Neighbouring sentences with the same two codes are one suggestion.

`source` is `terms` when the stretch itself names its work model, else `topic`.  `confidence` orders
suggestions and is no probability: for each facet the share of the winner among what was found, times
how much was found; the product of the two.  A negation in the clause of a term is written into the evidence
and changes nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from delphi.coding.lookup import CodebookLike, entries_of, find_terms, outermost
from delphi.coding.negation import in_one_clause, negation_entries
from delphi.coding.tokens import Tokens
from delphi.coding.topics import follow_topics
from delphi.coding.words import note_spans

SUGGESTION_COLUMNS = [
    "transcript_id", "turn", "start", "end", "work_model", "swot", "source", "confidence", "evidence"
]  # fmt: skip

FURTHER_WORD = 0.5
NEIGHBOUR = 0.5
NAMED_HERE = 0.5
NAMED_IN_TURN = 0.25
NAMED_BEFORE = 0.3
CLAIM = 0.3
MIN_LEAD = 5

Key = tuple[str, int]


class Hit(NamedTuple):
    """One term in a turn."""

    start: int
    end: int
    facet: str
    code: str
    form: str


class Topic(NamedTuple):
    """One work model under discussion at a turn."""

    work_model: str
    weight: float
    basis: str
    evidence_turn: int
    distance: int
    evidence: str
    carried: float


@dataclass
class Sentence:
    """One sentence of a turn, its terms, and the codes it is given (empty: none)."""

    start: int
    end: int
    swot: list[Hit] = field(default_factory=list)
    named: dict[str, list[str]] = field(default_factory=dict)
    negations: list[Hit] = field(default_factory=list)
    codes: tuple[str, str] | None = None
    confidence: float = 0.0


def code_turns(
    turns: pd.DataFrame,
    sentences: pd.DataFrame,
    tokens: Tokens,
    codebook: CodebookLike,
    *,
    language: str = "",
    general: str = "",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Apply a codebook to the turns of a batch.

    Parameters
    ----------
    turns, sentences
        `transcript_id, turn, participant_id, facilitator, text` and `transcript_id, turn, start, end`.
    tokens
        The words of the same turns (`delphi.coding.tokens.tokenise_turns`).
    language
        Of the transcripts, for negations; unknown or empty: none are noted.
    general
        The study's general work model, if it has one.

    Returns
    -------
    suggestions, topics
        As `suggest` and `delphi.coding.topics.follow_topics` return them.
    """
    hits = outermost(
        find_terms(tokens, entries_of(codebook) + negation_entries(language), codebook.normalise)
    )
    topics = follow_topics(turns, hits, [code.key for code in codebook.work_model], general)
    return suggest(turns, sentences, hits, topics, codebook, language), topics


def suggest(
    turns: pd.DataFrame,
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    topics: pd.DataFrame,
    codebook: CodebookLike,
    language: str = "",
) -> pd.DataFrame:
    """Combine terms and topics.

    Returns
    -------
    DataFrame
        `transcript_id, turn, start, end, work_model, swot, source, confidence, evidence`, ordered by
        transcript and turn as in `turns`, then start; offsets in code points, end exclusive.
    """
    models = [code.key for code in codebook.work_model]
    categories = [code.key for code in codebook.swot]
    found = by_turn(hits, Hit)
    discussed = by_turn(topics, Topic)
    bounds: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    for transcript_id, turn, start, end in _rows(sentences, ("transcript_id", "turn", "start", "end")):
        bounds[transcript_id, turn].append((start, end))
    rows = []
    for transcript_id, turn, participant_id, text in _rows(
        turns[~turns["facilitator"].astype(bool)], ("transcript_id", "turn", "participant_id", "text")
    ):
        key = (transcript_id, turn)
        here = found.get(key, [])
        if not participant_id or not any(hit.facet == "swot" for hit in here):
            continue
        under_discussion = discussed.get(key, [])
        read = sentences_of(bounds[key], here)
        _give_codes(text, read, under_discussion, models, categories)
        for stretch in _stretches(read):
            evidence = evidence_of(text, stretch, under_discussion, discussed, transcript_id, language)
            rows.append((transcript_id, turn, *_codes_of(stretch), evidence))
    frame = pd.DataFrame(rows, columns=SUGGESTION_COLUMNS)
    kinds = dict.fromkeys(("transcript_id", "work_model", "swot", "source", "evidence"), "str")
    numbers = dict.fromkeys(("turn", "start", "end"), np.int32)
    return frame.astype({**kinds, **numbers, "confidence": np.float64})


def sentences_of(bounds: Sequence[tuple[int, int]], hits: Sequence[Hit]) -> list[Sentence]:
    """The sentences of a turn with the terms that begin in them."""
    read = [Sentence(start, end) for start, end in bounds if end > start]
    for hit in hits:
        for sentence in read:
            if sentence.start <= hit.start < sentence.end:
                if hit.facet == "swot":
                    sentence.swot.append(hit)
                elif hit.facet == "negation":
                    sentence.negations.append(hit)
                elif hit.form not in sentence.named.setdefault(hit.code, []):
                    sentence.named[hit.code].append(hit.form)
                break
    return read


def _give_codes(
    text: str,
    read: list[Sentence],
    under_discussion: Sequence[Topic],
    models: Sequence[str],
    categories: Sequence[str],
) -> None:
    """Code the sentences that hold SWOT terms, then the ones beside them."""
    own = [_category_weights(sentence.swot) for sentence in read]
    carried = {topic.work_model: topic.carried for topic in under_discussion}
    last = ""
    for i, sentence in enumerate(read):
        if own[i]:
            weights = dict(own[i])
            for j in (i - 1, i + 1):
                if 0 <= j < len(read):
                    for code in weights:
                        weights[code] += NEIGHBOUR * own[j].get(code, 0.0)
            said = {hit.code: hit.start for hit in sentence.swot}
            swot = max(
                weights, key=lambda code: (round(weights[code], 6), said[code], -categories.index(code))
            )
            scores = dict(carried)
            for other in read:
                for model, forms in other.named.items():
                    more = NAMED_HERE if other is sentence else NAMED_IN_TURN
                    scores[model] = scores.get(model, 0.0) + more * len(forms)
            if last and not sentence.named:
                scores[last] = scores.get(last, 0.0) + NAMED_BEFORE
            if scores:
                model = max(scores, key=lambda code: (round(scores[code], 6), -models.index(code)))
                if scores[model] >= CLAIM:
                    sentence.codes = (model, swot)
                    sentence.confidence = _confidence(scores, model) * _confidence(weights, swot)
        if sentence.named:
            last = max(sentence.named, key=lambda code: (len(sentence.named[code]), -models.index(code)))
    cores = [sentence.codes for sentence in read]
    for i, sentence in enumerate(read):
        if own[i] or not _speaks(text, sentence):
            continue
        before = cores[i - 1] if i else None
        after = cores[i + 1] if i + 1 < len(read) else None
        if before and _agrees(sentence, before):
            sentence.codes = before
        elif after and _agrees(sentence, after) and _length(text, sentence) >= MIN_LEAD:
            sentence.codes = after


def _category_weights(hits: Sequence[Hit]) -> dict[str, float]:
    forms: dict[str, set[str]] = {}
    for hit in hits:
        forms.setdefault(hit.code, set()).add(hit.form)
    return {
        code: sum(1 + FURTHER_WORD * form.count(" ") for form in sorted(said)) for code, said in forms.items()
    }


def _confidence(weights: dict[str, float], winner: str) -> float:
    """Share of the winner among what was found, times how much of it was found."""
    share = weights[winner] / sum(weights.values())
    return float(share * (1 - 0.5 ** (2 * weights[winner])))


def _agrees(sentence: Sentence, codes: tuple[str, str]) -> bool:
    return not sentence.named or codes[0] in sentence.named


def _speaks(text: str, sentence: Sentence) -> bool:
    return re.search(r"\w", _without_notes(text, sentence)) is not None


def _length(text: str, sentence: Sentence) -> int:
    return len(_without_notes(text, sentence).split())


def _without_notes(text: str, sentence: Sentence) -> str:
    piece = text[sentence.start : sentence.end]
    for start, end in reversed(list(note_spans(piece))):
        piece = piece[:start] + piece[end:]
    return piece


def _stretches(read: Sequence[Sentence]) -> list[list[Sentence]]:
    """Runs of neighbouring sentences with equal codes."""
    runs: list[list[Sentence]] = []
    before = None
    for sentence in read:
        if sentence.codes and sentence.codes == before:
            runs[-1].append(sentence)
        elif sentence.codes:
            runs.append([sentence])
        before = sentence.codes
    return runs


def _codes_of(stretch: Sequence[Sentence]) -> tuple[int, int, str, str, str, float]:
    assert stretch[0].codes is not None
    model, swot = stretch[0].codes
    source = "terms" if any(model in sentence.named for sentence in stretch) else "topic"
    confidence = max(sentence.confidence for sentence in stretch)
    return stretch[0].start, stretch[-1].end, model, swot, source, round(confidence, 2)


def evidence_of(
    text: str,
    stretch: Sequence[Sentence],
    under_discussion: Sequence[Topic],
    discussed: dict[Key, list[Topic]],
    transcript_id: str,
    language: str,
) -> str:
    """One line for people: the words found, what they point to, and where the topic comes from."""
    assert stretch[0].codes is not None
    model = stretch[0].codes[0]
    words = [f'"{hit.form}" ({hit.code})' for sentence in stretch for hit in sentence.swot]
    words += [f'"{form}" ({model})' for sentence in stretch for form in sentence.named.get(model, [])]
    parts = [f"terms={', '.join(dict.fromkeys(words))}"]
    for topic in under_discussion:
        if topic.work_model == model:
            origin = discussed.get((transcript_id, topic.evidence_turn), [])
            bases = [row.basis for row in origin if row.work_model == model and not row.distance]
            basis = bases[0] if bases else "term"
            parts.append(
                f'topic={basis} "{topic.evidence}" turn {topic.evidence_turn}, distance {topic.distance}'
            )
    denied = [
        f'"{negation.form}" by "{hit.form}"'
        for sentence in stretch
        for hit in sentence.swot
        for negation in sentence.negations
        if (hit.end <= negation.start or negation.end <= hit.start)
        and in_one_clause(text[min(hit.end, negation.end) : max(hit.start, negation.start)], language)
    ]
    if denied:
        parts.append(f"negation={', '.join(dict.fromkeys(denied))}")
    return "; ".join(parts)


def by_turn(frame: pd.DataFrame, record: Callable[..., Any]) -> dict[Key, list[Any]]:
    """Rows of a frame as records, by transcript and turn."""
    fields = record._fields  # type: ignore[attr-defined]
    grouped: dict[Key, list[Any]] = {}
    for transcript_id, turn, *values in _rows(frame, ("transcript_id", "turn", *fields)):
        grouped.setdefault((transcript_id, turn), []).append(record(*values))
    return grouped


def _rows(frame: pd.DataFrame, columns: Sequence[str]) -> Any:
    return zip(*(frame[name].tolist() for name in columns))
