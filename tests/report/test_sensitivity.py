"""The section on what the statuses hang on says what the table says, in the codebook's order."""

from __future__ import annotations

import json

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def content(example):
    return json.loads((example / "reports/chapters/content.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def table(example):
    return pd.read_csv(example / "reports/tables/sensitivity.csv", dtype=str, keep_default_na=False)


def cells(table) -> list[list[str]]:
    return [
        [" / ".join("".join(run["text"] for run in part["runs"]) for part in cell) for cell in row]
        for row in table["rows"]
    ]


def test_sensitivity_counts_are_those_of_the_table(content, table):
    printed = {row[0]: row[1:] for row in cells(content["tables"]["sensitivity"])}
    overall = table[(table["item_id"] != "") & (table["round"] == "")]
    for name, scenario, left_out in (
        ("de beslissingen van codeur hanne wegvielen", "coder", "hanne"),
        ("de gesprekken met groep Antwerpen wegvielen", "group", "Antwerpen"),
        ("de gesprekken met groep stuurgroep wegvielen", "group", "steering"),
        ("niet meetelde waarover codeurs verschillen", "disputed", ""),
    ):
        rows = overall[(overall["scenario"] == scenario) & (overall["left_out"] == left_out)]
        assert printed[name][0] == str(len(rows))
    hanne = overall[(overall["scenario"] == "coder") & (overall["left_out"] == "hanne")]
    assert printed["de beslissingen van codeur hanne wegvielen"][1] == str(
        (hanne["only_coder"] == "yes").sum()
    )
    assert printed["de beslissingen van codeur elias wegvielen"] == ["0", "0"]


def test_sensitivity_names_the_statements_in_the_codebooks_order(example, content, table):
    swot = pd.read_csv(example / "reports/tables/swot.csv", dtype=str, keep_default_na=False)
    overall = table[(table["item_id"] != "") & (table["round"] == "") & (table["only_coder"] == "no")]
    expected = [
        row["statement"] for row in swot.to_dict("records") if row["item_id"] in set(overall["item_id"])
    ]
    printed = [row[0] for row in cells(content["tables"]["sensitivity-statements"])]
    assert printed == expected
    assert "codeur hanne" not in json.dumps(content["tables"]["sensitivity-statements"]["rows"])


def test_sensitivity_is_a_section_of_the_report(example):
    html = (example / "reports/report.html").read_text("utf-8")
    assert "Waar de statussen van afhangen" in html
    assert "geen oordeel over een uitspraak" in html
