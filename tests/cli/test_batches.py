"""Turns are read batch by batch: the columns and transcripts that are wanted, whatever the files hold."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from delphi.cli.batches import each_batch, registered
from delphi.errors import InputError
from delphi.study import Participant, Transcript

TURNS = pd.DataFrame(
    {
        "transcript_id": ["A", "A", "B", "C"], "turn": [1, 2, 1, 1], "text": ["één", "", "twee 🙂", "x"],
        "participant_id": ["P1", "", "P2", "P1"], "facilitator": [False, True, False, False],
    }
)  # fmt: skip


@pytest.fixture(params=["a group of rows each", "one group"])
def file(request, tmp_path):
    path = tmp_path / "0.parquet"
    table = pa.Table.from_pandas(TURNS, preserve_index=False)
    with pq.ParquetWriter(path, table.schema) as writer:
        bounds = [(0, 2), (2, 3), (3, 4)] if request.param == "a group of rows each" else [(0, 4)]
        for low, high in bounds:
            writer.write_table(table[low:high])
    return str(path)


@pytest.mark.parametrize("names", [{"B"}, {"A", "C"}, {"Z"}, set(), None])
def test_batches_hold_the_transcripts_that_are_wanted(file, names):
    (frame,) = each_batch([file], ["turn", "characters"], names)
    wanted = TURNS if names is None else TURNS[TURNS["transcript_id"].isin(names)]
    assert list(frame.columns) == ["turn", "characters"]
    assert frame["turn"].tolist() == wanted["turn"].tolist()
    assert frame["characters"].tolist() == wanted["text"].str.len().tolist()
    (whole,) = each_batch([file], transcripts=names)
    pd.testing.assert_frame_equal(whole, wanted.reset_index(drop=True))


def test_batches_that_lack_a_column_are_damaged(file):
    with pytest.raises(InputError, match="damaged"):
        list(each_batch([file], ["turn", "speech"]))


def test_batches_get_what_the_registers_say():
    session = Transcript("A", "a.txt", 3, "meeting", "north", "", "", "en", (), "", (), 2)
    person = Participant("P1", "worker", "north", (3,), ("P1",), (), None, 2)
    found = registered([session], [person])(TURNS[TURNS["transcript_id"] == "A"])
    columns = ["turn", "round", "kind", "group", "perspective"]
    assert found[columns].values.tolist() == [
        [1, 3, "meeting", "north", "worker"],
        [2, 3, "meeting", "north", ""],
    ]
