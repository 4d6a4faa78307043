"""YAML and CSV files as people write them, with the place of every value so that errors can point at it."""

from __future__ import annotations

import csv
import difflib
import io
import itertools
import types
import typing
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from delphi.errors import InputError, InputErrors
from delphi.study.plainly import value_problem, yaml_problem

MOST_VALUES = 500_000  # in a YAML file, references written out: a codebook of a thousand codes has 20,000
WHOLE_NUMBER = 9  # digits

Location = tuple[int | str, ...]


class Section(BaseModel):
    """A mapping in a configuration file; an unknown key is refused and the nearest valid one is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Texts(RoundTripConstructor):
    """Reads dates as they are written; the models know which texts are dates, and whether they exist."""


_Texts.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


def misfit(message: str, *location: int | str) -> PydanticCustomError:
    """An error for a validator to raise, about values that do not fit together; `location` is where to look."""
    return PydanticCustomError("misfit", "{message}", {"message": message, "at": location})


SectionType = TypeVar("SectionType", bound=Section)


def load_section(path: Path, model: type[SectionType]) -> SectionType:
    """Read a YAML file into a typed model.

    Raises
    ------
    InputErrors
        With file, line, the key and a remedy for every mistake found.
    """
    return checked(read_yaml(path), path, model)


def checked(data: CommentedMap, path: Path, model: type[SectionType]) -> SectionType:
    """The same of data that were read already."""
    try:
        return model.model_validate(plain(data))
    except ValidationError as error:
        raise InputErrors([_explain(path, data, model, detail) for detail in error.errors()]) from None


def read_yaml(path: Path) -> CommentedMap:
    """Read a YAML 1.2 mapping that remembers its line numbers; duplicate keys and tabs are errors."""
    return parse_yaml(read_text(path), path)


def parse_yaml(text: str, path: Path) -> CommentedMap:
    """The same of a text that is, or is to be, in a file."""
    try:
        yaml = YAML(typ="rt")
        yaml.Constructor = _Texts
        data = yaml.load(text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        key = str(error.problem).split('"')[1] if '"' in str(error.problem) else ""
        raise InputError(
            f"the key `{key}` stands here twice.", path, line=line, remedy="Keep one of the two."
        ) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what, remedy = yaml_problem(f"{error.context or ''} {error.problem or ''}".strip())
        raise InputError(
            what,
            path,
            line=mark.line + 1 if mark else None,
            column=mark.column + 1 if mark else None,
            remedy=remedy,
        ) from None
    except RecursionError:
        raise InputError(
            "brackets or braces stand in one another too deep.", path, remedy="Close each that you open."
        ) from None
    except (YAMLError, ValueError) as error:
        what, remedy = yaml_problem(" ".join(str(error).split()))
        raise InputError(what, path, remedy=remedy) from None
    if not isinstance(data, CommentedMap):
        raise InputError(
            "the file holds no keys.", path, line=1, remedy="Expected lines such as `title: My study`."
        )
    _check_size(data, path)
    return data


def line_of(data: Any, location: Location) -> int | None:
    """Line (from 1) of the value at `location` in data read with `read_yaml`; of its parent when absent."""
    line: int | None = None
    for step in location:
        if isinstance(data, CommentedMap) and step in data:
            line = data.lc.key(step)[0] + 1
        elif isinstance(data, CommentedSeq) and isinstance(step, int) and step < len(data):
            line = data.lc.item(step)[0] + 1
        else:
            break
        data = data[step]
    return line


def plain(data: Any) -> Any:
    """The same data as ordinary dictionaries and lists."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    return data


def whole_number(text: str, least: int = 0) -> int | None:
    """The number that a cell holds, if it is a whole one written in ordinary digits and not endless."""
    fits = text.isascii() and text.isdecimal() and len(text) <= WHOLE_NUMBER
    return int(text) if fits and int(text) >= least else None


def read_text(path: Path) -> str:
    """The text of a UTF-8 (or UTF-16 with a byte order mark) file, with LF line ends.

    Raises
    ------
    InputError
        When it cannot be read, is in another encoding or holds null bytes.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError("the file does not exist.", path, remedy="Create it or correct its name.") from None
    except (IsADirectoryError, PermissionError) as error:
        remedy = "Put a file with this name there, and see that you may read it."
        raise InputError(f"the file cannot be read ({error.strerror}).", path, remedy=remedy) from None
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        remedy = "Save the file again with the encoding UTF-8."
        if path.suffix == ".csv":
            remedy = "In the spreadsheet, save it again as CSV UTF-8 (comma delimited)."
        raise InputError("this is not UTF-8 text.", path, line=line, remedy=remedy) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        remedy = "Delete the invisible character (a null byte), or save the file anew in its program."
        raise InputError("the file is damaged.", path, line=line, remedy=remedy)
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Row:
    """One row of a table: its cells by column, stripped, and its line in the file (the header is line 1)."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    lists_split_at: ClassVar[str] = ";"

    def items(self, column: str) -> tuple[str, ...]:
        """The parts of a `;`-separated cell, without empty ones."""
        return tuple(part.strip() for part in self[column].split(self.lists_split_at) if part.strip())


def read_table(
    path: Path, required: Sequence[str], *, strip: bool = True, added: Collection[str] = ()
) -> tuple[list[str], list[Row]]:
    """Read a CSV that a spreadsheet may have saved again (`;`, CRLF, byte order mark).

    Parameters
    ----------
    added
        Columns that were added at the end of the header after rows had been written; a row may lack
        such cells at its end, and is then read as if they were empty.

    Returns
    -------
    columns, rows
        The header and the rows that are not empty.

    Raises
    ------
    InputError
        When a required column is missing, a column stands twice, or a row has another number of cells.
    """
    header, lines = read_lines(path, required, added)
    rows = (map(str.strip, cells) if strip else cells for _, cells in lines)
    return header, [Row(line, dict(zip(header, values))) for (line, _), values in zip(lines, rows)]


