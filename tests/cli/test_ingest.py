"""`delphi ingest` on whole studies: what it writes and what it says."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from delphi.cli import main
from delphi.coding.tokens import read_tokens

STUDIES = Path(__file__).parents[1] / "studies"
LIBRARY = STUDIES / "library"
EXAMPLE = Path(__file__).parents[2]
KINDS = {
    "transcript_id": "str", "turn": "int32", "speaker": "str", "participant_id": "str", "facilitator": "bool",
    "start_time": "float64", "end_time": "float64", "line": "int32", "text": "str",
}  # fmt: skip


def ingest(study: Path, out: Path, batch: int, log: Path | None = None, only: Sequence[str] = ()) -> int:
    raw = study / "data" / "raw"
    which = ["--only", *only] if only else ["--batch", str(batch)]
    return main(
        ["ingest", "--study", str(study / "config/study.yaml"), "--transcripts", str(raw / "transcripts.csv"),
         "--participants", str(raw / "participants.csv"), "--folder", str(raw / "transcripts"),
         *which, "--turns", str(out / f"turns/{batch}.parquet"),
         "--sentences", str(out / f"sentences/{batch}.parquet"), "--tokens", str(out / f"tokens/{batch}.npz"),
         *(["--log", str(log)] if log else [])]
    )  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    out = tmp_path_factory.mktemp("library")
    assert [ingest(LIBRARY, out, batch) for batch in range(3)] == [0, 0, 0]
    return out


def frame(out: Path, name: str) -> pd.DataFrame:
    return pd.concat(map(pd.read_parquet, sorted((out / name).glob("*.parquet"))), ignore_index=True)


def test_turns_are_those_that_every_reader_must_deliver(library):
    turns = frame(library, "turns").set_index(["transcript_id", "turn"])
    with (LIBRARY / "expected/turns.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    assert len(turns) == len(expected)
    for row in expected:
        turn = turns.loc[(row["transcript_id"], int(row["turn"]))]
        if row["participant_id"] == "Lorna":
            assert (turn["speaker"], turn["participant_id"], turn["text"]) == ("", "", "")
            assert not turn["facilitator"]
        else:
            assert (turn["speaker"], turn["participant_id"], turn["text"]) == (
                row["speaker"], row["participant_id"], row["text"]
            )  # fmt: skip
            assert turn["facilitator"] == (row["facilitator"] == "yes")


def test_columns_have_the_promised_kinds_and_order(library):
    turns = frame(library, "turns")
    assert {name: str(kind) for name, kind in turns.dtypes.items()} == KINDS
    sentences = frame(library, "sentences")
    assert list(sentences) == ["transcript_id", "turn", "sentence", "start", "end"]
    assert {str(sentences[name].dtype) for name in list(sentences)[1:]} == {"int32"}
    for _, one in turns.groupby("transcript_id"):
        assert one["turn"].tolist() == list(range(1, len(one) + 1))


def test_nothing_of_someone_who_withdrew_is_written(library):
    with (LIBRARY / "expected/turns.csv").open(encoding="utf-8", newline="") as file:
        said = [row["text"] for row in csv.DictReader(file) if row["participant_id"] == "Lorna"]
    written = b"".join(path.read_bytes() for path in sorted(library.rglob("*")) if path.is_file())
    assert said
    assert not any(text[:30].encode() in written for text in said)


def test_sentences_and_words_lie_in_their_turns(library):
    turns = frame(library, "turns").set_index(["transcript_id", "turn"])["text"]
    sentences = frame(library, "sentences")
    for row in sentences.itertuples():
        text = turns.loc[(row.transcript_id, row.turn)]
        assert 0 <= row.start < row.end <= len(text)
    with_text = {key for key, text in turns.items() if text}
    assert set(zip(sentences["transcript_id"], sentences["turn"])) == with_text
    for batch in range(3):
        words = read_tokens(library / f"tokens/{batch}.npz")
        batch_turns = pd.read_parquet(library / f"turns/{batch}.parquet")
        assert words.transcript_id == batch_turns["transcript_id"].tolist()
        assert words.turn.tolist() == batch_turns["turn"].tolist()
        assert len(words) > 100


def test_the_same_bytes_every_time(library, tmp_path):
    assert ingest(LIBRARY, tmp_path, 1) == 0
    for name in ("turns/1.parquet", "sentences/1.parquet", "tokens/1.npz"):
        assert (tmp_path / name).read_bytes() == (library / name).read_bytes()


def test_the_example_study_has_the_turns_its_readme_lists(tmp_path, capsys):
    assert [ingest(EXAMPLE, tmp_path, batch) for batch in range(2)] == [0, 0]
    counts = frame(tmp_path, "turns")["transcript_id"].value_counts()
    assert counts.to_dict() == {
        "R1-SG": 48, "R2-FG1": 145, "R2-FG2": 138, "R3-FG1": 151, "R3-FG2": 150, "R3-INT1": 46, "R3-INT2": 46,
        "R3-INT3": 50, "R3-INT4": 50, "R3-INT5": 61, "R4-SG": 56,
    }  # fmt: skip
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 11
    assert "ingest: R3-INT1: 46 turns, 2 speakers, cp1252" in lines


@pytest.mark.parametrize(
    ("study", "files"),
    [(EXAMPLE, ["hanne", "elias"]), (LIBRARY, ["ada", "ben"])],
    ids=["example", "library"],
)
def test_every_quotation_stands_where_its_coder_saw_it(study, files, tmp_path):
    for batch in range(2 if study == EXAMPLE else 3):
        assert ingest(study, tmp_path, batch) == 0
    turns = frame(tmp_path, "turns").set_index(["transcript_id", "turn"])
    quoted = 0
    for name in files:
        decisions = pd.read_csv(study / f"data/coded/decisions/{name}.csv", dtype=str, keep_default_na=False)
        for row in decisions[decisions["quote"] != ""].itertuples():
            turn = turns.loc[(row.transcript_id, int(row.turn))]
            if turn["participant_id"] or turn["facilitator"]:
                assert turn["text"][int(row.start) : int(row.end)] == row.quote
                quoted += 1
    assert quoted > 100


def test_mistakes_in_several_transcripts_are_told_together_and_nothing_is_written(tmp_path, capsys):
    study = tmp_path / "study"
    shutil.copytree(STUDIES / "tiny", study)
    raw = study / "data/raw"
    with (raw / "transcripts.csv").open("a", encoding="utf-8") as register:
        register.write("second,second.txt,1,focus_group,street,,2025-01-16,en,Q,\n")
        register.write("third,third.docx,1,focus_group,street,,2025-01-16,en,Q,\n")
    settings = study / "config/study.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\nbatches: 1\n", encoding="utf-8")
    (raw / "transcripts/second.txt").write_text("", encoding="utf-8")
    (raw / "transcripts/third.docx").write_bytes(b"PK\x03\x04 cut off")
    log = tmp_path / "logs/ingest/0.log"
    assert ingest(study, tmp_path / "out", 0, log) == 2
    told = capsys.readouterr().err
    assert "second.txt" in told
    assert "third.docx" in told
    assert "Traceback" not in told
    assert told in log.read_text(encoding="utf-8")
    assert not list((tmp_path / "out").rglob("*.parquet"))


def test_a_batch_that_does_not_exist_is_refused(tmp_path, capsys):
    assert ingest(STUDIES / "tiny", tmp_path, 99) == 2
    assert "there is no batch 99" in capsys.readouterr().err


def test_some_transcripts_by_name_are_read_as_in_their_batch_and_said_nothing_of(library, tmp_path, capsys):
    names = ["ward-morning", "call-guard"]
    assert ingest(LIBRARY, tmp_path, 0, only=names) == 0
    assert capsys.readouterr().err == ""
    for name in ("turns", "sentences"):
        whole, some = frame(library, name), frame(tmp_path, name)
        expected = whole[whole["transcript_id"].isin(names)]
        key = ["transcript_id", "turn"] + (["sentence"] if name == "sentences" else [])
        pd.testing.assert_frame_equal(
            some.sort_values(key, ignore_index=True), expected.sort_values(key, ignore_index=True)
        )
    assert set(read_tokens(tmp_path / "tokens/0.npz").transcript_id) == set(names)


def test_a_transcript_that_does_not_exist_is_refused(tmp_path, capsys):
    assert ingest(LIBRARY, tmp_path, 0, only=["ward-morning", "nobody"]) == 2
    assert "there is no transcript nobody" in capsys.readouterr().err
