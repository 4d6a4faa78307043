"""How fast the evidence page opens and answers: 20,000 passages in a real Chromium, from a file.

    python benchmarks/evidence.py [--passages 20000] [--runs 5]

Prints, for the public edition, the median of: opening the page until it is painted and can be used, a choice
until its result is painted, and typed words until theirs is, the wait for the typing to stop included.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
from pathlib import Path
from shutil import which

from playwright.sync_api import Page, sync_playwright

from delphi.report.evidence import page

WORDS = [
    "het",
    "koor",
    "is",
    "gezellig",
    "zei",
    "ze",
    "we",
    "zingen",
    "elke",
    "week",
    "maar",
    "het",
    "café",
    "is",
    "ver",
    "en",
    "kost",
    "te",
    "veel",
    "voor",
    "ons",
    "allemaal",
]
FACETS = {
    "model": [(f"m{i}", f"Werkmodel {i}") for i in range(8)],
    "block": [(f"b{i}", f"Blok {i}") for i in range(3)],
    "round": [(f"{i}", f"Ronde {i}") for i in range(1, 5)],
    "perspective": [(f"p{i}", f"Perspectief {i}") for i in range(3)],
    "kind": [(f"k{i}", f"gesprek {i}") for i in range(3)],
    "stance": [("supports", "Steunt"), ("contests", "Betwist"), ("nuances", "Nuanceert"), ("", "Zonder")],
    "outcome": [(f"o{i}", f"Status {i}") for i in range(5)],
}
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))"
TIMED = """async (act) => {
  const input = document.getElementById(act.id);
  const before = document.getElementById("found").textContent;
  const start = performance.now();
  input.value = act.value;
  input.dispatchEvent(new Event(act.event, { bubbles: true }));
  while (document.getElementById("found").textContent === before) await new Promise((next) => setTimeout(next, 1));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - start;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        path = Path(folder, "evidence.html")
        path.write_bytes(page(edition(options.passages)))
        browser = play.chromium.launch(
            executable_path=which("chromium"),
            args=["--disable-dev-shm-usage", "--disable-gpu", "--no-sandbox"],
        )
        times: dict[str, list[float]] = {}
        for _ in range(options.runs):
            opened = browser.new_page(viewport={"width": 1280, "height": 900})
            for name, took in measure(opened, path.as_uri()).items():
                times.setdefault(name, []).append(took)
            opened.close()
        browser.close()
        print(f"{options.passages} passages, {path.stat().st_size / 1e6:.1f} MB, {options.runs} runs")
    for name, values in times.items():
        print(f"{name:30} {statistics.median(values):6.0f} ms  (longest {max(values):.0f})")


def measure(opened: Page, address: str) -> dict[str, float]:
    opened.goto(address, wait_until="commit")
    opened.wait_for_selector("html[data-ready]", state="attached")
    opened.evaluate(PAINTED)
    opening = opened.evaluate("performance.now()")
    return {
        "first paint": opened.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"),
        "open and usable": opening,
        "first search": opened.evaluate(TIMED, {"id": "q", "value": "cafe zingen", "event": "input"}),
        "next search": opened.evaluate(TIMED, {"id": "q", "value": "gezellig", "event": "input"}),
        "choice": opened.evaluate(TIMED, {"id": "f-perspective", "value": "1", "event": "change"}),
        "second choice": opened.evaluate(TIMED, {"id": "f-stance", "value": "1", "event": "change"}),
        "search taken back": opened.evaluate(TIMED, {"id": "q", "value": "", "event": "input"}),
    }


def edition(number: int) -> dict[str, object]:
    chance = random.Random(1)
    statements = []
    for place in range(number // 14):
        f = [place * 8 * 14 // number % 8, place % 3, -1, -1, -1, -1, place % 5]
        statements.append(
            {"id": f"ST-{place}", "f": f, "text": sentence(chance, 12), "specific": "", "parent": "", "ended": False,
             "version": 1, "history": "ronde 1 · bevestigd ronde 2", "people": ["3 mensen", "1 mens", "", ""],
             "versions": [], "events": []}
        )  # fmt: skip
    statements.sort(key=lambda statement: statement["f"][:2])
    passages = []
    for place in range(number):
        s = chance.randrange(len(statements)) if chance.random() < 0.8 else -1
        f = [
            *(statements[s]["f"][:2] if s >= 0 else (place % 8, place % 3)),
            *(chance.randrange(n) for n in (4, 3, 3)),
        ]
        f += [chance.choices([0, 1, 2, 3], [75, 12, 10, 3])[0], statements[s]["f"][6] if s >= 0 else -1]
        passages.append(
            {"id": f"T{place:010x}", "f": f, "s": s, "v": 1 if s >= 0 else 0, "q": sentence(chance, 40),
             "who": "Deelnemer, focusgroep ronde 2", "mark": ""}
        )  # fmt: skip
    return {
        "edition": "public", "language": "nl", "title": "Een groot onderzoek", "subtitle": "", "date": "1 mei 2025",
        "facets": [{"key": key, "label": key, "options": pairs} for key, pairs in FACETS.items()],
        "statements": statements, "passages": passages,
    }  # fmt: skip


def sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


if __name__ == "__main__":
    main()
