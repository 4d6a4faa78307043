"""Short things before a colon that may be somebody's label: what cannot be told is never passed over in silence.

`delphi.transcripts.strangers` knows a name by its look.  `jos:`, `1:` and `Tafel 2:` have none, and
neither has `Wat ik zeg:`.  What tells them apart is how they stand: a label comes back while others
speak in between.  So

- words that make sentences (`ik`, `the`), openers (`Kijk:`), numbered parts (`Stap 2:`), clock times and
  addresses are text;
- what comes back in alternation, itself or with another number (`Tafel 1`, `Tafel 2`), is somebody, and
  so is what opens a cue where nearly every cue has a label;
- a phrase in lower case (`heel belangrijk:`), and all that stands there once, is text, and a person is told.
"""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect, bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from delphi.transcripts.labels import SURE, Label
from delphi.transcripts.names import has_shape, leads
from delphi.transcripts.source import Line, clean
from delphi.transcripts.strangers import SENTENCE_END, Stranger, every_cue
from delphi.transcripts.words import GRAMMAR, METADATA, NUMBERED, OPENERS, PEOPLE, ROLES

LONGEST = 4  # words of a label
OFTEN = 3  # times that make a label of a word that is also said, or written down otherwise than the others
_NO_LABEL = re.compile(r"[?!;…\"“”«»@=]|\d[.:uh]\d|[^\W\d_]{3,}\.\s")


@dataclass(frozen=True)
class Doubt:
    """A short thing before a colon that counts as text, and may be a label.

    Attributes
    ----------
    label
        As the file writes it.
    lines
        Where it stands, as `delphi.transcripts.source.Line.number`.
    unit
        What `lines` counts.
    speaker
        Whose words it and what follows count as; empty before the first label.
    """

    label: str
    lines: tuple[int, ...]
    unit: str
    speaker: str

    def told(self) -> str:
        """The sentence for a person."""
        also = f" (also in {self.unit} {', '.join(map(str, self.lines[1:4]))})" if len(self.lines) > 1 else ""
        whose = f"its words count as those of `{self.speaker}`" if self.speaker else "its words are left out"
        return (
            f"{self.unit} {self.lines[0]}{also}: `{self.label}:` may be somebody who speaks, and stands in no register; "
            f"{whose}. If it is somebody, put it under `alias_of_labels` in participants.csv or `facilitators` in "
            "transcripts.csv"
        )


def short_openings(
    candidates: Sequence[Stranger],
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    strangers: Collection[int] = (),
) -> dict[str, list[Stranger]]:
    """Those of the candidates that may be labels, by their `key`, in the order of the file.

    Parameters
    ----------
    candidates
        From `delphi.transcripts.strangers.unregistered`, without those that are certain to be labels.
    strangers
        Places of the latter.
    """
    kinds = {label.kind for label in labels if label} & SURE or SURE
    first = next((place for place, label in enumerate(labels) if label), 0)
    openings = [
        one for one in candidates if one.label.kind in {*kinds, "colon"} and not lines[one.place].heading
    ]
    named = {one.place for one in openings if not _is_sentence(one)}
    labelled = every_cue(lines, named | set(strangers) | _places(labels))
    found: dict[str, list[Stranger]] = defaultdict(list)
    for one in openings:
        described = one.place < first and one.key.split()[0] in METADATA
        if labelled or (_may_name(one) and not described and not _cut(lines, one.place)):
            found[one.key].append(one)
    return found


