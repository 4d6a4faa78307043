"""Tags for a spreadsheet: one row per quotation, with what is known of its speaker and the path of its code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from delphi.codebook import FACETS, Facet, load_codebook
from delphi.errors import InputError
from delphi.exchange.codebooks import BRANCHES
from delphi.exchange.mapping import BETWEEN
from delphi.items import read_items
from delphi.study import load_participants, load_study, localise
from delphi.study.sources import read_table

ABOUT_TAG = (
    "tag_id",
    "transcript_id",
    "round",
    "kind",
    "group",
    "turn",
    "start",
    "end",
    "speaker",
    "perspective",
)
ABOUT_CODES = (
    "work_model",
    "swot",
    "item_id",
    "statement",
    "stance",
    "status",
    "source",
    "confidence",
    "coders",
)
NUMBERS = ("round", "turn", "start", "end")
NEEDED = (
    *ABOUT_TAG,
    "work_model",
    "swot",
    "item_id",
    "stance",
    "status",
    "source",
    "confidence",
    "coders",
    "quote",
)


def tags_table(folder: Path) -> list[list[str | int | float]]:
    """Rows under a header, in the order of `tags.csv`; nothing of people who withdrew.

    Raises
    ------
    InputError
        When the tags are not settled yet.
    """
    study = load_study(folder / "config/study.yaml")
    codebook = load_codebook(folder / "config/codebook.yaml")
    participants = load_participants(folder / "data/raw/participants.csv", study)
    path = folder / "data/coded/tags.csv"
    if not path.exists():
        remedy = "Run `make` (or snakemake in this folder) first; it settles the decisions as tags."
        raise InputError("the tags are not settled yet.", path, remedy=remedy)
    items = read_items(folder / "data/coded/items.csv", codebook, study.language)
    statements = dict(zip(items["item_id"], items["statement"]))
    owner = {label.casefold(): person for person in participants for label in person.labels}
    attributes = list(dict.fromkeys(name for person in participants for name, _ in person.attributes))
    names = {
        f: {code.key: localise(code.label, study.language) for code in codebook.codes(f)} for f in FACETS
    }
    header = [*ABOUT_TAG, *attributes, "code_path", *ABOUT_CODES, "quote"]
    rows: list[list[str | int | float]] = [list(header)]
    for row in read_table(path, NEEDED, strip=False)[1]:
        person = owner.get(row["speaker"].casefold())
        if person is not None and person.withdrawn_on:
            continue
        cells: dict[str, str] = {name: row[name] for name in NEEDED}
        cells |= dict(person.attributes) if person else {}
        cells |= {
            "statement": statements.get(row["item_id"], ""),
            "code_path": _path(study.language, names, row["work_model"], row["swot"]),
        }
        rows.append([_value(name, cells.get(name, "")) for name in header])
    return rows


def _path(language: str, names: Mapping[Facet, Mapping[str, str]], model: str, category: str) -> str:
    """`Work model > Buddy | SWOT > Strength`."""
    branches = BRANCHES[language]
    return " | ".join(
        f"{branches[facet]}{BETWEEN}{names[facet].get(key, key)}"
        for facet, key in zip(FACETS, (model, category))
    )


def _value(name: str, text: str) -> str | int | float:
    if name in NUMBERS and text.isdecimal():
        return int(text)
    if name == "confidence" and text:
        return float(text)
    return text
