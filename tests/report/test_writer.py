"""The researcher's own prose: in its place, with its numbers, or refused with file and line."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from delphi.cli import main


@pytest.fixture
def study(example, tmp_path, monkeypatch):
    """The built example study without prose of its own, as the current folder."""
    for name in ("config", "data", "reports/tables"):
        shutil.copytree(example / name, tmp_path / name)
    shutil.rmtree(tmp_path / "config/chapters")
    (tmp_path / "config/chapters").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(**files: str) -> int:
    for name, text in files.items():
        Path(f"config/chapters/{name.replace('__', '-')}.md").write_text(text, encoding="utf-8")
    prose = [path.as_posix() for path in Path("config/chapters").glob("*.md")]
    return main(["chapters", "--prose", *prose, "--to-chapters", "reports/chapters"])


def chapter(part: str) -> str:
    return next(Path("reports/chapters").glob(f"*-{part}.md")).read_text("utf-8")


def test_writer_takes_numbers_from_the_tables(study):
    with Path("reports/tables/coverage.csv").open(encoding="utf-8") as file:
        turns = sum(int(row["turns"]) for row in csv.DictReader(file))
    text = (
        'In alles {{ total("coverage", "turns") }} beurten, '
        '{{ number("panel", "took_part", round=3, group="Brussel", perspective="professional") }} uit Brussel.\n'
    )
    assert write(introduction=text) == 0
    assert f"In alles {turns} beurten, 6 uit Brussel." in chapter("introduction")


def test_writer_places_prose_where_its_name_says(study):
    assert write(round__3="Over ronde drie.", personal_friend="Over buddy's.", conclusions="Tot slot.") == 0
    rounds = chapter("rounds-2-3")
    assert (
        rounds.index("Ronde 2")
        < rounds.index("Over ronde drie.")
        < rounds.index("sec:model-personal_competence")
    )
    section = rounds.split("sec:model-personal_friend}")[1].split("\n## ")[0]
    assert "Over buddy's." in section
    assert "Tot slot." in chapter("conclusions")


def test_writer_headings_of_own_prose_stay_below_the_chapter(study):
    text = "# Waarom dit onderzoek {.x}\n\nDaarom.\n\n# Vraag\n\nWelke?\n"
    assert write(introduction=text, round__2="# Twee avonden\n\nIn maart.\n") == 0
    lines = chapter("introduction").splitlines()
    assert lines[0] == "# Waarom dit onderzoek {#sec:introduction}"
    assert "## Vraag" in lines
    assert "### Twee avonden" in chapter("rounds-2-3").splitlines()
    for path in Path("reports/chapters").glob("*.md"):
        assert sum(line.startswith("# ") for line in path.read_text("utf-8").splitlines()) == 1, path


def test_writer_without_prose_has_no_conclusions(study):
    assert write() == 0
    assert list(Path("reports/chapters").glob("*conclusions*")) == []


def test_writer_places_tables_quotations_and_statements_by_name(study):
    with Path("data/coded/tags.csv").open(encoding="utf-8") as file:
        tag = next(row for row in csv.DictReader(file) if row["item_id"] == "PC-W3")
    text = f'{{{{ statement("PC-W3") }}}}\n\n{{{{ quote("{tag["tag_id"]}") }}}}\n\n{{{{ table("panel") }}}}\n'
    assert write(introduction=text) == 0
    made = chapter("introduction")
    assert "Na de laatste les volgt er niets meer" in made
    assert f'.delphi-quote key="{tag["tag_id"]}"' in made
    assert "#tbl:panel " in made
    assert "#tbl:panel-2 " in chapter("design"), "a table that is placed twice has two names"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{{ number("panels", "invited") }}', ["no table `panels`", "Did you mean `panel`?"]),
        ('{{ number("panel", "invted", round=2) }}', ["no column `invted`", "Did you mean `invited`?"]),
        ('{{ number("panel", "invited", round=2) }}', ["2 rows", "exactly one"]),
        ('{{ total("panel", "group") }}', ["holds no numbers"]),
        ('{{ table("swot-personal_frend") }}', ["no table `swot-personal_frend`", "`swot-personal_friend`"]),
        ('{{ quote("T0000000000") }}', ["no passage `T0000000000`"]),
        ('{{ statement("PC-W33") }}', ["no statement `PC-W33`", "Did you mean `PC-W3`?"]),
        ('{{ figure("coverge") }}', ["no figure `coverge`", "Did you mean `coverage`?"]),
        ("{{ nummer(3) }}", ["'nummer' is undefined", "{{ number(...) }}"]),
        ("{{ number( }}", ["unexpected"]),
        ("{% for x in y %}", ["end"]),
    ],
)
def test_writer_unknown_name_stops_with_file_and_line(study, capsys, text, said):
    assert write(introduction=f"Eerste regel.\n\n{text}\n") == 2
    error = capsys.readouterr().err
    assert "config/chapters/introduction.md, line 3: " in error, error
    for part in said:
        assert part in error
    assert "Traceback" not in error
    assert not Path("reports/chapters").exists()


def test_writer_prose_without_a_place_is_refused(study, capsys):
    assert write(personal_frend="Tekst.") == 2
    error = capsys.readouterr().err
    assert "config/chapters/personal_frend.md: no place in the report has this name." in error
    assert "Did you mean `personal_friend`?" in error


def test_writer_prints_hostile_statements_as_they_are(study):
    path = Path("data/coded/items.csv")
    hostile = "{{ x }} <script>alert(1)</script> #let *y* [a](b) ~~z~~"
    text = path.read_text("utf-8").replace("Na de laatste les volgt er niets meer", hostile)
    path.write_text(text, encoding="utf-8")
    swot = Path("reports/tables/swot.csv")
    swot.write_text(
        swot.read_text("utf-8").replace("Na de laatste les volgt er niets meer", hostile), "utf-8"
    )
    assert write() == 0
    made = chapter("rounds-2-3")
    assert r"\{\{ x \}\} \<script\>alert\(1\)\<\/script\> \#let \*y\*" in made
