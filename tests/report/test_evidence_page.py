"""The page around the data: words come out as they are, and nothing can be added or fetched."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest
from lxml import html as lxml_html

from delphi.report.evidence import page
from delphi.report.evidence.page import as_json
from delphi.report.evidence.shape import places
from delphi.report.evidence.texts import TEAM, TEXTS

HOSTILE = '</script><script>alert(1)</script> <!-- {{ title }} {% x %} & "quoted" \\u003c 👍 \u2028\u2029 <!--DATA--> STYLE-SHEET'


def edition(kind="public", **more):
    return {
        "edition": kind, "language": "nl", "title": HOSTILE, "subtitle": "", "date": "1 mei 2025", "facets": [],
        "statements": [], "passages": [{"q": HOSTILE}], **more,
    }  # fmt: skip


def data_of(html: str):
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    return json.loads(found[1])


@pytest.mark.parametrize("kind", ["public", "internal"])
def test_page_hostile_words_come_back_literally(kind):
    html = page(edition(kind)).decode()
    assert data_of(html)["passages"] == [{"q": HOSTILE}]
    tree = lxml_html.fromstring(html)
    assert [script.get("type") for script in tree.iter("script")] == ["application/json", None]
    assert "alert(1)" not in (tree.findall(".//script")[1].text or "")
    assert tree.findtext(".//h1") == HOSTILE
    assert "\u2028" not in re.sub(r"<(title|h1)>.*?</\1>", "", html, flags=re.DOTALL)


def test_page_json_keeps_halves_of_characters():
    assert json.loads(as_json("a\ud83d<b")) == "a\ud83d<b"
    as_json("a\ud83d<b").encode()


@pytest.mark.parametrize("kind", ["public", "internal"])
def test_page_policy_allows_its_script_and_style_only(kind):
    html = page(edition(kind)).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1].replace("&#39;", "'")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)[1]
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    for name, text in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", html)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|https?://", script)


def test_page_editions_say_which_they_are():
    public, internal = page(edition()).decode(), page(edition("internal")).decode()
    assert 'data-edition="public"' in public
    assert "vertrouwelijk" not in public.casefold()
    assert "Openbare uitgave" in public
    assert "<title>VERTROUWELIJK" in internal
    assert "Geef deze pagina niet door" in internal


def test_page_public_edition_holds_not_even_the_internal_words():
    html = page(edition()).decode()
    for part in (r"<script>(.*?)</script>", r"</head>(.*?)<script", r"\n:root(.*?)</style>"):
        text = re.search(part, html, re.DOTALL)[1]
        assert not re.search(r"speaker|transcript|coder|decision|sessions", text)
    assert not TEAM["nl"].keys() - {"facets"} & data_of(html)["say"].keys()


def test_page_texts_are_the_same_in_both_languages():
    for texts in (TEXTS, TEAM):
        assert texts["nl"].keys() == texts["en"].keys()
        for key, value in texts["nl"].items():
            other = texts["en"][key]
            assert type(value) is type(other), key
            if isinstance(value, str):
                assert sorted(re.findall(r"\{\w+\}", value)) == sorted(re.findall(r"\{\w+\}", other)), key
            else:
                assert len(value) == len(other), key
            if isinstance(value, dict):
                assert value.keys() == other.keys(), key


def test_page_places_are_options_or_none():
    facets = [
        {"key": "a", "label": "", "options": [("x", ""), ("", "")]},
        {"key": "b", "label": "", "options": [("y", "")]},
    ]
    assert places(facets, {"a": "", "b": ["y", "z"]}) == [1, [0]]
    assert places(facets, {"a": "z"}) == [-1, -1]
