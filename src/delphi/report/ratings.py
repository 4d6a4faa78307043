"""What the report says of the panel's ratings: a table per work model, and the declared thresholds."""

from __future__ import annotations

from typing import Any

from delphi.report import words
from delphi.report.content import Cell, Table, text
from delphi.report.material import Material, Part
from delphi.report.ratings_cells import agreeing, answers, same_people, statement
from delphi.report.ratings_numbers import Numbers
from delphi.report.ratings_texts import TEXTS
from delphi.report.ratings_thresholds import bound_named, declared, measure_named, threshold_table

Row = dict[str, Any]


def tables(m: Material) -> dict[str, Table]:
    """The tables about ratings, by name: `ratings-<rounds>-<scale>-<work model>` and `threshold-<number>`."""
    numbers = Numbers.of(m)
    if numbers is None:
        return {}
    book = {}
    for part in m.parts:
        for scale in numbers.scales(part.numbers):
            for code in m.codebook.work_model:
                items = numbers.items(scale, part.numbers, code.key)
                if items:
                    key = _name(part, scale, code.key)
                    book[key] = _table(m, numbers, part, scale, items, m.label(code))
    for place, rule in enumerate(m.study.consensus, 1):
        if numbers.held_against(rule):
            book[f"threshold-{place}"] = threshold_table(m, numbers, rule, place)
    return book


def section(m: Material, part: Part) -> dict[str, Any] | None:
    """What the chapter of some rounds says of their ratings; None when there are none."""
    numbers = Numbers.of(m)
    if numbers is None or not numbers.scales(part.numbers):
        return None
    scales = []
    for scale in numbers.scales(part.numbers):
        rounds = [n for n in part.numbers if numbers.raters(scale, str(n), "")]
        scales.append(
            {
                "key": scale,
                "label": m.study.text(m.study.scales[scale].label),
                "levels": _levels(m, scale),
                "rounds": [_round(m, numbers, scale, number) for number in rounds],
                "returned": numbers.returned(scale, rounds),
                "agree": agreeing(m, scale),
                "brief": numbers.are_many(scale, part.numbers),
                "models": [
                    (m.label(code), _name(part, scale, code.key))
                    for code in m.codebook.work_model
                    if numbers.items(scale, part.numbers, code.key)
                ],
            }
        )
    return {"scales": scales, "thresholds": declared(m, numbers, part)}


def conventions(m: Material) -> dict[str, Any] | None:
    """Which conventions the annex on method has to name; None for a study without ratings."""
    numbers = Numbers.of(m)
    if numbers is None:
        return None
    scales = m.study.scales.values()
    return {
        "words": any(not scale.numeric for scale in scales),
        "numbers": any(scale.numeric for scale in scales),
        "nine": any(scale.values == list(range(1, 10)) for scale in scales),
        "breadth": any(round_.purpose == "breadth" for round_ in m.study.rounds),
        "thresholds": bool(m.study.consensus),
        "untested": [
            f"{measure_named(m, rule)} {bound_named(m, rule)}, {words.rounds_named(rule.rounds, m.study.language)}"
            for rule in m.study.consensus
            if not numbers.held_against(rule)
        ],
    }


def _name(part: Part, scale: str, model: str) -> str:
    return f"ratings-{'-'.join(map(str, part.numbers))}-{scale}-{model}"


def _levels(m: Material, scale: str) -> str:
    values = m.study.scales[scale].values
    if m.study.scales[scale].numeric:
        return f"{values[0]}–{values[-1]}"
    return ", ".join(m.study.level_label(scale, level) for level in values)


def _round(m: Material, numbers: Numbers, scale: str, number: int) -> Row:
    by_perspective = {key: numbers.raters(scale, str(number), key) for key in m.study.perspectives}
    return {
        "number": number,
        "purpose": m.study.round(number).purpose,
        "raters": numbers.raters(scale, str(number), ""),
        "missing": numbers.not_raters(scale, str(number)),
        "statements": len(numbers.items(scale, [number])),
        "who": words.enumerated(
            [m.people(key, n) for key, n in by_perspective.items() if n], m.study.language
        ),
        "small": [m.perspective(key) for key, n in by_perspective.items() if 0 < n < numbers.smallest],
    }


def _table(m: Material, numbers: Numbers, part: Part, scale: str, items: list[str], model: str) -> Table:
    """Per statement and perspective: every round in a column, and in the last what the same people did."""
    say = TEXTS[m.study.language]
    rounds = [n for n in part.numbers if numbers.raters(scale, str(n), "")]
    compared = {number: numbers.comes_after(scale, number) for number in rounds}
    pairs = {number: before for number, before in compared.items() if before}
    brief = numbers.are_many(scale, part.numbers)
    rows: list[list[Cell]] = []
    for item in items:
        for place, perspective in enumerate(numbers.perspectives_shown(scale, item, rounds)):
            who = m.perspective(perspective) if perspective else say["all"]
            cells = [answers(m, numbers, scale, item, number, perspective, brief) for number in rounds]
            changes = [same_people(m, numbers.pair(scale, item, n, perspective), brief) for n in pairs]
            rows.append(
                [statement(m, numbers, scale, item, part) if place == 0 else [], text(who), *cells, *changes]
            )
    named = [words.capital(words.rounds_named([number], m.study.language)) for number in rounds]
    same = [say["same"].format(earlier=before, later=number) for number, before in pairs.items()]
    columns = [*say["columns"], *named, *same]
    who_width = 0.2 if brief else 0.14
    share = (0.76 - who_width) / max(len(columns) - 2, 1)
    return Table(
        caption=say["caption"].format(model=model, scale=m.study.text(m.study.scales[scale].label)),
        columns=columns,
        widths=[0.24, who_width, *[share] * (len(columns) - 2)],
        rows=rows,
    )
