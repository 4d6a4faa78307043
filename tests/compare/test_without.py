"""`delphi without`: the study rebuilt without a participant; the study itself stays as it is."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pytest
from tests.conftest import copy_study, files_of

from delphi.cli import main
from delphi.compare import rebuild
from delphi.study.sources import read_table


def test_without_rebuilding_gives_the_tables_of_the_workflow(library, tmp_path):
    """What a *what if* is compared with is what the workflow says, byte for byte."""
    scratch = tmp_path / "scratch"
    rebuild.copy_study(library, scratch)
    assert not (scratch / "data/interim").exists()
    assert rebuild.build([scratch], rebuild.commands(scratch)) == [""]
    made = files_of(scratch / "reports")
    assert {
        "tables/swot.csv",
        "tables/consensus.csv",
        "tables/panel.csv",
        "chapters/content.json",
    } < made.keys()
    workflow = files_of(library / "reports")
    assert [name for name in made if made[name] != workflow.get(name)] == []
    assert not list((scratch / "reports").glob("report.*"))


def test_without_names_the_conclusions_that_differ(library, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    before = files_of(library)
    assert main(["without", "GARETH", "--folder", str(library), "--to", str(tmp_path / "record.md")]) == 0
    assert files_of(library) == before
    assert list((tmp_path / "tmp").iterdir()) == [], "the scratch folder is gone"
    shown = capsys.readouterr().out
    assert "Without Gareth" in shown
    assert "contests 1 → 0" in shown
    assert "Panel, round 2, council, council member: invited 2 → 1, took part 2 → 1" in shown
    record = (tmp_path / "record.md").read_text("utf-8")
    assert "Without one participant" in record
    assert "Gareth" not in record
    lost = [line for line in shown.splitlines() if " loses “" in line]
    assert lost
    assert "loses “" not in record, "the record holds nobody's words"
    with (library / "data/coded/decisions/ada.csv").open(encoding="utf-8") as file:
        quotes = {row["quote"] for row in csv.DictReader(file) if len(row["quote"]) > 25}
    assert not [quote for quote in quotes if quote in record]


def test_without_somebody_who_withdrew_quotes_nothing(library, tmp_path, capsys):
    assert main(["without", "Lorna", "--folder", str(library)]) == 0
    shown = capsys.readouterr().out
    assert "Lorna withdrew consent." in shown
    assert "UH-D2" in shown
    with (library / "expected/turns.csv").open(encoding="utf-8") as file:
        said = [row["text"] for row in csv.DictReader(file) if row["speaker"].casefold() == "lorna"]
    sentences = [part for words in said for part in words.split(". ") if len(part) > 25]
    assert sentences
    flat = " ".join(shown.split())
    assert not [part for part in sentences if " ".join(part.split()) in flat]


def test_without_tells_of_own_prose_that_quotes_the_person(library, tmp_path, capsys):
    study = copy_study("library", tmp_path / "study")
    with (library / "data/coded/tags.csv").open(encoding="utf-8") as file:
        tag = next(
            row for row in csv.DictReader(file) if row["speaker"] == "Gareth" and row["status"] == "checked"
        )
    chapter = study / "config/chapters/introduction.md"
    chapter.write_text(
        chapter.read_text("utf-8") + f'\n\n{{{{ quote("{tag["tag_id"]}") }}}}\n', encoding="utf-8"
    )
    kept = tmp_path / "kept"
    assert main(["without", "Gareth", "--folder", str(study), "--keep", str(kept)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Own prose (1)" in shown
    assert f"there is no passage `{tag['tag_id']}`" in shown
    assert {path.name for path in kept.iterdir()} == {"as it is", "without"}


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["without", "Lorn"], "there is no participant `Lorn`. Did you mean `Lorna`?"),
        (["without", "Lorna", "--keep", "."], "this exists already"),
        (["without", "Lorna", "--keep", "kept"], "would be kept inside the study"),
        (["without", "Lorna", "--to", "x.pdf"], ".md, .html, .txt"),
    ],
)
def test_without_refuses_in_a_sentence(arguments, error, tmp_path, monkeypatch, capsys):
    study = copy_study("library", tmp_path / "study")
    monkeypatch.chdir(study)
    before = files_of(study)
    assert main(arguments) == 2
    assert error in capsys.readouterr().err
    assert files_of(study) == before


def test_without_a_study_that_cannot_be_built_is_told_as_the_workflow_tells_it(tmp_path, capsys):
    study = copy_study("tiny", tmp_path / "study")
    (study / "data/raw/transcripts/street.txt").unlink()
    name = read_table(study / rebuild.PARTICIPANTS, ["participant_id"])[1][0]["participant_id"]
    assert main(["without", name, "--folder", str(study)]) == 2
    assert "street.txt` does not exist" in capsys.readouterr().err


def test_without_works_for_the_smallest_study(tmp_path, capsys):
    study = copy_study("tiny", tmp_path / "study")
    name = read_table(study / rebuild.PARTICIPANTS, ["participant_id"])[1][0]["participant_id"]
    assert main(["without", name, "--folder", str(study)]) == 0
    assert "took part" in capsys.readouterr().out
    assert not (Path(study) / "reports").exists()
