"""A study as a REFI-QDA project: what the standard has a field for, and notes for what it has none for."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.codebook import Codebook, load_codebook
from delphi.decisions.store import DECISION_COLUMNS, OPTIONAL_COLUMNS, WORDS, read_decisions
from delphi.exchange.codebooks import MORE, code_guid, codebook_yaml, refi_codes, yaml_text
from delphi.exchange.refi import ORIGIN, Case, Code, Coding, Note, Project, Selection, Source, Text, User
from delphi.exchange.refi_write import guid_of
from delphi.exchange.withdrawn import emptied, starred, withdrawn_labels
from delphi.passages.anchors import anchor_decisions
from delphi.passages.shifts import turn_map
from delphi.study import Participant, Study, load_participants, load_study, load_transcripts, speaker_labels
from delphi.study.registers import TRANSCRIPT_COLUMNS, Transcript
from delphi.study.sources import Row, read_table
from delphi.transcripts.reading import read_file
from delphi.transcripts.turns import Turn
from delphi.transcripts.writing import write_turns

CARRIER = "delphi: "  # the name of a note that holds a file of the study
ITEMS = {"nl": "Uitspraak", "en": "Statement"}
ABOUT_SESSIONS = tuple(name for name in (*TRANSCRIPT_COLUMNS, "present") if name not in ("transcript_id", "file"))
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


@dataclass(frozen=True)
class _Spoken:
    """A transcript as it is exported: its text, its turns, and where each turn's words begin."""

    text: str
    turns: Sequence[Turn]
    begins: Mapping[int, int]


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
    spoken = {t.transcript_id: _spoken(folder, t, participants, star) for t in transcripts}
    statements = _statements(folder, star)
    decided = _Decided(folder, study, codebook, transcripts, participants, spoken, star, set(statements))
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
                values=tuple((name, _kept(name, row[name], gone, star)) for name in ABOUT_SESSIONS),
            )
            for row in sessions
        ),
        notes=tuple(_notes(folder, study, codebook, decided, gone, star)),
    )  # fmt: skip
    return Exported(project, _told(project, decided, participants))


def _spoken(
    folder: Path, transcript: Transcript, participants: Sequence[Participant], star: Callable[[str], str]
) -> _Spoken:
    labels = speaker_labels(transcript, participants)
    path = folder / "data/raw/transcripts" / transcript.file
    read = read_file(path, labels, transcript_id=transcript.transcript_id).turns
    turns = emptied(read, withdrawn_labels(participants), set(labels))
    turns = [replace(turn, text=star(turn.text)) for turn in turns]
    known = labels | {turn.speaker.casefold(): turn.speaker for turn in turns}
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, f"{transcript.transcript_id}.txt")
        write_turns(turns, file, known)
        text = file.read_text("utf-8")
    begins, at = {}, 0
    for turn, line in zip(turns, text.split("\n")):
        begins[turn.turn] = at + len(line) - len(turn.text)
        at += len(line) + 1
    return _Spoken(text, turns, begins)


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
    folder: Path, participants: Sequence[Participant], spoken: Mapping[str, _Spoken], star: Callable[[str], str]
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
        cases.append(Case(guid_of("case", person.participant_id), person.participant_id, "", values, tuple(heard)))
    return names, cases


