"""What the method annex says of suggestions: how they come about, how well they fit, and what that rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from delphi.derived import read_csv, read_json
from delphi.report import words
from delphi.report.content import Cell, Figure, Table, text
from delphi.report.material import Material

EVALUATION = ("scores", "curve", "coverage", "reliability", "confusions")
CONFUSIONS_SHOWN = 8
SAY: dict[str, dict[str, Any]] = {
    "nl": {
        "scores": ("Voorstellen naast wat {gold} gaf, op gesprekken die het lerende deel niet zag (macro-F1 per beurt)",
                   ["Wat", "Methode", "Beurten", "Precisie", "Dekking", "F1", "Interval", "Kappa"]),
        "codes": ("Het lerende deel per code, op gesprekken die het niet zag",
                  ["Code", "Beurten", "Precisie", "Dekking", "F1", "Interval", "Kappa"]),
        "confusions": ("Waar het lerende deel iets anders voorstelt dan {gold}",
                       ["{gold}", "Voorstel", "Beurten", "Zoals in"]),
        "facet": {"judged": "Wel of geen oordeel", "work_model": "Werkmodel", "block": "Blok", "swot": "Categorie"},
        "method": {"majority": "meest voorkomende code", "terms": "termen alleen", "topics": "termen en onderwerp",
                   "learner": "lerend", "human": "codeur {name}"},
        "split": {"round": " (hele rondes ongezien)"},
        "note": "Per beurt die {gold} naliep, telt de verzameling codes, ook de lege. Het gemiddelde gaat over de codes die {gold} gebruikte. Het interval is een bootstrapinterval over gesprekken. Zonder uitspraak over goed of slecht.",
        "none": "geen code", "never": "niet te schatten",
        "figure": ("Het lerende deel nagemeten: hoe snel het leert, wanneer het gelijk heeft, en of het weet hoe zeker het is",
                   "Drie grafieken over voorstellen: macro-F1 naar aantal nagekeken beurten en volgorde, aandeel juist naar aandeel van de zekerste beurten, aandeel juist naar opgegeven zekerheid"),
    },
    "en": {
        "scores": ("Suggestions beside what {gold} gave, on sessions that the learner had not seen (macro-F1 per turn)",
                   ["What", "Method", "Turns", "Precision", "Recall", "F1", "Interval", "Kappa"]),
        "codes": ("The learner per code, on sessions that it had not seen",
                  ["Code", "Turns", "Precision", "Recall", "F1", "Interval", "Kappa"]),
        "confusions": ("Where the learner suggests something else than {gold}",
                       ["{gold}", "Suggested", "Turns", "As in"]),
        "facet": {"judged": "Judgement or not", "work_model": "Work model", "block": "Block", "swot": "Category"},
        "method": {"majority": "most frequent code", "terms": "terms alone", "topics": "terms and topic",
                   "learner": "learner", "human": "coder {name}"},
        "split": {"round": " (whole rounds unseen)"},
        "note": "Per turn that {gold} checked, the set of codes counts, the empty one too. The mean is over the codes that {gold} used. The interval is a bootstrap interval over sessions. Nothing is said about good or bad.",
        "none": "no code", "never": "not estimable",
        "figure": ("The learner measured: how fast it learns, when it is right, and whether it knows how sure it is",
                   "Three graphs on suggestions: macro-F1 by number of checked turns and order, share right by share of the surest turns, share right by stated probability"),
    },
}  # fmt: skip


def read_evaluation(folder: str | None, digest: str) -> dict[str, pd.DataFrame]:
    """The tables that `delphi evaluate` left, by name; empty when it was not run.

    `evaluation` holds one row: `gold, turns, transcripts, current` (whether the inputs are still the same).
    """
    path = Path(folder) if folder else None
    if path is None or not (path / "summary.json").exists():
        return {}
    summary = read_json(path / "summary.json")
    tables = {
        f"learner_{name}": read_csv(path / f"{name}.csv")
        for name in EVALUATION
        if (path / f"{name}.csv").exists()
    }
    row = {key: str(summary[key]) for key in ("gold", "turns", "transcripts", "digest")}
    tables["learner"] = tables.pop("learner_scores")
    return {**tables, "evaluation": pd.DataFrame([{**row, "current": str(summary["digest"] == digest)}])}


def facts(m: Material) -> dict[str, Any]:
    """What the annex's sentences need: whether there is a learner, whether it was measured, and on what."""
    learned = bool((m.tags["source"] == "learner").any())
    if "evaluation" not in m.tables:
        return {"learner": {"used": learned, "measured": False}}
    row = m.tables["evaluation"].iloc[0]
    return {
        "learner": {
            "used": learned,
            "measured": True,
            "gold": row["gold"],
            "turns": int(row["turns"]),
            "transcripts": int(row["transcripts"]),
            "current": row["current"] == "True",
            "digest": row["digest"],
        }
    }


