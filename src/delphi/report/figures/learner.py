"""The learner measured, in three pictures: learning curve, surest turns, and promised against kept."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from delphi.report.figures import HAIR, MARKERS, QUIET, SERIES, WIDTH

FEWEST = 5  # turns in a band: the share of fewer says nothing

WORDS = {
    "nl": {
        "curve": "Hoe snel het leert", "decided": "nagekeken beurten", "f1": "macro-F1 (werkmodel)",
        "transcripts": "gesprek na gesprek", "random": "willekeurig", "queue": "wachtrij",
        "coverage": "Hoe vaak het gelijk heeft", "share": "aandeel beurten, zekerste eerst", "right": "aandeel juist",
        "reliability": "Of het zijn zekerheid kent", "promised": "opgegeven kans",
        "work_model": "werkmodel", "swot": "categorie", "judged": "oordeel",
    },
    "en": {
        "curve": "How fast it learns", "decided": "checked turns", "f1": "macro-F1 (work model)",
        "transcripts": "session after session", "random": "at random", "queue": "queue",
        "coverage": "How often it is right", "share": "share of turns, surest first", "right": "share right",
        "reliability": "Whether it knows how sure it is", "promised": "stated probability",
        "work_model": "work model", "swot": "category", "judged": "judgement",
    },
}  # fmt: skip


def draw_learner(
    curve: pd.DataFrame, coverage: pd.DataFrame, reliability: pd.DataFrame, language: str
) -> Figure:
    """Draw what `delphi evaluate` measured.

    Parameters
    ----------
    curve
        `order, decided, facet, f1`.
    coverage
        `facet, of, coverage, right`; turns that the coder tagged are shown.
    reliability
        `facet, promised, right, n`.
    """
    say = WORDS[language]
    figure = Figure(figsize=(WIDTH, WIDTH * 0.42), layout="constrained")
    left, middle, right = figure.subplots(1, 3)
    models = curve[curve["facet"] == "work_model"]
    for place, (order, rows) in enumerate(models.groupby("order", sort=False)):
        left.plot(
            rows["decided"], rows["f1"], marker=MARKERS[place], ms=3.5, color=SERIES[place], label=say[order]
        )
    tagged = coverage[coverage["of"] == "tagged"]
    for place, (facet, rows) in enumerate(tagged.groupby("facet", sort=False)):
        middle.plot(
            rows["coverage"],
            rows["right"],
            color=SERIES[place],
            marker=MARKERS[place],
            ms=3,
            label=say[facet],
        )
    right.plot([0, 1], [0, 1], color=HAIR, lw=0.8)
    often = reliability[reliability["n"] >= FEWEST]
    for place, (facet, rows) in enumerate(often.groupby("facet", sort=False)):
        right.plot(
            rows["promised"],
            rows["right"],
            marker=MARKERS[place],
            ms=3.5,
            color=SERIES[place],
            label=say[facet],
        )
    names = ((left, "curve", "decided", "f1"), (middle, "coverage", "share", "right"),
             (right, "reliability", "promised", "right"))  # fmt: skip
    for axes, title, across, up in names:
        axes.set_title(say[title])
        axes.set_xlabel(say[across], color=QUIET)
        axes.set_ylabel(say[up], color=QUIET)
        axes.set_ylim(0, 1.02)
        axes.grid(axis="y")
        axes.legend(loc="lower right", fontsize=7)
    return figure
