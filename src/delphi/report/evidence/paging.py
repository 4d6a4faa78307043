"""An edition too large for one page: a page per work model, or several, and an overview that leads to them.

Pages are written one after the other, so that no more than a cell's passages are held at a time. An address of the
overview (`#PC-W3`, `#tag=T0f39`) leads to the page that holds what it names, whichever that is after the next run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from delphi.report import words
from delphi.report.evidence.page import finder, page
from delphi.report.evidence.shape import BLOCK, MODEL, ROUND, Facet, Passage, Source
from delphi.report.evidence.texts import PAGES

MOST = 5_000
"""Passages on one page; more make it slow to open."""
MOST_CONVERSATIONS = 100
"""Conversations on one page, an hour each."""
WEIGHT = 900_000
"""Bytes of passages on a page of several; letters and script come to it."""
FIELD = 15
"""Bytes of the name of a passage's field and its signs."""
TO_FIND = 5_000
"""Passages in one list of where they stand."""
Piece = tuple[int, list[Passage], int]
"""The place of a statement (-1 for none), passages of it, and how many it has on all pages."""


@dataclass
class Overview:
    """What is remembered of the pages once they are written.

    Attributes
    ----------
    counts
        Passages by statement, places of the facets that are counted, and page.
    first
        The first page of each statement.
    found
        Per list of where passages stand: the page of each passage.
    """

    source: Source
    files: list[str] = field(default_factory=list)
    models: list[int] = field(default_factory=list)
    counts: Counter[tuple[int, tuple[Any, ...], int]] = field(default_factory=Counter)
    first: dict[int, int] = field(default_factory=dict)
    found: list[dict[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """As many lists as the passages need."""
        self.found = [{} for _ in range(-(-self.source.passages // TO_FIND) or 1)]

    def add(self, file: str, model: int, pieces: Iterable[Piece]) -> None:
        """Remember a page."""
        number = len(self.files)
        self.files.append(file)
        self.models.append(model)
        for place, passages, _ in pieces:
            if place >= 0:
                self.first.setdefault(place, number)
            for passage in passages:
                self.counts[place, tuple(passage["f"][: self.source.counted]), number] += 1
                self.found[bucket(passage["id"], len(self.found))][passage["id"]] = number


def edition_in_pages(source: Source, door: str, folder: str) -> Iterator[tuple[str, bytes]]:
    """The pages of a folder beside the overview, by name, and at last the overview itself, named `door`.

    Parameters
    ----------
    door
        Name of the overview's file.
    folder
        Name of the folder beside it.
    """
    overview = Overview(source)
    for model in source.options(MODEL):
        key = source.edition["facets"][MODEL]["options"][model][0]
        before = ""
        for number, (pieces, more) in enumerate(_with_next(packed(_units(source, model), WEIGHT)), start=1):
            file, after = (f"{model + 1:02}-{key}-{n}.html" for n in (number, number + 1))
            overview.add(file, model, pieces)
            around = {"before": before, "after": after if more else ""}
            yield file, page(_part(source, model, number, pieces), "part", pages={"door": door, **around})
            before = file
    for number, found in enumerate(overview.found):
        yield f"find-{number}.html", finder(source.edition, door, overview.files, found)
    yield door, _door(overview, folder)


def bucket(name: str, buckets: int) -> int:
    """Which list a passage is in; the overview's script counts the same.

    >>> bucket("T0f39", 1), bucket("T0f39", 7)
    (0, 2)
    """
    number = 0
    for letter in name:
        number = (number * 31 + ord(letter)) % buckets
    return number


def packed(units: Iterable[tuple[int, list[Passage]]], most: int) -> Iterator[list[Piece]]:
    """Statements and their passages as pages: a new one where the next would make it too heavy.

    Only passages of one statement that are too many for a page are spread over several.
    """
    found: list[Piece] = []
    full = 0
    for place, passages in units:
        for some, weight in _cut(passages, most):
            if found and full + weight > most:
                yield found
                found, full = [], 0
            found.append((place, some, len(passages)))
            full += weight
    if found:
        yield found


def weighed(passage: Passage) -> int:
    """About how many bytes a passage takes on its page: its texts, and for each field its name and signs."""
    texts = sum([len(value) for value in passage.values() if isinstance(value, str)])
    return texts + FIELD * len(passage)


def _cut(passages: list[Passage], most: int) -> Iterator[tuple[list[Passage], int]]:
    some: list[Passage] = []
    full = 0
    for passage in passages:
        weight = weighed(passage)
        if some and full + weight > most:
            yield some, full
            some, full = [], 0
        some.append(passage)
        full += weight
    yield some, full


def _units(source: Source, model: int) -> Iterator[tuple[int, list[Passage]]]:
    """The statements of a work model in printed order, then what is in no statement, cell by cell."""
    for place, statement in enumerate(source.edition["statements"]):
        if statement["f"][MODEL] == model:
            yield place, sorted(source.behind(place), key=source.order)
    for block in source.options(BLOCK):
        if found := sorted(source.loose(model, block), key=source.order):
            yield -1, found


def _with_next(found: Iterator[list[Piece]]) -> Iterator[tuple[list[Piece], bool]]:
    """Each page, and whether another one follows."""
    waiting = next(found, None)
    while waiting is not None:
        following = next(found, None)
        yield waiting, following is not None
        waiting = following


def _part(source: Source, model: int, number: int, pieces: list[Piece]) -> dict[str, Any]:
    """The edition of one page: its work model is the only one on it, and its statements count from 0."""
    edition = source.edition
    say = PAGES[edition["language"]]
    name = edition["facets"][MODEL]["options"][model]
    statements: list[dict[str, Any]] = []
    passages: list[Any] = []
    for place, some, all_ in pieces:
        at = -1
        if place >= 0:
            at = len(statements)
            known = edition["statements"][place]
            piece = say["piece"].format(n=_number(len(some), edition), all=_number(all_, edition))
            history = f"{known['history']} · {piece}" if len(some) < all_ else known["history"]
            statements.append({**known, "f": [0, *known["f"][1:]], "history": history})
        passages += [{**each, "s": at, "f": [0, *each["f"][1:]]} for each in some]
    fields = source.part(passages)
    model_facet, *others = fields["facets"]
    return {
        **edition,
        **fields,
        "subtitle": say["part"].format(name=name[1], n=number),
        "facets": [model_facet | {"options": [name]}, *others],
        "statements": statements,
    }


def _door(overview: Overview, folder: str) -> bytes:
    edition = overview.source.edition
    facets = edition["facets"][: overview.source.counted]
    brief = ("id", "text", "specific", "parent", "ended", "version", "history", "people")
    statements = [
        {key: statement[key] for key in brief}
        | {"f": statement["f"][: len(facets)], "p": overview.first.get(place, -1)}
        for place, statement in enumerate(edition["statements"])
    ]
    groups = [{"s": s, "f": list(f), "p": p, "n": n} for (s, f, p), n in sorted(overview.counts.items())]
    names = [
        PAGES[edition["language"]]["part"].format(name=facets[MODEL]["options"][model][1], n=n)
        for model, same in groupby(overview.models)
        for n, _ in enumerate(same, start=1)
    ]
    files = [f"{folder}/{file}" for file in overview.files]
    return page(
        {
            **edition,
            "facets": facets,
            "statements": statements,
            "passages": groups,
            "pages": [[file, name] for file, name in zip(files, names)],
            "lists": [f"{folder}/find-{number}.html" for number in range(len(overview.found))],
        },
        "door",
        pages={"table": _table(overview, facets, files), "all": _number(overview.source.passages, edition)},
    )


def _table(overview: Overview, facets: list[Facet], files: list[str]) -> dict[str, Any]:
    """How many passages each work model has per round, and on which pages."""
    edition = overview.source.edition
    rounds = [*overview.source.options(ROUND), -1]
    rows = []
    used = Counter[int]()
    of_page = Counter[int]()
    of_cell = Counter[tuple[int, int]]()
    for (_, f, number), n in overview.counts.items():
        used[f[ROUND]] += n
        of_page[number] += n
        of_cell[f[MODEL], f[ROUND]] += n
    shown = [place for place in rounds if used[place]]
    for model, (_, label) in enumerate(facets[MODEL]["options"]):
        own = [number for number, of in enumerate(overview.models) if of == model]
        if not own:
            continue
        counts = [of_cell[model, place] for place in shown]
        rows.append(
            {
                "label": label,
                "counts": [_number(n, edition) for n in (sum(counts), *counts)],
                "pages": [
                    (files[number], n, _number(of_page[number], edition)) for n, number in enumerate(own, 1)
                ],
            }
        )
    language = edition["language"]
    named = [
        words.capital(words.rounds_named([int(facets[ROUND]["options"][place][0])], language))
        if place >= 0
        else PAGES[language]["no_round"]
        for place in shown
    ]
    return {"rounds": named, "rows": rows}


def _number(number: int, edition: Any) -> str:
    """A number as people write it.

    >>> _number(12345, {"language": "nl"})
    '12.345'
    """
    return f"{number:,}".replace(",", "." if edition["language"] == "nl" else ",")
