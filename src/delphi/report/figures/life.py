"""What became of each statement of one work model, round by round: a lane per statement, a sign per round."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import pandas as pd

from delphi.codebook import Code
from delphi.items import ENDED, NEW_VERSION
from delphi.report import words
from delphi.report.figures import HAIR, INK, QUIET, Point, Sheet, canvas, pieces, wrapped
from delphi.report.figures.rows import Row, Shown, draw_rows, model_sheets, room_beside
from delphi.rows import records_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

OUTSIDE = "outside"
"""Supported after the round it came up in, but only in conversations that are none of the panel's."""
STATUSES = ("introduced", OUTSIDE, "confirmed", "nuanced", "contested", *NEW_VERSION, *ENDED)
QUIETLY = ("not_coded", "silent")
Place = tuple[str, float, float]
"""A sign, and where it stands."""


@dataclass(frozen=True)
class Sign:
    """How a status is drawn: its shape alone tells it from the others."""

    marker: str
    face: str
    edge: str
    size: float = 5.2
    lift: float = 0.0
    fill: Literal["full", "left"] = "full"


SIGNS = {
    "introduced": Sign("o", "white", INK),
    OUTSIDE: Sign("o", "#1f4e79", "#1f4e79", 5.2, -1.0, "left"),
    "confirmed": Sign("o", "#1f4e79", "#1f4e79", lift=-1.0),
    "nuanced": Sign("D", "#d9c98a", "#7a6a1e", 4.4),
    "contested": Sign("X", "#b3431c", "white", 7.8, 1.0),
    "reformulated": Sign("s", "#8a6fae", "#4d3670"),
    "recategorised": Sign(">", "#8a6fae", "#4d3670", 6.0),
    "merged": Sign("v", INK, INK, 5.6),
    "split": Sign("^", INK, INK, 5.6),
    "dropped": Sign("|", INK, INK, 7.5),
    "out_of_scope": Sign("P", INK, INK, 5.4),
    "silent": Sign(".", "#9aa6b1", "#9aa6b1", 3.2),
    "not_coded": Sign("o", "white", "#9aa6b1", 3.4),
}
TEXTS = {
    "nl": {
        "caption": "{model}: wat er van elke uitspraak werd",
        "alt": "Levensloop van {statements} over {model}, een rij per uitspraak en een teken per ronde. {rounds} {named}",
        "round": "{round}: {counts}.",
        "outside": "gesteund, maar alleen buiten het panel",
        "nothing": "geen enkele uitspraak",
        "named": "{status}: {statements}.",
    },
    "en": {
        "caption": "{model}: what became of each statement",
        "alt": "The life of {statements} about {model}, a row per statement and a sign per round. {rounds} {named}",
        "round": "{round}: {counts}.",
        "outside": "supported, but only outside the panel",
        "nothing": "no statement",
        "named": "{status}: {statements}.",
    },
}  # fmt: skip


def life_data(shown: Shown) -> pd.DataFrame:
    """What became of every statement in every round, over all perspectives and groups.

    Returns
    -------
    DataFrame
        `work_model, block, item_id, statement, round, statuses`: what was said in that round and what
        the team then decided, parted by `;`; `outside` for support in conversations that are none of
        the panel's.  `silent` and `not_coded` stand only where nothing else does.  Work models in the
        codebook's order, statements in the register's; no row before a statement came up or after
        it ended.
    """
    table = shown.consensus[shown.consensus["group"] == ""]
    found: dict[tuple[str, int], set[str]] = {}
    for row in records_of(table):
        here = found.setdefault((row["item_id"], int(row["round"])), set())
        here.add(row["status"])
        here |= {"contested"} if int(row["n_contests"]) else set()
        here |= {"nuanced"} if int(row["n_nuances"]) else set()
    records = []
    for row in records_of(shown.statements):
        first = int(row["introduced_round"])
        for round_ in shown.study.rounds:
            here = found.get((row["item_id"], round_.number), set())
            if here and round_.number == first:
                here = here | {"introduced"}
            elif "introduced" in here:
                here = here - {"introduced"} | {OUTSIDE}
            told = [status for status in STATUSES if status in here]
            told = told or [status for status in QUIETLY if status in here][:1]
            if told:
                records.append(
                    (
                        row["work_model"],
                        row["block"],
                        row["item_id"],
                        row["statement"],
                        round_.number,
                        ";".join(told),
                    )
                )
    columns = ["work_model", "block", "item_id", "statement", "round", "statuses"]
    return pd.DataFrame.from_records(records, columns=columns)


def life_sheets(shown: Shown) -> list[Sheet]:
    """One figure per work model that has statements, `life-<work_model>`; long ones in parts."""
    caption = TEXTS[shown.study.language]["caption"]
    return model_sheets(
        shown, "life", caption, life_data(shown), lambda code, _: _rows(shown, code),
        lambda model, _, inside: _alt(shown, model, inside), _draw,
    )  # fmt: skip


def _rows(shown: Shown, code: Code) -> list[Row]:
    rows: list[Row] = []
    for label, block in shown.of_model(code).items():
        rows.append(Row("", label, heading=True))
        rows += [Row(s["item_id"], s["statement"], s["depth"]) for s in block]
    return rows


