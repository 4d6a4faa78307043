"""The adjudication desk without a browser: what is listed, what a ruling writes, and what `settle` makes of it."""

from __future__ import annotations

import csv
import random
import shutil
from itertools import product

import pandas as pd
import pytest
from small_study import NASTY, TURNS, turn, write_study

from delphi.cli import main
from delphi.decisions.append import Decision, append_decisions
from delphi.errors import InputError
from delphi.review.adjudicate_desk import AdjudicationDesk
from delphi.review.adjudicate_surface import static
from delphi.review.material import Material

PEOPLE = (
    "participant_id,perspective,group,invited_rounds,alias_of_labels\n"
    "Ann,neighbour,north,1,\nBea,neighbour,north,1,\nCas,neighbour,north,1,\n"
)
CHECKED = [("T1", 2), ("T1", 3), ("T1", 5), ("T1", 6)]
ADA = [
    Decision("T1", 2, "apply", 0, 21, "choir", "plus"),
    Decision("T1", 2, "apply", 43, 59, "choir", "minus", "C2", "supports", note="ver weg"),
    Decision("T1", 3, "apply", 0, 26, "choir", "plus"),
    Decision("T1", 5, "apply", 0, 27, "garden", "plus", "G1", "supports"),
    Decision("T1", 6, "apply", 0, 5, "choir", "plus"),
    Decision("T2", 2, "apply", 32, 52, "choir", "plus"),
]
BEN = [
    Decision("T1", 2, "apply", 0, 20, "choir", "plus"),
    Decision("T1", 2, "apply", 43, 59, "garden", "need"),
    Decision("T1", 3, "apply", 4, 26, "choir", "minus"),
    Decision("T1", 5, "apply", 0, 27, "garden", "plus", "G1", "contests"),
]


def write(study, coder, decisions, checked=()):
    material = Material(study)
    rows = [*decisions, *(Decision(*key, "checked") for key in checked)]
    path = material.file_of(coder)
    append_decisions(path, rows, coder=coder, texts=material.texts, codebook=material.codebook)


@pytest.fixture
def study(tmp_path):
    folder = write_study(tmp_path / "study", suggestions=[], language="en")
    (folder / "data/raw/participants.csv").write_text(PEOPLE)
    write(folder, "ada", ADA, CHECKED)
    write(folder, "ben", BEN, CHECKED)
    return folder


def sit(study, judge="zoe", **narrowed):
    desk = AdjudicationDesk(Material(study), judge)
    desk.answer({"act": "begin", **narrowed})
    return desk


def at(desk, transcript, number):
    desk.answer({"act": "go", "transcript_id": transcript, "turn": number})
    return desk.view()["work"]


def rule(desk, tags, reason="", seen=None):
    transcript, number = desk.turn
    shown = desk.view()["work"]["seen"] if seen is None else seen
    message = {
        "act": "rule",
        "transcript_id": transcript,
        "turn": number,
        "tags": tags,
        "reason": reason,
        "seen": shown,
    }
    return desk.answer(message)


def tag(start, end, work_model, swot, *links):
    return {
        "start": start,
        "end": end,
        "work_model": work_model,
        "swot": swot,
        "links": [list(link) for link in links],
    }


def leaves(work, coder):
    return next(one["leaves"] for one in work["coders"] if one["coder"] == coder)


def rows(study):
    path = study / "data/coded/adjudications.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def settled(study, transcript, number):
    """What the workflow's verb makes of the files: `start, end, work_model, swot, item, stance, status`."""
    out = study / "out"
    ruled = study / "data/coded/adjudications.csv"
    done = main(
        [
            "settle", "--study", f"{study}/config/study.yaml", "--codebook", f"{study}/config/codebook.yaml",
            "--transcripts", f"{study}/data/raw/transcripts.csv",
            "--participants", f"{study}/data/raw/participants.csv", "--items", f"{study}/data/coded/items.csv",
            "--turns", f"{study}/data/interim/turns/0.parquet",
            "--suggestions", f"{study}/data/interim/suggestions/0.parquet",
            "--decisions", *map(str, sorted((study / "data/coded/decisions").glob("*.csv"))),
            *(["--adjudications", str(ruled)] if ruled.exists() else []),
            "--to-tags", f"{out}/tags.csv", "--to-anchors", f"{out}/anchors.csv",
            "--to-reading", f"{out}/reading.parquet", "--to-placed", f"{out}/decisions.parquet",
        ]
    )  # fmt: skip
    assert done == 0
    tags = pd.read_csv(out / "tags.csv", keep_default_na=False)
    here = tags[(tags["transcript_id"] == transcript) & (tags["turn"] == number)]
    columns = ["start", "end", "work_model", "swot", "item_id", "stance", "status"]
    return [tuple(row) for row in here[columns].to_numpy().tolist()]


