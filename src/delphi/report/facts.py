"""What each chapter's sentences are about: counts, names and statements taken from the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from delphi.codebook import Code
from delphi.items import ENDED, NEW_VERSION
from delphi.report import words
from delphi.report.material import Material, Part, Statement

QUOTES_PER_BLOCK = 2
STATUS_SAID = ("contested", "nuanced", "confirmed", "introduced", *NEW_VERSION, *ENDED)


def coverage(m: Material) -> dict[str, Any]:
    """How much is checked."""
    table = m.tables["coverage"]
    checked, turns = (_total(table, column) for column in ("checked", "participant_turns"))
    return {"checked": checked, "participant_turns": turns, "unchecked": checked < turns}


def rounds(m: Material) -> dict[int, dict[str, Any]]:
    """Who spoke in each round, in panel sessions and in others."""
    found = {}
    coded = {row["transcript_id"] for row in m.tables["coverage"].to_dict("records") if int(row["checked"])}
    for round_ in m.study.rounds:
        panel, others = m.sessions(round_.number, True), m.sessions(round_.number, False)
        people = sorted({name for session in panel for name in m.present(session.transcript_id)})
        found[round_.number] = {
            "panel_sessions": len(panel),
            "kinds": _kinds(m, panel),
            "people": len(people),
            "perspectives": _perspectives(m, people),
            "dates": _dates(m, panel),
            "other_sessions": len(others),
            "other_kinds": _kinds(m, others),
            "not_coded": sum(s.transcript_id not in coded for s in (*panel, *others)),
        }
    return found


def design(m: Material) -> dict[str, Any]:
    """The panel's coming and going."""
    kinds = [session.kind in m.study.panel_kinds for session in m.transcripts]
    lines = []
    for part in m.parts:
        for earlier, later in zip(part.rounds, part.rounds[1:]):
            for key in m.study.perspectives:
                before = _panel_sum(m, earlier.number, key, "took_part")
                returned = _panel_sum(m, later.number, key, "returned")
                if before and returned:
                    lines.append(
                        {"before": before, "returned": returned, "earlier": earlier.number,
                         "round": later.number, "people": m.people(key, before)}
                    )  # fmt: skip
    return {
        "panel_sessions": sum(kinds),
        "interviews": not all(kinds),
        "panel_rows": len(m.tables["panel"]),
        "attrition": lines,
    }


def practices(m: Material) -> dict[str, int]:
    """Number of practice examples per work model."""
    counts = {} if m.practices is None else m.practices.groupby("work_model").size().to_dict()
    return {code.key: int(counts.get(code.key, 0)) for code in m.codebook.work_model}


def part_name(part: Part) -> str:
    """The name of the chapter about some rounds, for file names and cross-references."""
    return "rounds-" + "-".join(map(str, part.numbers))


def part_title(m: Material, part: Part) -> str:
    """`Ronde 1: Inhoudelijke stuurgroep`, `Rondes 2 en 3`."""
    named = words.capital(words.rounds_named(part.numbers, m.study.language))
    return f"{named}: {m.study.text(part.rounds[0].label)}" if len(part.rounds) == 1 else named


def model(m: Material, code: Code, numbers: Sequence[int], used: set[str]) -> dict[str, Any]:
    """A work model's section in the chapter that gives its SWOT table."""
    tags = m.tags[(m.tags["work_model"] == code.key) & (m.tags["status"] != "suggested")]
    tags = tags[tags["speaker"] != ""]
    cells = [_block(m, code.key, block, used) for block in m.blocks]
    statements = sum(len(m.cell(code.key, block.key)) for block in m.blocks)
    loose = m.loose(code.key)
    suggested = int((loose["status"] == "suggested").sum())
    return {
        "opening": {
            "general": m.general is not None and code.key == m.general.key,
            "subject": m.label(code),
            "speakers": tags["speaker"].nunique(),
            "perspectives": _perspectives(m, sorted(set(tags["speaker"]))),
            "rounds": sorted({int(n) for n in tags["round"]}),
            "statements": statements,
            "table": f"swot-{code.key}",
        },
        "cells": cells,
        "changes": _changes(m, code.key, numbers[1:], versions_in=numbers),
        "dissent": _dissent(m, code.key, numbers, used),
        "loose": {"checked": len(loose) - suggested, "suggested": suggested},
    }


