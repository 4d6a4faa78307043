"""Labels that no register knows: told from ordinary text such as `Voorwaarden:`, and refused all together.

A paragraph that opens with a registered label is somebody's turn.  One that opens with something else
in the shape of a label is either an unknown speaker or ordinary text with a colon in it.  In this
order:

1. *No name at all*: more than four words, words in lower case that belong to no name (`Wat ik bedoel:`),
   a bare number or clock time (`Om 14:30:`), punctuation inside.  Text.
2. *Resembles the register*: a slip of the pen away from a registered label, the same make with another
   number (`B12` beside `B11`, `SPEAKER_03` beside `SPEAKER_00`), the same first word (`Deelnemer C`),
   several registered labels together (`Rita en Kim`).  Speaker.
3. *Marked as the file marks its labels*: where nearly all of them are bold, carry a time stamp, are
   followed by a tab or stand alone, an unknown one with the same marks is a speaker, unless it is a
   word that opens sentences and stands there once; one without them is text unless it comes back.
4. *Unmarked* (`Name: text` throughout): a word for somebody who speaks (`Interviewer`) is a speaker.
   Text is: a word that opens sentences (`Kijk:`, see `OPENERS`), one that this file also writes in
   lower case, one after whose colon speech goes on in lower case while turns here begin with a
   capital, one with nothing after it, and one at the start of a cue that goes on with a sentence.
   What is left, capitalised like a name, is a speaker.

Before the first turn a line such as `Datum: 12 maart` is no speech: there only 2, a sentence with the
file's marks, and labels that come back later count.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from delphi.errors import InputError, InputErrors
from delphi.transcripts.labels import SURE, Label, Register, find_any, key
from delphi.transcripts.names import has_shape, leads
from delphi.transcripts.source import Line, clean
from delphi.transcripts.words import GRAMMAR, JOINERS, METADATA, OPENERS, ROLES

_WORD = re.compile(r"[^\W\d_]{2,}\.")  # a word and a full stop: an answer, no name
SENTENCE_END = re.compile(r"[.?!…:;–—-][\"'”’»)\]]*\s*$")
NEARLY_ALL = 0.8  # share of labels that makes a way of marking them the file's habit
ENOUGH = 3  # labels needed to speak of a habit


@dataclass(frozen=True)
class Stranger:
    """A place where a line opens with what may be an unknown speaker's label; `place` is the line's, from 0."""

    place: int
    label: Label
    key: str
    speech: str


def refuse_strangers(
    found: Mapping[str, Sequence[Stranger]], lines: Sequence[Line], register: Register, path: Path, unit: str
) -> None:
    """Refuse a file in which somebody speaks whom no register knows.

    Raises
    ------
    InputErrors
        One error per unknown label, with the first line on which it stands and the nearest known ones.
    """
    if found:
        first = sorted(found.values(), key=lambda seen: seen[0].place)
        raise InputErrors([_error(seen, lines, register, path, unit) for seen in first])


def unregistered(lines: Sequence[Line], labels: Sequence[Label | None], register: Register) -> list[Stranger]:
    """Lines that open with something in the shape of a label that no register knows."""
    return [
        candidate
        for place, line in enumerate(lines)
        if labels[place] is None
        and (candidate := _candidate(place, line))
        and candidate.key not in register.by_key
    ]


def strangers(
    candidates: Sequence[Stranger],
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    register: Register,
) -> dict[str, list[Stranger]]:
    """Those of `unregistered` by whom somebody speaks, by label in the order of the file."""
    if not candidates:
        return {}
    judge = _Judge(lines, labels, register, candidates)
    found: dict[str, list[Stranger]] = defaultdict(list)
    for candidate in candidates:
        if judge.is_speaker(candidate):
            found[candidate.key].append(candidate)
            if not candidate.speech:
                judge.answers.add(candidate.place + 1)
    return found


def _candidate(place: int, line: Line) -> Stranger | None:
    label = find_any(line)
    if label is None:
        return None
    name = re.sub(r"\s*\([^()]*\)$", "", clean(label.text))
    return Stranger(place, label, key(name), clean(line.text[label.rest :])) if name else None


class _Judge:
    """Tells unknown speakers from ordinary text by the habits of one file."""

    def __init__(
        self,
        lines: Sequence[Line],
        labels: Sequence[Label | None],
        register: Register,
        candidates: Sequence[Stranger],
    ) -> None:
        self.register = register
        known = [label for label in labels if label]
        self.first = next((place for place, label in enumerate(labels) if label), len(lines))
        self.kinds = Counter(label.kind for label in known)
        self.enough = len(known) >= ENOUGH
        self.bold = self.enough and _share(label.bold for label in known)
        self.stamped = self.enough and _share(label.stamped for label in known)
        self.unusual = {
            kind for kind, count in self.kinds.items() if kind != "colon" and count >= NEARLY_ALL * len(known)
        }
        speech = [clean(lines[i].text[label.rest :]) for i, label in enumerate(labels) if label]
        letters = [text[0] for text in speech if text and text[0].isalpha()]
        self.capitals = len(letters) > 1 and _share(not letter.islower() for letter in letters)
        self.small_labels = bool(known) and _share(label.text.islower() for label in known)
        self.empty = bool(known) and _share(not text for text in speech)
        self.often = Counter(candidate.key for candidate in candidates)
        later = [candidate for candidate in candidates if candidate.place > self.first]
        self.later = {c.key for c in later if has_shape(clean(c.label.text), self.small_labels)}
        # What stands below a label that has a line of its own is what that speaker says.
        self.answers = {
            i + 1 for i, label in enumerate(labels) if label and not clean(lines[i].text[label.rest :])
        }
        # A cue begins anywhere in a sentence.
        self.mid_sentence = {
            place
            for place in range(1, len(lines))
            if not math.isnan(lines[place].start) and not SENTENCE_END.search(lines[place - 1].text)
        }
        named = {c.place for c in candidates if not GRAMMAR & set(c.key.split())}
        if every_cue(lines, named | {i for i, label in enumerate(labels) if label}):
            self.mid_sentence = set()
        self._lines = lines
        self._small: set[str] | None = None

    def is_speaker(self, candidate: Stranger) -> bool:
        label, name = candidate.label, clean(candidate.label.text)
        if label.kind == "voice":
            return True
        explicit = label.kind in SURE and (label.kind != "alone_marked" or label.stamped)
        if not explicit and label.kind not in self.kinds:
            return False
        if label.kind == "alone" and (candidate.place in self.answers or _WORD.fullmatch(name)):
            return False
        if self._resembles(name):
            return True
        if leads(candidate.key):
            return candidate.place > self.first or self._leads_in(candidate)
        if not has_shape(name, self.small_labels) or candidate.place in self.mid_sentence:
            return False
        if not self.kinds:
            return self.often[candidate.key] > 1 and candidate.key not in OPENERS
        if candidate.place < self.first:
            return self._speaks_early(candidate)
        if self.bold or self.stamped or self.unusual:
            if self._is_marked(label) and label.kind != "alone":
                return candidate.key not in OPENERS or self.often[candidate.key] > 1
            return (self._is_marked(label) and self._is_name(candidate)) or self._comes_back(candidate)
        return label.kind in SURE and self._is_name(candidate)

    def _resembles(self, name: str) -> bool:
        """Whether a label is too like a registered one to be anything else."""
        own = key(name)
        if own in OPENERS or len(own.split()) > 6:
            return False
        if _names_together(own, self.register):
            return True
        for known in self.register.by_key:
            if any(map(str.isdigit, known)) and _make(known) == _make(own):
                return True
            first, *others = known.split()
            words = own.split()
            if others and len(words) == len(others) + 1 and words[0] == first and len(words[-1]) <= 3:
                return True
            if _is_slip(own, known):
                return True
        return False

    def _speaks_early(self, candidate: Stranger) -> bool:
        """Whether somebody speaks before the first registered label does."""
        if candidate.key in self.later and candidate.key.split()[0] not in METADATA:
            return self._is_name(candidate)
        is_sentence = re.search(r"[.?!…][\"'”’)]*$", candidate.speech) and len(candidate.speech.split()) > 3
        if not is_sentence or candidate.key.split()[0] in METADATA | OPENERS:
            return False
        return self._is_marked(candidate.label) if self.bold or self.stamped or self.unusual else True

    def _leads_in(self, candidate: Stranger) -> bool:
        """Whether a leader's word at the top opens the talk; `Interviewer: Jan Peeters` says who that was."""
        if candidate.key in self.later or (not self.kinds and self.often[candidate.key] > 1):
            return True
        names = len(candidate.speech.split()) > 1 and has_shape(candidate.speech.rstrip("."), False)
        return not names and re.search(r"(?:[?!…]|[^\W\d_]{2}\.)[\"'”’)]*$", candidate.speech) is not None

    def _is_marked(self, label: Label) -> bool:
        return (
            (label.bold or not self.bold)
            and (label.stamped or not self.stamped)
            and (not self.unusual or label.kind in self.unusual)
        )

    def _comes_back(self, candidate: Stranger) -> bool:
        return self.often[candidate.key] > 1 and self._is_name(candidate)

    def _is_name(self, candidate: Stranger) -> bool:
        if candidate.key in OPENERS or (not candidate.speech and not self.empty):
            return False
        if candidate.label.stamped and not self.stamped and candidate.key in GRAMMAR:  # `Om 14:30:`
            return False
        if self.capitals and candidate.speech[:1].islower():
            return False
        if candidate.key.split()[0] in ROLES or self.often[candidate.key] > 2:
            return True
        return not (candidate.key.isalpha() and candidate.key in self._small_words())

    def _small_words(self) -> set[str]:
        """Words that the file writes in lower case."""
        if self._small is None:
            words = (word for line in self._lines for word in re.findall(r"[^\W\d_]+", line.text))
            self._small = {key(word) for word in words if word.islower()}
        return self._small


