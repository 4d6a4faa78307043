"""The last gate reads reports as others do: text, attributes, metadata, whatever the format."""

from __future__ import annotations

import dataclasses
import shutil
import zipfile

import pytest
from docx import Document

from delphi.cli import main
from delphi.errors import InputError
from delphi.privacy import vetting
from delphi.privacy.clearing import Clearance
from delphi.privacy.vetting import texts_of, vet, watched
from delphi.study import load_participants, load_study


@pytest.fixture(scope="module")
def watch(example):
    study = load_study(example / "config/study.yaml")
    people = load_participants(example / "data/raw/participants.csv", study)
    study = study.model_copy(
        update={"privacy": study.privacy.model_copy(update={"names_to_hide": ["Sint-Jozef"]})}
    )
    return watched(study, people, ["/home/lea/study"], "leavd")


def kinds(path, watch, cleared=()):
    return [(leak.kind, leak.word) for leak in vet([path], watch, cleared)]


def test_vet_finds_nothing_in_the_example(example, watch, monkeypatch, tmp_path):
    monkeypatch.chdir(example)
    assert main(["vet", "--reports", "reports", "--to-vetted", str(tmp_path / "v.txt")]) == 0
    assert "reports/report.pdf" in (tmp_path / "v.txt").read_text("utf-8")


@pytest.mark.parametrize("name", ["report.html", "report.docx", "report.pdf"])
def test_vet_reads_the_words_of_every_format(example, name):
    text = "\n".join(text for _, text in texts_of(example / "reports" / name))
    assert "Na de laatste les volgt er niets meer" in " ".join(text.split())


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Toen zei <b>Ri</b>ta niets, Fatou ook</p>", [("label", "Fatou")]),
        ("<p title='van Magda'>x</p>", [("label", "Magda")]),
        ("<p>S1 en PC-S1</p>", [("label", "S1")]),
        ("<p>in sint-jozef</p>", [("name_to_hide", "sint-jozef")]),
        ("<p>bel 0478 12 34 56</p>", [("phone", "0478 12 34 56")]),
        ("<meta content='/home/lea/study/x.md'>", [("trace", "/home/lea/study")]),
        ("<p>c:\\users\\leavd\\x en leavd zelf</p>", [("trace", "leavd")]),
        ("<p>een gewone leavd in de tekst</p>", []),
        ("<script>var a = 'Kim'</script>", [("label", "Kim")]),
        (
            '<script type=\'application/json\'>{"q":["zei \\u0046atou"],"n":[12,34]}</script>',
            [("label", "Fatou")],
        ),
        ("<script type='application/json'>[{\"Fatou\":1}]</script>", [("label", "Fatou")]),
        (
            "<script type='application/json'>{\"n\":85073003328}</script>",
            [("national_number", "85073003328")],
        ),
        ('<script type=\'application/json\'>{"a":[1012],"b":"AB"}</script>', []),
        ('<script type=\'application/json\'>{"leavd":"x"}</script>', []),
        ("<script type='application/json'>[\"/home/leavd/x\"]</script>", [("trace", "leavd")]),
        ("<style>/* Kim */</style><p>niets aan de hand, kimono</p>", []),
    ],
)
def test_vet_html(tmp_path, watch, page, expected):
    path = tmp_path / "x.html"
    path.write_text(f"<html><head></head><body>{page}</body></html>", encoding="utf-8")
    assert kinds(path, watch) == expected


def test_vet_docx_words_cut_into_runs_and_authors(tmp_path, watch):
    document = Document()
    paragraph = document.add_paragraph("zei Fa")
    paragraph.add_run("tou").bold = True
    document.add_paragraph("Fa")
    document.core_properties.author = "leavd"
    document.save(tmp_path / "x.docx")
    assert sorted(kinds(tmp_path / "x.docx", watch)) == [("label", "Fatou"), ("trace", "leavd")]


def test_vet_csv_and_clearance_for_every_place(tmp_path, watch):
    path = tmp_path / "x.csv"
    path.write_text("a,b\nKim,0478 12 34 56\n", encoding="utf-8")
    assert kinds(path, watch) == [("label", "Kim"), ("phone", "0478 12 34 56")]
    assert kinds(path, watch, [Clearance("kim", ""), Clearance("0478 12 34 56", "elsewhere")]) == [
        ("phone", "0478 12 34 56")
    ]


def test_vet_reads_what_a_pdf_says_of_itself(example):
    parts = dict(texts_of(example / "reports/report.pdf"))
    assert "Persoonlijke netwerkversterking" in parts["metadata"]
    assert "page 3" in parts


