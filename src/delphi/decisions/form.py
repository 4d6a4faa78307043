"""How a decision file writes its rows, as people and spreadsheets left it: columns, delimiter, line ends, encoding."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from delphi.decisions.cells import DECISION_COLUMNS, OPTIONAL_COLUMNS
from delphi.errors import InputError
from delphi.study.sources import lackable


@dataclass(frozen=True)
class Form:
    """How an existing file writes its rows; `header` is how many bytes its first line has, without line end."""

    columns: tuple[str, ...]
    delimiter: str = ","
    line_end: str = "\n"
    encoding: str = "utf-8"
    ends_with_line: bool = True
    header: int = 0

    def lines(self, rows: Sequence[Sequence[str]]) -> bytes:
        """Rows as the file writes them."""
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self.delimiter, lineterminator=self.line_end).writerows(rows)
        return out.getvalue().encode(self.encoding)


def form_of(path: Path, raw: bytes, *, needed: Sequence[str] = DECISION_COLUMNS, whole: bool = True) -> Form:
    """The form of a file.

    Parameters
    ----------
    needed
        The columns that it must have, apart from optional ones.
    whole
        Whether it is to be written in, so that its last row must be whole.

    Raises
    ------
    InputError
        When the last row is cut, or the header lacks a column.
    """
    text, encoding, mark = decoded(path, raw)
    if whole and whole_rows(text) < len(text):
        raise InputError(
            "the last row was cut in the middle.",
            path,
            line=text.count("\n", 0, whole_rows(text)) + 1,
            remedy="Nothing was written. Put the cut row aside first; it was never confirmed.",
        )
    header = next(io.StringIO(text), "").rstrip("\r\n")
    delimiter = delimiter_of(header)
    columns = tuple(name.strip() for name in next(csv.reader([header], delimiter=delimiter), []))
    for name in needed:
        if name not in columns and name not in OPTIONAL_COLUMNS:
            raise InputError(f"nothing was written: the column `{name}` is missing.", path, line=1)
    first_end = text[len(header) : len(header) + 2]
    line_end = first_end if first_end == "\r\n" else first_end[:1] or "\n"
    return Form(
        columns, delimiter, line_end, encoding, text.endswith(("\n", "\r")),
        len(mark) + len(header.encode(encoding)),
    )  # fmt: skip


def with_columns(raw: bytes, form: Form, names: Sequence[str]) -> bytes:
    """The same file with more columns at the end of its header; every other byte stays."""
    more = form.delimiter.join(["", *names]).encode(form.encoding)
    return raw[: form.header] + more + raw[form.header :]


def missing_columns(path: Path | str) -> tuple[str, ...]:
    """The optional columns that an existing file lacks."""
    path = Path(path)
    raw = path.read_bytes() if path.exists() else b""
    columns = form_of(path, raw, whole=False).columns if raw else OPTIONAL_COLUMNS
    return tuple(name for name in OPTIONAL_COLUMNS if name not in columns)


def delimiter_of(header: str) -> str:
    """The mark between cells; a comma where nothing decides."""
    return max((",", ";", "\t"), key=lambda mark: (header.count(mark), mark == ","))


def whole_rows(text: str) -> int:
    """The length of the text without a last row that is cut: too few cells, or a quotation that stays open."""
    if text.endswith(("\n", "\r")) and text.count('"') % 2 == 0:
        return len(text)
    delimiter = delimiter_of(text.split("\n", 1)[0])
    lines = list(io.StringIO(text, newline=""))
    columns = next(csv.reader(lines[:1], delimiter=delimiter))
    width, least = len(columns), len(columns) - lackable(columns, OPTIONAL_COLUMNS)
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    before = cells = 0
    try:
        for row in reader:
            cells = len(row)
            if reader.line_num < len(lines):
                before = reader.line_num
    except csv.Error:
        cells = 0
    later = csv.reader(lines[before + 1 :], delimiter=delimiter)
    if cells >= width or any(least <= len(row) <= width for row in later):  # whole, or broken somewhere else
        return len(text)
    return sum(len(line) for line in lines[:before])


def decoded(path: Path, raw: bytes) -> tuple[str, str, bytes]:
    """Text without its byte order mark, the encoding to append with, and the mark."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"", "utf-8"),
    ):
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode(encoding), encoding, mark
            except UnicodeDecodeError as error:
                if error.end == len(raw) - len(mark):  # cut in the middle of a character
                    return raw[len(mark) :].decode(encoding, "replace"), encoding, mark
                raise InputError(
                    "this is not UTF-8 text.", path, remedy="Save the file again with the encoding UTF-8."
                ) from None
    raise AssertionError("unreachable")
