"""A number with what belongs beside it: interval, how many people stand behind it, and its definition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isfinite, nan

from scipy.stats import binomtest

from delphi.ratings.definitions import DEFINITIONS

TOO_FEW = 3
LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """One measure; `value` is NaN where it is not estimable, and then `note` says why."""

    measure: str
    value: float
    low: float = nan
    high: float = nan
    n: int = 0
    note: str = ""


def estimate(
    measure: str, value: float, n: int, low: float = nan, high: float = nan, detail: str = ""
) -> Estimate:
    """A measure with its definition as note; not estimable without a finite value or with too few people."""
    definition = DEFINITIONS[measure.partition(":")[0]]
    if n < TOO_FEW:
        return not_estimable(measure, n, f"fewer than {TOO_FEW} panellists")
    if not isfinite(value):
        return not_estimable(measure, n, detail or "no value")
    return Estimate(measure, value, low, high, n, "; ".join(part for part in (detail, definition) if part))


def not_estimable(measure: str, n: int, why: str) -> Estimate:
    """A measure that the answers do not allow."""
    return Estimate(measure, nan, n=n, note=f"not estimable: {why}; {DEFINITIONS[measure.partition(':')[0]]}")


def share(measure: str, k: int, n: int, detail: str = "") -> Estimate:
    """The share k/n with its Wilson interval (Wilson 1927)."""
    low, high = wilson(k, n) if n >= TOO_FEW else (nan, nan)
    counted = f"{k} of {n}"
    detail = f"{counted}, {detail}" if detail else counted
    return estimate(measure, k / n if n else nan, n, low, high, detail)


@lru_cache(maxsize=4096)
def wilson(k: int, n: int) -> tuple[float, float]:
    """Ends of the 95 % score interval of a share, without continuity correction (Wilson 1927)."""
    interval = binomtest(k, n).proportion_ci(confidence_level=LEVEL, method="wilson")
    return float(interval.low), float(interval.high)
