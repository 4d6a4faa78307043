"""How long the learner needs for a million words of new transcripts, and how much memory.

Run in a study folder after `snakemake`::

    python benchmarks/learner.py [--words 1000000]

The study's own turns are repeated under new names, so that no learner has seen their decisions; words are shuffled
within the repeated turns, so that they are not the same text again and again.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from pathlib import Path

import pandas as pd
from threadpoolctl import threadpool_limits

from delphi.codebook import load_codebook
from delphi.coding.learner.batch import code_with_learner
from delphi.coding.learner.store import open_trained
from delphi.coding.tokens import tokenise_turns
from delphi.study import load_study


def many(frame: pd.DataFrame, copies: int) -> pd.DataFrame:
    """The frame so many times, each copy under new transcript ids."""
    parts = [frame.assign(transcript_id=frame["transcript_id"] + f"-copy{copy}") for copy in range(copies)]
    return pd.concat(parts, ignore_index=True)


def shuffled(text: str, draw: random.Random) -> str:
    """The sentences' length stays, the words move."""
    words = text.split()
    draw.shuffle(words)
    return " ".join(words)[: len(text)].ljust(len(text))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, default=1_000_000, help="words of new transcripts")
    wanted = parser.parse_args().words
    study, codebook = load_study("config/study.yaml"), load_codebook("config/codebook.yaml")
    turns, sentences = (
        pd.concat([pd.read_parquet(path) for path in sorted(Path("data/interim", stage).glob("*.parquet"))])
        .sort_values(["transcript_id", "turn"], kind="stable")
        .reset_index(drop=True)
        for stage in ("turns", "sentences")
    )
    copies = max(1, round(wanted / turns["text"].str.split().str.len().sum()))
    turns, sentences = many(turns, copies), many(sentences, copies)
    draw = random.Random(1)
    turns["text"] = [shuffled(text, draw) for text in turns["text"]]
    trained = open_trained(Path("data/interim/models"))
    began = time.process_time()
    tokens = tokenise_turns(turns)
    cut = time.process_time()
    with threadpool_limits(1):
        suggestions, _, _ = code_with_learner(turns, sentences, tokens, codebook, study.swot.general, trained)
    done = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{len(tokens):,} words in {turns['transcript_id'].nunique()} transcripts, {len(suggestions):,} suggestions"
    )
    print(
        f"words cut {cut - began:.1f} s CPU, suggested {done - cut:.1f} s CPU, at most {memory:.2f} GB in memory"
    )


if __name__ == "__main__":
    main()
