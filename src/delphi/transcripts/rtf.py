"""Rich text: paragraphs and tables in order, accents in every spelling RTF has for them.

No text: page headers and footers, titles (by style or outline level), footnotes, annotations, shapes,
hidden and deleted text, automatic numbers and bullets.  A line break begins a new line.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from pathlib import Path

from delphi.errors import InputError
from delphi.transcripts.encoding import read_bytes
from delphi.transcripts.source import Line, Row, Source, paragraphs

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|[\r\n\x00]+"
    rb"|(?P<plain>[^\\{}\r\n\x00]+)"
)
_SKIPPED = frozenset(
    """
    annotation atnauthor atndate atnicn atnid atnparent atnref atntime bkmkend bkmkstart colorschememapping colortbl
    comment datafield datastore do doccomm docvar falt filetbl fldinst fontemb fontfile footer footerf footerl
    footerr footnote ftncn ftnsep ftnsepc header headerf headerl headerr info latentstyles listoverridetable
    listpicture listtable listtext mmathPr nonshppict object objdata pgdsctbl pgptbl pict pntext pntxta pntxtb
    private revtbl rsidtbl rxe shp shpgrp shpinst shppict tc tcn template themedata txe upr userprops xe
    xmlnstbl
    """.split()  # noqa: SIM905
)
_CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "softline": "\n", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ",
    "qmspace": " ", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
_SIGNS = {"~": "\u00a0", "_": "-", "-": "", "\t": "\t", "\\": "\\", "{": "{", "}": "}", ":": ":", "|": ""}
_ENDS = frozenset({"par", "sect", "page", "column"})
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
_TITLES = ("title", "subtitle", "heading", "toc", "caption")


@dataclass(frozen=True)
class _State:
    """What a group says of its characters."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    unseen: bool = False
    skipped: bool = False
    font: int = -1
    fallback: int = 1  # characters after \u that stand in for it
    place: str = ""  # fonttbl or stylesheet


def read(path: Path) -> Source:
    """Read a rich text document.

    Raises
    ------
    InputError
        When it is no RTF or breaks off.
    """
    raw = read_bytes(path)
    if raw.lstrip()[:5] != b"{\\rtf":
        remedy = "Give the file the ending of what it is, or save it anew in its program."
        raise InputError("this is no .rtf document, whatever its name says.", path, remedy=remedy)
    reader = _Reader()
    if not reader.read(raw.lstrip()):
        remedy = "It may not have arrived whole: copy it again, or open it in its program and save it anew."
        raise InputError("the document breaks off before its end.", path, remedy=remedy)
    return Source(tuple(reader.parts), f"rtf, {reader.codec}", "paragraph", reader.warnings())


