"""What a chapter tells of one work model: what rounds added, confirmed and contested, by whom, and what changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from delphi.codebook import Code
from delphi.items import ENDED, INTO_OTHERS, NEW_VERSION, goes_into
from delphi.report import words
from delphi.report.facts import people, perspectives
from delphi.report.material import Material, Statement
from delphi.report.voices import voices

QUOTES = 2
"""Quotations per block of a SWOT table, and per work model in the chapter of another round."""
ALSO = 3
"""Statements that a block's paragraph names beside the first."""
Told = dict[str, Any]


def model(m: Material, code: Code, numbers: Sequence[int], used: set[str]) -> Told:
    """A work model's section in the chapter that gives its SWOT table; what is quoted was said in its rounds."""
    checked = (m.tags["work_model"] == code.key) & (m.tags["status"] != "suggested")
    tags = m.tags.loc[checked & (m.tags["speaker"] != ""), ["speaker", "round"]]
    here = tags[tags["round"].isin(numbers)]
    statements = [s for s in m.of_model(code.key) if s.n_passages and not s.ended]
    return {
        "opening": {
            "general": m.general is not None and code.key == m.general.key,
            "speakers": here["speaker"].nunique(),
            "perspectives": perspectives(m, sorted(set(here["speaker"]))),
            "rounds": [n for n in numbers if n in set(here["round"])],
            "elsewhere": sorted({int(n) for n in tags["round"]} - set(numbers)),
            "statements": len(statements),
            "table": f"swot-{code.key}",
        },
        "cells": [_block(m, code.key, block, numbers, used) for block in m.blocks],
        "changes": [
            line | {"brief": line["kind"] == "added" and number == numbers[0]}
            for number in numbers
            for line in _of_round(m, code.key, number)
        ],
        "dissent": _disputes(m, code.key, numbers, used, "contests"),
        "reserve": _disputes(m, code.key, numbers, used, "nuances"),
        "alone": _alone(m, statements, numbers, used),
        "loose": m.loose(code.key),
    }


def followup(m: Material, code: Code, numbers: Sequence[int], used: set[str]) -> Told | None:
    """What rounds outside the main chapter said of a work model's statements; None when nothing."""
    entries, quotes = [], 0
    for statement in m.of_model(code.key):
        said = m.passages(statement.item_id, numbers=numbers)
        for version in sorted({int(tag["version"]) for tag in said}):
            mine = [tag for tag in said if tag["version"] == version]
            entry = _stances(m, statement.item_id, mine, numbers)
            new = version == 1 and statement.introduced_round in numbers
            is_first = statement.introduced_round == m.study.rounds[0].number
            judged = any(m.study.round(number).purpose != "breadth" for number in numbers)
            confirmed = judged and not new and any(t["panel"] and t["stance"] == "supports" for t in mine)
            disputed = [tag for tag in mine if tag["stance"] in ("contests", "nuances")]
            disputed.sort(key=lambda tag: tag["stance"] != "contests")
            found = _quoted(m, disputed, used)
            if quotes < QUOTES and not found:
                found = _quoted(m, [tag for tag in mine if tag["stance"] == "supports"], used)
                quotes += len(found)
            text = m.wording(statement.item_id, version)
            entries.append(
                entry | {"text": text, "new": new and not is_first, "confirmed": confirmed, "quotes": found}
            )
    changes = [line for number in numbers for line in _decided(m, code.key, number)]
    return {"entries": entries, "changes": changes} if entries or changes else None


