"""What somebody who withdrew said leaves the source files; everybody else's words and rows stay to the byte."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess

import pytest
from tests.conftest import copy_example, copy_study, files_of, snakemake

from delphi.cli import main
from delphi.errors import InputError
from delphi.plan import Plan
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
    assert main(["erase", "rita", "--unseen"]) == 0
    told = capsys.readouterr().out
    assert "R2-FG1.docx: 24 turns" in told
    assert "R2-FG1.docx becomes R2-FG1.txt, plain text, and transcripts.csv says so" in told
    assert "nothing was changed; add --yes" in told
    assert files_of(study) == before


@pytest.mark.parametrize("person", ["Rita", "Daisy"])
def test_erase_empties_their_turns_and_rows_and_nothing_else(study, person, capsys):
    before, files = turns_of(study), files_of(study)
    assert main(["erase", person, "--unseen", "--yes"]) == 0
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
    assert main(["erase", "Daisy", "--unseen", "--yes"]) == 0
    once = files_of(study)
    assert main(["erase", "Daisy", "--unseen", "--yes"]) == 0
    assert files_of(study) == once


def test_erase_says_what_git_still_holds(study, capsys):
    assert main(["erase", "Daisy", "--unseen"]) == 0
    assert "this is no git repository" in capsys.readouterr().out
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "All"],
    ):
        subprocess.run(["git", *words], cwd=study, check=True)
    assert main(["erase", "Daisy", "--unseen", "--yes"]) == 0
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
    assert main(["erase", "Daisy", "--unseen", "--yes"]) == 0
    assert cleared.read_text("utf-8").splitlines()[1:] == [",,Lea,2025,ok", "Gent,,Lea,2025,ok"]
    assert [clearance.word for clearance in read_cleared(cleared)] == ["Gent"]


def test_erase_says_which_conclusions_change_and_keeps_it_without_name_or_words(
    tmp_path, monkeypatch, capsys
):
    study = copy_study("library", tmp_path / "study")
    monkeypatch.chdir(study)
    before = files_of(study)
    assert main(["erase", "Lorna"]) == 0
    shown = capsys.readouterr().out
    assert files_of(study) == before
    assert main(["erase", "Lorna", "--yes"]) == 0
    record = study / "data/coded/withdrawn-2024-07-02.md"
    kept = record.read_text(encoding="utf-8")
    assert "Lorna" not in kept
    assert "data/coded/withdrawn-2024-07-02.md" in capsys.readouterr().out
    assert re.search(r"^# ", kept, re.MULTILINE)
    changed = [line for line in kept.splitlines() if line.startswith("- ")]
    assert changed
    assert all(" ".join(line.split())[2:40] in " ".join(shown.split()) for line in changed)


def test_erase_is_refused_when_the_study_cannot_be_built_unless_nobody_wants_to_know(
    tmp_path, monkeypatch, capsys
):
    study = copy_study("library", tmp_path / "study")
    monkeypatch.chdir(study)
    before = files_of(study)

    def broken(*_: object) -> None:
        raise InputError("the study cannot be built.")

    monkeypatch.setattr("delphi.compare.without.without", broken)
    assert main(["erase", "Lorna", "--yes"]) == 2
    told = capsys.readouterr().err
    assert "nothing was changed: the study cannot be built." in told
    assert "--unseen" in told
    assert files_of(study) == before
    assert main(["erase", "Lorna", "--yes", "--unseen"]) == 0


def test_erase_reaches_proposals_and_registers_of_reactions(study, capsys):
    spoken = turns_of(study)
    (session, turn), (_, said) = next((k, v) for k, v in spoken.items() if v[0] == "Daisy" and len(v[1]) > 60)
    (other, beside), (_, kept) = next((k, v) for k, v in spoken.items() if v[0] == "Kim" and len(v[1]) > 60)
    header = "accept,proposal,work_model,swot,statement,quote,stance,item_id,passage\n"
    proposals = study / "data/interim/proposals/new.csv"
    proposals.parent.mkdir(parents=True)
    rows = [
        f'x,1,general,threat,"{said}","{said}",supports,,{session}:{turn}:0-{len(said)}\n',
        f'x,1,general,threat,"{said}","{kept}",supports,,{other}:{beside}:0-{len(kept)}\n',
    ]
    proposals.write_text(header + "".join(rows), encoding="utf-8")
    register = study / "reports/feedback/reactions-round-2-filled.csv"
    register.parent.mkdir(parents=True)
    register.write_text("participant_id,reaction,words\nDAISY,agree,Mine\nKim,agree,Kims\n", encoding="utf-8")
    assert main(["erase", "Daisy", "--unseen", "--yes"]) == 0
    told = capsys.readouterr().out
    assert "`quote` of 1 rows" in told
    assert "`statement` of 2 rows" in told
    assert "`reaction` and `words` of 1 rows" in told
    assert said not in proposals.read_text(encoding="utf-8")
    assert kept in proposals.read_text(encoding="utf-8")
    assert register.read_text(encoding="utf-8").splitlines()[1:] == ["DAISY,,", "Kim,agree,Kims"]
    assert not list((study / "data/coded").glob("withdrawn-*"))


def test_a_run_after_a_withdrawal_leaves_no_quotation_in_proposals(tmp_path, monkeypatch, capsys):
    study = copy_study("library", tmp_path / "study")
    monkeypatch.chdir(study)
    folder = study / "data/interim/proposals"
    folder.mkdir(parents=True)
    header = "accept,proposal,work_model,swot,statement,quote,stance,item_id,passage\n"
    rows = ["x,1,a,b,Books,words of somebody,,,t:1:0-5\n", ",2,a,b,other words,other words,,,t:2:0-5\n"]
    (folder / "new.csv").write_text(header + rows[1], encoding="utf-8")
    (folder / "marked.csv").write_text(header + "".join(rows), encoding="utf-8")
    (folder / "later.csv").write_text(header + rows[1], encoding="utf-8")
    for name in ("new.csv", "marked.csv"):
        os.utime(folder / name, (0, 0))
    Plan().clear_stale()
    assert not (folder / "new.csv").exists()
    marked = (folder / "marked.csv").read_text(encoding="utf-8")
    assert "words" not in marked
    assert ",Books,," in marked
    assert "other words" in (folder / "later.csv").read_text(encoding="utf-8")
    assert "somebody withdrew" in capsys.readouterr().out
