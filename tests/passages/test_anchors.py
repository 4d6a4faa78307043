"""Decisions find their passage again after corrections, or are said to be lost; none goes astray."""

from __future__ import annotations

import time
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delphi.passages.anchors import anchor_decisions
from delphi.passages.shifts import turn_map

from .conversation import Said, conversation, decisions, row, turns

LONG = "Wij hebben al twee jaar geen vrijwilliger meer gezien."
SEEDS = st.integers(0, 10_000)


def anchored(rows, frame):
    rows = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows)
    return anchor_decisions(rows, frame, turn_map(rows, frame))


def spoken(*texts, leads=()):
    return turns([Said(i, i in leads, text) for i, text in enumerate(texts)])


def place(result, i=0):
    return tuple(result.iloc[i][["outcome", "new_turn", "new_start", "new_end"]])


def astray(result, frame, said):
    """Decisions that ended on another turn than theirs, or on other words than those they quote."""
    names = {turn: entry.name for turn, entry in enumerate(said, start=1)}
    texts = dict(zip(frame["turn"], frame["text"]))
    wrong = []
    for entry in result.itertuples():
        if entry.outcome == "lost":
            continue
        words = texts[entry.new_turn][entry.new_start : entry.new_end] if entry.quote else ""
        if names[entry.new_turn] != entry.name or words != entry.quote:
            wrong.append((entry.row, entry.turn, entry.new_turn, entry.quote))
    return wrong


@given(SEEDS, st.booleans())
@settings(max_examples=60, deadline=None)
def test_unchanged_everything_stands(seed, alternate):
    said = conversation(seed, alternate=alternate)
    rows = decisions(said, seed)
    result = anchored(rows, turns(said))
    assert set(result["outcome"]) == {"stands"}
    assert (result["new_turn"] == rows["turn"]).all()
    assert (result["new_start"] == rows["start"]).all()
    pd.testing.assert_frame_equal(result[rows.columns], rows)


@given(SEEDS, st.booleans(), st.data())
@settings(max_examples=200, deadline=None)
def test_turns_put_in(seed, alternate, data):
    said = conversation(seed, alternate=alternate)
    rows = decisions(said, seed)
    at = data.draw(st.integers(0, len(said)))
    new = [
        Said(-1 - i, i % 2 == 0, t.text)
        for i, t in enumerate(conversation(seed + 1, data.draw(st.integers(1, 4))))
    ]
    corrected = said[:at] + new + said[at:]
    frame = turns(corrected)
    result = anchored(rows, frame)
    assert not astray(result, frame, corrected)
    long = rows["quote"].str.len() >= 20
    assert (result.loc[long, "outcome"] != "lost").all()
    before = result[(rows["turn"] < at + 1) & long]
    assert (before["outcome"] == "stands").all()
    assert len(result) == len(rows)


@given(SEEDS, st.booleans(), st.data())
@settings(max_examples=200, deadline=None)
def test_turns_taken_out(seed, alternate, data):
    said = conversation(seed, alternate=alternate)
    rows = decisions(said, seed)
    at = data.draw(st.integers(2, len(said) - 3))
    out = data.draw(st.integers(1, 2))
    corrected = said[:at] + said[at + out :]
    frame = turns(corrected)
    result = anchored(rows, frame)
    assert not astray(result, frame, corrected)
    gone = rows["turn"].between(at + 1, at + out)
    assert (result.loc[gone, "outcome"] == "lost").all()
    assert (result.loc[~gone & (rows["quote"].str.len() >= 20), "outcome"] != "lost").all()


@given(SEEDS, st.data())
@settings(max_examples=150, deadline=None)
def test_words_changed_elsewhere_in_the_turn(seed, data):
    said = conversation(seed)
    rows = decisions(said, seed)
    quoted = rows[rows["quote"].str.len() >= 20]
    chosen = quoted.iloc[data.draw(st.integers(0, len(quoted) - 1))]
    turn = int(chosen["turn"])
    text = said[turn - 1].text
    added = data.draw(st.sampled_from(["Euh, ", "[lacht] ", "Ja maar wacht eens, ik zeg het maar. "]))
    changed = added + text if data.draw(st.booleans()) else text + " " + added.strip()
    corrected = [replace(t, text=changed) if i == turn - 1 else t for i, t in enumerate(said)]
    frame = turns(corrected)
    result = anchored(rows, frame)
    assert not astray(result, frame, corrected)
    mine = result[(rows["turn"] == turn) & (rows["quote"].str.len() >= 20)].iloc[0]
    shift = len(added) if changed.startswith(added) else 0
    assert (mine["new_start"], mine["new_end"]) == (mine["start"] + shift, mine["end"] + shift)
    assert mine["outcome"] == ("moved" if shift else "stands")
    others = result[rows["turn"] != turn]
    assert (others["outcome"] == "stands").all()


