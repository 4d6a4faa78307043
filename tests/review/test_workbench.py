"""The workbench without a browser: rows, passages, a codebook that is edited meanwhile."""

from __future__ import annotations

import os

import pandas as pd
import pytest
from built_study import build
from small_study import TURNS, turn

from delphi.errors import InputError
from delphi.review.workbench import Workbench, open_workbench
from delphi.review.workbench_study import LiveStudy
from delphi.review.workbench_texts import SHARED, WORKBENCH

MORE = [
    turn("T3", 1, "M", "Wie werkt in de tuin?"),
    turn("T3", 2, "Bea", "Ons tuinhuis is oud. Het buurthuis is open."),
    turn("T3", 3, "Cas", "In het buurthuis zingen we samen. Samen zingen!"),
]


@pytest.fixture
def bench(study):
    return Workbench(LiveStudy(build(study, turns=[*TURNS, *MORE])))


def row(view, name):
    return next(one for one in view["rows"] if one["id"] == name)


def edit(study, old, new):
    path = study / "config/codebook.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1_000_000))


def said(view):
    return ["".join(text for text, _ in one["pieces"]) for one in view["detail"]["passages"]]


def test_workbench_terms_of_a_code(bench):
    view = bench.answer({"code": "choir"})
    whole = view["rows"][0]
    assert (whole["right"], whole["wrong"], whole["missed"]) == (3, 0, 1)
    assert (whole["precision"], whole["recall"]) == ("100\xa0%", "75\xa0%")
    assert row(view, "*huis")["words"] == [("buurthuis", 2), ("tuinhuis", 1)]
    assert row(view, "*huis")["hits"] == 2  # the one that is excluded does not count
    assert row(view, "samen zingen")["hits"] == 1
    assert row(view, "zing*")["hits"] == 2  # the phrase took one of the three
    assert (row(view, "koor")["alone"], row(view, "zing*")["alone"]) == (2, 1)


def test_workbench_shows_passages_with_context_and_marks(bench):
    view = bench.answer({"code": "choir", "pick": "koor"})
    first = view["detail"]["passages"][0]
    assert first["pieces"] == [("Het ", False), ("koor", True), (" is gezellig.", False)]
    assert (first["before"], first["after"], first["verdict"]) == ("", "We zingen elke week.", "right")
    assert view["detail"]["counts"] == {"all": 2, "right": 2, "wrong": 0, "unread": 0}
    view = bench.answer({"pick": "*huis"})
    assert view["detail"]["counts"] == {"all": 2, "right": 0, "wrong": 0, "unread": 2}
    assert said(bench.answer({"show": "wrong"})) == []


def test_workbench_shows_what_no_term_finds(bench):
    view = bench.answer({"code": "choir", "pick": "", "show": "missed"})
    assert said(view) == ["Daar ga ik dus niet meer heen!"]
    assert view["detail"]["passages"][0]["missed"]


def test_workbench_pages_through_many_passages(study):
    many = [*TURNS, *(turn("T3", n, "Bea", f"Het koor zong op dag {n}.") for n in range(1, 25))]
    bench = Workbench(LiveStudy(build(study, turns=many)))
    pages = [bench.answer({"code": "choir", "pick": "koor"}), *(bench.answer({"page": n}) for n in (1, 2, 9))]
    assert [view["detail"]["page"] for view in pages] == [0, 1, 2, 2]
    assert [one for view in pages[:3] for one in said(view)][2:] == [
        f"Het koor zong op dag {n}." for n in range(1, 25)
    ]
    assert bench.answer({"pick": "zing*"})["detail"]["page"] == 0


def test_workbench_excluded_words_with_what_they_keep_away(bench):
    view = bench.answer({"code": "choir", "tab": "excluded"})
    assert [(one["id"], one["words"], one["hits"]) for one in view["rows"]] == [
        ("!tuinhuis", [("tuinhuis", 1)], 1)
    ]
    assert said(view) == ["Ons tuinhuis is oud."]


def test_workbench_openers_count_who_says_them(bench):
    view = bench.answer({"code": "garden", "tab": "openers"})
    assert [(one["id"], one["facilitators"], one["participants"]) for one in view["rows"]] == [
        ("de tuin", 2, 1)
    ]
    assert view["detail"]["counts"] == {"all": 3}
    assert "openers" not in bench.answer({"facet": "swot", "code": "plus"})["tabs"]
    assert bench.view()["tab"] == "terms"


