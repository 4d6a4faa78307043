"""JupyterLab as a coder starts it."""

from __future__ import annotations

import json
import subprocess
import sys

from delphi.review.__main__ import SETTINGS, command, main


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
