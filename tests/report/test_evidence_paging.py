"""An edition in pages holds what the edition on one page holds, and its overview leads to every passage of it."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from lxml import html as lxml_html
from tests.conftest import files_of
from tests.report.test_evidence_editions import INTERNAL, PUBLIC, rows, write
from tests.report.test_evidence_page import data_of

from delphi.report.evidence import paging
from delphi.report.evidence.page import as_json
from delphi.report.evidence.paging import bucket, packed, weighed
from delphi.report.evidence.texts import PAGES

EDITIONS = {"public": PUBLIC, "internal": INTERNAL}


@pytest.fixture
def few(monkeypatch):
    """Pages of a few passages."""
    monkeypatch.setattr("delphi.cli.evidence.MOST", 3)
    monkeypatch.setattr("delphi.cli.evidence.MOST_CONVERSATIONS", 3)
    monkeypatch.setattr(paging, "WEIGHT", 1_500)
    monkeypatch.setattr(paging, "TO_FIND", 20)


def data(path):
    return data_of(path.read_text("utf-8"))


def parts(folder):
    """The pages that hold passages, in order."""
    return {path.name: data(path) for path in sorted(folder.glob("[0-9]*.html"))}


def named(page, passage):
    """A passage with words in the place of numbers that only count on its page."""
    told = []
    for facet, at in zip(page["facets"], passage["f"], strict=True):
        places = at if isinstance(at, list) else [at]
        told.append([facet["options"][place][0] for place in places if place >= 0])
    statement = page["statements"][passage["s"]]["id"] if passage["s"] >= 0 else ""
    session = page["sessions"][passage["t"]]["id"] if "t" in passage else ""
    kept = {key: passage[key] for key in passage.keys() - {"f", "s", "t", "at"}}
    return kept | {"f": told, "s": statement, "t": session}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("study", ["library", "example"])
def test_pages_hold_every_passage_once_as_the_one_page_does(study, edition, few, tmp_path, request):
    study = request.getfixturevalue(study)
    assert write(study, edition, tmp_path / "evidence.html") == 0
    whole = data(study / EDITIONS[edition])
    found = [
        named(page, passage) for page in parts(tmp_path / "evidence").values() for passage in page["passages"]
    ]
    key = lambda passage: passage["id"]  # noqa: E731
    assert sorted(found, key=key) == sorted((named(whole, p) for p in whole["passages"]), key=key)
    texts = {statement["id"]: statement for statement in whole["statements"]}
    for page in parts(tmp_path / "evidence").values():
        assert [facet["options"] for facet in page["facets"][:1]] == [
            [each] for each in whole["facets"][0]["options"] if each in page["facets"][0]["options"]
        ]
        for statement in page["statements"]:
            known = texts[statement["id"]]
            for name in known.keys() - {"f", "history"}:
                assert statement[name] == known[name]
            assert statement["history"].startswith(known["history"])


@pytest.mark.parametrize("edition", EDITIONS)
def test_pages_the_overview_counts_and_leads_to_every_passage(edition, few, library, tmp_path):
    write(library, edition, tmp_path / "evidence.html")
    door, whole = data(tmp_path / "evidence.html"), data(library / EDITIONS[edition])
    pages = {name: data(tmp_path / name) for name, _ in door["pages"]}
    assert len(pages) > len(whole["facets"][0]["options"])  # a work model has several
    counted = Counter()
    for group in door["passages"]:
        counted[door["statements"][group["s"]]["id"] if group["s"] >= 0 else "", group["f"][2]] += group["n"]
    assert counted == Counter(
        (whole["statements"][p["s"]]["id"] if p["s"] >= 0 else "", p["f"][2]) for p in whole["passages"]
    )
    for place, (name, _) in enumerate(door["pages"]):
        there = sum(group["n"] for group in door["passages"] if group["p"] == place)
        assert there == len(pages[name]["passages"])
    for statement in door["statements"]:
        first = pages[door["pages"][statement["p"]][0]]
        assert statement["id"] in {each["id"] for each in first["statements"]}
    assert len(door["lists"]) > 1
    for passage in whole["passages"]:
        found = data(tmp_path / door["lists"][bucket(passage["id"], len(door["lists"]))])
        page = pages[f"evidence/{found['pages'][found['found'][passage['id']]]}"]
        assert passage["id"] in {each["id"] for each in page["passages"]}


def test_pages_say_where_a_statement_is_cut(few, library, tmp_path, monkeypatch):
    monkeypatch.setattr(paging, "WEIGHT", 500)
    write(library, "public", tmp_path / "evidence.html")
    cut = Counter(
        statement["id"]
        for page in parts(tmp_path / "evidence").values()
        for statement in page["statements"]
        if "on this page" in statement["history"]
    )
    assert cut
    assert min(cut.values()) > 1


def test_pages_of_the_public_edition_hold_no_label_and_no_session(few, library, tmp_path):
    write(library, "public", tmp_path / "evidence.html")
    labels = [row["participant_id"] for row in rows(library / "data/raw/participants.csv")]
    sessions = [row["transcript_id"] for row in rows(library / "data/raw/transcripts.csv")]
    assert not (tmp_path / "evidence/transcripts").exists()
    for path in [tmp_path / "evidence.html", *(tmp_path / "evidence").iterdir()]:
        text = re.sub(r"data:font[^\"')]+", "", path.read_text("utf-8"))
        for name in (*labels, *sessions):
            assert not re.search(rf"(?<![\w-]){re.escape(name)}(?!\w)", text), (path.name, name)


def test_pages_of_the_internal_edition_tell_each_conversation_with_its_passages(few, library, tmp_path):
    write(library, "internal", tmp_path / "evidence.html")
    whole = data(library / INTERNAL)
    folder = tmp_path / "evidence/transcripts"
    assert {path.stem for path in folder.iterdir()} == {session["id"] for session in whole["sessions"]}
    for place, session in enumerate(whole["sessions"]):
        tree = lxml_html.fromstring((folder / f"{session['id']}.html").read_text("utf-8"))
        said = [" ".join(each.text_content().split()) for each in tree.find_class("words")]
        assert said == [" ".join(text.split()) for _, text, _ in session["turns"].values() if text]
        assert sorted(each.get("id") for each in tree.find_class("passage")) == sorted(
            passage["id"] for passage in whole["passages"] if passage["t"] == place
        )
        assert len(tree.find_class("decided")) == sum(map(len, session["decisions"].values()))
        assert "lorna" not in tree.text_content().casefold()  # withdrew
        assert {link.get("href").partition("#")[0] for link in tree.iter("a")} == {"../../evidence.html"}


def test_pages_have_the_same_bytes_again_and_none_is_left_of_a_larger_study(
    few, library, tmp_path, monkeypatch
):
    for edition, name in EDITIONS.items():
        target = tmp_path / f"{edition}.html"
        write(library, edition, target)
        before = files_of(tmp_path / edition)
        (tmp_path / edition / "99-gone-1.html").write_text("old", encoding="utf-8")
        write(library, edition, target)
        assert files_of(tmp_path / edition) == before
        with monkeypatch.context() as patched:
            patched.setattr("delphi.cli.evidence.MOST", 5_000)
            patched.setattr("delphi.cli.evidence.MOST_CONVERSATIONS", 100)
            write(library, edition, target)
        assert files_of(tmp_path / edition) == {}
        assert target.read_bytes() == (library / name).read_bytes()


def test_pages_stand_beside_the_page_that_leads_to_them(library, tmp_path, capsys):
    assert write(library, "public", tmp_path / "evidence.html", pages=tmp_path / "other/evidence") == 2
    assert "do not stand beside" in capsys.readouterr().err
    assert not (tmp_path / "evidence.html").exists()


def passages(*lengths):
    return [{"id": f"T{n}", "q": "x" * length} for n, length in enumerate(lengths)]


def test_packed_begins_a_page_where_a_statement_does_not_fit_and_cuts_one_only_when_it_must():
    units = [
        (0, passages(100)),
        (1, passages(100, 100)),
        (2, []),
        (3, passages(*[100] * 6)),
        (-1, passages(10)),
    ]
    found = list(packed(units, 450))
    assert [[(place, len(some), all_) for place, some, all_ in page] for page in found] == [
        [(0, 1, 1), (1, 2, 2), (2, 0, 0)],
        [(3, 3, 6)],
        [(3, 3, 6), (-1, 1, 1)],
    ]


def test_packed_keeps_a_passage_that_is_heavier_than_a_page():
    assert [
        [(place, len(some)) for place, some, _ in page] for page in packed([(0, passages(900, 5))], 400)
    ] == [
        [(0, 1)],
        [(0, 1)],
    ]


def test_pages_texts_are_the_same_in_both_languages():
    assert PAGES["nl"].keys() == PAGES["en"].keys()
    for key, text in PAGES["nl"].items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", PAGES["en"][key])), key


@pytest.mark.parametrize("edition", EDITIONS)
def test_weighed_is_about_what_a_passage_takes_on_its_page(edition, library):
    for passage in data(library / EDITIONS[edition])["passages"]:
        assert 0.6 < weighed(passage) / len(as_json(passage).encode()) < 1.3
