"""Figures in the report's own style: the same letters, calm colours that also print in grey, the same bytes."""

from __future__ import annotations

import logging
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import matplotlib as mpl
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

FONTS = Path(__file__).parents[1] / "style" / "fonts"
FACES = ("FiraSans-Regular.ttf", "FiraSans-Italic.ttf", "FiraSans-SemiBold.ttf")
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

STYLE: dict[str, Any] = {
    "font.family": ["Fira Sans", "DejaVu Sans"],
    "font.size": 8.5,
    "axes.titlesize": 9,
    "axes.titleweight": 600,
    "axes.titlelocation": "left",
    "axes.labelsize": 8.5,
    "axes.labelcolor": INK,
    "axes.edgecolor": HAIR,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "x",
    "axes.axisbelow": True,
    "axes.prop_cycle": cycler(color=SERIES),
    "grid.color": "#e6eaee",
    "grid.linewidth": 0.6,
    "text.color": INK,
    "text.parse_math": False,  # a label says what the study says, dollars and all
    "xtick.color": QUIET,
    "ytick.color": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "lines.linewidth": 1.4,
    "figure.figsize": (WIDTH, WIDTH * 0.5),
    "figure.dpi": 100,
    "savefig.dpi": 200,
    "savefig.facecolor": "white",
    "svg.fonttype": "path",
    "svg.hashsalt": "delphi",
    "path.simplify": False,
}


T = TypeVar("T")


@dataclass(frozen=True)
class Sheet:
    """A figure before it is drawn: the name of its file, what the report says of it, how it is drawn."""

    name: str
    caption: str
    alt: str
    draw: Callable[[], Figure]


def canvas(height: float) -> tuple[Figure, Axes]:
    """A figure on which everything is placed by hand: millimetres from the left and from the top."""
    figure = Figure(figsize=(WIDTH, height / 25.4))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, MILLIMETRES), ylim=(height, 0))
    axes.axis("off")
    return figure, axes


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


@contextmanager
def report_style() -> Iterator[None]:
    """Draw in the report's style, whatever a person's own matplotlib settings are.

    Make figures with `matplotlib.figure.Figure`, not with pyplot: no window, no state left behind.
    """
    # Signs that the report's letters lack come from a face without their weight; that needs no warning.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    for name in FACES:
        font_manager.fontManager.addfont(str(FONTS / name))
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(cast(Any, STYLE))
        yield


def save(figure: Figure, folder: Path, name: str) -> None:
    """Write a figure as `<name>.svg` (for HTML and PDF) and `<name>.png` (for DOCX), with stable bytes.

    Call it inside `report_style`, as some settings count only when a figure is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None})
    figure.savefig(folder / f"{name}.png", metadata={"Software": None})


__all__ = [
    "ACCENT", "HAIR", "INK", "LINE", "MARKERS", "MILLIMETRES", "QUIET", "SERIES", "TALLEST", "WIDTH", "Sheet", "canvas",
    "paged", "report_style", "save", "wrapped",
]  # fmt: skip
