"""`delphi diff`: two builds of a study compared in plain sentences."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from delphi.compare import Told, compare, read_build, tell
from delphi.compare.causes import causes
from delphi.errors import InputError
from delphi.writing import whole

KINDS = (".md", ".html", ".txt")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.epilog = "Exit code 0 whether or not there are differences; 2 when one of the two is no build."
    where = "a study folder that was built, its reports folder, or a saved copy or zip of that folder"
    parser.add_argument("old", metavar="OLD", help=f"the earlier build: {where}")
    parser.add_argument("new", metavar="NEW", help="the later build, likewise")
    saves(parser)


def run(options: argparse.Namespace) -> None:
    """Compare and tell."""
    check_target(options.to)
    old, new = read_build(options.old), read_build(options.new)
    told = tell(compare(old, new), old, new, why=causes(old, new))
    show(told)
    save(told, options.to)


def saves(parser: argparse.ArgumentParser) -> None:
    """Add the option for a file that the comparison is written to as well."""
    parser.add_argument(
        "--to", metavar="FILE", help="write the comparison here as well: a .md, .html or .txt file"
    )


def check_target(file: str | None) -> None:
    """Refuse a kind of file that cannot be written, before anything is computed."""
    if file and Path(file).suffix.lower() not in KINDS:
        raise InputError("the comparison cannot be written as this kind of file.", file,
                         remedy=f"Give it a name that ends with {', '.join(KINDS)}.")  # fmt: skip


def show(told: Told) -> None:
    """Print on the terminal, as wide as it is."""
    print(told.text(max(60, min(shutil.get_terminal_size((100, 24)).columns - 1, 120))), end="")


def save(told: Told, file: str | None) -> None:
    """Write to a file, whole or not at all."""
    if not file:
        return
    path = Path(file)
    forms = {".md": told.markdown, ".html": told.html, ".txt": told.text}
    with whole(path) as part:
        part.write_text(forms[path.suffix.lower()](), encoding="utf-8", newline="\n")
