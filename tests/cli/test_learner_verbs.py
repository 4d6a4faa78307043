"""`train`, `code` and `evaluate` on a built study, as the workflow left it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from delphi.cli import main
from delphi.coding.learner.measure import LEARNER_TABLE


@pytest.fixture
def study(library, tmp_path, monkeypatch):
    """The built English study, three batches, as the current folder."""
    for name in ("config", "data"):
        shutil.copytree(library / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stage(name: str, ending: str = "parquet") -> list[str]:
    return [path.as_posix() for path in sorted(Path("data/interim", name).glob(f"*.{ending}"))]


def inputs() -> list[str]:
    decisions = [path.as_posix() for path in sorted(Path("data/coded/decisions").glob("*.csv"))]
    return [
        "--turns", *stage("turns"), "--sentences", *stage("sentences"), "--tokens", *stage("tokens", "npz"),
        "--decisions", *decisions, "--adjudications", "data/coded/adjudications.csv",
    ]  # fmt: skip


def test_workflow_suggests_with_the_learner_where_there_are_enough_decisions(study):
    summary = json.loads(Path("data/interim/models/learner.json").read_text("utf-8"))
    assert summary["reason"] == ""
    assert summary["checked_turns"] >= 100
    suggestions = pd.concat([pd.read_parquet(file) for file in stage("suggestions")])
    assert set(suggestions["source"]) == {"learner"}
    views = pd.concat([pd.read_parquet(file) for file in stage("views")])
    turns = pd.concat([pd.read_parquet(file) for file in stage("turns")])
    spoken = turns[
        ~turns["facilitator"] & (turns["participant_id"] != "") & (turns["text"].str.strip() != "")
    ]
    assert set(zip(views["transcript_id"], views["turn"])) == set(
        zip(spoken["transcript_id"], spoken["turn"])
    )


def test_train_with_too_few_decisions_falls_back_and_says_so(study, capsys):
    config = Path("config/study.yaml")
    config.write_text(
        config.read_text("utf-8").replace("min_checked_turns: 100", "min_checked_turns: 5000"), "utf-8"
    )
    assert main(["train", *inputs(), "--to-models", "models"]) == 0
    assert "5000" in capsys.readouterr().out
    assert not list(Path("models").glob("*.npz"))
    batch = Path(stage("turns")[0]).stem
    code = [
        "code",
        "--models",
        "models",
        "--suggestions",
        "s.parquet",
        "--topics",
        "t.parquet",
        "--views",
        "v.parquet",
    ]
    for name, ending in (("turns", "parquet"), ("sentences", "parquet"), ("tokens", "npz")):
        code += [f"--{name}", f"data/interim/{name}/{batch}.{ending}"]
    assert main(code) == 0
    assert "terms and topics" in capsys.readouterr().out
    assert not set(pd.read_parquet("s.parquet")["source"]) & {"learner"}
    assert pd.read_parquet("v.parquet").empty


def test_train_is_the_same_again(study):
    for folder in ("one", "other"):
        assert main(["train", *inputs(), "--to-models", folder]) == 0
    names = sorted(path.name for path in Path("one").iterdir())
    assert names == sorted(path.name for path in Path("other").iterdir())
    assert all(Path("one", name).read_bytes() == Path("other", name).read_bytes() for name in names)


def means_of(table: pd.DataFrame, split: str, method: str) -> pd.Series:
    rows = table[(table["split"] == split) & (table["method"] == method) & (table["code"] == "")]
    return rows[rows["facet"] == "work_model"].iloc[0]


def test_code_explains_a_turn_from_the_study_folder_alone(study, capsys):
    turns = pd.concat([pd.read_parquet(file) for file in stage("turns")])
    suggested = pd.concat([pd.read_parquet(file) for file in stage("suggestions")]).iloc[0]
    here = turns[
        (turns["transcript_id"] == suggested["transcript_id"]) & (turns["turn"] == suggested["turn"])
    ]
    before = {path: path.read_bytes() for path in Path("data").rglob("*") if path.is_file()}
    place = f"{suggested['transcript_id']}:{suggested['turn']}"
    assert main(["code", "--explain", place]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert " ".join(here["text"].iloc[0].split()) in shown
    assert "Under discussion: " in shown
    assert "Does the turn judge? probability" in shown
    assert "length_squared" not in shown
    assert before == {path: path.read_bytes() for path in Path("data").rglob("*") if path.is_file()}
    shutil.rmtree("data/interim/models")
    assert main(["code", "--explain", place]) == 0
    assert "it has learned nothing yet" in capsys.readouterr().out


@pytest.mark.parametrize("place", ["nobody:3", "nobody", "call-baker:99999"])
def test_code_explains_no_turn_that_is_not_there(study, capsys, place):
    assert main(["code", "--explain", place]) == 2
    assert "no turn" in capsys.readouterr().err


def test_code_without_a_batch_says_what_is_missing(study, capsys):
    assert main(["code"]) == 2
    assert "`--turns` is missing" in capsys.readouterr().err


def test_code_asks_a_language_model_only_past_the_gates_own_file(study, capsys):
    config = Path("config/study.yaml")
    asked = "coding:\n  second_opinion: {kind: chat, model: small, address: http://127.0.0.1:9/v1}\n"
    config.write_text(config.read_text("utf-8").replace("coding:\n", asked), "utf-8")
    batch = Path(stage("turns")[0]).stem
    files = [
        word
        for name, ending in (("turns", "parquet"), ("sentences", "parquet"), ("tokens", "npz"))
        for word in (f"--{name}", f"data/interim/{name}/{batch}.{ending}")
    ]
    code = ["code", *files, "--models", "data/interim/models", "--suggestions", "s", "--topics", "t"]
    Path("mine.txt").write_text("passed")
    assert main([*code, "--passed", "mine.txt"]) == 2
    assert "gate has not passed" in capsys.readouterr().err
    assert main([*code, "--passed", "data/interim/passed.txt"]) == 2
    assert "did not answer" in capsys.readouterr().err


def test_check_refuses_a_language_model_elsewhere(study, capsys):
    config = Path("config/study.yaml")
    asked = "coding:\n  second_opinion: {kind: chat, model: small, address: http://example.org/v1}\n"
    config.write_text(config.read_text("utf-8").replace("coding:\n", asked), "utf-8")
    assert main(["check"]) == 2
    said = capsys.readouterr().err
    assert "not on this machine" in said
    assert "config/study.yaml" in said


def test_evaluate_measures_every_method_and_leaves_no_label(study, capsys):
    done = main(
        [
            "evaluate",
            *inputs(),
            "--digest",
            "abc",
            "--to-learner",
            "learner.csv",
            "--to-evaluation",
            "evaluation",
        ]
    )
    assert done == 0
    table = pd.read_csv("learner.csv", keep_default_na=False)
    assert list(table) == LEARNER_TABLE
    assert {"majority", "terms", "topics", "learner", "human:ben"} <= set(table["method"])
    assert {"transcript", "round"} <= set(table["split"])
    means = (
        table[(table["code"] == "") & (table["split"] == "transcript")]
        .set_index(["facet", "method"])["f1"]
        .astype(float)
    )
    assert means["work_model", "learner"] > means["work_model", "majority"]
    assert means["judged", "learner"] > 0.6
    assert json.loads(Path("evaluation/summary.json").read_text())["digest"] == "abc"
    assert int(means_of(table, "read_by_ben", "learner")["transcripts"]) >= 1
    assert means_of(table, "read_by_ben", "learner")["n"] == means_of(table, "transcript", "human:ben")["n"]
    people = pd.read_csv("data/raw/participants.csv", keep_default_na=False)
    examples = pd.read_csv("evaluation/confusions.csv", keep_default_na=False)["examples"].str.cat(sep=" ")
    for name in set(people["participant_id"]) - {"Joy"}:  # Joy is an ordinary word too
        assert f" {name} " not in examples
