"""What the adjudication desk shows: the start panel, one turn with the coders side by side, the numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from delphi.agreement.coded import PAIRS
from delphi.decisions.cut import cut_row
from delphi.review.adjudicate_disputes import Dispute
from delphi.review.adjudicate_record import Adjudications
from delphi.review.adjudicate_texts import texts
from delphi.review.material import Material, Turn
from delphi.review.record import Tag
from delphi.review.surface import AFTER, BEFORE, session
from delphi.review.surface import static as common

AGREEMENT = "reports/tables/agreement.csv"
PLACED = "data/interim/decisions.parquet"


def static(material: Material) -> dict[str, Any]:
    """What stays the same while a window is open: texts, codes with their keys, items, transcripts."""
    return common(material) | {"texts": texts(material.language)}


def start_panel(
    material: Material, record: Adjudications, coder: str, name: str, resume: dict[str, Any] | None
) -> dict[str, Any]:
    """Names to pick from; once there is an adjudicator, what is open, by transcript."""
    start: dict[str, Any] = {"coders": names(material, record), "cut": bool(cut_row(record.path))}
    if not coder:
        return start | {"name": name}
    by_transcript: dict[str, list[Dispute]] = {}
    for turn, dispute in record.disputes.items():
        by_transcript.setdefault(turn[0], []).append(dispute)
    places = [
        {"place": t.transcript_id, "label": session(material, t.transcript_id)}
        | _counts(by_transcript[t.transcript_id])
        for t in sorted(material.transcripts, key=lambda t: (t.round, t.transcript_id))
        if t.transcript_id in by_transcript
    ]
    return start | {"places": places, "resume": resume} | _counts(record.disputes.values())


def work_surface(material: Material, record: Adjudications, turn: Turn) -> dict[str, Any]:
    """One turn with the conversation around it, the coders' tags, and what each choice leaves standing."""
    dispute = record.disputes[turn]
    place = material.position[turn]
    around = range(max(place - BEFORE, 0), min(place + AFTER + 1, len(material.keys)))
    near = [material.keys[at] for at in around if material.keys[at][0] == turn[0]]
    rulings = record.rulings(turn)
    everyone = dispute.all()
    choices = {"all": None if everyone is None else _plain(everyone), "none": _plain(dispute.none())}
    return {
        "transcript_id": turn[0],
        "turn": turn[1],
        "session": session(material, turn[0]),
        "speech": [_speech(material, key) for key in near],
        "sentences": [list(bounds) for bounds in material.stretches(turn)],
        "kinds": list(dispute.kinds),
        "is_open": dispute.is_open,
        "coders": [
            {
                "coder": coder,
                "is_read": dispute.desks[coder].checked,
                "note": record.notes(turn, coder, None),
                "tags": [
                    _entry(tag) | {"in_question": asked, "note": record.notes(turn, coder, tag.stretch)}
                    for tag, asked in dispute.own(coder)
                ],
                "leaves": _plain(dispute.chosen(coder)),
            }
            for coder in dispute.coders
        ],
        "choices": choices,
        "agreed": _plain(dispute.agreed),
        "stands": _plain(dispute.stands) if dispute.is_ruled and not dispute.is_open else None,
        "judges": sorted({row["coder"] for row in rulings}),
        "reason": next((row["note"] for row in reversed(rulings) if row["note"]), ""),
        "seen": len(rulings),
    }


def listed(material: Material, record: Adjudications, turns: Iterable[Turn]) -> list[dict[str, Any]]:
    """Differences as a list to pick from."""
    rows = []
    for turn in turns:
        dispute = record.disputes[turn]
        text = material.texts[turn]
        rows.append(
            {
                "transcript_id": turn[0], "turn": turn[1], "kinds": list(dispute.kinds),
                "is_open": dispute.is_open, "coders": list(dispute.coders),
                "codes": [[tag.work_model, tag.swot] for tag in dispute.matter],
                "text": text[dispute.matter[0].start : dispute.matter[0].end][:160],
            }
        )  # fmt: skip
    return rows


def filters(material: Material, record: Adjudications) -> dict[str, list[Any]]:
    """What the list can be narrowed to: transcripts, pairs of coders, work models; only those that occur."""
    disputes = record.disputes
    pairs = {pair for dispute in disputes.values() for pair in combinations(dispute.coders, 2)}
    models = {model for dispute in disputes.values() for model in dispute.models()}
    return {
        "transcripts": sorted({turn[0] for turn in disputes}),
        "pairs": [list(pair) for pair in sorted(pairs)],
        "models": [code for code in material.codebook.keys("work_model") if code in models],
    }


def numbers(material: Material, record: Adjudications) -> dict[str, Any]:
    """Agreement before and after adjudication as of the last build, and how many turns were ruled since."""
    rows = [row for row in _table(material) if row["unit"] == "turn" and not row["code"]]
    cells: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        cell = cells.setdefault(
            (row["coders"], row["facet"]),
            {"coders": row["coders"].split(";"), "facet": row["facet"], "n": row["n_units"]},
        )
        cell[row["stage"]] = row["alpha"]
    known = _rulings_in_build(material)
    since = [turn for turn in record.disputes if any(row["row"] not in known for row in record.rulings(turn))]
    return {
        "rows": [cell | {"both": cell["facet"] == PAIRS} for cell in cells.values()],
        "since": len(since),
    } | _counts(record.disputes.values())


def names(material: Material, record: Adjudications) -> list[str]:
    """Everyone who coded or adjudicated so far."""
    judges = {row["coder"] for turn in record.disputes for row in record.rulings(turn)}
    return sorted({*material.coders(), *judges})


def _counts(disputes: Iterable[Dispute]) -> dict[str, int]:
    found = [dispute.is_open for dispute in disputes]
    return {"open": sum(found), "ruled": len(found) - sum(found), "total": len(found)}


def _table(material: Material) -> list[dict[str, str]]:
    try:
        with (material.folder / AGREEMENT).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except OSError:
        return []


def _rulings_in_build(material: Material) -> set[int]:
    """The lines of `adjudications.csv` that the last build knew."""
    try:
        placed = pd.read_parquet(material.folder / PLACED, columns=["stage", "row"])
    except (OSError, ValueError):
        return set()
    return set(placed.loc[placed["stage"] == "adjudication", "row"].astype(int))


def _plain(tags: Sequence[Tag]) -> list[dict[str, Any]]:
    return [_entry(tag) for tag in tags]


def _entry(tag: Tag) -> dict[str, Any]:
    return {
        "start": tag.start, "end": tag.end, "work_model": tag.work_model, "swot": tag.swot,
        "links": [list(link) for link in tag.links],
    }  # fmt: skip


def _speech(material: Material, turn: Turn) -> dict[str, Any]:
    row = material.row(turn)
    speech = {name: row[name] for name in ("turn", "speaker", "text")}
    return speech | {"facilitator": bool(row["facilitator"])}
