"""What feedback on a round says: what stands after it, what changed, where people differ, what is open.

Everything is as it was after the round: wordings made later, and words said later, play no part.
Nobody may recognise a person in it: people are counted under a perspective only when at least
`privacy.min_cell` people of it took part; smaller perspectives are named together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from delphi.codebook import Code
from delphi.items import ENDED, NEW_VERSION
from delphi.privacy.circles import Circle, circles
from delphi.report import facts, words
from delphi.report.feedback_words import FORM, SAY
from delphi.report.material import Material
from delphi.report.told import decided
from delphi.rounds.status import first_rounds
from delphi.rounds.voices import STANCES
from delphi.study.config import Round


@dataclass(frozen=True)
class Standing:
    """A statement in the version in force after a round; `number` is the one printed beside it."""

    number: int
    item_id: str
    version: int
    work_model: str
    block: str
    subgroup: str
    parent_id: str
    text: str
    introduced_round: int
    reworded: bool


@dataclass(frozen=True)
class Difference:
    """A statement about which people think differently: per stance who, and what the team noted."""

    statement: Standing
    who: dict[str, dict[Circle, int]]
    reasons: list[str]


@dataclass(frozen=True)
class Feedback:
    """The state of a study after one of its rounds."""

    m: Material
    number: int
    work_models: tuple[str, ...] = ()
    """Only these, when there are any; statements keep their numbers."""
    plain: bool = False
    """Whether it is told in everyday words."""

    @property
    def say(self) -> Mapping[str, Any]:
        """Fixed words."""
        return SAY[self.m.study.language]

    @cached_property
    def next_round(self) -> Round | None:
        """The round in which reactions count; none after the last one."""
        return next((r for r in self.m.study.rounds if r.number > self.number), None)

    @cached_property
    def done(self) -> dict[str, Any]:
        """Sessions and people of the round, as the report tells them.

        And: `talks` of the panel and `talkers` in them; people who were met `apart`, and who `wrote`;
        `others`, everybody outside the sessions of the panel.
        """
        form = FORM[self.m.study.language]
        here = self.m.sessions(self.number)
        written = {session.transcript_id for session in here if form in session.facilitators}
        panel = {session.transcript_id for session in self.m.sessions(self.number, True)}
        every = {session.transcript_id for session in here}

        def people(sessions: set[str]) -> int:
            return len({name for session in sessions for name in self.m.present(session)})

        return facts.rounds(self.m)[self.number] | {
            "talks": len(panel - written),
            "talkers": people(panel - written),
            "apart": people(every - panel - written),
            "wrote": people(written),
            "others": people(every - panel),
        }

    @cached_property
    def unread(self) -> dict[str, Any]:
        """Turns up to this round that nobody has checked yet, and their rounds; until then all is provisional."""
        rows = [r for r in self.m.tables["coverage"].to_dict("records") if int(r["round"]) <= self.number]
        turns, checked = (sum(int(row[name]) for row in rows) for name in ("participant_turns", "checked"))
        rounds = sorted(
            {int(row["round"]) for row in rows if int(row["checked"]) < int(row["participant_turns"])}
        )
        return {"turns": turns, "checked": checked, "left": turns - checked, "rounds": rounds}

    @cached_property
    def statements(self) -> list[Standing]:
        """The statements in force after the round that lead to passages, and their parents.

        Work models come as they are printed, the one that holds for all last; within them the
        register's order holds.
        """
        return [s for s in self._all_statements if self._shows(s.work_model)]

    def _shows(self, work_model: str) -> bool:
        return not self.work_models or work_model in self.work_models

    @cached_property
    def _all_statements(self) -> list[Standing]:
        m, block_of = self.m, {c: block.key for block in self.m.blocks for c in block.categories}
        first = first_rounds(m.events, m.links)
        rows: list[tuple[dict[str, Any], int, int, bool]] = []
        for item in self._items:
            events = [event for event in m.happened(item) if event["round"] <= self.number]
            if first.get(item, self.number + 1) > self.number or any(e["event"] in ENDED for e in events):
                continue
            made = [event for event in events if event["event"] in NEW_VERSION]
            version = max((int(event["version"]) for event in made), default=1)
            row = self._registered[item, version]
            reworded = any(event["round"] == self.number for event in made)
            rows.append((row, version, int(first[item]), reworded))
        said = {row["item_id"] for row, *_ in rows if self.said(row["item_id"])}
        said |= {row["parent_id"] for row, *_ in rows if row["item_id"] in said}
        return [
            Standing(
                number, row["item_id"], version, row["work_model"], block_of[row["swot"]], row["subgroup"],
                row["parent_id"], m.mask(row["statement"]), introduced, reworded,
            )
            for number, (row, version, introduced, reworded) in enumerate(
                [each for each in rows if each[0]["item_id"] in said], 1
            )
        ]  # fmt: skip

    @cached_property
    def by_id(self) -> dict[str, Standing]:
        """Statements by item."""
        return {statement.item_id: statement for statement in self.statements}

    def of_model(self, work_model: str) -> list[Standing]:
        """The statements of a work model."""
        return [statement for statement in self.statements if statement.work_model == work_model]

    def is_new(self, statement: Standing) -> bool:
        """Whether it first came up in this round, and others were there before."""
        return statement.introduced_round == self.number and self._something_older

    def said(self, item_id: str) -> list[dict[str, Any]]:
        """Passages about a statement up to this round."""
        return [tag for tag in self.m.passages(item_id) if tag["round"] <= self.number]

    def touched(self, statement: Standing) -> bool:
        """Whether anybody spoke about it in this round."""
        return any(tag["round"] == self.number for tag in self.said(statement.item_id))

    def who(self, passages: Sequence[Mapping[str, Any]]) -> dict[Circle, int]:
        """People behind passages, by the circle they may be counted under."""
        rounds = {tag["round"] for tag in passages}
        speakers = {(tag["perspective"], tag["speaker"]) for tag in passages if tag["speaker"]}
        circle = self._circles(frozenset(rounds))
        counts: dict[Circle, int] = {}
        for perspective, _ in sorted(speakers):
            counts[circle[perspective]] = counts.get(circle[perspective], 0) + 1
        order = list(self.m.study.perspectives)
        return dict(sorted(counts.items(), key=lambda each: [order.index(key) for key in each[0]]))

    def stances(self, statement: Standing) -> dict[str, dict[Circle, int]]:
        """Who supported, contested and nuanced the statement, as it now reads, in this round."""
        said = [tag for tag in self._about(statement) if tag["round"] == self.number]
        return {stance: self.who([t for t in said if t["stance"] == stance]) for stance in STANCES}

    @cached_property
    def differences(self) -> list[Difference]:
        """Statements that anybody contested or nuanced in their present wording, up to this round."""
        found = []
        for statement in self.statements:
            said = self._about(statement)
            if not {"contests", "nuances"} & {tag["stance"] for tag in said}:
                continue
            who = {stance: self.who([t for t in said if t["stance"] == stance]) for stance in STANCES}
            reasons = [
                self.told(event["reason"])
                for event in self.m.happened(statement.item_id)
                if event["event"] in ("contested", "nuanced")
                and (event["version"], event["round"] <= self.number) == (statement.version, True)
                and _stands(event)
            ]
            found.append(Difference(statement, who, reasons))
        return found

    @cached_property
    def changes(self) -> list[dict[str, Any]]:
        """What the team reworded, moved or took out after the round, and why."""
        found = []
        for item in self._items:
            if not self.said(item):
                continue
            for event in self.m.happened(item):
                model = self._registered[item, int(event["version"])]["work_model"]
                if (
                    self._shows(model)
                    and event["round"] == self.number
                    and event["event"] in (*NEW_VERSION, *ENDED)
                ):
                    line = decided(self.m, event)
                    line["reason"] = self.told(event["reason"]) if _stands(event) else ""
                    texts = {name: self.m.mask(line[name]) for name in ("before", "after") if name in line}
                    found.append(line | texts | {"number": self._number(item)})
        return found

    @cached_property
    def quiet(self) -> list[Standing]:
        """Statements of earlier rounds that nobody spoke about in this one; unknown while it is not read."""
        if self.number in self.unread["rounds"]:
            return []
        return [s for s in self.statements if s.introduced_round < self.number and not self.touched(s)]

    @cached_property
    def alone(self) -> list[Standing]:
        """Statements that one person brought up and nobody else has spoken about; unknown until all is read."""
        if self.unread["left"]:
            return []
        return [s for s in self.statements if len({t["speaker"] for t in self.said(s.item_id)} - {""}) == 1]

    @cached_property
    def unspoken(self) -> list[str]:
        """Work models without any statement; unknown until all is read."""
        if self.unread["left"]:
            return []
        return [
            self.m.label(code)
            for code in self.models
            if not self.of_model(code.key) and code != self.m.general
        ]

    def people(self, counts: Mapping[Circle, int]) -> str:
        """`3 deelnemers met armoede-ervaring en 1 beroepskracht`; small perspectives are named together."""
        m, language = self.m, self.m.study.language
        told = []
        for circle, number in counts.items():
            if len(circle) == 1:
                told.append(m.people(circle[0], number))
                continue
            names = self.say["or"].join(m.perspective(key) for key in circle)
            told.append(words.counted(number, "person", language) + (f" ({names})" if names else ""))
        return words.enumerated(told, language)

    def told(self, reason: str) -> str:
        """A reason from the ledger without labels of people, and with statements instead of their ids."""
        if not reason.strip():
            return ""

        def named(match: re.Match[str]) -> str:
            number = self._number(match[0])
            if number:
                return str(self.say["sentence" if self.plain else "statement"]).format(number=number)
            return f"“{self.m.by_id[match[0]].text if match[0] in self.m.by_id else match[0]}”"

        ids = "|".join(
            re.escape(item) for item in sorted(set(self.m.items["item_id"]), key=len, reverse=True)
        )
        text = re.sub(rf"(?<![\w-])(?:{ids})(?![\w-])", named, reason) if ids else reason
        return words.capital(self.m.mask(" ".join(text.split())))

    def _number(self, item_id: str) -> int:
        return self.by_id[item_id].number if item_id in self.by_id else 0

    def _about(self, statement: Standing) -> list[dict[str, Any]]:
        return [tag for tag in self.said(statement.item_id) if tag["version"] == statement.version]

    @cached_property
    def models(self) -> list[Code]:
        """Work models in printed order, those that are shown."""
        every = [*self.m.models, *([self.m.general] if self.m.general else [])]
        return [code for code in every if self._shows(code.key)]

    @cached_property
    def _items(self) -> list[str]:
        order = [code.key for code in (*self.m.models, *([self.m.general] if self.m.general else []))]
        latest = dict(zip(self.m.items["item_id"], self.m.items["work_model"]))
        return sorted(latest, key=lambda item: order.index(latest[item]))

    @cached_property
    def fresh(self) -> list[Standing]:
        """The statements that are new, when there are others that are not."""
        return [statement for statement in self.statements if self.is_new(statement)]

    @property
    def all_new(self) -> bool:
        """Whether there are statements, and none from an earlier round."""
        return bool(self.statements) and not self._something_older

    @cached_property
    def _something_older(self) -> bool:
        return any(s.introduced_round < self.number for s in self._all_statements)

    @cached_property
    def _registered(self) -> dict[tuple[str, int], dict[str, Any]]:
        rows = self.m.items.to_dict("records")
        return {(row["item_id"], int(row["version"])): row for row in rows}

    def _circles(self, rounds: frozenset[int]) -> dict[str, Circle]:
        presence = self.m.tables["presence"]
        there = presence[presence["round"].isin(rounds)]
        counts = there.groupby("perspective")["participant_id"].nunique().to_dict()
        present = {key: int(counts[key]) for key in self.m.study.perspectives if key in counts}
        return circles(present, self.m.study.privacy.min_cell)


def _stands(event: Mapping[str, Any]) -> bool:
    """Whether what an event refers to is still there: what somebody who withdrew said is not."""
    return bool(event["tag_ids"]) or not event["passage_ids"]
