"""Where decisions stand in the transcripts as they are now."""

from __future__ import annotations

import pandas as pd

from delphi.passages.anchors import anchor_decisions
from delphi.passages.shifts import turn_map


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
    shifts = turn_map(decisions, turns)
    parts = [
        anchor_decisions(frame, turns, shifts)
        for _, frame in decisions.groupby(["stage", "coder"], sort=False)
    ]
    columns = [*decisions.columns, "new_turn", "new_start", "new_end", "outcome"]
    placed = pd.concat(parts).sort_index() if parts else decisions.reindex(columns=columns)
    placed["withdrawn"] = False
    gone = turns[(turns["participant_id"] == "") & ~turns["facilitator"]]
    keys = set(zip(gone["transcript_id"], gone["turn"]))
    on_gone = [
        key in keys or (transcript, new) in keys
        for key, transcript, new in zip(
            zip(placed["transcript_id"], placed["turn"]), placed["transcript_id"], placed["new_turn"]
        )
    ]
    touched = placed["transcript_id"].isin(set(gone["transcript_id"]))
    placed["withdrawn"] = touched & (pd.Series(on_gone, index=placed.index) | (placed["outcome"] == "lost"))
    words = ["quote", "prefix", "suffix"]
    placed.loc[placed["withdrawn"], words] = ""
    placed.loc[on_gone, ["outcome", "new_turn", "new_start", "new_end"]] = ["lost", -1, -1, -1]
    return placed.astype({"new_turn": "int64", "new_start": "int64", "new_end": "int64"})