def _block(m: Material, work_model: str, block: Any, numbers: Sequence[int], used: set[str]) -> Told:
    """Which statements of a cell most people spoke about, and what stands apart for some."""
    statements = [s for s in m.cell(work_model, block.key) if s.n_passages]
    spoken = {s.item_id: _spoken(m, s.item_id, numbers) for s in statements}
    said = {item: m.people_of(passages) for item, (_, passages) in spoken.items()}
    general = [s for s in statements if not s.subgroup and said[s.item_id]]
    total = {item: sum(people_.values()) for item, people_ in said.items()}
    general.sort(key=lambda s: -total[s.item_id])
    most = total[general[0].item_id] if general else 0
    first = [s for s in general if total[s.item_id] == most]
    rest = [s for s in general if 1 < total[s.item_id] < most]
    specific: dict[str, list[str]] = {}
    for statement in statements:
        if statement.subgroup and said[statement.item_id]:
            specific.setdefault(statement.subgroup, []).append(named(spoken[statement.item_id][0]))
    quotes: list[str] = []
    for statement in general or statements:
        if len(quotes) < QUOTES:
            _, passages = spoken[statement.item_id]
            quotes += _quoted(m, [tag for tag in passages if tag["stance"] == "supports"], used)
    return {
        "label": m.study.text(block.label),
        "said": bool(general or specific),
        "most": most,
        "first": [named(spoken[s.item_id][0]) for s in first],
        "who": people(m, said[first[0].item_id]) if len(first) == 1 else "",
        "also": [named(spoken[s.item_id][0]) for s in rest[:ALSO]],
        "more": len(rest[ALSO:]),
        "specific": [
            {"name": name, "statements": words.enumerated(texts, m.study.language)}
            for name, texts in specific.items()
        ],
        "quotes": quotes,
    }


def _spoken(m: Material, item_id: str, numbers: Sequence[int]) -> tuple[str, list[Told]]:
    """The wording of a statement that these rounds last spoke about, and what they said of it."""
    passages = m.passages(item_id, numbers=numbers)
    version = max((int(tag["version"]) for tag in passages), default=1)
    return m.wording(item_id, version), [tag for tag in passages if tag["version"] == version]


def _of_round(m: Material, work_model: str, number: int) -> list[Told]:
    """What a round added and confirmed, with who did, and what the team decided after it."""
    added, confirmed = [], []
    for statement in m.of_model(work_model):
        supports = m.passages(statement.item_id, "supports", [number])
        if statement.introduced_round == number and statement.n_passages:
            said = supports or m.passages(statement.item_id, numbers=[number])
            added.append((m.wording(statement.item_id, 1), voices(m, said, rounds=False), ""))
        elif any(tag["panel"] and tag["speaker"] for tag in supports):
            wording = m.wording(statement.item_id, int(supports[0]["version"]))
            against = m.passages(statement.item_id, "contests", [number])
            confirmed.append((wording, voices(m, supports, rounds=False), voices(m, against, rounds=False)))
    partial = any(session.transcript_id not in m.coded for session in m.sessions(number))
    lines: list[Told] = []
    for kind, found in (("added", added), ("confirmed", confirmed)):
        if found:
            lines.append(
                {
                    "kind": kind, "round": number, "breadth": m.study.round(number).purpose == "breadth",
                    "partial": partial and not lines,
                    "statements": [
                        {"text": text, "who": who, "against": against} for text, who, against in found
                    ],
                }
            )  # fmt: skip
    return lines + _decided(m, work_model, number)


def _decided(m: Material, work_model: str, number: int) -> list[Told]:
    """The team's decisions after a round: new wordings and places, statements that ended."""
    return [
        decided(m, event)
        for statement in m.of_model(work_model)
        for event in m.happened(statement.item_id)
        if event["round"] == number and event["event"] in (*NEW_VERSION, *ENDED)
    ]


