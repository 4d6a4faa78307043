"""What changed between two rounds among the panellists who rated in both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

PAIRED_COLUMNS = [
    "item_id", "work_model", "perspective", "n", "share_earlier", "share_later", "kept", "naive_earlier",
    "naive_later",
]  # fmt: skip
TOO_FEW = 3


def paired(ratings: pd.DataFrame, items: pd.DataFrame, scale: str, earlier: int, later: int) -> pd.DataFrame:
    """Agreement in two rounds among those who rated the item in both, and what everybody's ratings suggest.

    Parameters
    ----------
    ratings
        From `delphi.ratings.read_ratings`.
    items
        From `delphi.items.read_items`; gives work models and the order.
    scale
        Key of the scale.
    earlier, later
        Numbers of the rounds.

    Returns
    -------
    DataFrame
        One row per item and perspective ('' for all together) with somebody who rated in both:
        `item_id, work_model, perspective, n` (people who rated in both), `share_earlier,
        share_later` (share of them that agrees, in either round), `kept` (share that gave the very
        same answer), `naive_earlier, naive_later` (share that agrees among all who rated in that
        round, whoever they are; for contrast only).  Shares are NaN when fewer than three people
        stand behind them or the scale declares no `agree_from`.  Work models stand in the order of
        the codebook, items in that of the register, perspectives as first met in `ratings`.
    """
    mine = ratings[ratings["scale"] == scale]
    models = items.drop_duplicates("item_id", keep="last").set_index("item_id")["work_model"]
    records = []
    for item, model in models.items():
        of_item = mine[mine["item_id"] == item]
        for perspective in ["", *dict.fromkeys(mine["perspective"])]:
            rated = of_item if not perspective else of_item[of_item["perspective"] == perspective]
            rounds = [
                rated[rated["round"] == number].set_index("participant_id") for number in (earlier, later)
            ]
            both = pairs(rated, earlier, later)
            if both.empty:
                continue
            shares = [share(both[name]) for name in ("agrees_earlier", "agrees_later")]
            kept = share(both["value_earlier"] == both["value_later"])
            naive = [share(frame["agrees"]) for frame in rounds]
            records.append((item, model, perspective, len(both), *shares, kept, *naive))
    return pd.DataFrame.from_records(records, columns=PAIRED_COLUMNS)


def pairs(rated: pd.DataFrame, earlier: int, later: int) -> pd.DataFrame:
    """The ratings of people who rated in both rounds, for one item and scale.

    Returns
    -------
    DataFrame
        Index `participant_id`; `value_earlier, agrees_earlier, value_later, agrees_later`.
    """
    columns = ["value", "agrees"]
    before, after = (
        rated[rated["round"] == number].set_index("participant_id")[columns] for number in (earlier, later)
    )
    return before.join(after, how="inner", lsuffix="_earlier", rsuffix="_later")


def share(holds: pd.Series) -> float:
    """The share of people for whom something holds; NaN for fewer than three people or when it is not known."""
    if len(holds) < TOO_FEW or holds.isna().any():
        return float("nan")
    return float(holds.astype("float64").mean())
