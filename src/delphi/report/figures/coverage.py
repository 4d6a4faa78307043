"""How much of each transcript people have checked, as bars."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from delphi.report.figures import ACCENT, HAIR, INK, WIDTH

WORDS = {
    "nl": {"checked": "nagekeken", "open": "nog niet nagekeken", "turns": "beurten van deelnemers"},
    "en": {"checked": "checked", "open": "not yet checked", "turns": "turns by participants"},
}


def draw_coverage(coverage: pd.DataFrame, language: str) -> Figure:
    """Draw a bar per transcript, in the order of the table: checked turns and those still open.

    Parameters
    ----------
    coverage
        `coverage.csv`, with `participant_turns` and `checked` as numbers.
    """
    say = WORDS[language]
    figure = Figure(figsize=(WIDTH, 0.5 + 0.2 * max(len(coverage), 3)), layout="constrained")
    axes = figure.subplots()
    places = list(range(len(coverage)))[::-1]
    turns, checked = coverage["participant_turns"], coverage["checked"]
    axes.barh(places, turns, color="white", edgecolor=HAIR, hatch="////", height=0.62, label=say["open"])
    axes.barh(places, checked, color=ACCENT, edgecolor=ACCENT, height=0.62, label=say["checked"])
    for place, done, of in zip(places, checked, turns):
        axes.annotate(
            f"{done} / {of}", (of, place), (4, 0), textcoords="offset points", va="center", color=INK
        )
    axes.set_yticks(places, list(coverage["transcript_id"]))
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(say["turns"])
    axes.set_xlim(0, max(1, turns.max()) * 1.12)
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles[::-1], labels[::-1], loc="outside upper right", ncols=2, frameon=False)
    return figure
