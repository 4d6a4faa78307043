"""What a person sees who types `snakemake`: the same sentences, and no lock that a killed run left behind."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest
from tests.bad_inputs.case import ANNA, BENCH, CODEBOOK, ITEMS, STUDY, TRANSCRIPTS, put, swap
from tests.conftest import snakemake

from delphi.lock import HELD, clear_stale_locks, occupied

SMALL = Path(__file__).with_name("study")


@pytest.fixture
def study(tmp_path):
    """A copy of the small study."""
    return Path(shutil.copytree(SMALL, tmp_path / "study"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put(STUDY, ""), "config/study.yaml, line 1: the file holds no keys."),
        (put(CODEBOOK, "version: 1\nwork_model: many\n"), "config/codebook.yaml, line 2: `work_model`"),
        (swap(TRANSCRIPTS, "2025-02-11", "10-02-2026"), "`date` is `10-02-2026`, which is no date."),
        (put(ANNA, "coder,turn\nanna\n"), "data/coded/decisions/anna.csv, line 2: this row has 1 cell"),
        (put(ITEMS, "item_id,version\nA,1,2\n"), "data/coded/items.csv, line 2: this row has 3 cells"),
    ],
)
def test_snakemake_stops_before_it_begins(study, change, told):
    change(study)
    run = snakemake(study, "--dry-run")
    assert run.code == 2
    assert f"delphi: {told}" in run.output or told in run.output
    assert "Traceback" not in run.output


def test_snakemake_repeats_at_the_end_what_a_step_said(study):
    put(BENCH, "We talked about the garden, and then we went home.\n")(study)
    run = snakemake(study)
    assert run.code == 1
    last = run.output.strip().rsplit("\n\n", 1)[-1]
    assert (
        "delphi: data/raw/transcripts/bench.txt: no registered speaker's label stands in this file." in last
    )
    assert "Traceback" not in run.output
    assert not (study / "reports/report.html").exists()


def test_snakemake_goes_on_after_a_run_that_was_killed(study):
    lock = study / ".snakemake/locks/0.output.lock"
    put(lock.relative_to(study).as_posix(), "reports/report.html\n")(study)
    run = snakemake(study, "--dry-run")
    assert run.code == 0, run.output
    assert not lock.exists()


def test_snakemake_leaves_the_lock_of_a_run_at_work(study):
    lock = study / ".snakemake/locks/0.output.lock"
    put(lock.relative_to(study).as_posix(), "reports/report.html\n")(study)
    with (study / ".snakemake/delphi.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        run = snakemake(study, "--dry-run")
        assert run.code == 2
        assert "delphi: another run is at work in this folder" in run.output
        assert lock.exists()


def test_lock_is_held_as_long_as_the_process_lives(tmp_path):
    assert clear_stale_locks(tmp_path / ".snakemake")
    assert not clear_stale_locks(tmp_path / ".snakemake")
    assert f"process {os.getpid()} on " in occupied(tmp_path / ".snakemake")

    os.close(HELD.pop())
    assert clear_stale_locks(tmp_path / ".snakemake")
    os.close(HELD.pop())
