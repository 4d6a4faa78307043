"""Where a run may work: in one folder, alone there; and locks of a run that was killed.

Snakemake locks a folder with files that stay behind when it is killed; nobody is told by whom.  Here the
system keeps a lock for as long as the process lives, so that a run can tell a dead one from a living one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import socket
import sys
from pathlib import Path

HELD: list[int] = []
"""The handle of this process's lock; the system lets go of it when the process ends, however it ends."""


def in_one_folder(storage: str | None, prefix: str | None = None) -> None:
    """Refuse a default storage provider of Snakemake's, and a prefix of a module, with exit code 2.

    A job that sees what its rule names, and not the folder, would find optional registers missing.
    """
    if prefix:
        print(
            f'delphi: this workflow cannot be used as a module with `prefix: "{prefix.rstrip("/")}"`; it works in the '
            "study's folder. Leave `prefix` out, and say where the study is with `workdir:` or `--directory`.",
            file=sys.stderr,
        )
        sys.exit(2)
    if storage:
        print(
            f"delphi: this workflow works in the study's folder and cannot leave its files to `{storage}`. "
            "Fetch the study, run it, and bring it back: workflow/profiles/object-storage/README.md.",
            file=sys.stderr,
        )
        sys.exit(2)


def work_alone(folder: Path | str = ".snakemake") -> None:
    """Take this study folder for this process, or say in one sentence who has it and exit with 2."""
    if not clear_stale_locks(folder):
        print(f"delphi: {occupied(folder)}", file=sys.stderr)
        sys.exit(2)


def occupied(folder: Path | str = ".snakemake") -> str:
    """The sentence for somebody who starts a run where another is at work."""
    try:
        who = (Path(folder) / "delphi.lock").read_text(encoding="utf-8").strip()
    except OSError:
        who = ""
    return (
        f"another run is at work in this folder{f' ({who})' if who else ''}; "
        "nothing was touched. Wait until it is done, or stop it where it runs, and try again."
    )


def clear_stale_locks(folder: Path | str = ".snakemake") -> bool:
    """Take away what a killed run left locked; False when another run is at work and nothing was touched."""
    if sys.platform == "win32":
        return True
    import fcntl

    folder = Path(folder)
    try:
        folder.mkdir(exist_ok=True)
        handle = os.open(folder / "delphi.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError:
        return True  # snakemake says itself that it cannot write here
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return False
    except OSError:  # a network drive without locks
        os.close(handle)
        return True
    HELD.append(handle)
    _sign(handle)
    for lock in (folder / "locks").glob("*"):
        lock.unlink(missing_ok=True)
    return True


def _sign(handle: int) -> None:
    """Write who holds the lock, for whoever meets it."""
    now = dt.datetime.now().strftime("%Y-%m-%d %H:%M")
    who = f"process {os.getpid()} on {socket.gethostname()}, since {now}"
    with contextlib.suppress(OSError):  # a full disk; the lock itself needs no room
        os.ftruncate(handle, 0)
        os.write(handle, who.encode())
