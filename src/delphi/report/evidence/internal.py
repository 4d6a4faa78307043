"""The internal edition: every passage in its conversation, with who said it and who decided what about it.

For the team only.  Labels are shown, those of people who withdrew and the names to hide are not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

import numpy as np
import pandas as pd

from delphi.privacy import mask_speakers
from delphi.report import facts, words
from delphi.report.evidence.parts import block_of, event, head, study_facets, versions
from delphi.report.evidence.shape import (
    STANCES,
    Edition,
    Event,
    Facet,
    Passage,
    Placed,
    Statement,
    chosen,
    left_out,
    placing,
)
from delphi.report.evidence.texts import TEAM
from delphi.report.material import Material
from delphi.report.material import Statement as Item
from delphi.study import Transcript

Mask = Callable[[str], str]
AROUND = 3  # turns before and after a passage, where the page does not hold the whole conversation


class FullPassage(Passage):
    """A passage with its place (offsets in UTF-16, as the page counts) and how it came to be a tag."""

    t: int
    n: int
    at: list[int]
    speaker: str
    source: str
    evidence: str


class FullEvent(Event):
    """An event of the ledger with who was meant, where it was said and who wrote it down."""

    people: str
    said_at: str
    by: str


class FullStatement(Statement):
    """A statement with its rows of `consensus.csv`."""

    rounds: list[list[str]]


class Decided(TypedDict):
    """A row of a coder's file, where it stands now; `at` is empty for a whole turn."""

    coder: str
    when: str
    action: str
    codes: str
    item: str
    stance: str
    at: list[int]
    note: str
    row: str


class Session(TypedDict):
    """A transcript; a turn is speaker, words, 1 for a facilitator."""

    id: str
    about: str
    turns: dict[str, list[Any]]
    decisions: dict[str, list[Decided]]


class FullEdition(Edition):
    """The edition with the conversations."""

    sessions: list[Session]


def internal_edition(m: Material, turns: pd.DataFrame, placed: pd.DataFrame) -> FullEdition:
    """What the team may see.

    Parameters
    ----------
    turns
        `transcript_id, turn, speaker, participant_id, facilitator, text`: all of the study, or those of
        `turns_shown`.
    placed
        Decisions with their place in the transcripts, from `settle`.
    """
    hide = mask_speakers((), [person for person in m.participants if person.withdrawn_on], m.study)
    texts = {(row[0], int(row[1])): str(row[2]) for row in _rows(turns, "transcript_id", "turn", "text")}
    there = set(turns["transcript_id"])
    sessions = [session for session in m.transcripts if session.transcript_id in there]
    number = {session.transcript_id: place for place, session in enumerate(sessions)}
    facets = [*study_facets(m), *_facets(m, sessions)]
    place_of = placing(facets)
    items = m.statements
    at = {item.item_id: place for place, item in enumerate(items)}
    links = {str(tag["tag_id"]): tag for item in items for tag in m.passages(item.item_id)}
    passages = []
    shown = chosen(m.tags)
    for tag in shown.to_dict("records"):
        place = at.get(str(tag["item_id"]), -1)
        version = int(links.get(str(tag["tag_id"]), {}).get("version", 0))
        words_ = texts.get((tag["transcript_id"], int(tag["turn"])), "")
        item = items[place] if place >= 0 else None
        passages.append(_passage(m, tag, place_of, place, version, item, words_, number, hide))
    unsaid = len(items)
    passages.sort(key=lambda p: (p["s"] if p["s"] >= 0 else unsaid, p["t"], p["n"], p["at"], p["id"]))
    return {
        **head(m),
        "edition": "internal",
        "facets": facets,
        "statements": [_statement(m, item, place_of, hide) for item in items],
        "passages": passages,
        "sessions": _sessions(m, sessions, turns, placed, texts, hide),
        **left_out(m.study.language, "internal", len(passages), len(m.tags)),
    }


def turns_shown(tags: pd.DataFrame) -> set[tuple[str, int]] | None:
    """The turns that the page holds of a study with more passages than it shows; None for all of them."""
    shown = chosen(tags)
    if len(shown) == len(tags):
        return None
    places = set(zip(shown["transcript_id"], shown["turn"].astype(int)))
    return {(name, turn + step) for name, turn in places for step in range(-AROUND, AROUND + 1)}


