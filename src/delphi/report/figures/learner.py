"""The learner measured, in three pictures: learning curve, surest turns, and promised against kept."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from delphi.report.figures import HAIR, MARKERS, QUIET, SERIES, WIDTH

FEWEST = 5  # turns in a band: the share of fewer says nothing

WORDS = {
    "nl": {
        "curve": "Hoe snel het leert", "decided": "nagekeken beurten", "f1": "macro-F1 (werkmodel)",
        "transcripts": "gesprek na gesprek", "random": "willekeurig", "queue": "wachtrij",
        "not_yet": "nog niet lerend", "partly": "deels lerend",
        "coverage": "Hoe vaak het gelijk heeft", "share": "aandeel voorgestelde\nbeurten, zekerste eerst",
        "right": "aandeel juist", "tagged": "van getagde beurten",
        "reliability": "Of het zijn zekerheid kent", "promised": "opgegeven kans",
        "work_model": "werkmodel", "swot": "categorie", "judged": "oordeel",
    },
    "en": {
        "curve": "How fast it learns", "decided": "checked turns", "f1": "macro-F1 (work model)",
        "transcripts": "session after session", "random": "at random", "queue": "queue",
        "not_yet": "not learning yet", "partly": "learning in part",
        "coverage": "How often it is right", "share": "share of suggested\nturns, surest first",
        "right": "share right", "tagged": "of tagged turns",
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
        `order, decided, facet, f1, learned`; hollow where `learned` is 0, half where it is under 1.
    coverage
        `facet, of, coverage, right`; turns that are suggested, and thin those that the coder tagged.
    reliability
        `facet, promised, right, n`.
    """
    say = WORDS[language]
    figure = Figure(figsize=(WIDTH, WIDTH * 0.46), layout="constrained")
    left, middle, right = figure.subplots(1, 3)
    _curve(left, curve[curve["facet"] == "work_model"], say)
    _coverage(middle, coverage, say)
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
    right.legend(loc="lower right", fontsize=7)
    names = ((left, "curve", "decided", "f1"), (middle, "coverage", "share", "right"),
             (right, "reliability", "promised", "right"))  # fmt: skip
    for axes, title, across, up in names:
        axes.set_title(say[title])
        axes.set_xlabel(say[across], color=QUIET)
        axes.set_ylabel(say[up], color=QUIET)
        axes.set_ylim(0, 1.02)
        axes.grid(axis="y")
    return figure


def _curve(axes: Axes, models: pd.DataFrame, say: dict[str, str]) -> None:
    """A line per order; its markers say whether there was a learner."""
    handles = []
    for place, (order, rows) in enumerate(models.groupby("order", sort=False)):
        look: dict[str, Any] = {"marker": MARKERS[place], "ms": 4, "color": SERIES[place]}
        axes.plot(rows["decided"], rows["f1"], color=SERIES[place])
        for row in rows.itertuples(index=False):
            axes.plot([row.decided], [row.f1], ls="", **look, **_filled(row.learned))
        handles.append(Line2D([], [], **look, label=say[order]))
    for name, kept in (
        ("not_yet", models["learned"] == 0),
        ("partly", models["learned"].between(0, 1, "neither")),
    ):
        if kept.any():
            filled = _filled(models["learned"][kept].iloc[0])
            handles.append(Line2D([], [], ls="", marker="o", ms=4, color=QUIET, **filled, label=say[name]))
    axes.legend(handles=handles, loc="lower right", fontsize=7)


def _filled(learned: float) -> dict[str, Any]:
    if learned >= 1:
        return {}
    hollow = {"markerfacecolor": "white"} if learned <= 0 else {"fillstyle": "left"}
    return hollow | {"markerfacecoloralt": "white"}


def _coverage(axes: Axes, coverage: pd.DataFrame, say: dict[str, str]) -> None:
    """A line per facet for turns that are suggested, and a thin one for turns that the coder tagged."""
    handles = []
    for place, (facet, rows) in enumerate(coverage.groupby("facet", sort=False)):
        suggested, tagged = (rows[rows["of"] == name] for name in ("suggested", "tagged"))
        axes.plot(tagged["coverage"], tagged["right"], color=SERIES[place], lw=0.7, ls="--")
        handles += axes.plot(
            suggested["coverage"],
            suggested["right"],
            color=SERIES[place],
            marker=MARKERS[place],
            ms=3,
            label=say[facet],
        )
    handles.append(Line2D([], [], color=QUIET, lw=0.7, ls="--", label=say["tagged"]))
    axes.legend(handles=handles, loc="lower right", fontsize=7)
