"""The rules of settling, one by one."""

from __future__ import annotations

import csv
import shlex
import shutil
from pathlib import Path

import pandas as pd
import pytest
from tests.conftest import snakemake

from delphi.cli import main
from delphi.decisions import TAG_COLUMNS, settle

TEXT = "The bus is late. I would come if there were a bus at night, you know. It is too dear."
FIRST, SECOND, THIRD = (0, 16), (17, 69), (70, 85)
TURNS = pd.DataFrame(
    [
        ("A", turn, f"P{turn}", TEXT, 1, "workshop", "north", "worker")
        for turn in (1, 2, 3)
    ],
    columns=["transcript_id", "turn", "participant_id", "text", "round", "kind", "group", "perspective"],
)  # fmt: skip
NOBODY = ["transcript_id", "turn", "start", "end", "work_model", "swot", "source", "confidence", "evidence"]


def decision(coder, action, stretch=(-1, -1), codes=("", ""), item="", stance="", turn=1):
    return {
        "coder": coder, "transcript_id": "A", "new_turn": turn, "new_start": stretch[0], "new_end": stretch[1],
        "work_model": codes[0], "swot": codes[1], "item_id": item, "stance": stance, "action": action,
    }  # fmt: skip


def suggestion(stretch, codes, turn=1):
    return dict(zip(NOBODY, ("A", turn, *stretch, *codes, "terms", 0.7, "terms=late")))


def settled(*decisions, rulings=(), suggestions=()):
    columns = list(decision("x", "checked"))
    tags, reading = settle(
        pd.DataFrame(decisions, columns=columns),
        pd.DataFrame(rulings, columns=columns),
        pd.DataFrame(suggestions, columns=NOBODY),
        TURNS,
    )
    assert list(tags.columns) == list(TAG_COLUMNS)
    return tags, reading


BUS = ("buses", "weakness")
NIGHT = ("buses", "condition")


def test_settle_keeps_the_words_of_the_stretch_and_who_said_them():
    tags, reading = settled(
        decision("ada", "apply", FIRST, BUS, "B-1", "supports"), decision("ada", "checked")
    )
    row = tags.iloc[0]
    assert (row["quote"], row["speaker"], row["round"], row["group"]) == (
        "The bus is late.",
        "P1",
        1,
        "north",
    )
    assert (row["status"], row["source"], row["coders"]) == ("checked", "coder", "ada")
    assert reading.to_dict("records") == [{"transcript_id": "A", "turn": 1, "coder": "ada"}]


def test_settle_reject_cancels_what_stood_before_and_not_what_comes_after():
    tags, _ = settled(
        decision("ada", "apply", FIRST, BUS),
        decision("ada", "reject", (3, 9), BUS),
        decision("ada", "apply", SECOND, NIGHT),
    )
    assert tags["swot"].tolist() == ["condition"]
    tags, _ = settled(decision("ada", "reject", FIRST, BUS), decision("ada", "apply", FIRST, BUS))
    assert tags["swot"].tolist() == ["weakness"]


def test_settle_reject_without_codes_cancels_all_on_the_stretch_only():
    tags, _ = settled(
        decision("ada", "apply", FIRST, BUS),
        decision("ada", "apply", FIRST, NIGHT),
        decision("ada", "apply", THIRD, BUS),
        decision("ada", "reject", FIRST),
    )
    assert tags["start"].tolist() == [THIRD[0]]


def test_settle_reject_never_touches_another_coder():
    tags, _ = settled(decision("ada", "apply", FIRST, BUS), decision("ben", "reject", FIRST, BUS))
    assert tags["coders"].tolist() == ["ada"]


def test_settle_a_second_apply_on_the_same_stretch_changes_the_stance():
    tags, _ = settled(
        decision("ada", "apply", FIRST, BUS, "B-1", "supports"),
        decision("ada", "apply", FIRST, BUS, "B-2", "supports"),
        decision("ada", "apply", FIRST, BUS, "B-1", "contests"),
    )
    assert dict(zip(tags["item_id"], tags["stance"])) == {"B-1": "contests", "B-2": "supports"}
    assert set(tags["status"]) == {"checked"}


