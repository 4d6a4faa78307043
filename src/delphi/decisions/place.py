"""Where decisions stand in the transcripts as they are now."""

from __future__ import annotations

import numpy as np
import pandas as pd

from delphi.passages.anchors import anchor_decisions
from delphi.passages.places import conversations
from delphi.passages.shifts import turn_map
from delphi.passages.unmoved import unmoved
from delphi.rows import rows_of


def place_decisions(decisions: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """Find every decision's passage again; those on the turn of someone who withdrew have none.

    Parameters
    ----------
    decisions
        As `read_decisions` gives them, with `stage`.
    turns
        `transcript_id, turn, participant_id, facilitator, text`.

    Returns
    -------
    DataFrame
        With `new_turn, new_start, new_end` (-1 when lost), `outcome` and `withdrawn`.
    """
    rests = decisions["transcript_id"].isin(unmoved(decisions, turns))
    parts = [_resting(decisions[rests])] if rests.any() else []
    parts += _searched(decisions[~rests], turns)
    columns = [*decisions.columns, "new_turn", "new_start", "new_end", "outcome"]
    placed = pd.concat(parts).sort_index() if parts else decisions.reindex(columns=columns)
    placed = placed.assign(withdrawn=False)
    gone = turns[(turns["participant_id"] == "") & ~turns["facilitator"]]
    touched = placed["transcript_id"].isin(set(gone["transcript_id"]))
    if touched.any():
        keys = set(rows_of(gone, ["transcript_id", "turn"]))
        places = rows_of(placed, ["transcript_id", "turn", "new_turn"])
        on_gone = np.array(
            [(name, old) in keys or (name, new) in keys for name, old, new in places], dtype=bool
        )
        placed["withdrawn"] = touched & (on_gone | (placed["outcome"] == "lost"))
        placed.loc[placed["withdrawn"], ["quote", "prefix", "suffix"]] = ""
        placed.loc[on_gone, ["outcome", "new_turn", "new_start", "new_end"]] = ["lost", -1, -1, -1]
    return placed.astype({"new_turn": "int64", "new_start": "int64", "new_end": "int64"})


def _resting(decisions: pd.DataFrame) -> pd.DataFrame:
    """Decisions that stand where they say."""
    outcome = pd.Series("stands", index=decisions.index, dtype="str")
    places = {f"new_{name}": decisions[name] for name in ("turn", "start", "end")}
    return decisions.assign(**places, outcome=outcome)


def _searched(decisions: pd.DataFrame, turns: pd.DataFrame) -> list[pd.DataFrame]:
    """Decisions of transcripts in which at least one does not stand where it says, a frame per coder and stage."""
    spoken = conversations(turns[turns["transcript_id"].isin(decisions["transcript_id"].unique())])
    shifts = turn_map(decisions, spoken)
    return [
        anchor_decisions(frame, spoken, shifts)
        for _, frame in decisions.groupby(["stage", "coder"], sort=False)
    ]
