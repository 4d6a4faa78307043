"""`delphi rounds`: who was there, who supported or contested what, and what became of it."""

from __future__ import annotations

import argparse

from delphi.cli.batches import WHO, decided, each_batch
from delphi.cli.options import (
    open_codebook,
    open_study,
    read_parquet,
    read_tags,
    reads,
    write_csv,
    write_parquet,
    writes,
)
from delphi.errors import InputErrors
from delphi.items import (
    lengths_of,
    passage_errors,
    positions_of,
    read_events,
    read_items,
    tags_of_events,
    transcripts_of,
)
from delphi.items.references import OF_DECISIONS
from delphi.rounds import consensus_table, links, panel_table, presence, spoken_in


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook", "transcripts", "participants", "items", "events")
    reads(parser, "tags", "reading", "placed", "turns")
    writes(
        parser,
        consensus="support and status per item, round, perspective and group",
        panel="the panel's coming and going",
        links="tags linked to items, with the version they count for",
        presence="who was in which session",
        happened="the ledger, each event with the tags it refers to",
    )


def run(options: argparse.Namespace) -> None:
    """Derive presence, support and statuses."""
    study, transcripts, participants = open_study(options)
    codebook = open_codebook(options)
    rounds = [round_.number for round_ in study.rounds]
    items = read_items(options.items, codebook, study.language)
    known = [transcript.transcript_id for transcript in transcripts]
    events = read_events(options.events, items, rounds, known)
    placed = read_parquet(options.placed, OF_DECISIONS)
    lengths: dict[tuple[str, int], int | None] = {}
    for turns in each_batch(options.turns, (*WHO, "characters"), transcripts_of(events)):
        lengths |= lengths_of(turns)
    wrong = passage_errors(events, lengths, positions_of(placed), options.events)
    if wrong:
        raise InputErrors(wrong)
    gone = {person.participant_id for person in participants if person.withdrawn_on}
    events["participant_ids"] = [_without(ids, gone) for ids in events["participant_ids"]]
    tags = read_tags(options.tags, unchecked=False)
    linked = links(tags, items, events, study)
    spoken = spoken_in(each_batch(options.turns, WHO), decided(placed))
    present = presence(transcripts, participants, spoken, read_parquet(options.reading), study)
    consensus = consensus_table(items, events, linked, present, study)
    write_csv(consensus, options.to_consensus)
    write_csv(panel_table(present, participants, transcripts, study), options.to_panel)
    write_parquet(present, options.to_presence)
    write_parquet(linked, options.to_links)
    write_parquet(tags_of_events(events, placed, tags), options.to_happened)
    statements = consensus["item_id"].nunique()
    print(
        f"rounds: {statements} statements, {len(linked)} linked passages, {len(events)} events in the ledger"
    )


def _without(ids: str, gone: set[str]) -> str:
    """A list of participants without those who withdrew."""
    return ";".join(name for name in (part.strip() for part in ids.split(";")) if name and name not in gone)
