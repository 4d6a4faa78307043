"""The report's pages about ratings: every number from the table, in the codebook's order, nothing judged unasked."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from delphi.cli import main
from delphi.codebook import load_codebook


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def tables_of(study: Path) -> dict[str, dict]:
    return json.loads((study / "reports/chapters/content.json").read_text("utf-8"))["tables"]


def chapter(study: Path, name: str) -> str:
    return next((study / "reports/chapters").glob(f"*-{name}.md")).read_text("utf-8")


def words(cell) -> str:
    return " | ".join("".join(run["text"] for run in paragraph["runs"]) for paragraph in cell)


def plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


@pytest.fixture
def elsewhere(example, tmp_path, monkeypatch):
    """The built example study without prose of its own, as the current folder."""
    for name in ("config", "data", "reports/tables"):
        shutil.copytree(example / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_ratings_stand_in_the_chapter_of_their_rounds(example):
    text = chapter(example, "rounds-2-3")
    assert "Oordelen over de uitspraken" in text
    assert "In ronde 2 gaven 18 deelnemers met armoede-ervaring een oordeel over 36 uitspraken" in text
    assert "Van de 18 die in ronde 2 een oordeel gaven, deden 15 dat ook in ronde 3." in text
    for name in ("rounds-1", "rounds-4"):
        assert "Oordelen over" not in chapter(example, name)


def test_ratings_follow_codebook_and_register_and_no_score(example):
    codebook = load_codebook(example / "config/codebook.yaml")
    placed = re.findall(r'key="ratings-2-3-necessity-(\w+)"', chapter(example, "rounds-2-3"))
    assert placed == [key for key in codebook.keys("work_model") if key in placed]
    assert len(placed) == 7
    register = {row["statement"]: place for place, row in enumerate(rows(example / "data/coded/items.csv"))}
    for key in placed:
        table = tables_of(example)[f"ratings-2-3-necessity-{key}"]
        stated = [register[row[0][0]["runs"][0]["text"]] for row in table["rows"] if row[0]]
        assert stated == sorted(stated)


def test_ratings_cells_are_the_table_in_print(example):
    table = tables_of(example)["ratings-2-3-necessity-personal_competence"]
    assert [column.replace("\N{NO-BREAK SPACE}", " ") for column in table["columns"]] == [
        "Uitspraak", "Wie", "Ronde 2", "Ronde 3", "Dezelfde mensen, 2 → 3"
    ]  # fmt: skip
    second = table["rows"][2]
    cells = [words(cell).replace("\N{NO-BREAK SPACE}", " ") for cell in second]
    assert cells == [
        "De begeleider durft ingrijpen als iemand alle aandacht opeist",
        "Deelnemer met armoede-ervaring",
        "78 % | 14 van 18 [55–91] | mediaan: noodzakelijk",
        "79 % | 11 van 14 [52–92] | van alle 18: 61–83 % | mediaan: noodzakelijk",
        "79 → 79 % | 12 van 14 hetzelfde | [60–96]",
    ]
    assert [words(cell)[:4] for cell in table["rows"][3]] == ["", "Bero", "", "64\N{NO-BREAK SPACE}%", ""]


def test_ratings_thresholds_are_printed_with_reason_and_what_they_hinge_on(example):
    text = plain(chapter(example, "rounds-2-3"))
    assert "De reden die het team gaf: vooraf door het team afgesproken." in text
    table = tables_of(example)["threshold-1"]
    verdicts = {words(row[0]): words(row[-1]) for row in table["rows"] if row[-1]}
    assert verdicts["Oefenen gaat voor theorie"] == "gehaald"
    hinging = verdicts["De begeleider durft ingrijpen als iemand alle aandacht opeist"]
    assert hinging == "gehaald (hangt af van wie niet antwoordde)"
    assert verdicts["Deelnemers krijgen hulp bij vervoer en kinderopvang"] == "niet gehaald"
    assert {words(row[1]) for row in table["rows"]} == {"", "3"}


def test_ratings_on_numbers_in_english_show_wordings_and_small_groups(library):
    text = plain(chapter(library, "rounds-1-2-3"))
    assert "Of some there are too few to show their ratings apart (council member)." in text
    table = tables_of(library)["ratings-1-2-3-importance-unattended_hours"]
    found = {words(row[0]): row for row in table["rows"] if row[0]}
    changed = next(key for key in found if key.startswith("Someone can be reached"))
    assert changed.endswith("| In round 2 the statement read: “There is a guard at the door”")
    assert "Council member" not in {words(row[1]) for row in table["rows"]}
    assert "All together" in {words(row[1]) for row in table["rows"]}
    verdicts = [
        {
            words(row[0]): words(row[-1])
            for row in tables_of(library)[f"threshold-{n}"]["rows"]
            if words(row[1]) == "3"
        }
        for n in (1, 2)
    ]
    assert verdicts[0]["The stock changes every month"] == "met (hinges on those who did not answer)"
    assert verdicts[1]["The stock changes every month"] == "not met (hinges on those who did not answer)"


def test_ratings_conventions_are_those_of_the_scales(example, library):
    dutch, english = plain(chapter(example, "method")), plain(chapter(library, "method"))
    assert "**CVR** (Lawshe)" in dutch
    assert "IPRAS" not in dutch
    assert "**IPRAS** (scale 1 to 9)" in english
    assert "CVR" not in english
    assert "zero differences after Pratt" in english


def test_ratings_without_a_declared_threshold_are_not_judged(elsewhere):
    study = elsewhere / "config/study.yaml"
    text = study.read_text("utf-8")
    study.write_text(text[: text.index("consensus:\n")] + text[text.index("coding:") :], "utf-8")
    assert main(["ratings", "--to-ratings", "reports/tables/ratings.csv"]) == 0
    assert {row["met"] for row in rows(elsewhere / "reports/tables/ratings.csv")} == {""}
    made = ["chapters", "--ratings", "reports/tables/ratings.csv", "--to-chapters", "reports/chapters"]
    assert main(made) == 0
    assert "threshold-1" not in tables_of(elsewhere)
    assert "Drempels die" not in chapter(elsewhere, "rounds-2-3")
    assert "sprak vooraf geen **drempels** af" in chapter(elsewhere, "method")


def test_ratings_a_threshold_without_ratings_is_said_to_be_untested(elsewhere):
    study = elsewhere / "config/study.yaml"
    text = study.read_text("utf-8")
    assert "rounds: [3], perspective: experience_expert" in text
    study.write_text(text.replace("rounds: [3], perspective", "rounds: [4], perspective"), "utf-8")
    assert main(["ratings", "--to-ratings", "reports/tables/ratings.csv"]) == 0
    made = ["chapters", "--ratings", "reports/tables/ratings.csv", "--to-chapters", "reports/chapters"]
    assert main(made) == 0
    said = "Aan “aandeel minstens “belangrijk” minstens 75 %, ronde 4” kon niets getoetst worden"
    assert said in " ".join(plain(chapter(elsewhere, "method")).split())


def test_ratings_of_many_statements_are_told_in_fewer_lines(elsewhere, monkeypatch):
    before = tables_of(_made(elsewhere))
    monkeypatch.setattr("delphi.report.ratings_numbers.MOST_RATED", 3)
    monkeypatch.setattr("delphi.report.size.MOST_RATED", 3)
    monkeypatch.setattr("delphi.report.size.MOST_ROWS", 30)
    tables = tables_of(_made(elsewhere))
    key = "ratings-2-3-necessity-personal_competence"
    for short, long in zip(tables[key]["rows"], before[key]["rows"], strict=True):
        for cell, whole in zip(short, long, strict=True):
            assert words(cell) == words(whole[: len(cell)])
    text = json.dumps(tables[key], ensure_ascii=False)
    assert "mediaan" in json.dumps(before[key], ensure_ascii=False)
    assert "mediaan" not in text
    assert "van alle" not in text
    assert "mediaan, andere maten en het aandeel" in chapter(elsewhere, "rounds-2-3")
    threshold = tables["threshold-1"]
    starred = [row for row in threshold["rows"] if words(row[-1]).endswith("*")]
    hinging = [row for row in before["threshold-1"]["rows"] if "hangt af" in words(row[-1])]
    assert len(starred) == len(hinging) > 0
    assert threshold["note"].startswith("* hangt af van wie niet antwoordde.")
    stated = [row for row in threshold["rows"] if row[1]]
    all_ = [row for row in before["threshold-1"]["rows"] if row[1]]
    assert len(stated) == 30
    assert f"En {len(all_) - 30} andere uitspraken: zie reports/tables/ratings.csv." in threshold["note"]


def _made(study: Path) -> Path:
    made = ["chapters", "--ratings", "reports/tables/ratings.csv", "--to-chapters", "reports/chapters"]
    assert main(made) == 0
    return study


def test_ratings_are_not_mentioned_when_there_are_none(elsewhere):
    assert main(["chapters", "--to-chapters", "reports/chapters"]) == 0
    assert "Oordelen over" not in chapter(elsewhere, "rounds-2-3")
    assert "sec:ratings" not in chapter(elsewhere, "method")


def test_ratings_mistakes_stop_with_exit_code_2_and_leave_nothing(elsewhere, capsys):
    path = elsewhere / "data/raw/ratings.csv"
    path.write_text(
        path.read_text("utf-8").replace("2,Rita,PC-C1,necessity,necessary", "2,Rita,PC-C1,necessity,vital"),
        "utf-8",
    )
    assert main(["ratings", "--to-ratings", "reports/tables/new.csv"]) == 2
    said = capsys.readouterr().err
    assert "data/raw/ratings.csv, line 2: `vital` is no level of the scale `necessity`." in said
    assert not (elsewhere / "reports/tables/new.csv").exists()
    assert main(["check"]) == 2
    assert "`vital` is no level" in capsys.readouterr().err


def test_ratings_of_somebody_uninvited_count_with_a_warning(elsewhere, capsys):
    with (elsewhere / "data/raw/ratings.csv").open("a", encoding="utf-8") as file:
        file.write("2,B1,PC-C1,necessity,necessary\n")
    assert main(["ratings", "--to-ratings", "reports/tables/ratings.csv"]) == 0
    assert "`B1` rates in round 2 and is not invited to it" in capsys.readouterr().err
    found = [
        row for row in rows(elsewhere / "reports/tables/ratings.csv")
        if (row["item_id"], row["round"], row["perspective"], row["measure"]) == ("PC-C1", "2", "", "response")
    ]  # fmt: skip
    assert (found[0]["n"], found[0]["value"]) == ("19", "1.0")
