"""What the workflow knows before a job runs."""

from __future__ import annotations

from types import SimpleNamespace

from delphi import plan


def _with_transcripts(monkeypatch, n: int, batches: int) -> plan.Plan:
    monkeypatch.setattr(plan.Plan, "__init__", lambda _: None)
    made = plan.Plan()
    made.study = SimpleNamespace(batches=batches)
    made.transcripts = [SimpleNamespace(transcript_id=f"T{i}") for i in range(n)]
    return made


def test_plan_sizes_cover_every_transcript_once(monkeypatch):
    made = _with_transcripts(monkeypatch, 500, 7)
    assert sum(made.sizes.values()) == 500
    assert made.sizes["3"] == len(made.of_batch("3"))


def test_plan_advises_smaller_batches_where_a_job_would_take_hours(monkeypatch):
    assert "`batches: 157` in config/study.yaml" in _with_transcripts(monkeypatch, 10_000, 2).advice()
    assert _with_transcripts(monkeypatch, 10_000, 157).advice() == ""
    assert _with_transcripts(monkeypatch, 11, 2).advice() == ""
