"""DOCX: what pandoc leaves undone in a Word file, and a zip with the same bytes everywhere."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from delphi.report.content import Content, Look
from delphi.report.render import STYLE, pandoc

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
BULLETS = ("•", "–", "·")
FIRST_DAY = datetime(1980, 1, 1, tzinfo=UTC)
TEXT_WIDTH = 9355  # twentieths of a point: A4 less the margins of reference.docx
REFERENCES: dict[Look, str] = {
    "report": "reference.docx",
    "participants": "feedback-participants.docx",
    "professionals": "feedback-professionals.docx",
}
PAGEFUL = 24  # lines of a SWOT table that stay on one page; a longer row goes on over the page
TINTS = {
    "SwotPositive": ("E3F0ED", "1F7A6C"), "SwotNegative": ("F8EBE3", "A8502C"), "SwotNeutral": ("EBEFF3", "5B6B7B"),
}  # fmt: skip
APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>delphi</Application></Properties>"
)
# The order in which Word wants the properties of a cell, a row and a paragraph.
ORDER = {
    "tcPr": ["cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar",
             "textDirection", "tcFitText", "vAlign", "hideMark"],
    "pPr": ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
            "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
            "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid",
            "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
            "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"],
    "tblPr": ["tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW",
              "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook",
              "tblCaption", "tblDescription"],
}  # fmt: skip


def to_docx(work: Path, files: list[Path], content: Content, date: datetime) -> bytes:
    """The report as a Word file."""
    pandoc(
        work,
        files,
        "--to",
        "docx",
        "--reference-doc",
        str(STYLE / REFERENCES[content.look]),
        "--output",
        "report.docx",
    )
    with zipfile.ZipFile(work / "report.docx") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    document = etree.fromstring(members["word/document.xml"])
    for table in document.iter(W + "tbl"):
        _lay_out(table)
    _name_bookmarks(document)
    members["word/document.xml"] = _xml(document)
    for name in members:
        if name.startswith("word/header") and name.endswith(".xml"):
            members[name] = _titled(members[name], content.title)
    members["word/numbering.xml"] = _bullets(members["word/numbering.xml"])
    members["word/settings.xml"] = _settings(members["word/settings.xml"], content.language)
    members["docProps/core.xml"] = _core(content, date)
    members["docProps/app.xml"] = APPLICATION
    return canonical(members)


def _bullets(numbering: bytes) -> bytes:
    """Bullets as characters that every font has: pandoc's `o` of Courier stays an `o` in LibreOffice."""
    root = etree.fromstring(numbering)
    for level in root.iter(W + "lvl"):
        form, sign = level.find(W + "numFmt"), level.find(W + "lvlText")
        if form is not None and form.get(W + "val") == "bullet" and sign.get(W + "val", "").strip():
            sign.set(W + "val", BULLETS[int(level.get(W + "ilvl")) % len(BULLETS)])
            for fonts in level.findall(f"{W}rPr/{W}rFonts"):
                fonts.getparent().remove(fonts)
    return _xml(root)


def canonical(made: Mapping[str, bytes] | bytes) -> bytes:
    """A zip whose bytes follow from its members alone: sorted, dated 1980, stored."""
    if isinstance(made, bytes):
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            made = {name: archive.read(name) for name in archive.namelist()}
    first = ("[Content_Types].xml", "_rels/.rels")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(made, key=lambda name: (name not in first, name)):
            member = zipfile.ZipInfo(name, FIRST_DAY.timetuple()[:6])
            member.compress_type, member.external_attr, member.create_system = (
                zipfile.ZIP_STORED,
                0o644 << 16,
                3,
            )
            archive.writestr(member, made[name])
    return out.getvalue()


def _lay_out(table: Any) -> None:
    properties = table.find(W + "tblPr")
    swot = (
        properties.find(W + "tblStyle") is not None
        and properties.find(W + "tblStyle").get(W + "val") == "Swot"
    )
    _set(table, "tblW", {"type": "dxa", "w": str(TEXT_WIDTH)}, "tblPr")
    _set(table, "tblLayout", {"type": "fixed"}, "tblPr")
    _set(table, "tblInd", {"type": "dxa", "w": "0"}, "tblPr")
    columns = table.findall(f"{W}tblGrid/{W}gridCol")
    shares = [int(column.get(W + "w") or 1) for column in columns]
    widths = [round(TEXT_WIDTH * share / sum(shares)) for share in shares]
    for column, width in zip(columns, widths):
        column.set(W + "w", str(width))
    for number, row in enumerate(table.findall(W + "tr")):
        _row(row, widths, swot=swot, head=number == 0)


