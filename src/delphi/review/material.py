"""What a coder works with: turns, sentences, suggestions, codebook and items of one study, ready to look up."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.codebook import Codebook, load_codebook
from delphi.coding.learner.weighed import weighed_in
from delphi.derived import read_parquet
from delphi.errors import InputError
from delphi.items import read_items
from delphi.study import Study, Transcript, load_study, load_transcripts

Turn = tuple[str, int]
DECISIONS = Path("data/coded/decisions")
SUGGESTION_COLUMNS = (
    "transcript_id", "turn", "start", "end", "work_model", "swot", "source", "confidence", "evidence",
)  # fmt: skip
TURN_COLUMNS = (
    "transcript_id", "turn", "participant_id", "text", "round", "kind", "group", "perspective", "speaker",
    "facilitator",
)  # fmt: skip


class Material:
    """A study as its workflow left it, for looking up by turn.

    Parameters
    ----------
    folder
        The study's folder or one inside it.

    Raises
    ------
    InputError
        When there is no study, something in it is wrong, or the workflow has not read the transcripts yet.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = study_folder(folder)
        self.study: Study = load_study(self.folder / "config/study.yaml")
        self.codebook: Codebook = load_codebook(self.folder / "config/codebook.yaml")
        self.transcripts: list[Transcript] = load_transcripts(
            self.folder / "data/raw/transcripts.csv", self.study
        )
        self.items = self._items()
        self.item_ids = sorted(set(self.items["item_id"]))
        registered = {transcript.transcript_id for transcript in self.transcripts}
        self.turns = self._turns(registered)
        self._known: list[dict[str, Any]] = self.turns.to_dict("records")
        self.keys: list[Turn] = [(row["transcript_id"], int(row["turn"])) for row in self._known]
        self.texts: dict[Turn, str] = {key: row["text"] for key, row in zip(self.keys, self._known)}
        self.position = {key: place for place, key in enumerate(self.keys)}
        self.participants_turns = [
            key for key in self.keys if self.is_participants(key) and self.texts[key].strip()
        ]
        self.sentences = self._by_turn("sentences")
        self.suggestions = self._by_turn("suggestions")
        learned = any((self.folder / "data/interim/views").glob("*.parquet"))
        self.weighed = weighed_in(self.folder / "data/interim/evaluation")
        self.views = self._by_turn("views") if learned else {}

    @property
    def language(self) -> str:
        """Language of the desk: the study's, or the one that a person chose."""
        return self.study.language

    def speak(self, language: str) -> None:
        """Show everything in another language, as far as the study has it; empty to leave it."""
        if language not in ("", self.language):
            self.study = in_language(self.study, language)
            self.items = self._items()

    def stretches(self, key: Turn) -> list[tuple[int, int]]:
        """Bounds of the sentences of a turn; the whole turn when it has none."""
        found = [(int(row["start"]), int(row["end"])) for row in self.sentences.get(key, ())]
        return found or [(0, len(self.texts[key]))]

    def row(self, key: Turn) -> dict[str, Any]:
        """Everything that is known of a turn."""
        return self._known[self.position[key]]

    def is_participants(self, key: Turn) -> bool:
        """Whether a participant speaks; a facilitator's turns are never coded."""
        row = self.row(key)
        return not row["facilitator"] and bool(row["participant_id"])

    def coders(self) -> list[str]:
        """Names of those who have a file of decisions."""
        return sorted(path.stem for path in (self.folder / DECISIONS).glob("*.csv"))

    def file_of(self, coder: str) -> Path:
        """A coder's file of decisions."""
        return self.folder / DECISIONS / f"{coder}.csv"

    def _items(self) -> pd.DataFrame:
        return read_items(self.folder / "data/coded/items.csv", self.codebook, self.study.language)

    def _turns(self, registered: set[str]) -> pd.DataFrame:
        turns = self._frame("turns")
        turns = turns[turns["transcript_id"].isin(registered)]
        sessions = {t.transcript_id: t for t in self.transcripts}
        for name in ("round", "kind", "group"):
            turns[name] = [getattr(sessions[transcript], name) for transcript in turns["transcript_id"]]
        turns["perspective"] = ""
        return turns.sort_values(["transcript_id", "turn"], kind="stable").reset_index(drop=True)

    def _frame(self, name: str) -> pd.DataFrame:
        files = sorted((self.folder / "data/interim" / name).glob("*.parquet"))
        if not files:
            raise InputError(
                f"there are no {name} yet.",
                f"data/interim/{name}",
                remedy="The workflow reads the transcripts first: run `make`, then run this cell again.",
            )
        return pd.concat([read_parquet(file) for file in files], ignore_index=True)

    def _by_turn(self, name: str) -> dict[Turn, list[dict[str, Any]]]:
        frame = self._frame(name)
        by = [column for column in ("transcript_id", "turn", "start", "end") if column in frame]
        grouped: dict[Turn, list[dict[str, Any]]] = {}
        for record in frame.sort_values(by, kind="stable").to_dict("records"):
            key = (record["transcript_id"], int(record["turn"]))
            if key in self.position:
                grouped.setdefault(key, []).append(record)
        return grouped


def in_language(study: Study, language: str) -> Study:
    """The study as it speaks to people in another language; itself when that is empty."""
    return study.model_copy(update={"language": language}) if language else study


def study_folder(folder: Path | str) -> Path:
    """The nearest folder from here upwards that holds a study.

    Raises
    ------
    InputError
        When there is none.
    """
    start = Path(folder).resolve()
    for place in (start, *start.parents):
        if (place / "config/study.yaml").exists():
            return place
    raise InputError(
        "there is no study here: no folder from here upwards holds `config/study.yaml`.",
        folder,
        remedy="Open the notebook in the study's folder `notebooks`.",
    )


def suggestions_frame(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Suggestions of some turns as `settle` takes them."""
    return pd.DataFrame(list(rows), columns=list(SUGGESTION_COLUMNS))
