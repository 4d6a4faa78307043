"""Hard identifiers in what people say: numbers, addresses and dates that point at one person by themselves.

Numbers with a check digit count only when it fits; where a shape alone also occurs in ordinary speech
(a full date, a record number), a word nearby must say what it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from delphi.privacy import checksums

KINDS = (
    "national_number", "citizen_number", "identity_card", "iban", "card", "enterprise_number", "phone", "email",
    "spoken_email", "url", "account_name", "licence_plate", "birth_date", "postcode_place", "street_address",
    "record_number",
)  # fmt: skip
CITIES = (
    "Antwerpen",
    "Gent",
    "Brugge",
    "Brussel",
    "Leuven",
    "Mechelen",
    "Kortrijk",
    "Luik",
    "Namen",
    "Bergen",
    "Elsene",
)
YEAR_LIKE = frozenset({1930, 1950, 1970, 1980, 1981, 1982, 2000, 2018, 2020, 2030, 2040, 2050, 2060, 2070})
"""Postcodes in use that could be a year."""
NEAR = 60  # characters before a date or number in which a word says what it is
AFTER = 25


@dataclass(frozen=True)
class Identifier:
    """A hard identifier: code points in the text, end exclusive."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class _Shape:
    kind: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None = None
    said: re.Pattern[str] | None = None  # what must stand nearby


def identifiers(text: str, before: str = "") -> list[Identifier]:
    """Every hard identifier in a text, in order, none overlapping another.

    Parameters
    ----------
    text
        What is said.
    before
        What was said just before: a question may say what a bare date or number in the answer is.
    """
    if not _WORTH_A_LOOK.search(text):
        return []
    found: list[Identifier] = []
    for shape in _SHAPES:
        for match in shape.pattern.finditer(text):
            start, end = match.span("it") if "it" in shape.pattern.groupindex else match.span()
            if shape.check and not shape.check(text[start:end]):
                continue
            if shape.said and not _is_said(shape.said, text, start, end, before):
                continue
            if not any(other.start < end and start < other.end for other in found):
                found.append(Identifier(shape.kind, start, end))
    found += [
        Identifier("postcode_place", start, end)
        for start, end in _postcodes(text)
        if not any(other.start < end and start < other.end for other in found)
    ]
    return sorted(found, key=lambda it: it.start)


def _is_said(word: re.Pattern[str], text: str, start: int, end: int, before: str) -> bool:
    """Whether a word nearby, in the same sentence or the question before it, says what stands here."""
    sentence = _SENTENCE_END.split(text[max(0, start - NEAR) : start])
    if word.search(sentence[-1]) or word.search(_SENTENCE_END.split(text[end : end + AFTER])[0]):
        return True
    return len(sentence) == 1 and start <= NEAR and bool(word.search(before[-NEAR:]))


def _postcodes(text: str) -> Iterator[tuple[int, int]]:
    """A postcode with its place; Belgian ones (four digits, also a year or an amount) only with a known place."""
    for match in _DUTCH_POSTCODE.finditer(text):
        yield match.span()
    for match in _BELGIAN_POSTCODE.finditer(text):
        code = int(match["code"])
        if 1900 <= code < 2100 and (code not in YEAR_LIKE or _is_year(text[: match.start()])):
            continue
        name = match["place"].casefold()
        places = places_of_belgium()
        while name and name not in places:
            name = name.rpartition(" ")[0]
        if name:
            yield match.start(), match.start("place") + len(name)


def _is_year(before: str) -> bool:
    """Whether what stands before a number makes it a year rather than a postcode."""
    return bool(_YEAR.search(before)) and not _LIVES.search(before[-NEAR:])


@functools.cache
def places_of_belgium() -> frozenset[str]:
    """Places in Belgium, in lower case."""
    from faker.providers.address.nl_BE import Provider

    return frozenset(name.casefold() for name in (*Provider.cities, *CITIES))


def _is_phone(text: str) -> bool:
    number = checksums.digits(text)
    plus = text.lstrip("(").startswith(("+", "00"))
    number = number.removeprefix("00") if plus else number
    if plus:
        return 9 <= len(number) <= 15
    return (
        number[0] == "0"
        and number[1] != "0"
        and (len(number) == 10 or (len(number) == 9 and number[1] != "6"))
    )


def _is_plate(text: str) -> bool:
    compact = re.sub(r"[\s.-]", "", text)
    return any(map(str.isalpha, compact)) and any(map(str.isdigit, compact))


