"""Ratings between two rounds by the same people: a dumbbell per statement and perspective."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from delphi.report.figures import HAIR, INK, MARKERS, QUIET, SERIES, Point, Sheet, canvas, pieces
from delphi.report.figures.rows import Row, Shown, draw_rows, in_parts, pages, part_name, room_beside
from delphi.rows import records_of, rows_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = [
    "scale", "rounds", "item_id", "work_model", "perspective", "n", "share_earlier", "share_later", "kept",
    "naive_earlier", "naive_later", "statement",
]  # fmt: skip
MEASURES = ("paired_share_earlier", "paired_share_later", "kept", "naive_share_earlier", "naive_share_later")
Bell = tuple[int, float, float, float]
"""A place in the order of perspectives, where it was and where it went, and how far down."""
APART = 3.3
"""Millimetres between the perspectives of one statement."""
TEXTS = {
    "nl": {
        "caption": "{scale}: aandeel dat instemt in ronde {earlier} en in ronde {later}, bij wie in beide oordeelde",
        "alt": "Per uitspraak een lijn van het aandeel dat in ronde {earlier} instemde naar het aandeel in ronde {later}, alleen van mensen die beide keren oordeelden. {rows}",
        "row": "“{statement}” ({who}, n = {n}): {earlier} → {later}; {kept} hield het eigen antwoord.",
        "row_alone": "“{statement}” ({who}, n = {n}): {earlier} → {later}.",
        "round": "ronde {earlier} → ronde {later}", "reworded": " (bewoording {before} → {after})", "kept": "zelfde\nantwoord",
        "naive": "boven en onder de lijn: iedereen die in die ronde oordeelde, ook wie er maar één keer bij was",
    },
    "en": {
        "caption": "{scale}: share that agrees in round {earlier} and in round {later}, of those who rated in both",
        "alt": "Per statement a line from the share that agreed in round {earlier} to the share in round {later}, only of people who rated both times. {rows}",
        "row": "“{statement}” ({who}, n = {n}): {earlier} → {later}; {kept} kept their answer.",
        "row_alone": "“{statement}” ({who}, n = {n}): {earlier} → {later}.",
        "round": "round {earlier} → round {later}", "reworded": " (wording {before} → {after})", "kept": "same\nanswer",
        "naive": "above and below the line: everybody who rated in that round, also those who were there only once",
    },
}  # fmt: skip


def ratings_data(shown: Shown) -> pd.DataFrame:
    """Paired ratings from `ratings.csv`, in the order of the codebook and the register.

    Returns
    -------
    DataFrame
        `scale, rounds` (`2-3`), `item_id, work_model, perspective, n, share_earlier, share_later, kept,
        naive_earlier, naive_later, statement` (as it was worded in
        the later round): shares from 0 to 1 of the `n` people who rated in both rounds, `kept` the share of them whose answer stayed the same, `naive` the shares of everybody
        who rated in one of the rounds.  Perspectives apart where they can be estimated, else all
        together (an empty perspective); no row where not even that can.
    """
    table = shown.ratings
    if table is None or table.empty:
        return pd.DataFrame(columns=COLUMNS)
    table = table[table["item_id"] != ""]
    found = {
        (r["scale"], r["item_id"], r["perspective"], r["round"], r["measure"]): r
        for r in records_of(table[table["measure"].isin(MEASURES)])
    }
    wordings = {(i, v): s for i, v, s in rows_of(shown.items, ["item_id", "version", "statement"])}
    pairs = dict.fromkeys((scale, rounds) for scale, _, _, rounds, measure in found if measure == "kept")
    records = []
    for scale, rounds in pairs:
        for code in shown.codebook.work_model:
            for item in dict.fromkeys(shown.items.loc[shown.items["work_model"] == code.key, "item_id"]):
                here: list[tuple[object, ...]] = []
                for perspective in (*shown.study.perspectives, ""):
                    cells = [found.get((scale, item, perspective, rounds, measure)) for measure in MEASURES]
                    values = [math.nan if c is None or c["value"] == "" else float(c["value"]) for c in cells]
                    if not (math.isnan(values[0]) or math.isnan(values[1]) or (here and not perspective)):
                        kept = found[(scale, item, perspective, rounds, "kept")]
                        text = _worded(shown, item, kept["version"], wordings)
                        number = int(kept["n"])
                        here.append((scale, rounds, item, code.key, perspective, number, *values, text))
                records += here
    return pd.DataFrame.from_records(records, columns=COLUMNS)


def _worded(shown: Shown, item: str, version: str, wordings: dict[tuple[str, int], str]) -> str:
    """The wording that was rated; when it changed between the rounds, the later one, and that it did."""
    versions = version.split("-")
    text = wordings[(item, int(versions[-1]))]
    if len(versions) == 1:
        return text
    return text + TEXTS[shown.study.language]["reworded"].format(before=versions[0], after=versions[-1])


def ratings_sheets(shown: Shown) -> list[Sheet]:
    """A figure for every scale and pair of rounds with paired ratings, `ratings-<scale>-<rounds>`."""
    say = TEXTS[shown.study.language]
    labels = {code.key: shown.study.text(code.label) for code in shown.codebook.work_model}
    sheets = []
    for (scale, rounds), data in ratings_data(shown).groupby(["scale", "rounds"], sort=False):
        rows: list[Row] = []
        for model, mine in data.groupby("work_model", sort=False):
            rows.append(Row("", labels[str(model)], heading=True))
            rows += [
                Row(str(item), same["statement"].iloc[0], least=APART * len(same) + 1.6)
                for item, same in mine.groupby("item_id", sort=False)
            ]
        earlier, later = rounds.split("-")
        caption = say["caption"].format(
            scale=shown.study.text(shown.study.scales[scale].label), earlier=earlier, later=later
        )
        split = pages(rows)
        for place, part in enumerate(split, 1):
            inside = data[data["item_id"].isin([row.item_id for row in part])]
            told = " ".join(_told(shown, row) for row in records_of(inside))
            sheets.append(
                Sheet(
                    name=part_name(f"ratings-{scale}-{rounds}", place),
                    caption=in_parts(caption, place, len(split)),
                    alt=say["alt"].format(rows=told, earlier=earlier, later=later),
                    draw=partial(_draw, shown, part, inside, earlier, later),
                )
            )
    return sheets


def _who(shown: Shown, perspective: str) -> str:
    if perspective not in shown.study.perspectives:
        return {"nl": "iedereen", "en": "everybody"}[shown.study.language]
    return shown.study.text(shown.study.perspectives[perspective].label)


def _told(shown: Shown, row: dict[str, object]) -> str:
    say = TEXTS[shown.study.language]
    kept = row["kept"]
    return say["row_alone" if pd.isna(kept) else "row"].format(
        statement=row["statement"],
        who=_who(shown, str(row["perspective"])),
        n=row["n"],
        earlier=_percent(row["share_earlier"]),
        later=_percent(row["share_later"]),
        kept=_percent(kept),
    )


def _percent(share: object) -> str:
    return "–" if pd.isna(share) else f"{100 * float(str(share)):.0f} %"


def _draw(shown: Shown, rows: list[Row], data: pd.DataFrame, earlier: str, later: str) -> Figure:
    say = TEXTS[shown.study.language]
    left, right = room_beside()
    left, end = left + 2, right - 19
    heard = [key for key in (*shown.study.perspectives, "") if key in set(data["perspective"])]
    look = {key: place for place, key in enumerate((*shown.study.perspectives, ""))}
    height = sum(row.height for row in rows)
    top = 10.0
    figure, axes = canvas(top + height + 12 + 5.5 * len(heard))
    for share in (0, 25, 50, 75, 100):
        x = left + (end - left) * share / 100
        axes.vlines(x, top - 1.5, top + height, color=HAIR, lw=0.6, zorder=1)
        axes.text(x, top - 3.6, f"{share} %", ha="center", va="center", fontsize=6.6, color=QUIET)
    axes.text(end + 6, top - 4.6, "n", ha="center", va="center", fontsize=6.6, color=QUIET)
    axes.text(
        end + 14.5, top - 4.6, say["kept"], ha="center", va="center", fontsize=6.6, color=QUIET, linespacing=1
    )

    by_item: dict[str, list[dict[str, Any]]] = {}
    for record in records_of(data):
        by_item.setdefault(record["item_id"], []).append(record)

    drawn: list[Bell] = []
    ticks: list[Point] = []

    def bells(row: Row, middle: float) -> None:
        mine = by_item.get(row.item_id, [])
        for place, one in enumerate(mine):
            y = middle + (place - (len(mine) - 1) / 2) * APART
            at = {
                name: left + (end - left) * float(one[name])
                for name in ("share_earlier", "share_later", "naive_earlier", "naive_later")
                if not pd.isna(one[name])
            }
            for name, way in (("naive_earlier", -1), ("naive_later", 1)):
                if name in at:
                    ticks.append((at[name], y + 1.25 * way))
            if {"share_earlier", "share_later"} <= at.keys():
                drawn.append((look[one["perspective"]], at["share_earlier"], at["share_later"], y))
            axes.text(end + 6, y, str(one["n"]), ha="center", va="center", fontsize=6.6)
            axes.text(end + 14.5, y, _percent(one["kept"]), ha="center", va="center", fontsize=6.6)

    draw_rows(axes, rows, top, bells)
    y = top + height + 4.5
    for key in heard:
        drawn.append((look[key], 3, 13, y))
        axes.text(
            16,
            y,
            f"{_who(shown, key)}: {say['round'].format(earlier=earlier, later=later)}",
            va="center",
            fontsize=7.2,
        )
        y += 5.5
    _draw_bells(axes, drawn)
    if ticks:
        axes.plot(*zip(*ticks), "|", ms=3.4, mec=QUIET, mew=0.7, zorder=2)
    axes.plot(8, y, "|", ms=4.6, mec=QUIET, mew=0.9)
    axes.text(16, y, say["naive"], va="center", fontsize=7.2, color=QUIET)
    return figure


def _draw_bells(axes: Axes, drawn: list[Bell]) -> None:
    """Open where it was and filled where it went, with a dark edge where it stayed."""
    for kind in dict.fromkeys(kind for kind, *_ in drawn):
        mine = [bell for bell in drawn if bell[0] == kind]
        colour, marker = SERIES[kind % len(SERIES)], MARKERS[kind % len(MARKERS)]
        look: dict[str, Any] = {"marker": marker, "ls": "none", "ms": 4.2, "mew": 0.9}
        lines = [((earlier, y), (later, y)) for _, earlier, later, y in mine]
        axes.plot(*pieces(lines), color=colour, lw=1.3, zorder=2)
        axes.plot(*zip(*(start for start, _ in lines)), **look, mfc="white", mec=colour, zorder=3)
        for edge, ends in (
            (INK, [end for start, end in lines if start == end]),
            (colour, [end for start, end in lines if start != end]),
        ):
            if ends:
                axes.plot(*zip(*ends), **look, mfc=colour, mec=edge, zorder=4)
