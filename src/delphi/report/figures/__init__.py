"""Figures in the report's own style: the same letters, calm colours that also print in grey, the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
from cycler import cycler
from matplotlib import font_manager
from matplotlib.figure import Figure

FONTS = Path(__file__).parents[1] / "style" / "fonts"
FACES = ("FiraSans-Regular.ttf", "FiraSans-Italic.ttf", "FiraSans-SemiBold.ttf")
INK, QUIET, HAIR, ACCENT = "#1b2733", "#566370", "#c9d1d8", "#1f4e79"
SERIES = ("#1f4e79", "#c0703a", "#3f8f7f", "#8a6fae", "#a8963c", "#5b6b7b")
"""Colours of groups, in order: told apart with any colour vision; beyond six, use markers too."""
MARKERS = ("o", "s", "D", "^", "v", "P")
WIDTH = 160 / 25.4
"""Width of the report's tables and figures, in inches."""

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
    "figure.constrained_layout.use": True,
    "figure.dpi": 100,
    "savefig.dpi": 200,
    "savefig.facecolor": "white",
    "svg.fonttype": "path",
    "svg.hashsalt": "delphi",
    "path.simplify": False,
}


@contextmanager
def report_style() -> Iterator[None]:
    """Draw in the report's style, whatever a person's own matplotlib settings are.

    Make figures with `matplotlib.figure.Figure`, not with pyplot: no window, no state left behind.
    """
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


__all__ = ["ACCENT", "HAIR", "INK", "MARKERS", "QUIET", "SERIES", "WIDTH", "report_style", "save"]
