"""`delphi feedback`: what a round gave, for participants and professionals, and the register of reactions."""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path

from delphi.cli.chapters import open_material
from delphi.cli.options import reads, write_csv
from delphi.errors import InputError
from delphi.exchange.register import keep_filled
from delphi.report.feedback import Feedback
from delphi.report.feedback_writer import FeedbackWriter, reactions_table
from delphi.report.render import Format, render
from delphi.study.sources import nearest, read_text

TABLES = ("panel", "coverage")
FORMATS: tuple[Format, ...] = ("docx", "pdf")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook", "transcripts", "participants", "items")
    reads(parser, "tags", "links", "happened", "presence", *TABLES)
    parser.set_defaults(parameters=[], practices=[])
    parser.add_argument("--round", required=True, type=int, metavar="N", help="the round it is about")
    parser.add_argument(
        "--prose",
        nargs="*",
        default=[],
        metavar="FILE",
        help="the researcher's own openings; round-N-<edition>.md goes into that edition",
    )
    parser.add_argument(
        "--to-feedback",
        required=True,
        metavar="FOLDER",
        help="where round-N-<edition>.docx and .pdf go, and reactions-round-N.csv when a round follows",
    )


def run(options: argparse.Namespace) -> None:
    """Write every edition of the feedback on one round."""
    material = open_material(options, TABLES)
    study, number = material.study, options.round
    declared = [round_.number for round_ in study.rounds]
    if number not in declared:
        remedy = f"Declared are {', '.join(map(str, declared))}."
        raise InputError(f"the round {number} is not declared.", options.study, remedy=remedy)
    feedback, folder = Feedback(material, number), Path(options.to_feedback)
    known = material.codebook.keys("work_model")
    for edition in study.report.editions:
        for key in edition.work_models:
            if key not in known:
                what = (
                    f"the feedback for `{edition.file_name}` names the work model `{key}`, which is no code."
                )
                raise InputError(what, options.study, remedy=nearest(key, known))
    for edition in study.report.editions:
        plain = edition.audience == "participants"
        shown = Feedback(material, number, tuple(edition.work_models), plain)
        name = f"round-{number}-{edition.file_name}"
        with tempfile.TemporaryDirectory(prefix="delphi-") as chapters:
            FeedbackWriter(shown, edition, _own(options.prose, name)).write(Path(chapters))
            for form in FORMATS:
                render(Path(chapters), form, folder / f"{name}.{form}")
    if feedback.next_round is not None:
        folder.mkdir(parents=True, exist_ok=True)
        register = folder / f"reactions-round-{number}.csv"
        if copy := keep_filled(register):
            print(f"feedback: {register.as_posix()} was filled in; a copy is kept in {copy.as_posix()}")
        write_csv(reactions_table(feedback), register.as_posix())
    left = feedback.unread["left"]
    provisional = f"; provisional, {left} turns are not checked yet" if left else ""
    editions = ", ".join(edition.file_name for edition in study.report.editions)
    print(f"feedback: round {number} for {editions}, {len(feedback.statements)} statements{provisional}")


def _own(files: list[str], name: str) -> str:
    """The researcher's opening of an edition; its headings have no numbers either."""
    found = [Path(file) for file in files if Path(file).stem == name]
    text = read_text(found[0]) if found else ""
    return re.sub(r"^(#+ .*?)[ \t]*$", r"\1 {.unnumbered}", text, flags=re.MULTILINE)
