"""Words that deny, as evidence beside a suggestion; they never turn a category round.

A negation counts for the words of its own clause: no punctuation that ends a clause and no linking
word stands in between.  Only languages listed here are read; for others nothing is said.
"""

from __future__ import annotations

import re

from delphi.coding.lookup import Entry
from delphi.coding.terms import parse_term

#: leading `!` marks what looks like a negation and is none
NEGATIONS: dict[str, list[str]] = {
    "nl": [
        "niet", "nie", "geen", "nooit", "niemand", "niets", "niks", "nergens", "noch", "zonder", "evenmin",
        "!niet alleen", "!niet enkel", "!niet iedereen", "!niet allemaal", "!niet altijd", "!geen probleem",
        "!niet waar", "!waarom niet", "!niet te geloven", "!zonder twijfel",
    ],
    "en": [
        "not", "no", "never", "nobody", "nothing", "nowhere", "none", "neither", "nor", "without", "cannot",
        "*n't", "!not only", "!not just", "!not everyone", "!not always", "!no problem", "!no doubt", "!why not",
    ],
    "fr": [
        "pas", "jamais", "personne", "rien", "aucun", "aucune", "ni", "sans", "nulle part",
        "!pas seulement", "!pas de problème", "!pourquoi pas",
    ],
    "de": [
        "nicht", "kein*", "nie", "niemals", "niemand", "nichts", "nirgends", "weder", "ohne",
        "!nicht nur", "!kein problem", "!nicht immer", "!warum nicht",
    ],
}  # fmt: skip

_LINKS = {
    "nl": "maar|want|omdat|en|of|dus|als|dat",
    "en": "but|because|and|or|so|if|that",
    "fr": "mais|car|et|ou|donc|si|que",
    "de": "aber|weil|und|oder|denn|wenn|dass",
}


def negation_entries(language: str) -> list[Entry]:
    """Terms for `delphi.coding.lookup.find_terms`; none for a language that is not listed."""
    return [Entry("negation", "negation", parse_term(term)) for term in NEGATIONS.get(language, [])]


def in_one_clause(between: str, language: str) -> bool:
    """Whether a negation and a term with this text between them stand in one clause."""
    if re.search(r"[.,;:!?…\n–—]", between):
        return False
    links = _LINKS.get(language)
    return not (links and re.search(rf"\b(?:{links})\b", between, re.IGNORECASE))
