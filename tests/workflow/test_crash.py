"""A run that is killed with SIGKILL in the middle of a step, and goes on with the same command; see benchmarks/crash.py."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

from benchmarks.crash import SMALL, made, start

GOAL = "reports/tables/consensus.csv"
STEPS = ("logs/ingest/0.log", "logs/code/0.log", "logs/rounds.log")
"""A step opens its log when it begins to work."""


def killed_in(study: Path, log: str) -> None:
    """Run the workflow and kill all its processes as soon as a step works."""
    run = start(study, GOAL)
    while run.poll() is None and not (study / log).exists():
        time.sleep(0.005)
    assert run.poll() is None, (study.parent / "run.log").read_text(encoding="utf-8")
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()


def test_workflow_killed_three_times_ends_with_the_same_bytes(tmp_path):
    calm, study = tmp_path / "calm/study", tmp_path / "killed/study"
    for folder in (calm, study):
        shutil.copytree(SMALL, folder)
    assert start(calm, GOAL).wait() == 0
    for log in STEPS:
        killed_in(study, log)
        assert not (study / GOAL).exists()
    assert start(study, GOAL).wait() == 0, (study.parent / "run.log").read_text(encoding="utf-8")
    assert made(study) == made(calm)
