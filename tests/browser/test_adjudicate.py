"""*adjudicate* in a real JupyterLab: keys, the rows on disk, a killed kernel, two adjudicators."""

from __future__ import annotations

import csv
import os
import signal
import time

from small_study import NASTY

from delphi.decisions.append import Decision, append_decisions
from delphi.review.material import Material

NOTEBOOK = "adjudicate.ipynb"
CHECKED = [("T1", 2), ("T1", 3), ("T1", 6), ("T2", 2)]
CODED = {
    "ada": [
        Decision("T1", 2, "apply", 0, 21, "choir", "plus"),
        Decision("T1", 2, "apply", 43, 59, "choir", "minus", "C2", "supports", note="ver weg"),
        Decision("T1", 3, "apply", 0, 26, "choir", "plus"),
        Decision("T1", 6, "apply", 0, 5, "choir", "plus"),
        Decision("T2", 2, "apply", 32, 52, "choir", "plus"),
    ],
    "ben": [
        Decision("T1", 2, "apply", 0, 21, "choir", "plus"),
        Decision("T1", 2, "apply", 43, 59, "garden", "need"),
        Decision("T1", 3, "apply", 4, 26, "choir", "minus"),
        Decision("T2", 2, "apply", 0, 52, "garden", "plus"),
    ],
}


def coded(lab, name, **options):
    study = lab.study(name, suggestions=[], **options)
    material = Material(study)
    for coder, decisions in CODED.items():
        rows = [*decisions, *(Decision(*key, "checked") for key in CHECKED)]
        path = material.file_of(coder)
        append_decisions(path, rows, coder=coder, texts=material.texts, codebook=material.codebook)
    return study


def rows(study, count):
    """The rows of the file of adjudications, once there are as many as expected."""
    path = study / "data/coded/adjudications.csv"
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


def sit_down(page, judge, place="all", new="Nieuwe naam"):
    desk = page.locator(".dl")
    desk.wait_for(timeout=60_000)
    known = desk.locator(f'[data-coder="{judge}"]')
    if known.count():
        known.click()
    else:
        desk.get_by_label(new).fill(judge)
        page.keyboard.press("Enter")
    desk.locator(f'[data-place="{place}"]').click()
    desk.locator(".dl-turn.is-here").wait_for()
    return desk


def shows(desk, text):
    desk.locator(".dl-where", has_text=text).wait_for()


def brief(found):
    return [(row["action"], row["work_model"], row["swot"], row["quote"]) for row in found]


