"""How the kinds of identifiers are named to people, and how one is shown without giving it away."""

from __future__ import annotations

NAMES = {
    "national_number": "a national number",
    "citizen_number": "a citizen service number",
    "identity_card": "an identity card number",
    "iban": "a bank account number",
    "card": "a bank card number",
    "enterprise_number": "an enterprise number",
    "phone": "a phone number",
    "email": "an e-mail address",
    "spoken_email": "a spelled-out e-mail address",
    "url": "a web address",
    "account_name": "an account name",
    "licence_plate": "a licence plate",
    "birth_date": "a date of birth",
    "postcode_place": "a postcode with its place",
    "street_address": "a street with a number",
    "record_number": "a file or customer number",
    "name_to_hide": "a name on the study's own list",
    "name": "a word that may be a name",
    "label": "a participant's label",
    "trace": "a trace of this computer",
}


def kind_named(kind: str) -> str:
    """A kind in words."""
    return NAMES[kind]


def partly(word: str) -> str:
    """The first and last characters of a word: enough to find it, too little to use it."""
    shown = 2 if len(word) > 6 else 1
    return f"{word[:shown]}…{word[-shown:]}" if len(word) > 2 else "…"
