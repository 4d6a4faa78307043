"""A study small enough to work out by hand, with every number that follows from it.

Round 1, breadth: north (ann, bea) and south (cor, dan: bosses).  Round 2: north (ann, bea) and south
(cor, dan, eve), south not coded; an interview with fay.  Round 3: all in one meeting, but for ann.

X: ann raises it (round 1, twice), cor contests it (1).  bea supports it (2), and so does fay in
her interview.  It is reformulated after round 2.  cor supports the new wording (3).
Y: fay alone raises it in her interview (2); nobody takes it up.
"""

from __future__ import annotations

import pytest
from tests.rounds.small_study import Person, Said, Session, SmallStudy

STUDY = SmallStudy(
    sessions=[
        Session("N1", 1, "meeting", "north"), Session("S1", 1, "meeting", "south"),
        Session("N2", 2, "meeting", "north"), Session("S2", 2, "meeting", "south", present=("eve",)),
        Session("I2", 2, "interview", "calls"), Session("A3", 3, "meeting", "all"),
    ],
    people=[
        Person("ann", "worker", "north", (1, 2, 3)), Person("bea", "worker", "north", (1, 2, 3)),
        Person("cor", "boss", "south", (1, 2, 3)), Person("dan", "boss", "south", (1, 2, 3)),
        Person("eve", "worker", "south", (2, 3)), Person("fay", "worker", "calls", (2,)),
    ],
    said=[
        Said("N1", "ann", "X", "supports"), Said("N1", "ann", "X", "supports"), Said("N1", "bea"),
        Said("S1", "cor", "X", "contests"), Said("S1", "dan"),
        Said("N2", "ann"), Said("N2", "bea", "X", "supports"),
        Said("S2", "cor", coders=()), Said("S2", "dan", coders=()),
        Said("I2", "fay", "X", "supports"), Said("I2", "fay", "Y", "supports"),
        Said("A3", "bea"), Said("A3", "cor", "X", "supports"), Said("A3", "dan"), Said("A3", "eve"),
    ],
    items=[("X", 1), ("X", 2), ("Y", 1)],
    events=[("X", 1, "introduced", 1, "ann"), ("X", 2, "reformulated", 2, ""), ("Y", 1, "introduced", 2, "fay")],
).numbered()  # fmt: skip
COLUMNS = ["status", "version", "n_present", "n_panel", "n_supports", "n_panel_supports", "n_contests",
           "n_silent", "n_not_coded", "n_dissent", "n_sessions", "n_sessions_coded", "complete"]  # fmt: skip
