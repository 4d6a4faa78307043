"""Figures of a report: what each is called and says, and the measures and colours that all share."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, QUIET, HAIR, ACCENT = "#1b2733", "#566370", "#c9d1d8", "#1f4e79"
SERIES = ("#1f4e79", "#c0703a", "#3f8f7f", "#8a6fae", "#a8963c", "#5b6b7b")
"""Colours of groups, in order: told apart with any colour vision; beyond six, use markers too."""
MARKERS = ("o", "s", "D", "^", "v", "P")
MILLIMETRES = 160
WIDTH = MILLIMETRES / 25.4
"""Width of the report's tables and figures, in millimetres and in inches."""
TALLEST = 205
"""Millimetres that a figure may be high; what is longer goes on in a second one."""
LINE = 3.1
"""Millimetres from one line of a statement to the next."""


T = TypeVar("T")
Point = tuple[float, float]


@dataclass(frozen=True)
class Sheet:
    """A figure before it is drawn: the name of its file, what the report says of it, how it is drawn."""

    name: str
    caption: str
    alt: str
    draw: Callable[[], Figure]


def canvas(height: float) -> tuple[Figure, Axes]:
    """A figure on which everything is placed by hand: millimetres from the left and from the top."""
    from matplotlib.figure import Figure  # here, as who only writes the captions needs no drawing

    figure = Figure(figsize=(WIDTH, height / 25.4))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, MILLIMETRES), ylim=(height, 0))
    axes.axis("off")
    return figure, axes


def pieces(lines: Iterable[Sequence[Point]]) -> tuple[list[float], list[float]]:
    """Lines as one that is interrupted between them: drawing it costs as much as drawing one of them."""
    points = [point for line in lines for point in (*line, (math.nan, math.nan))]
    return [x for x, _ in points], [y for _, y in points]


def unclipped(figure: Figure) -> Figure:
    """The figure without what keeps a shape inside axes that are the whole picture: it costs as much as drawing."""
    for axes in figure.axes:
        if axes.get_position().bounds == (0, 0, 1, 1):
            for shape in axes.get_children():
                shape.set_clip_on(False)
    return figure


def wrapped(text: str, width: int, most: int = 3) -> str:
    """A text over as few lines of at most so many letters as it needs, about equally long.

    What does not fit on `most` lines is marked as cut.
    """
    whole = textwrap.wrap(text, width, break_on_hyphens=False)
    narrow = max([1, *map(len, text.split()), -(-len(text) // max(1, len(whole)))])
    while narrow < width and len(textwrap.wrap(text, narrow, break_on_hyphens=False)) > len(whole):
        narrow += 1
    letters = min(narrow, width) if len(whole) <= most else width
    lines = textwrap.wrap(text, letters, max_lines=most, placeholder=" …", break_on_hyphens=False)
    return "\n".join(lines)


def paged(rows: Sequence[T], height: Callable[[T], float], room: float) -> list[list[T]]:
    """Rows over as many figures as their heights need, about equally filled."""
    total = sum(map(height, rows))
    share = total / max(1, -(-total // room))
    pages: list[list[T]] = [[]]
    filled = 0.0
    for row in rows:
        if pages[-1] and (filled >= share or filled + height(row) > room):
            pages.append([])
            filled = 0.0
        pages[-1].append(row)
        filled += height(row)
    return pages


__all__ = [
    "ACCENT", "HAIR", "INK", "LINE", "MARKERS", "MILLIMETRES", "QUIET", "SERIES", "TALLEST", "WIDTH", "Point", "Sheet",
    "canvas", "paged", "pieces", "unclipped", "wrapped",
]  # fmt: skip
