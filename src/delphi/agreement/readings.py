"""What each coder read and tagged, before adjudication and after it, from the decisions that `settle` placed.

Before adjudication a coder's tags are those that the order of her own file leaves.  After it, every
coder who read the turn is given the ruling wherever there is one, by the rules of
`delphi.decisions.settle`: what the adjudicator applied stands for all of them, what she rejected goes
for all, and what the coders disputed goes where it overlaps something she applied or stands on a turn
that she marked as `checked`.  Where nothing was ruled, a coder's tags stay as they were; a ruling that
only rejects one coder's tag does not give her the other's, so that the two may still differ there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from delphi.codebook import FACETS, Codebook
from delphi.decisions.settle import (
    DECIDED,
    WHOLE_TURN,
    CodedPassage,
    Desk,
    desks_of,
    mark_disputed,
    overrule,
    rulings_of,
)
from delphi.rows import rows_of

READING_COLUMNS = ["transcript_id", "turn", "coder", "suggestion", "characters"]
PASSAGE_COLUMNS = ["transcript_id", "turn", "coder", "start", "end", *FACETS]
LINK_COLUMNS = [*PASSAGE_COLUMNS, "item_id", "stance"]
OF_DECISIONS = (*DECIDED, "suggestion_shown", "stage", "outcome", "split")
"""What is needed of placed decisions."""
SHOWN, HIDDEN = "shown", "hidden"
WORDS = {"true": SHOWN, "false": HIDDEN}
Turn = tuple[str, int]
Left = tuple[Turn, str, int, int, CodedPassage]
"""Turn, coder, start and end within its text, and what she tagged there."""


def readings(placed: pd.DataFrame, turns: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Which coder read which turn of a participant.

    Parameters
    ----------
    placed
        Decisions of all coders and adjudications as `delphi settle` writes them.
    turns
        `transcript_id, turn, participant_id, facilitator` and `characters`, or `text` to count them in.
    codebook
        Says what a code that was split became.

    Returns
    -------
    DataFrame
        `transcript_id, turn, coder, suggestion, characters` in that order.  A row says that the coder
        marked the turn as `checked`, so that what she left without a tag is a value too.  `suggestion`
        is `shown` if any of her decisions there says so, else `hidden` if any says that, else empty.
        A turn on which one of her tags waits to be decided anew, because its code was split, is none
        that she has read.
    """
    coding = _of_stage(placed, "coding")
    coding = _on_participants(coding, turns)
    here = ["transcript_id", "new_turn", "coder"]
    read = coding.loc[coding["action"] == "checked", here].drop_duplicates()
    waiting = _undecided(coding, codebook)
    frame = pd.DataFrame(
        [
            (transcript, turn, coder)
            for transcript, turn, coder in rows_of(read)
            if (transcript, turn, coder) not in waiting
        ],
        columns=READING_COLUMNS[:3],
    ).astype({"turn": "int64"})
    said: dict[tuple[str, int, str], str] = {}
    words = coding["suggestion_shown"].map(WORDS)
    for key, word in zip(rows_of(coding, here), words.tolist()):
        if word == SHOWN or (word == HIDDEN and key not in said):
            said[key] = word
    keys = list(rows_of(frame))
    length = _lengths(turns)
    frame["suggestion"] = pd.Series([said.get(key, "") for key in keys], dtype=object)
    frame["characters"] = pd.Series([length[key[:2]] for key in keys], dtype="int64")
    return frame.sort_values(READING_COLUMNS[:3], kind="stable").reset_index(drop=True)


def passages(placed: pd.DataFrame, turns: pd.DataFrame, *, ruled: bool = False) -> pd.DataFrame:
    """The stretches each coder tagged on participants' turns.

    Parameters
    ----------
    placed, turns
        As for `readings`.
    ruled
        After adjudication instead of before.

    Returns
    -------
    DataFrame
        `transcript_id, turn, coder, start, end, work_model, swot` in that order; offsets lie within the
        turn's text.
    """
    return _passages(_left(_desks(placed, turns), ruled))