def test_adjudicate_by_keyboard(page, lab):
    study = coded(lab, "keyboard")
    lab.open(page, study, NOTEBOOK)
    desk = sit_down(page, "zoe")
    shows(desk, "T1 beurt 3")  # the opposites come first
    desk.locator('[data-kind="opposite"]').wait_for()
    cells = page.locator(".jp-CodeCell").count()
    page.keyboard.press("2")
    desk.locator('.dl-column.is-chosen[data-column="2"]').wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type("het gaat om de kou")
    page.keyboard.press("Enter")
    found = rows(study, 2)
    assert brief(found) == [("reject", "choir", "plus", NASTY[:26]), ("apply", "choir", "minus", NASTY[4:26])]
    assert {(row["coder"], row["note"]) for row in found} == {("zoe", "het gaat om de kou")}

    shows(desk, "T1 beurt 2")  # both, but the second one changed
    page.keyboard.press("a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("z")
    page.keyboard.press("r")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    page.keyboard.press("i")
    page.keyboard.type("wieden")
    page.keyboard.press("Enter")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")  # an earlier reason
    page.keyboard.press("Enter")
    found = rows(study, 5)[2:]
    assert brief(found) == [
        ("reject", "garden", "need", "Maar het is ver."),
        ("apply", "garden", "minus", "week. Maar het is ver."),
        ("apply", "choir", "minus", "Maar het is ver."),
    ]
    assert (found[1]["item_id"], found[1]["stance"], found[1]["note"]) == (
        "G1",
        "nuances",
        "het gaat om de kou",
    )

    shows(desk, "T1 beurt 6")
    page.keyboard.press("n")
    desk.locator(".dl-nothing").wait_for()
    page.keyboard.press("ArrowRight")  # what is chosen and not saved is not lost by going on
    desk.locator(".dl-notice.is-error").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # without a reason
    assert brief(rows(study, 6)[5:]) == [("reject", "choir", "plus", "Goed.")]

    shows(desk, "T2 beurt 2")
    page.keyboard.press("u")
    shows(desk, "T1 beurt 6")
    assert "blijft in het bestand" in desk.locator(".dl-notice").inner_text()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert brief(rows(study, 7)[6:]) == [("apply", "choir", "plus", "Goed.")]
    shows(desk, "T2 beurt 2")
    assert page.evaluate("window.bad") is None  # what people said is text, not script
    assert page.locator(".jp-CodeCell").count() == cells  # no key reached JupyterLab


def test_adjudicate_resumes_after_a_killed_kernel(page, lab):
    study = coded(lab, "killed", language="en")
    path = lab.open(page, study, NOTEBOOK)
    desk = sit_down(page, "zoe", new="New name")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    rows(study, 2)
    shows(desk, "T1 turn 2")
    os.kill(lab.process(path), signal.SIGKILL)
    page.wait_for_timeout(500)
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # may not be lost silently, nor half written
    page.goto("about:blank")
    for session in lab.ask("sessions"):
        lab.ask(f"sessions/{session['id']}", "DELETE")
    lab.open(page, study, NOTEBOOK)
    desk = sit_down(page, "zoe", "resume")
    shows(desk, "T1 turn 2")
    assert desk.locator(".dl-progress").inner_text() == "1 / 4"
    desk.locator(".dl-hint", has_text="Whom do you follow?").wait_for()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert brief(rows(study, 4)[2:])[-1] == ("apply", "garden", "need", "Maar het is ver.")


def test_adjudicate_two_at_the_same_time_and_by_mouse(page, browser, lab):
    study = coded(lab, "two")
    other = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    for one, judge in ((page, "zoe"), (other, "kim")):
        notebook = NOTEBOOK if judge == "zoe" else f"{judge}.ipynb"
        (study / "notebooks" / notebook).write_bytes((study / "notebooks" / NOTEBOOK).read_bytes())
        lab.open(one, study, notebook)
        shows(sit_down(one, judge), "T1 beurt 3")
    desk = page.locator(".dl")
    desk.locator('.dl-column[data-column="1"] .dl-follow').click()
    desk.locator('[data-act="settle_it"]').click()
    desk.locator('[data-act="save"]').click()
    rows(study, 2)
    desk = other.locator(".dl")
    desk.locator('[data-act="none"]').click()
    desk.locator('[data-act="settle_it"]').click()
    desk.locator('[data-act="save"]').click()
    desk.locator(".dl-notice.is-error").wait_for()
    desk.locator(".dl-state", has_text="Beslist door zoe").wait_for()
    assert {row["coder"] for row in rows(study, 2)} == {"zoe"}
    other.keyboard.press("ArrowRight")
    shows(desk, "T1 beurt 2")
    text = desk.locator(".dl-turn.is-here .dl-text")
    text.evaluate(
        """p => { const range = document.createRange(); range.selectNodeContents(p);
        getSelection().removeAllRanges(); getSelection().addRange(range);
        p.dispatchEvent(new MouseEvent('mouseup', {bubbles: true})); }"""
    )
    desk.locator(".dl-stands .is-draft").wait_for()
    desk.locator('[data-swot="need"]').click()
    desk.locator('[data-act="settle_it"]').click()
    desk.locator('[data-act="save"]').click()
    assert rows(study, 5)[-1]["quote"] == "Het koor is gezellig. We zingen elke week. Maar het is ver."
    other.context.close()


def test_adjudicate_dialogs_open_and_close(page, lab):
    study = coded(lab, "dialogs", language="en")
    lab.open(page, study, NOTEBOOK)
    desk = sit_down(page, "zoe", "T2", new="New name")
    shows(desk, "T2 turn 2")
    for key in "?lf":
        page.keyboard.press(key)
        desk.get_by_role("dialog").wait_for()
        page.keyboard.press("Escape")
        desk.get_by_role("dialog").wait_for(state="detached")
    page.keyboard.press("f")
    desk.get_by_label("Transcript", exact=True).select_option("")
    desk.get_by_label("Work model", exact=True).select_option("garden")
    desk.get_by_role("button", name="Show these").click()
    shows(desk, "T1 turn 2")
    page.keyboard.press("l")
    desk.get_by_role("dialog").wait_for()
    page.keyboard.type("T2")
    page.keyboard.press("Enter")
    shows(desk, "T2 turn 2")
    page.keyboard.press("g")
    desk.locator(".dl-numbers[open]", has_text="Agreement has not been measured yet").wait_for()
    page.keyboard.press("v")  # no tag is chosen to be changed
    assert rows_on_disk(study) == []


def rows_on_disk(study):
    path = study / "data/coded/adjudications.csv"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
