"""What the report says of the panel's ratings: a table per work model, and the declared thresholds."""

from __future__ import annotations

from typing import Any

from delphi.report import words
from delphi.report.content import Cell, Paragraph, Run, Table, text
from delphi.report.material import Material, Part
from delphi.report.ratings_numbers import PERCENT, TOO_FEW, Numbers, counts, percent
from delphi.report.ratings_texts import SHARES, TEXTS
from delphi.study.config import Consensus

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
            book[f"threshold-{place}"] = _threshold(m, numbers, rule, place)
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
                "agree": _agree(m, scale),
                "models": [
                    (m.label(code), _name(part, scale, code.key))
                    for code in m.codebook.work_model
                    if numbers.items(scale, part.numbers, code.key)
                ],
            }
        )
    return {"scales": scales, "thresholds": _declared(m, numbers, part)}


def scale_kinds(m: Material) -> dict[str, bool] | None:
    """Which conventions the annex on method has to name; None for a study without ratings."""
    if Numbers.of(m) is None:
        return None
    scales = m.study.scales.values()
    return {
        "words": any(not scale.numeric for scale in scales),
        "numbers": any(scale.numeric for scale in scales),
        "nine": any(scale.values == list(range(1, 10)) for scale in scales),
        "breadth": any(round_.purpose == "breadth" for round_ in m.study.rounds),
        "thresholds": bool(m.study.consensus),
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
        "small": [m.perspective(key) for key, n in by_perspective.items() if 0 < n < TOO_FEW],
    }


def _table(m: Material, numbers: Numbers, part: Part, scale: str, items: list[str], model: str) -> Table:
    """Per statement and perspective: every round in a column, and in the last what the same people did."""
    say = TEXTS[m.study.language]
    rounds = [n for n in part.numbers if numbers.raters(scale, str(n), "")]
    compared = {number: numbers.comes_after(scale, number) for number in rounds}
    pairs = {number: before for number, before in compared.items() if before}
    rows: list[list[Cell]] = []
    for item in items:
        for place, perspective in enumerate(numbers.perspectives_shown(scale, item, rounds)):
            who = m.perspective(perspective) if perspective else say["all"]
            cells = [_answers(m, numbers, scale, item, number, perspective) for number in rounds]
            changes = [_same_people(m, numbers.pair(scale, item, n, perspective)) for n in pairs]
            rows.append(
                [_statement(m, numbers, scale, item, part) if place == 0 else [], text(who), *cells, *changes]
            )
    named = [words.capital(words.rounds_named([number], m.study.language)) for number in rounds]
    same = [say["same"].format(earlier=before, later=number) for number, before in pairs.items()]
    columns = [*say["columns"], *named, *same]
    share = 0.62 / max(len(columns) - 2, 1)
    return Table(
        caption=say["caption"].format(model=model, scale=m.study.text(m.study.scales[scale].label)),
        columns=columns,
        widths=[0.24, 0.14, *[share] * (len(columns) - 2)],
        rows=rows,
    )


def _statement(m: Material, numbers: Numbers, scale: str, item: str, part: Part) -> Cell:
    """The wording that was rated last, and the one before when it read differently."""
    say = TEXTS[m.study.language]
    rated = numbers.versions(scale, item, part.numbers)
    last = m.wording(item, rated[-1][1])
    cell: Cell = text(last)
    for number, version in rated[:-1]:
        before = m.wording(item, version)
        if before != last:
            cell.append(_muted(say["wording"].format(round=number, text=before)))
    return cell


def _answers(m: Material, numbers: Numbers, scale: str, item: str, number: int, perspective: str) -> Cell:
    """The share that agrees; below it how many people, the interval, all who were asked, and the median."""
    say = TEXTS[m.study.language]
    at = {
        measure: numbers.at(scale, item, str(number), perspective, measure)
        for measure in ("response", "share_agree", "share_agree_invited", "median")
    }
    if at["response"] is None:
        return []
    median = at["median"]
    if median is None or median["value"] == "":
        return [_muted(say["not_estimable"])]
    agree, invited = at["share_agree"], at["share_agree_invited"]
    shown = words.capital(_median(m, scale, median))
    below = [say["answered"].format(n=median["n"])]
    if agree is not None and invited is not None:
        k, n = counts(agree)
        middle, shown = _median(m, scale, median), percent(agree["value"])
        below = [say["of"].format(k=k, n=n) + f" {_interval(agree)}"]
        if invited["low"] != invited["high"]:
            asked = int(invited["n"]) + int(invited["missing"])
            below.append(say["asked"].format(n=asked, bounds=_range(invited)))
        below.append(say["middle"].format(median=middle))
    return [*text(shown), *(_muted(line) for line in below)]


def _interval(row: Row) -> str:
    return f"[{percent(row['low'], sign=False)}–{percent(row['high'], sign=False)}]"


def _range(row: Row) -> str:
    return f"{percent(row['low'], sign=False)}–{percent(row['high'])}"


