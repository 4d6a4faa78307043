"""The pace of a run of many batches: how many transcripts are done, and what Snakemake itself takes of it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

STAGES = {"ingest": "reading", "screen": "screening", "code": "coding"}
"""What a step per batch is called; another step has its rule's name."""


UNASKED = (100, 1)
"""Snakemake's own limit: so many jobs in so many seconds."""


class Job(Protocol):
    """What is needed of a job of Snakemake."""

    jobid: int
    rule: Any
    wildcards_dict: Mapping[str, str]


class Pace(logging.Handler):
    """Hears that a job is finished, and says how far its stage is.

    Parameters
    ----------
    sizes
        Number of transcripts per batch.
    jobs
        The jobs that are to run; of other batches the work is there already.
    """

    def __init__(self, sizes: Mapping[str, int], jobs: Iterable[Job]) -> None:
        super().__init__()
        self._size = {
            job.jobid: (job.rule.name, sizes[job.wildcards_dict["batch"]])
            for job in jobs
            if job.wildcards_dict.get("batch") in sizes
        }
        self._all = sum(sizes.values())
        self._done = {rule: self._all for rule, _ in self._size.values()}
        for rule, size in self._size.values():
            self._done[rule] -= size

    def emit(self, record: logging.LogRecord) -> None:
        """Count a job that is finished."""
        finished = getattr(getattr(record, "event", None), "value", "") == "job_finished"
        rule, size = self._size.pop(getattr(record, "job_id", -1), ("", 0)) if finished else ("", 0)
        if rule:
            self._done[rule] += size
            logging.getLogger(record.name).info(self.line(rule))

    def line(self, rule: str) -> str:
        """How far a stage is, such as `coding: 340 of 1,000 transcripts`."""
        return f"{STAGES.get(rule, rule)}: {self._done[rule]:,} of {self._all:,} transcripts"


def tell_pace(sizes: Mapping[str, int], jobs: Iterable[Job]) -> None:
    """From now on, let Snakemake's own output say how many transcripts are done."""
    logging.getLogger("snakemake.logging").addHandler(Pace(sizes, jobs))


def without_reminders(scheduler: Any) -> None:
    """Spare Snakemake the limit of a hundred jobs a second that it has when nobody asked for one.

    To keep it, Snakemake looks for work again a second after every look, and once more for every job that ended:
    with ten thousand transcripts it spent a fifth of all CPU on looking.  Another limit stays.

    Parameters
    ----------
    scheduler
        Snakemake's, at the start of a run.
    """
    limiter = scheduler.job_rate_limiter
    if limiter and (limiter.max_jobs, limiter.timespan) == UNASKED:
        scheduler.job_rate_limiter = None
