"""What somebody who withdrew said leaves the source files; everybody else's words and rows stay to the byte."""

from __future__ import annotations

import csv
import io
import subprocess

import pytest
from tests.conftest import copy_example, copy_study, files_of, snakemake

from delphi.cli import main
from delphi.privacy.clearing import read_cleared
from delphi.privacy.erasing import without_words
from delphi.study import load_participants, load_study, load_transcripts, speaker_labels
from delphi.transcripts import read_file


@pytest.fixture
def study(tmp_path, monkeypatch):
    """The example study, from which Rita and Daisy have withdrawn."""
    copy_example(tmp_path)
    register = tmp_path / "data/raw/participants.csv"
    lines = register.read_text("utf-8").splitlines()
    gone = ("Rita,", "Daisy,")
    rows = [line + (",2025-06-01" if line.startswith(gone) else ",") for line in lines[1:]]
    register.write_text("\n".join([lines[0] + ",withdrawn_on", *rows]) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def turns_of(study):
    configuration = load_study(study / "config/study.yaml")
    people = load_participants(study / "data/raw/participants.csv", configuration)
    return {
        (session.transcript_id, turn.turn): (turn.speaker, turn.text)
        for session in load_transcripts(study / "data/raw/transcripts.csv", configuration)
        for turn in read_file(
            study / "data/raw/transcripts" / session.file,
            speaker_labels(session, people),
            transcript_id=session.transcript_id,
        ).turns
    }


def test_erase_says_first_and_changes_nothing_until_told(study, capsys):
    before = files_of(study)
    assert main(["erase", "rita"]) == 0
    told = capsys.readouterr().out
    assert "R2-FG1.docx: 24 turns" in told
    assert "nothing was changed; add --yes" in told
    assert files_of(study) == before


@pytest.mark.parametrize("person", ["Rita", "Daisy"])
def test_erase_empties_their_turns_and_rows_and_nothing_else(study, person, capsys):
    before, files = turns_of(study), files_of(study)
    assert main(["erase", person, "--yes"]) == 0
    after = turns_of(study)
    assert list(after) == list(before)
    for key, (speaker, text) in before.items():
        assert after[key] == (speaker, "" if speaker == person else text)
    said = [text for speaker, text in before.values() if speaker == person and len(text) > 25]
    now = files_of(study)
    for name, content in now.items():
        text = content.decode("utf-8", "replace")
        assert not [words for words in said if words in text], name
    for coder in ("hanne", "elias"):
        name = f"data/coded/decisions/{coder}.csv"
        old, new = (csv.DictReader(io.StringIO(side[name].decode())) for side in (files, now))
        for was, now_is in zip(old, new, strict=True):
            speaker = before[(was["transcript_id"], int(was["turn"]))][0]
            if speaker == person:
                assert now_is == was | dict.fromkeys(("quote", "prefix", "suffix", "note"), "")
            else:
                assert now_is == was
    assert main(["check"]) == 0


def test_erase_of_a_person_who_has_not_withdrawn_is_refused(study, capsys):
    before = files_of(study)
    assert main(["erase", "Kim", "--yes"]) == 2
    assert "`Kim` has not withdrawn" in capsys.readouterr().err
    assert main(["erase", "Kima", "--yes"]) == 2
    assert "Did you mean `Kim`?" in capsys.readouterr().err
    assert files_of(study) == before


def test_erase_twice_is_the_same_as_once(study):
    assert main(["erase", "Daisy", "--yes"]) == 0
    once = files_of(study)
    assert main(["erase", "Daisy", "--yes"]) == 0
    assert files_of(study) == once


def test_erase_says_what_git_still_holds(study, capsys):
    assert main(["erase", "Daisy"]) == 0
    assert "this is no git repository" in capsys.readouterr().out
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "All"],
    ):
        subprocess.run(["git", *words], cwd=study, check=True)
    assert main(["erase", "Daisy", "--yes"]) == 0
    told = capsys.readouterr().out
    assert "1 commits of git still hold these files" in told
    assert " All\n" in told


def test_erase_changes_nothing_that_was_derived_of_others(library, tmp_path, monkeypatch):
    study = copy_study("library", tmp_path / "study")
    monkeypatch.chdir(study)
    assert main(["erase", "Lorna", "--yes"]) == 0
    run = snakemake(study)
    assert run.code == 0, run.output
    for name in (
        "data/coded/tags.csv",
        "reports/tables/consensus.csv",
        "reports/tables/swot.csv",
        "reports/report.html",
    ):
        assert (study / name).read_bytes() == (library / name).read_bytes(), name


def test_without_words_keeps_other_rows_to_the_byte():
    text = '\ufeffcoder;quote;prefix;suffix;note\r\nada;"a; ""b""\r\nc";x;y;z\r\nben;"kept; so";;;\r\nada;d;;;\r\n'
    assert without_words(text, [2]) == (
        '\ufeffcoder;quote;prefix;suffix;note\r\nada;;;;\r\nben;"kept; so";;;\r\nada;d;;;\r\n'
    )
    assert without_words(text, [5]).endswith('ben;"kept; so";;;\r\nada;;;;\r\n')


def test_erase_takes_cleared_words_of_that_person_along(study, capsys):
    said = next(
        text for (key, _), (who, text) in turns_of(study).items() if who == "Daisy" and len(text) > 60
    )
    cleared = study / "data/coded/cleared.csv"
    rows = [
        "word,context,cleared_by,cleared_at,reason",
        f'Turnhout,"{said[:40]}",Lea,2025,ok',
        "Gent,,Lea,2025,ok",
    ]
    cleared.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert main(["erase", "Daisy", "--yes"]) == 0
    assert cleared.read_text("utf-8").splitlines()[1:] == [",,Lea,2025,ok", "Gent,,Lea,2025,ok"]
    assert [clearance.word for clearance in read_cleared(cleared)] == ["Gent"]
