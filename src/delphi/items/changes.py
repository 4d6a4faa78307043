"""What a decision of the team about statements adds to register and ledger; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from delphi.codebook import FACETS, Codebook
from delphi.errors import InputError
from delphi.items.history import ended_items, introduced_rounds
from delphi.items.kinds import NEW_VERSION
from delphi.items.statements import DONE, Cells, Change, Circumstances, Statements, next_id, one_line
from delphi.study.sources import nearest

LINK = "`delphi items link` proposes its passages for a person to decide."


def add(
    known: Statements,
    when: Circumstances,
    statement: str,
    work_model: str,
    swot: str,
    *,
    item_id: str = "",
    subgroup: str = "",
    parent_id: str = "",
    order: str = "",
    others: Mapping[str, str] | None = None,
    taken: Sequence[Cells] = (),
) -> Change:
    """A new statement, in version 1, with its event `introduced`.

    Parameters
    ----------
    item_id, order
        Left out, the next free id of that work model and category, and the place after the last one.
    others
        The statement in other languages, by column.
    taken
        Rows that are going to be added with this one.
    """
    _check_codes(known.codebook, {"work_model": work_model, "swot": swot})
    statement = one_line(statement)
    twin = known.same(statement, work_model, swot)
    if twin:
        what = f"`{twin}` says this already: “{statement}”."
        raise InputError(what, remedy="Nothing is added twice; link passages to it instead.")
    everything = [*known.cells.values(), *taken]
    ids = {cells["item_id"] for cells in everything}
    if item_id in ids:
        remedy = f"Leave the id out and it will be `{next_id(everything, work_model, swot)}`."
        raise InputError(f"the id `{item_id}` is taken.", remedy=remedy)
    if parent_id and parent_id not in ids:
        raise InputError(f"the parent `{parent_id}` does not exist.", remedy=nearest(parent_id, sorted(ids)))
    orders = [int(cells["order"]) for cells in everything if cells["work_model"] == work_model]
    item = item_id or next_id(everything, work_model, swot)
    cells = {
        "item_id": item, "version": "1", "work_model": work_model, "swot": swot, "subgroup": subgroup,
        "parent_id": parent_id, "order": order or str(max(orders, default=0) + 1), "statement": statement,
        **(others or {}),
    }  # fmt: skip
    return Change(
        [cells], [when.event(item, 1, "introduced", after=statement)], said=[f"`{item}` added: “{statement}”"]
    )


def new_version(
    known: Statements, when: Circumstances, item: str, kind: str, changes: Mapping[str, str]
) -> Change:
    """A further version of a statement: `reformulated`, or `recategorised` to another cell or place.

    Parameters
    ----------
    changes
        Cells that change; a new `statement` empties the wordings in other languages that are not given.
    """
    old = known.living(item)
    new = old | {name: one_line(value) for name, value in changes.items()}
    if "statement" in changes:
        new |= {name: "" for name in old if name.startswith("statement_") and name not in changes}
    if all(new[name] == old[name] for name in new):
        raise InputError(
            f"`{item}` stands so already; nothing changes.", remedy="Say what becomes different."
        )
    _check_codes(known.codebook, changes)
    made = known.events[(known.events["item_id"] == item) & known.events["event"].isin(NEW_VERSION)]
    _not_before(item, when.round_, {*made["round"], introduced_rounds(known.events).get(item, when.round_)})
    version = int(old["version"]) + 1
    new["version"] = str(version)
    event = when.event(item, version, kind, old["statement"], new["statement"])
    said = f"`{item}` {DONE[kind]}, now in version {version}: “{new['statement']}”"
    told = [
        f"{name} {old[name] or '-'} → {new[name] or '-'}"
        for name in changes
        if name in old and name != "statement"
    ]
    later = [number for number in known.rounds if number > when.round_]
    notes = [
        f"What was said up to round {when.round_} stays with version {version - 1};"
        + (
            f" version {version} is heard from round {later[0]} on."
            if later
            else " no later round is declared."
        )
    ]
    return Change([new], [event], said=[said + (f" ({'; '.join(told)})" if told else "")], notes=notes)


def end(known: Statements, when: Circumstances, item: str, kind: str, into: Sequence[Cells] = ()) -> Change:
    """The end of a statement: `dropped`, `out_of_scope`, or `merged` and `split` into others."""
    old = known.living(item)
    rounds = known.events.loc[known.events["item_id"] == item, "round"]
    _not_before(item, when.round_, set(rounds))
    after = "\n".join(cells["statement"] for cells in into)
    event = when.event(item, int(old["version"]), kind, old["statement"], after)
    names = " and ".join(f"`{cells['item_id']}`" for cells in into)
    said = f"`{item}` {DONE[kind]}{' ' + names if names else ''}: “{old['statement']}”"
    ended = ended_items(known.events)
    below = [i for i, cells in known.cells.items() if cells["parent_id"] == item and i not in ended]
    notes = []
    if below:
        names = ", ".join(f"`{name}`" for name in below)
        notes = [
            f"{names} stood below it; give it another place with `delphi items recategorise ID --parent ID`."
        ]
    return Change(events=[event], said=[said], notes=notes)


def merge(known: Statements, when: Circumstances, items: Sequence[str], into: str) -> Change:
    """Statements that become one that exists: each ends and names it."""
    target = known.living(into)
    if into in items:
        raise InputError(f"`{into}` cannot be merged into itself.", remedy="Name another one after `--into`.")
    change = Change()
    for item in dict.fromkeys(items):
        change += end(known, when, item, "merged", [target])
    change.notes.append(
        f"What was said about {_listed(items)} stays with it and does not count for `{into}`."
    )
    return change


def split(
    known: Statements, when: Circumstances, item: str, into: Sequence[str], ids: Sequence[str]
) -> Change:
    """A statement that becomes several: new ones, or ones that exist when an id is given."""
    old = known.living(item)
    if len(dict.fromkeys(into)) < 2:
        remedy = 'Repeat `--into "new statement"` for each part.'
        raise InputError(f"`{item}` needs two statements or more to be split into.", remedy=remedy)
    if ids and len(ids) != len(into):
        raise InputError(f"{len(ids)} ids for {len(into)} parts.", remedy="Give an id for each, or none.")
    change, parts = Change(), []
    for place, part in enumerate(into):
        if part in known.cells and part != item:
            parts.append(known.living(part))
            continue
        now = {facet: known.codebook.migrated(facet, old[facet]) for facet in FACETS}
        new = add(
            known, when, part, now["work_model"][0], now["swot"][0],
            item_id=ids[place] if ids else "", subgroup=old["subgroup"], parent_id=old["parent_id"],
            taken=change.items,
        )  # fmt: skip
        parts.append(new.items[0])
        change += new
    change += end(known, when, item, "split", parts)
    change.notes.append(
        f"What was said about `{item}` does not count for the parts; the report prints them when passages are"
        f" linked to them. {LINK}"
    )
    return change


def record(known: Statements, when: Circumstances, item: str, kind: str) -> Change:
    """An event that changes no wording: contested, nuanced, supplemented or confirmed, with the reason."""
    old = known.living(item)
    made = known.events[(known.events["item_id"] == item) & known.events["event"].isin(NEW_VERSION)]
    earlier = [int(version) for version, at in zip(made["version"], made["round"]) if at < when.round_]
    version = max(earlier, default=1)
    _not_before(item, when.round_, {introduced_rounds(known.events).get(item, when.round_)})
    said = f"`{item}` {kind} in round {when.round_}, in version {version}: “{old['statement']}”"
    return Change(events=[when.event(item, version, kind)], said=[said])


def _check_codes(codebook: Codebook, cells: Mapping[str, str]) -> None:
    for facet in FACETS:
        keys = codebook.keys(facet)
        if facet in cells and cells[facet] not in keys:
            what = f"there is no {facet} `{cells[facet]}`."
            raise InputError(what, remedy=nearest(cells[facet], keys))


def _not_before(item: str, round_: int, rounds: set[int]) -> None:
    later = [number for number in rounds if number > round_]
    if later:
        what = f"round {round_} is too early for this: the ledger speaks of `{item}` in round {max(later)}."
        raise InputError(what, remedy="Give the round in which it was decided, `--round`.")


def _listed(items: Sequence[str]) -> str:
    return " and ".join(f"`{item}`" for item in dict.fromkeys(items))
