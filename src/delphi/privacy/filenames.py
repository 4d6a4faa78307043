"""Names of people in the names of files and the ids of transcripts, which are printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from delphi.privacy.names import OTHERS, PEOPLE, WORD, common_words, usual_names
from delphi.privacy.ordinary import HOMOGRAPHS, ORDINARY

_PART = re.compile(r"[^\W\d_]+")


def likely_names(stem: str, language: str) -> list[str]:
    """Words of a file's name or an id that are usual first or family names (`interview-Lena-R2`).

    Words of the language, and family names in lower case, are none; a capital alone says nothing here.
    """
    first, family = usual_names(PEOPLE.get(language, OTHERS))
    ordinary = ORDINARY | common_words(language)
    found = []
    for word in _PART.findall(stem):
        key = word.casefold()
        known = (key in first and key not in HOMOGRAPHS) or (word[0].isupper() and key in {*first, *family})
        if len(word) > 2 and known and key not in ordinary:
            found.append(word)
    return found


def renamed(stem: str, pseudonyms: Mapping[str, str]) -> str:
    """A file's name with every real name replaced; `[name 1]` becomes `name-1`.

    Parameters
    ----------
    pseudonyms
        Words in lower case with what replaces them.
    """
    for real in sorted(pseudonyms, key=lambda word: (-len(word), word)):
        between = r"[\W_]+".join(map(re.escape, WORD.findall(real)))
        if between:
            pattern = rf"(?<![^\W_]){between}(?![^\W_])"
            stem = re.sub(pattern, _safe(pseudonyms[real]), stem, flags=re.IGNORECASE)
    return stem


def distinct(name: str, taken: Callable[[str], bool]) -> str:
    """A name that nobody has: itself, or with a number behind it."""
    number, free = 1, name
    while taken(free):
        number += 1
        free = f"{name}-{number}"
    return free


def _safe(pseudonym: str) -> Callable[[re.Match[str]], str]:
    plain = re.sub(r"[\W_]+", "-", pseudonym).strip("-")
    return lambda _: plain