AGREED = (0, 21, "choir", "plus", "", "", "checked")


def test_adjudicate_lists_opposites_first_then_in_transcript_order(study):
    desk = sit(study)
    shown = desk.extras()["list"]
    assert [(row["turn"], row["kinds"]) for row in shown] == [
        (3, ["opposite"]),
        (2, ["codes"]),
        (5, ["stance"]),
        (6, ["codes"]),
    ]
    assert desk.turn == ("T1", 3)
    assert desk.view()["progress"] == {"done": 0, "total": 4, "at": 1}
    assert {row["transcript_id"] for row in shown} == {"T1"}  # only one read T2


def test_adjudicate_lists_exactly_what_settle_disputes(study):
    disputed = [(t, n) for t, n in CHECKED if any(row[-1] == "disputed" for row in settled(study, t, n))]
    assert sorted(sit(study).record.disputes) == disputed


def test_adjudicate_shows_the_coders_side_by_side_with_what_is_agreed(study):
    work = at(sit(study), "T1", 2)
    assert [one["coder"] for one in work["coders"]] == ["ada", "ben"]
    ada = work["coders"][0]
    assert [(one["swot"], one["in_question"]) for one in ada["tags"]] == [("plus", False), ("minus", True)]
    assert (ada["tags"][1]["note"], ada["is_read"]) == ("ver weg", True)
    assert work["agreed"] == [tag(0, 21, "choir", "plus")]
    assert work["choices"]["none"] == []
    assert work["stands"] is None


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        ("ada", [(43, 59, "choir", "minus", "C2", "supports", "adjudicated")]),
        ("ben", [(43, 59, "garden", "need", "", "", "adjudicated")]),
        ("none", []),
        (
            "all",
            [
                (43, 59, "choir", "minus", "C2", "supports", "adjudicated"),
                (43, 59, "garden", "need", "", "", "adjudicated"),
            ],
        ),
    ],
)
def test_adjudicate_choice_is_what_settle_leaves_and_agreed_tags_stay(study, choice, left):
    desk = sit(study)
    work = at(desk, "T1", 2)
    tags = leaves(work, choice) if choice in ("ada", "ben") else work["choices"][choice]
    view = rule(desk, tags, "zie codeboek")
    assert view["notice"]["kind"] == "saved"
    assert settled(study, "T1", 2) == [AGREED, *left]
    assert {(row["coder"], row["note"]) for row in rows(study)} == {("zoe", "zie codeboek")}
    assert at(desk, "T1", 2)["is_open"] is False
    assert [(row["start"], row["swot"]) for row in desk.view()["work"]["stands"]] == [
        (t[0], t[3]) for t in left
    ]


def test_adjudicate_changed_codes_and_stretch(study):
    desk = sit(study)
    at(desk, "T1", 2)
    rule(desk, [tag(22, 59, "garden", "minus", ("G1", "nuances"))])
    changed = (22, 59, "garden", "minus", "G1", "nuances", "adjudicated")
    assert settled(study, "T1", 2) == [AGREED, changed]


def test_adjudicate_change_into_an_agreed_tag_joins_it(study):
    desk = sit(study)
    at(desk, "T1", 2)
    rule(desk, [tag(0, 42, "choir", "plus")])
    assert settled(study, "T1", 2) == [(0, 42, "choir", "plus", "", "", "adjudicated")]


