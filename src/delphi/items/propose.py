"""Proposals for people: statements that passages might make together, and items they might belong to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from delphi.codebook import Codebook
from delphi.items.history import ended_items, goes_into
from delphi.items.kinds import INTO_OTHERS
from delphi.items.likeness import dense, groups, most_central, vectors
from delphi.items.proposals import columns

STATEMENT_WEIGHT = 0.3  # of the statement's own words, beside the likest passage that is linked to it
CANDIDATES = 3
Row = dict[str, Any]


def propose(tags: pd.DataFrame, codebook: Codebook, mask: Callable[[str], str]) -> pd.DataFrame:
    """Candidate statements from passages without an item, per work model and category.

    Passages with like words are one proposal; the passage that is most like the others comes first and
    lends the proposal its words.  Within a work model and category, the proposals of most
    speakers come first.  Nothing is decided by it: the words of speech say little about meaning.

    Parameters
    ----------
    tags
        `transcript_id, round, turn, start, end, speaker, perspective, work_model, swot, item_id, quote`:
        the passages to look at; those with an item are left out.
    mask
        Replaces speakers' labels in a quotation.

    Returns
    -------
    DataFrame
        `PROPOSAL_COLUMNS`, a row per passage; the cells about the proposal as a whole stand in its first row.
    """
    records: list[Row] = []
    number = 0
    for rows in _cells(without_item(tags), codebook):
        matrix = vectors([row["quote"] for row in rows])
        together: dict[int, list[int]] = {}
        for place, label in enumerate(groups(matrix)):
            together.setdefault(label, []).append(place)
        speakers = {label: len(_speakers(rows, mine)) for label, mine in together.items()}
        for label in sorted(together, key=lambda one: (-speakers[one], -len(together[one]), one)):
            mine = together[label]
            first = most_central(matrix, mine)
            number += 1
            for place in [first, *(place for place in mine if place != first)]:
                record = _passage(rows[place], mask) | {"proposal": number}
                if place == first:
                    record |= {
                        "statement": record["quote"],
                        "speakers": speakers[label],
                        "passages": len(mine),
                        "transcripts": " ".join(sorted({rows[i]["transcript_id"] for i in mine})),
                    }
                records.append(record)
    return columns(records)


def propose_links(
    tags: pd.DataFrame,
    items: pd.DataFrame,
    events: pd.DataFrame,
    codebook: Codebook,
    mask: Callable[[str], str],
) -> pd.DataFrame:
    """Items that passages without one might belong to, in the same work model and category, likest first.

    A passage that is linked to an item that was merged or split might belong to what that went into: what
    was said stays with the old statement until a person says that it holds for the new one, too.

    Returns
    -------
    DataFrame
        `PROPOSAL_COLUMNS`, a row per passage, with the likest item; `candidates` names the likest three.
        Passages of a work model and category without any living item are left out.
    """
    latest = items.drop_duplicates("item_id", keep="last")
    living = latest[~latest["item_id"].isin(ended_items(events))]
    statement = dict(zip(living["item_id"], living["statement"]))
    in_cell = living.groupby(["work_model", "swot"], sort=False)["item_id"].agg(list).to_dict()
    linked = tags[(tags["item_id"] != "") & (tags["status"] != "suggested")]
    asked: list[tuple[Row, list[str]]] = [
        (row, in_cell[cell])
        for rows in _cells(without_item(tags), codebook)
        for row in rows
        if (cell := (row["work_model"], row["swot"])) in in_cell
    ]
    asked += _of_ended(linked, items, events, set(statement))
    order = ranked(
        [row["quote"] for row, _ in asked],
        [names for _, names in asked],
        statement,
        [pair for pair in zip(linked["item_id"], linked["quote"]) if pair[0] in statement],
    )
    records = []
    for number, ((row, _), names) in enumerate(zip(asked, order), start=1):
        best = " | ".join(f"{name}: {statement[name]}" for name in names[:CANDIDATES])
        told = {"item_id": names[0], "statement": statement[names[0]], "candidates": best}
        records.append(_passage(row, mask) | told | {"proposal": number, "stance": row["stance"]})
    return columns(records)


def ranked(
    quotes: Sequence[str],
    candidates: Sequence[Sequence[str]],
    statements: Mapping[str, str],
    linked: Sequence[tuple[str, str]],
) -> list[list[str]]:
    """The candidates of each quotation, likest first.

    An item is as like as its statement (weight 0.3) and the likest passage linked to it (0.7) are in
    their words; see `delphi.items.likeness`.

    Parameters
    ----------
    candidates
        For each quotation, the items that it may belong to.
    statements
        The statement of every candidate.
    linked
        Pairs of an item and a passage that is linked to it.
    """
    items = list(statements)
    texts = [*quotes, *statements.values(), *(text for _, text in linked)]
    rows = vectors(texts)
    place = {item: len(quotes) + at for at, item in enumerate(items)}
    passages: dict[str, list[int]] = {}
    for at, (item, _) in enumerate(linked, start=len(quotes) + len(items)):
        passages.setdefault(item, []).append(at)
    together: dict[tuple[str, ...], list[int]] = {}
    for at, names in enumerate(candidates):
        together.setdefault(tuple(names), []).append(at)
    found: list[list[str]] = [[] for _ in quotes]
    for names, here in together.items():
        own = rows[here]
        score = STATEMENT_WEIGHT * dense(own @ rows[[place[name] for name in names]].T)
        for column, name in enumerate(names):
            if name in passages:
                likest = dense(own @ rows[passages[name]].T).max(axis=1)
                score[:, column] += (1 - STATEMENT_WEIGHT) * likest
        for at, line in zip(here, np.round(score, 9)):
            found[at] = [names[i] for i in np.argsort(-line, kind="stable")]
    return found


def _of_ended(
    linked: pd.DataFrame, items: pd.DataFrame, events: pd.DataFrame, living: Collection[str]
) -> list[tuple[Row, list[str]]]:
    """Passages of items that were merged or split, with what those went into, where nobody decided yet."""
    place = ["transcript_id", "turn", "start", "end", "work_model", "swot"]
    there: dict[tuple[Any, ...], set[str]] = {}
    for *key, item in linked[[*place, "item_id"]].itertuples(index=False, name=None):
        there.setdefault(tuple(key), set()).add(item)
    found = []
    for event in events[events["event"].isin(INTO_OTHERS)].to_dict("records"):
        parts = [item for item in goes_into(event, items) if item in living]
        old = linked[linked["item_id"] == event["item_id"]].drop_duplicates(place).to_dict("records")
        found += [
            (row, parts)
            for row in old
            if parts and not there[tuple(row[name] for name in place)] & set(parts)
        ]
    return found


def without_item(tags: pd.DataFrame) -> pd.DataFrame:
    """The tags that are linked to no item, by place and codes."""
    return tags[tags["item_id"] == ""].drop_duplicates(
        ["transcript_id", "turn", "start", "end", "work_model", "swot"]
    )


def _cells(tags: pd.DataFrame, codebook: Codebook) -> list[list[Row]]:
    """The tags of each work model and category, in the codebook's order."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in tags.to_dict("records"):
        found.setdefault((row["work_model"], row["swot"]), []).append(row)
    keys = [(model, category) for model in codebook.keys("work_model") for category in codebook.keys("swot")]
    return [found[key] for key in keys if key in found]


def _passage(row: Row, mask: Callable[[str], str]) -> Row:
    place = f"{row['transcript_id']}:{row['turn']}:{row['start']}-{row['end']}"
    shared = {name: row[name] for name in ("work_model", "swot", "round", "perspective")}
    return shared | {"passage": place, "quote": mask(row["quote"])}


def _speakers(rows: Sequence[Row], places: Sequence[int]) -> set[str]:
    return {rows[place]["speaker"] for place in places} - {""}
