"""Sources of a project as transcripts: their text, who speaks in it, and the rows for both registers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from delphi.errors import InputError
from delphi.exchange.aligned import Aligner
from delphi.exchange.import_report import Report
from delphi.exchange.refi import Case, Project, Source
from delphi.exchange.withdrawn import PLACE
from delphi.study import Participant
from delphi.study.new import draft_registers
from delphi.study.registers import PARTICIPANT_COLUMNS, TRANSCRIPT_COLUMNS
from delphi.transcripts.reading import read_file
from delphi.transcripts.speakers import heard_in
from delphi.transcripts.turns import Turn

ABOUT_SESSIONS = tuple(name for name in (*TRANSCRIPT_COLUMNS, "present") if name not in ("transcript_id", "file"))
FITS = {
    "round": re.compile(r"\d{1,2}"),
    "language": re.compile(r"[a-z]{2}"),
    "invited_rounds": re.compile(r"\d{1,2}(;\d{1,2})*|"),
    "withdrawn_on": re.compile(r"\d{4}-\d\d-\d\d|"),
}
SET_VALUE = re.compile(r"\s*(?P<name>[^:=]{1,60}?)\s*[:=]\s*(?P<value>.{1,200}?)\s*")


@dataclass
class Session:
    """A source that was read: `shift` is what stands before the source's own text in its file."""

    source: Source
    file: Path
    turns: list[Turn]
    row: dict[str, str]
    shift: int = 0

    @property
    def name(self) -> str:
        """The transcript's id."""
        return self.row["transcript_id"]

    @property
    def leaders(self) -> set[str]:
        """Casefolded labels of whoever leads the conversation."""
        return {label.strip().casefold() for label in self.row["facilitators"].split(";") if label.strip()}

    @property
    def voices(self) -> list[str]:
        """Casefolded labels of the others."""
        labels = dict.fromkeys(turn.speaker.casefold() for turn in self.turns)
        return [label for label in labels if label not in self.leaders]

    def aligner(self) -> Aligner:
        """From the file's text to its turns."""
        return Aligner(self.file.read_text("utf-8"), self.turns)


@dataclass
class Sessions:
    """All sources that could be read, and the rows of participants that they and the cases give."""

    sessions: list[Session] = field(default_factory=list)
    people: list[dict[str, str]] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)


def read_sessions(
    project: Project, place: Path, language: str, known: Sequence[Participant], report: Report
) -> Sessions:
    """Write every source as a text file into `place`, read who speaks, and draft the registers."""
    done = Sessions()
    people = _known_labels(project, known)
    unknown: list[tuple[Source, Path]] = []
    for source in project.sources:
        if source.text is None:
            report.lose(f"the text of the source `{source.name}`, with {len(source.selections)} selections: {source.missing}")
            continue
        file = place / f"{_free_name(source.name, place)}.txt"
        file.write_text(source.text.text, encoding="utf-8", newline="\n")
        session = _registered(source, file, people, language) if project.ours or _leaders(source) else None
        if session:
            done.sessions.append(session)
        else:
            unknown.append((source, file))
    drafted = _drafted(project, unknown, place, language, done, report)
    _people(project, done, drafted, known, report)
    order = {source.guid: number for number, source in enumerate(project.sources)}
    done.sessions.sort(key=lambda session: order[session.source.guid])
    return done


def _leaders(source: Source) -> list[str]:
    return [label.strip() for label in dict(source.values).get("facilitators", "").split(";") if label.strip()]


def _known_labels(project: Project, known: Sequence[Participant]) -> dict[str, str]:
    labels = {label.casefold(): label for person in known for label in person.labels}
    for case in project.cases:
        aliases = dict(case.values).get("alias_of_labels", "").split(";")
        labels |= {label.strip().casefold(): label.strip() for label in (case.name, *aliases) if label.strip()}
    if project.ours:
        labels |= {f"{PLACE}-{number}": f"{PLACE}-{number}" for number in (1, 2, 3, 4)}
    return labels


