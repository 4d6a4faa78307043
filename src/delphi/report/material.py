"""What the chapters are written from: every table and register of the study, with the questions they ask of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import Any

import numpy as np
import pandas as pd

from delphi.codebook import Code, Codebook
from delphi.items import ENDED, by_item
from delphi.privacy import attribution
from delphi.rounds.tables import blocks
from delphi.rows import records_of
from delphi.study import Block, Participant, Study, Transcript
from delphi.study.config import Round

Row = dict[str, Any]
QUOTABLE = (60, 420)  # characters: shorter says too little, longer is a page of talk


@dataclass(frozen=True)
class Statement:
    """An item in its present version, with its place in the table."""

    item_id: str
    work_model: str
    block: str
    swot: str
    subgroup: str
    parent_id: str
    text: str
    status: str
    introduced_round: int | None
    n_passages: int
    n_speakers: int
    version: int

    @property
    def ended(self) -> bool:
        """Whether the ledger took the statement out of the table."""
        return self.status in ENDED


@dataclass(frozen=True)
class Part:
    """Rounds that one chapter reports together, because people came back from one to the next."""

    rounds: tuple[Round, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The rounds' numbers."""
        return tuple(round_.number for round_ in self.rounds)


@dataclass(frozen=True)
class Material:
    """Everything a chapter may draw on; numbers come from the tables in `tables` only."""

    study: Study
    codebook: Codebook
    transcripts: Sequence[Transcript]
    participants: Sequence[Participant]
    tags: pd.DataFrame
    links: pd.DataFrame
    events: pd.DataFrame
    items: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    parameters: pd.DataFrame | None
    practices: pd.DataFrame | None
    mask: Callable[[str], str] = field(repr=False)

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks of a SWOT table, in printed order."""
        return blocks(self.study, self.codebook)

    @cached_property
    def models(self) -> list[Code]:
        """The work models in the codebook's order, without the one that holds for all."""
        return [code for code in self.codebook.work_model if code.key != self.study.swot.general]

    @cached_property
    def general(self) -> Code | None:
        """The work model that stands for all, if the study has one."""
        return next((code for code in self.codebook.work_model if code.key == self.study.swot.general), None)

    @cached_property
    def statements(self) -> list[Statement]:
        """All statements in the order of `swot.csv`."""
        return [
            Statement(
                row["item_id"], row["work_model"], row["block"], row["swot"], row["subgroup"], row["parent_id"],
                row["statement"], row["status"],
                int(row["introduced_round"]) if row["introduced_round"] != "" else None,
                int(row["n_passages"]), int(row["n_speakers"]), int(row["version"]),
            )
            for row in records_of(self.tables["swot"])
        ]  # fmt: skip

    @cached_property
    def by_id(self) -> dict[str, Statement]:
        """Statements by item."""
        return {statement.item_id: statement for statement in self.statements}

    def of_model(self, work_model: str) -> list[Statement]:
        """The statements of a work model, ended ones included."""
        return [s for s in self.statements if s.work_model == work_model]

    def cell(self, work_model: str, block: str) -> list[Statement]:
        """The statements printed in a cell, in order: those that lead to passages, and their parents."""
        here = [s for s in self.statements if (s.work_model, s.block) == (work_model, block) and not s.ended]
        parents = {s.parent_id for s in here if s.n_passages}
        return [s for s in here if s.n_passages or s.item_id in parents]

    def bare(self, work_model: str, block: str) -> int:
        """How many statements of a cell have no passage behind them (any more), and are not printed."""
        here = [s for s in self.statements if (s.work_model, s.block) == (work_model, block) and not s.ended]
        return len(here) - len(self.cell(work_model, block))

    def loose(self, work_model: str, block: Block | None = None) -> dict[str, int]:
        """How many tags of a work model (and block) are in no statement yet: `checked` by people, or `suggested`."""
        found = {"checked": 0, "suggested": 0}
        for (model, swot, suggested), number in self._loose.items():
            if model == work_model and (block is None or swot in block.categories):
                found["suggested" if suggested else "checked"] += number
        return found

    @cached_property
    def _loose(self) -> Mapping[tuple[str, str, bool], int]:
        free = self.tags.loc[self.tags["item_id"] == "", ["work_model", "swot", "status"]]
        found = free["work_model"].tolist(), free["swot"].tolist(), (free["status"] == "suggested").tolist()
        return Counter(zip(*found))

    @cached_property
    def parts(self) -> list[Part]:
        """The rounds as the report groups them: with the one before when somebody came back from it."""
        panel = self.tables["panel"]
        there: dict[int, set[str]] = {}
        for session in self.transcripts:
            if session.kind in self.study.panel_kinds:
                there.setdefault(session.round, set()).update(self.present(session.transcript_id))
        parts: list[list[Round]] = []
        for round_ in self.study.rounds:
            same = parts and there.get(parts[-1][-1].number, set()) & there.get(round_.number, set())
            if same and not panel.empty:
                parts[-1].append(round_)
            else:
                parts.append([round_])
        return [Part(tuple(rounds)) for rounds in parts]

    @cached_property
    def main_part(self) -> Part:
        """The rounds in which most was said: their chapter has a section per work model."""
        said = self.tags.groupby("round").size().to_dict()
        sessions = [session.round for session in self.transcripts]

        def weight(part: Part) -> tuple[int, int]:
            return sum(said.get(n, 0) for n in part.numbers), sum(sessions.count(n) for n in part.numbers)

        return max(self.parts, key=weight)

    @cached_property
    def coded(self) -> set[str]:
        """Sessions in which somebody checked a turn."""
        table = self.tables["coverage"]
        return set(table.loc[table["checked"].astype(int) > 0, "transcript_id"])

    def present(self, transcript_id: str) -> list[str]:
        """Participants in a session."""
        return self._present.get(transcript_id, [])

    @cached_property
    def _present(self) -> dict[str, list[str]]:
        frame = self.tables["presence"]
        return {str(name): sorted(ids) for name, ids in frame.groupby("transcript_id")["participant_id"]}

    def panel_groups(self, number: int, perspective: str) -> dict[str, int]:
        """The groups in which people of a perspective sat in a round's panel sessions, with how many they were."""
        return self._panel_groups.get((number, perspective), {})

    @cached_property
    def _panel_groups(self) -> dict[tuple[int, str], dict[str, int]]:
        frame = self.tables["presence"]
        counts = frame[frame["panel"]].groupby(["round", "perspective", "group"])["participant_id"].nunique()
        found: dict[tuple[int, str], dict[str, int]] = {}
        for (round_, perspective, group), people in counts.items():
            found.setdefault((int(round_), str(perspective)), {})[str(group)] = int(people)
        return found

    def sessions(self, number: int, panel: bool | None = None) -> list[Transcript]:
        """The sessions of a round; only panel sessions, or only others, when asked."""
        return [
            session
            for session in self.transcripts
            if session.round == number
            and (panel is None or (session.kind in self.study.panel_kinds) == panel)
        ]

    def perspective(self, key: str) -> str:
        """Printed name of a perspective."""
        return self.study.text(self.study.perspectives[key].label) if key in self.study.perspectives else ""

    def people(self, key: str, number: int) -> str:
        """`4 professionals`; without a plural in the configuration, `4 x professional`."""
        perspective = self.study.perspectives[key]
        plural = perspective.plural
        named = self.study.text(plural if plural and number != 1 else perspective.label)
        return f"{number} {'' if plural or number == 1 else '× '}{named[:1].lower()}{named[1:]}"

    def label(self, code: Code) -> str:
        """Printed name of a code."""
        return self.study.text(code.label)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Printed names of work models and categories, by their keys."""
        return {code.key: self.label(code) for code in (*self.codebook.work_model, *self.codebook.swot)}

    def attribution(self, tag: Row) -> str:
        """Who said it, as printed under a quotation."""
        return self.attributed(str(tag["perspective"]), str(tag["kind"]), int(str(tag["round"])))

    def support(self, item_id: str, stance: str, numbers: Sequence[int] = ()) -> dict[str, int]:
        """People by perspective who took a stance towards an item, in some rounds or all."""
        return self.people_of(self.passages(item_id, stance, numbers))

    def wording(self, item_id: str, version: int) -> str:
        """How a version of an item reads."""
        return self._wordings[(item_id, version)]

    def passages(self, item_id: str, stance: str = "", numbers: Sequence[int] = ()) -> list[Row]:
        """Tags behind a statement, in the order of the transcripts."""
        return [
            tag
            for tag in self._passages.get(item_id, [])
            if (not stance or tag["stance"] == stance) and (not numbers or tag["round"] in numbers)
        ]

    def happened(self, item_id: str) -> list[Row]:
        """The ledger's events of an item."""
        return self._happened.get(item_id, [])

    def statuses(self, item_id: str) -> list[Row]:
        """Rows of `consensus.csv` about an item: of every group, and with an empty group for all."""
        return self._statuses.get(item_id, [])

    @cached_property
    def attributed(self) -> Callable[[str, str, int], str]:
        """Who said it, by perspective, kind and round; made once for each that there are."""
        return cache(partial(attribution, self.study))

    @cached_property
    def _passages(self) -> dict[str, list[Row]]:
        return by_item(self.links)

    @cached_property
    def _happened(self) -> dict[str, list[Row]]:
        return by_item(self.events)

    @cached_property
    def _statuses(self) -> dict[str, list[Row]]:
        return by_item(self.tables["consensus"])

    @cached_property
    def _wordings(self) -> dict[tuple[str, int], str]:
        rows = self.items[["item_id", "version", "statement"]].itertuples(index=False)
        return {(item, int(version)): statement for item, version, statement in rows}

    def people_of(self, passages: Sequence[Row]) -> dict[str, int]:
        """People by perspective who spoke in some passages; each counts once."""
        who = {(tag["perspective"], tag["speaker"]) for tag in passages if tag["speaker"]}
        counts = {key: sum(perspective == key for perspective, _ in who) for key in self.study.perspectives}
        return {key: count for key, count in counts.items() if count}

    @cached_property
    def quotations(self) -> Mapping[str, Row]:
        """Passages that may be quoted, by tag: those that a person tagged."""
        return Quotations(self.tags[self.tags["status"] != "suggested"])

    def quotable(self, passages: Sequence[Row], used: set[str]) -> Row | None:
        """The passage that reads best as a quotation: not used before, of a fair length, not disputed."""

        def weight(tag: Row) -> tuple[bool, bool, int, str]:
            length = len(str(tag["quote"]))
            fits = QUOTABLE[0] <= length <= QUOTABLE[1]
            return tag["status"] == "disputed", not fits, abs(length - 180), str(tag["tag_id"])

        free = [tag for tag in passages if str(tag["quote"]) not in used and len(str(tag["quote"])) >= 25]
        return min(free, key=weight) if free else None


class Quotations(Mapping[str, Row]):
    """Rows of tags by their id, each made when it is asked for: a large study has a million and quotes a few."""

    def __init__(self, tags: pd.DataFrame) -> None:
        self._columns = {str(name): tags[name].array for name in tags}
        self._places = {tag_id: place for place, tag_id in enumerate(tags["tag_id"].tolist())}

    def __getitem__(self, tag_id: str) -> Row:
        place = self._places[tag_id]
        cells = {name: column[place] for name, column in self._columns.items()}
        return {name: cell.item() if isinstance(cell, np.generic) else cell for name, cell in cells.items()}

    def __contains__(self, tag_id: object) -> bool:
        return tag_id in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
