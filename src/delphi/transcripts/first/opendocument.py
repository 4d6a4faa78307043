"""OpenDocument text: paragraphs, lists and tables of the body in order, as it reads when changes are accepted."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from delphi.transcripts.first.archive import Archive, attribute, local, protected
from delphi.transcripts.first.lines import Line, Source

_SKIPPED = {
    "tracked-changes", "note", "annotation", "annotation-end", "frame", "custom-shape", "table-of-content",
    "sequence-decls", "forms", "variable-decls", "user-field-decls", "ruby-text",
}  # fmt: skip
_WITHIN = {"section", "list", "list-item", "list-header", "text", "index-body", "numbered-paragraph"}


def read(path: Path) -> Source:
    """Lines of an OpenDocument text; deleted text of tracked changes, notes and comments are no text."""
    with Archive(path) as archive:
        if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise protected(path)
        content = archive.xml("content.xml")
        styles = archive.xml("styles.xml") if "styles.xml" in archive.names else None
    reader = _Reader(_bold_styles(content, styles), _titles(content, styles))
    for body in content:
        if local(body) == "body":
            for text in body:
                if local(text) == "text":
                    reader.blocks(text)
    warnings = []
    if reader.changes:
        warnings.append("the document has tracked changes: insertions were kept, deletions left out")
    return Source(reader.lines, "", warnings)


def _all_styles(*roots: Any) -> list[Any]:
    return [element for root in roots if root is not None for element in root.iter() if local(element) == "style"]


def _bold_styles(*roots: Any) -> dict[str, bool]:
    own: dict[str, bool] = {}
    base: dict[str, str] = {}
    for style in _all_styles(*roots):
        key = attribute(style, "name") or ""
        base[key] = attribute(style, "parent-style-name") or ""
        for child in style:
            weight = attribute(child, "font-weight") if local(child) == "text-properties" else None
            if weight:
                own[key] = weight == "bold" or (weight.isdecimal() and int(weight) >= 600)
    return {key: _inherited(key, own, base) for key in base}


def _titles(*roots: Any) -> set[str]:
    base = {
        attribute(style, "name") or "": attribute(style, "parent-style-name") or ""
        for style in _all_styles(*roots)
    }
    own = {key: True for key in base if key.lower().startswith(("title", "subtitle", "heading"))}
    return {key for key in base if _inherited(key, own, base)} | {"Title", "Subtitle"}


def _inherited(key: str, own: dict[str, bool], base: dict[str, str]) -> bool:
    seen: set[str] = set()
    while key and key not in seen:
        if key in own:
            return own[key]
        seen.add(key)
        key = base.get(key, "")
    return False


@dataclass
class _Reader:
    bold: dict[str, bool]
    titles: set[str]
    lines: list[Line] = field(default_factory=list)
    number: int = 0
    table: int = 0
    changes: bool = False

    def blocks(self, parent: Any) -> None:
        """Paragraphs, lists and tables, in order."""
        for child in parent:
            name = local(child)
            if name in ("p", "h"):
                self._paragraph(child)
            elif name == "table":
                self._table(child)
            elif name == "tracked-changes":
                self.changes |= len(child) > 0
            elif name in _WITHIN:
                self.blocks(child)

    def _paragraph(self, element: Any) -> None:
        self.number += 1
        style = attribute(element, "style-name") or ""
        heading = local(element) == "h" or style in self.titles
        parts: list[tuple[str, bool]] = []
        self._inline(element, self.bold.get(style, False), parts)
        text, spans, opens = "", [], True
        for piece, bold in [*parts, ("\n", False)]:
            if piece == "\n":
                if text.strip():
                    self.lines.append(Line(self.number, text, tuple(spans), heading=heading, opens=opens))
                text, spans, opens = "", [], False
                continue
            if bold:
                spans.append((len(text), len(text) + len(piece)))
            text += piece
        del text

    def _inline(self, element: Any, bold: bool, parts: list[tuple[str, bool]]) -> None:
        if element.text:
            parts.append((_flat(element.text), bold))
        for child in element:
            name = local(child)
            if name == "s":
                parts.append((" " * int(attribute(child, "c") or 1), bold))
            elif name == "tab":
                parts.append(("\t", bold))
            elif name == "line-break":
                parts.append(("\n", bold))
            elif name and name not in _SKIPPED:
                style = attribute(child, "style-name") or ""
                self._inline(child, self.bold.get(style, bold) if name == "span" else bold, parts)
            if child.tail:
                parts.append((_flat(child.tail), bold))

    def _table(self, element: Any) -> None:
        self.table += 1
        table = self.table
        for row in _rows(element):
            number = self.number + 1
            cells = tuple(self._cell(cell) for cell in row if local(cell) == "table-cell")
            self.lines.append(Line(number, "", table=table, cells=cells))

    def _cell(self, cell: Any) -> str:
        texts = []
        for paragraph in cell.iter():
            if local(paragraph) in ("p", "h"):
                self.number += 1
                parts: list[tuple[str, bool]] = []
                self._inline(paragraph, False, parts)
                texts.append("".join(text for text, _ in parts))
        return "\n".join(text for text in texts if text.strip())


def _rows(element: Any) -> list[Any]:
    rows = []
    for child in element:
        if local(child) == "table-row":
            rows.append(child)
        elif local(child) in ("table-header-rows", "table-rows", "table-row-group"):
            rows += _rows(child)
    return rows


def _flat(text: str) -> str:
    return " ".join(text.replace("\n", " ").replace("\r", " ").split("\t")) if text else ""