def test_adjudicate_opposites_and_emoji(study):
    desk = sit(study)
    rule(desk, leaves(desk.view()["work"], "ben"))
    assert settled(study, "T1", 3) == [(4, 26, "choir", "minus", "", "", "adjudicated")]
    assert next(row["quote"] for row in rows(study) if row["action"] == "apply") == NASTY[4:26]


def test_adjudicate_stance(study):
    desk = sit(study)
    work = at(desk, "T1", 5)
    assert work["choices"]["all"] is None  # one tag cannot both support and contest
    rule(desk, leaves(work, "ben"))
    assert settled(study, "T1", 5) == [(0, 27, "garden", "plus", "G1", "contests", "adjudicated")]
    rule_none = at(desk, "T1", 5)["choices"]["none"]
    rule(desk, rule_none)
    assert settled(study, "T1", 5) == [(0, 27, "garden", "plus", "", "", "adjudicated")]


def test_adjudicate_what_one_left_untagged(study):
    desk = sit(study)
    rule_ben = leaves(at(desk, "T1", 6), "ben")
    assert rule_ben == []
    rule(desk, rule_ben)
    assert settled(study, "T1", 6) == []


def test_adjudicate_every_ruling_replaces_the_one_before(study):
    desk = sit(study)
    choices = ["ada", "ben", "all", "none", "other"]
    for pair in product(choices, choices):
        expected = []
        for choice in pair:
            work = at(desk, "T1", 2)
            expected = {
                "ada": leaves(work, "ada"), "ben": leaves(work, "ben"), **work["choices"],
                "other": [tag(22, 50, "choir", "need", ("C1", "contests"))],
            }[choice]  # fmt: skip
            assert rule(desk, expected)["notice"]["kind"] != "error"
        got = [row[:6] for row in settled(study, "T1", 2) if row != AGREED]
        want = [
            (one["start"], one["end"], one["work_model"], one["swot"], *(one["links"] or [("", "")])[0])
            for one in expected
        ]
        assert sorted(got) == sorted(want), pair


def test_adjudicate_three_coders_and_one_who_did_not_read(study):
    write(study, "cas", [Decision("T1", 6, "apply", 0, 5, "garden", "need")])
    desk = sit(study)
    work = at(desk, "T1", 6)
    assert [(one["coder"], one["is_read"]) for one in work["coders"]] == [
        ("ada", True),
        ("ben", True),
        ("cas", False),
    ]
    rule(desk, leaves(work, "cas"))
    assert settled(study, "T1", 6) == [(0, 5, "garden", "need", "", "", "adjudicated")]


def test_adjudicate_opposites_whose_codes_both_gave_elsewhere(study):
    both = [
        Decision("T2", 2, "apply", 0, 30, "choir", "plus"),
        Decision("T2", 2, "apply", 32, 52, "choir", "minus"),
    ]
    turned = [
        Decision("T2", 2, "apply", 0, 30, "choir", "minus"),
        Decision("T2", 2, "apply", 32, 52, "choir", "plus"),
    ]
    write(study, "kim", both, [("T2", 2)])
    write(study, "lou", turned, [("T2", 2)])
    assert {row[-1] for row in settled(study, "T2", 2)} == {"checked"}  # no code that not both gave
    desk = sit(study)
    work = at(desk, "T2", 2)
    assert work["kinds"] == ["opposite"]
    rule(desk, leaves(work, "kim"))
    assert [row[:4] for row in settled(study, "T2", 2)] == [
        (0, 30, "choir", "plus"),
        (32, 52, "choir", "minus"),
    ]
    assert not at(desk, "T2", 2)["is_open"]


def test_adjudicate_goes_on_to_what_is_open_and_tells_when_all_is(study):
    desk = sit(study)
    way = []
    while desk.view()["work"]["is_open"]:
        way.append(desk.turn[1])
        view = rule(desk, desk.view()["work"]["coders"][0]["leaves"])
    assert way == [3, 2, 5, 6]
    assert "Everything here is decided" in view["notice"]["text"]
    assert view["progress"]["done"] == 4


