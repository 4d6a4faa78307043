"""The syntax of a codebook's terms, and which words of a batch they stand for.

==================  =======================================================================
``op voorwaarde``   a phrase: these words, one directly after the other
``buddy*``          ``*`` at either end of a word or inside it: any letters, or none
``*buddy*``         per word, also within a phrase: ``zou moet*``
``niet * genoeg``   ``*`` alone, between two words of a phrase: exactly one word
``bel* ... op``     ``...`` between parts: the second part follows the first within a clause,
                    with at most `MAX_BETWEEN` words in between (separable verbs)
``!maatjesregel``   leading ``!``: words that must not count: a hit of the same code that
                    touches them is no hit
``re:duo(werk|)``   a regular expression that must match one whole word
==================  =======================================================================

Matching ignores case; diacritics count.  Words are cut as in `delphi.coding.words`, so curly and
straight apostrophes are the same.  A phrase does not run across punctuation, a stage note or the end
of a turn, unless the term itself has punctuation at that place (``ja, maar``).  Within one code,
overlapping hits count once: the hit with the most words, then the one that starts first, then the
term that stands first in the codebook.  The codebook's table `normalise` (dialect to standard) is
applied to the words and to the terms alike, for matching only.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from delphi.coding.words import PUNCTUATION, fold, words_of
from delphi.errors import InputError

MAX_BETWEEN = 10  #: words that may stand between the parts of a separable term
MAX_REGEX_TYPE = 64  #: longer words are not tried against regular expressions
_MAX_REGEX = 200
_MAX_WIDE_REPEATS = 3


#: stands for `*` while a term is cut into words; a letter that no codebook uses
_STAR = "\ua66e"


class Word(NamedTuple):
    """One word of a term.

    Attributes
    ----------
    kind
        `word`: exactly `text`; `wildcard`: `text` with `*`; `any`: one word, whichever; `regex`.
    after_punctuation
        Whether punctuation may stand between the word before and this one.
    """

    kind: Literal["word", "wildcard", "any", "regex"]
    text: str
    after_punctuation: bool = False


@dataclass(frozen=True)
class Term:
    """A term as parsed: one part, or several that follow one another within a clause."""

    source: str
    parts: tuple[tuple[Word, ...], ...]
    excludes: bool = False


def parse_term(text: str) -> Term:
    """Read one term of the codebook.

    Raises
    ------
    InputError
        When nothing could ever match or nearly everything would, or when a regular expression is
        wrong or could take exponential time; without file and line, which the loader knows.
    """
    source = text.strip()
    excludes = source.startswith("!")
    body = source[1:].strip() if excludes else source
    if body.startswith("re:"):
        return Term(source, ((_regex_word(source, body[3:].strip()),),), excludes)
    parts = tuple(_phrase(source, part) for part in re.split(r"(?:(?<=\s)|^)(?:\.{3}|…)(?=\s|$)", body))
    if not all(parts):
        what = (
            f"The term `{text}` holds no word."
            if len(parts) == 1
            else f"The term `{text}` has an empty part."
        )
        raise InputError(what, remedy="Write a word or a phrase, such as `buddy*` or `bel* ... op`.")
    return Term(source, parts, excludes)


def parse_normalise(table: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Read the table `normalise`: one word to the words that stand for it when matching.

    Chains (``gij: ge``, ``ge: je``) are followed to their end.

    Raises
    ------
    InputError
        When a key is not one word, a value holds none, or a chain runs in a circle.
    """
    folded: dict[str, tuple[str, ...]] = {}
    for key, value in table.items():
        left, right = (tuple(word for word, *_ in words_of(str(side))) for side in (key, value))
        if len(left) != 1 or not right:
            raise InputError(
                f"`normalise` cannot turn `{key}` into `{value}`.",
                remedy="Write one word before the colon and one or more words after it.",
            )
        if right != left:
            folded[left[0]] = right
    return {key: _follow(key, folded, ()) for key in folded}


def _phrase(source: str, part: str) -> tuple[Word, ...]:
    words = []
    for form, start, end, flags in words_of(part.replace("*", _STAR)):
        del start, end
        text = re.sub(r"\*+", "*", form.replace(_STAR, "*"))
        if text == "*":
            words.append(Word("any", text, bool(flags & PUNCTUATION)))
        else:
            kind: Literal["word", "wildcard"] = "wildcard" if "*" in text else "word"
            words.append(Word(kind, text, bool(flags & PUNCTUATION)))
    if words and "any" in (words[0].kind, words[-1].kind):
        raise InputError(
            f"The term `{source}` begins or ends with `*` alone, which stands for any word.",
            remedy="Join the `*` to letters (`buddy*`) or put it between two words (`niet * genoeg`).",
        )
    return tuple(words)


