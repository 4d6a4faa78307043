"""The cells of the tables about ratings: a share with its interval, a median, what the same people did."""

from __future__ import annotations

from typing import Any

from delphi.report import words
from delphi.report.content import Cell, Paragraph, Run, text
from delphi.report.material import Material, Part
from delphi.report.ratings_numbers import Numbers, counts, percent
from delphi.report.ratings_texts import TEXTS

Row = dict[str, Any]


def statement(m: Material, numbers: Numbers, scale: str, item: str, part: Part) -> Cell:
    """The wording that was rated last, and the one before when it read differently."""
    say = TEXTS[m.study.language]
    rated = numbers.versions(scale, item, part.numbers)
    last = m.wording(item, rated[-1][1])
    cell: Cell = text(last)
    for number, version in rated[:-1]:
        before = m.wording(item, version)
        if before != last:
            cell.append(muted(say["wording"].format(round=number, text=before)))
    return cell


def answers(
    m: Material, numbers: Numbers, scale: str, item: str, number: int, perspective: str, brief: bool
) -> Cell:
    """The share that agrees; below it how many people, the interval, and unless brief all who were asked and the median."""
    say = TEXTS[m.study.language]
    at = {
        measure: numbers.at(scale, item, str(number), perspective, measure)
        for measure in ("response", "share_agree", "share_agree_invited", "median")
    }
    if at["response"] is None:
        return []
    median = at["median"]
    if median is None or median["value"] == "":
        return [muted(say["not_estimable"])]
    agree, invited = at["share_agree"], at["share_agree_invited"]
    shown = words.capital(_median(m, scale, median))
    below = [say["answered"].format(n=median["n"])]
    if agree is not None and invited is not None:
        k, n = counts(agree)
        middle, shown = _median(m, scale, median), percent(agree["value"])
        below = [say["of"].format(k=k, n=n) + f" {_interval(agree)}"]
        if not brief and invited["low"] != invited["high"]:
            asked = int(invited["n"]) + int(invited["missing"])
            below.append(say["asked"].format(n=asked, bounds=_range(invited)))
        if not brief:
            below.append(say["middle"].format(median=middle))
    return [*text(shown), *(muted(line) for line in below)]


def same_people(m: Material, pair: dict[str, Row], brief: bool) -> Cell:
    """`73 % → 80 %` among those who rated twice, and how many gave the same answer; unless brief its interval."""
    say = TEXTS[m.study.language]
    if not pair:
        return []
    kept = pair["kept"]
    if kept["value"] == "":
        return [muted(say["not_estimable"])]
    cell: Cell = []
    if "paired_share_earlier" in pair:
        shares = [pair[f"paired_share_{name}"]["value"] for name in ("earlier", "later")]
        cell += text(f"{percent(shares[0], sign=False)} → {percent(shares[1])}")
    k, n = counts(kept)
    cell.append(muted(say["kept"].format(kept=k, n=n)))
    return cell if brief else [*cell, muted(_interval(kept))]


def bounds(m: Material, row: Row | None) -> Cell:
    """The share of all who were asked, between its worst and its best case."""
    if row is None:
        return []
    if row["value"] == "":
        return [muted(TEXTS[m.study.language]["not_estimable"])]
    if row["low"] == row["high"]:
        return text(percent(row["value"]))
    return text(_range(row))


def agreeing(m: Material, scale: str) -> str:
    """What agreeing is on a scale: `minstens “belangrijk”`, `7 or higher`."""
    say = TEXTS[m.study.language]
    known = m.study.scales[scale]
    if known.agree_from is None:
        return ""
    level = m.study.level_label(scale, known.agree_from)
    return str(say["up" if known.numeric else "from"].format(level=level))


def muted(words_: str) -> Paragraph:
    """A second line of a cell."""
    return Paragraph(runs=[Run(text=words_, muted=True)])


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


def _interval(row: Row) -> str:
    return f"[{percent(row['low'], sign=False)}–{percent(row['high'], sign=False)}]"


def _range(row: Row) -> str:
    return f"{percent(row['low'], sign=False)}–{percent(row['high'])}"
