"""How much of each transcript people have checked, as bars."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from delphi.report import words
from delphi.report.figures import ACCENT, HAIR, INK, QUIET, Sheet, canvas, paged
from delphi.report.figures.rows import Shown, in_parts, part_name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TEXTS = {
    "nl": {
        "caption": "Door mensen nagekeken beurten van deelnemers, per transcript",
        "alt": "Liggende balken per transcript: hoeveel beurten van deelnemers nagekeken zijn. {rows}.",
        "caption_rounds": "Door mensen nagekeken beurten van deelnemers, per ronde",
        "alt_rounds": "Liggende balken per ronde: hoeveel beurten van deelnemers nagekeken zijn. {rows}.",
        "row": "{transcript}: {checked} van {turns}",
        "checked": "nagekeken", "open": "nog niet nagekeken", "turns": "beurten van deelnemers",
    },
    "en": {
        "caption": "Turns by participants that people have checked, per transcript",
        "alt": "Horizontal bars per transcript: how many turns by participants are checked. {rows}.",
        "caption_rounds": "Turns by participants that people have checked, per round",
        "alt_rounds": "Horizontal bars per round: how many turns by participants are checked. {rows}.",
        "row": "{transcript}: {checked} of {turns}",
        "checked": "checked", "open": "not yet checked", "turns": "turns by participants",
    },
}  # fmt: skip
BAR, MOST = 5.0, 36
MOST_SESSIONS = 60  # lines that somebody reads


def coverage_data(shown: Shown) -> pd.DataFrame:
    """Checked turns and turns by participants, per transcript in the order of `coverage.csv`; per round of very many."""
    table = by_round(shown.coverage, shown.study.language)
    table = table[["transcript_id", "round", "participant_turns", "checked"]].copy()
    return table.astype({"participant_turns": "int64", "checked": "int64"})


def coverage_sheets(shown: Shown) -> list[Sheet]:
    """One figure `coverage`; with very many transcripts in parts."""
    say = dict(TEXTS[shown.study.language])
    data = coverage_data(shown)
    if len(data) < len(shown.coverage):
        say |= {"caption": say["caption_rounds"], "alt": say["alt_rounds"]}
    split = paged(data.to_dict("records"), lambda _: 1.0, MOST)
    sheets = []
    for place, part in enumerate(split, 1):
        rows = [
            say["row"].format(
                transcript=r["transcript_id"], checked=r["checked"], turns=r["participant_turns"]
            )
            for r in part
        ]
        inside = pd.DataFrame(part, columns=list(data.columns))
        longest = int(data["participant_turns"].max()) if len(data) else 0
        sheets.append(
            Sheet(
                name=part_name("coverage", place),
                caption=in_parts(say["caption"], place, len(split)),
                alt=say["alt"].format(rows="; ".join(rows)),
                draw=partial(draw_coverage, inside, longest, shown.study.language),
            )
        )
    return sheets


def draw_coverage(data: pd.DataFrame, longest: int, language: str) -> Figure:
    """A bar per transcript: checked turns, and hatched those still open; `longest` is the most turns of any."""
    say = TEXTS[language]
    figure, axes = canvas(10 + BAR * len(data))
    left = 4 + 1.55 * max([6, *map(len, data["transcript_id"])])
    scale = (144 - left) / max(1, longest)
    y = 8.0
    for name, turns, checked in data[["transcript_id", "participant_turns", "checked"]].itertuples(
        index=False
    ):
        axes.text(left - 2, y + 1.7, name, ha="right", va="center", fontsize=7.6)
        if checked < turns:
            axes.barh(y, (turns - checked) * scale, 3.4, left + checked * scale, align="edge", fc="white", ec=HAIR, hatch="/////", lw=0.6)  # fmt: skip
        if checked:
            axes.barh(y, checked * scale, 3.4, left, align="edge", fc=ACCENT, ec=ACCENT, lw=0.6)
        axes.text(
            left + turns * scale + 1.5, y + 1.7, f"{checked} / {turns}", va="center", fontsize=7.4, color=INK
        )
        y += BAR
    axes.barh(1.6, 4, 3, left, align="edge", fc=ACCENT, ec=ACCENT, lw=0.6)
    axes.text(left + 5.5, 3.1, say["checked"], va="center", fontsize=7.4)
    axes.barh(1.6, 4, 3, left + 27, align="edge", fc="white", ec=HAIR, hatch="/////", lw=0.6)
    axes.text(left + 32.5, 3.1, say["open"], va="center", fontsize=7.4)
    axes.text(159, 3.1, say["turns"], ha="right", va="center", fontsize=7.2, color=QUIET)
    return figure


def by_round(coverage_: pd.DataFrame, language: str) -> pd.DataFrame:
    """`coverage.csv` with a line per round, named so, in the place of very many transcripts."""
    if len(coverage_) <= MOST_SESSIONS:
        return coverage_
    names = ["participant_turns", "checked"]
    sums = coverage_.assign(**{name: coverage_[name].astype("int64") for name in names})
    sums = sums.groupby("round", as_index=False)[names].sum()
    named = [words.capital(words.rounds_named([int(number)], language)) for number in sums["round"]]
    return sums.assign(transcript_id=named)
