"""Words that may be somebody's name, or that of a place or organisation, for a person to look at.

Three signs, from strong to weak:

1. a capital inside a sentence, where the language writes only names so;
2. a capital at the start of a sentence, on a word that is a usual first or family name and that
   nobody in the study writes in lower case;
3. a usual first name in lower case, as careless transcripts have it: after a word that introduces
   somebody (`heet`, `mijn broer`), or anywhere when it is no word of the language as well.

What the registers know, abbreviations (`OCMW`), languages, peoples, feasts and brands are left out.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import re
import runpy
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from delphi.privacy.ordinary import HOMOGRAPHS, ORDINARY

WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
PARTICLES = frozenset(
    """
    van de der den ter ten te het vande vander vanden el al ben bin ibn du des von di da la le
    """.split()  # noqa: SIM905
)
CAPITALS_MEAN_NAMES = frozenset({"nl", "en", "fr", "es", "it", "pt"})
ABROAD = ("es_ES", "it_IT", "ro_RO", "pl_PL", "pt_PT", "de_DE", "fr_FR", "hr_HR", "en_IN", "sw")
PEOPLE = {
    "nl": ("nl_BE", "nl_NL", "fr_BE", "tr_TR", "fr_DZ", *ABROAD),
    "en": ("en_GB", "en_NG", "nl_BE", *ABROAD),
}
OTHERS = ("en_GB",)
_OPENS = re.compile(r"(?:^|[.?!…:;\"“”«»‘(\[\])–—-])[\s\"“”«»'’‘(\[-]*(?:['’‘][kts]\s+)?$", re.IGNORECASE)
_OF_A_PLACE = re.compile(r"(?:ië|iër|iërs|aans|aanse|isch|ische|ees|ese|vlaams|vlaamse|waals|engels|frans)$")
_TITLE = re.compile(r"\b(?:meneer|mevrouw|dokter|mijnheer|juffrouw|mr|mrs|dr)\.?\s+$", re.IGNORECASE)
_ABBREVIATION = re.compile(r"[A-Z]{1,6}-[a-z]")  # `IQ-test`
_REACH = 12  # characters before a word that show whether it opens a sentence
_INTRODUCES = re.compile(
    r"\b(?:heet|heette|heten|noem(?:t|de|en)?|genaamd|(?:mijn|ons|onze|zijn|haar|hun|uw|je|jouw|'n|een|den|die|de|ne|ons)\s+"
    r"(?:broer|zus|zuster|man|vrouw|vriend|vriendin|zoon|dochter|buurman|buurvrouw|nonkel|tante|neef|nicht|buddy|"
    r"begeleider|begeleidster|meneer|mevrouw|kameraad|maat|collega|dokter|kleinzoon|kleindochter)|"
    r"nonkel|tante|meneer|mevrouw|juffrouw|named|called|(?:my|our|his|her|their)\s+(?:brother|sister|husband|wife|"
    r"friend|son|daughter|neighbour|uncle|aunt|boss|colleague|mate))[,\s]+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Name:
    """A word, or several in a row, that may be a name; code points in the text, end exclusive."""

    start: int
    end: int
    sign: str


def name_finder(texts: Iterable[str], known: Collection[str], language: str) -> Callable[[str], list[Name]]:
    """Give a function that finds what may be a name in a text of the same study.

    Parameters
    ----------
    texts
        Everything that is said: a word that stands there in lower case is no rare name.
    known
        Labels of the registers, and words that a person has cleared for the whole study.
    language
        Of the talk, such as `nl`; in other languages than `CAPITALS_MEAN_NAMES` a capital is no sign.
    """
    lower = Counter(word for text in texts for word in WORD.findall(text) if word.islower())
    first, family = usual_names(PEOPLE.get(language, OTHERS))
    local, _ = usual_names(PEOPLE.get(language, OTHERS)[:2])
    skip = _without_interest(frozenset(known))
    capitals = language in CAPITALS_MEAN_NAMES
    ordinary = common_words(language)

    def sign_of(text: str, match: re.Match[str], opens: bool) -> str:
        word = match[0]
        plain = _stem(word)
        key = plain.casefold()
        if _OF_A_PLACE.search(key) and key not in first:
            return ""
        if (
            _ABBREVIATION.match(word)
            or key in skip
            or word.casefold() in skip
            or (word.isupper() and len(word) > 1)
            or len(plain) < 2
        ):
            return ""
        if word[0].isupper():
            if not opens:
                return "capital" if capitals else ("usual" if key in first else "")
            doubtful = lower[key] and (key not in local or key in HOMOGRAPHS)
            usual = key in first or key in family or key.split("-")[0] in first
            return "usual" if usual and not doubtful and key not in ordinary else ""
        if key in ordinary:
            return ""
        if key in family and _TITLE.search(text[max(0, match.start() - 12) : match.start()]):
            return "lower_case"
        if key not in first:
            return ""
        if _INTRODUCES.search(text[max(0, match.start() - 40) : match.start()]):
            return "lower_case"
        return "lower_case" if key in local and key not in HOMOGRAPHS else ""

    def find(text: str) -> list[Name]:
        found: list[Name] = []
        for match in WORD.finditer(text):
            opens = bool(_OPENS.search(text[max(0, match.start() - _REACH) : match.start()]))
            sign = sign_of(text, match, opens)
            if not sign:
                continue
            start, end = match.start(), match.start() + len(_stem(match[0]))
            if found and match[0][0].isupper() and _joined(text[found[-1].end : start]):
                found[-1] = Name(found[-1].start, end, found[-1].sign)
                continue
            found.append(Name(start, end, sign))
        return found

    return find


@functools.cache
def usual_names(locales: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Usual first and family names of some locales, in lower case (from the package Faker)."""
    first = {
        name
        for locale in locales
        for kind in ("", "male", "female", "nonbinary")
        for name in names_for(locale, kind)
    }
    family = {name for locale in locales if locale not in ABROAD for name in _listed(locale, "last_names")}
    return frozenset(n for n in first if len(n) > 1), frozenset(n for n in family if len(n) > 2)


