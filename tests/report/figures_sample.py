"""A study as the figures see it: one work model, a few statements, what became of them and who said so."""

from __future__ import annotations

from typing import Any

import pandas as pd

from delphi.codebook import Codebook
from delphi.report.figures.rows import Shown
from delphi.study import Study

CODES = ("garden", "workshop")


def study(**changes: Any) -> Study:
    """Three rounds, two perspectives."""
    return Study.model_validate(
        {
            "title": "t", "language": "en", "date": "2025-01-01",
            "rounds": [{"number": 1, "purpose": "breadth", "label": "First"},
                       {"number": 2, "purpose": "judgement", "label": "Second"},
                       {"number": 3, "purpose": "synthesis", "label": "Third"}],
            "perspectives": {"neighbour": {"label": "Neighbour", "plural": "Neighbours"}, "expert": {"label": "Expert"}},
            "swot": {"display": "quadrants"},
            "scales": {"need": {"levels": [1, 2, 3, 4], "agree_from": 3, "label": "Need"}},
        }
        | changes
    )  # fmt: skip


def codebook() -> Codebook:
    """Two work models, two categories."""

    def codes(*keys: str) -> list[dict[str, Any]]:
        return [{"key": key, "label": key.capitalize(), "definition": key} for key in keys]

    return Codebook.model_validate(
        {"version": 1, "language": "en", "work_model": codes(*CODES), "swot": codes("strength", "weakness")}
    )


def shown(
    statements: list[tuple[str, str, str]],
    consensus: list[tuple[Any, ...]] = (),  # type: ignore[assignment]
    links: list[tuple[Any, ...]] = (),  # type: ignore[assignment]
    **changes: Any,
) -> Shown:
    """Tables from a few tuples.

    `statements`: item, work model, words; `consensus`: item, round, perspective, status, contests,
    nuances; `links`: item, version, perspective, stance, speaker, panel.
    """
    swot = [
        {"work_model": model, "block": "strength", "item_id": item, "parent_id": "", "statement": words,
         "introduced_round": "1", "n_passages": "2", "version": "1"}
        for item, model, words in statements
    ]  # fmt: skip
    items = [
        {"item_id": item, "version": 1, "work_model": model, "statement": words}
        for item, model, words in statements
    ]
    table = pd.DataFrame(
        [(*row[:4], str(row[4]), str(row[5]), "") for row in consensus],
        columns=["item_id", "round", "perspective", "status", "n_contests", "n_nuances", "group"],
    )
    said = pd.DataFrame(
        list(links), columns=["item_id", "version", "perspective", "stance", "speaker", "panel"]
    )
    coverage = pd.DataFrame(
        [("T1", "1", "20", "12"), ("T2", "2", "30", "0")],
        columns=["transcript_id", "round", "participant_turns", "checked"],
    )
    values: dict[str, Any] = {
        "study": study(), "codebook": codebook(), "swot": pd.DataFrame(swot), "consensus": table, "links": said,
        "items": pd.DataFrame(items), "coverage": coverage,
    }  # fmt: skip
    return Shown(**values | changes)
