"""Where suggestions and a coder part: which label for which, and examples to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from delphi.coding.learner.conversation import Bools
from delphi.coding.learner.trial import Answers, Trial

NOTHING = ""
EXAMPLES = 2
LENGTH = 240  # characters of a passage


def confusions(
    trial: Trial, answers: Answers, texts: Mapping[tuple[str, int], str], mask: Callable[[str], str]
) -> pd.DataFrame:
    """Which labels the coder gave where the learner gave others.

    Returns
    -------
    DataFrame
        `facet, told, suggested, n, examples`: turns with a label of the coder that is missing, beside each label that was
        given instead (empty: none); the most frequent first.  `examples` are masked beginnings of turns.
    """
    models, categories = trial.told(trial.gold)
    found: list[tuple[str, str, str, int, str]] = []
    for facet, told, given, labels in (
        ("work_model", models, answers.models, trial.codes.models),
        ("swot", categories, answers.categories, trial.codes.categories),
    ):
        found += _of_facet(trial, facet, told, given, labels, texts, mask)
    found.sort(key=lambda row: (row[0], -row[3], row[1], row[2]))
    return pd.DataFrame(found, columns=["facet", "told", "suggested", "n", "examples"])


def _of_facet(
    trial: Trial,
    facet: str,
    told: Bools,
    given: Bools,
    labels: Sequence[str],
    texts: Mapping[tuple[str, int], str],
    mask: Callable[[str], str],
) -> list[tuple[str, str, str, int, str]]:
    pairs: dict[tuple[str, str], list[int]] = {}
    for row in range(len(trial.keys)):
        missing = [k for k in range(len(labels)) if told[row, k] and not given[row, k]]
        extra = [k for k in range(len(labels)) if given[row, k] and not told[row, k]]
        left = [labels[k] for k in missing] or ([NOTHING] if extra else [])
        right = [labels[k] for k in extra] or ([NOTHING] if missing else [])
        for one in left:
            for other in right:
                pairs.setdefault((one, other), []).append(row)
    return [
        (
            facet,
            one,
            other,
            len(rows),
            " | ".join(_shown(texts[trial.keys[row]], mask) for row in rows[:EXAMPLES]),
        )
        for (one, other), rows in pairs.items()
    ]


def _shown(text: str, mask: Callable[[str], str]) -> str:
    shown = " ".join(mask(text).split())
    return shown if len(shown) <= LENGTH else f"{shown[:LENGTH].rsplit(' ', 1)[0]} …"
