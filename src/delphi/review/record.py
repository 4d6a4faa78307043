"""A coder's own record: what her file says, turn by turn, and what is written to make it say something else.

Her file is all there is to it: every question is answered from its rows as `settle` reads them, and every
act, an undo among them, is a handful of rows at its end.  The file is read again whenever another window,
another program or she herself has changed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from delphi.codebook import FACETS
from delphi.decisions import read_decisions, settle
from delphi.decisions.append import Decision, append_decisions
from delphi.decisions.splits import to_decide_anew
from delphi.errors import InputError
from delphi.passages.anchors import anchor_decisions
from delphi.passages.shifts import turn_map
from delphi.review.material import TURN_COLUMNS, Material, Turn, suggestions_frame

Stretch = tuple[int, int, str, str]
PLACED = [
    "coder",
    "transcript_id",
    "new_turn",
    "new_start",
    "new_end",
    *FACETS,
    "item_id",
    "stance",
    "action",
]


@dataclass(frozen=True)
class Tag:
    """A stretch of a turn with its two codes and its links to items, each with a stance."""

    start: int
    end: int
    work_model: str
    swot: str
    links: tuple[tuple[str, str], ...] = ()

    @property
    def stretch(self) -> Stretch:
        """Bounds and codes: what makes it this tag and no other."""
        return self.start, self.end, self.work_model, self.swot

    def covers(self, stretch: Stretch) -> bool:
        """Whether it overlaps a stretch and has the same codes."""
        return self.stretch[2:] == stretch[2:] and self.start < stretch[1] and stretch[0] < self.end


class Record:
    """What one coder decided so far.

    Raises
    ------
    InputErrors
        When her file cannot be read; nothing is half read.
    """

    def __init__(self, material: Material, coder: str) -> None:
        self.material, self.coder = material, coder
        self.path = material.file_of(coder)
        self.checked: set[Turn] = set()
        self._rows: dict[Turn, list[dict[str, Any]]] = {}
        self._known: dict[Turn, tuple[int, list[Tag], set[Stretch]]] = {}
        self._lost = 0
        self._seen: tuple[int, ...] = ()
        self.refresh()

    @property
    def lost(self) -> int:
        """How many of her decisions have no place in the transcripts any more."""
        return self._lost

    def refresh(self) -> bool:
        """Read the file again if it is not as this window left it; whether it was."""
        seen = self._signature()
        if seen == self._seen:
            return False
        self._load()
        self._seen = seen
        return True

    def tags(self, key: Turn) -> list[Tag]:
        """Her tags on a turn."""
        return self._now(key)[0]

    def open_suggestions(self, key: Turn) -> set[Stretch]:
        """The suggestions on a turn about which she has not said anything yet."""
        return self._now(key)[1]

    def note(self, key: Turn, stretch: Stretch | None) -> str:
        """The last memo on a tag, or on the turn as a whole."""
        for row in reversed(self._rows.get(key, [])):
            here = None if row["action"] == "checked" else _stretch(row)
            if row["note"] and here == stretch and row["action"] != "reject":
                return str(row["note"])
        return ""

    def memos(self) -> list[dict[str, Any]]:
        """Every memo with its place, the newest first."""
        found = [
            {
                "transcript_id": key[0],
                "turn": key[1],
                "note": row["note"],
                "quote": row["quote"],
                "decided_at": row["decided_at"],
            }
            for key, rows in self._rows.items()
            for row in rows
            if row["note"]
        ]
        return sorted(found, key=lambda memo: memo["decided_at"], reverse=True)

    def to_decide_anew(self, key: Turn) -> list[dict[str, Any]]:
        """Her tags on a turn whose code was split since, and that she has not decided again.

        Each with `start, end, work_model, swot` (the split code empty), `facet`, `was` and `into`.
        """
        return to_decide_anew(self._rows.get(key, []), self.material.codebook)

    def turns_to_decide_anew(self) -> list[Turn]:
        """The turns that hold such tags."""
        split = [key for key, rows in self._rows.items() if any(row["split"] for row in rows)]
        return sorted(key for key in split if self.to_decide_anew(key))

    def change(
        self,
        key: Turn,
        wanted: Sequence[Tag],
        *,
        rejected: Iterable[Stretch] = (),
        notes: dict[Stretch, str] | None = None,
        checked: bool = False,
        note: str = "",
        suggestion_shown: str = "",
    ) -> int:
        """Write what makes her tags on a turn the wanted ones, and mark it as checked if so asked.

        Parameters
        ----------
        rejected
            Suggestions that she rejects.
        notes
            Memos by tag.
        note
            A memo on the turn as a whole; only with `checked`.

        Returns
        -------
        int
            The number of rows written, all in one write.
        """
        decisions = self._difference(key, wanted, list(rejected), notes or {})
        if checked:
            decisions.append(Decision(*key, "checked", note=note))
        return self.write(key, [replace(row, suggestion_shown=suggestion_shown) for row in decisions])

    def write(self, key: Turn, decisions: Sequence[Decision]) -> int:
        """Append decisions on one turn."""
        if not decisions:
            return 0
        before = self._seen[2] if self._seen else 0
        written = append_decisions(
            self.path,
            decisions,
            coder=self.coder,
            texts=self.material.texts,
            codebook=self.material.codebook,
            items=self.material.item_ids,
        )
        self._seen = self._signature()
        if written.before != before or self._seen[2] != written.after:
            self._load()  # another window wrote at the same time
            return len(decisions)
        for row in written.rows:
            self._add(
                key,
                row
                | {
                    "new_turn": key[1],
                    "new_start": int(row["start"] or -1),
                    "new_end": int(row["end"] or -1),
                    "split": False,
                },
            )
        return len(decisions)

    def _difference(
        self, key: Turn, wanted: Sequence[Tag], rejected: list[Stretch], notes: dict[Stretch, str]
    ) -> list[Decision]:
        """Rows after which `settle` sees the wanted tags.

        A reject also cancels what overlaps it with the same codes, so what should stay is applied again.
        """
        now = {tag.stretch: tag for tag in self.tags(key)}
        goal = {tag.stretch: tag for tag in wanted}
        rows = [_row(key, "reject", stretch) for stretch in rejected]
        rows += [_row(key, "reject", stretch) for stretch in now if stretch not in goal]
        for stretch, tag in now.items():
            kept = {item for item, _ in goal[stretch].links} if stretch in goal else set()
            gone = [item for item, _ in tag.links if stretch in goal and item not in kept]
            rows += [_row(key, "reject", stretch, (item, "")) for item in gone]
        after = {tag.stretch: tag for tag in self._after(key, rows)}
        for stretch, tag in goal.items():
            here = after.get(stretch)
            links = [link for link in tag.links if here is None or link not in here.links]
            rows += [_row(key, "apply", stretch, link) for link in links]
            if here is None and not links:
                rows.append(_row(key, "apply", stretch))
        rows = _with_notes(key, rows, goal, notes)
        reached = {tag.stretch: frozenset(tag.links) for tag in self._after(key, rows)}
        if reached != {stretch: frozenset(tag.links) for stretch, tag in goal.items()}:
            raise InputError(
                "nothing was written: this change cannot be said in rows.",
                self.path,
                remedy="Please report this to whoever keeps the program, with the turn and what you did.",
            )
        return rows

    def _after(self, key: Turn, decisions: Sequence[Decision]) -> list[Tag]:
        if not decisions:
            return self.tags(key)
        planned = [
            {
                "coder": self.coder, "transcript_id": row.transcript_id, "new_turn": row.turn,
                "new_start": row.start, "new_end": row.end, "work_model": row.work_model, "swot": row.swot,
                "item_id": row.item_id, "stance": row.stance, "action": row.action, "split": False,
            }
            for row in decisions
        ]  # fmt: skip
        return self._settled(key, [*self._rows.get(key, []), *planned])[0]

    def _now(self, key: Turn) -> tuple[list[Tag], set[Stretch]]:
        rows = self._rows.get(key, [])
        if self._known.get(key, (-1,))[0] != len(rows):
            self._known[key] = (len(rows), *self._settled(key, rows))
        _, tags, still_open = self._known[key]
        return list(tags), set(still_open)

    def _settled(self, key: Turn, rows: list[dict[str, Any]]) -> tuple[list[Tag], set[Stretch]]:
        offered = self.material.suggestions.get(key, [])
        usable = [{name: row[name] for name in PLACED} for row in rows if not row["split"]]
        if not usable:
            return [], {(s["start"], s["end"], s["work_model"], s["swot"]) for s in offered}
        known = self.material.row(key)
        turns = pd.DataFrame([{name: known[name] for name in TURN_COLUMNS}])
        nobody = pd.DataFrame(columns=PLACED)
        tags, _ = settle(pd.DataFrame(usable, columns=PLACED), nobody, suggestions_frame(offered), turns)
        mine: dict[Stretch, list[tuple[str, str]]] = {}
        still_open: set[Stretch] = set()
        for tag in tags.itertuples(index=False):
            stretch = (int(tag.start), int(tag.end), tag.work_model, tag.swot)
            if tag.status == "suggested":
                still_open.add(stretch)
            else:
                links = mine.setdefault(stretch, [])
                links += [(tag.item_id, tag.stance)] if tag.item_id else []
        return [Tag(*stretch, tuple(links)) for stretch, links in mine.items()], still_open

    def _load(self) -> None:
        self._seen = self._signature()
        self.checked, self._rows, self._known, self._lost = set(), {}, {}, 0
        if not self._seen or not self._seen[2]:
            return
        material = self.material
        ids = [transcript.transcript_id for transcript in material.transcripts]
        decisions = read_decisions([self.path], material.codebook, ids, material.item_ids)
        placed = anchor_decisions(
            decisions, material.turns, turn_map(self._everyones(decisions), material.turns)
        )
        self._lost = int((placed["outcome"] == "lost").sum())
        for row in placed[placed["outcome"] != "lost"].sort_values("row", kind="stable").to_dict("records"):
            self._add((row["transcript_id"], int(row["new_turn"])), row)

    def _everyones(self, decisions: pd.DataFrame) -> pd.DataFrame:
        """Decisions of all coders: together they show how turns moved, as in the workflow; none is shown."""
        material = self.material
        ids = [transcript.transcript_id for transcript in material.transcripts]
        parts = [decisions]
        for other in sorted(set(material.coders()) - {self.coder}):
            try:
                parts.append(
                    read_decisions([material.file_of(other)], material.codebook, ids, material.item_ids)
                )
            except InputError:
                continue  # the other coder, and the workflow, will hear of it
        return pd.concat(parts, ignore_index=True)

    def _add(self, key: Turn, row: dict[str, Any]) -> None:
        self._rows.setdefault(key, []).append(row | {"coder": self.coder})
        if row["action"] == "checked":
            self.checked.add(key)

    def _signature(self) -> tuple[int, ...]:
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return ()
        return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _row(key: Turn, action: str, stretch: Stretch, link: tuple[str, str] = ("", "")) -> Decision:
    start, end, work_model, swot = stretch
    return Decision(*key, action, start, end, work_model, swot, *link)


def _with_notes(
    key: Turn, rows: list[Decision], goal: dict[Stretch, Tag], notes: dict[Stretch, str]
) -> list[Decision]:
    """Put each memo on the first row of its tag; a tag that is already there is applied once more for it."""
    for stretch, note in notes.items():
        wanted = "apply" if stretch in goal else "reject"
        place = next((i for i, r in enumerate(rows) if r.action == wanted and _place(r) == stretch), None)
        if place is not None:
            rows[place] = replace(rows[place], note=note)
        elif stretch in goal:
            link = goal[stretch].links[0] if goal[stretch].links else ("", "")
            rows.append(replace(_row(key, "apply", stretch, link), note=note))
    return rows


def _place(row: Decision) -> Stretch:
    return row.start, row.end, row.work_model, row.swot


def _stretch(row: dict[str, Any]) -> Stretch:
    return row["new_start"], row["new_end"], row["work_model"], row["swot"]