def read_lines(
    path: Path, required: Sequence[str], added: Collection[str] = ()
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """`read_table`, each row as its line and its cells, unstripped."""
    text = read_text(path)
    if not text.strip():
        raise InputError(
            "the file is empty.", path, remedy=f"Expected a header with the columns {', '.join(required)}."
        )
    header_line = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=lambda mark: (header_line.count(mark), mark == ","))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        header = [name.strip() for name in next(reader)]
        _check_header(path, header, required)
        line = reader.line_num + 1
        short = len(header) - lackable(header, added)
        last = 0 if text.endswith("\n") else text.count("\n") + 1  # a row without line end may be cut
        for cells in reader:
            if any(cell.strip() for cell in cells):
                is_older = short <= len(cells) < len(header) and reader.line_num != last
                if len(cells) != len(header) and not is_older:
                    raise _wrong_width(path, line, len(cells), len(header), delimiter)
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"this row cannot be read as CSV ({error}).",
            path,
            line=line,
            remedy="Look for a quotation mark that opens and does not close.",
        ) from None
    return header, rows


def read_cells(
    path: Path, required: Sequence[str], added: Collection[str] = ()
) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a CSV, as lists and unstripped: `read_table` for very many rows; errors as there."""
    text = read_text(path)
    header_line = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=lambda mark: (header_line.count(mark), mark == ","))
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except (ValueError, csv.Error):
        header, rows = [], []
    header = [name.strip() for name in header]
    rows = [row for row in rows if any(row) and any(cell.strip() for cell in row)]
    if not set(required) <= set(header) or any(len(row) != len(header) for row in rows):
        header, found = read_lines(path, required, added)
        rows = [cells + [""] * (len(header) - len(cells)) for _, cells in found]
    return header, rows


def lackable(header: Sequence[str], added: Collection[str]) -> int:
    """How many columns at the end of a header are among those added later."""
    return next((n for n, name in enumerate(reversed(header)) if name not in added), len(header))


def nearest(word: str, known: Collection[str]) -> str:
    """A sentence that names the nearest known word, or all of them when none is near."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean `{close[0]}`?" if close else f"Known are: {', '.join(dict.fromkeys(known))}."


def section_in(annotation: Any) -> tuple[type[Section] | None, bool, bool]:
    """The model inside a field's type, and whether the field is a list or a mapping of it."""
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation, False, False
    if origin in (types.UnionType, typing.Union):
        return next((section_in(part) for part in parts if section_in(part)[0]), (None, False, False))
    if origin in (list, dict):
        return section_in(parts[-1])[0], origin is list, origin is dict
    return None, False, False


def _wrong_width(path: Path, line: int, cells: int, columns: int, delimiter: str) -> InputError:
    counted = f"{cells} cell{'' if cells == 1 else 's'}"
    remedy = f'Put cells that hold a "{delimiter}" between double quotation marks.'
    if cells < columns:
        remedy = f'Complete it or take it out, if it breaks off; cells are separated by "{delimiter}" here.'
    return InputError(f"this row has {counted}, the header has {columns}.", path, line=line, remedy=remedy)


def _check_size(data: Any, path: Path) -> None:
    """A few references that repeat one another write out more than a machine can hold."""
    count = itertools.count(1)

    def walk(value: Any, above: tuple[int, ...]) -> None:
        if next(count) > MOST_VALUES or id(value) in above:
            what = "its references (`&name` and `*name`) repeat one another without end."
            raise InputError(what, path, remedy="Write out what they stand for.")
        if isinstance(value, dict | list):
            for inner in value.values() if isinstance(value, dict) else value:
                walk(inner, (*above, id(value)))

    walk(data, ())


def _check_header(path: Path, header: list[str], required: Sequence[str]) -> None:
    for name in required:
        if name not in header:
            found = f"Found the columns {', '.join(header)}."
            raise InputError(f"the column `{name}` is missing.", path, line=1, remedy=found)
    for name in header:
        if header.count(name) > 1:
            raise InputError(f"the column `{name}` stands twice.", path, line=1, remedy="Rename one of them.")


def _explain(path: Path, data: CommentedMap, model: type[Section], detail: Any) -> InputError:
    location: Location = tuple(detail["loc"])
    line = line_of(data, location)
    if detail["type"] == "extra_forbidden":
        known = [field.alias or name for name, field in _section_at(model, location).model_fields.items()]
        remedy = nearest(str(location[-1]), known)
        return InputError(f"the key `{location[-1]}` is not known here.", path, line=line, remedy=remedy)
    if detail["type"] == "missing":
        under = ".".join(map(str, location[:-1]))
        what = f"the key `{location[-1]}` is missing{f' under `{under}`' if under else ''}."
        return InputError(what, path, line=line or 1, remedy="config/README.md describes every key.")
    if detail["type"] == "misfit":
        line = line_of(data, (*location, *detail["ctx"]["at"])) or 1
        return InputError(detail["msg"], path, line=line)
    name = ".".join(str(step + 1) if isinstance(step, int) else str(step) for step in location)
    what, remedy = value_problem(detail)
    return InputError(f"`{name}`: {what}.", path, line=line, remedy=remedy)


def _section_at(model: type[Section], location: Location) -> type[Section]:
    for step in location[:-1]:
        for name, field in model.model_fields.items():
            inner = section_in(field.annotation)[0]
            if step == (field.alias or name) and inner:
                model = inner
                break
    return model
