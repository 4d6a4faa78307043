"""A study as a REFI-QDA project: what the standard has a field for, and notes for what it has none for."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from delphi.codebook import Codebook, load_codebook
from delphi.decisions.cells import DECISION_COLUMNS, OPTIONAL_COLUMNS
from delphi.exchange.aside_out import Aside, kept_aside
from delphi.exchange.codebooks import MORE, codebook_yaml, refi_codes, yaml_text
from delphi.exchange.refi import (
    CARRIER,
    ORIGIN,
    Case,
    Code,
    Note,
    Project,
    Source,
    Text,
    User,
)
from delphi.exchange.refi_decided import Decided, Spoken, spoken_text
from delphi.exchange.refi_write import guid_of
from delphi.exchange.withdrawn import starred, withdrawn_labels
from delphi.study import Participant, Study, load_participants, load_study, load_transcripts
from delphi.study.registers import TRANSCRIPT_COLUMNS
from delphi.study.sources import read_table

ITEMS = {"nl": "Uitspraak", "en": "Statement"}
ABOUT_SESSIONS = tuple(
    name for name in (*TRANSCRIPT_COLUMNS, "present") if name not in ("transcript_id", "file")
)
ABOUT_PEOPLE = ("perspective", "group", "invited_rounds", "alias_of_labels")
AS_THEY_ARE = (
    "data/coded/items.csv", "data/coded/item_events.csv", "data/raw/ratings.csv", "data/raw/parameters.csv",
    "data/raw/practices.csv",
)  # fmt: skip
SAYS_WHO = {"participant_ids", "participant_id", "present"}


@dataclass
class Exported:
    """The project, and what a person should know about how the study fits into it."""

    project: Project
    lines: list[str] = field(default_factory=list)


def export_project(folder: Path) -> Exported:
    """Everything in a study that may be shared with another tool; nothing of people who withdrew.

    Raises
    ------
    InputError
        When the study has a mistake, or a turn cannot be written as plain text.
    """
    study = load_study(folder / "config/study.yaml")
    codebook = load_codebook(folder / "config/codebook.yaml")
    transcripts = load_transcripts(folder / "data/raw/transcripts.csv", study)
    participants = load_participants(folder / "data/raw/participants.csv", study)
    star = starred(participants)
    spoken = {t.transcript_id: spoken_text(folder, t, participants, star) for t in transcripts}
    statements = _statements(folder, star)
    decided = Decided(folder, codebook, transcripts, participants, spoken, star, set(statements))
    aside = kept_aside(folder, {name: list(one.turns) for name, one in spoken.items()}, decided.gone, star)
    sessions = read_table(folder / "data/raw/transcripts.csv", TRANSCRIPT_COLUMNS)[1]
    gone = withdrawn_labels(participants)
    people, cases = _cases(folder, participants, spoken, star)
    items = guid_of("code", "item", "")
    codes = refi_codes(codebook, study.language)
    if statements:
        codes.append(Code(items, ITEMS[study.language], codable=False))
        for item, words in statements.items():
            told = words + MORE + yaml_text({"item_id": item}).strip()
            codes.append(Code(guid_of("code", "item", item), f"{item}: {words}"[:200], items, told))
    names = list(dict.fromkeys([*ABOUT_SESSIONS, *people]))
    project = Project(
        name=study.title, origin=ORIGIN, when=f"{study.date.isoformat()}T00:00:00Z",
        users=tuple(User(guid_of("user", coder), coder) for coder in decided.coders),
        codes=tuple(codes), variables=tuple(names), cases=tuple(cases),
        sources=tuple(
            Source(
                guid_of("source", row["transcript_id"]), row["transcript_id"],
                Text(spoken[row["transcript_id"]].text), selections=tuple(decided.selections[row["transcript_id"]]),
                notes=aside.about(row["transcript_id"]),
                values=tuple((name, _kept(name, row[name], gone, star)) for name in ABOUT_SESSIONS),
            )
            for row in sessions
        ),
        notes=tuple(_notes(folder, study, codebook, decided, aside, gone, star)),
    )  # fmt: skip
    return Exported(project, _told(project, decided, participants))


def _statements(folder: Path, star: Callable[[str], str]) -> dict[str, str]:
    """The newest wording of every item."""
    path = folder / "data/coded/items.csv"
    rows = read_table(path, ("item_id", "version", "statement"))[1] if path.exists() else []
    newest = sorted(rows, key=lambda row: int(row["version"]) if row["version"].isdecimal() else 0)
    found = {row["item_id"]: "" for row in rows}
    found.update({row["item_id"]: star(row["statement"]) for row in newest})
    return found


def _kept(column: str, cell: str, gone: frozenset[str], star: Callable[[str], str]) -> str:
    """A cell without the ids and labels of people who withdrew."""
    if column not in SAYS_WHO:
        return star(cell)
    return ";".join(part for part in cell.split(";") if part.strip().casefold() not in gone)


def _cases(
    folder: Path,
    participants: Sequence[Participant],
    spoken: Mapping[str, Spoken],
    star: Callable[[str], str],
) -> tuple[list[str], list[Case]]:
    """A case for everybody who did not withdraw, and the names of what is known about them."""
    columns, rows = read_table(folder / "data/raw/participants.csv", ("participant_id", *ABOUT_PEOPLE))
    names = [name for name in columns if name not in ("participant_id", "withdrawn_on")]
    cases = []
    for row in rows:
        person = next(one for one in participants if one.line == row.line)
        if person.withdrawn_on:
            continue
        labels = {label.casefold() for label in person.labels}
        heard = [
            guid_of("source", name)
            for name, said in spoken.items()
            if any(turn.speaker.casefold() in labels for turn in said.turns)
        ]
        values = tuple((name, star(row[name])) for name in names)
        cases.append(
            Case(guid_of("case", person.participant_id), person.participant_id, "", values, tuple(heard))
        )
    return names, cases


def _notes(
    folder: Path,
    study: Study,
    codebook: Codebook,
    decided: Decided,
    aside: Aside,
    gone: frozenset[str],
    star: Callable[[str], str],
) -> Iterable[Note]:
    """Memos, and a note for each file of the study that the standard has no field for."""
    yield from decided.memos()
    yield from (note for _, note in aside.memos)
    settings = study.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    hidden = settings.get("privacy", {}).get("names_to_hide", [])
    hidden[:] = [name for name in hidden if name.casefold() not in gone]
    files = {
        "config/study.yaml": star(yaml_text(settings)),
        "config/codebook.yaml": star(codebook_yaml(codebook)),
    }
    for name in AS_THEY_ARE:
        if (folder / name).exists():
            files[name] = _rows_without(folder / name, gone, star)
    files |= {name: _csv(rows) for name, rows in decided.files.items()}
    files |= aside.files
    for name, text in files.items():
        yield Note(
            guid_of("note", name), f"{CARRIER}{name}", text, when=f"{study.date.isoformat()}T00:00:00Z"
        )


def _rows_without(path: Path, gone: frozenset[str], star: Callable[[str], str]) -> str:
    columns, rows = read_table(path, ())
    kept = [
        row.cells for row in rows if row["participant_id"].casefold() not in gone or not row["participant_id"]
    ]
    return _csv([{name: _kept(name, cells[name], gone, star) for name in columns} for cells in kept], columns)


def _csv(rows: Sequence[Mapping[str, str]], columns: Sequence[str] = ()) -> str:
    out = io.StringIO(newline="")
    names = list(columns) or [*DECISION_COLUMNS, *OPTIONAL_COLUMNS, "selection"]
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _told(project: Project, decided: Decided, participants: Sequence[Participant]) -> list[str]:
    rows = [row for file in decided.files.values() for row in file]
    silent = sum(not row["selection"] for row in rows)
    lines = [
        f"{len(project.sources)} transcripts, {len(project.codes)} codes, {len(project.cases)} cases,"
        f" {len(project.users)} coders, {sum(len(s.selections) for s in project.sources)} selections.",
        "round and kind are variables of the sources; stance, status and confidence stand in the description of"
        " each selection, since the standard has no field for them.",
        f"{silent} decisions have no selection (checked, rejected, taken back or lost) and travel in notes called"
        f" `{CARRIER}...`, with the statements, their ledger and the settings.",
        "times within turns are kept to the second; suggestions nobody checked, own chapters, clearances and"
        " `tag_key.txt` are not exported: copy that key yourself, for without it the codes behind passages are others.",
    ]
    if any(person.withdrawn_on for person in participants):
        lines.append(
            f"what people who withdrew said is left out: their turns are empty, {decided.withheld} decisions keep"
            " their position only, and their labels are starred wherever others say them."
        )
    return lines


def export_date(folder: Path) -> dt.date:
    """The date that is stamped into what is exported."""
    return load_study(folder / "config/study.yaml").date
