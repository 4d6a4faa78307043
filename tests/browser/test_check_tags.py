"""*check_tags* in a real JupyterLab: keys and clicks, and the rows on disk."""

from __future__ import annotations

import csv
import os
import signal
import time

from small_study import NASTY

from delphi.coding.learner.weighed import Weighed

NOTEBOOK = "check_tags.ipynb"


def rows(study, coder, count):
    """The coder's rows, once there are as many as expected."""
    path = study / "data/coded/decisions" / f"{coder}.csv"
    found = []
    for _ in range(150):
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                found = list(csv.DictReader(file))
            if len(found) >= count:
                break
        time.sleep(0.05)
    assert len(found) == count, found
    return found


def sit_down(page, coder, place):
    desk = page.locator(".dl")
    desk.wait_for(timeout=60_000)
    known = desk.locator(f'[data-coder="{coder}"]')
    if known.count():
        known.click()
    else:
        desk.get_by_label("Nieuwe naam").fill(coder)
        page.keyboard.press("Enter")
    desk.locator(f'[data-place="{place}"]').click()
    desk.locator(".dl-turn.is-here").wait_for()
    return desk


def shows(desk, text):
    desk.locator(".dl-where", has_text=text).wait_for()


def test_check_tags_offers_statements_unchecked(page, lab):
    study = lab.study("offers")
    (study / "data/interim/evaluation").mkdir()
    Weighed(9, 8, 7, 6, 3, 2).table().to_csv(study / "data/interim/evaluation/stances.csv", index=False)
    lab.open(page, study, NOTEBOOK)
    desk = sit_down(page, "ann", "T1")
    desk.locator(".dl-card.is-focus", has_text="Misschien bij uitspraak").wait_for()
    desk.locator(".dl-card.is-focus", has_text="spreekt tegen (nagemeten: juist in 7 van 8").wait_for()
    page.keyboard.press("i")
    first = page.locator(".dl-options li").first
    first.wait_for()
    assert "voorgesteld, niet nagekeken" in first.inner_text()
    page.keyboard.press("Enter")
    page.locator(".dl-options li", has_text="spreekt tegen").wait_for()
    assert "voorgesteld" in page.locator(".dl-options li", has_text="spreekt tegen").inner_text()
    assert "voorgesteld" not in page.locator(".dl-options li", has_text="steunt").inner_text()
    page.keyboard.press("Enter")  # what is chosen beforehand is no suggestion
    page.keyboard.press("Enter")
    saved = rows(study, "ann", 1)[0]
    assert (saved["item_id"], saved["stance"]) == ("C1", "supports")


def test_check_tags_by_keyboard(page, lab):
    study = lab.study("keyboard")
    lab.open(page, study, NOTEBOOK)
    desk = sit_down(page, "ann", "T1")
    shows(desk, "T1 beurt 2")
    cells = page.locator(".jp-CodeCell").count()
    page.keyboard.press("a")
    accepted = rows(study, "ann", 1)[0]
    assert (accepted["action"], accepted["quote"]) == ("apply", "Het koor is gezellig.")
    assert accepted["suggestion_shown"] == "true"
    desk.locator(".dl-card.is-focus", has_text="Zwakte").wait_for()
    page.keyboard.press("x")
    assert rows(study, "ann", 2)[1]["action"] == "reject"
    desk.locator(".dl-card.is-rejected").wait_for()
    page.keyboard.press("n")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("m")
    page.keyboard.press("2")
    page.keyboard.press("v")
    page.keyboard.press("i")
    page.keyboard.type("wieden")
    page.keyboard.press("Enter")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    new = rows(study, "ann", 3)[2]
    assert (new["quote"], new["work_model"], new["swot"]) == ("We zingen elke week. Maar", "garden", "need")
    assert (new["item_id"], new["stance"]) == ("G1", "nuances")
    desk.locator(".dl-card.is-mine").nth(1).wait_for()
    page.keyboard.press("u")
    assert rows(study, "ann", 4)[3]["action"] == "reject"
    desk.locator(".dl-card.is-mine").nth(1).wait_for(state="detached")
    page.keyboard.press("Space")
    assert rows(study, "ann", 5)[4]["action"] == "checked"
    shows(desk, "T1 beurt 3")
    assert page.locator(".jp-CodeCell").count() == cells  # no key reached JupyterLab