GOLDEN = {
    ("X", 1, "worker", ""): ("introduced", 1, 2, 2, 1, 1, 0, 1, 0, 0, 1, 1, "yes"),
    ("X", 1, "worker", "north"): ("introduced", 1, 2, 2, 1, 1, 0, 1, 0, 0, 1, 1, "yes"),
    ("X", 1, "boss", ""): ("contested", 1, 2, 2, 0, 0, 1, 1, 0, 1, 1, 1, "yes"),
    ("X", 1, "boss", "south"): ("contested", 1, 2, 2, 0, 0, 1, 1, 0, 1, 1, 1, "yes"),
    ("X", 2, "worker", ""): ("reformulated", 1, 4, 3, 2, 1, 0, 1, 1, 0, 3, 2, "no"),
    ("X", 2, "worker", "north"): ("confirmed", 1, 2, 2, 1, 1, 0, 1, 0, 0, 1, 1, "yes"),
    ("X", 2, "worker", "south"): ("not_coded", 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, "no"),
    ("X", 2, "worker", "calls"): ("introduced", 1, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, "yes"),
    ("X", 2, "boss", ""): ("reformulated", 1, 2, 2, 0, 0, 0, 0, 2, 1, 1, 0, "no"),
    ("X", 2, "boss", "south"): ("not_coded", 1, 2, 2, 0, 0, 0, 0, 2, 1, 1, 0, "no"),
    ("X", 3, "worker", ""): ("silent", 2, 2, 2, 0, 0, 0, 2, 0, 0, 1, 1, "yes"),
    ("X", 3, "worker", "all"): ("silent", 2, 2, 2, 0, 0, 0, 2, 0, 0, 1, 1, "yes"),
    ("X", 3, "boss", ""): ("confirmed", 2, 2, 2, 1, 1, 0, 1, 0, 1, 1, 1, "yes"),
    ("X", 3, "boss", "all"): ("confirmed", 2, 2, 2, 1, 1, 0, 1, 0, 0, 1, 1, "yes"),
    ("Y", 2, "worker", ""): ("introduced", 1, 4, 3, 1, 0, 0, 2, 1, 0, 3, 2, "no"),
    ("Y", 2, "worker", "north"): ("silent", 1, 2, 2, 0, 0, 0, 2, 0, 0, 1, 1, "yes"),
    ("Y", 2, "worker", "south"): ("not_coded", 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, "no"),
    ("Y", 2, "worker", "calls"): ("introduced", 1, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, "yes"),
    ("Y", 2, "boss", ""): ("not_coded", 1, 2, 2, 0, 0, 0, 0, 2, 0, 1, 0, "no"),
    ("Y", 2, "boss", "south"): ("not_coded", 1, 2, 2, 0, 0, 0, 0, 2, 0, 1, 0, "no"),
    ("Y", 3, "worker", ""): ("silent", 1, 2, 2, 0, 0, 0, 2, 0, 0, 1, 1, "yes"),
    ("Y", 3, "worker", "all"): ("silent", 1, 2, 2, 0, 0, 0, 2, 0, 0, 1, 1, "yes"),
    ("Y", 3, "boss", ""): ("silent", 1, 2, 2, 0, 0, 0, 2, 0, 0, 1, 1, "yes"),
    ("Y", 3, "boss", "all"): ("silent", 1, 2, 2, 0, 0, 0, 2, 0, 0, 1, 1, "yes"),
}  # fmt: skip
PANEL = {
    (1, "north", "worker"): (2, 2, 0, 2, None, None, None),
    (1, "south", "boss"): (2, 2, 0, 2, None, None, None),
    (2, "north", "worker"): (2, 2, 2, 0, 1, 2, 2),
    (2, "south", "worker"): (1, 1, 0, 1, None, None, None),
    (2, "south", "boss"): (2, 2, 2, 0, 1, 2, 2),
    (3, "north", "worker"): (2, 1, 1, 0, 2, 2, 1),
    (3, "south", "worker"): (1, 1, 1, 0, 2, 1, 1),
    (3, "south", "boss"): (2, 2, 2, 0, 2, 2, 2),
}  # fmt: skip


@pytest.fixture(scope="module")
def tables():
    return STUDY.tables()


def test_golden_consensus(tables):
    found = {
        (row["item_id"], row["round"], row["perspective"], row["group"]): tuple(row[c] for c in COLUMNS)
        for row in tables["consensus"].to_dict("records")
    }
    assert found == GOLDEN


def test_golden_groups_of_a_round(tables):
    frame = tables["consensus"].set_index(["item_id", "round", "perspective", "group"])
    columns = ["n_groups", "n_groups_supports", "n_groups_contests", "n_groups_nuances", "n_groups_silent"]
    assert list(frame.loc[("X", 2, "worker", ""), columns]) == [3, 2, 0, 0, 0]
    assert list(frame.loc[("Y", 2, "worker", ""), columns]) == [3, 1, 0, 0, 1]
    assert frame.loc[("X", 2, "worker", "north"), columns].isna().all()


def test_golden_panel(tables):
    found = {
        (row["round"], row["group"], row["perspective"]): tuple(
            None if row[c] is None or row[c] != row[c] or str(row[c]) == "<NA>" else int(row[c])
            for c in list(row)[3:]
        )
        for row in tables["panel"].astype(object).to_dict("records")
    }
    assert found == PANEL


def test_golden_last_word(tables):
    swot = tables["swot"].set_index("item_id")
    assert swot["status"].to_dict() == {"X": "confirmed", "Y": "introduced"}
    assert swot["n_speakers"].to_dict() == {"X": 4, "Y": 1}
    assert swot["n_passages"].to_dict() == {"X": 6, "Y": 1}
    assert (swot.loc["X", "n_supports_r2_worker"], swot.loc["X", "n_supports_r3_boss"]) == (0, 1)
