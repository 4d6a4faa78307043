"""Makes the pictures of the guides anew, from the guides' own commands: `python docs/pictures.py` (some minutes).

Walks each guide as its test does (tests/docs) and takes pictures of what a person would see.  The study is
invented.  Needs the development environment and Chromium.
"""

from __future__ import annotations

import html
import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests/browser")]

from real_lab import CHROMIUM_OPTIONS, Lab, running_lab  # noqa: E402
from tests.docs.walk import ANSWERS, FIRST_STOPS, GUIDES, Ran, Walk  # noqa: E402

PICTURES = HERE / "pictures"
COLOURS = 96
LAST_LINES = 9  # of a command that says much
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #fff; } pre { margin: 0; padding: 18px 22px; background: #20242b; color: #e6e6e6;
font: 15px/1.45 "Liberation Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 8px; }
b { color: #8fd19e; font-weight: normal; } i { color: #f4d58d; font-style: normal; }
</style><pre>%s</pre>"""


def main() -> int:
    """Walk both guides and take the pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_OPTIONS)
        for language, guide in GUIDES.items():
            walk = Walk(Path(temporary) / language, language)
            for ran in walk.through(guide):
                if ran.command == "delphi export --tags ~/tags.xlsx":
                    break
            _terminal_pictures(browser, walk)
            _notebook_pictures(browser, walk, Path(temporary) / f"lab-{language}")
            _page_pictures(browser, walk)
        browser.close()
    return 0


def _terminal_pictures(browser: Browser, walk: Walk) -> None:
    new = next(i for i, ran in enumerate(walk.ran) if ran.command in ANSWERS)
    stopped = next(ran for ran in walk.ran if ran.command == FIRST_STOPS)
    for name, shown in {"new": walk.ran[new : new + 1], "stopped": [stopped]}.items():
        page = browser.new_page(viewport={"width": 900, "height": 200})
        page.set_content(TERMINAL % "\n".join(_typed(walk, ran) for ran in shown))
        _keep(page.locator("pre").screenshot(), f"{name}-{walk.language}")
        page.close()


def _typed(walk: Walk, ran: Ran) -> str:
    """A command and what it said, as a terminal shows them; the middle of what is long is left out."""
    said = html.escape(ran.output.replace(str(walk.home), "~").strip())
    for answer in ANSWERS.get(ran.command, "").format(language=walk.language).splitlines():
        said = said.replace("]: ", f"]:\u00a0<i>{answer}</i>\n", 1)
    lines = said.splitlines()
    if ran.command not in ANSWERS and len(lines) > LAST_LINES:
        lines = [*lines[:2], "…", *lines[-LAST_LINES:]]
    return f"<b>els:~$</b> <i>{html.escape(ran.command)}</i>\n" + "\n".join(lines)


def _notebook_pictures(browser: Browser, walk: Walk, own: Path) -> None:
    shutil.copytree(REPOSITORY / "notebooks", walk.study / "notebooks")
    with (walk.study / "config/study.yaml").open("a", encoding="utf-8") as file:
        file.write("coding: {hide_suggestions_share: 0}\n")  # so that the picture has one
    with running_lab(walk.home, own) as lab:
        for name, person, place in (("check_tags", "Noor", "R1-B"), ("adjudicate", "Els", "all")):
            page = browser.new_page(viewport={"width": 1240, "height": 760})
            _sit_down(page, lab, walk, name, person, place)
            _keep(page.screenshot(), f"{name}-{walk.language}")
            page.close()


def _sit_down(page: Page, lab: Lab, walk: Walk, name: str, person: str, place: str) -> None:
    lab.open(page, walk.study, f"{name}.ipynb")
    desk = page.locator(".dl")
    desk.wait_for(timeout=60_000)
    known = desk.locator(f'[data-coder="{person}"]')
    if known.count():
        known.click()
    else:
        desk.locator("input").first.fill(person)
        page.keyboard.press("Enter")
    desk.locator(f'[data-place="{place}"]').click()
    desk.locator(".dl-turn.is-here").wait_for()
    desk.locator(".dl-tool", has=page.locator(".dl-corners")).click()
    page.wait_for_timeout(600)


def _page_pictures(browser: Browser, walk: Walk) -> None:
    reports = walk.study / "reports"
    page = browser.new_page(viewport={"width": 1000, "height": 760})
    page.goto((reports / "report.html").as_uri())
    table = page.locator("table", has=page.locator('a[href*="evidence.html#TE-S1"]')).first
    table.wait_for()
    page.wait_for_timeout(500)
    table.evaluate(
        "table => { document.documentElement.style.scrollBehavior = 'auto';"
        " scrollTo(0, table.getBoundingClientRect().top + scrollY - 170); }"
    )
    page.wait_for_timeout(300)
    _keep(page.screenshot(), f"report-{walk.language}")
    page.goto((reports / "evidence.html").as_uri() + "#TE-S1")
    page.wait_for_selector("html[data-ready]")
    _keep(page.screenshot(), f"evidence-{walk.language}")
    page.close()


def _keep(picture: bytes, name: str) -> None:
    """Write a picture in few colours and without anything about the machine that took it."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    sys.exit(main())
