"""`delphi chapters`: the report's chapters, as Markdown with the tables and quotations they place."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from delphi.cli.options import open_codebook, open_study, read_csv, read_parquet, read_tags, reads
from delphi.decisions import TAG_COLUMNS
from delphi.items import read_items
from delphi.privacy import mask_speakers
from delphi.report.learner import read_evaluation
from delphi.report.material import Material
from delphi.report.registers import read_parameters, read_practices
from delphi.report.words import date_named
from delphi.report.writer import Writer
from delphi.writing import whole

DIFFERENCES = ("disagreements", "confusion")
OF_TAGS = [name for name in TAG_COLUMNS if name not in ("confidence", "evidence")]
"""What is told of tags; why a suggestion was made is the longest part of many, and stands on the evidence page."""
TABLES = ("swot", "consensus", "panel", "coverage", "agreement", "anchors", "sensitivity")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook", "transcripts", "participants", "items")
    reads(parser, "tags", "links", "happened", "presence", *TABLES, *DIFFERENCES)
    parser.add_argument(
        "--prose", nargs="*", default=[], metavar="FILE", help="the researcher's own chapter files"
    )
    parser.add_argument(
        "--parameters", metavar="FILE", nargs="*", default=[], help="the work models' parameters"
    )
    parser.add_argument("--ratings", metavar="FILE", nargs="*", default=[], help="the table of ratings")
    parser.add_argument("--practices", metavar="FILE", nargs="*", default=[], help="examples from practice")
    parser.add_argument("--evaluation", metavar="FOLDER", help="what `evaluate` left, if it was run")
    parser.add_argument("--models", metavar="FOLDER", help="the learners, from `train`")
    parser.add_argument(
        "--evaluated", default="", metavar="TEXT", help="fingerprint of the inputs as they are now"
    )
    parser.add_argument("--to-chapters", required=True, metavar="FOLDER", help="chapters and content.json")


def open_material(options: argparse.Namespace, names: Sequence[str] = TABLES) -> Material:
    """What the options name, as the chapters and the feedback draw on it."""
    study, transcripts, participants = open_study(options)
    codebook = open_codebook(options)
    tables = {name: read_csv(getattr(options, name)) for name in names}
    tables["presence"] = read_parquet(options.presence)
    if getattr(options, "ratings", None):
        tables["ratings"] = read_csv(options.ratings[0])
    return Material(
        study=study,
        codebook=codebook,
        transcripts=transcripts,
        participants=participants,
        tags=read_tags(options.tags, OF_TAGS),
        links=read_parquet(options.links),
        events=read_parquet(options.happened),
        items=read_items(options.items, codebook, study.language),
        tables=tables,
        parameters=read_parameters(options.parameters[0], codebook) if options.parameters else None,
        practices=read_practices(options.practices[0], codebook) if options.practices else None,
        mask=mask_speakers(transcripts, participants, study),
    )


def run(options: argparse.Namespace) -> None:
    """Write the chapters."""
    material = open_material(options, (*TABLES, *DIFFERENCES))
    material.tables.update(read_evaluation(options.evaluation, options.evaluated, options.models))
    study = material.study
    writer = Writer(material, {Path(file).stem: Path(file) for file in options.prose})
    chapters = writer.chapters()
    content = writer.content.model_copy(
        update={
            "title": study.title,
            "subtitle": study.subtitle,
            "authors": study.authors,
            "date": study.date.isoformat(),
            "date_named": date_named(study.date.isoformat(), study.language),
            "language": study.language,
            "chapters": [f"{name}.md" for name, _ in chapters],
        }
    )
    folder = Path(options.to_chapters)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in chapters:
        with whole(folder / f"{name}.md") as part:
            part.write_text(text, encoding="utf-8", newline="\n")
    content.write(folder / "content.json")
    print(
        f"chapters: {len(chapters)} chapters, {len(content.tables)} tables, {len(content.quotations)} quotations"
    )
