"""Studies made with an older version: what their folder lacks, and how it gets it, with a copy kept.

A study says its `format` in study.yaml; without the key it has format 1.  An older one is read as it is,
and `delphi check --upgrade` brings it up to date:

- 1 to 2: decision files have the columns that were added to them (`suggestion_shown`,
  `codebook_version`) in their header, and study.yaml says the format.  No row of a coder is touched.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from delphi.decisions import locked as disk
from delphi.decisions.cells import OPTIONAL_COLUMNS
from delphi.decisions.form import decoded, form_of, with_columns
from delphi.errors import InputError, InputErrors
from delphi.study.config import FORMAT
from delphi.study.sources import parse_yaml, plain, read_yaml
from delphi.writing import whole

COPY = "before-upgrade-{date}{again}.zip"
COPIES = "before-upgrade-*.zip"
SAYS = {
    "nl": "# de vorm van deze studiemap; delphi check --upgrade houdt dit bij",
    "en": "# the form of this study folder; delphi check --upgrade keeps it up to date",
}


@dataclass(frozen=True)
class Change:
    """A file that an upgrade writes anew, and what it says of it."""

    file: Path
    content: bytes
    said: str


@dataclass(frozen=True)
class Upgraded:
    """What was done, and where the files lie as they were."""

    changes: tuple[Change, ...]
    copy: Path


def planned(study: Path, decisions: Iterable[Path]) -> tuple[Change, ...]:
    """What an upgrade would change; nothing when the study is of the present format, or of a newer one.

    Parameters
    ----------
    study
        `config/study.yaml`.
    decisions
        The coders' files and the adjudications.

    Raises
    ------
    InputErrors
        When study.yaml or a decision file cannot be read.
    """
    data = read_yaml(study)
    if format_of(data) >= FORMAT:
        return ()
    errors: list[InputError] = []
    changes = []
    for file in decisions:
        try:
            changes += _headers(file, file.read_bytes())
        except InputError as error:
            errors.append(error)
    try:
        changes.append(_stamped(study, data))
    except InputError as error:
        errors.append(error)
    if errors:
        raise InputErrors(errors)
    return tuple(changes)


def upgrade(study: Path, decisions: Iterable[Path], day: dt.date) -> Upgraded | None:
    """Bring a study up to date; None when there is nothing to do.

    The changed files are copied into a zip in the study's folder first, which the workflow does not read.
    study.yaml is written last: an upgrade that was interrupted is done again.

    Raises
    ------
    InputErrors
        When a file cannot be read or written; then nothing is lost, and the copy tells what was.
    """
    files = [file for file in decisions if file.stat().st_size and disk.CAN_REPLACE]
    with ExitStack() as stack:
        for file in files:
            stack.enter_context(disk.locked(file))
        changes = planned(study, files)
        if not changes:
            return None
        folder = study.resolve().parent.parent
        copy = _kept(folder, [change.file for change in changes], day)
        for change in changes[:-1]:
            disk.replace(change.file, change.content)
        with whole(study) as part:
            part.write_bytes(changes[-1].content)
    return Upgraded(changes, copy)


def is_newer(study: Path) -> bool:
    """Whether a newer version made the study, so that nothing more can be said of its mistakes."""
    try:
        return format_of(read_yaml(study)) > FORMAT
    except InputError:
        return False


def format_of(data: Any) -> int:
    """The format that a study says it has."""
    number = data.get("format", 1)
    return number if isinstance(number, int) else 1


def _headers(file: Path, raw: bytes) -> list[Change]:
    if not raw:
        return []
    form = form_of(file, raw, whole=False)
    lacks = [name for name in OPTIONAL_COLUMNS if name not in form.columns]
    if not lacks:
        return []
    word = "column" if len(lacks) == 1 else "columns"
    said = f"the header gets the {word} {' and '.join(lacks)}; the rows stay as they are"
    return [Change(file, with_columns(raw, form, lacks), said)]


def _stamped(study: Path, data: Any) -> Change:
    """study.yaml with its format in a line above the first key; every other line stays, byte by byte."""
    raw = study.read_bytes()
    text, encoding, mark = decoded(study, raw)
    lines = text.split("\n")
    end = "\r" if lines[0].endswith("\r") else ""
    stamp = f"format: {FORMAT}".ljust(49) + SAYS.get(str(data.get("language")), SAYS["en"]) + end
    at = data.lc.key("format" if "format" in data else next(iter(data)))[0]
    lines[at : at + ("format" in data)] = [stamp]
    text = "\n".join(lines)
    try:
        same = plain(parse_yaml(text, study)) == plain(data) | {"format": FORMAT}
    except InputError:
        same = False
    if not same:
        remedy = f"Write the line `format: {FORMAT}` above `title` and run the upgrade again."
        raise InputError("this file cannot be upgraded by a program, as it is written.", study, remedy=remedy)
    said = f"says `format: {FORMAT}`; every other line stays as it is"
    return Change(study, mark + text.encode(encoding), said)


def _kept(folder: Path, files: Iterable[Path], day: dt.date) -> Path:
    """A zip of files as they are; one that is there already stays."""
    number = 1
    while (copy := folder / COPY.format(date=day, again=f"-{number}" if number > 1 else "")).exists():
        number += 1
    with (
        whole(copy) as part,
        zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive,
    ):
        for file in files:
            archive.write(file, file.resolve().relative_to(folder).as_posix())
    return copy
