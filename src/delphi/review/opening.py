"""Opening a notebook's window from a cell, where its packages may not be installed."""

from __future__ import annotations

import importlib
from typing import Any

from delphi.errors import InputError


def opened(module: str, window: str, *arguments: Any) -> Any:
    """A window of one of the modules `delphi.review.*_window`; only what it needs is imported.

    Raises
    ------
    InputError
        When the notebook's packages are not installed.  What is wrong with the study itself is shown
        in the window.
    """
    try:
        found = importlib.import_module(f"delphi.review.{module}")
    except ModuleNotFoundError as error:
        remedy = 'Start it with `make notebook`, or install the package with its extra "notebook".'
        raise InputError(f"the notebook needs the package `{error.name}`.", remedy=remedy) from None
    return getattr(found, window)(*arguments)
