"""Reading what the workflow made: one that is damaged is told, with the remedy, wherever it is read."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from delphi.errors import InputError

REMEDY = "Delete it and run the workflow again; it is made anew."
UNREADABLE = (ValueError, KeyError, TypeError, EOFError, OSError, zipfile.BadZipFile)
"""What readers of Parquet, CSV, JSON and NumPy files say of a damaged one."""
FORMULA = re.compile(r"'*[=+\-@\t\r].", re.DOTALL)
"""What a spreadsheet takes for a formula, and what stands for such text; a sign alone is none."""
NUMBER = re.compile(r"[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?\s?%?")
TAG_NUMBERS = dict.fromkeys(("round", "turn", "start", "end"), pa.int64()) | {"confidence": pa.float64()}


@contextmanager
def whole_file(file: Path | str) -> Iterator[None]:
    """Whatever keeps a derived file from being read, as something a person can act on.

    Raises
    ------
    InputError
        When it is damaged; one that does not exist stays a FileNotFoundError.
    """
    try:
        yield
    except FileNotFoundError as error:  # pyarrow does not say which
        raise FileNotFoundError(error.errno, error.strerror, str(file)) from None
    except InputError:
        raise
    except UNREADABLE:
        raise InputError("this derived file is damaged.", file, remedy=REMEDY) from None


def read_parquet(
    file: Path | str, columns: Sequence[str] | None = None, filters: list[Any] | None = None
) -> pd.DataFrame:
    """A derived frame, or some columns or rows of it.

    Raises
    ------
    InputError
        When it is damaged.
    """
    with whole_file(file):
        return pd.read_parquet(file, columns=None if columns is None else list(columns), filters=filters)


def read_csv(file: Path | str, **kinds: str) -> pd.DataFrame:
    """A derived table that `cli.options.write_csv` wrote, without what kept its text from being a formula.

    Raises
    ------
    InputError
        As `read_plain`.
    """
    return armed(read_plain(file, **kinds))


def read_plain(file: Path | str, **kinds: str) -> pd.DataFrame:
    """A derived table: text as it is (an empty cell is an empty text), the named columns as numbers.

    Raises
    ------
    InputError
        When it is damaged: no table, a row that breaks off, a column that is missing or holds no number.
    """
    with whole_file(file):
        _check_end(file)
        frame = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8")
        for column, kind in kinds.items():
            frame[column] = pd.to_numeric(frame[column]).astype(kind)
    return frame


def disarmed(frame: pd.DataFrame) -> pd.DataFrame:
    """A table whose text no spreadsheet takes for a formula: an apostrophe stands in front; numbers are left."""
    return _cells(
        frame, lambda text: f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text
    )


def armed(frame: pd.DataFrame) -> pd.DataFrame:
    """A table as it was before it was disarmed."""
    return _cells(frame, lambda text: text[1:] if text[:1] == "'" and FORMULA.match(text) else text)


def _cells(frame: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    changed = {}
    for name in frame:
        if frame[name].dtype == object or pd.api.types.is_string_dtype(frame[name]):
            cells = frame[name].tolist()
            told = {cell: change(cell) for cell in set(cells) if isinstance(cell, str)}
            if any(before != after for before, after in told.items()):
                as_before = {"index": frame.index, "dtype": frame[name].dtype}
                changed[name] = pd.Series([told.get(cell, cell) for cell in cells], **as_before)
    return frame.assign(**changed)


def _in_one_piece(table: pa.Table) -> pa.Table:
    """Each column in one piece, one after the other: rows taken from many pieces cost three times as much."""
    columns = {}
    while table.num_columns:
        columns[table.column_names[0]] = table[0].combine_chunks()
        table = table.remove_column(0)
    return pa.table(columns)


def read_tags(
    file: Path | str, columns: Sequence[str] | None = None, *, unchecked: bool = True
) -> pd.DataFrame:
    """`tags.csv`, numbers as numbers; read by Arrow and as a stream, since it is the longest table of a study.

    Parameters
    ----------
    columns
        These only.
    unchecked
        Whether to keep suggestions that nobody has checked.

    Raises
    ------
    InputError
        When it is damaged.
    """
    with whole_file(file):
        _check_end(file)
        names = pd.read_csv(file, nrows=0, encoding="utf-8").columns
        if missing := set(TAG_NUMBERS).difference(names):
            raise KeyError(*missing)
        wanted = list(names) if columns is None else list(columns)
        read = wanted if unchecked or "status" in wanted else [*wanted, "status"]
        batches = pa_csv.open_csv(
            file,
            parse_options=pa_csv.ParseOptions(newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                column_types={name: TAG_NUMBERS.get(name, pa.string()) for name in names},
                null_values=[""], strings_can_be_null=False,
                include_columns=read,
            ),
        )  # fmt: skip
        kept = (
            batch if unchecked else batch.filter(pc.not_equal(batch["status"], "suggested"))
            for batch in batches
        )
        table = _in_one_piece(pa.Table.from_batches(kept, batches.schema).select(wanted))
        frame: pd.DataFrame = table.to_pandas(split_blocks=True, self_destruct=True)
    return frame


def _check_end(file: Path | str) -> None:
    """Refuse a table whose last row breaks off; a reader would fill it up."""
    with Path(file).open("rb") as content:
        content.seek(0, io.SEEK_END)
        content.seek(max(0, content.tell() - 1))
        if content.read() != b"\n":
            raise ValueError("a row breaks off")


def read_json(file: Path | str) -> dict[str, Any]:
    """A derived mapping.

    Raises
    ------
    InputError
        When it is damaged.
    """
    with whole_file(file):
        found = json.loads(Path(file).read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError("no mapping")
    return found
