"""Tags whose code was split since, and that nobody decided again yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from delphi.codebook import FACETS, Codebook


def to_decide_anew(rows: Sequence[dict[str, Any]], codebook: Codebook) -> list[dict[str, Any]]:
    """The tags of one coder on one turn whose code was split, and that no later row decides.

    Parameters
    ----------
    rows
        In file order, with `action, split, new_start, new_end` and the codes as `settle` places them.

    Returns
    -------
    list of dict
        Each with `start, end, work_model, swot` (the split code empty), `facet`, `was` and `into`.
    """
    waiting = []
    for place, row in enumerate(rows):
        if row["split"] and row["action"] == "apply":
            for facet in FACETS:
                into = codebook.migrated(facet, row[facet])
                if len(into) > 1 and not any(
                    _decides(later, row, facet, into) for later in rows[place + 1 :]
                ):
                    codes = {name: "" if name == facet else row[name] for name in FACETS}
                    bounds = {"start": row["new_start"], "end": row["new_end"]}
                    waiting.append(bounds | codes | {"facet": facet, "was": row[facet], "into": list(into)})
                    break
    return waiting


def _decides(later: dict[str, Any], row: dict[str, Any], facet: str, into: Sequence[str]) -> bool:
    overlaps = later["new_start"] < row["new_end"] and row["new_start"] < later["new_end"]
    if later["action"] == "checked" or (later["new_start"] >= 0 and not overlaps):
        return False
    if later["action"] == "reject" and later[facet] in ("", row[facet]):
        return True
    return later[facet] in into
