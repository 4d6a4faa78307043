"""Keys of the keyboard for the codes of any codebook: letters of their labels that nothing else uses."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Sequence

COMMANDS = "adefghilmnrux"
"""Letters with a fixed meaning at the desk; see `check_tags.js`."""
NUMBERED = "123456789" + string.ascii_lowercase


def letters(names: Sequence[str], taken: str = COMMANDS) -> list[str]:
    """One key per name: its first letter if free, else a later letter, else any letter, else a digit.

    First letters go before later ones, whatever the order of the names, so that a name keeps its own
    initial.  When everything is used up, a name gets an empty key and is reached through the list.
    """
    plain = ["".join(mark for mark in _bare(name) if mark in string.ascii_lowercase) for name in names]
    keys = [""] * len(names)
    used = set(taken)
    for depth in range(max(map(len, plain), default=0)):
        for place, name in enumerate(plain):
            if not keys[place] and depth < len(name) and name[depth] not in used:
                keys[place] = name[depth]
                used.add(name[depth])
    spare = iter(mark for mark in string.ascii_lowercase + string.digits[1:] if mark not in used)
    return [key or next(spare, "") for key in keys]


def numbers(count: int) -> list[str]:
    """Keys for a list that a person picks from: 1 to 9, then letters."""
    return [NUMBERED[place] if place < len(NUMBERED) else "" for place in range(count)]


def _bare(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", name.casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))
