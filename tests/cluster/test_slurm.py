"""The workflow on a real Slurm of one node: the same bytes, and nothing left behind."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.cluster.conftest import SNAKEMAKE
from tests.cluster.one_node_slurm import PROGRAMS, left_behind, missing, one_node
from tests.conftest import REPOSITORY, Run, copy_example, copy_study, files_of

QUICK = (
    "--slurm-status-command", "squeue",  # no accounting here, so no sacct
    "--slurm-init-seconds-before-status-checks", "2", "--seconds-between-status-checks", "2", "--cores", "2",
)  # fmt: skip


def on_slurm(study: Path, environment: dict[str, str], *options: str) -> Run:
    """Run the workflow on a study folder with the profile for Slurm."""
    command = [
        str(SNAKEMAKE), "--snakefile", str(REPOSITORY / "Snakefile"), "--directory", str(study),
        "--workflow-profile", str(REPOSITORY / "workflow/profiles/slurm"), *QUICK, *options,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=study, check=False)
    return Run(done.returncode, done.stdout + done.stderr)


def made(study: Path) -> dict[str, bytes]:
    """Everything in a study but Snakemake's own records."""
    return {name: data for name, data in files_of(study).items() if not name.startswith(".snakemake/")}


def test_slurm_gives_the_bytes_of_a_local_run(slurm, example, tmp_path):
    study = copy_example(tmp_path / "study")
    run = on_slurm(study, slurm)
    assert run.code == 0, run.output
    ours, theirs = made(example), made(study)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []
    # Short jobs go together: 25 steps are 8 jobs of Slurm's.
    assert run.output.count("has been submitted with SLURM jobid") == 8
    assert "coding: 11 of 11 transcripts" in run.output
    queue = subprocess.run(
        ["squeue", "--noheader", "--states=running,pending"], env=slurm, capture_output=True
    )
    assert queue.stdout == b""


def test_slurm_a_batch_that_fails_keeps_no_other_from_its_work(slurm, tmp_path):
    study = copy_study("library", tmp_path / "study")
    broken = sorted((study / "data/raw/transcripts").iterdir())[0]
    whole = broken.read_bytes()
    broken.write_bytes(b"Nobody: I am in no register.\n")
    run = on_slurm(study, slurm)
    assert run.code == 1
    assert f"delphi: data/raw/transcripts/{broken.name}" in run.output
    there = {path.stem for path in (study / "data/interim/screened").glob("*.csv")}
    assert len(there) == 2
    broken.write_bytes(whole)
    again = on_slurm(study, slurm, "--dry-run")
    assert (again.jobs["ingest"], again.jobs["screen"]) == (1, 1)


def test_slurm_says_which_packages_bring_it(monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    assert missing() == list(PROGRAMS.values())


def test_slurm_comes_down_and_takes_its_jobs_with_it(slurm, tmp_path):
    with one_node(tmp_path) as environment:
        job = "trap '' TERM; sleep 600 & sleep 600"
        subprocess.run(
            ["sbatch", f"--wrap={job}"], env=environment, cwd=tmp_path, capture_output=True, check=True
        )
        assert left_behind(tmp_path)
    assert left_behind(tmp_path) == []
