"""What several tests need: studies to run, and programs that may be missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

# Speed is measured in benchmarks/; a busy machine makes no test fail.
hypothesis.settings.register_profile("delphi", deadline=None)
hypothesis.settings.load_profile("delphi")

REPOSITORY = Path(__file__).parents[1]
STUDIES = REPOSITORY / "tests" / "studies"
PACKAGES = {
    "chromium": "chromium fonts-liberation",
    "libreoffice": "libreoffice-writer",
    "pdftoppm": "poppler-utils",
}


@pytest.fixture(scope="session")
def need() -> Callable[[str], str]:
    """Path of a program; skips with the Debian package to install, and fails where nothing may skip."""

    def find(program: str) -> str:
        path = shutil.which(program)
        if path is None:
            message = f"{program} is not here: apt-get install {PACKAGES[program]}"
            if os.environ.get("DELPHI_NOTHING_SKIPS"):
                pytest.fail(message)
            pytest.skip(message)
        return path

    return find


@dataclass
class Run:
    """A finished snakemake run."""

    code: int
    output: str

    @property
    def jobs(self) -> dict[str, int]:
        """Rule and number of jobs, from snakemake's table, without `all` and the total."""
        counts: dict[str, int] = {}
        inside = False
        for line in self.output.splitlines():
            words = line.split()
            if words[:2] == ["job", "count"]:
                inside, counts = True, {}
            elif inside and len(words) == 2 and words[1].isdecimal():
                counts[words[0]] = int(words[1])
            elif inside and not line.startswith("-"):
                inside = False
        return {rule: n for rule, n in counts.items() if rule not in ("all", "total")}


def snakemake(study: Path, *options: str, **environment: str) -> Run:
    """Run the workflow on a study folder as a person would."""
    command = [
        str(Path(sys.executable).with_name("snakemake")), "--snakefile", str(REPOSITORY / "Snakefile"),
        "--directory", str(study), *options,
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **environment}, cwd=study, check=False
    )
    return Run(done.returncode, done.stdout + done.stderr)


def copy_example(target: Path) -> Path:
    """The example study, without anything derived."""
    derived = shutil.ignore_patterns("interim", "tags.csv", "*.part")
    for name in ("config", "data"):
        shutil.copytree(REPOSITORY / name, target / name, ignore=derived)
    return target


def copy_study(name: str, target: Path) -> Path:
    """A study of tests/studies."""
    shutil.copytree(STUDIES / name, target, dirs_exist_ok=True)
    return target


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example study, built once; tests that change it copy it first."""
    study = copy_example(tmp_path_factory.mktemp("example"))
    run = snakemake(study)
    assert run.code == 0, run.output
    return study


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The English study, built once."""
    study = copy_study("library", tmp_path_factory.mktemp("library"))
    run = snakemake(study)
    assert run.code == 0, run.output
    return study
