"""*consensus* in a real JupyterLab: a work model over the rounds and the coders' parts, by keys and clicks."""

from __future__ import annotations

from built_study import build

NOTEBOOK = "consensus.ipynb"


def opened(page, lab, name, **options):
    study = build(lab.study(name, **options))
    lab.open(page, study, NOTEBOOK)
    window = page.locator(".dl-looking")
    window.locator(".dl-table").wait_for(timeout=60_000)
    page.wait_for_timeout(600)  # the window has the focus now
    return study, window


def test_consensus_by_keyboard(page, lab):
    _, window = opened(page, lab, "consensus-keys")
    cells = page.locator(".jp-CodeCell").count()
    window.locator("tr.is-at", has_text="Samen zingen verbindt").wait_for()
    assert (
        window.locator(".dl-detail blockquote.is-contests").inner_text().startswith("“Het koor kost niets.”")
    )
    assert "[deelnemer] vond het te ruim" in window.locator(".dl-detail").inner_text()
    page.keyboard.press("ArrowDown")
    window.locator("tr.is-at", has_text="Het koor is ver").wait_for()
    page.keyboard.press("s")
    window.locator('[data-value="dissent"][aria-pressed="true"]').wait_for()
    assert window.locator("[data-row]").count() == 1
    page.keyboard.press("n")
    window.locator(".dl-codehead h1", has_text="Tuin").wait_for()
    page.keyboard.press("2")
    window.locator("tr.is-at", has_text="Werkmodel").wait_for()
    page.keyboard.press("ArrowDown")
    window.locator(".dl-detail h2", has_text="Koor").wait_for()
    page.keyboard.press("3")
    window.locator(".dl-confusion td.is-same").first.wait_for()
    page.keyboard.press("4")
    window.locator(".dl-stretch", has_text="Het koor is gezellig.").wait_for()
    page.keyboard.press("?")
    window.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".jp-CodeCell").count() == cells  # no key reached JupyterLab


def test_consensus_by_mouse_in_english(page, lab):
    _, window = opened(page, lab, "consensus-mouse", language="en")
    window.get_by_role("button", name="Garden").click()
    window.locator("tr.is-at", has_text="Wieden ook").wait_for()
    window.get_by_role("button", name="Contested or nuanced").click()
    window.locator(".dl-none", has_text="No statements with this choice.").first.wait_for()
    window.get_by_role("button", name="Agreement").click()
    window.locator('[data-value="character"]').click()
    window.locator('[data-value="character"][aria-pressed="true"]').wait_for()
    window.get_by_role("button", name="Confusion").click()
    window.locator(".dl-confusion").wait_for()
    window.get_by_role("button", name="Same model, other category").click()
    window.locator('[data-row="0"]', has_text="ann: Strength").wait_for()
    names = window.locator(".dl-detail").inner_text()
    assert not [name for name in ("Ann", "Bea", "Cas") if name in names]


def test_consensus_reads_a_new_build(page, lab):
    study, window = opened(page, lab, "consensus-again")
    path = study / "reports/tables/swot.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Het koor is ver", "Het koor is te ver"), encoding="utf-8"
    )
    page.keyboard.press("r")
    window.locator("[data-row]", has_text="Het koor is te ver").wait_for()
    window.locator(".dl-notice.is-info").wait_for()
