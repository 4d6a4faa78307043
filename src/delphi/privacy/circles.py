"""Circles of people: under which names people may be counted so that nobody is pointed at."""

from __future__ import annotations

from collections.abc import Mapping

Circle = tuple[str, ...]
"""Perspectives that are named together; empty when even all together are too few to be named."""


def circles(present: Mapping[str, int], at_least: int) -> dict[str, Circle]:
    """Under which perspectives the people of each perspective may be counted.

    A perspective with fewer than `at_least` people present is named together with the other small
    ones, and when these are still too few, with the next smallest, until a name stands for enough people.

    >>> circles({"expert": 9, "librarian": 3, "council": 2}, 3)
    {'expert': ('expert',), 'librarian': ('librarian', 'council'), 'council': ('librarian', 'council')}
    """
    order = list(present)
    waiting = sorted(present, key=lambda key: (present[key], order.index(key)))
    small: list[str] = [key for key in waiting if present[key] < at_least]
    waiting = waiting[len(small) :]
    while small and sum(present[key] for key in small) < at_least and waiting:
        small.append(waiting.pop(0))
    together = tuple(key for key in order if key in small)
    if sum(present[key] for key in small) < at_least:
        together = ()
    return {key: together if key in small else (key,) for key in order}
