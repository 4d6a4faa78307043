"""`delphi figures`: the report's pictures, as SVG for HTML and PDF and as PNG for Word."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from delphi.cli.options import read_csv, reads
from delphi.report.figures import report_style, save
from delphi.report.figures.coverage import draw_coverage
from delphi.report.figures.learner import draw_learner
from delphi.study import load_study

LEARNED = ("curve", "coverage", "reliability")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "coverage")
    parser.add_argument("--evaluation", metavar="FOLDER", help="what `evaluate` left, if it was run")
    parser.add_argument("--to-figures", required=True, metavar="FOLDER", help="the figures")


def run(options: argparse.Namespace) -> None:
    """Draw the figures."""
    study = load_study(options.study)
    coverage = read_csv(options.coverage, participant_turns="int64", checked="int64")
    with report_style():
        save(draw_coverage(coverage, study.language), Path(options.to_figures), "coverage")
        if options.evaluation and Path(options.evaluation, "curve.csv").exists():
            curve, sure, kept = (pd.read_csv(Path(options.evaluation, f"{name}.csv")) for name in LEARNED)
            save(draw_learner(curve, sure, kept, study.language), Path(options.to_figures), "learner")
    print("figures: drawn")
