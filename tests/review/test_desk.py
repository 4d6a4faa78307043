"""The desk without a browser: what a coder sees, what her acts write, and what `settle` makes of it."""

from __future__ import annotations

import csv

import pandas as pd
import pytest
from small_study import NASTY, SUGGESTIONS, TURNS, turn, write_study

from delphi.codebook import load_codebook
from delphi.coding.learner.weighed import Weighed
from delphi.decisions import read_decisions, settle
from delphi.errors import InputError
from delphi.review.desk import Desk
from delphi.review.material import TURN_COLUMNS, Material, suggestions_frame
from delphi.review.record import Record
from delphi.review.surface import static


def sit(study, coder="ann", place="T1"):
    desk = Desk(Material(study), coder)
    desk.answer({"act": "begin", "place": place})
    return desk


def act(desk, name, **message):
    transcript, number = desk.key
    return desk.answer({"act": name, "transcript_id": transcript, "turn": number, **message})


def entries(desk, **like):
    found = desk.view()["work"]["entries"]
    return [entry for entry in found if all(entry[name] == value for name, value in like.items())]


def tag(start, end, work_model="choir", swot="plus", links=(), note=""):
    return {"start": start, "end": end, "work_model": work_model, "swot": swot, "links": links, "note": note}


def accept(desk, entry=None):
    entry = entry or entries(desk, state="open")[0]
    return act(desk, "save", base=entry, tag=entry)


def rows(study, coder="ann"):
    path = study / "data/coded/decisions" / f"{coder}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def settled(study, *coders):
    """The tags that the workflow's `settle` makes of the files, and who read which turn."""
    material = Material(study)
    files = [material.file_of(coder) for coder in coders or ("ann",)]
    decisions = read_decisions(files, material.codebook, ["T1", "T2"])
    decisions = decisions[~decisions["split"]].rename(
        columns={"turn": "new_turn", "start": "new_start", "end": "new_end"}
    )
    offered = suggestions_frame(row for found in material.suggestions.values() for row in found)
    nobody = pd.DataFrame(columns=decisions.columns)
    tags, reading = settle(decisions, nobody, offered, material.turns[list(TURN_COLUMNS)])
    return tags[tags["status"] != "suggested"], tags[tags["status"] == "suggested"], reading


def test_desk_starts_with_names_and_places(study):
    desk = Desk(Material(study))
    assert desk.view()["start"]["coders"] == []
    view = desk.answer({"act": "sit", "coder": "Ann B"})
    assert view["coder"] == "Ann-B"
    assert [(place["place"], place["total"]) for place in view["start"]["places"]] == [("T1", 4), ("T2", 2)]
    assert desk.answer({"act": "sit", "coder": "../x"})["notice"]["kind"] == "error"


def test_desk_shows_the_conversation_around_a_passage(study):
    work = sit(study).view()["work"]
    assert [said["turn"] for said in work["speech"]] == [1, 2, 3, 4, 5, 6]
    assert work["turn"] == 2
    assert work["speech"][0]["facilitator"]
    assert work["sentences"] == [[0, 21], [22, 42], [43, 59]]
    assert work["focus"] == "suggestion:0:21:choir:plus"
    assert entries(desk := sit(study))[0]["evidence"] == "koor, gezellig"
    assert desk.view()["progress"] == {"read": 0, "total": 6, "read_here": 0, "total_here": 4}


def test_desk_accept_reject_and_read_are_what_settle_sees(study):
    desk = sit(study)
    accept(desk)
    act(desk, "reject", base=entries(desk, state="open")[0])
    assert [entry["state"] for entry in entries(desk)] == ["mine", "rejected"]
    act(desk, "read")
    assert desk.key == ("T1", 3)
    assert [row["action"] for row in rows(study)] == ["apply", "reject", "checked"]
    tags, suggested, reading = settled(study)
    assert tags[["start", "end", "work_model", "swot"]].to_numpy().tolist() == [[0, 21, "choir", "plus"]]
    assert suggested[["transcript_id", "turn"]].to_numpy().tolist() == [["T1", 3], ["T2", 2]]
    assert reading.to_numpy().tolist() == [["T1", 2, "ann"]]


