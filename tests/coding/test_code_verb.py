"""The verb `code`: files in, files out, and what it says when they do not belong together."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from conversation import conversation, sentences_of

from delphi.cli import main
from delphi.coding.learner.suggest import LEARNER_COLUMNS
from delphi.coding.tokens import tokenise_turns, write_tokens
from delphi.coding.topics import TOPIC_COLUMNS

STUDY = """\
title: Libraries
language: en
date: 2025-01-01
rounds: [{number: 1, purpose: breadth, label: First}]
perspectives: {reader: {label: Reader}}
swot: {display: quadrants, general: all}
"""
CODEBOOK = """\
version: 1
language: en
work_model:
  - {key: club, label: Club, definition: A club., terms: ["club*"], openers: ["reading club"]}
  - {key: all, label: All, definition: All.}
swot:
  - {key: strength, label: Strength, definition: Good., terms: ["good"]}
"""


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    turns = conversation("Q: Now the reading club.", "ann: I go there every week. It is good!")
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    turns.to_parquet(tmp_path / "turns.parquet")
    sentences_of(turns).to_parquet(tmp_path / "sentences.parquet")
    write_tokens(tmp_path / "tokens.npz", tokenise_turns(turns))
    return tmp_path


def words(folder: Path, out: str = "out") -> list[str]:
    files = {
        "study": "study.yaml", "codebook": "codebook.yaml", "turns": "turns.parquet",
        "sentences": "sentences.parquet", "tokens": "tokens.npz",
        "suggestions": f"{out}/suggestions.parquet", "topics": f"{out}/topics.parquet",
    }  # fmt: skip
    return ["code", *(word for name, file in files.items() for word in (f"--{name}", str(folder / file)))]


def test_code_writes_suggestions_and_topics(batch: Path) -> None:
    assert main(words(batch)) == 0
    suggestions = pd.read_parquet(batch / "out" / "suggestions.parquet")
    topics = pd.read_parquet(batch / "out" / "topics.parquet")
    assert list(suggestions) == LEARNER_COLUMNS
    assert list(topics) == TOPIC_COLUMNS
    assert suggestions[["turn", "start", "end", "work_model", "swot"]].to_numpy().tolist() == [
        [2, 0, 34, "club", "strength"]
    ]


def test_code_gives_the_same_bytes_whatever_the_hash_seed_and_the_clock(batch: Path) -> None:
    for seed in ("1", "2"):
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}", "LC_ALL": "C"}
        command = [sys.executable, "-m", "delphi", *words(batch, f"out{seed}")]
        subprocess.run(command, check=True, env=surroundings, capture_output=True)
    for name in ("suggestions.parquet", "topics.parquet"):
        assert (batch / "out1" / name).read_bytes() == (batch / "out2" / name).read_bytes()


def test_code_empty_batch_gives_empty_frames_with_columns(batch: Path) -> None:
    turns = conversation("Q: x").iloc[:0]
    turns.to_parquet(batch / "turns.parquet")
    sentences_of(turns).to_parquet(batch / "sentences.parquet")
    write_tokens(batch / "tokens.npz", tokenise_turns(turns))
    assert main(words(batch)) == 0
    assert list(pd.read_parquet(batch / "out" / "suggestions.parquet")) == LEARNER_COLUMNS


def test_code_words_of_other_turns_are_an_error(batch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_tokens(batch / "tokens.npz", tokenise_turns(conversation("ann: other")))
    assert main(words(batch)) == 2
    assert "tokens.npz: These words belong to other turns." in capsys.readouterr().err


def test_code_missing_or_damaged_files_are_errors(batch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (batch / "turns.parquet").write_text("no table", encoding="utf-8")
    assert main(words(batch)) == 2
    (batch / "turns.parquet").unlink()
    assert main(words(batch)) == 2
    told = capsys.readouterr().err
    assert "turns.parquet: this derived file is damaged." in told
    assert "turns.parquet: the file does not exist." in told


def test_code_imports_no_sentence_splitter(batch: Path) -> None:
    program = "import sys; from delphi.cli import main; main(sys.argv[1:]); print('spacy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program, *words(batch)], check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "False"