def _bounds(m: Material, row: Row | None) -> Cell:
    if row is None:
        return []
    if row["value"] == "":
        return [_muted(TEXTS[m.study.language]["not_estimable"])]
    if row["low"] == row["high"]:
        return text(percent(row["value"]))
    return text(_range(row))


def _median(m: Material, scale: str, row: Row) -> str:
    say = TEXTS[m.study.language]
    value = float(row["value"])
    if m.study.scales[scale].numeric:
        shown = f"{value:g}"
        return shown.replace(".", ",") if m.study.language == "nl" else shown
    levels = [m.study.level_label(scale, level) for level in m.study.scales[scale].values]
    if value.is_integer():
        return levels[int(value) - 1]
    return str(say["between"].format(low=levels[int(value - 0.5) - 1], high=levels[int(value + 0.5) - 1]))


def _same_people(m: Material, pair: dict[str, Row]) -> Cell:
    """`73 % → 80 %` among those who rated twice, and how many gave the same answer."""
    say = TEXTS[m.study.language]
    if not pair:
        return []
    kept = pair["kept"]
    if kept["value"] == "":
        return [_muted(say["not_estimable"])]
    cell: Cell = []
    if "paired_share_earlier" in pair:
        shares = [pair[f"paired_share_{name}"]["value"] for name in ("earlier", "later")]
        cell += text(f"{percent(shares[0], sign=False)} → {percent(shares[1])}")
    k, n = counts(kept)
    cell += [_muted(say["kept"].format(kept=k, n=n)), _muted(_interval(kept))]
    return cell


def _agree(m: Material, scale: str) -> str:
    say = TEXTS[m.study.language]
    known = m.study.scales[scale]
    if known.agree_from is None:
        return ""
    level = m.study.level_label(scale, known.agree_from)
    return str(say["up" if known.numeric else "from"].format(level=level))


def _measure(m: Material, rule: Consensus) -> str:
    return str(TEXTS[m.study.language]["measures"][rule.measure].format(agree=_agree(m, rule.scale)))


def _declared(m: Material, numbers: Numbers, part: Part) -> list[dict[str, Any]]:
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
                "measure": _measure(m, rule),
                "bound": _bound(m, rule),
                "rounds": rounds,
                "who": m.study.text(plural or m.study.perspectives[perspective].label)
                if perspective
                else say["panel"],
                "rationale": m.study.text(rule.rationale),
                "table": f"threshold-{place}",
            }
        )
    return found


def _bound(m: Material, rule: Consensus) -> str:
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


def _threshold(m: Material, numbers: Numbers, rule: Consensus, place: int) -> Table:
    say = TEXTS[m.study.language]
    rows: list[list[Cell]] = []
    model = ""
    labels = {code.key: m.label(code) for code in m.codebook.work_model}
    bounded = rule.measure in ("share_agree", "share_agree_invited")
    for row in numbers.held_against(rule):
        if row["work_model"] != model:
            model = row["work_model"]
            rows.append([text(labels[model], strong=True), *([[]] * (4 if bounded else 3))])
        version = int(row["version"].split("-")[-1])
        invited = numbers.at(
            rule.scale, row["item_id"], row["round"], rule.perspective, "share_agree_invited"
        )
        verdict = [Run(text=say["met"][row["met"]])]
        if bounded and row["met"] and _hinges(rule, invited):
            verdict.append(Run(text=f" ({say['hinges']})", muted=True))
        cells: list[Cell] = [
            text(m.wording(row["item_id"], version)),
            text(row["round"].replace("-", " → ")),
            _held(m, rule, row),
            *([_bounds(m, invited)] if bounded else []),
            [Paragraph(runs=verdict)],
        ]
        rows.append(cells)
    measure = words.capital(_measure(m, rule))
    columns = [column.format(measure=measure) for column in say["threshold_columns"]]
    widths = [0.42, 0.08, 0.19, 0.14, 0.17]
    if not bounded:
        columns, widths = [*columns[:3], columns[4]], [0.5, 0.1, 0.2, 0.2]
    who = m.perspective(rule.perspective) if rule.perspective else say["panel"]
    caption = say["threshold_caption"].format(
        number=place, measure=f"{_measure(m, rule)} {_bound(m, rule)}, {who[:1].lower()}{who[1:]}"
    )
    return Table(
        caption=caption, columns=columns, widths=widths, align="lrrrl" if bounded else "lrrl", rows=rows
    )


def _held(m: Material, rule: Consensus, row: Row) -> Cell:
    say = TEXTS[m.study.language]
    if row["value"] == "":
        return [_muted(say["not_estimable"])]
    shown = _value(m, rule.measure, row["value"])
    if rule.measure in SHARES and row["met"] == "no" and shown in _bound(m, rule):
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


def _muted(words_: str) -> Paragraph:
    return Paragraph(runs=[Run(text=words_, muted=True)])
