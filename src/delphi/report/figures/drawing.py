"""Figures on disk in the report's own style: the same letters, calm colours that also print in grey, the same bytes."""

from __future__ import annotations

import json
import logging
import shutil
import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
import typst
from cycler import cycler
from matplotlib import font_manager
from matplotlib.figure import Figure

from delphi.report.figures import HAIR, INK, QUIET, SERIES, WIDTH, unclipped

FONTS = Path(__file__).parents[1] / "style" / "fonts"
FACES = ("FiraSans-Regular.ttf", "FiraSans-Italic.ttf", "FiraSans-SemiBold.ttf")
PIXELS = 200
"""Pixels per inch of a figure as PNG."""

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
    # Signs that the report's letters lack come from a face without their weight; that needs no warning.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    for name in FACES:
        font_manager.fontManager.addfont(str(FONTS / name))
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(cast(Any, STYLE))
        yield


def save(figure: Figure, folder: Path, name: str) -> None:
    """Write a figure as `<name>.svg`, with stable bytes; `rasterise` makes the `.png` beside it.

    Call it inside `report_style`, as some settings count only when a figure is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    unclipped(figure).savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None})


def rasterise(folder: Path) -> None:
    """Make a `.png` (for Word and slides) beside every `.svg` in a folder, all at once.

    Typst draws them from the same shapes, so that a figure is the same in every format; drawing them a
    second time with matplotlib takes three times as long.
    """
    drawn = sorted(folder.glob("*.svg"))
    if not drawn:
        return
    pages = "#pagebreak()\n".join(f"#image({json.dumps(svg.name)})\n" for svg in drawn)
    with tempfile.TemporaryDirectory() as work:
        for svg in drawn:
            shutil.copyfile(svg, Path(work, svg.name))
        source = Path(work, "figures.typ")
        source.write_text(f"#set page(width: auto, height: auto, margin: 0pt)\n{pages}", encoding="utf-8")
        made = typst.compile(str(source), format="png", ppi=float(PIXELS), ignore_system_fonts=True)
    for svg, png in zip(drawn, cast(list[bytes], made if isinstance(made, list) else [made]), strict=True):
        svg.with_suffix(".png").write_bytes(_sized(png))


def _sized(png: bytes) -> bytes:
    """The picture with its resolution, from which Word knows how large it is (PNG, section 11.3.5.3)."""
    per_metre = round(PIXELS / 0.0254)
    chunk = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    header = png.index(b"IHDR") + 4 + 13 + 4
    return png[:header] + struct.pack(">I", 9) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[header:]
