"""What the method annex says of suggestions: how they come about, how well they fit, and what that rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from delphi.coding.learner.origin import ENOUGH, Origin, origin_of, second_named, waits, why_not
from delphi.coding.learner.weighed import weighed_in
from delphi.derived import read_csv, read_json
from delphi.report import learner_tables, words
from delphi.report.content import Figure, Table
from delphi.report.learner_texts import SAY
from delphi.report.material import Material

EVALUATION = ("scores", "curve", "coverage", "reliability", "confusions", "statements")
FEW_TRANSCRIPTS = 30
"""An interval over fewer clusters promises too much (Cameron, Gelbach & Miller 2008)."""


def read_evaluation(folder: str | None, digest: str, models: str | None = None) -> dict[str, pd.DataFrame]:
    """The tables that `delphi evaluate` left, by name; none of them when it was not run.

    `evaluation` holds one row: `gold, turns, transcripts, current` (whether the inputs are still the same), `stances`
    what was counted of stances, and `origin` what `delphi train` left in `models`.
    """
    origin = origin_of(models)
    tables = {} if origin is None else {"origin": pd.DataFrame([vars(origin)])}
    path = Path(folder) if folder else None
    if path is None or not (path / "summary.json").exists():
        return tables
    summary = read_json(path / "summary.json")
    tables |= {
        f"learner_{name}": read_csv(path / f"{name}.csv")
        for name in EVALUATION
        if (path / f"{name}.csv").exists()
    }
    weighed = weighed_in(path)
    if weighed is not None:
        tables["stances"] = pd.DataFrame([{**vars(weighed), "gains": weighed.gains}])
    row = {key: str(summary[key]) for key in ("gold", "turns", "transcripts", "digest")}
    tables["learner"] = tables.pop("learner_scores")
    return {**tables, "evaluation": pd.DataFrame([{**row, "current": str(summary["digest"] == digest)}])}


def facts(m: Material) -> dict[str, Any]:
    """What the annex's sentences need: where suggestions come from and why, whether that was measured, and on what."""
    origin, used = _origin(m), _used(m)
    language = m.study.language
    told: dict[str, Any] = {
        "used": used,
        "why": why_not(origin, language) if origin and not used else "",
        "checked": origin.checked if origin else 0,
        "waits": waits(language),
        "second": second_named(m.study.coding.second_opinion, language) if used else "",
        "measured": "evaluation" in m.tables,
    }
    if not told["measured"]:
        return {"learner": told}
    row = m.tables["evaluation"].iloc[0]
    return {
        "learner": {
            **told,
            "gold": row["gold"],
            "turns": int(row["turns"]),
            "transcripts": int(row["transcripts"]),
            "current": row["current"] == "True",
            "digest": row["digest"],
            **_links(m),
            **_people(m),
            "needed": _needed(m),
        }
    }


def _origin(m: Material) -> Origin | None:
    if "origin" not in m.tables:
        return None
    row = m.tables["origin"].iloc[0]
    return Origin(str(row["reason"]), int(row["checked"]), int(row["needed"]))


def _used(m: Material) -> bool:
    """Whether suggestions come from the learner; without `delphi train`'s own word, what the tags say."""
    origin = _origin(m)
    return bool((m.tags["source"] == "learner").any()) if origin is None else origin.reason == ENOUGH


def _links(m: Material) -> dict[str, Any]:
    """What is said of statements: links tried, how often the coder's was offered, and how stances fared."""
    found = m.tables.get("learner_statements", pd.DataFrame(columns=["offered", "n", "right"]))
    shares = [float(value) for value in found["right"]]
    scores = m.tables["learner"]
    stances = scores[scores["facet"] == "stance"]
    weighed = m.tables.get("stances")
    return {
        "links": int(found["n"].iloc[0]) if len(found) else 0,
        "first": words.decimal(shares[0], m.study.language) if shares else "",
        "several": words.decimal(shares[-1], m.study.language) if shares else "",
        "offered": int(found["offered"].iloc[-1]) if len(found) else 0,
        "stances_agreed": bool(stances["method"].str.startswith("human:").any()),
        "stance": None if weighed is None else weighed.iloc[0].to_dict(),
    }


def _people(m: Material) -> dict[str, Any]:
    """Other coders with what they read of the same turns, and the fewest transcripts that an interval rests on."""
    scores = m.tables["learner"]
    means = scores[(scores["code"] == "") & (scores["split"] == "transcript") & (scores["facet"] != "stance")]
    people = means[means["method"].str.startswith("human:")].drop_duplicates("method")
    others = [
        {"name": row["method"].partition(":")[2], "n": int(row["n"]), "transcripts": int(row.get("transcripts") or 0)}
        for row in people.to_dict("records")
    ]  # fmt: skip
    fewest = min(
        [int(m.tables["evaluation"].iloc[0]["transcripts"]), *(one["transcripts"] for one in others)]
    )
    return {"others": others, "fewest": fewest if 0 < fewest < FEW_TRANSCRIPTS else 0}


def _needed(m: Material) -> dict[str, Any] | None:
    """The highest macro-F1 of work models that an order reaches, and after how many turns each does; None without."""
    curve = m.tables.get("learner_curve")
    told = [(level, turns) for facet, level, turns in learner_tables.needed(curve) if facet == "work_model"]
    if curve is None or not told:
        return None
    level, turns = told[-1]
    language, sizes = m.study.language, sorted(set(curve["decided"].astype(int)))
    orders = [
        f"{learner_tables.turns_named(n, sizes, language)} ({SAY[language]['order'][order]})"
        for order, n in turns.items()
    ]
    return {"level": words.decimal(level, language), "orders": words.enumerated(orders, language)}


def tables(m: Material) -> dict[str, Table]:
    """The annex's tables on suggestions, by name; none without an evaluation."""
    if "evaluation" not in m.tables:
        return {}
    return learner_tables.tables(m, "learner" if _used(m) else "topics")


def figures(m: Material) -> dict[str, Figure]:
    """The annex's figure on suggestions; none without an evaluation."""
    if "evaluation" not in m.tables:
        return {}
    say = SAY[m.study.language]
    caption, alt = say["figure"]
    caption = caption.format(
        needed=m.study.coding.min_checked_turns, gold=m.tables["evaluation"].iloc[0]["gold"]
    )
    return {
        "learner": Figure(file="learner", alt=f"{alt}.", caption=("" if _used(m) else say["would"]) + caption)
    }
