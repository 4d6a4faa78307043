"""From accepted proposals to new items, their events, and links as decisions of the person who accepted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.codebook import FACETS
from delphi.decisions.append import Decision
from delphi.errors import InputError, InputErrors
from delphi.items.changes import add
from delphi.items.proposals import Passage, Proposal
from delphi.items.statements import Change, Circumstances, Statements, folded

Row = dict[str, Any]
Place = tuple[str, int, int, int]


def accept(
    known: Statements,
    proposals: Sequence[Proposal],
    tags: pd.DataFrame,
    decided: pd.DataFrame,
    *,
    by: str,
    coder: str,
    at: str,
    path: Path | str,
) -> Change:
    """What accepted proposals add: items that are new, and a link for every passage.

    A link is a decision `apply` of the person, on the passage as it is tagged now, with the item; it
    says for her what the tag said already.  A passage that nobody tags any more, that is linked to the item,
    or whose turn she checked without giving it these codes, is left out and told.  A statement
    that stands in the register gets links only, so that accepting twice adds nothing twice.

    Parameters
    ----------
    tags
        The settled tags.
    decided
        The person's own decisions so far, as `read_decisions` gives them; may be empty.
    by, coder, at
        Who accepts, the name of their file of decisions, and when.
    path
        The file of proposals, to point at.

    Raises
    ------
    InputErrors
        For every proposal without a statement, with an unknown code, or for an item that ended.
    """
    change = Change()
    errors: list[InputError] = []
    tagged: dict[Place, list[Row]] = {}
    for row in tags.to_dict("records"):
        tagged.setdefault((row["transcript_id"], row["turn"], row["start"], row["end"]), []).append(row)
    applied = decided[decided["action"] == "apply"]
    own = {_key(row) for row in applied.to_dict("records")}
    checked = decided[decided["action"] == "checked"]
    read = set(zip(checked["transcript_id"], checked["turn"]))
    tally: dict[str, list[int]] = {}
    for proposal in proposals:
        try:
            change += _accept(known, proposal, tagged, own, read, change, tally, by=by, coder=coder, at=at)
        except InputError as error:
            told = f"proposal {proposal.number}: {error.what}"
            errors.append(InputError(told, path, line=proposal.line, remedy=error.remedy))
    if errors:
        raise InputErrors(errors)
    for item, (fresh, already) in tally.items():
        counted = f"{fresh} passage{'' if fresh == 1 else 's'}"
        change.said.append(f"`{item}`: {counted} linked" + (f", {already} already were" if already else ""))
    return change


def _accept(
    known: Statements,
    proposal: Proposal,
    tagged: dict[Place, list[Row]],
    own: Collection[tuple[object, ...]],
    read: Collection[tuple[str, int]],
    before: Change,
    tally: dict[str, list[int]],
    *,
    by: str,
    coder: str,
    at: str,
) -> Change:
    cells, change = proposal.cells, Change()
    coming = {new["item_id"]: new for new in before.items}
    item = cells["item_id"] if cells["item_id"] in {*known.cells, *coming} else ""
    if not item and not cells["statement"]:
        remedy = "Write one into one of its rows, or the id of an item that exists under `item_id`."
        raise InputError("it has no statement.", remedy=remedy)
    codes = {facet: cells[facet] for facet in FACETS}
    item = item or known.same(cells["statement"], **codes) or _same(coming, cells)
    usable: list[tuple[Passage, Row]] = []
    for passage in proposal.passages:
        here = tagged.get((passage.transcript, passage.turn, passage.start, passage.end), [])
        fits = [tag for tag in here if all(tag[facet] == getattr(passage, facet) for facet in FACETS)]
        if not fits:
            codes_said = f"{passage.work_model}, {passage.swot}"
            change.notes.append(
                f"{passage.reference} is left out: it is not tagged as {codes_said} (any more)."
            )
        elif (passage.transcript, passage.turn) in read and coder not in fits[0]["coders"].split(";"):
            why = f"{coder} checked that turn and did not give it these codes; use check_tags to change that"
            change.notes.append(f"{passage.reference} is left out: {why}.")
        else:
            usable.append((passage, fits[0]))
    if item in known.cells:
        known.living(item)
        if cells["statement"] and folded(cells["statement"]) not in known.wordings:
            change.notes.append(
                f"The wording of `{item}` stays as it is; `delphi items reformulate` changes it."
            )
    elif not item and usable:
        change += _introduced(known, proposal, usable, before, by=by, at=at)
        item = change.items[0]["item_id"]
        if folded(cells["statement"]) in {folded(tag["quote"]) for _, tag in usable}:
            change.notes.append(f"`{item}` is worded as somebody said it, not as a statement of the panel.")
    elif not item:
        change.notes.append(f"Proposal {proposal.number} is left out: none of its passages is left.")
        return change
    new = [_link(passage, tag, item) for passage, tag in usable]
    there = {_key(row) for passage, tag in usable for row in _links_of(tagged, passage, tag)} | set(own)
    fresh = [link for link in new if _key(vars(link)) not in there]
    fresh = [link for link in fresh if link not in before.links]
    change.links += fresh
    counts = tally.setdefault(item, [0, 0])
    counts[0] += len(fresh)
    counts[1] += len(new) - len(fresh)
    return change


def _same(coming: Mapping[str, Mapping[str, str]], cells: Mapping[str, str]) -> str:
    """The item among those that are about to be added that says the same in the same cell."""
    wanted = (folded(cells["statement"]), *(cells[facet] for facet in FACETS))
    said = {
        (folded(new["statement"]), *(new[facet] for facet in FACETS)): item for item, new in coming.items()
    }
    return said.get(wanted, "")


def _introduced(
    known: Statements,
    proposal: Proposal,
    usable: Sequence[tuple[Passage, Row]],
    before: Change,
    *,
    by: str,
    at: str,
) -> Change:
    """The new item, introduced in the first round in which one of its passages was said."""
    cells = proposal.cells
    first = min(tag["round"] for _, tag in usable)
    passage, tag = next((passage, tag) for passage, tag in usable if tag["round"] == first)
    when = Circumstances(by, at, int(first), tag["group"], (tag["speaker"],), (passage.reference,))
    return add(
        known, when, cells["statement"], cells["work_model"], cells["swot"], item_id=cells["item_id"],
        subgroup=cells["subgroup"], parent_id=cells["parent_id"], taken=before.items,
    )  # fmt: skip


def _link(passage: Passage, tag: Row, item: str) -> Decision:
    codes = {facet: tag[facet] for facet in FACETS}
    place = (passage.transcript, passage.turn, "apply", passage.start, passage.end)
    return replace(Decision(*place, **codes), item_id=item, stance=passage.stance)


def _links_of(tagged: dict[Place, list[Row]], passage: Passage, tag: Row) -> list[Row]:
    here = tagged[(passage.transcript, passage.turn, passage.start, passage.end)]
    return [row for row in here if all(row[facet] == tag[facet] for facet in FACETS)]


def _key(row: Row) -> tuple[object, ...]:
    """What makes a link one and the same, whatever its stance."""
    names = ("transcript_id", "turn", "start", "end", "work_model", "swot", "item_id")
    return tuple(row[name] for name in names)
