"""`delphi agree`: how far the coders agree, before and after adjudication."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import pandas as pd
from threadpoolctl import threadpool_limits

from delphi.agreement import (
    confusion_table,
    opposite_categories,
    passages_of_stages,
    readings,
    stages_table,
    text_of,
    turns_read,
)
from delphi.agreement.differences import OF_TAGS
from delphi.agreement.readings import OF_DECISIONS
from delphi.cli.batches import WHO, decided, read_turns
from delphi.cli.options import (
    open_codebook,
    open_study,
    read_parquet,
    read_tags,
    reads,
    write_csv,
)
from delphi.codebook import Codebook
from delphi.study import Participant, Transcript


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook", "transcripts", "participants", "turns", "placed", "tags")
    for name, text in (
        ("agreement", "the table of agreement between coders"),
        ("disagreements", "the list of passages with the same work model and another category"),
        ("confusion", "which codes coders confuse, per pair of coders"),
    ):
        parser.add_argument(f"--{name}", required=True, metavar="FILE", help=f"where to write {text}")


def run(options: argparse.Namespace) -> None:
    """Measure agreement, list where coders contradict each other, and count what they confuse."""
    study, transcripts, participants = open_study(options)
    codebook = open_codebook(options)
    read, before, after = _tagged(options, transcripts, participants, codebook)
    text = text_of(turns_read(read), before)
    ruled = after if after is not before else None
    with threadpool_limits(1):  # products of small matrices: threads would only wait for one another
        table = stages_table(text, ruled, codebook, study.coding.seed)
    opposite = opposite_categories(before, after, read_tags(options.tags, OF_TAGS))
    confusion = confusion_table(text.turns, codebook)
    write_csv(table, options.agreement)
    write_csv(opposite, options.disagreements)
    write_csv(confusion, options.confusion)
    whole = table[(table["stage"] == "before") & (table["unit"] == "turn") & (table["code"] == "")]
    for coders, rows in whole.groupby("coders", sort=False):
        told = ", ".join(
            f"{row.facet} {row.alpha:.2f}" if row.alpha == row.alpha else f"{row.facet} not estimable"
            for row in rows.itertuples()
        )
        print(f"agree: {coders.replace(';', ', ')}, {rows['n_units'].iloc[0]} turns, alpha: {told}")
    if whole.empty:
        print("agree: no two coders read the same turn")
    open_places = (opposite["adjudicated"] == "no").sum()
    print(f"agree: {len(opposite)} passages with opposite categories, {open_places} of them open")


def _tagged(
    options: argparse.Namespace,
    transcripts: Sequence[Transcript],
    participants: Sequence[Participant],
    codebook: Codebook,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Who read what, and the passages before and after adjudication; the decisions themselves are let go."""
    placed = read_parquet(options.placed, OF_DECISIONS)
    turns = read_turns(options.turns, transcripts, participants, (*WHO, "characters"), only=decided(placed))
    return (readings(placed, turns, codebook), *passages_of_stages(placed, turns))
