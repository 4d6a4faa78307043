"""What the page is given, for both editions: facets to choose by, statements, and passages.

A facet's value is the place of its option in `options`, -1 for none; somebody who is one of
several (coders) is a list of places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

Place = int | list[int]
STANCES = ("supports", "contests", "nuances", "")


class Facet(TypedDict):
    """Something to choose by; `options` are pairs of value and label, in printed order."""

    key: str
    label: str
    options: list[tuple[str, str]]


class Version(TypedDict):
    """A wording of a statement and the category it stood in."""

    version: int
    text: str
    category: str


class Event(TypedDict):
    """What the team wrote in the ledger; empty where it wrote nothing."""

    round: int
    what: str
    before: str
    after: str
    reason: str


class Statement(TypedDict):
    """A statement; `f` has a place for each facet, `people` a line for each of `STANCES`."""

    id: str
    f: list[Place]
    text: str
    specific: str
    parent: str
    ended: bool
    version: int
    history: str
    people: list[str]
    versions: list[Version]
    events: list[Event]


class Passage(TypedDict):
    """A passage; `s` is the place of its statement (-1 without), `v` the version it speaks about."""

    id: str
    f: list[Place]
    s: int
    v: int
    q: str
    who: str
    mark: str


class Head(TypedDict):
    """What the page says of the study."""

    language: str
    title: str
    subtitle: str
    date: str


class Edition(Head):
    """Everything on the page that is not fixed."""

    edition: str
    facets: list[Facet]
    statements: list[Any]
    passages: list[Any]


def places(facets: Sequence[Facet], values: Mapping[str, str | Sequence[str]]) -> list[Place]:
    """The place of each value among its facet's options; -1 for what is missing or no option."""
    found: list[Place] = []
    for facet in facets:
        at = {value: place for place, (value, _) in enumerate(facet["options"])}
        value = values.get(facet["key"], "\0")
        if isinstance(value, str):
            found.append(at.get(value, -1))
        else:
            found.append([at[each] for each in value if each in at])
    return found
