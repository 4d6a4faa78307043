"""Statuses of statements, from tags and ledger."""

from __future__ import annotations

import pandas as pd
import pytest

from delphi.items import EVENT_COLUMNS, ITEM_COLUMNS
from delphi.rounds import consensus_table, links
from delphi.rounds.panel import PRESENCE_COLUMNS
from delphi.rounds.status import overall_status
from delphi.study import Study

STUDY = Study.model_validate(
    {
        "title": "t", "language": "en", "date": "2025-01-01",
        "rounds": [{"number": n, "purpose": "judgement", "label": f"round {n}"} for n in (1, 2, 3)],
        "perspectives": {"worker": {"label": "worker"}, "boss": {"label": "boss"}},
        "panel_kinds": ["meeting"],
        "swot": {"display": "quadrants"},
    }
)  # fmt: skip
SESSIONS = {1: ("A", "north"), 2: ("B", "north"), 3: ("C", "south")}
PEOPLE = {"ann": "worker", "bea": "worker", "cor": "boss", "dan": "boss"}


def items(*versions):
    rows = [(i, v, "bus", "threat", "", "", 1, f"{i} v{v}", 2) for i, v in versions]
    return pd.DataFrame(rows, columns=[*ITEM_COLUMNS, "row"])


def events(*rows):
    """(item, version, event, round[, people])."""
    filled = [
        {**dict.fromkeys(EVENT_COLUMNS, ""), "item_id": i, "version": v, "event": e, "round": r,
         "participant_ids": people[0] if people else "", "row": 2}
        for i, v, e, r, *people in rows
    ]  # fmt: skip
    frame = pd.DataFrame(filled, columns=[*EVENT_COLUMNS, "row"])
    return frame.astype({"version": "int64", "round": "int64"})


def tags(*rows):
    """(round, speaker, stance[, kind])."""
    made = []
    for number, (round_, speaker, stance, *kind) in enumerate(rows):
        transcript, group = SESSIONS[round_]
        made.append(
            {"tag_id": f"T{number}", "transcript_id": transcript + (kind[0] if kind else ""), "round": round_,
             "kind": kind[0] if kind else "meeting", "group": group, "turn": number, "start": 0, "end": 5,
             "speaker": speaker, "perspective": PEOPLE[speaker], "item_id": "X", "stance": stance,
             "status": "checked"}
        )  # fmt: skip
    return pd.DataFrame(made, columns=["tag_id", "transcript_id", "round", "kind", "group", "turn", "start",
                                       "end", "speaker", "perspective", "item_id", "stance", "status"])  # fmt: skip


INTRODUCED = ("X", 1, "introduced", 1, "ann")


def there(people=tuple(PEOPLE), uncoded=(), sessions=None):
    """Everybody in every session, all turns read but those of the uncoded sessions."""
    sessions = sessions or [(*SESSIONS[r], r, "meeting") for r in SESSIONS]
    rows = [
        (session, round_, kind, group, kind == "meeting", name, PEOPLE[name], session not in uncoded,
         int(session in uncoded))
        for session, group, round_, kind in sessions
        for name in people
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=PRESENCE_COLUMNS)


def table(said, happened=(INTRODUCED,), register=(("X", 1),), present=None):
    register, happened = items(*register), events(*happened)
    linked = links(tags(*said), register, happened, STUDY)
    return consensus_table(register, happened, linked, there() if present is None else present, STUDY)


def row_of(frame, round_, perspective="worker", group=""):
    row = frame[
        (frame["round"] == round_) & (frame["perspective"] == perspective) & (frame["group"] == group)
    ]
    assert len(row) == 1
    return row.iloc[0]


def status(frame, round_, perspective="worker", group=""):
    return row_of(frame, round_, perspective, group)["status"]


def test_status_confirmed_needs_a_later_round():
    frame = table([(1, "ann", "supports"), (1, "bea", "supports"), (2, "bea", "supports")])
    assert [status(frame, r) for r in (1, 2, 3)] == ["introduced", "confirmed", "silent"]


