"""Hard identifiers in what people say: numbers, addresses and dates that point at one person by themselves.

Numbers with a check digit count only when it fits; where a shape alone also occurs in ordinary speech
(a full date, a record number), a word nearby must say what it is: in the same sentence, or in the
question that the turn answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from delphi.privacy.places import addresses
from delphi.privacy.shapes import SHAPES, WORTH_A_LOOK, Shape

KINDS = (
    "national_number", "citizen_number", "identity_card", "iban", "card", "enterprise_number", "phone", "email",
    "spoken_email", "url", "account_name", "licence_plate", "birth_date", "postcode_place", "street_address",
    "record_number",
)  # fmt: skip
NEAR = 70  # characters before a date or number in which a word says what it is
AFTER = 25
_SENTENCE_END = re.compile(r"(?<=[^\W\d])[.?!…]\s+|[?!]\s+|(?<=\d{4})\.\s+")


@dataclass(frozen=True)
class Identifier:
    """A hard identifier: code points in the text, end exclusive."""

    kind: str
    start: int
    end: int


def identifiers(text: str, before: str = "") -> list[Identifier]:
    """Every hard identifier in a text, in order, none overlapping another.

    Parameters
    ----------
    text
        What is said.
    before
        What was said just before: a question may say what a bare date or number in the answer is.
    """
    if not WORTH_A_LOOK.search(text):
        return []
    found: list[Identifier] = []

    def add(kind: str, start: int, end: int) -> None:
        if not any(other.start < end and start < other.end for other in found):
            found.append(Identifier(kind, start, end))

    for shape in SHAPES:
        for match in shape.places(text, before):
            start, end = match.span("it") if "it" in shape.pattern.groupindex else match.span()
            fits = shape.check is None or shape.check(text[start:end])
            if fits and (shape.said is None or _is_said(shape, shape.said, text, start, end, before)):
                add(shape.kind, start, end)
    for kind, start, end in addresses(text):
        add(kind, start, end)
    return sorted(found, key=lambda it: it.start)


def _is_said(shape: Shape, said: re.Pattern[str], text: str, start: int, end: int, before: str) -> bool:
    """Whether a word nearby says what stands here."""
    near = text[max(0, start - NEAR) : start]
    sentences = [near] if shape.across_sentences else _SENTENCE_END.split(near)
    if said.search(sentences[-1]) or said.search(_SENTENCE_END.split(text[end : end + AFTER])[0]):
        return True
    return start <= NEAR and len(sentences) <= 2 and bool(said.search(before))
