"""What came back from a coder elsewhere: a folder, a zip of it however it was made, or one file of decisions.

Of a zip only three files are read, in memory; nothing is extracted.  A zip in which any name leads out
of its folder was not made by a coder, and is refused as a whole.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from delphi.decisions.append import coder_name
from delphi.errors import InputError
from delphi.exchange.pack import LABEL
from delphi.review.material import DECISIONS

LARGEST = 50_000_000  # bytes of one file in a zip
NO_PACK = "Expected the folder that `delphi pack` made, a zip of it, or only the file of decisions."


@dataclass(frozen=True)
class Returned:
    """Her name, which transcripts she had (none: not known), and her file of decisions if there is one."""

    coder: str
    transcripts: tuple[str, ...]
    decisions: bytes | None
    name: str
    others: tuple[str, ...] = ()


def returned(source: Path) -> Returned:
    """Find a coder's decisions in what she sent back.

    Raises
    ------
    InputError
        When there are none to find, or the zip is damaged, locked or leads out of its folder.
    """
    if not source.exists():
        raise InputError("there is no such folder or file.", source, remedy="Correct its name.")
    if source.is_dir():
        names = {
            path.relative_to(source).as_posix(): path
            for pattern in (f"**/{LABEL}", f"**/{DECISIONS.as_posix()}/*.csv")
            for path in sorted(source.glob(pattern))
            if path.is_file()
        }
        return _labelled(source, list(names), lambda name: names[name].read_bytes())
    if source.suffix.lower() == ".csv":
        return Returned(coder_name(source.stem), (), source.read_bytes(), source.as_posix())
    try:
        with zipfile.ZipFile(source) as archive:
            names_in = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
            for name in names_in:
                _check_inside(source, name)
            return _labelled(source, names_in, lambda name: _read(source, archive, name))
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise InputError(f"this is no zip that can be read ({error}).", source, remedy=NO_PACK) from None


def _labelled(source: Path, names: list[str], read: Callable[[str], bytes]) -> Returned:
    # a Mac adds a folder of its own beside what was zipped
    names = [name for name in names if "__MACOSX" not in name.split("/")]
    labels = sorted((name for name in names if PurePosixPath(name).name == LABEL), key=lambda n: n.count("/"))
    if not labels:
        raise InputError(f"there is no `{LABEL}` in it.", source, remedy=NO_PACK)
    if len([name for name in labels if name.count("/") == labels[0].count("/")]) > 1:
        remedy = "Unpack them one by one."
        raise InputError("there are several packed folders in it.", source, remedy=remedy)
    top = labels[0][: -len(LABEL)]
    coder, transcripts = _label(source, read(labels[0]))
    found = {
        unicodedata.normalize("NFC", PurePosixPath(name).stem).casefold(): name
        for name in names
        if name.startswith(f"{top}{DECISIONS.as_posix()}/") and name.lower().endswith(".csv")
    }
    mine = found.pop(unicodedata.normalize("NFC", coder).casefold(), None)
    place = f"{source.as_posix()}/{mine}" if mine else source.as_posix()
    others = tuple(sorted(PurePosixPath(name).stem for name in found.values()))
    return Returned(coder, transcripts, read(mine) if mine else None, place, others)


def _label(source: Path, content: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        label = json.loads(content.decode("utf-8-sig"))
        coder, transcripts = label["coder"], label["transcripts"]
        if not isinstance(coder, str) or not all(isinstance(name, str) for name in transcripts):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        what = f"`{LABEL}` does not say whose folder it is."
        raise InputError(what, source, remedy="Put back the one that `delphi pack` made.") from None
    return coder_name(coder), tuple(transcripts)


def _check_inside(source: Path, name: str) -> None:
    parts = re.split(r"[/\\]", name)
    if ".." in parts or name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name) or "\0" in name:
        remedy = "Nothing was read. Ask the coder to zip the folder anew."
        raise InputError(f"the name `{name}` in it leads out of its folder.", source, remedy=remedy)


def _read(source: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    entry = archive.getinfo(name)
    if entry.flag_bits & 1:
        remedy = "Open it with its password, and unpack the folder."
        raise InputError("the zip is locked with a password.", source, remedy=remedy)
    with archive.open(entry) as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        remedy = f"At most {LARGEST // 1_000_000} MB is read."
        raise InputError(f"`{name}` in it is too large for a file of decisions.", source, remedy=remedy)
    return content
