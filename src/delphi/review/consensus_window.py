"""The consensus notebook's window in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from delphi.review.consensus import Consensus
from delphi.review.consensus_texts import TEXTS
from delphi.review.widget import script
from delphi.review.workbench_window import Answer, Window


class ConsensusWindow(Window):
    """The window of *consensus*."""

    _esm = script("frame.js", "looking.js", "consensus.js")
    _css = script("review.css", "workbench.css", "consensus.css")

    def __init__(self, study_folder: Path | str = ".", **traits: Any) -> None:
        def begin() -> tuple[str, Answer]:
            consensus = Consensus(study_folder)
            return consensus.language, consensus.answer

        super().__init__(begin, TEXTS, **traits)
