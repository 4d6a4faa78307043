"""What a desk shows: the start panel, the work surface of one turn, progress, search; all of it plain data."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from delphi.codebook import FACETS
from delphi.coding.learner.cells import offers_in
from delphi.decisions.cut import cut_row
from delphi.review.blind import is_hidden
from delphi.review.evidence import readable
from delphi.review.keys import letters, numbers
from delphi.review.material import Material, Turn
from delphi.review.record import Record, Stretch
from delphi.review.texts import texts
from delphi.study import localise

BEFORE, AFTER = 10, 6  # turns of conversation around a passage
MOST_HITS = 60


def static(material: Material) -> dict[str, Any]:
    """What stays the same while a window is open: texts, codes with their keys, items, transcripts."""
    language = material.language
    facets: dict[str, list[dict[str, Any]]] = {}
    for facet in FACETS:
        codes = material.codebook.codes(facet)
        labels = [localise(code.label, language) for code in codes]
        keys = numbers(len(codes)) if facet == "work_model" else letters(labels)
        facets[facet] = [
            {
                "code": code.key,
                "label": label,
                "key": key,
                "definition": localise(code.definition, language).strip(),
                "include": localise(code.include, language).strip() if code.include else "",
                "exclude": localise(code.exclude, language).strip() if code.exclude else "",
                "examples": code.examples,
            }
            for code, label, key in zip(codes, labels, keys)
        ]
    latest = material.items.sort_values("version", kind="stable").drop_duplicates("item_id", keep="last")
    return {
        "texts": texts(language),
        "language": language,
        "facets": facets,
        "items": latest.sort_index()[["item_id", "work_model", "swot", "statement"]].to_dict("records"),
        "transcripts": [transcript.transcript_id for transcript in material.transcripts],
        "stance_measured": _stance_measured(material),
    }


def start_panel(
    material: Material, record: Record | None, name: str, resume: dict[str, Any] | None
) -> dict[str, Any]:
    """Names to pick from; once there is a coder, the places with what she has read of them."""
    start: dict[str, Any] = {"coders": material.coders(), "name": name}
    if record is None:
        return start | {"cut": bool(name and cut_row(material.file_of(name)))}
    total: dict[str, int] = {}
    read: dict[str, int] = {}
    for key in material.participants_turns:
        total[key[0]] = total.get(key[0], 0) + 1
        read[key[0]] = read.get(key[0], 0) + (key in record.checked)
    places = [
        {
            "place": transcript.transcript_id,
            "label": session(material, transcript.transcript_id),
            "read": read[transcript.transcript_id],
            "total": total[transcript.transcript_id],
        }
        for transcript in sorted(material.transcripts, key=lambda t: (t.round, t.transcript_id))
        if transcript.transcript_id in total
    ]
    return start | {
        "places": places,
        "read": sum(read.values()),
        "total": sum(total.values()),
        "again": len(record.turns_to_decide_anew()),
        "resume": resume,
    }


def work_surface(
    material: Material,
    record: Record,
    key: Turn,
    reopened: Collection[tuple[Turn, Stretch]],
    focus: str = "",
    last: str = "",
) -> dict[str, Any]:
    """One turn with the conversation around it.

    `entries` are her tags, the suggestions she may see, and tags to decide anew, in the order of the
    text; `focus` is the id of one of them: the one asked for, else the first that is open, else `last`.
    """
    place = material.position[key]
    around = range(max(place - BEFORE, 0), min(place + AFTER + 1, len(material.keys)))
    near = [material.keys[at] for at in around if material.keys[at][0] == key[0]]
    entries = _entries(material, record, key, reopened)
    shown = suggestion_shown(material, record.coder, key)
    return {
        "transcript_id": key[0],
        "turn": key[1],
        "session": session(material, key[0]),
        "speech": [_speech(material, near_key) for near_key in near],
        "sentences": [list(bounds) for bounds in material.stretches(key)],
        "entries": entries,
        "shown": shown == "true",
        "checked": key in record.checked,
        "facilitator": not material.is_participants(key),
        "note": record.note(key, None),
        "focus": focus or next((entry["id"] for entry in entries if entry["state"] == "open"), last),
    }


def progress(material: Material, record: Record, key: Turn) -> dict[str, int]:
    """How many participants' turns she has read, in all and in this transcript."""
    turns = material.participants_turns
    here = [turn for turn in turns if turn[0] == key[0]]
    return {
        "read": sum(turn in record.checked for turn in turns),
        "total": len(turns),
        "read_here": sum(turn in record.checked for turn in here),
        "total_here": len(here),
    }


