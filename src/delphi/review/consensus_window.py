"""The window of *consensus*."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from delphi.review.consensus import Consensus
from delphi.review.consensus_texts import TEXTS
from delphi.review.window import Opened, Window, script
from delphi.review.workbench_texts import texts


class ConsensusWindow(Window):
    """The window of *consensus*."""

    _esm = script("frame.js", "looking.js", "consensus.js")
    _css = script("review.css", "workbench.css", "consensus.css")

    def __init__(self, study_folder: Path | str = ".", **traits: Any) -> None:
        self.consensus: Consensus | None = None

        def begin(language: str) -> Opened:
            consensus = self.consensus = self.consensus or Consensus(study_folder)
            consensus.speak(language)
            fixed = {"texts": texts(consensus.language, TEXTS), "language": consensus.language}
            return fixed, consensus.answer({}), consensus.answer

        super().__init__(begin, partial(texts, own=TEXTS), **traits)
