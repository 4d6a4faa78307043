"""Who was there: presence per session, and the panel's coming and going over the rounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from delphi.rows import rows_of
from delphi.study import Participant, Study, Transcript

PRESENCE_COLUMNS = [
    "transcript_id",
    "round",
    "kind",
    "group",
    "panel",
    "participant_id",
    "perspective",
    "coded",
    "unread",
]
PANEL_COLUMNS = [
    "round",
    "group",
    "perspective",
    "invited",
    "took_part",
    "returned",
    "new",
    "previous",
    "n_previous",
    "n_paired",
]


@dataclass(frozen=True)
class Spoken:
    """Who spoke how often, without the turns themselves.

    Attributes
    ----------
    turns
        By transcript and participant, the number of turns.
    speaker
        By transcript and turn.
    """

    turns: dict[tuple[str, str], int]
    speaker: dict[tuple[str, int], str]

    @cached_property
    def people(self) -> dict[str, list[str]]:
        """Who spoke in each transcript."""
        found: dict[str, list[str]] = {}
        for transcript, name in self.turns:
            if name:
                found.setdefault(transcript, []).append(name)
        return found


def spoken_in(turns: Iterable[pd.DataFrame], wanted: Collection[tuple[str, int]] | None = None) -> Spoken:
    """Count who speaks in frames of turns (`transcript_id, turn, participant_id`), a frame for some transcripts each.

    Parameters
    ----------
    wanted
        Turns whose speaker is kept; all of them when left out.
    """
    counted: dict[tuple[str, str], int] = {}
    speaker: dict[tuple[str, int], str] = {}
    for frame in turns:
        transcript, turn, name = (frame[of].tolist() for of in ("transcript_id", "turn", "participant_id"))
        counted |= Counter(zip(transcript, name))
        places = zip(zip(transcript, turn), name)
        speaker |= dict(places if wanted is None else (place for place in places if place[0] in wanted))
    return Spoken(counted, speaker)


def presence(
    transcripts: Sequence[Transcript],
    participants: Sequence[Participant],
    turns: pd.DataFrame | Spoken,
    reading: pd.DataFrame,
    study: Study,
) -> pd.DataFrame:
    """One row per session and participant who spoke there or is registered as `present`.

    Withdrawn participants were, as far as anything derived is concerned, not there.

    Returns
    -------
    DataFrame
        `transcript_id, round, kind, group` (of the session), `panel` (bool: a panel session),
        `participant_id, perspective, coded` (bool: somebody has checked a turn of the session) and
        `unread` (turns of this person that nobody has checked).
    """
    said = turns if isinstance(turns, Spoken) else spoken_in([turns])
    staying = {person.participant_id: person for person in participants if person.withdrawn_on is None}
    read = set(rows_of(reading, ["transcript_id", "turn"]))
    coded = {transcript for transcript, _ in read}
    unread = Counter(said.turns)
    unread.subtract(Counter((place[0], said.speaker[place]) for place in read if place in said.speaker))
    records = []
    for session in transcripts:
        for name in sorted({*said.people.get(session.transcript_id, []), *session.present} & staying.keys()):
            records.append(
                (session.transcript_id, session.round, session.kind, session.group,
                 session.kind in study.panel_kinds, name, staying[name].perspective,
                 session.transcript_id in coded, unread[(session.transcript_id, name)])
            )  # fmt: skip
    return pd.DataFrame.from_records(records, columns=PRESENCE_COLUMNS)


def panel_table(
    present: pd.DataFrame,
    participants: Sequence[Participant],
    transcripts: Sequence[Transcript],
    study: Study,
) -> pd.DataFrame:
    """Attrition of the panel: invited, took part, returned and new, per round, group and perspective.

    Interviewees are no panel: people whose group had only sessions that are no panel sessions in a
    round are left out.  *Returned* took part in a panel session of an earlier round; *new* did not.
    Rounds are compared on paired panellists: `previous` is the last earlier round with a panel
    session of these people, `n_previous` how many of them took part in it, `n_paired` how many took
    part in both.

    Returns
    -------
    DataFrame
        `round, group` (the participant's), `perspective, invited, took_part, returned, new, previous,
        n_previous, n_paired`, counted in people; `previous` and what follows are empty where there
        is no earlier round; ordered by round, then as groups and perspectives first occur in the
        registers.
    """
    people = [person for person in participants if person.withdrawn_on is None]
    perspectives = list(study.perspectives)
    groups = list(dict.fromkeys(person.group for person in people))
    earlier: dict[int, set[str]] = {}
    records = []
    for round_ in study.rounds:
        there = set(present.loc[present["panel"] & (present["round"] == round_.number), "participant_id"])
        sessions = [session for session in transcripts if session.round == round_.number]
        panel_groups = {session.group for session in sessions if session.kind in study.panel_kinds}
        deepening = {session.group for session in sessions} - panel_groups
        for group in groups:
            for perspective in perspectives:
                members = [p for p in people if (p.group, p.perspective) == (group, perspective)]
                ids = {person.participant_id for person in members}
                invited = sum(round_.number in person.invited_rounds for person in members)
                took_part = ids & there
                if (group in deepening and not took_part) or not (invited or took_part):
                    continue
                returned = len(took_part & set().union(*earlier.values()))
                before = [number for number, people_then in earlier.items() if ids & people_then]
                pairs: tuple[Any, ...] = (pd.NA, pd.NA, pd.NA)
                if before:
                    then = ids & earlier[before[-1]]
                    pairs = (before[-1], len(then), len(then & took_part))
                records.append(
                    (round_.number, group, perspective, invited, len(took_part), returned,
                     len(took_part) - returned, *pairs)
                )  # fmt: skip
        earlier[round_.number] = there
    frame = pd.DataFrame.from_records(records, columns=PANEL_COLUMNS)
    return frame.astype(dict.fromkeys(PANEL_COLUMNS[-3:], "Int64"))
