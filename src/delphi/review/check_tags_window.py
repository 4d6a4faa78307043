"""The window of *check_tags*; a coder elsewhere has only what this needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from delphi.review.desk import Desk
from delphi.review.material import Material
from delphi.review.surface import static
from delphi.review.texts import texts
from delphi.review.window import Opened, Window, script


class CheckTags(Window):
    """The desk of *check_tags*."""

    _esm = script("frame.js", "conversation.js", "check_tags.js")
    _css = script("review.css")

    def __init__(self, study_folder: Path | str = ".", coder: str = "", **traits: Any) -> None:
        self.desk: Desk | None = None

        def begin(language: str) -> Opened:
            desk = self.desk = self.desk or Desk(Material(study_folder), coder)
            desk.material.speak(language)
            return static(desk.material), desk.view(), desk.answer

        super().__init__(begin, texts, **traits)
