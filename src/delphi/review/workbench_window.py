"""Windows for looking: Python's end of the line to the browser, for the workbench and the consensus notebook.

As in `delphi.review.widget`, the browser's part is plain JavaScript, joined from files without a build
step; nothing is fetched from anywhere, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from delphi.errors import InputError
from delphi.review.widget import script
from delphi.review.workbench import Workbench
from delphi.review.workbench_study import LiveStudy
from delphi.review.workbench_texts import Versions, texts

Answer = Callable[[dict[str, Any]], dict[str, Any]]


class Window(anywidget.AnyWidget):
    """A window that asks and shows; messages are answered by a new `view` with the message's number."""

    _css = script("review.css", "workbench.css")
    fixed = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, begin: Callable[[], tuple[str, Answer]], own: Versions | None, **traits: Any) -> None:
        self._ask: Answer | None = None
        try:
            language, self._ask = begin()
            first = {
                "fixed": {"texts": texts(language, own), "language": language},
                "view": self._ask({}) | {"seq": 0},
            }
        except InputError as error:  # told where the researcher looks
            blocked = {"stage": "blocked", "seq": 0, "notice": {"kind": "error", "text": str(error)}}
            first = {"fixed": {"texts": texts("en", own), "language": "en"}, "view": blocked}
        super().__init__(**first, **traits)
        self.on_msg(self._received)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"  # a notebook may be saved with it; participants' words stay out

    def _received(self, _widget: Any, message: dict[str, Any], _buffers: Any) -> None:
        if self._ask is None:
            return
        number = message.get("seq", 0)
        try:
            self.view = self._ask(message) | {"seq": number}
        except InputError as error:
            self.view = {**self.view, "seq": number, "notice": {"kind": "error", "text": str(error)}}
        except Exception as error:  # whatever happens, the window must not wait for ever
            told = f"{type(error).__name__}: {error}"
            self.view = {**self.view, "seq": number, "notice": {"kind": "error", "text": told}}
            raise


class CodebookWorkbench(Window):
    """The window of *codebook_workbench*."""

    _esm = script("frame.js", "looking.js", "workbench.js")

    def __init__(self, study_folder: Path | str = ".", **traits: Any) -> None:
        def begin() -> tuple[str, Answer]:
            study = LiveStudy(study_folder)
            return study.language, Workbench(study).answer

        super().__init__(begin, None, **traits)
