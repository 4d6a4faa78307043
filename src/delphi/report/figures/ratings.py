"""Ratings between two rounds by the same people: a dumbbell per statement and perspective."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from delphi.report import words
from delphi.report.figures import HAIR, INK, MARKERS, QUIET, SERIES, Sheet, canvas
from delphi.report.figures.rows import Row, Shown, draw_rows, in_parts, pages, part_name, room_beside

COLUMNS = [
    "item_id", "work_model", "perspective", "n", "share_earlier", "share_later", "kept", "naive_earlier", "naive_later",
]  # fmt: skip
APART = 3.3
"""Millimetres between the perspectives of one statement."""
TEXTS = {
    "nl": {
        "caption": "Beoordelingen door wie in beide rondes oordeelde: aandeel dat instemt",
        "alt": "Per uitspraak een lijn van het aandeel dat eerst instemde naar het aandeel dat later instemde, alleen van mensen die beide keren oordeelden. {rows}",
        "row": "“{statement}” ({who}, n = {n}): {earlier} → {later}; {kept} hield het eigen antwoord.",
        "row_alone": "“{statement}” ({who}, n = {n}): {earlier} → {later}.",
        "earlier": "eerst", "later": "later", "kept": "zelfde\nantwoord",
        "naive": "iedereen die oordeelde, ook wie er maar één keer bij was",
    },
    "en": {
        "caption": "Ratings by those who rated in both rounds: share that agrees",
        "alt": "Per statement a line from the share that agreed first to the share that agreed later, only of people who rated both times. {rows}",
        "row": "“{statement}” ({who}, n = {n}): {earlier} → {later}; {kept} kept their answer.",
        "row_alone": "“{statement}” ({who}, n = {n}): {earlier} → {later}.",
        "earlier": "first", "later": "later", "kept": "same\nanswer",
        "naive": "everybody who rated, also those who were there only once",
    },
}  # fmt: skip


def ratings_data(shown: Shown) -> pd.DataFrame:
    """Paired ratings in the order of the codebook and the register.

    Returns
    -------
    DataFrame
        `COLUMNS` with `statement` and `block_label` of the present wording: shares from 0 to 1 of the
        `n` people of a perspective who rated in both rounds, `kept` the share of them whose answer
        stayed the same, and the shares of everybody who rated in one of the rounds.
    """
    if shown.paired is None or shown.paired.empty:
        return pd.DataFrame(columns=[*COLUMNS, "statement", "model_label"])
    register = shown.items.sort_values("version").groupby("item_id").tail(1).set_index("item_id")
    models = {code.key: place for place, code in enumerate(shown.codebook.work_model)}
    places = {item: place for place, item in enumerate(dict.fromkeys(shown.items["item_id"]))}
    looks = {key: place for place, key in enumerate(shown.study.perspectives)}
    frame = shown.paired[COLUMNS].copy()
    frame["statement"] = frame["item_id"].map(register["statement"])
    frame["model_label"] = frame["work_model"].map(
        {code.key: shown.study.text(code.label) for code in shown.codebook.work_model}
    )
    frame["_m"], frame["_i"] = frame["work_model"].map(models), frame["item_id"].map(places)
    frame["_p"] = frame["perspective"].map(looks).fillna(-1)
    frame = frame.sort_values(["_m", "_i", "_p"], kind="stable")
    return frame.drop(columns=["_m", "_i", "_p"]).reset_index(drop=True)


def ratings_sheets(shown: Shown) -> list[Sheet]:
    """One figure `ratings` when the study has paired ratings; a long one in parts."""
    data = ratings_data(shown)
    if data.empty:
        return []
    say = TEXTS[shown.study.language]
    rows: list[Row] = []
    for label, mine in data.groupby("model_label", sort=False):
        rows.append(Row("", str(label), heading=True))
        rows += [
            Row(str(item), same["statement"].iloc[0], least=APART * len(same) + 1.6)
            for item, same in mine.groupby("item_id", sort=False)
        ]
    split = pages(rows)
    sheets = []
    for place, part in enumerate(split, 1):
        inside = data[data["item_id"].isin([row.item_id for row in part])]
        told = " ".join(_told(shown, row) for row in inside.to_dict("records"))
        sheets.append(
            Sheet(
                name=part_name("ratings", place),
                caption=in_parts(say["caption"], place, len(split)),
                alt=say["alt"].format(rows=told),
                draw=lambda part=part, inside=inside: _draw(shown, part, inside),  # type: ignore[misc]
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
    return say["row_alone" if pd.isna(kept) else "row"].format(  # type: ignore[call-overload]
        statement=row["statement"],
        who=_who(shown, str(row["perspective"])),
        n=row["n"],
        earlier=_percent(row["share_earlier"]),
        later=_percent(row["share_later"]),
        kept=_percent(kept),
    )


def _percent(share: object) -> str:
    return "–" if pd.isna(share) else f"{100 * float(str(share)):.0f} %"  # type: ignore[call-overload]


def _draw(shown: Shown, rows: list[Row], data: pd.DataFrame) -> Figure:
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

    def bells(row: Row, middle: float) -> None:
        mine = data[data["item_id"] == row.item_id].to_dict("records")
        for place, one in enumerate(mine):
            y = middle + (place - (len(mine) - 1) / 2) * APART
            colour, marker = SERIES[look[one["perspective"]] % 6], MARKERS[look[one["perspective"]] % 6]
            at = {
                name: left + (end - left) * float(one[name])
                for name in ("share_earlier", "share_later", "naive_earlier", "naive_later")
                if not pd.isna(one[name])
            }
            for name, way in (("naive_earlier", -1), ("naive_later", 1)):
                if name in at:
                    axes.plot(at[name], y + 1.25 * way, "|", ms=3.4, mec=QUIET, mew=0.7, zorder=2)
            if {"share_earlier", "share_later"} <= at.keys():
                _bell(axes, at["share_earlier"], at["share_later"], y, colour, marker)
            axes.text(end + 6, y, str(one["n"]), ha="center", va="center", fontsize=6.6)
            axes.text(end + 14.5, y, _percent(one["kept"]), ha="center", va="center", fontsize=6.6)

    draw_rows(axes, rows, top, bells)
    y = top + height + 4.5
    for key in heard:
        _bell(axes, 3, 13, y, SERIES[look[key] % 6], MARKERS[look[key] % 6])
        axes.text(16, y, f"{_who(shown, key)}: {say['earlier']} → {say['later']}", va="center", fontsize=7.2)
        y += 5.5
    axes.plot(8, y, "|", ms=4.6, mec=QUIET, mew=0.9)
    axes.text(16, y, say["naive"], va="center", fontsize=7.2, color=QUIET)
    return figure


def _bell(axes: Axes, earlier: float, later: float, y: float, colour: str, marker: str) -> None:
    axes.plot([earlier, later], [y, y], color=colour, lw=1.3, zorder=2)
    axes.plot(earlier, y, marker, ms=4.2, mfc="white", mec=colour, mew=0.9, zorder=3)
    axes.plot(
        later, y, marker, ms=4.2, mfc=colour, mec=INK if earlier == later else colour, mew=0.9, zorder=4
    )
