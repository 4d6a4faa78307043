"""A study as far as its statements are concerned: read from its files, and written back whole."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import pandas as pd

from delphi.codebook import load_codebook
from delphi.decisions import read_decisions
from delphi.decisions.append import append_decisions, coder_name
from delphi.derived import read_parquet, read_plain
from delphi.errors import InputError, InputErrors
from delphi.items.kinds import PASSAGE
from delphi.items.ledger import read_events
from delphi.items.references import lengths_of, passage_errors, people_errors, positions_of
from delphi.items.register import read_items
from delphi.items.statements import Change, Statements, cells_of
from delphi.items.write import Files, finish_pending, try_pair, write_pair
from delphi.privacy import mask_speakers
from delphi.study import load_participants, load_study, load_transcripts

MAKE = "The workflow makes it: run `make` first."


class Desk:
    """Register, ledger, tags and turns of a study.

    An interrupted change is finished first.

    Raises
    ------
    InputError
        For whatever is wrong with the study's files.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.study = load_study(options.study)
        self.transcripts = load_transcripts(options.transcripts, self.study)
        self.participants = load_participants(options.participants, self.study)
        self.codebook = load_codebook(options.codebook)
        self.rounds = tuple(round_.number for round_ in self.study.rounds)
        self.ids = [transcript.transcript_id for transcript in self.transcripts]
        self.mask = mask_speakers(self.transcripts, self.participants, self.study)
        finish_pending(Files.at(options.items, options.events))
        self.files = Files.at(options.items, options.events)
        self.items, self.events = self._read(self.files.items, self.files.events)
        self.known = Statements(
            self.items, self.events, cells_of(self.files.items), self.codebook, self.rounds
        )

    @cached_property
    def turns(self) -> pd.DataFrame | None:
        """Turns of every batch; None as long as the workflow has not read the transcripts."""
        files = sorted(Path(self.options.turns).glob("*.parquet"))
        return pd.concat(map(read_parquet, files), ignore_index=True) if files else None

    def has_tags(self) -> bool:
        """Whether the workflow has settled the tags."""
        return Path(self.options.tags).exists()

    def tags(self) -> pd.DataFrame:
        """The settled tags."""
        if not self.has_tags():
            raise InputError("there are no tags yet.", self.options.tags, remedy=MAKE)
        return read_plain(self.options.tags, **dict.fromkeys(("round", "turn", "start", "end"), "int64"))

    def coded(self, unchecked: bool) -> pd.DataFrame:
        """The tags that a person gave; with `unchecked`, suggestions too."""
        tags = self.tags()
        return tags if unchecked else tags[tags["status"] != "suggested"]

    def coder(self, by: str) -> str:
        """The name of a person's file of decisions."""
        return coder_name(by, [path.stem for path in self._decision_files()])

    def file_of(self, by: str) -> Path:
        """A person's file of decisions."""
        return Path(self.options.decisions) / f"{self.coder(by)}.csv"

    def decided_by(self, coder: str) -> pd.DataFrame:
        """A person's decisions so far."""
        file = Path(self.options.decisions) / f"{coder}.csv"
        return read_decisions([file] if file.exists() else [], self.codebook, self.ids)

    def other_languages(self, given: Sequence[Sequence[str]]) -> dict[str, str]:
        """Wordings in other languages, by column of the register."""
        columns = {f"statement_{language}": text for language, text in given}
        for name in columns:
            if name not in (next(iter(self.known.cells.values()), {})):
                remedy = "Add the column at the end of its header first, or leave the translation out."
                raise InputError(f"the register has no column `{name}`.", self.files.items, remedy=remedy)
        return columns

    def speakers(self, references: Sequence[str]) -> tuple[str, ...]:
        """The participants who speak in passages."""
        if self.turns is None:
            return ()
        keys = zip(self.turns["transcript_id"], self.turns["turn"])
        who = dict(zip(keys, self.turns["participant_id"]))
        found = [
            who.get((m["transcript"], int(m["turn"])), "") for m in map(PASSAGE.fullmatch, references) if m
        ]
        return tuple(dict.fromkeys(name for name in found if name))

    def group(self, references: Sequence[str]) -> str:
        """The group of the sessions in which passages stand, if they have one in common."""
        group = {transcript.transcript_id: transcript.group for transcript in self.transcripts}
        found = {group.get(m["transcript"], "") for m in map(PASSAGE.fullmatch, references) if m}
        return found.pop() if len(found) == 1 else ""

    def write(self, change: Change, by: str, at: str, *, dry: bool) -> None:
        """Check a change and write it: register and ledger together, then the person's links.

        Raises
        ------
        InputErrors
            Everything that would be wrong afterwards; nothing is written then.
        """
        new = {(link.transcript_id, link.turn, link.start, link.end) for link in change.links}
        decided = self._decided() | new if change.events else new

        def check(items: Path, events: Path) -> None:
            self._check(items, events, decided)

        if change.links and self.turns is None:
            raise InputError("there are no turns yet.", self.options.turns, remedy=MAKE)
        if dry:
            try_pair(self.files, change.items, change.events, check)
            return
        write_pair(self.files, change.items, change.events, check)
        if change.links and self.turns is not None:
            keys = zip(self.turns["transcript_id"], self.turns["turn"].astype(int))
            append_decisions(
                self.file_of(by),
                change.links,
                coder=self.coder(by),
                texts=dict(zip(keys, self.turns["text"])),
                codebook=self.codebook,
                items=[*self.known.cells, *(cells["item_id"] for cells in change.items)],
                decided_at=dt.datetime.fromisoformat(at),
            )

    def _read(self, items: Path, events: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
        register = read_items(items, self.codebook, self.study.language)
        return register, read_events(events, register, self.rounds, self.ids)

    def _check(self, items: Path, events: Path, decided: set[tuple[str, int, int, int]]) -> None:
        _, happened = self._read(items, events)
        new = happened[~happened["row"].isin(self.events["row"])]
        errors = people_errors(new, [person.participant_id for person in self.participants], events)
        if self.turns is not None:
            errors += passage_errors(new, lengths_of(self.turns), decided, events)
        if errors:
            raise InputErrors(errors)

    def _decision_files(self) -> list[Path]:
        return sorted(Path(self.options.decisions).glob("*.csv"))

    def _decided(self) -> set[tuple[str, int, int, int]]:
        files = [*self._decision_files(), Path(self.options.adjudications)]
        decisions = read_decisions([file for file in files if file.exists()], self.codebook, self.ids)
        return positions_of(decisions)
