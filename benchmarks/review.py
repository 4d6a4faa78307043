"""How fast a coder gets a passage: 3,000 of them, in a real JupyterLab and Chromium.

    python benchmarks/review.py [--turns 3000] [--decided 1500]

Prints the time from running the cell to the start panel and from choosing the queue to the first passage
(together: the first passage after running the cell), and from a key to the next passage on the screen,
with the decision on the disk.  Half of the passages are decided already, so that there is a file to read.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/browser"))

from playwright.sync_api import sync_playwright
from real_lab import CHROMIUM_OPTIONS, running_lab
from small_study import turn

from delphi.decisions.append import Decision, append_decisions
from delphi.review.material import Material

SAYS = "Het koor is gezellig, zei ze. We zingen elke week. Maar het is ver en het kost te veel voor ons. " * 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--turns", type=int, default=3000, help="turns of participants, in 20 transcripts")
    parser.add_argument("--decided", type=int, default=1500, help="turns that are decided already")
    parser.add_argument("--keys", type=int, default=40, help="passages to go through")
    options = parser.parse_args()
    each = options.turns // 20
    turns = [
        turn(f"T{transcript:02}", number, "Ann" if number % 3 else "Bea", SAYS)
        for transcript in range(20)
        for number in range(1, each + 1)
    ]
    suggestions = [
        (said["transcript_id"], said["turn"], 0, 29, "choir", "plus", "terms", place % 97 / 97, "terms=koor")
        for place, said in enumerate(turns)
    ]
    with tempfile.TemporaryDirectory() as folder:
        root, own = Path(folder, "root"), Path(folder, "own")
        root.mkdir()
        with running_lab(root, own) as lab:
            study = lab.study("load", turns=turns, suggestions=suggestions)
            decide(study, options.decided)
            measure(lab, study, options.keys)


def decide(study: Path, count: int) -> None:
    material = Material(study)
    decisions = [
        decision
        for key in material.participants_turns[:count]
        for decision in (Decision(*key, "apply", 0, 29, "choir", "plus"), Decision(*key, "checked"))
    ]
    append_decisions(
        material.file_of("ann"), decisions, coder="ann", texts=material.texts, codebook=material.codebook
    )


def measure(lab, study: Path, keys: int) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_OPTIONS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        lab.open(page, study, "check_tags.ipynb", run=False)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        began = time.perf_counter()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.locator('[data-coder="ann"]').wait_for()
        names = time.perf_counter() - began
        page.locator('[data-coder="ann"]').click()
        queue = page.locator('[data-place="queue"]')
        queue.wait_for()
        panel = time.perf_counter() - began
        sat = time.perf_counter()
        queue.click()
        page.locator(".dl-turn.is-here").wait_for()
        first = time.perf_counter() - sat
        took = page.evaluate(
            """async (keys) => {
              const desk = document.querySelector('.dl'), took = [];
              const where = () => desk.querySelector('.dl-where')?.textContent;
              for (let i = 0; i < keys; i++) {
                const before = where(), began = performance.now();
                desk.dispatchEvent(new KeyboardEvent('keydown', {key: ' ', bubbles: true, cancelable: true}));
                while (where() === before) await new Promise(requestAnimationFrame);
                took.push(performance.now() - began);
              }
              return took;
            }""",
            keys,
        )
        rows = (study / "data/coded/decisions/ann.csv").read_text(encoding="utf-8").count("checked")
        print(f"names after running the cell         {names:6.2f} s")
        print(f"places, once a name is clicked       {panel - names:6.2f} s")
        print(f"first passage, once a place is clicked {first:4.2f} s")
        print(f"first passage after running the cell {panel + first:6.2f} s")
        print(f"next passage, median of {keys}           {statistics.median(took):6.0f} ms")
        print(f"next passage, slowest                {max(took):6.0f} ms")
        print(f"rows on disk: {rows} turns marked as checked")
        browser.close()


if __name__ == "__main__":
    main()
