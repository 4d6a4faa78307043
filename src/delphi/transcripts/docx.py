"""Word documents: the body's paragraphs and tables in order, tracked changes as if they were accepted.

No text: headers and footers, titles and headings (by style), tables of contents, footnotes, comments,
text boxes, hidden text, automatic numbers.  A line break inside a paragraph begins a new line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from delphi.transcripts.archive import Archive, attribute, child, local
from delphi.transcripts.source import Line, Row, Source, paragraphs

BODY = "word/document.xml"
STYLES = "word/styles.xml"

_OFF = ("0", "false", "off", "none")
_EMPHASIS = ("b", "i", "u")
_LEFT_OUT = {
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "pict",
    "object",
    "txbxContent",
    "drawing",
    "AlternateContent",
}
_TITLES = ("title", "subtitle", "heading", "toc", "caption", "header", "footer")


def read(path: Path) -> Source:
    """Read a Word document."""
    archive = Archive(path, ".docx")
    reader = _Reader(archive.xml(_body_name(archive)), _Styles(archive))
    return Source(tuple(reader.parts), "docx", "paragraph", reader.warnings())


def _body_name(archive: Archive) -> str:
    """The main part, which is named in the package's relations."""
    if BODY not in archive.names and "_rels/.rels" in archive.names:
        for relation in archive.xml("_rels/.rels"):
            target = attribute(relation, "Target") or ""
            if (attribute(relation, "Type") or "").endswith("/officeDocument"):
                return target.lstrip("/")
    return BODY


class _Styles:
    """What styles say of emphasis and titles, with what they inherit."""

    def __init__(self, archive: Archive) -> None:
        self._style: dict[str, etree._Element] = {}
        self._known: dict[str, tuple[bool, bool]] = {}
        self.default = ""
        if STYLES in archive.names:
            for element in archive.xml(STYLES):
                name = attribute(element, "styleId")
                if local(element) == "style" and name:
                    self._style[name] = element
                    if attribute(element, "type") == "paragraph" and attribute(element, "default") in (
                        "1",
                        "true",
                    ):
                        self.default = name

    def of(self, name: str | None) -> tuple[bool, bool]:
        """Whether a style sets off, and whether it is one of titles."""
        if not name:
            return False, False
        if name not in self._known:
            self._known[name] = (False, False)  # a style that is based on itself
            element = self._style.get(name)
            set_off, title = self.of(attribute(child(element, "basedOn"), "val"))
            own = _emphasis(child(element, "rPr"))
            called = (attribute(child(element, "name"), "val") or name).casefold()
            level = attribute(child(child(element, "pPr"), "outlineLvl"), "val")
            title = title or called.startswith(_TITLES) or (level is not None and level != "9")
            self._known[name] = (set_off if own is None else own, title)
        return self._known[name]


def _emphasis(properties: etree._Element | None) -> bool | None:
    """Whether run properties set text off; None when they do not say."""
    said = None
    for name in _EMPHASIS:
        element = child(properties, name)
        if element is not None:
            said = bool(said) or (attribute(element, "val") or "1").casefold() not in _OFF
    return said


class _Reader:
    def __init__(self, document: etree._Element, styles: _Styles) -> None:
        self.parts: list[Line | Row] = []
        self._styles = styles
        self._number = 0
        self._tables = 0
        self._seen: set[str] = set()
        self._carried: list[tuple[str, bool]] = []
        body = child(document, "body")
        if body is not None:
            self.parts = list(self._blocks(body))

    def warnings(self) -> tuple[str, ...]:
        told = []
        if self._seen & {"ins", "del", "moveFrom", "moveTo"}:
            told.append("tracked changes: insertions are read, deletions are left out")
        if "txbxContent" in self._seen:
            told.append("text boxes are left out")
        if self._seen & {"footnoteReference", "endnoteReference"}:
            told.append("footnotes are left out")
        if "commentReference" in self._seen:
            told.append("comments are left out")
        if "vanish" in self._seen:
            told.append("hidden text is left out")
        return tuple(told)

    def _blocks(self, parent: etree._Element) -> Iterator[Line | Row]:
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name == "sdt":
                gallery = child(child(child(element, "sdtPr"), "docPartObj"), "docPartGallery")
                if (attribute(gallery, "val") or "").startswith(("Table of Contents", "Page Numbers")):
                    continue
                content = child(element, "sdtContent")
                if content is not None:
                    yield from self._blocks(content)
            elif name in ("ins", "moveTo", "customXml", "smartTag"):
                self._note(name)
                yield from self._blocks(element)
            else:
                self._note(name)

    def _table(self, table: etree._Element) -> Iterator[Row]:
        self._tables += 1
        number = self._tables
        for row in _inside(table, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                self._note("del")
                continue
            cells = []
            for cell in _inside(row, "tc"):
                lines: list[Line] = []
                for part in self._blocks(cell):
                    # A table inside a cell is paragraphs of that cell.
                    lines += (
                        [part] if isinstance(part, Line) else [line for inner in part.cells for line in inner]
                    )
                cells.append(tuple(lines))
            yield Row(number, tuple(cells))

    def _paragraph(self, paragraph: etree._Element) -> list[Line]:
        self._number += 1
        properties = child(paragraph, "pPr")
        style = attribute(child(properties, "pStyle"), "val") or self._styles.default
        set_off, title = self._styles.of(style)
        level = attribute(child(properties, "outlineLvl"), "val")
        runs = self._carried + list(self._runs(paragraph, set_off))
        self._carried = []
        if child(child(properties, "rPr"), "del") is not None:
            # The paragraph's end was deleted: it goes on in the next.
            self._note("del")
            self._carried = runs
            return []
        return paragraphs(runs, self._number, heading=title or (level is not None and level != "9"))

    def _runs(self, parent: etree._Element, set_off: bool) -> Iterator[tuple[str, bool]]:
        for element in parent:
            name = local(element)
            if name == "r":
                yield from self._run(element, set_off)
            elif name in _LEFT_OUT or name.endswith("Pr"):
                self._note(name)
                if name not in ("del", "moveFrom"):
                    self._look_for_boxes(element)
            else:
                self._note(name)
                yield from self._runs(element, set_off)

    def _run(self, run: etree._Element, set_off: bool) -> Iterator[tuple[str, bool]]:
        properties = child(run, "rPr")
        hidden = child(properties, "vanish")
        if hidden is not None and (attribute(hidden, "val") or "1") not in _OFF:
            self._note("vanish")
            return
        own = _emphasis(properties)
        if own is None:
            style = attribute(child(properties, "rStyle"), "val")
            own = self._styles.of(style)[0] or set_off
        for element in run:
            name = local(element)
            if name == "t":
                yield (element.text or "").replace("\n", " "), own
            elif name == "tab" or name == "ptab":
                yield "\t", own
            elif name in ("br", "cr"):
                yield "\n", own
            elif name == "noBreakHyphen":
                yield "-", own
            elif name == "sym":
                yield _symbol(element), own
            elif name in _LEFT_OUT:
                self._note(name)
                self._look_for_boxes(element)
            else:
                self._note(name)

    def _look_for_boxes(self, element: etree._Element) -> None:
        if any(local(inner) == "txbxContent" for inner in element.iter()):
            self._note("txbxContent")

    def _note(self, name: str) -> None:
        self._seen.add(name)


def _inside(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those inside a content control or a tracked change."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _inside(element, name)


def _symbol(element: etree._Element) -> str:
    code = attribute(element, "char") or ""
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    # Fonts of symbols use a private area, where a code says nothing without the font.
    return "" if 0xE000 <= point <= 0xF8FF else chr(point)
