"""Tables for spreadsheets: text is never executed, and a codebook comes back from one."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import copy_example, copy_study

from delphi.cli import main
from delphi.codebook import load_codebook
from delphi.exchange.workbooks import csv_bytes, read_rows, workbook_bytes

DAY = dt.date(2024, 5, 6)
FORMULAS = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\tcmd", "=1+1\n=2"]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_workbook_stores_what_looks_like_a_formula_as_text():
    data = workbook_bytes({"t": [["quote"], *([text] for text in FORMULAS)]}, DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["t"]
    cells = [sheet.cell(row, 1) for row in range(2, len(FORMULAS) + 2)]
    assert [cell.value for cell in cells] == FORMULAS
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_csv_gives_formulas_an_apostrophe_and_takes_it_off_again():
    raw = csv_bytes([["key", "text"], *([str(n), text] for n, text in enumerate(FORMULAS))])
    assert all(f"'{text[0]}".encode() in raw for text in FORMULAS)
    Path("t.csv").write_bytes(raw)
    _, rows = read_rows(Path("t.csv"), ["text"])
    assert [row["text"] for _, row in rows][:4] == FORMULAS[:4]


def test_workbook_is_the_same_each_time_and_dated_by_the_study():
    rows = [["a", "n"], ["x", 1], ["y", 2.5]]
    first, second = workbook_bytes({"t": rows}, DAY), workbook_bytes({"t": rows}, DAY)
    assert first == second
    book = openpyxl.load_workbook(io.BytesIO(first))
    assert book.properties.modified.date() == book.properties.created.date() == DAY
    assert book["t"]["B2"].value == 1


def test_workbook_leaves_out_characters_that_no_spreadsheet_takes():
    data = workbook_bytes({"t": [["a"], ["b\x00\x07c"]]}, DAY)
    assert openpyxl.load_workbook(io.BytesIO(data))["t"]["A2"].value == "bc"


@pytest.mark.parametrize("name", ["library", "example"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_codebook_table_comes_back(name, ending):
    folder = copy_example(Path("s")) if name == "example" else copy_study(name, Path("s"))
    assert main(["export", "--codebook", f"book.{ending}", "--folder", "s"]) == 0
    assert main(["import", "codebook", f"book.{ending}", "--to", "back.yaml", "--folder", "s"]) == 0
    assert load_codebook("back.yaml") == load_codebook(folder / "config/codebook.yaml")


def test_codebook_table_that_a_person_typed():
    Path("book.csv").write_text(
        'facet;label;label_nl;terms\nwork_model;A shed;Een schuur;"shed*\ntool?"\nwork_model;A  shed;;\nswot;\'-Good;;\n',
        encoding="utf-8-sig",
    )
    assert main(["import", "codebook", "book.csv", "--to", "new.yaml", "--language", "en"]) == 0
    book = load_codebook("new.yaml")
    assert book.keys("work_model") == ["a_shed", "a_shed_2"]
    assert book.work_model[0].label == {"*": "A shed", "nl": "Een schuur"}
    assert book.work_model[0].terms == ["shed*", "tool?"]
    assert book.swot[0].label == {"*": "-Good"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("facet,label\nwork_modl,A\n", "line 2: `facet` is `work_modl`. Did you mean `work_model`?"),
        ("facet,label\nwork_model,A\n", "no row has the facet `swot`."),
        ("facet,name\nwork_model,A\n", "the column `label` is missing."),
        (
            "facet,label,termz\nwork_model,A,x\n",
            "the column `termz` is not known here. Did you mean `terms`?",
        ),
        ("facet,label,key\nwork_model,A,1 x\nswot,B,b\n", "line 2: `key`: "),
        ("label\nA\n", "the column `facet` is missing."),
        ("facet,label,terms\nwork_model,A,***\nswot,B,\n", "back.yaml"),
    ],
)
def test_codebook_table_with_a_mistake_is_told_and_nothing_is_made(text, told, capsys):
    Path("book.csv").write_text(text)
    assert main(["import", "codebook", "book.csv", "--to", "back.yaml"]) == 2
    assert told in capsys.readouterr().err
    assert not list(Path().glob("back.yaml*"))


def test_codebook_table_that_lacks_a_code_which_migrations_lead_to_is_told(capsys):
    copy_study("library", Path("s"))
    Path("book.csv").write_text("facet,label\nwork_model,A\nswot,B\n")
    assert main(["import", "codebook", "book.csv", "--to", "back.yaml", "--folder", "s"]) == 2
    assert "the codes do not fit together: this leads to `night_desk`" in capsys.readouterr().err
    assert main(["import", "codebook", "book.csv", "--folder", "s"]) == 2
    assert "there is a codebook here already" in capsys.readouterr().err


def test_codebook_workbook_that_is_none_is_told(capsys):
    Path("book.xlsx").write_bytes(b"facet,label")
    assert main(["import", "codebook", "book.xlsx", "--to", "back.yaml"]) == 2
    Path("entity.xlsx").write_bytes(workbook_bytes({"t": [["facet", "label"], ["swot", "x"]]}, DAY))
    with zipfile.ZipFile("entity.xlsx", "a") as archive:
        archive.writestr("xl/extra.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert main(["import", "codebook", "entity.xlsx", "--to", "back.yaml"]) == 2
    error = capsys.readouterr().err
    assert "this is no .xlsx document" in error
    assert "declares XML entities" in error


TAGS = (
    "tag_id,transcript_id,round,kind,group,turn,start,end,speaker,perspective,work_model,swot,item_id,stance,status,"
    "source,confidence,evidence,coders,quote\n"
    "t1,depot-evening,1,workshop,depot,9,0,9,Joy,shift_worker,unattended_hours,advantage,UH-A1,supports,checked,"
    "coder,,,ada;ben,=1+1\n"
    "t2,ward-morning,1,workshop,ward,13,0,9,Lorna,shift_worker,unattended_hours,advantage,,,suggested,terms,0.5,,,x\n"
    "t3,panel-june,2,panel_meeting,panel,5,0,9,Cllr Pugh,council_member,overall,risk,,,suggested,terms,0.5,,,y\n"
)


def test_tags_have_a_row_per_quotation_with_attributes_and_path(capsys):
    folder = copy_study("library", Path("s"))
    assert main(["export", "--tags", "tags.xlsx", "--folder", "s"]) == 2
    assert "the tags are not settled yet" in capsys.readouterr().err
    (folder / "data/coded/tags.csv").write_text(TAGS, encoding="utf-8")
    assert main(["export", "--tags", "tags.xlsx", "--folder", "s"]) == 0
    header, rows = read_rows(
        Path("tags.xlsx"), ["tag_id", "work", "nights_per_week", "code_path", "statement"]
    )
    assert "withdrawn_on" not in header
    one, two = (row for _, row in rows)
    assert (one["work"], one["nights_per_week"], one["turn"], one["quote"]) == (
        "night buses",
        "5",
        "9",
        "=1+1",
    )
    names = load_codebook(folder / "config/codebook.yaml").code("work_model", "unattended_hours").label
    assert one["code_path"] == f"Work model > {names['en']} | SWOT > Advantages"
    assert one["statement"] == "People can come in when their shift ends, whatever the hour"
    assert (two["tag_id"], two["work"], two["confidence"]) == ("t3", "finance", "0.5")
