"""What decisions about statements add to register and ledger, and that no sequence of them contradicts itself."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.items.shelf import ROUNDS, Shelf, event, item, when

from delphi.errors import InputError
from delphi.items import ENDED, changes, goes_into, versions_in_force
from delphi.items.statements import next_id
from delphi.rounds import consensus_table, links
from delphi.rounds.status import overall_status
from delphi.study import Study

TWO = [
    item(),
    item("NB-S2", statement="It is warm", order=2, colour="red"),
    item("NB-W1", swot="weakness", statement="It is late"),
]
BEGIN = [event(), event("NB-S2"), event("NB-W1")]


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path, [one | {"colour": one.get("colour", "")} for one in TWO], BEGIN)


def last(shelf):
    register, events = shelf.read()
    return register, events.iloc[-1]


def test_changes_add_takes_the_next_id_and_place(shelf):
    change = shelf.do(changes.add, "It is  dear", "night_bus", "weakness", round_=2)
    assert change.said == ["`NB-W2` added: “It is dear”"]
    register, event_ = last(shelf)
    row = register[register["item_id"] == "NB-W2"].iloc[0]
    assert (row["version"], row["order"], row["statement"]) == (1, 3, "It is dear")
    told = ["item_id", "event", "round", "text_after", "decided_by", "decided_at"]
    assert list(event_[told]) == ["NB-W2", "introduced", 2, "It is dear", "An", "2025-01-01T12:00:00Z"]


@pytest.mark.parametrize(
    ("statement", "model", "swot", "more", "told"),
    [
        ("it is SAFE.", "night_bus", "strength", {}, "`NB-S1` says this already"),
        ("x", "nigth_bus", "strength", {}, "there is no work_model `nigth_bus`. Did you mean `night_bus`?"),
        ("x", "tram", "strength", {"item_id": "NB-S1"}, "the id `NB-S1` is taken. Leave the id out and it will be `TR-S1`"),
        ("x", "tram", "strength", {"parent_id": "NB-S9"}, "the parent `NB-S9` does not exist"),
    ],
)  # fmt: skip
def test_changes_add_refuses_in_plain_words(shelf, statement, model, swot, more, told):
    with pytest.raises(InputError) as caught:
        changes.add(shelf.known, when(), statement, model, swot, **more)
    assert told in str(caught.value)


def test_changes_reformulate_makes_the_next_version_and_keeps_other_columns(shelf):
    before = shelf.bytes()
    shelf.do(changes.new_version, "NB-S2", "reformulated", {"statement": "It is warm inside"}, round_=2)
    assert all(new.startswith(old) for old, new in zip(before, shelf.bytes()))
    assert shelf.items.read_text().endswith("NB-S2,2,night_bus,strength,,,2,It is warm inside,red\n")
    _, event_ = last(shelf)
    told = ["version", "event", "round", "text_before", "text_after", "reason"]
    assert list(event_[told]) == [
        2, "reformulated", 2, "It is warm", "It is warm inside", "so it was decided"
    ]  # fmt: skip
    force = versions_in_force(*shelf.read(), ROUNDS).set_index(["item_id", "round"])["version"]
    assert [force["NB-S2", n] for n in ROUNDS] == [1, 1, 2, 2]


def test_changes_reformulate_empties_translations_that_are_not_given(tmp_path):
    shelf = Shelf(tmp_path, [item(statement_nl="Veilig", statement_fr="Sûr")], [event()])
    shelf.do(changes.new_version, "NB-S1", "reformulated", {"statement": "Calm", "statement_nl": "Rustig"})
    assert shelf.items.read_text().endswith("NB-S1,2,night_bus,strength,,,1,Calm,Rustig,\n")


def test_changes_recategorise_moves_and_says_from_where(shelf):
    change = shelf.do(changes.new_version, "NB-S1", "recategorised", {"swot": "weakness"}, round_=3)
    assert "swot strength → weakness" in change.said[0]
    assert "stays with version 1; version 2 is heard from round 4 on" in change.notes[0]
    assert last(shelf)[0].set_index(["item_id", "version"]).loc[("NB-S1", 2), "swot"] == "weakness"


def test_changes_recategorise_may_move_within_a_cell(shelf):
    shelf.do(changes.new_version, "NB-S1", "recategorised", {"order": "9", "parent_id": "NB-S2"}, round_=2)
    register, _ = shelf.read()
    assert list(register[register["item_id"] == "NB-S1"]["order"]) == [1, 9]


def test_changes_merge_ends_each_and_names_what_stays(shelf):
    change = shelf.do(changes.merge, ["NB-S1", "NB-W1"], "NB-S2", round_=3)
    assert change.said[0] == "`NB-S1` merged into `NB-S2`: “It is safe”"
    register, events = shelf.read()
    ends = events[events["event"] == "merged"].to_dict("records")
    assert [(row["item_id"], row["text_before"], row["text_after"]) for row in ends] == [
        ("NB-S1", "It is safe", "It is warm"), ("NB-W1", "It is late", "It is warm")
    ]  # fmt: skip
    assert [goes_into(row, register) for row in ends] == [("NB-S2",), ("NB-S2",)]


def test_changes_split_makes_parts_and_takes_ones_that_exist(shelf):
    shelf.do(changes.split, "NB-S1", ["It is lit", "NB-S2", "There is a guard"], [], round_=2)
    register, events = shelf.read()
    assert goes_into(events.iloc[-1].to_dict(), register) == ("NB-S2", "NB-S3", "NB-S4")
    assert list(events["event"].iloc[-3:]) == ["introduced", "introduced", "split"]
    assert set(register["item_id"]) == {"NB-S1", "NB-S2", "NB-W1", "NB-S3", "NB-S4"}


def test_changes_goes_into_reads_ids_in_the_reason_and_children(shelf):
    register, _ = shelf.read()
    row = event(kind="merged", reason="Merged into NB-S2: the same.") | {"text_after": ""}
    assert goes_into(row, register) == ("NB-S2",)
    assert goes_into(row | {"reason": "NB-S22 is another"}, register) == ()
    register.loc[register["item_id"] == "NB-S2", "parent_id"] = "NB-S1"
    assert goes_into(row | {"event": "split", "reason": ""}, register) == ("NB-S2",)


def test_changes_end_names_what_stood_below(tmp_path):
    shelf = Shelf(tmp_path, [item(), item("NB-S1a", statement="At night", parent_id="NB-S1")], BEGIN[:1])
    change = shelf.do(changes.end, "NB-S1", "dropped", round_=2)
    assert change.notes[0].startswith("`NB-S1a` stood below it")


def test_changes_record_speaks_of_the_version_that_the_round_heard(shelf):
    shelf.do(changes.new_version, "NB-S1", "reformulated", {"statement": "Safe till one"}, round_=2)
    for round_, version in ((2, 1), (3, 2)):
        shelf.do(changes.record, "NB-S1", "contested", round_=round_)
        assert last(shelf)[1]["version"] == version


@pytest.mark.parametrize(
    ("act", "arguments", "round_", "told"),
    [
        (changes.end, ("NB-S1", "out_of_scope"), 3, "`NB-S1` was dropped in round 3. A statement that comes back"),
        (changes.new_version, ("NB-S1", "reformulated", {"statement": "y"}), 3, "`NB-S1` was dropped"),
        (changes.merge, (["NB-S2"], "NB-S1"), 3, "`NB-S1` was dropped"),
        (changes.merge, (["NB-S2"], "NB-S2"), 3, "cannot be merged into itself"),
        (changes.end, ("NB-S3", "dropped"), 3, "there is no statement `NB-S3`. Did you mean `NB-S2`?"),
        (changes.new_version, ("NB-S2", "reformulated", {"statement": "It is warm"}), 3, "nothing changes"),
        (changes.end, ("NB-W1", "dropped"), 1, "round 1 is too early for this: the ledger speaks of `NB-W1` in round 4"),
        (changes.split, ("NB-S2", ["one"], []), 3, "needs two statements or more"),
        (changes.split, ("NB-S2", ["one", "two"], ["NB-S7"]), 3, "1 ids for 2 parts"),
    ],
)  # fmt: skip
def test_changes_refuse_in_plain_words(shelf, act, arguments, round_, told):
    shelf.do(changes.end, "NB-S1", "dropped", round_=3)
    shelf.do(changes.record, "NB-W1", "contested", round_=4)
    before = shelf.bytes()
    with pytest.raises(InputError) as caught:
        shelf.do(act, *arguments, round_=round_)
    assert told in str(caught.value)
    assert shelf.bytes() == before


def test_changes_ids_follow_those_that_are_there():
    def cells(*ids, model="night_bus", swot="strength"):
        return [{"item_id": i, "work_model": model, "swot": swot} for i in ids]

    assert next_id(cells("NB-S1", "NB-S3", "NB-S3a"), "night_bus", "strength") == "NB-S4"
    assert next_id(cells("NB-S1"), "night_bus", "weakness") == "NB-W1"
    assert next_id(cells("NB-S1", "NB-W1"), "tram", "weakness") == "TR-W1"
    assert next_id(cells("17", "18"), "night_bus", "strength") == "NB-S1"
    assert next_id([], "night_bus", "strength") == "NB-S1"
    assert next_id(cells("NB-T1", swot="threat"), "night_bus", "trust") == "NB-T2"


words = st.sampled_from(["safe", "warm", "late", "dear", "lit", "full"])
ids = st.sampled_from(["NB-S1", "NB-S2", "NB-W1", "NB-S3", "NB-W2"])
acts = st.one_of(
    st.tuples(st.just(changes.add), st.tuples(words, st.just("night_bus"), st.sampled_from(["strength", "weakness"]))),
    st.tuples(st.just(changes.new_version), st.tuples(ids, st.just("reformulated"), words.map(lambda w: {"statement": w}))),
    st.tuples(st.just(changes.new_version), st.tuples(ids, st.just("recategorised"), st.sampled_from([{"swot": "weakness"}, {"swot": "strength"}]))),
    st.tuples(st.just(changes.merge), st.tuples(st.lists(ids, min_size=1, max_size=2), ids)),
    st.tuples(st.just(changes.split), st.tuples(ids, st.lists(words, min_size=2, max_size=3), st.just(()))),
    st.tuples(st.just(changes.end), st.tuples(ids, st.sampled_from(["dropped", "out_of_scope"]))),
    st.tuples(st.just(changes.record), st.tuples(ids, st.sampled_from(["contested", "nuanced", "confirmed"]))),
)  # fmt: skip
histories = st.lists(st.tuples(acts, st.sampled_from(ROUNDS)), max_size=8)


def lived(shelf, history):
    """Do what can be done; everything else must be refused and leave no trace."""
    for (act, arguments), round_ in history:
        before = shelf.bytes()
        try:
            shelf.do(act, *arguments, round_=round_)
        except InputError:
            assert shelf.bytes() == before
        assert all(new.startswith(old) for old, new in zip(before, shelf.bytes()))
    return shelf.read()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories)
def test_changes_no_history_contradicts_itself(history):
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder), TWO[:1], BEGIN[:1])
        register, events = lived(shelf, history)
        force = versions_in_force(register, events, ROUNDS)
    for name, mine in events.groupby("item_id"):
        assert list(mine["event"]).count("introduced") == 1
        ends = mine[mine["event"].isin(ENDED)]
        assert len(ends) <= 1
        assert (mine["round"] <= (ends["round"].iloc[0] if len(ends) else 99)).all()
        versions = register.loc[register["item_id"] == name, "version"]
        assert len(versions) == 1 + mine["event"].isin(["reformulated", "recategorised"]).sum()
        of_rounds = force[force["item_id"] == name].sort_values("round")["version"]
        assert of_rounds.is_monotonic_increasing
        assert of_rounds.max() <= versions.max()
    assert set(register["item_id"]) == set(events["item_id"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories, data=st.data())
def test_changes_a_row_taken_from_a_history_is_missed(history, data):
    """Whatever row of the register goes, or of an event that made or began something later, reading says so."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder), TWO[:1], BEGIN[:1])
        _, events = lived(shelf, history)
        made = events.index[events["event"].isin(["reformulated", "recategorised"])]
        lines = shelf.events.read_text().splitlines(keepends=True)
        rows = shelf.items.read_text().splitlines(keepends=True)
        if len(made) and data.draw(st.booleans()):
            del lines[1 + data.draw(st.sampled_from(list(made)))]
        else:
            del rows[data.draw(st.integers(1, len(rows) - 1))]
        shelf.events.write_text("".join(lines))
        shelf.items.write_text("".join(rows))
        with pytest.raises(InputError):
            shelf.read()


