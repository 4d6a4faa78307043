"""The coders' notebooks: widgets in which people read, tag and decide; a cell only opens them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from delphi.review.opening import opened


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
        When the notebook's packages are not installed.  What is wrong with the study is shown in the window.
    """
    return opened("check_tags_window", "CheckTags", study_folder, coder)


__all__ = ["open_desk"]
