"""Decisions of a study as selections of a project: each in its place, and only those that are in force."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.codebook import Codebook
from delphi.decisions.cells import DECISION_COLUMNS, OPTIONAL_COLUMNS, WORDS
from delphi.decisions.store import decision_rows, read_decisions
from delphi.exchange.codebooks import code_guid
from delphi.exchange.refi import CARRIER, Coding, Note, Selection
from delphi.exchange.refi_write import guid_of
from delphi.exchange.withdrawn import emptied, withdrawn_labels
from delphi.passages.anchors import anchor_decisions
from delphi.passages.shifts import turn_map
from delphi.study import Participant, Transcript, speaker_labels
from delphi.study.sources import Row, read_table
from delphi.transcripts.reading import read_file
from delphi.transcripts.turns import Turn
from delphi.transcripts.writing import write_turns


@dataclass(frozen=True)
class Spoken:
    """A transcript as it is exported: its text, its turns, and where each turn's words begin."""

    text: str
    turns: Sequence[Turn]
    begins: Mapping[int, int]


def spoken_text(
    folder: Path, transcript: Transcript, participants: Sequence[Participant], star: Callable[[str], str]
) -> Spoken:
    """A transcript as plain text, read again and found the same; nothing of people who withdrew."""
    labels = speaker_labels(transcript, participants)
    path = folder / "data/raw/transcripts" / transcript.file
    read = read_file(path, labels, transcript_id=transcript.transcript_id).turns
    gone = withdrawn_labels(participants)
    turns = emptied(read, gone, set(labels) - gone)
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
    return Spoken(text, turns, begins)


class Decided:
    """Every decision with its place, and the selections of those that are in force."""

    def __init__(
        self,
        folder: Path,
        codebook: Codebook,
        transcripts: Sequence[Transcript],
        participants: Sequence[Participant],
        spoken: Mapping[str, Spoken],
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
            raw = {row.line: row for row in decision_rows(path)} if len(frame) else {}
            parts = [anchor_decisions(part, turns, shifts) for _, part in frame.groupby("coder", sort=False)]
            placed = pd.concat(parts).sort_values("row") if parts else frame.assign(outcome="")
            self._file(name, placed.to_dict("records"), raw)
        for name in self.selections:
            self.selections[name].sort(key=lambda one: (one.start, one.end, one.guid))

    def _file(self, name: str, placed: Sequence[Mapping[Any, Any]], raw: Mapping[int, Row]) -> None:
        live = _in_force(placed)
        self.files[name] = []
        for row in placed:
            cells = {
                key: raw[row["row"]].cells.get(key, "") for key in (*DECISION_COLUMNS, *OPTIONAL_COLUMNS)
            }
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
    spoken: Mapping[str, Spoken], transcripts: Sequence[Transcript], participants: Sequence[Participant]
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
        found.setdefault(key, []).append(
            (int(row["start"]), int(row["end"]), row["status"], row["confidence"])
        )
    return found
