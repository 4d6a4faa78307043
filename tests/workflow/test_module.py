"""The workflow used from another repository, as Snakemake's documentation and its workflow catalog have it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.conftest import REPOSITORY, copy_study, files_of, snakemake

from delphi.plan import ON_PATH

MODULE = """
configfile: "config/outer.yaml"

rule all:
    input:
        "poster.txt",

module delphi:
    snakefile:
        {snakefile}
    config:
        config["delphi"]

use rule * from delphi as {name}

use rule render from delphi as {rendered} with:
    priority:
        7

onstart:
    delphi.onstart()

rule poster:
    input:
        report=rules.{target}.input,
        consensus="reports/tables/consensus.csv",
    output:
        "poster.txt",
    params:
        colour=config["colour"],
    shell:
        "(echo {{params.colour}}; head -n 1 {{input.consensus}}) > {{output}}"
"""
NAMED = {
    "prefixed": {"name": "delphi_*", "rendered": "delphi_render", "target": "delphi_everything"},
    "unchanged": {"name": "*", "rendered": "render", "target": "vet"},
}


@pytest.fixture(scope="module")
def outer(tmp_path_factory):
    """Another repository with a study in it, built through the module; and the same study built by itself."""
    folder = copy_study("tiny", tmp_path_factory.mktemp("outer"))
    (folder / "config/outer.yaml").write_text("colour: green\ndelphi: {title: not read}\n")
    _write(folder, "prefixed")
    run = _run(folder)
    assert run.returncode == 0, run.stdout + run.stderr
    alone = copy_study("tiny", tmp_path_factory.mktemp("alone"))
    built = snakemake(alone)
    assert built.code == 0, built.output
    return folder, alone, run


def _write(folder: Path, names: str, snakefile: str | None = None) -> None:
    where = snakefile or repr(str(REPOSITORY / "workflow/Snakefile"))
    (folder / "workflow").mkdir(exist_ok=True)
    (folder / "workflow/Snakefile").write_text(MODULE.format(snakefile=where, **NAMED[names]))


def _run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("snakemake"))
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SNAKEMAKE")}
    return subprocess.run(
        [program, "--cores", "1", *options],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_module_makes_what_the_workflow_makes_by_itself(outer):
    folder, alone, run = outer
    assert (folder / "poster.txt").read_text().startswith("green\nitem_id,")
    mine, theirs = files_of(folder / "reports"), files_of(alone / "reports")
    assert mine.keys() == theirs.keys()
    assert {name for name in mine if mine[name] != theirs[name]} == set()
    assert "another run is at work" not in run.stdout + run.stderr


def test_module_has_nothing_to_do_afterwards(outer):
    folder, _, _ = outer
    assert "Nothing to be done" in _run(folder).stderr


def test_module_clears_what_the_study_makes_no_more_when_the_outer_workflow_starts(outer):
    folder, _, _ = outer
    left = folder / "data/interim/turns/77.parquet"
    left.write_bytes(b"words of somebody")
    (folder / "poster.txt").unlink()
    assert _run(folder).returncode == 0
    assert not left.exists()


def test_module_may_keep_the_names_of_the_rules(outer):
    folder, _, _ = outer
    _write(folder, "unchanged")
    try:
        run = _run(folder, "--dry-run", "--forceall")
        assert run.returncode == 0, run.stdout + run.stderr
        planned = run.stdout + run.stderr
        assert re.search(r"^render +3$", planned, re.MULTILINE)
        assert re.search(r"^poster +1$", planned, re.MULTILINE)
    finally:
        _write(folder, "prefixed")


def test_module_with_a_prefix_is_refused_in_one_sentence(outer):
    folder, _, _ = outer
    page = (folder / "workflow/Snakefile").read_text(encoding="utf-8")
    try:
        changed = page.replace("    config:", '    prefix: "elsewhere"\n    config:', 1)
        (folder / "workflow/Snakefile").write_text(changed, encoding="utf-8")
        run = _run(folder, "--dry-run")
        assert run.returncode == 2
        assert 'delphi: this workflow cannot be used as a module with `prefix: "elsewhere"`' in run.stderr
        assert "Traceback" not in run.stderr
    finally:
        (folder / "workflow/Snakefile").write_text(page, encoding="utf-8")


def test_module_is_read_from_a_git_repository(outer, tmp_path):
    folder, _, _ = outer
    shutil.copytree(REPOSITORY / "workflow", tmp_path / "workflow", ignore=shutil.ignore_patterns("profiles"))
    shutil.copyfile(REPOSITORY / "Snakefile", tmp_path / "Snakefile")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "--quiet", "--initial-branch=main"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "--quiet", "--message=all"], check=True)
    _write(folder, "prefixed", f'gitfile("{tmp_path}", path="workflow/Snakefile", ref="main")')
    try:
        run = _run(folder, "--dry-run", "--forceall")
        assert run.returncode == 0, run.stdout + run.stderr
        assert re.search(r"^delphi_render +3$", run.stdout + run.stderr, re.MULTILINE)
    finally:
        _write(folder, "prefixed")


def test_catalog_finds_the_workflow_under_the_name_it_looks_for(outer):
    _, alone, _ = outer
    program = str(Path(sys.executable).with_name("snakemake"))
    door = ["--snakefile", str(REPOSITORY / "workflow/Snakefile"), "--directory", str(alone)]
    run = subprocess.run(
        [program, *door, "--forcerun", "vet", "--dry-run"], capture_output=True, text=True, check=True
    )
    assert re.search(r"^everything +1$", run.stdout + run.stderr, re.MULTILINE)
    assert re.search(r"^vet +1$", run.stdout + run.stderr, re.MULTILINE)


@pytest.mark.parametrize(
    ("environment", "has_its_own", "found"),
    [
        ("", False, "here"),
        (".snakemake/conda/abc", True, "own"),
        (".snakemake/conda/abc", False, "here"),
        ("mine", True, "here"),
    ],
)
def test_jobs_find_delphi_beside_snakemake_unless_their_conda_environment_has_it(
    tmp_path, environment, has_its_own, found
):
    folder = tmp_path / environment
    (folder / "bin").mkdir(parents=True)
    if has_its_own:
        (folder / "bin/delphi").write_text("#!/bin/sh\n")
        (folder / "bin/delphi").chmod(0o755)
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", ON_PATH + "command -v delphi"],
        env={"CONDA_PREFIX": str(folder) if environment else "", "PATH": f"{folder / 'bin'}:/usr/bin:/bin"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    own = str(folder / "bin/delphi")
    assert run.stdout.strip() == (own if found == "own" else str(Path(sys.executable).with_name("delphi")))


def test_catalog_requirements_for_standardized_usage_are_met():
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8").casefold()
    assert "snakemake" in readme
    assert "workflow" in readme
    for name in ("workflow/Snakefile", "config/README.md", "LICENSE", ".snakemake-workflow-catalog.yml"):
        assert (REPOSITORY / name).stat().st_size > 0, name
    assert list((REPOSITORY / "workflow/rules").glob("*.smk"))
    usage = YAML(typ="safe").load(
        (REPOSITORY / ".snakemake-workflow-catalog.yml").read_text(encoding="utf-8")
    )["usage"]
    assert usage.keys() <= {"mandatory-flags", "software-stack-deployment", "report"}
    assert usage["mandatory-flags"].keys() == {"desc", "flags"}
    deployment = usage["software-stack-deployment"]
    assert any(deployment.values())
    assert deployment.keys() <= {"conda", "apptainer", "apptainer+conda", "singularity", "singularity+conda"}
    for environment in {
        line.strip().strip('"')
        for rules in (REPOSITORY / "workflow/rules").glob("*.smk")
        for line in rules.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith('"../envs/')
    }:
        assert (REPOSITORY / "workflow/rules" / environment).exists()
