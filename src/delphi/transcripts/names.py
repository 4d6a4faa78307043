"""The look of a speaker's label: a name, a name with a title, a code, somebody with a number."""

from __future__ import annotations

import re

from delphi.transcripts.labels import key
from delphi.transcripts.words import LEADING, LEADING_LETTERS, PARTICLES, PEOPLE, ROLES

_SURNAME_FIRST = re.compile(
    r"(?:[^\W\d_]['’\w-]* ){0,2}[^\W\d_]['’\w-]*, [^\W\d_]['’\w.-]*(?: [^\W\d_]['’\w-]*){0,2}"
)
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_]{1,5}\.|\w+(?:\.\d+)+")


def leads(label: str) -> bool:
    """Whether a label, as `key` gives it, is a usual one of whoever leads a conversation, and nothing else."""
    return label.rstrip(".") in LEADING | LEADING_LETTERS


def has_shape(name: str, small: bool) -> bool:
    """Whether a text could be somebody's label: a name, a name with a title, a code."""
    words = name.split()
    if not words or len(words) > 4 or re.search(r"[?!;…\"“”«»]", name):
        return False
    if any("." in word and not _ABBREVIATION.fullmatch(word) for word in words):
        return False
    if (
        "," in name
        and not (len(words) == 2 and words[0].endswith(","))
        and not _SURNAME_FIRST.fullmatch(name)
    ):
        return False
    capitals = 0
    for place, word in enumerate(word.lstrip("#") for word in words):
        if not word or (word.rstrip(".").isdecimal() and (place == 0 or not _is_numbered(words[0]))):
            return False
        if (
            word[0].isupper()
            or (word[0].islower() and any(map(str.isupper, word)))
            or (any(map(str.isdigit, word)) and any(map(str.isalpha, word)))
        ):
            capitals += 1
        elif word[0].isalpha() and not word[0].islower():
            capitals += 1  # a script without capitals
        elif key(word) in PARTICLES and len(words) > 1:
            continue
        elif not (word[0].isdecimal() and place) and not (small and len(words) == 1):
            return False
    return 0 < capitals <= 3 or (small and key(words[0]) not in PARTICLES)


def _is_numbered(word: str) -> bool:
    """Whether a number after this word makes somebody's label: `Ouder 1`, `P 2`, `M/V 3`."""
    return word.casefold() in ROLES | PEOPLE or re.fullmatch(r"[^\W\d_](?:/[^\W\d_])?", word) is not None
