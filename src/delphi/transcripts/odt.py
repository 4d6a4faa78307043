"""OpenDocument texts: the body's paragraphs and tables in order, without page headers and footers.

No text: titles and headings, tables of contents, notes, annotations, text boxes, deleted text that is
kept for tracking.  A line break inside a paragraph begins a new line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from delphi.errors import InputError
from delphi.transcripts.archive import Archive, attribute, child, local
from delphi.transcripts.source import Line, Row, Source, paragraphs

_LEFT_OUT = {
    "note", "annotation", "annotation-end", "frame", "tracked-changes", "table-of-content", "illustration-index",
    "table-index", "object-index", "alphabetical-index", "bibliography", "sequence-decls", "forms", "script",
    "variable-decls", "user-field-decls", "ruby-text", "hidden-text", "hidden-paragraph", "custom-shape", "g",
}  # fmt: skip
_TITLES = ("title", "subtitle", "heading", "contents", "header", "footer", "caption")
_MOST_SPACES = 1000  # a count in the file is not to be trusted with the memory


def read(path: Path) -> Source:
    """Read an OpenDocument text."""
    archive = Archive(path, ".odt")
    if "META-INF/manifest.xml" in archive.names:
        manifest = archive.xml("META-INF/manifest.xml")
        if any(local(element) == "encryption-data" for element in manifest.iter()):
            remedy = "Open it with the password, take the password off and save it again."
            raise InputError("the document is protected by a password.", path, remedy=remedy)
    content = archive.xml("content.xml")
    reader = _Reader(content, archive)
    return Source(tuple(reader.parts), "odt", "paragraph", reader.warnings())


class _Reader:
    def __init__(self, content: etree._Element, archive: Archive) -> None:
        self._style: dict[str, etree._Element] = {}
        if "styles.xml" in archive.names:
            self._gather(archive.xml("styles.xml"))
        self._gather(content)
        self._known: dict[str, tuple[bool, bool]] = {}
        self._number = 0
        self._tables = 0
        self._seen: set[str] = set()
        text = child(child(content, "body"), "text")
        if text is None:
            what = "this OpenDocument file is no text."
            raise InputError(what, archive.path, remedy="Save the transcript as .odt or .docx.")
        self.parts: list[Line | Row] = list(self._blocks(text))

    def warnings(self) -> tuple[str, ...]:
        told = []
        if "changed-region" in self._seen:
            told.append("tracked changes: insertions are read, deletions are left out")
        if "frame" in self._seen:
            told.append("text boxes are left out")
        if "note" in self._seen:
            told.append("footnotes are left out")
        if "annotation" in self._seen:
            told.append("comments are left out")
        return tuple(told)

    def _gather(self, root: etree._Element) -> None:
        for element in root.iter():
            name = attribute(element, "name") if local(element) == "style" else None
            if name:
                self._style[name] = element

    def _of(self, name: str | None) -> tuple[bool, bool]:
        """Whether a style sets off, and whether it is one of titles."""
        if not name:
            return False, False
        if name not in self._known:
            self._known[name] = (False, False)
            element = self._style.get(name)
            set_off, title = self._of(attribute(element, "parent-style-name"))
            properties = child(element, "text-properties")
            weight, slant = attribute(properties, "font-weight"), attribute(properties, "font-style")
            line = attribute(properties, "text-underline-style")
            if weight or slant or line:
                heavy = weight is not None and (
                    weight == "bold" or (weight.isdecimal() and int(weight) >= 600)
                )
                set_off = heavy or slant in ("italic", "oblique") or line not in (None, "none")
            self._known[name] = (set_off, title or name.casefold().startswith(_TITLES))
        return self._known[name]

    def _blocks(self, parent: etree._Element) -> Iterator[Line | Row]:
        for element in parent:
            name = local(element)
            if name in ("p", "h"):
                yield from self._paragraph(element, name == "h")
            elif name == "table":
                yield from self._table(element)
            elif name in _LEFT_OUT:
                self._note(element)
            elif name:
                yield from self._blocks(element)  # sections, lists and their items

    def _table(self, table: etree._Element) -> Iterator[Row]:
        self._tables += 1
        number = self._tables
        for row in _inside(table, "table-row", ("table-rows", "table-header-rows", "table-row-group")):
            cells = []
            for cell in row:
                lines: list[Line] = []
                for part in self._blocks(cell) if local(cell) == "table-cell" else ():
                    lines += (
                        [part] if isinstance(part, Line) else [line for inner in part.cells for line in inner]
                    )
                if local(cell) in ("table-cell", "covered-table-cell"):
                    cells.append(tuple(lines))
            yield Row(number, tuple(cells))

    def _paragraph(self, paragraph: etree._Element, heading: bool) -> list[Line]:
        self._number += 1
        set_off, title = self._of(attribute(paragraph, "style-name"))
        return paragraphs(self._runs(paragraph, set_off), self._number, heading=heading or title)

    def _runs(self, parent: etree._Element, set_off: bool) -> Iterator[tuple[str, bool]]:
        if parent.text:
            yield _plain(parent.text), set_off
        for element in parent:
            name = local(element)
            if name == "tab":
                yield "\t", set_off
            elif name == "line-break":
                yield "\n", set_off
            elif name == "s":
                count = attribute(element, "c") or "1"
                yield " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES), set_off
            elif name in _LEFT_OUT:
                self._note(element)
            elif name == "span":
                yield from self._runs(element, set_off or self._of(attribute(element, "style-name"))[0])
            elif name:
                yield from self._runs(element, set_off)
            if element.tail:
                yield _plain(element.tail), set_off

    def _note(self, element: etree._Element) -> None:
        if local(element) != "frame" or any(local(inner) == "text-box" for inner in element.iter()):
            self._seen.add(local(element))
        if local(element) == "tracked-changes":
            self._seen.update(local(inner) for inner in element)


def _inside(parent: etree._Element, name: str, through: tuple[str, ...]) -> Iterator[etree._Element]:
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in through:
            yield from _inside(element, name, through)


def _plain(text: str) -> str:
    """White space of the XML is one space; what is meant stands in elements of its own."""
    return text.translate({9: " ", 10: " ", 13: " "})
