"""The example study and the study in English, read as their descriptions say."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from delphi.study import load_participants, load_study, load_transcripts, speaker_labels
from delphi.transcripts import Turn, read_transcript

REPOSITORY = Path(__file__).parents[2]
STUDIES = {"example": REPOSITORY, "library": REPOSITORY / "tests" / "studies" / "library"}
TURNS = {
    "R1-SG": 48, "R2-FG1": 145, "R2-FG2": 138, "R3-FG1": 151, "R3-FG2": 150, "R3-INT1": 46, "R3-INT2": 46,
    "R3-INT3": 50, "R3-INT4": 50, "R3-INT5": 61, "R4-SG": 56,
}  # fmt: skip


def read_study(folder: Path) -> dict[str, list[Turn]]:
    raw = folder / "data" / "raw"
    study = load_study(folder / "config" / "study.yaml")
    people = load_participants(raw / "participants.csv", study)
    return {
        transcript.transcript_id: read_transcript(
            raw / "transcripts" / transcript.file,
            speaker_labels(transcript, people),
            transcript_id=transcript.transcript_id,
        )
        for transcript in load_transcripts(raw / "transcripts.csv", study)
    }


@pytest.fixture(scope="module")
def read() -> dict[str, dict[str, list[Turn]]]:
    return {name: read_study(folder) for name, folder in STUDIES.items()}


def test_example_has_its_941_turns(read: dict[str, dict[str, list[Turn]]]) -> None:
    counts = {transcript: len(turns) for transcript, turns in read["example"].items()}
    assert counts == TURNS
    assert sum(counts.values()) == 941


@pytest.mark.parametrize("name", STUDIES)
def test_example_every_quotation_stands_where_its_coder_found_it(
    read: dict[str, dict[str, list[Turn]]], name: str
) -> None:
    quoted = 0
    for file in sorted((STUDIES[name] / "data" / "coded" / "decisions").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                if row["quote"]:
                    text = read[name][row["transcript_id"]][int(row["turn"]) - 1].text
                    start, end = int(row["start"]), int(row["end"])
                    assert text[start:end] == row["quote"]
                    assert text[:start].endswith(row["prefix"])
                    assert text[end:].startswith(row["suffix"])
                    quoted += 1
    assert quoted > 100


def test_example_library_turns_are_the_expected_ones(read: dict[str, dict[str, list[Turn]]]) -> None:
    with (STUDIES["library"] / "expected" / "turns.csv").open(encoding="utf-8", newline="") as rows:
        expected = [
            (r["transcript_id"], int(r["turn"]), r["speaker"], r["text"]) for r in csv.DictReader(rows)
        ]
    found = [
        (transcript, turn.turn, turn.speaker, turn.text)
        for transcript, turns in read["library"].items()
        for turn in turns
    ]
    assert found == sorted(expected, key=lambda row: (row[0], row[1]))


def test_example_times_rise(read: dict[str, dict[str, list[Turn]]]) -> None:
    for transcript in ("R3-FG1", "R3-INT2", "R3-INT3", "R4-SG"):
        starts = [turn.start_time for turn in read["example"][transcript]]
        assert starts == sorted(starts)
        assert starts[-1] > 60
    ends = [turn.end_time for turn in read["example"]["R3-INT2"]]
    assert all(start < end for start, end in zip([t.start_time for t in read["example"]["R3-INT2"]], ends))
