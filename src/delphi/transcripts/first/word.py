"""Word documents: paragraphs and tables of the body in order, as the text reads when changes are accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from delphi.transcripts.first.archive import Archive, attribute, local
from delphi.transcripts.first.lines import Line, Source

_WITHIN = {"ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"}
_GONE = {"del", "moveFrom"}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}


def read(path: Path) -> Source:
    """Lines of a Word document.

    Tracked insertions are kept and deletions left out, with a warning; notes, comments, text boxes,
    headers and footers are no text.
    """
    with Archive(path) as archive:
        main = _main_part(archive)
        body = next((child for child in archive.xml(main) if local(child) == "body"), None)
        styles = main.rpartition("/")[0] + "/styles.xml"
        names = _Styles(archive.xml(styles) if styles in archive.names else None)
    reader = _Reader(names)
    if body is not None:
        reader.blocks(body)
    warnings = []
    if reader.changes:
        warnings.append("the document has tracked changes: insertions were kept, deletions left out")
    return Source(reader.lines, "", warnings)


def _main_part(archive: Archive) -> str:
    if "_rels/.rels" in archive.names:
        for relation in archive.xml("_rels/.rels"):
            if (attribute(relation, "Type") or "").endswith("/officeDocument"):
                return (attribute(relation, "Target") or "").lstrip("/")
    return "word/document.xml"


class _Styles:
    """Which styles are headings, and which are bold."""

    def __init__(self, root: Any) -> None:
        self._name: dict[str, str] = {}
        self._base: dict[str, str] = {}
        self._bold: dict[str, bool] = {}
        self._level: dict[str, bool] = {}
        for style in [] if root is None else root:
            key = attribute(style, "styleId")
            if local(style) != "style" or key is None:
                continue
            for child in style:
                value = attribute(child, "val") or ""
                if local(child) == "name":
                    self._name[key] = value.lower()
                elif local(child) == "basedOn":
                    self._base[key] = value
                elif local(child) == "rPr" and (bold := _switch(child, "b")) is not None:
                    self._bold[key] = bold
                elif local(child) == "pPr" and (level := _outline(child)) is not None:
                    self._level[key] = level

    def heading(self, key: str) -> bool:
        """A title or heading, also by inheritance and whatever the language of the program."""
        for style in self._chain(key):
            name = self._name.get(style, style.lower())
            if name.startswith("heading") or name in ("title", "subtitle", "toc heading"):
                return True
            if style in self._level:
                return self._level[style]
        return False

    def bold(self, key: str) -> bool:
        """Whether text in a style is bold."""
        return next((self._bold[style] for style in self._chain(key) if style in self._bold), False)

    def _chain(self, key: str) -> Iterator[str]:
        seen: set[str] = set()
        while key and key not in seen:
            seen.add(key)
            yield key
            key = self._base.get(key, "")


@dataclass
class _Reader:
    styles: _Styles
    lines: list[Line] = field(default_factory=list)
    number: int = 0
    table: int = 0
    changes: bool = False
    carried: list[tuple[str, bool]] = field(default_factory=list)

    def blocks(self, parent: Any) -> None:
        """Paragraphs and tables, in order, within content controls too."""
        for child in parent:
            name = local(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name in _WITHIN:
                self.changes |= name in ("ins", "moveTo")
                self.blocks(child)
            elif name in _GONE:
                self.changes = True

    def _paragraph(self, element: Any) -> None:
        self.number += 1
        runs, heading, merged = self._content(element)
        runs = self.carried + runs
        self.carried = []
        if merged:  # the mark at the paragraph's end was deleted: it runs on into the next
            self.carried = runs
            return
        for place, (text, bold) in enumerate(_split(runs)):
            if text.strip():
                self.lines.append(Line(self.number, text, bold, heading=heading, opens=place == 0))

    def _content(self, element: Any) -> tuple[list[tuple[str, bool]], bool, bool]:
        style, heading, merged, bold = "", None, False, None
        for properties in element:
            if local(properties) != "pPr":
                continue
            for child in properties:
                if local(child) == "pStyle":
                    style = attribute(child, "val") or ""
                elif local(child) == "rPr":
                    merged = any(local(mark) in _GONE for mark in child)
            heading = _outline(properties)
        self.changes |= merged
        bold = self.styles.bold(style)
        runs = list(self._runs(element, bold))
        return runs, self.styles.heading(style) if heading is None else heading, merged

    def _runs(self, parent: Any, bold: bool) -> Iterator[tuple[str, bool]]:
        for child in parent:
            name = local(child)
            if name == "r":
                yield from self._run(child, bold)
            elif name in _WITHIN:
                self.changes |= name in ("ins", "moveTo")
                yield from self._runs(child, bold)
            elif name in _GONE:
                self.changes = True

    def _run(self, run: Any, bold: bool) -> Iterator[tuple[str, bool]]:
        text = ""
        for child in run:
            name = local(child)
            if name == "rPr":
                if _switch(child, "vanish"):
                    return
                style = next((attribute(c, "val") or "" for c in child if local(c) == "rStyle"), "")
                direct = _switch(child, "b")
                bold = direct if direct is not None else bold or self.styles.bold(style)
            elif name == "t":
                text += child.text or ""
            elif name in _BREAKS:
                text += _BREAKS[name]
        if text:
            yield text, bold

    def _table(self, element: Any) -> None:
        self.table += 1
        table = self.table
        for row in _children(element, "tr"):
            number = self.number + 1
            cells = []
            for cell in _children(row, "tc"):
                texts = []
                for paragraph in element_paragraphs(cell):
                    self.number += 1
                    runs, _, _ = self._content(paragraph)
                    texts.append("".join(text for text, _ in runs))
                cells.append("\n".join(text for text in texts if text.strip()))
            self.lines.append(Line(number, "", table=table, cells=tuple(cells)))


def element_paragraphs(parent: Any) -> Iterator[Any]:
    """Paragraphs within a cell, those of tables in it too."""
    for child in parent:
        if local(child) == "p":
            yield child
        elif local(child) in _WITHIN | {"tbl", "tr", "tc"}:
            yield from element_paragraphs(child)


def _children(parent: Any, wanted: str) -> Iterator[Any]:
    for child in parent:
        if local(child) == wanted:
            yield child
        elif local(child) in _WITHIN:
            yield from _children(child, wanted)


def _split(runs: list[tuple[str, bool]]) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    """The lines of a paragraph, cut at soft breaks, each with its bold stretches."""
    text, spans = "", []
    for run, bold in runs:
        pieces = run.split("\n")
        for place, piece in enumerate(pieces):
            if place:
                yield text, tuple(spans)
                text, spans = "", []
            if bold and piece:
                if spans and spans[-1][1] == len(text):
                    spans[-1] = (spans[-1][0], len(text) + len(piece))
                else:
                    spans.append((len(text), len(text) + len(piece)))
            text += piece
    yield text, tuple(spans)


def _switch(properties: Any, name: str) -> bool | None:
    """A property that is on, off, or not set."""
    for child in properties:
        if local(child) == name:
            return (attribute(child, "val") or "true").lower() not in ("0", "false", "off")
    return None


def _outline(properties: Any) -> bool | None:
    for child in properties:
        if local(child) == "outlineLvl":
            return (attribute(child, "val") or "9") != "9"
    return None
