"""The shapes of hard identifiers, in the order in which they are looked for: the first to claim a stretch has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from delphi.privacy import checksums, spoken
from delphi.privacy.nearby import Triggers, near, quick


@dataclass(frozen=True)
class Shape:
    """A pattern (its group `it`, or all of it), the check it must pass, what must be said nearby, and its trigger."""

    kind: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None = None
    said: re.Pattern[str] | None = None
    across_sentences: bool = False
    triggers: Triggers = ()

    def places(self, text: str, before: str = "") -> Iterator[re.Match[str]]:
        """Where the pattern stands; looked for only around its triggers, since most texts hold none.

        What was said before may take the place of a trigger that says what the pattern is.
        """
        said_before = before and self.said and self.said.search(before)
        yield from near(self.pattern, text, () if said_before else self.triggers)


def _is_phone(text: str) -> bool:
    number = checksums.digits(text)
    if text.lstrip("(").startswith(("+", "00")):
        return 9 <= len(number.removeprefix("00")) <= 15
    if number[0] != "0" or number[1] == "0":
        return False
    return len(number) == 10 or (len(number) == 9 and number[1] != "6")


def _is_plate(text: str) -> bool:
    return any(map(str.isalpha, text)) and any(map(str.isdigit, text))


def _is_enterprise(text: str) -> bool:
    return checksums.is_enterprise_number(checksums.digits(text).zfill(10))


def _is_record(text: str) -> bool:
    return len(checksums.digits(text)) >= 4


def _is_personal_date(text: str) -> bool:
    """Whether a full date is none that everybody knows."""
    return not re.match(
        r"(?:0?1[\s./-]+(?:0?1[\s./-]|januari)|11\W+(?:0?9|september)\W+2001|0?8\W+(?:0?5|mei)\W+1945)",
        text.lower(),
    )


_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    "january|february|march|may|june|july|august|october|"
    "janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "jan|feb|febr|mrt|apr|jun|jul|aug|sept?|okt|oct|nov|dec"
)
_BORN = re.compile(
    r"\b(?:geboren|geboorte\w*|verjaar\w*|jarig|gebore|ben van|is van|zijn van|born|birth\w*|né|née|naissance)\b|°",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\b(?:gebruikersnaam|account|inlog\w*|nickname|username|(?:insta(?:gram)?|tiktok|snapchat|discord|mastodon|telegram) (?:als|onder|as))\b(?:\s+(?:is|was|met|op|dat|als))*\W*$",
    re.IGNORECASE,
)
_CITIZEN = re.compile(r"\b(?:bsn|burgerservicenummer|sofi-?nummer)\b", re.IGNORECASE)
_CAR = re.compile(
    r"\b(?:\w*plaat|kenteken\w*|auto|wagen|boete|geflitst|parkeer\w*|number plate|registration)\b",
    re.IGNORECASE,
)
_TLD = r"(?:be|nl|n l|b e|com|org|net|eu|info|vlaanderen|brussels|gent|fr|de|lu|uk|co\.uk|io|edu|gov|coop|me|app|online|site)"
_END = r"(?!\w)"
_DOT = r"[\s,]*(?:punt|dot|point|\.)[\s,]*"
_JOIN = r"(?:[\s,]*(?:punt|dot|streepje|koppelteken|liggend streepje|underscore|laag streepje|\.|-|_)[\s,]*)"
_AT = r"(?:@|ape?n?staart(?:je)?|aapje|\(at\)|\[at\]|arobase|at sign)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_YEARS = r"(?:19\d\d|20[01]\d)"
_RECORD = (
    r"(?:proces-verbaal\s*(?:nr\.?|nummer)?|pv[- ]?(?:nr\.?|nummer)|referentie|kenmerk|dossier(?:\s*nr\.?)?|"
    r"(?!(?:telefoon|gsm|huis|bus|lijn|kamer|rijksregister|rekening|volg|paragraaf|artikel|tram|lot|rug|gelukks|jaar|loop)nummer)\w{3,}[- ]?nummer|"
    r"(?:file|case|customer|member|policy|record|reference|passport|client|patient)\s+(?:number|no\.?))"
)
_MAIL = r"(?:gmail|hotmail|outlook|telenet|skynet|proximus|yahoo|live|icloud|scarlet|pandora|ziggo|kpnmail|xs4all)"

_DIGITS = re.compile(r"\d(?:\W{0,4}\d){5}")
_FOUR_DIGITS = re.compile(r"\d(?:[\w./-]{0,40}? ?\d){3}")
_TWO_DIGITS = re.compile(r"\d\d")
_PARTS = re.compile(r"\d\s?[./-]\s?\d")
_OF_ACCOUNT = re.compile(r"\d(?:(?<=\b[A-Za-z]{2}.)|(?<=\b[A-Za-z]{2} .))\d")
_AT_SIGN = re.compile("@")
_SPOKEN_AT = quick("*@", "a*pe?n?staart", "aa*pje", "aro*base", r"\ba*t\b")
_SPOKEN_DOT = re.compile(r"[.pPdD](?:(?<=\.)|(?i:unt|oint|ot))[\s,]*[A-Za-z]")
_NUMBERED = quick(
    "nu*mmer", "nu*mber", r"\b*no\b", "proces-*verbaal", r"\bp*v", "re*feren", "ken*merk", "do*ssier"
)
_SITE = re.compile(r"[.:wW](?:(?<=\.)[A-Za-z]|(?<=:)//|(?<=[wW])[wW]{2})")
_WWW = re.compile(r"[wW]\s?[wW]\s?[wW]")
_OF_NAME = quick(
    "gebrui*kersnaam",
    "ac*count",
    "inlo*g",
    "nic*kname",
    "userna*me",
    "in*sta",
    "ti*ktok",
    "snap*chat",
    "dis*cord",
    "*mastodon",
    "tele*gram",
)
_BIRTH = quick(
    "*gebo",
    "*verjaar",
    "*jarig",
    r"\bis *van",
    "ijn *van",
    "ben *van",
    "*born",
    "*birth",
    "n*é",
    "nai*ssance",
    "*°",
)
_YEAR = quick("ne*gentien", "t*weeduizend")
_ZERO = quick("n*ul", "*plus")

SHAPES = [
    Shape("national_number", re.compile(r"(?<![\w.])\d{2}[ ./-]?\d{2}[ ./-]?\d{2}(?:[ .,/-]{0,3}|,?\s(?:en dan|dan|streepje|streep|komma)\s)\d{3}[ .,/-]{0,2}\d{2}" + _END), checksums.is_national_number, triggers=(_DIGITS,)),
    Shape("iban", re.compile(r"(?<!\w)[A-Za-z]{2} ?\d{2}(?:[ .-]?[A-Za-z0-9]{2,4}){3,8}" + _END), checksums.is_iban, triggers=(_OF_ACCOUNT,)),
    Shape("iban", re.compile(r"(?<!\w)[A-Za-z]{2} ?\d{2}(?:[ .-]?\d{4}){3}" + _END), checksums.is_iban, triggers=(_OF_ACCOUNT,)),
    Shape("card", re.compile(r"(?<![\w.-])(?:\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,3})?|3[47]\d\d[ -]?\d{6}[ -]?\d{5})" + _END), checksums.is_card, triggers=(_DIGITS,)),
    Shape("identity_card", re.compile(r"(?<![\w.-])\d{3}[ .-]?\d{7}[ .-]?\d{2}" + _END), checksums.is_identity_card, triggers=(_DIGITS,)),
    Shape("enterprise_number", re.compile(r"(?<![\w.])(?:BE\s?)?[01]?\d{3}[. ]\d{3}[. ]\d{3}" + _END), _is_enterprise, triggers=(_DIGITS,)),
    Shape("citizen_number", re.compile(r"(?<![\w.])(?:\d{4}[ .]?\d{2}[ .]?\d{3}|\d{3}[ .]\d{3}[ .]\d{3})" + _END), checksums.is_citizen_number, _CITIZEN, across_sentences=True, triggers=(_DIGITS,)),
    Shape("email", re.compile(r"[\w.+-]*\w@[\w-]+(?:\.[\w-]+)+"), triggers=(_AT_SIGN,)),
    Shape("email", re.compile(rf"[\w.+-]*\w\s?@\s[\w-]+(?:\.[\w-]+)*\.{_TLD}{_END}", re.IGNORECASE), triggers=(_AT_SIGN,)),
    Shape(
        "spoken_email",
        re.compile(
            rf"(?:[\w-]+{_JOIN})*[\w-]+\s*{_AT}\s*(?:[\w-]+\s+){{0,3}}?[\w-]+(?:{_JOIN}[\w-]+)*?{_DOT}{_TLD}{_END}"
            rf"|(?:[\w-]+{_JOIN})+[\w-]+[\s,]+at[\s,]+[\w-]{{2,}}(?:{_JOIN}[\w-]+)*?{_DOT}{_TLD}{_END}"
            rf"|[\w-]+\s+at\s+{_MAIL}\s*{_DOT}{_TLD}{_END}",
            re.IGNORECASE,
        ),
        triggers=(_SPOKEN_AT, _SPOKEN_DOT),
    ),
    Shape("url", re.compile(rf"(?:https?://|www\s?\.\s?)[^\s<>\"']+[\w/]|(?<![\w@.-])[a-z0-9-]{{2,}}(?:\.[a-z0-9-]+)*\.{_TLD}(?![\w.-]*@)(?:/[\w./?=&%#-]*)?{_END}", re.IGNORECASE), triggers=(_SITE,)),
    Shape("url", re.compile(rf"\bw\s?w\s?w\s*(?:punt|dot|\.)\s*[\w-]+(?:\s*(?:punt|dot|streepje|\.|-)\s*[\w-]+)*?\s*(?:punt|dot|\.)\s*{_TLD}{_END}", re.IGNORECASE), triggers=(_WWW,)),
    Shape("account_name", re.compile(r"(?<![\w@.])@[A-Za-z_][\w.-]{2,}\w"), triggers=(_AT_SIGN,)),
    Shape("account_name", re.compile(r"(?<![\w@.])(?=[\w.#-]*[\d#_.])(?!\d+\b)[A-Za-z][\w.#-]{3,}\w"), None, _ACCOUNT, triggers=(_OF_NAME,)),
    Shape("birth_date", spoken.FULL_DATE, triggers=(_YEAR,)),
    Shape("birth_date", spoken.SHORT_DATE, None, _BORN, triggers=(_BIRTH,)),
    Shape("birth_date", re.compile(rf"(?<![\w./-]){_DAY}\s?[./-]\s?{_MONTH}\s?[./-]\s?{_YEARS}(?![\w/-])"), _is_personal_date, triggers=(_PARTS,)),
    Shape("birth_date", re.compile(r"(?<![\w./-])(?:19\d\d|200\d)-(?:1[0-2]|0[1-9])-(?:[12]\d|3[01]|0[1-9])(?![\w-])"), _is_personal_date, triggers=(_PARTS,)),
    Shape("birth_date", re.compile(rf"(?<!\w){_DAY}\s+(?:{_MONTHS})\s+(?:19\d\d|200\d){_END}", re.IGNORECASE), _is_personal_date, triggers=(_TWO_DIGITS,)),
    Shape("birth_date", re.compile(rf"(?<![\w./-]){_DAY}[./-]{_MONTH}[./-](?:(?:\d\d)?|['’])\d\d(?![\w/-])"), None, _BORN, triggers=(_PARTS,)),
    Shape("birth_date", re.compile(rf"(?<!\w){_DAY}(?:ste|de|e|st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\.?,?\s+(?:(?:19|20)\d\d|['’]?\d\d){_END}", re.IGNORECASE), None, _BORN, triggers=(_TWO_DIGITS,)),
    Shape("record_number", re.compile(rf"\b{_RECORD}(?:\s+(?:is|was|van|of|mij|my|mijn|nr|nummer))*\W{{1,3}}(?P<it>[A-Z]{{0,4}}[ .-]?[\w./-]*\d[\w./-]*(?: \d[\w./-]*){{0,3}}\w?)(?<=\w)", re.IGNORECASE), _is_record, triggers=(_FOUR_DIGITS, _NUMBERED)),
    Shape("record_number", re.compile(r"(?<![\w.])(?P<it>\d[\w/.-]{3,}\w)(?=\s+(?:is|was)\s+(?:dat|mijn|het|ons|haar|zijn)\s+(?:\w*dossier|\w*klant|\w*lid)\w*nummer)"), _is_record, triggers=(_FOUR_DIGITS, _NUMBERED)),
    Shape("phone", re.compile(r"(?<![\w./+-])(?<!\d,)(?:\+\d{1,3}|00\s?\d{1,3}|\(?0\d{1,3}\)?)(?:\s?\(0\))?(?:[ ./-]{0,2}\d{1,4}){2,7}(?![\w]|[.,/-]\d)"), _is_phone, triggers=(_DIGITS,)),
    Shape("phone", re.compile(r"(?<![\w./+-])0(?: \d){2,3}(?:[ ,./-]{1,2}\d{1,3}){2,6}" + _END), _is_phone, triggers=(_DIGITS,)),
    Shape("phone", spoken.PHONE, triggers=(_ZERO,)),
    Shape("licence_plate", re.compile(r"(?<![\w-])(?:[1-9](?:[- ]| - )[A-Z]{3}(?:[- ]| - )\d{3}|[1-9]-[a-z]{3}-\d{3}|[1-9][a-z]{3}\d{3}|[A-Z]{3}-\d{3}|\d{3}-[A-Z]{3}|[A-Z]{2}-\d{2,3}-[A-Z]{1,2}|\d{2}-[A-Z]{2,3}-\d{1,2}|[A-Z]{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d-[A-Z]{3}-\d{2}|[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{1,3}-[A-Z]{1,2} \d{2,4}|[1-9][A-Z]{3}\d{3})(?![\w-])"), _is_plate, triggers=(_TWO_DIGITS,)),
    Shape("licence_plate", re.compile(r"(?<![\w-])(?:[A-Z]{3} \d{3}|\d{3} [A-Z]{3})(?![\w-])"), None, _CAR, across_sentences=True, triggers=(_TWO_DIGITS,)),
]  # fmt: skip
"""Every shape but those of addresses."""

WORTH_A_LOOK = re.compile(
    rf"\d|@|ape?n?staart|arobase|https?:|www|w w w|\bat\b|\.{_TLD}\b|\bnul\b|\bplus\b|negentien|tweeduizend|{spoken.MONTH}|(?:ste|de)\s+van\s",
    re.IGNORECASE,
)
"""Whether a text can hold any identifier at all; most turns cannot."""
