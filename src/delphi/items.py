"""Items, the panel's statements: the register with its versions, and the ledger of what happened to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.codebook import FACETS, Codebook
from delphi.errors import InputError, InputErrors
from delphi.study.sources import Row, nearest, read_table, whole_number

ITEM_COLUMNS = ("item_id", "version", "work_model", "swot", "subgroup", "parent_id", "order", "statement")
EVENT_COLUMNS = (
    "item_id", "version", "event", "round", "group", "participant_ids", "passage_ids", "text_before",
    "text_after", "reason", "decided_by", "decided_at",
)  # fmt: skip
FROM_TAGS = ("introduced", "confirmed", "supplemented", "nuanced", "contested")
NEW_VERSION = ("reformulated", "recategorised")
ENDED = ("merged", "split", "dropped", "out_of_scope")
EVENTS = (*FROM_TAGS, *NEW_VERSION, *ENDED)
SHOWN = 6  # items of a circle
ID = re.compile(r"\w[\w.-]*")
PASSAGE = re.compile(r"(?P<transcript>[^:]+):(?P<turn>\d{1,9}):(?P<start>\d{1,9})-(?P<end>\d{1,9})")


def read_items(path: Path | str, codebook: Codebook, language: str) -> pd.DataFrame:
    """Read `items.csv`, ordered by work model (as in the codebook), `order` and version.

    Returns
    -------
    DataFrame
        `item_id, version (int), work_model, swot, subgroup, parent_id, order (int), statement` (in
        the report's language when the file has `statement_<language>`) and `row`.  Empty when the
        file does not exist: a study may have no items yet.

    Raises
    ------
    InputErrors
        For an unknown code, a version twice, a parent that does not exist or goes round in circles.
    """
    path = Path(path)
    if not path.exists():
        return pd.DataFrame(columns=[*ITEM_COLUMNS, "row"]).astype(
            {"version": "int64", "order": "int64", "row": "int64"}
        )
    _, rows = read_table(path, ITEM_COLUMNS)
    errors: list[InputError] = []
    records = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row["item_id"], row["version"])
        if key in seen:
            errors.append(
                _wrong(
                    path,
                    row,
                    f"version {key[1]} of `{key[0]}` stands here again.",
                    f"It stands in line {seen[key]} too.",
                )
            )
        seen.setdefault(key, row.line)
        codes: dict[str, str] = {}
        for facet in FACETS:
            now = codebook.migrated(facet, row[facet])
            if len(now) != 1:
                remedy = (
                    f"It was split into {', '.join(now)}; choose one."
                    if now
                    else nearest(row[facet], codebook.keys(facet))
                )
                errors.append(_wrong(path, row, f"`{facet}` is `{row[facet]}`, which is no code.", remedy))
            codes[facet] = now[0] if now else ""
        for column, least in (("version", 1), ("order", 0)):
            if whole_number(row[column], least) is None:
                remedy = f"Expected a whole number from {least}."
                errors.append(_wrong(path, row, f"`{column}` is `{row[column]}`.", remedy))
        if row["item_id"] and not ID.fullmatch(row["item_id"]):
            what = f"the item_id `{row['item_id']}` has a mark that references use."
            errors.append(_wrong(path, row, what, "Use letters, digits, `-`, `_` and `.`."))
        statement = row[f"statement_{language}"] or row["statement"]
        for column, value in (("item_id", row["item_id"]), ("statement", statement)):
            if not value:
                errors.append(_wrong(path, row, f"`{column}` is empty.", "Fill it in."))
        records.append(
            {
                "item_id": row["item_id"],
                "version": row["version"],
                **codes,
                "subgroup": row["subgroup"],
                "parent_id": row["parent_id"],
                "order": row["order"],
                "statement": statement,
                "row": row.line,
            }
        )
    errors += _gaps(path, rows) + _parent_errors(path, rows)
    if errors:
        raise InputErrors(errors)
    frame = pd.DataFrame.from_records(records, columns=[*ITEM_COLUMNS, "row"])
    frame = frame.astype({"version": "int64", "order": "int64", "row": "int64"})
    rank = frame["work_model"].map({key: i for i, key in enumerate(codebook.keys("work_model"))})
    frame = frame.assign(_rank=rank).sort_values(["_rank", "order", "item_id", "version"], kind="stable")
    return frame.drop(columns="_rank").reset_index(drop=True)


def read_events(
    path: Path | str, items: pd.DataFrame, rounds: Sequence[int], transcripts: Sequence[str]
) -> pd.DataFrame:
    """Read `item_events.csv` in file order.

    Returns
    -------
    DataFrame
        The file's columns (`version`, `round` as int) and `row`.  Empty when the file does not exist.

    Raises
    ------
    InputErrors
        For an event of an unknown item or version, an unknown kind of event, an undeclared round, a
        passage reference that cannot be read or names an unknown transcript, and for a version
        above 1 in the register that no event made.
    """
    path = Path(path)
    if not path.exists():
        rows: list[Row] = []
    else:
        _, rows = read_table(path, EVENT_COLUMNS)
    if rows and items.empty:
        remedy = f"{path.name} speaks of items; put items.csv beside it or take the ledger away."
        raise InputError("items.csv is missing or holds no item.", path.with_name("items.csv"), remedy=remedy)
    versions = {(item, version) for item, version in zip(items["item_id"], items["version"])}
    known = sorted({item for item, _ in versions})
    errors: list[InputError] = []
    for row in rows:
        if row["item_id"] not in known:
            errors.append(
                _wrong(
                    path,
                    row,
                    f"the item `{row['item_id']}` is in no row of items.csv.",
                    nearest(row["item_id"], known) if known else "items.csv holds no item.",
                )
            )
        elif (row["item_id"], whole_number(row["version"])) not in versions:
            errors.append(
                _wrong(
                    path,
                    row,
                    f"`{row['item_id']}` has no version `{row['version']}` in items.csv.",
                    "Add the version to items.csv or correct the number.",
                )
            )
        if row["event"] not in EVENTS:
            errors.append(
                _wrong(path, row, f"`{row['event']}` is no kind of event.", nearest(row["event"], EVENTS))
            )
        if whole_number(row["round"]) not in rounds:
            errors.append(
                _wrong(
                    path,
                    row,
                    f"the round `{row['round']}` is not declared.",
                    f"study.yaml declares {', '.join(map(str, rounds))}.",
                )
            )
        for reference in row.items("passage_ids"):
            match = PASSAGE.fullmatch(reference)
            if not match:
                errors.append(
                    _wrong(
                        path,
                        row,
                        f"`{reference}` is no reference to a passage.",
                        "Expected transcript:turn:start-end.",
                    )
                )
            elif match["transcript"] not in transcripts:
                errors.append(
                    _wrong(
                        path,
                        row,
                        f"`{reference}` names a transcript that is not registered.",
                        nearest(match["transcript"], transcripts),
                    )
                )
    made = {(row["item_id"], row["version"]) for row in rows if row["event"] in NEW_VERSION}
    for item, version, line in zip(items["item_id"], items["version"], items["row"]):
        if rows and version > 1 and (item, str(version)) not in made:
            remedy = "Add an event `reformulated` or `recategorised` with this version to item_events.csv."
            what = f"version {version} of `{item}` came about by no event."
            errors.append(InputError(what, path.with_name("items.csv"), line=line, remedy=remedy))
    if errors:
        raise InputErrors(errors)
    frame = pd.DataFrame.from_records(
        [{**{c: row[c] for c in EVENT_COLUMNS}, "row": row.line} for row in rows],
        columns=[*EVENT_COLUMNS, "row"],
    )
    return frame.astype({"version": "int64", "round": "int64", "row": "int64"})


def check_people(path: Path | str, events: pd.DataFrame, participants: Sequence[str]) -> None:
    """The ledger names participants of the register only.

    Raises
    ------
    InputErrors
        With the line of every name that is not in the register.
    """
    errors = []
    for names, line in zip(events["participant_ids"], events["row"]):
        for name in filter(None, map(str.strip, names.split(";"))):
            if name not in participants:
                what = f"`participant_ids` names `{name}`, who is no participant."
                remedy = nearest(name, participants)
                errors.append(InputError(what, path, line=int(line), remedy=remedy))
    if errors:
        raise InputErrors(errors)


def versions_in_force(items: pd.DataFrame, events: pd.DataFrame, rounds: Sequence[int]) -> pd.DataFrame:
    """Which version of an item a round's links count for: the one in force before that round's events.

    Returns
    -------
    DataFrame
        `item_id, round, version`, for the rounds from the one the item was introduced in; a version
        made in a round is in force from the next round on.
    """
    introduced = introduced_rounds(events)
    made = events[events["event"].isin(NEW_VERSION)]
    changes: dict[str, list[tuple[int, int]]] = {}
    for item, version, round_ in zip(made["item_id"], made["version"], made["round"]):
        changes.setdefault(item, []).append((int(round_), int(version)))
    records = []
    for item in dict.fromkeys(items["item_id"]):
        for round_ in rounds:
            if round_ >= introduced.get(item, rounds[0]):
                earlier = [version for at, version in changes.get(item, []) if at < round_]
                records.append((item, round_, max(earlier, default=1)))
    return pd.DataFrame.from_records(records, columns=["item_id", "round", "version"])


def introduced_rounds(events: pd.DataFrame) -> dict[str, int]:
    """The round in which each item first came up, by the ledger."""
    first = events[events["event"] == "introduced"].groupby("item_id")["round"].min()
    return {str(item): int(round_) for item, round_ in first.items()}


def tags_of_events(events: pd.DataFrame, placed: pd.DataFrame, tags: pd.DataFrame) -> pd.DataFrame:
    """Find the tags that the ledger's passage references mean, wherever those passages stand now.

    A reference says where a passage stood when the event was written; the decision with the same
    original position says where it stands today.

    Returns
    -------
    DataFrame
        The events with `tag_ids`, `;`-separated in the order of the references, without those that
        nobody tags any more.
    """
    now: dict[tuple[str, int, int, int], tuple[str, int, int, int]] = {}
    columns = ["transcript_id", "turn", "start", "end", "new_turn", "new_start", "new_end", "outcome"]
    for transcript, turn, start, end, *new, outcome in placed[columns].itertuples(index=False, name=None):
        if start >= 0 and outcome != "lost":
            now[(transcript, turn, start, end)] = (transcript, *new)
    there: dict[tuple[str, int], list[tuple[int, int, str, str]]] = {}
    columns = ["transcript_id", "turn", "start", "end", "item_id", "tag_id"]
    for transcript, turn, *rest in tags.loc[tags["status"] != "suggested", columns].itertuples(
        index=False, name=None
    ):
        there.setdefault((transcript, turn), []).append(tuple(rest))
    found = []
    for item, references in zip(events["item_id"], events["passage_ids"]):
        ids: list[str] = []
        for reference in references.split(";"):
            match = PASSAGE.fullmatch(reference.strip())
            if match:
                at = (match["transcript"], int(match["turn"]), int(match["start"]), int(match["end"]))
                transcript, turn, start, end = now.get(at, at)
                near = [t for t in there.get((transcript, turn), []) if t[0] < end and start < t[1]]
                near.sort(key=lambda t: (t[2] != item, abs(t[0] - start) + abs(t[1] - end), t[3]))
                ids += [near[0][3]] if near else []
        found.append(";".join(dict.fromkeys(ids)))
    return events.assign(tag_ids=pd.Series(found, index=events.index, dtype="str"))


def by_item(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Rows by their `item_id`, in the order of the frame."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.to_dict("records"):
        found.setdefault(row["item_id"], []).append(row)
    return found


def _gaps(path: Path, rows: Sequence[Row]) -> list[InputError]:
    """Versions of an item are counted from 1, without a gap."""
    versions: dict[str, dict[int, Row]] = {}
    for row in rows:
        number = whole_number(row["version"], 1)
        if number is not None:
            versions.setdefault(row["item_id"], {})[number] = row
    errors = []
    for item, there in versions.items():
        for number, row in there.items():
            if number > 1 and number - 1 not in there:
                what = f"`{item}` has a version {number} and no version {number - 1}."
                errors.append(
                    _wrong(path, row, what, "Versions are counted from 1; add it, or correct the number.")
                )
    return errors


def _parent_errors(path: Path, rows: Sequence[Row]) -> list[InputError]:
    """Parents that do not exist, and items that come under themselves."""
    parents = {row["item_id"]: row["parent_id"] for row in rows}
    known = sorted(parents)
    errors, settled = [], {""}
    for row in rows:
        if row["parent_id"] and row["parent_id"] not in parents:
            what = f"the parent `{row['parent_id']}` does not exist."
            errors.append(_wrong(path, row, what, nearest(row["parent_id"], known)))
        line: dict[str, None] = {}
        name = row["item_id"]
        while name not in settled and name not in line:
            line[name] = None
            name = parents.get(name, "")
        if name in line:
            circle = list(line)[list(line).index(name) :]
            shown = " under ".join([*circle[:SHOWN], *(["..."] if len(circle) > SHOWN else []), name])
            first = next(row for row in rows if row["item_id"] == name)
            what = f"`parent_id` goes round in a circle: {shown}."
            errors.append(_wrong(path, first, what, "Empty one of them."))
        settled.update(line)
    return errors


def _wrong(path: Path, row: Row, what: str, remedy: str) -> InputError:
    return InputError(what, path, line=row.line, remedy=remedy)
