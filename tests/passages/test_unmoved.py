"""Where everything stands where it says, nothing has to be looked for; whatever moved is looked for."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delphi.passages.anchors import anchor_decisions
from delphi.passages.shifts import turn_map
from delphi.passages.unmoved import unmoved

from .conversation import Said, conversation, decisions, row, turns

SEEDS = st.integers(0, 10_000)
CHANGES = st.sampled_from(["nothing", "put in", "taken out", "word", "said again", "lead"])


def with_openings(rows, said):
    """Decisions without a stretch remember how their turn opens, as the window writes them."""
    opening = [said[turn - 1].text[:32] for turn in rows["turn"]]
    return rows.assign(suffix=rows["suffix"].where(rows["start"] >= 0, pd.Series(opening, index=rows.index)))


def changed(said, change, at, seed):
    if change == "put in":
        return said[:at] + conversation(seed + 1, 1) + said[at:]
    if change == "taken out":
        return said[:at] + said[at + 1 :]
    text = {
        "word": said[at].text.replace(" ", " heel ", 1),
        "said again": said[(at + 5) % len(said)].text,
    }.get(change, said[at].text)
    leads = said[at].facilitator != (change == "lead")
    return [replace(t, text=text, facilitator=leads) if i == at else t for i, t in enumerate(said)]


@given(SEEDS, st.booleans(), CHANGES, st.integers(0, 23), st.booleans())
@settings(max_examples=300, deadline=None)
def test_unmoved_transcripts_are_those_in_which_the_search_moves_nothing(seed, alternate, change, at, opened):
    said = conversation(seed, alternate=alternate)
    rows = decisions(said, seed)
    rows = with_openings(rows, said) if opened else rows
    frame = turns(changed(said, change, at, seed))
    still = unmoved(rows, frame)
    if change == "nothing":
        assert still == {"T"}
    if still:
        found = anchor_decisions(rows, frame, turn_map(rows, frame))
        assert set(found["outcome"]) == {"stands"}
        for name in ("turn", "start", "end"):
            assert found[f"new_{name}"].tolist() == rows[name].tolist()


def test_unmoved_is_asked_per_transcript():
    text = "Wij hebben al twee jaar geen vrijwilliger meer gezien."
    frame = pd.concat([turns([Said(0, False, text)], "T"), turns([Said(0, False, "Iets anders.")], "U")])
    rows = pd.DataFrame([row(1, 0, len(text), text) | {"transcript_id": key} for key in ("T", "U", "V")])
    assert unmoved(rows, frame) == {"T"}


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        ({"start": 4, "end": 8, "quote": "Goed", "prefix": "Ja. ", "suffix": "."}, "Ja, Goed."),
        ({"start": 4, "end": 8, "quote": "Goed", "prefix": "", "suffix": "."}, "Ja. Goed."),
        ({"start": 0, "end": 3, "quote": "Ja.", "prefix": "", "suffix": ""}, "Ja. Goed."),
        ({"start": -1, "end": 3, "quote": "Ja.", "prefix": "", "suffix": ""}, "Ja."),
        ({"start": 0, "end": 30, "quote": "", "prefix": "", "suffix": ""}, "Ja. Goed."),
        ({"start": -1, "end": -1, "quote": "", "prefix": "", "suffix": "Ja."}, "Ja. Goed."),
        ({"start": -1, "end": -1, "quote": "", "prefix": "", "suffix": ""}, ""),
    ],
)
def test_unmoved_leaves_out_what_is_in_doubt(kept, text):
    assert unmoved(pd.DataFrame([row(1) | kept]), turns([Said(0, False, text)])) == set()
