"""*codebook_workbench* in a real JupyterLab: keys and clicks, and a codebook that is edited meanwhile."""

from __future__ import annotations

import os

from built_study import build

NOTEBOOK = "codebook_workbench.ipynb"


def opened(page, lab, name, **options):
    study = build(lab.study(name, **options))
    lab.open(page, study, NOTEBOOK)
    bench = page.locator(".dl-looking")
    bench.locator(".dl-table").wait_for(timeout=60_000)
    page.wait_for_timeout(600)  # the window has the focus now
    return study, bench


def picked(bench):
    return bench.locator("tr.is-at th")


def test_workbench_by_keyboard(page, lab):
    _, bench = opened(page, lab, "bench-keys")
    cells = page.locator(".jp-CodeCell").count()
    assert bench.locator(".dl-codehead h1").inner_text() == "Koor"
    page.keyboard.press("ArrowDown")
    bench.locator("tr.is-at", has_text="koor").wait_for()
    assert bench.locator(".dl-passage mark").all_inner_texts() == ["koor", "koor"]
    bench.locator(".dl-passage.is-right").first.wait_for()
    page.keyboard.press("2")
    bench.locator("tr.is-at", has_text="!tuinhuis").wait_for()
    page.keyboard.press("n")
    bench.locator(".dl-codehead h1", has_text="Tuin").wait_for()
    page.keyboard.press("t")
    field = bench.get_by_role("textbox")
    field.wait_for()
    page.wait_for_timeout(200)
    page.keyboard.type("wer*")
    page.keyboard.press("Enter")
    bench.locator("tr.is-at", has_text="wer*").wait_for()
    assert bench.locator(".dl-wordlist li").inner_text() == "werkt1"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    bench.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    bench.locator(".dl-codehead h1", has_text="Koor").wait_for()
    assert page.locator(".jp-CodeCell").count() == cells  # no key reached JupyterLab


def test_workbench_by_mouse_in_english(page, lab):
    _, bench = opened(page, lab, "bench-mouse", language="en")
    bench.get_by_role("button", name="Weakness").click()
    bench.locator(".dl-codehead h1", has_text="Weakness").wait_for()
    bench.locator('[data-code="choir"]').click()
    bench.locator('[data-row="zing*"]').click()
    bench.locator("tr.is-at", has_text="zing*").wait_for()
    assert "carries this code" in bench.locator(".dl-passage").first.inner_text()
    bench.locator(".dl-tablebox [data-row='']").click()
    bench.locator('.dl-shows [data-value="missed"]').click()
    bench.locator(".dl-passage.is-missed", has_text="Daar ga ik dus niet meer heen!").wait_for()
    bench.locator('.dl-tabs [data-value="openers"]').click()
    bench.locator("tr.is-at", has_text="over het koor").wait_for()


def test_workbench_reads_an_edited_codebook(page, lab):
    study, bench = opened(page, lab, "bench-edit")
    path = study / "config/codebook.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("terms: [koor", "terms: [elke week, koor"), encoding="utf-8")
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1_000_000))
    page.keyboard.press("r")
    bench.locator('[data-row="elke week"]').click()
    bench.locator(".dl-passage mark", has_text="elke week").wait_for()
    path.write_text(text.replace("terms: [koor", "terms: ['* koor'"), encoding="utf-8")
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 2_000_000))
    page.keyboard.press("r")
    bench.locator(".dl-notice.is-error", has_text="codebook.yaml, line").wait_for()
    assert bench.locator('[data-row="elke week"]').count() == 1


def test_workbench_shows_what_people_said_as_text(page, lab):
    _, bench = opened(page, lab, "bench-script")
    page.keyboard.press("ArrowDown")
    bench.locator(".dl-passage", has_text="ad = 1</script> Het koor").wait_for()
    assert page.evaluate("window.bad") is None


def test_workbench_shows_every_column_on_a_narrow_screen(page, lab):
    page.set_viewport_size({"width": 1024, "height": 768})
    _, bench = opened(page, lab, "bench-narrow")
    box = bench.locator(".dl-tablebox")
    assert box.evaluate("pane => pane.scrollWidth <= pane.clientWidth")
    table, passages = box.bounding_box(), bench.locator(".dl-detail").bounding_box()
    assert passages["y"] >= table["y"] + table["height"]
