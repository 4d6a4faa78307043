"""All figures of a report: what there is to draw, in the order of the codebook, and the data behind it."""

from __future__ import annotations

import pandas as pd

from delphi.report.figures import Sheet
from delphi.report.figures.coverage import coverage_data, coverage_sheets
from delphi.report.figures.life import life_data, life_sheets
from delphi.report.figures.ratings import ratings_data, ratings_sheets
from delphi.report.figures.rows import Shown
from delphi.report.figures.support import support_data, support_sheets


def sheets(shown: Shown) -> list[Sheet]:
    """Every figure that the study's tables give."""
    return [*life_sheets(shown), *support_sheets(shown), *ratings_sheets(shown), *coverage_sheets(shown)]


def data(shown: Shown) -> dict[str, pd.DataFrame]:
    """What the figures show, as tables: for who cannot see them, or wants to draw them again."""
    found = {"life": life_data(shown), "support": support_data(shown), "coverage": coverage_data(shown)}
    ratings = ratings_data(shown)
    return found if ratings.empty else found | {"ratings": ratings}


__all__ = ["Shown", "data", "sheets"]
