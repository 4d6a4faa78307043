"""How far the stages are, told as jobs end, and how often Snakemake looks for work."""

from __future__ import annotations

import logging
import subprocess
import sys
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import SimpleNamespace

import pytest
from snakemake.cli import get_argument_parser
from snakemake.scheduling.job_scheduler import JobRateLimiter
from snakemake.settings.types import MaxJobsPerTimespan

from delphi.pace import Pace, without_reminders


class Event(Enum):
    """As Snakemake's events."""

    JOB_STARTED = "job_started"
    JOB_FINISHED = "job_finished"


@dataclass
class Job:
    jobid: int
    name: str
    wildcards_dict: dict[str, str] = field(default_factory=dict)

    @property
    def rule(self) -> SimpleNamespace:
        return SimpleNamespace(name=self.name)


@pytest.fixture
def told(caplog):
    """Sends an event through a logger that has a Pace, and gives what was told."""
    sizes = {"0": 600, "1": 340, "7": 60}
    jobs = [Job(1, "code", {"batch": "1"}), Job(2, "code", {"batch": "0"}), Job(3, "screen", {"batch": "7"}),
            Job(4, "settle"), Job(5, "render", {"format": "html"}), Job(6, "recount", {"batch": "7"})]  # fmt: skip
    logger = logging.getLogger("delphi.tests.pace")
    logger.setLevel(logging.INFO)
    pace = Pace(sizes, jobs)
    logger.addHandler(pace)

    def send(job: int, event: Event = Event.JOB_FINISHED) -> list[str]:
        caplog.clear()
        logger.info("whatever", extra={"event": event, "job_id": job})
        return [message for message in caplog.messages if message != "whatever"]

    caplog.set_level(logging.INFO)
    yield send
    logger.removeHandler(pace)


def test_pace_counts_batches_that_need_no_work_as_done(told):
    assert told(1) == ["coding: 400 of 1,000 transcripts"]
    assert told(2) == ["coding: 1,000 of 1,000 transcripts"]


def test_pace_keeps_stages_apart(told):
    assert told(3) == ["screening: 1,000 of 1,000 transcripts"]
    assert told(1) == ["coding: 400 of 1,000 transcripts"]


def test_pace_calls_a_stage_it_does_not_know_by_its_rule(told):
    assert told(6) == ["recount: 1,000 of 1,000 transcripts"]


def test_pace_is_silent_about_everything_else(told):
    assert told(1, Event.JOB_STARTED) == []
    assert told(4) == told(5) == told(99) == []


def test_pace_counts_a_job_once(told):
    assert told(3)
    assert told(3) == []


@pytest.mark.parametrize(("asked", "left"), [("", None), ("10/1m", 10)])
def test_pace_only_the_limit_that_nobody_asked_for_goes(asked, left):
    limit = MaxJobsPerTimespan.parse_choice(asked or default_limit())
    scheduler = SimpleNamespace(job_rate_limiter=JobRateLimiter(limit))
    without_reminders(scheduler)
    assert getattr(scheduler.job_rate_limiter, "max_jobs", None) == left
    without_reminders(SimpleNamespace(job_rate_limiter=None))


def test_pace_a_run_has_no_reminders(tmp_path):
    (tmp_path / "Snakefile").write_text(
        "from delphi.pace import without_reminders\n"
        "onstart: without_reminders(workflow.scheduler)\n"
        "onsuccess: print('limiter:', workflow.scheduler.job_rate_limiter)\n"
        "rule all:\n    output: 'made.txt'\n    shell: 'touch {output}'\n"
    )
    command = [Path(sys.executable).with_name("snakemake"), "--cores", "1"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "limiter: None" in ran.stdout + ran.stderr
    assert (tmp_path / "made.txt").exists()


def default_limit() -> str:
    """What Snakemake takes when nothing is said; a newer one may think otherwise."""
    parser = get_argument_parser()
    return next(str(a.default) for a in parser._actions if a.dest == "max_jobs_per_timespan")
