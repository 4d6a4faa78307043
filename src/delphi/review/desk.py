"""The desk at which a coder checks tags: what each of her acts writes, and where it leads.

No browser is needed here: a message comes in, the desk writes if it must, and answers with a view.  Every
view is whole, so a window that was closed or a kernel that was killed has nothing to remember.

Undo writes, too: the rows that make her tags on the turn what they were.  Two things cannot be unsaid in
the file.  A rejected suggestion stays rejected there until she applies it, but this window shows it open
again.  A turn that is read stays read: undo leads back to it, and tags can still be added and removed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from delphi.codebook import FACETS
from delphi.decisions.append import coder_name
from delphi.decisions.cut import cut_row, put_cut_row_aside
from delphi.decisions.form import missing_columns
from delphi.decisions.locked import CAN_REPLACE
from delphi.errors import InputError
from delphi.review.material import Material, Turn
from delphi.review.memory import remember, remembered
from delphi.review.messages import Message, stretch_of, tag_of, turn_of
from delphi.review.queue import queue
from delphi.review.record import Record, Stretch, Tag
from delphi.review.surface import entry_id, found, progress, start_panel, suggestion_shown, work_surface
from delphi.review.texts import texts

QUEUE = ""  # where other places are transcript ids
View = dict[str, Any]


@dataclass(frozen=True)
class _Act:
    """What undo needs: the turn, and her tags before and after; no tags for a turn marked as read."""

    key: Turn
    before: list[Tag] | None = None
    after: list[Tag] = field(default_factory=list)
    suggestion: Stretch | None = None


class Desk:
    """One window of one coder.

    Parameters
    ----------
    material
        The study.
    coder
        A name to start with; empty to be asked.
    """

    def __init__(self, material: Material, coder: str = "") -> None:
        self.material = material
        self.record: Record | None = None
        self.key: Turn | None = None
        self._notice: dict[str, str] = {}
        self._found: View = {}
        self._name = ""
        self._place = QUEUE
        self._order: list[Turn] = []
        self._way: list[Turn] = []
        self._acts: list[_Act] = []
        self._reopened: set[tuple[Turn, Stretch]] = set()
        self._focus = self._last = ""
        self._does: dict[str, Callable[[Message], None]] = {
            "look": lambda _: None,
            "find": lambda message: self._found.update(hits=self.find(str(message.get("query", "")))),
            "memos": lambda _: self._found.update(memos=self.memos()),
            "sit": self._sit_down,
            "aside": lambda _: self._put_aside(),
            "begin": self._begin,
            "leave": lambda _: self._leave(),
            "save": self._save,
            "split": self._split,
            "reject": self._reject,
            "read": self._read,
            "undo": lambda _: self._undo(),
            "next": lambda _: self._onward(skip=True),
            "previous": lambda _: self._back(),
            "go": self._go,
        }
        if coder:
            self.answer({"act": "sit", "coder": coder})

    def answer(self, message: Message) -> View:
        """Do what a message asks; an error is told in the view's notice, and then nothing was written."""
        self._notice, self._found = {}, {}
        self._focus = self._last = ""
        try:
            if self.record is not None:
                self.record.refresh()
            self._does[str(message["act"])](message)
        except InputError as error:
            self._notice = {"kind": "error", "text": str(error)}
        return self.view() | self._found

    def find(self, query: str) -> list[dict[str, Any]]:
        """Turns of all transcripts that hold the words."""
        return found(self.material, query)

    def memos(self) -> list[dict[str, Any]]:
        """Her memos, the newest first."""
        return self.record.memos() if self.record else []

    def view(self) -> View:
        """What the window shows now."""
        record, key = self.record, self.key
        shown: View = {"notice": self._notice, "coder": record.coder if record else ""}
        if record is None or key is None:
            resume = self._resume(record) if record else None
            return shown | {"stage": "start", "start": start_panel(self.material, record, self._name, resume)}
        work = work_surface(self.material, record, key, self._reopened, self._focus, self._last)
        return shown | {
            "stage": "work",
            "work": work | {"place": self._place},
            "progress": progress(self.material, record, key),
        }

    # --- coming and going -------------------------------------------------------------------------

    def _sit_down(self, message: Message) -> None:
        self.key, self.record, self._acts = None, None, []
        self._name = coder_name(str(message.get("coder", "")), self.material.coders())
        path = self.material.file_of(self._name)
        if cut := cut_row(path):
            self._say("error", "row_cut", file=path.name, row=cut.strip()[:120])
            return
        self.record = Record(self.material, self._name)
        if self.record.lost:
            self._say("info", "lost", count=self.record.lost)
        elif not CAN_REPLACE and (missing := missing_columns(path)):
            self._say("info", "columns_missing", columns=", ".join(missing))

    def _put_aside(self) -> None:
        put_cut_row_aside(self.material.file_of(self._name))
        self._sit_down({"coder": self._name})

    def _begin(self, message: Message) -> None:
        place = str(message.get("place", QUEUE))
        known = [transcript.transcript_id for transcript in self.material.transcripts]
        self._place = place if place in known else QUEUE
        self._order = self._ordered()
        self._way, self._acts = [], []
        start = turn_of(message) if message.get("transcript_id") else None
        if start not in self.material.position:
            start = next((key for key in self._order if self._waits(key)), None)
        if start is None and self._order:
            start = self._order[0]
            self._say("info", "all_read")
        if start is None:
            self._say("error", "no_turns")
        else:
            self._stand_at(start)

    def _leave(self) -> None:
        self.key = None

    # --- deciding ---------------------------------------------------------------------------------

    def _save(self, message: Message) -> None:
        record, key = self._here(message)
        tag, base = tag_of(message["tag"]), message.get("base") or {}
        rejected: list[Stretch] = []
        wanted = record.tags(key)
        if base.get("kind") == "tag":
            wanted = [old for old in wanted if old.stretch != stretch_of(base)]
        elif base.get("kind") == "suggestion" and stretch_of(base)[2:] != tag.stretch[2:]:
            rejected = [stretch_of(base)]
        elif base.get("kind") == "again" and not any(tag.covers(one) for one in _choices(base)):
            rejected = _choices(base)
        wanted = [*(old for old in wanted if old.stretch != tag.stretch), tag]
        note = str(message["tag"].get("note", "")).strip()
        notes = {tag.stretch: note} if note and note != record.note(key, tag.stretch) else {}
        self._change(record, key, wanted, rejected, notes, _suggestion(base))
        self._last = entry_id("tag", tag.stretch)

    def _split(self, message: Message) -> None:
        record, key = self._here(message)
        base = message["base"]
        parts = [tag_of(part) for part in message["parts"]]
        wanted = [old for old in record.tags(key) if old.stretch != stretch_of(base)]
        self._change(record, key, [*wanted, *parts], [], {}, _suggestion(base))
        self._focus = entry_id("tag", parts[-1].stretch)

    def _reject(self, message: Message) -> None:
        record, key = self._here(message)
        base, note = message["base"], str(message.get("note", "")).strip()
        stretch, before = stretch_of(base), record.tags(key)
        notes = {stretch: note} if note else {}
        if base["kind"] == "again":
            self._change(record, key, before, _choices(base), {}, None)
        elif base["kind"] == "tag":
            self._change(record, key, [tag for tag in before if tag.stretch != stretch], [], notes, None)
        else:
            self._change(record, key, before, [stretch], notes, stretch)

    def _change(
        self,
        record: Record,
        key: Turn,
        wanted: list[Tag],
        rejected: list[Stretch],
        notes: dict[Stretch, str],
        suggestion: Stretch | None,
    ) -> None:
        before, shown = record.tags(key), suggestion_shown(self.material, record.coder, key)
        rows = record.change(key, wanted, rejected=rejected, notes=notes, suggestion_shown=shown)
        self._reopened -= {(key, stretch) for stretch in rejected}
        if rows:
            self._say("saved", "saved", file=record.path.name)
            self._acts.append(_Act(key, before, record.tags(key), suggestion))

    def _read(self, message: Message) -> None:
        record, key = self._here(message)
        note = str(message.get("note", "")).strip()
        if key not in record.checked or note:
            shown = suggestion_shown(self.material, record.coder, key)
            record.change(key, record.tags(key), checked=True, note=note, suggestion_shown=shown)
            self._say("saved", "saved", file=record.path.name)
            self._acts.append(_Act(key))
        self._onward()

    def _undo(self) -> None:
        record = self._coder()
        if not self._acts:
            self._say("info", "nothing_to_undo")
            return
        act = self._acts.pop()
        self._stand_at(act.key)
        if act.before is None:
            self._say("info", "read_stays_read")
        elif set(record.tags(act.key)) != set(act.after):
            self._say("error", "changed_elsewhere")
        else:
            shown = suggestion_shown(self.material, record.coder, act.key)
            rows = record.change(act.key, act.before, suggestion_shown=shown)
            self._reopened |= {(act.key, act.suggestion)} if act.suggestion else set()
            self._say("saved", "undone" if rows else "reopened")

    # --- where to go ------------------------------------------------------------------------------

    def _ordered(self) -> list[Turn]:
        turns = self.material.participants_turns
        if self._place != QUEUE:
            return [key for key in turns if key[0] == self._place]
        confidence = {
            key: min(float(row["confidence"]) for row in rows)
            for key, rows in self.material.suggestions.items()
        }
        again = self._coder().turns_to_decide_anew()
        return queue(turns, confidence, seed=self.material.study.coding.seed, again=again)

    def _waits(self, key: Turn) -> bool:
        record = self._coder()
        return key not in record.checked or bool(record.to_decide_anew(key))

    def _onward(self, skip: bool = False) -> None:
        """The next turn that she has not read; when she skips in a transcript, the one that follows."""
        here = self._order.index(self.key) if self.key in self._order else -1
        if here < 0 and self._place != QUEUE and self.key:  # she looks at a facilitator's turn
            here = sum(key < self.key for key in self._order) - 1
        later = self._order[here + 1 :]
        if not skip:
            later += self._order[: max(here, 0)]
        any_turn = skip and self._place != QUEUE
        following = next((key for key in later if any_turn or self._waits(key)), None)
        if following:
            self._stand_at(following)
        else:
            self._say("info", "last_turn" if skip else "all_read")

    def _back(self) -> None:
        """The turn before: in a transcript the one that precedes, in the queue the one she came from."""
        if self._place == QUEUE:
            before = self._way[-2:-1]
            self._way = self._way[:-2]
        else:
            before = [key for key in self._order if self.key and key < self.key][-1:]
        if before:
            self._stand_at(before[0])
        else:
            self._way = [self.key] if self.key else []
            self._say("info", "first_turn")

    def _go(self, message: Message) -> None:
        key = turn_of(message)
        if key not in self.material.position:
            turns = [turn for transcript, turn in self.material.keys if transcript == key[0]]
            self._say("error", "no_such_turn", last=max(turns, default=0), transcript=key[0])
            return
        self._stand_at(key)

    def _stand_at(self, key: Turn) -> None:
        self._coder()
        self.key = key
        if self._way[-1:] != [key]:
            self._way.append(key)
        self._remember(key)

    def _remember(self, key: Turn) -> None:
        """Where she is, for the next time; derived, and no harm when it is gone."""
        file = self._memory(self._coder().coder)
        where = {"place": self._place, "transcript_id": key[0], "turn": key[1]}
        remember(file, where)

    def _resume(self, record: Record) -> dict[str, Any] | None:
        where = remembered(self._memory(record.coder))
        if where is None:
            return None
        key = turn_of(where)
        if key not in self.material.position:
            return None
        return {"place": str(where.get("place", QUEUE)), "transcript_id": key[0], "turn": key[1]}

    def _memory(self, coder: str) -> Path:
        return self.material.folder / "data/interim/review" / f"{coder}.json"

    # --- what an act needs ------------------------------------------------------------------------

    def _coder(self) -> Record:
        if self.record is None:
            raise InputError(self._words["who_are_you"])
        return self.record

    def _here(self, message: Message) -> tuple[Record, Turn]:
        """The turn that the message speaks of, which must be the one that is shown."""
        record, key = self._coder(), turn_of(message)
        if key != self.key:
            raise InputError(self._words["not_this_turn"])
        if not self.material.is_participants(key):
            raise InputError(self._words["facilitators_turn"])
        return record, key

    @property
    def _words(self) -> dict[str, str]:
        return texts(self.material.language)

    def _say(self, kind: str, name: str, **values: Any) -> None:
        self._notice = {"kind": kind, "text": self._words[name].format(**values)}


def _choices(base: dict[str, Any]) -> list[Stretch]:
    """What a tag whose code was split may have become."""
    facet = next(facet for facet in FACETS if not base[facet])
    return [stretch_of(base | {facet: code}) for code in base["into"]]


def _suggestion(base: dict[str, Any]) -> Stretch | None:
    return stretch_of(base) if base.get("kind") == "suggestion" else None