def test_vet_refuses_what_it_cannot_read(tmp_path, watch):
    for name in ("x.docx", "x.pdf", "x.svg"):
        (tmp_path / name).write_bytes(b"not what it says")
        with pytest.raises(InputError, match="cannot be read"):
            vet([tmp_path / name], watch, [])


def test_vet_verb_reads_the_pages_of_a_large_study(example, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("delphi.cli.evidence.MOST", 3)
    monkeypatch.chdir(example)
    target = tmp_path / "evidence.html"
    assert main(["evidence", "--edition", "public", "--to-page", str(target)]) == 0
    made = [
        "vet",
        "--reports",
        str(target),
        str(tmp_path / "evidence"),
        "--to-vetted",
        str(tmp_path / "v.txt"),
    ]
    assert main(made) == 0
    page = sorted((tmp_path / "evidence").glob("[0-9]*.html"))[-1]
    assert page.as_posix() in (tmp_path / "v.txt").read_text("utf-8")
    page.write_text(page.read_text("utf-8").replace('"q":"', '"q":"Fatou: ', 1), encoding="utf-8")
    assert main(made) == 2
    assert f"{page.name}: text: here stands a participant's label" in capsys.readouterr().err


def test_vet_verb_works_where_nobody_has_a_name(example, tmp_path, monkeypatch):
    """In a container a user is often a number only."""

    def nobody():
        raise KeyError("getpwuid(): uid not found: 1000")

    monkeypatch.setattr("getpass.getuser", nobody)
    monkeypatch.chdir(example)
    (tmp_path / "a.md").write_text("Zo zei men het.", encoding="utf-8")
    made = ["vet", "--reports", str(tmp_path / "a.md"), "--to-vetted", str(tmp_path / "v.txt")]
    assert main(made) == 0


def test_vet_verb_refuses_a_leak_without_saying_it(example, tmp_path, monkeypatch, capsys):
    shutil.copytree(example / "config", tmp_path / "config")
    shutil.copytree(example / "data/raw", tmp_path / "data/raw")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/a.md").write_text("Zo zei Fatou het.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["vet", "--reports", "reports", "--to-vetted", "v.txt"]) == 2
    told = capsys.readouterr().err
    assert "reports/a.md: text: here stands a participant's label (F…u), in «Zo zei F…u het.»" in told
    assert "Fatou" not in told
    assert not (tmp_path / "v.txt").exists()
    register = (tmp_path / "data/raw/participants.csv").read_text("utf-8").splitlines()
    line = next(n for n, row in enumerate(register, start=1) if row.startswith("Fatou,"))
    assert f"It is a label of data/raw/participants.csv, line {line}." in told


def test_vet_verb_says_where_the_word_is_written(example, tmp_path, monkeypatch, capsys):
    shutil.copytree(example / "config", tmp_path / "config")
    shutil.copytree(example / "data/raw", tmp_path / "data/raw")
    (tmp_path / "config/chapters/method.md").write_text("# Method\n\nWe thank Fatou.\n", encoding="utf-8")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/a.md").write_text("We thank Fatou.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["vet", "--reports", "reports", "--to-vetted", "v.txt"]) == 2
    assert "It is written in config/chapters/method.md, line 3. Take it out there;" in capsys.readouterr().err


def test_manifest_does_not_list_the_names_that_are_hidden(library):
    text = (library / "reports/manifest.json").read_text("utf-8")
    assert "Pettifer" not in text
    assert "1 names, not listed" in text
    assert zipfile.is_zipfile(library / "reports/report.docx")


def test_watched_leaves_a_single_letter_with_its_point(example, tmp_path):
    study = load_study(example / "config/study.yaml")
    people = load_participants(example / "data/raw/participants.csv", study)
    people = [dataclasses.replace(people[0], labels=("B.", "M.V.")), *people[1:]]
    path = tmp_path / "x.html"
    path.write_text("<p>Passages are in Annex B. Numbers are of people. M.V. zei dat.</p>", encoding="utf-8")
    assert kinds(path, watched(study, people, [], "")) == [("label", "M.V.")]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("x.pdf", "Samen 403 170 701 0 73", []),
        ("x.html", "het nummer 403 170 701 dus", ["enterprise_number"]),
        ("x.pdf", "de vzw heeft BE 0403.170.701", ["enterprise_number"]),
    ],
)
def test_vet_takes_no_row_of_counts_in_a_pdf_for_a_number(monkeypatch, tmp_path, name, text, found):
    monkeypatch.setattr(vetting, "texts_of", lambda _: [("page 1", text)])
    assert [leak.kind for leak in vet([tmp_path / name], [], ())] == found
