"""The conversations of an edition in pages: each transcript a page of its own, written as its batch is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pandas as pd

from delphi.report import words
from delphi.report.evidence.internal import Decided, conversations, hidden
from delphi.report.evidence.page import conversation
from delphi.report.evidence.parts import head
from delphi.report.evidence.texts import TEAM
from delphi.report.material import Material
from delphi.rows import records_of


def conversation_pages(
    m: Material, batches: Iterable[pd.DataFrame], placed: pd.DataFrame, door: str
) -> Iterator[tuple[str, bytes]]:
    """A page per transcript, by its name in the folder beside the overview.

    Parameters
    ----------
    batches
        Turns, batch by batch: `transcript_id, turn, speaker, participant_id, facilitator, text`.
    placed
        Decisions with their place in the transcripts, from `settle`.
    door
        Name of the overview's file.
    """
    hide = hidden(m)
    labels = {code.key: m.label(code) for code in (*m.codebook.work_model, *m.codebook.swot)}
    edition = {**head(m), "edition": "internal"}
    of_session = m.tags.groupby("transcript_id").indices
    decided = placed.groupby("transcript_id").indices
    for turns in batches:
        there = set(turns["transcript_id"])
        sessions = [session for session in m.transcripts if session.transcript_id in there]
        names = [session.transcript_id for session in sessions]
        tags: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for tag in records_of(m.tags.iloc[_of(names, of_session)]):
            key = tag["transcript_id"], str(tag["turn"])
            tags.setdefault(key, []).append(_passage(m, tag, labels, hide))
        for told in conversations(m, sessions, turns, placed.iloc[_of(names, decided)]):
            name = told["id"]
            spoken = [
                {
                    "number": turn,
                    "speaker": speaker,
                    "text": text,
                    "leads": leads,
                    "passages": tags.get((name, turn), []),
                    "decisions": [
                        _decision(row, m.study.language) for row in told["decisions"].get(turn, [])
                    ],
                }
                for turn, (speaker, text, leads) in told["turns"].items()
            ]
            session = {"id": name, "about": told["about"], "turns": spoken}
            yield f"transcripts/{name}.html", conversation(edition, door, session)


def _of(names: Iterable[str], rows: Mapping[str, Iterable[int]]) -> list[int]:
    """The rows of some transcripts, in their order."""
    return sorted(row for name in names for row in rows.get(name, []))


def _passage(m: Material, tag: dict[str, Any], labels: dict[str, str], hide: Any) -> dict[str, Any]:
    say = TEAM[m.study.language]
    stance = words.STANCE[m.study.language].get(str(tag["stance"]), "")
    coders = [name for name in str(tag["coders"]).split(";") if name]
    source = ", ".join([say["sources"].get(tag["source"], tag["source"]), *coders])
    codes = " · ".join(labels.get(tag[facet], tag[facet]) for facet in ("work_model", "swot"))
    item = str(tag["item_id"])
    return {
        "id": str(tag["tag_id"]),
        "quote": hide(str(tag["quote"])),
        "told": [part for part in (codes, stance, say["statuses"][tag["status"]], source) if part],
        "item": item,
        "address": ("item=" if "=" in item else "") + quote(item, safe=""),
        "evidence": hide(str(tag["evidence"])),
    }


def _decision(row: Decided, language: str) -> str:
    """A decision in a line."""
    parts = (
        row["coder"],
        row["when"],
        row["action"],
        row["codes"],
        row["item"],
        row["stance"],
        row["note"],
        row["row"],
    )
    return f"{TEAM[language]['decision_columns'][2]}: {' · '.join(part for part in parts if part)}"