def _free_name(name: str, place: Path) -> str:
    stem = re.sub(r"\.(docx?|txt|rtf|odt|md|vtt|srt|pdf)$", "", name.strip(), flags=re.IGNORECASE)
    stem = re.sub(r"[^\w.-]+", "-", stem).strip("-.") or "transcript"
    taken = {path.stem.casefold() for path in place.iterdir()}
    free, number = stem, 2
    while free.casefold() in taken:
        free, number = f"{stem}-{number}", number + 1
    return free


def _row(source: Source, file: Path, language: str) -> dict[str, str]:
    """What the project's variables say of a session; a value that does not fit is left to the draft."""
    row = dict.fromkeys((*TRANSCRIPT_COLUMNS, "present"), "")
    row |= {"transcript_id": file.stem, "file": file.name, "round": "1", "kind": "focus_group", "language": language}
    return row | _fitting(source)


def _fitting(source: Source) -> dict[str, str]:
    return {
        name: value
        for name, value in source.values
        if name in ABOUT_SESSIONS and value and (name not in FITS or FITS[name].fullmatch(value))
    }


def _registered(source: Source, file: Path, labels: dict[str, str], language: str) -> Session | None:
    """A source that says itself who leads it; None when somebody else speaks in it."""
    speakers = labels | {label.casefold(): label for label in _leaders(source)}
    try:
        turns = read_file(file, speakers, transcript_id=file.stem).turns
    except InputError:
        return None
    return Session(source, file, turns, _row(source, file, language))


def _drafted(
    project: Project,
    unknown: Sequence[tuple[Source, Path]],
    place: Path,
    language: str,
    done: Sessions,
    report: Report,
) -> list[dict[str, str]]:
    """Read sources in which labels have to be found; the drafted rows of who speaks in them."""
    spoken: list[tuple[Source, Path, int]] = []
    for source, file in unknown:
        shift = 0
        try:
            heard_in(file)
        except InputError:
            shift = _as_one_voice(project, source, file)
        if shift < 0:
            report.lose(f"the source `{source.name}`: nobody seems to speak in it, and it cannot be read as one voice")
            file.unlink()
            continue
        if shift:
            report.told.append(f"`{source.name}` names no speaker; all of it is one turn of one voice.")
        spoken.append((source, file, shift))
    if not spoken:
        return []
    draft = draft_registers(place, [file for _, file, _ in spoken], language)
    report.told += [f"guessed: {guess}" for guess in draft.guesses]
    labels = {row["participant_id"] for row in draft.participants}
    for (source, file, shift), row in zip(spoken, draft.transcripts):
        row = _row(source, file, language) | {k: v for k, v in row.items() if v} | _fitting(source)
        row |= {"transcript_id": file.stem, "file": file.name}
        speakers = {label.casefold(): label for label in (*labels, *row["facilitators"].split(";")) if label}
        turns = read_file(file, speakers, transcript_id=file.stem).turns
        done.sessions.append(Session(source, file, turns, row, shift))
    return draft.participants


def _as_one_voice(project: Project, source: Source, file: Path) -> int:
    """Give a text without labels one; the length of what was put before it, -1 when that does not do."""
    mine = [case.name for case in project.cases if source.guid in case.sources]
    label = mine[0] if len(mine) == 1 and re.fullmatch(r"[\w .-]{1,30}", mine[0]) else f"Voice-{file.stem}"[:30]
    text = source.text.text if source.text else ""
    file.write_text(f"{label}: {text}", encoding="utf-8", newline="\n")
    try:
        heard = heard_in(file)
    except InputError:
        return -1
    return len(label) + 2 if [one.label.casefold() for one in heard] == [label.casefold()] else -1


