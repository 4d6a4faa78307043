"""Thresholds that the team declared beforehand, held against the measures they speak of."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

import pandas as pd

from delphi.study import Study
from delphi.study.config import Consensus

CONSENSUS = "consensus:"


def evaluated(table: pd.DataFrame, study: Study) -> Iterator[dict[str, Any]]:
    """One row per declared rule, round and item: the measure again, with the threshold and whether it is met.

    A rule on a measure between rounds is held against the pair that ends in its round, unless the
    earlier round is of purpose `breadth`: what breadth brought up is never judged.

    Parameters
    ----------
    table
        Measures, in the columns of `RATINGS_COLUMNS`.
    study
        The configuration with the rules.
    """
    breadth = {str(round_.number) for round_ in study.rounds if round_.purpose == "breadth"}
    for rule in study.consensus:
        mine = table[
            (table["scale"] == rule.scale)
            & (table["perspective"] == rule.perspective)
            & (table["measure"] == rule.measure)
        ]
        for number in rule.rounds:
            for row in mine.to_dict("records"):
                rounds = row["round"].split("-")
                if rounds[-1] == str(number) and not breadth & set(rounds):
                    yield _held_against(row, rule, study.text(rule.rationale))


def threshold(rule: Consensus) -> str:
    """`>= 0.75` or `<= 0.15`."""
    bound, _, sign = _bound(rule)
    return f"{sign} {bound:g}"


def _held_against(row: dict[str, Any], rule: Consensus, rationale: str) -> dict[str, Any]:
    bound, holds, _ = _bound(rule)
    estimable = not pd.isna(row["value"])
    met = ("yes" if holds(round(row["value"], 9), bound) else "no") if estimable else ""
    return row | {
        "measure": CONSENSUS + rule.measure,
        "note": f"declared beforehand: {rationale}; {row['note']}",
        "threshold": threshold(rule),
        "met": met,
    }


def _bound(rule: Consensus) -> tuple[float, Any, str]:
    if rule.at_least is not None:
        return rule.at_least, operator.ge, ">="
    assert rule.at_most is not None
    return rule.at_most, operator.le, "<="
