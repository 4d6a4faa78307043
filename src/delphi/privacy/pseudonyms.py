"""Pseudonyms for people and places in transcripts, the same in every transcript; the key stays elsewhere.

The key is a table that a person looks at before anything is written: `real, pseudonym, kind, n`.  Who
speaks gets a fictitious first name, everything else a description between brackets.  An empty pseudonym
leaves a word as it is.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from delphi.errors import InputError, InputErrors
from delphi.privacy.filenames import likely_names
from delphi.privacy.forms import forms, times
from delphi.privacy.identifiers import identifiers
from delphi.privacy.names import PEOPLE, name_finder, names_for
from delphi.privacy.screening import EARLIER
from delphi.study.sources import read_table
from delphi.transcripts.turns import Turn
from delphi.transcripts.words import LEADERS

KEY_COLUMNS = ("real", "pseudonym", "kind", "n")
SPEAKER, NAME = "speaker", "name"
DESCRIBED = {
    "nl": {
        NAME: "naam", "phone": "telefoonnummer", "email": "e-mailadres", "spoken_email": "e-mailadres", "url": "website",
        "birth_date": "geboortedatum", "postcode_place": "adres", "street_address": "adres", "iban": "rekeningnummer",
        "licence_plate": "nummerplaat", "": "nummer",
    },
    "en": {
        NAME: "name", "phone": "phone number", "email": "e-mail address", "spoken_email": "e-mail address",
        "url": "website", "birth_date": "date of birth", "postcode_place": "address", "street_address": "address",
        "iban": "account number", "licence_plate": "licence plate", "": "number",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Pseudonym:
    """A row of the key; an empty pseudonym leaves the word as it is."""

    real: str
    pseudonym: str
    kind: str


def read_key(path: Path) -> list[Pseudonym]:
    """Read a key; none when the file does not exist yet.

    Raises
    ------
    InputErrors
        For a word twice, and for one pseudonym of two speakers.
    """
    if not path.exists():
        return []
    _, rows = read_table(path, KEY_COLUMNS[:3])
    errors: list[InputError] = []
    seen: dict[str, int] = {}
    for row in rows:
        for what in (row["real"], row["pseudonym"] if row["kind"] == SPEAKER else ""):
            mark = f"{what.casefold()}"
            if what and mark in seen and seen[mark] != row.line:
                remedy = f"It stands in line {seen[mark]} too; every speaker needs a name of their own."
                errors.append(
                    InputError("a word stands in this key twice.", path, line=row.line, remedy=remedy)
                )
            if what:
                seen.setdefault(mark, row.line)
        if row["kind"] == SPEAKER and not row["pseudonym"]:
            remedy = "Give the speaker a fictitious name, or the same name to keep it."
            errors.append(InputError("a speaker has no pseudonym.", path, line=row.line, remedy=remedy))
    if errors:
        raise InputErrors(errors)
    return [Pseudonym(row["real"], row["pseudonym"], row["kind"]) for row in rows]


def drafted(
    transcripts: Mapping[str, Sequence[Turn]], key: Sequence[Pseudonym], language: str, seed: int
) -> list[tuple[Pseudonym, int]]:
    """What the key does not know yet, with a pseudonym drafted for it and how often it stands there.

    Parameters
    ----------
    transcripts
        Turns by name of the file; a name in it is drafted as well.
    language
        Of the talk; fictitious names are usual ones where it is spoken.
    seed
        Draws the names; the same input and seed give the same names.
    """
    known = {entry.real.casefold() for entry in key}
    speakers = _speakers(transcripts)
    leaders = {label for label in speakers if label.casefold() in LEADERS}
    taken = {
        word.casefold()
        for turns in transcripts.values()
        for t in turns
        for word in re.findall(r"\w+", t.text)
    }
    taken |= {label.casefold() for label in speakers} | {entry.pseudonym.casefold() for entry in key}
    names = _Names(language, taken, seed)
    found = [
        (Pseudonym(label, label if label in leaders else names.draw(label, language), SPEAKER), n)
        for label, n in speakers.items()
        if label.casefold() not in known
    ]
    known |= {label.casefold() for label in speakers}
    words = DESCRIBED.get(language, DESCRIBED["en"])
    counts: Counter[str] = Counter(entry.pseudonym.rstrip("0123456789]").strip("[ ") for entry in key)
    seen: dict[str, tuple[str, str]] = {}
    often: Counter[str] = Counter()
    for kind, word in _mentioned(transcripts, language):
        if word.casefold() in known:
            continue
        seen.setdefault(word.casefold(), (word, kind))
        often[word.casefold()] += 1
    for name in transcripts:
        for word in likely_names(Path(name).stem, language):
            if word.casefold() not in known:
                seen.setdefault(word.casefold(), (word, NAME))
                often[word.casefold()] += 0
    parts = _parts([*key, *(entry for entry, _ in found)], language)
    texts = [turn.text for turns in transcripts.values() for turn in turns]
    for mark, (word, _) in parts.items():
        n = 0 if mark in known or mark in seen else times(word, [*known], texts)
        if n:
            seen[mark], often[mark] = (word, NAME), n
    for mark, (word, kind) in seen.items():
        if mark in parts and parts[mark][1]:
            found.append((Pseudonym(word, parts[mark][1], NAME), often[mark]))
        elif mark not in known:
            described = words.get(kind, words[""])
            counts[described] += 1
            found.append((Pseudonym(word, f"[{described} {counts[described]}]", kind), often[mark]))
    return found


def key_text(before: str, rows: Iterable[tuple[Pseudonym, int]]) -> str:
    """The key's text with rows added; what stands there stays as it is."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    if not before:
        writer.writerow(KEY_COLUMNS)
    elif not before.endswith("\n"):
        page.write("\n")
    writer.writerows((entry.real, entry.pseudonym, entry.kind, n) for entry, n in rows)
    return before + page.getvalue()


