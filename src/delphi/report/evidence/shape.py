"""What the page is given, for both editions: facets to choose by, statements, and passages.

A facet's value is the place of its option in `options`, -1 for none; somebody who is one of
several (coders) is a list of places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pandas as pd

from delphi.report.evidence.texts import PARTLY

Place = int | list[int]
Placed = Callable[[Mapping[str, str | Sequence[str]]], list[Place]]
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
    shown: NotRequired[str]


MOST = 5_000
"""Passages on one page; more make it slow to open, and nobody reads them all."""


def chosen(tags: pd.DataFrame, most: int = MOST) -> pd.DataFrame:
    """As many of the tags as a page holds: of each statement, and of each cell beside them, equally many.

    Which of them is decided by the tag's id, which is a hash; what people checked goes before suggestions.

    Parameters
    ----------
    tags
        `tag_id, work_model, swot, item_id, status`.
    """
    if len(tags) <= most:
        return tags
    of = tags["item_id"].where(tags["item_id"] != "", tags["work_model"] + "\x1f" + tags["swot"])
    order = tags.assign(_of=of, _open=tags["status"] == "suggested").sort_values(["_open", "tag_id"])
    number = order.groupby("_of").cumcount()
    sizes = number.value_counts().sort_index().cumsum()  # passages when each has that many and one
    each = int((sizes <= most).sum())
    return tags.loc[sorted(order.index[number < max(each, 1)])]


class Shown(TypedDict, total=False):
    """What an edition says when it does not hold every passage."""

    shown: str


def left_out(language: str, edition: str, shown: int, passages: int) -> Shown:
    """What the page says when it does not hold every passage; nothing when it does."""
    if shown == passages:
        return {}
    mark = "." if language == "nl" else ","
    numbers = (f"{number:,}".replace(",", mark) for number in (shown, passages))
    return {"shown": PARTLY[language][edition].format(**dict(zip(("shown", "passages"), numbers)))}


def placing(facets: Sequence[Facet]) -> Placed:
    """Give a function that finds the place of each value among its facet's options; -1 for what is no option."""
    places_of = [
        (facet["key"], {value: place for place, (value, _) in enumerate(facet["options"])})
        for facet in facets
    ]

    def place(values: Mapping[str, str | Sequence[str]]) -> list[Place]:
        found: list[Place] = []
        for key, at in places_of:
            value = values.get(key, "\0")
            if isinstance(value, str):
                found.append(at.get(value, -1))
            else:
                found.append([at[each] for each in value if each in at])
        return found

    return place


def places(facets: Sequence[Facet], values: Mapping[str, str | Sequence[str]]) -> list[Place]:
    """The place of each value among its facet's options; -1 for what is missing or no option."""
    return placing(facets)(values)
