"""The windows of the four notebooks, each with its scripts and with what answers it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from delphi.review import adjudicate_surface, adjudicate_texts, surface
from delphi.review import texts as check_texts
from delphi.review import workbench_texts as looking_texts
from delphi.review.adjudicate_desk import AdjudicationDesk
from delphi.review.consensus import Consensus
from delphi.review.consensus_texts import TEXTS as CONSENSUS
from delphi.review.desk import Desk
from delphi.review.material import Material
from delphi.review.window import Opened, Window, script
from delphi.review.workbench import Workbench
from delphi.review.workbench_study import LiveStudy


class CheckTags(Window):
    """The desk of *check_tags*."""

    _esm = script("frame.js", "conversation.js", "check_tags.js")
    _css = script("review.css")

    def __init__(self, study_folder: Path | str = ".", coder: str = "", **traits: Any) -> None:
        self.desk: Desk | None = None

        def begin(language: str) -> Opened:
            desk = self.desk = self.desk or Desk(Material(study_folder), coder)
            desk.material.speak(language)
            return surface.static(desk.material), desk.view(), desk.answer

        super().__init__(begin, check_texts.texts, **traits)


class Adjudicate(Window):
    """The desk of *adjudicate*."""

    _esm = script("frame.js", "conversation.js", "adjudicate.js")
    _css = script("review.css", "adjudicate.css")

    def __init__(self, study_folder: Path | str = ".", judge: str = "", **traits: Any) -> None:
        self.desk: AdjudicationDesk | None = None

        def begin(language: str) -> Opened:
            desk = self.desk = self.desk or AdjudicationDesk(Material(study_folder), judge)
            desk.material.speak(language)
            return adjudicate_surface.static(desk.material), desk.view(), desk.answer

        super().__init__(begin, adjudicate_texts.texts, **traits)


class CodebookWorkbench(Window):
    """The window of *codebook_workbench*."""

    _esm = script("frame.js", "looking.js", "workbench.js")
    _css = script("review.css", "workbench.css")

    def __init__(self, study_folder: Path | str = ".", **traits: Any) -> None:
        self.bench: Workbench | None = None

        def begin(language: str) -> Opened:
            bench = self.bench = self.bench or Workbench(LiveStudy(study_folder))
            bench.study.language = language or bench.study.language
            return _fixed(bench.study.language), bench.answer({}), bench.answer

        super().__init__(begin, looking_texts.texts, **traits)


class ConsensusWindow(Window):
    """The window of *consensus*."""

    _esm = script("frame.js", "looking.js", "consensus.js")
    _css = script("review.css", "workbench.css", "consensus.css")

    def __init__(self, study_folder: Path | str = ".", **traits: Any) -> None:
        self.consensus: Consensus | None = None

        def begin(language: str) -> Opened:
            consensus = self.consensus = self.consensus or Consensus(study_folder)
            consensus.speak(language)
            return _fixed(consensus.language, CONSENSUS), consensus.answer({}), consensus.answer

        super().__init__(begin, partial(looking_texts.texts, own=CONSENSUS), **traits)


def _fixed(language: str, own: check_texts.Versions | None = None) -> dict[str, Any]:
    return {"texts": looking_texts.texts(language, own), "language": language}