def followup(m: Material, code: Code, numbers: Sequence[int], used: set[str]) -> dict[str, Any] | None:
    """What rounds outside the main chapter brought up or changed for a work model; None when nothing."""
    lines = _changes(m, code.key, numbers, versions_in=numbers)
    dissent = _dissent(m, code.key, numbers, used)
    if not lines and not dissent:
        return None
    quotes: list[dict[str, str]] = []
    for statement in _of_model(m, code.key):
        tag = m.quotable(m.passages(statement.item_id, "supports", numbers), used)
        if tag is not None and len(quotes) < QUOTES_PER_BLOCK:
            used.add(str(tag["quote"]))
            wording = m.wording(statement.item_id, int(tag["version"]))
            quotes.append({"text": wording, "key": str(tag["tag_id"])})
    return {"lines": lines, "dissent": dissent, "quotes": quotes}


def method(m: Material) -> dict[str, Any]:
    """Counts for the annex on method."""
    status = m.tags["status"].value_counts().to_dict()
    counts = {key: int(status.get(key, 0)) for key in ("checked", "adjudicated", "disputed", "suggested")}
    coders = sorted({name for cell in m.tags["coders"] for name in cell.split(";") if name})
    moved = m.tables["anchors"]["outcome"].value_counts().to_dict()
    return {
        "tag_counts": counts | {"total": len(m.tags)},
        "agreement": {"coders": coders},
        "withdrawn": any(person.withdrawn_on for person in m.participants),
        "anchors": {"moved": int(moved.get("moved", 0)), "lost": int(moved.get("lost", 0))},
    }


def statements_with_passages(m: Material, work_model: str) -> list[str]:
    """Items of a work model behind which there are passages, ended ones included."""
    return [s.item_id for s in _of_model(m, work_model) if s.n_passages]


def history(m: Material, statement: Statement) -> str:
    """Where a statement comes from and what later rounds did with it, in a few words."""
    language, status = m.study.language, words.STATUS[m.study.language]
    parts = []
    for round_ in m.study.rounds:
        rows = [row for row in m.statuses(statement.item_id) if int(row["round"]) == round_.number]
        found = {row["status"] for row in rows}
        found |= {"contested" for row in rows if int(row["n_contests"])}
        found |= {"nuanced" for row in rows if int(row["n_nuances"])}
        said = [status[key] for key in STATUS_SAID if key in found and key != "introduced"]
        named = words.rounds_named([round_.number], language)
        if round_.number == statement.introduced_round:
            parts.append(f"{named} ({', '.join(said)})" if said else named)
        elif said:
            parts.append(f"{', '.join(said)} {named}")
    parts.append(words.counted(statement.n_speakers, "speaker", language))
    return " · ".join(parts)


def people(m: Material, counts: Mapping[str, int]) -> str:
    """`3 deelnemers met armoede-ervaring en 1 beroepskracht`."""
    return words.enumerated([m.people(key, n) for key, n in counts.items() if n], m.study.language)


def _block(m: Material, work_model: str, block: Any, used: set[str]) -> dict[str, Any]:
    statements = [s for s in m.cell(work_model, block.key) if s.n_passages]
    who = {s.item_id: m.speakers(s.item_id, s.version) for s in statements}
    general = [s for s in statements if not s.subgroup and who[s.item_id]]
    general.sort(key=lambda s: -sum(who[s.item_id].values()))
    lines: list[dict[str, Any]] = [
        {"text": s.text, "total": sum(who[s.item_id].values()), "who": people(m, who[s.item_id])}
        for s in general
    ]
    specific: dict[str, list[str]] = {}
    for statement in statements:
        if statement.subgroup:
            specific.setdefault(statement.subgroup, []).append(_quoted(statement.text))
    quotes: list[str] = []
    for statement in general or statements:
        tag = m.quotable(m.passages(statement.item_id, "supports"), used)
        if tag is not None and len(quotes) < QUOTES_PER_BLOCK:
            used.add(str(tag["quote"]))
            quotes.append(str(tag["tag_id"]))
    return {
        "label": m.study.text(block.label),
        "lines": lines,
        "also": [_quoted(line["text"]) for line in lines[1:4] if line["total"] > 1],
        "more": sum(line["total"] > 1 for line in lines[4:]),
        "specific": [
            {"name": name, "statements": words.enumerated(texts, m.study.language)}
            for name, texts in specific.items()
        ],
        "quotes": quotes,
    }


