"""The annex on suggestions: measured, out of date, or not measured; and its picture."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from delphi.cli import main
from delphi.coding.learner.measure import LEARNER_TABLE
from delphi.report.learner import read_evaluation


@pytest.fixture
def study(library, tmp_path, monkeypatch):
    """The built English study as the current folder."""
    for name in ("config", "data", "reports/tables"):
        shutil.copytree(library / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def evaluation(folder: Path, digest: str) -> Path:
    """What `delphi evaluate` leaves, small."""
    folder.mkdir(parents=True)
    scores = [
        ("transcript", "work_model", code, method, 12, 0.5, 0.25, 1 / 3, 0.1, 0.6, 0.2)
        for method in ("majority", "topics", "learner", "human:ben")
        for code in ("night_desk", "")
    ]
    pd.DataFrame(scores, columns=LEARNER_TABLE).to_csv(folder / "scores.csv", index=False)
    curve = [("queue", 40, "work_model", 0.5, 1.0), ("transcripts", 40, "work_model", 0.4, 1.0)]
    pd.DataFrame(curve, columns=["order", "decided", "facet", "f1", "learned"]).to_csv(
        folder / "curve.csv", index=False
    )
    coverage = [("work_model", "tagged", 0.5, 6, 1.0), ("swot", "tagged", 0.5, 6, 0.5)]
    pd.DataFrame(coverage, columns=["facet", "of", "coverage", "n", "right"]).to_csv(
        folder / "coverage.csv", index=False
    )
    bands = [(0.8, 1.0, 9, 0.9, 0.8, "judged")]
    pd.DataFrame(bands, columns=["low", "high", "n", "promised", "right", "facet"]).to_csv(
        folder / "reliability.csv", index=False
    )
    confused = [("work_model", "night_desk", "", 3, "It was dark. | And cold.")]
    pd.DataFrame(confused, columns=["facet", "told", "suggested", "n", "examples"]).to_csv(
        folder / "confusions.csv", index=False
    )
    summary = {"digest": digest, "gold": "ada", "turns": 167, "transcripts": 5}
    (folder / "summary.json").write_text(json.dumps(summary))
    return folder


def annex(*options: str) -> str:
    assert main(["chapters", "--to-chapters", "reports/chapters", *options]) == 0
    return next(Path("reports/chapters").glob("*-method.md")).read_text("utf-8")


def test_learner_annex_without_evaluation_says_so(study):
    text = annex("--evaluation", "", "--evaluated", "")
    assert "was not measured for this report" in text
    assert "tbl:learner" not in text


def test_learner_annex_places_tables_figure_and_fingerprint(study):
    folder = evaluation(study / "evaluation", "abc")
    text = annex("--evaluation", str(folder), "--evaluated", "abc")
    assert "#tbl:learner " in text
    assert "#fig:learner " in text
    assert "abc" in text
    assert "Out of date" not in text
    content = json.loads(Path("reports/chapters/content.json").read_text("utf-8"))
    assert len(content["tables"]["learner"]["rows"]) == 4


def test_learner_annex_says_how_often_the_statement_was_offered(study):
    folder = evaluation(study / "evaluation", "abc")
    assert "links that ada made" not in annex("--evaluation", str(folder), "--evaluated", "abc")
    tried = pd.DataFrame([(1, 8, 0.5), (3, 8, 0.875)], columns=["offered", "n", "right"])
    tried.to_csv(folder / "statements.csv", index=False)
    scores = pd.read_csv(folder / "scores.csv", keep_default_na=False)
    stances = pd.DataFrame(
        [
            ("transcript", "stance", "", method, 8, 0.5, 0.5, 0.5, 0.2, 0.7, 0.1)
            for method in ("majority", "learner")
        ],
        columns=LEARNER_TABLE,
    )
    pd.concat([scores, stances]).to_csv(folder / "scores.csv", index=False)
    text = annex("--evaluation", str(folder), "--evaluated", "abc")
    assert "Of the 8 links that ada made" in text
    assert "share of 0.50 and was among the first 3 in a share of 0.88" in text
    assert "cannot be estimated: no second coder" in text
    content = json.loads(Path("reports/chapters/content.json").read_text("utf-8"))
    assert len(content["tables"]["learner"]["rows"]) == 6


def test_learner_annex_of_other_inputs_is_marked_out_of_date(study):
    folder = evaluation(study / "evaluation", "abc")
    assert "Out of date" in annex("--evaluation", str(folder), "--evaluated", "xyz")


def test_learner_figure_is_drawn_when_there_is_something_to_draw(study):
    folder = evaluation(study / "evaluation", "abc")
    for given, drawn in (("", False), (str(folder), True)):
        assert main(["figures", "--evaluation", given, "--to-figures", "figures"]) == 0
        assert Path("figures/learner.svg").exists() == drawn


def test_read_evaluation_of_nothing_is_nothing(tmp_path):
    assert read_evaluation(None, "") == {}
    assert read_evaluation(str(tmp_path), "") == {}