def passages_of_stages(placed: pd.DataFrame, turns: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`passages` before and after adjudication: the same frame twice where nothing was ruled."""
    desks = _desks(placed, turns)
    before = _passages(_left(desks, False))
    return before, _passages(_left(desks, True)) if desks.rulings else before


def links(placed: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """The items to which each coder linked her stretches, after adjudication.

    Returns
    -------
    DataFrame
        The columns of `passages`, then `item_id, stance`; stretches without an item have no row.
    """
    records = [
        (*turn, coder, start, end, *passage.codes, *link)
        for turn, coder, start, end, passage in _left(_desks(placed, turns), True)
        for link in passage.links
    ]
    return _in_order(records, LINK_COLUMNS)


class _Desks(NamedTuple):
    """What coders and adjudicators left on every turn of a participant, and how long the turns are."""

    coding: Mapping[Turn, Mapping[str, Desk]]
    rulings: Mapping[Turn, Desk]
    length: Mapping[Turn, int]


def _desks(placed: pd.DataFrame, turns: pd.DataFrame) -> _Desks:
    coding, rulings = (
        _on_participants(_settled_codes(_of_stage(placed, stage)), turns)
        for stage in ("coding", "adjudication")
    )
    return _Desks(desks_of(coding), rulings_of(rulings), _lengths(turns))


def _passages(left: Iterable[Left]) -> pd.DataFrame:
    records = [(*turn, coder, start, end, *passage.codes) for turn, coder, start, end, passage in left]
    return _in_order(records, PASSAGE_COLUMNS)


def _in_order(records: Sequence[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame.from_records(records, columns=columns)
    frame = frame.astype({"turn": "int64", "start": "int64", "end": "int64"})
    return frame.drop_duplicates().sort_values(columns, kind="stable").reset_index(drop=True)


def _left(desks: _Desks, ruled: bool) -> Iterator[Left]:
    """Every stretch that a coder's file leaves her with."""
    coding, rulings, length = desks
    for turn in sorted(coding):
        coders = coding[turn]
        readers = [coders[coder] for coder in sorted(coders) if coders[coder].checked]
        for coder in sorted(coders):
            kept = coders[coder].passages
            if ruled and turn in rulings:
                kept = overrule(mark_disputed(kept, readers), rulings[turn])
            for passage in kept:
                yield turn, coder, min(passage.start, length[turn]), min(passage.end, length[turn]), passage


def _lengths(turns: pd.DataFrame) -> dict[Turn, int]:
    """Characters of every turn."""
    counted = turns["characters"] if "characters" in turns else turns["text"].str.len()
    return dict(zip(_places(turns, "turn"), counted.astype(int).tolist()))


def _places(frame: pd.DataFrame, turn: str) -> Iterator[Turn]:
    return zip(frame["transcript_id"].tolist(), frame[turn].astype(int).tolist())


def _of_stage(placed: pd.DataFrame, stage: str) -> pd.DataFrame:
    return placed[(placed["stage"] == stage) & (placed["outcome"] != "lost")]


def _settled_codes(decisions: pd.DataFrame) -> pd.DataFrame:
    return decisions[~decisions["split"].astype(bool)]


def _on_participants(decisions: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """Decisions on turns that are coded: not the facilitators', and nobody's who withdrew."""
    spoken = turns[~turns["facilitator"].astype(bool) & (turns["participant_id"] != "")]
    keys = set(_places(spoken, "turn"))
    return decisions[np.array([place in keys for place in _places(decisions, "new_turn")], dtype=bool)]


def _undecided(coding: pd.DataFrame, codebook: Codebook) -> set[tuple[str, int, str]]:
    """Turns on which a coder's tag has a code that was split, and she has not decided anew since."""
    if not coding["split"].any():
        return set()
    rows: dict[tuple[str, int, str], list[Any]] = defaultdict(list)
    for row in coding[coding["action"] != "checked"].itertuples(index=False):
        rows[(row.transcript_id, int(row.new_turn), row.coder)].append(row)
    return {place for place, decisions in rows.items() if any(_waiting(decisions, codebook))}


def _waiting(decisions: Sequence[Any], codebook: Codebook) -> Iterator[bool]:
    for position, row in enumerate(decisions):
        if row.action == "apply" and row.split:
            yield not any(_decides(later, row, codebook) for later in decisions[position + 1 :])


def _decides(later: Any, row: Any, codebook: Codebook) -> bool:
    """A tag with one of the new codes on an overlapping stretch, or the old tag taken back."""
    if later.action == "apply" and later.split:
        return False
    (start, end), (from_, to) = _bounds(later), _bounds(row)
    if not (start < to and from_ < end):
        return False
    for facet in FACETS:
        old, new = getattr(row, facet), getattr(later, facet)
        fits = {old, *codebook.migrated(facet, old)} | ({""} if later.action == "reject" else set())
        if new not in fits:
            return False
    return True


def _bounds(row: Any) -> tuple[int, int]:
    return (int(row.new_start), int(row.new_end)) if row.new_start >= 0 else WHOLE_TURN
