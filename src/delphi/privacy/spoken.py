"""Numbers and dates as Dutch speakers say them, written out in words."""
# ruff: noqa: SIM905

from __future__ import annotations

import re

_ONES = "een één twee drie vier vijf zes zeven acht negen".split()
_TEENS = "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien".split()
_TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split()
_ORDINALS = (
    "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende "
    "vijftiende zestiende zeventiende achttiende negentiende twintigste dertigste"
).split()


def _either(*words: str) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_COMPOUND = rf"(?:(?:{_either(*_ONES)})[eë]n)(?:{_either(*_TENS)})"
SMALL = rf"(?:{_COMPOUND}|{_either(*_TEENS, *_TENS, *_ONES)})"
"""A number below a hundred."""
_ORDINAL = rf"(?:(?:{_either(*_ONES)})[eë]ntwintigste|eenendertigste|éénendertigste|{_either(*_ORDINALS)})"
_YEAR = rf"(?:negentien(?:\s?honderd)?(?:\s?en)?\s?{SMALL}|tweeduizend(?:\s?en)?(?:\s?{SMALL})?)"
MONTH = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_DAY = rf"(?:(?:de\s+)?{_ORDINAL}|{SMALL}|\d{{1,2}})"

FULL_DATE = re.compile(rf"(?<!\w){_DAY}\s+(?:van\s+)?(?:{MONTH})\s+(?:van\s+)?{_YEAR}(?!\w)", re.IGNORECASE)
"""`vijftien april negentienhonderdvierentachtig`."""
SHORT_DATE = re.compile(
    rf"(?<!\w){_DAY}\s+(?:van\s+)?(?:(?:de\s+)?{_ORDINAL}|{MONTH})\s+(?:van\s+)?(?:{_YEAR}|{SMALL}|['’]?\d\d(?:\d\d)?)(?!\w)",
    re.IGNORECASE,
)
"""`de twaalfde van de achtste vierenvijftig`."""
PHONE = re.compile(
    rf"(?<!\w)(?:nul|plus)(?:[\s,]+(?:nul|{SMALL}|honderd\w*|\d{{1,3}})){{4,}}(?!\w)", re.IGNORECASE
)
"""`nul vier zes acht, drieëntwintig, eenenveertig, nul negen`."""
