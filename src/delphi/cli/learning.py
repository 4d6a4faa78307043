"""What `train` and `evaluate` read: the study, its transcripts in batches, what coders decided, and statements."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from delphi.cli.batches import each_batch
from delphi.cli.options import open_codebook, open_study, ordered, read_parquet, reads
from delphi.codebook import Codebook
from delphi.coding.learner.reading import only
from delphi.coding.learner.statements import Register, register_of
from delphi.coding.snapshot import learned_rows, learned_transcripts
from delphi.coding.tokens import Tokens, read_tokens
from delphi.decisions import read_decisions
from delphi.decisions.place import place_decisions
from delphi.items import ended_items, read_events, read_items
from delphi.study import Participant, Study, Transcript

Batches = list[tuple[Tokens, pd.DataFrame]]


@dataclass(frozen=True)
class Inputs:
    """Everything that is learned from; `placed` are decisions of all stages at their places."""

    study: Study
    transcripts: list[Transcript]
    participants: list[Participant]
    codebook: Codebook
    batches: Batches
    sentences: pd.DataFrame
    placed: pd.DataFrame
    register: Register


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Options for what is learned from."""
    reads(parser, "study", "codebook", "transcripts", "participants", "items", "events")
    reads(parser, "turns", "sentences", "decisions", "adjudications")
    parser.add_argument(
        "--tokens", nargs="*", default=[], metavar="FILE", help="words of every batch, from `ingest`"
    )


def open_inputs(options: argparse.Namespace, *, whole: bool) -> Inputs:
    """Read what is learned from; decisions as far as the learner takes them, or, `whole`, all of them."""
    study, transcripts, participants = open_study(options)
    codebook = open_codebook(options)
    known = [transcript.transcript_id for transcript in transcripts]
    items = read_items(options.items, codebook, codebook.language)
    rounds = [round_.number for round_ in study.rounds]
    events = read_events(options.events, items, rounds, known)
    decisions = learned_decisions(options.decisions, options.adjudications, codebook, known, whole=whole)
    here = set(decisions["transcript_id"])
    batches = [
        only(read_tokens(Path(words)), read_parquet(file), here)
        for words, file in zip(options.tokens, options.turns)
    ]
    sentences = ordered(pd.concat(each_batch(options.sentences, transcripts=here), ignore_index=True))
    turns = ordered(pd.concat([frame for _, frame in batches], ignore_index=True))
    return Inputs(
        study, transcripts, participants, codebook, batches, sentences, place_decisions(decisions, turns),
        register_of(items, events, ended_items(events)),
    )  # fmt: skip


def learned_decisions(
    decisions: Iterable[str],
    adjudications: Iterable[str],
    codebook: Codebook,
    known: list[str],
    *,
    whole: bool,
) -> pd.DataFrame:
    """Decisions that are learned from, of at most some thousand checked turns; `whole`: with the last few too."""
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
