"""How far coders agree, as the consensus window shows it: coefficients, confusions, opposite categories."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from delphi.agreement.differences import NOTHING
from delphi.review.consensus_study import Rounds, Row

PAGE = 50
STAGES = ("before", "after")
NUMBERS = ("raw_agreement", "alpha", "kappa", "ac1")
Words = Mapping[str, str]
Asked = dict[str, Any]
View = dict[str, Any]


def agreement(rounds: Rounds, words: Words, asked: Asked) -> View:
    """The table of agreement for one unit and one group of coders: each facet, then its codes."""
    table = rounds.tables["agreement"]
    units = list(dict.fromkeys(table["unit"]))
    asked["unit"] = asked["unit"] if asked["unit"] in units else next(iter(units), "")
    mine = table[table["unit"] == asked["unit"]]
    groups = list(dict.fromkeys(mine["coders"]))
    asked["coders"] = asked["coders"] if asked["coders"] in groups else next(iter(groups), "")
    mine = mine[mine["coders"] == asked["coders"]]
    by_key: dict[tuple[str, str], dict[str, Row]] = {}
    for row in mine.to_dict("records"):
        by_key.setdefault((row["facet"], row["code"]), {})[row["stage"]] = row
    rows = [
        _agreement_row(rounds, words, facet, code, {stage: one.get(stage, {}) for stage in STAGES})
        for (facet, code), one in by_key.items()
    ]
    pick = (
        asked["pick"]
        if asked["pick"] in [row["id"] for row in rows]
        else next((row["id"] for row in rows), "")
    )
    return {
        "units": [{"value": unit, "label": words.get(f"unit_{unit}", unit)} for unit in units],
        "unit": asked["unit"],
        "groups": [{"value": group, "label": _coders(group)} for group in groups],
        "coders": asked["coders"],
        "rows": rows,
        "pick": pick,
        "detail": next((row for row in rows if row["id"] == pick), None),
    }


def confusion(rounds: Rounds, words: Words, asked: Asked) -> View:
    """How often one coder's codes met the other's, as a square table in the codebook's order."""
    table = rounds.tables["confusion"]
    facets = list(dict.fromkeys(table["facet"]))
    asked["facet"] = asked["facet"] if asked["facet"] in facets else next(iter(facets), "")
    mine = table[table["facet"] == asked["facet"]]
    pairs = list(dict.fromkeys(f"{a};{b}" for a, b in zip(mine["coder_a"], mine["coder_b"])))
    asked["coders"] = asked["coders"] if asked["coders"] in pairs else next(iter(pairs), "")
    shown: View = {
        "facets": [{"value": facet, "label": words.get(f"facet_{facet}", facet)} for facet in facets],
        "facet": asked["facet"],
        "groups": [{"value": pair, "label": _coders(pair)} for pair in pairs],
        "coders": asked["coders"],
        "names": asked["coders"].split(";"),
        "rows": [],
        "columns": [],
    }
    if not pairs:
        return shown
    first, second = shown["names"]
    mine = mine[(mine["coder_a"] == first) & (mine["coder_b"] == second)]
    counts = {(a, b): int(n) for a, b, n in zip(mine["code_a"], mine["code_b"], mine["n"])}
    order = [*rounds.codebook.keys("swot" if asked["facet"] == "swot" else "work_model"), NOTHING]
    used = [code for code in order if any(code in pair for pair in counts)]
    shown["columns"] = [_code(rounds, words, asked["facet"], code) for code in used]
    shown["rows"] = [
        {
            "id": code,
            "label": _code(rounds, words, asked["facet"], code),
            "counts": [counts.get((code, other), 0) for other in used],
            "same": used.index(code),
        }
        for code in used
    ]
    return shown


