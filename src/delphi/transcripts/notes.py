"""Stage notes: what a transcriber heard or saw and nobody said."""

from __future__ import annotations

import re

# A word or two in lower case, between spaces or punctuation: `(stilte)`, `(lacht hard)`; pauses: `(.)`, `(2s)`.
_WORDS = r"[^\W\d_]+(?:[ -][^\W\d_]+)?"
_NOTE = re.compile(
    r"\[[^\[\]]*\]"
    r"|\(\([^()]*\)\)"
    rf"|(?<!\w)\((?P<words>{_WORDS})\)(?!\w)"
    r"|(?<!\w)\((?:\.{1,3}|…|\d+(?:[.,]\d+)?\s?(?:s|sec)?)\)(?!\w)"
)


def stage_notes(text: str) -> list[tuple[int, int]]:
    """Where the stage notes of a text stand: offsets in code points, end exclusive, in order.

    - Square brackets, always: `[lacht]`, `[onverstaanbaar 00:12]`; and double parentheses `((coughs))`.
    - Parentheses around one or two words in lower case, with nothing glued to them: `(stilte)`,
      `(laughs softly)`; not `(Rita)`, `buurt(werk)`, `(dat zei ze toch)`.
    - Pauses: `(.)`, `(...)`, `(2.5)`, `(3 s)`.

    >>> stage_notes("Nen hond. [lacht] (stilte) Nee.")
    [(10, 17), (18, 26)]
    """
    if "[" not in text and "(" not in text:
        return []
    return [
        match.span() for match in _NOTE.finditer(text) if match["words"] is None or match["words"].islower()
    ]
