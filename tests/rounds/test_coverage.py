"""How much of each transcript is checked."""

from __future__ import annotations

import pandas as pd
from tests.rounds.small_study import Session, SmallStudy

from delphi.rounds import coverage_table

STUDY = SmallStudy([Session("B", 2, "meeting", "north"), Session("A", 1, "meeting", "north")], [], [], [])


def turns(*rows):
    return pd.DataFrame(rows, columns=["transcript_id", "turn", "participant_id"])


def test_coverage_counts_turns_that_can_be_coded_and_who_read_them_whatever_the_batches():
    of_a, of_b = turns(("A", 1, ""), ("A", 2, "P1"), ("A", 3, "P2")), turns(("B", 1, "P1"))
    reading = pd.DataFrame(
        [("A", 1, "ada"), ("A", 2, "ada"), ("A", 2, "ben")], columns=["transcript_id", "turn", "coder"]
    )
    tags = pd.DataFrame(
        [("A", "checked"), ("A", "disputed"), ("B", "suggested")], columns=["transcript_id", "status"]
    )
    expected = [("A", 1, 3, 2, 1, 2, 0, 1), ("B", 2, 1, 1, 0, 1, 1, 0)]
    for batches in ([of_a, of_b], [of_b, of_a], [pd.concat([of_b, of_a])]):
        table = coverage_table(batches, STUDY.transcripts(), reading, tags)
        assert list(table.itertuples(index=False, name=None)) == expected
