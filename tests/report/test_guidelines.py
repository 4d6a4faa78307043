"""The annex on reporting guidelines: every item once, and each leads somewhere."""

from __future__ import annotations

import csv
import json
from string import Formatter
from types import SimpleNamespace

import pytest

from delphi.report.guidelines import NAMES, PLACES, TEXTS, empty_stubs, guideline_items, source_text

SLOTS = ("introduction", "design", "models", "conclusions", "method")


def test_guidelines_have_the_published_numbers_of_items():
    items = guideline_items()
    for guideline, number in (("COREQ", 32), ("SRQR", 21)):
        mine = [item["item"] for item in items if item["guideline"] == guideline]
        assert mine == [str(n) for n in range(1, number + 1)]
    assert {item["guideline"] for item in items} == {"COREQ", "SRQR"}, "no list that could not be verified"


def test_guidelines_every_item_has_words_and_a_place():
    for item in guideline_items():
        assert item["nl"]
        assert item["en"]
        if item["kind"] == "prose":
            assert item["source"] in SLOTS, item
        else:
            assert item["kind"] in ("data", "configuration"), item
            for language in ("nl", "en"):
                assert TEXTS[language][item["source"]], item
    for language in ("nl", "en"):
        assert set(PLACES.values()) <= set(NAMES[language])


def test_guidelines_sentences_ask_for_the_same_values_in_both_languages():
    def fields(text: object) -> set[str | None]:
        return {name for _, name, *_ in Formatter().parse(str(text))}

    assert TEXTS["nl"].keys() == TEXTS["en"].keys()
    for key in TEXTS["nl"]:
        assert fields(TEXTS["nl"][key]) == fields(TEXTS["en"][key]), key


@pytest.mark.parametrize(
    ("source", "known", "said"),
    [
        ("title", {"title": "A garden"}, "bare_title"),
        ("title", {"title": "A garden. A Delphi study"}, "title"),
        ("places", {"places": ""}, "nowhere"),
        ("places", {"places": "Gent"}, "places"),
        ("sessions", {"first": ""}, "undated"),
    ],
)
def test_guidelines_say_when_the_configuration_lacks_something(source, known, said):
    assert source_text(source, known) == said


def test_guidelines_list_the_stubs_that_are_empty():
    report = SimpleNamespace(guidelines=["COREQ"], chapters="config/chapters")
    m = SimpleNamespace(study=SimpleNamespace(report=report))
    assert empty_stubs(m, {}) == ["config/chapters/design.md", "config/chapters/method.md"]
    assert empty_stubs(m, {"design": "Wie, wat en hoe.", "method": " \n"}) == ["config/chapters/method.md"]
    report.guidelines = []
    assert empty_stubs(m, {}) == []


def test_guidelines_annex_of_the_example_is_filled(example):
    content = json.loads((example / "reports/chapters/content.json").read_text("utf-8"))
    rows = content["tables"]["guideline-COREQ"]["rows"]
    told = {row[0][0]["runs"][0]["text"]: "".join(run["text"] for run in row[2][0]["runs"]) for row in rows}
    assert told["24"] == "Uit de gegevens. 2 codeurs. (Werkwijze)"
    assert told["13"].startswith("Uit de gegevens. Uitgenodigd en gekomen, per ronde: 8 van 8 in ronde 1, ")
    assert told["2"] == "Te schrijven in config/chapters/design.md; nog leeg."


def test_guidelines_annex_counts_dissent_of_reformulated_statements_too(example):
    with (example / "reports/tables/consensus.csv").open(encoding="utf-8") as file:
        contested = {row["item_id"] for row in csv.DictReader(file) if int(row["n_dissent"])}
    assert "PF-C5" in contested, "reformulated after it was contested"
    content = (example / "reports/chapters/content.json").read_text("utf-8")
    assert f"{len(contested)} betwist en" in content
