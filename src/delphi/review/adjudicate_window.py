"""The window of *adjudicate*."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from delphi.review.adjudicate_desk import AdjudicationDesk
from delphi.review.adjudicate_surface import static
from delphi.review.adjudicate_texts import texts
from delphi.review.material import Material
from delphi.review.window import Opened, Window, script


class Adjudicate(Window):
    """The desk of *adjudicate*."""

    _esm = script("frame.js", "conversation.js", "adjudicate.js")
    _css = script("review.css", "adjudicate.css")

    def __init__(self, study_folder: Path | str = ".", judge: str = "", **traits: Any) -> None:
        self.desk: AdjudicationDesk | None = None

        def begin(language: str) -> Opened:
            desk = self.desk = self.desk or AdjudicationDesk(Material(study_folder), judge)
            desk.material.speak(language)
            return static(desk.material), desk.view(), desk.answer

        super().__init__(begin, texts, **traits)