def test_adjudicate_undo_restores_a_ruling_or_leads_back(study):
    desk = sit(study)
    at(desk, "T1", 2)
    rule(desk, leaves(desk.view()["work"], "ada"))
    rule_first = settled(study, "T1", 2)
    at(desk, "T1", 2)
    rule(desk, [])
    view = desk.answer({"act": "undo"})
    assert settled(study, "T1", 2) == rule_first
    assert desk.turn == ("T1", 2)
    before = len(rows(study))
    view = desk.answer({"act": "undo"})
    assert len(rows(study)) == before
    assert "stays in the file" in view["notice"]["text"]
    assert view["work"]["stands"]
    again = AdjudicationDesk(Material(study), "zoe")
    again.answer({"act": "undo"})
    assert again.turn == ("T1", 2)
    other = AdjudicationDesk(Material(study), "kim").answer({"act": "undo"})
    assert "not decided anything" in other["notice"]["text"]


def test_adjudicate_narrows_by_transcript_pair_and_model(study):
    write(study, "cas", [Decision("T1", 6, "apply", 0, 5, "garden", "need")])
    desk = sit(study)
    assert desk.extras()["filters"] == {
        "transcripts": ["T1"], "pairs": [["ada", "ben"], ["ada", "cas"], ["ben", "cas"]], "models": ["choir", "garden"],
    }  # fmt: skip
    assert [row["turn"] for row in sit(study, pair="ben;cas").extras()["list"]] == [6]
    assert [row["turn"] for row in sit(study, model="garden").extras()["list"]] == [2, 5, 6]
    empty = desk.answer({"act": "begin", "transcript": "T2"})
    assert empty["notice"]["kind"] == "error"


def test_adjudicate_resumes_where_she_was(study):
    desk = sit(study, model="garden")
    desk.answer({"act": "next"})
    resumed = AdjudicationDesk(Material(study), "zoe").view()["start"]["resume"]
    assert resumed == {"transcript": "", "pair": "", "model": "garden", "transcript_id": "T1", "turn": 5}
    again = sit(study, **resumed)
    assert again.turn == ("T1", 5)


def test_adjudicate_two_at_once_do_not_damage_each_other(study):
    zoe, kim = sit(study), sit(study, "kim")
    seen = kim.view()["work"]["seen"]
    assert rule(zoe, leaves(zoe.view()["work"], "ada"))["notice"]["kind"] == "saved"
    stale = rule(kim, leaves(kim.view()["work"], "ben"), seen=seen)  # the window still showed it as open
    assert "in the meantime" in stale["notice"]["text"]
    assert stale["work"]["judges"] == ["zoe"]
    assert {row["coder"] for row in rows(study)} == {"zoe"}
    at(kim, "T1", 2)
    rule(kim, leaves(kim.view()["work"], "ben"))
    assert settled(study, "T1", 2) == [AGREED, (43, 59, "garden", "need", "", "", "adjudicated")]
    assert settled(study, "T1", 3) == [(0, 26, "choir", "plus", "", "", "adjudicated")]
    assert zoe.answer({"act": "look"})["progress"]["done"] == 2


def test_adjudicate_the_last_ruling_stands_whoever_took_it(study):
    kim, zoe = sit(study, "kim"), sit(study, "zoe")
    ada = leaves(at(kim, "T1", 6), "ada")
    rule(kim, ada)
    at(zoe, "T1", 6)
    rule(zoe, [])
    assert settled(study, "T1", 6) == []
    at(kim, "T1", 6)
    assert rule(kim, ada)["notice"]["kind"] == "saved"
    assert [row[:4] for row in settled(study, "T1", 6)] == [(0, 5, "choir", "plus")]


def test_adjudicate_sees_what_coders_change_meanwhile(study):
    desk = sit(study)
    at(desk, "T1", 6)
    write(study, "ben", [Decision("T1", 6, "apply", 0, 5, "choir", "plus")])
    view = desk.answer({"act": "look"})
    assert view["stage"] == "start"  # they agree now
    assert desk.extras()["list"][-1]["turn"] == 5


