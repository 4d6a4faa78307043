"""Studies made with an older version: `delphi check` says so, `--upgrade` mends it once, with a copy kept."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from tests.conftest import copy_study, files_of

from delphi.cli import main
from delphi.codebook import load_codebook
from delphi.decisions import read_decisions
from delphi.errors import InputError
from delphi.study import load_study
from delphi.study.config import FORMAT
from delphi.study.sources import plain, read_yaml
from delphi.upgrade import planned, upgrade

DAY = dt.date(2026, 11, 26)
LACKING = ("data/coded/decisions/ben.csv", "data/coded/adjudications.csv")
"""Files of the library study, which the first version made, whose header has no later columns."""


@pytest.fixture
def older(tmp_path, monkeypatch):
    study = copy_study("library", tmp_path / "library")
    monkeypatch.chdir(study)
    return study


def decided(study: Path) -> list[Path]:
    return [*sorted((study / "data/coded/decisions").glob("*.csv")), study / "data/coded/adjudications.csv"]


def decisions(study: Path):
    register = io.StringIO((study / "data/raw/transcripts.csv").read_text(encoding="utf-8"))
    sessions = [row["transcript_id"] for row in csv.DictReader(register)]
    return read_decisions(decided(study), load_codebook(study / "config/codebook.yaml"), sessions)


def test_upgrade_changes_headers_and_says_the_format_and_nothing_else(older, capsys):
    before, said = files_of(older), decisions(older)
    assert main(["check", "--upgrade"]) == 0
    after = files_of(older)
    told = capsys.readouterr().out
    for name in LACKING:
        old, new = before[name].split(b"\n", 1), after[name].split(b"\n", 1)
        assert new[0] == old[0] + b",suggestion_shown,codebook_version"
        assert new[1] == old[1]
        assert f"check: {name}: the header gets the columns suggestion_shown and codebook_version" in told
    lines = after["config/study.yaml"].decode().splitlines()
    assert [line for line in lines if not line.startswith("format:")] == before[
        "config/study.yaml"
    ].decode().splitlines()
    assert load_study(older / "config/study.yaml").format == FORMAT
    changed = {name for name in after if after[name] != before.get(name)}
    copy = next(name for name in changed if name.startswith("before-upgrade-"))
    assert changed == {*LACKING, "config/study.yaml", copy}
    assert copy in told
    assert decisions(older).equals(said)


def test_upgrade_keeps_a_copy_that_brings_everything_back(older):
    before = files_of(older)
    done = upgrade(older / "config/study.yaml", decided(older), DAY)
    assert done.copy.name == "before-upgrade-2026-11-26.zip"
    with zipfile.ZipFile(done.copy) as archive:
        archive.extractall(older)
    done.copy.unlink()
    assert files_of(older) == before


def test_upgrade_overwrites_no_copy(older):
    (older / "before-upgrade-2026-11-26.zip").write_text("mine")
    (older / "before-upgrade-2026-11-26-2.zip").write_text("mine too")
    done = upgrade(older / "config/study.yaml", decided(older), DAY)
    assert done.copy.name == "before-upgrade-2026-11-26-3.zip"
    assert (older / "before-upgrade-2026-11-26.zip").read_text() == "mine"


def test_upgrade_does_nothing_the_second_time(older, capsys):
    main(["check", "--upgrade"])
    once = files_of(older)
    capsys.readouterr()
    assert main(["check", "--upgrade"]) == 0
    assert files_of(older) == once
    assert "there is nothing to upgrade" in capsys.readouterr().out


def test_check_says_that_an_upgrade_is_possible_and_touches_nothing(older, capsys):
    before = files_of(older)
    assert main(["check"]) == 0
    told = capsys.readouterr().out
    assert "`delphi check --upgrade` brings it to format 2 and keeps a copy:" in told
    assert all(f"{name}: the header gets" in told for name in LACKING)
    assert files_of(older) == before


def test_upgrade_that_was_interrupted_is_finished(older, monkeypatch):
    def full(path, content):
        raise InputError("the disk is full.", path)

    with monkeypatch.context() as broken:
        broken.setattr("delphi.decisions.locked.replace", full)
        with pytest.raises(InputError, match="full"):
            upgrade(older / "config/study.yaml", decided(older), DAY)
    assert load_study(older / "config/study.yaml").format == 1
    assert upgrade(older / "config/study.yaml", decided(older), DAY) is not None
    assert planned(older / "config/study.yaml", decided(older)) == ()


@pytest.mark.parametrize(
    "form",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
        lambda text: text.encode("utf-16"),
        lambda text: _with_semicolons(text).encode(),
    ],
    ids=["CRLF", "byte order mark", "UTF-16", "semicolons"],
)
def test_upgrade_leaves_a_file_in_the_form_that_a_spreadsheet_gave_it(older, form):
    file = older / LACKING[0]
    file.write_bytes(form(file.read_text(encoding="utf-8")))
    before, said = file.read_bytes(), decisions(older)
    upgrade(older / "config/study.yaml", decided(older), DAY)
    after = file.read_bytes()
    assert decisions(older).equals(said)
    grown = len(after) - len(before)
    assert after.endswith(before[-(len(before) - 300) :])
    assert grown == len(",suggestion_shown,codebook_version") * (2 if before[:2] == b"\xff\xfe" else 1)


def _with_semicolons(text: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


def test_upgrade_keeps_comments_order_and_line_ends_of_yaml(older):
    file = older / "config/study.yaml"
    text = "# mine\r\n\r\n" + file.read_text(encoding="utf-8").replace("\n", "\r\n") + "# the end\r\n"
    file.write_bytes(text.encode())
    upgrade(file, decided(older), DAY)
    lines = file.read_bytes().decode().split("\r\n")
    stamped = [line for line in lines if line.startswith("format: 2")]
    assert len(stamped) == 1
    assert lines.index(stamped[0]) + 1 == lines.index(
        next(line for line in lines if line.startswith("title:"))
    )
    lines.remove(stamped[0])
    assert "\r\n".join(lines) == text


def test_upgrade_replaces_an_older_format(older):
    file = older / "config/study.yaml"
    before = plain(read_yaml(file))
    file.write_text(file.read_text(encoding="utf-8") + "format: 1\n", encoding="utf-8")
    upgrade(file, decided(older), DAY)
    assert plain(read_yaml(file)) == before | {"format": FORMAT}


def test_upgrade_refuses_yaml_that_it_cannot_write_and_changes_nothing(older):
    file = older / "config/study.yaml"
    file.write_text("{title: A study, language: en}\n", encoding="utf-8")
    before = files_of(older)
    with pytest.raises(InputError, match=r"cannot be upgraded by a program.*Write the line `format: 2`"):
        upgrade(file, decided(older), DAY)
    assert files_of(older) == before


def test_upgrade_refuses_a_decision_file_without_its_columns_and_changes_nothing(older):
    (older / LACKING[0]).write_text("decided_at,coder\nnow,ben\n", encoding="utf-8")
    before = files_of(older)
    with pytest.raises(InputError, match="the column `transcript_id` is missing"):
        upgrade(older / "config/study.yaml", decided(older), DAY)
    assert files_of(older) == before


@pytest.mark.parametrize("words", [["check"], ["check", "--upgrade"], ["status"]])
def test_newer_study_is_refused_in_one_sentence(older, capsys, words):
    file = older / "config/study.yaml"
    text = file.read_text(encoding="utf-8") + f"format: {FORMAT + 1}\nsomething_new: true\n"
    file.write_text(text, encoding="utf-8")
    before = files_of(older)
    assert main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert (
        f"this study has format {FORMAT + 1}, and this version of delphi knows formats up to {FORMAT}"
        in told.err
    )
    assert files_of(older) == before


def test_new_study_has_the_present_format(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "mine", "--no-questions"]) == 0
    assert load_study(tmp_path / "mine/config/study.yaml").format == FORMAT
    monkeypatch.chdir(tmp_path / "mine")
    capsys.readouterr()
    assert main(["check"]) == 0
    assert "upgrade" not in capsys.readouterr().out


@pytest.mark.parametrize("longer", ["upgrade", "append"])
def test_rows_older_than_a_column_are_read_by_every_verb(older, capsys, longer):
    if longer == "upgrade":
        assert main(["check", "--upgrade"]) == 0
    else:
        for name in LACKING:
            file = older / name
            first, rest = file.read_text(encoding="utf-8").split("\n", 1)
            newest = rest.splitlines()[-1] + ",true,1\n"
            file.write_text(f"{first},suggestion_shown,codebook_version\n{rest}{newest}", encoding="utf-8")
    capsys.readouterr()
    said = decisions(older)
    verbs = [
        ["check"],
        ["export", "--qdpx", "../out.qdpx"],
        ["items", "show"],
        ["erase", "P-9", "--unseen"],
    ]
    with (older / "data/raw/participants.csv").open(encoding="utf-8") as file:
        verbs[-1][1] = next(row["participant_id"] for row in csv.DictReader(file) if row["withdrawn_on"])
    assert {verb[0]: main(verb) for verb in verbs} == dict.fromkeys([verb[0] for verb in verbs], 0)
    assert main(["import", "project", "../out.qdpx", "--to", "../back"]) == 0
    assert len(decisions(older.parent / "back")) == len(said)
