"""Stretches that lie outside their turn, and hold no words by which to find them again.

A row without a stretch (`checked`) goes where the rows around it went, whatever its turn's number.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from delphi.errors import InputError


def placeless(
    decisions: pd.DataFrame, lengths: Mapping[tuple[str, int], int | None], path: Path
) -> list[InputError]:
    """One error per row of a file that nothing can place; one with a quotation is found by its words.

    Parameters
    ----------
    decisions
        Rows of one file, as `read_decisions` gives them.
    lengths
        Characters by transcript and turn, of every transcript that could be read; None where the
        speaker withdrew.
    """
    read = {transcript for transcript, _ in lengths}
    errors = []
    columns = ["transcript_id", "turn", "start", "end", "quote", "row"]
    for transcript, turn, start, end, quote, row in decisions[columns].itertuples(index=False, name=None):
        if quote or start < 0 or transcript not in read:
            continue
        if (transcript, turn) not in lengths:
            what = f"`{transcript}` has no turn {turn}."
        elif lengths[transcript, turn] is not None and end > int(lengths[transcript, turn] or 0):
            what = f"the stretch ends at {end}, but turn {turn} of `{transcript}` has {lengths[transcript, turn]} characters."
        else:
            continue
        remedy = "Correct the place, or fill in `quote`, by which the passage is found again."
        errors.append(InputError(what, path, line=int(row), remedy=remedy))
    return errors


def beyond(decisions: pd.DataFrame, lengths: Mapping[tuple[str, int], int | None], path: Path) -> list[str]:
    """A sentence per transcript on rows that name a turn it does not have, and that are placed all the same.

    A transcript that was shortened since leaves such rows, so that they are no mistake for certain.
    Parameters as for `placeless`.
    """
    last: dict[str, int] = {}
    for transcript, turn in lengths:
        last[transcript] = max(turn, last.get(transcript, 0))
    found: dict[str, list[tuple[int, int]]] = {}
    columns = ["transcript_id", "turn", "start", "quote", "row"]
    for transcript, turn, start, quote, row in decisions[columns].itertuples(index=False, name=None):
        if turn > last.get(transcript, turn) and (quote or start < 0):
            found.setdefault(transcript, []).append((int(row), int(turn)))
    told = []
    for transcript, rows in found.items():
        (line, turn), more = rows[0], len(rows) - 1
        others = f" (and {more} more row{'s' if more > 1 else ''} like it)" if more else ""
        told.append(
            f"{path.as_posix()}, line {line}: `{transcript}` has {last[transcript]} turns, and this decision is on turn {turn}{others}."
            " Its words are looked for elsewhere in the transcript; correct the turn, unless the transcript was shortened since."
        )
    return told
