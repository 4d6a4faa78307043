"""Addresses: a street with its number, a postcode with its place."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from delphi.privacy.nearby import near
from delphi.privacy.ordinary import ORDINARY

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
NEAR = 60

_ROAD = (
    "straat|laan|steenweg|weg|plein|dreef|kaai|singel|gracht|hof|pad|dijk|baan|berg|lei|markt|vest|kouter|dries|veld|"
    "park|wijk|plantsoen|kade|rei|gang|steeg|stede"
)
_ENDS = "|".join(sorted({road[-3:] for road in _ROAD.split("|")}))
_HOUSE = re.compile(rf"[1-9nN](?:(?<=(?i:{_ENDS})\s.)|(?<=\s\s.))")
"""A number, or the word for it, behind what may be the end of a street's name."""
_POSTCODE = re.compile(r"[1-9](?<![\w.].)\d{3}")
_NUMBER = r"(?:nr\.?\s*|nummer\s+)?[1-9]\d{0,3}(?:\s?[a-zA-Z](?!\w))?(?:\s*(?:bus|b\.|/)\s*\w+)?(?!\w)"
_COUNTED = r"(?!\s*(?:euro|uur|jaar|minuten|minuutjes|mensen|keer|maanden|dagen|weken|meter|kilometer|km|op|van|tot|[%€]|[.,]\d))"
_NAMED_STREET = re.compile(
    rf"(?<!\w)(?P<it>(?:[A-ZÀ-Þ][\w'’.-]*\s+){{0,3}}(?:[A-ZÀ-Þ][\w'’-]*?(?:{_ROAD})|(?i:{_ROAD}))(?<=\w\w\w)\s+{_NUMBER}){_COUNTED}"
)
_LOWER_STREET = re.compile(
    rf"(?<!\w)(?P<it>[a-zà-þ'’-]{{3,}}(?:straat|laan|steenweg|plein|dreef|kaai|dijk|lei)\s+{_NUMBER})(?=\s*(?:[,.;]|$|en\s|in\s|te\s|bus\s))"
)
_BEFORE_POSTCODE = re.compile(
    r"(?<!\w)(?P<it>[A-ZÀ-Þ][\w'’.-]+(?:\s+[A-ZÀ-Þ][\w'’.-]+){0,3}\s+[1-9]\d{0,3}\s?[a-zA-Z]?(?:\s*bus\s*\w+)?),\s*(?:B-)?[1-9]\d{3}\s+[A-ZÀ-Þ]"
)
_BELGIAN_POSTCODE = re.compile(
    r"(?<![\w.,])(?P<sure>B[- ])?(?P<code>[1-9]\d{3}),?\s+(?:in\s+|te\s+)?"
    r"(?P<place>['’A-ZÀ-Þ][\w'’-]+(?:[ ](?:[A-ZÀ-Þ][\w'’-]+|op|de|den|aan|ten)){0,3}|[a-z][a-zà-þ'’-]{3,})"
)
_DUTCH_POSTCODE = re.compile(r"(?<![\w.])[1-9]\d{3}\s?[A-Z]{2}(?:,?\s+[A-ZÀ-Þ][\w'’-]+)?(?!\w)")
_YEAR = re.compile(
    r"\b(?:in|sinds|sedert|vanaf|tot|jaar|tegen|na|voor|since|until|from|year)\s+$", re.IGNORECASE
)
_LIVES = re.compile(
    r"\b(?:woon|woont|wonen|woonde|woonden|adres|verhuisd?|postcode|komen? van|live|lives|lived|address)\b",
    re.IGNORECASE,
)
_IN_AN_ADDRESS = re.compile(r"(?:\d\s?[a-zA-Z]?,\s+|\b(?:in|te|naar|van|uit)\s+)$")
_AFTER_NUMBER = re.compile(r"\d\s?[a-zA-Z]?,\s*$")


def addresses(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of every address in a text; a street may come twice."""
    for pattern in (_NAMED_STREET, _LOWER_STREET, _BEFORE_POSTCODE):
        for match in near(pattern, text, (_POSTCODE if pattern is _BEFORE_POSTCODE else _HOUSE,)):
            if (
                match["it"][0].isupper()
                or pattern is _LOWER_STREET
                or re.search(r"\b(?:nr|nummer|bus)\b", match["it"])
            ):
                yield ("street_address", *match.span("it"))
    for match in near(_DUTCH_POSTCODE, text, (_POSTCODE,)):
        yield ("postcode_place", *match.span())
    for match in near(_BELGIAN_POSTCODE, text, (_POSTCODE,)):
        name = _place(match, text)
        if name:
            yield "postcode_place", match.start(), match.start("place") + len(name)


@functools.cache
def places_of_belgium() -> frozenset[str]:
    """Places in Belgium, in lower case (from the package Faker)."""
    from faker.providers.address.nl_BE import Provider

    return frozenset(name.casefold() for name in (*Provider.cities, *CITIES))


def _place(match: re.Match[str], text: str) -> str:
    """The place behind four digits, when they are a postcode: no year, no amount, a place that exists."""
    code, before = int(match["code"]), text[max(0, match.start() - NEAR) : match.start()]
    lives = bool(_LIVES.search(before))
    if 1900 <= code < 2100 and (code not in YEAR_LIKE or (_YEAR.search(before) and not lives)):
        return ""
    if match["place"][0].islower() and not (_AFTER_NUMBER.search(before) or lives):
        return ""
    name = match["place"].casefold()
    if match["sure"] or (
        match["place"][0].isupper() and _IN_AN_ADDRESS.search(before) and name not in ORDINARY
    ):
        return name.split(" ")[0] if name.split(" ")[0] not in places_of_belgium() else name
    while name and name not in places_of_belgium():
        name = name.rpartition(" ")[0]
    return name
