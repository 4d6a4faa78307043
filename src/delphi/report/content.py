"""What the chapters hand to the renderer: tables, quotations, passages and figures, by name.

Chapters are Markdown and place these by name with empty divs; the renderer builds them in the
document tree, so that no word of a participant is ever read as markup:

    ::: {.delphi-table #tbl:KEY key="KEY"}       a `Table`; the caption comes from the content
    ::: {.delphi-quote key="KEY"}                a `Quotation`
    ::: {.delphi-passages key="KEY"}             a `PassageList`
    ::: {.delphi-figure #fig:KEY key="KEY"}      a `Figure`
    ::: {.delphi-reaction key="KEY"}             a `Reaction` (in feedback, which is never HTML)
    [](#tbl:KEY), [](#sec:KEY), [](#fig:KEY)     a cross-reference: `Tabel 3`, `Hoofdstuk 2`, `Bijlage A`

Headings with the class `annex` are lettered.  In every href, `#ps-KEY` is the anchor of a
`PassageList` and `#st-KEY` that of the statement in its table.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from delphi.writing import whole


class _Piece(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Run(_Piece):
    """Some words in one manner; `text` is printed as it is."""

    text: str
    strong: bool = False
    emph: bool = False
    muted: bool = False
    href: str = ""
    anchor: str = ""


class Paragraph(_Piece):
    """A paragraph of a cell; `heading` for a small heading such as "Specific to newcomers"."""

    kind: Literal["paragraph"] = "paragraph"
    runs: list[Run]
    heading: bool = False


class ListItem(_Piece):
    """An item of a list: its words, a second muted line, and items under it."""

    runs: list[Run]
    note: str = ""
    items: list[ListItem] = []


class BulletList(_Piece):
    """A list in a cell."""

    kind: Literal["list"] = "list"
    items: list[ListItem]


Cell = list[Paragraph | BulletList]


class SwotBlock(_Piece):
    """One block of a SWOT table."""

    label: str
    tone: Literal["positive", "negative", "neutral"] = "neutral"
    cell: Cell


class Table(_Piece):
    """A table: a grid of cells, or the blocks of one SWOT table.

    `widths` are shares of the text width that add up to 1; `align` is `l`, `c` or `r` per column.
    For `layout="swot"`, `blocks` are printed two by two, a last odd one over the full width.
    """

    caption: str
    layout: Literal["grid", "swot"] = "grid"
    columns: list[str] = []
    widths: list[float] = []
    align: str = ""
    rows: list[list[Cell]] = []
    blocks: list[SwotBlock] = []
    note: str = ""


class Quotation(_Piece):
    """What somebody said, with its attribution; `code` is how the team finds it in the transcript."""

    text: str
    attribution: str
    code: str


class Passage(_Piece):
    """A passage behind a statement; `mark` says what is special about it (`coders differ`)."""

    text: str
    attribution: str
    code: str
    stance: str = ""
    mark: str = ""


class PassageList(_Piece):
    """The passages behind one statement; the anchor is `ps-<key>`, the link back goes to `st-<key>`."""

    title: str
    note: str = ""
    passages: list[Passage]


class Figure(_Piece):
    """A picture: a file without its ending (`.svg` and `.png` exist), its alternative text and caption."""

    file: str
    alt: str
    caption: str
    width: str = "100%"


class Reaction(_Piece):
    """A statement with room to react: boxes to tick and lines to write on."""

    number: str
    statement: str
    notes: list[str] = []
    choices: list[str]
    why: str
    lines: int = 2


Look = Literal["report", "participants", "professionals"]


class Content(_Piece):
    """Everything that chapters place by name, and what the title page says.

    `look` is the form it takes: a report with a title page and contents, or feedback in large type
    or compact.
    """

    title: str = ""
    subtitle: str = ""
    authors: list[str] = []
    date: str = ""
    date_named: str = ""
    language: Literal["nl", "en"] = "en"
    chapters: list[str] = []
    tables: dict[str, Table] = {}
    quotations: dict[str, Quotation] = {}
    passages: dict[str, PassageList] = {}
    figures: dict[str, Figure] = {}
    reactions: dict[str, Reaction] = {}
    look: Look = "report"

    def write(self, path: Path) -> None:
        """Write the content as JSON with stable bytes."""
        with whole(path) as part:
            part.write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8", newline="\n")


def read_content(path: Path) -> Content:
    """Read what `Content.write` wrote."""
    return Content.model_validate_json(path.read_text(encoding="utf-8"))


def text(words: str, *, strong: bool = False, muted: bool = False) -> Cell:
    """A cell with one paragraph of plain words."""
    return [Paragraph(runs=[Run(text=words, strong=strong, muted=muted)])] if words else []