@pytest.mark.parametrize(("second", "expected"), [((0, 9), 1), ((9, 30), 2), ((8, 30), 1)])
def test_settle_merges_stretches_that_overlap_by_half_of_the_shorter(second, expected):
    tags, _ = settled(decision("ada", "apply", FIRST, BUS), decision("ben", "apply", second, BUS))
    assert len(tags) == expected
    if expected == 1:
        assert (tags["start"][0], tags["end"][0], tags["coders"][0]) == (*FIRST, "ada;ben")


def test_settle_takes_bounds_of_the_first_coder_whatever_the_order_of_files():
    rows = [decision("zoe", "apply", (0, 12), BUS), decision("ada", "apply", FIRST, BUS)]
    tags, _ = settled(*rows)
    again, _ = settled(*reversed(rows))
    pd.testing.assert_frame_equal(tags, again)
    assert tags["end"].tolist() == [FIRST[1]]


def test_settle_merging_keeps_the_item_that_one_of_them_linked():
    tags, _ = settled(
        decision("ada", "apply", FIRST, BUS),
        decision("ben", "apply", FIRST, BUS, "B-1", "supports"),
    )
    assert tags[["item_id", "stance", "coders"]].values.tolist() == [["B-1", "supports", "ada;ben"]]


def test_settle_opposite_stances_on_one_item_are_disputed():
    tags, _ = settled(
        decision("ada", "apply", FIRST, BUS, "B-1", "supports"),
        decision("ben", "apply", FIRST, BUS, "B-1", "contests"),
    )
    assert sorted(tags["stance"]) == ["contests", "supports"]
    assert set(tags["status"]) == {"disputed"}


def test_settle_codes_that_not_all_readers_gave_are_disputed():
    tags, _ = settled(
        decision("ada", "apply", FIRST, BUS),
        decision("ada", "apply", THIRD, NIGHT),
        decision("ada", "checked"),
        decision("ben", "apply", FIRST, BUS),
        decision("ben", "checked"),
    )
    assert dict(zip(tags["swot"], tags["status"])) == {"weakness": "checked", "condition": "disputed"}


def test_settle_someone_who_did_not_check_the_turn_disputes_nothing():
    tags, _ = settled(
        decision("ada", "apply", FIRST, BUS),
        decision("ada", "checked"),
        decision("ben", "apply", THIRD, NIGHT),
    )
    assert set(tags["status"]) == {"checked"}


def test_settle_checked_without_tags_disputes_the_other_coders_tag():
    tags, _ = settled(
        decision("ada", "apply", FIRST, BUS), decision("ada", "checked"), decision("ben", "checked")
    )
    assert tags["status"].tolist() == ["disputed"]


def test_settle_adjudication_overrules_the_dispute():
    rows = [
        decision("ada", "apply", FIRST, BUS), decision("ada", "checked"),
        decision("ben", "apply", FIRST, NIGHT), decision("ben", "checked"),
    ]  # fmt: skip
    tags, _ = settled(*rows, rulings=[decision("chair", "apply", FIRST, NIGHT)])
    assert tags[["swot", "status", "source", "coders"]].values.tolist() == [
        ["condition", "adjudicated", "adjudicator", "ben;chair"]
    ]


@pytest.mark.parametrize("first", ["ada", "zoe"])
def test_settle_adjudicators_rule_in_the_order_of_the_file_whoever_they_are(first):
    second = {"ada": "zoe", "zoe": "ada"}[first]
    tag = (FIRST, BUS)
    on_off = settled(rulings=[decision(first, "apply", *tag), decision(second, "reject", *tag)])[0]
    off_on = settled(rulings=[decision(first, "reject", *tag), decision(second, "apply", *tag)])[0]
    both = settled(rulings=[decision(first, "apply", *tag), decision(second, "apply", *tag)])[0]
    assert on_off.empty
    assert off_on["coders"].tolist() == [second]
    assert both["coders"].tolist() == ["ada;zoe"]


