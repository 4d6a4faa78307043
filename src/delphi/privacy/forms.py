"""How else people are called whose label has several words: `Oakley` of `Mrs. Oakley`, `Jan` of `Jan Peeters`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from delphi.privacy.names import PARTICLES, WORD, common_words
from delphi.privacy.ordinary import THINGS

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")


def forms(label: str, language: str) -> list[str]:
    """The words of a label of several words that may stand for the person: no title, particle or role.

    What stands between brackets (`Tom (volunteer)`) is a role.
    """
    words = WORD.findall(_ASIDE.sub(" ", label))
    if len(label.split()) < 2:
        return []
    ordinary = PARTICLES | THINGS | common_words(language)
    return [
        word
        for word in dict.fromkeys(words)
        if len(word) > 1 and word[0].isupper() and word.casefold().rstrip(".") not in ordinary
    ]


def times(word: str, labels: Iterable[str], texts: Sequence[str]) -> int:
    """How often a word stands in texts with a capital and outside the whole labels; 0 where it is no name.

    It is none when people say it in lower case more often than with a capital.
    """
    whole = "|".join(map(re.escape, sorted(labels, key=lambda label: (-len(label), label))))
    pattern = re.compile(rf"(?<!\w)(?:{whole}|(?P<it>{re.escape(word)}))(?!\w)", re.IGNORECASE)
    said = [match["it"] for text in texts for match in pattern.finditer(text) if match["it"]]
    capital = sum(one[0].isupper() for one in said)
    return capital if capital >= len(said) - capital else 0