def _row(row: Any, widths: list[int], *, swot: bool, head: bool) -> None:
    cells = row.findall(W + "tc")
    place = 0
    styles = [_style_of(cell.find(W + "p")) for cell in cells]
    labels = swot and bool(styles) and styles[0] in TINTS
    if not swot or labels or _lines(cells, len(widths)) < PAGEFUL:
        _row_property(row, "cantSplit")
    if head:
        _row_property(row, "tblHeader")

    def gap(place: int, across: int) -> dict[str, tuple[int, str]]:
        """White edges that keep the blocks of a SWOT table apart."""
        if not swot:
            return {}
        left, right = place > 0, place + across < len(widths)
        return {side: (48, "FFFFFF") for side, is_there in (("left", left), ("right", right)) if is_there}

    for cell, style in zip(cells, styles):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        across = int(span.get(W + "val")) if span is not None else 1
        _set(cell, "tcW", {"type": "dxa", "w": str(sum(widths[place : place + across]))}, "tcPr")
        if labels:
            fill, rule = TINTS[style]
            _set(cell, "shd", {"val": "clear", "color": "auto", "fill": fill}, "tcPr")
            _borders(cell, {"top": (12, rule), **gap(place, across)})
        elif head:
            _borders(cell, {"bottom": (8, "1F4E79")})
        else:
            _borders(cell, {"bottom": (4, "C9D1D8"), **gap(place, across)})
        for paragraph in cell.iter(W + "p"):
            _paragraph(paragraph)
        place += across


def _lines(cells: list[Any], columns: int) -> float:
    """About how many lines the longest cell of a SWOT table takes."""
    across = 100 / columns

    def of(paragraph: Any) -> float:
        parts = [""]
        for piece in paragraph.iter(W + "t", W + "br"):
            if piece.tag == W + "br":
                parts.append("")
            else:
                parts[-1] += piece.text or ""
        return sum(1 + len(part) // across for part in parts) + 0.4

    return max((sum(of(paragraph) for paragraph in cell.iter(W + "p")) for cell in cells), default=0)


def _paragraph(paragraph: Any) -> None:
    numbering = paragraph.find(f"{W}pPr/{W}numPr")
    if numbering is None:
        return
    level = int(numbering.find(W + "ilvl").get(W + "val"))
    _set(paragraph, "pStyle", {"val": "CellList"})
    _set(paragraph, "ind", {"left": str(170 * (level + 1)), "hanging": "170"})


def _row_property(row: Any, name: str) -> None:
    properties = row.find(W + "trPr")
    if properties is None:
        properties = etree.Element(W + "trPr")
        row.insert(0, properties)
    if properties.find(W + name) is None:
        properties.append(etree.Element(W + name))


def _borders(cell: Any, sides: Mapping[str, tuple[int, str]]) -> None:
    borders = _set(cell, "tcBorders", {}, "tcPr")
    for side in sorted(sides, key=("top", "left", "bottom", "right").index):
        size, colour = sides[side]
        edge = etree.SubElement(borders, W + side)
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", colour)):
            edge.set(W + name, value)


def _set(element: Any, name: str, values: Mapping[str, str], inside: str = "pPr") -> Any:
    """Set a property where Word's schema wants it."""
    properties = element.find(W + inside)
    if properties is None:
        properties = etree.Element(W + inside)
        element.insert(0, properties)
    found = properties.find(W + name)
    if found is None:
        found = etree.Element(W + name)
        order = ORDER[inside]
        rank = order.index(name)
        later = (
            place
            for place, child in enumerate(properties)
            if (tag := etree.QName(child).localname) in order and order.index(tag) > rank
        )
        properties.insert(next(later, len(properties)), found)
    for key, value in values.items():
        found.set(W + key, value)
    return found


def _style_of(paragraph: Any) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle") if paragraph is not None else None
    return "" if style is None else style.get(W + "val")


def _titled(part: bytes, title: str) -> bytes:
    root = etree.fromstring(part)
    for text in root.iter(W + "t"):
        if text.text == "REPORT TITLE":
            text.text = title
    return _xml(root)


def _settings(part: bytes, language: str) -> bytes:
    """No trace of editing sessions; the layout of Word 2013 and later, also in LibreOffice."""
    root = etree.fromstring(part)
    for name in ("rsids", "compat"):
        for element in root.findall(W + name):
            root.remove(element)
    compatibility = etree.Element(W + "compat")
    setting = etree.SubElement(compatibility, W + "compatSetting")
    for name, value in (
        ("name", "compatibilityMode"), ("uri", "http://schemas.microsoft.com/office/word"), ("val", "15"),
    ):  # fmt: skip
        setting.set(W + name, value)
    fonts = root.find(W + "themeFontLang")
    fonts.set(W + "val", language)
    fonts.addprevious(compatibility)
    return _xml(root)


def _name_bookmarks(document: Any) -> None:
    """Word takes letters, digits and underscores in the name of a bookmark, nothing else."""
    names: dict[str, str] = {}
    for bookmark in document.iter(W + "bookmarkStart"):
        old = bookmark.get(W + "name")
        new = re.sub(r"[^A-Za-z0-9_]", "_", old)
        while new in names.values():
            new = new[:36] + f"_{len(names)}"
        names[old] = new
        bookmark.set(W + "name", new)
    for link in document.iter(W + "hyperlink"):
        target = link.get(W + "anchor")
        if target is not None:
            link.set(W + "anchor", names.get(target, target))


def _core(content: Content, date: datetime) -> bytes:
    moment = date.strftime("%Y-%m-%dT%H:%M:%SZ")
    authors = "; ".join(content.authors)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(_visible(content.title))}</dc:title>"
        f"<dc:subject>{escape(_visible(content.subtitle))}</dc:subject>"
        f"<dc:creator>{escape(_visible(authors))}</dc:creator>"
        f"<dc:language>{content.language}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()


def _visible(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


def _xml(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