def test_desk_changed_codes_reject_the_suggestion_and_apply_the_change(study):
    desk = sit(study)
    entry = entries(desk, state="open")[0]
    act(desk, "save", base=entry, tag=tag(0, 42, "garden", "need", [["G1", "contests"]], "waarom?"))
    assert [(row["action"], row["work_model"], row["note"]) for row in rows(study)] == [
        ("reject", "choir", ""), ("apply", "garden", "waarom?"),
    ]  # fmt: skip
    tags, _, _ = settled(study)
    assert tags[["quote", "item_id", "stance"]].to_numpy().tolist() == [
        ["Het koor is gezellig. We zingen elke week.", "G1", "contests"]
    ]
    assert [memo["note"] for memo in desk.memos()] == ["waarom?"]
    assert entries(desk, kind="tag")[0]["note"] == "waarom?"


def test_desk_widening_keeps_the_suggestion_unrejected(study):
    desk = sit(study)
    entry = entries(desk, state="open")[0]
    act(desk, "save", base=entry, tag=tag(0, 42))
    assert [row["action"] for row in rows(study)] == ["apply"]


def test_desk_undo_makes_the_tags_what_they_were(study):
    desk = sit(study)
    act(desk, "save", base=None, tag=tag(0, 42))
    act(desk, "save", base=None, tag=tag(22, 59))  # overlaps, with the same codes
    act(desk, "undo")
    assert [(one["start"], one["end"]) for one in entries(desk, kind="tag")] == [(0, 42)]
    tags, _, _ = settled(study)
    assert tags[["start", "end"]].to_numpy().tolist() == [[0, 42]]
    act(desk, "undo")
    assert not entries(desk, kind="tag")
    assert settled(study)[0].empty
    assert act(desk, "undo")["notice"]["kind"] == "info"


def test_desk_undo_of_a_removed_tag_brings_its_links_back(study):
    desk = sit(study)
    act(desk, "save", base=None, tag=tag(0, 21, links=[["C1", "supports"], ["G1", "nuances"]]))
    act(desk, "reject", base=entries(desk, kind="tag")[0])
    assert not entries(desk, kind="tag")
    act(desk, "undo")
    assert entries(desk, kind="tag")[0]["links"] == [["C1", "supports"], ["G1", "nuances"]]


def test_desk_undo_of_an_accepted_suggestion_opens_it_again(study):
    desk = sit(study)
    accept(desk)
    view = act(desk, "undo")
    assert [entry["state"] for entry in view["work"]["entries"]] == ["open", "open"]
    accept(desk)
    assert len(entries(desk, kind="tag")) == 1


def test_desk_undo_of_read_leads_back_and_says_that_read_stays_read(study):
    desk = sit(study)
    act(desk, "read")
    view = act(desk, "undo")
    assert desk.key == ("T1", 2)
    assert view["work"]["checked"]
    assert len(rows(study)) == 1
    act(desk, "save", base=None, tag=tag(22, 42))
    assert settled(study)[2].shape[0] == 1  # a later tag keeps the turn checked


def test_desk_taking_a_link_away_keeps_the_tag(study):
    desk = sit(study)
    act(desk, "save", base=None, tag=tag(0, 21, links=[["C1", "supports"]]))
    act(desk, "save", base=entries(desk, kind="tag")[0], tag=tag(0, 21))
    tags, _, _ = settled(study)
    assert tags[["start", "end", "item_id"]].to_numpy().tolist() == [[0, 21, ""]]


def test_desk_changing_a_stance_replaces_it(study):
    desk = sit(study)
    act(desk, "save", base=None, tag=tag(0, 21, links=[["C1", "supports"]]))
    act(desk, "save", base=entries(desk, kind="tag")[0], tag=tag(0, 21, links=[["C1", "contests"]]))
    assert settled(study)[0][["item_id", "stance"]].to_numpy().tolist() == [["C1", "contests"]]


def test_desk_splits_a_tag(study):
    desk = sit(study)
    act(desk, "save", base=None, tag=tag(0, 59))
    whole = entries(desk, kind="tag")[0]
    view = act(desk, "split", base=whole, parts=[tag(0, 21), tag(22, 59)])
    assert [(one["start"], one["end"]) for one in entries(desk, kind="tag")] == [(0, 21), (22, 59)]
    assert view["work"]["focus"] == "tag:22:59:choir:plus"
    act(desk, "undo")
    assert [(one["start"], one["end"]) for one in entries(desk, kind="tag")] == [(0, 59)]


def test_desk_splitting_keeps_the_memo_on_the_first_part(study):
    desk = sit(study)
    act(desk, "save", base=None, tag=tag(0, 59, note="why"))
    act(desk, "split", base=entries(desk, kind="tag")[0], parts=[tag(0, 21), tag(22, 59)])
    assert [one["note"] for one in entries(desk, kind="tag")] == ["why", ""]
    act(desk, "undo")
    assert [one["note"] for one in entries(desk, kind="tag")] == ["why"]