def tables(m: Material) -> dict[str, Table]:
    """The annex's tables on suggestions, by name; none without an evaluation."""
    if "evaluation" not in m.tables:
        return {}
    found = {"learner": _scores(m), "learner-codes": _codes(m)}
    if len(m.tables["learner_confusions"]):
        found["learner-confusions"] = _confusions(m)
    return found


def figures(m: Material) -> dict[str, Figure]:
    """The annex's figure on suggestions; none without an evaluation."""
    if "evaluation" not in m.tables:
        return {}
    caption, alt = SAY[m.study.language]["figure"]
    return {"learner": Figure(file="learner", alt=f"{alt}.", caption=caption)}


def _scores(m: Material) -> Table:
    say, gold = SAY[m.study.language], m.tables["evaluation"].iloc[0]["gold"]
    caption, columns = say["scores"]
    table = m.tables["learner"]
    table = table[(table["code"] == "") & table["split"].isin(("transcript", "round"))]
    rows = []
    for facet in say["facet"]:
        for row in table[table["facet"] == facet].to_dict("records"):
            if row["split"] == "round" and row["method"] != "learner":
                continue
            method, _, name = row["method"].partition(":")
            named = say["method"][method].format(name=name) + say["split"].get(row["split"], "")
            rows.append([text(say["facet"][facet]), text(named), *_numbers(m, row)])
    widths = [0.2, 0.23, 0.09, 0.1, 0.1, 0.07, 0.13, 0.08]
    return Table(
        caption=caption.format(gold=gold), columns=columns, widths=widths, align="llrrrrrr", rows=rows,
        note=say["note"].format(gold=gold),
    )  # fmt: skip


def _codes(m: Material) -> Table:
    say = SAY[m.study.language]
    caption, columns = say["codes"]
    table = m.tables["learner"]
    table = table[(table["code"] != "") & (table["split"] == "transcript") & (table["method"] == "learner")]
    labels = _labels(m)
    rows = [
        [text(labels.get(row["code"], row["code"])), *_numbers(m, row)]
        for row in table[table["facet"].isin(("work_model", "swot"))].to_dict("records")
    ]
    widths = [0.34, 0.1, 0.11, 0.11, 0.09, 0.15, 0.1]
    return Table(caption=caption, columns=columns, widths=widths, align="lrrrrrr", rows=rows)


def _confusions(m: Material) -> Table:
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
        caption=caption.format(gold=gold), columns=[name.format(gold=gold) for name in columns],
        widths=[0.18, 0.18, 0.08, 0.56], align="llrl", rows=rows,
    )  # fmt: skip


def _labels(m: Material) -> dict[str, str]:
    return {code.key: m.label(code) for code in (*m.codebook.work_model, *m.codebook.swot)}


def _numbers(m: Material, row: dict[str, Any]) -> list[Cell]:
    say = SAY[m.study.language]

    def number(value: str) -> Cell:
        return text(words.decimal(float(value), m.study.language) if value else say["never"])

    ends = [words.decimal(float(row[name]), m.study.language) for name in ("low", "high") if row[name]]
    interval = text(" – ".join(ends) if len(ends) == 2 else say["never"])
    return [
        text(row["n"]), number(row["precision"]), number(row["recall"]), number(row["f1"]), interval,
        number(row["kappa"]),
    ]  # fmt: skip
