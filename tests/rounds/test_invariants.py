"""What must hold in every study, tried on studies made by chance."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from tests.rounds.small_study import STUDY, Person, Said, Session, SmallStudy

from delphi.rounds import links
from delphi.rounds.sensitivity import WEIGHED
from delphi.rounds.status import statuses

PEOPLE = ("ann", "bea", "cor", "dan")
FROM_THE_LEDGER = {"reformulated", "dropped"}
FEW = settings(max_examples=20, deadline=None)


@st.composite
def studies(draw):
    sessions = [
        Session(f"S{n}", draw(st.integers(1, 3)), draw(st.sampled_from(["meeting", "meeting", "interview"])),
                draw(st.sampled_from(["north", "south"])))
        for n in range(draw(st.integers(2, 5)))
    ]  # fmt: skip
    people = [
        Person(name, draw(st.sampled_from(["worker", "boss"])), draw(st.sampled_from(["north", "south"])))
        for name in PEOPLE
    ]
    said = draw(
        st.lists(
            st.builds(
                Said,
                session=st.sampled_from([s.id for s in sessions]),
                speaker=st.sampled_from(PEOPLE),
                item=st.sampled_from(["", "X", "X", "Y"]),
                stance=st.sampled_from(["supports", "supports", "contests", "nuances", ""]),
                coders=st.sampled_from([(), ("ada",), ("ada", "ben")]),
            ),
            min_size=1,
            max_size=14,
        )
    )
    events = [
        (item, 1, "introduced", draw(st.integers(1, 2)), draw(st.sampled_from(PEOPLE))) for item in ("X", "Y")
    ]
    events += draw(st.sampled_from([[], [("X", 2, "reformulated", 2, "")], [("Y", 1, "dropped", 2, "")]]))
    items = [("X", 1), *([("X", 2)] if len(events) > 2 and events[2][0] == "X" else []), ("Y", 1)]
    return SmallStudy(sessions, people, said, items, events).numbered()


@FEW
@given(studies(), st.data())
def test_invariants_speakers_count_and_not_passages(study, data):
    turn = data.draw(st.sampled_from(study.said))
    louder = replace(study, said=[*study.said, *[turn] * 3]).numbered()
    before, after = study.tables(), louder.tables()
    assert_frame_equal(before["consensus"], after["consensus"])
    assert_frame_equal(before["panel"], after["panel"])
    assert_frame_equal(before["swot"].drop(columns="n_passages"), after["swot"].drop(columns="n_passages"))


@FEW
@given(studies())
def test_invariants_silence_is_never_confirmation(study):
    for row in study.tables()["consensus"].to_dict("records"):
        assert row["n_touched"] + row["n_silent"] + row["n_not_coded"] == row["n_present"]
        if row["status"] == "confirmed":
            assert row["n_panel_supports"] > 0
        if row["status"] == "silent":
            assert row["n_touched"] == 0
            assert row["n_sessions_coded"] == row["n_sessions"]
        if not row["n_touched"] and row["status"] not in FROM_THE_LEDGER | {"introduced"}:
            assert row["status"] == (
                "silent" if row["n_sessions_coded"] == row["n_sessions"] else "not_coded"
            )


@FEW
@given(studies())
def test_invariants_what_only_interviews_say_is_never_confirmed(study):
    interviews = [replace(session, kind="interview") for session in study.sessions]
    tables = replace(study, sessions=interviews).tables()
    assert "confirmed" not in set(tables["consensus"]["status"]) | set(tables["swot"]["status"])
    assert tables["panel"]["took_part"].sum() == 0


@FEW
@given(studies())
def test_invariants_order_of_sessions_and_rows_does_not_matter(study):
    before, after = study.tables(), replace(study, order=-1).tables()
    for name in before:
        assert_frame_equal(before[name], after[name])


@FEW
@given(studies())
def test_invariants_withdrawing_leaves_no_trace(study):
    """Withdrawn, or never there: the tables are the same."""
    withdrawn = replace(study, people=[replace(p, withdrawn=p.name == "ann") for p in study.people])
    absent = replace(
        study,
        people=[person for person in study.people if person.name != "ann"],
        said=[turn for turn in study.said if turn.speaker != "ann"],
        events=[(*event[:4], "" if event[4] == "ann" else event[4]) for event in study.events],
    )
    before, after = withdrawn.tables(), absent.tables()
    for name in before:
        assert_frame_equal(before[name], after[name])


@FEW
@given(studies())
def test_invariants_dissent_is_never_forgotten(study):
    table = study.tables()["consensus"]
    for _, rows in table.groupby(["item_id", "perspective", "group"]):
        counts = rows.sort_values("round")["n_dissent"]
        assert counts.is_monotonic_increasing
        assert (counts >= rows.sort_values("round")["n_contests"]).all()


@FEW
@given(studies())
def test_invariants_statuses_alone_are_those_of_the_table_and_need_one_passage_of_each_sort(study):
    e = study.evidence()
    linked = links(e.tags, e.items, e.events, STUDY)
    consensus = study.tables()["consensus"]
    table = consensus[consensus["group"] == ""].set_index(["item_id", "round", "perspective"])["status"]
    for passages in (linked, linked.drop_duplicates(WEIGHED)):
        assert statuses(e.items, e.events, passages, e.present, STUDY) == table.to_dict()
