"""An edition in pages, in a real Chromium and from a folder: every address leads to what it names."""

from __future__ import annotations

import csv
import re

import pytest
from tests.report.test_evidence_editions import write

from delphi.report.evidence import paging


@pytest.fixture(scope="module")
def shelf(example, tmp_path_factory):
    """Both editions of the example study in pages."""
    folder = tmp_path_factory.mktemp("shelf")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("delphi.cli.evidence.MOST", 3)
        patched.setattr("delphi.cli.evidence.MOST_CONVERSATIONS", 3)
        patched.setattr(paging, "WEIGHT", 12_000)
        patched.setattr(paging, "TO_FIND", 50)
        for edition in ("public", "internal"):
            assert write(example, edition, folder / f"{edition}.html") == 0
    return folder


@pytest.fixture
def look(browser, shelf):
    """Opens an address of the shelf; the test fails when something outside it was asked for or a script broke."""
    asked, broken = [], []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)

    def open_(address, width=1280):
        opened = context.new_page()
        opened.set_viewport_size({"width": width, "height": 900})
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("pageerror", lambda error: broken.append(str(error)))
        opened.on("console", lambda said: broken.append(said.text))
        opened.goto(f"{shelf.as_uri()}/{address}")
        return opened

    yield open_
    context.close()
    assert all(url.startswith((shelf.as_uri(), "data:font/")) for url in asked)
    assert not broken


def tags(example, wanted):
    with (example / "data/coded/tags.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["status"] != "suggested" and wanted(row)]


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_pages_addresses_of_the_one_page_lead_to_statement_and_passage(look, example, edition):
    opened = look(f"{edition}.html#PC-W3")
    opened.wait_for_url(f"**/{edition}/*.html#PC-W3")
    assert opened.locator("article.alone").get_attribute("data-id") == "PC-W3"
    assert opened.locator("li.passage").count() > 0
    for tag in (
        tags(example, lambda row: row["item_id"])[5],
        tags(example, lambda row: not row["item_id"])[5],
    ):
        opened = look(f"{edition}.html#tag={tag['tag_id']}")
        opened.wait_for_url(re.compile(rf"/{edition}/\d+-[^/]+#tag={tag['tag_id']}$"))
        assert opened.locator(f'.single [data-id="{tag["tag_id"]}"] blockquote').count() == 1


def test_pages_an_address_that_is_on_another_page_goes_there_and_an_unknown_one_is_said(look, shelf):
    first, *_, last = sorted(path.name for path in (shelf / "public").glob("[0-9]*.html"))
    opened = look(f"public/{last}#PC-W3")
    opened.wait_for_url("**/public/01-*.html#PC-W3")
    opened = look(f"public/{first}#XX-9")
    opened.wait_for_url("**/public.html#unknown=XX-9")
    assert "XX-9" in opened.locator("#found").inner_text()


def test_pages_the_overview_finds_statements_and_leads_on_to_search_the_passages(look, example):
    opened = look("public.html")
    opened.wait_for_selector("html[data-ready]")
    everything = opened.locator("#found").inner_text()
    total = len(tags(example, bool))
    inside = len(tags(example, lambda row: row["item_id"]))
    assert everything.startswith(f"{inside} passages")
    assert str(total - inside) in everything
    opened.get_by_label("Standpunt").select_option(label="Betwist")
    contested = opened.locator("#pages li")
    assert contested.count() > 0
    contested.first.locator("a").click()
    opened.wait_for_url("**/public/*.html#stance=contests")
    assert opened.locator(".side.contests li.passage").count() > 0
    assert opened.locator(".side.supports li.passage").count() == 0
    opened.go_back()
    opened.get_by_role("button", name="Alles wissen").click()
    assert opened.locator("#found").inner_text() == everything
    opened.get_by_label("Zoek in uitspraken").fill("laatste les")
    opened.wait_for_url("**q=laatste%20les")
    assert opened.locator('article[data-id="PC-W3"]').count() == 1
    opened.locator("#pages a").first.click()
    opened.wait_for_url("**/public/*.html#q=laatste%20les")
    assert opened.get_by_label("Zoek in passages en uitspraken").input_value() == "laatste les"


def test_pages_a_passage_leads_to_its_place_in_the_conversation_and_back(look):
    opened = look("internal.html#PC-W3")
    opened.wait_for_url("**/internal/*.html#PC-W3")
    passage = opened.locator("li.passage").first
    code, quote = passage.get_attribute("data-id"), passage.locator("blockquote").inner_text()
    passage.get_by_role("link", name="In het gesprek").click()
    opened.wait_for_url(f"**/internal/transcripts/*.html#{code}")
    here = opened.locator(f"#{code}")
    assert here.locator("blockquote").inner_text() == quote
    assert here.evaluate("(element) => element.matches(':target')")
    here.get_by_role("link", name="PC-W3").click()
    opened.wait_for_url("**/internal/*.html#PC-W3")


@pytest.mark.parametrize("address", ["public.html", "public.html#stance=contests", "internal.html#PC-W3"])
def test_pages_fit_a_telephone(look, address):
    opened = look(address, width=390)
    opened.wait_for_selector("html[data-ready]")
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390
