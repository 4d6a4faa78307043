"""Transcripts in which every decision still stands where it says: nothing has to be looked for in them.

That is what almost every transcript of a study is.  Where the words of all decisions, and what stood around
them, are in their places, every quotation that says something of how turns moved says that they did not; the
search of `delphi.passages.anchors` then ends, for each of them, where it began.
"""

from __future__ import annotations

import pandas as pd

from delphi.passages.places import SHORT
from delphi.passages.shifts import WANTED
from delphi.rows import rows_of

Turn = tuple[str, int]


def unmoved(decisions: pd.DataFrame, turns: pd.DataFrame) -> set[str]:
    """The transcripts in which `anchor_decisions` would let every decision stand as it is.

    Parameters
    ----------
    decisions
        As `delphi.decisions.read_decisions` gives them, of all coders and stages together.
    turns
        Turns as they are now: `transcript_id, turn, facilitator, text`.

    Returns
    -------
    set
        Of those that have decisions; one in doubt is left out.
    """
    wanted = set(rows_of(decisions, ["transcript_id", "turn"]))
    said: dict[Turn, str] = {
        key: text
        for *key_, leads, text in rows_of(turns, ["transcript_id", "turn", "facilitator", "text"])
        if (key := (key_[0], key_[1])) in wanted and not leads
    }
    still = {transcript for transcript, _ in wanted}
    for transcript, turn, *words in rows_of(decisions, ["transcript_id", *WANTED]):
        if transcript in still and not _stands(said.get((transcript, turn), ""), *words):
            still.discard(transcript)
    return still


def _stands(text: str, start: int, end: int, quote: str, prefix: str, suffix: str) -> bool:
    """Whether a decision is where it says with everything it remembers, so that no other place is as like."""
    if not text:
        return False  # the turn of nobody, of a facilitator, or of someone who withdrew
    if quote:
        return (
            start >= 0
            and text[start:end] == quote
            and (text[:start].endswith(prefix) if prefix else start == 0)
            and (text.startswith(suffix, end) if suffix else end == len(text))
        )
    if start >= 0:
        return end <= len(text)
    return text.startswith(suffix) if len(suffix) >= SHORT else suffix in ("", text)
