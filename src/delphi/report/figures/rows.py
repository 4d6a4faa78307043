"""What the figures about statements share: which statements, under which heading, over how many pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from delphi.codebook import Code, Codebook
from delphi.report.figures import ACCENT, INK, LINE, MILLIMETRES, TALLEST, Sheet, paged, wrapped
from delphi.rounds.tables import blocks
from delphi.rows import records_of
from delphi.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE = 7.6
LETTERS = 58
TEXT = 78
"""Size of a statement's letters, how many go on a line, and the millimetres that takes."""
PART = "-part-"
"""Between the name of a figure and the number of its part."""
BAND = "#f1f4f7"


@dataclass(frozen=True)
class Shown:
    """The tables that figures are drawn from; nothing in them names a person but the links' `speaker`."""

    study: Study
    codebook: Codebook
    swot: pd.DataFrame
    consensus: pd.DataFrame
    links: pd.DataFrame
    items: pd.DataFrame
    coverage: pd.DataFrame
    ratings: pd.DataFrame | None = None

    @cached_property
    def statements(self) -> pd.DataFrame:
        """Statements that lead to passages, in the codebook's and the register's order.

        Returns
        -------
        DataFrame
            The columns of `swot.csv`, with `block_label` and `depth` (1 under another statement).
        """
        table = self.swot[self.swot["n_passages"].astype(int) > 0].copy()
        ranks = {key: rank for rank, key in enumerate(self.codebook.keys("work_model"))}
        labels = {block.key: self.study.text(block.label) for block in blocks(self.study, self.codebook)}
        table["block_label"] = table["block"].map(labels)
        table["depth"] = table["parent_id"].isin(table["item_id"]).astype(int)
        return table.assign(_rank=table["work_model"].map(ranks)).sort_values("_rank", kind="stable")

    @cached_property
    def _blocks(self) -> dict[str, dict[str, list[dict[str, Any]]]]:
        found: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for row in records_of(self.statements.dropna(subset="block_label")):
            found.setdefault(row["work_model"], {}).setdefault(row["block_label"], []).append(row)
        return found

    def of_model(self, code: Code) -> dict[str, list[dict[str, Any]]]:
        """The statements of one work model, as rows of `statements`, under the label of their block."""
        return self._blocks.get(code.key, {})


@dataclass(frozen=True)
class Row:
    """A line of a figure: a statement, or with `heading` what the statements below it share."""

    item_id: str
    text: str
    depth: int = 0
    heading: bool = False
    version: int = 0
    least: float = 0.0

    @cached_property
    def words(self) -> str:
        """The text over its lines."""
        return wrapped(self.text, LETTERS - 3 * self.depth)

    @property
    def height(self) -> float:
        """Millimetres."""
        return 6.6 if self.heading else max(self.least, LINE * (1 + self.words.count("\n")) + 2.3)


def pages(rows: list[Row], room: float = TALLEST - 25) -> list[list[Row]]:
    """Rows over pictures that fit on a page, where no heading stands last and each part opens with one."""
    split = paged(rows, lambda row: row.height, room)
    for earlier, later in pairwise(split):
        if earlier[-1].heading:
            later.insert(0, earlier.pop())
        elif not later[0].heading:
            later.insert(0, next(row for row in reversed(earlier) if row.heading))
    return split


def model_sheets(
    shown: Shown,
    kind: str,
    caption: str,
    data: pd.DataFrame,
    rows: Callable[[Code, pd.DataFrame], list[Row]],
    alt: Callable[[str, list[Row], pd.DataFrame], str],
    draw: Callable[[Shown, list[Row], pd.DataFrame], Figure],
) -> list[Sheet]:
    """A figure `<kind>-<work_model>` per work model that the data speak of, in the codebook's order; long ones in parts."""
    sheets = []
    for code in shown.codebook.work_model:
        mine = data[data["work_model"] == code.key]
        if mine.empty:
            continue
        model = shown.study.text(code.label)
        split = pages(rows(code, mine))
        for place, part in enumerate(split, 1):
            inside = mine[mine["item_id"].isin([row.item_id for row in part])]
            sheets.append(
                Sheet(
                    name=part_name(f"{kind}-{code.key}", place),
                    caption=in_parts(caption.format(model=model), place, len(split)),
                    alt=alt(model, part, inside),
                    draw=partial(draw, shown, part, mine),
                )
            )
    return sheets


def in_parts(text: str, place: int, parts: int) -> str:
    """`... (1/2)` for a figure in several parts."""
    return f"{text} ({place}/{parts})" if parts > 1 else text


def part_name(name: str, place: int) -> str:
    """The first part carries the figure's own name."""
    return name if place == 1 else f"{name}{PART}{place}"


def draw_rows(axes: Axes, rows: list[Row], top: float, draw: Callable[[Row, float], None]) -> None:
    """Write the statements one below the other from `top` on; `draw` adds what stands beside each, at its middle."""
    shaded = False
    for row in rows:
        if row.heading:
            axes.text(0.5, top + 4.4, row.text, fontsize=SIZE, weight=600, color=ACCENT, va="center")
            shaded = False
        else:
            if shaded:
                axes.axhspan(top, top + row.height, xmin=0, xmax=1, color=BAND, lw=0, zorder=0)
            middle = top + row.height / 2
            axes.text(
                0.5 + 3.5 * row.depth,
                middle,
                row.words,
                fontsize=SIZE,
                color=INK,
                va="center",
                linespacing=1.15,
            )
            draw(row, middle)
            shaded = not shaded
        top += row.height


def room_beside() -> tuple[float, float]:
    """From where to where a figure may draw beside the statements, in millimetres."""
    return TEXT + 3.0, MILLIMETRES - 1.0
