"""Passages: the sentences of a turn, and decisions that find their passage again in a corrected transcript.

`sentences` brings spaCy along, `anchor_decisions` rapidfuzz; each is loaded only where it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from delphi.passages.anchors import anchor_decisions
    from delphi.passages.segments import sentences
    from delphi.passages.shifts import turn_map

__all__ = ["anchor_decisions", "sentences", "turn_map"]


def __getattr__(name: str) -> Any:
    """Load what is asked for."""
    if name == "sentences":
        from delphi.passages.segments import sentences

        return sentences
    if name == "turn_map":
        from delphi.passages.shifts import turn_map

        return turn_map
    if name == "anchor_decisions":
        from delphi.passages.anchors import anchor_decisions

        return anchor_decisions
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
