"""Python's end of the line to the browser for *adjudicate*."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from delphi.errors import InputError
from delphi.review.adjudicate_desk import AdjudicationDesk
from delphi.review.adjudicate_surface import static
from delphi.review.adjudicate_texts import texts
from delphi.review.material import Material
from delphi.review.widget import script


class Adjudicate(anywidget.AnyWidget):
    """The desk of *adjudicate*.

    Messages from the browser are answered by a new `view`, which carries the number of the message.
    """

    _esm = script("frame.js", "conversation.js", "adjudicate.js")
    _css = script("review.css", "adjudicate.css")
    fixed = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, study_folder: Path | str = ".", judge: str = "", **traits: Any) -> None:
        self.desk: AdjudicationDesk | None = None
        try:
            material = Material(study_folder)
            self.desk = AdjudicationDesk(material, judge)
            first = {"fixed": static(material), "view": self.desk.view() | {"seq": 0}}
        except InputError as error:  # told where the adjudicator looks
            first = {
                "fixed": {"texts": texts("en"), "language": "en"},
                "view": {"stage": "blocked", "seq": 0, "notice": {"kind": "error", "text": str(error)}},
            }
        super().__init__(**first, **traits)
        self.on_msg(self._answer)

    def __repr__(self) -> str:
        return "Adjudicate()"  # a notebook may be saved with it; participants' words stay out

    def _answer(self, _widget: Any, message: dict[str, Any], _buffers: Any) -> None:
        if self.desk is None:
            return
        number = message.get("seq", 0)
        try:
            if message.get("act") == "extras":
                view = self.desk.view() | self.desk.extras()
            else:
                view = self.desk.answer(message)
        except Exception as error:  # whatever happens, the window must not wait for ever
            told = f"{type(error).__name__}: {error}"
            self.view = {**self.view, "seq": number, "notice": {"kind": "error", "text": told}}
            raise
        self.view = {**view, "seq": number}
