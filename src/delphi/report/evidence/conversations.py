"""The conversations of an edition in pages: each transcript a page of its own, written as its batch is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

import pandas as pd

from delphi.report import words
from delphi.report.evidence.internal import Decided, Mask, conversations, hidden
from delphi.report.evidence.page import conversation
from delphi.report.evidence.parts import head
from delphi.report.evidence.spoken import Spoken, Told, item_of
from delphi.report.evidence.texts import TEAM
from delphi.report.material import Material
from delphi.rows import records_of

OF_TAGS = (
    "tag_id", "transcript_id", "turn", "work_model", "swot", "item_id", "stance", "status", "source", "coders", "quote",
    "evidence",
)  # fmt: skip
"""What a page tells of a passage."""


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
    edition = {**head(m), "edition": "internal"}
    say, address = TEAM[m.study.language], escape(f"../../{door}")
    shown = m.tags[list(OF_TAGS)]
    of_session = m.tags.groupby("transcript_id").indices
    decided = placed.groupby("transcript_id").indices
    for turns in batches:
        there = set(turns["transcript_id"])
        sessions = [session for session in m.transcripts if session.transcript_id in there]
        names = [session.transcript_id for session in sessions]
        tags: dict[tuple[str, str], list[Told]] = {}
        for tag in records_of(shown.iloc[_of(names, of_session)]):
            key = tag["transcript_id"], str(tag["turn"])
            tags.setdefault(key, []).append(_passage(m, tag, hide))
        for told in conversations(m, sessions, turns, placed.iloc[_of(names, decided)], marked=False):
            name = told["id"]
            turns_told = [
                Spoken(
                    turn,
                    speaker,
                    bool(leads),
                    text,
                    tags.get((name, turn), ()),
                    [_decision(row, say) for row in told["decisions"].get(turn, ())],
                )
                for turn, (speaker, text, leads) in told["turns"].items()
            ]
            said = "".join([item_of(turn, address, say) for turn in turns_told])
            session = {"id": name, "about": told["about"]}
            yield f"transcripts/{name}.html", conversation(edition, door, session, said)


def _of(names: Iterable[str], rows: Mapping[str, Iterable[int]]) -> list[int]:
    """The rows of some transcripts, in their order."""
    return sorted(row for name in names for row in rows.get(name, []))


def _passage(m: Material, tag: dict[str, Any], hide: Mask) -> Told:
    say = TEAM[m.study.language]
    stance = words.STANCE[m.study.language].get(str(tag["stance"]), "")
    coders = [name for name in str(tag["coders"]).split(";") if name]
    source = ", ".join([say["sources"].get(tag["source"], tag["source"]), *coders])
    codes = " · ".join(m.labels.get(tag[facet], tag[facet]) for facet in ("work_model", "swot"))
    about = (codes, stance, say["statuses"][tag["status"]], source)
    return Told(
        str(tag["tag_id"]), hide(str(tag["quote"])), about, str(tag["item_id"]), hide(str(tag["evidence"]))
    )


def _decision(row: Decided, say: Mapping[str, Any]) -> str:
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
    return f"{say['decision_columns'][2]}: {' · '.join(part for part in parts if part)}"