def _people(
    project: Project, done: Sessions, drafted: Sequence[dict[str, str]], known: Sequence[Participant], report: Report
) -> None:
    """Rows of participants: those who speak, with what cases, sources and sets say of them."""
    rows = {row["participant_id"].casefold(): dict(row) for row in drafted}
    spoken = {label for session in done.sessions for label in session.voices}
    aliases = {label.casefold(): person.participant_id.casefold() for person in known for label in person.labels}
    attributes: dict[str, None] = {}
    if project.ours:
        attributes = dict.fromkeys(name for case in project.cases for name, _ in case.values if name not in PARTICIPANT_COLUMNS)
    used = 0
    for case in project.cases:
        owner = _owner(case, rows, spoken, aliases, done)
        if not owner and project.ours:
            owner = case.name.casefold()
        if not owner:
            report.lose(f"the case `{case.name}`: nobody of that name speaks, and it is not the only voice of a source")
            continue
        used += 1
        row = rows.setdefault(owner, dict.fromkeys(PARTICIPANT_COLUMNS, "") | {"participant_id": case.name})
        _add(row, case.values, attributes, report)
        if case.description:
            report.lose(f"the description of the case `{case.name}`")
    report.count("Cases", len(project.cases), used)
    for session in done.sessions:
        others = tuple((n, v) for n, v in session.source.values if n not in ABOUT_SESSIONS)
        others += _set_values(project, session.source.guid)
        if not others:
            continue
        if len(session.voices) == 1:
            owner = session.voices[0]
            _add(rows.setdefault(owner, _new_row(owner, session)), others, attributes, report)
        else:
            names = ", ".join(dict.fromkeys(name for name, _ in others))
            report.lose(f"{names} of the source `{session.source.name}`: several people speak in it")
    heads = {row["participant_id"].casefold() for row in rows.values()}
    for row in rows.values():
        heads |= {alias.strip().casefold() for alias in row["alias_of_labels"].split(";") if alias.strip()}
    for session in done.sessions:
        for label in session.voices:
            if label not in heads and label not in aliases:
                rows[label] = _new_row(label, session)
                heads.add(label)
    if project.ours:
        order = {case.name.casefold(): number for number, case in enumerate(project.cases)}
        rows = dict(sorted(rows.items(), key=lambda pair: order.get(pair[0], len(order))))
        for key, row in rows.items():
            if re.fullmatch(rf"{PLACE}-\d", key):
                attributes["withdrawn_on"] = None
                row["withdrawn_on"] = project.when[:10] or "2000-01-01"
    done.people, done.attributes = list(rows.values()), list(attributes)


def _owner(
    case: Case, rows: dict[str, dict[str, str]], spoken: set[str], aliases: dict[str, str], done: Sessions
) -> str:
    """Whose case it is: the label that it names, or the only one who speaks in its only source."""
    names = [case.name.casefold(), *dict(case.values).get("alias_of_labels", "").casefold().split(";")]
    for name in (name.strip() for name in names):
        if name and (name in rows or name in spoken or name in aliases):
            return case.name.casefold() if name in spoken and name not in rows else name
    linked = [session for session in done.sessions if session.source.guid in case.sources]
    return linked[0].voices[0] if len(linked) == 1 and len(linked[0].voices) == 1 else ""


def _new_row(label: str, session: Session) -> dict[str, str]:
    written = next(turn.speaker for turn in session.turns if turn.speaker.casefold() == label)
    return dict.fromkeys(PARTICIPANT_COLUMNS, "") | {
        "participant_id": written, "group": session.row["group"], "invited_rounds": session.row["round"],
    }  # fmt: skip


def _add(
    row: dict[str, str], values: Sequence[tuple[str, str]], attributes: dict[str, None], report: Report
) -> None:
    for name, value in values:
        if name in FITS and not FITS[name].fullmatch(value):
            report.lose(f"`{name}` of {row['participant_id']}: `{value}` does not fit")
        elif name in ("participant_id", "alias_of_labels") and ":" in value:
            report.lose(f"`{name}` of {row['participant_id']}")
        elif value or name not in row:
            if name not in PARTICIPANT_COLUMNS:
                attributes.setdefault(name, None)
            row[name] = value


def _set_values(project: Project, guid: str) -> tuple[tuple[str, str], ...]:
    """What sets named `age: 25` say of a source."""
    matches = [SET_VALUE.fullmatch(group.name) for group in project.sets if guid in group.sources]
    return tuple((match["name"], match["value"]) for match in matches if match)
