"""What a draft left to the researcher is named by `check` and `status`."""

from __future__ import annotations

import pytest

from delphi.cli import main
from delphi.codebook import load_codebook
from delphi.study.unwritten import undefined


@pytest.mark.parametrize(("language", "name"), [("en", "Round"), ("nl", "Ronde")])
def test_unwritten_definitions_and_names_are_told_until_they_are_written(
    language, name, tmp_path, monkeypatch, capsys
):
    study = tmp_path / "study"
    options = ["--no-questions", "--language", language, "--models", "Buddy,Course"]
    assert main(["new", str(study), *options]) == 0
    monkeypatch.chdir(study)
    codebook, config = study / "config/codebook.yaml", study / "config/study.yaml"
    keys = undefined(load_codebook(codebook))
    assert keys == ["buddy", "course"]
    capsys.readouterr()
    assert main(["check"]) == 0
    told = capsys.readouterr().out
    assert (
        "check: config/codebook.yaml: say in `definition` what the work models `buddy`, `course` mean" in told
    )
    assert f"check: config/study.yaml: the rounds are called `{name} 1`, `{name} 2`" in told
    assert main(["status"]) == 0
    assert "buddy, course (config/codebook.yaml)" in capsys.readouterr().out
    for file, old, new in (
        (codebook, "wat dit werkmodel is.", "wat dit is."),
        (codebook, "what this work model is.", "what this is."),
        (config, f"{name} 1", "Gathering"),
    ):
        file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")
    assert main(["check"]) == 0
    told = capsys.readouterr().out
    assert "config/codebook.yaml: say" not in told
    assert "the rounds are called" not in told
