"""A source of a project as a transcript, and what all of them give together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from delphi.exchange.aligned import Aligner
from delphi.exchange.refi import Source
from delphi.study.registers import TRANSCRIPT_COLUMNS
from delphi.transcripts.turns import Turn

ABOUT_SESSIONS = tuple(
    name for name in (*TRANSCRIPT_COLUMNS, "present") if name not in ("transcript_id", "file")
)
FITS = {
    "round": re.compile(r"\d{1,2}"),
    "language": re.compile(r"[a-z]{2}"),
    "invited_rounds": re.compile(r"\d{1,2}(;\d{1,2})*|"),
    "withdrawn_on": re.compile(r"\d{4}-\d\d-\d\d|"),
}
SET_VALUE = re.compile(r"\s*(?P<name>[^:=]{1,60}?)\s*[:=]\s*(?P<value>.{1,200}?)\s*")


@dataclass
class Session:
    """A source that was read: `shift` is what stands before the source's own text in its file."""

    source: Source
    file: Path
    turns: list[Turn]
    row: dict[str, str]
    shift: int = 0

    @property
    def name(self) -> str:
        """The transcript's id."""
        return self.row["transcript_id"]

    @property
    def leaders(self) -> set[str]:
        """Casefolded labels of whoever leads the conversation."""
        return {label.strip().casefold() for label in self.row["facilitators"].split(";") if label.strip()}

    @property
    def voices(self) -> list[str]:
        """Casefolded labels of the others."""
        labels = dict.fromkeys(turn.speaker.casefold() for turn in self.turns)
        return [label for label in labels if label not in self.leaders]

    def aligner(self) -> Aligner:
        """From the file's text to its turns."""
        return Aligner(self.file.read_text("utf-8"), self.turns)


@dataclass
class Sessions:
    """All sources that could be read, and the rows of participants that they and the cases give."""

    sessions: list[Session] = field(default_factory=list)
    people: list[dict[str, str]] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
