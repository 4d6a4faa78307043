"""`delphi code`: suggest work model and SWOT category for the passages of one batch."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd
from threadpoolctl import threadpool_limits

from delphi.cli.options import open_codebook, read_parquet, reads, write_parquet
from delphi.coding.combine import code_turns
from delphi.coding.learner.batch import code_with_learner, explanation, without_learner
from delphi.coding.learner.second import open_second_opinion
from delphi.coding.learner.store import open_trained
from delphi.coding.tokens import Tokens, read_tokens
from delphi.errors import InputError
from delphi.study import load_study


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook")
    parser.add_argument("--turns", required=True, metavar="FILE", help="turns of the batch, from `ingest`")
    parser.add_argument("--sentences", required=True, metavar="FILE", help="their sentences, from `ingest`")
    parser.add_argument("--tokens", required=True, metavar="FILE", help="their words, from `ingest`")
    parser.add_argument("--suggestions", metavar="FILE", help="write the suggestions here")
    parser.add_argument("--topics", metavar="FILE", help="write what is under discussion per turn here")
    parser.add_argument(
        "--passed", metavar="FILE", help="from `gate`; needed where text goes to a language model"
    )
    parser.add_argument(
        "--models", metavar="FOLDER", help="the learners, from `train`; without it: terms and topics"
    )
    parser.add_argument(
        "--explain",
        metavar="TRANSCRIPT:TURN",
        help="write nothing, and say why the learner suggests what it does",
    )
    parser.add_argument("--views", metavar="FILE", help="write the learner's view of every turn here")


def run(options: argparse.Namespace) -> None:
    """Apply the codebook to words that are stored already; no transcript is read."""
    study, codebook = load_study(options.study), open_codebook(options)
    turns, sentences = read_parquet(options.turns), read_parquet(options.sentences)
    tokens = read_tokens(Path(options.tokens))
    _belong_together(turns, tokens, options.tokens)
    passed = Path(options.passed) if options.passed else None
    second = open_second_opinion(study.coding.second_opinion, codebook, passed)
    trained = open_trained(Path(options.models)) if options.models else None
    if options.explain:
        print(
            "\n".join(
                explanation(turns, sentences, tokens, codebook, study.swot.general, trained, options.explain)
            )
        )
        return
    for name in ("suggestions", "topics"):
        if not getattr(options, name):
            raise InputError(
                f"`--{name}` is missing.", remedy="Name the file to write, or a turn to `--explain`."
            )
    if trained is None or trained.reason:
        suggestions, topics = code_turns(
            turns, sentences, tokens, codebook, language=codebook.language, general=study.swot.general
        )
        suggestions, views, basis = *without_learner(suggestions), "terms and topics"
    else:
        with threadpool_limits(1):
            suggestions, topics, views = code_with_learner(
                turns, sentences, tokens, codebook, study.swot.general, trained, second
            )
        basis = "the learner"
    write_parquet(suggestions, options.suggestions)
    write_parquet(topics, options.topics)
    if options.views:
        write_parquet(views, options.views)
    print(f"code: {len(turns)} turns, {len(tokens)} words, {len(suggestions)} suggestions from {basis}")


def _belong_together(turns: pd.DataFrame, tokens: Tokens, file: str) -> None:
    same = turns["transcript_id"].tolist() == tokens.transcript_id
    if not same or turns["turn"].tolist() != tokens.turn.tolist():
        raise InputError(
            "These words belong to other turns.", file, remedy="Run `delphi ingest` for this batch again."
        )
