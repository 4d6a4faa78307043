"""`delphi sensitivity`: which statuses hang on one coder, one group, disputed tags or unchecked suggestions."""

from __future__ import annotations

import argparse

from delphi.cli.batches import decided, read_turns
from delphi.cli.options import (
    open_codebook,
    open_study,
    read_parquet,
    read_tags,
    reads,
    write_csv,
    writes,
)
from delphi.items import read_items
from delphi.rounds.sensitivity import OF_DECISIONS, OF_TAGS, Evidence, sensitivity_table


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook", "transcripts", "participants", "items")
    reads(parser, "tags", "placed", "happened", "presence", "turns")
    writes(parser, sensitivity="every status that would be another one")


def run(options: argparse.Namespace) -> None:
    """Derive all statuses again for every scenario, and write what differs."""
    study, transcripts, participants = open_study(options)
    codebook = open_codebook(options)
    placed = read_parquet(options.placed, OF_DECISIONS)
    turns = read_turns(options.turns, transcripts, participants, only=decided(placed))
    evidence = Evidence(
        study=study,
        transcripts=transcripts,
        turns=turns.assign(text=""),
        tags=read_tags(options.tags, OF_TAGS),
        items=read_items(options.items, codebook, study.language),
        events=read_parquet(options.happened),
        present=read_parquet(options.presence),
    )
    table = sensitivity_table(evidence, placed)
    write_csv(table, options.to_sensitivity)
    overall = table[(table["item_id"] != "") & table["round"].isna()]
    for (scenario, left_out), rows in table.groupby(["scenario", "left_out"], sort=False):
        named = f"{scenario} {left_out}".strip()
        changed = overall[(overall["scenario"] == scenario) & (overall["left_out"] == left_out)]
        print(f"sensitivity: {named}: {len(changed)} statements with another status, {len(rows)} rows")
