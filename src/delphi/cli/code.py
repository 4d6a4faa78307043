"""`delphi code`: suggest work model and SWOT category for the passages of one batch."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from delphi.cli.options import open_codebook, reads, write_parquet
from delphi.coding.combine import code_turns
from delphi.coding.tokens import Tokens, read_tokens
from delphi.errors import InputError
from delphi.study import load_study


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook")
    parser.add_argument("--turns", required=True, metavar="FILE", help="turns of the batch, from `ingest`")
    parser.add_argument("--sentences", required=True, metavar="FILE", help="their sentences, from `ingest`")
    parser.add_argument("--tokens", required=True, metavar="FILE", help="their words, from `ingest`")
    parser.add_argument("--suggestions", required=True, metavar="FILE", help="write the suggestions here")
    parser.add_argument(
        "--topics", required=True, metavar="FILE", help="write what is under discussion per turn here"
    )


def run(options: argparse.Namespace) -> None:
    """Apply the codebook to words that are stored already; no transcript is read."""
    study, codebook = load_study(options.study), open_codebook(options)
    turns, sentences = _read(options.turns), _read(options.sentences)
    tokens = read_tokens(Path(options.tokens))
    _belong_together(turns, tokens, options.tokens)
    suggestions, topics = code_turns(
        turns, sentences, tokens, codebook, language=codebook.language, general=study.swot.general
    )
    write_parquet(suggestions, options.suggestions)
    write_parquet(topics, options.topics)
    print(f"code: {len(turns)} turns, {len(tokens)} words, {len(suggestions)} suggestions")


def _read(file: str) -> pd.DataFrame:
    try:
        return pd.read_parquet(file)
    except FileNotFoundError:
        raise InputError("There is no such file.", file, remedy="`delphi ingest` writes it.") from None
    except (OSError, ValueError):
        raise InputError(
            "This is no table that `delphi ingest` wrote.", file, remedy="Delete it and run `delphi ingest`."
        ) from None


def _belong_together(turns: pd.DataFrame, tokens: Tokens, file: str) -> None:
    same = turns["transcript_id"].tolist() == tokens.transcript_id
    if not same or turns["turn"].tolist() != tokens.turn.tolist():
        raise InputError(
            "These words belong to other turns.", file, remedy="Run `delphi ingest` for this batch again."
        )
