"""The measures of one item in one round, as rated by one perspective or the whole panel."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

import numpy as np
import pandas as pd

from delphi.ratings.consensus import (
    RAND_SMALLEST,
    Values,
    cqv,
    cvr,
    cvr_critical,
    ipras,
    kendall_w,
    median_interval,
    quantile,
    rand_allowed,
    rand_outside,
    region,
)
from delphi.ratings.estimate import Estimate, estimate, not_estimable, share, wilson
from delphi.study.config import Scale
from delphi.study.measures import one_to_nine


def described(rated: pd.DataFrame, invited: int, scale: Scale) -> Iterator[Estimate]:
    """Description, for rounds of every purpose: response, levels, agreement, median and spread.

    Parameters
    ----------
    rated
        Rows of `read_ratings` of one item, scale and round.
    invited
        How many people were asked.
    scale
        The scale.
    """
    n, missing = len(rated), invited - len(rated)
    yield share("response", n, invited)
    counts = rated["rating"].value_counts()
    for level in map(str, scale.values):
        yield share(f"share:{level}", int(counts.get(level, 0)), n)
    if scale.agree_from is not None:
        agree = int(rated["agrees"].sum())
        yield share("share_agree", agree, n, f"from {scale.agree_from}")
        detail = f"{agree} of {invited}, {missing} without answer"
        if n:
            ends = (agree / invited, (agree + missing) / invited)
            yield estimate("share_agree_invited", ends[0], n, *ends, detail=detail)
        else:
            yield not_estimable("share_agree_invited", n, "nobody answered")
    values = rated["value"].to_numpy(dtype=np.float64)
    yield from _spread(values, scale)


def judged(rated: pd.DataFrame, scale: Scale) -> Iterator[Estimate]:
    """What judges agreement, for rounds that are not of purpose `breadth`: IPRAS, RAND classic, CVR."""
    values = rated["value"].to_numpy(dtype=np.float64)
    n = len(values)
    if one_to_nine(scale):
        yield from _rand(values)
    if not scale.numeric:
        top = int((values == len(scale.values)).sum())
        low, high = (2 * end - 1 for end in wilson(top, n)) if n else (nan, nan)
        counted = f"{top} of {n} {scale.values[-1]}"
        yield estimate("cvr", cvr(top, n) if n else nan, n, low, high, counted)
        critical = cvr_critical(n)
        why = "too few panellists for any count to be beyond chance"
        if critical is None:
            yield not_estimable("cvr_critical", n, why)
        else:
            yield estimate("cvr_critical", critical, n, detail=counted)


def concordance(rated: pd.DataFrame, items: list[str]) -> tuple[Estimate, int]:
    """Kendall's W over the items of one work model, and how many panellists left one of them out.

    Parameters
    ----------
    rated
        Rows of `read_ratings` of these items in one round, on one scale.
    items
        Items of one work model that were rated in the round.
    """
    wide = rated.pivot(index="participant_id", columns="item_id", values="value").reindex(columns=items)
    complete = wide.dropna()
    w, chi2, p = kendall_w(complete.to_numpy(dtype=np.float64))
    detail = f"{len(items)} items"
    missing = len(wide) - len(complete)
    if len(items) < 3:
        return not_estimable("kendall_w", len(complete), f"{detail}; at least 3 are needed"), missing
    if np.isfinite(w):
        shown = f"p {p:.4f}" if p >= 0.0001 else "p < 0.0001"
        detail += f", chi2 {chi2:.3f} with {len(items) - 1} degrees of freedom, {shown}"
    elif len(complete) >= 3:
        detail = "nobody tells these items apart"
    return estimate("kendall_w", w, len(complete), detail=detail), missing


def _spread(values: Values, scale: Scale) -> Iterator[Estimate]:
    n = len(values)
    steps = "" if scale.numeric else ", ".join(f"{i} = {level}" for i, level in enumerate(scale.values, 1))
    if n:
        low, high = median_interval(tuple(sorted(values)))
        middle, q25, q75 = (quantile(values, p) for p in (0.5, 0.25, 0.75))
    else:
        low = high = middle = q25 = q75 = nan
    too_small = "no interval below 6 panellists"
    detail = "; ".join(part for part in (steps, "" if np.isfinite(low) else too_small) if part)
    yield estimate("median", middle, n, low, high, detail)
    yield estimate("q25", q25, n, detail=steps)
    yield estimate("q75", q75, n, detail=steps)
    yield estimate("iqr", q75 - q25, n, detail=steps)
    if not scale.numeric:
        yield not_estimable("cqv", n, "ordered words have no ratios")
    else:
        yield estimate(
            "cqv", cqv(values) if n else nan, n, detail="" if q25 > 0 else "a quartile is not positive"
        )


def _rand(values: Values) -> Iterator[Estimate]:
    n = len(values)
    if not n:
        for measure in ("ipr", "ipras", "ipras_disagreement", "rand_outside", "rand_allowed"):
            yield not_estimable(measure, n, "nobody answered")
        return
    found, median = ipras(values), quantile(values, 0.5)
    place = "median {:g} lies in {}-{}".format(median, *region(median))
    spread = f"P30 {found.p30:g}, P70 {found.p70:g}"
    yield estimate("ipr", found.ipr, n, detail=spread)
    yield estimate("ipras", found.ipras, n, detail=spread)
    compared = f"IPR {found.ipr:g}, IPRAS {found.ipras:g}, {place}"
    yield estimate("ipras_disagreement", float(found.disagreement), n, detail=compared)
    yield estimate("rand_outside", rand_outside(values), n, detail=place)
    if n < RAND_SMALLEST:
        why = f"the rule is published for {RAND_SMALLEST} panellists and more"
        yield not_estimable("rand_allowed", n, why)
    else:
        yield estimate("rand_allowed", rand_allowed(n), n)
