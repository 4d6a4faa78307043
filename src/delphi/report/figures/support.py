"""Who supports, nuances and contests each statement of one work model: a dot per person, shaped by perspective."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from delphi.codebook import Code
from delphi.report import words
from delphi.report.figures import HAIR, INK, MARKERS, QUIET, SERIES, Sheet, canvas
from delphi.report.figures.rows import Row, Shown, draw_rows, model_sheets, room_beside
from delphi.rows import records_of, rows_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Heard = dict[tuple[str, int, str], list[tuple[str, int, int]]]
"""Per statement, wording and stance: perspective, people, and how many of them in a session of the panel."""
STANCES = ("contests", "nuances", "supports")
DOT, WIDEST, CLOSEST = 4.4, 2.5, 1.35
"""Size of a dot in points; the widest and the closest that dots stand apart, in millimetres."""
TEXTS = {
    "nl": {
        "caption": "{model}: wie een uitspraak steunt en wie ze betwist, in mensen",
        "contests": "betwist", "nuances": "nuanceert", "supports": "steunt",
        "outside": "open: alleen gehoord in een gesprek buiten het panel",
        "version": " (bewoording {version})",
        "alt": "Stippen per uitspraak over {model}, één per persoon: links wie betwist, in het midden wie nuanceert, rechts wie steunt, met een vorm per perspectief. {rows}",
        "row": "“{statement}”: {counts}.",
        "nobody": "niemand nam een standpunt in",
    },
    "en": {
        "caption": "{model}: who supports a statement and who contests it, in people",
        "contests": "contests", "nuances": "nuances", "supports": "supports",
        "outside": "open: heard only in a conversation outside the panel",
        "version": " (wording {version})",
        "alt": "Dots per statement about {model}, one per person: left who contests, in the middle who nuances, right who supports, with a shape per perspective. {rows}",
        "row": "“{statement}”: {counts}.",
        "nobody": "nobody took a stance",
    },
}  # fmt: skip


def support_data(shown: Shown) -> pd.DataFrame:
    """People by stance and perspective for each wording of every statement, over all rounds.

    A person who said the same thing twice counts once; who supported a wording and contested it
    later counts under both.  A wording stays with those who spoke about it.

    Returns
    -------
    DataFrame
        `work_model, block, item_id, version, statement, perspective, stance, n, n_panel`: people, and
        how many of them took that stance in a session of the panel; only where there are any.
        Ordered as the codebook and the register are.
    """
    said = shown.links[(shown.links["speaker"] != "") & shown.links["stance"].isin(STANCES)]
    people: dict[tuple[str, int, str, str], set[str]] = {}
    panel: dict[tuple[str, int, str, str], set[str]] = {}
    columns = ["item_id", "version", "perspective", "stance", "speaker", "panel"]
    for item, version, perspective, stance, speaker, on_panel in rows_of(said, columns):
        people.setdefault((item, version, perspective, stance), set()).add(speaker)
        if on_panel:
            panel.setdefault((item, version, perspective, stance), set()).add(speaker)
    wordings = {(i, int(v)): s for i, v, s in rows_of(shown.items, ["item_id", "version", "statement"])}
    versions: dict[str, set[int]] = {}
    for item, version, *_ in people:
        versions.setdefault(item, set()).add(version)
    records = []
    for row in records_of(shown.statements):
        item = row["item_id"]
        for version in sorted(versions.get(item, ())):
            for stance in STANCES:
                for perspective in shown.study.perspectives:
                    key = (item, version, perspective, stance)
                    if key in people:
                        records.append(
                            (row["work_model"], row["block"], item, version, wordings[(item, version)], perspective,
                             stance, len(people[key]), len(panel.get(key, ())))
                        )  # fmt: skip
    names = [
        "work_model",
        "block",
        "item_id",
        "version",
        "statement",
        "perspective",
        "stance",
        "n",
        "n_panel",
    ]
    return pd.DataFrame.from_records(records, columns=names)


def support_sheets(shown: Shown) -> list[Sheet]:
    """One figure per work model about which somebody took a stance, `support-<work_model>`; long ones in parts."""
    say = TEXTS[shown.study.language]

    def alt(model: str, rows: list[Row], inside: pd.DataFrame) -> str:
        heard = _heard(inside)
        told = " ".join(_told(shown, row, heard) for row in rows if not row.heading)
        return say["alt"].format(model=model, rows=told)

    def rows(code: Code, mine: pd.DataFrame) -> list[Row]:
        return _rows(shown, code, mine)

    return model_sheets(shown, "support", say["caption"], support_data(shown), rows, alt, _draw)


def _rows(shown: Shown, code: Code, data: pd.DataFrame) -> list[Row]:
    """The statements; one that was spoken about in several wordings has a row for each."""
    say = TEXTS[shown.study.language]
    versions = data.groupby("item_id", sort=False)[["version", "statement"]].apply(
        lambda f: list(dict.fromkeys(zip(f["version"], f["statement"])))
    )
    rows: list[Row] = []
    for label, block in shown.of_model(code).items():
        rows.append(Row("", label, heading=True))
        for s in block:
            spoken = versions.get(s["item_id"]) or [(int(s["version"]), s["statement"])]
            for version, text in spoken:
                several = len(spoken) > 1 or version != int(s["version"])
                shown_text = text + say["version"].format(version=version) if several else text
                rows.append(Row(s["item_id"], shown_text, s["depth"], version=version))
    return rows


def _heard(data: pd.DataFrame) -> Heard:
    found: Heard = {}
    columns = ["item_id", "version", "stance", "perspective", "n", "n_panel"]
    for item, version, stance, *group in rows_of(data, columns):
        found.setdefault((item, version, stance), []).append(tuple(group))
    return found


def _told(shown: Shown, row: Row, heard: Heard) -> str:
    language = shown.study.language
    say = TEXTS[language]
    labels = {key: shown.study.text(p.label).lower() for key, p in shown.study.perspectives.items()}
    parts = []
    for stance in STANCES:
        groups = heard.get((row.item_id, row.version, stance), [])
        named = [f"{n} {labels[key]}" for key, n, _ in groups]
        if named:
            parts.append(f"{say[stance]} {words.enumerated(named, language)}")
    return say["row"].format(statement=row.text, counts="; ".join(parts) or say["nobody"])


def _draw(shown: Shown, rows: list[Row], data: pd.DataFrame) -> Figure:
    say = TEXTS[shown.study.language]
    left, right = room_beside()
    totals = data.groupby(["item_id", "version", "stance"])["n"].sum()
    most = {stance: max([1, *(n for (*_, s), n in totals.items() if s == stance)]) for stance in STANCES}
    # A zone is at least as wide as the word above it.
    step = min(WIDEST, (right - left - 14) / sum(most.values()))
    widths = {stance: max(17.0, most[stance] * step + 3) for stance in STANCES}
    spare = right - left - sum(widths.values())
    if step < CLOSEST or spare < 0:
        widths = dict.fromkeys(STANCES, (right - left) / 3)
        spare = 0.0
    widths["supports"] += spare
    first = left + widths["contests"]
    second = first + widths["nuances"]
    heard = [key for key in shown.study.perspectives if key in set(data["perspective"])]
    look = {key: place for place, key in enumerate(shown.study.perspectives)}
    people_of = _heard(data)
    outside = bool((data["n"] > data["n_panel"]).any())
    top, height = 7.0, sum(row.height for row in rows)
    under = 5.5 * (len(heard) + outside) if len(heard) > 3 else 6.0 * (1 + outside)
    figure, axes = canvas(top + height + under + 1.5)
    axes.vlines([first, second], 1, top + height, color=INK, lw=0.8, zorder=1)
    axes.text(first - 1.5, 3, f"← {say['contests']}", ha="right", va="center", weight=600, fontsize=7.4)
    axes.text((first + second) / 2, 3, say["nuances"], ha="center", va="center", weight=600, fontsize=7.4)
    axes.text(second + 1.5, 3, f"{say['supports']} →", ha="left", va="center", weight=600, fontsize=7.4)
    axes.hlines(top - 0.8, left, right, color=HAIR, lw=0.6)
    dense = step < CLOSEST
    marks: list[tuple[int, bool, float, float]] = []

    def dots(row: Row, middle: float) -> None:
        for stance in STANCES:
            spoke = people_of.get((row.item_id, row.version, stance), [])
            groups = [(look[key], n, panel) for key, n, panel in spoke]
            people = [(kind, place < panel) for kind, n, panel in groups for place in range(n)]
            apart = 8.0 if dense else step
            shown_marks = [(kind, panel > 0) for kind, _, panel in groups] if dense else people
            if stance == "nuances":
                start, way = (first + second) / 2 - apart * (len(shown_marks) - 1) / 2, 1
            else:
                start, way = (first - 2.2, -1) if stance == "contests" else (second + 2.2, 1)
            for place, (kind, on_panel) in enumerate(shown_marks):
                marks.append((kind, on_panel, start + way * apart * place, middle))
            for place, (_, n, _) in enumerate(groups if dense else []):
                axes.text(start + way * apart * place + way * 1.5, middle, str(n), fontsize=6.8, va="center",
                          ha="right" if way < 0 else "left")  # fmt: skip

    draw_rows(axes, rows, top, dots)
    y = top + height + 4
    across = len(heard) <= 3
    for place, key in enumerate(heard):
        x, below = (2 + place * 52, 0.0) if across else (2, 5.5 * place)
        marks.append((look[key], True, x, y + below))
        axes.text(
            x + 2.6,
            y + below,
            shown.study.text(shown.study.perspectives[key].label),
            fontsize=7.2,
            va="center",
        )
    if outside:
        below = 5.5 if across else 5.5 * len(heard)
        marks.append((look[heard[0]], False, 2, y + below))
        axes.text(4.6, y + below, say["outside"], fontsize=7.2, va="center", color=QUIET)
    for kind, on_panel in dict.fromkeys((kind, on_panel) for kind, on_panel, *_ in marks):
        colour, marker = SERIES[kind % len(SERIES)], MARKERS[kind % len(MARKERS)]
        places = [(x, y) for *look_, x, y in marks if look_ == [kind, on_panel]]
        axes.plot(*zip(*places), marker, ms=DOT - (0.6 if marker in "sD" else 0), mfc=colour if on_panel else "white",
                  mec=colour, mew=0.9, zorder=3)  # fmt: skip
    return figure
