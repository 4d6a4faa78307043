"""`ratings.csv` of the reports: every measure of every item, per round and between rounds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd

from delphi.ratings.between import compared
from delphi.ratings.definitions import DEFINITIONS
from delphi.ratings.estimate import Estimate
from delphi.ratings.in_round import concordance, described, judged
from delphi.ratings.stability import pairs
from delphi.ratings.thresholds import evaluated
from delphi.study import Study

RATINGS_COLUMNS = [
    "item_id", "scale", "round", "perspective", "measure", "value", "low", "high", "n", "note",
    "work_model", "version", "missing", "threshold", "met",
]  # fmt: skip
DIGITS = 6
Row = dict[str, Any]


def ratings_table(
    ratings: pd.DataFrame, invited: pd.DataFrame, items: pd.DataFrame, versions: pd.DataFrame, study: Study
) -> pd.DataFrame:
    """All measures, in the order of scales, rounds, the codebook's work models and the register of items.

    Parameters
    ----------
    ratings
        From `delphi.ratings.read_ratings`.
    invited
        From `delphi.ratings.invited_raters`.
    items
        From `delphi.items.read_items`.
    versions
        From `delphi.items.versions_in_force`: which version was rated.
    study
        The configuration.

    Returns
    -------
    DataFrame
        `RATINGS_COLUMNS`.  `round` is `2`, or `2-3` between two rounds; `perspective` is empty for
        the whole panel; `value` is missing where a measure is not estimable.  Rows about a work
        model (Kendall's W) or about all items (who rated) have an empty `item_id`.
    """
    models = items.drop_duplicates("item_id", keep="last").set_index("item_id")["work_model"].to_dict()
    rated_version = {
        (i, r): v for i, r, v in versions[["item_id", "round", "version"]].itertuples(index=False)
    }
    rows: list[Row] = []
    for scale in study.scales:
        of_scale = ratings[ratings["scale"] == scale]
        rounds = sorted(set(of_scale["round"]))
        for number in rounds:
            rows += _of_round(of_scale, scale, number, invited, models, rated_version, study)
        for earlier, later in pairwise(rounds):
            for perspective, rated in _perspectives(of_scale, study):
                about = {"scale": scale, "round": f"{earlier}-{later}", "perspective": perspective}
                rows.append(_raters(rated, "raters_both", [earlier, later], about))
        for item in models:
            mine = of_scale[of_scale["item_id"] == item]
            for earlier, later in pairwise(sorted(set(mine["round"]))):
                known = [rated_version.get((item, number), 1) for number in (earlier, later)]
                rows += _of_pair(mine, scale, earlier, later, item, models[item], known, study)
    table = pd.DataFrame.from_records(rows, columns=RATINGS_COLUMNS)
    judged_rows = pd.DataFrame.from_records(list(evaluated(table, study)), columns=RATINGS_COLUMNS)
    table = pd.concat([table, judged_rows], ignore_index=True) if len(judged_rows) else table
    for column in ("value", "low", "high"):
        table[column] = table[column].astype("float64").round(DIGITS) + 0.0
    return table.astype({"n": "int64", "missing": "Int64"})


def _of_round(
    of_scale: pd.DataFrame,
    scale: str,
    number: int,
    invited: pd.DataFrame,
    models: dict[str, str],
    versions: dict[tuple[str, int], int],
    study: Study,
) -> Iterator[Row]:
    here = of_scale[of_scale["round"] == number]
    asked = invited[invited["round"] == number]
    asked = asked[asked["perspective"].isin(set(here["perspective"]))]
    judging = study.round(number).purpose != "breadth"
    rated_here = set(here["item_id"])
    items = [item for item in models if item in rated_here]
    for perspective, rated in _perspectives(here, study):
        people = asked if not perspective else asked[asked["perspective"] == perspective]
        of_round = {"scale": scale, "round": str(number), "perspective": perspective}
        missing = len(people) - rated["participant_id"].nunique()
        yield _raters(rated, "raters", [number], of_round | {"missing": missing})
        by_item = dict(iter(rated.groupby("item_id")))
        for item in items:
            mine = by_item.get(item, rated.iloc[:0])
            found = list(described(mine, len(people), study.scales[scale]))
            found += judged(mine, study.scales[scale]) if judging else []
            about = of_round | {
                "item_id": item,
                "work_model": models[item],
                "version": str(versions.get((item, number), 1)),
                "missing": len(people) - len(mine),
            }
            yield from (_row(about, estimate_) for estimate_ in found)
        for model in dict.fromkeys(models.values()) if judging else ():
            of_model = [item for item in items if models[item] == model]
            if of_model:
                w, missing = concordance(rated[rated["item_id"].isin(of_model)], of_model)
                about = {"item_id": "", "work_model": model, "version": "", "missing": missing}
                yield _row(of_round | about, w)


def _of_pair(
    mine: pd.DataFrame,
    scale: str,
    earlier: int,
    later: int,
    item: str,
    model: str,
    versions: list[int],
    study: Study,
) -> Iterator[Row]:
    other_version = ""
    if versions[0] != versions[1]:
        other_version = (
            f"version {versions[0]} was rated in round {earlier}, version {versions[1]} in round {later}; "
        )
    for perspective, rated in _perspectives(mine, study):
        if not {earlier, later} <= set(rated["round"]):
            continue
        both = pairs(rated, earlier, later)
        about = {
            "item_id": item, "scale": scale, "round": f"{earlier}-{later}", "perspective": perspective,
            "work_model": model, "version": "-".join(map(str, dict.fromkeys(versions))),
            "missing": int((rated["round"] == earlier).sum()) - len(both),
        }  # fmt: skip
        for estimate_ in compared(rated, both, earlier, later, study.scales[scale]):
            yield _row(about, estimate_, other_version)


def _raters(rated: pd.DataFrame, measure: str, rounds: list[int], about: Row) -> Row:
    """How many people rated at all in every one of these rounds."""
    people = [set(rated.loc[rated["round"] == number, "participant_id"]) for number in rounds]
    n = len(set.intersection(*people))
    about = {"item_id": "", "work_model": "", "version": "", "missing": len(people[0]) - n} | about
    return _row(about, Estimate(measure, n, n=n, note=DEFINITIONS[measure]))


def _perspectives(frame: pd.DataFrame, study: Study) -> Iterator[tuple[str, pd.DataFrame]]:
    """The whole panel, then every perspective that rated, as the study orders them."""
    yield "", frame
    for perspective in study.perspectives:
        rated = frame[frame["perspective"] == perspective]
        if len(rated):
            yield perspective, rated


def _row(about: Row, estimate_: Estimate, before_note: str = "") -> Row:
    values = {
        "measure": estimate_.measure, "value": estimate_.value, "low": estimate_.low, "high": estimate_.high,
        "n": estimate_.n, "note": before_note + estimate_.note, "threshold": "", "met": "",
    }  # fmt: skip
    return about | values
