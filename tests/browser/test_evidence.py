"""The evidence page in a real Chromium, opened from a folder as from a memory stick."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise

import pytest
from tests.report.test_evidence_page import HOSTILE

from delphi.report.evidence import page as page_of

PUBLIC, INTERNAL = "reports/evidence.html", "data/interim/evidence-internal.html"


@pytest.fixture
def look(browser, tmp_path):
    """Opens a page by its address; the test fails when anything else was asked for or a script broke."""
    asked, broken = [], []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)

    def open_(source, hash_="", width=1280):
        stick = tmp_path / source.name
        shutil.copy(source, stick)
        opened = context.new_page()
        opened.set_viewport_size({"width": width, "height": 900})
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("pageerror", lambda error: broken.append(str(error)))
        opened.on("console", lambda said: broken.append(said.text))
        opened.goto(stick.as_uri() + hash_)
        opened.wait_for_selector("html[data-ready]")
        return opened

    yield open_
    context.close()
    assert {url.split("#")[0] for url in asked if not url.startswith("data:font/")} <= {
        (tmp_path / name).as_uri() for name in ("evidence.html", "evidence-internal.html")
    }
    assert not broken


def written(folder, passages=(), statements=(), edition="public", **more):
    """A page of a study of our own: one cell, and what is given."""
    facets = [
        {"key": key, "label": key, "options": options}
        for key, options in {
            "model": [("m", "Model")], "block": [("b", "Block")], "round": [("1", "Round 1"), ("2", "Round 2")],
            "perspective": [("p", "Person"), ("w", "Worker")], "kind": [("k", "meeting")],
            "stance": [("supports", "Supports"), ("contests", "Contests"), ("nuances", "Nuances"), ("", "None")],
            "outcome": [("introduced", "New")],
        }.items()
    ]  # fmt: skip
    data = {
        "edition": edition, "language": "en", "title": "A study", "subtitle": "", "date": "1 May 2025",
        "facets": facets, "statements": list(statements), "passages": list(passages),
    }  # fmt: skip
    folder.mkdir(exist_ok=True)
    (folder / "evidence.html").write_bytes(page_of(data | more))
    return folder / "evidence.html"


def statement(name, text):
    return {
        "id": name, "f": [0, 0, -1, -1, -1, -1, 0], "text": text, "specific": "", "parent": "", "ended": False,
        "version": 1, "history": "round 1", "people": ["1 person", "", "", ""], "versions": [], "events": [],
    }  # fmt: skip


def passage(name, text, s=-1, stance=0, round_=0, perspective=0):
    return {
        "id": name, "f": [0, 0, round_, perspective, 0, stance, 0 if s >= 0 else -1], "s": s, "v": 1 if s >= 0 else 0,
        "q": text, "who": "Person, meeting", "mark": "",
    }  # fmt: skip


def test_evidence_deep_links_lead_to_statement_passage_and_cell(look, example):
    opened = look(example / PUBLIC, "#PC-W3")
    opened.locator("article.alone h2", has_text="Na de laatste les volgt er niets meer").wait_for()
    assert opened.title().startswith("PC-W3")
    assert opened.evaluate("document.activeElement.id") == "here"
    code = opened.locator("li.passage .code").first.inner_text()
    opened.locator("li.passage .code").first.click()
    opened.locator("h2", has_text=f"Passage {code}").wait_for()
    assert opened.locator(f'.single [data-id="{code}"]').count() == 1
    opened.go_back()
    opened.locator("article.alone h2", has_text="Na de laatste les").wait_for()
    opened.locator(".place a").click()
    opened.wait_for_url("**#cell=personal_competence/weaknesses_threats")
    assert opened.locator("#f-model").input_value() != ""
    assert {heading.inner_text() for heading in opened.locator("#list > h2").all()} == {
        "Persoonlijke competentie"
    }


def test_evidence_report_link_opens_the_statement(look, example, tmp_path):
    look(example / PUBLIC)
    shutil.copy(example / "reports/report.html", tmp_path / "report.html")
    report = (tmp_path / "report.html").read_text("utf-8")
    href = re.search(r'href="(evidence\.html#[A-Z][^"=]+)"', report)[1]
    name, _, hash_ = href.partition("#")
    opened = look(example / "reports" / name, f"#{hash_}")
    assert opened.locator("article.alone").get_attribute("data-id") == hash_


def test_evidence_choices_narrow_the_passages_and_can_be_taken_back(look, example):
    opened = look(example / PUBLIC)
    everything = opened.locator("#found").inner_text()
    opened.get_by_label("Standpunt").select_option(label="Betwist")
    assert opened.locator("#found").inner_text() != everything
    assert "stance=contests" in opened.url
    assert opened.locator(".side.contests li.passage").count() > 0
    assert opened.locator(".side.supports li.passage").count() == 0
    assert opened.locator(".side.supports .people").first.is_visible()  # who supports it is not hidden
    opened.get_by_label("Perspectief").select_option(label="Beroepskracht")
    assert all("Beroepskracht" in who.inner_text() for who in opened.locator("li.passage .who").all())
    opened.get_by_role("button", name="Betwist niet meer kiezen").click()
    assert "stance" not in opened.url
    opened.get_by_role("button", name="Alles wissen").click()
    assert opened.locator("#found").inner_text() == everything


def test_evidence_search_knows_no_accents_and_no_case(look, tmp_path):
    source = written(
        tmp_path / "own",
        [
            passage("T1", "In een Café, ’s avonds: ça va."),
            passage("T2", "Thuis."),
            passage("T3", "İzmir, Łódź, STRAẞE"),
        ],
    )
    opened = look(source)
    for words, found in (
        ("cafe", "T1"),
        ("CAFÉ", "T1"),
        ("'s avonds ca", "T1"),
        ("izmir", "T3"),
        ("lodz strasse", "T3"),
    ):
        opened.get_by_label("Search passages").fill(words)
        opened.locator("li.passage").nth(1).wait_for(state="detached")
        assert [each.get_attribute("data-id") for each in opened.locator("li.passage").all()] == [found]
        opened.get_by_label("Search passages").fill("")
        opened.locator("li.passage").nth(2).wait_for()
    opened.get_by_label("Search passages").fill("cafe")
    opened.locator("blockquote mark", has_text="Café").wait_for()
    opened.get_by_label("Search passages").fill("nowhere")
    opened.locator("#found", has_text="No passage fits").wait_for()


def test_evidence_words_stay_words(look, tmp_path):
    opened = look(
        written(tmp_path / "own", [passage("T1", HOSTILE, 0)], [statement("A<b>&=1", HOSTILE)]), "#tag=T1"
    )
    assert opened.locator(".single blockquote").text_content() == HOSTILE
    assert opened.locator("script").count() == 2
    link = opened.locator("article .code").first.get_attribute("href")
    assert link == "#item=A%3Cb%3E%26%3D1"
    opened.locator("article h2 .code").click()
    opened.wait_for_url(f"**{link}")
    assert opened.locator("article.alone").get_attribute("data-id") == "A<b>&=1"


def test_evidence_consensus_and_dissent_stand_side_by_side(look, tmp_path):
    said = [passage(f"T{place}", "Words.", 0, stance) for place, stance in enumerate((0, 0, 1, 2))]
    opened = look(written(tmp_path / "own", said, [statement("A-1", "It works")]))
    boxes = [opened.locator(f".side.{name}").bounding_box() for name in ("supports", "contests", "nuances")]
    assert len({round(box["y"]) for box in boxes}) == 1
    assert max(box["width"] for box in boxes) - min(box["width"] for box in boxes) < 1


def test_evidence_builds_only_what_is_looked_at_and_prints_all(look, tmp_path):
    statements = [statement(f"A-{place}", f"Statement {place}") for place in range(120)]
    opened = look(written(tmp_path / "own", [passage(f"T{p}", "Words.", p) for p in range(120)], statements))
    assert opened.locator("article").count() < 60
    opened.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.locator("article").count() == 120
    many = [passage(f"U{p}", f"Words {p}.", 0) for p in range(60)]
    opened = look(written(tmp_path / "own", many, [statement("A-1", "It works")]))
    assert opened.locator("li.passage").count() == 3
    opened.get_by_role("button", name="Show 57 more").click()
    opened.get_by_role("button", name="Show 7 more").click()
    assert opened.locator("li.passage").count() == 60
    opened.reload()
    assert opened.locator("li.passage").count() == 3
    opened.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.locator("li.passage").count() == 60


def test_evidence_works_by_keyboard(look, example):
    opened = look(example / PUBLIC)
    opened.keyboard.press("/")
    assert opened.evaluate("document.activeElement.id") == "q"
    opened.keyboard.type("cursus")
    opened.locator("#chips button", has_text="cursus").wait_for()
    assert opened.locator("#q").input_value() == "cursus"
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.activeElement.id") == "content"
    opened.keyboard.press("Tab")
    assert "cursus" in opened.evaluate("document.activeElement.getAttribute('aria-label')")
    unnamed = opened.evaluate(
        """[...document.querySelectorAll("a, button, input, select, summary")].filter((e) =>
          !(e.getAttribute("aria-label") || e.textContent.trim() || e.labels?.length)).length"""
    )
    assert unnamed == 0
    levels = opened.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5')].filter((h) => h.offsetParent).map((h) => +h.tagName[1])"
    )
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("name", [PUBLIC, INTERNAL])
def test_evidence_fits_a_telephone(look, example, name):
    for hash_ in ("", "#PC-W3", "#stance=contests"):
        opened = look(example / name, hash_, width=390)
        assert opened.evaluate("document.documentElement.scrollWidth") <= 390


def test_evidence_unknown_code_is_said(look, example):
    opened = look(example / PUBLIC, "#XX-9")
    assert "XX-9" in opened.locator("#found").inner_text()


def test_evidence_internal_shows_the_conversation_and_marks_suggestions(look, example):
    opened = look(example / INTERNAL, "#PC-W3")
    assert "Vertrouwelijk" in opened.locator(".secret").text_content()
    first = opened.locator("li.passage").first
    first.locator("summary", has_text="In het gesprek").click()
    quote = first.locator("blockquote").inner_text()
    assert first.locator(".stretch").inner_text() == quote
    turns = first.locator(".turns li").count()
    first.get_by_role("button", name="Later").click()
    assert first.locator(".turns li").count() > turns
    assert first.locator("td", has_text="hanne").count() > 0
    opened.get_by_label("Nagekeken").select_option(label="voorstel, nog niet nagekeken")
    marks = opened.locator("li.passage").count()
    assert marks > 0
    assert opened.locator("li.passage .special", has_text="nog niet nagekeken").count() == marks


def test_evidence_speaks_the_studys_language(look, library):
    opened = look(library / PUBLIC)
    assert opened.locator("html").get_attribute("lang") == "en"
    text = opened.locator("body").inner_text()
    assert "Search passages and statements" in text
    assert not re.search(r"\b(uitspraak|ronde|werkmodel|passages in \d+ uitspraken)\b", text)
