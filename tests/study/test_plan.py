"""What the workflow takes for changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from delphi import plan
from delphi.cli import VERBS, module_of


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the package that a test may change."""
    copy = tmp_path / "delphi"
    shutil.copytree(plan.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    monkeypatch.setattr(plan, "PACKAGE", copy)
    return copy


@pytest.mark.parametrize(
    ("file", "changed"),
    [
        ("transcripts/docx.py", {"ingest"}),
        ("passages/anchors.py", {"settle"}),
        ("coding/topics.py", {"code"}),
        ("decisions/settle.py", {"settle", "agree"}),
        ("rounds/panel.py", {"rounds", "tables", "figures"}),
        ("report/filters/html.lua", {"render"}),
        ("report/style/report.css", {"render"}),
        ("report/templates/nl/model.md.j2", {"chapters"}),
        ("report/figures/coverage.py", {"figures"}),
        ("reference.py", {"reference"}),
        ("review/window.py", set()),
    ],
)
def test_fingerprint_follows_what_a_verb_uses(package, file, changed):
    before = {verb: plan.fingerprint(verb) for verb in VERBS}
    for read_once in (plan._imports, plan._companions, plan._code_sum):
        read_once.cache_clear()
    path = package / file
    path.write_text(path.read_text("utf-8") + "\n\n", encoding="utf-8")
    after = {verb: plan.fingerprint(verb) for verb in VERBS}
    workflow = {"ingest", "code", "settle", "agree", "rounds", "tables", "figures", "chapters", "render"}
    moved = {verb for verb in VERBS if before[verb] != after[verb]}
    assert moved & (workflow | {"reference"}) >= changed
    assert moved & workflow - {"chapters", "check"} <= changed | {"check"}


def test_fingerprint_covers_every_module_of_a_verb():
    """Every module of delphi that a verb imports is in its fingerprint, by comparison with python itself."""
    import subprocess
    import sys

    for verb in VERBS:
        code = (
            f"import {module_of(verb)}, sys; "
            "print(*[m.__file__ for n, m in sys.modules.items() if n.startswith('delphi.') and m.__file__])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        imported = {Path(file).resolve() for file in done.stdout.split()}
        entry = {(plan.PACKAGE / "cli" / "__init__.py").resolve()}
        assert imported - entry <= {path.resolve() for path in plan.code_of(verb)}, verb


def _with_transcripts(monkeypatch, n: int, batches: int) -> plan.Plan:
    from types import SimpleNamespace

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


def test_last_words_leaves_out_the_warnings_of_a_step_that_worked(tmp_path, monkeypatch):
    for name, text in {
        "ingest/0.log": "delphi: a.docx: 1 paragraph left out.\ningest: a: 3 turns\n",
        "gate.log": "delphi: a.docx, line 3: here stands a phone number.\n",
        "code/0.log": "",
    }.items():
        (tmp_path / "logs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "logs" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    plan.tell_why()
    assert plan.STOPPED.read_text("utf-8") == "\ndelphi: a.docx, line 3: here stands a phone number.\n"
