"""`delphi without`: which conclusions differ without a participant."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from delphi.cli.diff import check_target, save, saves, show
from delphi.errors import InputError

KEEP = (
    "a new folder in which the two builds are kept; it then holds what participants said (default: deleted)"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.epilog = (
        "The study is left as it is. The file of --to holds neither the participant's label nor anybody's"
        " words, so that it may stay as the record of what a withdrawal changed."
    )
    parser.add_argument("participant", metavar="PARTICIPANT", help="a participant's id or another label")
    parser.add_argument("--folder", default=".", metavar="STUDY", help="the study's folder (default: here)")
    parser.add_argument("--keep", metavar="FOLDER", help=KEEP)
    saves(parser)


def run(options: argparse.Namespace) -> None:
    """Build twice in a scratch folder, compare, tell, and delete the scratch folder."""
    from delphi.compare.without import without

    check_target(options.to)
    study = Path(options.folder)
    if options.keep:
        kept = Path(options.keep)
        if kept.exists():
            raise InputError("this exists already.", kept, remedy="Name a folder that does not exist yet.")
        if kept.resolve().is_relative_to(study.resolve()):
            remedy = (
                "Name a folder outside the study, so that nothing in it is taken for a part of the study."
            )
            raise InputError("the builds would be kept inside the study.", kept, remedy=remedy)
        shown, file = without(study, options.participant, kept)
    else:
        with tempfile.TemporaryDirectory(prefix="delphi-without-") as scratch:
            shown, file = without(study, options.participant, Path(scratch))
    show(shown)
    save(file, options.to)
    if options.keep:
        print(f"\nwithout: both builds are in {kept.as_posix()}; delete it when you have seen enough.")
