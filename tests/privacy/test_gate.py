"""The gate: what is hard stops the workflow until a person mends or clears it; the table holds nobody's words."""

from __future__ import annotations

import csv
import shutil

import pandas as pd
import pytest
from tests.conftest import copy_study, snakemake

from delphi.cli import main
from delphi.cli.options import read_findings
from delphi.privacy.clearing import (
    Clearance,
    privacy_table,
    read_cleared,
    review_list,
    unseen_names,
    with_cleared,
)
from delphi.privacy.screening import Registers, screen

KNOWN = Registers({"A": "nl", "B": "nl"}, frozenset({"Rita"}), ("Pettifer",))


def turns(*texts, transcript="A"):
    rows = [(transcript, n, n * 2, text) for n, text in enumerate(texts, start=1)]
    return pd.DataFrame(rows, columns=["transcript_id", "turn", "line", "text"])


def test_screen_names_place_kind_and_context():
    findings = screen(turns("Dag.", "Bel 0478 12 34 56, zei Rita tegen Gust, of mevrouw pettifer."), KNOWN)
    assert findings[["turn", "line", "start", "end", "kind", "word"]].values.tolist() == [
        [2, 4, 4, 17, "phone", "0478 12 34 56"],
        [2, 4, 34, 38, "name", "Gust"],
        [2, 4, 51, 59, "name_to_hide", "pettifer"],
    ]
    assert findings["context"][1].startswith("Bel 0478")


def test_screen_of_one_transcript_does_not_depend_on_others():
    one = turns("Iris zegt ja.")
    other = turns("een iris in de tuin", transcript="B")
    together = screen(pd.concat([one, other], ignore_index=True), KNOWN)
    assert (
        together[together["transcript_id"] == "A"]["word"].tolist()
        == screen(one, KNOWN)["word"].tolist()
        == ["Iris"]
    )


def test_clearing_everywhere_or_in_one_context_only():
    findings = screen(turns("Ik zag Gust op straat.", "En toen Gust in huis."), KNOWN)
    everywhere = with_cleared(findings, [Clearance("gust", "")])
    assert everywhere["cleared"].tolist() == [True, True]
    somewhere = with_cleared(findings, [Clearance("Gust", "Gust  op straat")])
    assert somewhere["cleared"].tolist() == [True, False]
    assert with_cleared(findings, [])["cleared"].tolist() == [False, False]


def test_privacy_table_counts_and_holds_no_word_of_anybody():
    findings = with_cleared(
        screen(turns("Gust belde 0478 12 34 56.", "Ja, Gust."), KNOWN), [Clearance("gust", "ja, gust")]
    )
    table = privacy_table(findings)
    assert table.values.tolist() == [["A", "name", "no", 2, 1, 1], ["A", "phone", "yes", 1, 0, 1]]
    assert "Gust" not in table.to_csv()


def test_review_list_puts_hard_identifiers_first_and_then_the_frequent():
    findings = with_cleared(
        screen(turns("Dat is Gust.", "En Gust. En Marleen.", "0478 12 34 56", "pettifer"), KNOWN), []
    )
    assert review_list(findings)[["word", "n"]].values.tolist() == [
        ["0478 12 34 56", 1],
        ["Gust", 2],
        ["Marleen", 1],
    ]


def test_read_cleared_wants_a_signature(tmp_path):
    (tmp_path / "c.csv").write_text("word,context,cleared_by,cleared_at,reason\nGust,,,,\n", encoding="utf-8")
    from delphi.errors import InputError

    with pytest.raises(InputError, match="line 2: `cleared_by` is empty"):
        read_cleared(tmp_path / "c.csv")


def test_gate_stops_the_workflow_until_a_person_clears(tmp_path, monkeypatch, capsys):
    study = copy_study("tiny", tmp_path / "study")
    transcript = study / "data/raw/transcripts/street.txt"
    text = transcript.read_text("utf-8")
    transcript.write_text(text.rstrip("\n") + "\nMo: Call 0478 12 34 56 for the shed.\n", encoding="utf-8")
    run = snakemake(study)
    assert run.code != 0
    assert "street.txt, line" in run.output
    assert "here stands a phone number (04…56)" in run.output
    assert "0478 12 34 56" not in run.output
    assert not (study / "data/interim/suggestions").exists()
    assert not (study / "reports/report.html").exists()
    monkeypatch.chdir(study)
    assert main(["clear"]) == 0
    assert "0478 12 34 56\ta phone number, 1 x in street" in capsys.readouterr().out
    assert main(["clear", "0478 12 34 56"]) == 2
    assert "nobody signed" in capsys.readouterr().err
    assert main(["clear", "0000", "--by", "Lea", "--reason", "x"]) == 2
    assert main(["clear", "0478 12 34 56", "--by", "Lea", "--reason", "the shed's own, public"]) == 0
    with (study / "data/coded/cleared.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(r["word"], r["cleared_by"], r["reason"]) for r in rows] == [
        ("0478 12 34 56", "Lea", "the shed's own, public")
    ]
    run = snakemake(study)
    assert run.code == 0, run.output
    table = (study / "reports/tables/privacy.csv").read_text("utf-8")
    assert "street,phone,yes,1,1,0" in table
    assert "0478" not in table


