"""Who took part in a statement: people by perspective, with the rounds and groups in which they spoke."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from delphi.report import words
from delphi.report.material import Material


def voices(m: Material, passages: Sequence[dict[str, Any]], *, rounds: bool) -> str:
    """`2 professionals (round 2, Leuven and Ghent; interview) and 1 librarian (round 3)`.

    Each person counts once.  A conversation outside the panel is named by its kind and without its
    round, as under a quotation; a group only where the perspective sat in several of them and enough
    people of it were there (`privacy.min_cell`).
    """
    named = []
    for perspective, number in m.people_of(passages).items():
        mine = [tag for tag in passages if tag["perspective"] == perspective and tag["speaker"]]
        where = _where(m, perspective, mine, rounds)
        named.append(m.people(perspective, number) + (f" ({where})" if where else ""))
    return words.enumerated(named, m.study.language)


def _where(m: Material, perspective: str, passages: Sequence[dict[str, Any]], rounds: bool) -> str:
    language = m.study.language
    parts = []
    for number in sorted({int(tag["round"]) for tag in passages if tag["panel"]}):
        here = dict.fromkeys(tag["group"] for tag in passages if tag["panel"] and tag["round"] == number)
        groups = m.panel_groups(number, perspective)
        told = [group for group in groups if group in here]
        named = [m.study.group_label(group) for group in told if groups[group] >= m.study.privacy.min_cell]
        # One group that may not be named would be told by the others' names.
        groups_said = words.enumerated(named, language) if len(groups) > 1 and len(named) == len(told) else ""
        round_said = words.rounds_named([number], language) if rounds else ""
        parts.append(", ".join(part for part in (round_said, groups_said) if part))
    kinds = dict.fromkeys(str(tag["kind"]) for tag in passages if not tag["panel"])
    parts += [m.study.kind_label(kind) for kind in kinds]
    return "; ".join(part for part in parts if part)
