"""`delphi agree` on the English study of the tests, whose README counts where its two coders differ."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from delphi.cli import main
from delphi.codebook import load_codebook
from delphi.decisions import read_decisions

STUDY = Path(__file__).parents[1] / "studies" / "library"
TAG_COLUMNS = ["transcript_id", "round", "turn", "start", "end", "work_model", "confidence", "tag_id"]


@pytest.fixture
def arguments(tmp_path):
    """Files as `ingest` and `settle` would hand them over, and where the results go."""
    text = pd.read_csv(STUDY / "expected/turns.csv", keep_default_na=False)
    text.assign(facilitator=text["facilitator"] == "yes").to_parquet(tmp_path / "turns.parquet")
    codebook = load_codebook(STUDY / "config/codebook.yaml")
    coded, known = STUDY / "data/coded", sorted(set(text["transcript_id"]))
    stages = {
        "coding": sorted((coded / "decisions").glob("*.csv")), "adjudication": [coded / "adjudications.csv"]
    }  # fmt: skip
    frames = [read_decisions(files, codebook, known).assign(stage=stage) for stage, files in stages.items()]
    placed = pd.concat(frames, ignore_index=True)
    place = {f"new_{name}": placed[name] for name in ("turn", "start", "end")}
    placed.assign(outcome="stands", **place).to_parquet(tmp_path / "decisions.parquet")
    tag = ["depot-evening", 1, 14, 23, 126, "unattended_hours", "", "T1"]
    pd.DataFrame([tag], columns=TAG_COLUMNS).to_csv(tmp_path / "tags.csv", index=False)
    return {
        "study": STUDY / "config/study.yaml", "codebook": STUDY / "config/codebook.yaml",
        "transcripts": STUDY / "data/raw/transcripts.csv", "participants": STUDY / "data/raw/participants.csv",
        "turns": tmp_path / "turns.parquet", "placed": tmp_path / "decisions.parquet",
        "tags": tmp_path / "tags.csv", "agreement": tmp_path / "tables/agreement.csv",
        "disagreements": tmp_path / "disagreements.csv", "confusion": tmp_path / "confusion.csv",
    }  # fmt: skip


def agree(files):
    return main(["agree", *(str(part) for name, file in files.items() for part in (f"--{name}", file))])


def test_agree_writes_what_the_study_says_of_its_coders(arguments, capsys):
    assert agree(arguments) == 0
    table = pd.read_csv(arguments["agreement"], keep_default_na=False, na_values=[""])
    whole = table[(table["facet"] == "work_model*swot") & (table["unit"] == "turn")].set_index("stage")
    assert whole["coders"].tolist() == ["ada;ben"] * 2
    assert whole["n_units"].tolist() == [83, 83]
    differ = ((1 - whole["raw_agreement"]) * whole["n_units"]).round(6)
    assert differ.to_dict() == {"before": 18, "after": 14}  # and one turn where only the stance differs
    assert "ada, ben, 83 turns" in capsys.readouterr().out


def test_agree_lists_opposite_categories_and_confusion(arguments):
    agree(arguments)
    opposite = pd.read_csv(arguments["disagreements"], keep_default_na=False)
    assert len(opposite) == 14
    first = opposite.iloc[0]
    assert first[["transcript_id", "turn", "start", "end"]].tolist() == ["depot-evening", 14, 23, 126]
    assert first[["swot_a", "swot_b", "adjudicated", "tag_ids"]].tolist() == ["drawback", "risk", "yes", "T1"]
    confusion = pd.read_csv(arguments["confusion"])
    models = confusion[confusion["facet"] == "work_model"]
    other = models[models["code_a"] != models["code_b"]]
    assert (set(other["code_b"]), other["n"].sum()) == ({"(none)"}, 4)  # four turns where ben found nothing
    assert models["n"].sum() == 83


def test_agree_twice_gives_the_same_bytes_in_the_form_of_the_design(arguments):
    results = []
    for _ in range(2):
        agree(arguments)
        results.append([arguments[name].read_bytes() for name in ("agreement", "disagreements", "confusion")])
    assert results[0] == results[1]
    assert b"\r" not in results[0][0]
    assert results[0][0].startswith(
        b"stage,facet,code,coders,n_units,n_missing,raw_agreement,alpha,alpha_low,alpha_high,kappa,ac1,unit,note\n"
    )


def test_agree_without_decisions_writes_headers(arguments, capsys):
    pd.read_parquet(arguments["placed"]).iloc[:0].to_parquet(arguments["placed"])
    assert agree(arguments) == 0
    for name in ("agreement", "disagreements", "confusion"):
        assert len(arguments[name].read_text(encoding="utf-8").splitlines()) == 1
    assert "no two coders read the same turn" in capsys.readouterr().out
