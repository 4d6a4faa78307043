"""The desk at which a coder checks tags: what she sees of a turn, and what each of her acts writes.

No browser is needed here: a message comes in, the desk writes if it must, and answers with a view.  Every
view is whole, so a window that was closed or a kernel that was killed has nothing to remember.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from delphi.decisions.append import coder_name, cut_row, missing_columns, put_cut_row_aside
from delphi.errors import InputError
from delphi.review.blind import is_hidden
from delphi.review.material import Material, Turn
from delphi.review.queue import queue
from delphi.review.record import Record, Stretch, Tag
from delphi.review.texts import texts
from delphi.study import localise

QUEUE = ""  # where other places are transcript ids
BEFORE, AFTER = 10, 6  # turns of conversation around a passage
MOST_HITS = 60
Message = dict[str, Any]
View = dict[str, Any]


@dataclass(frozen=True)
class _Act:
    """What undo needs: the turn, and her tags before and after."""

    kind: str
    key: Turn
    before: list[Tag] = field(default_factory=list)
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
        self.words = texts(material.language)
        self.record: Record | None = None
        self.place = QUEUE
        self.key: Turn | None = None
        self.notice: dict[str, str] = {}
        self._order: list[Turn] = []
        self._way: list[Turn] = []
        self._acts: list[_Act] = []
        self._reopened: set[tuple[Turn, Stretch]] = set()
        self._written = 0
        self._focus = ""
        self._name = ""
        if coder:
            self._guarded(self._sit_down, {"coder": coder})

    def answer(self, message: Message) -> View:
        """Do what a message asks; errors are told in the view's notice, and then nothing was written."""
        self.notice, self._focus = {}, ""
        acts: dict[str, Callable[[Message], None]] = {
            "look": self._look, "sit": self._sit_down, "begin": self._begin, "leave": self._leave,
            "aside": self._put_aside, "save": self._save, "reject": self._reject, "read": self._read,
            "undo": self._undo, "next": self._next, "previous": self._previous, "go": self._go,
            "split": self._split,
        }  # fmt: skip
        act = acts.get(str(message.get("act")))
        if act is not None:
            self._guarded(act, message)
        return self.view()

    def find(self, query: str) -> list[dict[str, Any]]:
        """Turns that hold the words, whatever their case; in all transcripts, in order."""
        words = query.casefold().split()
        hits: list[dict[str, Any]] = []
        if not words:
            return hits
        for key in self.material.keys:
            text = self.material.texts[key]
            folded = text.casefold()
            if all(word in folded for word in words):
                at = folded.find(words[0])
                snippet = ("… " if at > 60 else "") + text[max(0, at - 60) : at + 120]
                hits.append({"transcript_id": key[0], "turn": key[1], "text": snippet, "speaker": self._speaker(key)})
                if len(hits) == MOST_HITS:
                    break
        return hits

    def memos(self) -> list[dict[str, Any]]:
        """Her memos, the newest first."""
        return self.record.memos() if self.record else []

    def view(self) -> View:
        """What the window shows now."""
        shown: View = {"notice": self.notice, "coder": self.record.coder if self.record else ""}
        if self.record is None or self.key is None:
            return shown | {"stage": "start", "start": self._start()}
        return shown | {"stage": "work", "work": self._work(self.record, self.key), "progress": self._progress()}

    # --- acts -------------------------------------------------------------------------------------

    def _guarded(self, act: Callable[[Message], None], message: Message) -> None:
        try:
            if self.record is not None:
                self.record.refresh()
            act(message)
        except InputError as error:
            self.notice = {"kind": "error", "text": str(error)}

    def _look(self, message: Message) -> None:
        pass

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
        if missing := missing_columns(path):
            self._say("info", "columns_missing", columns=", ".join(missing))

    def _put_aside(self, message: Message) -> None:
        put_cut_row_aside(self.material.file_of(self._name))
        self._sit_down({"coder": self._name})

    def _begin(self, message: Message) -> None:
        record = self._coder()
        place = str(message.get("place", QUEUE))
        known = [transcript.transcript_id for transcript in self.material.transcripts]
        self.place = place if place in known else QUEUE
        self._order = self._order_of(self.place, record)
        self._way, self._acts, self._written = [], [], 0
        start = _key(message) if message.get("transcript_id") else None
        if start is None or start not in self.material.position:
            start = next((key for key in self._order if self._waits(key)), None)
        if start is None:
            start = next(iter(self._order), None)
            self._say("info", "all_read")
        if start is None:
            self._say("error", "no_turns")
            return
        self._stand_at(start)

    def _leave(self, message: Message) -> None:
        self.key = None

    def _save(self, message: Message) -> None:
        record, key = self._here(message)
        tag, base = _tag(message["tag"]), message.get("base") or {}
        before = record.tags(key)
        rejected: list[Stretch] = []
        wanted = list(before)
        if base.get("kind") == "tag":
            wanted = [old for old in wanted if old.stretch != _stretch(base)]
        elif base.get("kind") == "suggestion" and _stretch(base)[2:] != tag.stretch[2:]:
            rejected = [_stretch(base)]
        wanted = [*(old for old in wanted if old.stretch != tag.stretch), tag]
        note = str(message["tag"].get("note", "")).strip()
        notes = {tag.stretch: note} if note and note != record.note(key, tag.stretch) else {}
        self._change(record, key, wanted, rejected, notes, _suggestion(base))

    def _split(self, message: Message) -> None:
        record, key = self._here(message)
        base = message["base"]
        parts = [_tag(part) for part in message["parts"]]
        wanted = [old for old in record.tags(key) if old.stretch != _stretch(base)]
        self._change(record, key, [*wanted, *parts], [], {}, _suggestion(base))
        self._focus = _name("tag", parts[-1].stretch)

    def _reject(self, message: Message) -> None:
        record, key = self._here(message)
        base, note = message["base"], str(message.get("note", "")).strip()
        stretch, before = _stretch(base), record.tags(key)
        notes = {stretch: note} if note else {}
        if base["kind"] == "again":
            facet = next(facet for facet in ("work_model", "swot") if not base[facet])
            rejected = [_stretch(base | {facet: code}) for code in base["into"]]
            self._change(record, key, before, rejected, notes, None)
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
        before = record.tags(key)
        shown = self._shown(key)
        rows = record.change(key, wanted, rejected=rejected, notes=notes, suggestion_shown=shown)
        self._reopened -= {(key, stretch) for stretch in rejected}
        self._wrote(rows)
        if rows:
            self._acts.append(_Act("tags", key, before, record.tags(key), suggestion))

    def _read(self, message: Message) -> None:
        record, key = self._here(message)
        note = str(message.get("note", "")).strip()
        if key not in record.checked or note:
            rows = record.change(
                key, record.tags(key), checked=True, note=note, suggestion_shown=self._shown(key)
            )
            self._wrote(rows)
            self._acts.append(_Act("read", key))
        self._onward(record)

    def _undo(self, message: Message) -> None:
        record = self._coder()
        if not self._acts:
            self._say("info", "nothing_to_undo")
            return
        act = self._acts[-1]
        if act.kind == "tags":
            if set(record.tags(act.key)) != set(act.after):
                self._acts.pop()
                self._stand_at(act.key)
                self._say("error", "changed_elsewhere")
                return
            rows = record.change(act.key, act.before, suggestion_shown=self._shown(act.key))
            if act.suggestion:
                self._reopened.add((act.key, act.suggestion))
            self._written += rows
            self._say("saved", "undone" if rows else "reopened")
        else:
            self._say("info", "read_stays_read")
        self._acts.pop()
        self._stand_at(act.key)

    def _next(self, message: Message) -> None:
        self._onward(self._coder(), skip=True)

    def _previous(self, message: Message) -> None:
        here = self.key
        if self.place == QUEUE:
            if len(self._way) > 1:
                self._way.pop()
                self._stand_at(self._way.pop())
            else:
                self._say("info", "first_turn")
            return
        if here in self._order and self._order.index(here) > 0:
            self._stand_at(self._order[self._order.index(here) - 1])
        else:
            self._say("info", "first_turn")

    def _go(self, message: Message) -> None:
        key = _key(message)
        if key not in self.material.position:
            turns = [turn for transcript, turn in self.material.keys if transcript == key[0]]
            self._say("error", "no_such_turn", last=max(turns, default=0), transcript=key[0])
            return
        self._coder()
        self._stand_at(key)

    # --- where to go ------------------------------------------------------------------------------

    def _order_of(self, place: str, record: Record) -> list[Turn]:
        turns = self.material.participants_turns
        again = record.turns_to_decide_anew()
        if place != QUEUE:
            return [key for key in turns if key[0] == place]
        confidence = {
            key: min(float(row["confidence"]) for row in rows) for key, rows in self.material.suggestions.items()
        }
        return queue(turns, confidence, seed=self.material.study.coding.seed, again=again)

    def _waits(self, key: Turn) -> bool:
        record = self._coder()
        return key not in record.checked or bool(record.to_decide_anew(key))

    def _onward(self, record: Record, skip: bool = False) -> None:
        """The next turn: in a transcript the one that follows, in the queue the next that she has not read."""
        here = self._order.index(self.key) if self.key in self._order else -1
        if here < 0 and self.place != QUEUE and self.key:  # she looked at a facilitator's turn
            here = sum(1 for key in self._order if key < self.key) - 1
        later = self._order[here + 1 :]
        if self.place == QUEUE or not skip:
            earlier = self._order[: max(here, 0)]
            if self.place == QUEUE and skip:
                earlier = []
            later = [key for key in [*later, *earlier] if self._waits(key)]
        if later:
            self._stand_at(later[0])
        else:
            self._say("info", "last_turn" if skip else "all_read")

    def _stand_at(self, key: Turn) -> None:
        self.key = key
        if not self._way or self._way[-1] != key:
            self._way.append(key)
        self._remember()

    def _remember(self) -> None:
        """Where she is, for the next time; derived, and no harm when it is gone."""
        record = self._coder()
        if self.key is None:
            return
        file = self._memory(record.coder)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(f".{os.getpid()}.part")
            where = {"place": self.place, "transcript_id": self.key[0], "turn": self.key[1]}
            part.write_text(json.dumps(where), encoding="utf-8")
            part.replace(file)
        except OSError:
            return

    def _memory(self, coder: str) -> Path:
        return self.material.folder / "data/interim/review" / f"{coder}.json"

    def _resume(self, record: Record) -> dict[str, Any] | None:
        try:
            where = json.loads(self._memory(record.coder).read_text(encoding="utf-8"))
            key = _key(where)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if key not in self.material.position:
            return None
        return {"place": str(where.get("place", QUEUE)), "transcript_id": key[0], "turn": key[1]}

    # --- what is shown ----------------------------------------------------------------------------

    def _start(self) -> dict[str, Any]:
        start: dict[str, Any] = {"coders": self.material.coders(), "name": self._name}
        record = self.record
        if record is None:
            start["cut"] = bool(self._name and cut_row(self.material.file_of(self._name)))
            return start
        turns = self.material.participants_turns
        total: dict[str, int] = {}
        read: dict[str, int] = {}
        for key in turns:
            total[key[0]] = total.get(key[0], 0) + 1
            read[key[0]] = read.get(key[0], 0) + (key in record.checked)
        places = [
            {
                "place": transcript.transcript_id,
                "label": self._session(transcript.transcript_id),
                "read": read[transcript.transcript_id],
                "total": total[transcript.transcript_id],
            }
            for transcript in sorted(self.material.transcripts, key=lambda t: (t.round, t.transcript_id))
            if transcript.transcript_id in total
        ]
        return start | {
            "places": places,
            "read": sum(read.values()),
            "total": len(turns),
            "again": len(record.turns_to_decide_anew()),
            "resume": self._resume(record),
        }

    def _work(self, record: Record, key: Turn) -> dict[str, Any]:
        material = self.material
        place = material.position[key]
        around = range(place - BEFORE, place + AFTER + 1)
        inside = [at for at in around if 0 <= at < len(material.keys) and material.keys[at][0] == key[0]]
        speech = [self._speech(material.keys[at]) for at in inside]
        entries = self._entries(record, key)
        shown = self._shown(key)
        topics = sorted(material.topics.get(key, []), key=lambda topic: -float(topic["weight"]))
        return {
            "transcript_id": key[0],
            "turn": key[1],
            "session": self._session(key[0]),
            "place": self.place,
            "speech": speech,
            "sentences": [list(bounds) for bounds in material.stretches(key)],
            "entries": entries,
            "shown": shown == "true",
            "topic": topics[0]["work_model"] if topics and shown != "false" else "",
            "checked": key in record.checked,
            "facilitator": not self._is_participants(key),
            "note": record.note(key, None),
            "focus": self._focus or next((e["id"] for e in entries if e["state"] == "open"), ""),
        }

    def _entries(self, record: Record, key: Turn) -> list[dict[str, Any]]:
        """Her tags, what is suggested, and tags that wait to be decided anew; in the order of the text."""
        tags = record.tags(key)
        entries = [
            _entry("tag", tag.stretch, "mine", links=[list(link) for link in tag.links])
            | {"note": record.note(key, tag.stretch)}
            for tag in tags
        ]
        if self._shown(key) == "true":
            still_open = record.open_suggestions(key)
            for row in self.material.suggestions[key]:
                stretch = (int(row["start"]), int(row["end"]), row["work_model"], row["swot"])
                if any(tag.covers(stretch) for tag in tags):
                    continue
                is_open = stretch in still_open or (key, stretch) in self._reopened
                state = "dropped" if key in record.checked else "open" if is_open else "rejected"
                entries.append(
                    _entry("suggestion", stretch, state)
                    | {"evidence": row["evidence"], "source": row["source"], "confidence": float(row["confidence"])}
                )
        for row in record.to_decide_anew(key):
            stretch = (row["start"], row["end"], row["work_model"], row["swot"])
            entries.append(_entry("again", stretch, "open") | {"was": row["was"], "into": row["into"]})
        order = {"tag": 0, "again": 1, "suggestion": 2}
        return sorted(entries, key=lambda e: (e["start"], e["end"], order[e["kind"]], e["id"]))

    def _speech(self, key: Turn) -> dict[str, Any]:
        row = self.material.row(key)
        return {
            "turn": key[1],
            "speaker": row["speaker"],
            "facilitator": bool(row["facilitator"]),
            "text": row["text"],
        }

    def _speaker(self, key: Turn) -> str:
        return str(self.material.turns["speaker"].iat[self.material.position[key]])

    def _is_participants(self, key: Turn) -> bool:
        row = self.material.row(key)
        return not row["facilitator"] and bool(row["participant_id"])

    def _session(self, transcript_id: str) -> str:
        study = self.material.study
        transcript = next(t for t in self.material.transcripts if t.transcript_id == transcript_id)
        round_ = f"{self.words['round']} {transcript.round}"
        return " · ".join(part for part in (round_, study.kind_label(transcript.kind), transcript.place) if part)

    def _progress(self) -> dict[str, int]:
        record = self._coder()
        turns = self.material.participants_turns
        here = [key for key in turns if self.key and key[0] == self.key[0]]
        return {
            "read": sum(key in record.checked for key in turns),
            "total": len(turns),
            "read_here": sum(key in record.checked for key in here),
            "total_here": len(here),
            "written": self._written,
        }

    def _shown(self, key: Turn) -> str:
        """Whether suggestions are shown here: `true`, `false`, or empty when there are none."""
        if not self.material.suggestions.get(key):
            return ""
        coding = self.material.study.coding
        hidden = is_hidden(self._coder().coder, *key, coding.hide_suggestions_share, coding.seed)
        return "false" if hidden else "true"

    # --- small things -----------------------------------------------------------------------------

    def _coder(self) -> Record:
        if self.record is None:
            raise InputError(self.words["who_are_you"])
        return self.record

    def _here(self, message: Message) -> tuple[Record, Turn]:
        """The turn that the message speaks of, which must be the one that is shown."""
        record, key = self._coder(), _key(message)
        if key != self.key:
            raise InputError(self.words["not_this_turn"])
        if not self._is_participants(key):
            raise InputError(self.words["facilitators_turn"])
        return record, key

    def _wrote(self, rows: int) -> None:
        self._written += rows
        if rows:
            self._say("saved", "saved", file=self._coder().path.name)

    def _say(self, kind: str, name: str, **values: Any) -> None:
        self.notice = {"kind": kind, "text": self.words[name].format(**values)}


