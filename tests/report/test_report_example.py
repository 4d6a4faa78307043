"""The finished report of the example study: what a reader can follow, and what must not be in it."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import html as lxml_html
from pypdf import PdfReader

from delphi.codebook import load_codebook


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def page(example):
    return lxml_html.fromstring((example / "reports/report.html").read_text("utf-8"))


@pytest.fixture(scope="module")
def content(example):
    return json.loads((example / "reports/chapters/content.json").read_text("utf-8"))


def words_of(path: Path) -> str:
    """The text of a report, whatever its format."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as parts:
            xml = [
                parts.read(name).decode("utf-8", "ignore")
                for name in parts.namelist()
                if name.endswith(".xml")
            ]
        return re.sub(r"<[^>]+>", " ", " ".join(xml))
    if path.suffix == ".png":
        return ""
    return re.sub(r"data:[^\"')]+", "", path.read_text("utf-8"))


def test_report_every_statement_leads_to_its_passages(example, page):
    ids = {element.get("id") for element in page.iter() if isinstance(element.tag, str) and element.get("id")}
    targets = {element.get("href") for element in page.iter("a")}
    printed = [row for row in rows(example / "reports/tables/swot.csv") if int(row["n_passages"])]
    assert len(printed) > 100
    for row in printed:
        assert f"st-{row['item_id']}" in ids
        assert f"ps-{row['item_id']}" in ids
        assert f"#ps-{row['item_id']}" in targets


def test_report_every_passage_leads_to_a_turn(example, content):
    tags = {row["tag_id"]: row for row in rows(example / "data/coded/tags.csv")}
    seen = 0
    for item, listed in content["passages"].items():
        for passage in listed["passages"]:
            tag = tags[passage["code"]]
            assert tag["item_id"] == item
            assert tag["transcript_id"]
            assert int(tag["turn"]) >= 1
            seen += 1
    assert seen == sum(bool(row["item_id"]) for row in tags.values())


def test_report_links_inside_all_have_a_target(page):
    ids = {element.get("id") for element in page.iter() if isinstance(element.tag, str)}
    inside = {
        element.get("href")[1:] for element in page.iter("a") if (element.get("href") or "").startswith("#")
    }
    assert inside
    assert inside <= ids


def test_report_holds_no_label_of_a_participant(example):
    labels = set()
    for row in rows(example / "data/raw/participants.csv"):
        labels |= {row["participant_id"], *filter(None, row["alias_of_labels"].split(";"))}
    items = {row["item_id"] for row in rows(example / "data/coded/items.csv")}
    pattern = re.compile(rf"(?<![\w-])({'|'.join(sorted(map(re.escape, labels)))})(['’]?s)?(?!\w)")
    read = [path for path in sorted((example / "reports").rglob("*")) if path.is_file()]
    assert len(read) > 15
    for path in read:
        text = words_of(path)
        for item in items:
            text = text.replace(item, "")
        found = pattern.search(text)
        assert not found, f"{path.name}: {found and found[0]}"


def test_report_models_stand_in_the_codebooks_order(example, page):
    codebook = load_codebook(example / "config/codebook.yaml")
    keys = [code.key for code in codebook.work_model]
    anchors = [
        e.get("id")
        for e in page.iter()
        if isinstance(e.tag, str) and (e.get("id") or "").startswith("sec:model-")
    ]
    assert [anchor.removeprefix("sec:model-") for anchor in anchors] == keys
    for table in ("swot.csv",):
        order = list(dict.fromkeys(row["work_model"] for row in rows(example / "reports/tables" / table)))
        assert order == [key for key in keys if key in order]


def test_report_unchecked_suggestions_are_marked_wherever_they_count(example, content):
    tags = rows(example / "data/coded/tags.csv")
    suggested = sum(tag["status"] == "suggested" for tag in tags)
    assert suggested > 0
    assert all(not tag["item_id"] and not tag["coders"] for tag in tags if tag["status"] == "suggested")
    lines = [
        run["text"]
        for table in content["tables"].values()
        for block in table["blocks"]
        for part in block["cell"]
        if part["kind"] == "paragraph"
        for run in part["runs"]
    ]
    said = sum(int(number) for line in lines for number in re.findall(r"(\d+) passages? voorgesteld", line))
    assert said == suggested
    assert all("nog niet nagekeken" in line for line in lines if "voorgesteld" in line)


def test_report_quotations_carry_perspective_and_kind(content):
    for quotation in content["quotations"].values():
        assert re.search(r"(Deelnemer|Beroepskracht).*, (focusgroep )?ronde \d$|, diepte-interview$",
                         quotation["attribution"])  # fmt: skip