def _changes(
    m: Material, work_model: str, numbers: Sequence[int], versions_in: Sequence[int]
) -> list[dict[str, Any]]:
    """What rounds added and confirmed, and what the team changed after them."""
    statements = _of_model(m, work_model)
    lines: list[dict[str, Any]] = []
    for number in versions_in:
        if number in numbers:
            added = [_quoted(s.text) for s in statements if s.introduced_round == number and s.n_passages]
            lines += _line("added", number, added, m)
            named = []
            for statement in statements:
                rows = [
                    row
                    for row in m.statuses(statement.item_id)
                    if int(row["round"]) == number and row["status"] == "confirmed" and not row["group"]
                ]
                if rows:
                    counts = {row["perspective"]: int(row["n_supports"]) for row in rows}
                    wording = m.wording(statement.item_id, int(rows[0]["version"]))
                    named.append(f"{_quoted(wording)} ({people(m, counts)})")
            lines += _line("confirmed", number, named, m)
        lines += [
            decided(m, event)
            for statement in statements
            for event in m.happened(statement.item_id)
            if event["round"] == number and event["event"] in (*NEW_VERSION, *ENDED)
        ]
    return lines


def _line(kind: str, number: int, named: Sequence[str], m: Material) -> list[dict[str, Any]]:
    if not named:
        return []
    statements = words.enumerated(named, m.study.language)
    return [{"kind": kind, "round": number, "statements": statements, "n": len(named)}]


def decided(m: Material, event: Mapping[str, Any]) -> dict[str, Any]:
    """What the team decided about a statement: a new version, or its end."""
    item, version = event["item_id"], int(event["version"])
    rows = {int(r["version"]): r for r in m.items[m.items["item_id"] == item].to_dict("records")}
    now = rows[version]
    if event["event"] not in NEW_VERSION:
        word = words.STATUS[m.study.language][event["event"]]
        return {"kind": "ended", "round": int(event["round"]), "before": now["statement"], "word": word,
                "reason": event["reason"]}  # fmt: skip
    before = rows.get(version - 1, now)
    names = {code.key: m.label(code) for code in m.codebook.swot}
    return {
        "kind": "version", "round": int(event["round"]), "before": event["text_before"] or before["statement"],
        "after": event["text_after"] or now["statement"], "reason": event["reason"],
        "moved": before["swot"] != now["swot"], "from": names[before["swot"]], "to": names[now["swot"]],
    }  # fmt: skip


def _dissent(m: Material, work_model: str, numbers: Sequence[int], used: set[str]) -> list[dict[str, Any]]:
    """Statements that somebody contested or nuanced in these rounds, in the wording they spoke about."""
    found = []
    for statement in _of_model(m, work_model):
        said = m.passages(statement.item_id, numbers=numbers)
        for version in sorted({tag["version"] for tag in said if tag["stance"] in ("contests", "nuances")}):
            rounds_ = sorted({tag["round"] for tag in said if tag["version"] == version})
            who = {s: m.support(statement.item_id, s, rounds_) for s in ("supports", "contests", "nuances")}
            reasons = [
                event["reason"]
                for event in m.happened(statement.item_id)
                if event["event"] in ("contested", "nuanced")
                and event["round"] in rounds_
                and event["reason"]
            ]
            stance = "contests" if who["contests"] else "nuances"
            tag = m.quotable(m.passages(statement.item_id, stance, rounds_), used)
            if tag is not None:
                used.add(str(tag["quote"]))
            found.append(
                {"text": m.wording(statement.item_id, int(version)), "reasons": reasons,
                 "quotes": [str(tag["tag_id"])] if tag is not None else []}
                | {stance: people(m, counts) for stance, counts in who.items()}
            )  # fmt: skip
    return found


def _of_model(m: Material, work_model: str) -> list[Statement]:
    return [s for s in m.statements if s.work_model == work_model]


def _quoted(text: str) -> str:
    return f"“{words.literal(text)}”"


def _perspectives(m: Material, names: Sequence[str]) -> str:
    of = {person.participant_id: person.perspective for person in m.participants}
    counts: dict[str, int] = dict.fromkeys(m.study.perspectives, 0)
    for name in names:
        counts[of[name]] += 1
    return people(m, counts)


def _kinds(m: Material, sessions: Sequence[Any]) -> str:
    kinds = list(dict.fromkeys(session.kind for session in sessions))
    return words.enumerated([m.study.kind_label(kind) for kind in kinds], m.study.language)


def _dates(m: Material, sessions: Sequence[Any]) -> str:
    dates = sorted({session.date for session in sessions if session.date})
    return words.enumerated([words.date_named(date, m.study.language) for date in dates], m.study.language)


def _panel_sum(m: Material, number: int, perspective: str, column: str) -> int:
    panel = m.tables["panel"]
    rows = panel[(panel["round"] == str(number)) & (panel["perspective"] == perspective)]
    return int(rows[column].astype(int).sum())


def _total(table: Any, column: str) -> int:
    return int(table[column].astype(int).sum())
