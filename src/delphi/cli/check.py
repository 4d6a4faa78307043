"""`delphi check`: everything that is wrong with a study folder, in one go."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from delphi.cli.options import reads
from delphi.codebook import Codebook, check_blocks, load_codebook
from delphi.decisions import read_decisions
from delphi.decisions.placeable import placeless
from delphi.decisions.store import DECISION_COLUMNS
from delphi.errors import InputError, InputErrors
from delphi.items import (
    EVENT_COLUMNS,
    ITEM_COLUMNS,
    passage_errors,
    people_errors,
    positions_of,
    read_events,
    read_items,
    unexplained,
)
from delphi.privacy.clearing import read_cleared
from delphi.ratings import read_ratings, uninvited
from delphi.ratings.reading import RATING_COLUMNS
from delphi.reference import TABLES
from delphi.report.prose import check_chapters, check_openings, places
from delphi.report.registers import read_parameters, read_practices
from delphi.study import (
    Participant,
    Study,
    Transcript,
    check_files,
    check_present,
    load_participants,
    load_study,
    load_transcripts,
    speaker_labels,
)
from delphi.study.partial import partial_codebook, partial_study
from delphi.study.registers import PARTICIPANT_COLUMNS, TRANSCRIPT_COLUMNS
from delphi.study.sources import read_table
from delphi.transcripts import read_file
from delphi.transcripts.labels import Register
from delphi.transcripts.reading import Reading


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook", "transcripts", "participants", "items", "events", "rated", "cleared")
    parser.add_argument(
        "--folder", default="data/raw/transcripts", metavar="FOLDER", help="where the transcripts are"
    )
    parser.add_argument(
        "--decisions", default="data/coded/decisions", metavar="FOLDER", help="where the coders' files are"
    )
    for name, default in (
        ("adjudications", "data/coded/adjudications.csv"),
        ("parameters", "data/raw/parameters.csv"),
        ("practices", "data/raw/practices.csv"),
    ):
        parser.add_argument(f"--{name}", default=default, metavar="FILE", help="may be missing")
    parser.add_argument(
        "--openings", default="config/feedback", metavar="FOLDER", help="own openings of the feedback"
    )


def run(options: argparse.Namespace) -> None:
    """Read everything that people write; complain about all of it at once."""
    found = Findings()
    study, unread = found.attempt(load_study, options.study), set[str]()
    if study is None:
        study, unread = partial_study(options.study)
    codebook = found.attempt(load_codebook, options.codebook) or partial_codebook(options.codebook)
    transcripts, participants = _registers(found, options, study)
    if study and codebook and "swot" not in unread:
        found.attempt(check_blocks, study, codebook, options.study)
    ids = [t.transcript_id for t in transcripts or ()] or _ids(Path(options.transcripts))
    names = _coded(found, options, study, codebook, ids, participants, unread)
    if codebook:
        for name, step in (("parameters", read_parameters), ("practices", read_practices)):
            if Path(getattr(options, name)).exists():
                found.attempt(step, getattr(options, name), codebook)
    found.attempt(read_cleared, options.cleared)
    if study:
        chapters = sorted(Path(study.report.chapters).glob("*.md"))
        known = places(study, codebook) if codebook else []
        found.attempt(check_chapters, chapters, known, COLUMNS, names)
        if "report" not in unread:
            found.attempt(check_openings, sorted(Path(options.openings).glob("*.md")), study)
    for warning in found.warnings:
        print(f"delphi: {warning}", file=sys.stderr)
    if found.errors:
        raise InputErrors(found.errors)
    for note in found.notes:
        print(f"check: {note}")
    counted = f"{len(transcripts or ())} transcripts, {len(participants or ())} participants"
    print(f"check: {counted}; the study folder is in order")


COLUMNS = {name.removesuffix(".csv"): list(columns) for name, (_, columns) in TABLES.items()}


@dataclass
class Findings:
    """What is wrong, and what is only to be known."""

    errors: list[InputError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lengths: dict[tuple[str, int], int | None] = field(default_factory=dict)
    """Characters of every turn that could be read; None where its speaker withdrew."""

    def attempt(self, step: Callable[..., Any], *arguments: Any) -> Any:
        """What the step gives; None when it finds mistakes, which are kept, each once."""
        try:
            return step(*arguments)
        except InputError as error:
            new = error.errors if isinstance(error, InputErrors) else [error]
            known = {str(one) for one in self.errors}
            self.errors += [one for one in new if str(one) not in known]
            return None


def _registers(
    found: Findings, options: argparse.Namespace, study: Study | None
) -> tuple[list[Transcript] | None, list[Participant] | None]:
    """The registers and the transcripts themselves; without a study, only the form of the registers."""
    if study is None:
        found.attempt(read_table, Path(options.transcripts), TRANSCRIPT_COLUMNS)
        found.attempt(read_table, Path(options.participants), PARTICIPANT_COLUMNS)
        return None, None
    transcripts = found.attempt(load_transcripts, options.transcripts, study)
    participants = found.attempt(load_participants, options.participants, study)
    if transcripts:
        found.attempt(check_files, transcripts, options.folder, options.transcripts)
    if transcripts and participants:
        found.attempt(check_present, transcripts, participants, options.transcripts)
        gone = {label.casefold() for person in participants if person.withdrawn_on for label in person.labels}
        speakers: dict[tuple[str, ...], Register] = {}
        for transcript in transcripts:
            path = Path(options.folder) / transcript.file
            if path.exists():
                if transcript.facilitators not in speakers:
                    speakers[transcript.facilitators] = Register(speaker_labels(transcript, participants))
                reading = found.attempt(_read, path, transcript, speakers[transcript.facilitators])
                found.lengths |= _lengths(reading, gone) if reading else {}
                for warning in reading.warnings if reading else ():
                    found.warnings.append(f"{path.as_posix()}: {warning.rstrip('.')}.")
    return transcripts, participants


def _coded(
    found: Findings,
    options: argparse.Namespace,
    study: Study | None,
    codebook: Codebook | None,
    transcripts: Sequence[str],
    participants: list[Participant] | None,
    unread: set[str],
) -> list[str]:
    """What the team coded and the panel rated; the ids of the statements."""
    decided = [*sorted(Path(options.decisions).glob("*.csv")), Path(options.adjudications)]
    decided = [file for file in decided if file.exists() and file.stat().st_size]
    if study is None or codebook is None or not transcripts:
        forms = [
            (Path(options.items), ITEM_COLUMNS),
            (Path(options.events), EVENT_COLUMNS),
            (Path(options.rated), RATING_COLUMNS),
            *((file, DECISION_COLUMNS) for file in decided),
        ]
        for file, columns in forms:
            if file.exists():
                found.attempt(read_table, file, columns)
        return []
    items = found.attempt(read_items, options.items, codebook, study.language)
    names = sorted(set(items["item_id"])) if items is not None else []
    if items is not None:
        rounds = [round_.number for round_ in study.rounds]
        events = found.attempt(read_events, options.events, items, rounds, transcripts)
        if participants and "scales" not in unread:
            ratings = found.attempt(read_ratings, options.rated, names, participants, study)
            for warning in [] if ratings is None else uninvited(ratings, participants):
                found.notes.append(f"{Path(options.rated).as_posix()}, {warning}")
    frames = [found.attempt(read_decisions, [file], codebook, transcripts, names) for file in decided]
    decisions = [frame for frame in frames if frame is not None]
    for file, frame in zip(decided, frames):
        found.errors += [] if frame is None else placeless(frame, found.lengths, file)
    if items is not None and events is not None:
        people = [person.participant_id for person in participants or ()]
        # A decision that cannot be read might be the one that a reference means.
        if people and len(decisions) == len(frames):
            at = set().union(*(positions_of(frame) for frame in decisions))
            found.errors += passage_errors(events, found.lengths, at, options.events)
        found.errors += people_errors(events, people, options.events) if people else []
        linked = {item for frame in decisions for item in frame["item_id"]}
        found.notes += unexplained(items, events, linked, options.items)
    return names


def _ids(path: Path) -> list[str]:
    """The ids of the transcripts, of a register that cannot be read as a whole."""
    try:
        return [row["transcript_id"] for row in read_table(path, ["transcript_id"])[1]]
    except InputError:
        return []


def _lengths(reading: Reading, gone: set[str]) -> dict[tuple[str, int], int | None]:
    return {
        (reading.transcript_id, turn.turn): None if turn.speaker.casefold() in gone else len(turn.text)
        for turn in reading.turns
    }


def _read(path: Path, transcript: Transcript, speakers: Register) -> Reading:
    return read_file(path, speakers, transcript_id=transcript.transcript_id)
