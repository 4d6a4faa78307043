"""Which types of a batch the words of a term stand for: each is looked up once, however long the text is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from delphi.coding.terms import MAX_REGEX_TYPE, Term, Word, compiled

Int = npt.NDArray[np.int64]

_GRAM = 3  # letters by which the types are indexed for a term such as `*groep*`


def expand(term: Term, types: Iterable[str]) -> list[str]:
    """List the types that a term's words stand for, sorted: what a coder must see of a wildcard.

    For a phrase, the types of all its words; `*` alone adds none.
    """
    table = TypeTable(sorted(set(types)))
    words = (word for part in term.parts for word in part if word.kind != "any")
    return sorted({table.types[i] for word in words for i in table.matching(word)})


class TypeTable:
    """The types of a batch in code point order, ready to be asked which of them a word of a term means."""

    def __init__(self, types: list[str]) -> None:
        self.types = types

    def matching(self, word: Word) -> Sequence[int]:
        """Indices of the types that this word of a term stands for."""
        if word.kind == "any":
            return range(len(self.types))
        if word.kind == "regex":
            return self._regex(word.text)
        head, *middle, tail = word.text.split("*") if "*" in word.text else (word.text, "")
        if word.kind == "word":
            found = bisect_left(self.types, word.text)
            return (found,) if self.types[found : found + 1] == [word.text] else ()
        if not any(middle):
            if not tail:
                return self._prefixed(head)
            if not head:
                return self._suffixed(tail)
        elif not head and not tail and len(middle) == 1:
            return self._containing(middle[0])
        match = re.compile(".*".join(map(re.escape, word.text.split("*")))).fullmatch
        candidates = self._prefixed(head) if head else self._containing(max(middle, key=len))
        return [i for i in candidates if match(self.types[i])]

    def _prefixed(self, head: str) -> range:
        return range(bisect_left(self.types, head), bisect_left(self.types, head + "\U0010ffff"))

    def _suffixed(self, tail: str) -> list[int]:
        tail = tail[::-1]
        low = bisect_left(self._backwards, tail)
        high = bisect_left(self._backwards, tail + "\U0010ffff")
        return sorted(bisect_left(self.types, form[::-1]) for form in self._backwards[low:high])

    def _containing(self, middle: str) -> list[int]:
        """Search the types as one long text, where its first letters are indexed; else a C loop over all of it."""
        text, starts = self._joined
        if len(middle) >= _GRAM:
            grams, places = self._grams
            gram = _numbered(np.array([ord(letter) for letter in middle[:_GRAM]], np.int64))[0]
            low, high = np.searchsorted(grams, [gram, gram + 1]).tolist()
            at = places[low:high]
            if len(middle) > _GRAM:
                at = at[[text.startswith(middle, place) for place in at.tolist()]]
            return np.unique(np.searchsorted(starts, at, side="right") - 1).tolist()  # type: ignore[no-any-return]
        found = []
        place = text.find(middle)
        while place >= 0:
            i = int(np.searchsorted(starts, place, side="right")) - 1
            found.append(i)
            place = text.find(middle, int(starts[i + 1])) if i + 1 < len(starts) else -1
        return found

    def _regex(self, pattern: str) -> list[int]:
        match, (head, *others) = compiled(pattern)
        literal = max(others, key=len, default="")
        types = self.types
        candidates: Sequence[int] = range(len(types))
        if head:
            candidates = self._prefixed(head)
        elif len(literal) > 1:
            candidates = self._containing(literal)
        return [i for i in candidates if len(types[i]) <= MAX_REGEX_TYPE and match(types[i])]

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted(form[::-1] for form in self.types)

    @cached_property
    def _joined(self) -> tuple[str, Int]:
        lengths = np.fromiter(map(len, self.types), np.int64, len(self.types)) + 1
        return "\n".join(self.types), np.cumsum(lengths) - lengths

    @cached_property
    def _grams(self) -> tuple[Int, Int]:
        """Every run of `_GRAM` letters in the joined types as a number, ascending, and where it stands."""
        letters = np.frombuffer(self._joined[0].encode("utf-32-le", "surrogatepass"), np.uint32)
        numbers = _numbered(letters.astype(np.int64))
        places = np.argsort(numbers, kind="stable")
        return numbers[places], places


def _numbered(letters: Int) -> Int:
    """Number each run of `_GRAM` letters: 21 bits hold a code point."""
    if len(letters) < _GRAM:
        return np.zeros(0, np.int64)
    return letters[:-2] << 42 | letters[1:-1] << 21 | letters[2:]
