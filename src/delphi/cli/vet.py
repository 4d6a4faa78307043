"""`delphi vet`: the last gate, over everything in reports/ that leaves the team."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path

from delphi.cli.options import open_study, reads, writes
from delphi.errors import InputError, InputErrors
from delphi.privacy.clearing import read_cleared
from delphi.privacy.kinds import kind_named, partly
from delphi.privacy.vetting import READ, vet, watched
from delphi.writing import whole


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "transcripts", "participants", "cleared")
    parser.add_argument(
        "--reports", nargs="+", required=True, metavar="PATH", help="files and folders to read"
    )
    writes(parser, vetted="written when nothing was found: which files were read")


def run(options: argparse.Namespace) -> None:
    """Read the reports; refuse them when one holds what it should not."""
    study, _, participants = open_study(options)
    files = sorted({file for path in map(Path, options.reports) for file in _files(path)})
    folders = [path for path in (Path.home().as_posix(), Path.cwd().as_posix()) if path not in ("/", "/root")]
    user = getpass.getuser()
    watch = watched(study, participants, folders, "" if user == "root" else user)
    leaks = vet(files, watch, read_cleared(options.cleared))
    if leaks:
        raise InputErrors(
            [
                InputError(
                    f"{leak.part}: here stands {kind_named(leak.kind)} ({partly(leak.word)}), in «{_around(leak.context, leak.word)}».",
                    leak.path,
                    remedy="Take it out of the chapter, statement or register it comes from; when it points at "
                    "nobody, clear the word in data/coded/cleared.csv.",
                )
                for leak in leaks
            ]
        )
    lines = [f"{file.as_posix()}\n" for file in files]
    with whole(options.to_vetted) as part:
        part.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"vet: nothing in {len(files)} files points at a participant")


def _files(path: Path) -> list[Path]:
    found = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
    return [file for file in found if file.suffix in READ]


def _around(context: str, word: str) -> str:
    return context.replace(word, partly(word))
