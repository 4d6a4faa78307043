"""What the report of a large study sums up instead of printing it line by line."""

from __future__ import annotations

from typing import Any, TypeVar

import pandas as pd

from delphi.report import words
from delphi.report.content import Cell, Table, text
from delphi.report.figures.coverage import MOST_SESSIONS
from delphi.report.material import Material

MOST_ROWS = 150
MOST_DATES = 8
MOST_RATED = 40  # statements on one scale; more make their tables short
MOST_PANEL = 60  # groups by perspectives by rounds
MOST_PASSAGES = 600  # behind all statements together; thirty pages. The evidence page has all of them
SUMS = ["turns", "participant_turns", "checked", "tags", "suggested", "disputed"]

SAY: dict[str, dict[str, Any]] = {
    "nl": {
        "coverage": ("Door mensen nagekeken, per ronde en soort gesprek",
                     ["Ronde", "Gesprekken", "Beurten", "Van deelnemers", "Nagekeken", "Tags", "Nog voorstel",
                      "Codeurs verschillen"]),
        "file": "Per transcript staat het in reports/tables/coverage.csv.",
        "all": "Samen",
        "panel": ("Het panel over de rondes, alle groepen samen, in aantal mensen",
                  ["Ronde", "Perspectief", "Uitgenodigd", "Nam deel", "Teruggekeerd", "Nieuw"]),
        "panel_file": "Per groep staat het in reports/tables/panel.csv.",
        "passages": "{shown} van de {all} passages, door het lot gekozen; alle op de pagina met bewijsplaatsen",
        "more": "En {n} andere uitspraken: zie reports/tables/{table}.csv.",
        "from_to": "van {first} tot {last}",
    },
    "en": {
        "coverage": ("Checked by people, per round and kind of session",
                     ["Round", "Sessions", "Turns", "By participants", "Checked", "Tags", "Still suggested",
                      "Coders differ"]),
        "file": "reports/tables/coverage.csv has it per transcript.",
        "all": "Together",
        "panel": ("The panel over the rounds, all groups together, in people",
                  ["Round", "Perspective", "Invited", "Took part", "Returned", "New"]),
        "panel_file": "reports/tables/panel.csv has it per group.",
        "passages": "{shown} of the {all} passages, drawn by lot; all on the evidence page",
        "more": "And {n} other statements: see reports/tables/{table}.csv.",
        "from_to": "from {first} to {last}",
    },
}  # fmt: skip
Some = TypeVar("Some")


def is_large(m: Material) -> bool:
    """Whether there are more sessions than lists of them would be read."""
    return len(m.transcripts) > MOST_SESSIONS


def coverage(m: Material) -> Table:
    """How much people have checked, per round and kind of session."""
    language = m.study.language
    caption, columns = SAY[language]["coverage"]
    kind = {session.transcript_id: session.kind for session in m.transcripts}
    frame = m.tables["coverage"]
    frame = frame[["transcript_id", "round"]].assign(**{name: frame[name].astype(int) for name in SUMS})
    frame["kind"] = frame["transcript_id"].map(kind)
    rows: list[list[Cell]] = []
    for (round_, of), part in frame.groupby(["round", "kind"], sort=True):
        sessions = f"{len(part)} × {m.study.kind_label(str(of))}"
        rows.append([text(str(round_)), text(sessions), *(text(str(part[name].sum())) for name in SUMS)])
    sums = [text(str(frame[name].sum()), strong=True) for name in SUMS]
    rows.append([text(SAY[language]["all"], strong=True), text(str(len(frame)), strong=True), *sums])
    return Table(
        caption=caption, columns=columns, widths=[0.1, 0.22, 0.1, 0.13, 0.13, 0.1, 0.11, 0.11],
        align="llrrrrrr", rows=rows, note=SAY[language]["file"],
    )  # fmt: skip


def panel(m: Material) -> Table:
    """The panel's coming and going over all groups; nobody is in two of them."""
    language = m.study.language
    caption, columns = SAY[language]["panel"]
    names = ["invited", "took_part", "returned", "new"]
    counts: dict[tuple[int, str], list[int]] = {}
    for row in m.tables["panel"].to_dict("records"):
        key = (int(row["round"]), str(row["perspective"]))
        counts[key] = [have + int(row[name]) for have, name in zip(counts.get(key, [0] * 4), names)]
    order = list(m.study.perspectives)
    rows: list[list[Cell]] = [
        [text(str(round_)), text(m.perspective(perspective)), *(text(str(n)) for n in numbers)]
        for (round_, perspective), numbers in sorted(
            counts.items(), key=lambda pair: (pair[0][0], order.index(pair[0][1]))
        )
    ]
    return Table(
        caption=caption, columns=columns, widths=[0.1, 0.38, 0.14, 0.12, 0.14, 0.12], align="llrrrr",
        rows=rows, note=SAY[language]["panel_file"],
    )  # fmt: skip


def printed_passages(m: Material) -> set[str] | None:
    """The passages that are printed under their statements, by tag; None when all are."""
    if len(m.links) <= MOST_PASSAGES:
        return None
    return set(chosen(m.links, MOST_PASSAGES)["tag_id"])


def chosen(tags: pd.DataFrame, most: int) -> pd.DataFrame:
    """As many of the tags as are printed: of each statement, and of each cell beside them, equally many.

    Which of them is decided by the tag's id, which is a hash; what people checked goes before suggestions.

    Parameters
    ----------
    tags
        `tag_id, work_model, swot, item_id, status`.
    """
    if len(tags) <= most:
        return tags
    of = tags["item_id"].where(tags["item_id"] != "", tags["work_model"] + "\x1f" + tags["swot"])
    order = tags.assign(_of=of, _open=tags["status"] == "suggested").sort_values(["_open", "tag_id"])
    number = order.groupby("_of").cumcount()
    sizes = number.value_counts().sort_index().cumsum()  # passages when each has that many and one
    each = int((sizes <= most).sum())
    return tags.loc[sorted(order.index[number < max(each, 1)])]


def passages_note(m: Material, shown: int, passages: int) -> str:
    """What is said beside a statement with more passages than are printed."""
    said: str = SAY[m.study.language]["passages"]
    return said.format(shown=shown, all=passages)


def first_rows(rows: list[Some], language: str, table: str) -> tuple[list[Some], str]:
    """As many rows as are read, and a note that says where the others are."""
    if len(rows) <= MOST_ROWS:
        return rows, ""
    note: str = SAY[language]["more"].format(n=len(rows) - MOST_ROWS, table=table)
    return rows[:MOST_ROWS], note


def dates(found: list[str], language: str) -> str:
    """Days, or the first and the last of very many."""
    named = [words.date_named(date, language) for date in found]
    if len(named) <= MOST_DATES:
        return words.enumerated(named, language)
    between: str = SAY[language]["from_to"].format(first=named[0], last=named[-1])
    return between
