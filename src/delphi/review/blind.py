"""What a coder must not see: the machine's suggestion, on a share of the turns drawn by chance."""

from __future__ import annotations

import hashlib


def is_hidden(coder: str, transcript_id: str, turn: int, share: float, seed: int) -> bool:
    """Whether this coder sees this turn without its suggestions.

    The same for ever for the same coder, turn and seed, so that reopening reveals nothing; drawn for
    each coder anew.  Of many turns, `share` (0 to 1) are hidden.
    """
    return chance(seed, "hide", coder, transcript_id, str(turn)) < share


def chance(seed: int, *names: str) -> float:
    """A number from 0 up to 1, drawn by the hash of the seed and the names."""
    digest = hashlib.sha256("\x1f".join([str(seed), *names]).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
