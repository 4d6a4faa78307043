"""The internal edition: every passage in its conversation, with who said it and who decided what about it.

For the team only.  Labels are shown, those of people who withdrew and the names to hide are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypedDict

import numpy as np
import pandas as pd

from delphi.privacy import mask_speakers
from delphi.report import facts, words
from delphi.report.evidence.parts import block_of, event, head, study_facets, versions
from delphi.report.evidence.shape import (
    BLOCK,
    MODEL,
    STANCES,
    Edition,
    Event,
    Facet,
    Passage,
    Placed,
    Source,
    Statement,
    placing,
)
from delphi.report.evidence.texts import TEAM
from delphi.report.material import Material
from delphi.report.material import Statement as Item
from delphi.rows import records_of, rows_of
from delphi.study import Transcript

Mask = Callable[[str], str]
Turn = tuple[str, int]  # transcript and number
OF_DECISIONS = (
    "transcript_id", "new_turn", "new_start", "new_end", "coder", "decided_at", "action", "work_model", "swot",
    "item_id", "stance", "note", "stage", "row", "outcome", "withdrawn",
)  # fmt: skip
"""What is told of placed decisions; the words they were found by again stand in the transcript."""
COUNTED = 8  # the study's facets, and whether somebody checked


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


def internal_source(m: Material, sessions: Sequence[Transcript], texts: Mapping[Turn, str]) -> Source:
    """What the team may see, without the conversations.

    Parameters
    ----------
    sessions
        The transcripts that passages are from.
    texts
        What was said on each turn, to show a passage in it; may be empty.
    """
    hide = hidden(m)
    number = {session.transcript_id: place for place, session in enumerate(sessions)}
    facets = [*study_facets(m), *_facets(m, sessions)]
    place_of = placing(facets)
    items = m.statements
    blocks = block_of(m)
    names = [item.item_id for item in items]
    in_item = m.tags.groupby("item_id").indices
    outside = np.flatnonzero(~m.tags["item_id"].isin(names))
    cells = m.tags[["work_model", "swot"]].iloc[outside]
    in_cell = cells.groupby(["work_model", cells["swot"].map(blocks)]).indices
    versions_ = dict(zip(m.links["tag_id"], m.links["version"]))

    def made(rows: pd.DataFrame, place: int) -> list[FullPassage]:
        item = items[place] if place >= 0 else None
        return [
            _passage(
                m, tag, place_of, place, int(versions_.get(tag["tag_id"], 0)), item,
                texts.get((tag["transcript_id"], int(tag["turn"])), ""), number, hide,
            )
            for tag in records_of(rows)
        ]  # fmt: skip

    def loose(model: int, block: int) -> list[FullPassage]:
        cell = facets[MODEL]["options"][model][0], facets[BLOCK]["options"][block][0]
        return made(m.tags.iloc[outside[in_cell.get(cell, [])]], -1)

    def part(passages: list[FullPassage]) -> dict[str, Any]:
        """Sessions as a page counts them; the last facet is theirs."""
        here = sorted({passage["t"] for passage in passages})
        at = {place: new for new, place in enumerate(here)}
        options = [facets[-1]["options"][place] for place in here]
        return {
            "facets": [*facets[:-1], facets[-1] | {"options": options}],
            "passages": [p | {"t": at[p["t"]], "f": [*p["f"][:-1], at[p["t"]]]} for p in passages],
            "sessions": [
                {"id": each.transcript_id, "about": about(m, each), "turns": {}, "decisions": {}}
                for each in (sessions[place] for place in here)
            ],
        }

    return Source(
        edition={
            **head(m),
            "edition": "internal",
            "facets": facets,
            "statements": [_statement(m, item, place_of, hide) for item in items],
            "passages": [],
        },
        behind=lambda place: made(m.tags.iloc[in_item.get(names[place], [])], place),
        loose=loose,
        order=lambda p: (p["s"] if p["s"] >= 0 else len(items), p["t"], p["n"], p["at"], p["id"]),
        passages=len(m.tags),
        counted=COUNTED,
        part=part,
    )


def internal_edition(m: Material, turns: pd.DataFrame, placed: pd.DataFrame) -> FullEdition:
    """What the team may see, with all conversations, on one page.

    Parameters
    ----------
    turns
        Of all transcripts: `transcript_id, turn, speaker, participant_id, facilitator, text`.
    placed
        Decisions with their place in the transcripts, from `settle`.
    """
    texts = {(row[0], int(row[1])): str(row[2]) for row in rows_of(turns, ("transcript_id", "turn", "text"))}
    there = set(turns["transcript_id"])
    sessions = [session for session in m.transcripts if session.transcript_id in there]
    edition = internal_source(m, sessions, texts).whole()
    told = conversations(m, sessions, turns, placed)
    return {**edition, "sessions": list(told)}


def hidden(m: Material) -> Mask:
    """Replaces what the team must not see either: people who withdrew, and the names to hide."""
    return mask_speakers((), [person for person in m.participants if person.withdrawn_on], m.study)


def units(text: str) -> int:
    """Length of a text as a browser counts it, in UTF-16.

    >>> units("a👍")
    3
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def stretch(text: str, start: int, end: int, hide: Mask) -> list[int]:
    """Where a stretch stands in the masked text, in UTF-16; empty when masking moved its ends."""
    if not text and start >= 0:
        return [0, 0]
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


def conversations(
    m: Material,
    sessions: Sequence[Transcript],
    turns: pd.DataFrame,
    placed: pd.DataFrame,
    marked: bool = True,
) -> Iterator[Session]:
    """Transcripts with what was said in them and what was decided about it, on which words when they are marked."""
    hide = hidden(m)
    texts: dict[Turn, str] = {}
    spoken: dict[str, dict[str, list[Any]]] = {}
    columns = ("transcript_id", "turn", "speaker", "participant_id", "facilitator", "text")
    for name, turn, speaker, person, leads, text in rows_of(turns, columns):
        alias = person and person.casefold() != speaker.casefold()
        who = f"{speaker} ({person})" if alias else speaker
        texts[name, int(turn)] = text
        spoken.setdefault(name, {})[str(turn)] = [who, hide(text), int(leads)]
    decided: dict[str, dict[str, list[Decided]]] = {}
    stands = ~placed["withdrawn"].astype(bool) & (placed["outcome"] != "lost")
    for row in records_of(placed[stands]):
        name, number = row["transcript_id"], int(row["new_turn"])
        if (name, number) in texts:
            made = _decided(m, row, texts[name, number] if marked else "", hide)
            decided.setdefault(name, {}).setdefault(str(number), []).append(made)
    for session in sessions:
        name = session.transcript_id
        yield {
            "id": name,
            "about": about(m, session),
            "turns": spoken.get(name, {}),
            "decisions": decided.get(name, {}),
        }


def about(m: Material, session: Transcript) -> str:
    """A session in a few words: round, kind, group, day and file."""
    language = m.study.language
    parts = (
        words.rounds_named([session.round], language), m.study.kind_label(session.kind), session.group,
        words.date_named(session.date, language), session.file,
    )  # fmt: skip
    return ", ".join(part for part in parts if part)


def _decided(m: Material, row: dict[str, Any], text: str, hide: Mask) -> Decided:
    say = TEAM[m.study.language]
    codes = [m.labels.get(row[facet], row[facet]) for facet in ("work_model", "swot") if row[facet]]
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
