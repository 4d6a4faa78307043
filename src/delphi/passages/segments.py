"""Sentences of spoken language: spaCy's words of a language, and rules for where a sentence ends.

A sentence ends after `.`, `!`, `?` or `…` (and the quotation marks and brackets that close there) when
white space follows and the next word does not go on in lower case.  Three exceptions both ways:

- A full stop that belongs to its word ends nothing: abbreviations (those spaCy knows of the language,
  and `EVER_FOLLOWED` below), initials, numbers such as `14.30`, and the number of an enumeration.
- Short words with an apostrophe in front, `'k`, `'t`, open a sentence although they are lower case.
- Stage notes, `[lacht]`, between two sentences or at an end of the turn are nobody's speech and stand
  apart, as a sentence of their own; within a sentence they belong to it.

White space between sentences belongs to none.
"""

from __future__ import annotations

import functools
import re
from itertools import pairwise
from typing import Any

import numpy as np
import spacy
from spacy.language import Language

Spans = list[tuple[int, int]]

STARTS = "delphi_sentence_starts"  # where the component leaves the offsets in `Doc.user_data`

# Abbreviations that never end a sentence, whatever spaCy knows of the language.
_EVER_FOLLOWED = """
bv. bijv. b.v. m.a.w. m.b.t. m.b.v. i.v.m. i.p.v. i.s.m. d.w.z. d.m.v. o.a. n.a.v. t.a.v. t.o.v.
t.e.m. a.h.w. z.g. zgn. ca. cf. vgl. dr. drs. prof. ir. ing. mr. mevr. dhr. mej. resp. evt. v.chr.
n.chr. dgl. e.g. i.e. vs. mrs. ms. messrs. sgt. capt. rev. approx. cllr. mme. mlle. z.b. d.h. bzw.
u.a. ggf. evtl. hr. fr. st. ste. mt.
"""
# Those that stand before a number, and are ordinary words or ends of sentences before anything else.
_BEFORE_NUMBERS = """
nr. nrs. no. nos. art. blz. p. pp. pag. fig. tab. par. vol. min. max. hfdst. ed. afl. afd. abs. tel.
bus. jan. feb. febr. mrt. apr. jun. jul. aug. sep. sept. okt. oct. nov. dec. ch. sec. vers. v.
"""
# Those that may end a sentence: the next word decides.
_MAY_END = """
enz. etc. e.d. e.a. o.i.d. e.v. e.o. a.m. p.m. usw. usf. ltd. inc. co. al.
"""

EVER_FOLLOWED, BEFORE_NUMBERS, MAY_END = (
    frozenset(words.split()) for words in (_EVER_FOLLOWED, _BEFORE_NUMBERS, _MAY_END)
)

_STOPS = ".!?…‽。！？｡।؟۔"
_CLOSERS = "\"'”’»›)]}“‘"
_END = re.compile(rf"[{re.escape(_STOPS)}]+[{re.escape(_CLOSERS)}]*(?=\s|$)|[。！？｡]+[」』）]*")
_NOTES = re.compile(r"(?:\s*\[[^\[\]]*\][.,;]?)+(?=\s|$)")
_VOWELS = frozenset("aeiouy0123456789")
_OPENERS = "\"'“”‘’„«‹([{-–—*¿¡"
_CLITIC = re.compile(r"['’‘ʼ`](?:[a-z]{1,2})(?![\w'’])", re.IGNORECASE)
_INITIAL = re.compile(r"(?:^|[\s(\"'“‘.-])[^\W\d_]\.$")
_INITIALS = re.compile(r"(?:^|\s)(?:[^\W\d_]\.){2,}$")


def sentences(text: str, language: str) -> Spans:
    """Divide a turn into sentences.

    Parameters
    ----------
    text
        A turn's text.
    language
        A code such as `nl` or `en-GB`; one that spaCy does not know is read by the general rules.

    Returns
    -------
    list of (start, end)
        Code points, end exclusive, in order, without the white space between them.
    """
    if not text.strip():
        return []
    starts = _pipeline(language)(text).user_data[STARTS]
    spans = (_trimmed(text, low, high) for low, high in pairwise([0, *starts, len(text)]))
    return [(low, high) for low, high in spans if low < high]


@functools.cache
def _pipeline(language: str) -> Any:
    code = re.split(r"[-_]", language.strip().lower())[0]
    try:
        pipeline = spacy.blank(code or "xx")
    except ImportError:
        pipeline = spacy.blank("xx")
    pipeline.max_length = 1 << 40
    pipeline.add_pipe("delphi_sentences")
    return pipeline


@Language.component("delphi_sentences")
def _mark_sentences(document: Any) -> Any:
    """Mark the sentences of a document; languages without spaces need the offsets beside the words."""
    starts = _starts(document)
    document.user_data[STARTS] = starts
    among = frozenset(starts)
    # Token by token, spaCy looks through the whole document each time.
    marks = [1 if token.i == 0 or token.idx in among else -1 for token in document]
    return document.from_array(["SENT_START"], np.asarray(marks, "int64").astype("uint64")[:, None])


def _starts(document: Any) -> list[int]:
    """Where a sentence starts, as offsets, in order; the first needs none."""
    text = document.text
    ends_of_words = {token.idx + len(token): token for token in document}
    opening = _NOTES.match(text)
    starts = {_over_space(text, opening.end())} if opening else set()
    for match in _END.finditer(text):
        first = _over_space(text, match.end())
        notes = _NOTES.match(text, first)
        following = _over_space(text, notes.end()) if notes else first
        if first < len(text) and _ends_here(text, match, following, ends_of_words):
            starts |= {first, following}
    return sorted(starts)


def _over_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _ends_here(text: str, match: re.Match[str], following: int, words: dict[int, Any]) -> bool:
    if following < len(text) and not _opens(text, following):
        return False
    stop = match[0].rstrip(_CLOSERS)
    if stop != ".":
        return True
    end = match.start() + 1
    word = text[max(text.rfind(" ", 0, end), text.rfind("\n", 0, end)) + 1 : end].lstrip(_OPENERS).lower()
    if word in MAY_END:
        return True
    if word in EVER_FOLLOWED or (word in BEFORE_NUMBERS and text[following : following + 1].isdecimal()):
        return False
    if _INITIALS.search(text[max(0, end - 24) : end]):
        return False
    if _INITIAL.search(text[max(0, end - 4) : end]) and text[end - 2].isupper():
        return False
    if word[:-1].isdecimal() and len(word) <= 3:  # "1. Geld", where the number opens a sentence
        before = text[: end - len(word)].rstrip()
        if not before or before[-1] in _STOPS + ":":
            return False
    token = words.get(end)
    return token is None or not _abbreviation(token.text)


def _abbreviation(word: str) -> bool:
    """Whether spaCy keeps the stop with this word, and the word is none without it (`hand.`, `dat.`)."""
    body = word[:-1].lower()
    return (
        word.endswith(".")
        and len(body) > 1
        and ("." in body or not _VOWELS.intersection(body))
        and body.isascii()
    )


def _opens(text: str, position: int) -> bool:
    if _CLITIC.match(text, position):
        return True
    while position < len(text) and (text[position] in _OPENERS or text[position].isspace()):
        position += 1
        if _CLITIC.match(text, position):
            return True
    return position < len(text) and not text[position].islower()


def _trimmed(text: str, low: int, high: int) -> tuple[int, int]:
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    return low, high
