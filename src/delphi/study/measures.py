"""What a declared threshold may speak of: measures of one statement, their range and the scales they fit."""

from __future__ import annotations

from typing import Protocol

from delphi.study.sources import nearest

SHARE = (0.0, 1.0)
MEASURE_RANGES: dict[str, tuple[float, float] | None] = {
    "share_agree": SHARE,
    "share_agree_invited": SHARE,
    "median": None,
    "iqr": None,
    "cqv": SHARE,
    "ipr": None,
    "ipras": None,
    "ipras_disagreement": SHARE,
    "rand_outside": None,
    "cvr": (-1.0, 1.0),
    "kept": SHARE,
    "kappa_quadratic": (-1.0, 1.0),
    "net_change": SHARE,
}
"""None: from the scale, or a count.  Kendall's W is left out: it speaks of a work model, and those are not judged."""
NEEDS_AGREEMENT = ("share_agree", "share_agree_invited")
NEEDS_NUMBERS = ("cqv",)
NEEDS_WORDS = ("cvr",)
NEEDS_NINE = ("ipr", "ipras", "ipras_disagreement", "rand_outside")


class RatedOn(Protocol):
    """What is asked of a scale here."""

    agree_from: int | str | None

    @property
    def numeric(self) -> bool:
        """Whether ratings are numbers."""

    @property
    def values(self) -> list[int | str]:
        """Every level from low to high."""


def one_to_nine(scale: RatedOn) -> bool:
    """Whether this is the 1 to 9 scale of the RAND/UCLA method."""
    return scale.values == list(range(1, 10))


def rule_errors(
    measure: str, at_least: float | None, at_most: float | None, scale: RatedOn
) -> list[tuple[str, str]]:
    """What is wrong with a threshold, as pairs of a key and a sentence; empty when it can be evaluated."""
    if measure not in MEASURE_RANGES:
        if measure == "kendall_w":
            what = "`kendall_w` speaks of a work model as a whole, and work models are not judged."
        else:
            what = f"the measure `{measure}` is not known. {nearest(measure, list(MEASURE_RANGES))}"
        return [("measure", what)]
    for names, fits, needed in (
        (NEEDS_AGREEMENT, scale.agree_from is not None, "a scale with `agree_from`"),
        (NEEDS_NUMBERS, scale.numeric, "a numeric scale"),
        (NEEDS_WORDS, not scale.numeric, "a scale of ordered words"),
        (NEEDS_NINE, one_to_nine(scale), "a scale from 1 to 9"),
    ):
        if measure in names and not fits:
            return [("measure", f"`{measure}` needs {needed}.")]
    limits = MEASURE_RANGES[measure]
    for key, bound in (("at_least", at_least), ("at_most", at_most)):
        if limits and bound is not None and not limits[0] <= bound <= limits[1]:
            low, high = (f"{limit:g}" for limit in limits)
            return [(key, f"`{key}` is {bound:g}, but `{measure}` lies between {low} and {high}.")]
    return []
