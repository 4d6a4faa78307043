"""The acts of `delphi items`: each opens what it needs, writes what was decided, and says so in words."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from delphi.errors import InputError
from delphi.items import changes, proposals
from delphi.items.accept import accept as accepting
from delphi.items.desk import Desk
from delphi.items.history import ended_items, goes_into
from delphi.items.kinds import PASSAGE
from delphi.items.propose import propose as proposing
from delphi.items.propose import propose_links
from delphi.items.register import by_item
from delphi.items.statements import Change, Circumstances, one_line
from delphi.items.write import Files, finish_pending

Options = argparse.Namespace
RECORDED = ("contested", "nuanced", "supplemented", "confirmed")
PROPOSALS = "data/interim/proposals"
TO_DO = "Run `make` to bring the report up to date."


def propose(options: Options) -> list[str]:
    """Write a file of candidate statements."""
    desk = Desk(options)
    tags = desk.coded(options.unchecked)
    frame = proposing(tags, desk.codebook, desk.mask)
    if frame.empty:
        return ["every coded passage belongs to a statement; there is nothing to propose."]
    _write(frame, options)
    n = frame["proposal"].nunique()
    return [
        f"{_counted(len(frame), 'passage')} without a statement, in {_counted(n, 'proposal')}: {options.to}",
        "They go by likeness of words and are unchecked. Open the file in a spreadsheet; rows with one number are"
        " one proposal. Put an x under `accept`, write the statement, delete rows that do not belong.",
        f"Then: delphi items accept {options.to} --by NAME",
    ]


def link(options: Options) -> list[str]:
    """Write a file that proposes an item for each passage without one."""
    desk = Desk(options)
    frame = propose_links(desk.coded(options.unchecked), desk.items, desk.events, desk.codebook, desk.mask)
    if frame.empty:
        return [
            "no passage lacks a statement in whose work model and category one stands; nothing to propose."
        ]
    _write(frame, options)
    return [
        f"{_counted(len(frame), 'passage')} with the statement that each may belong to: {options.to}",
        "They go by likeness of words and are unchecked. Put an x under `accept` where the statement is right, or"
        " take another one's id from `candidates`; `stance` is supports, contests or nuances.",
        f"Then: delphi items accept {options.to} --by NAME",
    ]


def accept(options: Options) -> list[str]:
    """Take over what a person marked in a file of proposals."""
    marked, all_of_them = proposals.accepted(options.file)
    if not marked:
        return [f"none of {_counted(all_of_them, 'proposal')} is marked under `accept`; nothing was written."]
    desk = Desk(options)
    coder = desk.coder(options.by)
    change = accepting(
        desk.known, marked, desk.tags(), desk.decided_by(coder),
        by=options.by, coder=coder, at=options.at, path=options.file,
    )  # fmt: skip
    return _done(desk, change, options, [f"{len(marked)} of {_counted(all_of_them, 'proposal')} accepted."])


def add(options: Options) -> list[str]:
    """Add a statement, and link its passages to it where they are tagged with its codes."""
    desk = Desk(options)
    when = _circumstances(desk, options)
    change = changes.add(
        desk.known, when, options.statement, options.work_model, options.swot,
        item_id=options.item_id, subgroup=options.subgroup or "", parent_id=options.parent or "",
        order=options.order or "", others=desk.other_languages(options.statement_in),
    )  # fmt: skip
    if options.passage and desk.has_tags():
        coder = desk.coder(options.by)
        cells = change.items[0]
        passages = tuple(
            _passage(reference, options.work_model, options.swot) for reference in options.passage
        )
        proposal = proposals.Proposal("1", cells, passages, 0)
        linking = accepting(
            replace(desk.known, cells={**desk.known.cells, cells["item_id"]: cells}), [proposal], desk.tags(),
            desk.decided_by(coder), by=options.by, coder=coder, at=options.at, path=desk.files.items,
        )  # fmt: skip
        change += linking
    elif not options.passage:
        change.notes.append("No passage is linked to it yet; `delphi items link` or check_tags does that.")
    return _done(desk, change, options)


def reformulate(options: Options) -> list[str]:
    """Give a statement another wording."""
    desk = Desk(options)
    wording = {"statement": options.statement} | desk.other_languages(options.statement_in)
    change = changes.new_version(
        desk.known, _circumstances(desk, options), options.item, "reformulated", wording
    )
    return _done(desk, change, options)


def recategorise(options: Options) -> list[str]:
    """Move a statement."""
    desk = Desk(options)
    names = {
        "work_model": "work_model", "swot": "swot", "subgroup": "subgroup", "parent": "parent_id",
        "order": "order", "statement": "statement",
    }  # fmt: skip
    moved = {
        column: getattr(options, name) for name, column in names.items() if getattr(options, name) is not None
    }
    moved |= desk.other_languages(options.statement_in)
    if not set(moved) - {"statement"}:
        remedy = "Say `--work-model`, `--swot`, `--subgroup`, `--parent` or `--order`."
        raise InputError(f"it is not said where `{options.item}` goes.", remedy=remedy)
    change = changes.new_version(
        desk.known, _circumstances(desk, options), options.item, "recategorised", moved
    )
    return _done(desk, change, options)


def merge(options: Options) -> list[str]:
    """Let statements go into another one."""
    desk = Desk(options)
    change = changes.merge(desk.known, _circumstances(desk, options), options.item, options.into)
    return _done(desk, change, options)


def split(options: Options) -> list[str]:
    """Let a statement become several."""
    desk = Desk(options)
    when = _circumstances(desk, options)
    return _done(desk, changes.split(desk.known, when, options.item, options.into, options.ids), options)


def end(options: Options) -> list[str]:
    """End a statement: `drop`, or `out-of-scope`."""
    desk = Desk(options)
    kind = "dropped" if options.act == "drop" else "out_of_scope"
    return _done(desk, changes.end(desk.known, _circumstances(desk, options), options.item, kind), options)


def record(options: Options) -> list[str]:
    """Write down an event that changes no wording."""
    desk = Desk(options)
    change = changes.record(desk.known, _circumstances(desk, options), options.item, options.event)
    return _done(desk, change, options)


def show(options: Options) -> list[str]:
    """Tell the life of statements; without ids, a line for each."""
    desk = Desk(options)
    happened, versions = by_item(desk.events), by_item(desk.items)
    ended = ended_items(desk.events)
    if not options.item:
        lines = [
            f"{item} ({rows[-1]['work_model']}, {rows[-1]['swot']}): {rows[-1]['statement']}"
            + (f" [version {rows[-1]['version']}]" if len(rows) > 1 else "")
            + (f" [{happened[item][-1]['event']}]" if item in ended else "")
            for item, rows in versions.items()
        ]
        return lines or ["the register holds no statement yet; `delphi items propose` makes a start."]
    lines = []
    for item in options.item:
        if item not in versions:
            desk.known.living(item)  # says what is near
        for row in versions[item]:
            place = ", ".join(part for part in (row["work_model"], row["swot"], row["subgroup"]) if part)
            lines.append(f"{item}, version {row['version']} ({place}): {row['statement']}")
        for event in happened.get(item, []):
            into = " and ".join(goes_into(event, desk.items)) if event["event"] in ("merged", "split") else ""
            told = [
                f"  round {event['round']}: {event['event']}{' into ' + into if into else ''}",
                f"version {event['version']}", event["group"], event["participant_ids"].replace(";", ", "),
                event["passage_ids"].replace(";", ", "), event["reason"],
                f"by {event['decided_by']}, {event['decided_at'][:10]}" if event["decided_by"] else "",
            ]  # fmt: skip
            lines.append("; ".join(part for part in told if part))
    return lines


def repair(options: Options) -> list[str]:
    """Write what an interrupted change left unwritten."""
    if finish_pending(Files.at(options.items, options.events)):
        return ["the change that was interrupted is whole now.", TO_DO]
    return ["nothing was interrupted; there is nothing to repair."]


ACTS: dict[str, Callable[[Options], list[str]]] = {
    "propose": propose, "link": link, "accept": accept, "add": add, "reformulate": reformulate,
    "recategorise": recategorise, "merge": merge, "split": split, "drop": end,
    "out-of-scope": end, "record": record, "show": show, "repair": repair,
}  # fmt: skip


def _circumstances(desk: Desk, options: Options) -> Circumstances:
    references = tuple(part.strip() for text in options.passage for part in text.split(";") if part.strip())
    options.passage = list(references)
    people = tuple(options.participant) or desk.speakers(references)
    return Circumstances(
        options.by, options.at, options.round, options.group or desk.group(references), people, references,
        one_line(options.reason or ""),
    )  # fmt: skip


def _done(desk: Desk, change: Change, options: Options, first: Sequence[str] = ()) -> list[str]:
    desk.write(change, options.by, options.at, dry=options.dry_run)
    for cells in change.items:
        if desk.mask(cells["statement"]) != cells["statement"]:
            change.notes.append(
                f"`{cells['item_id']}` holds a word that is a participant's name or one to hide; the report prints it."
            )
    lines = [*first, *change.said, *change.notes]
    if options.dry_run:
        return [*lines, "This was a dry run: nothing was written."]
    files = [
        path.as_posix()
        for path, rows in (
            (desk.files.items, change.items),
            (desk.files.events, change.events),
            (desk.file_of(options.by), change.links),
        )
        if rows
    ]
    return [*lines, f"Written to {', '.join(files)}. {TO_DO}" if files else "Nothing was to be written."]


def _write(frame: pd.DataFrame, options: Options) -> None:
    if options.to is None:
        options.to = proposals.free_name(
            f"{PROPOSALS}/{'links' if options.act == 'link' else 'statements'}.csv"
        )
    elif proposals.is_filled_in(options.to) and not options.overwrite:
        what = "somebody marked proposals in this file already."
        remedy = "Accept them first, give another name with `--to`, or say `--overwrite`."
        raise InputError(what, options.to, remedy=remedy)
    proposals.write_proposals(frame, options.to)


def _passage(reference: str, work_model: str, swot: str) -> proposals.Passage:
    match = PASSAGE.fullmatch(reference)
    if match is None:
        what = f"`{reference}` is no reference to a passage."
        raise InputError(what, remedy="Expected transcript:turn:start-end.")
    place = (int(match["turn"]), int(match["start"]), int(match["end"]))
    return proposals.Passage(match["transcript"], *place, work_model, swot, "supports")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
