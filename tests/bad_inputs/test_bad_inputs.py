"""Whatever is wrong with a study's files is said in sentences: what, where, what to do; and nothing is half written."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
from tests.bad_inputs import coded, configuration, conversations, exchange, prose, registers
from tests.bad_inputs.case import Case
from tests.conftest import files_of

from delphi.cli import main

STUDY = Path(__file__).with_name("study")
TABLES = (configuration, registers, conversations, coded, prose, exchange)
CASES = [
    pytest.param(case, id=f"{table.__name__.rpartition('.')[2]}: {case.name}")
    for table in TABLES
    for case in table.CASES
]


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A copy of the small study, and the current folder."""
    monkeypatch.chdir(shutil.copytree(STUDY, tmp_path / "study"))
    return tmp_path / "study"


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_told(case: Case, study, capsys):
    case.change(study)
    before = files_of(study.parent)
    capsys.readouterr()
    code = main(shlex.split(case.command))
    said = capsys.readouterr()
    assert code == case.code, said.err
    lines = [line.removeprefix("delphi: ") for line in (said.out + said.err).splitlines()]
    assert [sentence for sentence in case.sentences if sentence not in lines] == [], lines
    if code:
        assert files_of(study.parent) == before
        assert len(said.err.splitlines()) == len(case.sentences)


def test_catalogue_holds_what_was_promised():
    refused = [case for table in TABLES for case in table.CASES if case.code]
    assert len(refused) >= 80
    assert len({case.name for case in refused}) == len(refused)


def test_catalogue_study_is_in_order(study, capsys):
    assert main(["check"]) == 0
    assert "the study folder is in order" in capsys.readouterr().out
