"""The file of adjudications: what was ruled so far, and what a ruling writes.

The coders' files and `adjudications.csv` are read again whenever somebody changed them.  Several
adjudicators may write in the one file at the same time.  A ruling says which turn it was taken on and
in which state, so that nobody overrules unseen what another has just decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from delphi.codebook import FACETS
from delphi.decisions import read_decisions
from delphi.decisions.append import Decision, append_decisions
from delphi.decisions.settle import rulings_of
from delphi.errors import InputError
from delphi.passages.anchors import anchor_decisions
from delphi.passages.shifts import turn_map
from delphi.review.adjudicate_disputes import (
    PLACED_COLUMNS,
    Dispute,
    applied_rows,
    find_disputes,
    is_same,
    merged_wanted,
    ruling_rows,
)
from delphi.review.material import Material, Turn
from delphi.review.record import Stretch, Tag

ADJUDICATIONS = "data/coded/adjudications.csv"
MEMO_COLUMNS = ("note", "decided_at")


class Adjudications:
    """All coders' decisions and all rulings, as the workflow would settle them now.

    Attributes
    ----------
    disputes
        Every turn on which coders differ or did, in the order of the transcripts.

    Raises
    ------
    InputErrors
        When a coder's file or the file of adjudications cannot be read; nothing is half read.
    """

    def __init__(self, material: Material) -> None:
        self.material = material
        self.path = material.folder / ADJUDICATIONS
        self.disputes: dict[Turn, Dispute] = {}
        self.lost = 0
        self._rows: dict[Turn, list[dict[str, Any]]] = {}
        self._seen: list[tuple[Any, ...]] = []
        self.refresh()

    def refresh(self) -> bool:
        """Read everything again if a file is not as this window left it; whether it was."""
        seen = self._signature()
        if seen == self._seen:
            return False
        self._load()
        self._seen = seen
        return True

    def rulings(self, turn: Turn) -> list[dict[str, Any]]:
        """The rows of adjudicators on a turn, in the order of the file."""
        return [row for row in self._rows.get(turn, []) if row["stage"] == "adjudication"]

    def notes(self, turn: Turn, coder: str, stretch: Stretch | None) -> str:
        """The last memo of a coder on a tag, or on the turn as a whole."""
        for row in reversed(self._rows.get(turn, [])):
            here = None if row["action"] == "checked" else _stretch(row)
            if (row["stage"], row["coder"], here) == ("coding", coder, stretch) and row["note"]:
                return str(row["note"]) if row["action"] != "reject" else ""
        return ""

    def ruled_by(self, judge: str) -> list[Turn]:
        """The turns on which an adjudicator ruled, in the order of her last rulings there."""
        last = {
            turn: row["row"] for turn in self.disputes for row in self.rulings(turn) if row["coder"] == judge
        }
        return sorted(last, key=lambda turn: (last[turn], turn))

    def n_rulings(self) -> int:
        """How many rows the file of adjudications has that have a place in the transcripts."""
        return sum(len(self.rulings(turn)) for turn in self._rows)

    def rule(self, judge: str, turn: Turn, wanted: Sequence[Tag], note: str, seen: int) -> int:
        """Write what makes the wanted tags stand on a turn, beside those on which the coders agree.

        Parameters
        ----------
        wanted
            The tags that stand; the rest of what is in question goes.
        note
            The reason; written in every row of the ruling.
        seen
            How many rows of adjudicators the window showed on the turn.

        Returns
        -------
        int
            The number of rows written, all in one write; 0 when everything already says so.

        Raises
        ------
        InputError
            When another adjudicator ruled on the turn meanwhile.
        """
        if len(self.rulings(turn)) != seen:
            raise InputError(
                "nothing was written: somebody ruled on this turn in the meantime.",
                self.path,
                remedy="Look at it again.",
            )
        dispute = self.disputes[turn]
        wanted = merged_wanted(wanted, dispute.agreed)
        decisions, after = self._rows_for(judge, turn, dispute, wanted, note)
        if not decisions:
            return 0
        written = append_decisions(
            self.path,
            [replace(row, note=note) for row in decisions],
            coder=judge,
            texts=self.material.texts,
            codebook=self.material.codebook,
            items=self.material.item_ids,
        )
        others = written.before != self._seen[-1][-1]
        self._seen = [*self._seen[:-1], self._signature()[-1]]
        if others or self._seen[-1][-1] != written.after:
            self._load()
            if _standing(self.disputes[turn]) != _goal(wanted, dispute.agreed):
                raise InputError(
                    "your ruling is in the file, but somebody else ruled on this turn at the same moment.",
                    self.path,
                    remedy="Look at what stands now, and agree with her.",
                )
            return len(decisions)
        for number, row in enumerate(written.rows, 1):
            self._add(turn, _placed(row) | {"coder": judge, "row": self._last_row + number})
        self._last_row += len(written.rows)
        self.disputes[turn] = after
        return len(decisions)

    def _rows_for(
        self, judge: str, turn: Turn, dispute: Dispute, wanted: list[Tag], note: str
    ) -> tuple[list[Decision], Dispute]:
        """Rows after which `settle` leaves what is wanted, tried out on this turn; and what it is then."""
        earlier = rulings_of(_frame(self.rulings(turn))).get(turn)
        goal = _goal(wanted, dispute.agreed)
        if _standing(dispute) == goal and not dispute.is_open:
            rows = applied_rows(turn, wanted) if note else []
            return rows, self._after(judge, turn, rows)
        for rows in ruling_rows(turn, dispute, earlier, wanted):
            planned = rows
            for _ in range(2):  # the second time with agreed tags that a reject took along
                after = self._after(judge, turn, planned)
                if not after.is_open and _standing(after) == goal:
                    return planned, after
                missing = [
                    tag for tag in dispute.agreed if tag.stretch in goal.keys() - _standing(after).keys()
                ]
                planned = [*rows, *applied_rows(turn, missing)]
        raise InputError(
            "nothing was written: this ruling cannot be said in rows.",
            self.path,
            remedy="Please report this to whoever keeps the program, with the turn and what you did.",
        )

    def _after(self, judge: str, turn: Turn, decisions: Sequence[Decision]) -> Dispute:
        planned = [
            {
                "stage": "adjudication", "coder": judge, "transcript_id": row.transcript_id,
                "new_turn": row.turn, "new_start": row.start, "new_end": row.end,
                "work_model": row.work_model, "swot": row.swot, "item_id": row.item_id,
                "stance": row.stance, "action": row.action, "split": False, "outcome": "stands",
            }
            for row in decisions
        ]  # fmt: skip
        rows = _frame([*self._rows.get(turn, []), *planned])
        return find_disputes(rows, self._turn(turn))[turn]

    def _turn(self, turn: Turn) -> pd.DataFrame:
        return self.material.turns.iloc[[self.material.position[turn]]]

    def _load(self) -> None:
        material = self.material
        ids = [transcript.transcript_id for transcript in material.transcripts]
        stages = []
        for stage, files in (
            ("coding", [material.file_of(coder) for coder in material.coders()]),
            ("adjudication", [self.path] if self.path.exists() and self.path.stat().st_size else []),
        ):
            read = read_decisions(files, material.codebook, ids, material.item_ids)
            stages.append(read.assign(stage=stage))
        decisions = pd.concat(stages, ignore_index=True)
        shifts = turn_map(decisions, material.turns)
        self._last_row = int(stages[1]["row"].max()) if len(stages[1]) else 1
        parts = [
            anchor_decisions(frame, material.turns, shifts)
            for _, frame in decisions.groupby(["stage", "coder"], sort=False)
        ]
        self._rows, self.disputes, self.lost = {}, {}, 0
        if not parts:
            return
        placed = pd.concat(parts, ignore_index=True)
        self.lost = int((placed.loc[placed["stage"] == "adjudication", "outcome"] == "lost").sum())
        placed = placed[placed["outcome"] != "lost"].sort_values(["stage", "row"], kind="stable")
        for row in placed.to_dict("records"):
            turn = (row["transcript_id"], int(row["new_turn"]))
            if self._is_spoken(turn):
                self._add(turn, row)
        rows = [row for turn in self._rows for row in self._rows[turn]]
        self.disputes = find_disputes(_frame(rows), material.turns)

    def _is_spoken(self, turn: Turn) -> bool:
        """Whether the turn is there, and not that of someone who withdrew."""
        known = turn in self.material.position
        return known and (self.material.is_participants(turn) or bool(self.material.row(turn)["facilitator"]))

    def _add(self, turn: Turn, row: dict[str, Any]) -> None:
        self._rows.setdefault(turn, []).append(row)

    def _signature(self) -> list[tuple[Any, ...]]:
        files = [*(self.material.file_of(coder) for coder in self.material.coders()), self.path]
        found: list[tuple[Any, ...]] = []
        for file in files:
            try:
                stat = file.stat()
                found.append((file.name, stat.st_ino, stat.st_mtime_ns, stat.st_size))
            except FileNotFoundError:
                found.append((file.name, 0, 0, 0))
        return found


def _goal(wanted: Sequence[Tag], agreed: Sequence[Tag]) -> dict[Stretch, frozenset[tuple[str, str]]]:
    kept = [tag for tag in agreed if not any(is_same(tag, one) for one in wanted)]
    return {tag.stretch: frozenset(tag.links) for tag in (*wanted, *kept)}


def _standing(dispute: Dispute) -> dict[Stretch, frozenset[tuple[str, str]]]:
    return {tag.stretch: frozenset(tag.links) for tag in (*dispute.stands, *dispute.agreed)}


def _frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        [{name: row[name] for name in PLACED_COLUMNS} for row in rows], columns=PLACED_COLUMNS
    )


def _placed(row: dict[str, str]) -> dict[str, Any]:
    bounds = {"new_start": int(row["start"] or -1), "new_end": int(row["end"] or -1)}
    fixed = {"stage": "adjudication", "new_turn": int(row["turn"]), "split": False, "outcome": "stands"}
    cells = {
        name: row[name] for name in ("transcript_id", *FACETS, "item_id", "stance", "action", *MEMO_COLUMNS)
    }
    return cells | bounds | fixed


def _stretch(row: dict[str, Any]) -> Stretch:
    return row["new_start"], row["new_end"], row["work_model"], row["swot"]