def test_corrected_words_are_found_again_from_word_to_word():
    text = f"Ja, luister. {LONG} En zo is dat."
    start = text.index(LONG)
    corrected = text.replace("twee jaar", "drie jaar").replace("Ja, luister. ", "Ja, luister eens. ")
    result = anchored([row(1, start, start + len(LONG), text)], spoken(corrected))
    outcome, turn, low, high = place(result)
    assert (outcome, turn) == ("moved", 1)
    assert corrected[low:high] == LONG.replace("twee", "drie")


def test_words_that_changed_beyond_recognition_are_lost():
    text = f"Ja. {LONG}"
    result = anchored(
        [row(1, 4, len(text), text)], spoken("Ja. Ik weet eigenlijk niet wat ik daarvan vind, eerlijk.")
    )
    assert place(result) == ("lost", -1, -1, -1)


def test_a_short_quotation_needs_its_context():
    text = "Ja. Dat heb ik ook gehad, met die brieven."
    frame = spoken("Nee. Nooit gehad.", "Ja. Maar niet altijd, hoor.", "Wie? Ja. Ik ook.")
    assert place(anchored([row(1, 0, 3, text)], frame))[0] == "lost"
    moved = spoken("Ja. Maar niet altijd, hoor.", "Nee. Nooit gehad.", f"Euh. {text}")
    assert place(anchored([row(1, 0, 3, text), row(2, 0, 4, "Nee. Nooit gehad.")], moved)) == (
        "moved",
        3,
        5,
        8,
    )


def test_a_short_quotation_that_fits_by_accident_goes_with_its_context():
    before = [
        "Hoe gaat het met u?",
        LONG,
        "Echt?",
        "Ja. En dat blijft zo tot de winter voorbij is.",
        "En de bus dan?",
        "Die komt niet meer tot bij ons.",
    ]
    rows = [row(2, 0, len(LONG), LONG), row(4, 0, 3, before[3]), row(6, 0, len(before[5]), before[5])]
    after = [before[0], before[1], before[2], "Ja. Zeker weten, absoluut.", *before[3:]]
    assert place(anchored(rows, spoken(*after)), 1) == ("moved", 5, 0, 3)


def test_a_sentence_said_twice_stays_with_its_context():
    first, second = (
        f"Bij ons thuis. {LONG} Niemand.",
        f"In de stad is dat anders. {LONG} Kunt ge u dat voorstellen?",
    )
    start = second.index(LONG)
    frame = spoken("Ja?", first, "Nog iets?", "Niets.", second)
    assert place(anchored([row(3, start, start + len(LONG), second)], frame))[:2] == ("moved", 5)
    bare = row(9, 3, 3 + len(LONG), f"   {LONG}", prefix="", suffix="")
    assert place(anchored([bare], frame)) == ("lost", -1, -1, -1)


def test_checked_turns_follow_the_quotations_of_all_coders():
    said = [
        "Vraag een?",
        LONG,
        "En dan?",
        "Tja.",
        "Vraag twee?",
        "Op maandag koken wij samen soep in de zaal.",
    ]
    frame = spoken("Welkom allemaal.", "Dank u.", *said, leads=(0, 2, 4, 6))
    rows = pd.DataFrame(
        [row(2, 0, len(LONG), LONG, "x"), row(6, 0, len(said[5]), said[5], "y"), row(4, coder="z")]
    )
    shifts = turn_map(rows, frame)
    mine = anchor_decisions(rows[rows["coder"] == "z"], frame, shifts)
    assert place(mine) == ("moved", 6, -1, -1)