def names_for(locale: str, kind: str) -> frozenset[str]:
    """First names of a locale (`nl_BE`), in lower case; `kind` is `male`, `female`, `nonbinary` or empty for all."""
    return _listed(locale, f"first_names_{kind}".rstrip("_"))


def _listed(locale: str, attribute: str) -> frozenset[str]:
    people = importlib.import_module(f"faker.providers.person.{locale}").Provider
    return frozenset(name.casefold() for name in getattr(people, attribute, None) or ())


@functools.cache
def common_words(language: str) -> frozenset[str]:
    """Function words of a language, from spaCy: out of its file, as spaCy takes half a second to start."""
    spacy = importlib.util.find_spec("spacy")
    folders = (spacy.submodule_search_locations if spacy else None) or []
    for file in (Path(folder, "lang", language, "stop_words.py") for folder in folders):
        if file.exists():
            return frozenset(runpy.run_path(str(file))["STOP_WORDS"])
    return frozenset()


def language_of(texts: Iterable[str]) -> str:
    """The language of `PEOPLE` whose function words stand there most; the first one when none do."""
    counts = Counter(word.casefold() for text in texts for word in WORD.findall(text))
    # A word that is one in both languages (`in`, `was`) decides nothing.
    only = {
        one: common_words(one).difference(*(common_words(other) for other in PEOPLE if other != one))
        for one in PEOPLE
    }
    return max(PEOPLE, key=lambda one: sum(counts[word] for word in only[one]))


@functools.lru_cache(maxsize=4)
def _without_interest(known: frozenset[str]) -> frozenset[str]:
    """Words that are no find: ordinary ones, and those of the registers, in lower case."""
    return ORDINARY | {word.casefold() for label in known for word in (label, *WORD.findall(label))}


def _joined(between: str) -> bool:
    """Whether what stands between two words makes them one name: nothing, or particles such as `van den`."""
    return not re.search(r"[^\w\s’'-]", between) and all(w.casefold() in PARTICLES for w in between.split())


def _stem(word: str) -> str:
    """A word without a possessive ending."""
    return re.sub(r"['’]s?$|(?<=[a-zé])['’]s$", "", word)
