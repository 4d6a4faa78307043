"""What the evidence page of a large study holds."""

import hashlib

import pandas as pd
import pytest

from delphi.report.evidence.internal import AROUND, turns_shown
from delphi.report.evidence.shape import MOST, chosen, left_out


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


def test_evidence_chosen_is_everything_when_it_fits():
    frame = tags(A=3, B=4)
    assert chosen(frame, 7) is frame


@pytest.mark.parametrize("most", [3, 10, 57, 99])
def test_evidence_chosen_gives_every_statement_equally_many(most):
    frame = tags(A=50, B=3, loose=47)
    found = chosen(frame, most)
    counts = found["item_id"].value_counts()
    assert len(found) <= most
    assert counts["B"] == min(3, counts["A"])
    assert abs(counts["A"] - counts[""]) <= 0 or counts[""] == 47
    assert found["tag_id"].tolist() == [name for name in frame["tag_id"] if name in set(found["tag_id"])]


def test_evidence_chosen_does_not_change_when_others_come():
    few = set(chosen(tags(A=50, B=3), 20)["tag_id"])
    more = set(chosen(tags(A=51, B=3), 20)["tag_id"])
    assert len(few & more) >= len(few) - 1


def test_evidence_chosen_puts_suggestions_last():
    frame = tags(A=10)
    frame.loc[:6, "status"] = "suggested"
    assert set(chosen(frame, 3)["status"]) == {"checked"}


def test_evidence_page_says_what_it_leaves_out():
    assert left_out("nl", "public", 5, 5) == {}
    assert "5.000 van de 12.345" in left_out("nl", "public", 5_000, 12_345)["shown"]
    assert "5,000 of the 12,345" in left_out("en", "internal", 5_000, 12_345)["shown"]


def test_evidence_internal_keeps_turns_around_its_passages():
    assert turns_shown(tags(A=5)) is None
    shown = turns_shown(tags(A=MOST + 100))
    assert ("T1", 10 + AROUND) in shown or ("T1", 20 + AROUND) in shown
    assert len(shown) <= MOST * (2 * AROUND + 1)
