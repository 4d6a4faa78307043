"""`delphi clear`: look at what screening found, and say which words point at nobody."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from delphi.cli.options import read_findings, reads
from delphi.errors import InputError
from delphi.privacy.clearing import append_cleared, read_cleared, review_list, with_cleared
from delphi.privacy.kinds import kind_named

SCREENED = "data/interim/screened"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "words", nargs="*", metavar="WORD", help="words to clear; without any, what is open is listed"
    )
    reads(parser, "cleared")
    parser.add_argument(
        "--screened", default=SCREENED, metavar="FOLDER", help=f"what `screen` found (default: {SCREENED})"
    )
    parser.add_argument("--by", metavar="NAME", default="", help="who looked at them")
    parser.add_argument("--reason", metavar="TEXT", default="", help="why they point at nobody")
    parser.add_argument(
        "--context", metavar="TEXT", default="", help="clear the word only where these words stand around it"
    )


def run(options: argparse.Namespace) -> None:
    """List what is open, or write who cleared which word and why."""
    files = sorted(Path(options.screened).glob("*.csv"))
    if not files:
        remedy = "Run the workflow (make or snakemake) once; it screens the transcripts first."
        raise InputError("nothing has been screened yet.", options.screened, remedy=remedy)
    findings = with_cleared(read_findings(map(str, files)), read_cleared(options.cleared))
    review = review_list(findings)
    if not options.words:
        for row in review.to_dict("records"):
            print(
                f"{row['word']}\t{kind_named(row['kind'])}, {row['n']} x in {row['transcripts']}: {row['context']}"
            )
        print(f"clear: {len(review)} words to look at")
        return
    if not options.by or not options.reason:
        raise InputError("nobody signed.", remedy="Give --by NAME and --reason TEXT; both are kept.")
    known = {word.casefold() for word in findings["word"]}
    unknown = [word for word in options.words if word.casefold() not in known]
    if unknown:
        remedy = (
            "`delphi clear` without words lists what was found; copy the word from there, in quotation marks."
        )
        raise InputError(f"`{unknown[0]}` was not found in any transcript.", remedy=remedy)
    at = dt.datetime.now(dt.UTC)
    append_cleared(
        Path(options.cleared),
        [(word, options.context) for word in options.words],
        options.by,
        options.reason,
        at,
    )
    print(f"clear: {len(options.words)} words cleared by {options.by} in {options.cleared}")
