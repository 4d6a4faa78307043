"""Files that the workflow made and that something damaged: every verb that reads one says so in one sentence."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import snakemake

from delphi.cli import main

DERIVED = re.compile(r"(data/interim|reports/tables)/.*\.(parquet|npz|csv|json)|data/coded/tags\.csv")
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda content: content[: len(content) // 2].rstrip(b"\n"),
    "empty": lambda _: b"",
    "other": lambda _: b"\x00\x01 something else altogether \xff" * 9,
}
PEOPLES = [
    ["status"],
    ["items", "propose", "--to", "proposed.csv"],
    ["pack", "--coder", "cleo", "--transcripts", "panel-june", "--to", "for-cleo.zip"],
    ["export", "--tags", "tags.xlsx"],
]
"""Verbs that people run and that read derived files without naming them."""
READ_BY_THEM = {
    "status": ["data/coded/tags.csv", "data/interim/reading.parquet", "data/interim/decisions.parquet",
               "reports/tables/coverage.csv", "reports/tables/swot.csv", "reports/manifest.json"],
    "items": ["data/coded/tags.csv"],
    "pack": ["data/interim/turns/0.parquet", "data/interim/sentences/0.parquet", "data/interim/suggestions/0.parquet"],
    "export": ["data/coded/tags.csv"],
}  # fmt: skip


@pytest.fixture(scope="module")
def steps(library, tmp_path_factory):
    """A copy of the built study, and the commands of every step of the workflow."""
    study = tmp_path_factory.mktemp("damaged")
    shutil.copytree(library, study, dirs_exist_ok=True)
    run = snakemake(study, "--dry-run", "--forceall", "--printshellcmds", "all", "feedback", "evaluation")
    assert run.code == 0, run.output
    said = [line.removeprefix("Shell command: ") for line in run.output.splitlines()]
    lines = [line for line in said if line.startswith("delphi ")]
    return study, [shlex.split(line)[1:] for line in dict.fromkeys(lines)]


def run(words: list[str]) -> tuple[int, str]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(words)
    return code, said.getvalue()


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_files_are_told_by_every_verb_that_reads_them(steps, damage, monkeypatch):
    study, commands = steps
    monkeypatch.chdir(study)
    wrong, tried = [], set()
    for words in [*commands, *PEOPLES]:
        if words[0] in ("vet", "manifest"):  # they take every file as it is
            continue
        read = [word for word in words if DERIVED.fullmatch(word) and not _written(words, word)]
        for name in [*read, *READ_BY_THEM.get(words[0], [])]:
            kind = (words[0], *words[1:3], re.sub(r"\d+", "", name))
            if kind in tried:
                continue
            tried.add(kind)
            file = Path(name)
            before = file.read_bytes()
            file.write_bytes(DAMAGES[damage](before))
            try:
                code, said = run(words)
            except Exception as error:  # a traceback for the user
                code, said = 1, repr(error)
            finally:
                file.write_bytes(before)
            if code != 2 or name not in said or said.count("delphi: ") != 1:
                wrong.append((words[0], name, code, said[-300:]))
    assert len(tried) > 60
    assert not wrong, "\n".join(map(str, wrong))


def _written(words: list[str], name: str) -> bool:
    option = [word for word in words[: words.index(name)] if word.startswith("--")][-1]
    return option.startswith("--to-") or option in WRITES.get(words[0], ())


WRITES = {
    "agree": ("--agreement", "--disagreements", "--confusion"),
    "ingest": ("--turns", "--sentences", "--tokens"),
    "code": ("--suggestions", "--topics", "--views"),
}
"""Options for files that are written and are not called `--to-`."""
