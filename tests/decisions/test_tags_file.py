"""The file of tags, batch by batch."""

from __future__ import annotations

import pandas as pd

from delphi.decisions import TAG_COLUMNS
from delphi.decisions.tags_file import TagsFile


def tag(transcript, turn, quote="said", confidence=None):
    row = dict.fromkeys(TAG_COLUMNS, "") | {"tag_id": f"T{turn}", "transcript_id": transcript, "turn": turn}
    return row | {
        "round": 1, "start": 0, "end": 4, "status": "checked", "confidence": confidence, "quote": quote,
    }  # fmt: skip


def written(path, *batches, named=str):
    tags = TagsFile(path, named)
    for batch in batches:
        tags.add([tuple(row[name] for name in TAG_COLUMNS) for row in batch])
    tags.write()
    return tags


def test_tags_file_is_by_transcript_whatever_the_batches(tmp_path):
    one, other = [tag("B", 2), tag("D", 1)], [tag("A", 1), tag("A", 3), tag("C", 1)]
    written(tmp_path / "1.csv", one, other)
    written(tmp_path / "2.csv", other[:2], other[2:], one)
    text = (tmp_path / "1.csv").read_bytes()
    assert text == (tmp_path / "2.csv").read_bytes()
    frame = pd.read_csv(tmp_path / "1.csv")
    assert list(frame.columns) == list(TAG_COLUMNS)
    assert list(zip(frame["transcript_id"], frame["turn"])) == [
        ("A", 1), ("A", 3), ("B", 2), ("C", 1), ("D", 1),
    ]  # fmt: skip


def test_tags_file_has_the_text_that_pandas_would_write(tmp_path):
    rows = [tag("A", 1, 'a "b", c\nd é', 0.41), tag("A", 2, "", 1.0), tag("A", 3, " x ", 1 / 3), tag("A", 4)]
    written(tmp_path / "tags.csv", rows)
    frame = pd.DataFrame(rows, columns=list(TAG_COLUMNS)).astype({"confidence": "float64"})
    frame.to_csv(tmp_path / "pandas.csv", index=False, lineterminator="\n", encoding="utf-8")
    assert (tmp_path / "tags.csv").read_bytes() == (tmp_path / "pandas.csv").read_bytes()


def test_tags_file_shows_the_name_it_is_given_and_counts(tmp_path):
    tags = written(tmp_path / "new" / "tags.csv", [tag("A", 1)], [], named=str.casefold)
    assert pd.read_csv(tmp_path / "new" / "tags.csv")["tag_id"].tolist() == ["t1"]
    assert tags.statuses == {"checked": 1}
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["tags.csv"]


def test_tags_file_without_tags_has_a_header(tmp_path):
    written(tmp_path / "tags.csv", [])
    assert (tmp_path / "tags.csv").read_text("utf-8") == ",".join(TAG_COLUMNS) + "\n"
