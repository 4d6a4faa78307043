"""Markdown: paragraphs with bold labels, lists, tables; headings, front matter and comments are no text."""

from __future__ import annotations

import re
from pathlib import Path

from delphi.transcripts.first.encoding import decode
from delphi.transcripts.first.lines import LINE_END, Line, Source, unescape

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s+|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*$")
_RULE = re.compile(r" {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_MARKER = re.compile(r"\s*(?:>\s?)*(?:[-*+]\s+)?(?:>\s?)*")
_TABLE_RULE = re.compile(r"\s*\|?[\s:|-]+\|?\s*$")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<strong>\*\*|(?<!\w)__(?=\S)|(?<=\S)__(?!\w))"
    r"|(?P<light>\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w))"
    r"|!?\[(?P<link>[^\[\]]+)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"
    r"|</?(?P<tag>[a-zA-Z]\w*)[^<>]*>"
)


def read(path: Path) -> Source:
    """Lines of a Markdown file."""
    text, encoding = decode(path.read_bytes(), path)
    text = _COMMENT.sub(lambda match: re.sub(r"[^\n\r]", "", match[0]), text)
    rows = LINE_END.split(text)
    lines: list[Line] = []
    table, in_table = 0, False
    after_gap = True
    for number, row in _after_front_matter(rows):
        if row.lstrip().startswith("|") and row.strip().endswith("|"):
            table += not in_table
            in_table = True
            if not _TABLE_RULE.match(row):
                cells = tuple(_styled(number, cell, True).text for cell in _cells(row))
                lines.append(Line(number, "", table=table, cells=cells))
            continue
        in_table = False
        if lines and not after_gap and _UNDERLINE.match(row) and row.strip():
            last = lines[-1]
            lines[-1] = Line(last.number, last.text, last.bold, heading=True)
        elif row.strip() and not _RULE.match(row):
            lines += _content(number, row, after_gap)
        after_gap = not row.strip() or bool(_RULE.match(row))
    return Source([line for line in lines if line.text.strip() or line.cells], encoding)


def _after_front_matter(rows: list[str]) -> list[tuple[int, str]]:
    numbered = list(enumerate(rows, start=1))
    if rows and rows[0].rstrip() == "---":
        for place, row in enumerate(rows[1:], start=1):
            if row.rstrip() in ("---", "..."):
                return numbered[place + 1 :]
    return numbered


def _content(number: int, row: str, opens: bool) -> list[Line]:
    heading = _HEADING.match(row)
    if heading:
        styled = _styled(number, row[heading.end() :].rstrip("# "), True)
        return [Line(number, styled.text, styled.bold, heading=True)]
    marker = _MARKER.match(row)
    start = marker.end() if marker else 0
    listed = bool(row[:start].strip())
    parts = _BREAK.split(row[start:])
    return [_styled(number, part, (opens or listed) and place == 0) for place, part in enumerate(parts)]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]


def _styled(number: int, source: str, opens: bool) -> Line:
    """A line without its mark-up, and where it was bold."""
    text, bold, since = "", [], -1
    last = 0
    strong = len(_strong_marks(source)) // 2 * 2  # an odd mark at the end is an asterisk
    for match in _INLINE.finditer(source):
        text += unescape(source[last : match.start()])
        last = match.end()
        if match["escaped"]:
            text += match["escaped"]
        elif match["link"]:
            text += match["link"]
        elif match["strong"]:
            if not strong:
                text += match[0]
            elif since < 0:
                since = len(text)
                strong -= 1
            else:
                bold.append((since, len(text)))
                since = -1
                strong -= 1
        elif match["light"] and not _paired(source, match):
            text += match[0]
        elif match["tag"] and match["tag"].lower() in ("b", "strong"):
            if since < 0:
                since = len(text)
            else:
                bold.append((since, len(text)))
                since = -1
    text += unescape(source[last:])
    return Line(number, text, tuple(bold), opens=opens)


def _strong_marks(source: str) -> list[str]:
    return [match[0] for match in _INLINE.finditer(source) if match["strong"]]


def _paired(source: str, match: re.Match[str]) -> bool:
    """An asterisk or underscore that opens or closes emphasis, not one that stands for itself."""
    same = [m for m in _INLINE.finditer(source) if m["light"] == match["light"]]
    place = next(i for i, m in enumerate(same) if m.start() == match.start())
    return place < len(same) // 2 * 2