def somebody_in(
    found: Mapping[str, Sequence[Stranger]],
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    strangers: Collection[int] = (),
) -> dict[str, list[Stranger]]:
    """Those of `short_openings` that can only be labels, because of how they stand."""
    if not found:
        return {}
    sure = _places(labels) | set(strangers)
    places = {one.place: key for key, seen in found.items() for one in seen}
    named = {key: list(seen) for key, seen in found.items() if not _is_sentence(seen[0])}
    if every_cue(lines, sure | {one.place for seen in named.values() for one in seen}):
        return named
    makes: dict[str, list[int]] = defaultdict(list)
    for place, key in sorted(places.items()):
        makes[_make(key)].append(place)
    said = _said(lines, labels, places)
    capitals = _begin_with_capitals(lines, labels)
    somebody = {}
    for key, seen in found.items():
        others = sure | {place for place, other in places.items() if other != key}
        unlike = sure | {place for place, other in places.items() if _make(other) != _make(key)}
        numbered = re.search(r"[^\W\d_]", key) is not None and _make(key) != key
        back = _alternates([one.place for one in seen], others) or (
            numbered and _alternates(makes[_make(key)], unlike)
        )
        spoken = key.isalpha() and key in said | GRAMMAR
        spoken = spoken or (capitals and all(one.speech[:1].islower() for one in seen))
        if back and not _is_phrase(seen[0]) and (numbered or not spoken or len(seen) >= OFTEN):
            somebody[key] = list(seen)
    return somebody


def shown(found: Sequence[Stranger], lines: Sequence[Line], unit: str, speaker: str) -> Doubt:
    """What a person is told of an opening that counts as text."""
    name = re.sub(r"\s*\([^()]*\)$", "", clean(found[0].label.text))
    return Doubt(name, tuple(dict.fromkeys(lines[one.place].number for one in found)), unit, speaker)


def _may_name(one: Stranger) -> bool:
    name = re.sub(r"\s*\([^()]*\)$", "", clean(one.label.text))
    words = [word.strip(".,") for word in one.key.split()]
    if len(words) > LONGEST or _NO_LABEL.search(name) or one.speech.startswith(("//", "\\")):
        return False
    if words[0] in OPENERS | NUMBERED or "http" in one.key or (one.label.stamped and _is_sentence(one)):
        return False
    return leads(one.key) or len(words) == 1 or has_shape(name, False) or not _is_sentence(one)


def _is_sentence(one: Stranger) -> bool:
    return bool(GRAMMAR & {word.strip(".,") for word in one.key.split()})


def _is_phrase(one: Stranger) -> bool:
    """Whether it is words in lower case, of which none is for people: `heel belangrijk`."""
    words = clean(one.label.text).split()
    named = any(any(map(str.isupper, word)) for word in words[1:]) or any(map(str.isdigit, one.key))
    return (
        len(words) > 1
        and not named
        and not set(one.key.split()) & (ROLES | PEOPLE)
        and words[0].lower() != words[0].upper()
    )


def _alternates(places: Sequence[int], others: Collection[int]) -> bool:
    """Whether somebody else stands between two of the places."""
    stand = sorted(others)
    return any(bisect(stand, low) < bisect_left(stand, high) for low, high in itertools.pairwise(places))


def _make(key: str) -> str:
    return re.sub(r"\d+", "#", key)


def _places(labels: Sequence[Label | None]) -> set[int]:
    return {place for place, label in enumerate(labels) if label}


def _cut(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is a cue that goes on with the sentence of the one before."""
    return place > 0 and not math.isnan(lines[place].start) and not SENTENCE_END.search(lines[place - 1].text)


def _said(lines: Sequence[Line], labels: Sequence[Label | None], openings: Mapping[int, str]) -> set[str]:
    """Words that the file writes in lower case elsewhere than in an opening."""
    found: set[str] = set()
    for place, line in enumerate(lines):
        text = line.text.split(":", 1)[-1] if place in openings or labels[place] else line.text
        found.update(word for word in re.findall(r"[^\W\d_]+", text) if word.islower())
    return found


def _begin_with_capitals(lines: Sequence[Line], labels: Sequence[Label | None]) -> bool:
    speech = [clean(lines[place].text[label.rest :])[:1] for place, label in enumerate(labels) if label]
    letters = [letter for letter in speech if letter.isalpha()]
    return len(letters) > 1 and sum(map(str.islower, letters)) <= len(letters) / 5