def test_adjudicate_a_later_tag_opens_the_turn_again_and_the_ruling_stays(study):
    desk = sit(study)
    work = at(desk, "T1", 2)
    rule(desk, leaves(work, "ada"))
    write(study, "ben", [Decision("T1", 2, "apply", 22, 42, "garden", "minus")])
    work = at(desk, "T1", 2)
    assert work["is_open"]
    minus = tag(43, 59, "choir", "minus", ("C2", "supports"))
    assert leaves(work, "ada") == [minus]
    assert leaves(work, "ben") == [tag(22, 42, "garden", "minus"), minus]
    rule(desk, leaves(work, "ada"))
    assert settled(study, "T1", 2) == [AGREED, (43, 59, "choir", "minus", "C2", "supports", "adjudicated")]


def test_adjudicate_writes_the_columns_of_the_design(study):
    desk = sit(study)
    rule(desk, leaves(desk.view()["work"], "ada"), reason='=1+1; "ja"')
    header = (study / "data/coded/adjudications.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.startswith(
        "decided_at,coder,transcript_id,turn,start,end,quote,prefix,suffix,work_model,swot,item_id,stance,action,note"
    )
    assert {row["note"] for row in rows(study)} == {'=1+1; "ja"'}
    assert [row["action"] for row in rows(study)] == ["reject", "apply"]


def test_adjudicate_refuses_what_does_not_fit_and_writes_nothing(study):
    desk = sit(study)
    at(desk, "T1", 6)
    for wrong in (tag(0, 99, "choir", "plus"), tag(0, 5, "choir", ""), tag(0, 5, "boat", "plus")):
        assert rule(desk, [wrong])["notice"]["kind"] == "error"
    elsewhere = {"act": "rule", "transcript_id": "T1", "turn": 2, "tags": [], "seen": 0}
    assert desk.answer(elsewhere)["notice"]["kind"] == "error"
    assert rows(study) == []


def test_adjudicate_a_cut_row_is_put_aside_by_a_person(study):
    desk = sit(study)
    rule(desk, leaves(desk.view()["work"], "ada"))
    path = study / "data/coded/adjudications.csv"
    path.write_bytes(path.read_bytes() + b'2025-01-01T00:00:00Z,zoe,T1,6,0,5,"Goe')
    again = AdjudicationDesk(Material(study))
    assert again.view()["start"]["cut"]
    assert again.view()["notice"]["kind"] == "error"
    again.answer({"act": "aside"})
    assert again.answer({"act": "sit", "coder": "zoe"})["coder"] == "zoe"
    assert len(rows(study)) == 2
    assert again.answer({"act": "begin"})["progress"]["done"] == 1


def test_adjudicate_a_broken_file_is_refused_whole(study):
    path = study / "data/coded/decisions/ben.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",need,", ",nead,"), encoding="utf-8")
    with pytest.raises(InputError, match="nead"):
        AdjudicationDesk(Material(study))


def test_adjudicate_numbers_are_those_of_the_build_and_rulings_since(study):
    desk = sit(study)
    assert desk.view()["numbers"]["rows"] == []
    rule(desk, leaves(desk.view()["work"], "ada"))
    settled(study, "T1", 3)
    shutil.copy(study / "out/decisions.parquet", study / "data/interim/decisions.parquet")
    outputs = [
        word
        for name in ("agreement", "disagreements", "confusion")
        for word in (f"--{name}", f"{study}/out/{name}.csv")
    ]
    done = main(
        [
            "agree", "--study", f"{study}/config/study.yaml", "--codebook", f"{study}/config/codebook.yaml",
            "--transcripts", f"{study}/data/raw/transcripts.csv",
            "--participants", f"{study}/data/raw/participants.csv",
            "--turns", f"{study}/data/interim/turns/0.parquet",
            "--placed", f"{study}/out/decisions.parquet", "--tags", f"{study}/out/tags.csv", *outputs,
        ]
    )  # fmt: skip
    assert done == 0
    (study / "reports/tables").mkdir(parents=True)
    shutil.copy(study / "out/agreement.csv", study / "reports/tables")
    opposite = pd.read_csv(study / "out/disagreements.csv")
    assert opposite[["turn", "adjudicated"]].to_numpy().tolist() == [[3, "yes"]]
    desk = sit(study)
    shown = desk.view()["numbers"]
    assert [(row["coders"], row["facet"]) for row in shown["rows"]] == [
        (["ada", "ben"], "work_model"), (["ada", "ben"], "swot"), (["ada", "ben"], "work_model*swot"),
    ]  # fmt: skip
    assert float(shown["rows"][1]["before"]) < float(shown["rows"][1]["after"])
    assert shown["since"] == 0
    rule(desk, desk.view()["work"]["choices"]["none"])
    assert (desk.view()["numbers"]["since"], desk.view()["numbers"]["ruled"]) == (1, 2)