def test_desk_memo_on_a_tag_changes_nothing_else(study):
    desk = sit(study)
    act(desk, "save", base=None, tag=tag(0, 21, links=[["C1", "supports"]]))
    act(
        desk,
        "save",
        base=entries(desk, kind="tag")[0],
        tag=tag(0, 21, links=[["C1", "supports"]], note="=1+1"),
    )
    assert [row["note"] for row in rows(study)] == ["", "=1+1"]
    assert len(settled(study)[0]) == 1
    act(desk, "read", note="over de beurt")
    act(desk, "undo")
    assert desk.view()["work"]["note"] == "over de beurt"


@pytest.mark.parametrize("stretch", [(0, 12), (11, 12), (14, 19), (0, len(NASTY))])
def test_desk_quotes_code_points(study, stretch):
    desk = sit(study)
    desk.answer({"act": "go", "transcript_id": "T1", "turn": 3})
    act(desk, "save", base=None, tag=tag(*stretch, "garden"))
    row = rows(study)[0]
    assert row["quote"] == NASTY[slice(*stretch)]
    assert row["prefix"] + row["quote"] + row["suffix"] in NASTY
    assert Record(Material(study), "ann").tags(("T1", 3))[0].stretch[:2] == stretch


def test_desk_refuses_what_does_not_fit_and_writes_nothing(study):
    desk = sit(study)
    for message in (
        {"base": None, "tag": tag(0, 999)},
        {"base": None, "tag": tag(0, 21, "tram")},
        {"base": None, "tag": tag(0, 21, links=[["X", "supports"]])},
        {"base": None, "tag": tag(0, 21), "turn": 3},
    ):
        assert act(desk, "save", **message)["notice"]["kind"] == "error"
    desk.answer({"act": "go", "transcript_id": "T1", "turn": 1})
    assert act(desk, "read")["notice"]["kind"] == "error"  # a facilitator's turn
    assert rows(study) == []


def test_desk_resumes_where_the_coder_was(study):
    desk = sit(study)
    accept(desk)
    act(desk, "read")
    again = Desk(Material(study), "ann")
    resume = again.view()["start"]["resume"]
    assert resume == {"place": "T1", "transcript_id": "T1", "turn": 3}
    again.answer({"act": "begin", **resume})
    assert again.key == ("T1", 3)
    assert again.view()["progress"]["read"] == 1
    (study / "data/interim/review/ann.json").write_text("{")
    assert Desk(Material(study), "ann").view()["start"]["resume"] is None
    assert sit(study).key == ("T1", 3)  # the first that she has not read


def test_desk_moves_through_a_transcript(study):
    desk = sit(study)
    act(desk, "next")
    assert desk.key == ("T1", 3)
    act(desk, "next")
    assert desk.key == ("T1", 5)  # turn 4 is the facilitator's
    act(desk, "previous")
    assert desk.key == ("T1", 3)
    for _ in range(4):
        act(desk, "read")
    assert desk.view()["progress"]["read_here"] == 4
    assert act(desk, "read")["notice"]["kind"] == "info"


def test_desk_previous_in_the_queue_is_where_she_came_from(study):
    desk = sit(study, place="")
    first = desk.key
    act(desk, "read")
    second = desk.key
    act(desk, "read")
    act(desk, "previous")
    assert desk.key == second
    act(desk, "previous")
    assert desk.key == first
    assert act(desk, "previous")["notice"]["kind"] == "info"


def test_desk_two_windows_see_each_other(study):
    one, two = sit(study), sit(study)
    accept(one)
    view = two.answer({"act": "look"})
    assert view["work"]["entries"][0]["state"] == "mine"
    act(two, "reject", base=entries(two, kind="tag")[0])
    assert act(one, "undo")["notice"]["kind"] == "error"  # it was changed in the other window
    assert [row["action"] for row in rows(study)] == ["apply", "reject"]


def test_desk_sees_a_row_that_another_window_writes_at_the_same_moment(study, monkeypatch):
    one, two = sit(study), sit(study)
    refresh = two.record.refresh
    monkeypatch.setattr(two.record, "refresh", lambda: (refresh(), accept(one)))
    act(two, "save", base=None, tag=tag(43, 59, "garden", "need"))
    assert [entry["start"] for entry in entries(two, kind="tag")] == [0, 43]


def test_desk_is_blind_to_other_coders(study):
    other = sit(study, "bo")
    accept(other)
    desk = sit(study)
    assert [entry["state"] for entry in entries(desk)] == ["open", "open"]
    assert "bo" not in str(desk.view()["work"])


