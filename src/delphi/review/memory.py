"""Where a person was when a window closed; derived, and no harm when it is gone."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def remember(file: Path, where: dict[str, Any]) -> None:
    """Keep it for the next time, if the disk allows."""
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(where), encoding="utf-8")
        part.replace(file)
    except OSError:
        return


def remembered(file: Path) -> dict[str, Any] | None:
    """What was kept, with at least `transcript_id` and `turn`; None when there is nothing that can be read."""
    try:
        where: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return where | {"transcript_id": str(where["transcript_id"]), "turn": int(where["turn"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None
