"""Where coders differ: which codes they confuse, and where they see the opposite in one work model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations, product

import pandas as pd

from delphi.agreement.coded import Coded
from delphi.agreement.coefficients import MISSING
from delphi.agreement.readings import PASSAGE_COLUMNS
from delphi.codebook import FACETS, Codebook
from delphi.rows import rows_of

NOTHING = "(none)"
"""Stands for a turn without a tag; no code can be called so."""
CONFUSION_COLUMNS = ["facet", "coder_a", "coder_b", "code_a", "code_b", "n"]
OF_TAGS = ["transcript_id", "turn", "work_model", "tag_id", "start", "end"]
"""What `opposite_categories` reads of `tags.csv`."""
OPPOSITE_COLUMNS = [
    "transcript_id", "turn", "start", "end", "coder_a", "coder_b", "work_model", "swot_a", "swot_b",
    "start_a", "end_a", "start_b", "end_b", "adjudicated", "tag_ids",
]  # fmt: skip


def confusion_table(coded: Coded, codebook: Codebook) -> pd.DataFrame:
    """Which codes two coders gave the same turns.

    A code that both gave a turn counts with itself.  What only one gave counts with everything that
    only the other gave there, or with `(none)` when the other gave nothing more; two turns without a
    tag count as `(none)` with `(none)`.

    Parameters
    ----------
    coded
        Turns, from `coded_turns`.
    codebook
        Gives the order of the codes.

    Returns
    -------
    DataFrame
        `CONFUSION_COLUMNS`, without the cells that are 0; facets and codes in the codebook's order.
    """
    rows = []
    for facet in FACETS:
        order = {code: place for place, code in enumerate([*codebook.keys(facet), NOTHING])}
        ratings, categories = coded.facet(facet, codebook)
        sets = [{part for code in category for part in code} for category in categories]
        for a, b in combinations(range(len(coded.coders)), 2):
            both = (ratings[:, a] != MISSING) & (ratings[:, b] != MISSING)
            counts: Counter[tuple[str, str]] = Counter()
            for given_a, given_b in ratings[both][:, [a, b]].tolist():
                counts.update(_cells(sets[given_a], sets[given_b]))
            for code_a, code_b in sorted(counts, key=lambda cell: [order[code] for code in cell]):
                n = counts[(code_a, code_b)]
                rows.append((facet, coded.coders[a], coded.coders[b], code_a, code_b, n))
    return pd.DataFrame(rows, columns=CONFUSION_COLUMNS).astype({"n": "int64"})


def opposite_categories(before: pd.DataFrame, after: pd.DataFrame, tags: pd.DataFrame) -> pd.DataFrame:
    """Passages where two coders see the same work model and another SWOT category.

    A place is listed when their stretches overlap and neither category is one that the other coder
    gave that model on an overlapping stretch too.

    Parameters
    ----------
    before, after
        The coders' passages before and after adjudication, from `delphi.agreement.passages`.
    tags
        `tags.csv`; gives the ids by which the evidence is found.

    Returns
    -------
    DataFrame
        `OPPOSITE_COLUMNS`, ordered by place: `start` and `end` of what the two stretches share, then the
        bounds of each; `adjudicated` is `yes` when a ruling settled the place, else `no`; `tag_ids` of
        the settled tags of that work model there, `;`-separated.
    """
    found = list(_opposite(before))
    wanted = {(*row[:2], row[6]) for row in found}
    left = {row[:9] for row in _opposite(after, wanted)}
    by_model: dict[tuple[str, int, str], list[tuple[str, int, int]]] = {
        (*row[:2], row[6]): [] for row in found
    }
    for transcript, turn, model, *tag in rows_of(tags, OF_TAGS):
        if (transcript, turn, model) in by_model:
            by_model[(transcript, turn, model)].append((tag[0], int(tag[1]), int(tag[2])))
    rows = []
    for row in found:
        transcript, turn, start, end, model = *row[:4], row[6]
        there = by_model[(transcript, turn, model)]
        ids = dict.fromkeys(name for name, from_, to in there if from_ < end and start < to)
        rows.append((*row, "no" if row[:9] in left else "yes", ";".join(ids)))
    frame = pd.DataFrame(rows, columns=OPPOSITE_COLUMNS)
    whole = [name for name in OPPOSITE_COLUMNS if name == "turn" or name.startswith(("start", "end"))]
    return frame.astype(dict.fromkeys(whole, "int64"))


def _cells(a: set[str], b: set[str]) -> Iterator[tuple[str, str]]:
    yield from ((code, code) for code in a & b)
    only_a, only_b = sorted(a - b), sorted(b - a)
    if only_a or only_b or not (a or b):
        yield from product(only_a or [NOTHING], only_b or [NOTHING])


Tagged = tuple[int, int, str]


def _opposite(
    passages: pd.DataFrame, wanted: Collection[tuple[str, int, str]] | None = None
) -> Iterator[tuple[str, int, int, int, str, str, str, str, str, int, int, int, int]]:
    """The places, or only those of some transcripts, turns and work models."""
    given: dict[tuple[str, int, str], dict[str, list[Tagged]]] = {}
    for transcript, turn, coder, start, end, model, swot in rows_of(passages, PASSAGE_COLUMNS):
        place = (transcript, turn, model)
        if wanted is None or place in wanted:
            given.setdefault(place, {}).setdefault(coder, []).append((start, end, swot))
    for transcript, turn, model in sorted(given):
        by_coder = given[(transcript, turn, model)]
        places = []
        for a, b in combinations(sorted(by_coder), 2):
            for one, other in product(by_coder[a], by_coder[b]):
                if _overlap(one, other) and not (_has(by_coder[b], one) or _has(by_coder[a], other)):
                    shared = (max(one[0], other[0]), min(one[1], other[1]))
                    places.append((*shared, a, b, model, one[2], other[2], *one[:2], *other[:2]))
        yield from ((transcript, turn, *place) for place in sorted(places))


def _overlap(one: Tagged, other: Tagged) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _has(tagged: list[Tagged], wanted: Tagged) -> bool:
    return any(_overlap(one, wanted) and one[2] == wanted[2] for one in tagged)