def test_desk_hides_suggestions_and_writes_that_down(tmp_path):
    study = write_study(tmp_path, share=1)
    desk = sit(study)
    assert entries(desk) == []
    act(desk, "save", base=None, tag=tag(0, 21))
    act(desk, "read")
    assert entries(desk) == []
    act(desk, "next")
    act(desk, "read")
    assert [row["suggestion_shown"] for row in rows(study)] == ["false", "false", ""]
    assert {row["codebook_version"] for row in rows(study)} == {"1"}


def test_desk_brings_split_codes_back(tmp_path):
    study = write_study(tmp_path)
    for quote in ("Het koor is gezellig.", "We zingen elke week."):
        desk = sit(study)
        start = TURNS[1]["text"].index(quote)
        act(desk, "save", base=None, tag=tag(start, start + len(quote)))
    act(desk, "read")
    book = study / "config/codebook.yaml"
    text = book.read_text(encoding="utf-8").replace("version: 1", "version: 2")
    text = text.replace("key: choir", "key: big_choir").replace(
        "  - {key: garden", "  - {key: small_choir, label: k, definition: d}\n  - {key: garden"
    )
    book.write_text(
        text
        + "migrations:\n  - {from_version: 1, facet: work_model, split: {from: choir, into: [big_choir, small_choir]}}\n",
        encoding="utf-8",
    )
    (study / "data/coded/items.csv").unlink()
    frame = pd.DataFrame(
        columns=[
            "transcript_id",
            "turn",
            "start",
            "end",
            "work_model",
            "swot",
            "source",
            "confidence",
            "evidence",
        ]
    )
    frame.to_parquet(study / "data/interim/suggestions/0.parquet")
    assert load_codebook(book).version == 2
    desk = sit(study, place="")
    assert desk.key == ("T1", 2)
    again = entries(desk, kind="again")
    assert [(one["was"], one["into"], one["work_model"]) for one in again] == [
        ("choir", ["big_choir", "small_choir"], "")
    ] * 2
    act(desk, "save", base=again[0], tag=tag(0, 21, "small_choir"))
    act(desk, "reject", base=entries(desk, kind="again")[0])
    assert entries(desk, kind="again") == []
    assert desk.record.turns_to_decide_anew() == []
    assert settled(study)[0][["start", "work_model"]].to_numpy().tolist() == [[0, "small_choir"]]


def test_desk_tells_of_a_cut_row_and_goes_on_when_asked(study):
    accept(sit(study))
    path = study / "data/coded/decisions/ann.csv"
    whole = path.read_bytes()
    path.write_bytes(whole + b"2025-01-01T00:00:00Z,ann,T1,2,0,2")
    desk = Desk(Material(study), "ann")
    view = desk.view()
    assert view["notice"]["kind"] == "error"
    assert view["start"]["cut"]
    view = desk.answer({"act": "aside"})
    assert view["coder"] == "ann"
    assert path.read_bytes() == whole


def test_desk_refuses_a_file_that_cannot_be_read_with_its_row(study):
    accept(sit(study))
    path = study / "data/coded/decisions/ann.csv"
    path.write_text(path.read_text().replace(",choir,", ",chor,"))
    view = Desk(Material(study), "ann").view()
    assert view["coder"] == ""
    assert "ann.csv, line 2" in view["notice"]["text"]
    assert "choir" in view["notice"]["text"]


def test_desk_reads_a_file_that_was_edited_meanwhile(study):
    desk = sit(study)
    accept(desk)
    path = study / "data/coded/decisions/ann.csv"
    saved = path.read_text().replace(",", ";").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + saved.encode())
    act(desk, "read")
    assert path.read_bytes().count(b"\r\n") == 3
    assert Record(Material(study), "ann").checked == {("T1", 2)}


def test_desk_finds_words_in_all_transcripts(study):
    desk = sit(study)
    assert [(hit["transcript_id"], hit["turn"]) for hit in desk.find("KOOR")] == [
        ("T1", 1),
        ("T1", 2),
        ("T2", 2),
    ]
    assert [hit["turn"] for hit in desk.find("koor week")] == [2]
    assert desk.find("  ") == []


def test_desk_speaks_english(tmp_path):
    desk = sit(write_study(tmp_path, language="en"))
    assert act(desk, "undo")["notice"]["text"].startswith("There is nothing to undo")
    assert desk.view()["work"]["session"].startswith("round 1")


def test_material_says_when_the_workflow_has_not_run(study):
    for file in (study / "data/interim/turns").iterdir():
        file.unlink()
    with pytest.raises(InputError, match="run `make`"):
        Material(study)
    with pytest.raises(InputError, match="no study here"):
        Material("/")


