"""Tags as the rows of `tags.csv`: a name that stays, the session, the place, the codes and the words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pandas as pd

from delphi.rows import rows_of

if TYPE_CHECKING:
    from delphi.decisions.settle import CodedPassage

TAG_COLUMNS = (
    "tag_id", "transcript_id", "round", "kind", "group", "turn", "start", "end", "speaker", "perspective",
    "work_model", "swot", "item_id", "stance", "status", "source", "confidence", "evidence", "coders", "quote",
)  # fmt: skip
TAG_ORDER = ("transcript_id", "turn", "start", "end", "work_model", "swot", "item_id", "stance", "tag_id")
OF_TURNS = ("round", "kind", "group", "participant_id", "perspective", "text")
Turn = tuple[str, int]
Tag = tuple[Any, ...]
"""A tag, in the order of `TAG_COLUMNS`; `confidence` is None where nothing was computed."""
Offer = tuple[str, int, int, int, str, str, str, float, str]
"""A suggestion: transcript, turn, start, end, work model, SWOT category, source, confidence and evidence."""


def tag_id(transcript_id: str, turn: int, start: int, end: int, *codes: str) -> str:
    """A short name for a tag that stays the same as long as its place and codes do."""
    position = "\x1f".join([transcript_id, str(turn), str(start), str(end), *codes])
    return "T" + hashlib.sha256(position.encode()).hexdigest()[:10]


def keyed_id(name: str, key: str) -> str:
    """The same name under a study's secret.

    Reports show these names.  Whoever knows how transcripts are called could otherwise try out places until the
    names fit, and learn in which session a quotation was said.
    """
    return "T" + hashlib.sha256(f"{key}\x1f{name}".encode()).hexdigest()[:10]


def tag_rows(
    settled: Mapping[Turn, Sequence[CodedPassage]], untouched: Iterable[Offer], turns: pd.DataFrame
) -> list[Tag]:
    """The rows of what was settled, and of suggestions on turns that nobody decided on, in `TAG_ORDER`.

    Parameters
    ----------
    turns
        `transcript_id, turn` and `OF_TURNS`; what stands on no turn is left out.
    """
    untouched = list(untouched)
    needed = {*settled, *(offer[:2] for offer in untouched)}
    there = {
        key: (transcript, int(round_), kind, group, speaker, perspective, text)
        for transcript, turn, round_, kind, group, speaker, perspective, text in rows_of(
            turns, ["transcript_id", "turn", *OF_TURNS]
        )
        if (key := (transcript, turn)) in needed
    }
    rows = [*_of_passages(settled, there), *_of_offers(untouched, there)]
    rows.sort(key=itemgetter(*map(TAG_COLUMNS.index, TAG_ORDER)))
    return rows


def _of_passages(
    settled: Mapping[Turn, Sequence[CodedPassage]], there: Mapping[Turn, tuple[Any, ...]]
) -> Iterator[Tag]:
    for key, passages in settled.items():
        if key not in there:
            continue
        *session, speaker, perspective, text = there[key]
        turn = key[1]
        for passage in passages:
            start, end = passage.start, passage.end
            stances = [item for item, _ in passage.links]
            for item, stance in passage.links or (("", ""),):
                status = (
                    "disputed" if stances.count(item) > 1 and passage.status == "checked" else passage.status
                )
                codes = (passage.work_model, passage.swot, item, stance)
                yield (
                    tag_id(key[0], turn, start, end, *codes), *session, turn, start, end, speaker, perspective,
                    *codes, status, passage.source, passage.confidence, passage.evidence,
                    ";".join(sorted(passage.coders)), text[start:end],
                )  # fmt: skip


def _of_offers(untouched: Iterable[Offer], there: Mapping[Turn, tuple[Any, ...]]) -> Iterator[Tag]:
    for transcript, turn, start, end, model, swot, source, confidence, evidence in untouched:
        if (transcript, turn) in there:
            *session, speaker, perspective, text = there[(transcript, turn)]
            yield (
                tag_id(transcript, turn, start, end, model, swot, "", ""), *session, turn, start, end,
                speaker, perspective, model, swot, "", "", "suggested", source, float(confidence), evidence,
                "", text[start:end],
            )  # fmt: skip