def test_where_quotations_disagree_the_coded_turns_decide_or_nobody():
    texts = ["Vraag?", LONG, "Hoezo?", "Zomaar.", "En?", "Op maandag koken wij samen soep in de zaal."]
    rows = [row(2, 0, len(LONG), LONG), row(4), row(6, 0, len(texts[5]), texts[5])]
    one = spoken(*texts[:2], "Nieuw.", *texts[2:], leads=(0, 3, 5))
    assert place(anchored(rows, one), 1) == ("moved", 5, -1, -1)
    two = spoken(*texts[:2], "Nieuw?", "Nieuw.", *texts[2:], leads=(0, 2, 4, 6))
    assert place(anchored(rows, two), 1) == ("lost", -1, -1, -1)


def test_the_opening_words_that_a_decision_kept_tell_its_turn():
    texts = ["Vraag?", LONG, "Hoezo?", "Op maandag koken wij samen soep in de zaal.", "En?", "Ja."]
    kept = row(4) | {"suffix": texts[3][:32]}
    for at in range(1, 6):
        frame = spoken(*texts[: at - 1], "Nieuw?", "Nieuw.", *texts[at - 1 :])
        assert place(anchored([kept], frame)) == (
            "moved" if at <= 4 else "stands",
            6 if at <= 4 else 4,
            -1,
            -1,
        )
    assert place(anchored([kept], spoken(*texts)))[:2] == ("stands", 4)


@pytest.mark.parametrize(
    ("turn", "texts", "leads"),
    [(1, ["Welkom.", LONG], (0,)), (2, [LONG, ""], ()), (9, [LONG, LONG], ())],
    ids=["facilitator", "empty", "no such turn"],
)
def test_checked_on_a_turn_that_nobody_can_code_is_lost(turn, texts, leads):
    assert place(anchored([row(turn)], spoken(*texts, leads=leads))) == ("lost", -1, -1, -1)


def test_decisions_made_before_and_after_a_correction_live_in_one_file():
    said = conversation(3, 30)
    old = decisions(said[:30], 3, share=1.0)
    corrected = said[:4] + [Said(-1, False, "Ik kom even tussen, sorry."), *said[4:]]
    half = old[old["turn"] <= 16]
    new = decisions(corrected, 5, share=1.0)
    new = new[new["turn"] > 17].assign(row=lambda frame: frame["row"] + 100)
    both = pd.concat([half, new], ignore_index=True)
    frame = turns(corrected)
    result = anchored(both, frame)
    assert not astray(result, frame, corrected)
    assert (result["outcome"] != "lost").mean() > 0.9


def test_transcripts_that_are_gone_lose_their_decisions_and_rows_stay_in_order():
    rows = pd.DataFrame(
        [row(1, 0, len(LONG), LONG), row(1) | {"transcript_id": "U"}, row(1)], index=[7, 3, 5]
    )
    result = anchored(rows, spoken(LONG))
    assert list(result["outcome"]) == ["stands", "lost", "stands"]
    assert list(result.index) == [7, 3, 5]
    assert [str(result[c].dtype) for c in ("new_turn", "new_start", "new_end")] == ["int64"] * 3


def test_no_decisions_at_all():
    rows = pd.DataFrame([row(1)]).iloc[:0]
    assert list(anchored(rows, spoken(LONG)).columns[-4:]) == ["new_turn", "new_start", "new_end", "outcome"]


def test_twenty_thousand_decisions_are_placed_in_seconds():
    said = conversation(1, 2_000)
    rows = pd.concat([decisions(said, seed, share=0.9) for seed in range(11)], ignore_index=True)
    corrected = said[:500] + conversation(2, 3) + said[500:]
    frame = turns([replace(t, text=t.text.replace("buurt", "wijk")) for t in corrected])
    start = time.process_time()
    result = anchored(rows, frame)
    assert len(result) > 20_000
    assert time.process_time() - start < 20


def test_turns_of_someone_who_withdrew_still_tell_how_turns_moved():
    texts = ["Vraag?", LONG, "En?", "", "Nu?", "Op maandag koken wij samen soep in de zaal."]
    rows = [row(2, 0, len(LONG), LONG), row(4), row(6, 0, len(texts[5]), texts[5])]
    frame = spoken("Welkom.", *texts, leads=(0, 1, 3, 5))
    frame.loc[frame["turn"] == 5, "participant_id"] = ""
    result = anchored(rows, frame)
    assert [place(result, i)[:2] for i in range(3)] == [("moved", 3), ("lost", -1), ("moved", 7)]
