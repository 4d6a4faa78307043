"""The Word templates: `python -m delphi.report.render_reference` builds those in style/.

Built by a person when the look changes, and committed; a test holds the files against this module.
Fonts are those that Word and LibreOffice have on every machine, or replace by ones of equal width.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from delphi.report.content import Look
from delphi.report.render import pandoc_path
from delphi.report.render_docx import REFERENCES, canonical

STYLES = Path(__file__).with_name("style")
SERIF, SANS = "Times New Roman", "Arial"
INK, QUIET, ACCENT = "1B2733", "566370", "1F4E79"

# name: (font, size, colour, bold, italic, before, after, left indent in mm, keep with next)
PARAGRAPHS: dict[str, tuple[str, float, str, bool, bool, float, float, float, bool]] = {
    "Title": (SANS, 28, ACCENT, True, False, 190, 10, 0, False),
    "Subtitle": (SANS, 14, QUIET, False, False, 0, 40, 0, False),
    "Author": (SANS, 11, INK, False, False, 0, 4, 0, False),
    "Date": (SANS, 11, QUIET, False, False, 0, 0, 0, False),
    "TOC Heading": (SANS, 20, ACCENT, True, False, 0, 14, 0, True),
    "TOC 1": (SANS, 9.5, INK, True, False, 5, 1, 0, False),
    "TOC 2": (SANS, 9.5, INK, False, False, 0, 1, 7, False),
    "Header": (SANS, 8, QUIET, False, False, 0, 0, 0, False),
    "Footer": (SANS, 8, INK, False, False, 0, 0, 0, False),
    "Heading 1": (SANS, 20, ACCENT, True, False, 0, 18, 0, True),
    "Heading 2": (SANS, 14, ACCENT, True, False, 22, 8, 0, True),
    "Heading 3": (SANS, 11.5, INK, True, False, 16, 6, 0, True),
    "Heading 4": (SANS, 10.5, INK, True, False, 12, 4, 0, True),
    "Heading 5": (SANS, 10.5, INK, False, True, 12, 4, 0, True),
    "Heading 6": (SANS, 10.5, QUIET, False, True, 12, 4, 0, True),
    "Body Text": (SERIF, 11, INK, False, False, 0, 8, 0, False),
    "First Paragraph": (SERIF, 11, INK, False, False, 0, 8, 0, False),
    "Compact": (SERIF, 11, INK, False, False, 0, 3, 0, False),
    "Block Text": (SERIF, 11, INK, False, True, 6, 6, 8, False),
    "Footnote Text": (SERIF, 9, INK, False, False, 0, 2, 0, False),
    "Quotation": (SERIF, 11, INK, False, True, 6, 10, 8, False),
    "Note": (SERIF, 11, INK, False, False, 10, 10, 4, False),
    "Table Caption": (SANS, 9, INK, False, False, 12, 5, 0, True),
    "Table Head": (SANS, 8.5, ACCENT, True, False, 2, 2, 0, True),
    "Table Note": (SANS, 8, QUIET, False, False, 3, 12, 0, False),
    "Table Gap": (SANS, 6, INK, False, False, 0, 2, 0, False),
    "Cell Text": (SANS, 8.5, INK, False, False, 3, 3, 0, False),
    "Cell List": (SANS, 8.5, INK, False, False, 2, 2, 0, False),
    "Cell Heading": (SANS, 8.5, ACCENT, True, False, 7, 2, 0, True),
    "Swot Positive": (SANS, 9.5, "12524A", True, False, 3, 3, 0, True),
    "Swot Negative": (SANS, 9.5, "77310F", True, False, 3, 3, 0, True),
    "Swot Neutral": (SANS, 9.5, "2F3C49", True, False, 3, 3, 0, True),
    "Passages Title": (SANS, 9.5, INK, True, False, 12, 1, 0, True),
    "Passages History": (SANS, 8, QUIET, False, False, 0, 3, 0, True),
    "Passage": (SERIF, 10, INK, False, False, 3, 0, 5, True),
    "Passage Source": (SANS, 8, QUIET, False, False, 0, 3, 5, False),
    "Picture": (SERIF, 11, INK, False, False, 0, 12, 0, False),
}
CHARACTERS = {"Muted": QUIET, "Section Number": QUIET, "Hyperlink": ACCENT, "Statement": INK}
# Feedback has no title page, is all in one font, and has room to react: size in large print, size compact,
# colour, bold, before, after, left indent in mm, keep with next.
FEEDBACK: dict[str, tuple[float, float, str, bool, float, float, float, bool]] = {
    "Title": (28, 22, ACCENT, True, 0, 8, 0, True),
    "Subtitle": (14, 11, QUIET, False, 0, 14, 0, True),
    "Author": (14, 11, QUIET, False, 0, 14, 0, True),
    "Date": (14, 11, QUIET, False, 0, 18, 0, False),
    "Header": (12, 9, QUIET, False, 0, 0, 0, False),
    "Footer": (12, 9, INK, False, 0, 0, 0, False),
    "Heading 1": (22, 16, ACCENT, True, 24, 10, 0, True),
    "Heading 2": (20, 13, ACCENT, True, 18, 8, 0, True),
    "Heading 3": (16, 11.5, INK, True, 16, 6, 0, True),
    "Body Text": (14, 11, INK, False, 0, 10, 0, False),
    "First Paragraph": (14, 11, INK, False, 0, 10, 0, False),
    "Compact": (14, 11, INK, False, 0, 6, 0, False),
    "Note": (14, 11, INK, False, 12, 12, 4, False),
    "Quotation": (14, 11, INK, False, 6, 10, 8, False),
    "Table Caption": (14, 10, INK, False, 12, 5, 0, True),
    "Cell Text": (14, 9.5, INK, False, 3, 3, 0, False),
    "Cell List": (14, 9.5, INK, False, 2, 2, 0, False),
    "Reaction": (14, 11, INK, True, 26, 5, 12, True),
    "Reaction Note": (14, 10, INK, False, 0, 5, 12, True),
    "Reaction Choices": (14, 11, INK, False, 6, 0, 12, True),
    "Reaction Line": (14, 10, QUIET, False, 16, 0, 12, True),
    "Reaction Last Line": (14, 10, QUIET, False, 16, 0, 12, False),
}


def build(look: Look = "report") -> bytes:
    """The bytes of a template: of the report, of feedback in large type, or of compact feedback."""
    command = [pandoc_path(), "--print-default-data-file", "reference.docx"]
    made = subprocess.run(command, capture_output=True, check=True).stdout
    document = Document(io.BytesIO(made))
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    section.header_distance = section.footer_distance = Mm(12)
    section.different_first_page_header_footer = True
    _set_default_font(document)
    for name, form in PARAGRAPHS.items():
        _paragraph_style(document, name, *form)
    for name, colour in CHARACTERS.items():
        style = _style(document, name, WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = RGBColor.from_string(colour)
        style.font.underline = False
    _style(document, "Editor", WD_STYLE_TYPE.CHARACTER).font.italic = False
    document.styles["Cell List"].paragraph_format.keep_together = True
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    document.styles["TOC Heading"].paragraph_format.page_break_before = True
    _border(document.styles["Note"], ("left",), ACCENT, 18, 8)
    _border(document.styles["Heading 1"], ("bottom",), ACCENT, 8, 6)
    for name in ("Heading 1", "Heading 2", "Heading 3", "Heading 4", "TOC 1", "TOC 2"):
        _tab(document.styles[name], 14 if name.startswith("Heading") else 10)
    for name in ("Swot", "Grid"):
        _table_style(document, name)
    _running(section)
    if look != "report":
        _as_feedback(document, large=look == "participants")
    out = io.BytesIO()
    document.save(out)
    return canonical(out.getvalue())


def _as_feedback(document: Any, *, large: bool) -> None:
    for name, (big, small, colour, bold, before, after, left, keep) in FEEDBACK.items():
        size = big if large else small
        _paragraph_style(document, name, SANS, size, colour, bold, False, before, after, left, keep)
        form = document.styles[name].paragraph_format
        form.line_spacing = 1.25 if large else 1.15
        form.page_break_before = large and name == "Heading 2"
    for name in ("Heading 1", "Heading 2"):
        _no_border(document.styles[name])
    for name in ("Reaction Line", "Reaction Last Line"):
        # Word draws one frame around neighbours with equal borders; `between` gives each its own line.
        _border(document.styles[name], ("bottom", "between"), "8793A0", 6, 1)
    statement = document.styles["Reaction"].paragraph_format
    statement.first_line_indent = Mm(-12)
    statement.tab_stops.add_tab_stop(Mm(12))
    for place in (58, 116) if large else (52, 104):
        document.styles["Reaction Choices"].paragraph_format.tab_stops.add_tab_stop(Mm(place))
    number = _style(document, "Reaction Number", WD_STYLE_TYPE.CHARACTER)
    number.font.color.rgb = RGBColor.from_string(ACCENT)
    tick = _style(document, "Tick", WD_STYLE_TYPE.CHARACTER)
    _fonts(tick.element.get_or_add_rPr().get_or_add_rFonts(), "Segoe UI Symbol")
    tick.font.size = Pt(18 if large else 14)
    document.sections[0].different_first_page_header_footer = False
    document.sections[0].header.paragraphs[0].clear()
    document.sections[0].left_margin = document.sections[0].right_margin = Mm(22.5)


def _no_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)


def _set_default_font(document: Any) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    fonts = defaults.find(".//" + qn("w:rFonts"))
    _fonts(fonts, SERIF)
    _fonts(document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts(), SERIF)


def _fonts(element: Any, family: str) -> None:
    for name in list(element.attrib):
        del element.attrib[name]
    for name in ("ascii", "hAnsi", "cs"):
        element.set(qn(f"w:{name}"), family)


def _style(document: Any, name: str, kind: Any) -> Any:
    found = [style for style in document.styles if style.name.lower() == name.lower()]
    if found:
        return found[0]
    style = document.styles.add_style(name, kind)
    if kind == WD_STYLE_TYPE.PARAGRAPH:
        style.base_style = document.styles["Normal"]
    return style


def _paragraph_style(
    document: Any, name: str, family: str, size: float, colour: str, bold: bool, italic: bool,
    before: float, after: float, left: float, keep: bool,
) -> None:  # fmt: skip
    style = _style(document, name, WD_STYLE_TYPE.PARAGRAPH)
    _fonts(style.element.get_or_add_rPr().get_or_add_rFonts(), family)
    font, form = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(size), bold, italic
    font.color.rgb = RGBColor.from_string(colour)
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.left_indent, form.right_indent, form.first_line_indent = Mm(left), Mm(0), Mm(0)
    form.line_spacing = 1.0 if family == SANS else 1.15
    form.keep_with_next, form.widow_control = keep, True
    form.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _border(style: Any, sides: Sequence[str], colour: str, size: int, space: int) -> None:
    _no_border(style)
    properties = style.element.get_or_add_pPr()
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>' for side in sides
    )
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{edges}</w:pBdr>")
    following = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    properties.insert_element_before(border, *following)


def _tab(style: Any, millimetres: int) -> None:
    form = style.paragraph_format
    if not style.name.lower().startswith("toc"):
        form.left_indent, form.first_line_indent = Mm(millimetres), Mm(-millimetres)
    form.tab_stops.add_tab_stop(
        form.left_indent + Mm(millimetres) if style.name.lower().startswith("toc") else Mm(millimetres)
    )


def _table_style(document: Any, name: str) -> None:
    style = _style(document, name, WD_STYLE_TYPE.TABLE)
    element = style.element
    for child in list(element):
        if child.tag in (qn("w:tblPr"), qn("w:tblStylePr")):
            element.remove(child)
    side = 115 if name == "Swot" else 85
    element.append(parse_xml(
        f'<w:tblPr {nsdecls("w")}><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="40" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    ))  # fmt: skip


def _running(section: Any) -> None:
    """Header with the report's title (filled in later), footer with the page number."""
    for part in (section.header, section.footer):
        part.is_linked_to_previous = False
    section.header.paragraphs[0].add_run("REPORT TITLE")
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer._p.append(parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    ))  # fmt: skip


if __name__ == "__main__":
    for look, name in REFERENCES.items():
        (STYLES / name).write_bytes(build(look))