def test_material_finds_the_study_from_its_notebooks(study):
    (study / "notebooks").mkdir()
    assert Material(study / "notebooks").folder == study


def test_material_leaves_out_turns_of_someone_who_withdrew(tmp_path):
    gone = turn("T2", 4, "Dan", "") | {"participant_id": ""}
    material = Material(write_study(tmp_path, turns=[*TURNS, gone], suggestions=SUGGESTIONS))
    assert ("T2", 4) not in material.participants_turns
    assert ("T2", 3) in material.participants_turns


def test_desk_finds_tags_again_when_the_transcript_was_corrected(study):
    desk = sit(study)
    start = NASTY.index("Daar ga ik")
    desk.answer({"act": "go", "transcript_id": "T1", "turn": 3})
    act(desk, "save", base=None, tag=tag(start, start + 33, "garden"))
    path = study / "data/interim/turns/0.parquet"
    turns = pd.read_parquet(path)
    turns.loc[2, "text"] = "Euh, ja, ja. " + NASTY
    turns.to_parquet(path)
    desk = sit(study)
    desk.answer({"act": "go", "transcript_id": "T1", "turn": 3})
    assert [one["start"] for one in entries(desk, kind="tag")] == [start + 13]
    act(desk, "reject", base=entries(desk, kind="tag")[0])
    assert entries(desk, kind="tag") == []
    assert Record(Material(study), "ann").tags(("T1", 3)) == []
    assert [row["start"] for row in rows(study)] == [str(start), str(start + 13)]


def test_desk_a_saved_tag_stays_at_hand_when_nothing_is_open(study):
    desk = Desk(Material(study), "ann")
    view = desk.answer({"act": "begin", "place": "T1"})
    tag = {"start": 45, "end": 49, "work_model": "garden", "swot": "need", "links": [], "note": ""}
    where = {"transcript_id": "T1", "turn": 2}
    view = desk.answer({"act": "save", **where, "base": None, "tag": tag})
    assert view["work"]["focus"].startswith("suggestion:")  # what is open goes first
    for entry in view["work"]["entries"]:
        if entry["state"] == "open":
            desk.answer({"act": "reject", **where, "base": entry})
    view = desk.answer({"act": "save", **where, "base": None, "tag": tag | {"swot": "plus"}})
    assert view["work"]["focus"] == "tag:45:49:garden:plus"
    assert desk.answer({"act": "look"})["work"]["focus"] == ""


def measured(study, right):
    """Leave what measuring stances gave: of 8 that are shown, always the usual one is right in 6."""
    folder = study / "data/interim/evaluation"
    folder.mkdir(parents=True)
    Weighed(9, 8, right, 6, 3, 2).table().to_csv(folder / "stances.csv", index=False)


@pytest.mark.parametrize("right", [None, 6, 5])
def test_desk_offers_no_stance_that_gained_nothing_or_was_not_measured(tmp_path, right):
    study = write_study(tmp_path)
    if right is not None:
        measured(study, right)
    desk = sit(study)
    assert [entry["offers"] for entry in entries(desk, kind="suggestion")[:2]] == [
        [["C1", ""]],
        [["C2", ""], ["G1", ""]],
    ]
    assert static(Material(study))["stance_measured"] == ""


def test_desk_offers_statements_and_writes_none_of_them(tmp_path):
    study = write_study(tmp_path)
    measured(study, 7)
    assert "juist in 7 van 8, en in 2 van 3" in static(Material(study))["stance_measured"]
    desk = sit(study)
    first, second = entries(desk, kind="suggestion")[:2]
    assert first["offers"] == [["C1", "contests"]]
    assert second["offers"] == [["C2", ""], ["G1", "nuances"]]
    accept(desk, first)
    assert (rows(study)[0]["item_id"], rows(study)[0]["stance"]) == ("", "")
    mine = entries(desk, kind="tag")[0]
    assert mine["links"] == []
    assert mine["offers"] == [["C1", "contests"]]
    act(desk, "save", tag=tag(0, 21, swot="minus"), base=mine)
    assert entries(desk, kind="tag")[0]["offers"] == []
    assert settled(study)[0]["item_id"].tolist().count("C1") == 0


def test_desk_hides_offers_with_suggestions(tmp_path):
    study = write_study(tmp_path, share=1)
    desk = sit(study)
    act(desk, "save", tag=tag(0, 21), base=None)
    assert [entry["offers"] for entry in entries(desk)] == [[]]
