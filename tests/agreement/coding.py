"""A small study of two facets, and decisions on it as `delphi settle` places them."""

from __future__ import annotations

import pandas as pd

from delphi.codebook import Codebook

CODEBOOK = Codebook.model_validate(
    {
        "version": 2,
        "language": "en",
        "work_model": [
            {"key": key, "label": key, "definition": key} for key in ("vans", "buses", "walks", "walks_alone")
        ],
        "swot": [{"key": key, "label": key, "definition": key} for key in ("plus", "minus", "hope")],
        "migrations": [
            {
                "from_version": 1,
                "facet": "work_model",
                "split": {"from": "feet", "into": ["walks", "walks_alone"]},
            }
        ],
    }
)
LENGTH = 100
COLUMNS = [
    "stage", "coder", "transcript_id", "turn", "work_model", "swot", "item_id", "stance", "action",
    "suggestion_shown", "split", "outcome", "new_turn", "new_start", "new_end",
]  # fmt: skip


def turns(*transcripts, n=8, facilitated=(), withdrawn=()):
    rows = [
        (name, turn, "" if turn in (*facilitated, *withdrawn) else "P1", turn in facilitated, "x" * LENGTH)
        for name in transcripts or ("A",)
        for turn in range(1, n + 1)
    ]
    return pd.DataFrame(rows, columns=["transcript_id", "turn", "participant_id", "facilitator", "text"])


def decision(coder, action, turn, codes=("", ""), bounds=(-1, -1), **other):
    row = dict.fromkeys(COLUMNS, "") | {
        "stage": "coding", "coder": coder, "transcript_id": "A", "turn": turn, "action": action,
        "work_model": codes[0], "swot": codes[1], "split": False, "outcome": "stands",
        "new_turn": turn, "new_start": bounds[0], "new_end": bounds[1],
    }  # fmt: skip
    return row | other


def apply(coder, turn, codes, bounds=(0, 50), **other):
    return decision(coder, "apply", turn, codes, bounds, **other)


def checked(coder, *numbers, **other):
    return [decision(coder, "checked", turn, **other) for turn in numbers]


def rule(action, turn, codes=("", ""), bounds=(-1, -1)):
    return decision("judge", action, turn, codes, bounds, stage="adjudication")


def placed(*rows):
    flat = [row for part in rows for row in (part if isinstance(part, list) else [part])]
    kinds = dict.fromkeys(("turn", "new_turn", "new_start", "new_end"), "int64") | {"split": "bool"}
    return pd.DataFrame(flat, columns=COLUMNS).astype(kinds)
