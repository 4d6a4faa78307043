"""Transcripts straight from Teams, Zoom, WhisperX and aTrain come into a study with drafted rows."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import docx
import pytest
from tests.conftest import copy_study, files_of

from delphi.cli import main
from delphi.study import load_participants, load_study, load_transcripts, speaker_labels
from delphi.transcripts import read_transcript

SAID = [
    ("A", "Good evening, can you hear me?"), ("B", "Yes, very well."), ("A", "Would you come at night?"),
    ("B", "At five I would."), ("A", "And what would you need?"), ("B", "Light at the door."),
]  # fmt: skip


@pytest.fixture(autouse=True)
def study(tmp_path, monkeypatch):
    folder = copy_study("library", tmp_path / "study")
    monkeypatch.chdir(folder)
    return folder


def table(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stamp(seconds, mark="."):
    return f"00:{seconds // 60:02}:{seconds % 60:02}{mark}000"


def cues(names, shape, mark="."):
    return "\n\n".join(
        f"{n + 1}\n{stamp(4 * n, mark)} --> {stamp(4 * n + 3, mark)}\n{shape.format(names[who], text)}"
        for n, (who, text) in enumerate(SAID)
    )


def segments(names):
    return [
        {"start": 4.0 * n, "end": 4.0 * n + 3, "text": f" {text}", "speaker": names[who], "words": []}
        for n, (who, text) in enumerate(SAID)
    ]


def teams_vtt(path, names):
    path.write_text("WEBVTT\n\n" + cues(names, "<v {0}>{1}</v>"), encoding="utf-8")


def zoom_vtt(path, names):
    path.write_text("WEBVTT\r\n\r\n" + cues(names, "{0}: {1}").replace("\n", "\r\n"), encoding="utf-8")


def teams_docx(path, names):
    document = docx.Document()
    for n, (who, text) in enumerate(SAID):
        paragraph = document.add_paragraph()
        paragraph.add_run(names[who]).bold = True
        paragraph.add_run(f"   0:{4 * n:02}\n{text}")
    document.save(str(path))


def whisperx_srt(path, names):
    path.write_text(cues(names, "[{0}]: {1}", ","), encoding="utf-8")


def whisperx_vtt(path, names):
    path.write_text("WEBVTT\n\n" + cues(names, "[{0}]: {1}"), encoding="utf-8")


def whisperx_json(path, names):
    path.write_text(json.dumps({"segments": segments(names), "word_segments": [], "language": "en"}), "utf-8")


def atrain_json(path, names):
    pages = [{k: v for k, v in one.items() if k != "words"} for one in segments(names)]
    path.write_text("\ufeff" + json.dumps({"segments": pages}, ensure_ascii=False), "utf-8")


def atrain_txt(path, names):
    blocks = "\n".join(f"\n{names[who]}\n{text}\n" for who, text in SAID)
    path.write_text(f"Transcription for interview.mp3\n{blocks}", encoding="utf-8")


def atrain_timestamps(path, names):
    blocks = "\n".join(f"\n{names[who]}\n[00:00:{4 * n:02}] - {text}\n" for n, (who, text) in enumerate(SAID))
    path.write_text(f"Transcription for interview.mp3\n{blocks}", encoding="utf-8")


def atrain_nvivo(path, names):
    blocks = "\n".join(f"\n{names[who]}\n00:00:{4 * n:02} - {text}\n" for n, (who, text) in enumerate(SAID))
    path.write_text(f"Transcription for interview.mp3\n{blocks}", encoding="utf-8")


def atrain_maxqda(path, names):
    blocks = "".join(f"\n\n{names[who]}\n[00:00:{4 * n:02}] - {text} " for n, (who, text) in enumerate(SAID))
    path.write_text(f"Transcription for interview.mp3{blocks}", encoding="utf-8")


PEOPLE = {"A": "Moderator", "B": "Nia Okoro"}
MACHINE = {"A": "SPEAKER_00", "B": "SPEAKER_01"}
PROGRAMS = {
    "call.vtt": (teams_vtt, PEOPLE), "zoom.vtt": (zoom_vtt, PEOPLE), "teams.docx": (teams_docx, PEOPLE),
    "whisperx.json": (whisperx_json, MACHINE), "whisperx.srt": (whisperx_srt, MACHINE),
    "whisperx.vtt": (whisperx_vtt, MACHINE), "atrain.json": (atrain_json, MACHINE), "atrain.txt": (atrain_txt, MACHINE),
    "atrain_timestamps.txt": (atrain_timestamps, MACHINE), "nvivo.txt": (atrain_nvivo, MACHINE),
    "maxqda.txt": (atrain_maxqda, MACHINE), "named.json": (whisperx_json, PEOPLE),
}  # fmt: skip


def heard(name):
    study_ = load_study("config/study.yaml")
    people = load_participants("data/raw/participants.csv", study_)
    row = next(
        one for one in load_transcripts("data/raw/transcripts.csv", study_) if one.transcript_id == name
    )
    path = Path("data/raw/transcripts", row.file)
    turns = read_transcript(path, speaker_labels(row, people), transcript_id=name)
    return row, people, [(turn.speaker, turn.text) for turn in turns]


@pytest.mark.parametrize("name", PROGRAMS)
def test_spoken_output_of_every_program_is_read(name, study, capsys):
    write, names = PROGRAMS[name]
    write(Path(name), names)
    before = files_of(study / "data/raw")
    assert main(["import", "transcript", name, "--round", "2", "--kind", "phone_interview"]) == 0
    stem = Path(name).stem
    row, people, turns = heard(stem)
    who = names if names is PEOPLE else {"A": f"{stem}-S0", "B": f"{stem}-S1"}
    assert turns == [(who[speaker], text) for speaker, text in SAID]
    assert (row.round, row.kind, row.facilitators) == (2, "phone_interview", (who["A"],))
    assert people[-1].participant_id == who["B"]
    assert people[-1].perspective == "shift_worker"
    assert len(people) == 19
    after = files_of(study / "data/raw")
    assert all(after[file].startswith(raw) for file, raw in before.items())
    assert main(["check"]) == 0
    assert stem in capsys.readouterr().out


def test_spoken_machine_labels_of_two_recordings_are_different_people():
    whisperx_json(Path("one.json"), MACHINE)
    atrain_json(Path("two.json"), MACHINE)
    assert main(["import", "transcript", "one.json", "two.json", "--round", "2"]) == 0
    new = [row["participant_id"] for row in table("data/raw/participants.csv")][18:]
    assert new == ["one-S1", "two-S1"]


def test_spoken_segment_without_speaker_goes_on():
    pages = segments(MACHINE)
    pages.insert(1, {"start": 3.2, "end": 3.9, "text": " Hello?"})
    Path("a.json").write_text(json.dumps({"segments": pages}))
    assert main(["import", "transcript", "a.json", "--round", "1"]) == 0
    assert heard("a")[2][0] == ("a-S0", "Good evening, can you hear me? Hello?")


def test_spoken_known_people_are_not_registered_again():
    names = {"A": "Moderator", "B": "Joy"}
    teams_vtt(Path("later.vtt"), names)
    before = Path("data/raw/participants.csv").read_bytes()
    assert main(["import", "transcript", "later.vtt", "--round", "3"]) == 0
    assert Path("data/raw/participants.csv").read_bytes() == before


BAD = {
    "cut.json": ('{"segments": [{"start": 1', "no valid JSON"),
    "other.json": ('{"results": []}', "no segments with words"),
    "list.json": ("[1, 2]", "no segments with words"),
    "alone.json": ('{"segments": [{"start": 0, "end": 1, "text": "Hello."}]}', "no segment says who speaks"),
    "deep.json": ("[" * 100_000, "no valid JSON"),
    "empty.json": ("", "the file is empty"),
    "nobody.txt": ("just some words\nand more words\n", "nobody seems to speak"),
    "depot-evening.txt": ("Moderator: Yes?\nJoy: No.\n", "the study has a transcript `depot-evening`"),
    "film.mp4": ("x", "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_spoken_what_cannot_be_read_is_told_and_nothing_is_changed(name, study, capsys):
    whisperx_json(Path("good.json"), MACHINE)
    Path(name).write_text(BAD[name][0])
    before = files_of(study)
    assert main(["import", "transcript", "good.json", name]) == 2
    error = capsys.readouterr().err
    assert BAD[name][1] in error
    assert name in error
    assert files_of(study) == before


def test_spoken_round_that_is_not_declared_is_told(capsys):
    whisperx_json(Path("good.json"), MACHINE)
    assert main(["import", "transcript", "good.json", "--round", "9"]) == 2
    assert "the round 9 is not declared. Declared are 1, 2, 3." in capsys.readouterr().err


def test_spoken_a_screen_name_at_the_start_of_a_cue_is_somebody(capsys):
    zoom_vtt(Path("zoom.vtt"), {"A": "Eva Peeters", "B": "iPhone van Jos"})
    assert main(["import", "transcript", "zoom.vtt", "--round", "2", "--kind", "phone_interview"]) == 0
    assert "taken as facilitators: `Eva Peeters` (zoom.vtt)" in capsys.readouterr().out
    _, people, turns = heard("zoom")
    assert people[-1].participant_id == "iPhone van Jos"
    assert [speaker for speaker, _ in turns] == ["Eva Peeters", "iPhone van Jos"] * 3
