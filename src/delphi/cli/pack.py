"""`delphi pack`: make a folder or zip for a coder elsewhere, with only what she may read."""

from __future__ import annotations

import argparse

from delphi.exchange.pack import pack

HELP = "Make a folder or zip for a coder elsewhere, with only what that coder may read."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("--coder", required=True, metavar="NAME", help="the coder's name, known or new")
    parser.add_argument(
        "--transcripts", required=True, metavar="A,B", help="ids of the transcripts, with commas in between"
    )
    parser.add_argument(
        "--to", required=True, metavar="FOLDER|x.zip", help="the folder or zip to make; it must not exist yet"
    )
    parser.add_argument("--folder", default=".", metavar="STUDY", help="the study's folder (default: here)")


def run(options: argparse.Namespace) -> None:
    """Pack, and say what is in it."""
    packed = pack(options.folder, options.coder, options.transcripts.split(","), options.to)
    print(
        f"pack: {packed.path.as_posix()} for {packed.coder}: {', '.join(packed.transcripts)}"
        f" ({packed.turns} turns, {packed.decisions} of {packed.coder}'s own decisions)"
    )
    print("pack: it holds what participants said: send it encrypted, and keep it out of git.")
