"""Wherever rounds are compared, the report says which of them people have not read to the end."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from delphi.report.completeness import open_rounds, told


def material(language, *rows):
    """(round, turns of participants, checked) per session."""
    coverage = pd.DataFrame(rows, columns=["round", "participant_turns", "checked"]).astype(str)
    return SimpleNamespace(study=SimpleNamespace(language=language), tables={"coverage": coverage})


def test_completeness_counts_unread_and_half_read_sessions():
    m = material("en", (1, 10, 10), (2, 10, 0), (2, 10, 4), (2, 10, 10), (3, 0, 0))
    assert open_rounds(m) == {2: (1, 1, 3)}


def test_completeness_needs_rounds_to_compare():
    assert told(material("en", (1, 10, 0), (1, 10, 0))) == ""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Ronde 2 is nog niet volledig gecodeerd (2 van 3 gesprekken las nog niemand en 1 is maar voor een deel gelezen)"),
        ("en", "Round 2 is not fully coded yet (2 of 3 sessions have been read by nobody and 1 has been read only in part)"),
    ],
)  # fmt: skip
def test_completeness_is_told_in_a_sentence(language, said):
    m = material(language, (1, 5, 5), (2, 5, 0), (2, 5, 0), (2, 5, 1))
    assert said in told(m)
    assert said in told(m, [1, 2])
    assert told(m, [1]) == ""


def test_completeness_stands_at_every_comparison_of_the_report(example):
    chapters = example / "reports/chapters"
    main = next(chapters.glob("*-rounds-2-3.md")).read_text("utf-8")
    for section in main.split("\n## ")[1:]:
        if "### Wat de rondes eraan deden" in section or "### Waar de meningen uiteenlopen" in section:
            assert "Ronde 3 is nog niet volledig gecodeerd" in section
    content = json.loads((chapters / "content.json").read_text("utf-8"))
    with_rounds = [name for name in content["tables"] if name.startswith("swot-")] + ["sensitivity"]
    for name in with_rounds:
        assert "Ronde 3 is nog niet volledig gecodeerd" in content["tables"][name]["note"], name
    assert "nog niet volledig" not in next(chapters.glob("*-rounds-1.md")).read_text("utf-8")
    assert "nog niet volledig" not in content["tables"]["panel"]["note"]


def test_completeness_is_in_the_tables_too(example):
    tables = example / "reports/tables"
    consensus = pd.read_csv(tables / "consensus.csv", keep_default_na=False)
    third = consensus[consensus["round"] == 3]
    assert set(third.loc[third["group"] == "Brussel", "status"]) == {"not_coded"}
    assert "silent" not in set(third.loc[third["group"] == "", "status"])
    assert set(third.loc[third["group"] == "", "complete"]) == {"no"}
    assert set(consensus.loc[consensus["round"] == 2, "complete"]) == {"yes"}
    swot = pd.read_csv(tables / "swot.csv", dtype=str)
    assert set(swot["open_rounds"]) == {"3"}
