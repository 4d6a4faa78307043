"""What a study of 157 batches keeps when one of them cannot be read, and what the run after it does.

    .venv/bin/python benchmarks/robust.py [--batches 157] [--broken 57]

A transcript of one batch is a Word file that was cut off on its way.  Counted are the jobs of the run that meets
it, of the run after it was mended, and the files of the other batches that the second run wrote again; while the
first run works, a second one is started in the same folder.
"""

from __future__ import annotations

import argparse
import csv
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from delphi.study import batch_of

REPOSITORY = Path(__file__).parents[1]
SNAKEMAKE = Path(sys.executable).with_name("snakemake")
PER_BATCH, WORDS = 7, 120  # fewer, and some of 157 batches would hold nothing
STAGES = ("ingest", "screen", "code")
MADE = ("turns", "sentences", "tokens", "screened")


def make(study: Path, batches: int) -> None:
    """A study of small conversations, in so many batches."""
    size = ("--transcripts", str(batches * PER_BATCH), "--words", str(WORDS))
    command = (sys.executable, str(REPOSITORY / "benchmarks/make_study.py"), str(study), *size)
    subprocess.run(command, check=True, capture_output=True)
    settings = study / "config/study.yaml"
    text = re.sub(r"(?m)^batches: \d+", f"batches: {batches}", settings.read_text(encoding="utf-8"))
    settings.write_text(text, encoding="utf-8")


def filled(study: Path, batches: int) -> dict[int, list[str]]:
    """The files of every batch that holds a transcript."""
    found: dict[int, list[str]] = {}
    with (study / "data/raw/transcripts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(batch_of(row["transcript_id"], batches), []).append(row["file"])
    return found


def started(study: Path, log: Path) -> subprocess.Popen[bytes]:
    """The workflow on two cores."""
    command = [SNAKEMAKE, "--cores", "2", "--snakefile", REPOSITORY / "Snakefile", "--directory", study]
    with log.open("wb") as file:
        return subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT)


def jobs(said: str) -> Counter[str]:
    """How many jobs of each rule were finished."""
    return Counter(re.findall(r"Finished jobid: \d+ \(Rule: (\w+)\)", said))


def last(said: str, start: str) -> str:
    """The last line that starts so."""
    found = [line for line in said.splitlines() if line.startswith(start)]
    return found[-1] if found else "nothing"


def written(study: Path) -> dict[Path, int]:
    """When each file of the batches was written."""
    return {
        path: path.stat().st_mtime_ns for kind in MADE for path in (study / "data/interim" / kind).iterdir()
    }


def told(name: str, code: int, seconds: float, done: Counter[str]) -> str:
    """A run in one line."""
    counts = ", ".join(f"{stage} {done[stage]}" for stage in STAGES)
    others = sum(done.values()) - sum(done[stage] for stage in STAGES) - done["all"]
    return f"{name}: exit {code} after {seconds:.0f} s; jobs done: {counts}, others {others}"


def watch(study: Path, log: Path, batches: int, broken: int) -> Sequence[str]:
    """Both runs, and what is wrong with them."""
    files = filled(study, batches)
    name = next((name for name in files.get(broken, []) if name.endswith(".docx")), "")
    if not name:
        return [f"batch {broken} holds no Word file; choose another with --broken"]
    print(f"{len(files)} batches; {name} of batch {broken} is cut off", flush=True)
    path = study / "data/raw/transcripts" / name
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    wrong = []
    began = time.monotonic()
    run = started(study, log)
    while "reading:" not in log.read_text(encoding="utf-8", errors="replace") and run.poll() is None:
        time.sleep(0.5)
    second = started(study, log.with_name("second.log"))
    code = second.wait()
    refused = last(log.with_name("second.log").read_text(encoding="utf-8"), "delphi: another run")
    print(f"second run: exit {code}; {refused}", flush=True)
    if code != 2:
        wrong.append("a second run was not refused")
    code = run.wait()
    said = log.read_text(encoding="utf-8", errors="replace")
    first = jobs(said)
    print(told("broken", code, time.monotonic() - began, first), flush=True)
    print(f"  {last(said, 'reading:')}; {last(said, 'screening:')}")
    print(f"  {last(said, 'delphi: ')}", flush=True)
    if code != 1 or first["ingest"] != len(files) - 1 or first["screen"] != len(files) - 1:
        wrong.append("the batch that failed took others with it")
    before = written(study)
    path.write_bytes(whole)
    began = time.monotonic()
    code = started(study, log).wait()
    said = log.read_text(encoding="utf-8", errors="replace")
    then, after = jobs(said), written(study)
    again = sum(after.get(file) != moment for file, moment in before.items())
    print(told("mended", code, time.monotonic() - began, then), flush=True)
    print(f"  {last(said, 'reading:')}; {last(said, 'screening:')}; {last(said, 'coding:')}")
    print(f"  of {len(before)} files of the other batches, {again} were written again")
    if code or again or then["ingest"] != 1 or then["screen"] != 1:
        wrong.append("the rerun did more than what was missing")
    return wrong


def main() -> int:
    """Make the study, break it, mend it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--batches", type=int, default=157, help="how many (default: 157)")
    parser.add_argument("--broken", type=int, default=57, help="which of them is broken (default: 57)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="delphi-robust-") as folder:
        study = Path(folder, "study")
        make(study, options.batches)
        wrong = watch(study, Path(folder, "run.log"), options.batches, options.broken)
    for sentence in wrong:
        print(f"WRONG: {sentence}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
