"""How somebody takes up what was said before: words of agreement, objection, reserve and irony, per sentence.

They are shown to the learner of stances and decide nothing by themselves.  Only languages listed here are read;
for others the marks alone (a question, an exclamation, a stage note) count.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import numpy as np

from delphi.coding.learner.conversation import Floats

REACTIONS = ["agrees", "objects", "holds_back", "denies", "mocks", "asks"]
_WORDS: dict[str, dict[str, str]] = {
    "nl": {
        "agrees": "ja|inderdaad|klopt|juist|akkoord|precies|voila|zeker|amen|ook",
        "objects": "maar|nee|neen|nochtans|toch|integendeel|daarentegen|omgekeerd",
        "holds_back": "soms|misschien|hangt|deels|wel|behalve|tenzij|alleen|als|ergens|eigenlijk",
        "denies": "niet|nie|geen|nooit|niks|niets|niemand",
        "mocks": "zogezegd|zogenaamd|amai|hè",
    },
    "en": {
        "agrees": "yes|yeah|indeed|true|exactly|agree|agreed|right|sure|certainly|same|too",
        "objects": "but|no|though|however|although|contrary|disagree|actually|still",
        "holds_back": "sometimes|maybe|perhaps|depends|partly|unless|except|only|if|somewhat|mostly",
        "denies": r"not|no|never|nothing|nobody|none|\w+n't",
        "mocks": "supposedly|so-called|yeah right|oh great",
    },
}
_NOTE, _NONE = r"\[[^\[\]]*\]", r"(?!)"


def reactions(texts: Sequence[str], language: str) -> Floats:
    """Sentences by `REACTIONS`, 1 where there is one."""
    patterns = _patterns(language)
    return np.array(
        [[pattern.search(text) is not None for pattern in patterns] for text in texts], float
    ).reshape(-1, len(REACTIONS))


@functools.cache
def _patterns(language: str) -> list[re.Pattern[str]]:
    words = _WORDS.get(language, {})
    found = {name: rf"\b(?:{words[name]})\b" if name in words else _NONE for name in REACTIONS}
    found["mocks"] = rf"{found['mocks']}|{_NOTE}|!"
    found["asks"] = r"\?"
    return [re.compile(found[name], re.IGNORECASE) for name in REACTIONS]
