"""`delphi train`: learn from checked decisions, a learner per fold of transcripts that has not seen it."""

from __future__ import annotations

import argparse
from pathlib import Path

from threadpoolctl import threadpool_limits

from delphi.cli.learning import add_inputs, open_inputs
from delphi.coding.learner.origin import ENOUGH, FEW, OFF, Origin, why_not
from delphi.coding.learner.settled import Lessons, learners, lessons
from delphi.coding.learner.store import write_trained
from delphi.study import load_study


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add_inputs(parser)
    parser.add_argument("--to-models", required=True, metavar="FOLDER", help="write the learners here")


def run(options: argparse.Namespace) -> None:
    """Learn, or say why not."""
    coding = load_study(options.study).coding
    found, made = Lessons(None, None, {}, 0, FEW if coding.learner else OFF), {}
    if coding.learner and options.turns:
        given = open_inputs(options, whole=False)
        general = given.study.swot.general
        found = lessons(
            given.batches, given.sentences, given.placed, given.codebook, general, coding.min_checked_turns,
            register=given.register,
        )  # fmt: skip
        if found.reason == ENOUGH:
            with threadpool_limits(1):  # sums in another order would be other sums
                made = learners(found, given.codebook, general)
    summary = {
        "reason": found.reason, "checked_turns": found.checked, "needed": coding.min_checked_turns,
        "transcripts": len(found.folds),
    }  # fmt: skip
    write_trained(Path(options.to_models), made, found.folds, summary)
    if made:
        print(f"train: {found.checked} checked turns in {len(found.folds)} transcripts, {len(made)} learners")
    else:
        why = why_not(Origin(found.reason, found.checked, coding.min_checked_turns), "en")
        print(f"train: no learner, because {why}; suggestions come from terms and topics")
