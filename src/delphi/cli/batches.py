"""What `ingest` wrote, batch by batch: no verb holds every turn of a study with its words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from delphi.derived import whole_file
from delphi.rows import rows_of
from delphi.study import Participant, Transcript

WHO = ("transcript_id", "turn", "participant_id", "facilitator")
Keys = set[tuple[str, int]]


def each_batch(
    files: Iterable[str], columns: Sequence[str] | None = None, transcripts: Collection[str] | None = None
) -> Iterator[pd.DataFrame]:
    """The frames of the batches, one at a time.

    Parameters
    ----------
    columns
        Which to read; `characters` is the length of the column `text`, in code points.
    transcripts
        Only these.
    """
    for file in files:
        wanted = None if columns is None else ["text" if name == "characters" else name for name in columns]
        with whole_file(file):
            table = _table(file, wanted, transcripts)
        if columns is not None and "characters" in columns:
            place = table.column_names.index("text")
            lengths = pc.utf8_length(table["text"]).cast(pa.int64())
            table = table.set_column(place, "characters", lengths)
        yield table.to_pandas()


def _table(file: str, columns: Sequence[str] | None, transcripts: Collection[str] | None) -> pa.Table:
    """A file by itself, without Arrow's search for a data set around it, which takes longer than the reading.

    `ingest` writes a transcript as a row group of its own; those that are not wanted are not read.
    """
    with pq.ParquetFile(file) as stored:
        names = stored.schema_arrow.names if columns is None else list(columns)
        if transcripts is None:
            return stored.read(names, use_threads=False).select(names)
        groups = [
            group
            for group in range(stored.num_row_groups)
            if _may_hold(stored.metadata.row_group(group), transcripts)
        ]
        table = stored.read_row_groups(groups, [*names, "transcript_id"], use_threads=False)
    wanted = pa.array(sorted(transcripts), type=table.schema.field("transcript_id").type)
    return table.filter(pc.is_in(table["transcript_id"], value_set=wanted)).select(names)


def _may_hold(group: pq.RowGroupMetaData, transcripts: Collection[str]) -> bool:
    for place in range(group.num_columns):
        column = group.column(place)
        if column.path_in_schema == "transcript_id" and column.is_stats_set:
            least, most = column.statistics.min, column.statistics.max
            return least != most or least in transcripts
    return True


def read_turns(
    files: Iterable[str],
    transcripts: Sequence[Transcript],
    participants: Sequence[Participant],
    columns: Sequence[str] = WHO,
    only: Keys | None = None,
) -> pd.DataFrame:
    """Turns of all batches with what the registers say of their session and speaker.

    Parameters
    ----------
    columns
        What is read of them, see `each_batch`; the words are most of a study.
    only
        Transcript and number of the turns that are wanted; all of them when left out.

    Returns
    -------
    DataFrame
        The columns and `round, kind, group` (of the session), `perspective` ('' for facilitators), ordered by
        transcript and turn, whatever the batches were.
    """
    names = None if only is None else {transcript for transcript, _ in only}
    parts = []
    for frame in each_batch(files, columns, names):
        if only is not None:
            keys = rows_of(frame, ["transcript_id", "turn"])
            frame = frame[np.array([key in only for key in keys], dtype=bool)]
        parts.append(frame)
    turns = pd.concat(parts, ignore_index=True)
    turns = turns.sort_values(["transcript_id", "turn"], kind="stable").reset_index(drop=True)
    return with_sessions(turns, transcripts, participants)


def with_sessions(
    turns: pd.DataFrame, transcripts: Sequence[Transcript], participants: Sequence[Participant]
) -> pd.DataFrame:
    """Turns with what the registers say of their session and speaker."""
    return registered(transcripts, participants)(turns)


def registered(
    transcripts: Sequence[Transcript], participants: Sequence[Participant]
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """`with_sessions` for one batch after the other, the registers having been gone through once."""
    sessions = pd.DataFrame(
        [(t.transcript_id, t.round, t.kind, t.group) for t in transcripts],
        columns=["transcript_id", "round", "kind", "group"],
    )
    perspective = {person.participant_id: person.perspective for person in participants}

    def joined(turns: pd.DataFrame) -> pd.DataFrame:
        there = sessions[sessions["transcript_id"].isin(turns["transcript_id"].unique())]
        found = turns.merge(there, on="transcript_id", how="left")
        speakers = found["participant_id"].tolist()
        found["perspective"] = pd.Series([perspective.get(name, "") for name in speakers], dtype="str")
        return found

    return joined


def decided(placed: pd.DataFrame) -> Keys:
    """The turns on which decisions stand."""
    return set(rows_of(placed, ["transcript_id", "new_turn"]))
