"""How long the example study takes: a full run, nothing to do, one decision changed.

    .venv/bin/python benchmarks/workflow.py [--rounds 3]

Everything is measured in one run on one machine; read the ratios, the seconds are this machine's.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
SNAKEMAKE = str(Path(sys.executable).with_name("snakemake"))
DECISION = "2025-08-01T09:00:00Z,elias,R3-INT4,{turn},,,,,,,,,,checked,\n"


def seconds(*command: str, cwd: Path) -> float:
    """Wall time of a command that must succeed."""
    began = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, capture_output=True, env={**os.environ})
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="repetitions; the median is printed")
    rounds = parser.parse_args().rounds
    names = ("snakemake --version", "full run", "nothing to do", "one decision changed")
    measured: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            study = Path(folder)
            derived = shutil.ignore_patterns("interim", "tags.csv")
            for name in ("config", "data"):
                shutil.copytree(REPOSITORY / name, study / name, ignore=derived)
            run = (
                SNAKEMAKE,
                "--snakefile",
                str(REPOSITORY / "Snakefile"),
                "--directory",
                str(study),
                "--cores",
                "2",
            )
            measured[names[0]].append(seconds(SNAKEMAKE, "--version", cwd=study))
            measured[names[1]].append(seconds(*run, cwd=study))
            measured[names[2]].append(seconds(*run, cwd=study))
            with (study / "data/coded/decisions/elias.csv").open("a", encoding="utf-8") as file:
                file.write(DECISION.format(turn=2))
            measured[names[3]].append(seconds(*run, cwd=study))
    median = {name: statistics.median(times) for name, times in measured.items()}
    version, full = median[names[0]], median[names[1]]
    limits = {
        names[1]: (25.0, "at most 25 s on two cores"),
        names[2]: (1.5 * version + 1, "at most 1.5 x `snakemake --version` + 1 s"),
        names[3]: (full / 2, "at most half of a full run"),
    }
    print(f"{'':24}{'seconds':>9}{'limit':>9}")
    for name in names:
        limit, why = limits.get(name, (None, ""))
        shown = "" if limit is None else f"{limit:9.1f}  {'ok ' if median[name] <= limit else 'OVER'} {why}"
        print(f"{name:24}{median[name]:9.1f}{shown}")


if __name__ == "__main__":
    main()
