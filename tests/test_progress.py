"""What is done and what is waiting for whom."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from delphi.cli import main
from delphi.progress import changed_inputs, waiting_for


@pytest.fixture
def built(library, tmp_path, monkeypatch):
    """A copy of the English study as it was built."""
    shutil.copytree(library, tmp_path / "study", ignore=shutil.ignore_patterns(".snakemake"))
    monkeypatch.chdir(tmp_path / "study")
    return tmp_path / "study"


def told(capsys, *options):
    assert main(["status", *options]) == 0
    return capsys.readouterr().out


def test_status_says_what_waits_for_each_coder_and_for_the_team(built, capsys):
    shown = told(capsys)
    waiting = shown[shown.index("Waiting for ada:") : shown.index("Waiting for the research team:")]
    assert "call-baker: 4 turn(s) left to read" in waiting
    assert "cannot be found any more" not in waiting  # the passages of somebody who withdrew
    team = shown[shown.index("Waiting for the research team:") :]
    assert "1 transcript(s) that nobody has checked yet: call-guard" in team
    assert "Waiting for carol" not in shown  # she ruled and did not code
    assert "17 participants, 1 withdrawn" in shown
    assert "Report: made from the files as they are now." in shown


def test_status_says_which_files_of_the_report_are_gone(built, capsys):
    Path("reports/tables/sensitivity.csv").unlink()
    assert "1 file(s) of it are gone: reports/tables/sensitivity.csv. To make it again: make." in told(capsys)
    chapter = min(Path("reports/chapters").glob("*.md"))
    chapter.unlink()
    shown = told(capsys)
    assert f"2 file(s) of it are gone: {chapter.as_posix()}, reports/tables/sensitivity.csv." in shown
    assert "To make it again: rm -r reports/chapters; make." in shown


def test_status_says_where_suggestions_come_from_and_why(built, capsys):
    checked = json.loads(Path("data/interim/models/learner.json").read_text("utf-8"))["checked_turns"]
    assert f"from the learner, which learned from {checked} checked turns." in told(capsys)
    config = Path("config/study.yaml")
    said = config.read_text("utf-8")
    config.write_text(
        said.replace("coding:\n", "coding:\n  second_opinion: {kind: sentences, model: tiny}\n"), "utf-8"
    )
    assert "checked turns; tiny (sentence embeddings) is blended in." in told(capsys)
    for reason, why in (("off", "the learner is off"), ("few", "80 of the 200 turns that are needed")):
        found = {"reason": reason, "checked_turns": 80, "needed": 200, "format": 2}
        Path("data/interim/models/learner.json").write_text(json.dumps(found), "utf-8")
        shown = told(capsys)
        assert f"from terms and topics, because {why}" in shown
        assert "tiny" not in shown
    shutil.rmtree("data/interim/models")
    assert "Suggestions:" not in told(capsys)


def test_waiting_for_names_what_a_coder_can_mend():
    session = SimpleNamespace(transcript_id="A")
    columns = ["coder", "stage", "outcome", "withdrawn", "split", "action", "work_model", "transcript_id"]
    rows = [
        ("ben", "coding", "lost", False, False, "apply", "a"),
        ("ben", "coding", "lost", True, False, "apply", "a"),  # said by somebody who withdrew
        ("ada", "coding", "stands", False, True, "apply", "old"),  # decided again below
        ("ada", "coding", "stands", False, False, "apply", "new"),
        ("eva", "coding", "stands", False, True, "apply", "old"),
        ("carol", "adjudication", "lost", False, False, "apply", "a"),
    ]
    placed = pd.DataFrame([(*row, "A") for row in rows], columns=columns)
    placed = placed.assign(swot="s", new_turn=1, new_start=0, new_end=9)
    codebook = SimpleNamespace(migrated=lambda _, code: ["new", "newer"] if code == "old" else [code])
    tables = {
        "coverage": pd.DataFrame({"transcript_id": ["A"], "participant_turns": ["3"]}),
        "swot": pd.DataFrame({"n_passages": ["0", "2"]}),
        "tags": pd.DataFrame({"status": ["disputed", "checked", "suggested"], "item_id": ["I", "", ""]}),
        "reading": pd.DataFrame({"coder": ["ben", "ben"], "transcript_id": ["A", "A"], "turn": [1, 1]}),
        "placed": placed,
    }
    assert [(w.who, w.what, w.values["n"]) for w in waiting_for([session], tables, codebook)] == [
        ("ben", "unfinished", 2), ("ben", "lost", 1), ("eva", "split", 1),
        ("", "disputed", 1), ("", "loose", 1), ("", "bare", 1),
    ]  # fmt: skip


def test_status_says_which_inputs_are_newer_than_the_report(built, capsys):
    with (built / "data/coded/decisions/ben.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert "Report: older than 1 file(s): data/coded/decisions/ben.csv." in told(capsys)


def test_status_before_anything_is_built_says_so(built, capsys):
    shutil.rmtree(built / "reports")
    shutil.rmtree(built / "data/interim")
    (built / "data/coded/tags.csv").unlink()
    shown = told(capsys)
    assert "Report: not made yet" in shown
    assert "Waiting" not in shown


def test_status_says_who_read_how_much(built, capsys):
    shown = told(capsys)
    with (built / "data/coded/decisions/ada.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["action"] == "checked"]
    turns, transcripts = map(
        int, re.search(r"^ada: (\d+) turn\(s\) read in (\d+) transcript\(s\)$", shown, re.M).groups()
    )
    assert transcripts == len({row["transcript_id"] for row in rows})
    assert 0 < turns <= len({(row["transcript_id"], row["turn"]) for row in rows})  # without who withdrew
    assert "carol: " not in shown  # she ruled and did not code


def test_status_says_what_stopped_the_last_run_and_what_screening_found(built, capsys):
    assert "that point at somebody" not in told(capsys)
    (built / "logs/stopped.txt").write_text("delphi: a.md, line 2: here stands a phone number.\n", "utf-8")
    found = next((built / "data/interim/screened").glob("*.csv"))
    columns = found.read_text("utf-8").splitlines()[0].split(",")
    row = {
        "transcript_id": "a",
        "turn": "1",
        "kind": "phone",
        "word": "0470 12 34 56",
        "context": "call 0470 12 34 56",
    }
    found.write_text(
        ",".join(columns) + "\n" + ",".join(row.get(name, "1") for name in columns) + "\n", "utf-8"
    )
    shown = told(capsys)
    assert "The last attempt to make it stopped at this:\ndelphi: a.md, line 2" in shown
    assert "  - 1 piece(s) of data in the transcripts that point at somebody" in shown
    assert "0470" not in shown


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2030-01-01", None),
        ("2030-12-15", "until 2030-12-31, 16 day(s) from now"),
        ("2031-01-02", "2 day(s) ago"),
    ],
)
def test_status_reminds_of_the_end_of_retention(built, capsys, on, expected):
    study = built / "config/study.yaml"
    text = study.read_text("utf-8")
    text = text.replace("\nprivacy:\n", "\nprivacy:\n  retain_until: 2030-12-31\n")
    study.write_text(text, encoding="utf-8")
    shown = told(capsys, "--on", on)
    assert (expected in shown) if expected else ("2030-12-31" not in shown)


def test_changed_inputs_finds_changed_new_and_missing_files(tmp_path):
    for name, text in [
        ("config/study.yaml", "a"),
        ("data/raw/transcripts/a.txt", "b"),
        ("data/coded/decisions/x.csv", "c"),
    ]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    ca978112 = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"  # SHA-256 of "a"
    manifest = {
        "inputs": {
            "config/study.yaml": ca978112,
            "data/raw/transcripts/a.txt": ca978112,
            "config/chapters/m.md": "0",
        }
    }
    (tmp_path / "data/coded/tags.csv").write_text("derived")
    assert changed_inputs(manifest, tmp_path) == [
        "config/chapters/m.md", "data/coded/decisions/x.csv", "data/raw/transcripts/a.txt"
    ]  # fmt: skip


def test_status_refuses_a_broken_manifest(built, capsys):
    (built / "reports/manifest.json").write_text("{", encoding="utf-8")
    assert main(["status"]) == 2
    assert "this is no manifest" in capsys.readouterr().err


def test_status_date_is_checked(built, capsys):
    with pytest.raises(SystemExit):
        main(["status", "--on", "tomorrow"])
    assert "is no date" in capsys.readouterr().err
