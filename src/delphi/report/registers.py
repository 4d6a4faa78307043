"""The registers that only the report draws on: parameters of the work models, and examples from practice."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from delphi.codebook import Codebook
from delphi.errors import InputError, InputErrors
from delphi.study.sources import nearest, read_table

PARAMETER_COLUMNS = ("parameter", "label")
PRACTICE_COLUMNS = (
    "practice_id", "work_model", "name", "organisation", "place", "description", "goal", "target_group",
)  # fmt: skip


def read_parameters(path: Path | str, codebook: Codebook) -> pd.DataFrame:
    """Read `parameters.csv`: `parameter, label` and a column per work model.

    Raises
    ------
    InputErrors
        For a column that is no work model, an empty label, a parameter that stands twice.
    """
    path = Path(path)
    header, rows = read_table(path, PARAMETER_COLUMNS)
    models = codebook.keys("work_model")
    errors = [
        InputError(f"the column `{name}` is no work model.", path, line=1, remedy=nearest(name, models))
        for name in header
        if name not in PARAMETER_COLUMNS and name not in models
    ]
    seen: dict[str, int] = {}
    for row in rows:
        for column in PARAMETER_COLUMNS:
            if not row[column]:
                errors.append(InputError(f"`{column}` is empty.", path, line=row.line, remedy="Fill it in."))
        errors += _again(path, "parameter", row["parameter"], row.line, seen)
    if errors:
        raise InputErrors(errors)
    return pd.DataFrame([row.cells for row in rows], columns=header)


def read_practices(path: Path | str, codebook: Codebook) -> pd.DataFrame:
    """Read `practices.csv`: examples from practice of the work models.

    Raises
    ------
    InputErrors
        For an unknown work model, a practice without a name, an id that stands twice.
    """
    path = Path(path)
    header, rows = read_table(path, PRACTICE_COLUMNS)
    models = codebook.keys("work_model")
    errors: list[InputError] = []
    seen: dict[str, int] = {}
    for row in rows:
        if row["work_model"] not in models:
            what = f"`work_model` is `{row['work_model']}`, which is no code."
            errors.append(InputError(what, path, line=row.line, remedy=nearest(row["work_model"], models)))
        for column in ("practice_id", "name"):
            if not row[column]:
                errors.append(InputError(f"`{column}` is empty.", path, line=row.line, remedy="Fill it in."))
        errors += _again(path, "practice_id", row["practice_id"], row.line, seen)
    if errors:
        raise InputErrors(errors)
    return pd.DataFrame([row.cells for row in rows], columns=header)


def _again(path: Path, column: str, value: str, line: int, seen: dict[str, int]) -> list[InputError]:
    first = seen.setdefault(value, line)
    if first == line:
        return []
    remedy = f"It stands in line {first} too; keep one of the two."
    return [InputError(f"the {column} `{value}` stands twice.", path, line=line, remedy=remedy)]
