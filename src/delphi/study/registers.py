"""The registers: which transcripts and which participants there are, and whose label is whose."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from delphi.errors import InputError, InputErrors
from delphi.study.config import Study
from delphi.study.sources import Row, nearest, read_table, whole_number

TRANSCRIPT_COLUMNS = (
    "transcript_id",
    "file",
    "round",
    "kind",
    "group",
    "place",
    "date",
    "language",
    "facilitators",
    "notes",
)
PARTICIPANT_COLUMNS = ("participant_id", "perspective", "group", "invited_rounds", "alias_of_labels")
ID = re.compile(r"\w[\w.-]*")
LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WRITTEN = "written_reaction"  # the kind of the transcripts that `delphi import` makes
NOT_TRANSCRIPTS = (".", "~$", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Transcript:
    """A row of `transcripts.csv`; `facilitators` are labels, `present` are participant ids."""

    transcript_id: str
    file: str
    round: int
    kind: str
    group: str
    place: str
    date: str
    language: str
    facilitators: tuple[str, ...]
    notes: str
    present: tuple[str, ...]
    line: int = field(compare=False)


@dataclass(frozen=True)
class Participant:
    """A row of `participants.csv`; further columns are `attributes`."""

    participant_id: str
    perspective: str
    group: str
    invited_rounds: tuple[int, ...]
    labels: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]
    withdrawn_on: dt.date | None
    line: int = field(compare=False)


def load_transcripts(path: Path | str, study: Study) -> list[Transcript]:
    """Read `transcripts.csv`, in the order of `transcript_id`.

    Raises
    ------
    InputErrors
        For a duplicate id or file, an undeclared round, a missing language.
    """
    transcripts, errors = transcripts_as_far(path, study)
    _raise(errors)
    return sorted(transcripts, key=lambda transcript: transcript.transcript_id)


def transcripts_as_far(path: Path | str, study: Study) -> tuple[list[Transcript], list[InputError]]:
    """Every row of `transcripts.csv` as far as it can be read, and everything that is wrong with them."""
    path = Path(path)
    _, rows = read_table(path, TRANSCRIPT_COLUMNS)
    numbers = [round_.number for round_ in study.rounds]
    errors: list[InputError] = []
    seen: dict[str, int] = {}
    transcripts = []
    for row in rows:
        for column in ("transcript_id", "file", "kind", "language"):
            if not row[column]:
                errors.append(InputError(f"`{column}` is empty.", path, line=row.line, remedy="Fill it in."))
        for name in (f"transcript_id `{row['transcript_id']}`", f"file `{row['file']}`"):
            if name in seen:
                remedy = f"It stands in line {seen[name]} too; each transcript has one row."
                errors.append(InputError(f"the {name} stands twice.", path, line=row.line, remedy=remedy))
            seen.setdefault(name, row.line)
        if row["transcript_id"] and not ID.fullmatch(row["transcript_id"]):
            remedy = "Use letters, digits, `-`, `_` and `.`; passages are referred to as transcript:turn:start-end."
            errors.append(
                InputError(
                    f"the transcript_id `{row['transcript_id']}` has a mark that references use.",
                    path,
                    line=row.line,
                    remedy=remedy,
                )
            )
        if (row["file"] and Path(row["file"]).name != row["file"]) or "\\" in row["file"]:
            what = f"the file `{row['file']}` is named with a folder."
            remedy = "Give its name only; it must lie in data/raw/transcripts."
            errors.append(InputError(what, path, line=row.line, remedy=remedy))
        if row["language"] and not LANGUAGE.fullmatch(row["language"]):
            what = f"the language `{row['language']}` is no code of a language."
            remedy = "Write two or three small letters, such as nl or en."
            errors.append(InputError(what, path, line=row.line, remedy=remedy))
        if row["date"]:
            _date(path, row, "date", errors)
        number = _round_number(path, row, row["round"], numbers, errors)
        transcripts.append(
            Transcript(
                row["transcript_id"],
                row["file"],
                number,
                row["kind"],
                row["group"],
                row["place"],
                row["date"],
                row["language"],
                row.items("facilitators"),
                row["notes"],
                row.items("present"),
                row.line,
            )
        )
    if not rows:
        errors.append(InputError("no transcript is registered.", path, remedy="Add one row per transcript."))
    errors += _kind_errors(path, transcripts, study)
    return transcripts, errors


def load_participants(path: Path | str, study: Study) -> list[Participant]:
    """Read `participants.csv`, in the order of the file.

    Raises
    ------
    InputErrors
        For a duplicate id, an undeclared perspective or round, one label that belongs to two people.
    """
    participants, errors = participants_as_far(path, study)
    _raise(errors)
    return participants


def participants_as_far(path: Path | str, study: Study) -> tuple[list[Participant], list[InputError]]:
    """Every row of `participants.csv` as far as it can be read, and everything that is wrong with them."""
    path = Path(path)
    columns, rows = read_table(path, PARTICIPANT_COLUMNS)
    numbers = [round_.number for round_ in study.rounds]
    own = [c for c in columns if c not in PARTICIPANT_COLUMNS and c != "withdrawn_on"]
    errors: list[InputError] = []
    owner: dict[str, tuple[str, int]] = {}
    participants = []
    for row in rows:
        name = row["participant_id"]
        if not name:
            errors.append(InputError("`participant_id` is empty.", path, line=row.line, remedy="Fill it in."))
        if ";" in name:
            what = f"the participant_id `{name}` holds a semicolon, which separates ids elsewhere."
            errors.append(InputError(what, path, line=row.line, remedy="Give every person a row."))
        if row["perspective"] not in study.perspectives:
            remedy = (
                nearest(row["perspective"], study.perspectives) + " Perspectives are declared in study.yaml."
            )
            errors.append(
                InputError(
                    f"the perspective `{row['perspective']}` is not declared.",
                    path,
                    line=row.line,
                    remedy=remedy,
                )
            )
        labels = (name, *row.items("alias_of_labels"))
        for label in dict.fromkeys(label.casefold() for label in labels):
            if label in owner:
                remedy = (
                    f"It belongs to {owner[label][0]} in line {owner[label][1]}; each label has one owner."
                )
                errors.append(
                    InputError(
                        f"the label `{label}` belongs to two participants.",
                        path,
                        line=row.line,
                        remedy=remedy,
                    )
                )
            owner.setdefault(label, (name, row.line))
        invited = tuple(
            _round_number(path, row, text, numbers, errors) for text in row.items("invited_rounds")
        )
        participants.append(
            Participant(
                name,
                row["perspective"],
                row["group"],
                invited,
                labels,
                tuple((column, row[column]) for column in own),
                _date(path, row, "withdrawn_on", errors),
                row.line,
            )
        )
    if not rows:
        errors.append(
            InputError("no participant is registered.", path, remedy="Add one row per participant.")
        )
    return participants, errors


def check_files(transcripts: Iterable[Transcript], folder: Path | str, register: Path | str) -> None:
    """Every registered file exists, every file in the folder is registered, every label is known once.

    Raises
    ------
    InputErrors
        Naming the register's line for a missing file, and the file for one that nobody registered.
    """
    folder, register = Path(folder), Path(register)
    present = {path.name for path in folder.iterdir() if path.is_file()} if folder.is_dir() else set()
    present = {name for name in present if not name.startswith(NOT_TRANSCRIPTS)}
    errors: list[InputError] = []
    transcripts = list(transcripts)
    registered = {transcript.file for transcript in transcripts}
    for transcript in transcripts:
        if transcript.file not in present:
            remedy = f"Put it in {folder.as_posix()} or correct the name. " + (
                nearest(transcript.file, sorted(present - registered))
                if present - registered
                else "The folder holds no other file."
            )
            errors.append(
                InputError(
                    f"the file `{transcript.file}` does not exist.",
                    register,
                    line=transcript.line,
                    remedy=remedy,
                )
            )
    for name in sorted(present - registered):
        remedy = f"Add a row for it to {register.as_posix()}, or move the file elsewhere."
        errors.append(InputError("this file is in no row of the register.", folder / name, remedy=remedy))
    _raise(errors)


def check_present(
    transcripts: Iterable[Transcript], participants: Sequence[Participant], register: Path | str
) -> None:
    """Every id under `present` is a participant, and no facilitator's label is a participant's.

    Raises
    ------
    InputErrors
        With the register's line.
    """
    known = {participant.participant_id: None for participant in participants}
    labels = {label.casefold() for participant in participants for label in participant.labels}
    errors: list[InputError] = []
    for transcript in transcripts:
        for name in transcript.present:
            if name not in known:
                errors.append(
                    InputError(
                        f"`present` names `{name}`, who is no participant.",
                        register,
                        line=transcript.line,
                        remedy=nearest(name, list(known)),
                    )
                )
        for label in transcript.facilitators:
            if label.casefold() in labels:
                remedy = "A facilitator's turns are never coded; give one of the two another label."
                errors.append(
                    InputError(
                        f"the facilitator's label `{label}` is a participant's too.",
                        register,
                        line=transcript.line,
                        remedy=remedy,
                    )
                )
    _raise(errors)


def speaker_labels(transcript: Transcript, participants: Iterable[Participant]) -> dict[str, str]:
    """Map the casefolded labels that may speak in a transcript to the labels as the registers write them."""
    labels = {label.casefold(): label for person in participants for label in person.labels}
    labels.update({label.casefold(): label for label in transcript.facilitators})
    return labels


def batch_of(transcript_id: str, batches: int) -> int:
    """The batch of a transcript: a hash of its id, so that adding a transcript moves no other."""
    return int(hashlib.sha256(transcript_id.encode()).hexdigest()[:12], 16) % batches


def is_date(text: str) -> bool:
    """Whether a text is a day that exists, written as 2025-10-01."""
    try:
        return bool(DATE.fullmatch(text) and dt.date.fromisoformat(text))
    except ValueError:
        return False


def _kind_errors(path: Path, transcripts: Sequence[Transcript], study: Study) -> list[InputError]:
    """Kinds spelled almost like one that study.yaml knows: whoever spoke there would not count as the panel.

    Labels of kinds are optional, so any other kind may be used.  A panel kind that no session has, beside
    a kind that is spelled almost like it, is refused too.
    """
    lines = {transcript.kind: transcript.line for transcript in reversed(transcripts)}
    declared = [*dict.fromkeys((*study.panel_kinds, *study.kinds))]
    errors = []
    for kind in study.panel_kinds:
        others = [other for other in lines if other in study.kinds and other not in study.panel_kinds]
        close = difflib.get_close_matches(kind, others, n=1, cutoff=0.85) if kind not in lines else []
        if close:
            what = (
                f"the kind `{close[0]}` is no panel kind, but study.yaml names `{kind}` under `panel_kinds`."
            )
            remedy = "Spell the two alike if they are the same."
            errors.append(InputError(what, path, line=lines[close[0]], remedy=remedy))
    for kind, line in lines.items():
        if not kind or kind in (*declared, WRITTEN):
            continue
        close = difflib.get_close_matches(kind.casefold(), declared, n=1, cutoff=0.85)
        if close:
            what = f"the kind `{kind}` is declared nowhere."
            errors.append(InputError(what, path, line=line, remedy=nearest(close[0], declared)))
    return errors


def _round_number(path: Path, row: Row, text: str, numbers: list[int], errors: list[InputError]) -> int:
    number = whole_number(text)
    if number is not None and number in numbers:
        return number
    declared = ", ".join(map(str, numbers))
    several = " Several rounds are written 1;2." if "," in text else ""
    errors.append(
        InputError(
            f"the round `{text}` is not declared.",
            path,
            line=row.line,
            remedy=f"study.yaml declares the rounds {declared}.{several}",
        )
    )
    return -1


def _date(path: Path, row: Row, column: str, errors: list[InputError]) -> dt.date | None:
    if not row[column]:
        return None
    if is_date(row[column]):
        return dt.date.fromisoformat(row[column])
    what = f"`{column}` is `{row[column]}`, which is no date."
    remedy = "Write the date as 2025-10-01: year, month, day."
    errors.append(InputError(what, path, line=row.line, remedy=remedy))
    return None


def _raise(errors: list[InputError]) -> None:
    if errors:
        raise InputErrors(errors)
