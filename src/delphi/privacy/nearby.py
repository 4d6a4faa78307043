"""Where in a long text a costly pattern is worth looking for: around what stands in everything that it finds."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

REACH = 160  # characters around a trigger in which a pattern is looked for
_SOLID = re.compile(rf"\S{{0,{REACH}}}")
Triggers = tuple[re.Pattern[str], ...]
"""What must stand there, each in reach of the one before it."""


def quick(*words: str) -> re.Pattern[str]:
    r"""A pattern of words in any case, found by the letter after the star: the rarer it is, the faster.

    >>> [found.end() for found in quick("nu*mmer", r"\bp*v").finditer("PV en huisnummer")]
    [2, 16]
    """
    letters, parts = set(), []
    for word in words:
        before, _, after = word.partition("*")
        letters |= {after[0].lower(), after[0].upper()}
        parts.append(f"(?<=(?i:{before}{after[0]}))(?i:{after[1:]})")
    return re.compile(f"[{''.join(sorted(letters))}](?:{'|'.join(parts)})")


def near(pattern: re.Pattern[str], text: str, triggers: Triggers) -> Iterator[re.Match[str]]:
    """What a pattern finds in a text within reach of its triggers; everywhere when it has none."""
    for start, end in around(triggers, text):
        yield from pattern.finditer(text, start, end)


@functools.lru_cache(maxsize=16)
def around(triggers: Triggers, text: str) -> list[tuple[int, int]]:
    """Stretches that hold all within reach of the triggers, in order and apart, cut between words.

    Kept, as many patterns share a trigger.
    """
    if not triggers:
        return [(0, len(text))]
    *others, trigger = triggers
    stretches: list[tuple[int, int]] = []
    for low, high in around(tuple(others), text):
        found = trigger.search(text, low, high)
        while found:
            start = max(0, found.start() - REACH)
            start = max(text.rfind(gap, max(0, start - REACH), start) for gap in " \n") + 1 or start
            # The next one is looked for out of reach of this one: those between are within, and their reach too.
            solid = _SOLID.match(text, min(found.end() + 2 * REACH, len(text)))
            end = solid.end() if solid else len(text)
            if stretches and start <= stretches[-1][1]:
                stretches[-1] = stretches[-1][0], max(end, stretches[-1][1])
            else:
                stretches.append((start, end))
            found = trigger.search(text, found.end() + REACH, high)
    return stretches
