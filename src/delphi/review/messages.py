"""What a message from the browser speaks of: a turn, a stretch with its codes, a tag with its links."""

from __future__ import annotations

from typing import Any

from delphi.review.material import Turn
from delphi.review.record import Stretch, Tag

Message = dict[str, Any]


def turn_of(message: Message) -> Turn:
    """The turn."""
    return str(message["transcript_id"]), int(message["turn"])


def stretch_of(entry: Message) -> Stretch:
    """Bounds and codes."""
    return int(entry["start"]), int(entry["end"]), str(entry["work_model"]), str(entry["swot"])


def tag_of(entry: Message) -> Tag:
    """The tag."""
    links = tuple((str(item), str(stance)) for item, stance in entry.get("links") or ())
    return Tag(*stretch_of(entry), links)