_SENTENCE_END = re.compile(r"(?<=[^\W\d])[.?!…]\s+|[?!]\s+|(?<=\d{4})\.\s+")
_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    "january|february|march|may|june|july|august|october|"
    "janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "jan|feb|febr|mrt|apr|jun|jul|aug|sept?|okt|oct|nov|dec"
)
_BORN = re.compile(
    r"\b(?:geboren|geboorte\w*|verjaar\w*|jarig|gebore|ben van|is van|zijn van|°|born|birth\w*|né|née|naissance)\b|°",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(?:dossier|klant|lid|lidmaatschaps|aansluitings|stam|polis|cliënt|client|patiënt|patient|registratie|inschrijvings"
    r"|referentie|file|case|customer|member|policy|record|reference|paspoort|passport)[ -]?(?:nummer|number|nr\.?|no\.?)"
    r"(?:\s+(?:is|was|van|of|mij|my|mijn))*\W{0,3}(?:$|(?=\s))",
    re.IGNORECASE,
)
_CITIZEN = re.compile(r"\b(?:bsn|burgerservicenummer|sofi-?nummer)\b", re.IGNORECASE)
_TLD = r"(?:be|nl|com|org|net|eu|info|vlaanderen|brussels|gent|fr|de|lu|uk|co\.uk|io|edu|gov|coop|me|app|online|site)"
_END = r"(?!\w)"
_DOT = r"\s*(?:punt|dot|point|\.)\s*"
_JOIN = r"(?:\s*(?:punt|dot|streepje|liggend streepje|underscore|laag streepje|\.|-|_)\s*)"
_PROVIDER = (
    r"(?:gmail|hotmail|outlook|telenet|skynet|proximus|yahoo|live|icloud|scarlet|pandora|ziggo|kpnmail|xs4all|"
    r"[\w-]{2,})"
)
_STREET: re.Pattern[str] = re.compile(r"[A-ZÀ-Þ]|.*\b(?:nr|nummer|bus)\b", re.DOTALL)
_SHAPES = [
    _Shape("national_number", re.compile(r"(?<![\w.])\d{2}[ .]?\d{2}[ .]?\d{2}[ .-]{0,3}\d{3}[ .-]?\d{2}(?![\w])"), checksums.is_national_number),
    _Shape("iban", re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?:[ .-]?[A-Za-z0-9]{2,4}){3,8}" + _END), checksums.is_iban),
    _Shape("iban", re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?:[ .-]?\d{4}){3}" + _END), checksums.is_iban),
    _Shape("identity_card", re.compile(r"(?<![\w-])\d{3}-\d{7}-\d{2}" + _END), checksums.is_identity_card),
    _Shape("card", re.compile(r"(?<![\w.-])\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,3})?" + _END), checksums.is_card),
    _Shape("enterprise_number", re.compile(r"(?<![\w.])(?:BE\s?)?[01]?\d{3}[. ]\d{3}[. ]\d{3}" + _END), lambda text: checksums.is_enterprise_number(checksums.digits(text).zfill(10))),
    _Shape("citizen_number", re.compile(r"(?<![\w.])\d{4}[ .]?\d{2}[ .]?\d{3}|(?<![\w.])\d{3}[ .]\d{3}[ .]\d{3}"), checksums.is_citizen_number, _CITIZEN),
    _Shape("email", re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")),
    _Shape(
        "spoken_email",
        re.compile(
            rf"(?:[\w-]+{_JOIN})*[\w-]+\s*(?:@|apenstaart(?:je)?|\(at\)|\[at\]|arobase|at sign)\s*{_PROVIDER}(?:{_JOIN}[\w-]+)*?{_DOT}{_TLD}{_END}"
            rf"|(?:[\w-]+{_JOIN})+[\w-]+\s+at\s+{_PROVIDER}(?:{_JOIN}[\w-]+)*?{_DOT}{_TLD}{_END}"
            rf"|[\w-]+\s+at\s+(?:gmail|hotmail|outlook|telenet|skynet|proximus|yahoo|live|icloud)\s*{_DOT}{_TLD}{_END}",
            re.IGNORECASE,
        ),
    ),
    _Shape("url", re.compile(rf"(?:https?://|www\s?\.\s?)[^\s<>\"']+[\w/]|(?<![\w@.-])[a-z0-9-]{{2,}}(?:\.[a-z0-9-]+)*\.{_TLD}(?![\w.-]*@)(?:/[\w./?=&%#-]*)?{_END}", re.IGNORECASE)),
    _Shape("url", re.compile(rf"\bw\s?w\s?w\s*(?:punt|dot|\.)\s*[\w-]+(?:\s*(?:punt|dot|streepje|\.|-)\s*[\w-]+)*?\s*(?:punt|dot|\.)\s*{_TLD}{_END}", re.IGNORECASE)),
    _Shape("account_name", re.compile(r"(?<![\w@.])@[A-Za-z_][\w.]{2,}\w")),
    _Shape("birth_date", re.compile(r"(?<![\w./-])(?:[12]\d|3[01]|0?[1-9])\s?[./-]\s?(?:1[0-2]|0?[1-9])\s?[./-]\s?(?:19\d\d|20[01]\d)(?![\w/-])")),
    _Shape("birth_date", re.compile(r"(?<![\w./-])(?:19\d\d|200\d)-(?:1[0-2]|0[1-9])-(?:[12]\d|3[01]|0[1-9])(?![\w-])")),
    _Shape("birth_date", re.compile(r"(?<![\w./-])(?:[12]\d|3[01]|0?[1-9])[./-](?:1[0-2]|0?[1-9])[./-]\d\d(?![\w/-])"), None, _BORN),
    _Shape("birth_date", re.compile(rf"(?<!\w)(?:[12]\d|3[01]|[1-9])(?:ste|de|e|st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\.?,?\s+(?:(?:19|20)\d\d|['’]?\d\d){_END}", re.IGNORECASE), None, _BORN),
    _Shape("phone", re.compile(r"(?<![\w./+-])(?<!\d,)(?:\+\d{1,3}|00\s?\d{1,3}|\(?0\d{1,3}\)?)(?:\s?\(0\))?(?:[ ./-]{0,2}\d{1,4}){2,7}(?![\w]|[.,/-]\d)"), _is_phone),
    _Shape("licence_plate", re.compile(r"(?<![\w-])(?:[1-9][- ][A-Z]{3}[- ]\d{3}|[A-Z]{3}-\d{3}|\d{3}-[A-Z]{3}|[A-Z]{2}-\d{2,3}-[A-Z]{1,2}|\d{2}-[A-Z]{2,3}-\d{1,2}|[A-Z]{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d-[A-Z]{3}-\d{2}|[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{1,3}-[A-Z]{1,2} \d{2,4}|[1-9][A-Z]{3}\d{3})(?![\w-])"), _is_plate),
    _Shape("record_number", re.compile(r"(?<![\w.])(?=[\w/.-]*\d{3})[A-Z]{0,4}[ -]?\d[\w/.-]{3,}\w"), None, _RECORD),
    _Shape(
        "street_address",
        re.compile(
            r"(?<!\w)(?:[A-ZÀ-Þ][\w'’.-]*\s+){0,3}[A-Za-zÀ-þ'’-]*(?:straat|laan|steenweg|weg|plein|dreef|kaai|singel|gracht|hof|pad|dijk|baan|berg|lei|markt|vest)"
            r"\s+(?:nr\.?\s*|nummer\s+)?(?<![\d.])[1-9]\d{0,3}(?:\s?[a-zA-Z](?!\w))?(?:\s*(?:bus|b\.|/)\s*\w+)?(?!\s*(?:euro|uur|jaar|minuten|mensen|keer|maanden|dagen|weken|[%€.]\d|%|€))(?!\w)"
        ),
        lambda text: bool(_STREET.match(text)),
    ),
]  # fmt: skip
_BELGIAN_POSTCODE = re.compile(
    r"(?<![\w.,])(?:B[- ])?(?P<code>[1-9]\d{3}),?\s+(?:in\s+)?(?P<place>['’A-ZÀ-Þ][\w'’-]+(?:[ ](?:[A-ZÀ-Þ][\w'’-]+|op|de|den|aan|ten)){0,3})"
)
_YEAR = re.compile(
    r"\b(?:in|sinds|sedert|vanaf|tot|jaar|tegen|na|voor|since|until|from|year)\s+$", re.IGNORECASE
)
_LIVES = re.compile(
    r"\b(?:woon|woont|wonen|woonde|woonden|adres|verhuisd?|postcode|live|lives|lived|address)\b",
    re.IGNORECASE,
)
_DUTCH_POSTCODE = re.compile(r"(?<![\w.])[1-9]\d{3}\s?[A-Z]{2}(?:,?\s+[A-ZÀ-Þ][\w'’-]+)?(?!\w)")
_WORTH_A_LOOK = re.compile(rf"\d|@|apenstaart|arobase|https?:|www|\bat\b|\.{_TLD}\b|w w w", re.IGNORECASE)
