"""The widgets: Python's end of the line to the browser, one class per notebook.

The browser's part is plain JavaScript, joined from the files beside this one (`frame.js` first, the
notebook's own last) without a build step; nothing is fetched from anywhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from delphi.errors import InputError
from delphi.review.desk import Desk
from delphi.review.material import Material
from delphi.review.surface import static
from delphi.review.texts import texts

HERE = Path(__file__).parent


def script(*names: str) -> str:
    """JavaScript files joined to one module; only the last may export."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


class CheckTags(anywidget.AnyWidget):
    """The desk of *check_tags*.

    Messages from the browser are answered by a new `view`, which carries the number of the message.
    """

    _esm = script("frame.js", "conversation.js", "check_tags.js")
    _css = script("review.css")
    fixed = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, study_folder: Path | str = ".", coder: str = "", **traits: Any) -> None:
        self.desk: Desk | None = None
        try:
            material = Material(study_folder)
            self.desk = Desk(material, coder)
            first = {"fixed": static(material), "view": self.desk.view() | {"seq": 0}}
        except InputError as error:  # told where the coder looks
            first = {
                "fixed": {"texts": texts("en"), "language": "en"},
                "view": {"stage": "blocked", "seq": 0, "notice": {"kind": "error", "text": str(error)}},
            }
        super().__init__(**first, **traits)
        self.on_msg(self._answer)

    def __repr__(self) -> str:
        return "CheckTags()"  # a notebook may be saved with it; participants' words stay out

    def _answer(self, _widget: Any, message: dict[str, Any], _buffers: Any) -> None:
        if self.desk is None:
            return
        number = message.get("seq", 0)
        try:
            view = self.desk.view()
            if message.get("act") == "find":
                view["hits"] = self.desk.find(str(message.get("query", "")))
            elif message.get("act") == "memos":
                view["memos"] = self.desk.memos()
            else:
                view = self.desk.answer(message)
        except Exception as error:  # whatever happens, the window must not wait for ever
            told = f"{type(error).__name__}: {error}"
            self.view = {**self.view, "seq": number, "notice": {"kind": "error", "text": told}}
            raise
        self.view = {**view, "seq": number}
