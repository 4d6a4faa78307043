"""Where coders differ, in the annex: short, masked, and without a verdict."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from delphi.codebook import Codebook
from delphi.report.differences import LONGEST, MOST_PASSAGES, counts, tables

BOOK = Codebook.model_validate(
    {
        "version": 1,
        "language": "en",
        "work_model": [{"key": key, "label": key.title(), "definition": key} for key in ("bus", "tram")],
        "swot": [{"key": key, "label": key.title(), "definition": key} for key in ("risk", "chance")],
    }
)
CONFUSED = [
    ("swot", "ann", "bo", "risk", "risk", 7),
    ("swot", "ann", "bo", "risk", "chance", 2),
    ("swot", "ann", "cy", "chance", "risk", 3),
    ("swot", "bo", "cy", "chance", "(none)", 1),
    ("work_model", "ann", "bo", "bus", "bus", 4),
]
AGREED = ["stage", "facet", "code", "coders", "n_units", "raw_agreement", "alpha", "alpha_low", "alpha_high"]


def material(opposite=0, adjudicated=0, words="Bea said so.", units=("turn",)):
    found = range(opposite + adjudicated)
    disagreements = [
        ("A", n, "ann", "bo", "tram", "risk", "chance", "yes" if n < adjudicated else "no", f"T{n};T{n}b")
        for n in found
    ]
    columns = [
        "transcript_id",
        "turn",
        "coder_a",
        "coder_b",
        "work_model",
        "swot_a",
        "swot_b",
        "adjudicated",
        "tag_ids",
    ]
    agreement = [("before", "swot", "", "ann;bo", "9", "0.5", "0.25", "", "", unit) for unit in units]
    return SimpleNamespace(
        study=SimpleNamespace(language="en"),
        codebook=BOOK,
        label=lambda code: code.key.title(),
        mask=lambda quote: quote.replace("Bea", "[participant]"),
        attribution=lambda _: "neighbour, panel, round 2",
        quotations={f"T{n}": {"tag_id": f"T{n}", "quote": f"{n}. {words}"} for n in found},
        tables={
            "confusion": pd.DataFrame(CONFUSED, columns=["facet", "coder_a", "coder_b", "code_a", "code_b", "n"]),
            "disagreements": pd.DataFrame(disagreements, columns=columns),
            "agreement": pd.DataFrame(agreement, columns=[*AGREED, "unit"]),
        },
    )  # fmt: skip


def told(cell):
    return " / ".join("".join(run.text for run in paragraph.runs) for paragraph in cell)


def test_differences_confusion_adds_up_both_directions_in_the_codebooks_order():
    table = tables(material())["confusion-swot"]
    assert [[told(cell) for cell in row] for row in table.rows] == [
        ["Risk", "7", "5", "Chance 5"],
        ["Chance", "0", "6", "Risk 5, no tag 1"],
        ["no tag", "0", "1", "Chance 1"],
    ]


def test_differences_opposite_passages_are_masked_and_say_who_saw_what():
    table = tables(material(1))["opposite"]
    assert [told(cell) for cell in table.rows[0]] == [
        "“0. [participant] said so.” (neighbour, panel, round 2; T0)", "Tram", "ann: Risk / bo: Chance"
    ]  # fmt: skip


def test_differences_list_is_short_spread_and_counted():
    m = material(5 * MOST_PASSAGES, adjudicated=4, words="Bea talks and talks. " * 40)
    rows = tables(m)["opposite"].rows
    assert counts(m) == {"total": 5 * MOST_PASSAGES + 4, "adjudicated": 4, "listed": MOST_PASSAGES}
    places = [int(told(row[0]).split(".")[0].lstrip("“")) for row in rows]
    assert places == list(range(4, 5 * MOST_PASSAGES + 4, 5))
    assert all(len(told(row[0])) < LONGEST + 60 for row in rows)
    assert all(" …” (" in told(row[0]) and "Bea" not in told(row[0]) for row in rows)


def test_differences_a_passage_that_no_tag_stands_for_is_not_listed():
    m = material(2)
    del m.quotations["T1"]
    assert counts(m) == {"total": 2, "adjudicated": 0, "listed": 1}


@pytest.mark.parametrize("unit", ["shown", "hidden"])
def test_differences_show_agreement_with_the_suggestion_in_view_and_without(unit):
    table = tables(material(units=("turn", f"turn, suggestion {unit}")))["agreement-suggestions"]
    assert [[told(cell) for cell in row] for row in table.rows] == [
        ["category", unit, "ann, bo", "9", "0.50", "0.25", "not estimable"]
    ]


def test_differences_nothing_to_say_is_no_table():
    m = material()
    m.tables["confusion"] = m.tables["confusion"].iloc[:0]
    assert tables(m) == {}
