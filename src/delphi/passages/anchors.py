"""Decisions find their passage again after the transcript was corrected, or are said to be lost.

A decision *stands* when its quotation is where it says.  Otherwise it *moved*: to an exact occurrence of
the quotation in its turn, in the turn that its turn is now, or elsewhere in the transcript, chosen by
what stood around it and then by nearness; or to a stretch that is nearly the same, when a few words
were corrected.  A short quotation (`Ja.`) is said by many: it moves only where its context goes along.
A decision without quotation, `checked` for instance, goes where the quotations around it went.  When
nothing decides between two places the decision is *lost*: a person looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from delphi.passages.places import SHORT, Conversation, Place, Wanted, conversations
from delphi.passages.shifts import WANTED, Shifts
from delphi.rows import rows_of

NOWHERE = Place(-1, -1, -1)
MARGIN = 0.1  # by which the context of one place must be more like than that of another


class Found(NamedTuple):
    """Where a decision is now."""

    outcome: str
    place: Place


LOST = Found("lost", NOWHERE)


def anchor_decisions(
    decisions: pd.DataFrame,
    turns: pd.DataFrame | Mapping[str, Conversation],
    shifts: Mapping[str, Shifts],
) -> pd.DataFrame:
    """Place the decisions of one coder in the transcripts as they are now.

    Parameters
    ----------
    decisions
        Rows of one file, in file order, with the columns of `delphi.decisions.read_decisions`.
    turns
        Turns as they are now: `transcript_id, turn, participant_id, facilitator, text`; or the `conversations`
        that were made of them.
    shifts
        From `turn_map`, over all coders.

    Returns
    -------
    DataFrame
        The decisions with `new_turn, new_start, new_end` (-1 where there is none) and `outcome`:
        `stands`, `moved` or `lost`.  No row is dropped.
    """
    spoken = conversations(turns) if isinstance(turns, pd.DataFrame) else turns
    found: dict[int, Found] = {}
    rows = [Wanted(*row) for row in rows_of(decisions, WANTED)]
    by_transcript: dict[str, list[int]] = {}
    for place, key in enumerate(decisions["transcript_id"].tolist()):
        by_transcript.setdefault(str(key), []).append(place)
    for key, places in by_transcript.items():
        conversation = spoken.get(key)
        if conversation is None:
            found.update(dict.fromkeys(places, LOST))
            continue
        finder = _Finder(conversation, shifts.get(key) or Shifts())
        here = [rows[place] for place in places]
        found.update(zip(places, finder.all(here)))
    result = decisions.copy()
    ordered = [found[place] for place in range(len(rows))]
    for column, name in (("new_turn", "turn"), ("new_start", "start"), ("new_end", "end")):
        result[column] = pd.array([getattr(entry.place, name) for entry in ordered], dtype="int64")
    result["outcome"] = [entry.outcome for entry in ordered]
    return result


class _Finder:
    """Finds the passages of one coder in one transcript."""

    def __init__(self, conversation: Conversation, shifts: Shifts) -> None:
        self.conversation, self.shifts = conversation, shifts
        self._known: dict[Wanted, Found] = {}

    def all(self, rows: Sequence[Wanted]) -> list[Found]:
        """Where each decision is, in file order: those with a quotation first, the others after them."""
        quoted = {i: self._quoted(wanted) for i, wanted in enumerate(rows) if wanted.quote}
        placed = [i for i in quoted if quoted[i].outcome != "lost"]
        found = []
        cursor = 0
        for i, wanted in enumerate(rows):
            while cursor < len(placed) and placed[cursor] < i:
                cursor += 1
            if i in quoted:
                found.append(quoted[i])
                continue
            near = [(rows[j].turn, quoted[j].place.turn) for j in placed[max(0, cursor - 1) : cursor + 1]]
            found.append(self._silent(wanted, near))
        return found

    def _quoted(self, wanted: Wanted) -> Found:
        if wanted not in self._known:
            self._known[wanted] = self._searched(wanted)
        return self._known[wanted]

    def _searched(self, wanted: Wanted) -> Found:
        conversation = self.conversation
        here = Place(wanted.turn, wanted.start, wanted.end)
        certain = self.shifts.certain(wanted.turn)
        short = len(wanted.quote) < SHORT
        if conversation.stands(wanted):
            twin = self._in_turn(wanted, certain) if certain not in (None, wanted.turn) else None
            if twin and conversation.agreement(wanted, twin) >= conversation.agreement(wanted, here):
                return Found("moved", twin)  # the same was said here too, but its own turn went there
            now = self.shifts.now(wanted.turn, conversation)
            if not short or now == wanted.turn or conversation.is_evidence(wanted, here):
                return Found("stands", here)
            exact = self._exact_short(wanted, certain)
            return Found("moved", exact) if exact else LOST
        exact = self._exact_short(wanted, certain) if short else self._exact_long(wanted)
        if exact:
            return Found("moved", exact)
        if not short:
            nearly = self._nearly(wanted)
            if nearly:
                return Found("moved", nearly)
        return LOST

    def _in_turn(self, wanted: Wanted, turn: int | None) -> Place | None:
        """Where in one turn the quotation stands, by context, then by nearness."""
        own = [place for place in self.conversation.occurrences(wanted.quote) if place.turn == turn]
        return max(
            own,
            key=lambda place: (self.conversation.agreement(wanted, place), -abs(place.start - wanted.start)),
            default=None,
        )

    def _exact_short(self, wanted: Wanted, certain: int | None) -> Place | None:
        """A quotation that anyone may say: only with its context, or alone in a turn known to be its own."""
        conversation = self.conversation
        places = conversation.occurrences(wanted.quote)
        with_context = [place for place in places if conversation.is_evidence(wanted, place)]
        if with_context:
            return self._chosen(wanted, with_context)
        own = [place for place in places if place.turn == certain]
        return own[0] if len(own) == 1 and conversation.agreement(wanted, own[0]) >= 0.5 else None

    def _exact_long(self, wanted: Wanted) -> Place | None:
        places = self.conversation.occurrences(wanted.quote)
        expected = {wanted.turn, *self.shifts.targets(wanted.turn, self.conversation)}
        own = [place for place in places if place.turn in expected]
        if own:
            turn_now = self.shifts.certain(wanted.turn)
            return max(
                own,
                key=lambda place: (
                    round(self.conversation.agreement(wanted, place), 1),
                    place.turn == turn_now,
                    place.turn == wanted.turn,
                    -abs(place.start - wanted.start),
                    -place.turn,
                ),
            )
        coded = [place for place in places if place.turn in self.conversation.coded]
        return self._chosen(wanted, coded or places)

    def _chosen(self, wanted: Wanted, places: Sequence[Place]) -> Place | None:
        """One of several places: by context, then by nearness to where its turn is now; None when equal."""
        if len(places) < 2:
            return places[0] if places else None
        agreement = {place: self.conversation.agreement(wanted, place) for place in places}
        most = max(agreement.values())
        best = [place for place in places if agreement[place] > most - MARGIN]
        if len(best) == 1:
            return best[0]
        now = self.shifts.now(wanted.turn, self.conversation) if self.shifts.anchors else None
        if now is None:
            return None
        nearest = sorted(best, key=lambda place: (abs(place.turn - now), abs(place.start - wanted.start)))
        first, second = nearest[:2]
        as_near = abs(first.turn - now) == abs(second.turn - now)
        return None if as_near and first.turn != second.turn else first

    def _nearly(self, wanted: Wanted) -> Place | None:
        """The quotation with a few letters changed; twice nearly as like in two turns is no answer."""
        conversation = self.conversation
        expected = {wanted.turn, *self.shifts.targets(wanted.turn, conversation)} - {-1}
        for turns in (
            sorted(expected),
            [number for number in conversation.numbers if number not in expected],
        ):
            found = conversation.nearly(wanted, turns)
            if not found:
                continue
            like = [place for likeness, place in found if likeness > found[0][0] - 3]
            return self._chosen(wanted, like)
        return None

    def _silent(self, wanted: Wanted, near: Sequence[tuple[int, int]]) -> Found:
        """A decision without quotation: it follows its turn, if that can still be coded."""
        now = self._turn_of_silent(wanted, near)
        if now is None or now not in self.conversation.coded or not self.conversation.text[now]:
            return LOST
        if wanted.start < 0:
            place = Place(now, -1, -1)
        elif wanted.end <= len(self.conversation.text[now]):
            place = Place(now, wanted.start, wanted.end)
        else:
            return LOST
        return Found("stands" if now == wanted.turn else "moved", place)

    def _turn_of_silent(self, wanted: Wanted, near: Sequence[tuple[int, int]]) -> int | None:
        if wanted.start < 0 and wanted.suffix:
            return self._turn_by_opening(wanted)
        for turn, now in near:
            if turn == wanted.turn:
                return now
        if len(near) == 2 and near[0][0] < wanted.turn < near[1][0]:
            before, after = (now - turn for turn, now in near)
            if before == after:
                return wanted.turn + before
        return self.shifts.now(wanted.turn, self.conversation)

    def _turn_by_opening(self, wanted: Wanted) -> int | None:
        """The turn that opens with the words that the decision kept of it."""
        conversation = self.conversation
        turns = conversation.opening(wanted.suffix)
        expected = self.shifts.now(wanted.turn, conversation)
        if len(wanted.suffix) < SHORT:  # whole turns that many may say
            turns = [turn for turn in turns if conversation.text[turn] == wanted.suffix] or turns
        if wanted.turn in turns and expected in (wanted.turn, None):
            return wanted.turn
        if expected in turns:
            return expected
        if turns and (len(wanted.suffix) >= SHORT or len(turns) == 1):
            middle = wanted.turn if expected is None else expected
            nearest = sorted(turns, key=lambda turn: (abs(turn - middle), turn))
            if len(nearest) == 1 or abs(nearest[0] - middle) < abs(nearest[1] - middle):
                return nearest[0]
            return None
        if expected is not None:
            opening = conversation.text.get(expected, "")[: len(wanted.suffix)]
            if fuzz.ratio(opening, wanted.suffix) >= 60:
                return expected
        return None
