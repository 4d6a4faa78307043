"""Whether another run works in this study folder, and locks of a run that was killed.

Snakemake locks a folder with files that stay behind when it is killed; nobody is told by whom.  Here the
system keeps a lock for as long as the process lives, so that a run can tell a dead one from a living one.
"""

from __future__ import annotations

import sys
from pathlib import Path

HELD: list[int] = []
"""The handle of this process's lock; the system lets go of it when the process ends, however it ends."""


def clear_stale_locks(folder: Path | str = ".snakemake") -> bool:
    """Take away what a killed run left locked; False when another run is at work and nothing was touched."""
    if sys.platform == "win32":
        return True
    import fcntl
    import os

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
    for lock in (folder / "locks").glob("*"):
        lock.unlink(missing_ok=True)
    return True
