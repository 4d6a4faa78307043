"""The package's own code as something a rule depends on: a step runs again when what it is made of changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import delphi
from delphi.cli import module_of

PACKAGE = Path(delphi.__file__).parent
IMPORT = re.compile(
    r"^\s*(?:from\s+(delphi[\w.]*)\s+import\s+(?:\(([\w\s,]*)\)|([\w ,]*))|import\s+(delphi[\w.]*))",
    re.MULTILINE,
)


def fingerprint(verb: str) -> str:
    """Checksum of the package code behind a verb."""
    lines = [f"{path.relative_to(PACKAGE).as_posix()} {_code_sum(path)}" for path in code_of(verb)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def code_of(verb: str) -> list[Path]:
    """The verb's module and everything of delphi that it imports, whether at once or later.

    Files that a module names and that stand beside it (templates, filters, styles) count with it.
    """
    seen: set[Path] = set()
    waiting = [PACKAGE.parent / Path(*module_of(verb).split(".")).with_suffix(".py")]
    while waiting:
        path = waiting.pop()
        if path in seen or not path.exists():
            continue
        seen.add(path)
        waiting += _imports(path)
    for path in sorted(seen):
        seen.update(_companions(path))
    return sorted(seen)


@cache
def _imports(path: Path) -> list[Path]:
    """Where the modules lie that a module imports; as most verbs share most modules, each is read once."""
    return [
        module
        for source, lines, line, name in IMPORT.findall(path.read_text(encoding="utf-8"))
        for module in _modules(source or name, re.findall(r"\w+", lines or line))
        if module.exists()
    ]


@cache
def _companions(path: Path) -> list[Path]:
    """Files beside a module, or in a folder beside it, that the module names in quotation marks."""
    text = path.read_text(encoding="utf-8")
    named = [
        place
        for place in path.parent.iterdir()
        if f'"{place.name}"' in text and place.suffix != ".py" and not (place / "__init__.py").exists()
    ]
    return [
        file
        for place in named
        for file in ([place] if place.is_file() else place.rglob("*"))
        if file.is_file()
    ]


def _modules(module: str, names: Iterable[str]) -> list[Path]:
    base = PACKAGE.parent / Path(*module.split("."))
    packages = [folder for folder in base.parents if folder == PACKAGE or PACKAGE in folder.parents]
    return [
        *(folder / "__init__.py" for folder in packages),
        base.with_suffix(".py"),
        base / "__init__.py",
        *(base / f"{name}.py" for name in names),
        *(base / name / "__init__.py" for name in names),
    ]


@cache
def _code_sum(path: Path) -> str:
    return checksum(path)


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
