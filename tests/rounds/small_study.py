"""Small studies for the tests of the rounds: who said what where, and every table that follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from delphi.codebook import Codebook
from delphi.decisions import settle
from delphi.items import EVENT_COLUMNS, ITEM_COLUMNS
from delphi.rounds import consensus_table, links, panel_table, presence, swot_table
from delphi.rounds.sensitivity import NO_SUGGESTIONS, Evidence
from delphi.study import Participant, Study, Transcript

STUDY = Study.model_validate(
    {
        "title": "t", "language": "en", "date": "2025-01-01",
        "rounds": [
            {"number": 1, "purpose": "breadth", "label": "first"},
            {"number": 2, "purpose": "judgement", "label": "second"},
            {"number": 3, "purpose": "synthesis", "label": "third"},
        ],
        "perspectives": {"worker": {"label": "worker"}, "boss": {"label": "boss"}},
        "panel_kinds": ["meeting"],
        "swot": {"display": "quadrants"},
    }
)  # fmt: skip
CODEBOOK = Codebook.model_validate(
    {
        "version": 1, "language": "en",
        "work_model": [{"key": "bus", "label": "Bus", "definition": "d"}],
        "swot": [{"key": "good", "label": "Good", "definition": "d"}, {"key": "bad", "label": "Bad", "definition": "d"}],
    }
)  # fmt: skip
GONE = dt.date(2025, 1, 2)


@dataclass(frozen=True)
class Session:
    id: str
    round: int
    kind: str
    group: str
    present: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    name: str
    perspective: str
    group: str
    invited: tuple[int, ...] = (1, 2, 3)
    withdrawn: bool = False


@dataclass(frozen=True)
class Said:
    """A turn; with an item it is tagged by each of the coders, without it is only read by them."""

    session: str
    speaker: str
    item: str = ""
    stance: str = ""
    coders: tuple[str, ...] = ("ada",)
    swot: str = "good"
    turn: int = 0


@dataclass(frozen=True)
class SmallStudy:
    sessions: Sequence[Session]
    people: Sequence[Person]
    said: Sequence[Said]
    items: Sequence[tuple[str, int]]
    events: Sequence[tuple[str, int, str, int, str]] = ()
    order: int = field(default=1)
    """Of the rows that the tables are made from; -1 turns them round."""

    def numbered(self) -> SmallStudy:
        """The same, every turn with its number in its session."""
        counts: dict[str, int] = {}
        said = []
        for turn in self.said:
            counts[turn.session] = counts.get(turn.session, 0) + 1
            said.append(replace(turn, turn=counts[turn.session]))
        return replace(self, said=said)

    def transcripts(self) -> list[Transcript]:
        rows = [
            Transcript(s.id, f"{s.id}.txt", s.round, s.kind, s.group, "", "", "en", (), "", s.present, 2)
            for s in self.sessions
        ]
        return rows[:: self.order]

    def participants(self) -> list[Participant]:
        return [
            Participant(
                p.name, p.perspective, p.group, p.invited, (p.name,), (), GONE if p.withdrawn else None, 2
            )
            for p in self.people
        ]

    def turns(self) -> pd.DataFrame:
        """As the command line reads them: the turns of whoever withdrew belong to nobody."""
        session = {s.id: s for s in self.sessions}
        person = {p.name: p for p in self.people if not p.withdrawn}
        rows = [
            (t.session, t.turn, t.speaker if t.speaker in person else "", "some words", session[t.session].round,
             session[t.session].kind, session[t.session].group,
             person[t.speaker].perspective if t.speaker in person else "")
            for t in self.said
        ]  # fmt: skip
        columns = ["transcript_id", "turn", "participant_id", "text", "round", "kind", "group", "perspective"]
        return pd.DataFrame(rows, columns=columns)[:: self.order]

    def placed(self) -> pd.DataFrame:
        """As `settle` places them: decisions on the turn of whoever withdrew are lost."""
        gone = {p.name for p in self.people if p.withdrawn}
        rows = []
        for t in self.said:
            for coder in t.coders:
                outcome = "lost" if t.speaker in gone else "stands"
                if t.item:
                    rows.append(
                        (coder, t.session, t.turn, 0, 4, "bus", t.swot, t.item, t.stance, "apply", outcome)
                    )
                rows.append((coder, t.session, t.turn, -1, -1, "", "", "", "", "checked", outcome))
        columns = ["coder", "transcript_id", "turn", "start", "end", "work_model", "swot", "item_id", "stance",
                   "action", "outcome"]  # fmt: skip
        frame = pd.DataFrame(rows, columns=columns)[:: self.order]
        now = {f"new_{name}": frame[name] for name in ("turn", "start", "end")}
        return frame.assign(**now, split=False, stage="coding")

    def evidence(self) -> Evidence:
        gone = {p.name for p in self.people if p.withdrawn}
        events = pd.DataFrame(
            [
                {**dict.fromkeys(EVENT_COLUMNS, ""), "item_id": i, "version": v, "event": e, "round": r,
                 "participant_ids": "" if who in gone else who, "row": 2}
                for i, v, e, r, who in self.events
            ],
            columns=[*EVENT_COLUMNS, "row"],
        ).astype({"version": "int64", "round": "int64"})  # fmt: skip
        items = pd.DataFrame(
            [(i, v, "bus", "good", "", "", 1, f"{i} v{v}", 2) for i, v in self.items],
            columns=[*ITEM_COLUMNS, "row"],
        )
        placed, turns = self.placed(), self.turns()
        usable = placed[placed["outcome"] != "lost"]
        tags, reading = settle(usable, usable[:0], NO_SUGGESTIONS, turns)
        present = presence(self.transcripts(), self.participants(), turns, reading, STUDY)
        return Evidence(STUDY, self.transcripts(), turns, tags, items, events, present)

    def tables(self) -> dict[str, pd.DataFrame]:
        e = self.evidence()
        linked = links(e.tags, e.items, e.events, STUDY)
        return {
            "consensus": consensus_table(e.items, e.events, linked, e.present, STUDY),
            "panel": panel_table(e.present, self.participants(), e.transcripts, STUDY),
            "swot": swot_table(e.items, e.events, linked, STUDY, CODEBOOK),
        }
