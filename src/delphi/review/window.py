"""A notebook's window: Python's end of the line to the browser, the same for all notebooks.

The browser's part is plain JavaScript, joined from the files beside this one (`frame.js` first, the
notebook's own last) without a build step; nothing is fetched from anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from delphi.errors import InputError
from delphi.review.texts import LANGUAGES

HERE = Path(__file__).parent
Message = dict[str, Any]
View = dict[str, Any]
Opened = tuple[View, View, Callable[[Message], View]]
"""What stays while a window speaks one language, what it shows first, and what answers messages."""


def script(*names: str) -> str:
    """Files joined to one; of JavaScript, only the last may export."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


class Window(anywidget.AnyWidget):
    """A window; messages from the browser are answered by a new `view`, which carries the message's number.

    Parameters
    ----------
    begin
        Opens the study, in a language or, when that is empty, in the study's; asked again when a person
        wants the other language.
    texts
        All texts in one language; for what is wrong with the study.
    """

    fixed = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)

    def __init__(
        self, begin: Callable[[str], Opened], texts: Callable[[str], dict[str, str]], **traits: Any
    ) -> None:
        self._begin = begin
        self._answer: Callable[[Message], View] | None = None
        try:
            fixed, view, self._answer = begin("")
        except InputError as error:  # told where people look
            fixed = {"texts": texts("en"), "language": "en"}
            view = {"stage": "blocked", "notice": {"kind": "error", "text": str(error)}}
        super().__init__(fixed=fixed, view=view | {"seq": 0}, **traits)
        self.on_msg(self._received)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"  # a notebook may be saved with it; participants' words stay out

    def _received(self, _widget: Any, message: Message, _buffers: Any) -> None:
        if self._answer is None:
            return
        number = message.get("seq", 0)
        try:
            if message.get("act") == "language":
                language = str(message["language"])
                fixed, view, self._answer = self._begin(language if language in LANGUAGES else "")
                with self.hold_sync():  # both at once, or the window would show two languages
                    self.fixed, self.view = fixed, view | {"seq": number}
            else:
                self.view = self._answer(message) | {"seq": number}
        except InputError as error:
            self.view = {**self.view, "seq": number, "notice": {"kind": "error", "text": str(error)}}
        except Exception as error:  # whatever happens, the window must not wait for ever
            told = f"{type(error).__name__}: {error}"
            self.view = {**self.view, "seq": number, "notice": {"kind": "error", "text": told}}
            raise
