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

_GRAM = 4  # letters by which the types are indexed for a term such as `*groep*`
_PRIME = 2_654_435_761  # Knuth's, to spread the runs of letters over their numbers


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
        self._contained: dict[str, list[int]] = {}

    def matching(self, word: Word) -> Sequence[int]:
        """Indices of the types that this word of a term stands for."""
        if word.kind == "any":
            return range(len(self.types))
        if word.kind == "regex":
            return self._regex(word.text)
        if word.kind == "word":
            return (self._place[word.text],) if word.text in self._place else ()
        head, *middle, tail = word.text.split("*")
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
        backwards, places = self._backwards
        low = bisect_left(backwards, tail[::-1])
        high = bisect_left(backwards, tail[::-1] + "\U0010ffff")
        return sorted(places[low:high])

    def _containing(self, middle: str) -> list[int]:
        """Search the types as one long text, where its first letters are indexed; else a C loop over all of it."""
        text, type_at = self._joined
        if len(middle) < _GRAM:
            at = []
            place = text.find(middle)
            while place >= 0:
                at.append(place)
                place = text.find(middle, place + 1)
        else:
            if middle not in self._contained:
                self.search([middle])
            return self._contained[middle]
        return [*dict.fromkeys(type_at[at].tolist())]

    def search(self, middles: Sequence[str]) -> None:
        """Find what contains each of these, of `_GRAM` letters or more, all together: one by one takes ten times as long."""
        if not middles:
            return
        borders, places, letters = self._grams
        size = np.fromiter(map(len, middles), np.int64, len(middles))
        wanted = np.zeros((len(middles), int(size.max())), np.uint32)
        for row, middle in zip(wanted, middles):
            row[: len(middle)] = _letters(middle)
        gram = _numbered(wanted[:, :_GRAM].ravel())[::_GRAM].astype(np.int64)
        times = borders[gram + 1] - borders[gram]
        which = np.repeat(np.arange(len(middles)), times)
        at = places[np.arange(len(which)) + np.repeat(borders[gram] - (np.cumsum(times) - times), times)]
        for k in range(wanted.shape[1]):
            inside = np.minimum(at + k, len(letters) - 1)
            good = (letters[inside] == wanted[which, k]) | (k >= size[which])
            which, at = which[good], at[good]
        found = self._joined[1][at]
        fresh = np.ones(len(found), bool)
        fresh[1:] = (found[1:] != found[:-1]) | (which[1:] != which[:-1])
        found, which = found[fresh], which[fresh]
        stops = np.searchsorted(which, np.arange(len(middles)), side="right").tolist()
        every = found.tolist()
        self._contained |= {middle: every[low:high] for middle, low, high in zip(middles, [0, *stops], stops)}

    @staticmethod
    def middles(words: Iterable[Word]) -> list[str]:
        """What words such as `*groep*` ask `search` for."""
        found = (
            word.text[1:-1]
            for word in words
            if word.kind == "wildcard" and word.text[0] == word.text[-1] == "*"
        )
        return [*dict.fromkeys(middle for middle in found if len(middle) >= _GRAM and "*" not in middle)]

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
    def _place(self) -> dict[str, int]:
        return {form: i for i, form in enumerate(self.types)}

    @cached_property
    def _backwards(self) -> tuple[list[str], list[int]]:
        """The types read backwards, in order, and the index of each."""
        turned = [form[::-1] for form in self.types]
        places = sorted(range(len(turned)), key=turned.__getitem__)
        return [turned[place] for place in places], places

    @cached_property
    def _joined(self) -> tuple[str, Int]:
        """The types as one text, and for each of its letters the index of the type."""
        lengths = np.fromiter(map(len, self.types), np.int64, len(self.types)) + 1
        return "\n".join(self.types), np.repeat(np.arange(len(self.types)), lengths)

    @cached_property
    def _grams(self) -> tuple[Int, Int, npt.NDArray[np.uint32]]:
        """Where every run of `_GRAM` letters stands in the joined types, by its number, where each number begins, and the letters."""
        letters = np.append(_letters(self._joined[0]), np.uint32(0))
        numbers = _numbered(letters[:-1])
        borders = np.concatenate(([0], np.cumsum(np.bincount(numbers, minlength=1 << 16))))
        return borders, np.argsort(numbers, kind="stable"), letters


def _letters(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _numbered(letters: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint16]:
    """Number each run of `_GRAM` letters; two runs may share a number, and so few numbers are sorted at once."""
    n = max(len(letters) - _GRAM + 1, 0)
    number = np.zeros(n, np.uint32)
    for k in range(_GRAM):
        number = number * np.uint32(_PRIME) + letters[k : k + n]
    return (number >> np.uint32(16) ^ number).astype(np.uint16)
