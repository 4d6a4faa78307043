"""Everything in which register and ledger can contradict each other is told, with row and remedy."""

from __future__ import annotations

import pytest
from tests.items.shelf import Shelf, event, item

from delphi.errors import InputErrors

TWO = [item(), item(version=2, statement="It is safe after ten")]
MADE = event(version=2, kind="reformulated", round_=2)


def errors(tmp_path, items, events):
    with pytest.raises(InputErrors) as caught:
        Shelf(tmp_path, items, events).read()
    for error in caught.value.errors:
        assert error.line
        assert error.remedy
    return [f"{error.where.name}:{error.line} {error.what}" for error in caught.value.errors]


def test_ledger_reads_a_life_with_versions_and_an_end(tmp_path):
    events = [
        event(text_after="It is safe"),
        event(kind="contested", round_=2),
        event(version=2, kind="reformulated", round_=2, text_before="It is  safe", text_after="It is safe after ten"),
        event(version=2, kind="nuanced", round_=3),
        event(version=2, kind="dropped", round_=4, text_before="It is safe after ten"),
        event(kind="supplemented", round_=1),  # written down late, about an early round
    ]  # fmt: skip
    register, ledger = Shelf(tmp_path, TWO, events).read()
    assert list(register["version"]) == [1, 2]
    assert list(ledger["event"])[-2:] == ["dropped", "supplemented"]


def test_ledger_accepts_events_about_a_version_of_the_same_round(tmp_path):
    events = [event(), MADE, event(version=2, kind="dropped", round_=2), event(kind="contested", round_=2)]
    assert len(Shelf(tmp_path, TWO, events).read()[1]) == 4


@pytest.mark.parametrize(
    ("items", "events", "told"),
    [
        ([item()], [event(), event("NB-S2")], "item_events.csv:3 the item `NB-S2` is in no row of items.csv."),
        ([item()], [event(version=2)], "item_events.csv:2 `NB-S1` has no version `2` in items.csv."),
        (TWO, [event()], "items.csv:3 version 2 of `NB-S1` came about by no event."),
        (TWO, [], "items.csv:3 version 2 of `NB-S1` came about by no event."),
        (
            [*TWO, item(version=3, statement="x")],
            [event(), event(version=3, kind="reformulated", round_=2), MADE],
            "item_events.csv:3 version 3 of `NB-S1` is not the next one.",
        ),
        (TWO, [event(), MADE, MADE], "item_events.csv:4 version 2 of `NB-S1` is not the next one."),
        (
            [*TWO, item(version=3, statement="x")],
            [event(), event(version=2, kind="reformulated", round_=3),
             event(version=3, kind="reformulated", round_=2)],
            "item_events.csv:4 version 3 of `NB-S1` came about in round 2, before version 2.",
        ),
        (
            TWO, [event(), MADE, event(version=1, kind="contested", round_=3)],
            "item_events.csv:4 version 1 of `NB-S1` was not in force in round 3.",
        ),
        (
            TWO, [event(), event(version=2, kind="contested", round_=1), MADE],
            "item_events.csv:3 version 2 of `NB-S1` was not in force in round 1.",
        ),
        ([item()], [event(), event()], "item_events.csv:3 `NB-S1` is introduced here again."),
        (TWO, [event(version=2), MADE], "item_events.csv:2 `NB-S1` is introduced with version 2."),
        (
            [item()], [event(round_=2), event(kind="contested")],
            "item_events.csv:3 `NB-S1` is contested in round 1, before it was introduced.",
        ),
        (
            [item()], [event(), event(kind="dropped", round_=2), event(kind="confirmed", round_=3)],
            "item_events.csv:4 `NB-S1` is confirmed in round 3, after it had ended.",
        ),
        (
            [item()], [event(), event(kind="dropped", round_=2), event(kind="out_of_scope", round_=2)],
            "item_events.csv:4 `NB-S1` is out_of_scope in round 2, after it had ended.",
        ),
        (
            TWO, [event(), event(kind="dropped", round_=2), MADE],
            "item_events.csv:4 `NB-S1` is reformulated in round 2, after it had ended.",
        ),
        (
            TWO, [event(), MADE | {"text_before": "It was safe"}],
            "item_events.csv:3 `text_before` is not what items.csv says of `NB-S1` in version 1.",
        ),
        (
            TWO, [event(), MADE | {"text_after": "It is safe"}],
            "item_events.csv:3 `text_after` is not what items.csv says of `NB-S1` in version 2.",
        ),
        (
            [item()], [event(text_after="It is late")],
            "item_events.csv:2 `text_after` is not what items.csv says of `NB-S1` in version 1.",
        ),
        (
            [item()], [event(), event(kind="dropped", text_before="It is late")],
            "item_events.csv:3 `text_before` is not what items.csv says of `NB-S1` in version 1.",
        ),
        (
            [item(), item("NB-S2", statement="It is warm")], [event(), event(kind="merged", reason="the same")],
            "item_events.csv:3 `NB-S1` was merged, and the row does not say into what.",
        ),
        (
            [item(), item("NB-S2", statement="It is warm")], [event(), event(kind="split", text_after="It")],
            "item_events.csv:3 `NB-S1` was split, and the row does not say into what.",
        ),
        ([item()], [event(kind="born")], "item_events.csv:2 `born` is no kind of event."),
        ([item()], [event(round_=9)], "item_events.csv:2 the round `9` is not declared."),
        ([item()], [event(passage_ids="A:1:5-2")], "item_events.csv:2 `A:1:5-2` is no reference to a passage."),
        ([item()], [event(passage_ids="A:1:0-2;C:1:0-2")],
         "item_events.csv:2 `C:1:0-2` names a transcript that is not registered."),
    ],
)  # fmt: skip
def test_ledger_contradiction_is_told_with_row_and_remedy(tmp_path, items, events, told):
    assert errors(tmp_path, items, events) == [told]


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ([item(), item(version=3, statement="x")], "items.csv:3 `NB-S1` has a version 3 and no version 2."),
        ([item(), item()], "items.csv:3 version 1 of `NB-S1` stands here again."),
        ([item(), item(version=2)], "items.csv:3 version 2 of `NB-S1` says the same as version 1."),
        ([item(parent_id="X")], "items.csv:2 the parent `X` does not exist."),
        ([item(item_id="NB;S1")], "items.csv:2 the item_id `NB;S1` has a mark that references use."),
    ],
)
def test_register_mistake_is_told_with_row_and_remedy(tmp_path, items, told):
    assert errors(tmp_path, items, []) == [told]