def test_settle_a_ruling_that_takes_back_a_reject_names_the_coder_again():
    tag = (FIRST, BUS)
    coders = [decision("ben", "apply", *tag, item="A-1", stance="supports"), decision("ben", "checked")]
    back = [decision("chair", "reject", *tag), decision("chair", "apply", *tag)]
    kept = settled(*coders, rulings=back)[0]
    assert kept[["status", "coders", "item_id"]].values.tolist() == [["adjudicated", "ben;chair", ""]]
    other = [decision("chair", "apply", FIRST, NIGHT)]
    assert settled(*coders, rulings=[back[0], *other])[0]["coders"].tolist() == ["chair"]


def test_settle_adjudicator_rejects_and_leaves_what_is_agreed():
    rows = [
        decision("ada", "apply", FIRST, BUS), decision("ada", "apply", THIRD, NIGHT), decision("ada", "checked"),
        decision("ben", "apply", FIRST, BUS), decision("ben", "checked"),
    ]  # fmt: skip
    tags, _ = settled(*rows, rulings=[decision("chair", "reject", THIRD, NIGHT)])
    assert tags[["swot", "status"]].values.tolist() == [["weakness", "checked"]]
    tags, _ = settled(*rows, rulings=[decision("chair", "checked")])
    assert tags[["swot", "status"]].values.tolist() == [["weakness", "checked"]]


def test_settle_suggestions_stay_marked_until_somebody_checks_the_turn():
    offers = [suggestion(FIRST, BUS), suggestion(THIRD, NIGHT), suggestion(FIRST, BUS, turn=2)]
    tags, _ = settled(suggestions=offers)
    assert set(tags["status"]) == {"suggested"}
    assert set(tags["source"]) == {"terms"}
    assert set(tags["coders"]) == {""}
    tags, _ = settled(decision("ada", "checked"), suggestions=offers)
    assert tags["turn"].tolist() == [2]


def test_settle_a_rejected_suggestion_goes_and_an_applied_one_becomes_the_coders():
    offers = [suggestion(FIRST, BUS), suggestion(THIRD, NIGHT)]
    tags, _ = settled(decision("ada", "reject", FIRST, BUS), suggestions=offers)
    assert tags[["swot", "status"]].values.tolist() == [["condition", "suggested"]]
    tags, _ = settled(decision("ada", "apply", FIRST, BUS), suggestions=offers)
    assert dict(zip(tags["swot"], tags["status"])) == {"weakness": "checked", "condition": "suggested"}


def test_settle_tag_ids_are_stable_and_distinct():
    rows = [decision("ada", "apply", FIRST, BUS), decision("ada", "apply", FIRST, NIGHT)]
    tags, _ = settled(*rows)
    again, _ = settled(*rows, decision("ada", "apply", THIRD, BUS, turn=3))
    assert tags["tag_id"].is_unique
    assert set(tags["tag_id"]) < set(again["tag_id"])


def test_settle_names_tags_under_the_key_of_the_study(tmp_path, library, monkeypatch, capsys):
    shutil.copytree(library, tmp_path / "study")
    monkeypatch.chdir(tmp_path / "study")
    run = snakemake(Path(), "--dry-run", "--forcerun", "settle", "--printshellcmds")
    line = next(line for line in run.output.splitlines() if "delphi settle" in line)
    words = shlex.split(line[line.index("delphi settle") :])[1:]
    Path("key.txt").write_text("c0ffee" * 6 + "\n")
    Path("short.txt").write_text("c0ffee\n")

    def made(*key: str) -> list[dict[str, str]]:
        at = words.index("--key") + 1
        assert main([*words[:at], *key, *words[at:]]) == 0
        return list(csv.DictReader(Path("data/coded/tags.csv").read_text(encoding="utf-8").splitlines()))

    bare, keyed, again = made(), made("key.txt"), made("key.txt")
    assert keyed == again
    assert [row | {"tag_id": ""} for row in bare] == [row | {"tag_id": ""} for row in keyed]
    ids = {row["tag_id"] for row in keyed}
    assert len(ids) == len({row["tag_id"] for row in bare})
    assert not ids & {row["tag_id"] for row in bare}
    at = words.index("--key") + 1
    assert main([*words[:at], "short.txt", *words[at:]]) == 2
    assert "the key has 6 characters, which can be guessed" in capsys.readouterr().err
