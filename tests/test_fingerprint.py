"""What of the code a step is made of, and runs again for."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from delphi import fingerprint
from delphi.cli import VERBS, module_of


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the package that a test may change."""
    copy = tmp_path / "delphi"
    shutil.copytree(fingerprint.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    monkeypatch.setattr(fingerprint, "PACKAGE", copy)
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
    before = {verb: fingerprint.fingerprint(verb) for verb in VERBS}
    for read_once in (fingerprint._imports, fingerprint._companions, fingerprint._code_sum):
        read_once.cache_clear()
    path = package / file
    path.write_text(path.read_text("utf-8") + "\n\n", encoding="utf-8")
    after = {verb: fingerprint.fingerprint(verb) for verb in VERBS}
    workflow = {"ingest", "code", "settle", "agree", "rounds", "tables", "figures", "chapters", "render"}
    moved = {verb for verb in VERBS if before[verb] != after[verb]}
    assert moved & (workflow | {"reference"}) >= changed
    assert moved & workflow - {"chapters", "check"} <= changed | {"check"}


def test_fingerprint_covers_every_module_of_a_verb():
    """Every module of delphi that a verb imports is in its fingerprint, by comparison with python itself."""
    for verb in VERBS:
        code = (
            f"import {module_of(verb)}, sys; "
            "print(*[m.__file__ for n, m in sys.modules.items() if n.startswith('delphi.') and m.__file__])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        imported = {Path(file).resolve() for file in done.stdout.split()}
        entry = {(fingerprint.PACKAGE / "cli" / "__init__.py").resolve()}
        assert imported - entry <= {path.resolve() for path in fingerprint.code_of(verb)}, verb
