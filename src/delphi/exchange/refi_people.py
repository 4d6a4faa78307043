"""Cases, variables and sets of a project as rows of participants: who speaks, and what is said of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from delphi.exchange.import_report import Report
from delphi.exchange.refi import Case, Project
from delphi.exchange.refi_session import ABOUT_SESSIONS, FITS, SET_VALUE, Session, Sessions
from delphi.exchange.withdrawn import PLACE
from delphi.study import Participant
from delphi.study.registers import PARTICIPANT_COLUMNS


def people_of(
    project: Project,
    done: Sessions,
    drafted: Sequence[dict[str, str]],
    known: Sequence[Participant],
    report: Report,
) -> None:
    """Rows of participants: those who speak, with what cases, sources and sets say of them."""
    rows = {row["participant_id"].casefold(): dict(row) for row in drafted}
    spoken = {label for session in done.sessions for label in session.voices}
    aliases = {
        label.casefold(): person.participant_id.casefold() for person in known for label in person.labels
    }
    attributes: dict[str, None] = {}
    if project.ours:
        attributes = dict.fromkeys(
            name for case in project.cases for name, _ in case.values if name not in PARTICIPANT_COLUMNS
        )
    used = 0
    for case in project.cases:
        owner = _owner(case, rows, spoken, aliases, done)
        if not owner and project.ours:
            owner = case.name.casefold()
        if not owner:
            report.lose(
                f"the case `{case.name}`: nobody of that name speaks, and it is not the only voice of a source"
            )
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
