"""The method annex's tables on suggestions: scores, per code, per round, decisions needed, and confusions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from delphi.report import words
from delphi.report.content import Cell, Table, text
from delphi.report.learner_texts import SAY
from delphi.report.material import Material

CONFUSIONS_SHOWN = 8
LEVELS = 3  # of macro-F1 for which the decisions needed are told
PER_LEVEL = 20  # levels in 1: they are .05 apart
FACETS = ("work_model", "block", "swot")


def tables(m: Material, in_use: str) -> dict[str, Table]:
    """All of them by name; `in_use` is the method that suggestions come from."""
    would = "" if in_use == "learner" else SAY[m.study.language]["would"]
    found = {"learner": _scores(m, in_use), "learner-codes": _codes(m, would)}
    if (rounds := _rounds(m, would)) is not None:
        found["learner-rounds"] = rounds
    if needed(m.tables.get("learner_curve")):
        found["learner-decisions"] = _decisions(m, would)
    if len(m.tables["learner_confusions"]):
        found["learner-confusions"] = _confusions(m, would)
    return found


def needed(curve: pd.DataFrame | None) -> list[tuple[str, float, dict[str, int]]]:
    """How many decided turns it takes until a macro-F1 below which it does not fall with more of them.

    Parameters
    ----------
    curve
        `order, decided, facet, f1` as `delphi evaluate` leaves them.

    Returns
    -------
    Per facet and level (the highest `LEVELS` steps that an order reaches): turns per order, 0 where an order does not reach it.
    """
    found: list[tuple[str, float, dict[str, int]]] = []
    if curve is None or not len(curve):
        return found
    curve = curve.assign(decided=curve["decided"].astype(int), f1=pd.to_numeric(curve["f1"]))
    for facet, rows in curve.groupby("facet", sort=False):
        lasts = {
            order: one.sort_values("decided", ascending=False)
            for order, one in rows.groupby("order", sort=False)
        }
        top = int(max(one["f1"].iloc[0] for one in lasts.values()) * PER_LEVEL + 1e-9)
        for level in range(max(top - LEVELS + 1, 1), top + 1):
            per_order = {}
            for order, one in lasts.items():
                stays = (one["f1"] >= level / PER_LEVEL - 1e-9).cummin()
                per_order[str(order)] = int(one["decided"][stays].min()) if stays.any() else 0
            found.append((str(facet), level / PER_LEVEL, per_order))
    return found


def _scores(m: Material, in_use: str) -> Table:
    say, gold = SAY[m.study.language], m.tables["evaluation"].iloc[0]["gold"]
    caption, columns = say["scores"]
    table = m.tables["learner"]
    table = table[table["code"] == ""]
    rows = []
    for facet in say["facet"]:
        of_facet = table[table["facet"] == facet]
        for row in of_facet[of_facet["split"].isin(("transcript", "round"))].to_dict("records"):
            if row["split"] == "round" and row["method"] != "learner":
                continue
            method, _, name = row["method"].partition(":")
            named = say["method"][method].format(name=name) + say["split"].get(row["split"], "")
            used = facet != "stance" and (row["split"], method) == ("transcript", in_use)
            named += say["in_use"] if used else ""
            rows.append([text(say["facet"][facet]), text(named), *_numbers(m, row)])
            if method == "human":
                same = of_facet[(of_facet["split"] == f"read_by_{name}") & (of_facet["method"] == "learner")]
                rows += [
                    [
                        text(say["facet"][facet]),
                        text(say["same_turns"].format(name=name)),
                        *_numbers(m, other),
                    ]
                    for other in same.to_dict("records")
                ]
    widths = [0.18, 0.25, 0.13, 0.09, 0.09, 0.06, 0.13, 0.07]
    return Table(
        caption=caption.format(gold=gold), columns=columns, widths=widths, align="llrrrrrr", rows=rows,
        note=say["note"].format(gold=gold),
    )  # fmt: skip


def _codes(m: Material, would: str) -> Table:
    caption, columns = SAY[m.study.language]["codes"]
    table = m.tables["learner"]
    table = table[(table["code"] != "") & (table["split"] == "transcript") & (table["method"] == "learner")]
    labels = _labels(m)
    rows = [
        [text(labels.get(row["code"], row["code"])), *_numbers(m, row)]
        for row in table[table["facet"].isin(("work_model", "swot"))].to_dict("records")
    ]
    widths = [0.31, 0.19, 0.1, 0.1, 0.07, 0.15, 0.08]
    return Table(caption=would + caption, columns=columns, widths=widths, align="lrrrrrr", rows=rows)


def _rounds(m: Material, would: str) -> Table | None:
    say, table = SAY[m.study.language], m.tables["learner"]
    caption, columns = say["rounds"]
    table = table[(table["code"] == "") & (table["method"] == "learner")]
    facets = [facet for facet in FACETS if (table["facet"] == facet).any()]
    rows = []
    for kind in ("round", "from_round"):
        start = f"transcript_{kind}_"
        numbers = {int(split.removeprefix(start)) for split in set(table["split"]) if split.startswith(start)}
        for number in sorted(numbers):
            own = table[table["split"] == f"{start}{number}"]
            cells = [own[own["facet"] == facet].to_dict("records") for facet in facets]
            first = next(iter(cells[0]), None) if cells else None
            if first is not None:
                named = text(words.capital(say[kind].format(n=number)))
                rows.append([named, _size(first), *(_with_interval(m, cell) for cell in cells)])
    if len(rows) < 2:
        return None
    share = 0.6 / len(facets)
    return Table(
        caption=would + caption, columns=[*columns, *(say["facet"][facet] for facet in facets)],
        widths=[0.18, 0.22, *(share for _ in facets)], align="lr" + "r" * len(facets), rows=rows,
        note=say["rounds_note"],
    )  # fmt: skip


def _decisions(m: Material, would: str) -> Table:
    say, curve = SAY[m.study.language], m.tables["learner_curve"]
    caption, columns = say["decisions"]
    sizes = sorted(set(curve["decided"].astype(int)))
    told = needed(curve)
    orders = list(told[0][2])
    rows = [
        [
            text(say["facet"][facet]),
            text(words.decimal(level, m.study.language)),
            *(text(turns_named(n, sizes, m.study.language)) for n in per_order.values()),
        ]
        for facet, level, per_order in told
    ]
    share = 0.6 / len(orders)
    return Table(
        caption=would + caption, columns=[*columns, *(say["order"][order] for order in orders)],
        widths=[0.25, 0.15, *(share for _ in orders)], align="lr" + "r" * len(orders), rows=rows,
        note=say["decisions_note"].format(sizes=words.enumerated([str(n) for n in sizes], m.study.language)),
    )  # fmt: skip


def turns_named(n: int, sizes: Sequence[int], language: str) -> str:
    """So many turns, or that so many were not enough."""
    return str(n) if n else SAY[language]["beyond"].format(n=sizes[-1])


def _confusions(m: Material, would: str) -> Table:
    say, gold = SAY[m.study.language], m.tables["evaluation"].iloc[0]["gold"]
    caption, columns = say["confusions"]
    labels = {"": say["none"], **_labels(m)}
    table = m.tables["learner_confusions"]
    table = table.assign(n=table["n"].astype(int)).sort_values(
        ["n", "told", "suggested"], ascending=[False, True, True], kind="stable"
    )
    rows = [
        [text(labels.get(row["told"], row["told"])), text(labels.get(row["suggested"], row["suggested"])),
         text(str(row["n"])), text(row["examples"].split(" | ")[0])]
        for row in table.head(CONFUSIONS_SHOWN).to_dict("records")
    ]  # fmt: skip
    return Table(
        caption=would + caption.format(gold=gold), columns=[name.format(gold=gold) for name in columns],
        widths=[0.18, 0.18, 0.08, 0.56], align="llrl", rows=rows,
    )  # fmt: skip


def _labels(m: Material) -> dict[str, str]:
    return {code.key: m.label(code) for code in (*m.codebook.work_model, *m.codebook.swot)}


def _size(row: dict[str, Any]) -> Cell:
    """Turns, and how many transcripts they are from (an evaluation by an older version does not say)."""
    of = row.get("transcripts") or ""
    return text(f"{row['n']} ({of})" if of else row["n"])


def _interval(m: Material, row: dict[str, Any]) -> str:
    ends = [words.decimal(float(row[name]), m.study.language) for name in ("low", "high") if row[name]]
    return " – ".join(ends) if len(ends) == 2 else ""


def _with_interval(m: Material, cell: list[dict[str, Any]]) -> Cell:
    if not cell or not cell[0]["f1"]:
        return text(SAY[m.study.language]["never"])
    interval = _interval(m, cell[0])
    shown = words.decimal(float(cell[0]["f1"]), m.study.language)
    return text(f"{shown} ({interval})" if interval else shown)


def _numbers(m: Material, row: dict[str, Any]) -> list[Cell]:
    never = SAY[m.study.language]["never"]

    def number(value: str) -> Cell:
        return text(words.decimal(float(value), m.study.language) if value else never)

    return [
        _size(row), number(row["precision"]), number(row["recall"]), number(row["f1"]),
        text(_interval(m, row) or never), number(row["kappa"]),
    ]  # fmt: skip
