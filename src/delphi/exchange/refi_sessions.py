"""Sources of a project as transcripts: their text, who speaks in it, and the rows for both registers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from delphi.errors import InputError
from delphi.exchange.import_report import Report
from delphi.exchange.refi import Project, Source
from delphi.exchange.refi_people import people_of
from delphi.exchange.refi_session import ABOUT_SESSIONS, FITS, Session, Sessions
from delphi.exchange.withdrawn import PLACE
from delphi.study import Participant
from delphi.study.new import draft_registers
from delphi.study.registers import TRANSCRIPT_COLUMNS
from delphi.transcripts.reading import read_file
from delphi.transcripts.speakers import heard_in


def read_sessions(
    project: Project, place: Path, language: str, known: Sequence[Participant], report: Report
) -> Sessions:
    """Write every source as a text file into `place`, read who speaks, and draft the registers."""
    done = Sessions()
    people = _known_labels(project, known)
    unknown: list[tuple[Source, Path]] = []
    for source in project.sources:
        if source.text is None:
            report.lose(
                f"the text of the source `{source.name}`, with {len(source.selections)} selections: {source.missing}"
            )
            continue
        file = place / f"{_free_name(source.name, place)}.txt"
        file.write_text(source.text.text, encoding="utf-8", newline="\n")
        session = _registered(source, file, people, language) if project.ours or _leaders(source) else None
        if session:
            done.sessions.append(session)
        else:
            unknown.append((source, file))
    drafted = _drafted(project, unknown, place, language, done, report)
    people_of(project, done, drafted, known, report)
    order = {source.guid: number for number, source in enumerate(project.sources)}
    done.sessions.sort(key=lambda session: order[session.source.guid])
    return done


def _leaders(source: Source) -> list[str]:
    return [
        label.strip() for label in dict(source.values).get("facilitators", "").split(";") if label.strip()
    ]


def _known_labels(project: Project, known: Sequence[Participant]) -> dict[str, str]:
    labels = {label.casefold(): label for person in known for label in person.labels}
    for case in project.cases:
        aliases = dict(case.values).get("alias_of_labels", "").split(";")
        labels |= {
            label.strip().casefold(): label.strip() for label in (case.name, *aliases) if label.strip()
        }
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
    row |= {
        "transcript_id": file.stem,
        "file": file.name,
        "round": "1",
        "kind": "focus_group",
        "language": language,
    }
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
            report.lose(
                f"the source `{source.name}`: nobody seems to speak in it, and it cannot be read as one voice"
            )
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
    label = (
        mine[0] if len(mine) == 1 and re.fullmatch(r"[\w .-]{1,30}", mine[0]) else f"Voice-{file.stem}"[:30]
    )
    text = source.text.text if source.text else ""
    file.write_text(f"{label}: {text}", encoding="utf-8", newline="\n")
    try:
        heard = heard_in(file)
    except InputError:
        return -1
    return len(label) + 2 if [one.label.casefold() for one in heard] == [label.casefold()] else -1
