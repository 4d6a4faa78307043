"""Spreadsheets in and out: text stays text, whatever it looks like, and the same rows give the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from delphi.errors import InputError
from delphi.study.sources import read_table
from delphi.transcripts.archive import LARGEST, UNREADABLE, Archive

FORMULA = ("=", "+", "-", "@", "\t", "\r")
NARROWEST, WIDEST = 6, 60  # characters of a column on the screen
LINE, MOST_LINES = 15, 20  # points, and how high a row gets at most
LONGEST = 32_767  # characters of a cell; a spreadsheet takes no more
Cells = Sequence[Sequence[str | int | float]]


def workbook_bytes(sheets: Mapping[str, Cells], date: dt.date) -> bytes:
    """A workbook with a sheet for each name; the first row is its header.

    Text is stored as text, also when it begins like a formula, and is marked so that a spreadsheet keeps
    it so when somebody edits the cell.
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                _fill(sheet.cell(at, column), value, header=at == 1)
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0  # as many pages as it takes, one wide
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.auto_filter.ref = sheet.dimensions
        widths = [_width(row[column] for row in rows) for column in range(len(rows[0]))]
        for column, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width + 2
        for at, row in enumerate(rows, start=1):
            sheet.row_dimensions[at].height = LINE * min(max(map(_lines, row, widths)), MOST_LINES)
    book.properties.creator = "delphi"
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue(), date)


def csv_bytes(rows: Cells) -> bytes:
    """A CSV; text that a spreadsheet would take for a formula gets an apostrophe in front."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([[f"'{v}" if _is_formula(v) else v for v in row] for row in rows])
    return out.getvalue().encode("utf-8")


def read_rows(path: Path, required: Sequence[str]) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Columns, and rows with their number in the sheet, of a `.csv` or of the first sheet of a `.xlsx`.

    Raises
    ------
    InputError
        When it cannot be read, or a column is missing.
    """
    if path.suffix.casefold() == ".csv":
        header, rows = read_table(path, required)
        return header, [(row.line, {k: _plain(v) for k, v in row.cells.items()}) for row in rows]
    table = _read_workbook(path)
    header = [name.strip() for name in table[0]] if table else []
    while header and not header[-1]:
        header.pop()
    for name in required:
        if name not in header:
            found = f"Found the columns {', '.join(header)}." if header else "The first sheet is empty."
            raise InputError(f"the column `{name}` is missing.", path, line=1, remedy=found)
    for name in header:
        if header.count(name) > 1:
            raise InputError(f"the column `{name}` stands twice.", path, line=1, remedy="Rename one of them.")
    rows_ = [(line, dict(zip(header, row))) for line, row in enumerate(table[1:], start=2)]
    return header, [(line, row) for line, row in rows_ if any(row.values())]


def _fill(cell: Any, value: str | int | float, *, header: bool) -> None:
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST]
        cell.data_type = "s"
        cell.quotePrefix = _is_formula(value)
        cell.alignment = Alignment(wrap_text=len(value) > WIDEST or "\n" in value, vertical="top")
    else:
        cell.value = value
        cell.alignment = Alignment(vertical="top", horizontal="left")  # clear of the text in the next column
    if header:
        cell.font = Font(name="Calibri", size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="E8ECEF")


def _width(column: Iterable[str | int | float]) -> int:
    """Characters that a column shows beside each other."""
    longest = max(len(line) for value in column for line in str(value).split("\n"))
    return min(max(longest, NARROWEST), WIDEST)


def _lines(value: str | int | float, width: int) -> int:
    """How many lines a cell takes; not every program finds this out by itself when it opens a workbook."""
    return sum(max(1, math.ceil(len(line) / width)) for line in str(value).split("\n"))


def _is_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith(FORMULA)


def _plain(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _without_clock(raw: bytes, date: dt.date) -> bytes:
    """The same workbook, saved on the date of the study whenever it is saved."""
    out = io.BytesIO()
    day = f"{date.isoformat()}T00:00:00Z"
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(?<=>)\d{4}-\d\d-\d\dT[\d:]+Z(?=<)", day.encode(), data)
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return out.getvalue()


def _read_workbook(path: Path) -> list[list[str]]:
    archive = Archive(path, ".xlsx")
    for name in archive.names:
        if name.endswith((".xml", ".rels")):
            archive.xml(name)  # refuses entities and parts that unpack to something enormous
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [
            ["" if v is None else str(v).strip() for v in row] for row in sheet.iter_rows(values_only=True)
        ]
        book.close()
    except (*UNREADABLE, KeyError, IndexError, TypeError):
        remedy = "Open it in a spreadsheet program and save it again as .xlsx, or as .csv."
        raise InputError("the workbook is damaged or incomplete.", path, remedy=remedy) from None
    if sum(map(len, rows)) > LARGEST:
        raise InputError("the sheet is larger than any codebook.", path, remedy="Take the empty rows out.")
    return rows
