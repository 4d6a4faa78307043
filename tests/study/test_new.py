"""A study folder to start from runs at once, whatever it is drafted from."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess

import pytest
from tests.conftest import REPOSITORY, files_of, snakemake

from delphi.cli import main
from delphi.study import check_present, load_participants, load_study, load_transcripts

EXAMPLE = REPOSITORY / "data/raw/transcripts"


def test_new_study_without_transcripts_runs_at_once(tmp_path):
    study = tmp_path / "my study"
    assert (
        main(["new", str(study), "--no-questions", "--language", "en", "--title", 'A "quoted": title']) == 0
    )
    run = snakemake(study)
    assert run.code == 0, run.output
    page = (study / "reports/report.html").read_text("utf-8")
    assert "A &quot;quoted&quot;: title" in page or 'A "quoted": title' in page or "A “quoted”: title" in page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_new_study_drafts_who_speaks_from_the_transcripts(tmp_path, monkeypatch, capsys, language):
    study = tmp_path / "study"
    assert main(["new", str(study), "--from", str(EXAMPLE), "--language", language, "--no-questions"]) == 0
    configuration = load_study(study / "config/study.yaml")
    sessions = load_transcripts(study / "data/raw/transcripts.csv", configuration)
    people = load_participants(study / "data/raw/participants.csv", configuration)
    check_present(sessions, people, study / "data/raw/transcripts.csv")
    assert {
        s.transcript_id: (s.round, s.kind, s.facilitators) for s in sessions if s.transcript_id != "R1-SG"
    } == {
        "R2-FG1": (2, "focus_group", ("M",)),
        "R2-FG2": (2, "focus_group", ("M",)),
        "R3-FG1": (3, "focus_group", ("M",)),
        "R3-FG2": (3, "focus_group", ("M",)),
        **{f"R3-INT{n}": (3, "interview", ("I",)) for n in range(1, 6)},
        "R4-SG": (4, "focus_group", ("M",)),
    }
    rita = next(person for person in people if person.participant_id == "Rita")
    assert rita.invited_rounds == (2, 3)
    told = capsys.readouterr().out
    assert f"`S1` {'spreekt' if language == 'nl' else 'speaks'} in R1-SG.docx, R4-SG.docx" in told
    monkeypatch.chdir(study)
    assert main(["check"]) == 0


def test_new_study_asks_what_is_not_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    answers = iter(["en", "Night work", "3", "Mentoring, A shared shed", ""])
    asked = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or next(answers))
    assert main(["new", "nights"]) == 0
    assert len(asked) == 5
    study = load_study("nights/config/study.yaml")
    assert (study.title, study.language, [r.number for r in study.rounds]) == ("Night work", "en", [1, 2, 3])
    assert [r.purpose for r in study.rounds] == ["breadth", "judgement", "synthesis"]
    codebook = (tmp_path / "nights/config/codebook.yaml").read_text("utf-8")
    assert "- key: mentoring\n" in codebook
    assert "- key: a_shared_shed\n" in codebook


def test_new_study_leaves_a_folder_with_something_in_it_alone(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert main(["new", str(tmp_path), "--no-questions"]) == 2
    assert "there is something here already" in capsys.readouterr().err
    assert files_of(tmp_path) == {"notes.txt": b"mine"}


def test_new_study_with_an_unreadable_transcript_makes_nothing(tmp_path, capsys):
    source = tmp_path / "source"
    source.mkdir()
    shutil.copy(EXAMPLE / "R3-INT4.md", source)
    (source / "scan.pdf").write_bytes(b"%PDF-1.7")
    (source / "minutes.txt").write_text("Niemand spreekt hier.", encoding="utf-8")
    assert main(["new", str(tmp_path / "study"), "--from", str(source), "--no-questions"]) == 2
    told = capsys.readouterr().err
    assert "scan.pdf" in told
    assert "minutes.txt" in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source"]


def test_new_study_refuses_models_with_one_code(tmp_path, capsys):
    assert main(["new", str(tmp_path / "s"), "--models", "Buddy,buddy!", "--no-questions"]) == 2
    assert "`buddy`, which is taken" in capsys.readouterr().err
    assert not (tmp_path / "s").exists()


def test_new_study_who_leads_one_conversation_is_no_participant_of_another(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.txt").write_text("Eva: Hoe was het?\nAnn: Goed.\nEva: En nu?\nAnn: Ook.\n", encoding="utf-8")
    (source / "b.txt").write_text("Eva: Vertel.\nBo: Ja.\nEva: Verder.\nBo: Nee.\n", encoding="utf-8")
    assert main(["new", str(tmp_path / "s"), "--from", str(source), "--no-questions"]) == 0
    with (tmp_path / "s/data/raw/transcripts.csv").open(encoding="utf-8") as file:
        assert [row["facilitators"] for row in csv.DictReader(file)] == ["Eva", "Eva"]
    with (tmp_path / "s/data/raw/participants.csv").open(encoding="utf-8") as file:
        assert [row["participant_id"] for row in csv.DictReader(file)] == ["Ann", "Bo"]


def test_new_study_gives_a_panel_that_comes_back_its_group_and_prints_no_label(tmp_path, capsys):
    source = tmp_path / "source"
    source.mkdir()
    for name in ("R1 tuin", "R2 tuin", "gesprek met Noor"):
        (source / f"{name}.txt").write_text(
            "Eva: Hoe was het?\nNoor: Goed.\nBram: Ook.\nEva: En nu?\nNoor: Beter.\nBram: Nee.\n",
            encoding="utf-8",
        )
    assert main(["new", str(tmp_path / "s"), "--from", str(source), "--no-questions"]) == 0
    with (tmp_path / "s/data/raw/transcripts.csv").open(encoding="utf-8") as file:
        rows = [(row["transcript_id"], row["round"], row["group"]) for row in csv.DictReader(file)]
    assert rows == [("R1-tuin", "1", "R1-tuin"), ("R2-tuin", "2", "R1-tuin"), ("gesprek-met", "1", "R1-tuin")]
    told = capsys.readouterr().out
    assert "gesprek met Noor.txt: de naam zegt niet welke ronde het is" in told
    assert "het transcript heet `gesprek-met`, zonder het label" in told
    assert "make notebook" in told


def test_new_study_has_a_makefile_that_asks_for_the_environment(tmp_path):
    assert main(["new", str(tmp_path / "my study"), "--no-questions"]) == 0
    command = ["make", "-C", str(tmp_path / "my study"), "-n", "notebook"]
    bare = subprocess.run(
        [*command[:-2], "notebook"],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert bare.returncode == 2
    assert "activate" in bare.stderr
    planned = subprocess.run(
        command, env={**os.environ, "DELPHI": str(REPOSITORY)}, capture_output=True, text=True, check=False
    )
    assert "-m delphi.review" in planned.stdout, planned.stderr
    assert str(tmp_path / "my study") in planned.stdout


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["taken as facilitators: `Moderator` (evening.txt)", "evening.txt, line 19: `jos:` may be somebody",
                "left out: `Evening at the café`"]),
        ("nl", ["als gespreksleider is genomen: `Moderator` (evening.txt)", "evening.txt, regel 19: `jos:` is misschien",
                "weggelaten: `Evening at the café`"]),
    ],
)  # fmt: skip
def test_new_study_registers_labels_of_any_shape_and_says_what_is_not_sure(
    tmp_path, capsys, monkeypatch, language, told
):
    source = tmp_path / "source"
    source.mkdir()
    said = ["Evening at the café", "Moderator: Good evening. Tell me.", "Person 1: It opened in 2010.",
            "de Vries: I came later.", "V2: Me too.", "Ouder 1: A lot.", "Person 1: The prices.", "Anna: I agree.",
            "V2: Yes, that.", "jos: Right."]  # fmt: skip
    (source / "evening.txt").write_text("\n\n".join(said) + "\n", encoding="utf-8")
    study = tmp_path / "s"
    assert main(["new", str(study), "--from", str(source), "--no-questions", "--language", language]) == 0
    out = capsys.readouterr().out
    assert [sentence for sentence in told if sentence not in out] == []
    with (study / "data/raw/participants.csv").open(encoding="utf-8") as file:
        people = [row["participant_id"] for row in csv.DictReader(file)]
    assert people == ["Person 1", "de Vries", "V2", "Ouder 1", "Anna"]
    monkeypatch.chdir(study)
    assert main(["check"]) == 0
    assert "evening.txt: line 19: `jos:` may be somebody who speaks" in capsys.readouterr().err
