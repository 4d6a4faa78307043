"""`delphi check`: everything that is wrong with a study folder, in one go."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from delphi.cli.options import reads
from delphi.codebook import check_blocks, load_codebook
from delphi.decisions import read_decisions
from delphi.errors import InputError, InputErrors
from delphi.items import (
    passage_errors,
    people_errors,
    positions_of,
    read_events,
    read_items,
    unexplained,
)
from delphi.ratings import read_ratings, uninvited
from delphi.study import (
    Participant,
    check_files,
    check_present,
    load_participants,
    load_study,
    load_transcripts,
    speaker_labels,
)
from delphi.transcripts import read_file
from delphi.transcripts.reading import Reading


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
    notes: list[str] = []

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
    lengths: dict[tuple[str, int], int | None] = {}
    if transcripts and participants:
        for transcript in transcripts:
            path = Path(options.folder) / transcript.file
            if path.exists():
                speakers = speaker_labels(transcript, participants)
                reading = attempt(_read, path, speakers, transcript.transcript_id)
                lengths |= _lengths(reading, participants) if reading else {}
    if transcripts and codebook:
        known = [transcript.transcript_id for transcript in transcripts]
        items = attempt(read_items, options.items, codebook, study.language)
        if items is not None:
            rounds = [round_.number for round_ in study.rounds]
            events = attempt(read_events, options.events, items, rounds, known)
            names = sorted(set(items["item_id"]))
            if participants:
                ratings = attempt(read_ratings, options.rated, names, participants, study)
                uncalled = [] if ratings is None else uninvited(ratings, participants)
                notes += [f"{Path(options.rated).as_posix()}, {note}" for note in uncalled]
            files = [*sorted(Path(options.decisions).glob("*.csv")), Path(options.adjudications)]
            read_files = [
                attempt(read_decisions, [file], codebook, known, names) for file in files if file.exists()
            ]
            decisions = [frame for frame in read_files if frame is not None]
            if events is not None:
                # A decision that cannot be read might be the one that a reference means.
                if len(decisions) == len(read_files):
                    places = set().union(*(positions_of(frame) for frame in decisions))
                    errors += passage_errors(events, lengths, places, options.events)
                people = [person.participant_id for person in participants or ()]
                errors += people_errors(events, people, options.events) if people else []
                linked = {item for frame in decisions for item in frame["item_id"]}
                notes += unexplained(items, events, linked, options.items)
    if errors:
        raise InputErrors(errors)
    for note in notes:
        print(f"check: {note}")
    print(
        f"check: {len(transcripts)} transcripts, {len(participants)} participants; the study folder is in order"
    )


def _read(path: Path, speakers: dict[str, str], transcript_id: str) -> Reading:
    return read_file(path, speakers, transcript_id=transcript_id)


def _lengths(reading: Reading, participants: Sequence[Participant]) -> dict[tuple[str, int], int | None]:
    """Characters of every turn; None where its speaker withdrew."""
    gone = {label.casefold() for person in participants if person.withdrawn_on for label in person.labels}
    return {
        (reading.transcript_id, turn.turn): None if turn.speaker.casefold() in gone else len(turn.text)
        for turn in reading.turns
    }