class _Decided:
    """Every decision with its place, and the selections of those that are in force."""

    def __init__(
        self,
        folder: Path,
        study: Study,
        codebook: Codebook,
        transcripts: Sequence[Transcript],
        participants: Sequence[Participant],
        spoken: Mapping[str, _Spoken],
        star: Callable[[str], str],
        items: set[str],
    ) -> None:
        self.spoken, self.star, self.items = spoken, star, items
        self.rounds = {transcript.transcript_id: transcript.round for transcript in transcripts}
        self.selections: dict[str, list[Selection]] = {name: [] for name in spoken}
        self.files: dict[str, list[dict[str, str]]] = {}
        self.coders: list[str] = []
        self.withheld = self.lost = 0
        turns = _frame(spoken, transcripts, participants)
        self.gone = {
            (name, turn.turn) for name, said in spoken.items() for turn in said.turns
            if turn.speaker.casefold() not in speaker_labels(_row(transcripts, name), participants)
        }  # fmt: skip
        self.statuses = _statuses(folder)
        files = sorted((folder / "data/coded/decisions").glob("*.csv"))
        files += [path for path in [folder / "data/coded/adjudications.csv"] if path.exists()]
        frames = [read_decisions([path], codebook, list(spoken), sorted(items)) for path in files]
        shifts = turn_map(pd.concat(frames), turns) if frames else {}
        for path, frame in zip(files, frames):
            name = path.relative_to(folder).as_posix()
            raw = {row.line: row for row in read_table(path, (), strip=False)[1]} if len(frame) else {}
            parts = [anchor_decisions(part, turns, shifts) for _, part in frame.groupby("coder", sort=False)]
            placed = pd.concat(parts).sort_values("row") if parts else frame.assign(outcome="")
            self._file(name, placed.to_dict("records"), raw)
        for name in self.selections:
            self.selections[name].sort(key=lambda one: (one.start, one.end, one.guid))

    def _file(self, name: str, placed: Sequence[Mapping[Any, Any]], raw: Mapping[int, Row]) -> None:
        live = _in_force(placed)
        self.files[name] = []
        for row in placed:
            cells = {key: raw[row["row"]].cells.get(key, "") for key in (*DECISION_COLUMNS, *OPTIONAL_COLUMNS)}
            withheld = self._withheld(row)
            cells |= dict.fromkeys((*WORDS, "note"), "") if withheld else self._words(cells, row)
            self.withheld += withheld
            self.lost += row["outcome"] == "lost" and not withheld
            if row["coder"] not in self.coders:
                self.coders.append(row["coder"])
            guid = guid_of("selection", name, row["row"]) if row["row"] in live and not withheld else ""
            if guid:
                self.selections[row["transcript_id"]].append(self._selection(guid, row))
            self.files[name].append(cells | {"selection": guid})

    def _withheld(self, row: Mapping[Any, Any]) -> bool:
        """Whether a decision is about, or may be about, what somebody who withdrew said."""
        name = row["transcript_id"]
        on_gone = (name, row["turn"]) in self.gone or (name, row["new_turn"]) in self.gone
        return on_gone or (row["outcome"] == "lost" and any(place[0] == name for place in self.gone))

    def _words(self, cells: Mapping[str, str], row: Mapping[Any, Any]) -> dict[str, str]:
        words = {key: self.star(cells[key]) for key in (*WORDS, "note")}
        text = {t.turn: t.text for t in self.spoken[row["transcript_id"]].turns}.get(row["turn"], "")
        before, after = len(cells["prefix"]), len(cells["suffix"])
        start, end = row["start"], row["end"]
        if row["outcome"] == "stands" and start >= before and end + after <= len(text) and cells["quote"]:
            # A label that is cut by the border of the context is found in the whole turn only.
            words["prefix"], words["suffix"] = text[start - before : start], text[end : end + after]
        return words

    def _selection(self, guid: str, row: Mapping[Any, Any]) -> Selection:
        name = row["transcript_id"]
        begin = self.spoken[name].begins[row["new_turn"]]
        codes = [code_guid("work_model", row["work_model"]), code_guid("swot", row["swot"])]
        if row["item_id"] in self.items:
            codes.append(guid_of("code", "item", row["item_id"]))
        user = guid_of("user", row["coder"])
        codings = tuple(
            Coding(guid_of("coding", guid, code), code, user, row["decided_at"]) for code in codes
        )
        told = [f"round {self.rounds[name]}"]
        told += [f"{row['stance']} {row['item_id']}".strip()] if row["stance"] else []
        told += self._status(row)
        words = self.star(self.spoken[name].text[begin + row["new_start"] : begin + row["new_end"]])
        notes = (guid_of("note", guid),) if row["note"] else ()
        return Selection(
            guid, begin + row["new_start"], begin + row["new_end"], words[:60], f"{CARRIER}{'; '.join(told)}",
            user, row["decided_at"], codings, notes,
        )  # fmt: skip

    def _status(self, row: Mapping[Any, Any]) -> list[str]:
        for start, end, status, confidence in self.statuses.get(
            (row["transcript_id"], str(row["new_turn"]), row["work_model"], row["swot"]), ()
        ):
            if start < row["new_end"] and row["new_start"] < end:
                return [f"status {status}", *([f"confidence {confidence}"] if confidence else [])]
        return []

    def memos(self) -> list[Note]:
        """What coders wrote beside their decisions."""
        found = []
        for rows in self.files.values():
            for row in rows:
                if row["selection"] and row["note"].strip():
                    guid, user = guid_of("note", row["selection"]), guid_of("user", row["coder"].strip())
                    found.append(Note(guid, "memo", row["note"].strip(), user, row["decided_at"].strip()))
        return found


def _row(transcripts: Sequence[Transcript], name: str) -> Transcript:
    return next(transcript for transcript in transcripts if transcript.transcript_id == name)


