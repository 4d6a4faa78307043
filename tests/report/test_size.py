"""What a report sums up when there is too much of it."""

import hashlib

import pandas as pd
import pytest

from delphi.report import size
from delphi.report.figures.coverage import MOST_SESSIONS, by_round
from delphi.report.size import chosen


def coverage(sessions):
    return pd.DataFrame(
        {
            "transcript_id": [f"T{n}" for n in range(sessions)],
            "round": [str(1 + n % 2) for n in range(sessions)],
            "participant_turns": ["10"] * sessions,
            "checked": ["4"] * sessions,
        }
    )


def test_size_coverage_of_few_sessions_is_left_as_it_is():
    few = coverage(MOST_SESSIONS)
    assert by_round(few, "nl") is few


def test_size_coverage_of_many_sessions_has_a_line_per_round():
    found = by_round(coverage(MOST_SESSIONS + 2), "nl")
    assert found["transcript_id"].tolist() == ["Ronde 1", "Ronde 2"]
    assert found["participant_turns"].tolist() == [310, 310]
    assert found["checked"].tolist() == [124, 124]


def test_size_first_rows_says_where_the_others_are():
    assert size.first_rows([1, 2], "nl", "swot") == ([1, 2], "")
    rows, note = size.first_rows(list(range(size.MOST_ROWS + 7)), "en", "swot")
    assert len(rows) == size.MOST_ROWS
    assert "7" in note
    assert "reports/tables/swot.csv" in note


def test_size_dates_of_many_days_are_the_first_and_the_last():
    days = [f"2025-01-{day:02}" for day in range(1, 20)]
    assert size.dates(days[:2], "en").count("2025") == 2
    assert size.dates(days, "nl") == "van 1 januari 2025 tot 19 januari 2025"


def tags(**sizes):
    rows = [
        (
            hashlib.sha256(f"{item}{n}".encode()).hexdigest()[:10],
            "m",
            "c",
            item if item != "loose" else "",
            "checked",
            "T1",
            10 * n,
        )
        for item, size in sizes.items()
        for n in range(size)
    ]
    return pd.DataFrame(
        rows, columns=["tag_id", "work_model", "swot", "item_id", "status", "transcript_id", "turn"]
    )


def test_size_chosen_is_everything_when_it_fits():
    frame = tags(A=3, B=4)
    assert chosen(frame, 7) is frame


@pytest.mark.parametrize("most", [3, 10, 57, 99])
def test_size_chosen_gives_every_statement_equally_many(most):
    frame = tags(A=50, B=3, loose=47)
    found = chosen(frame, most)
    counts = found["item_id"].value_counts()
    assert len(found) <= most
    assert counts["B"] == min(3, counts["A"])
    assert abs(counts["A"] - counts[""]) <= 0 or counts[""] == 47
    assert found["tag_id"].tolist() == [name for name in frame["tag_id"] if name in set(found["tag_id"])]


def test_size_chosen_does_not_change_when_others_come():
    few = set(chosen(tags(A=50, B=3), 20)["tag_id"])
    more = set(chosen(tags(A=51, B=3), 20)["tag_id"])
    assert len(few & more) >= len(few) - 1


def test_size_chosen_puts_suggestions_last():
    frame = tags(A=10)
    frame.loc[:6, "status"] = "suggested"
    assert set(chosen(frame, 3)["status"]) == {"checked"}