class _Reader:
    def __init__(self) -> None:
        self.parts: list[Line | Row] = []
        self.codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._titles: set[int] = set()
        self._stack: list[_State] = []
        self._now = _State()
        self._first = False  # the next word is the first of its group
        self._star = False
        self._bytes = b""
        self._high = 0  # the first half of a surrogate pair
        self._to_skip = 0
        self._runs: list[tuple[str, bool]] = []
        self._number = 0
        self._title = False
        self._in_table = False
        self._cell: list[Line] = []
        self._cells: list[tuple[Line, ...]] = []
        self._table = 0
        self._row_before = False
        self._style = (0, "")
        self._seen: set[str] = set()

    def warnings(self) -> tuple[str, ...]:
        told = []
        if "deleted" in self._seen:
            told.append("tracked changes: insertions are read, deletions are left out")
        if "v" in self._seen:
            told.append("hidden text is left out")
        if "footnote" in self._seen:
            told.append("footnotes are left out")
        if "annotation" in self._seen:
            told.append("comments are left out")
        if self._seen & {"shp", "do", "shpinst"}:
            told.append("text boxes are left out")
        return tuple(told)

    def read(self, raw: bytes) -> bool:
        """Go through the file; False when it ends inside a group."""
        for match in _TOKEN.finditer(raw):
            kind = match.lastgroup
            if kind in ("word", "number"):
                number = match["number"]
                self._word(match["word"].decode("ascii"), None if number is None else int(number))
            elif kind == "hex":
                self._byte(bytes.fromhex(match["hex"].decode("ascii")))
            elif kind == "plain":
                self._plain(match["plain"])
            elif kind == "brace":
                if not self._brace(match["brace"]):
                    break
            elif kind == "sign":
                self._sign(match["sign"].decode("latin-1"))
        complete = not self._stack
        self._end_paragraph()
        self._end_row()
        return complete

    def _brace(self, brace: bytes) -> bool:
        """Open or close a group; False when the document is closed."""
        self._flush()
        self._to_skip = 0
        if brace == b"{":
            self._stack.append(self._now)
            self._first = True
            return True
        if self._now.place == "stylesheet" and self._style[1]:
            self._end_style()
        if self._stack:
            self._now = self._stack.pop()
        self._first = self._star = False
        return bool(self._stack)

    def _word(self, word: str, number: int | None) -> None:
        self._flush()
        first, star = self._first, self._star
        self._first = self._star = False
        if self._to_skip and word != "u":
            self._to_skip -= 1
            return
        if first and (word in _SKIPPED or star):
            self._seen.add(word)
            self._now = replace(self._now, skipped=True)
            return
        if word in ("fonttbl", "stylesheet") and first:
            self._now = replace(self._now, place=word)
        elif self._now.skipped:
            return
        elif self._now.place:
            self._of_place(word, number)
        elif word in (
            "b",
            "i",
            "ul",
            "v",
            "deleted",
            "plain",
            "f",
            "uc",
            "ulnone",
            "ulw",
            "ulth",
            "uld",
            "uldb",
        ):
            self._format(word, number)
        elif word in ("ansicpg", "mac", "pc", "pca"):
            self._set_codec(word, number)
        elif word == "u" and number is not None:
            self._unicode(number)
        elif word in _CHARACTERS:
            self._add(_CHARACTERS[word])
        elif word in _ENDS:
            self._end_paragraph()
        elif word == "pard":
            self._title = self._in_table = False
        elif word in ("intbl", "itap"):
            self._in_table = word == "intbl" or bool(number)
        elif word in ("cell", "nestcell"):
            self._end_paragraph(cell=True)
        elif word in ("row", "nestrow"):
            self._end_row()
        elif number is not None:
            self._title = self._title or (word == "outlinelevel" and number < 9)
            self._title = self._title or (word == "s" and number in self._titles)

    def _format(self, word: str, number: int | None) -> None:
        on = number != 0
        if word == "b":
            self._now = replace(self._now, bold=on)
        elif word == "i":
            self._now = replace(self._now, italic=on)
        elif word.startswith("ul"):
            self._now = replace(self._now, underlined=on and word != "ulnone")
        elif word in ("v", "deleted"):
            self._now = replace(self._now, unseen=on)
            if on:
                self._seen.add(word)
        elif word == "f" and number is not None:
            self._now = replace(self._now, font=number)
        elif word == "uc" and number is not None:
            self._now = replace(self._now, fallback=max(0, number))
        elif word == "plain":
            self._now = replace(self._now, bold=False, italic=False, underlined=False, unseen=False)

    def _set_codec(self, word: str, number: int | None) -> None:
        named = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word, f"cp{number}")
        if number in (65001, 1200):
            named = "utf-8"
        try:
            self.codec = codecs.lookup(named).name
        except LookupError:
            self.codec = "cp1252"

    def _of_place(self, word: str, number: int | None) -> None:
        if self._now.place == "fonttbl":
            if word == "f" and number is not None:
                self._now = replace(self._now, font=number)
            elif word == "fcharset" and number in _CHARSETS:
                self._fonts[self._now.font] = _CHARSETS[number]
        elif word == "s" and number is not None:
            self._style = (number, " ")

    def _end_style(self) -> None:
        number, name = self._style
        if name.strip().rstrip(";").casefold().startswith(_TITLES):
            self._titles.add(number)
        self._style = (0, "")

    def _sign(self, sign: str) -> None:
        self._flush()
        if sign == "*":
            self._star = True
            return
        self._first = False
        if self._to_skip:
            self._to_skip -= 1
        elif sign in "\r\n":
            self._end_paragraph()
        else:
            self._add(_SIGNS.get(sign, ""))

    def _byte(self, byte: bytes) -> None:
        self._first = False
        if self._to_skip:
            self._to_skip -= 1
        elif not (self._now.skipped or self._now.unseen or self._now.place):
            self._bytes += byte

    def _plain(self, plain: bytes) -> None:
        self._first = False
        if self._to_skip:
            skipped = min(self._to_skip, len(plain))
            self._to_skip -= skipped
            plain = plain[skipped:]
        if self._now.place == "stylesheet" and self._style[1]:
            self._style = (self._style[0], self._style[1] + plain.decode("latin-1"))
        elif not (self._now.skipped or self._now.unseen or self._now.place):
            self._bytes += plain.replace(b"\t", b" ")

    def _unicode(self, number: int) -> None:
        self._to_skip = self._now.fallback
        point = number & 0xFFFF if number < 0 else number
        if 0xD800 <= point < 0xDC00:
            self._high = point
            return
        if 0xDC00 <= point < 0xE000:
            if not self._high:
                return
            point = 0x10000 + ((self._high - 0xD800) << 10) + point - 0xDC00
        self._high = 0
        if 0 < point <= 0x10FFFF and not 0xE000 <= point <= 0xF8FF:
            self._add(chr(point))

    def _flush(self) -> None:
        if self._bytes:
            raw, self._bytes = self._bytes, b""
            self._add(raw.decode(self._fonts.get(self._now.font, self.codec), "replace"))

    def _add(self, text: str) -> None:
        if text and not (self._now.skipped or self._now.unseen or self._now.place):
            self._runs.append((text, self._now.bold or self._now.italic or self._now.underlined))

    def _end_paragraph(self, cell: bool = False) -> None:
        self._flush()
        runs, self._runs = self._runs, []
        self._number += 1
        lines = paragraphs(runs, self._number, heading=self._title)
        if cell or self._in_table:
            self._cell += lines
            if cell:
                self._cells.append(tuple(self._cell))
                self._cell = []
        else:
            self._row_before = self._row_before and not lines
            self.parts += lines

    def _end_row(self) -> None:
        if self._cell:
            self._cells.append(tuple(self._cell))
            self._cell = []
        if self._cells:
            self._table += not self._row_before
            self.parts.append(Row(self._table, tuple(self._cells)))
            self._cells = []
            self._row_before = True
