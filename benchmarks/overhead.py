"""What the workflow costs beside its work: `snakemake` against the same verbs called in one process.  See `ahead.py`.

The verbs are those that `snakemake --cores 1` ran, in its order and with its arguments, and they must leave the
same reports.  What is left are Snakemake itself, and a Python that starts and imports for each of the steps.

The target counts on one core, where both do the same work one after the other.  On two cores, which is what `snakemake`
takes when nothing is said, part of that hides behind the other core's work: that difference stands beside it and proves
nothing by itself.  Where other work runs on the machine, wall time says nothing, and CPU time is what to read.
"""

from __future__ import annotations

import json
import re
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
TARGET = 8  # seconds
OVERHEAD = "overhead, --cores "
ONE_CORE = f"{OVERHEAD}1"
ONE_PROCESS = (
    "import json, sys; from delphi.cli import main; sys.exit(any(map(main, json.loads(sys.stdin.read()))))"
)


def overhead(rounds: int) -> list[dict[str, object]]:
    """Seconds of wall and CPU time for the example study, the shortest of some rounds, and the difference.

    Raises
    ------
    AssertionError
        When the two ways leave different reports.
    """
    best: dict[str, tuple[float, float]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            studies = {name: _copy(Path(folder, name)) for name in ("run", "calls", "two cores")}
            took = {}
            took["snakemake --cores 1"], said = _timed(_snakemake(studies["run"], "1"), studies["run"])
            verbs = [
                shlex.split(line) for line in re.findall(r"^\s*(?:Shell command: )?delphi (.*)$", said, re.M)
            ]
            took[f"its {len(verbs)} verbs in one process"], _ = _timed(
                [sys.executable, "-c", ONE_PROCESS], studies["calls"], json.dumps(verbs)
            )
            assert _reports(studies["run"]) == _reports(studies["calls"]), "the reports differ"
            took["snakemake --cores 2"], _ = _timed(
                _snakemake(studies["two cores"], "2"), studies["two cores"]
            )
            for name, times in took.items():
                before = best.get(name, times)
                best[name] = (min(before[0], times[0]), min(before[1], times[1]))
    calls = next(name for name in best if "verbs" in name)
    rows: list[dict[str, object]] = [
        {"what": name, "wall s": round(wall, 1), "CPU s": round(cpu, 1)} for name, (wall, cpu) in best.items()
    ]
    for cores in ("1", "2"):
        wall, cpu = (best[f"snakemake --cores {cores}"][i] - best[calls][i] for i in (0, 1))
        rows.append({"what": f"{OVERHEAD}{cores}", "wall s": round(wall, 1), "CPU s": round(cpu, 1)})
    return rows


def missed(rows: list[dict[str, object]]) -> list[str]:
    """What is over the target: wall time on one core."""
    wall = next(float(str(row["wall s"])) for row in rows if row["what"] == ONE_CORE)
    return [] if wall <= TARGET else [f"the workflow costs {wall:.1f} s beside its work, not {TARGET} s"]


def _copy(target: Path) -> Path:
    derived = shutil.ignore_patterns("interim", "tags.csv")
    for name in ("config", "data"):
        shutil.copytree(REPOSITORY / name, target / name, ignore=derived)
    return target


def _snakemake(study: Path, cores: str) -> list[str]:
    program = str(Path(sys.executable).with_name("snakemake"))
    return [program, "--snakefile", str(REPOSITORY / "Snakefile"), "--directory", str(study), "--cores", cores,
            "--printshellcmds"]  # fmt: skip


def _timed(command: list[str], study: Path, given: str = "") -> tuple[tuple[float, float], str]:
    """Wall and CPU seconds of a command and all its children, and what it said."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=study, input=given, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stdout + done.stderr
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (wall, cpu), done.stdout + done.stderr


def _reports(study: Path) -> dict[str, bytes]:
    return {
        path.relative_to(study).as_posix(): path.read_bytes()
        for path in (study / "reports").rglob("*")
        # Snakemake marks folders with a file of its own, which the manifest then lists.
        if path.is_file() and path.name not in (".snakemake_timestamp", "manifest.json")
    }