def replaced(turns: Sequence[Turn], key: Sequence[Pseudonym]) -> list[Turn]:
    """Turns with every word of the key replaced, whatever its case; the longest first."""
    new = {entry.real.casefold(): entry.pseudonym for entry in key if entry.pseudonym}
    pattern = _pattern(new)
    speakers = {entry.real.casefold(): entry.pseudonym for entry in key if entry.kind == SPEAKER}

    def swap(match: re.Match[str]) -> str:
        return new[match[0].casefold()]

    return [
        replace(
            turn,
            speaker=speakers[turn.speaker.casefold()],
            text=pattern.sub(swap, turn.text) if pattern else turn.text,
        )
        for turn in turns
    ]


def study_around(path: Path) -> Path | None:
    """The study folder that a path lies in, if it lies in one."""
    resolved = path.expanduser().resolve()
    return next((folder for folder in resolved.parents if (folder / "config/study.yaml").exists()), None)


def _speakers(transcripts: Mapping[str, Sequence[Turn]]) -> Counter[str]:
    """How often each speaker has the floor, in whatever case the label is written; spelled as it is first."""
    spelled: dict[str, str] = {}
    speakers: Counter[str] = Counter()
    for turns in transcripts.values():
        for turn in turns:
            speakers[spelled.setdefault(turn.speaker.casefold(), turn.speaker)] += 1
    return speakers


def _parts(key: Iterable[Pseudonym], language: str) -> dict[str, tuple[str, str]]:
    """What else speakers are called, with the pseudonym where it can be only one of them; in lower case too."""
    owners: dict[str, tuple[str, set[str]]] = {}
    for entry in key:
        for word in forms(entry.real, language) if entry.kind == SPEAKER else ():
            owners.setdefault(word.casefold(), (word, set()))[1].add(entry.pseudonym)
    return {
        mark: (word, next(iter(names)) if len(names) == 1 else "") for mark, (word, names) in owners.items()
    }


def _mentioned(transcripts: Mapping[str, Sequence[Turn]], language: str) -> Iterable[tuple[str, str]]:
    """Names and identifiers that people mention, in order, with their kind."""
    for turns in transcripts.values():
        find = name_finder([turn.text for turn in turns], (), language)
        earlier: deque[str] = deque(maxlen=EARLIER)
        for turn in turns:
            hard = identifiers(turn.text, "\n".join(earlier))
            found = [(it.start, it.end, it.kind) for it in hard]
            found += [
                (name.start, name.end, NAME)
                for name in find(turn.text)
                if not any(it.start < name.end and name.start < it.end for it in hard)
            ]
            yield from ((kind, turn.text[start:end]) for start, end, kind in sorted(found))
            earlier.append(turn.text)


class _Names:
    """Fictitious first names, usual where a language is spoken, for women, men and whoever else."""

    def __init__(self, language: str, taken: set[str], seed: int) -> None:
        locale = PEOPLE.get(language, ("en_GB",))[0]
        women, men = (names_for(locale, kind) for kind in ("female", "male"))
        self._women, self._men, self._language = women - men, men - women, language
        draw = random.Random(seed)
        self._free = sorted(n for n in women | men if n.isalpha() and len(n) > 2 and n not in taken)
        draw.shuffle(self._free)
        self._count = 0

    def draw(self, label: str, language: str) -> str:
        """A name that nobody has yet; a woman's for a woman's name, a man's for a man's."""
        words = [label.casefold(), *(word.casefold() for word in forms(label, language))]
        like = next((n for word in words for n in (self._women, self._men) if word in n), None)
        name = next((name for name in self._free if like is None or name in like), None)
        if name is None:
            self._count += 1
            return f"{'Persoon' if self._language == 'nl' else 'Person'}{self._count}"
        self._free.remove(name)
        return name.capitalize()


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted((word for word in words if len(word) > 1), key=lambda word: (-len(word), word))
    if not ordered:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE)
