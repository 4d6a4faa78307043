"""What changed between two rounds among the panellists who rated in both."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binomtest, wilcoxon

from delphi.ratings.estimate import TOO_FEW

Values = NDArray[np.float64]
Counts = NDArray[np.int64]
PAIRED_COLUMNS = [
    "item_id", "work_model", "perspective", "n", "share_earlier", "share_later", "kept", "naive_earlier",
    "naive_later",
]  # fmt: skip


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
    columns = ["participant_id", "value", "agrees"]
    before, after = (rated.loc[rated["round"] == number, columns] for number in (earlier, later))
    both = before.merge(after, on="participant_id", suffixes=("_earlier", "_later"))
    return both.set_index("participant_id")


def share(holds: pd.Series) -> float:
    """The share of people for whom something holds; NaN for fewer than three people or when it is not known."""
    if len(holds) < TOO_FEW or holds.isna().any():
        return float("nan")
    return float(holds.astype("float64").mean())


def crosstab(earlier: Values, later: Values, levels: Values) -> Counts:
    """How often each pair of answers was given: rows are levels of the earlier round, columns of the later."""
    table: Counts = np.zeros((len(levels), len(levels)), dtype=np.int64)
    np.add.at(table, (np.searchsorted(levels, earlier), np.searchsorted(levels, later)), 1)
    return table


def kept(table: Counts) -> int:
    """Number of people who gave the very same answer twice."""
    return int(np.trace(table))


def net_change(table: Counts) -> float:
    """Share of answers that would have to move to make one round's counts into the other's (Scheibe et al. 1975).

    Blind to people who change places: read it beside the share that kept its answer.
    """
    return float(np.abs(table.sum(axis=1) - table.sum(axis=0)).sum() / 2 / table.sum())


def kappa_quadratic(table: Counts) -> float:
    """Cohen's kappa with quadratic weights between two rounds (Cohen 1968); NaN when a round's answers are all in one level."""
    if max(table.sum(axis=0).max(), table.sum(axis=1).max()) == table.sum():
        return float("nan")
    levels = np.arange(len(table))
    weights = np.subtract.outer(levels, levels) ** 2
    by_chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(1 - (weights * table).sum() / (weights * by_chance).sum())


def mcnemar_exact(gained: int, lost: int) -> float:
    """Two-sided p of the exact McNemar test; NaN when nobody crossed the line between agreeing and not."""
    return float(binomtest(gained, gained + lost).pvalue) if gained + lost else float("nan")


def wilcoxon_p(
    earlier: Values, later: Values, zero_method: Literal["wilcox", "pratt", "zsplit"] = "pratt"
) -> float:
    """Two-sided p of Wilcoxon's signed rank test; normal approximation without continuity correction."""
    if (earlier == later).all():
        return float("nan")
    test = wilcoxon(earlier, later, zero_method=zero_method, correction=False, method="asymptotic")
    return float(test.pvalue)
