"""Proposals for people: statements that passages might make together, and items they might belong to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from delphi.codebook import Codebook
from delphi.items.history import ended_items, goes_into
from delphi.items.kinds import INTO_OTHERS
from delphi.items.likeness import groups, most_central, vectors
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
    linked = tags[(tags["item_id"] != "") & (tags["status"] != "suggested")]
    records: list[Row] = []
    for rows in _cells(without_item(tags), codebook):
        here = living[(living["work_model"] == rows[0]["work_model"]) & (living["swot"] == rows[0]["swot"])]
        if here.empty:
            continue
        said = linked[linked["item_id"].isin(here["item_id"])]
        order = ranked(
            [row["quote"] for row in rows],
            list(zip(here["item_id"], here["statement"])),
            list(zip(said["item_id"], said["quote"])),
        )
        records += [_with_candidates(row, names, living, mask) for row, names in zip(rows, order)]
    records += _of_ended(linked, items, events, living, mask)
    return columns([record | {"proposal": number} for number, record in enumerate(records, start=1)])


def ranked(
    quotes: Sequence[str], statements: Sequence[tuple[str, str]], linked: Sequence[tuple[str, str]]
) -> list[list[str]]:
    """The items for each quotation, likest first.

    An item is as like as its statement (weight 0.3) and the likest passage linked to it (0.7) are in
    their words; see `delphi.items.likeness`.

    Parameters
    ----------
    statements, linked
        Pairs of an item and its statement, or a passage that is linked to it.
    """
    texts = [*quotes, *(text for _, text in statements), *(text for _, text in linked)]
    rows = vectors(texts)
    own = rows[: len(quotes)]
    by_statement = _dense(own @ rows[len(quotes) : len(quotes) + len(statements)].T)
    by_passage = np.zeros_like(by_statement)
    place = {item: column for column, (item, _) in enumerate(statements)}
    likeness = _dense(own @ rows[len(quotes) + len(statements) :].T) if linked else np.zeros((len(quotes), 0))
    for column, (item, _) in enumerate(linked):
        at = place[item]
        by_passage[:, at] = np.maximum(by_passage[:, at], likeness[:, column])
    score = np.round(STATEMENT_WEIGHT * by_statement + (1 - STATEMENT_WEIGHT) * by_passage, 9)
    names = [item for item, _ in statements]
    return [[names[i] for i in np.argsort(-line, kind="stable")] for line in score]


def _of_ended(
    linked: pd.DataFrame,
    items: pd.DataFrame,
    events: pd.DataFrame,
    living: pd.DataFrame,
    mask: Callable[[str], str],
) -> list[Row]:
    """Rows for passages of items that were merged or split, with what those went into."""
    place = ["transcript_id", "turn", "start", "end", "work_model", "swot"]
    statement = dict(zip(living["item_id"], living["statement"]))
    there: dict[tuple[Any, ...], set[str]] = {}
    for *key, item in linked[[*place, "item_id"]].itertuples(index=False, name=None):
        there.setdefault(tuple(key), set()).add(item)
    records = []
    for event in events[events["event"].isin(INTO_OTHERS)].to_dict("records"):
        parts = [item for item in goes_into(event, items) if item in statement]
        old = linked[linked["item_id"] == event["item_id"]].drop_duplicates(place).to_dict("records")
        open_ = [row for row in old if not there[tuple(row[name] for name in place)] & set(parts)]
        if not parts or not open_:
            continue
        said = linked[linked["item_id"].isin(parts)]
        quotes = [row["quote"] for row in open_]
        wordings = [(item, statement[item]) for item in parts]
        order = ranked(quotes, wordings, list(zip(said["item_id"], said["quote"])))
        records += [
            _with_candidates(row, names, living, mask) | {"stance": row["stance"]}
            for row, names in zip(open_, order)
        ]
    return records


def _with_candidates(row: Row, names: Sequence[str], living: pd.DataFrame, mask: Callable[[str], str]) -> Row:
    statement = dict(zip(living["item_id"], living["statement"]))
    best = " | ".join(f"{name}: {statement[name]}" for name in names[:CANDIDATES])
    return _passage(row, mask) | {
        "item_id": names[0], "statement": statement[names[0]], "candidates": best
    }  # fmt: skip


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


def _dense(matrix: csr_matrix) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.asarray(matrix.toarray(), dtype=np.float64)
