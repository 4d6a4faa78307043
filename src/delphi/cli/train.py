"""`delphi train`: learn from checked decisions, a learner per fold of transcripts that has not seen it."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterable
from pathlib import Path

import pandas as pd
from threadpoolctl import threadpool_limits

from delphi.cli.batches import each_batch
from delphi.cli.options import open_codebook, open_study, ordered, read_parquet, reads
from delphi.codebook import Codebook
from delphi.coding.learner.reading import only
from delphi.coding.learner.settled import ENOUGH, OFF, Lessons, learners, lessons
from delphi.coding.learner.store import write_trained
from delphi.coding.snapshot import learned_rows, learned_transcripts
from delphi.coding.tokens import Tokens, read_tokens
from delphi.decisions import read_decisions
from delphi.decisions.place import place_decisions

WHY = {
    "off": "`coding.learner` is off",
    "few": "{checked} of {needed} turns are checked (`coding.min_checked_turns`)",
    "narrow": "turns of fewer than 3 transcripts are checked",
    "alike": "too few transcripts hold both turns with a tag and turns without",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(
        parser,
        "study",
        "codebook",
        "transcripts",
        "participants",
        "turns",
        "sentences",
        "decisions",
        "adjudications",
    )
    parser.add_argument(
        "--tokens", nargs="*", default=[], metavar="FILE", help="words of every batch, from `ingest`"
    )
    parser.add_argument("--to-models", required=True, metavar="FOLDER", help="write the learners here")


def run(options: argparse.Namespace) -> None:
    """Learn, or say why not."""
    study, transcripts, _ = open_study(options)
    codebook = open_codebook(options)
    general = study.swot.general
    if study.coding.learner:
        known = [transcript.transcript_id for transcript in transcripts]
        decisions = learned_decisions(options.decisions, options.adjudications, codebook, known)
        here = set(decisions["transcript_id"])
        batches = read_batches(options.turns, options.tokens, here)
        found = lessons(
            batches, read_sentences(options.sentences, here), placed_decisions(decisions, batches), codebook,
            general, study.coding.min_checked_turns,
        )  # fmt: skip
    else:
        found = Lessons(None, None, {}, 0, OFF)
    summary = {
        "reason": found.reason, "checked_turns": found.checked, "needed": study.coding.min_checked_turns,
        "transcripts": len(found.folds),
    }  # fmt: skip
    made = {}
    if found.reason == ENOUGH:
        with threadpool_limits(1):  # sums in another order would be other sums
            made = learners(found, codebook, general)
    write_trained(Path(options.to_models), made, found.folds, summary)
    if made:
        print(f"train: {found.checked} checked turns in {len(found.folds)} transcripts, {len(made)} learners")
    else:
        why = WHY[found.reason].format(checked=found.checked, needed=study.coding.min_checked_turns)
        print(f"train: no learner, because {why}; suggestions come from terms and topics")


def read_batches(
    turns: Iterable[str], tokens: Iterable[str], transcripts: Collection[str]
) -> list[tuple[Tokens, pd.DataFrame]]:
    """Words and turns of some transcripts per batch, in the same order."""
    return [
        only(read_tokens(Path(words)), read_parquet(file), transcripts) for words, file in zip(tokens, turns)
    ]


def read_sentences(files: Iterable[str], transcripts: Collection[str]) -> pd.DataFrame:
    """Sentences of some transcripts."""
    return ordered(pd.concat(each_batch(files, transcripts=transcripts), ignore_index=True))


def learned_decisions(
    decisions: Iterable[str],
    adjudications: Iterable[str],
    codebook: Codebook,
    known: list[str],
    *,
    whole: bool = False,
) -> pd.DataFrame:
    """Decisions that are learned from, of at most some thousand checked turns; `whole`: without leaving the last few."""
    stages = []
    for stage, files in (("coding", decisions), ("adjudication", adjudications)):
        for file in sorted(files):
            frame = read_decisions([file], codebook, known)
            rows = len(frame) if whole else learned_rows(len(frame))
            stages.append(frame.head(rows).assign(stage=stage))
    if not stages:
        stages.append(read_decisions([], codebook, known).assign(stage="coding"))
    frame = pd.concat(stages, ignore_index=True)
    checked = frame[(frame["stage"] == "coding") & (frame["action"] == "checked")]
    chosen = learned_transcripts(zip(checked["transcript_id"], checked["turn"]))
    return frame if chosen is None else frame[frame["transcript_id"].isin(chosen)].reset_index(drop=True)


def placed_decisions(decisions: pd.DataFrame, batches: list[tuple[Tokens, pd.DataFrame]]) -> pd.DataFrame:
    """Decisions at their places in the transcripts."""
    turns = pd.concat([frame for _, frame in batches], ignore_index=True)
    return place_decisions(decisions, ordered(turns))
