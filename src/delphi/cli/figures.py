"""`delphi figures`: the report's pictures, as SVG for HTML and PDF and as PNG for Word, and their data."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import pandas as pd

from delphi.cli.options import open_codebook, read_csv, read_parquet, reads, write_csv
from delphi.derived import whole_file
from delphi.items import read_items
from delphi.report.figures.book import Shown, data, sheets
from delphi.report.figures.drawing import rasterise, report_style, save
from delphi.report.figures.learner import draw_learner
from delphi.study import load_study

LEARNED = ("curve", "coverage", "reliability")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook", "items", "links", "swot", "consensus", "coverage")
    parser.add_argument("--ratings", metavar="FILE", nargs="*", default=[], help="the table of ratings")
    parser.add_argument("--evaluation", metavar="FOLDER", help="what `evaluate` left, if it was run")
    parser.add_argument("--to-figures", required=True, metavar="FOLDER", help="the figures and their data")


def run(options: argparse.Namespace) -> None:
    """Draw the figures."""
    study, codebook = load_study(options.study), open_codebook(options)
    shown = Shown(
        study=study,
        codebook=codebook,
        swot=read_csv(options.swot),
        consensus=read_csv(options.consensus),
        links=read_parquet(options.links),
        items=read_items(options.items, codebook, study.language),
        coverage=read_csv(options.coverage),
        ratings=read_csv(options.ratings[0]) if options.ratings else None,
    )
    learned = _learned(options.evaluation)
    folder = Path(options.to_figures)
    shutil.rmtree(folder, ignore_errors=True)
    drawn = sheets(shown)
    with report_style():
        for sheet in drawn:
            save(sheet.draw(), folder, sheet.name)
        if learned:
            save(draw_learner(*learned, study.language), folder, "learner")
    rasterise(folder)
    for name, frame in data(shown).items():
        write_csv(frame, str(folder / f"{name}.csv"))
    print(f"figures: {len(drawn)} figures")


def _learned(evaluation: str | None) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame] | None:
    """What `evaluate` left for the learner's figure, if it was run."""
    if not evaluation or not Path(evaluation, "curve.csv").exists():
        return None
    frames = []
    for file in (Path(evaluation, f"{name}.csv") for name in LEARNED):
        with whole_file(file):
            frames.append(pd.read_csv(file))
    return frames[0], frames[1], frames[2]
