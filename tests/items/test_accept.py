"""Accepted proposals become items and links, as decisions of whoever accepted."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.items.shelf import Shelf, event, item

from delphi.decisions import DECISION_COLUMNS
from delphi.decisions.append import Decision
from delphi.errors import InputErrors
from delphi.items.accept import accept
from delphi.items.proposals import Passage, Proposal

TAGS = pd.DataFrame(
    [
        ("A", 1, 0, 9, 2, "north", "ann", "night_bus", "strength", "", "eva", "It is calm"),
        ("A", 2, 3, 8, 2, "north", "bea", "night_bus", "strength", "", "eva;fay", "so calm"),
        ("B", 5, 0, 7, 1, "south", "cas", "night_bus", "weakness", "", "eva", "No calm"),
        ("B", 6, 0, 7, 3, "south", "cas", "night_bus", "strength", "NB-S1", "eva", "Safe"),
    ],
    columns=["transcript_id", "turn", "start", "end", "round", "group", "speaker", "work_model", "swot",
             "item_id", "coders", "quote"],
)  # fmt: skip
NOBODY = pd.DataFrame(columns=list(DECISION_COLUMNS))


def passage(transcript, turn, start, end, swot="strength", stance="supports"):
    return Passage(transcript, turn, start, end, "night_bus", swot, stance)


ALL = (passage("A", 1, 0, 9), passage("A", 2, 3, 8, stance="contests"), passage("B", 5, 0, 7, "weakness"))


def proposal(*passages, number="1", line=2, **cells):
    empty = {"item_id": "", "statement": "", "subgroup": "", "parent_id": ""}
    codes = {"work_model": "night_bus", "swot": "strength"}
    return Proposal(number, empty | codes | cells, passages or ALL, line)


@pytest.fixture
def shelf(tmp_path):
    items = [item(), item("NB-S2", statement="It is warm")]
    return Shelf(tmp_path, items, [event(), event("NB-S2"), event("NB-S2", kind="dropped")])


def taken(shelf, *proposals, decided=NOBODY, coder="an"):
    return accept(
        shelf.known, proposals, TAGS, decided, by="An", coder=coder, at="2025-01-01T12:00:00Z", path="p.csv"
    )


def test_accept_makes_the_item_its_event_and_a_link_for_each_passage(shelf):
    change = taken(shelf, proposal(statement="It is calm there"))
    assert [(c["item_id"], c["statement"], c["order"]) for c in change.items] == [
        ("NB-S3", "It is calm there", "2")
    ]
    (begun,) = change.events
    told = ["event", "round", "group", "participant_ids", "passage_ids", "text_after", "decided_by"]
    assert [begun[name] for name in told] == [
        "introduced", "1", "south", "cas", "B:5:0-7", "It is calm there", "An"
    ]  # fmt: skip
    assert change.links == [
        Decision("A", 1, "apply", 0, 9, "night_bus", "strength", "NB-S3", "supports"),
        Decision("A", 2, "apply", 3, 8, "night_bus", "strength", "NB-S3", "contests"),
        Decision("B", 5, "apply", 0, 7, "night_bus", "weakness", "NB-S3", "supports"),
    ]
    assert change.said == ["`NB-S3` added: “It is calm there”", "`NB-S3`: 3 passages linked"]


def test_accept_links_to_an_item_by_its_id_or_by_its_wording(shelf):
    for cells in ({"item_id": "NB-S1", "statement": "It is warm"}, {"statement": "it is SAFE."}):
        change = taken(shelf, proposal(ALL[0], **cells))
        assert not change.items
        assert not change.events
        assert [link.item_id for link in change.links] == ["NB-S1"]


def test_accept_says_that_another_wording_changes_nothing(shelf):
    change = taken(shelf, proposal(ALL[0], item_id="NB-S1", statement="It is safer"))
    assert change.notes == ["The wording of `NB-S1` stays as it is; `delphi items reformulate` changes it."]


def test_accept_twice_adds_nothing_twice(shelf):
    rows = pd.DataFrame(
        [{"action": "apply", "transcript_id": "A", "turn": 1, "start": 0, "end": 9, "work_model": "night_bus",
          "swot": "strength", "item_id": "NB-S1"}]
    )  # fmt: skip
    mine = proposal(ALL[0], passage("B", 6, 0, 7), item_id="NB-S1")
    change = taken(shelf, mine, decided=rows)
    assert not change.links
    assert change.said == ["`NB-S1`: 0 passages linked, 2 already were"]


def test_accept_takes_two_proposals_with_one_statement_as_one(shelf):
    change = taken(shelf, proposal(ALL[0], statement="Calm"), proposal(ALL[1], statement="calm", number="2"))
    assert len(change.items) == 1
    assert {link.item_id for link in change.links} == {"NB-S3"}


def test_accept_leaves_out_passages_that_are_tagged_no_more(shelf):
    change = taken(shelf, proposal(ALL[0], passage("A", 9, 0, 4), statement="Calm"))
    assert len(change.links) == 1
    assert change.notes == ["A:9:0-4 is left out: it is not tagged as night_bus, strength (any more)."]
    gone = taken(shelf, proposal(passage("A", 9, 0, 4), statement="Calm"))
    assert not gone.items
    assert gone.notes[-1] == "Proposal 1 is left out: none of its passages is left."


def test_accept_does_not_overrule_what_the_person_coded_herself(shelf):
    read = pd.DataFrame([{"action": "checked", "transcript_id": "A", "turn": turn} for turn in (1, 2)])
    decided = pd.concat([NOBODY, read])
    change = taken(shelf, proposal(ALL[0], ALL[1], statement="Calm"), decided=decided, coder="fay")
    assert [link.turn for link in change.links] == [2]  # fay gave turn 2 these codes, and turn 1 not
    assert "fay checked that turn and did not give it these codes" in change.notes[0]


def test_accept_says_when_a_statement_is_a_quotation(shelf):
    change = taken(shelf, proposal(ALL[0], statement="It is calm"))
    assert change.notes == ["`NB-S3` is worded as somebody said it, not as a statement of the panel."]


def test_accept_tells_every_proposal_that_cannot_be_taken(shelf):
    with pytest.raises(InputErrors) as caught:
        taken(
            shelf, proposal(ALL[0]), proposal(ALL[0], item_id="NB-S2", number="2", line=5),
            proposal(ALL[0], statement="x", work_model="tarm", number="3", line=9),
        )  # fmt: skip
    assert [(error.line, error.what) for error in caught.value.errors] == [
        (2, "proposal 1: it has no statement."),
        (5, "proposal 2: `NB-S2` was dropped in round 1."),
        (9, "proposal 3: there is no work_model `tarm`."),
    ]
