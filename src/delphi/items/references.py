"""The ledger's references to passages: whether they exist, and which tags they mean today."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pandas as pd

from delphi.errors import InputError
from delphi.items.kinds import EVENT_COLUMNS, PASSAGE
from delphi.rows import rows_of
from delphi.study.sources import Row, nearest, read_table

Position = tuple[str, int, int, int]
OF_DECISIONS = ("transcript_id", "turn", "start", "end", "new_turn", "new_start", "new_end", "outcome")
"""What is needed of placed decisions."""


def references_of(path: Path | str) -> pd.DataFrame:
    """`participant_ids`, `passage_ids` and `row` of every row of the ledger, whatever else is wrong with it."""
    rows = read_table(Path(path), EVENT_COLUMNS)[1] if Path(path).exists() else []
    records = [(row["participant_ids"], row["passage_ids"], row.line) for row in rows]
    return pd.DataFrame.from_records(records, columns=["participant_ids", "passage_ids", "row"])


def passage_errors(
    events: pd.DataFrame,
    lengths: Mapping[tuple[str, int], int | None],
    decided: Collection[Position],
    path: Path | str,
) -> list[InputError]:
    """References of the ledger to passages that do not exist.

    A reference says where a passage stood when the event was written.  It is in order when the turn is
    that long today, or when some decision was taken on that very stretch: then it goes where the
    decision goes.

    Parameters
    ----------
    events
        As `read_events` gives them.
    lengths
        Characters of every turn; None where its speaker withdrew, so that only its existence is known.
        A transcript without any turn here is not looked at.
    decided
        Transcript, turn, start and end of all decisions and adjudications, as their files say.
    path
        The ledger, to point at.
    """
    last: dict[str, int] = {}
    for transcript, turn in lengths:
        last[transcript] = max(last.get(transcript, 0), turn)
    errors = []
    for references, row in zip(events["passage_ids"], events["row"]):
        for reference in references.split(";"):
            match = PASSAGE.fullmatch(reference.strip())
            if not match or match["transcript"] not in last:
                continue
            at = (match["transcript"], int(match["turn"]))
            start, end = int(match["start"]), int(match["end"])
            if (*at, start, end) in decided:
                continue
            if at not in lengths:
                what = f"`{match[0]}` names a turn that does not exist."
                remedy = f"`{at[0]}` has {last[at[0]]} turns; correct the number or take the reference away."
                errors.append(InputError(what, path, line=int(row), remedy=remedy))
                continue
            length = lengths[at]
            if length is not None and end > length:
                what = f"`{match[0]}` ends after the turn, which has {length} characters."
                remedy = "Correct the characters, or take the reference away."
                errors.append(InputError(what, path, line=int(row), remedy=remedy))
    return errors


def lengths_of(turns: pd.DataFrame) -> dict[tuple[str, int], int | None]:
    """Characters of every turn, None where its speaker withdrew, from the turns of `ingest`.

    Parameters
    ----------
    turns
        `transcript_id, turn, participant_id, facilitator` and `characters`, or `text` to count them in.
    """
    counted = turns["characters"] if "characters" in turns else turns["text"].map(len)
    columns = ["transcript_id", "turn", "participant_id", "facilitator"]
    return {
        (transcript, int(turn)): int(length) if person or facilitator else None
        for (transcript, turn, person, facilitator), length in zip(rows_of(turns, columns), counted.tolist())
    }


def transcripts_of(events: pd.DataFrame) -> set[str]:
    """Transcripts that the ledger's references name."""
    found = (PASSAGE.fullmatch(part.strip()) for cell in events["passage_ids"] for part in cell.split(";"))
    return {match["transcript"] for match in found if match}


def positions_of(decisions: pd.DataFrame) -> set[Position]:
    """Transcript, turn, start and end of decisions as their files say."""
    columns = ["transcript_id", "turn", "start", "end"]
    stretches = decisions.loc[decisions["start"] >= 0, columns]
    return set(rows_of(stretches))


def positions_in(rows: Sequence[Row]) -> set[Position]:
    """The same of rows as they stand in the files, also of those with a mistake elsewhere."""
    places = [[row[name].strip() for name in ("turn", "start", "end")] for row in rows]
    return {
        (row["transcript_id"].strip(), int(place[0]), int(place[1]), int(place[2]))
        for row, place in zip(rows, places)
        if all(map(str.isdecimal, place))
    }


def people_errors(events: pd.DataFrame, people: Collection[str], path: Path | str) -> list[InputError]:
    """Participants whom the ledger names and the register does not."""
    errors = []
    for names, row in zip(events["participant_ids"], events["row"]):
        for name in (part.strip() for part in names.split(";")):
            if name and name not in people:
                what = f"`participant_ids` names `{name}`, who is no participant."
                remedy = nearest(name, sorted(people))
                errors.append(InputError(what, path, line=int(row), remedy=remedy))
    return errors


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
    meant = [[at for part in cell.split(";") if (at := _position(part))] for cell in events["passage_ids"]]
    now: dict[Position, Position] = {at: at for positions in meant for at in positions}
    for transcript, turn, start, end, *new, outcome in rows_of(placed, OF_DECISIONS):
        if start >= 0 and outcome != "lost" and (transcript, turn, start, end) in now:
            now[(transcript, turn, start, end)] = (transcript, *new)
    there: dict[tuple[str, int], list[tuple[int, int, str, str]]] = {at[:2]: [] for at in now.values()}
    columns = ["transcript_id", "turn", "start", "end", "item_id", "tag_id"]
    for transcript, turn, *rest in rows_of(tags[tags["status"] != "suggested"], columns):
        if (transcript, turn) in there:
            there[(transcript, turn)].append(tuple(rest))
    found = []
    for item, positions in zip(events["item_id"], meant):
        ids: list[str] = []
        for at in positions:
            transcript, turn, start, end = now[at]
            near = [t for t in there[(transcript, turn)] if t[0] < end and start < t[1]]
            near.sort(key=lambda t: (t[2] != item, abs(t[0] - start) + abs(t[1] - end), t[3]))
            ids += [near[0][3]] if near else []
        found.append(";".join(dict.fromkeys(ids)))
    return events.assign(tag_ids=pd.Series(found, index=events.index, dtype="str"))


def _position(reference: str) -> Position | None:
    match = PASSAGE.fullmatch(reference.strip())
    if not match:
        return None
    return match["transcript"], int(match["turn"]), int(match["start"]), int(match["end"])
