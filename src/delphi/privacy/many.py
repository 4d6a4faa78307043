"""A pattern of thousands of names that looks in a text only for those whose words stand in it.

Alternatives are tried one by one at every word; for a study of ten thousand people that would cost more than
everything else together.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterator, Sequence

FEW = 200  # names; a pattern of so many is quick
_WORDS = re.compile(r"\w+")
Watch = Sequence[tuple[str, "Names | re.Pattern[str]"]]
"""What to look for, each with the kind of finding it would be."""
Composed = Callable[[tuple[str, ...]], re.Pattern[str]]


class Names:
    """Names as one pattern.

    Parameters
    ----------
    names
        In the order in which they are tried; none may stand inside a longer word, but for an `s` at its end.
    compose
        Makes the pattern of some of the names.
    """

    def __init__(self, names: Sequence[str], compose: Composed) -> None:
        self._names = tuple(names)
        self._compose = functools.lru_cache(maxsize=64)(compose)
        self._place = {name: place for place, name in enumerate(self._names)}
        self._of_word: dict[str, list[str]] = {}
        for name in self._names if len(self._names) > FEW else ():
            words = _words(name)
            self._of_word.setdefault(words[0] if words else "", []).append(name)

    def in_text(self, text: str) -> re.Pattern[str] | None:
        """A pattern that finds in this text what the pattern of all names finds; None when it finds nothing."""
        if len(self._names) <= FEW:
            return self._compose(self._names)
        found = {name for word in _said(text) & self._of_word.keys() for name in self._of_word[word]}
        return self._compose(tuple(sorted(found, key=self._place.__getitem__))) if found else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every occurrence, as a pattern gives them."""
        pattern = self.in_text(text)
        return pattern.finditer(text) if pattern else iter(())

    def __bool__(self) -> bool:
        return bool(self._names)


def alternatives(names: Collection[str]) -> list[str]:
    """Names in the order in which they are to be tried: the longest first."""
    return sorted(names, key=lambda name: (-len(name), name))


@functools.lru_cache(maxsize=2)
def _said(text: str) -> frozenset[str]:
    """The words of a text, also without an `s` at their end; kept, as several kinds of names are looked for in it."""
    said = set(_words(text))
    return frozenset(said | {word[:-1] for word in said if word.endswith("s")} | {""})


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold().replace("ı", "i"))
