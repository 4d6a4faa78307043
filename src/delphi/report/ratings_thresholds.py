"""The thresholds that the team declared beforehand, as the report prints them."""

from __future__ import annotations

from typing import Any

from delphi.report import size, words
from delphi.report.content import Cell, Paragraph, Run, Table, text
from delphi.report.material import Material, Part
from delphi.report.ratings_cells import agreeing, bounds, muted
from delphi.report.ratings_numbers import PERCENT, Numbers, counts, percent
from delphi.report.ratings_texts import SHARES, TEXTS
from delphi.study.config import Consensus

Row = dict[str, Any]


def declared(m: Material, numbers: Numbers, part: Part) -> list[dict[str, Any]]:
    """The rules that were held against ratings of these rounds."""
    say = TEXTS[m.study.language]
    found = []
    for place, rule in enumerate(m.study.consensus, 1):
        rounds = [number for number in rule.rounds if number in part.numbers]
        if not rounds or not numbers.held_against(rule, rounds):
            continue
        perspective = rule.perspective
        plural = m.study.perspectives[perspective].plural if perspective else None
        found.append(
            {
                "measure": measure_named(m, rule),
                "bound": bound_named(m, rule),
                "rounds": rounds,
                "who": m.study.text(plural or m.study.perspectives[perspective].label)
                if perspective
                else say["panel"],
                "rationale": m.study.text(rule.rationale),
                "table": f"threshold-{place}",
            }
        )
    return found


def threshold_table(m: Material, numbers: Numbers, rule: Consensus, place: int) -> Table:
    """The statements that a rule was held against, with the verdict and whether silence could have tipped it."""
    say = TEXTS[m.study.language]
    rows: list[list[Cell]] = []
    model = ""
    labels = {code.key: m.label(code) for code in m.codebook.work_model}
    bounded = rule.measure in ("share_agree", "share_agree_invited")
    found = numbers.held_against(rule)
    brief = len(found) > size.MOST_RATED
    found, cut = size.first_rows(found, m.study.language, "ratings")
    starred = False
    for row in found:
        if row["work_model"] != model:
            model = row["work_model"]
            rows.append([text(labels[model], strong=True), *([[]] * (4 if bounded else 3))])
        version = int(row["version"].split("-")[-1])
        invited = numbers.at(
            rule.scale, row["item_id"], row["round"], rule.perspective, "share_agree_invited"
        )
        verdict = [Run(text=say["met"][row["met"]])]
        if bounded and row["met"] and _hinges(rule, invited):
            starred = starred or brief
            verdict.append(Run(text="*" if brief else f" ({say['hinges']})", muted=True))
        cells: list[Cell] = [
            text(m.wording(row["item_id"], version)),
            text(row["round"].replace("-", " → ")),
            _held(m, rule, row),
            *([bounds(m, invited)] if bounded else []),
            [Paragraph(runs=verdict)],
        ]
        rows.append(cells)
    measure = words.capital(measure_named(m, rule))
    columns = [column.format(measure=measure) for column in say["threshold_columns"]]
    widths = [0.42, 0.08, 0.19, 0.14, 0.17]
    if not bounded:
        columns, widths = [*columns[:3], columns[4]], [0.5, 0.1, 0.2, 0.2]
    who = m.perspective(rule.perspective) if rule.perspective else say["panel"]
    caption = say["threshold_caption"].format(
        number=place, measure=f"{measure_named(m, rule)} {bound_named(m, rule)}, {who[:1].lower()}{who[1:]}"
    )
    notes = [f"* {say['hinges']}."] if starred else []
    return Table(
        caption=caption,
        columns=columns,
        widths=widths,
        align="lrrrl" if bounded else "lrrl",
        rows=rows,
        note=" ".join([*notes, *([cut] if cut else [])]),
    )


def measure_named(m: Material, rule: Consensus) -> str:
    """The measure of a rule, in words."""
    return str(TEXTS[m.study.language]["measures"][rule.measure].format(agree=agreeing(m, rule.scale)))


def bound_named(m: Material, rule: Consensus) -> str:
    """`minstens 75 %`, `at most 0.15`."""
    say = TEXTS[m.study.language]
    kind = "at_least" if rule.at_least is not None else "at_most"
    bound = rule.at_least if rule.at_least is not None else rule.at_most
    assert bound is not None
    shown = f"{100 * bound:g}{PERCENT}" if rule.measure in SHARES else f"{bound:g}"
    return str(say[kind].format(bound=shown.replace(".", ",") if m.study.language == "nl" else shown))


def _value(m: Material, measure: str, value: str) -> str:
    if measure in SHARES:
        return percent(value)
    shown = f"{float(value):g}"
    return shown.replace(".", ",") if m.study.language == "nl" else shown


def _held(m: Material, rule: Consensus, row: Row) -> Cell:
    say = TEXTS[m.study.language]
    if row["value"] == "":
        return [muted(say["not_estimable"])]
    shown = _value(m, rule.measure, row["value"])
    if rule.measure in SHARES and row["met"] == "no" and shown in bound_named(m, rule):
        exact = f"{100 * float(row['value']):.1f}{PERCENT}"
        shown = exact.replace(".", ",") if m.study.language == "nl" else exact
    if rule.measure in ("share_agree", "kept"):
        k, n = counts(row)
        return text(f"{say['of'].format(k=k, n=n)} = {shown}")
    return text(shown)


def _hinges(rule: Consensus, invited: Row | None) -> bool:
    """Whether those who did not answer could have tipped the share over the threshold."""
    if invited is None or invited["low"] == "":
        return False
    bound = rule.at_least if rule.at_least is not None else rule.at_most
    assert bound is not None
    low, high = float(invited["low"]), float(invited["high"])
    return low < bound <= high if rule.at_least is not None else low <= bound < high