def _alt(shown: Shown, model: str, data: pd.DataFrame) -> str:
    language = shown.study.language
    say, status = TEXTS[language], _named(language)
    statements = words.counted(data["item_id"].nunique(), "statement", language)
    sentences: list[str] = []
    named: dict[str, list[str]] = {key: [] for key in ("contested", "nuanced", *NEW_VERSION, *ENDED)}
    told = [
        (s, int(r), str(t).split(";"))
        for s, r, t in data[["statement", "round", "statuses"]].itertuples(index=False)
    ]
    for round_ in shown.study.rounds:
        here = [key for _, number, keys in told if number == round_.number for key in keys]
        counts = [f"{here.count(key)} {status[key]}" for key in (*STATUSES, *QUIETLY) if key in here]
        heading = words.capital(words.rounds_named([round_.number], language))
        sentences.append(
            say["round"].format(round=heading, counts=words.enumerated(counts, language) or say["nothing"])
        )
    for statement, _, keys in told:
        for key in keys:
            if key in named and statement not in named[key]:
                named[key].append(statement)
    last = [
        say["named"].format(status=words.capital(status[key]), statements="; ".join(found))
        for key, found in named.items()
        if found
    ]
    alt = say["alt"].format(
        statements=statements, model=model, rounds=" ".join(sentences), named=" ".join(last)
    )
    return alt.strip()


def _named(language: str) -> dict[str, str]:
    return {**words.STATUS[language], OUTSIDE: TEXTS[language]["outside"]}


def _draw(shown: Shown, rows: list[Row], data: pd.DataFrame) -> Figure:
    left, right = room_beside()
    step = (right - left) / len(shown.study.rounds)
    at = {round_.number: left + step * (place + 0.5) for place, round_ in enumerate(shown.study.rounds)}
    status = _named(shown.study.language)
    used = {key for cell in data["statuses"] for key in cell.split(";")}
    legend = [key for key in (*STATUSES, *QUIETLY) if key in used]
    named = {round_.number: shown.study.text(round_.label) for round_ in shown.study.rounds}
    # The longest word of a round's name decides how small its letters are.
    letters = max(int(step / 1.1), *(len(word) for name in named.values() for word in name.split()))
    size = max(4.5, 6.3 * min(1, step / 1.1 / letters))
    labels = {number: wrapped(name, letters, most=4) for number, name in named.items()}
    top = 7.6 + 2.5 * (1 + max(label.count("\n") for label in labels.values()))
    height = sum(row.height for row in rows)
    figure, axes = canvas(top + height + 3 + 5.4 * -(-len(legend) // 4))
    for number, x in at.items():
        axes.vlines(x, top, top + height, color=HAIR, lw=0.6, zorder=1)
        heading = words.capital(words.rounds_named([number], shown.study.language))
        axes.text(x, 2.4, heading, ha="center", va="center", weight=600, fontsize=7.6)
        axes.text(x, 4.8, labels[number], ha="center", va="top", fontsize=size, color=QUIET, linespacing=1.05)
    told = {item: list(zip(f["round"], f["statuses"])) for item, f in data.groupby("item_id", sort=False)}
    signs: list[Place] = []
    ways: dict[bool, list[tuple[Point, Point]]] = {False: [], True: []}

    def lane(row: Row, middle: float) -> None:
        mine = _lane([(at[n], cell.split(";")) for n, cell in told.get(row.item_id, [])], middle)
        for earlier, later in pairwise(mine):
            ways[later[0] in QUIETLY].append((earlier[1:], later[1:]))
        signs.extend(mine)

    draw_rows(axes, rows, top, lane)
    for quiet, there in ways.items():
        if there:
            axes.plot(
                *pieces(there), color="#8794a1", zorder=2, lw=0.7 if quiet else 1.1,
                ls=(0, (1.2, 1.6)) if quiet else "solid",
            )  # fmt: skip
    for place, key in enumerate(legend):
        x, y = 2 + (place % 4) * 39.5, top + height + 4 + 5.4 * (place // 4)
        signs.append((key, x, y))
        axes.text(x + 2.6, y, wrapped(status[key], 28, most=2), fontsize=7, va="center", linespacing=1.0)
    _draw_signs(axes, signs)
    return figure


def _lane(told: list[tuple[float, list[str]]], middle: float) -> list[Place]:
    """A statement's way through the rounds: up where it was supported, down where it was contested."""
    return [
        (key, x + 3.4 * (place - (len(keys) - 1) / 2), middle + SIGNS[key].lift)
        for x, keys in told
        for place, key in enumerate(keys)
    ]


def _draw_signs(axes: Axes, signs: list[Place]) -> None:
    for key, sign in SIGNS.items():
        places = [(x, y) for name, x, y in signs if name == key]
        if places:
            axes.plot(
                *zip(*places), sign.marker, ms=sign.size, mfc=sign.face, mec=sign.edge, zorder=3,
                fillstyle=sign.fill, markerfacecoloralt="white", mew=2 if sign.marker == "|" else 0.9,
            )  # fmt: skip
