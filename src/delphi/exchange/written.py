"""Written reactions as turns of a transcript, each under the statement that it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.errors import InputError
from delphi.exchange.sheet import Answer
from delphi.report.feedback_words import CHOICES, FORM
from delphi.study import Participant, Transcript
from delphi.transcripts import read_transcript
from delphi.transcripts.source import clean

SAYS = {"nl": "Uitspraak {item}, versie {version}", "en": "Statement {item}, version {version}"}
ANYTHING = {"nl": "Nog iets", "en": "Anything else"}


@dataclass(frozen=True)
class Written:
    """How a study writes down what people wrote; `items` as `read_items` gives them."""

    folder: Path
    language: str
    participants: Sequence[Participant]
    items: pd.DataFrame

    @property
    def form(self) -> str:
        """Who says the statements, as the facilitator of the session."""
        return FORM[self.language]

    @property
    def labels(self) -> dict[str, str]:
        """Who may speak in such a transcript, by casefolded label.

        Raises
        ------
        InputError
            When a participant is called as the form is.
        """
        labels = {label.casefold(): label for person in self.participants for label in person.labels}
        if self.form.casefold() in labels:
            remedy = "Give that participant another pseudonym; the form itself speaks under this name."
            where = "data/raw/participants.csv"
            raise InputError(f"`{self.form}` is a participant's label.", where, remedy=remedy)
        return labels | {self.form.casefold(): self.form}

    @property
    def owners(self) -> dict[str, str]:
        """Participants by their casefolded labels."""
        return {
            label.casefold(): person.participant_id for person in self.participants for label in person.labels
        }

    def wording(self, item: str, version: int) -> Mapping[str, Any]:
        """The register's row of a statement's version."""
        rows = self.items[(self.items["item_id"] == item) & (self.items["version"] == version)]
        found: Mapping[str, Any] = rows.to_dict("records")[0]
        return found

    def opening(self, answer: Answer) -> str:
        """How the form introduces a statement, up to its wording."""
        if not answer.item_id:
            return ANYTHING[self.language]
        return SAYS[self.language].format(item=answer.item_id, version=answer.version)

    def said(self, answer: Answer) -> str:
        """The turn that an answer is: what was ticked, as the form words it, and what was written."""
        ticked = CHOICES[self.language].get(answer.stance, "")
        return clean(f"{ticked}. {answer.words}" if ticked else answer.words)

    def transcript(self, answers: Sequence[Answer]) -> str:
        """The text of a transcript: for each answer a turn of the form and one of the participant."""
        lines = []
        for answer in answers:
            wording = self.wording(answer.item_id, answer.version) if answer.item_id else {}
            statement = f"“{wording['statement']}”" if wording else ""
            lines.append(f"{self.form}: {clean(f'{self.opening(answer)}: {statement}')}")
            lines.append(f"{answer.participant_id}: {self.said(answer)}")
        return "\n\n".join(lines) + "\n"

    def turns(self, path: Path, answers: Sequence[Answer]) -> list[int]:
        """Numbers of the turns that the answers became.

        Raises
        ------
        InputError
            When one of them is read back otherwise than it was written.
        """
        read = read_transcript(path, self.labels, transcript_id=path.stem)
        for place, answer in enumerate(answers):
            text = self.said(answer)
            if len(read) != 2 * len(answers) or read[2 * place + 1].text != text:
                what = f"what {answer.participant_id} wrote cannot be kept as a turn: “{text[:80]}”."
                raise InputError(what, remedy="Write it as plain sentences, without names before colons.")
        return [turn.turn for turn in read[1::2]]

    def before(self, transcripts: Sequence[Transcript], round_: int) -> dict[tuple[str, str], list[str]]:
        """What earlier imports wrote down for a round, by participant and by how the form introduces it."""
        owner = self.owners
        found: dict[tuple[str, str], list[str]] = {}
        for transcript in transcripts:
            if transcript.round != round_ or self.form not in transcript.facilitators:
                continue
            path = self.folder / "data/raw/transcripts" / transcript.file
            opening = ""
            for turn in read_transcript(path, self.labels, transcript_id=transcript.transcript_id):
                if turn.speaker == self.form:
                    opening = turn.text.split(": ", 1)[0].removesuffix(":")
                else:
                    found.setdefault((owner[turn.speaker.casefold()], opening), []).append(turn.text)
        return found
