"""Check digits of the numbers that point at one person or account."""

from __future__ import annotations

import re

IBAN_DIGITS = 6  # the fewest after the check digits, letters beside them


def digits(text: str) -> str:
    """The digits of a text."""
    return re.sub(r"\D", "", text)


def is_national_number(text: str) -> bool:
    """Whether a text is a Belgian national number: 97 - (first nine digits mod 97).

    A leading 2 is put before the nine digits of somebody born from 2000 on (Rijksregister, RN
    instructions).  Month and day must be possible ones; 20 and 40 may be added to the month (bis numbers).
    """
    number = digits(text)
    if len(number) != 11:
        return False
    month, day = int(number[2:4]) % 20, int(number[4:6])
    if month > 12 or day > 31:
        return False
    return any(97 - int(century + number[:9]) % 97 == int(number[9:]) for century in ("", "2"))


def is_citizen_number(text: str) -> bool:
    """Whether a text is a Dutch citizen service number (BSN): the eleven test over nine digits."""
    number = digits(text)
    if len(number) != 9 or not int(number):
        return False
    return (sum(int(d) * w for d, w in zip(number[:8], range(9, 1, -1))) - int(number[8])) % 11 == 0


def is_iban(text: str) -> bool:
    """Whether a text is an IBAN: remainder 1 modulo 97 after moving the first four characters (ISO 13616).

    One in 97 stretches of ordinary words fits too (`en 73 nog niet ...`), but an account has digits.
    """
    number = re.sub(r"[\s.-]", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", number) or len(digits(number[4:])) < IBAN_DIGITS:
        return False
    return int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1


def is_card(text: str) -> bool:
    """Whether a text is a bank card's number: Luhn's check over 13 to 19 digits (ISO/IEC 7812-1)."""
    number = digits(text)
    if not 13 <= len(number) <= 19 or not int(number):
        return False
    doubled = [int(d) * 2 if place % 2 else int(d) for place, d in enumerate(reversed(number))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def is_identity_card(text: str) -> bool:
    """Whether a text is a Belgian identity card's number: ten digits and their remainder modulo 97 (97 for 0)."""
    number = digits(text)
    return len(number) == 12 and (int(number[:10]) % 97 or 97) == int(number[10:])


def is_enterprise_number(text: str) -> bool:
    """Whether a text is a Belgian enterprise number: 97 - (first eight digits mod 97)."""
    number = digits(text)
    return len(number) == 10 and number[0] in "01" and 97 - int(number[:8]) % 97 == int(number[8:])
