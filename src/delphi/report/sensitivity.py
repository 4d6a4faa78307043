"""What the statuses hang on, for a reader: how many statements, which ones, and what they would be otherwise."""

from __future__ import annotations

from typing import Any

import pandas as pd

from delphi.report import completeness, size, words
from delphi.report.content import Cell, Paragraph, Run, Table, text
from delphi.report.material import Material

SAY: dict[str, dict[str, Any]] = {
    "nl": {
        "scenario": {
            "coder": "de beslissingen van codeur {name} wegvielen",
            "disputed": "niet meetelde waarover codeurs verschillen",
            "suggestions": "elk voorstel dat niemand nakeek, meetelde als steun (ten hoogste)",
            "group": "de gesprekken met groep {name} wegvielen",
        },
        "short": {
            "coder": "zonder codeur {name}", "disputed": "zonder passages waarover codeurs verschillen",
            "suggestions": "ten hoogste, met alle voorstellen", "group": "zonder groep {name}",
        },
        "no_passage": "geen passage meer",
        "counts": ("Waar de eindstatus van afhangt: aantal uitspraken dat een andere status zou hebben",
                   ["Stel dat …", "Andere status", "Waarvan alleen door die codeur gekoppeld"]),
        "note": "Alleen door die codeur gekoppeld: in een gesprek waarin over de uitspraak gesproken werd, bracht geen andere codeur passages bij uitspraken onder. Met een verschil van mening tussen codeurs heeft dat niets te maken. Een voorstel noemt geen uitspraak en kiest geen kant: de regel laat elk voorstel alle uitspraken in zijn cel steunen en is dus een bovengrens.",
        "which": ("De uitspraken waarvan de eindstatus van één ding afhangt", ["Uitspraak", "Status nu", "Zou zijn"]),
        "alone": "Wat alleen zou veranderen omdat geen andere codeur er passages bij uitspraken onderbracht, staat er niet bij.",
    },
    "en": {
        "scenario": {
            "coder": "the decisions of coder {name} were left out",
            "disputed": "passages on which coders differ did not count",
            "suggestions": "every suggestion that nobody checked counted as support (at most)",
            "group": "the sessions with group {name} were left out",
        },
        "short": {
            "coder": "without coder {name}", "disputed": "without passages on which coders differ",
            "suggestions": "at most, with all suggestions", "group": "without group {name}",
        },
        "no_passage": "no passage left",
        "counts": ("What the final status hangs on: number of statements that would have another status",
                   ["Suppose that …", "Another status", "Of these, linked by that coder only"]),
        "note": "Linked by that coder only: in a session in which the statement was spoken about, no other coder linked passages to statements. This has nothing to do with coders differing. A suggestion names no statement and takes no side: that line lets each suggestion support all statements in its cell, and is therefore an upper bound.",
        "which": ("The statements whose final status hangs on one thing", ["Statement", "Status now", "Would be"]),
        "alone": "What would only change because no other coder linked passages to statements there is not listed.",
    },
}  # fmt: skip


def tables(m: Material) -> dict[str, Table]:
    """How many statements would have another final status in each scenario, and which."""
    frame = m.tables["sensitivity"]
    if frame.empty or not m.statements:
        return {}
    say = SAY[m.study.language]
    overall = _overall(frame)
    rows = []
    for scenario, left_out in frame[["scenario", "left_out"]].drop_duplicates().itertuples(index=False):
        here = overall[(overall["scenario"] == scenario) & (overall["left_out"] == left_out)]
        alone = int((here["only_coder"] == "yes").sum())
        named = say["scenario"][scenario].format(name=_named(m, scenario, left_out))
        rows.append([text(named), text(str(len(here))), text(str(alone) if scenario == "coder" else "–")])
    caption, columns = say["counts"]
    book = {
        "sensitivity": Table(
            caption=caption, columns=columns, widths=[0.6, 0.18, 0.22], align="lrr", rows=rows,
            note=" ".join(part for part in (say["note"], completeness.told(m)) if part),
        )
    }  # fmt: skip
    which = _which(m, overall[overall["only_coder"] != "yes"])
    if which:
        caption, columns = say["which"]
        note = say["alone"] if (overall["only_coder"] == "yes").any() else ""
        which, more = size.first_rows(which, m.study.language, "sensitivity")
        note = " ".join(part for part in (more, note) if part)
        book["sensitivity-statements"] = Table(
            caption=caption, columns=columns, widths=[0.48, 0.14, 0.38], rows=which, note=note
        )
    return book


def facts(m: Material) -> dict[str, int]:
    """How many statements there are, and how many keep their status whatever is left out (apart from what one coder alone linked)."""
    overall = _overall(m.tables["sensitivity"])
    changed = set(overall.loc[overall["only_coder"] != "yes", "item_id"])
    return {"statements": len(m.statements), "changed": len(changed & set(m.by_id))}


def _named(m: Material, scenario: str, left_out: str) -> str:
    """What is left out, by its printed name."""
    return m.study.group_label(left_out) if scenario == "group" else left_out


def _overall(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[(frame["item_id"] != "") & (frame["round"] == "")]


def _which(m: Material, overall: pd.DataFrame) -> list[list[Cell]]:
    say, status = SAY[m.study.language], words.STATUS[m.study.language]
    rows: list[list[Cell]] = []
    for statement in m.statements:
        mine = overall[overall["item_id"] == statement.item_id].to_dict("records")
        if mine:
            would: Cell = [
                Paragraph(
                    runs=[
                        Run(text=status.get(row["status_then"], say["no_passage"])),
                        Run(
                            text=f" {say['short'][row['scenario']].format(name=_named(m, row['scenario'], row['left_out']))}",
                            muted=True,
                        ),
                    ]
                )
                for row in mine
            ]
            href = f"#ps-{statement.item_id}" if statement.n_passages else ""
            now = status.get(mine[0]["status"], say["no_passage"])
            rows.append([[Paragraph(runs=[Run(text=statement.text, href=href)])], text(now), would])
    return rows
