"""Reading a build: the tables, quotations and manifest of a study folder, of its `reports/`, or of a zip of it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd
from pydantic import ValidationError

from delphi.derived import armed
from delphi.errors import InputError
from delphi.report.content import Content
from delphi.study.sources import plain, read_yaml

NEEDED = "tables/swot.csv"
COLUMNS = {
    "swot": {"item_id", "work_model", "block", "statement", "status"},
    "consensus": {
        "item_id",
        "round",
        "perspective",
        "group",
        "status",
        "n_supports",
        "n_contests",
        "n_nuances",
    },
}
LARGEST = 500_000_000  # bytes of one file in a zip: a table larger than this is no table of ours
REMEDY = "Name a study folder that was built, its reports folder, or a saved copy or zip of that folder."
UNREADABLE = (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError)


@dataclass(frozen=True)
class Build:
    """What one run of the workflow said.

    Attributes
    ----------
    name
        The folder or zip as the person named it.
    tables
        The tables of `reports/tables` by name without `.csv`; every cell is text.
    content
        Quotations and passages as the report prints them, masked; None when the copy has no chapters.
    manifest
        `reports/manifest.json`; empty when the copy has none.
    """

    name: str
    tables: dict[str, pd.DataFrame]
    content: Content | None
    manifest: dict[str, Any]
    configuration: dict[str, Any]
    codes: dict[str, Any]

    @property
    def language(self) -> str:
        """Language of the report."""
        written = self.configuration.get("language") or (self.content and self.content.language)
        return written if written in ("nl", "en") else "en"

    def label(self, kind: str, key: str) -> str:
        """Printed name of a `perspective`, a `block`, a `scale` or a `work_model`; the key itself where none is known."""
        configuration = self.configuration
        if kind == "perspective":
            found = (configuration.get("perspectives") or {}).get(key) or {}
            label = found.get("plural") or found.get("label")
        elif kind == "block":
            blocks = (configuration.get("swot") or {}).get("blocks") or []
            label = next((block.get("label") for block in blocks if block.get("key") == key), None)
            label = label or (self.codes.get("swot") or {}).get(key)
        elif kind == "scale":
            label = ((configuration.get("scales") or {}).get(key) or {}).get("label")
        else:
            label = (self.codes.get(kind) or {}).get(key)
        if isinstance(label, dict):
            label = label.get(self.language) or label.get("en") or next(iter(label.values()), "")
        return str(label or key)


def read_build(place: str | Path) -> Build:
    """Read a build.

    Raises
    ------
    InputError
        When the folder or zip does not exist, holds no build, or holds a table that cannot be read.
    """
    path = Path(place)
    if not path.exists():
        raise InputError("there is no such folder or zip.", path, remedy=REMEDY)
    if path.is_dir():
        files, read = _folder(path)
    else:
        files, read = _zip(path)
    if NEEDED not in files:
        raise InputError(f"this is no build: it holds no {NEEDED}.", path, remedy=REMEDY)
    tables = {}
    for file in files:
        pure = PurePosixPath(file)
        if pure.parent.as_posix() == "tables" and pure.suffix == ".csv":
            tables[pure.stem] = _table(read(file), path, file)
            missing = sorted(COLUMNS.get(pure.stem, set()) - set(tables[pure.stem]))
            if missing:
                what = f"{file} in it has no column `{missing[0]}`."
                raise InputError(what, path, remedy="Build the study again.")
    manifest = _json(read("manifest.json"), path, "manifest.json") if "manifest.json" in files else {}
    content = None
    if "chapters/content.json" in files:
        try:
            content = Content.model_validate(
                _json(read("chapters/content.json"), path, "chapters/content.json")
            )
        except ValidationError:
            what = "chapters/content.json was written by another version of delphi."
            raise InputError(
                what, path, remedy="Build the study again, or delete reports/chapters."
            ) from None
    configuration = manifest.get("configuration") or _written(path, "config/study.yaml")
    codes = manifest.get("codes") or _codes(_written(path, "config/codebook.yaml"))
    named = path.resolve().name if path.name in ("", "..") else path.as_posix()
    return Build(named, tables, content, manifest, configuration, codes)


def _folder(path: Path) -> tuple[list[str], Callable[[str], bytes]]:
    root = next((r for r in (path, path / "reports") if (r / NEEDED).is_file()), path)
    files = [file.relative_to(root).as_posix() for file in sorted(root.glob("tables/*.csv"))]
    files += [name for name in ("manifest.json", "chapters/content.json") if (root / name).is_file()]
    return files, lambda name: (root / name).read_bytes()


def _zip(path: Path) -> tuple[list[str], Callable[[str], bytes]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    except zipfile.BadZipFile:
        raise InputError("this is neither a folder nor a zip.", path, remedy=REMEDY) from None
    roots = sorted((n.removesuffix(NEEDED) for n in archive.namelist() if n.endswith(NEEDED)), key=len)
    root = roots[0] if roots else ""

    def read(name: str) -> bytes:
        try:
            if archive.getinfo(root + name).file_size > LARGEST:
                raise InputError(f"{name} in it is too large to be a table.", path, remedy=REMEDY)
            return archive.read(root + name)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            remedy = "Make the zip again, without a password."
            raise InputError(f"{name} in it cannot be read ({error}).", path, remedy=remedy) from None

    return [name.removeprefix(root) for name in archive.namelist() if name.startswith(root)], read


def _table(data: bytes, path: Path, name: str) -> pd.DataFrame:
    try:
        return armed(pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8"))
    except UNREADABLE:
        raise InputError(
            f"{name} in it cannot be read as a table.", path, remedy="Build the study again."
        ) from None


def _json(data: bytes, path: Path, name: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise InputError(f"{name} in it cannot be read.", path, remedy="Build the study again.")
    return found


def _written(path: Path, name: str) -> dict[str, Any]:
    """A file of the study around the build, where there is one: it gives labels and nothing else."""
    for root in (path, path.parent):
        if path.is_dir() and (root / name).is_file():
            try:
                return dict(plain(read_yaml(root / name)))
            except InputError:
                return {}
    return {}


def _codes(codebook: dict[str, Any]) -> dict[str, Any]:
    return {
        facet: {code.get("key"): code.get("label") for code in codebook.get(facet) or []}
        for facet in ("work_model", "swot")
    }
