"""The coders' notebooks: widgets in which people read, tag and decide; a cell only opens them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from delphi.errors import InputError


def open_desk(coder: str = "", study_folder: Path | str = ".") -> Any:
    """The widget of *check_tags*: pick a name and a transcript, and check tags by keyboard.

    Parameters
    ----------
    coder
        A name to start with; without it the start panel asks.
    study_folder
        The study's folder, or a folder in it such as `notebooks`.

    Raises
    ------
    InputError
        When the folder holds no study, or the notebook's packages are not installed.  What is wrong
        with the study itself is shown in the widget.
    """
    try:
        from delphi.review.widget import CheckTags
    except ModuleNotFoundError as error:
        remedy = 'Start it with `make notebook`, or install the package with its extra "notebook".'
        raise InputError(f"the notebook needs the package `{error.name}`.", remedy=remedy) from None
    return CheckTags(study_folder, coder)


__all__ = ["open_desk"]
