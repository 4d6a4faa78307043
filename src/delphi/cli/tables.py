"""`delphi tables`: the SWOT table and what is checked, for the report and for other tools."""

from __future__ import annotations

import argparse

from delphi.cli.batches import each_batch
from delphi.cli.options import (
    open_codebook,
    open_study,
    read_parquet,
    read_tags,
    reads,
    write_csv,
    writes,
)
from delphi.codebook import check_blocks
from delphi.items import read_items
from delphi.rounds import coverage_table, open_rounds, swot_table


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook", "transcripts", "participants", "items")
    reads(parser, "tags", "reading", "links", "happened", "turns")
    writes(parser, swot="every statement in its cell", coverage="how much of each transcript is checked")


def run(options: argparse.Namespace) -> None:
    """Write the tables."""
    study, transcripts, _ = open_study(options)
    codebook = open_codebook(options)
    check_blocks(study, codebook, options.study)
    items = read_items(options.items, codebook, study.language)
    events, linked = read_parquet(options.happened), read_parquet(options.links)
    coverage = coverage_table(
        each_batch(options.turns, ["transcript_id", "turn", "participant_id"]), transcripts,
        read_parquet(options.reading), read_tags(options.tags, ["transcript_id", "status"]),
    )  # fmt: skip
    swot = swot_table(items, events, linked, study, codebook, open_rounds(coverage))
    write_csv(swot, options.to_swot)
    write_csv(coverage, options.to_coverage)
    checked, all_turns = coverage["checked"].sum(), coverage["participant_turns"].sum()
    print(f"tables: {len(swot)} statements, {checked} of {all_turns} participants' turns checked by people")
