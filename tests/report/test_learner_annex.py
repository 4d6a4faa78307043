"""The annex on suggestions: measured, out of date, or not measured; and its picture."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from delphi.cli import main
from delphi.coding.learner.measure import LEARNER_TABLE
from delphi.coding.learner.weighed import Weighed
from delphi.report.figures.learner import draw_learner
from delphi.report.learner import read_evaluation
from delphi.report.learner_tables import needed


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
        (split, "work_model", code, method, n, 0.5, 0.25, 1 / 3, 0.1, 0.6, 0.2, transcripts)
        for split, method, n, transcripts in (
            ("transcript", "majority", 12, 5),
            ("transcript", "topics", 12, 5),
            ("transcript", "learner", 12, 5),
            ("transcript", "human:ben", 7, 2),
            ("read_by_ben", "learner", 7, 2),
            ("transcript_round_1", "learner", 4, 1),
            ("transcript_round_2", "learner", 8, 4),
            ("transcript_from_round_2", "learner", 8, 4),
        )
        for code in ("night_desk", "")
    ]
    pd.DataFrame(scores, columns=LEARNER_TABLE).to_csv(folder / "scores.csv", index=False)
    curve = [
        ("queue", 40, "work_model", 0.5, 1.0),
        ("transcripts", 40, "work_model", 0.4, 0.0),
        ("queue", 80, "work_model", 0.52, 1.0),
        ("transcripts", 80, "work_model", 0.45, 0.5),
    ]
    pd.DataFrame(curve, columns=["order", "decided", "facet", "f1", "learned"]).to_csv(
        folder / "curve.csv", index=False
    )
    coverage = [
        (facet, of, share, 6, right)
        for facet, right in (("work_model", 0.9), ("swot", 0.5))
        for of in ("tagged", "suggested")
        for share in (0.5, 1.0)
    ]
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


def content() -> dict:
    return json.loads(Path("reports/chapters/content.json").read_text("utf-8"))


def shown(cell: list[dict]) -> str:
    return "".join(run["text"] for run in cell[0]["runs"])


def table(name: str) -> list[list[str]]:
    return [[shown(cell) for cell in row] for row in content()["tables"][name]["rows"]]


def methods() -> list[str]:
    return [row[1] for row in table("learner")]


def models(folder: Path, reason: str) -> str:
    """What `delphi train` leaves, as far as the annex reads it."""
    folder.mkdir(exist_ok=True)
    summary = {"reason": reason, "checked_turns": 80, "needed": 200, "format": 2}
    (folder / "learner.json").write_text(json.dumps(summary))
    return str(folder)


def set_coding(line: str) -> None:
    config = Path("config/study.yaml")
    config.write_text(config.read_text("utf-8").replace("coding:\n", f"coding:\n  {line}\n"), "utf-8")


@pytest.mark.parametrize(
    ("reason", "why"),
    [("off", "the learner is off"), ("few", "80 of the 200 turns that are needed are checked")],
)
def test_learner_annex_says_why_the_learner_is_not_in_use_and_marks_what_is(study, reason, why):
    folder = evaluation(study / "evaluation", "abc")
    given = models(study / "models", reason)
    text = annex("--evaluation", str(folder), "--evaluated", "abc", "--models", given)
    assert f"a learner is not in use, because {why}" in text
    assert "what stands with the learner is what it would give" in text
    assert "terms and topic – in use" in methods()
    assert "learner" in methods()
    made = content()
    for name in ("learner-codes", "learner-rounds", "learner-decisions", "learner-confusions"):
        assert made["tables"][name]["caption"].startswith("What a learner would give")
    assert made["figures"]["learner"]["caption"].startswith("What a learner would give")


def test_learner_annex_counts_what_was_learned_from_and_what_waits(study):
    text = annex("--evaluation", "", "--evaluated", "", "--models", models(study / "models", ""))
    assert "It learned from 80 turns that coders checked" in text
    assert "up to the last 49 rows are not learned from yet" in text


def test_learner_annex_declares_a_second_opinion_only_where_it_is_blended(study):
    given = models(study / "models", "")
    assert "second opinion" not in annex("--evaluation", "", "--evaluated", "", "--models", given)
    set_coding("second_opinion: {kind: sentences, model: tiny}")
    text = annex("--evaluation", "", "--evaluated", "", "--models", given)
    assert "A second opinion is blended into the suggestions: tiny \\(sentence embeddings\\)" in text
    assert "measured without it" in text
    models(study / "models", "few")
    assert "second opinion" not in annex("--evaluation", "", "--evaluated", "", "--models", given)


def test_learner_annex_gives_turns_and_transcripts_and_what_an_interval_rests_on(study):
    folder = evaluation(study / "evaluation", "abc")
    text = annex("--evaluation", str(folder), "--evaluated", "abc")
    sizes = [row[2] for row in table("learner")]
    assert sizes == ["12 (5)", "12 (5)", "12 (5)", "7 (2)", "7 (2)"]
    assert "Coder ben read 7 turns of these, in 2 transcripts." in text
    assert "draws from the same 2 to 5" in text


def test_learner_annex_of_an_older_evaluation_gives_turns_only(study):
    folder = evaluation(study / "evaluation", "abc")
    scores = pd.read_csv(folder / "scores.csv", keep_default_na=False).drop(columns="transcripts")
    scores.to_csv(folder / "scores.csv", index=False)
    annex("--evaluation", str(folder), "--evaluated", "abc")
    assert [row[2] for row in table("learner")] == ["12", "12", "12", "7", "7"]


def test_learner_annex_takes_rounds_apart(study):
    folder = evaluation(study / "evaluation", "abc")
    annex("--evaluation", str(folder), "--evaluated", "abc")
    assert table("learner-rounds") == [
        ["Round 1", "4 (1)", "0.33 (0.10 – 0.60)"],
        ["Round 2", "8 (4)", "0.33 (0.10 – 0.60)"],
        ["Round 2 and later", "8 (4)", "0.33 (0.10 – 0.60)"],
    ]


def test_learner_annex_says_how_many_decisions_each_order_needs(study):
    folder = evaluation(study / "evaluation", "abc")
    text = annex("--evaluation", str(folder), "--evaluated", "abc")
    assert (
        "macro-F1 of 0.50 on the work model took so many checked turns: 40 (queue) and not within 80" in text
    )
    assert table("learner-decisions") == [
        ["Work model", "0.40", "40", "40"],
        ["Work model", "0.45", "40", "80"],
        ["Work model", "0.50", "40", "not within 80"],
    ]


def test_needed_is_where_the_score_no_longer_falls_below():
    rows = [("queue", n, "swot", f1) for n, f1 in ((40, 0.5), (80, 0.49), (120, 0.56), (180, 0.55))]
    curve = pd.DataFrame(rows, columns=["order", "decided", "facet", "f1"])
    assert needed(curve) == [
        ("swot", 0.45, {"queue": 40}),
        ("swot", 0.5, {"queue": 120}),
        ("swot", 0.55, {"queue": 120}),
    ]
    assert needed(None) == needed(curve.head(0)) == []


@pytest.mark.parametrize(("right", "said"), [(5, "shown the statement only"), (7, "told so beside it")])
def test_learner_annex_says_how_often_a_stance_was_right(study, right, said):
    folder = evaluation(study / "evaluation", "abc")
    assert "supports, contests, nuances" not in annex("--evaluation", str(folder), "--evaluated", "abc")
    Weighed(9, 8, right, 6, 3, 2).table().to_csv(folder / "stances.csv", index=False)
    text = annex("--evaluation", str(folder), "--evaluated", "abc")
    assert "For 8 of 9 links a stance" in text
    assert f"right in {right} of them; always saying the most frequent stance is right in 6." in text
    assert "it was right in 2 of 3." in text
    assert said in text
    assert "cannot be estimated: no second coder" in text


def test_learner_figure_is_of_suggested_turns_and_hollow_where_nothing_was_learned(study):
    folder = evaluation(study / "evaluation", "abc")
    frames = [pd.read_csv(folder / f"{name}.csv") for name in ("curve", "coverage", "reliability")]
    left, middle, _ = draw_learner(*frames, "en").axes
    labels = [entry.get_text() for entry in left.get_legend().get_texts()]
    assert {"not learning yet", "learning in part"} <= set(labels)
    marks = {
        (*line.get_xdata(), *line.get_ydata()): line
        for line in left.get_lines()
        if len(line.get_xdata()) == 1
    }
    assert marks[40, 0.4].get_markerfacecolor() == "white"
    assert marks[80, 0.45].get_fillstyle() == "left"
    assert marks[40, 0.5].get_markerfacecolor() == marks[40, 0.5].get_color()
    thick = [line for line in middle.get_lines() if line.get_marker() not in ("None", "")]
    assert len(thick) == 2
    assert "suggested" in middle.get_xlabel()


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
    assert methods() == [
        "most frequent code", "terms and topic", "learner – in use", "coder ben", "learner, on the turns of ben",
    ]  # fmt: skip


def test_learner_annex_says_how_often_the_statement_was_offered(study):
    folder = evaluation(study / "evaluation", "abc")
    assert "links that ada made" not in annex("--evaluation", str(folder), "--evaluated", "abc")
    tried = pd.DataFrame([(1, 8, 0.5), (3, 8, 0.875)], columns=["offered", "n", "right"])
    tried.to_csv(folder / "statements.csv", index=False)
    scores = pd.read_csv(folder / "scores.csv", keep_default_na=False)
    stances = pd.DataFrame(
        [
            ("transcript", "stance", "", method, 8, 0.5, 0.5, 0.5, 0.2, 0.7, 0.1, 3)
            for method in ("majority", "learner")
        ],
        columns=LEARNER_TABLE,
    )
    pd.concat([scores, stances]).to_csv(folder / "scores.csv", index=False)
    text = annex("--evaluation", str(folder), "--evaluated", "abc")
    assert "Of the 8 links that ada made" in text
    assert "share of 0.50 and was among the first 3 in a share of 0.88" in text
    assert len(content()["tables"]["learner"]["rows"]) == 7


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
