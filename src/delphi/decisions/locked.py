"""A decision file on the disk: locked between windows and processes, written whole or not at all.

A spreadsheet replaces a file when it saves, and so does `replace` here; a writer that waited for the
lock of a file that was replaced opens the new one.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from delphi.errors import InputError
from delphi.writing import unwritable

SECONDS_TO_WAIT = 10.0
LOCKED_BYTE = 2**31 - 2  # beyond any file, because a locked byte cannot be read on Windows
CAN_REPLACE = os.name == "posix"  # Windows lets nobody replace a file that is open


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """The file, open for appending, while no other window or process writes in it."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    until = time.monotonic() + SECONDS_TO_WAIT
    while True:
        try:
            handle = os.open(path, flags, 0o644)
        except OSError as error:
            raise unwritable(error, path) from None
        try:
            _lock(path, handle, until)
            if _is_still(path, handle):
                yield handle
                return
        finally:
            _unlock(handle)
            os.close(handle)


def read_all(handle: int) -> bytes:
    """The whole file."""
    os.lseek(handle, 0, os.SEEK_SET)
    parts = []
    while part := os.read(handle, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def write_at_end(path: Path, handle: int, content: bytes, size: int) -> None:
    """Write at the end of a locked file of this size and sync; what could not be finished is taken away again.

    Raises
    ------
    InputError
        When there is no room.
    """
    os.lseek(handle, 0, os.SEEK_END)
    try:
        _write(handle, content)
    except OSError as error:
        os.ftruncate(handle, size)
        raise unwritable(error, path) from None
    if not size:
        _sync_folder(path)


def replace(path: Path, content: bytes) -> None:
    """Put other content in the place of a locked file, in one step that a power cut does not halve.

    Raises
    ------
    InputError
        When there is no room; then the file is as it was.
    """
    path = path.resolve()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            _write(handle, content)
        finally:
            os.close(handle)
        shutil.copymode(path, part)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise unwritable(error, path) from None
    _sync_folder(path)


def _write(handle: int, content: bytes) -> None:
    done = 0
    while done < len(content):
        done += os.write(handle, content[done:])
    os.fsync(handle)


def _sync_folder(path: Path) -> None:
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _is_still(path: Path, handle: int) -> bool:
    """Whether the path still names the locked file; a spreadsheet replaces the file when it saves."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _lock(path: Path, handle: int, until: float) -> None:
    while not _try_lock(handle):
        if time.monotonic() > until:
            raise InputError(
                "another window is writing in this file.", path, remedy="Nothing was written. Try again."
            )
        time.sleep(0.01)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        except OSError:
            return

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
