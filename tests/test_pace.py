"""How far the stages are, told as jobs end, and how often Snakemake looks for work."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from enum import Enum
from types import SimpleNamespace

import pytest
from snakemake.cli import get_argument_parser
from snakemake.settings.types import MaxJobsPerTimespan, SchedulingSettings

from delphi.pace import A_FEW, MANY, Pace, spare_snakemake


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


def test_pace_only_the_limit_that_nobody_asked_for_goes():
    unasked = SchedulingSettings(max_jobs_per_timespan=MaxJobsPerTimespan.parse_choice(default_limit()))
    spare_snakemake(unasked, MANY)
    assert unasked.max_jobs_per_timespan is None
    assert unasked.subsample is None
    asked = SchedulingSettings(max_jobs_per_timespan=MaxJobsPerTimespan.parse_choice("10/1m"), subsample=9)
    spare_snakemake(asked, MANY + 1)
    assert asked.max_jobs_per_timespan.max_jobs == 10
    assert asked.subsample == 9


def test_pace_of_many_transcripts_a_few_jobs_are_looked_at():
    settings = SchedulingSettings()
    spare_snakemake(settings, MANY + 1)
    assert settings.subsample == A_FEW
    spare_snakemake(None, MANY + 1)


def default_limit() -> str:
    """What Snakemake takes when nothing is said; a newer one may think otherwise."""
    parser = get_argument_parser()
    return next(str(a.default) for a in parser._actions if a.dest == "max_jobs_per_timespan")
