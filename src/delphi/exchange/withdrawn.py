"""What people who withdrew said and were called, taken out of whatever leaves the study."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from delphi.study import Participant
from delphi.transcripts.turns import Turn

PLACE = "withdrawn"


def withdrawn_labels(participants: Iterable[Participant]) -> frozenset[str]:
    """Casefolded labels of everybody who withdrew."""
    return frozenset(
        label.casefold() for person in participants if person.withdrawn_on for label in person.labels
    )


def starred(participants: Sequence[Participant]) -> Callable[[str], str]:
    """A function that puts stars over the labels of people who withdrew, one for each character.

    So every stretch of the text keeps its place.  Single letters stay, as they do where quotations are masked.
    """
    labels = {label for person in participants if person.withdrawn_on for label in person.labels}
    patterns = []
    for flag, wanted in ((re.IGNORECASE, True), (0, False)):
        chosen = [
            label
            for label in labels
            if len(label) > 1 and (len(label) > 2 and not any(map(str.isdigit, label))) == wanted
        ]
        if chosen:
            words = "|".join(map(re.escape, sorted(chosen, key=lambda label: (-len(label), label))))
            patterns.append(re.compile(rf"(?<!\w)(?:{words})(?=s?(?!\w))", flag))

    def star(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(lambda match: "*" * len(match[0]), text)
        return text

    return star


def emptied(turns: Sequence[Turn], gone: Collection[str], taken: Collection[str]) -> list[Turn]:
    """The turns, with those of people who withdrew empty and under a label that names nobody.

    The label is the same for all of them, except that two in a row stay two turns.
    """
    names = [name for n in range(1, 100) if (name := f"{PLACE}-{n}") not in taken][:2]
    found: list[Turn] = []
    for turn in turns:
        if turn.speaker.casefold() in gone:
            last = found[-1].speaker if found else ""
            turn = replace(turn, speaker=names[last == names[0]], text="")
        found.append(turn)
    return found
