"""The measures of one item between two rounds, on those who rated in both."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from delphi.ratings.estimate import Estimate, estimate, share
from delphi.ratings.stability import (
    crosstab,
    kappa_quadratic,
    kept,
    mcnemar_exact,
    net_change,
    wilcoxon_p,
)
from delphi.study.config import Scale


def compared(
    rated: pd.DataFrame, both: pd.DataFrame, earlier: int, later: int, scale: Scale
) -> Iterator[Estimate]:
    """Stability, net change and what attrition does, for one item, scale and perspective.

    Parameters
    ----------
    rated
        Rows of `read_ratings` of one item and scale, of any round.
    both
        Those who rated in both rounds, from `pairs`.
    earlier, later
        Numbers of the rounds.
    scale
        The scale.
    """
    n = len(both)
    before, after = (both[f"value_{name}"].to_numpy(dtype=np.float64) for name in ("earlier", "later"))
    if scale.agree_from is not None:
        yield from _agreement(rated, both, earlier, later)
    levels = scale.values if scale.numeric else range(1, len(scale.values) + 1)
    table = crosstab(before, after, np.array(levels, dtype=np.float64))
    up, down = int((after > before).sum()), int((after < before).sum())
    same = kept(table)
    moves = f"higher {up}, lower {down}, same {same}"
    yield share("kept", same, n)
    yield share("moved_up", up, n)
    yield share("moved_down", down, n)
    if n:
        yield estimate("net_change", net_change(table), n, detail=f"{same} of {n} kept their answer")
        one_level = "all answers of a round are at one level"
        yield estimate("kappa_quadratic", kappa_quadratic(table), n, detail=_or(table, one_level))
        yield _signed_rank(before, after, moves)


def _agreement(rated: pd.DataFrame, both: pd.DataFrame, earlier: int, later: int) -> Iterator[Estimate]:
    n = len(both)
    agreed = [both[f"agrees_{name}"].to_numpy(dtype=bool) for name in ("earlier", "later")]
    everyone = [rated.loc[rated["round"] == number, "agrees"] for number in (earlier, later)]
    yield share("paired_share_earlier", int(agreed[0].sum()), n)
    yield share("paired_share_later", int(agreed[1].sum()), n)
    yield share("naive_share_earlier", int(everyone[0].sum()), len(everyone[0]))
    yield share("naive_share_later", int(everyone[1].sum()), len(everyone[1]))
    if not n:
        return
    change = float(agreed[1].mean() - agreed[0].mean())
    naive = float(everyone[1].mean() - everyone[0].mean())
    gained, lost = int((agreed[1] & ~agreed[0]).sum()), int((agreed[0] & ~agreed[1]).sum())
    crossed = f"{gained} came to agree, {lost} ceased to"
    gone, new = len(everyone[0]) - n, len(everyone[1]) - n
    coming = f"{gone} rated in round {earlier} only, {new} in round {later} only"
    yield estimate("paired_change", change, n, detail=crossed)
    yield estimate("naive_change", naive, min(map(len, everyone)), detail=coming)
    yield estimate("attrition_effect", naive - change, n, detail=coming)
    yield estimate("mcnemar_exact", mcnemar_exact(gained, lost), n, detail=crossed)


def _signed_rank(before: np.ndarray, after: np.ndarray, moves: str) -> Estimate:
    """The test, unless most answers are equal: then the rule for zeros decides the p-value, not the data."""
    n, zeros = len(before), int((before == after).sum())
    if 2 * zeros > n:
        why = f"{moves}; with most answers equal the rule for zeros decides"
        return estimate("wilcoxon", float("nan"), n, detail=why)
    return estimate("wilcoxon", wilcoxon_p(before, after), n, detail=moves)


def _or(table: np.ndarray, why: str) -> str:
    return "" if np.isfinite(kappa_quadratic(table)) else why
