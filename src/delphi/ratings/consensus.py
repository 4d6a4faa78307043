"""How far a panel agrees on one item in one round: shares, and what RAND/UCLA and Lawshe make of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, friedmanchisquare, quantile_test

Values = NDArray[np.float64]
IPR_R, CORRECTION, MIDPOINT = 2.35, 1.5, 5.0
RAND_SMALLEST = 8


@dataclass(frozen=True)
class Ipras:
    """The interpercentile range of 1 to 9 ratings, and the range allowed for at their place on the scale."""

    p30: float
    p70: float

    @property
    def ipr(self) -> float:
        """P70 - P30."""
        return self.p70 - self.p30

    @property
    def ipras(self) -> float:
        """The interpercentile range adjusted for symmetry."""
        return IPR_R + CORRECTION * abs(MIDPOINT - (self.p30 + self.p70) / 2)

    @property
    def disagreement(self) -> bool:
        """Whether the range is wider than allowed for; unanimous rejection is no disagreement either."""
        return self.ipr > self.ipras


def quantile(values: Values, p: float) -> float:
    """A quantile of Hyndman and Fan's type 7 (1996)."""
    return float(np.quantile(values, p, method="linear"))


@lru_cache(maxsize=4096)
def median_interval(values: tuple[float, ...]) -> tuple[float, float]:
    """Interval of the median from order statistics, at least 95 %; NaN below six values, where there is none."""
    interval = quantile_test(values, q=float(np.median(values)), p=0.5).confidence_interval(0.95)
    return float(interval.low), float(interval.high)


def cqv(values: Values) -> float:
    """Coefficient of quartile variation; NaN unless both quartiles are positive."""
    low, high = quantile(values, 0.25), quantile(values, 0.75)
    return (high - low) / (high + low) if low > 0 else float("nan")


def ipras(values: Values) -> Ipras:
    """Interpercentile range adjusted for symmetry, for ratings from 1 to 9 (Fitch et al. 2001)."""
    return Ipras(quantile(values, 0.3), quantile(values, 0.7))


def region(median: float) -> tuple[int, int]:
    """The 3-point region of a 1 to 9 scale that holds the median; 3.5 and 6.5 count upwards (Fitch et al. 2001)."""
    if median >= 6.5:
        return 7, 9
    return (4, 6) if median >= 3.5 else (1, 3)


def rand_outside(values: Values) -> int:
    """Number of panellists outside the 3-point region of the median."""
    low, high = region(float(np.median(values)))
    return int(((values < low) | (values > high)).sum())


def rand_allowed(n: int) -> int:
    """Most panellists outside that RAND classic allows; published for panels of eight and more."""
    return (n - 2) // 3


def cvr(n_necessary: int, n: int) -> float:
    """Content validity ratio (Lawshe 1975)."""
    return (n_necessary - n / 2) / (n / 2)


@lru_cache(maxsize=512)
def cvr_critical(n: int, alpha: float = 0.05) -> int | None:
    """Fewest "necessary" of n that chance (one half each) reaches with at most `alpha`; None when n is too small."""
    return next((k for k in range(n + 1) if binom.sf(k - 1, n, 0.5) <= alpha), None)


def kendall_w(ratings: Values) -> tuple[float, float, float]:
    """Kendall's W of panellists (rows) over items (columns), corrected for ties.

    Returns
    -------
    W, chi2, p
        W = chi2 / (m (n - 1)) from Friedman's test; NaN below three panellists or items, or when
        nobody tells the items apart.
    """
    m, n = ratings.shape
    distinguishing = (ratings != ratings[:, :1]).any() if ratings.size else False
    if m < 3 or n < 3 or not distinguishing:
        return float("nan"), float("nan"), float("nan")
    test = friedmanchisquare(*ratings.T)
    return float(test.statistic) / (m * (n - 1)), float(test.statistic), float(test.pvalue)
