"""What a report sums up when there is too much of it."""

import pandas as pd

from delphi.report import size
from delphi.report.figures.coverage import MOST_SESSIONS, by_round


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