def test_status_counts_people_and_not_passages():
    frame = table([(2, "bea", "supports")] * 5 + [(2, "ann", "supports")])
    row = row_of(frame, 2)
    assert (row["n_supports"], row["n_present"], row["version"]) == (2, 2, 1)


def test_status_one_dissenter_is_enough_to_contest():
    said = [(1, "ann", "supports"), (2, "ann", "supports"), (2, "bea", "contests"), (2, "cor", "supports")]
    frame = table(said)
    assert status(frame, 2, "worker") == "contested"
    assert status(frame, 2, "boss") == "confirmed"


def test_status_support_in_interviews_only_is_no_confirmation():
    frame = table([(1, "ann", "supports"), (2, "bea", "supports", "interview")])
    assert status(frame, 2) == "introduced"


def test_status_silence_is_only_said_of_coded_sessions():
    frame = table([(1, "ann", "supports")], present=there(uncoded=["B"]))
    assert [status(frame, r) for r in (2, 3)] == ["not_coded", "silent"]


def test_status_nobody_present_gives_no_row():
    frame = table([(1, "ann", "supports")], present=there(["ann", "bea"]))
    assert set(frame["perspective"]) == {"worker"}


def test_status_support_stays_with_the_version_it_was_given_to():
    happened = [INTRODUCED, ("X", 2, "reformulated", 2)]
    said = [(1, "ann", "supports"), (2, "bea", "contests"), (3, "ann", "supports")]
    frame = table(said, happened, register=(("X", 1), ("X", 2)))
    versions = frame[(frame["perspective"] == "worker") & (frame["group"] == "")].set_index("round")[
        "version"
    ]
    assert versions.to_dict() == {1: 1, 2: 1, 3: 2}
    assert status(frame, 2) == "reformulated"
    assert status(frame, 2, group="north") == "contested"
    assert status(frame, 3) == "confirmed"


def test_status_a_dropped_item_leaves_after_its_event():
    frame = table([(1, "ann", "supports")], [INTRODUCED, ("X", 1, "dropped", 2)])
    assert sorted(set(frame["round"])) == [1, 2]
    assert status(frame, 2) == "dropped"


TWO_GROUPS = [("A", "north", 1, "meeting"), ("B", "north", 2, "meeting"), ("D", "east", 2, "meeting")]


def test_status_one_group_uncoded_is_never_silence():
    frame = table([(1, "ann", "supports")], present=there(uncoded=["D"], sessions=TWO_GROUPS))
    assert (status(frame, 2), status(frame, 2, group="north"), status(frame, 2, group="east")) == (
        "not_coded", "silent", "not_coded",
    )  # fmt: skip
    both = row_of(frame, 2)
    assert (both["n_silent"], both["n_not_coded"], both["n_groups"], both["n_groups_silent"]) == (0, 2, 2, 1)
    assert (both["n_sessions"], both["n_sessions_coded"], both["complete"]) == (2, 1, "no")


def test_status_a_person_with_an_unread_turn_is_not_called_silent():
    present = there()
    present.loc[(present["transcript_id"] == "B") & (present["participant_id"] == "ann"), "unread"] = 2
    row = row_of(table([(1, "ann", "supports")], present=present), 2)
    assert (row["status"], row["n_silent"], row["n_not_coded"], row["complete"]) == ("silent", 1, 1, "no")


def test_status_a_passage_without_stance_takes_no_side():
    row = row_of(table([(1, "ann", "supports"), (2, "bea", "")]), 2)
    assert (row["status"], row["n_touched"], row["n_silent"], row["n_supports"]) == ("introduced", 1, 1, 0)


