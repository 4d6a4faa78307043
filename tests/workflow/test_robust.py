"""What is left when something goes wrong on the way, and what a second run then does."""

from __future__ import annotations

import fcntl

from tests.conftest import copy_study, snakemake


def test_robust_a_batch_that_fails_keeps_no_other_from_its_work(tmp_path):
    study = copy_study("library", tmp_path / "study")
    broken = sorted((study / "data/raw/transcripts").iterdir())[0]
    whole = broken.read_bytes()
    broken.write_bytes(b"Nobody: I am in no register.\n")
    run = snakemake(study, "--cores", "1")
    assert run.code == 1
    assert f"delphi: data/raw/transcripts/{broken.name}" in run.output.strip().rsplit("\n\n", 1)[-1]
    interim = study / "data/interim"
    done = {path.stem for path in (interim / "screened").glob("*.csv")}
    assert len(done) == 2
    for kind in ("turns", "sentences", "tokens"):
        assert {path.stem for path in (interim / kind).iterdir()} == done

    broken.write_bytes(whole)
    again = snakemake(study, "--dry-run")
    assert (again.jobs["ingest"], again.jobs["screen"], again.jobs["gate"]) == (1, 1, 1)
    before = {
        path: path.stat().st_mtime_ns for kind in ("turns", "screened") for path in (interim / kind).iterdir()
    }
    assert snakemake(study, "--until", "gate").code == 0
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_robust_says_how_many_transcripts_are_done(tmp_path):
    study = copy_study("library", tmp_path / "study")
    run = snakemake(study, "--until", "screen", "--cores", "2")
    transcripts = len((study / "data/raw/transcripts.csv").read_text("utf-8").splitlines()) - 1
    for stage in ("reading", "screening"):
        lines = [line for line in run.output.splitlines() if line.startswith(f"{stage}: ")]
        assert len(lines) == 3
        assert lines[-1] == f"{stage}: {transcripts} of {transcripts} transcripts"


def test_robust_a_second_run_in_the_folder_is_refused_in_one_sentence(tmp_path):
    study = copy_study("tiny", tmp_path / "study")
    (study / ".snakemake").mkdir()
    with (study / ".snakemake/delphi.lock").open("w", encoding="utf-8") as file:
        file.write("process 7 on node3, since 2026-05-01 10:00")
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        run = snakemake(study)
    assert run.code == 2
    assert run.output.strip().splitlines()[1:] == [  # after the profile's name
        "delphi: another run is at work in this folder (process 7 on node3, since 2026-05-01 10:00); "
        "nothing was touched. Wait until it is done, or stop it where it runs, and try again."
    ]
    assert not (study / "data/interim").exists()


def test_robust_a_job_on_a_node_leaves_the_lock_of_its_run(tmp_path):
    study = copy_study("tiny", tmp_path / "study")
    lock = study / ".snakemake/locks/0.output.lock"
    lock.parent.mkdir(parents=True)
    lock.write_text("reports/report.html\n", encoding="utf-8")
    run = snakemake(study, "--mode", "remote", "--nolock", "--cores", "1", "--target-jobs", "columns:")
    assert run.code == 0, run.output
    assert lock.exists()