def test_adjudicate_follows_a_turn_that_moved(study):
    desk = sit(study)
    at(desk, "T1", 2)
    rule(desk, leaves(desk.view()["work"], "ben"))
    moved = [row | {"turn": row["turn"] + (row["transcript_id"] == "T1")} for row in TURNS]
    extra = [turn("T1", 1, "M", "Welkom."), *moved]
    write_study(study, suggestions=[], language="en", turns=extra)
    desk = sit(study)
    work = at(desk, "T1", 3)
    assert not work["is_open"]
    assert work["stands"] == [tag(43, 59, "garden", "need")]


def test_adjudicate_speaks_the_language_of_the_study_and_every_code_has_its_key(tmp_path):
    dutch = static(Material(write_study(tmp_path / "nl")))
    english = static(Material(write_study(tmp_path / "en", language="en")))
    assert dutch["texts"]["none_two"] == "Geen van beide"
    assert english["texts"]["none_two"] == "Neither"
    assert dutch["texts"].keys() == english["texts"].keys()
    assert all(code["key"] not in "adefghilmnrux" for code in english["facets"]["swot"])


def test_adjudicate_without_differences_says_so(tmp_path):
    desk = AdjudicationDesk(Material(write_study(tmp_path, language="en")), "zoe")
    view = desk.answer({"act": "begin"})
    assert (view["stage"], view["start"]["total"]) == ("start", 0)
    assert "no differences" in view["notice"]["text"]


def test_adjudicate_any_ruling_after_any_other_is_what_settle_leaves(tmp_path):
    """Tags of three coders drawn by chance, rulings drawn by chance: nothing is ever refused or left over."""
    study = write_study(tmp_path, suggestions=[], language="en")
    (study / "data/raw/participants.csv").write_text(PEOPLE)
    drawn = random.Random(20250101)
    keys = [("T1", 2), ("T1", 3), ("T1", 5), ("T2", 2)]
    material = Material(study)

    def stretch(key):
        start = drawn.randrange(0, 38)
        return start, drawn.randrange(start + 2, len(material.texts[key]) + 1)

    def codes():
        return drawn.choice(["choir", "garden"]), drawn.choice(["plus", "minus", "need"])

    def link():
        return drawn.choice([("", ""), *product(["C1", "G1"], ["supports", "contests"])])

    for coder in ("ada", "ben", "cas"):
        tags = [Decision(*key, "apply", *stretch(key), *codes(), *link()) for key in keys for _ in range(3)]
        write(study, coder, tags, keys if coder != "cas" else keys[:2])
    desk = sit(study)
    for _ in range(20):
        work = at(desk, *drawn.choice(sorted(desk.record.disputes)))
        own = [
            tag(*stretch(desk.turn), *codes(), *([link()] if drawn.random() < 0.5 else [])) for _ in range(2)
        ]
        own = [{**one, "links": [pair for pair in one["links"] if pair[0]]} for one in own]
        choices = [*(one["leaves"] for one in work["coders"]), *filter(None, work["choices"].values()), own]
        wanted = drawn.choice(choices)
        key, agreed = desk.turn, work["agreed"]
        view = rule(desk, wanted)
        assert view["notice"]["kind"] != "error", view["notice"]
        left = [row[:6] for row in settled(study, *key)]
        for one in wanted:
            place = (one["start"], one["end"], one["work_model"], one["swot"])
            links = {row[4:6] for row in left if row[:4] == place}
            assert links
            assert links >= {tuple(pair) for pair in one["links"]}
        allowed = {(one["start"], one["end"], one["work_model"], one["swot"]) for one in (*wanted, *agreed)}
        assert {row[:4] for row in left} <= allowed
        assert not at(desk, *key)["is_open"]
