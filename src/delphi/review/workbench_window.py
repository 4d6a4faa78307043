"""The window of *codebook_workbench*."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from delphi.review.window import Opened, Window, script
from delphi.review.workbench import Workbench
from delphi.review.workbench_study import LiveStudy
from delphi.review.workbench_texts import texts


class CodebookWorkbench(Window):
    """The window of *codebook_workbench*."""

    _esm = script("frame.js", "looking.js", "workbench.js")
    _css = script("review.css", "workbench.css")

    def __init__(self, study_folder: Path | str = ".", **traits: Any) -> None:
        self.bench: Workbench | None = None

        def begin(language: str) -> Opened:
            bench = self.bench = self.bench or Workbench(LiveStudy(study_folder))
            bench.study.language = language or bench.study.language
            fixed = {"texts": texts(bench.study.language), "language": bench.study.language}
            return fixed, bench.answer({}), bench.answer

        super().__init__(begin, texts, **traits)
