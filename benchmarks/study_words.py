"""Words that look Dutch, in a vocabulary that keeps growing as people keep talking.

A word's rank is drawn from Zipf's law as Mandelbrot (1953) corrected it, `p(r) ~ (r + q)^-a`, without a last
rank; the number of different words in n words then grows as `n^(1/a)` (Herdan 1960, Heaps 1978). With a = 1.5
and q = 3, ten million words hold some 120,000 different ones, as a corpus of spoken Dutch of that size does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

EXPONENT = 1.5
SHIFT = 3.0
KEPT = 200_000  # frequent words whose spelling is kept ready
COMMON = [
    "de",
    "en",
    "het",
    "ik",
    "dat",
    "is",
    "van",
    "een",
    "in",
    "niet",
    "ja",
    "maar",
    "zijn",
    "we",
    "ze",
    "je",
    "op",
    "te",
    "die",
    "ook",
    "er",
    "met",
    "voor",
    "dan",
    "zo",
    "nu",
    "hebben",
    "wat",
    "als",
    "aan",
    "naar",
    "om",
    "nog",
    "bij",
    "toch",
    "wel",
    "daar",
    "heb",
    "dus",
    "was",
    "mensen",
    "moet",
    "kan",
    "meer",
    "uit",
    "over",
    "of",
    "eens",
    "gewoon",
    "iemand",
    "veel",
    "altijd",
    "kunnen",
    "iets",
    "geen",
    "hoe",
    "waar",
    "anders",
    "gaan",
    "komen",
    "zelf",
    "samen",
    "elkaar",
    "want",
    "omdat",
    "goed",
    "weet",
    "zeggen",
    "vind",
    "week",
    "tijd",
    "huis",
    "straat",
    "buurt",
    "kinderen",
    "vrienden",
    "gesprek",
    "praten",
    "helpen",
    "vragen",
    "bellen",
    "durven",
    "zien",
]
ONSETS = [
    "b",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "z",
    "br",
    "dr",
    "gr",
    "kl",
    "kr",
    "pl",
    "pr",
    "sch",
    "sl",
    "sn",
    "sp",
    "st",
    "str",
    "tr",
    "vl",
    "vr",
    "zw",
    "bl",
]
NUCLEI = ["a", "e", "i", "o", "u", "aa", "ee", "oo", "uu", "ie", "oe", "ui", "ei", "ou", "eu"]
CODAS = ["", *["n", "r", "l", "s", "t", "k", "m", "p", "f", "ch", "ng", "nd", "st", "rt"]]
SYLLABLES = [onset + nucleus + coda for onset in ONSETS for nucleus in NUCLEI for coda in CODAS]
SCATTER = 1_000_003  # neighbouring ranks get words that do not look alike


def ranks(chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 0 for numbers drawn evenly from [0, 1)."""
    return np.floor((SHIFT + 1) * (1 - chance) ** (-1 / (EXPONENT - 1)) - SHIFT) - 1


def spelling(rank: int) -> str:
    """The word with this rank; frequent words are short."""
    if rank < len(COMMON):
        return COMMON[rank]
    number, size, word = rank - len(COMMON), len(SYLLABLES), ""
    room = size
    while number >= room:
        number -= room
        room *= size
    number = number * SCATTER % room
    while room > 1:
        number, syllable = divmod(number, size)
        word += SYLLABLES[syllable]
        room //= size
    return word


class Vocabulary:
    """Draws words; frequent ones are spelled once."""

    def __init__(self) -> None:
        self._kept: dict[int, str] = {}

    def words(self, chance: NDArray[np.float64]) -> list[str]:
        """A word for each number from [0, 1)."""
        kept, found = self._kept, []
        for rank in ranks(chance).tolist():
            word = kept.get(rank)
            if word is None:
                word = spelling(int(rank))
                if rank < KEPT:
                    kept[rank] = word
            found.append(word)
        return found
