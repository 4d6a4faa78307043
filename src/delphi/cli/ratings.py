"""`delphi ratings`: how the panel rated the statements, per round and between rounds."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from delphi.cli.options import open_codebook, open_study, reads, write_csv, writes
from delphi.items import read_events, read_items, versions_in_force
from delphi.ratings import invited_raters, ratings_table, read_ratings, uninvited


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook", "transcripts", "participants", "items", "events", "rated")
    writes(parser, ratings="every measure of every rated statement")


def run(options: argparse.Namespace) -> None:
    """Write the table of ratings."""
    study, transcripts, participants = open_study(options)
    items = read_items(options.items, open_codebook(options), study.language)
    rounds = [round_.number for round_ in study.rounds]
    events = read_events(options.events, items, rounds, [t.transcript_id for t in transcripts])
    ratings = read_ratings(options.rated, list(dict.fromkeys(items["item_id"])), participants, study)
    for warning in uninvited(ratings, participants):
        print(f"delphi: {Path(options.rated).as_posix()}, {warning}", file=sys.stderr)
    invited = invited_raters(ratings, participants, transcripts, study)
    table = ratings_table(ratings, invited, items, versions_in_force(items, events, rounds), study)
    write_csv(table, options.to_ratings)
    raters = ratings["participant_id"].nunique()
    print(f"ratings: {len(ratings)} ratings of {ratings['item_id'].nunique()} statements by {raters} people")