def every_cue(lines: Sequence[Line], opened: Collection[int]) -> bool:
    """Whether nearly every cue of a file opens with a label, as Zoom writes them; `opened` are the places that do."""
    cues = [place for place, line in enumerate(lines) if not math.isnan(line.start) and line.after_blank]
    return len(cues) >= ENOUGH and _share(place in opened for place in cues)


def _names_together(own: str, register: Register) -> bool:
    """Whether several registered labels stand together: `Rita en Kim`, `Rita/Kim`."""
    words = [word for word in re.split(r"\s+|(?<=\w)[/+&,]|[/+&,](?=\w)", own) if word]
    names = [word for word in words if word not in JOINERS]
    return len(names) > 1 and len(words) < 8 and all(name in register for name in names)


def _make(label: str) -> str:
    """The make of a code: `b11` is `b#`."""
    return re.sub(r"\d+", "#", label)


def _is_slip(own: str, known: str) -> bool:
    """Whether one is the other with a letter or two wrong."""
    if any(map(str.isdigit, own + known)):
        return False
    length = min(len(own), len(known))
    if length < 3:
        return False
    if length == 3:
        return sorted(own) == sorted(known)
    return int(OSA.distance(own, known)) <= (1 if length < 7 else 2)


def _share(values: Iterable[bool]) -> bool:
    found = list(values)
    return bool(found) and sum(found) >= NEARLY_ALL * len(found)


