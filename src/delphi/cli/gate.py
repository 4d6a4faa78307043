"""`delphi gate`: stops the workflow while a hard identifier stands in a transcript that nobody cleared."""

from __future__ import annotations

import argparse
from pathlib import Path

from delphi.cli.options import read_findings, reads, write_csv, writes
from delphi.errors import InputError, InputErrors
from delphi.privacy.clearing import (
    privacy_table,
    read_cleared,
    review_list,
    unseen_names,
    with_cleared,
)
from delphi.privacy.kinds import kind_named, partly
from delphi.privacy.passed import write_passed
from delphi.privacy.screening import is_hard
from delphi.study import load_study, load_transcripts

TOLD = 20  # identifiers named one by one


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "transcripts", "findings", "cleared")
    parser.add_argument(
        "--folder", default="data/raw/transcripts", metavar="FOLDER", help="where the transcripts are"
    )
    writes(
        parser,
        privacy="the table of what was found and cleared, without anybody's words",
        passed="written when nothing hard is open",
    )
    parser.add_argument(
        "--to-review", metavar="FILE", required=True, help="the list of words for a person to look at"
    )


def run(options: argparse.Namespace) -> None:
    """Write the review list and the table; refuse to go on while something hard is open."""
    study = load_study(options.study)
    files = {t.transcript_id: t.file for t in load_transcripts(options.transcripts, study)}
    findings = with_cleared(read_findings(options.findings), read_cleared(options.cleared))
    review = review_list(findings)
    write_csv(review, options.to_review)
    hard = findings[findings["kind"].map(is_hard).astype(bool) & ~findings["cleared"]]
    errors = [
        InputError(
            f"here stands {kind_named(row['kind'])} ({partly(row['word'])}).",
            Path(options.folder) / files[row["transcript_id"]],
            line=int(row["line"]),
            remedy="Replace it in the transcript, or, when it points at nobody, clear it with `delphi clear`.",
        )
        for row in hard.head(TOLD).to_dict("records")
    ]
    if len(hard) > TOLD:
        what = f"{len(hard) - TOLD} more identifiers stand in the transcripts."
        errors.append(
            InputError(what, remedy=f"`delphi clear` lists them all; they are in {options.to_review} too.")
        )
    if errors:
        raise InputErrors(errors)
    write_csv(privacy_table(findings), options.to_privacy)
    write_passed(options.to_passed)
    print("gate: no hard identifier is open" + ("" if len(review) else ", and no word waits to be looked at"))
    if told := unseen_names(findings):
        print(f"gate: {told}; they are listed in {options.to_review}")
