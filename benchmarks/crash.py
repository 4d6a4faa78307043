"""Kill the workflow at random moments; a run of it afterwards ends with the same bytes as an undisturbed one.

    python benchmarks/crash.py --kills 50

Each life of a copy of the study (a seed) is killed several times with SIGKILL, all its processes at once, and
then left alone.  What is typed afterwards is what was typed before: no `--unlock`, no `--rerun-incomplete`.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
SMALL = REPOSITORY / "tests/bad_inputs/study"


def start(study: Path, *targets: str) -> subprocess.Popen[bytes]:
    """The workflow, or what makes some of its files, in a process group of its own."""
    command = [
        str(Path(sys.executable).with_name("snakemake")), "--snakefile", str(REPOSITORY / "Snakefile"),
        "--directory", str(study), *targets,
    ]  # fmt: skip
    with (study.parent / "run.log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=study, start_new_session=True)


def made(study: Path) -> dict[str, bytes]:
    """Everything in the study but the logs."""
    return {
        path.relative_to(study).as_posix(): path.read_bytes()
        for path in sorted(study.rglob("*"))
        if path.is_file() and path.relative_to(study).parts[0] not in ("logs", ".snakemake")
    }


def killed(study: Path, seconds: float) -> bool:
    """Run the workflow and kill it after so many seconds; False when it had ended by then."""
    run = start(study)
    try:
        run.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        return True
    return False


def life(source: Path, place: Path, kills: int, whole: float, seed: int) -> tuple[int, dict[str, bytes], str]:
    """A copy of the study that is killed, and then left alone: kills, what is there at the end, what was said."""
    chance = random.Random(seed)
    study = place / f"seed-{seed}"
    shutil.copytree(source, study)
    done = 0
    for _ in range(kills):
        if not killed(study, chance.uniform(0.1, 1.0) * whole):
            break
        done += 1
    run = start(study)
    said = ""
    if run.wait():
        said = (place / "run.log").read_text(encoding="utf-8", errors="replace")
    return done, made(study), said


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50, help="how often to kill, over all seeds")
    parser.add_argument("--in-one-life", type=int, default=4, help="how often to kill one copy")
    parser.add_argument("--study", type=Path, default=SMALL, help="the study folder to copy")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="delphi-crash-") as folder:
        place = Path(folder)
        calm = place / "calm"
        shutil.copytree(options.study, calm)
        begin = time.monotonic()
        if start(calm).wait():
            print((place / "run.log").read_text(encoding="utf-8", errors="replace"))
            return 1
        whole = time.monotonic() - begin
        expected = made(calm)
        print(f"undisturbed: {len(expected)} files in {whole:.0f} s", flush=True)
        total = seed = wrong = 0
        while total < options.kills:
            seed += 1
            # Early moments and late ones; what is done stays done, so that later lives come further.
            share = 0.5 if seed % 2 else 0.25
            done, found, said = life(options.study, place, options.in_one_life, whole * share, seed)
            total += done
            other = sorted(
                name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
            )
            wrong += bool(other or said)
            told = f"differs: {', '.join(other[:5])}" if other else "the same bytes"
            print(f"seed {seed}: killed {done} times, {told} ({total} kills)", flush=True)
            if said:
                print(said[-2000:])
            shutil.rmtree(place / f"seed-{seed}")
        print(f"{total} kills in {seed} copies; {wrong} ended otherwise than the undisturbed run")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
