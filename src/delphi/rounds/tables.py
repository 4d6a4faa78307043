"""The tables of the rounds: `swot.csv` with every statement in its cell, and `coverage.csv`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from delphi.codebook import Codebook
from delphi.items import by_item
from delphi.rounds.status import first_rounds, status_of
from delphi.rounds.voices import STANCES
from delphi.rows import rows_of
from delphi.study import Block, Study, Transcript

SWOT_COLUMNS = [
    "work_model", "block", "subgroup", "item_id", "parent_id", "order", "statement", "status",
    "introduced_round", "n_passages", "n_speakers",
]  # fmt: skip
COVERAGE_COLUMNS = [
    "transcript_id", "round", "turns", "participant_turns", "checked", "tags", "suggested", "disputed"
]  # fmt: skip


def blocks(study: Study, codebook: Codebook) -> list[Block]:
    """The blocks of a SWOT table in printed order: the study's, or one per category for quadrants."""
    if study.swot.display == "bundled":
        return study.swot.blocks
    return [Block(key=code.key, label=code.label, categories=[code.key]) for code in codebook.swot]


def swot_table(
    items: pd.DataFrame,
    events: pd.DataFrame,
    linked: pd.DataFrame,
    study: Study,
    codebook: Codebook,
    open_rounds: Sequence[int] = (),
) -> pd.DataFrame:
    """Every item in its present version, in the cell of its work model and block.

    Returns
    -------
    DataFrame
        `SWOT_COLUMNS`, then `n_<stance>_r<round>_<perspective>`: speakers who took that stance
        towards the version that is printed (support stays with the version it was given to), then
        `version`, `swot` and `open_rounds` (those given: not read to the end).  `n_passages` and `n_speakers` count every passage that led to the
        statement, in whatever version.  Ordered as the codebook orders the work models and the
        study its blocks; items that ended stay in the table with the status that says so.
    """
    latest = items.sort_values("version").groupby("item_id").tail(1)
    block_of = {category: block.key for block in blocks(study, codebook) for category in block.categories}
    first = first_rounds(events, linked)
    stance_columns = {
        f"n_{stance}_r{round_.number}_{perspective}": (stance, round_.number, perspective)
        for round_ in study.rounds
        for perspective in study.perspectives
        for stance in STANCES
    }
    counts = (
        linked[linked["speaker"] != ""]
        .groupby(["item_id", "version", "stance", "round", "perspective"])["speaker"]
        .nunique()
        .to_dict()
    )
    said, happened = by_item(linked), by_item(events)
    unread = ";".join(map(str, open_rounds))
    records = []
    for row in latest.to_dict("records"):
        item, version = row["item_id"], row["version"]
        mine = said.get(item, [])
        present = [tag for tag in mine if tag["version"] == version]
        record = {
            "work_model": row["work_model"],
            "block": block_of[row["swot"]],
            "subgroup": row["subgroup"],
            "item_id": item,
            "parent_id": row["parent_id"],
            "order": row["order"],
            "statement": row["statement"],
            "status": status_of(version, present, happened.get(item, [])),
            "introduced_round": first.get(item, pd.NA),
            "n_passages": len({(t["transcript_id"], t["turn"], t["start"], t["end"]) for t in mine}),
            "n_speakers": len({tag["speaker"] for tag in mine} - {""}),
        }
        for column, (stance, round_, perspective) in stance_columns.items():
            record[column] = counts.get((item, version, stance, round_, perspective), 0)
        records.append(record | {"version": version, "swot": row["swot"], "open_rounds": unread})
    last = ["version", "swot", "open_rounds"]
    frame = pd.DataFrame.from_records(records, columns=[*SWOT_COLUMNS, *stance_columns, *last])
    frame["introduced_round"] = frame["introduced_round"].astype("Int64")
    model_rank = {key: rank for rank, key in enumerate(codebook.keys("work_model"))}
    block_rank = {block.key: rank for rank, block in enumerate(blocks(study, codebook))}
    order = frame.assign(_m=frame["work_model"].map(model_rank), _b=frame["block"].map(block_rank))
    order = order.sort_values(["_m", "_b", "order", "item_id"], kind="stable")
    return order.drop(columns=["_m", "_b"]).reset_index(drop=True)


def open_rounds(coverage: pd.DataFrame) -> list[int]:
    """Rounds with a session that people have not read to its end."""
    unread = coverage["checked"] < coverage["participant_turns"]
    return sorted({int(number) for number in coverage.loc[unread, "round"]})


def coverage_table(
    turns: Iterable[pd.DataFrame],
    transcripts: Sequence[Transcript],
    reading: pd.DataFrame,
    tags: pd.DataFrame,
) -> pd.DataFrame:
    """How much of each transcript people have checked.

    Parameters
    ----------
    turns
        Frames of turns (`transcript_id, turn, participant_id`), a frame for some transcripts each.
    transcripts
        Say which round they belong to.
    reading
        `transcript_id, turn` of what people checked.
    tags
        `transcript_id, status`.

    Returns
    -------
    DataFrame
        `transcript_id, round, turns, participant_turns` (turns that can be coded), `checked` (turns
        that at least one coder read), `tags`, and of these `suggested` (no person checked them) and
        `disputed`.
    """
    read = set(rows_of(reading, ["transcript_id", "turn"]))
    said: Counter[str] = Counter()
    codable: Counter[str] = Counter()
    checked: Counter[str] = Counter()
    for frame in turns:
        transcript, turn, speaker = (frame[of].tolist() for of in ("transcript_id", "turn", "participant_id"))
        said.update(transcript)
        spoken = [(name, number) for name, number, who in zip(transcript, turn, speaker) if who]
        codable.update(name for name, _ in spoken)
        checked.update(place[0] for place in spoken if place in read)
    tagged = Counter(rows_of(tags, ["transcript_id", "status"]))
    of_all = Counter(tags["transcript_id"].tolist())
    rounds = {session.transcript_id: session.round for session in transcripts}
    records = [
        (name, rounds[name], said[name], codable[name], checked[name], of_all[name],
         tagged[(name, "suggested")], tagged[(name, "disputed")])
        for name in sorted(said)
    ]  # fmt: skip
    return pd.DataFrame.from_records(records, columns=COVERAGE_COLUMNS)
