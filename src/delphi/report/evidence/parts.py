"""What both editions tell of the study and its statements; neither people, sessions nor places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from delphi.items import NEW_VERSION
from delphi.report import words
from delphi.report.evidence.shape import STANCES, Event, Facet, Head, Version
from delphi.report.evidence.texts import TEXTS
from delphi.report.material import Material, Statement

Mask = Callable[[str], str]


def head(m: Material) -> Head:
    """The study's title and date."""
    language = m.study.language
    return {
        "language": language,
        "title": m.study.title,
        "subtitle": m.study.subtitle,
        "date": words.date_named(m.study.date.isoformat(), language),
    }


def study_facets(m: Material) -> list[Facet]:
    """Work models and blocks in printed order, rounds, perspectives, kinds, stances, and what became of it."""
    language = m.study.language
    say = TEXTS[language]["facets"]
    kinds = list(dict.fromkeys([*m.study.kinds, *sorted({session.kind for session in m.transcripts})]))
    stances = words.STANCE[language] | {"": TEXTS[language]["no_stance"]}
    options: dict[str, list[tuple[str, str]]] = {
        "model": [(code.key, m.label(code)) for code in m.codebook.work_model],
        "block": [(block.key, m.study.text(block.label)) for block in m.blocks],
        "round": [
            (str(each.number), f"{_round(each.number, language)}: {m.study.text(each.label)}")
            for each in m.study.rounds
        ],
        "perspective": [(key, m.perspective(key)) for key in m.study.perspectives],
        "kind": [(kind, m.study.kind_label(kind)) for kind in kinds],
        "stance": [(stance, words.capital(stances[stance])) for stance in STANCES],
        "outcome": [(key, words.capital(text)) for key, text in words.STATUS[language].items()],
    }
    return [{"key": key, "label": say[key], "options": pairs} for key, pairs in options.items()]


def versions(m: Material, statement: Statement, mask: Mask) -> list[Version]:
    """A statement's wordings, the first one first."""
    label = {code.key: m.label(code) for code in m.codebook.swot}
    rows = m.items[m.items["item_id"] == statement.item_id].sort_values("version")
    return [
        {"version": int(row["version"]), "text": mask(row["statement"]), "category": label[row["swot"]]}
        for row in rows.to_dict("records")
    ]


def event(m: Material, row: dict[str, Any], mask: Mask) -> Event:
    """An event of the ledger: what happened after which round, and why."""
    names = words.STATUS[m.study.language] | {"supplemented": TEXTS[m.study.language]["supplemented"]}
    changed = row["event"] in NEW_VERSION
    return {
        "round": int(row["round"]),
        "what": names.get(row["event"], row["event"]),
        "before": mask(row["text_before"]) if changed else "",
        "after": mask(row["text_after"]) if changed else "",
        "reason": mask(row["reason"]),
    }


def block_of(m: Material) -> dict[str, str]:
    """The block that each category is printed in."""
    return {category: block.key for block in m.blocks for category in block.categories}


def printed(m: Material) -> list[Statement]:
    """Statements that lead to passages, and their parents; ended ones too."""
    parents = {s.parent_id for s in m.statements if s.n_passages}
    return [s for s in m.statements if s.n_passages or s.item_id in parents]


def _round(number: int, language: str) -> str:
    return words.capital(words.rounds_named([number], language))
