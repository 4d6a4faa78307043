"""A filled-in register of reactions as a spreadsheet saves it, checked row by row."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from delphi.errors import InputError, InputErrors
from delphi.items import ENDED, introduced_rounds
from delphi.report.feedback_words import CHOICES
from delphi.study import Participant, Study
from delphi.study.sources import Row, nearest, read_table
from delphi.transcripts.encoding import decode, read_bytes

NEEDED = ("item_id", "participant_id", "reaction")
ALSO = {
    "agree": "supports", "yes": "supports", "ja": "supports",
    "do not agree": "contests", "not agree": "contests", "disagree": "contests", "no": "contests", "nee": "contests",
    "depends": "nuances", "hangt ervan af": "nuances",
}  # fmt: skip
"""What people also type for what stands on the form; what they may mean otherwise is not guessed."""


@dataclass(frozen=True)
class Answer:
    """One reaction: a tick (`stance`) or a mark on a scale (`level`), and words; without item, a remark."""

    line: int
    participant_id: str
    item_id: str
    version: int
    stance: str
    level: str
    words: str


def read_sheet(
    source: Path,
    study: Study,
    participants: Sequence[Participant],
    items: pd.DataFrame,
    events: pd.DataFrame,
    versions: Mapping[str, int],
    *,
    feedback_round: int,
    participant: str = "",
    scale: str = "",
) -> list[Answer]:
    """Read a register; rows without a reaction and without words are left out.

    Parameters
    ----------
    versions
        The version of each item that reactions count for.
    participant
        Whose rows those without `participant_id` are.
    scale
        The scale whose levels stand under `reaction`; without one, what was ticked.

    Raises
    ------
    InputErrors
        For every row that cannot be taken.
    """
    if scale and scale not in study.scales:
        raise InputError(f"the scale `{scale}` is not declared.", remedy=nearest(scale, list(study.scales)))
    rows = _rows(source)
    reader = _Reader(study, participants, items, events, versions, feedback_round, participant, scale)
    errors: list[InputError] = []
    answers: dict[tuple[str, str, str], Answer] = {}
    for row in rows:
        if not (row["reaction"] or row["words"]):
            continue
        try:
            answer = reader.answer(row)
            key = (answer.participant_id, answer.item_id, "" if answer.item_id else answer.words)
            same = answers.setdefault(key, answer)
            if (same.stance, same.level, same.words) != (answer.stance, answer.level, answer.words):
                what = f"{answer.participant_id} reacts to `{answer.item_id}` in line {same.line}, too."
                raise InputError(what, line=row.line, remedy="Keep one of the two rows.")
        except InputError as error:
            errors.append(InputError(error.what, source, line=row.line, remedy=error.remedy))
    if errors:
        raise InputErrors(errors)
    return list(answers.values())


@dataclass(frozen=True)
class _Reader:
    study: Study
    participants: Sequence[Participant]
    items: pd.DataFrame
    events: pd.DataFrame
    versions: Mapping[str, int]
    feedback_round: int
    participant: str
    scale: str

    def answer(self, row: Row) -> Answer:
        """A row as an answer; errors without the file."""
        if row["round"] and row["round"] != str(self.feedback_round):
            what = f"this row is about the feedback on round `{row['round']}`."
            raise InputError(what, remedy=f"Import it with `--round {row['round']}`.")
        person = self._person(row["participant_id"] or self.participant)
        item, words = row["item_id"], " ".join(row["words"].split())
        if not item:
            if row["reaction"]:
                what = f"`reaction` is `{row['reaction']}`, but there is no `item_id` to react to."
                raise InputError(what, remedy="Fill in `item_id`, or move it to `words`.")
            return Answer(row.line, person, "", 0, "", "", words)
        version = self._version(item, row["version"])
        stance = level = ""
        if row["reaction"]:
            stance, level = (
                ("", self._level(row["reaction"])) if self.scale else (self._stance(row["reaction"]), "")
            )
        return Answer(row.line, person, item, version, stance, level, words)

    def _person(self, name: str) -> str:
        if not name:
            remedy = "Fill it in on every row, or name the person with `--participant`."
            raise InputError("`participant_id` is empty.", remedy=remedy)
        for person in self.participants:
            if name.casefold() in {label.casefold() for label in person.labels}:
                if person.withdrawn_on is not None:
                    what = f"{person.participant_id} withdrew on {person.withdrawn_on}."
                    raise InputError(what, remedy="Take the row out and destroy the form.")
                return person.participant_id
        known = [person.participant_id for person in self.participants]
        raise InputError(f"`participant_id` is `{name}`, who is no participant.", remedy=nearest(name, known))

    def _version(self, item: str, asked: str) -> int:
        known = sorted(set(self.items["item_id"]))
        if item not in known:
            remedy = nearest(item, known) if known else "The study has no statements yet."
            raise InputError(f"there is no item `{item}`.", remedy=remedy)
        ended = self.events[(self.events["item_id"] == item) & self.events["event"].isin(ENDED)]
        ended = ended[ended["round"] <= self.feedback_round]
        if len(ended):
            event, round_ = ended.iloc[0]["event"], ended.iloc[0]["round"]
            what = f"`{item}` ended in round {round_} ({event})."
            raise InputError(what, remedy="React to the statement that took its place, or take the row out.")
        if introduced_rounds(self.events).get(item, 0) > self.feedback_round or item not in self.versions:
            what = f"`{item}` first came up after the feedback on round {self.feedback_round}."
            raise InputError(what, remedy="Look at `--round` and at the ledger.")
        version = self.versions[item]
        if asked and asked != str(version):
            what = f"this is a reaction to version {asked} of `{item}`; after round {self.feedback_round} version {version} holds."
            raise InputError(
                what, remedy="Look at `--round`: support stays with the wording it was given to."
            )
        return version

    def _stance(self, text: str) -> str:
        known = {_plain(word): stance for words in CHOICES.values() for stance, word in words.items()}
        known |= {stance: stance for stance in CHOICES["en"]} | ALSO
        if _plain(text) not in known:
            own = list(CHOICES[self.study.language].values())
            remedy = f"{nearest(text, own)} For marks on a scale, name it with `--scale`."
            raise InputError(f"`reaction` is `{text}`.", remedy=remedy)
        return known[_plain(text)]

    def _level(self, text: str) -> str:
        levels = {_plain(str(level)): str(level) for level in self.study.scales[self.scale].levels}
        if _plain(text) not in levels:
            remedy = nearest(text, list(levels.values()))
            raise InputError(f"`reaction` is `{text}`, which is no level of `{self.scale}`.", remedy=remedy)
        return levels[_plain(text)]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[_.!]+", " ", text).casefold().split())


def _rows(source: Path) -> list[Row]:
    """The rows, whatever the encoding a spreadsheet chose."""
    if source.is_file() and not source.read_bytes().strip():
        remedy = f"Expected a header with the columns {', '.join(NEEDED)}, and a row per reaction."
        raise InputError("the file is empty.", source, remedy=remedy)
    text, _ = decode(read_bytes(source), source)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "register.csv"
        copy.write_text(text, encoding="utf-8", newline="\n")
        try:
            _, rows = read_table(copy, NEEDED)
        except InputError as error:
            raise InputError(
                error.what, source, line=error.line, column=error.column, remedy=error.remedy
            ) from None
    return rows
