"""Decisions written and read back; for the tests of this folder."""

from __future__ import annotations

import datetime as dt

from delphi.codebook import Codebook
from delphi.decisions import read_decisions
from delphi.decisions.append import Decision, append_decisions

CODEBOOK = Codebook.model_validate(
    {
        "version": 3,
        "language": "en",
        "work_model": [{"key": "bus", "label": "Bus", "definition": "The bus."}],
        "swot": [{"key": "risk", "label": "Risk", "definition": "A risk."}],
    }
)
SAYS = '\'t Is koud 🥶. “Zo’n bus, cafe\u0301, komt nooit”, zegt ze; "echt".'
TEXTS = {("A", 1): SAYS, ("A", 2): '=HYPERLINK("x") said nobody,\nand then stopped.'}
NOON = dt.datetime(2025, 3, 1, 12, 0, tzinfo=dt.UTC)
TAG = Decision("A", 1, "apply", 0, 13, "bus", "risk")


def append(path, *decisions, coder="ann", **options):
    return append_decisions(
        path, decisions, coder=coder, texts=TEXTS, codebook=CODEBOOK, decided_at=NOON, **options
    )


def read(path):
    return read_decisions([path], CODEBOOK, ["A"]).to_dict("records")
