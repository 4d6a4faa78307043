"""The report's fixed words in Dutch and English: statuses, stances, units, and how numbers take them."""

from __future__ import annotations

import re
from collections.abc import Sequence

SPECIAL = re.compile(r"([^\w\s]|_)")

STATUS = {
    "nl": {
        "introduced": "nieuw", "confirmed": "bevestigd", "contested": "betwist", "nuanced": "genuanceerd",
        "silent": "niet aangeraakt", "not_coded": "nog niet gecodeerd", "reformulated": "geherformuleerd",
        "recategorised": "verplaatst", "merged": "samengevoegd", "split": "gesplitst",
        "dropped": "geschrapt", "out_of_scope": "buiten het onderzoek geplaatst",
    },
    "en": {
        "introduced": "new", "confirmed": "confirmed", "contested": "contested", "nuanced": "nuanced",
        "silent": "not touched upon", "not_coded": "not yet coded", "reformulated": "reformulated",
        "recategorised": "moved", "merged": "merged", "split": "split", "dropped": "dropped",
        "out_of_scope": "placed out of scope",
    },
}  # fmt: skip
TAG_STATUS = {
    "nl": {"suggested": "voorstel, nog niet nagekeken", "checked": "", "disputed": "codeurs verschillen",
           "adjudicated": ""},
    "en": {"suggested": "suggestion, not yet checked", "checked": "", "disputed": "coders differ",
           "adjudicated": ""},
}  # fmt: skip
STANCE = {
    "nl": {"supports": "steunt", "contests": "betwist", "nuances": "nuanceert", "": ""},
    "en": {"supports": "supports", "contests": "contests", "nuances": "nuances", "": ""},
}
UNITS = {
    "nl": {
        "speaker": ("spreker", "sprekers"), "passage": ("passage", "passages"),
        "statement": ("uitspraak", "uitspraken"), "person": ("persoon", "mensen"),
        "participant": ("deelnemer", "deelnemers"), "session": ("gesprek", "gesprekken"),
        "turn": ("beurt", "beurten"), "link": ("koppeling", "koppelingen"), "transcript": ("transcript", "transcripten"),
        "round": ("ronde", "rondes"), "decision": ("beslissing", "beslissingen"),
        "coder": ("codeur", "codeurs"), "tag": ("tag", "tags"), "practice": ("praktijk", "praktijken"),
    },
    "en": {
        "speaker": ("speaker", "speakers"), "passage": ("passage", "passages"),
        "statement": ("statement", "statements"), "person": ("person", "people"),
        "participant": ("participant", "participants"), "session": ("session", "sessions"),
        "turn": ("turn", "turns"), "link": ("link", "links"), "transcript": ("transcript", "transcripts"),
        "round": ("round", "rounds"), "decision": ("decision", "decisions"),
        "coder": ("coder", "coders"), "tag": ("tag", "tags"), "practice": ("practice", "practices"),
    },
}  # fmt: skip
SMALL = {
    "nl": ("geen", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
}  # fmt: skip
AND = {"nl": "en", "en": "and"}
MONTHS = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip


def counted(number: int, unit: str, language: str) -> str:
    """`3 sprekers`, `1 speaker`."""
    return f"{number} {UNITS[language][unit][number != 1]}"


def decimal(number: float, language: str) -> str:
    """`0,98` or `0.98`."""
    shown = f"{number:.2f}"
    return shown.replace(".", ",") if language == "nl" else shown


def in_words(number: int, language: str) -> str:
    """A number as prose writes it: up to twelve in words."""
    small = SMALL[language]
    return small[number] if 0 <= number < len(small) else str(number)


def enumerated(parts: Sequence[str], language: str) -> str:
    """`a, b en c`."""
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {AND[language]} {parts[-1]}"


def rounds_named(numbers: Sequence[int], language: str) -> str:
    """`ronde 2`, `rondes 2 en 3`."""
    return f"{UNITS[language]['round'][len(numbers) != 1]} {enumerated([str(n) for n in numbers], language)}"


def date_named(date: str, language: str) -> str:
    """`2025-03-11` as a reader writes it; anything else as it is."""
    parts = date.split("-")
    if (
        len(parts) != 3
        or len(parts[0]) != 4
        or not all(part.isdecimal() for part in parts)
        or not 1 <= int(parts[1]) <= 12
    ):
        return date
    return f"{int(parts[2])} {MONTHS[language][int(parts[1]) - 1]} {parts[0]}"


def literal(text: str) -> str:
    """Text that Markdown prints as it is."""
    return SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def capital(text: str) -> str:
    """Text with a capital first letter."""
    return "Eén" + text[3:] if text.startswith("één") else text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """A reason from the ledger as a sentence of its own."""
    text = capital(" ".join(text.split()))
    return literal(text if text.endswith((".", "!", "?")) else f"{text}.")
