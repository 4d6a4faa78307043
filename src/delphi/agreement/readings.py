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
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from delphi.codebook import FACETS, Codebook
from delphi.decisions.settle import WHOLE_TURN, CodedPassage, desks_of, mark_disputed, overrule, rulings_of

READING_COLUMNS = ["transcript_id", "turn", "coder", "suggestion", "characters"]
PASSAGE_COLUMNS = ["transcript_id", "turn", "coder", "start", "end", *FACETS]
LINK_COLUMNS = [*PASSAGE_COLUMNS, "item_id", "stance"]
SHOWN, HIDDEN = "shown", "hidden"
WORDS = {"true": SHOWN, "false": HIDDEN}


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
            for transcript, turn, coder in read.itertuples(index=False, name=None)
            if (transcript, turn, coder) not in waiting
        ],
        columns=READING_COLUMNS[:3],
    ).astype({"turn": "int64"})
    said: dict[tuple[str, int, str], str] = {}
    words = coding["suggestion_shown"].map(WORDS)
    for key, word in zip(coding[here].itertuples(index=False, name=None), words):
        if word == SHOWN or (word == HIDDEN and key not in said):
            said[key] = word
    keys = list(frame.itertuples(index=False, name=None))
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
    records = [
        (*turn, coder, start, end, *passage.codes)
        for turn, coder, start, end, passage in _left(placed, turns, ruled)
    ]
    frame = pd.DataFrame.from_records(records, columns=PASSAGE_COLUMNS)
    frame = frame.astype({"turn": "int64", "start": "int64", "end": "int64"})
    return frame.drop_duplicates().sort_values(PASSAGE_COLUMNS, kind="stable").reset_index(drop=True)


def links(placed: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """The items to which each coder linked her stretches, after adjudication.

    Returns
    -------
    DataFrame
        The columns of `passages`, then `item_id, stance`; stretches without an item have no row.
    """
    records = [
        (*turn, coder, start, end, *passage.codes, *link)
        for turn, coder, start, end, passage in _left(placed, turns, True)
        for link in passage.links
    ]
    frame = pd.DataFrame.from_records(records, columns=LINK_COLUMNS)
    frame = frame.astype({"turn": "int64", "start": "int64", "end": "int64"})
    return frame.drop_duplicates().sort_values(LINK_COLUMNS, kind="stable").reset_index(drop=True)


def _left(
    placed: pd.DataFrame, turns: pd.DataFrame, ruled: bool
) -> Iterator[tuple[tuple[str, int], str, int, int, CodedPassage]]:
    """Every stretch that a coder's file leaves her with: turn, coder, offsets within the text, passage."""
    length = _lengths(turns)
    given, ruling = (
        _on_participants(_settled_codes(_of_stage(placed, stage)), turns)
        for stage in ("coding", "adjudication")
    )
    coding, rulings = desks_of(given), rulings_of(ruling)
    for turn in sorted(coding):
        coders = coding[turn]
        readers = [coders[coder] for coder in sorted(coders) if coders[coder].checked]
        for coder in sorted(coders):
            kept = coders[coder].passages
            if ruled and turn in rulings:
                kept = overrule(mark_disputed(kept, readers), rulings[turn])
            for passage in kept:
                yield turn, coder, min(passage.start, length[turn]), min(passage.end, length[turn]), passage


def is_ruled(placed: pd.DataFrame) -> bool:
    """Whether anything was adjudicated."""
    return not _settled_codes(_of_stage(placed, "adjudication")).empty


def _lengths(turns: pd.DataFrame) -> dict[tuple[str, int], int]:
    """Characters of every turn."""
    counted = turns["characters"] if "characters" in turns else turns["text"].str.len()
    return dict(zip(zip(turns["transcript_id"], turns["turn"].astype(int)), counted.astype(int)))


def _of_stage(placed: pd.DataFrame, stage: str) -> pd.DataFrame:
    return placed[(placed["stage"] == stage) & (placed["outcome"] != "lost")]


def _settled_codes(decisions: pd.DataFrame) -> pd.DataFrame:
    return decisions[~decisions["split"].astype(bool)]


def _on_participants(decisions: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """Decisions on turns that are coded: not the facilitators', and nobody's who withdrew."""
    spoken = turns[~turns["facilitator"].astype(bool) & (turns["participant_id"] != "")]
    keys = set(zip(spoken["transcript_id"], spoken["turn"].astype(int)))
    places = zip(decisions["transcript_id"], decisions["new_turn"].astype(int))
    return decisions[np.array([place in keys for place in places], dtype=bool)]


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
