"""The desk at which an adjudicator rules: what each of her acts writes, and where it leads.

No browser is needed here: a message comes in, the desk writes if it must, and answers with a whole view.

A ruling cannot be unsaid in the file, only replaced by another one.  So undo restores what was ruled on
the turn before, when something was; else it leads back to the turn, where she can rule otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from delphi.decisions.append import coder_name
from delphi.decisions.cut import cut_row, put_cut_row_aside
from delphi.errors import InputError
from delphi.review.adjudicate_disputes import OPPOSITE, Dispute
from delphi.review.adjudicate_record import ADJUDICATIONS, Adjudications
from delphi.review.adjudicate_surface import filters, listed, names, numbers, start_panel, work_surface
from delphi.review.adjudicate_texts import texts
from delphi.review.material import Material, Turn
from delphi.review.memory import remember, remembered
from delphi.review.messages import Message, tag_of, turn_of
from delphi.review.record import Tag

FILTERS = ("transcript", "pair", "model")
View = dict[str, Any]


class AdjudicationDesk:
    """One window of one adjudicator.

    Parameters
    ----------
    material
        The study.
    judge
        A name to start with; empty to be asked.

    Raises
    ------
    InputErrors
        When a coder's file or the file of adjudications cannot be read.
    """

    def __init__(self, material: Material, judge: str = "") -> None:
        self.material = material
        self._notice: dict[str, str] = {}
        self.record: Adjudications | None = None
        self.judge, self._name = "", ""
        self.turn: Turn | None = None
        self._narrowed: dict[str, str] = dict.fromkeys(FILTERS, "")
        self._acts: list[tuple[Turn, list[Tag] | None]] = []
        self._does: dict[str, Callable[[Message], None]] = {
            "look": lambda _: None,
            "extras": lambda _: None,
            "sit": self._sit_down,
            "aside": lambda _: self._put_aside(),
            "begin": self._begin,
            "leave": lambda _: self._leave(),
            "rule": self._rule,
            "undo": lambda _: self._undo(),
            "next": lambda _: self._step(1),
            "previous": lambda _: self._step(-1),
            "go": self._go,
        }
        self._open_files()
        if judge:
            self.answer({"act": "sit", "coder": judge})

    def answer(self, message: Message) -> View:
        """Do what a message asks; an error is told in the view's notice."""
        self._notice = {}
        try:
            if self.record is not None:
                self.record.refresh()
            self._does[str(message["act"])](message)
        except InputError as error:
            self._notice = {"kind": "error", "text": str(error)}
        if self.record and self.turn and self.turn not in self.record.disputes:
            self.turn = None  # the coders agree by now
        return self.view() | (self.extras() if message["act"] == "extras" else {})

    def view(self) -> View:
        """What the window shows now."""
        record, turn = self.record, self.turn
        shown: View = {"notice": self._notice, "coder": self.judge}
        if record is None:
            return shown | {
                "stage": "start",
                "start": {"coders": self.material.coders(), "cut": True, "name": ""},
            }
        if not self.judge or turn is None:
            resume = self._resume() if self.judge else None
            start = start_panel(self.material, record, self.judge, self._name, resume)
            return shown | {
                "stage": "start", "start": start,
                "filters": filters(self.material, record), "numbers": numbers(self.material, record),
            }  # fmt: skip
        order = self._order()
        ruled = [key for key in order if not record.disputes[key].is_open]
        return shown | {
            "stage": "work",
            "work": work_surface(self.material, record, turn),
            "progress": {
                "done": len(ruled),
                "total": len(order),
                "at": order.index(turn) + 1 if turn in order else 0,
            },
            "narrowed": self._narrowed,
            "numbers": numbers(self.material, record),
        }

    def extras(self) -> View:
        """What dialogs show: the list and what it can be narrowed to."""
        record = self._adjudications()
        return {
            "list": listed(self.material, record, self._order()),
            "filters": filters(self.material, record),
        }

    # --- coming and going -------------------------------------------------------------------------

    def _open_files(self) -> None:
        if cut := cut_row(self._path()):
            self._say("error", "row_cut", file=self._path().name, row=cut.strip()[:120])
            return
        self.record = Adjudications(self.material)

    def _path(self) -> Path:
        return self.material.folder / ADJUDICATIONS

    def _sit_down(self, message: Message) -> None:
        self.turn, self.judge, self._acts = None, "", []
        if self.record is None:
            self._open_files()
        record = self.record
        if record is None:
            return
        self._name = coder_name(str(message.get("coder", "")), names(self.material, record))
        self.judge = self._name
        if record.lost:
            self._say("info", "lost", count=record.lost, file=record.path.name)

    def _put_aside(self) -> None:
        put_cut_row_aside(self._path())
        self._open_files()

    def _begin(self, message: Message) -> None:
        record = self._adjudications()
        self._narrowed = {name: str(message.get(name, "")) for name in FILTERS}
        order = self._order()
        if not order:
            self._narrowed = dict.fromkeys(FILTERS, "")
            self._say("error", "filter_empty" if record.disputes else "nothing_here")
            return
        start = turn_of(message) if message.get("transcript_id") else None
        if start not in order:
            start = next((turn for turn in order if record.disputes[turn].is_open), None)
        if start is None:
            self._say("info", "all_ruled")
        self._stand_at(start or order[0])

    def _leave(self) -> None:
        self.turn = None

    # --- ruling -----------------------------------------------------------------------------------

    def _rule(self, message: Message) -> None:
        record, turn = self._adjudications(), turn_of(message)
        if turn != self.turn:
            raise InputError(self._words["not_this_turn"])
        dispute = record.disputes[turn]
        before = None if dispute.is_open else list(dispute.stands)
        wanted = [tag_of(entry) for entry in message["tags"]]
        note = str(message.get("reason", "")).strip()
        rows = record.rule(self.judge, turn, wanted, note, int(message["seen"]))
        if rows:
            self._acts.append((turn, before))
            self._say("saved", "saved", file=record.path.name)
        else:
            self._say("info", "unchanged")
        self._onward()

    def _undo(self) -> None:
        record = self._adjudications()
        earlier = [turn for turn in record.ruled_by(self.judge) if turn in record.disputes][-1:]
        before: list[Tag] | None = None
        if self._acts:
            turn, before = self._acts.pop()
            earlier = [turn] if turn in record.disputes else []
        if not earlier:
            self._say("info", "nothing_to_undo")
            return
        turn = earlier[0]
        self._stand_at(turn)
        if before is None:
            self._say("info", "ruling_stays")
        else:
            record.rule(self.judge, turn, before, "", len(record.rulings(turn)))
            self._say("saved", "undone")

    # --- where to go ------------------------------------------------------------------------------

    def _order(self) -> list[Turn]:
        """Opposites first, then the rest in the order of the transcripts; the same whatever is ruled."""
        record = self._adjudications()
        kept = [turn for turn, dispute in record.disputes.items() if self._fits(turn, dispute)]
        return sorted(kept, key=lambda turn: (OPPOSITE not in record.disputes[turn].kinds, turn))

    def _fits(self, turn: Turn, dispute: Dispute) -> bool:
        narrowed = self._narrowed
        pair = narrowed["pair"].split(";") if narrowed["pair"] else []
        return (
            narrowed["transcript"] in ("", turn[0])
            and set(pair) <= set(dispute.coders)
            and (not narrowed["model"] or narrowed["model"] in dispute.models())
        )

    def _onward(self) -> None:
        """The next difference that is open, from here on and then from the start."""
        record, order = self._adjudications(), self._order()
        here = order.index(self.turn) if self.turn in order else -1
        later = [*order[here + 1 :], *order[: here + 1]]
        following = next((turn for turn in later if record.disputes[turn].is_open), None)
        if following:
            self._stand_at(following)
        elif self._notice.get("kind") == "saved":
            self._notice["text"] += " " + self._words["all_ruled"]

    def _step(self, by: int) -> None:
        order = self._order()
        here = order.index(self.turn) if self.turn in order else -1
        if 0 <= here + by < len(order):
            self._stand_at(order[here + by])
        else:
            self._say("info", "last_one" if by > 0 else "first_one")

    def _go(self, message: Message) -> None:
        turn = turn_of(message)
        if turn not in self._adjudications().disputes:
            self._say("error", "no_dispute")
            return
        self._stand_at(turn)

    def _stand_at(self, turn: Turn) -> None:
        self.turn = turn
        self._remember(turn)

    def _remember(self, turn: Turn) -> None:
        """Where she is, for the next time; derived, and no harm when it is gone."""
        file = self._memory()
        where = self._narrowed | {"transcript_id": turn[0], "turn": turn[1]}
        remember(file, where)

    def _resume(self) -> dict[str, Any] | None:
        where = remembered(self._memory())
        if where is None:
            return None
        turn = turn_of(where)
        if turn not in self._adjudications().disputes:
            return None
        narrowed = {name: str(where.get(name, "")) for name in FILTERS}
        return narrowed | {"transcript_id": turn[0], "turn": turn[1]}

    def _memory(self) -> Path:
        return self.material.folder / "data/interim/review" / f"{self.judge}.adjudicate.json"

    # --- what an act needs ------------------------------------------------------------------------

    def _adjudications(self) -> Adjudications:
        if self.record is None:
            raise InputError(self._words["who_are_you"])
        return self.record

    @property
    def _words(self) -> dict[str, str]:
        return texts(self.material.language)

    def _say(self, kind: str, name: str, **values: Any) -> None:
        self._notice = {"kind": kind, "text": self._words[name].format(**values)}
