"""`delphi check`: everything that is wrong with a study folder, in one go; and upgrading an older one."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from delphi.cli.options import reads
from delphi.codebook import Codebook, check_blocks, load_codebook
from delphi.coding.learner.address import local_address
from delphi.columns import TABLES
from delphi.decisions.placeable import beyond, placeless
from delphi.decisions.store import decision_rows, decisions_as_far
from delphi.errors import InputError, InputErrors
from delphi.items import (
    EVENT_COLUMNS,
    ITEM_COLUMNS,
    named_items,
    passage_errors,
    people_errors,
    positions_in,
    read_events,
    read_items,
    references_of,
    row_errors,
    unexplained,
)
from delphi.privacy.clearing import Clearance, read_cleared
from delphi.privacy.filenames import likely_names
from delphi.privacy.foreseen import foreseen
from delphi.privacy.vetting import watched
from delphi.ratings import read_ratings, uninvited
from delphi.ratings.reading import RATING_COLUMNS
from delphi.report.prose import check_chapters, check_openings, places
from delphi.report.registers import read_parameters, read_practices
from delphi.study import (
    Participant,
    Study,
    Transcript,
    check_files,
    check_present,
    load_study,
    speaker_labels,
)
from delphi.study.config import FORMAT
from delphi.study.partial import partial_codebook, partial_study
from delphi.study.registers import (
    PARTICIPANT_COLUMNS,
    TRANSCRIPT_COLUMNS,
    participants_as_far,
    transcripts_as_far,
)
from delphi.study.sources import read_table
from delphi.study.unwritten import unwritten
from delphi.transcripts import read_file
from delphi.transcripts.labels import Register
from delphi.transcripts.reading import Reading
from delphi.upgrade import is_newer, planned, upgrade


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
    parser.add_argument(
        "--upgrade",
        action="store_true",
        help="bring a study that an older version made up to date, with a copy kept, and check it then",
    )


def run(options: argparse.Namespace) -> None:
    """Read everything that people write; complain about all of it at once."""
    if options.upgrade and not is_newer(Path(options.study)):
        _upgrade(options)
    found = Findings()
    study, unread = found.attempt(load_study, options.study), set[str]()
    if study is None:
        if is_newer(Path(options.study)):
            raise InputErrors(found.errors)
        study, unread = partial_study(options.study)
    codebook = found.attempt(load_codebook, options.codebook) or partial_codebook(options.codebook)
    transcripts, participants = _registers(found, options, study)
    if study and study.coding.second_opinion and study.coding.second_opinion.kind == "chat":
        found.attempt(local_address, study.coding.second_opinion.address, options.study)
    if study and codebook and "swot" not in unread:
        found.attempt(check_blocks, study, codebook, options.study)
    ids = [t.transcript_id for t in transcripts or ()] or _ids(Path(options.transcripts))
    names = _coded(found, options, study, codebook, ids, participants, unread)
    if codebook:
        for name, step in (("parameters", read_parameters), ("practices", read_practices)):
            if Path(getattr(options, name)).exists():
                found.attempt(step, getattr(options, name), codebook)
    cleared = found.attempt(read_cleared, options.cleared)
    if study:
        chapters = sorted(Path(study.report.chapters).glob("*.md"))
        if cleared is not None and participants and "privacy" not in unread:
            printed = list(_printed(options, transcripts or (), chapters))
            found.errors += foreseen(printed, watched(study, participants, [], ""), cleared)
        found.warnings += _named(transcripts or (), cleared or (), options)
        known = places(study, codebook) if codebook else []
        found.attempt(check_chapters, chapters, known, COLUMNS, names)
        if "report" not in unread:
            found.attempt(check_openings, sorted(Path(options.openings).glob("*.md")), study)
    for warning in found.warnings:
        print(f"delphi: {warning}", file=sys.stderr)
    if found.errors:
        raise InputErrors(found.errors)
    if study and codebook:
        found.notes += unwritten(study, codebook)
    for note in [*found.notes, *(_upgradable(options, study) if study else [])]:
        print(f"check: {note}")
    counted = f"{len(transcripts or ())} transcripts, {len(participants or ())} participants"
    print(f"check: {counted}; the study folder is in order")


ONLY_LEADERS = (
    "only facilitators speak here, so there is nothing to code; look at `facilitators` in transcripts.csv."
)
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
    transcripts = _as_far(found, found.attempt(transcripts_as_far, options.transcripts, study))
    participants = _as_far(found, found.attempt(participants_as_far, options.participants, study))
    readable = [t for t in transcripts or () if t.file and Path(t.file).name == t.file]
    if readable:
        found.attempt(check_files, readable, options.folder, options.transcripts)
    if transcripts and participants:
        found.attempt(check_present, transcripts, participants, options.transcripts)
        gone = {label.casefold() for person in participants if person.withdrawn_on for label in person.labels}
        speakers: dict[tuple[str, ...], Register] = {}
        for transcript in readable:
            path = Path(options.folder) / transcript.file
            if path.exists():
                if transcript.facilitators not in speakers:
                    speakers[transcript.facilitators] = Register(speaker_labels(transcript, participants))
                reading = found.attempt(_read, path, transcript, speakers[transcript.facilitators])
                found.lengths |= _lengths(reading, gone) if reading else {}
                if reading and not _others_speak(reading, transcript):
                    found.notes.append(f"{path.as_posix()}: {ONLY_LEADERS}")
                for warning in reading.warnings if reading else ():
                    found.warnings.append(f"{path.as_posix()}: {warning.rstrip('.')}.")
    return transcripts, participants


def _as_far(found: Findings, read: tuple[list[Any], list[InputError]] | None) -> list[Any] | None:
    """The rows of a register, with what is wrong in some of them kept, so that it hides nothing else."""
    if read is None:
        return None
    found.errors += read[1]
    return read[0]


def _upgrade(options: argparse.Namespace) -> None:
    """Upgrade, and tell it line by line."""
    done = upgrade(Path(options.study), _decided(options), dt.date.today())
    if done is None:
        print("check: there is nothing to upgrade.")
        return
    for change in done.changes:
        print(f"check: {change.file.as_posix()}: {change.said}")
    print(
        f"check: upgraded to format {FORMAT}. The files as they were lie in {done.copy.name}, in the study's folder."
    )


def _upgradable(options: argparse.Namespace, study: Study) -> list[str]:
    """What `--upgrade` would do."""
    if study.format >= FORMAT:
        return []
    first = f"an older version made this study (format {study.format}). It works as it is; `delphi check --upgrade`"
    return [
        f"{first} brings it to format {FORMAT} and keeps a copy:",
        *(
            f"  {change.file.as_posix()}: {change.said}"
            for change in planned(Path(options.study), _decided(options))
        ),
    ]


def _decided(options: argparse.Namespace) -> list[Path]:
    """The files of decisions and of adjudications that hold something."""
    files = [*sorted(Path(options.decisions).glob("*.csv")), Path(options.adjudications)]
    return [file for file in files if file.exists() and file.stat().st_size]


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
    decided = _decided(options)
    if study is None or codebook is None or not transcripts:
        for file in decided:
            found.attempt(decision_rows, file)
        forms = [
            (Path(options.items), ITEM_COLUMNS),
            (Path(options.events), EVENT_COLUMNS),
            (Path(options.rated), RATING_COLUMNS),
        ]
        for file, columns in forms:
            if file.exists():
                found.attempt(read_table, file, columns)
        return []
    items = found.attempt(read_items, options.items, codebook, study.language)
    names = sorted(set(items["item_id"])) if items is not None else []
    read = [found.attempt(decisions_as_far, [file], codebook, transcripts, names) for file in decided]
    for file, (frame, errors) in ((file, each) for file, each in zip(decided, read) if each):
        found.errors += [*errors, *placeless(frame, found.lengths, file)]
        found.warnings += beyond(frame, found.lengths, file)
    rounds = [round_.number for round_ in study.rounds]
    if items is None:
        named = found.attempt(named_items, options.items)
        told = (
            None if named is None else found.attempt(row_errors, options.events, named, rounds, transcripts)
        )
        found.errors += told or []
    else:
        events = found.attempt(read_events, options.events, items, rounds, transcripts)
        if participants and "scales" not in unread:
            ratings = found.attempt(read_ratings, options.rated, names, participants, study)
            for warning in [] if ratings is None else uninvited(ratings, participants):
                found.notes.append(f"{Path(options.rated).as_posix()}, {warning}")
        if events is not None:
            linked = {item for each in read if each for item in each[0]["item_id"]}
            found.notes += unexplained(items, events, linked, options.items)
    references = found.attempt(references_of, options.events)
    if references is not None:
        people = [person.participant_id for person in participants or ()]
        # A decision that cannot be read might be the one that a reference means.
        if all(read):
            at = set().union(*(positions_in(decision_rows(file)) for file in decided))
            found.errors += passage_errors(references, found.lengths, at, options.events)
        found.errors += people_errors(references, people, options.events) if people else []
    return names


def _printed(
    options: argparse.Namespace, transcripts: Sequence[Transcript], chapters: Sequence[Path]
) -> Iterator[tuple[Path, int, str]]:
    """What people write and the report prints as it stands, with file and line."""
    for transcript in transcripts:
        yield Path(options.transcripts), transcript.line, transcript.transcript_id
    items = Path(options.items)
    try:
        columns, rows = read_table(items, ["statement"]) if items.exists() else ([], [])
    except InputError:  # told already
        columns, rows = [], []
    for row in rows:
        for column in columns:
            if column.startswith("statement"):
                yield items, row.line, row[column]
    for chapter in chapters:
        text = chapter.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            yield chapter, number, re.sub(r"{{.*?}}", "", line)


def _named(
    transcripts: Sequence[Transcript], cleared: Sequence[Clearance], options: argparse.Namespace
) -> list[str]:
    """Ids and files of transcripts that seem to name somebody, which are printed."""
    free = {clearance.word.casefold() for clearance in cleared if not clearance.context}
    told = []
    for one in transcripts:
        free_here = free | {
            w.casefold() for place in (one.group, one.place) for w in re.findall(r"\w+", place)
        }
        for what, name in (("id", one.transcript_id), ("file", Path(one.file).stem)):
            words = [w for w in likely_names(name, one.language) if w.casefold() not in free_here]
            if words and not (what == "file" and name == one.transcript_id):
                told.append(
                    f"{Path(options.transcripts).as_posix()}, line {one.line}: the {what} `{name}` may name somebody"
                    f" ({', '.join(words)}), and it is printed; give it another name, or clear the word in"
                    f" {Path(options.cleared).as_posix()} when it points at nobody."
                )
    return told


def _ids(path: Path) -> list[str]:
    """The ids of the transcripts, of a register that cannot be read as a whole."""
    try:
        return [row["transcript_id"] for row in read_table(path, ["transcript_id"])[1]]
    except InputError:
        return []


def _others_speak(reading: Reading, transcript: Transcript) -> bool:
    leaders = {label.casefold() for label in transcript.facilitators}
    return any(turn.speaker.casefold() not in leaders for turn in reading.turns)


def _lengths(reading: Reading, gone: set[str]) -> dict[tuple[str, int], int | None]:
    return {
        (reading.transcript_id, turn.turn): None if turn.speaker.casefold() in gone else len(turn.text)
        for turn in reading.turns
    }


def _read(path: Path, transcript: Transcript, speakers: Register) -> Reading:
    return read_file(path, speakers, transcript_id=transcript.transcript_id)
