"""Register and ledger as they stand, and what a decision about them is made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from delphi.codebook import Codebook
from delphi.decisions.append import Decision
from delphi.errors import InputError
from delphi.items.history import ended_items
from delphi.items.kinds import ENDED
from delphi.items.register import ITEM_COLUMNS
from delphi.study.sources import nearest, read_table

Cells = dict[str, str]
DONE = {
    "merged": "merged into",
    "split": "split into",
    "dropped": "dropped",
    "out_of_scope": "put out of scope",
    "reformulated": "reformulated",
    "recategorised": "moved",
}


@dataclass(frozen=True)
class Circumstances:
    """When, by whom, on what ground something was decided about a statement.

    `round_` is the round to which it belongs; `passages` are references transcript:turn:start-end.
    """

    by: str
    at: str
    round_: int
    group: str = ""
    participants: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    reason: str = ""

    def event(self, item: str, version: int, kind: str, before: str = "", after: str = "") -> Cells:
        """A row of the ledger."""
        return {
            "item_id": item, "version": str(version), "event": kind, "round": str(self.round_),
            "group": self.group, "participant_ids": ";".join(self.participants),
            "passage_ids": ";".join(self.passages), "text_before": before, "text_after": after,
            "reason": self.reason, "decided_by": self.by, "decided_at": self.at,
        }  # fmt: skip


@dataclass
class Change:
    """New rows for the register, the ledger and a person's decisions, and what they amount to in words."""

    items: list[Cells] = field(default_factory=list)
    events: list[Cells] = field(default_factory=list)
    links: list[Decision] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __iadd__(self, other: Change) -> Change:
        for name in ("items", "events", "links", "said", "notes"):
            getattr(self, name).extend(getattr(other, name))
        return self


@dataclass(frozen=True)
class Statements:
    """Register and ledger as they stand.

    Parameters
    ----------
    items, events
        As `read_items` and `read_events` give them.
    cells
        The cells of the last version of every item, as the register's file says, by item.
    """

    items: pd.DataFrame
    events: pd.DataFrame
    cells: Mapping[str, Cells]
    codebook: Codebook
    rounds: tuple[int, ...]

    def living(self, item: str) -> Cells:
        """The last version of an item.

        Raises
        ------
        InputError
            For an item that does not exist or has ended.
        """
        if item not in self.cells:
            known = sorted(self.cells)
            remedy = nearest(item, known) if known else "The register holds no statement yet."
            raise InputError(f"there is no statement `{item}`.", remedy=remedy)
        if item in ended_items(self.events):
            end = self.events[(self.events["item_id"] == item) & self.events["event"].isin(ENDED)].iloc[0]
            what = f"`{item}` was {DONE[end['event']].removesuffix(' into')} in round {end['round']}."
            raise InputError(what, remedy="A statement that comes back is a new one: `delphi items add`.")
        return dict(self.cells[item])

    @property
    def wordings(self) -> set[str]:
        """Every wording of every statement, folded."""
        return {folded(text) for texts in self.items["wordings"] for text in texts}

    def same(self, statement: str, work_model: str, swot: str) -> str:
        """The living item that says the same in the same work model and category; '' if none does."""
        ended = ended_items(self.events)
        for row in self.items.drop_duplicates("item_id", keep="last").to_dict("records"):
            here = (row["work_model"], row["swot"]) == (work_model, swot) and row["item_id"] not in ended
            if here and folded(statement) in {folded(text) for text in row["wordings"]}:
                return str(row["item_id"])
        return ""


def cells_of(path: Path) -> dict[str, Cells]:
    """The cells of the last version of every item, as the register's file says."""
    if not path.exists():
        return {}
    last: dict[str, Cells] = {}
    for row in read_table(path, ITEM_COLUMNS)[1]:
        if int(row["version"]) >= int(last.get(row["item_id"], {}).get("version", "0")):
            last[row["item_id"]] = dict(row.cells)
    return last


def next_id(cells: Sequence[Cells], work_model: str, swot: str) -> str:
    """The next free id, formed as the ids of the same work model and category are."""
    ids = {row["item_id"] for row in cells}
    here = [r["item_id"] for r in cells if (r["work_model"], r["swot"]) == (work_model, swot)]
    beside = [r["item_id"] for r in cells if r["work_model"] == work_model]
    stem = _commonest_stem(here)
    if not stem:
        model = _commonest_stem([name.rpartition("-")[0] + "-0" for name in beside if "-" in name])
        stem = f"{model.rstrip('-') or _initials(work_model)}-{swot[:1].upper()}"
    numbers = [int(m[1]) for name in ids if (m := re.fullmatch(re.escape(stem) + r"(\d+)[a-z]?", name))]
    return f"{stem}{max(numbers, default=0) + 1}"


def folded(text: str) -> str:
    """A statement without differences that do not make it another one."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split()).rstrip(".")


def one_line(text: str) -> str:
    """A text without line breaks and double spaces."""
    return " ".join(text.split())


def _commonest_stem(ids: Sequence[str]) -> str:
    stems = [m[1] for name in ids if (m := re.fullmatch(r"(.*\D)\d+[a-z]?", name))]
    return max(sorted(set(stems)), key=stems.count, default="")


def _initials(code: str) -> str:
    words = [word for word in re.split(r"[^A-Za-z0-9]+", code) if word]
    return ("".join(word[0] for word in words) if len(words) > 1 else code[:2]).upper()
