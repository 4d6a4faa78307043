"""What the page is given, for both editions: facets to choose by, statements, and passages.

A facet's value is the place of its option in `options`, -1 for none; somebody who is one of
several (coders) is a list of places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

Place = int | list[int]
Placed = Callable[[Mapping[str, str | Sequence[str]]], list[Place]]
NO_OPTION = "\0"
STANCES = ("supports", "contests", "nuances", "")
MODEL, BLOCK, ROUND = 0, 1, 2
"""Where some facets stand among the facets."""


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


@dataclass(frozen=True)
class Source:
    """An edition whose passages are asked for a statement at a time, so that nobody holds them all.

    Attributes
    ----------
    edition
        Everything else of it; its `passages` are empty.
    behind
        The passages of a statement, by its place.
    loose
        The passages of a cell that are in no statement, by the places of its work model and block.
    order
        What passages are sorted by.
    passages
        How many there are.
    counted
        The overview of an edition in pages counts by so many of the facets, the first ones.
    part
        What a page of some passages shows instead: facets, its passages, and what else only they need.
    """

    edition: Edition
    behind: Callable[[int], list[Any]]
    loose: Callable[[int, int], list[Any]]
    order: Callable[[Any], Any]
    passages: int
    counted: int
    part: Callable[[list[Any]], dict[str, Any]]

    def options(self, facet: int) -> range:
        """The places of a facet's options."""
        return range(len(self.edition["facets"][facet]["options"]))

    def whole(self) -> Edition:
        """The edition with all its passages, for one page."""
        found = [
            passage for place in range(len(self.edition["statements"])) for passage in self.behind(place)
        ]
        for model in self.options(MODEL):
            for block in self.options(BLOCK):
                found += self.loose(model, block)
        return {**self.edition, "passages": sorted(found, key=self.order)}


def placing(facets: Sequence[Facet]) -> Placed:
    """Give a function that finds the place of each value among its facet's options; -1 for what is no option."""
    places_of = [
        (facet["key"], {value: place for place, (value, _) in enumerate(facet["options"])})
        for facet in facets
    ]

    def place(values: Mapping[str, str | Sequence[str]]) -> list[Place]:
        return [
            at.get(value, -1)
            if isinstance(value := values.get(key, NO_OPTION), str)
            else [at[each] for each in value if each in at]
            for key, at in places_of
        ]

    return place


def places(facets: Sequence[Facet], values: Mapping[str, str | Sequence[str]]) -> list[Place]:
    """The place of each value among its facet's options; -1 for what is missing or no option."""
    return placing(facets)(values)