def units(text: str) -> int:
    """Length of a text as a browser counts it, in UTF-16.

    >>> units("a👍")
    3
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def stretch(text: str, start: int, end: int, hide: Mask) -> list[int]:
    """Where a stretch stands in the masked text, in UTF-16; empty when masking moved its ends."""
    before, inside, after = hide(text[:start]), hide(text[start:end]), hide(text[end:])
    if start < 0 or before + inside + after != hide(text):
        return []
    return [units(before), units(before) + units(inside)]


def _facets(m: Material, sessions: Sequence[Transcript]) -> list[Facet]:
    say = TEAM[m.study.language]
    coders = sorted({name for cell in m.tags["coders"] for name in cell.split(";") if name})
    groups = sorted({session.group for session in m.transcripts if session.group})
    options: dict[str, list[tuple[str, str]]] = {
        "status": list(say["statuses"].items()),
        "source": list(say["sources"].items()),
        "coder": [(name, name) for name in coders],
        "group": [(name, name) for name in groups],
        "transcript": [(session.transcript_id, session.transcript_id) for session in sessions],
    }
    return [{"key": key, "label": say["facets"][key], "options": pairs} for key, pairs in options.items()]


def _passage(
    m: Material, tag: dict[str, Any], place_of: Placed, s: int, version: int, item: Item | None, text: str,
    sessions: Mapping[str, int], hide: Mask,
) -> FullPassage:  # fmt: skip
    say = TEAM[m.study.language]
    block = item.block if item else block_of(m)[tag["swot"]]
    confidence = float(tag["confidence"])
    sure = [words.decimal(confidence, m.study.language)] if confidence == confidence else []
    coders = [name for name in str(tag["coders"]).split(";") if name]
    values = {
        "model": item.work_model if item else tag["work_model"], "block": block, "round": str(tag["round"]),
        "perspective": tag["perspective"], "kind": tag["kind"], "stance": str(tag["stance"]),
        "outcome": item.status if item else "", "status": tag["status"], "source": tag["source"],
        "coder": coders, "group": tag["group"], "transcript": tag["transcript_id"],
    }  # fmt: skip
    mark = say["statuses"][tag["status"]] if tag["status"] in ("suggested", "disputed") else ""
    return {
        "id": str(tag["tag_id"]),
        "f": place_of(values),
        "s": s,
        "v": version,
        "q": hide(str(tag["quote"])),
        "who": m.attribution(tag),
        "mark": mark,
        "t": sessions[tag["transcript_id"]],
        "n": int(tag["turn"]),
        "at": stretch(text, int(tag["start"]), int(tag["end"]), hide),
        "speaker": str(tag["speaker"]),
        "source": ", ".join([say["sources"].get(tag["source"], tag["source"]), *coders, *sure]),
        "evidence": hide(str(tag["evidence"])),
    }


def _statement(m: Material, item: Item, place_of: Placed, hide: Mask) -> FullStatement:
    language = m.study.language
    values = {"model": item.work_model, "block": item.block, "outcome": item.status}
    status: dict[str, str] = words.STATUS[language]
    return {
        "id": item.item_id,
        "f": place_of(values),
        "text": hide(item.text),
        "specific": hide(item.subgroup),
        "parent": item.parent_id,
        "ended": item.ended,
        "version": item.version,
        "history": facts.history(m, item),
        "people": [facts.people(m, m.support(item.item_id, stance)) for stance in STANCES[:3]] + [""],
        "versions": versions(m, item, hide),
        "events": [_event(m, row, hide) for row in m.happened(item.item_id)],
        "rounds": [
            [row["round"], m.perspective(row["perspective"]), row["group"], row["version"], row["n_present"],
             row["n_supports"], row["n_contests"], row["n_nuances"], status.get(str(row["status"]), "")]
            for row in m.statuses(item.item_id)
        ],
    }  # fmt: skip


def _event(m: Material, row: dict[str, Any], hide: Mask) -> FullEvent:
    written = ", ".join(part for part in (row["decided_by"], row["decided_at"]) if part)
    return {
        **event(m, row, hide),
        "people": ", ".join(row["participant_ids"].split(";")),
        "said_at": row["tag_ids"],
        "by": written,
    }


def _sessions(
    m: Material,
    sessions: Sequence[Transcript],
    turns: pd.DataFrame,
    placed: pd.DataFrame,
    texts: dict[tuple[str, int], str],
    hide: Mask,
) -> list[Session]:
    said: dict[str, dict[str, list[Any]]] = {}
    columns = ("transcript_id", "turn", "speaker", "participant_id", "facilitator", "text")
    for name, turn, speaker, person, leads, text in _rows(turns, *columns):
        alias = person and person.casefold() != speaker.casefold()
        who = f"{speaker} ({person})" if alias else speaker
        said.setdefault(name, {})[str(turn)] = [who, hide(text), int(leads)]
    decided: dict[str, dict[str, list[Decided]]] = {}
    here = [key in texts for key in zip(placed["transcript_id"], placed["new_turn"].astype(int))]
    placed = placed[np.array(here, dtype=bool)]
    for row in placed[~placed["withdrawn"].astype(bool) & (placed["outcome"] != "lost")].to_dict("records"):
        name, turn = row["transcript_id"], int(row["new_turn"])
        text = texts.get((name, turn), "")
        decided.setdefault(name, {}).setdefault(str(turn), []).append(_decided(m, row, text, hide))
    return [
        {
            "id": session.transcript_id,
            "about": ", ".join(
                part
                for part in (
                    words.rounds_named([session.round], m.study.language),
                    m.study.kind_label(session.kind),
                    session.group,
                    words.date_named(session.date, m.study.language),
                    session.file,
                )
                if part
            ),
            "turns": said.get(session.transcript_id, {}),
            "decisions": decided.get(session.transcript_id, {}),
        }
        for session in sessions
    ]


def _decided(m: Material, row: dict[str, Any], text: str, hide: Mask) -> Decided:
    say = TEAM[m.study.language]
    labels = {code.key: m.label(code) for code in (*m.codebook.work_model, *m.codebook.swot)}
    codes = [labels.get(row[facet], row[facet]) for facet in ("work_model", "swot") if row[facet]]
    start, end = int(row["new_start"]), int(row["new_end"])
    return {
        "coder": str(row["coder"]),
        "when": str(row["decided_at"]),
        "action": say["actions"].get(row["action"], row["action"]),
        "codes": " · ".join(codes),
        "item": str(row["item_id"]),
        "stance": words.STANCE[m.study.language].get(row["stance"], ""),
        "at": stretch(text, start, end, hide) if start >= 0 else [],
        "note": hide(str(row["note"])),
        "row": f"{say['stages'].get(row['stage'], row['stage'])}, {say['line']} {row['row']}",
    }


def _rows(frame: pd.DataFrame, *columns: str) -> Any:
    return frame[list(columns)].itertuples(index=False, name=None)