def test_clear_adds_to_a_file_that_a_spreadsheet_saved(example, tmp_path, monkeypatch):
    shutil.copytree(example / "data/interim/screened", tmp_path / "data/interim/screened")
    monkeypatch.chdir(tmp_path)
    word = read_findings(map(str, (tmp_path / "data/interim/screened").glob("*.csv")))["word"][0]
    (tmp_path / "data/coded").mkdir()
    cleared = tmp_path / "data/coded/cleared.csv"
    before = "\ufeffword;context;cleared_by;cleared_at;reason\r\nBeke;;Lea;2025-01-01;a brook"
    cleared.write_bytes(before.encode())
    assert main(["clear", word, "--by", "An", "--reason", "a; b"]) == 0
    assert cleared.read_bytes().startswith(before.encode())
    assert [(c.word, c.context) for c in read_cleared(cleared)] == [("Beke", ""), (word, "")]


def test_unseen_names_counts_words_that_nobody_looked_at():
    findings = pd.DataFrame(
        [
            ("a", "name", "Lena", "says Lena"),
            ("b", "name", "lena", "and lena"),
            ("b", "phone", "0478", "call 0478"),
            ("b", "name", "Tom", "to Tom"),
        ],
        columns=["transcript_id", "kind", "word", "context"],
    )
    told = "2 words that may be names have not been looked at (delphi clear); the report may print them"
    assert unseen_names(with_cleared(findings, [])) == told
    one = [Clearance("Tom", "")]
    assert unseen_names(with_cleared(findings, one)).startswith("1 word that may be a name has not been")
    assert unseen_names(with_cleared(findings, [*one, Clearance("lena", "")])) == ""


def test_a_build_says_at_its_end_that_words_were_not_looked_at(tmp_path, monkeypatch, capsys):
    study = copy_study("tiny", tmp_path / "study")
    transcript = study / "data/raw/transcripts/street.txt"
    text = transcript.read_text("utf-8")
    transcript.write_text(text.rstrip("\n") + "\nMo: Then we asked Gertrude.\n", encoding="utf-8")
    run = snakemake(study)
    assert run.code == 0, run.output
    told = "that may be a name has not been looked at (delphi clear); the report may print it"
    for verb in ("gate", "vet"):
        assert [line for line in run.output.splitlines() if line.startswith(f"{verb}: 1 word {told}")], verb
    monkeypatch.chdir(study)
    assert main(["status"]) == 0
    assert "(delphi clear); the report may print them" in capsys.readouterr().out
    assert "other names only where the research team listed them" in (
        study / "reports/evidence.html"
    ).read_text("utf-8")


def test_check_warns_of_an_id_or_file_that_names_somebody(tmp_path, monkeypatch, capsys):
    study = copy_study("tiny", tmp_path / "study")
    register = study / "data/raw/transcripts.csv"
    (study / "data/raw/transcripts/street.txt").rename(study / "data/raw/transcripts/talk Lena.txt")
    register.write_text(register.read_text("utf-8").replace("street.txt", "talk Lena.txt"), encoding="utf-8")
    monkeypatch.chdir(study)
    assert main(["check"]) == 0
    told = capsys.readouterr().err
    assert (
        "transcripts.csv, line 2: the file `talk Lena` may name somebody (Lena), and it is printed;" in told
    )
    (study / "data/coded").mkdir(exist_ok=True)
    (study / "data/coded/cleared.csv").write_text(
        "word,context,cleared_by,cleared_at,reason\nLena,,An,2025-01-01,a river\n", encoding="utf-8"
    )
    assert main(["check"]) == 0
    assert "may name somebody" not in capsys.readouterr().err
