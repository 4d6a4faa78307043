"""What each edition holds of a real study, looked for in the bytes of the finished pages."""

from __future__ import annotations

import csv
import re

import pandas as pd
import pytest
from tests.report.test_evidence_page import data_of

from delphi.cli import main
from delphi.codebook import load_codebook
from delphi.report.evidence.internal import stretch, units

PUBLIC, INTERNAL = "reports/evidence.html", "data/interim/evidence-internal.html"
STATEMENT = {
    "id",
    "f",
    "text",
    "specific",
    "parent",
    "ended",
    "version",
    "history",
    "people",
    "versions",
    "events",
}
PASSAGE = {"id", "f", "s", "v", "q", "who", "mark"}


def rows(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def words_of(study, name):
    """The page without its fonts."""
    return re.sub(r"data:font[^\"')]+", "", (study / name).read_text("utf-8"))


@pytest.fixture(params=["example", "library"])
def study(request):
    return request.getfixturevalue(request.param)


def facet(data, passage, key):
    place = [each["key"] for each in data["facets"]].index(key)
    at = passage["f"][place]
    options = [value for value, _ in data["facets"][place]["options"]]
    return [options[i] for i in at] if isinstance(at, list) else options[at] if at >= 0 else None


def test_public_holds_no_label_no_session_no_coder(study):
    text = words_of(study, PUBLIC)
    for row in rows(study / "data/coded/items.csv"):
        text = text.replace(row["item_id"], "")
    people = rows(study / "data/raw/participants.csv")
    labels = {
        label.strip()
        for row in people
        for label in (row["participant_id"], *row["alias_of_labels"].split(";"))
    }
    sessions = rows(study / "data/raw/transcripts.csv")
    names = {row["transcript_id"] for row in sessions} | {row["file"] for row in sessions}
    coders = {path.stem for path in (study / "data/coded/decisions").glob("*.csv")}
    for name in sorted(filter(None, labels | names | coders)):
        found = re.search(rf"(?<![\w-]){re.escape(name)}(['’]?s)?(?!\w)", text)
        assert not found, name


def test_public_holds_these_fields_and_no_others(study):
    data = data_of(words_of(study, PUBLIC))
    assert data.keys() == {
        "edition",
        "language",
        "title",
        "subtitle",
        "date",
        "facets",
        "statements",
        "passages",
        "say",
    }
    assert [each["key"] for each in data["facets"]] == [
        "model",
        "block",
        "round",
        "perspective",
        "kind",
        "stance",
        "outcome",
    ]
    assert {frozenset(statement) for statement in data["statements"]} == {frozenset(STATEMENT)}
    assert {frozenset(passage) for passage in data["passages"]} == {frozenset(PASSAGE)}
    events = {frozenset(event) for statement in data["statements"] for event in statement["events"]}
    assert events == {frozenset({"round", "what", "before", "after", "reason"})}


def test_public_shows_every_tag_of_a_person_and_no_suggestion(study):
    tags = rows(study / "data/coded/tags.csv")
    data = data_of(words_of(study, PUBLIC))
    assert sorted(passage["id"] for passage in data["passages"]) == sorted(
        tag["tag_id"] for tag in tags if tag["status"] != "suggested"
    )
    marks = {passage["id"]: passage["mark"] for passage in data["passages"]}
    assert all(
        bool(marks[tag["tag_id"]]) == (tag["status"] == "disputed") for tag in tags if tag["tag_id"] in marks
    )


def test_public_tells_no_round_of_an_interview(study):
    tags = {tag["tag_id"]: tag for tag in rows(study / "data/coded/tags.csv")}
    data = data_of(words_of(study, PUBLIC))
    outside = [passage for passage in data["passages"] if "interview" in tags[passage["id"]]["kind"]]
    assert outside
    assert {facet(data, passage, "round") for passage in outside} == {None}
    assert not any(re.search(r"(ronde|round) \d", passage["who"]) for passage in outside)


def test_public_order_follows_no_conversation(study):
    tags = {tag["tag_id"]: tag for tag in rows(study / "data/coded/tags.csv")}
    data = data_of(words_of(study, PUBLIC))
    order = [(p["s"], p["f"], p["id"]) for p in data["passages"] if p["s"] >= 0]
    assert order == sorted(order)
    positions = [(tags[p[2]]["transcript_id"], int(tags[p[2]]["turn"])) for p in order]
    assert positions != sorted(positions)


def test_public_needs_more_company_when_the_study_says_so(library, tmp_path):
    """With `min_cell: 4` the two council members, and then the librarians, are not told apart."""
    settings = (library / "config/study.yaml").read_text("utf-8")
    page = {}
    for least in (2, 4):
        (tmp_path / "study.yaml").write_text(
            settings.replace("min_cell: 2", f"min_cell: {least}"), encoding="utf-8"
        )
        write(library, "public", tmp_path / f"{least}.html", settings=tmp_path / "study.yaml")
        page[least] = data_of((tmp_path / f"{least}.html").read_text("utf-8"))
    told = {
        least: {facet(data, passage, "perspective") for passage in data["passages"]}
        for least, data in page.items()
    }
    assert told[2] == {"shift_worker", "librarian", "council_member"}
    assert told[4] == {"shift_worker", None}
    people = " ".join(line for statement in page[4]["statements"] for line in statement["people"])
    assert "council member" not in people.casefold()
    assert "librarian" not in people.casefold()
    assert re.search(r"\d participants?", people)


def write(study, edition, target, settings=None, pages=None):
    names = {
        "study": "config/study.yaml", "codebook": "config/codebook.yaml", "transcripts": "data/raw/transcripts.csv",
        "participants": "data/raw/participants.csv", "items": "data/coded/items.csv", "tags": "data/coded/tags.csv",
        "links": "data/interim/links.parquet", "happened": "data/interim/events.parquet",
        "presence": "data/interim/presence.parquet", "swot": "reports/tables/swot.csv",
        "consensus": "reports/tables/consensus.csv",
    }  # fmt: skip
    options = [
        word
        for key, name in names.items()
        for word in (f"--{key}", str(settings if settings and key == "study" else study / name))
    ]
    if edition == "internal":
        options += ["--turns", *map(str, sorted((study / "data/interim/turns").glob("*.parquet")))]
        options += ["--placed", str(study / "data/interim/decisions.parquet")]
    options += ["--to-pages", str(pages)] if pages else []
    return main(["evidence", "--edition", edition, *options, "--to-page", str(target)])


def test_verb_writes_the_same_bytes_again(library, tmp_path):
    for edition, name in (("public", PUBLIC), ("internal", INTERNAL)):
        assert write(library, edition, tmp_path / "again.html") == 0
        assert (tmp_path / "again.html").read_bytes() == (library / name).read_bytes()


def test_verb_refuses_transcripts_for_the_public_edition(library, tmp_path, capsys):
    target = tmp_path / "page.html"
    turns = [str(path) for path in (library / "data/interim/turns").glob("*.parquet")]
    assert (
        main(
            ["evidence", "--edition", "public", "--turns", *turns, "--placed", "x", "--to-page", str(target)]
        )
        == 2
    )
    assert "the public edition reads no transcript" in capsys.readouterr().err
    assert main(["evidence", "--edition", "internal", "--to-page", str(target)]) == 2
    assert not target.exists()


def test_internal_leads_from_every_passage_to_its_words_in_the_turn(study):
    tags = rows(study / "data/coded/tags.csv")
    data = data_of(words_of(study, INTERNAL))
    assert sorted(passage["id"] for passage in data["passages"]) == sorted(tag["tag_id"] for tag in tags)
    by_id = {tag["tag_id"]: tag for tag in tags}
    for passage in data["passages"]:
        tag, session = by_id[passage["id"]], data["sessions"][passage["t"]]
        assert (session["id"], passage["n"], passage["speaker"]) == (
            tag["transcript_id"], int(tag["turn"]), tag["speaker"],
        )  # fmt: skip
        said = session["turns"][tag["turn"]][1].encode("utf-16-le")
        start, end = passage["at"]
        assert said[2 * start : 2 * end].decode("utf-16-le") == passage["q"]


def test_internal_tells_who_decided_what_and_marks_suggestions(study):
    data = data_of(words_of(study, INTERNAL))
    placed = pd.read_parquet(study / "data/interim/decisions.parquet")
    placed = placed[~placed["withdrawn"].astype(bool) & (placed["outcome"] != "lost")]
    shown = [row for session in data["sessions"] for turn in session["decisions"].values() for row in turn]
    assert len(shown) == len(placed)
    assert {row["coder"] for row in shown} == set(placed["coder"])
    suggested = [p for p in data["passages"] if facet(data, p, "status") == "suggested"]
    assert suggested
    assert all(p["mark"] == data["say"]["statuses"]["suggested"] for p in suggested)


def test_internal_holds_nothing_of_who_withdrew_nor_names_to_hide(library):
    text = words_of(library, INTERNAL)
    said = [
        row["text"] for row in rows(library / "expected/turns.csv") if row["speaker"].casefold() == "lorna"
    ]
    assert len(said) == 7
    for sentence in (part for words in said for part in words.split(". ") if len(part) > 25):
        assert sentence not in text
    assert not re.search(r"lorna|pettifer", text, re.IGNORECASE)
    assert "Marek" in text


def test_editions_follow_the_codebook_and_rank_nothing(study):
    keys = [code.key for code in load_codebook(study / "config/codebook.yaml").work_model]
    for name in (PUBLIC, INTERNAL):
        data = data_of(words_of(study, name))
        assert [value for value, _ in data["facets"][0]["options"]] == keys
        models = [statement["f"][0] for statement in data["statements"]]
        assert models == sorted(models)


def test_editions_keep_dissent_and_the_history_of_a_statement(library):
    for name in (PUBLIC, INTERNAL):
        data = data_of(words_of(library, name))
        by_id = {statement["id"]: statement for statement in data["statements"]}
        assert by_id["UH-R1"]["people"][1].endswith("1 council member")
        assert [version["text"] for version in by_id["UH-Q1"]["versions"]] == [
            "There is a guard at the door",
            "Someone can be reached at once, by a button that a person answers",
        ]
        reasons = [event["reason"] for event in by_id["UH-Q1"]["events"]]
        assert "What was asked for is an answer at once, not a guard" in reasons
        assert by_id["WS-Q3"]["ended"]
        spoken = {
            p["v"] for p in data["passages"] if p["s"] >= 0 and data["statements"][p["s"]]["id"] == "UH-Q1"
        }
        assert spoken == {1, 2}


def test_report_leads_to_the_evidence_page(example):
    html = (example / "reports/report.html").read_text("utf-8")
    data = data_of(words_of(example, PUBLIC))
    known = {statement["id"] for statement in data["statements"]}
    linked = set(re.findall(r'href="evidence\.html#([^"=]+)"', html))
    printed = {row["item_id"] for row in rows(example / "reports/tables/swot.csv") if int(row["n_passages"])}
    assert linked == printed <= known
    tags = set(re.findall(r'href="evidence\.html#tag=(\w+)"', html))
    assert tags
    assert tags <= {passage["id"] for passage in data["passages"]}


def test_stretch_counts_as_a_browser_does():
    assert units("a👍b") == 4
    assert stretch("👍 ja, goed", 2, 4, lambda text: text) == [3, 5]
    assert stretch("Lorna zei ja", 10, 12, lambda text: text.replace("Lorna", "[naam]")) == [11, 13]
    assert stretch("Lorna zei ja", 2, 9, lambda text: text.replace("Lorna", "[naam]")) == []
