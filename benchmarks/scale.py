"""What a study costs as it grows: time, CPU and memory of every step, and of the changes people make.

    .venv/bin/python benchmarks/scale.py --transcripts 10 100 1000 [--words 5000] [--results benchmarks/curves]
    .venv/bin/python benchmarks/scale.py --draw          # tables and pictures from what was measured

For each size a study is written (benchmarks/make_study.py) and run: everything, nothing to do, one decision added,
one transcript changed, one term of the codebook changed.  Every process tells, as it ends, what it used;
the rules know nothing of it.  Seconds are this machine's, exponents and shares are not.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from delphi.coding.snapshot import snapshot

REPOSITORY = Path(__file__).parents[1]
SNAKEMAKE = Path(sys.executable).with_name("snakemake")
COLUMNS = ("transcripts", "words", "run", "step", "jobs", "wall_s", "cpu_s", "peak_mb")
WATCH = """
import atexit, json, os, resource, sys, time
began = time.time()
def tell():
    used, below = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    verb = sys.argv[1] if os.path.basename(sys.argv[0]) == "delphi" else os.path.basename(sys.argv[0])
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    snakemake = verb == "snakemake"  # its children are the jobs, which tell for themselves
    row = {"step": verb, "wall": time.time() - began, "peak": peak if snakemake else max(peak, below.ru_maxrss),
           "cpu": used.ru_utime + used.ru_stime + (0 if snakemake else below.ru_utime + below.ru_stime)}
    with open(os.environ["DELPHI_WATCHED"], "a") as file:
        file.write(json.dumps(row) + "\\n")
atexit.register(tell)
"""


def watched(study: Path, *arguments: str) -> list[dict[str, Any]]:
    """What each process of a run of the workflow used; the run must succeed."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
        told = Path(folder) / "told.jsonl"
        environment = {**os.environ, "PYTHONPATH": folder, "DELPHI_WATCHED": str(told)}
        command = [SNAKEMAKE, "--cores", "2", "--snakefile", REPOSITORY / "Snakefile", "--directory", study]
        began = time.perf_counter()
        done = subprocess.run([*command, *arguments], env=environment, capture_output=True, text=True)
        wall = time.perf_counter() - began
        if done.returncode:
            sys.exit(done.stdout[-3000:] + done.stderr[-6000:])
        rows = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    total = {"step": "total", "wall": wall, "cpu": sum(row["cpu"] for row in rows)}
    return [*rows, total | {"peak": max(row["peak"] for row in rows)}]


def summed(rows: Iterable[dict[str, Any]]) -> list[tuple[str, int, float, float, float]]:
    """Jobs, seconds and highest memory per step."""
    of_step: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        of_step[row["step"]].append(row)
    return [
        (step, len(found), round(sum(row["wall"] for row in found), 2), round(sum(row["cpu"] for row in found), 2),
         round(max(row["peak"] for row in found) / 1024, 1))
        for step, found in of_step.items()
    ]  # fmt: skip


def change_transcript(study: Path, *, learned: bool = False) -> bool:
    """Somebody says one sentence more, in a transcript that the learner learns from or in another, if there is one."""
    written = snapshot(sorted((study / "data/coded/decisions").glob("*.csv")), []).transcripts
    paths = sorted((study / "data/raw/transcripts").glob("*.txt"))
    path = next((path for path in paths if (path.stem in written) == learned), None)
    if path:
        text = path.read_text(encoding="utf-8").rstrip()
        path.write_text(f"{text} Dat wou ik nog zeggen.\n", encoding="utf-8")
    return path is not None


def change_term(study: Path) -> bool:
    """One more term points to the first work model."""
    path = study / "config/codebook.yaml"
    text = path.read_text(encoding="utf-8")
    at = text.index("[", text.index("    terms:"))
    path.write_text(f'{text[: at + 1]}"noong*", {text[at + 1 :]}', encoding="utf-8")
    return True


def add_decision(study: Path) -> bool:
    """A coder reads one turn more."""
    with (study / "data/raw/transcripts.csv").open(encoding="utf-8") as file:
        first = next(csv.DictReader(file))["transcript_id"]
    with (study / "data/coded/decisions/anke.csv").open("a", encoding="utf-8") as file:
        file.write(f"2025-09-30T10:00:00Z,anke,{first},{last_turn(study, first)},,,,,,,,,,checked,\n")
    return True


def last_turn(study: Path, transcript: str) -> int:
    """The last turn of a transcript."""
    text = (study / "data/raw/transcripts" / f"{transcript}.txt").read_text(encoding="utf-8")
    return len(text.strip().split("\n\n"))


RUNS: dict[str, Callable[[Path], bool] | None] = {
    "full": None,
    "nothing to do": None,
    "one decision added": add_decision,
    "one transcript changed": change_transcript,
    "one transcript changed that is learned from": partial(change_transcript, learned=True),
    "one term changed": change_term,
}


def measure(
    folder: Path, transcripts: int, words: int, runs: Sequence[str]
) -> Iterator[list[tuple[Any, ...]]]:
    """All runs on a study of one size; a folder that is there already is used as it is."""
    study = folder / f"study-{transcripts}-{words}"
    if not study.exists():
        size = ("--transcripts", str(transcripts), "--words", str(words))
        make = (sys.executable, str(REPOSITORY / "benchmarks/make_study.py"), str(study), *size)
        subprocess.run(make, check=True)
    for name in runs:
        change = RUNS[name]
        if change and not change(study):
            continue
        rows = summed(watched(study))
        yield [(transcripts, transcripts * words, name, *row) for row in rows]
        wall, cpu, peak = rows[-1][2:]
        print(
            f"{transcripts:6} transcripts, {name}: {wall:.1f} s, {cpu:.1f} s CPU, {peak:.0f} MB", flush=True
        )


def main() -> None:
    """Measure, or draw what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--transcripts", type=int, nargs="+", default=[10, 100, 1000], metavar="N")
    parser.add_argument("--words", type=int, default=5000, metavar="N", help="per transcript (default: 5000)")
    parser.add_argument(
        "--runs", nargs="+", choices=RUNS, default=list(RUNS), metavar="RUN", help="some only"
    )
    parser.add_argument(
        "--folder", type=Path, help="where the studies are made and kept (default: a new one)"
    )
    parser.add_argument("--results", type=Path, default=REPOSITORY / "benchmarks/curves", metavar="FOLDER")
    parser.add_argument("--draw", action="store_true", help="only draw what was measured")
    options = parser.parse_args()
    options.results.mkdir(parents=True, exist_ok=True)
    table = options.results / "scale.csv"
    if not options.draw:
        with tempfile.TemporaryDirectory() as scratch:
            for transcripts in options.transcripts:
                folder = options.folder or Path(scratch)
                for rows in measure(folder, transcripts, options.words, options.runs):
                    keep(table, rows)
    from scale_curves import draw

    draw(table, options.results)


def keep(table: Path, rows: Sequence[tuple[Any, ...]]) -> None:
    """Put rows in the table, in the place of earlier ones of the same size and run."""
    new = {tuple(map(str, row[:3])) for row in rows}
    old: list[list[str]] = []
    if table.exists():
        with table.open(encoding="utf-8", newline="") as file:
            old = [row for row in list(csv.reader(file))[1:] if tuple(row[:3]) not in new]
    together = sorted(
        [*old, *(list(map(str, row)) for row in rows)], key=lambda row: (int(row[1]), int(row[0]))
    )
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS, *together])


if __name__ == "__main__":
    main()
