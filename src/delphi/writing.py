"""Files written whole or not at all, and what a person is told when the disk does not take them."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from delphi.errors import InputError

REMEDIES = {
    errno.ENOSPC: ("the disk is full", "Make room and run the same again; nothing is left half written."),
    errno.EDQUOT: ("your share of the disk is full", "Make room and run the same again; nothing is left half written."),
    errno.EFBIG: ("the file would be larger than this system allows", "Make room, or ask who manages the machine to raise the limit."),
    errno.EROFS: ("it lies on a disk that can only be read", "Copy the study to a place where you may write."),
    errno.EACCES: ("you may not read or write there", "Change the permissions, close the program that holds it, or copy the study elsewhere."),
    errno.EPERM: ("you may not read or write there", "Change the permissions, close the program that holds it, or copy the study elsewhere."),
    errno.EIO: ("the disk does not answer as it should", "Look whether the disk or the network drive is still there."),
    errno.EMFILE: ("too many files are open", "Close other programs and run the same again."),
    errno.ENAMETOOLONG: ("its name is too long", "Give it a shorter name, or put the study in a folder higher up."),
    errno.ENOTDIR: ("a file stands where a folder should be", "Move the file away."),
    errno.EISDIR: ("a folder stands where a file should be", "Move the folder away."),
    errno.EEXIST: ("something with this name stands there already", "Move it away."),
    errno.ENOTEMPTY: ("its folder cannot be emptied", "Close the program that holds a file in it."),
}  # fmt: skip
SIGNS = {"no space left": errno.ENOSPC, "file too large": errno.EFBIG, "read-only file system": errno.EROFS,
         "permission denied": errno.EACCES}  # fmt: skip


@contextmanager
def whole(file: Path | str) -> Iterator[Path]:
    """A file beside the one to be written; it takes its place when all is written, and is gone otherwise.

    Raises
    ------
    InputError
        When the disk is full, cannot be written to, or does not answer.
    """
    path = Path(file)
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise unwritable(error, path) from None
        raise


@contextmanager
def whole_folder(folder: Path | str) -> Iterator[Path]:
    """A folder beside the one to be written; it takes its place when all is written, and nothing of the old one stays.

    Raises
    ------
    InputError
        As `whole` does.
    """
    path = Path(folder)
    part = path.with_name(f"{path.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        yield part
        shutil.rmtree(path, ignore_errors=True)
        part.replace(path)
    except BaseException as error:
        shutil.rmtree(part, ignore_errors=True)
        if isinstance(error, OSError):
            raise unwritable(error, path) from None
        raise


def unwritable(error: OSError, path: Path | str | None = None) -> InputError:
    """An error of the system as something a person can act on."""
    where = path if path is not None else error.filename
    said = str(error).casefold()
    # Libraries hand on what the system says, not always its number.
    number = error.errno or next((code for sign, code in SIGNS.items() if sign in said), 0)
    reason, remedy = REMEDIES.get(number, (error.strerror or str(error) or "the system refuses it", ""))
    return InputError(f"this could not be read or written: {reason}.", where, remedy=remedy)
