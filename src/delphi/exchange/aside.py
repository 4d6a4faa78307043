"""What of a project is no decision, kept as a table beside the decisions, and the project's counts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from delphi.exchange.aside_out import carried_memos
from delphi.exchange.carried import notes_of_files
from delphi.exchange.import_report import Report
from delphi.exchange.mapping import BETWEEN
from delphi.exchange.offsets import Chosen
from delphi.exchange.refi import CARRIER, Note, Project
from delphi.exchange.refi_codings import ASIDE_COLUMNS, Codings
from delphi.exchange.refi_session import Sessions
from delphi.writing import whole


def aside_path(study: Path, stem: str) -> Path:
    """Where codings and memos of a project are kept that no decision holds."""
    return study / "data/coded/imported" / f"{stem}-aside.csv"


def put_aside(
    project: Project,
    study: Path,
    sessions: Sessions,
    codings: Codings,
    coders: Mapping[str, str],
    stem: str,
    report: Report,
) -> Path | None:
    """Write down codings and memos that no decision holds; a table that stands there already is kept."""
    names = {session.source.guid: session.name for session in sessions.sessions}
    carried = carried_memos(notes_of_files(project))
    memos = [
        _row("memo", coders.get(note.user, ""), *rest)
        for note, *rest in _memos(project, names)
        if note.guid not in carried
    ]
    whole = [
        _row(
            "coding", coders.get(coding.user, ""), names.get(source.guid, source.name), "",
            "the whole source is coded, no passage", BETWEEN.join(code.name for code in project.path_of(coding.code)),
        )
        for source in project.sources
        for coding in source.codings
    ]  # fmt: skip
    rows = [*codings.aside, *memos, *whole]
    report.count("Notes", len(project.notes), len(project.notes) - len(memos))
    if not rows:
        return None
    for reason in sorted({row["reason"] for row in rows}):
        often = sum(row["reason"] == reason for row in rows)
        report.lose(f"{often} kept in data/coded/imported/ and not as decisions: {reason}")
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, ASIDE_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return _written(aside_path(study, stem), out.getvalue().encode("utf-8"))


def _memos(project: Project, names: Mapping[str, str]) -> Iterator[tuple[Note, str, str, str]]:
    """Notes that belong to no passage: with the transcript, the words, and what they are about."""
    used = {guid for source in project.sources for one in source.selections for guid in one.notes}
    used |= {guid for coding in project.codings for guid in coding.notes}
    sources = {guid: source for source in project.sources for guid in source.notes}
    codes = {guid: code for code in project.codes for guid in code.notes}
    for note in project.notes:
        if note.guid in used or note.name.startswith(CARRIER):
            continue
        about, where = "a memo of the project", ""
        if note.guid in codes:
            about = f"a memo about the code {codes[note.guid].name}"
        if note.guid in sources:
            source = sources[note.guid]
            about, where = "a memo about the source", names.get(source.guid, source.name)
        yield note, where, "\n".join(part for part in (note.name, note.text) if part), about


def _row(kind: str, coder: str, transcript: str, words: str, reason: str, codes: str = "") -> dict[str, str]:
    cells = {
        "kind": kind,
        "coder": coder,
        "transcript_id": transcript,
        "codes": codes,
        "note": words,
        "reason": reason,
    }
    return dict.fromkeys(ASIDE_COLUMNS, "") | cells


def _written(path: Path, data: bytes) -> Path:
    free, number = path, 2
    while free.exists() and free.read_bytes() != data:
        free, number = path.with_name(f"{path.stem}-{number}.csv"), number + 1
    with whole(free) as part:
        part.write_bytes(data)
    return free


def count_project(project: Project, report: Report, conventions: Mapping[str, Chosen]) -> None:
    """What the project has, and how positions are counted in each source."""
    selections = [one for source in project.sources for one in source.selections]
    report.came["Users"] = report.went["Users"] = len(project.users)
    report.came["Codes"] += len(project.codes)
    report.came["Sources (text)"] += len(project.sources)
    report.came["Selections"] += len(selections)
    report.came["Codings"] += len(project.codings)
    report.came["Variables"] += len(project.variables)
    report.came["Sets"] += len(project.sets)
    for kind, number in project.other.items():
        report.count(kind, number)
        report.lose(f"{number} {kind}: delphi reads text only")
    if project.description:
        report.lose("the description of the project")
    for source in project.sources:
        chosen = conventions.get(source.guid)
        if chosen:
            told = f"`{source.name}`: positions in {chosen.convention}; selections ({len(source.selections)}) sit at"
            told += f" {chosen.score:.2f} of 1"
            told += (
                f", the next best way gives {chosen.next_best:.2f}."
                if chosen.differs
                else "; every way gives the same."
            )
            if chosen.next_best > chosen.score:
                told += " Too few selections show it beyond doubt: the end is kept as the standard has it."
            report.told.append(told)
