"""Building a study again in a scratch folder, in one process and without rendering: for asking *what if*."""

from __future__ import annotations

import contextlib
import csv
import importlib
import io
import multiprocessing
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import delphi
from delphi.errors import InputError
from delphi.study import load_study
from delphi.study.sources import read_table

GOAL = "reports/chapters"
SAID = "Shell command: "
DERIVED = shutil.ignore_patterns("interim", "tags.csv", "*.part")
PARTICIPANTS = Path("data/raw/participants.csv")
Row = dict[str, str]


def copy_study(study: Path, target: Path) -> None:
    """Copy what people wrote and brought in; nothing derived."""
    chapters = load_study(study / "config/study.yaml").report.chapters
    for name in dict.fromkeys(["config", "data", chapters]):
        if (study / name).is_dir() and not (target / name).exists():
            shutil.copytree(study / name, target / name, ignore=DERIVED)


def change_participants(study: Path, change: Callable[[Row], Row]) -> None:
    """Rewrite the register of participants of a scratch copy, row by row."""
    header, rows = read_table(study / PARTICIPANTS, ["participant_id"])
    columns = header if "withdrawn_on" in header else [*header, "withdrawn_on"]
    with (study / PARTICIPANTS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(change(dict(row.cells)) for row in rows)


def commands(study: Path) -> list[list[str]]:
    """The `delphi` commands with which the workflow makes the chapters, in an order in which they can run.

    Snakemake says them in a dry run, so that a *what if* runs what the workflow runs.

    Raises
    ------
    InputError
        With the workflow's own words, when it refuses the study.
    """
    snakefile = Path(delphi.__file__).parents[2] / "Snakefile"
    if not snakefile.exists():
        remedy = "Run this from a copy of the repository, as its README says."
        raise InputError("the workflow is not beside the package.", snakefile.name, remedy=remedy)
    done = subprocess.run(
        [sys.executable, "-m", "snakemake", "--snakefile", str(snakefile), "--directory", ".", "--cores", "1",
         "--dry-run", "--forceall", "--printshellcmds", GOAL],
        capture_output=True, text=True, encoding="utf-8", cwd=study, check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    if done.returncode:
        own = [line.removeprefix("delphi: ") for line in said.splitlines() if line.startswith("delphi: ")]
        raise InputError("\n".join(own) or f"the workflow cannot run here: {said.strip()[-500:]}")
    found = [shlex.split(line.removeprefix(SAID)) for line in said.splitlines() if line.startswith(SAID)]
    return [words[1:] for words in found]


def build(studies: Sequence[Path], steps: list[list[str]]) -> list[str]:
    """Run the workflow's steps in scratch copies, each in a process of its own.

    Returns
    -------
    list
        Per copy, why the researcher's own prose could not be filled in; empty when it could.  The
        chapters are then written without it.

    Raises
    ------
    InputError
        With the words of the step that refused the study.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(studies), mp_context=context) as pool:
        done = list(pool.map(_build, studies, [steps] * len(studies)))
    for _, error in done:
        if error:
            raise InputError(error)
    return [broken for broken, _ in done]


def _build(study: Path, steps: list[list[str]]) -> tuple[str, str]:
    broken = ""
    with contextlib.chdir(study), contextlib.redirect_stdout(io.StringIO()):
        for words in steps:
            try:
                try:
                    _run(words)
                except InputError as error:
                    if "--prose" not in words:
                        raise
                    broken = str(error)
                    _run(_without_option(words, "--prose"))
            except InputError as error:
                return broken, str(error)
    return broken, ""


def _run(words: list[str]) -> None:
    from delphi.cli import verb_parser  # the command line loads this room, not the other way round

    module = importlib.import_module(f"delphi.cli.{words[0]}")
    module.run(verb_parser(words[0]).parse_args(words[1:]))


def _without_option(words: list[str], option: str) -> list[str]:
    start = words.index(option)
    end = next((i for i in range(start + 1, len(words)) if words[i].startswith("--")), len(words))
    return words[:start] + words[end:]