def decided(m: Material, event: Mapping[str, Any]) -> Told:
    """What the team decided about a statement: a new version, or its end."""
    item, version = event["item_id"], int(event["version"])
    rows = {int(r["version"]): r for r in m.items[m.items["item_id"] == item].to_dict("records")}
    now = rows[version]
    told = {"round": int(event["round"]), "reason": _reason(m, event["reason"])}
    if event["event"] not in NEW_VERSION:
        word = words.STATUS[m.study.language][event["event"]]
        # The feedback has no swot.csv; the register's last version is the present wording.
        ordered = m.items.sort_values("version", kind="stable")
        present = dict(zip(ordered["item_id"], ordered["statement"]))
        wordings = [named(present[other]) for other in goes_into(event, m.items) if other in present]
        into = words.enumerated(wordings, m.study.language) if event["event"] in INTO_OTHERS else ""
        return told | {
            "kind": "ended",
            "before": now["statement"],
            "word": word,
            "event": event["event"],
            "into": into,
        }
    before = rows.get(version - 1, now)
    labels = {code.key: m.label(code) for code in m.codebook.swot}
    return told | {
        "kind": "version", "before": event["text_before"] or before["statement"],
        "after": event["text_after"] or now["statement"],
        "moved": before["swot"] != now["swot"], "from": labels[before["swot"]], "to": labels[now["swot"]],
    }  # fmt: skip


def _disputes(
    m: Material, work_model: str, numbers: Sequence[int], used: set[str], stance: str
) -> list[Told]:
    """Statements that somebody contested in these rounds, or (`nuances`) only nuanced, as they were worded then."""
    found = []
    for statement in m.of_model(work_model):
        said = m.passages(statement.item_id, numbers=numbers)
        for version in sorted({int(tag["version"]) for tag in said}):
            mine = [tag for tag in said if tag["version"] == version]
            heard = {tag["stance"] for tag in mine if tag["speaker"]}
            if stance not in heard or (stance == "nuances" and "contests" in heard):
                continue
            quotes = _quoted(m, [tag for tag in mine if tag["stance"] == stance], used)
            text = m.wording(statement.item_id, version)
            found.append(_stances(m, statement.item_id, mine, numbers) | {"text": text, "quotes": quotes})
    return found


def _stances(m: Material, item_id: str, passages: Sequence[Told], numbers: Sequence[int]) -> Told:
    """Who took which stance in these passages, and why the team says they did."""
    rounds = {int(tag["round"]) for tag in passages}
    told: Told = {
        stance: voices(m, [t for t in passages if t["stance"] == stance], rounds=len(numbers) > 1)
        for stance in ("supports", "contests", "nuances")
    }
    told["confirmed"] = False
    told["reasons"] = [
        _reason(m, event["reason"])
        for event in m.happened(item_id)
        if event["event"] in ("contested", "nuanced") and event["round"] in rounds and event["reason"]
    ]
    return told


def _alone(m: Material, statements: Sequence[Statement], numbers: Sequence[int], used: set[str]) -> Told:
    """Statements that one single person brought up, in these rounds, and that nobody else touched."""
    mine = [s for s in statements if s.n_speakers == 1 and s.introduced_round in numbers]
    quotes: list[str] = []
    for statement in mine:
        if len(quotes) < QUOTES:
            quotes += _quoted(m, m.passages(statement.item_id, numbers=numbers), used)
    lines = [
        {
            "text": s.text, "against": "",
            "who": voices(m, m.passages(s.item_id, numbers=numbers), rounds=len(numbers) > 1),
        }
        for s in mine
    ]  # fmt: skip
    return {"lines": lines, "quotes": quotes}


def _quoted(m: Material, passages: Sequence[Told], used: set[str]) -> list[str]:
    """The passage that reads best of these, as a list of none or one; it is not quoted again."""
    tag = m.quotable(passages, used)
    if tag is None:
        return []
    used.add(str(tag["quote"]))
    return [str(tag["tag_id"])]


def _reason(m: Material, reason: str) -> str:
    """A reason from the ledger, with statements by their words and not by their ids."""
    latest = dict(zip(m.items["item_id"], m.items["statement"]))  # versions follow each other in the register

    def spoken(match: re.Match[str]) -> str:
        return f"“{latest[match[0]]}”" if match[0] in latest else match[0]

    return re.sub(r"[\w][\w.-]*[\w]", spoken, reason)


def named(text: str) -> str:
    """A statement as running text names it."""
    return f"“{words.literal(text)}”"