def static(material: Material) -> dict[str, Any]:
    """What stays the same while a window is open: texts, codes with their keys, items, transcripts."""
    from delphi.review.keys import letters, numbers

    words, language, codebook = texts(material.language), material.language, material.codebook
    facets = {}
    for facet in ("work_model", "swot"):
        codes = codebook.work_model if facet == "work_model" else codebook.swot
        labels = [localise(code.label, language) for code in codes]
        keys = numbers(len(codes)) if facet == "work_model" else letters(labels)
        facets[facet] = [
            {
                "code": code.key,
                "label": label,
                "key": key,
                "definition": localise(code.definition, language).strip(),
                "include": localise(code.include, language).strip() if code.include else "",
                "exclude": localise(code.exclude, language).strip() if code.exclude else "",
                "examples": code.examples,
            }
            for code, label, key in zip(codes, labels, keys)
        ]
    latest = material.items.sort_values("version", kind="stable").drop_duplicates("item_id", keep="last")
    items = latest.sort_index()[["item_id", "work_model", "swot", "statement"]].to_dict("records")
    return {
        "texts": words,
        "language": language,
        "facets": facets,
        "items": items,
        "transcripts": [t.transcript_id for t in material.transcripts],
    }


def _key(message: Message) -> Turn:
    return str(message["transcript_id"]), int(message["turn"])


def _stretch(entry: dict[str, Any]) -> Stretch:
    return int(entry["start"]), int(entry["end"]), str(entry["work_model"]), str(entry["swot"])


def _suggestion(base: dict[str, Any]) -> Stretch | None:
    return _stretch(base) if base.get("kind") == "suggestion" else None


def _tag(entry: dict[str, Any]) -> Tag:
    links = tuple((str(item), str(stance)) for item, stance in entry.get("links") or ())
    return Tag(*_stretch(entry), links)


def _name(kind: str, stretch: Stretch) -> str:
    return ":".join([kind, *map(str, stretch)])


def _entry(kind: str, stretch: Stretch, state: str, links: list[list[str]] | None = None) -> dict[str, Any]:
    start, end, work_model, swot = stretch
    return {
        "id": _name(kind, stretch), "kind": kind, "state": state, "start": start, "end": end,
        "work_model": work_model, "swot": swot, "links": links or [], "note": "",
    }  # fmt: skip
