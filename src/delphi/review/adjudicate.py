"""The adjudication notebook's widget: where coders differ, side by side, and an adjudicator who rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from delphi.errors import InputError


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
    try:
        from delphi.review.adjudicate_widget import Adjudicate
    except ModuleNotFoundError as error:
        remedy = 'Start it with `make notebook`, or install the package with its extra "notebook".'
        raise InputError(f"the notebook needs the package `{error.name}`.", remedy=remedy) from None
    return Adjudicate(study_folder, judge)
