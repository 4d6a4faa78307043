"""A small study to rate in: two work models, a scale of words and one from 1 to 9."""

from __future__ import annotations

import pandas as pd

from delphi.items import ITEM_COLUMNS
from delphi.study import Participant, Study, Transcript

CONFIGURATION = {
    "title": "t", "language": "en", "date": "2025-01-01",
    "rounds": [{"number": n, "purpose": p, "label": f"round {n}"}
               for n, p in ((1, "breadth"), (2, "judgement"), (3, "synthesis"))],
    "perspectives": {"worker": {"label": "worker"}, "boss": {"label": "boss"}},
    "panel_kinds": ["meeting"],
    "swot": {"display": "quadrants"},
    "scales": {"need": {"levels": ["no", "maybe", "yes"], "agree_from": "maybe", "label": "Need"},
               "weight": {"min": 1, "max": 9, "agree_from": 7, "label": "Weight"}},
}  # fmt: skip


def study(**changes) -> Study:
    return Study.model_validate(CONFIGURATION | changes)


def person(name, perspective="worker", invited=(1, 2, 3), group="north", withdrawn_on=None) -> Participant:
    return Participant(name, perspective, group, tuple(invited), (name,), (), withdrawn_on, 2)


def session(number, kind="meeting", group="north") -> Transcript:
    return Transcript(f"s{number}{group}", "f", number, kind, group, "", "", "en", (), "", (), 2)


def items(*rows) -> pd.DataFrame:
    """(item, work model[, version])."""
    made = [
        (item, version[0] if version else 1, model, "threat", "", "", place, item, 2)
        for place, (item, model, *version) in enumerate(rows)
    ]
    return pd.DataFrame(made, columns=[*ITEM_COLUMNS, "row"])


def ratings(study_, people, rows) -> pd.DataFrame:
    """(round, person, item, scale, rating), as `read_ratings` gives them."""
    perspective = {p.participant_id: p.perspective for p in people}
    made = []
    for number, name, item, scale, rating in rows:
        levels = study_.scales[scale].values
        place = levels.index(rating)
        value = float(rating) if study_.scales[scale].numeric else place + 1.0
        agrees = place >= levels.index(study_.scales[scale].agree_from)
        made.append((number, name, perspective[name], item, scale, str(rating), value, agrees, 2))
    columns = [
        "round",
        "participant_id",
        "perspective",
        "item_id",
        "scale",
        "rating",
        "value",
        "agrees",
        "row",
    ]
    return pd.DataFrame(made, columns=columns).astype({"agrees": "boolean"})