STUDY = Study.model_validate(
    {
        "title": "t", "language": "en", "date": "2025-01-01", "panel_kinds": ["meeting"],
        "rounds": [{"number": n, "purpose": "judgement", "label": f"round {n}"} for n in ROUNDS],
        "perspectives": {"rider": {"label": "rider"}}, "swot": {"display": "quadrants"},
    }
)  # fmt: skip
PEOPLE = ["ann", "bea", "cas"]
said = st.lists(
    st.tuples(
        st.sampled_from(ROUNDS), st.sampled_from(PEOPLE), st.sampled_from(["supports", "contests", "nuances"]),
        st.sampled_from(["meeting", "interview"]),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories, said=said)
def test_changes_support_stays_with_its_version_and_dissent_to_the_end(history, said):
    with tempfile.TemporaryDirectory() as folder:
        register, events = lived(Shelf(Path(folder), TWO[:1], BEGIN[:1]), history)
    tags = pd.DataFrame(
        [
            {"tag_id": f"T{n}", "transcript_id": f"{kind}{round_}", "round": round_, "kind": kind, "group": "g",
             "turn": n, "start": 0, "end": 5, "speaker": who, "perspective": "rider", "item_id": "NB-S1",
             "stance": stance, "status": "checked"}
            for n, (round_, who, stance, kind) in enumerate(said)
        ],
        columns=["tag_id", "transcript_id", "round", "kind", "group", "turn", "start", "end", "speaker",
                 "perspective", "item_id", "stance", "status"],
    )  # fmt: skip
    linked = links(tags, register, events, STUDY)
    mine = events[events["item_id"] == "NB-S1"]
    made = mine[mine["event"].isin(["reformulated", "recategorised"])]
    for round_, version in zip(linked["round"], linked["version"]):
        assert version == 1 + (made["round"] < round_).sum()
    present = pd.DataFrame(
        [(f"{kind}{n}", n, kind, "g", kind == "meeting", who, "rider", True, 0)
         for n in ROUNDS for who in PEOPLE for kind in ("meeting", "interview")],
        columns=["transcript_id", "round", "kind", "group", "panel", "participant_id", "perspective", "coded", "unread"],
    )  # fmt: skip
    table = consensus_table(register, events, linked, present, STUDY)
    table = table[(table["item_id"] == "NB-S1") & (table["group"] == "g")].set_index("round")
    for round_, row in table.iterrows():
        heard = linked[linked["round"] == round_]
        if row["status"] == "confirmed":
            assert ((heard["stance"] == "supports") & heard["panel"]).any()
        if (heard["stance"] == "contests").any():
            assert row["status"] == "contested"
        if heard.empty and round_ > 1:
            assert row["status"] == "silent"
    for version in register.loc[register["item_id"] == "NB-S1", "version"]:
        of_version = linked[linked["version"] == version]
        status = overall_status("NB-S1", version, linked, events)
        if mine["event"].isin(ENDED).any():
            assert status in ENDED
        elif (of_version["stance"] == "contests").any():
            assert status == "contested"
        elif not of_version["panel"].any():
            assert status != "confirmed"