def test_status_dissent_is_kept_to_the_last_round():
    said = [(1, "ann", "contests"), (2, "ann", "supports"), (2, "bea", "supports")]
    frame = table(said, [INTRODUCED, ("X", 2, "reformulated", 2)], register=(("X", 1), ("X", 2)))
    assert [row_of(frame, n)["n_dissent"] for n in (1, 2, 3)] == [1, 1, 1]
    assert [row_of(frame, n, "boss")["n_dissent"] for n in (1, 2, 3)] == [0, 0, 0]


def test_status_breadth_describes_dissent_too():
    rounds = [{"number": n, "purpose": "breadth", "label": f"round {n}"} for n in (1, 2, 3)]
    study = Study.model_validate(STUDY.model_dump() | {"rounds": rounds})
    register, ledger = items(("X", 1)), events(INTRODUCED)
    linked = links(tags((1, "ann", "supports"), (2, "bea", "contests")), register, ledger, study)
    assert status(consensus_table(register, ledger, linked, there(), study), 2) == "contested"


def test_status_interviewees_count_apart_from_the_panel():
    sessions = [
        ("A", "north", 1, "meeting"),
        ("B", "north", 2, "meeting"),
        ("Binterview", "calls", 2, "interview"),
    ]
    present = there(sessions=sessions)
    here = (present["transcript_id"] == "Binterview") == (present["participant_id"] == "bea")
    frame = table([(1, "ann", "supports"), (2, "bea", "supports", "interview")], present=present[here])
    row = row_of(frame, 2)
    assert (row["n_present"], row["n_panel"], row["n_supports"], row["n_panel_supports"]) == (2, 1, 1, 0)
    assert row["status"] == "introduced"


def test_status_a_statement_taken_up_after_its_end_is_not_hidden():
    frame = table([(1, "ann", "supports"), (3, "bea", "contests")], [INTRODUCED, ("X", 1, "dropped", 1)])
    assert sorted(set(frame["round"])) == [1, 3]
    assert status(frame, 3) == "contested"


def test_status_what_a_facilitator_says_counts_for_nothing():
    said = tags((1, "ann", "supports"), (2, "bea", "contests"))
    said.loc[1, "speaker"] = ""
    register, ledger = items(("X", 1)), events(INTRODUCED)
    linked = links(said, register, ledger, STUDY)
    assert overall_status("X", 1, linked, ledger) == "introduced"
    assert status(consensus_table(register, ledger, linked, there(), STUDY), 2) == "silent"


@pytest.mark.parametrize(
    ("said", "happened", "version", "expected"),
    [
        ([(1, "ann", "supports")], [INTRODUCED], 1, "introduced"),
        ([(1, "ann", "supports"), (2, "ann", "supports")], [INTRODUCED], 1, "confirmed"),
        ([(1, "ann", "supports"), (2, "ann", "supports", "interview")], [INTRODUCED], 1, "introduced"),
        ([(1, "ann", "contests"), (3, "ann", "supports"), (3, "bea", "supports")], [INTRODUCED], 1, "contested"),
        ([(2, "ann", "supports"), (2, "bea", "nuances")], [INTRODUCED], 1, "nuanced"),
        ([(1, "ann", "contests")], [INTRODUCED, ("X", 2, "reformulated", 2)], 2, "reformulated"),
        ([(2, "ann", "supports")], [INTRODUCED, ("X", 2, "recategorised", 2)], 2, "recategorised"),
        ([(3, "ann", "supports")], [INTRODUCED, ("X", 2, "reformulated", 2)], 2, "confirmed"),
        ([(2, "ann", "supports")], [INTRODUCED, ("X", 1, "out_of_scope", 3)], 1, "out_of_scope"),
        ([], [INTRODUCED], 1, "introduced"),
        ([], [], 1, "not_coded"),
    ],
)  # fmt: skip
def test_status_overall(said, happened, version, expected):
    register = items(*(("X", v) for v in range(1, version + 1)))
    ledger = events(*happened)
    linked = links(tags(*said), register, ledger, STUDY)
    assert overall_status("X", version, linked, ledger) == expected
