"""The consensus window: one work model over the rounds, and how far coders agree.

A message says what to look at, the answer is a whole view.  Work models stand in the codebook's order
and one is looked at at a time: none is ever set against another.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from delphi.items import ENDED, NEW_VERSION
from delphi.report.words import STATUS
from delphi.review.consensus_coders import agreement, confusion, opposite, opposite_detail
from delphi.review.consensus_study import Rounds, Row
from delphi.review.consensus_texts import TEXTS
from delphi.review.opening import opened
from delphi.review.workbench_texts import texts
from delphi.rounds.voices import STANCES

TABS = ("rounds", "agreement", "confusion", "opposite")
KEEPS = ("all", "dissent", "changed")
DISSENT_FIRST = ("contests", "nuances", "supports")
MOST_QUOTATIONS = 60
Message = dict[str, Any]
View = dict[str, Any]


def open_consensus(study_folder: Path | str = ".") -> Any:
    """The consensus window, for a cell of a notebook.

    Parameters
    ----------
    study_folder
        The study's folder, or a folder in it such as `notebooks`.

    Raises
    ------
    InputError
        When the notebook's packages are not installed.  What is wrong with the study itself is shown
        in the window.
    """
    return opened("consensus_window", "ConsensusWindow", study_folder)


class Consensus:
    """One window on the tables of the rounds.

    Parameters
    ----------
    study_folder
        The study's folder or one inside it; the tables are read again when the workflow made them anew.
    """

    def __init__(self, study_folder: Path | str = ".") -> None:
        self.rounds = Rounds(study_folder)
        self._asked: Message = {
            "tab": "rounds", "model": "", "keep": "all", "pick": "", "unit": "", "coders": "", "facet": "", "open": False,
            "page": 0,
        }  # fmt: skip

    @property
    def language(self) -> str:
        """The study's language, or the one that a person chose."""
        return self.rounds.study.language

    @property
    def _words(self) -> dict[str, str]:
        return texts(self.language, TEXTS)

    def speak(self, language: str) -> None:
        """Show everything in another language, as far as the study has it; empty to leave it."""
        if language not in ("", self.language):
            self.rounds = Rounds(self.rounds.folder, language)

    def answer(self, message: Message) -> View:
        """Look at what a message asks for; what it does not name stays as it is."""
        again = self.rounds.seen != self.rounds.signature()
        if again:
            self.rounds = Rounds(self.rounds.folder, self.language)
        asked = {name: value for name, value in message.items() if name in self._asked}
        if {"tab", "model", "keep", "unit", "coders", "facet", "open"} & set(asked):
            asked = {"pick": "", "page": 0, **asked}
        elif "page" in asked:
            asked = {"pick": "", **asked}
        self._asked |= asked
        notice = {"kind": "info", "text": self._words["read_again"]} if again else {}
        return self.view() | {"notice": notice}

    def view(self) -> View:
        """What the window shows now."""
        tab = self._asked["tab"] if self._asked["tab"] in TABS else TABS[0]
        shown = {
            "rounds": self._model,
            "agreement": lambda: agreement(self.rounds, self._words, self._asked),
            "confusion": lambda: confusion(self.rounds, self._words, self._asked),
            "opposite": self._opposite,
        }[tab]()
        return {"stage": "work", "notice": {}, "tab": tab, "tabs": list(TABS), tab: shown}

    # --- one work model over the rounds -------------------------------------------------------------

    def _model(self) -> View:
        study, codes = self.rounds.study, self.rounds.codebook.work_model
        code = next((one for one in codes if one.key == self._asked["model"]), codes[0])
        keep = self._asked["keep"] if self._asked["keep"] in KEEPS else "all"
        self._asked |= {"model": code.key, "keep": keep}
        mine = [row for row in self.rounds.statements if row["work_model"] == code.key]
        blocks = [
            {
                "label": study.text(block.label),
                "statements": [
                    self._statement(row)
                    for row in mine
                    if row["block"] == block.key and self._kept(row, keep)
                ],
                "loose": self._loose(code.key, block) if keep == "all" else "",
                "empty": not any(row["block"] == block.key for row in mine),
            }
            for block in self.rounds.blocks
        ]
        ids = [row["id"] for block in blocks for row in block["statements"]]  # type: ignore[attr-defined]
        picked = self._asked["pick"] if self._asked["pick"] in ids else next(iter(ids), "")
        return {
            "models": [{"code": one.key, "label": study.text(one.label)} for one in codes],
            "model": code.key,
            "label": study.text(code.label),
            "definition": study.text(code.definition).strip(),
            "keep": keep,
            "keeps": list(KEEPS),
            "columns": [
                {"round": number, "round_label": study.text(study.round(number).label),
                 "perspective": study.text(study.perspectives[key].label)}
                for number, key in self.rounds.columns
            ],
            "blocks": blocks,
            "pick": picked,
            "detail": self._detail(next(row for row in mine if row["item_id"] == picked)) if picked else None,
        }  # fmt: skip

    def _kept(self, row: Row, keep: str) -> bool:
        item = row["item_id"]
        if keep == "dissent":
            return any(tag["stance"] in ("contests", "nuances") for tag in self.rounds.passages.get(item, []))
        if keep == "changed":
            return any(event["event"] in (*NEW_VERSION, *ENDED) for event in self.rounds.events.get(item, []))
        return True

    def _statement(self, row: Row) -> View:
        """A row of the table: what became of a statement in each round and perspective."""
        cells = {
            (int(one["round"]), one["perspective"]): one
            for one in self.rounds.statuses.get(row["item_id"], [])
            if one["group"] == ""
        }
        return {
            "id": row["item_id"],
            "text": self.rounds.mask(row["statement"]),
            "subgroup": row["subgroup"],
            "below": bool(row["parent_id"]),
            "status": row["status"],
            "status_label": self._status(row["status"]),
            "ended": row["status"] in ENDED,
            "cells": [self._cell(cells.get(column)) for column in self.rounds.columns],
        }

    def _cell(self, row: Row | None) -> View | None:
        if row is None:
            return None
        return {
            "status": row["status"],
            "status_label": self._status(row["status"]),
            "version": int(row["version"]),
            "present": int(row["n_present"]),
            **{stance: int(row[f"n_{stance}"]) for stance in STANCES},
        }

    def _loose(self, work_model: str, block: Any) -> str:
        total, suggested = self.rounds.loose(work_model, block)
        if not total:
            return ""
        told = self._words["loose"].format(count=total)
        return f"{told} {self._words['loose_suggested'].format(count=suggested)}" if suggested else told

    def _detail(self, row: Row) -> View:
        """A statement with its versions, what the ledger says, who took which stance, and quotations."""
        item, study = row["item_id"], self.rounds.study
        said = self.rounds.passages.get(item, [])
        return {
            "id": item,
            "text": self.rounds.mask(row["statement"]),
            "status": row["status"],
            "status_label": self._status(row["status"]),
            "versions": [
                {
                    "version": int(one["version"]),
                    "text": self.rounds.mask(one["statement"]),
                    "swot": study.text(self.rounds.codebook.code("swot", one["swot"]).label),
                }
                for one in self.rounds.versions.get(item, [])
            ],
            "events": [
                {
                    "round": int(event["round"]),
                    "event": self._status(event["event"]),
                    "version": int(event["version"]),
                    "before": self.rounds.mask(event["text_before"]),
                    "after": self.rounds.mask(event["text_after"]),
                    "reason": self.rounds.mask(event["reason"]),
                    "decided_by": event["decided_by"],
                }
                for event in self.rounds.events.get(item, [])
            ],
            "people": self._people(item),
            "stances": [
                {
                    "stance": stance,
                    "quotations": [
                        self.rounds.quotation(tag) | {"version": int(tag["version"])}
                        for tag in said
                        if tag["stance"] == stance
                    ][:MOST_QUOTATIONS],
                }
                for stance in (*DISSENT_FIRST, "")
            ],
            "ratings": [
                {**one, "perspective": self._perspective(one["perspective"])}
                for one in self.rounds.ratings.get(item, [])
            ],
        }

    def _people(self, item: str) -> list[View]:
        """Counts of people per round and perspective, and within them per group when there are several."""
        rows = self.rounds.statuses.get(item, [])
        several = {
            (row["round"], row["perspective"])
            for row in rows
            if len({one["group"] for one in rows if _same(one, row) and one["group"]}) > 1
        }
        return [
            {
                "round": int(row["round"]),
                "perspective": self._perspective(row["perspective"]),
                "group": row["group"],
                **(self._cell(row) or {}),
            }
            for row in sorted(rows, key=lambda one: int(one["round"]))
            if row["group"] == "" or (row["round"], row["perspective"]) in several
        ]

    def _perspective(self, key: str) -> str:
        study = self.rounds.study
        return (
            study.text(study.perspectives[key].label)
            if key in study.perspectives
            else self._words["everyone"]
        )

    def _status(self, status: str) -> str:
        own = {name: self._words[f"event_{name}"] for name in ("supplemented",)}
        return {**STATUS[self.language], **own}.get(status, status)

    # --- coders ---------------------------------------------------------------------------------------

    def _opposite(self) -> View:
        shown = opposite(self.rounds, self._words, self._asked)
        picked = next((row for row in shown["rows"] if row["id"] == shown["pick"]), None)
        shown["detail"] = opposite_detail(self.rounds, picked) if picked else None
        return shown


def _same(one: Row, other: Row) -> bool:
    return (one["round"], one["perspective"]) == (other["round"], other["perspective"])
