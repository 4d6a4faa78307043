"""The published and constructed examples of agreement between coders, and how their ratings are read."""

from __future__ import annotations

import numpy as np
from tests.worked import EXAMPLES

from delphi.agreement.coefficients import MISSING


def ratings_of(units, missing_values=(None,)):
    """Ratings as numbers of categories, and the categories in order; a missing value is none of them."""
    units = [[tuple(value) if isinstance(value, list) else value for value in unit] for unit in units]
    categories = sorted({value for unit in units for value in unit if value not in missing_values})
    numbers = [
        [MISSING if value in missing_values else categories.index(value) for value in unit] for unit in units
    ]
    return np.array(numbers, dtype=np.int64), categories


def example(name):
    """Ratings, categories, what is expected and how exactly, of one example."""
    found = EXAMPLES[name]
    units = found["input"].get("units") or found["input"].get("ratings")
    return (*ratings_of(units), found["expected"], found["tolerance"])


def table_of(name):
    """A contingency table of two coders as one unit per cell, and how often each occurs."""
    table = np.array(EXAMPLES[name]["input"]["table"])
    cells = np.argwhere(np.ones_like(table))
    return cells.astype(np.int64), table.ravel()