def test_report_counts_come_from_the_tables(example):
    """Every number of a model's opening sentence stands in the tables and tags."""
    text = next((example / "reports/chapters").glob("*rounds-2-3.md")).read_text("utf-8")
    tags = [t for t in rows(example / "data/coded/tags.csv") if t["status"] != "suggested" and t["speaker"]]
    swot = rows(example / "reports/tables/swot.csv")
    for key in dict.fromkeys(row["work_model"] for row in swot):
        people = {tag["speaker"] for tag in tags if tag["work_model"] == key and tag["round"] in "23"}
        statements = sum(row["work_model"] == key for row in swot)
        section = text.split(f"#sec:model-{key}}}")[1].split("\n## ")[0]
        assert f" {len(people)} mensen in rondes 2 en 3: " in section
        assert f" alle {statements} uitspraken " in section


def test_report_chapter_quotes_its_own_rounds(example):
    tags = {row["tag_id"]: row for row in rows(example / "data/coded/tags.csv")}
    seen = 0
    for path in sorted((example / "reports/chapters").glob("*-rounds-*.md")):
        numbers = path.stem.split("rounds-")[1].split("-")
        for key in re.findall(r"delphi-quote key=\"(\w+)\"", path.read_text("utf-8")):
            assert tags[key]["round"] in numbers, (path.name, key)
            seen += 1
    assert seen > 80


def test_report_contested_statements_are_told_with_their_quotation(example):
    """Whatever somebody contested in rounds 2 and 3 stands in its work model's section, with what was said."""
    text = next((example / "reports/chapters").glob("*rounds-2-3.md")).read_text("utf-8")
    contested = {
        row["item_id"]
        for row in rows(example / "reports/tables/consensus.csv")
        if row["round"] in "23" and not row["group"] and int(row["n_contests"])
    }
    items = {(row["item_id"], row["version"]): row for row in rows(example / "data/coded/items.csv")}
    assert len(contested) > 15
    for item in contested:
        row = items[(item, "1")]
        section = text.split(f"#sec:model-{row['work_model']}}}")[1].split("\n## ")[0]
        words = re.sub(r"\\(.)", r"\1", section)
        told = words.split(f"**{row['statement']}.** ")[1].split("\n**")[0]
        assert told.startswith("Tegengesproken door "), item
        assert "delphi-quote" in told, item


def test_report_prints_no_raw_group(content):
    panel = [cell[0]["runs"][0]["text"] for row in content["tables"]["panel"]["rows"] for cell in row[1:2]]
    assert "stuurgroep" in panel
    assert "steering" not in panel


def test_report_docx_opens_in_libreoffice(example, need, tmp_path):
    office = need("libreoffice")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(example / "reports/report.docx")], check=True, capture_output=True, timeout=180
    )
    text = "\n".join(page.extract_text() for page in PdfReader(tmp_path / "report.pdf").pages)
    assert "De werkmodellen" in text
    assert "Herkomst van de uitspraken" in text


def test_report_pdf_is_tagged_and_in_dutch(example):
    catalog = PdfReader(example / "reports/report.pdf").trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert str(catalog["/Lang"]).startswith("nl")
    assert "/StructTreeRoot" in catalog


def test_report_html_shows_in_a_browser(example, need, tmp_path):
    browser = need("chromium")
    shot = tmp_path / "shot.png"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-sync", "--disable-component-update"]  # fmt: skip
    subprocess.run(
        [browser, *flags, f"--user-data-dir={tmp_path}/profile", "--window-size=1280,900", f"--screenshot={shot}",
         (example / "reports/report.html").as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert shot.stat().st_size > 20_000
    source = (example / "reports/report.html").read_text("utf-8")
    assert not re.search(r'(?:src|href)="https?:', source)


def test_report_empty_cells_say_so(library):
    content = json.loads((library / "reports/chapters/content.json").read_text("utf-8"))
    cells = [
        (key, block["label"], block["cell"])
        for key, table in content["tables"].items()
        for block in table["blocks"]
    ]
    silent = [
        key
        for key, _, cell in cells
        if cell and cell[0].get("runs", [{}])[0].get("text", "").startswith("Nothing")
    ]
    assert silent.count("swot-overall") >= 3
    assert all(cell for _, _, cell in cells)


def test_a_list_of_what_a_round_confirmed_says_who_contested_it_in_that_round(example):
    text = (example / "reports/chapters/05-rounds-2-3.md").read_text("utf-8").replace("\\", "")
    line = next(
        line for line in text.splitlines() if line.startswith("- “Buddy's worden intensief gecoacht”")
    )
    assert re.fullmatch(
        r".*: 2 deelnemers met armoede-ervaring.*; tegengesproken door 2 beroepskrachten.*", line
    )
    line = next(line for line in text.splitlines() if line.startswith("- “Je staat lang op een wachtlijst”"))
    assert "tegengesproken" not in line


def test_what_one_person_said_twice_is_among_what_one_person_said(example):
    text = (example / "reports/chapters/05-rounds-2-3.md").read_text("utf-8").replace("\\", "")
    alone = text.split("### Wat één persoon zei")[2].split("\n## ")[0]
    assert "Nieuwkomers leren sneller Nederlands en vinden hun weg" in alone