def _error(
    found: Sequence[Stranger], lines: Sequence[Line], register: Register, path: Path, unit: str
) -> InputError:
    label = re.sub(r"\s*\([^()]*\)$", "", clean(found[0].label.text))
    numbers = list(dict.fromkeys(lines[candidate.place].number for candidate in found))
    again = ""
    if len(numbers) > 1:
        others = ", ".join(map(str, numbers[1:4])) + (
            f" and {len(numbers) - 4} more" if len(numbers) > 4 else ""
        )
        again = f" (also in {unit} {others})"
    known = {name: key(name) for name in register.labels}
    near = process.extract(key(label), known, scorer=fuzz.ratio, limit=3)
    near += process.extract(key(label), known, scorer=fuzz.token_set_ratio, limit=1)
    close = list(dict.fromkeys(name for _, score, name in near if score >= 65))[:2]
    if close:
        meant = f"Did you mean {' or '.join(f'`{name}`' for name in close)}?"
    else:
        meant = "Registered are " + ", ".join(f"`{name}`" for name in register.labels[:12]) + "."
    counted = (
        " Paragraphs are counted from the top, empty ones and rows of tables too."
        if unit == "paragraph"
        else ""
    )
    return InputError(
        f"the speaker `{label}` stands in no register{again}.",
        path,
        line=numbers[0],
        remedy=f"{meant} Correct the label, or add it to `alias_of_labels` in participants.csv or to "
        f"`facilitators` in transcripts.csv.{counted} If nobody speaks there, join the {unit} to the one above it; "
        "its words stay the same.",
    )
