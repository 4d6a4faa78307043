"""JupyterLab as a coder starts it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from delphi.review.__main__ import NOTEBOOKS, SETTINGS, command, main

ROOT = Path(__file__).parents[2]


def test_main_opens_one_notebook_alone_or_the_list(tmp_path):
    alone, listed = command(tmp_path, "check_tags"), command(tmp_path)
    assert "--LabApp.default_url=/doc/tree/check_tags.ipynb" in alone
    assert "--LabApp.default_url=/lab" in listed
    assert f"--ServerApp.root_dir={tmp_path / 'notebooks'}" in listed


def test_main_asks_nothing_from_outside():
    said = json.loads((SETTINGS / "overrides.json").read_text(encoding="utf-8"))
    assert said["@jupyterlab/apputils-extension:notification"] == {
        "fetchNews": "false", "checkForUpdates": False,
    }  # fmt: skip
    assert f"--LabApp.app_settings_dir={SETTINGS}" in command(SETTINGS)


def test_main_says_where_to_go_when_there_is_no_notebook(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["check_tags"]) == 2
    assert "Go to the study's folder" in capsys.readouterr().err
    called = []
    monkeypatch.setattr(subprocess, "call", lambda words: called.append(words) or 0)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/check_tags.ipynb").touch()
    assert main(["check_tags.ipynb"]) == main([]) == 0
    assert called == [command(tmp_path, "check_tags"), command(tmp_path)]
    assert called[0][0] == sys.executable


def test_main_brings_the_notebooks_to_a_study_that_has_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(subprocess, "call", lambda _: 0)
    (tmp_path / "config").mkdir()
    (tmp_path / "config/study.yaml").touch()
    assert main([]) == 0
    brought = {path.name for path in (tmp_path / "notebooks").iterdir()}
    assert (
        brought
        == {path.name for path in NOTEBOOKS.glob("*.ipynb")}
        >= {"check_tags.ipynb", "adjudicate.ipynb"}
    )
    (tmp_path / "notebooks/adjudicate.ipynb").unlink()
    main([])
    assert not (tmp_path / "notebooks/adjudicate.ipynb").exists()  # what is there is left as it is


def test_make_notebook_opens_the_study_that_is_named(tmp_path):
    study = tmp_path / "a study"
    study.mkdir()
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/notebook.stamp").touch()
    shutil.copy(ROOT / "Makefile", tmp_path)
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\npwd\n", encoding="utf-8")
    python.chmod(0o755)
    words = ["make", "--silent", "--old-file=.venv/notebook.stamp", "notebook", f"STUDY={study}"]
    said = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == str(study)
