"""The public edition: cleared quotations, attributed to no fewer people than the study allows.

It is given no transcript, turn, coder, decision or label: what it does not have it cannot show.
Quotations are those that a person tagged, masked as in the report; under a statement they stand
in an order that says nothing about the conversation.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from delphi.privacy import attribution, cell_of, cleared_cells
from delphi.privacy.cells import NOWHERE, Cell
from delphi.report import facts, words
from delphi.report.evidence.parts import block_of, event, head, printed, study_facets, versions
from delphi.report.evidence.shape import (
    STANCES,
    Edition,
    Passage,
    Placed,
    Statement,
    chosen,
    left_out,
    placing,
)
from delphi.report.evidence.texts import TEXTS
from delphi.report.material import Material
from delphi.report.material import Statement as Item


def public_edition(m: Material) -> Edition:
    """What may leave the team."""
    facets = study_facets(m)
    place = placing(facets)
    cells = cleared_cells(m.tables["presence"], m.study)
    items = printed(m)
    at = {item.item_id: place for place, item in enumerate(items)}
    passages: list[Passage] = []
    loose = m.tags[(m.tags["item_id"] == "") & (m.tags["status"] != "suggested")]
    linked = m.links[m.links["item_id"].isin(list(at)) & (m.links["status"] != "suggested")]
    shown = chosen(pd.concat([linked, loose], ignore_index=True))
    names = set(shown["tag_id"])
    for item in items:
        for tag in m.passages(item.item_id):
            if tag["tag_id"] in names and tag["status"] != "suggested":
                passages.append(
                    _passage(m, tag, place, cells, at[item.item_id], item.work_model, item.block, item)
                )
    blocks = block_of(m)
    for tag in loose[loose["tag_id"].isin(names)].to_dict("records"):
        cell = (tag["work_model"], blocks[tag["swot"]])
        passages.append(_passage(m, tag | {"version": 0}, place, cells, -1, *cell))
    unsaid = len(items)
    passages.sort(key=lambda p: (p["s"] if p["s"] >= 0 else unsaid, _order(p), p["id"]))
    return {
        **head(m),
        "edition": "public",
        "facets": facets,
        "statements": [_statement(m, item, place, cells) for item in items],
        "passages": passages,
        **left_out(m.study.language, "public", len(passages), len(linked) + len(loose)),
    }


def _passage(
    m: Material, tag: dict[str, Any], place: Placed, cells: dict[Cell, Cell], s: int, model: str,
    block: str, item: Item | None = None,
) -> Passage:  # fmt: skip
    perspective, kind, round_ = told = _told(m, tag, cells)
    values = {
        "model": model, "block": block, "round": str(round_), "perspective": perspective, "kind": kind,
        "stance": str(tag["stance"]), "outcome": item.status if item else "",
    }  # fmt: skip
    somebody = TEXTS[m.study.language]["somebody"]
    return {
        "id": str(tag["tag_id"]),
        "f": place(values),
        "s": s,
        "v": int(tag["version"]),
        "q": m.mask(str(tag["quote"])),
        "who": somebody if told == NOWHERE else attribution(m.study, perspective, kind, round_),
        "mark": words.TAG_STATUS[m.study.language][str(tag["status"])],
    }


def _statement(m: Material, item: Item, place: Placed, cells: dict[Cell, Cell]) -> Statement:
    values = {"model": item.work_model, "block": item.block, "outcome": item.status}
    return {
        "id": item.item_id,
        "f": place(values),
        "text": m.mask(item.text),
        "specific": m.mask(item.subgroup),
        "parent": item.parent_id,
        "ended": item.ended,
        "version": item.version,
        "history": facts.history(m, item),
        "people": [_people(m, item, stance, cells) for stance in STANCES],
        "versions": versions(m, item, m.mask),
        "events": [event(m, row, m.mask) for row in m.happened(item.item_id)],
    }


def _people(m: Material, item: Item, stance: str, cells: dict[Cell, Cell]) -> str:
    """How many people of which perspective took a stance; who must not be told apart is counted apart."""
    who: dict[str, set[tuple[str, str]]] = {}
    for tag in m.passages(item.item_id):
        if tag["stance"] == stance and tag["speaker"] and tag["status"] != "suggested":
            told = _told(m, tag, cells)[0]
            who.setdefault(told, set()).add((str(tag["perspective"]), str(tag["speaker"])))
    parts = [m.people(key, len(who[key])) for key in m.study.perspectives if key in who]
    if "" in who:
        parts.append(words.counted(len(who[""]), "participant", m.study.language))
    return words.enumerated(parts, m.study.language)


def _told(m: Material, tag: dict[str, Any], cells: dict[Cell, Cell]) -> Cell:
    cell = cell_of(m.study, str(tag["perspective"]), str(tag["kind"]), int(tag["round"]))
    return cells.get(cell, NOWHERE)


def _order(passage: Passage) -> list[int]:
    return [place for place in passage["f"] if isinstance(place, int)]
