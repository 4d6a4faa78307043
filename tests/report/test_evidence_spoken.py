"""A turn on a conversation's page: every word as it was said, never as markup, and links that lead on."""

from __future__ import annotations

import pytest
from lxml import html as lxml_html

from delphi.report.evidence.spoken import Spoken, Told, item_of
from delphi.report.evidence.texts import TEAM

SAY = TEAM["en"]
HOSTILE = "<script>alert('x')</script> & \"y\" <!--TURNS-->"


def turn(**changed):
    plain = {
        "number": "7", "speaker": "Rita", "leads": False, "words": "ja", "passages": (), "decisions": (),
    }  # fmt: skip
    return Spoken(**{**plain, **changed})


def test_item_of_tells_a_turn_with_its_passages_and_decisions():
    told = Told("T1", "ja", ("Network", "", "checked"), "PC-W1", "word=ja")
    assert item_of(turn(passages=[told], decisions=["Decision: anke"]), "../../e.html", SAY) == (
        '<li id="t7"><span class="number">7</span><span class="label">Rita</span> '
        '<span class="words" dir="auto">ja</span>\n'
        '<div class="passage" id="T1"><blockquote dir="auto">ja</blockquote>\n'
        '<p class="source"><span>Network</span><span>checked</span><a href="../../e.html#PC-W1">PC-W1</a>'
        '<a class="code" href="../../e.html#tag=T1">T1</a></p>\n'
        '<p class="quiet">What the suggestion rests on: word=ja</p>\n</div>\n'
        '<p class="decided">Decision: anke</p>\n</li>\n'
    )


def test_item_of_says_who_leads_and_what_is_not_shown():
    item = item_of(turn(leads=True, speaker="", words=""), "e.html", SAY)
    assert '<li id="t7" class="leads">' in item
    assert "– (facilitator)" in item
    assert SAY["silent_turn"] in item


@pytest.mark.parametrize("changed", [{"speaker": HOSTILE}, {"words": HOSTILE}, {"decisions": [HOSTILE]}])
def test_item_of_takes_nothing_that_was_said_for_markup(changed):
    assert_no_markup(item_of(turn(**changed), "e.html", SAY))


@pytest.mark.parametrize(
    "changed", [{field: (HOSTILE,) if field == "about" else HOSTILE} for field in Told._fields]
)
def test_item_of_takes_nothing_of_a_passage_for_markup(changed):
    told = Told("T1", "q", ("a",), "S1", "e")._replace(**changed)
    assert_no_markup(item_of(turn(passages=[told]), "e.html", SAY))


def assert_no_markup(item):
    tree = lxml_html.fromstring(f"<ol>{item}</ol>")
    assert not list(tree.iter("script"))
    assert "<!--" not in item
    assert HOSTILE in tree.text_content()


def test_item_of_leads_to_a_statement_whose_name_looks_like_a_choice():
    told = Told("T/1 é", "q", (), "a=b c", "")
    links = [
        link.get("href")
        for link in lxml_html.fromstring(item_of(turn(passages=[told]), "e.html", SAY)).iter("a")
    ]
    assert links == ["e.html#item=a%3Db%20c", "e.html#tag=T/1%20%C3%A9"]
