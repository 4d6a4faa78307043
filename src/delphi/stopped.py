"""Why a run stopped, said once more at its end and kept for who asks later."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

SAID = "delphi: "  # what errors and warnings begin with
STOPPED = Path("logs/stopped.txt")
"""Why the last run stopped; `make` repeats it as its last line, and `delphi status` tells it."""
EARLIER: dict[Path, int] = {}
"""When each log was written that was there as this run started."""
NONE: Mapping[Path, int] = MappingProxyType({})


def forget_earlier() -> None:
    """At the start of a run: what stopped an earlier one, and which logs are of earlier steps."""
    STOPPED.unlink(missing_ok=True)
    EARLIER.clear()
    EARLIER.update(_logs(STOPPED.parent))


def tell_why() -> None:
    """Say what stopped a run, and keep it: snakemake has more to say afterwards."""
    told = last_words(earlier=EARLIER)
    print(told, file=sys.stderr)
    STOPPED.parent.mkdir(exist_ok=True)
    STOPPED.write_text(told + "\n", encoding="utf-8")


def last_words(folder: Path = STOPPED.parent, earlier: Mapping[Path, int] = NONE) -> str:
    """What the failed steps said, for the end of a run that stopped; each step begins its log anew.

    Logs that were `earlier` there, and were not written since, are of other runs: mistakes that may be mended.

    A step that worked ends its log by what it did, so that its warnings are left out; two steps that read the
    same file say the same once.
    """
    logs = [
        log.read_text(encoding="utf-8", errors="replace").splitlines()
        for log, written in _logs(folder).items()
        if earlier.get(log) != written
    ]
    said = [
        line
        for lines in logs
        if lines and lines[-1].startswith(SAID)
        for line in lines
        if line.startswith(SAID)
    ]
    return "\n".join(["", *dict.fromkeys(said)]) if said else "\ndelphi: a step failed; its words are above."


def _logs(folder: Path) -> dict[Path, int]:
    return {log: log.stat().st_mtime_ns for log in sorted(folder.rglob("*.log"))}
