"""Markdown: its marks are taken off, so that the words are the ones another format would give.

No text: headings, rules, front matter, comments, footnotes' texts.  Bold and italic words lose their
marks, bullets and quotation signs go, backslashes and entities become what they stand for, a table's
rows are rows.
"""

from __future__ import annotations

import html
import itertools
import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from delphi.transcripts.encoding import decode, read_bytes
from delphi.transcripts.foreign import refuse_foreign
from delphi.transcripts.source import Line, Row, Source, joined
from delphi.transcripts.txt import wrapped

_HEADING = re.compile(r" {0,3}#{1,6}(?:\s+(?P<text>.*?))?(?:\s+#+)?\s*$")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_UNDERLINE = re.compile(r" {0,3}=+\s*$")
_MARKER = re.compile(r"\A\s*(?:>\s?|[-*+]\s+)+")
_NOTE = re.compile(r"\[\^[^\]]+\]:")
_TABLE_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)*\s*:?-{2,}:?\s*\|?\s*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?(?:br|b|i|em|strong|u|span|p|div|small|mark)\b[^<>]*>", re.IGNORECASE)
_LINK = re.compile(r"(?<!\\)!?\[([^\[\]]*)\]\((?:[^()\s]+)(?:\s+\"[^\"]*\")?\)|\[\^[^\]\s]+\](?!:)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKS = re.compile(r"\*{1,3}|_{1,3}|~~")
_PRIVATE = 0xF0000  # where escaped marks wait, out of the reach of the patterns


def read(path: Path) -> Source:
    """Read a Markdown file."""
    raw = read_bytes(path)
    refuse_foreign(raw, path)
    text, encoding = decode(raw, path)
    lines, rows = _lines(_blanked(text))
    parts: list[Line | Row] = []
    for line in wrapped(lines):
        parts.append(rows.get(line.number, line))
    return Source(tuple(parts), encoding)


def without_marks(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A line without the marks of emphasis, and where the emphasis was."""
    text = _ESCAPE.sub(lambda match: chr(_PRIVATE + ord(match[1])), text)
    text = _LINK.sub(lambda match: match[1] or "", _TAG.sub(" ", text))
    removed, set_off = bytearray(len(text)), bytearray(len(text))
    opened: dict[str, list[re.Match[str]]] = defaultdict(list)
    for mark in _MARKS.finditer(text):
        before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
        closes = bool(before.strip()) and (mark[0][0] != "_" or not after.isalnum())
        if opened[mark[0]] and closes:
            partner = opened[mark[0]].pop()
            for low, high in (partner.span(), mark.span()):
                removed[low:high] = b"\1" * (high - low)
            if mark[0] != "~~":
                set_off[partner.end() : mark.start()] = b"\1" * (mark.start() - partner.end())
            for others in opened.values():  # what was opened inside and never closed stays as it is
                while others and others[-1].start() > partner.start():
                    others.pop()
        elif after.strip() and (mark[0][0] != "_" or not before.isalnum()):
            opened[mark[0]].append(mark)
    runs = [(text[place], bool(set_off[place])) for place in range(len(text)) if not removed[place]]
    return joined(_merged(runs))


def _merged(runs: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Runs of one kind in one piece, with escapes and entities resolved."""
    return [
        (_restored(html.unescape("".join(text for text, _ in group))), is_set_off)
        for is_set_off, group in itertools.groupby(runs, key=lambda run: run[1])
    ]


def _restored(text: str) -> str:
    return "".join(chr(ord(c) - _PRIVATE) if _PRIVATE < ord(c) < _PRIVATE + 128 else c for c in text)


def _blanked(text: str) -> str:
    """The text without front matter and comments; the lines keep their numbers."""
    front = re.match(r"---[ \t]*\n(?:[\w-]+:.*\n|[ \t]+.*\n|\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)", text)
    if front:
        text = "\n" * front[0].count("\n") + text[front.end() :]
    return _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)


def _lines(text: str) -> tuple[list[Line], dict[int, Row]]:
    lines: list[Line] = []
    rows: dict[int, Row] = {}
    blank = True
    table = 0
    in_table = False
    source = text.split("\n")
    for number, line in enumerate(source, start=1):
        if not line.strip() or _RULE.match(line) or _NOTE.match(line):
            blank, in_table = True, False
            continue
        heading = _HEADING.match(line)
        if _UNDERLINE.match(line) and lines and not blank:
            lines[-1] = replace(lines[-1], heading=True)
            continue
        cells = _cells(line, in_table, source[number] if number < len(source) else "")
        if cells is not None:
            table += not in_table
            in_table = True
            if not _TABLE_RULE.match(line.strip()):
                rows[number] = Row(table, tuple(_cell(cell, number) for cell in cells))
                lines.append(Line(number, line))
            continue
        in_table = False
        plain = (heading["text"] or "") if heading else _MARKER.sub("", line, count=1)
        if plain != line and _MARKER.match(line):
            blank = True  # an item of a list is a paragraph
        for part in re.split(r"<br\s*/?>", plain.rstrip().removesuffix("\\"), flags=re.IGNORECASE):
            words, spans = without_marks(part)
            if words.strip():
                lines.append(
                    Line(number, words, spans, heading=bool(heading), after_blank=blank or bool(heading))
                )
        blank = bool(heading)
    return lines, rows


def _cells(line: str, in_table: bool, below: str) -> list[str] | None:
    """The cells of a table's row; a table has a rule under its first row or a bar at both ends."""
    bare = line.strip()
    bars = bare.startswith("|") and bare.endswith("|") and bare.count("|") > 2
    if not (bars or ("|" in bare and (in_table or ("|" in below and _TABLE_RULE.match(below.strip()))))):
        return None
    inner = bare.removeprefix("|")
    inner = inner.removesuffix("|") if not inner.endswith("\\|") else inner
    return re.split(r"(?<!\\)\|", inner)


def _cell(text: str, number: int) -> tuple[Line, ...]:
    words, spans = without_marks(text)
    return (Line(number, words, spans),) if words.strip() else ()
