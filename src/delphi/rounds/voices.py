"""Who was there to speak about a statement, and who did: the people behind the counts of `consensus.csv`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from delphi.rows import rows_of

STANCES = ("supports", "contests", "nuances")
ALL_GROUPS = ""


class Place(NamedTuple):
    """A round, a perspective and a group (empty: all groups together)."""

    round: int
    perspective: str
    group: str


@dataclass
class Audience:
    """The people of one perspective in the sessions of a place, and how far those sessions are read."""

    people: set[str] = field(default_factory=set)
    on_panel: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    sessions: set[str] = field(default_factory=set)
    coded: set[str] = field(default_factory=set)

    @property
    def is_coded(self) -> bool:
        """Whether somebody has checked something in each of the sessions."""
        return self.sessions == self.coded

    @property
    def is_complete(self) -> bool:
        """Whether people have checked every turn that these people spoke."""
        return self.is_coded and not self.unread


@dataclass
class Voices:
    """The people who spoke about one statement in a place."""

    by_stance: dict[str, set[str]] = field(default_factory=lambda: {stance: set() for stance in STANCES})
    touched: set[str] = field(default_factory=set)
    panel_supports: set[str] = field(default_factory=set)

    def add(self, speaker: str, stance: str, panel: bool) -> None:
        """Count a speaker; a passage without stance touches the statement and takes no side."""
        self.touched.add(speaker)
        if stance in self.by_stance:
            self.by_stance[stance].add(speaker)
        if stance == "supports" and panel:
            self.panel_supports.add(speaker)


def audiences(present: pd.DataFrame) -> dict[tuple[int, str], dict[str, Audience]]:
    """By round and perspective, for all groups ('') and each group: who was there."""
    found: dict[tuple[int, str], dict[str, Audience]] = {}
    columns = ["round", "perspective", "group", "participant_id", "transcript_id", "panel", "coded", "unread"]
    ordered = present.sort_values(["group", "transcript_id", "participant_id"])
    for round_, perspective, group, person, session, panel, coded, unread in rows_of(ordered, columns):
        groups = found.setdefault((int(round_), perspective), {ALL_GROUPS: Audience()})
        for scope in dict.fromkeys([ALL_GROUPS, group]):
            audience = groups.setdefault(scope, Audience())
            audience.people.add(person)
            audience.sessions.add(session)
            if panel:
                audience.on_panel.add(person)
            if coded:
                audience.coded.add(session)
            if unread or not coded:
                audience.unread.add(person)
    return found


def voices(linked: pd.DataFrame) -> dict[tuple[str, Place], Voices]:
    """By statement and place (of each group and of all): who spoke about it, each person once per stance."""
    found: dict[tuple[str, Place], Voices] = {}
    columns = ["item_id", "round", "perspective", "group", "stance", "panel", "speaker"]
    for item, round_, perspective, group, stance, panel, speaker in rows_of(linked, columns):
        for scope in {ALL_GROUPS, group}:
            key = (item, Place(int(round_), perspective, scope))
            found.setdefault(key, Voices()).add(speaker, stance, bool(panel))
    return found
