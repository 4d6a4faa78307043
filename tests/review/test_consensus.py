"""The consensus window without a browser: what it says of one work model, and of the coders."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from built_study import DECIDED, PEOPLE, build

from delphi.decisions.append import Decision
from delphi.errors import InputError
from delphi.review.consensus import Consensus, open_consensus
from delphi.review.consensus_texts import TEXTS


@pytest.fixture
def built(study):
    return build(study)


@pytest.fixture
def consensus(built):
    return Consensus(built)


def statements(view):
    return {one["id"]: one for block in view["rounds"]["blocks"] for one in block["statements"]}


def test_consensus_shows_one_model_over_the_rounds(consensus):
    view = consensus.answer({"model": "choir"})["rounds"]
    assert [(column["round"], column["perspective"]) for column in view["columns"]] == [(1, "Buur")]
    assert [block["label"] for block in view["blocks"]] == ["Sterkte", "Zwakte", "Voorwaarde"]
    cell = statements({"rounds": view})["C1"]["cells"][0]
    assert (cell["supports"], cell["contests"], cell["nuances"], cell["present"]) == (1, 1, 0, 3)
    assert cell["status_label"] == "geherformuleerd"
    assert "nog niet in een uitspraak: 1" in view["blocks"][0]["loose"]
    assert view["blocks"][2]["empty"]


def test_consensus_orders_models_as_the_codebook_and_sets_none_against_another(consensus):
    view = consensus.answer({})["rounds"]
    assert [model["code"] for model in view["models"]] == ["choir", "garden"]
    assert {name for model in view["models"] for name in model} == {"code", "label"}  # no number to compare
    assert set(statements(consensus.answer({"model": "garden"}))) == {"G1"}


def test_consensus_gives_dissent_first_masked_and_attributed_as_in_the_report(built):
    tags = built / "data/interim/links.parquet"
    frame = pd.read_parquet(tags)
    frame.loc[frame["stance"] == "contests", "quote"] = "Ann zegt dat, ik niet."
    frame.to_parquet(tags, index=False)
    detail = Consensus(built).answer({"model": "choir", "pick": "C1"})["rounds"]["detail"]
    assert [group["stance"] for group in detail["stances"] if group["quotations"]] == ["contests", "supports"]
    said = detail["stances"][0]["quotations"][0]
    assert (said["text"], said["who"], said["place"]) == (
        "[deelnemer] zegt dat, ik niet.",
        "Buur, talk",
        "T2:2",
    )
    assert [event["event"] for event in detail["events"]] == ["nieuw", "geherformuleerd"]
    assert detail["events"][1]["reason"] == "[deelnemer] vond het te ruim"
    assert [one["text"] for one in detail["versions"]] == ["Zingen verbindt", "Samen zingen verbindt"]
    for name in ("Ann", "Bea", "Cas"):
        assert name not in json.dumps(detail)


def test_consensus_keeps_only_what_is_contested_or_changed(consensus):
    consensus.answer({"model": "choir"})
    assert set(statements(consensus.answer({"keep": "dissent"}))) == {"C1"}
    assert set(statements(consensus.answer({"keep": "changed"}))) == {"C1"}
    assert set(statements(consensus.answer({"keep": "all"}))) == {"C1", "C2"}
    assert consensus.answer({"model": "garden", "keep": "dissent"})["rounds"]["detail"] is None


def test_consensus_gives_groups_when_there_are_several(built):
    path = built / "reports/tables/consensus.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    extra = table[(table["item_id"] == "C1") & (table["group"] == "north")].assign(
        group="south", n_supports="0"
    )
    pd.concat([table, extra]).to_csv(path, index=False)
    people = Consensus(built).answer({"model": "choir", "pick": "C1"})["rounds"]["detail"]["people"]
    assert [(row["group"], row["supports"]) for row in people] == [("", 1), ("north", 1), ("south", 0)]
    one = Consensus(built).answer({"model": "choir", "pick": "C2"})["rounds"]["detail"]["people"]
    assert [row["group"] for row in one] == [""]


def test_consensus_shows_ratings_when_the_study_has_them(built):
    (built / "reports/tables/ratings.csv").write_text(
        "item_id,scale,round,perspective,measure,value,low,high,n,note\nC1,need,1,,share_agree,0.75,,,4,\n"
    )
    detail = Consensus(built).answer({"model": "choir", "pick": "C1"})["rounds"]["detail"]
    assert [(one["measure"], one["value"], one["perspective"]) for one in detail["ratings"]] == [
        ("share_agree", "0.75", "Iedereen")
    ]


def test_consensus_agreement_has_before_after_and_interval(built):
    table = pd.read_csv(built / "reports/tables/agreement.csv", dtype=str, keep_default_na=False)
    whole = table[(table["unit"] == "turn") & (table["facet"] == "swot") & (table["code"] == "")].iloc[0]
    shown = Consensus(built).answer({"tab": "agreement"})["agreement"]
    row = next(one for one in shown["rows"] if one["id"] == "swot/")
    assert row["before"]["alpha"] == f"{float(whole['alpha']):.2f}".replace(".", ",")
    assert row["before"]["units"] == whole["n_units"] == "4"
    assert row["after"]["note"] == whole["note"]
    assert row["before"]["interval"] == " – ".join(
        f"{float(whole[name]):.2f}".replace(".", ",") for name in ("alpha_low", "alpha_high")
    )
    assert [one["id"] for one in shown["rows"]][:3] == [
        "work_model/",
        "work_model/choir",
        "work_model/garden",
    ]
    assert {unit["value"] for unit in shown["units"]} >= {"turn", "character", "stretch"}


def test_consensus_confusion_is_a_square_in_the_codebooks_order(consensus):
    shown = consensus.answer({"tab": "confusion", "facet": "swot"})["confusion"]
    assert shown["names"] == ["ann", "bo"]
    assert shown["columns"] == ["Sterkte", "Zwakte", "Voorwaarde", "(geen)"]
    counts = {row["id"]: row["counts"] for row in shown["rows"]}
    assert counts == {
        "plus": [1, 0, 1, 0],
        "minus": [0, 0, 0, 1],
        "need": [0, 0, 0, 0],
        "(none)": [0, 0, 0, 1],
    }


def test_consensus_lists_the_same_model_with_another_category(consensus):
    shown = consensus.answer({"tab": "opposite"})["opposite"]
    assert [(row["place"], row["swot"], row["adjudicated"]) for row in shown["rows"]] == [
        ("T1:2", ["Sterkte", "Voorwaarde"], False)
    ]
    assert shown["detail"]["pieces"][0] == ("Het koor is gezellig.", "ab")
    assert shown["detail"]["before"] == "Vertel eens over het koor."
    assert consensus.answer({"open": True})["opposite"]["counts"] == {"all": 1, "open": 1}


def test_consensus_with_one_coder(study):
    consensus = Consensus(build(study, decided={"ann": DECIDED["ann"]}))
    assert consensus.answer({"tab": "agreement"})["agreement"]["rows"] == []
    assert consensus.answer({"tab": "confusion"})["confusion"]["rows"] == []
    assert consensus.answer({"tab": "opposite"})["opposite"]["detail"] is None


def test_consensus_sees_a_new_build(consensus, built):
    assert consensus.answer({})["notice"] == {}
    more = {
        **DECIDED,
        "ann": [*DECIDED["ann"], Decision("T1", 5, "apply", 0, 26, "garden", "plus", "G1", "nuances")],
    }
    build(built, decided=more)
    view = consensus.answer({"model": "garden"})
    assert view["notice"]["kind"] == "info"
    assert statements(view)["G1"]["cells"][0]["nuances"] == 1


def test_consensus_before_the_first_build(study):
    (study / "data/raw/participants.csv").write_text(PEOPLE, encoding="utf-8")
    with pytest.raises(InputError, match="run `make`"):
        Consensus(study)
    window = open_consensus(study)
    assert window.view["stage"] == "blocked"
    assert repr(window) == "ConsensusWindow()"


def test_consensus_speaks_both_languages():
    for name, (dutch, english) in TEXTS.items():
        assert dutch, name
        assert english, name


def test_consensus_window_changes_its_language_and_keeps_it(built):
    window = open_consensus(built)
    window._handle_custom_msg({"model": "garden", "seq": 1}, [])
    window._handle_custom_msg({"act": "language", "language": "en", "seq": 2}, [])
    assert window.fixed["texts"]["tab_confusion"] == "Confusion"
    assert window.view["rounds"]["model"] == "garden"
    build(built)  # a new `make`
    window._handle_custom_msg({"act": "look", "seq": 3}, [])
    assert window.view["notice"]["text"] == "Something has changed; everything was read again."
