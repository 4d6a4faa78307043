"""`delphi vet`: the last gate, over everything in reports/ that leaves the team."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Sequence
from pathlib import Path

from delphi.cli.options import open_study, read_findings, reads, writes
from delphi.errors import InputError, InputErrors
from delphi.privacy.clearing import read_cleared, unseen_names, with_cleared
from delphi.privacy.kinds import kind_named, partly
from delphi.privacy.vetting import LABEL, READ, TRACE, Leak, standing, vet, watched
from delphi.study import Participant
from delphi.writing import whole

SHOWN = 3  # places in which a word is written
SOURCES = ("config", "data/raw/transcripts.csv", "data/raw/parameters.csv", "data/raw/practices.csv",
           "data/coded/items.csv", "data/coded/item_events.csv")  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "transcripts", "participants", "findings", "cleared")
    parser.add_argument(
        "--reports", nargs="+", required=True, metavar="PATH", help="files and folders to read"
    )
    parser.add_argument(
        "--sources",
        nargs="*",
        default=SOURCES,
        metavar="PATH",
        help="what people wrote: where to look for a word that should not be in a report",
    )
    writes(parser, vetted="written when nothing was found: which files were read")


def run(options: argparse.Namespace) -> None:
    """Read the reports; refuse them when one holds what it should not."""
    study, _, participants = open_study(options)
    files = sorted({file for path in map(Path, options.reports) for file in _files(path)})
    folders = [path for path in (Path.home().as_posix(), Path.cwd().as_posix()) if path not in ("/", "/root")]
    user = _user()
    watch = watched(study, participants, folders, "" if user == "root" else user)
    cleared = read_cleared(options.cleared)
    leaks = vet(files, watch, cleared)
    if leaks:
        raise InputErrors(
            [
                InputError(
                    f"{leak.part}: here stands {kind_named(leak.kind)} ({partly(leak.word)}), in «{_around(leak.context, leak.word)}».",
                    leak.path,
                    remedy=_remedy(leak, participants, options),
                )
                for leak in leaks
            ]
        )
    lines = [f"{file.as_posix()}\n" for file in files]
    with whole(options.to_vetted) as part:
        part.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"vet: no label of a participant and no hard identifier stands in {len(files)} files")
    findings = with_cleared(read_findings(options.findings), cleared) if options.findings else None
    if told := "" if findings is None else unseen_names(findings):
        print(f"vet: {told}")


def _user() -> str:
    """Who runs this, as files may tell it; empty in a container whose user has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _files(path: Path) -> list[Path]:
    found = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
    return [file for file in found if file.suffix in READ]


def _remedy(leak: Leak, participants: Sequence[Participant], options: argparse.Namespace) -> str:
    """Whose label it is, and where else the word is written, so that a person can mend it there."""
    mine = [p for p in participants if leak.kind == LABEL and leak.word in p.labels]
    told = [f"It is a label of {Path(options.participants).as_posix()}, line {p.line}." for p in mine]
    places = standing(leak.word, options.sources)
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    told += [f"It is written in {'; '.join(places[:SHOWN])}{more}."] if places else []
    if leak.kind == TRACE:
        return " ".join([*told, "Take it out of the texts that the report is made of."])
    where = "there" if places else "of the chapter, statement or register it comes from"
    told.append(f"Take it out {where}; when it points at nobody, clear the word in {options.cleared}.")
    return " ".join(told)


def _around(context: str, word: str) -> str:
    return context.replace(word, partly(word))