def test_check_tags_by_mouse(page, lab):
    study = lab.study("mouse", suggestions=[])
    lab.open(page, study, NOTEBOOK)
    other = page.locator('.dl [data-act="language"]')
    other.click()
    page.locator(".dl[lang=en] h1", has_text="Check tags").wait_for()
    other.click()
    page.locator(".dl[lang=nl] h1", has_text="Tags nakijken").wait_for()
    desk = sit_down(page, "bo", "queue")
    page.keyboard.press("g")
    desk.get_by_label("Gesprek", exact=True).select_option("T1")
    desk.get_by_label("Nummer van de beurt").fill("3")
    page.keyboard.press("Enter")
    shows(desk, "T1 beurt 3")
    text = desk.locator(".dl-turn.is-here .dl-text")
    assert text.inner_text() == NASTY
    text.evaluate(
        """p => { const node = p.firstChild, from = node.data.indexOf('🥶') + 1, to = node.data.indexOf('fe') + 2;
        const range = document.createRange(); range.setStart(node, from); range.setEnd(node, to);
        getSelection().removeAllRanges(); getSelection().addRange(range);
        p.dispatchEvent(new MouseEvent('mouseup', {bubbles: true})); }"""
    )
    desk.locator(".dl-mark.is-draft").first.wait_for()
    desk.locator(".dl-model").click()
    desk.get_by_role("option", name="Koor").click()
    desk.locator('[data-swot="minus"]').click()
    desk.locator('[data-act="memo"]').click()
    page.keyboard.type('=HYPERLINK("x")')
    page.keyboard.press("Control+Enter")
    desk.locator('[data-act="save_change"]').click()
    row = rows(study, "bo", 1)[0]
    assert row["quote"] == "🥶, cafe\u0301" == NASTY[int(row["start"]) : int(row["end"])]
    assert row["note"] == '=HYPERLINK("x")'
    desk.locator('[data-act="read"]').click()
    rows(study, "bo", 2)


def test_check_tags_resumes_after_a_killed_kernel(page, lab):
    study = lab.study("killed")
    path = lab.open(page, study, NOTEBOOK)
    desk = sit_down(page, "ann", "T1")
    shows(desk, "T1 beurt 2")
    page.keyboard.press("Enter")
    rows(study, "ann", 1)
    os.kill(lab.process(path), signal.SIGKILL)
    page.wait_for_timeout(500)
    page.keyboard.press("x")  # nobody is there to write it: no row, and no half row
    page.goto("about:blank")
    for session in lab.ask("sessions"):
        lab.ask(f"sessions/{session['id']}", "DELETE")
    lab.open(page, study, NOTEBOOK)
    desk = sit_down(page, "ann", "resume")
    shows(desk, "T1 beurt 2")
    assert desk.locator(".dl-card.is-mine").count() == 1
    assert desk.locator(".dl-card.is-open").count() == 1
    page.keyboard.press("Space")
    assert [row["action"] for row in rows(study, "ann", 2)] == ["apply", "checked"]


def test_check_tags_two_coders_at_the_same_time(page, browser, lab):
    study = lab.study("two")
    other = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    for one, coder in ((page, "ann"), (other, "bo")):
        notebook = NOTEBOOK if coder == "ann" else f"{coder}.ipynb"
        (study / "notebooks" / notebook).write_bytes((study / "notebooks" / NOTEBOOK).read_bytes())
        lab.open(one, study, notebook)
        sit_down(one, coder, "T1")
    page.keyboard.press("Enter")
    rows(study, "ann", 1)
    other.keyboard.press("x")
    assert rows(study, "bo", 1)[0]["coder"] == "bo"
    desk = other.locator(".dl")
    desk.locator(".dl-card.is-rejected").wait_for()
    assert desk.locator(".dl-card.is-mine").count() == 0  # ann's decision is not shown
    assert rows(study, "ann", 1)[0]["action"] == "apply"
    other.context.close()


def test_check_tags_dialogs_open_and_close(page, lab):
    study = lab.study("dialogs")
    lab.open(page, study, NOTEBOOK)
    desk = sit_down(page, "ann", "T2")
    for key in "?flg":
        page.keyboard.press(key)
        desk.get_by_role("dialog").wait_for()
        page.keyboard.press("Escape")
        desk.get_by_role("dialog").wait_for(state="detached")
    page.keyboard.press("f")
    page.keyboard.type("tuin")
    page.keyboard.press("Enter")
    desk.locator(".dl-hit", has_text="T1 · 5").click()
    shows(desk, "T1 beurt 5")
    desk.locator(".dl-note", has_text="[lacht]").wait_for()
    desk.locator('[data-act="read"]').click()
    rows(study, "ann", 1)
    assert page.evaluate("window.bad") is None  # what people said is text, not script


def test_check_tags_splits_and_links_by_keyboard(page, lab):
    study = lab.study("stretches", language="en")
    lab.open(page, study, NOTEBOOK)
    desk = page.locator(".dl")
    desk.get_by_label("New name").fill("ann")
    page.keyboard.press("Enter")
    desk.locator('[data-place="T1"]').click()
    shows(desk, "T1 turn 2")
    page.keyboard.press("+")
    page.keyboard.press("Enter")
    assert rows(study, "ann", 1)[0]["quote"] == "Het koor is gezellig. We zingen elke week."
    desk.locator(".dl-card.is-mine").wait_for()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    done = rows(study, "ann", 4)
    assert [(row["action"], row["quote"]) for row in done[1:]] == [
        ("reject", "Het koor is gezellig. We zingen elke week."),
        ("apply", "Het koor is gezellig."),
        ("apply", "We zingen elke week."),
    ]
    desk.locator(".dl-card.is-mine").nth(1).wait_for()  # rows are on disk before the window shows them
    page.keyboard.press("w")
    desk.locator(".dl-card.is-draft", has_text="Weakness").wait_for()
    page.keyboard.press("Space")  # an unsaved change is not lost by going on
    desk.locator(".dl-notice.is-error").wait_for()
    page.keyboard.press("Enter")
    assert [(row["action"], row["swot"]) for row in rows(study, "ann", 6)[4:]] == [
        ("reject", "plus"),
        ("apply", "minus"),
    ]
