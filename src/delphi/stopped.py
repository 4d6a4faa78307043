"""Why a run stopped, said once more at its end and kept for who asks later."""

from __future__ import annotations

import sys
from pathlib import Path

SAID = "delphi: "  # what errors and warnings begin with
STOPPED = Path("logs/stopped.txt")
"""Why the last run stopped; `make` repeats it as its last line, and `delphi status` tells it."""


def tell_why() -> None:
    """Say what stopped a run, and keep it: snakemake has more to say afterwards."""
    told = last_words()
    print(told, file=sys.stderr)
    STOPPED.parent.mkdir(exist_ok=True)
    STOPPED.write_text(told + "\n", encoding="utf-8")


def last_words(folder: Path = Path("logs")) -> str:
    """What the failed steps said, for the end of a run that stopped; each step begins its log anew.

    A step that worked ends its log by what it did, so that its warnings are left out; two steps that read the
    same file say the same once.
    """
    logs = [
        log.read_text(encoding="utf-8", errors="replace").splitlines()
        for log in sorted(folder.rglob("*.log"))
    ]
    said = [
        line
        for lines in logs
        if lines and lines[-1].startswith(SAID)
        for line in lines
        if line.startswith(SAID)
    ]
    return "\n".join(["", *dict.fromkeys(said)]) if said else "\ndelphi: a step failed; its words are above."
