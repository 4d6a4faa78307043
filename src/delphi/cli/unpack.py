"""`delphi unpack`: bring back what a coder decided elsewhere, appended and checked."""

from __future__ import annotations

import argparse

from delphi.exchange.unpack import Unpacked, unpack

HELP = "Bring back what a coder decided elsewhere, appended to that coder's file and checked."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "source",
        metavar="FOLDER|x.zip",
        help="what came back: the folder, a zip of it, or the file of decisions",
    )
    parser.add_argument("--folder", default=".", metavar="STUDY", help="the study's folder (default: here)")


def run(options: argparse.Namespace) -> None:
    """Unpack, and say what was added, what was there, and what was not taken."""
    for line in _report(unpack(options.folder, options.source)):
        print(f"unpack: {line}")


def _report(done: Unpacked) -> list[str]:
    """One line each, the outcome first."""
    lines = [
        f"{_counted(done.added, 'decision')} added to {done.path.as_posix()},"
        f" {done.already} of what came back {'was' if done.already == 1 else 'were'} there already."
    ]
    if done.cut:
        lines.append(
            f"the last row was cut in the middle, was never confirmed, and is left out: {done.cut[:120]}"
        )
    for line, transcript, quote in done.aside:
        lines.append(
            f"row {line} is put aside: the study has no transcript `{transcript}` any more: “{quote[:80]}”"
        )
    for transcript, turn in done.both:
        lines.append(
            f"{transcript}, turn {turn}: decided here as well meanwhile; what came back counts last."
        )
    for other in done.others:
        lines.append(f"there are decisions of {other} in it, too; they were left there.")
    if done.added:
        lines.append("run `make` to bring the report up to date.")
    return lines


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
