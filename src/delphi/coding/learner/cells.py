"""Statements that are offered beside a suggestion, as a cell of its table; read without anything of the learner."""

from __future__ import annotations

import json
from collections.abc import Sequence

Offer = tuple[str, str, float]
"""Item, stance (empty where none is likely), its share."""


def written(offered: Sequence[Offer]) -> str:
    """Offers as a cell: JSON, empty when there are none."""
    return json.dumps([list(offer) for offer in offered], ensure_ascii=False) if offered else ""


def offers_in(cell: str) -> list[Offer]:
    """Offers from a cell."""
    return [(str(item), str(stance), float(share)) for item, stance, share in json.loads(cell or "[]")]
