"""`delphi render`: the chapters as one report, in HTML, DOCX or PDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from delphi.errors import InputError
from delphi.report.render import FORMATS, render

HELP = "Render the chapters as HTML, DOCX or PDF."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "--chapters", required=True, metavar="FOLDER", help="the chapters and content.json, from `chapters`"
    )
    parser.add_argument("--format", required=True, choices=FORMATS, help="what to make of them")
    parser.add_argument(
        "--figures",
        metavar="FOLDER",
        help="the figures, from `figures` (default: figures beside the chapters)",
    )
    parser.add_argument(
        "--evidence",
        nargs="*",
        default=[],
        metavar="FILE",
        help="the public evidence page beside the report, for HTML to link to",
    )
    parser.add_argument("--to-report", required=True, metavar="FILE", help="the report")


def run(options: argparse.Namespace) -> None:
    """Write the report."""
    target = Path(options.to_report)
    figures = Path(options.figures) if options.figures else None
    beside = [Path(file).name for file in options.evidence if Path(file).parent == target.parent]
    if len(beside) < len(options.evidence):
        remedy = f"The link must lead to a file in {target.parent.as_posix()}."
        raise InputError(
            "the evidence page does not stand beside the report.", options.evidence[0], remedy=remedy
        )
    render(Path(options.chapters), options.format, target, figures=figures, evidence="".join(beside[:1]))
    print(f"render: {target.as_posix()}, {target.stat().st_size / 1000:.0f} kB")
