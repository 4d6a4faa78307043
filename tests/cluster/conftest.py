"""A Slurm to run on, and the environment with Snakemake's plugin for it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from tests.cluster.one_node_slurm import missing, one_node
from tests.conftest import REPOSITORY

SNAKEMAKE = REPOSITORY / ".venv-slurm" / "bin" / "snakemake"


@pytest.fixture(scope="session")
def slurm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A Slurm of one node; skips with what to install, and fails where nothing may skip."""
    reason = ""
    if packages := missing():
        reason = f"Slurm is not here: apt-get install {' '.join(packages)}"
    elif not SNAKEMAKE.exists():
        reason = "Snakemake's plugin for Slurm is not here: make .venv-slurm/stamp"
    if reason and os.environ.get("DELPHI_NOTHING_SKIPS"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    with one_node(tmp_path_factory.mktemp("slurm")) as environment:
        yield environment
