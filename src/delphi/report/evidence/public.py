"""The public edition: cleared quotations, attributed to no fewer people than the study allows.

It is given no transcript, turn, coder, decision or label: what it does not have it cannot show.
Quotations are those that a person tagged, masked as in the report; under a statement they stand
in an order that says nothing about the conversation.
"""

from __future__ import annotations

from typing import Any

from delphi.privacy import cell_of, cleared_cells
from delphi.privacy.cells import NOWHERE, Cell
from delphi.report import facts, words
from delphi.report.evidence.parts import block_of, event, head, printed, study_facets, versions
from delphi.report.evidence.shape import (
    BLOCK,
    MODEL,
    STANCES,
    Passage,
    Placed,
    Source,
    Statement,
    placing,
)
from delphi.report.evidence.texts import TEXTS
from delphi.report.material import Material
from delphi.report.material import Statement as Item
from delphi.rows import records_of


def public_source(m: Material) -> Source:
    """What may leave the team."""
    facets = study_facets(m)
    place = placing(facets)
    cells = cleared_cells(m.tables["presence"], m.study)
    items = printed(m)
    blocks = block_of(m)
    checked = m.tags["status"] != "suggested"
    outside = m.tags[checked & (m.tags["item_id"] == "")]
    in_cell = outside.groupby(["work_model", outside["swot"].map(blocks)]).indices
    said = m.links["item_id"].isin([item.item_id for item in items]) & (m.links["status"] != "suggested")

    def behind(number: int) -> list[Passage]:
        item = items[number]
        return [
            _passage(m, tag, place, cells, number, item.work_model, item.block, item)
            for tag in m.passages(item.item_id)
            if tag["status"] != "suggested"
        ]

    def loose(model: int, block: int) -> list[Passage]:
        cell = facets[MODEL]["options"][model][0], facets[BLOCK]["options"][block][0]
        rows = records_of(outside.iloc[in_cell.get(cell, [])])
        return [_passage(m, tag | {"version": 0}, place, cells, -1, *cell) for tag in rows]

    return Source(
        edition={
            **head(m),
            "edition": "public",
            "facets": facets,
            "statements": [_statement(m, item, place, cells) for item in items],
            "passages": [],
        },
        behind=behind,
        loose=loose,
        order=lambda p: (p["s"] if p["s"] >= 0 else len(items), _order(p), p["id"]),
        passages=int(said.sum()) + len(outside),
        counted=len(facets),
        part=lambda passages: {"facets": facets, "passages": passages},
    )


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
        "who": somebody if told == NOWHERE else m.attributed(perspective, kind, round_),
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
