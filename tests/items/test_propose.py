"""Proposals by likeness of words: what is put together, what comes first, and that it is always the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.items.shelf import CODEBOOK, event, item

from delphi.items import likeness
from delphi.items.likeness import groups, most_central, vectors
from delphi.items.propose import propose, propose_links, ranked

SAID = [
    ("A", 1, "ann", "strength", "The driver waits until you are inside your door."),
    ("A", 2, "bea", "strength", "My driver waited till my door was open, every time."),
    ("B", 1, "cas", "strength", "He waits, the driver, until the door is shut."),
    ("B", 2, "cas", "strength", "It costs less than a taxi."),
    ("A", 3, "ann", "weakness", "It costs more than I have."),
    ("B", 3, "ann", "strength", "Nothing is cheaper, a taxi costs three times as much."),
]


def tags(said=SAID, **more):
    frame = pd.DataFrame(said, columns=["transcript_id", "turn", "speaker", "swot", "quote"])
    given = {
        "round": 1, "start": 0, "end": frame["quote"].str.len(), "perspective": "rider", "status": "checked",
        "work_model": "night_bus", "item_id": "", "stance": "",
    }  # fmt: skip
    return frame.assign(**(given | more))


def test_propose_puts_like_words_together_and_counts_speakers():
    frame = propose(tags(), CODEBOOK, lambda text: text.replace("driver", "[who]"))
    assert list(frame["proposal"]) == [1, 1, 1, 2, 2, 3]
    first = frame.drop_duplicates("proposal")
    assert list(first["speakers"]) == [3, 2, 1]
    assert list(first["passages"]) == [3, 2, 1]
    assert list(first["swot"]) == ["strength", "strength", "weakness"]
    assert list(first["transcripts"]) == ["A B", "B", "A"]
    assert (first["statement"] == first["quote"]).all()
    assert "[who]" in first["statement"].iloc[0]
    assert set(frame["accept"]) == {""}
    assert set(frame["passage"]) == {f"{t}:{n}:0-{len(q)}" for t, n, _, _, q in SAID}


def test_propose_leaves_out_what_has_an_item():
    frame = propose(tags(item_id=["NB-S1", *[""] * 5]), CODEBOOK, str)
    assert "A:1:0-48" not in set(frame["passage"])
    assert propose(tags(item_id="NB-S1"), CODEBOOK, str).empty


def test_propose_works_on_one_passage_and_on_none_with_letters():
    assert len(propose(tags(SAID[:1]), CODEBOOK, str)) == 1
    marks = [("A", n, "ann", "strength", text) for n, text in enumerate(("…", "?!", "..."))]
    assert len(propose(tags(marks), CODEBOOK, str)) == 3


def test_propose_takes_the_work_models_in_the_codebooks_order():
    models = ["tram", "night_bus", "tram", "tram", "night_bus", "tram"]
    frame = propose(tags(work_model=models), CODEBOOK, str)
    assert list(dict.fromkeys(frame["work_model"])) == ["night_bus", "tram"]


@settings(max_examples=30, deadline=None)
@given(order=st.permutations(range(len(SAID))))
def test_propose_says_the_same_whatever_the_order_of_the_tags(order):
    def sets(frame):
        return {tuple(sorted(mine["passage"])) for _, mine in frame.groupby("proposal")}

    assert sets(propose(tags().iloc[list(order)], CODEBOOK, str)) == sets(propose(tags(), CODEBOOK, str))


def test_groups_in_parts_find_what_groups_at_once_find(monkeypatch):
    words = ["driver waits door", "cheap taxi cost", "cold winter stop", "late night party"]
    texts = [f"{words[i % 4]} {words[i % 4]} {i}" for i in range(60)]
    at_once = groups(vectors(texts))
    assert at_once == [i % 4 for i in range(60)]
    monkeypatch.setattr(likeness, "AT_ONCE", 9)
    assert groups(vectors(texts)) == at_once


def test_most_central_is_likest_to_the_others():
    rows = vectors(["aaaa bbbb cccc dddd", "aaaa bbbb", "cccc dddd", "zzzz"])
    assert most_central(rows, [1, 2, 0]) == 0
    assert most_central(rows, [3]) == 3
    assert np.allclose(rows.multiply(rows).sum(axis=1), 1)


def test_ranked_by_the_statement_and_by_what_is_linked_to_it():
    statements = {"X": "The driver waits for you", "Y": "It is cheap", "Z": "It is cheap"}
    among = [["X", "Y"], ["X", "Y"]]
    quotes = ["He waits for us, that driver.", "Half of what a taxi asks."]
    assert ranked(quotes, among, statements, []) == [["X", "Y"], ["X", "Y"]]
    assert ranked(quotes, among, statements, [("Y", "A taxi asks double.")])[1] == ["Y", "X"]


REGISTER = pd.DataFrame(
    [
        item("NB-S1", statement="The driver waits at your door"), item("NB-S2", statement="It is cheap"),
        item("NB-S3", statement="Cheap by night"), item("NB-S4", statement="Cheap by day"),
        item("NB-S5", statement="There are seats"),
    ]
).assign(wordings=lambda frame: [(text,) for text in frame["statement"]])  # fmt: skip


def ledger(*events):
    return pd.DataFrame(list(events) or [event()])


def test_links_are_proposed_in_the_same_cell_and_never_to_what_ended():
    ended = ledger(event("NB-S2", kind="dropped"))
    frame = propose_links(tags(), REGISTER, ended, CODEBOOK, str)
    assert set(frame["swot"]) == {"strength"}
    assert "NB-S2" not in " ".join(frame["candidates"])
    row = frame[frame["passage"] == "A:1:0-48"].iloc[0]
    assert (row["item_id"], row["statement"]) == ("NB-S1", "The driver waits at your door")
    assert row["candidates"].split(" | ")[0] == "NB-S1: The driver waits at your door"
    assert len(row["candidates"].split(" | ")) == 3
    assert list(frame["proposal"]) == list(range(1, len(frame) + 1))


def test_links_of_a_split_item_are_proposed_to_its_parts_until_somebody_decided():
    split = ledger(event("NB-S2", kind="split", text_after="Cheap by night\nCheap by day"))
    stances = ["", "", "", "contests", "", ""]
    linked = tags(item_id=["NB-S1", "NB-S1", "NB-S1", "NB-S2", "NB-S1", "NB-S1"], stance=stances)
    frame = propose_links(linked, REGISTER, split, CODEBOOK, str)
    assert list(frame["passage"]) == ["B:2:0-26"]
    assert frame["item_id"].iloc[0] in ("NB-S3", "NB-S4")
    assert frame["stance"].iloc[0] == "contests"
    decided = pd.concat([linked, linked.iloc[[3]].assign(item_id="NB-S4")])
    assert propose_links(decided, REGISTER, split, CODEBOOK, str).empty