def found(material: Material, query: str) -> list[dict[str, Any]]:
    """Turns that hold all words, whatever their case; in all transcripts, in order."""
    words = query.casefold().split()
    hits: list[dict[str, Any]] = []
    for key in material.keys if words else ():
        text = material.texts[key]
        folded = text.casefold()
        if all(word in folded for word in words):
            at = max(0, folded.find(words[0]) - 60)
            snippet = ("… " if at else "") + text[at : at + 180] + (" …" if at + 180 < len(text) else "")
            speaker = _speech(material, key)["speaker"]
            hits.append({"transcript_id": key[0], "turn": key[1], "text": snippet, "speaker": speaker})
            if len(hits) == MOST_HITS:
                break
    return hits


def session(material: Material, transcript_id: str) -> str:
    """Round, kind and place of a session, in words."""
    transcript = next(t for t in material.transcripts if t.transcript_id == transcript_id)
    round_ = f"{texts(material.language)['round']} {transcript.round}"
    kind = material.study.kind_label(transcript.kind)
    return " · ".join(part for part in (round_, kind, transcript.place) if part)


def suggestion_shown(material: Material, coder: str, key: Turn) -> str:
    """Whether a coder sees the suggestions of a turn: `true`, `false`, or empty when there are none."""
    if not material.suggestions.get(key):
        return ""
    coding = material.study.coding
    return "false" if is_hidden(coder, *key, coding.hide_suggestions_share, coding.seed) else "true"


def entry_id(kind: str, stretch: Stretch) -> str:
    """The name of an entry of the work surface."""
    return ":".join([kind, *map(str, stretch)])


def _entries(
    material: Material, record: Record, key: Turn, reopened: Collection[tuple[Turn, Stretch]]
) -> list[dict[str, Any]]:
    tags = record.tags(key)
    shown = suggestion_shown(material, record.coder, key) == "true"
    suggested = material.suggestions[key] if shown else []
    entries = [
        _entry("tag", tag.stretch, "mine")
        | {"links": [list(link) for link in tag.links], "note": record.note(key, tag.stretch)}
        | {"offers": _offers(material, suggested, tag.stretch)}
        for tag in tags
    ]
    if shown:
        labels = {
            code.key: localise(code.label, material.language)
            for facet in FACETS
            for code in material.codebook.codes(facet)
        }
        still_open = record.open_suggestions(key)
        for row in suggested:
            stretch = (int(row["start"]), int(row["end"]), row["work_model"], row["swot"])
            if any(tag.covers(stretch) for tag in tags):
                continue
            is_open = stretch in still_open or (key, stretch) in reopened
            state = "dropped" if key in record.checked else "open" if is_open else "rejected"
            evidence = readable(str(row["evidence"]), labels, texts(material.language))
            entry = _entry("suggestion", stretch, state)
            entry |= {"evidence": evidence, "confidence": float(row["confidence"])}
            entries.append(entry | {"offers": _offers(material, [row], stretch)})
    for row in record.to_decide_anew(key):
        stretch = (row["start"], row["end"], row["work_model"], row["swot"])
        entries.append(_entry("again", stretch, "open") | {"was": row["was"], "into": row["into"]})
    order = ("tag", "again", "suggestion")
    return sorted(entries, key=lambda e: (e["start"], e["end"], order.index(e["kind"]), e["id"]))


def _offers(material: Material, suggested: Sequence[Mapping[str, Any]], stretch: Stretch) -> list[list[Any]]:
    """Statements offered for a stretch: those of the first suggestion that shares text and codes with it.

    Their stances only where measuring showed that they gain something.
    """
    stands = material.weighed is not None and material.weighed.gains
    start, end, *codes = stretch
    for row in suggested:
        same = [row["work_model"], row["swot"]] == codes
        if same and int(row["start"]) < end and start < int(row["end"]):
            offered = offers_in(str(row.get("statements", "")))
            return [[item, stance if stands else ""] for item, stance, _ in offered]
    return []


def _stance_measured(material: Material) -> str:
    """How often a suggested stance was right when it was measured; empty where none is shown."""
    found = material.weighed
    if found is None or not found.gains:
        return ""
    return texts(material.language)["stance_measured"].format(
        right=found.right, shown=found.shown, other_right=found.other_right, other=found.other
    )


def _entry(kind: str, stretch: Stretch, state: str) -> dict[str, Any]:
    start, end, work_model, swot = stretch
    return {
        "id": entry_id(kind, stretch), "kind": kind, "state": state, "start": start, "end": end,
        "work_model": work_model, "swot": swot, "links": [], "offers": [], "note": "",
    }  # fmt: skip


def _speech(material: Material, key: Turn) -> dict[str, Any]:
    row = material.row(key)
    speech = {name: row[name] for name in ("turn", "speaker", "text")}
    return speech | {"facilitator": bool(row["facilitator"])}
