"""Text that looks like code comes out as it was said, in everything that is read; nothing of it is run."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import unicodedata
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import html
from tests.conftest import REPOSITORY, snakemake
from tests.workflow.hostile import LABEL, QUOTE, SIGNS, STATEMENT, TITLE, hostile_study

from delphi.derived import read_csv


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The hostile study, with its report and the feedback."""
    folder = hostile_study(tmp_path_factory.mktemp("hostile") / "study")
    run = snakemake(folder, "all", "feedback")
    assert run.code == 0, run.output
    return folder


def plain(text: str) -> str:
    return " ".join(text.split())


def of_docx(path: Path) -> str:
    body = docx.Document(str(path)).element.body
    paragraphs = ("".join(run.text or "" for run in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    return plain(" ".join(paragraphs))


def of_pdf(path: Path, need) -> str:
    program = Path(need("pdftoppm")).with_name("pdftotext")
    done = subprocess.run([program, str(path), "-"], capture_output=True, check=True)
    return unicodedata.normalize("NFKC", done.stdout.decode("utf-8"))


def squeezed(text: str) -> str:
    """Without white space and hyphens, which a PDF puts where its lines end."""
    return re.sub(r"[\s\-\u00ad\u2010]+", "", text)


def test_hostile_report_in_html_says_it_and_runs_nothing(study):
    page = html.fromstring((study / "reports/report.html").read_bytes())
    assert not [script for script in page.iter("script") if "alert(" in (script.text or "")]
    assert not page.xpath("//img[@onerror]")
    assert plain(page.findtext(".//title")) == plain(TITLE)
    said = plain(page.text_content())
    assert all(words in said for words in map(plain, (STATEMENT, QUOTE, LABEL, TITLE)))
    assert [sign for sign in SIGNS if sign not in said] == []


def test_hostile_report_in_word_says_it(study):
    said = of_docx(study / "reports/report.docx")
    assert all(words in said for words in map(plain, (STATEMENT, QUOTE, LABEL, TITLE)))


def test_hostile_report_in_pdf_says_it(study, need):
    said = squeezed(of_pdf(study / "reports/report.pdf", need))
    for sign in SIGNS:
        assert squeezed(unicodedata.normalize("NFKC", sign)) in said, sign


@pytest.mark.parametrize("audience", ["participants", "professionals"])
def test_hostile_feedback_says_it(study, audience, need):
    assert plain(STATEMENT) in of_docx(study / f"reports/feedback/round-1-{audience}.docx")
    said = squeezed(of_pdf(study / f"reports/feedback/round-1-{audience}.pdf", need))
    for sign in SIGNS:
        assert squeezed(unicodedata.normalize("NFKC", sign)) in said, sign


@pytest.mark.parametrize("page", ["reports/evidence.html", "data/interim/evidence-internal.html"])
def test_hostile_evidence_page_carries_it_as_data(study, page):
    raw = (study / page).read_text(encoding="utf-8")
    assert "<script>alert" not in raw
    assert "<img src=x" not in raw
    data = next(s for s in html.fromstring(raw.encode()).iter("script") if s.text.lstrip().startswith("{"))
    told = json.dumps(json.loads(data.text), ensure_ascii=False)
    assert json.dumps(STATEMENT, ensure_ascii=False)[1:-1] in told
    assert json.dumps(QUOTE, ensure_ascii=False)[1:-1] in told


def test_hostile_tables_and_the_register_are_disarmed(study):
    swot = study / "reports/tables/swot.csv"
    assert STATEMENT in list(read_csv(swot)["statement"])
    assert "an apostrophe in front" in (study / "reports/tables/README.md").read_text("utf-8")
    for table in (study / "reports/tables").glob("*.csv"):
        with table.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row if len(cell) > 1]
        runs = [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert [cell for cell in runs if not re.fullmatch(r"[+-][\d.]+", cell)] == [], table
    with swot.open(encoding="utf-8", newline="") as file:
        assert f"'{STATEMENT}" in [row["statement"] for row in csv.DictReader(file)]
    with (study / "reports/feedback/reactions-round-1.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert f"'{STATEMENT}" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_hostile_marks_that_nobody_sees_are_no_speech(study):
    """U+202E turns the rest of a line around; it must not travel into the report."""
    for name in ("report.html", "evidence.html", "tables/swot.csv"):
        text = (study / "reports" / name).read_text(encoding="utf-8")
        assert "\u202e" not in text
    assert QUOTE in (study / "data/coded/tags.csv").read_text("utf-8").replace('""', '"')


def test_hostile_text_never_becomes_markup_in_a_notebook_window():
    scripts = sorted((REPOSITORY / "src/delphi").rglob("*.js"))
    assert scripts
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval)\b", text), (
            script.name
        )
