"""Reading `ratings.csv`: who rated which item how, in which round, on which declared scale."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import pandas as pd

from delphi.errors import InputError, InputErrors
from delphi.study import Participant, Study
from delphi.study.sources import Row, nearest, read_table

RATING_COLUMNS = ("round", "participant_id", "item_id", "scale", "rating")
KINDS = {"round": "int64", "value": "float64", "agrees": "boolean", "row": "int64"}


def read_ratings(
    path: Path | str, items: Sequence[str], participants: Sequence[Participant], study: Study
) -> pd.DataFrame:
    """Read `ratings.csv`; people who withdrew are left out, an empty rating is no answer.

    Parameters
    ----------
    path
        The file; a study without it has no ratings.
    items
        Ids of the register of items, in its order.
    participants, study
        The register of participants, and the configuration with the scales.

    Returns
    -------
    DataFrame
        `round` (int), `participant_id, perspective, item_id, scale, rating` (as written), `value`
        (float: the number itself, or the position of a word on its scale, from 1), `agrees`
        (boolean: from `agree_from` upwards; missing when the scale has none) and `row` (line of
        the file).  Ordered by round, scale, register of items and register of participants.

    Raises
    ------
    InputErrors
        For an unknown round, participant, item, scale or level, and for a second rating of the same
        item on the same scale in the same round; each with its line.
    """
    path = Path(path)
    rows = read_table(path, RATING_COLUMNS)[1] if path.exists() else []
    if rows and not items:
        remedy = f"{path.name} rates items; put items.csv in place or take the ratings away."
        raise InputError("items.csv is missing or holds no item.", path, remedy=remedy)
    people = {person.participant_id: person for person in participants}
    known = dict.fromkeys(items)
    errors: list[InputError] = []
    seen: dict[tuple[str, ...], int] = {}
    records = []
    for row in rows:
        wrong = _wrong(path, row, known, people, study)
        errors += wrong
        key = tuple(row[column] for column in RATING_COLUMNS[:4])
        if key in seen:
            what = f"`{row['participant_id']}` rates `{row['item_id']}` twice in round {row['round']}."
            remedy = f"The other rating stands in line {seen[key]}; keep one of the two."
            errors.append(InputError(what, path, line=row.line, remedy=remedy))
        seen.setdefault(key, row.line)
        if wrong or not row["rating"] or people[row["participant_id"]].withdrawn_on is not None:
            continue
        scale = study.scales[row["scale"]]
        levels = [str(level) for level in scale.values]
        position = levels.index(_level(row["rating"], numeric=scale.numeric))
        agree_from = None if scale.agree_from is None else levels.index(str(scale.agree_from))
        records.append(
            {
                "round": int(row["round"]),
                "participant_id": row["participant_id"],
                "perspective": people[row["participant_id"]].perspective,
                "item_id": row["item_id"],
                "scale": row["scale"],
                "rating": levels[position],
                "value": float(scale.values[position]) if scale.numeric else position + 1.0,
                "agrees": None if agree_from is None else position >= agree_from,
                "row": row.line,
            }
        )
    if errors:
        raise InputErrors(errors)
    columns = [
        "round",
        "participant_id",
        "perspective",
        "item_id",
        "scale",
        "rating",
        "value",
        "agrees",
        "row",
    ]
    frame = pd.DataFrame.from_records(records, columns=columns).astype(KINDS)
    ranks: dict[str, Sequence[int | str]] = {
        "round": [round_.number for round_ in study.rounds],
        "scale": list(study.scales),
        "item_id": list(dict.fromkeys(items)),
        "participant_id": list(people),
    }
    order = pd.DataFrame({column: frame[column].map(_places(keys)) for column, keys in ranks.items()})
    return frame.loc[order.sort_values(list(ranks), kind="stable").index].reset_index(drop=True)


def uninvited(ratings: pd.DataFrame, participants: Sequence[Participant]) -> list[str]:
    """A sentence per person and round for ratings by somebody whom the register does not invite to that round."""
    invited = {(person.participant_id, number) for person in participants for number in person.invited_rounds}
    found = []
    for (round_, name), rows in ratings.groupby(["round", "participant_id"], sort=False):
        if (name, round_) not in invited:
            found.append(
                f"line {rows['row'].min()}: `{name}` rates in round {round_} and is not invited to it "
                "in participants.csv; the ratings count."
            )
    return found


def _places(keys: Sequence[int | str]) -> dict[int | str, int]:
    return {key: place for place, key in enumerate(keys)}


def _level(text: str, *, numeric: bool) -> str:
    """A rating as its scale writes it: `7.0` or `07` in a spreadsheet is the number 7."""
    if numeric:
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            return text
        return f"{number:g}"
    return text


def _wrong(
    path: Path, row: Row, items: Collection[str], people: Collection[str], study: Study
) -> list[InputError]:
    rounds = [str(round_.number) for round_ in study.rounds]
    scales = list(study.scales)
    errors = []
    for column, name, known, where in (
        ("round", "round", rounds, "Rounds are declared in study.yaml."),
        ("participant_id", "participant", people, "Participants stand in participants.csv."),
        ("item_id", "item", items, "Items stand in items.csv."),
        ("scale", "scale", scales, "Scales are declared in study.yaml."),
    ):
        if row[column] not in known:
            remedy = f"{nearest(row[column], list(known))} {where}" if known else where
            what = f"the {name} `{row[column]}` is not known."
            errors.append(InputError(what, path, line=row.line, remedy=remedy))
    if row["scale"] in study.scales and row["rating"]:
        scale = study.scales[row["scale"]]
        levels = [str(level) for level in scale.values]
        if _level(row["rating"], numeric=scale.numeric) not in levels:
            what = f"`{row['rating']}` is no level of the scale `{row['scale']}`."
            whole = f"Expected a whole number from {levels[0]} to {levels[-1]}."
            remedy = whole if scale.min is not None else nearest(row["rating"], levels)
            errors.append(InputError(what, path, line=row.line, remedy=remedy))
    return errors
