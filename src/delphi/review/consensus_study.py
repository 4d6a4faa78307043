"""What the consensus window looks at: the tables of the last build, with what people may read of them.

Quotations are masked and attributed as in the report.  Every number stands in a table that the
workflow wrote; nothing is counted here but tags that are in no statement yet.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.codebook import Codebook, load_codebook
from delphi.derived import read_csv, read_parquet
from delphi.errors import InputError
from delphi.items import read_items
from delphi.privacy import attribution, mask_speakers
from delphi.review.material import in_language, study_folder
from delphi.review.workbench_study import Signature, signature
from delphi.rounds.tables import blocks
from delphi.study import Block, Study, load_participants, load_study, load_transcripts

TABLES = {
    "swot": "reports/tables/swot.csv",
    "consensus": "reports/tables/consensus.csv",
    "agreement": "reports/tables/agreement.csv",
    "confusion": "data/interim/confusion.csv",
    "disagreements": "data/interim/disagreements.csv",
    "tags": "data/coded/tags.csv",
}
FRAMES = {"links": "data/interim/links.parquet", "events": "data/interim/events.parquet"}
RATINGS = "reports/tables/ratings.csv"  # only a study with ratings has it
WRITTEN = ("config/study.yaml", "config/codebook.yaml", "data/coded/items.csv")
Row = dict[str, Any]


class Rounds:
    """The tables of the rounds and of agreement, as they were when they were read.

    Raises
    ------
    InputError
        When there is no study, or the workflow has not made the tables yet.
    """

    def __init__(self, folder: Path | str, language: str = "") -> None:
        self.folder = study_folder(folder)
        self.seen = self.signature()
        self.study: Study = in_language(load_study(self.folder / "config/study.yaml"), language)
        self.codebook: Codebook = load_codebook(self.folder / "config/codebook.yaml")
        transcripts = load_transcripts(self.folder / "data/raw/transcripts.csv", self.study)
        participants = load_participants(self.folder / "data/raw/participants.csv", self.study)
        self.mask: Callable[[str], str] = mask_speakers(transcripts, participants, self.study)
        self.tables = {name: self._table(file) for name, file in TABLES.items()}
        frames = {name: self._frame(file) for name, file in FRAMES.items()}
        ratings = self.folder / RATINGS
        self.ratings = _by(self._table(RATINGS) if ratings.exists() else pd.DataFrame(), "item_id")
        self.statements: list[Row] = self.tables["swot"].to_dict("records")
        self.passages = _by(frames["links"], "item_id")
        self.events = _by(frames["events"], "item_id")
        self.statuses = _by(self.tables["consensus"], "item_id")
        items = read_items(self.folder / "data/coded/items.csv", self.codebook, self.study.language)
        self.versions = _by(items, "item_id")
        self._turns: dict[tuple[str, int], Row] | None = None

    @property
    def blocks(self) -> list[Block]:
        """The blocks of a SWOT table, in printed order."""
        return blocks(self.study, self.codebook)

    @property
    def columns(self) -> list[tuple[int, str]]:
        """Rounds and perspectives in which somebody was there, in the order of the configuration."""
        table = self.tables["consensus"]
        there = set(zip(table["round"].astype(int), table["perspective"])) if len(table) else set()
        return [
            (round_.number, key)
            for round_ in self.study.rounds
            for key in self.study.perspectives
            if (round_.number, key) in there
        ]

    def quotation(self, tag: Row) -> Row:
        """A passage as the report prints it, with the place where it stands."""
        return {
            "text": self.mask(str(tag["quote"])),
            "who": attribution(self.study, str(tag["perspective"]), str(tag["kind"]), int(tag["round"])),
            "place": f"{tag['transcript_id']}:{tag['turn']}",
            "disputed": tag["status"] == "disputed",
        }

    def loose(self, work_model: str, block: Block) -> tuple[int, int]:
        """Tags of a cell that are in no statement yet, and how many of them nobody checked."""
        tags = self.tables["tags"]
        mine = tags[(tags["work_model"] == work_model) & tags["swot"].isin(block.categories)]
        mine = mine[mine["item_id"] == ""]
        return len(mine), int((mine["status"] == "suggested").sum())

    def turn(self, transcript_id: str, turn: int) -> Row | None:
        """A turn with its text, if it is there."""
        if self._turns is None:
            files = sorted((self.folder / "data/interim/turns").glob("*.parquet"))
            rows = [row for file in files for row in read_parquet(file).to_dict("records")]
            self._turns = {(row["transcript_id"], int(row["turn"])): row for row in rows}
        return self._turns.get((transcript_id, turn))

    def signature(self) -> Signature:
        """What tells that something was written again."""
        names = [*TABLES.values(), *FRAMES.values(), RATINGS, *WRITTEN]
        return signature([self.folder / name for name in names])

    def _table(self, file: str) -> pd.DataFrame:
        path = self.folder / file
        if not path.exists():
            raise _not_yet(file)
        return read_csv(path)

    def _frame(self, file: str) -> pd.DataFrame:
        path = self.folder / file
        if not path.exists():
            raise _not_yet(file)
        return read_parquet(path)


def _by(frame: pd.DataFrame, column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in frame.to_dict("records"):
        found.setdefault(str(row[column]), []).append(row)
    return found


def _not_yet(file: str) -> InputError:
    remedy = "The workflow makes it: run `make`, then run this cell again."
    return InputError("this table is not there yet.", file, remedy=remedy)
