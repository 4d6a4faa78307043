"""Reading what the workflow made: one that is damaged is told, with the remedy, wherever it is read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.errors import InputError

REMEDY = "Delete it and run the workflow again; it is made anew."
UNREADABLE = (ValueError, KeyError, TypeError, EOFError, OSError, zipfile.BadZipFile)
"""What readers of Parquet, CSV, JSON and NumPy files say of a damaged one."""


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
    """A derived table: text as it is (an empty cell is an empty text), the named columns as numbers.

    Raises
    ------
    InputError
        When it is damaged: no table, a row that breaks off, a column that is missing or holds no number.
    """
    with whole_file(file):
        content = Path(file).read_bytes()
        if not content.endswith(b"\n"):  # pandas would fill up the row that breaks off
            raise ValueError("a row breaks off")
        frame = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8")
        for column, kind in kinds.items():
            frame[column] = pd.to_numeric(frame[column]).astype(kind)
    return frame


def read_tags(file: Path | str) -> pd.DataFrame:
    """`tags.csv`, with numbers as numbers; read by Arrow, since it is the longest table of a study; errors as `read_csv`."""
    import pyarrow as pa
    import pyarrow.csv as table_of

    numbers = dict.fromkeys(("round", "turn", "start", "end"), pa.int64()) | {"confidence": pa.float64()}
    with whole_file(file):
        content = Path(file).read_bytes()
        if not content.endswith(b"\n"):  # half a row would be read as a whole one
            raise ValueError("a row breaks off")
        names = pd.read_csv(io.BytesIO(content), nrows=0, encoding="utf-8").columns
        if missing := set(numbers).difference(names):
            raise KeyError(*missing)
        table = table_of.read_csv(
            io.BytesIO(content),
            parse_options=table_of.ParseOptions(newlines_in_values=True),
            convert_options=table_of.ConvertOptions(
                column_types={name: numbers.get(name, pa.string()) for name in names},
                null_values=[""], strings_can_be_null=False,
            ),
        )  # fmt: skip
        frame: pd.DataFrame = table.to_pandas(split_blocks=True, self_destruct=True)
    return frame


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
