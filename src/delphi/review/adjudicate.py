"""The adjudication notebook's widget: where coders differ, side by side, and an adjudicator who rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from delphi.review.opening import opened


def open_adjudication(judge: str = "", study_folder: Path | str = ".") -> Any:
    """The widget of *adjudicate*: what coders disagree on, one turn after the other, to be decided by keyboard.

    Parameters
    ----------
    judge
        A name to start with; without it the start panel asks.
    study_folder
        The study's folder, or a folder in it such as `notebooks`.

    Raises
    ------
    InputError
        When the notebook's packages are not installed.  What is wrong with the study is shown in the widget.
    """
    return opened("adjudicate_window", "Adjudicate", study_folder, judge)