def _frame(
    spoken: Mapping[str, _Spoken], transcripts: Sequence[Transcript], participants: Sequence[Participant]
) -> pd.DataFrame:
    """The turns as anchoring wants them."""
    owner = {label.casefold(): p.participant_id for p in participants for label in p.labels}
    records = []
    for name, said in spoken.items():
        leaders = {label.casefold() for label in _row(transcripts, name).facilitators}
        for turn in said.turns:
            leads = turn.speaker.casefold() in leaders
            person = "" if leads else owner.get(turn.speaker.casefold(), "")
            records.append((name, turn.turn, person, leads, turn.text))
    return pd.DataFrame(records, columns=["transcript_id", "turn", "participant_id", "facilitator", "text"])


def _in_force(placed: Sequence[Mapping[Any, Any]]) -> set[int]:
    """Rows that apply something that their coder did not take back, and whose passage is found."""
    live: dict[tuple[str, str, int], list[Mapping[Any, Any]]] = {}
    for row in placed:
        if row["outcome"] == "lost" or row["split"]:
            continue
        desk = live.setdefault((row["coder"], row["transcript_id"], row["new_turn"]), [])
        if row["action"] == "apply":
            desk.append(row)
        elif row["action"] == "reject":
            desk[:] = [old for old in desk if not _takes_back(row, old)]
    return {row["row"] for desk in live.values() for row in desk}


def _takes_back(reject: Mapping[Any, Any], old: Mapping[Any, Any]) -> bool:
    everywhere = reject["new_start"] < 0
    overlaps = reject["new_start"] < old["new_end"] and old["new_start"] < reject["new_end"]
    same = all(reject[name] in ("", old[name]) for name in ("work_model", "swot", "item_id"))
    return (everywhere or overlaps) and same


def _statuses(folder: Path) -> dict[tuple[str, str, str, str], list[tuple[int, int, str, str]]]:
    """Status and confidence of the settled tags, if there are any yet."""
    path = folder / "data/coded/tags.csv"
    found: dict[tuple[str, str, str, str], list[tuple[int, int, str, str]]] = {}
    columns = ("transcript_id", "turn", "start", "end", "work_model", "swot", "status", "confidence")
    for row in read_table(path, columns)[1] if path.exists() else []:
        key = (row["transcript_id"], row["turn"], row["work_model"], row["swot"])
        found.setdefault(key, []).append((int(row["start"]), int(row["end"]), row["status"], row["confidence"]))
    return found


def _notes(
    folder: Path,
    study: Study,
    codebook: Codebook,
    decided: _Decided,
    gone: frozenset[str],
    star: Callable[[str], str],
) -> Iterable[Note]:
    """Memos, and a note for each file of the study that the standard has no field for."""
    yield from decided.memos()
    settings = study.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    hidden = settings.get("privacy", {}).get("names_to_hide", [])
    hidden[:] = [name for name in hidden if name.casefold() not in gone]
    files = {"config/study.yaml": star(yaml_text(settings)), "config/codebook.yaml": star(codebook_yaml(codebook))}
    for name in AS_THEY_ARE:
        if (folder / name).exists():
            files[name] = _rows_without(folder / name, gone, star)
    files |= {name: _csv(rows) for name, rows in decided.files.items()}
    for name, text in files.items():
        yield Note(guid_of("note", name), f"{CARRIER}{name}", text, when=f"{study.date.isoformat()}T00:00:00Z")


def _rows_without(path: Path, gone: frozenset[str], star: Callable[[str], str]) -> str:
    columns, rows = read_table(path, ())
    kept = [row.cells for row in rows if row["participant_id"].casefold() not in gone or not row["participant_id"]]
    return _csv([{name: _kept(name, cells[name], gone, star) for name in columns} for cells in kept], columns)


def _csv(rows: Sequence[Mapping[str, str]], columns: Sequence[str] = ()) -> str:
    out = io.StringIO(newline="")
    names = list(columns) or [*DECISION_COLUMNS, *OPTIONAL_COLUMNS, "selection"]
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _told(project: Project, decided: _Decided, participants: Sequence[Participant]) -> list[str]:
    rows = [row for file in decided.files.values() for row in file]
    silent = sum(not row["selection"] for row in rows)
    lines = [
        f"{len(project.sources)} transcripts, {len(project.codes)} codes, {len(project.cases)} cases,"
        f" {len(project.users)} coders, {sum(len(s.selections) for s in project.sources)} selections.",
        "round and kind are variables of the sources; stance, status and confidence stand in the description of"
        " each selection, since the standard has no field for them.",
        f"{silent} decisions have no selection (checked, rejected, taken back or lost) and travel in notes called"
        f" `{CARRIER}...`, with the statements, their ledger and the settings.",
        "times within turns are kept to the second; suggestions nobody checked, own chapters and clearances are"
        " not exported.",
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