def _follow(key: str, table: Mapping[str, tuple[str, ...]], path: tuple[str, ...]) -> tuple[str, ...]:
    if key in path:
        raise InputError(
            f"`normalise` runs in a circle: {' to '.join((*path, key))}.",
            remedy="Let each chain end in a standard word.",
        )
    if key not in table:
        return (key,)
    return tuple(end for word in table[key] for end in _follow(word, table, (*path, key)))


def _regex_word(source: str, pattern: str) -> Word:
    pattern = _fold_pattern(pattern)
    if not pattern:
        raise InputError(f"The term `{source}` holds no expression.", remedy="Write one after `re:`.")
    if len(pattern) > _MAX_REGEX:
        raise InputError(
            f"The term `{source[:40]}...` is longer than {_MAX_REGEX} characters.",
            remedy="Split it into several terms.",
        )
    try:
        parsed = _parsed(pattern)
        matches_nothing = compiled(pattern)[0]("") is not None
    except (re.error, OverflowError, RecursionError) as error:
        raise InputError(
            f"The term `{source}` is no valid regular expression: {error}.",
            remedy="Mend it, or write the words with wildcards (`*`) instead.",
        ) from None
    if matches_nothing:
        raise InputError(
            f"The term `{source}` also matches a word without letters, so it may match anything.",
            remedy="Let it ask for at least one letter.",
        )
    if _wide_repeats(parsed) > _MAX_WIDE_REPEATS:
        raise InputError(
            f"The term `{source}` could take endless time: it repeats what already repeats or branches.",
            remedy=f"Use no repetition of groups, no references, and at most {_MAX_WIDE_REPEATS} of `*` and `+`.",
        )
    return Word("regex", pattern)


def _fold_pattern(pattern: str) -> str:
    """Bring an expression's letters to the form of the types; escapes keep their case."""
    pieces = re.split(r"(\\.)", pattern, flags=re.DOTALL)
    return "".join(piece if piece.startswith("\\") else fold(piece) for piece in pieces)


def _parsed(pattern: str) -> Any:
    from re import _parser  # type: ignore[attr-defined]  # the only way to see a pattern's structure

    return _parser.parse(pattern, re.IGNORECASE)


@functools.lru_cache(maxsize=32_768)
def compiled(pattern: str) -> tuple[Callable[[str], re.Match[str] | None], list[str]]:
    """An expression ready to match a whole word, and its `_literals`; Python itself keeps 512 of them only."""
    return re.compile(pattern, re.IGNORECASE).fullmatch, _literals(_parsed(pattern))


def _literals(parsed: Any) -> list[str]:
    """Runs of letters that every match contains; the first is what every match begins with."""
    runs = [""]
    for operation, argument in parsed:
        if str(operation) == "LITERAL":
            runs[-1] += chr(argument).casefold()
        else:
            runs.append("")
    return runs


def _wide_repeats(parsed: Any) -> int:
    """Count repetitions of open width; what could explode counts as too many."""
    too_many = _MAX_WIDE_REPEATS + 1
    total = 0
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, body = argument
            low, high = body.getwidth()
            if int(most) > 1 and (low != high or _branches(body)):
                return too_many
            total += int(most) - int(least) > 3
            total += _wide_repeats(body)
        elif name == "BRANCH":
            total += max(_wide_repeats(body) for body in argument[1])
        elif name == "SUBPATTERN":
            total += _wide_repeats(argument[3])
        elif name == "ATOMIC_GROUP":
            total += _wide_repeats(argument)
        elif name in ("ASSERT", "ASSERT_NOT"):
            total += _wide_repeats(argument[1])
        elif name in ("GROUPREF", "GROUPREF_EXISTS", "GROUPREF_IGNORE"):
            return too_many
    return int(total)


def _branches(parsed: Any) -> bool:
    """Whether a choice between alternatives stands anywhere inside."""
    for operation, argument in parsed:
        name = str(operation)
        if name == "BRANCH":
            return True
        inner = {
            "SUBPATTERN": 3,
            "MAX_REPEAT": 2,
            "MIN_REPEAT": 2,
            "POSSESSIVE_REPEAT": 2,
            "ASSERT": 1,
            "ASSERT_NOT": 1,
        }
        if name in inner and _branches(argument[inner[name]]):
            return True
        if name == "ATOMIC_GROUP" and _branches(argument):
            return True
    return False