def test_workbench_words_in_no_term(study):
    from delphi.decisions.append import Decision

    lines = [
        "De dirigent wacht. Het is laat.",
        "Een dirigent zwaait. Het is laat.",
        "Onze dirigent koor. Het is laat.",
    ]
    many = [*TURNS, *(turn("T3", n, "Bea", line) for n, line in enumerate(lines, 1))]
    decided = {
        "ann": [
            one
            for n, line in enumerate(lines, 1)
            for one in (
                Decision("T3", n, "apply", 0, line.index(".") + 1, "choir", "plus"),
                Decision("T3", n, "checked"),
            )
        ]
    }
    bench = Workbench(LiveStudy(build(study, decided=decided, turns=many)))
    view = bench.answer({"code": "choir", "tab": "absent"})
    assert [(one["id"], one["inside"], one["outside"], one["turns"]) for one in view["rows"]] == [
        ("dirigent", 3, 0, 3)
    ]
    assert view["detail"]["counts"] == {"all": 3, "right": 3, "wrong": 0, "unread": 0}
    edit(study, "terms: [koor", "terms: [dirig*, koor")
    assert bench.answer({})["rows"] == []


def test_workbench_tries_a_term_and_writes_nothing(bench, study):
    before = {path: path.read_bytes() for path in study.rglob("*") if path.is_file()}
    view = bench.answer({"code": "choir", "tab": "try", "query": "ga* ... heen"})
    tried = view["rows"][0]
    assert (tried["hits"], tried["right"], tried["new_right"], tried["new_wrong"]) == (1, 1, 1, 0)
    assert view["detail"]["passages"][0]["pieces"][1] == ("ga ik dus niet meer heen", True)
    assert bench.answer({"query": "koor"})["rows"][0]["new_right"] == 0
    assert "begins or ends with `*`" in bench.answer({"query": "*"})["rows"][0]["mistake"]
    assert "(!)" in bench.answer({"query": "!koor"})["rows"][0]["mistake"]
    assert bench.answer({"query": " "})["rows"] == []
    assert {path: path.read_bytes() for path in study.rglob("*") if path.is_file()} == before


def test_workbench_reads_the_codebook_as_it_is_now(bench, study):
    assert bench.answer({"code": "choir"})["notice"] == {}
    edit(study, "terms: [koor", "terms: [daar, koor")
    view = bench.answer({})
    assert view["notice"]["kind"] == "info"
    assert row(view, "daar")["right"] == 1
    assert view["rows"][0]["missed"] == 0
    edit(study, "terms: [daar", "terms: ['* daar'")
    view = bench.answer({})
    assert "line" in view["notice"]["text"]
    assert row(view, "daar")["right"] == 1  # the last one that could be read
    edit(study, "'* daar'", "daarnaast")
    view = bench.answer({})
    assert [one["id"] for one in view["rows"]][:2] == ["", "daarnaast"]
    assert view["notice"]["kind"] == "info"


def test_workbench_follows_a_code_that_was_renamed_since_the_build(bench, study):
    edit(study, "key: choir", "key: singing")
    edit(
        study,
        "version: 1",
        "migrations: [{from_version: 1, facet: work_model, renamed: {choir: singing}}]\nversion: 2",
    )
    view = bench.answer({"code": "singing"})
    assert (view["here"]["code"], view["rows"][0]["right"], view["about"]["version"]) == ("singing", 3, 2)


def test_workbench_before_anybody_has_checked_anything(study):
    build(study)
    (study / "data/interim/reading.parquet").unlink()
    view = Workbench(LiveStudy(study)).answer({"code": "choir"})
    assert not view["about"]["judged"]
    assert row(view, "koor")["hits"] == 2
    assert view["detail"]["counts"]["unread"] == view["detail"]["counts"]["all"] == 3


def test_workbench_sees_a_new_build(bench, study):
    path = study / "data/interim/reading.parquet"
    reading = pd.read_parquet(path)
    reading[reading["transcript_id"] != "T2"].to_parquet(path, index=False)
    assert bench.answer({"code": "choir"})["rows"][0]["right"] == 2


def test_workbench_order_is_the_codebooks(bench):
    shown = [[code["code"] for code in group["codes"]] for group in bench.view()["codes"]]
    assert shown == [["choir", "garden"], ["plus", "minus", "need"]]


def test_workbench_without_a_study_or_a_build(study, tmp_path):
    with pytest.raises(InputError, match="run `make`"):
        LiveStudy(study)  # no words yet
    with pytest.raises(InputError, match="no study here"):
        LiveStudy(tmp_path.parent / "nowhere")
    window = open_workbench(study)
    assert window.view["stage"] == "blocked"
    assert "run `make`" in window.view["notice"]["text"]
    assert repr(window) == "CodebookWorkbench()"


def test_workbench_speaks_both_languages():
    for texts in (SHARED, WORKBENCH):
        for name, (dutch, english) in texts.items():
            assert dutch, name
            assert english, name


def test_workbench_window_changes_its_language_and_keeps_its_place(bench, study):
    window = open_workbench(study)
    window._handle_custom_msg({"facet": "swot", "code": "minus", "seq": 1}, [])
    window._handle_custom_msg({"act": "language", "language": "en", "seq": 2}, [])
    assert window.fixed["texts"]["window"] == "Codebook workbench"
    assert (window.view["seq"], window.view["here"]["label"]) == (2, "Weakness")