def opposite(rounds: Rounds, words: Words, asked: Asked) -> View:
    """Passages where two coders see the same work model and another category, in the order of the text."""
    table = rounds.tables["disagreements"]
    waiting = int((table["adjudicated"] == "no").sum())
    mine = table[table["adjudicated"] == "no"] if asked["open"] else table
    pages = max(1, math.ceil(len(mine) / PAGE))
    asked["page"] = min(max(0, int(asked["page"])), pages - 1)
    records = mine.iloc[asked["page"] * PAGE : (asked["page"] + 1) * PAGE]
    rows = [
        {
            "id": f"{place}",
            "place": f"{row['transcript_id']}:{row['turn']}",
            "work_model": _code(rounds, words, "work_model", row["work_model"]),
            "coders": [row["coder_a"], row["coder_b"]],
            "swot": [_code(rounds, words, "swot", row[name]) for name in ("swot_a", "swot_b")],
            "adjudicated": row["adjudicated"] == "yes",
            "at": [row["transcript_id"], int(row["turn"])],
            "bounds": [[int(row[f"start_{c}"]), int(row[f"end_{c}"])] for c in "ab"],
        }
        for place, row in zip(records.index, records.to_dict("records"))
    ]
    ids = [row["id"] for row in rows]
    return {
        "rows": rows,
        "pick": asked["pick"] if asked["pick"] in ids else next(iter(ids), ""),
        "open": bool(asked["open"]),
        "counts": {"all": len(table), "open": waiting},
        "page": asked["page"],
        "pages": pages,
    }


def opposite_detail(rounds: Rounds, row: Row) -> View:
    """The passage with both stretches, and the turn before it; masked as in the report."""
    transcript, number = row["at"]
    turn, before = rounds.turn(transcript, number), rounds.turn(transcript, number - 1)
    return {
        **{name: row[name] for name in ("place", "work_model", "coders", "swot", "adjudicated")},
        "before": rounds.mask(str(before["text"])) if before else "",
        "pieces": _pieces(rounds, str(turn["text"]), row["bounds"]) if turn else [],
    }


def _pieces(rounds: Rounds, text: str, bounds: Sequence[Sequence[int]]) -> list[tuple[str, str]]:
    """A turn cut where a stretch begins or ends, each piece with who marked it: ``a``, ``b``, ``ab`` or nobody."""
    cuts = sorted({0, len(text), *(min(cut, len(text)) for pair in bounds for cut in pair)})
    return [
        (
            rounds.mask(text[low:high]),
            "".join(name for name, (start, end) in zip("ab", bounds) if start <= low and high <= end),
        )
        for low, high in pairwise(cuts)
    ]


def _agreement_row(rounds: Rounds, words: Words, facet: str, code: str, stages: Mapping[str, Row]) -> View:
    language = rounds.study.language
    return {
        "id": f"{facet}/{code}",
        "whole": not code,
        "label": _code(rounds, words, facet, code) if code else words.get(f"facet_{facet}", facet),
        **{
            stage: {name: _number(one.get(name, ""), language) for name in NUMBERS}
            | {
                "interval": _interval(one, language),
                "units": one.get("n_units", ""),
                "missing": one.get("n_missing", ""),
                "note": one.get("note", ""),
            }
            for stage, one in stages.items()
        },
    }


def _code(rounds: Rounds, words: Words, facet: str, code: str) -> str:
    if code == NOTHING:
        return words["nothing"]
    for one in rounds.codebook.codes("swot" if facet == "swot" else "work_model"):
        if one.key == code:
            return rounds.study.text(one.label)
    return code


def _coders(names: str) -> str:
    return ", ".join(names.split(";"))


def _interval(row: Row, language: str) -> str:
    low, high = (_number(row.get(name, ""), language) for name in ("alpha_low", "alpha_high"))
    return f"{low} – {high}" if low and high else ""


def _number(text: str, language: str) -> str:
    """Two decimals as the language writes them; nothing when there is no number."""
    try:
        value = float(text)
    except ValueError:
        return ""
    if math.isnan(value):
        return ""
    written = f"{value:.2f}"
    return written.replace(".", ",") if language == "nl" else written