def test_register_parents_may_change_places_from_version_to_version(tmp_path):
    under = [item(parent_id="NB-S2"), item("NB-S2", statement="It is warm"), item(version=2)]
    over = item("NB-S2", 2, "It is warm", parent_id="NB-S1")
    moved = [event(name, 2, "recategorised", 2) for name in ("NB-S1", "NB-S2")]
    register, _ = Shelf(tmp_path, [over, *under], [event(), event("NB-S2"), *moved]).read()
    assert list(register["parent_id"]) == ["NB-S2", "", "", "NB-S1"]
    told = errors(tmp_path, [*under[:2], over], moved[1:])
    assert "items.csv:2 `parent_id` goes round in a circle: NB-S1 under NB-S2 under NB-S1." in told


def test_ledger_tells_all_mistakes_at_once_and_no_consequences_of_them(tmp_path):
    items = [*TWO, item("NB-S2", statement="It is warm"), item("NB-S2", 2, "It is hot")]
    events = [
        event("NB-S9"),
        event(version=2, kind="reformulated", round_=8),  # so version 2 is not said to have no event
        event("NB-S2", kind="confirmed", round_=1, text_before="It is cold", passage_ids="Z:1:0-3"),
    ]
    assert errors(tmp_path, items, events) == [
        "item_events.csv:2 the item `NB-S9` is in no row of items.csv.",
        "item_events.csv:3 the round `8` is not declared.",
        "item_events.csv:4 `Z:1:0-3` names a transcript that is not registered.",
        "item_events.csv:4 `text_before` is not what items.csv says of `NB-S2` in version 1.",
        "items.csv:5 version 2 of `NB-S2` came about by no event.",
    ]


def test_ledger_texts_may_be_in_any_language_of_the_register(tmp_path):
    items = [item(statement="Het is veilig", statement_en="It is safe")]
    for text in ("Het is veilig", "It is safe"):
        assert len(Shelf(tmp_path, items, [event(text_after=text)]).read()[1]) == 1
