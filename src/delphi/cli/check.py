"""`delphi check`: everything that is wrong with a study folder, in one go."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from delphi.cli.options import reads
from delphi.codebook import check_blocks, load_codebook
from delphi.decisions import read_decisions
from delphi.errors import InputError, InputErrors
from delphi.items import read_events, read_items
from delphi.ratings import read_ratings, uninvited
from delphi.study import (
    check_files,
    check_present,
    load_participants,
    load_study,
    load_transcripts,
    speaker_labels,
)
from delphi.transcripts import read_file


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook", "transcripts", "participants", "items", "events", "rated")
    parser.add_argument(
        "--folder", default="data/raw/transcripts", metavar="FOLDER", help="where the transcripts are"
    )
    parser.add_argument(
        "--decisions", default="data/coded/decisions", metavar="FOLDER", help="where the coders' files are"
    )
    parser.add_argument(
        "--adjudications", default="data/coded/adjudications.csv", metavar="FILE", help="may be missing"
    )


def run(options: argparse.Namespace) -> None:
    """Read everything that people write; complain about all of it at once."""
    errors: list[InputError] = []
    warnings: list[str] = []

    def attempt(step: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return step(*arguments)
        except InputErrors as found:
            errors.extend(found.errors)
        except InputError as found:
            errors.append(found)
        return None

    study = attempt(load_study, options.study)
    codebook = attempt(load_codebook, options.codebook)
    transcripts = study and attempt(load_transcripts, options.transcripts, study)
    participants = study and attempt(load_participants, options.participants, study)
    if study and codebook:
        attempt(check_blocks, study, codebook, options.study)
    if transcripts:
        attempt(check_files, transcripts, options.folder, options.transcripts)
    if transcripts and participants:
        attempt(check_present, transcripts, participants, options.transcripts)
    if transcripts and participants:
        for transcript in transcripts:
            path = Path(options.folder) / transcript.file
            if path.exists():
                attempt(_read, path, speaker_labels(transcript, participants), transcript.transcript_id)
    if transcripts and codebook:
        known = [transcript.transcript_id for transcript in transcripts]
        items = attempt(read_items, options.items, codebook, study.language)
        if items is not None:
            rounds = [round_.number for round_ in study.rounds]
            attempt(read_events, options.events, items, rounds, known)
            names = sorted(set(items["item_id"]))
            if participants:
                ratings = attempt(read_ratings, options.rated, names, participants, study)
                warnings += [] if ratings is None else uninvited(ratings, participants)
            files = [*sorted(Path(options.decisions).glob("*.csv")), Path(options.adjudications)]
            for file in files:
                if file.exists():
                    attempt(read_decisions, [file], codebook, known, names)
    for warning in warnings:
        print(f"delphi: {Path(options.rated).as_posix()}, {warning}", file=sys.stderr)
    if errors:
        raise InputErrors(errors)
    print(
        f"check: {len(transcripts)} transcripts, {len(participants)} participants; the study folder is in order"
    )


def _read(path: Path, speakers: dict[str, str], transcript_id: str) -> None:
    read_file(path, speakers, transcript_id=transcript_id)
