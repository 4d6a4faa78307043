"""What a word is, and which flags it carries; everything that matches text goes by this definition.

- A run of letters, digits and underscores of any script, with their combining marks.
- Hyphens, apostrophes and middle dots between two such characters belong to the word: ``ex-man``,
  ``foto's``, ``col·lega``.  A hyphen at an edge (``buurt- en``) and two hyphens in a row do not.
- An apostrophe before one single letter belongs to it: ``'t``, ``'k``, ``'n``.  Before a longer word
  it is a quotation mark.
- Full stop, comma and colon between digits belong to the number: ``65,50``, ``1.000``, ``14:30``.
- One emoji, with skin tone, joiners and flags, is a word of its own.
- Everything else separates.  Words apart by white space only are *adjacent*; any other character in
  between is punctuation, and is kept as a flag on the word that follows it (see `PUNCTUATION`,
  `CLAUSE`).  Words inside a stage note, ``[lacht]``, carry the flag `NOTE`.

The *form* of a word, for matching, is its text in Unicode form NFC, case folded, with curly
apostrophes and non-breaking hyphens as plain ones and without invisible characters.  A *type* is a
form that occurs in the batch.  Offsets are code points in the turn's text as it was given.

Scripts that write no spaces (Thai, Chinese) give one long word per run of letters; terms with
wildcards find their words.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

PUNCTUATION = 1  #: something other than white space stands before this word, or it opens the turn
CLAUSE = 2  #: that something ends a clause: . , ; : ! ? … a dash, a line break, the start of the turn
NOTE = 4  #: the word stands in square brackets: a transcriber's note, nobody's speech


def words_of(text: str) -> list[tuple[str, int, int, int]]:
    """Tokenise one text, a term for instance: ``(form, start, end, flags)`` per word.

    The definition at the head of this module, read literally.  `delphi.coding.tokens` does the same for
    many turns, faster.
    """
    words: list[tuple[str, int, int, int]] = []
    last = 0
    notes = list(note_spans(text))
    for match in word_pattern().finditer(text):
        start, end = match.span()
        flags = gap_flags(text[last:start]) if words else PUNCTUATION | CLAUSE
        if any(low <= start < high for low, high in notes):
            flags |= NOTE
        words.append((fold(match[0]), start, end, flags))
        last = end
    return words


def fold(text: str) -> str:
    """Bring a text to the form in which it is matched (see the head of this module)."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return unicodedata.normalize("NFC", plain.casefold())


def note_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the stage notes of a text stand: square brackets without brackets inside, end exclusive."""
    if "[" in text:
        for match in _NOTE_PATTERN.finditer(text):
            yield match.span()


_NOTE_PATTERN = re.compile(r"\[[^\[\]]*\]")


@functools.lru_cache(maxsize=65_536)
def gap_flags(between: str) -> int:
    """Flags for what stands between two words; a hyphen with space around it is a dash."""
    if _CLAUSE_MARKS.search(between):
        return PUNCTUATION | CLAUSE
    return PUNCTUATION if between.translate(_PLAIN).strip() else 0


_APOSTROPHES = "\u2018\u2019\u201b\u02bc\uff07"
_HYPHENS = "\u2010\u2011"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"
_PLAIN = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_HYPHENS, "-"), **dict.fromkeys(_INVISIBLE)}
)
_CLAUSE_MARKS = re.compile(r"[.,;:!?…‥‽。、，；：！？؟،؛।॥\u2012-\u2015\n\r\u2028\u2029]|--|(?<=\s)-(?=\s)")
ENDINGS = frozenset(".,?!:;…")  # after letters they never belong to the word
# Emoji: pictographs of the planes, dingbats and symbols that are drawn as pictures.
_PICTURES = "\u231a\u231b\u23e9-\u23fa\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f0ff\U0001f200-\U0001faff"


@functools.cache
def word_pattern() -> re.Pattern[str]:
    """Compile the definition of a word; the marks come from Python's Unicode tables.

    No group is possessive: Python before 3.11.5 loses letters then.
    """
    points = (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0))
    marks = _ranges([p for p in points if unicodedata.category(chr(p))[0] == "M"])
    tail = rf"(?:[{marks}{_INVISIBLE}]+\w*+|['\-·{_APOSTROPHES}{_HYPHENS}]\w++|[.,:](?<=\d.)\d++\w*+)*"
    picture = rf"[{_PICTURES}][\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*+"
    return re.compile(
        rf"\w++{tail}"
        rf"|['{_APOSTROPHES}]\w(?![\w'{_APOSTROPHES}]){tail}"
        rf"|[\U0001f1e6-\U0001f1ff]{{2}}"
        rf"|{picture}(?:\u200d{picture})*"
    )


def _ranges(points: list[int]) -> str:
    """Write code points as the inside of a character class."""
    breaks = [i for i, point in enumerate(points) if i == 0 or points[i - 1] != point - 1]
    ends = [*(i - 1 for i in breaks[1:]), len(points) - 1]
    return "".join(f"{chr(points[i])}-{chr(points[j])}" for i, j in zip(breaks, ends))
