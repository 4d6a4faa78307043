"""What a coder elsewhere gets to see, and that her notebook runs with it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from small_study import SUGGESTIONS, TURNS, turn, write_study

from delphi.cli import main
from delphi.errors import InputError
from delphi.exchange.pack import pack
from delphi.exchange.wheel import NEEDED, requirements, wheel
from delphi.review.desk import Desk
from delphi.review.material import Material

FOREIGN = ("Cas", "Welkom", "secretaris")  # said in T2 only


def sit(folder, coder="ann", place="T1"):
    desk = Desk(Material(folder), coder)
    desk.answer({"act": "begin", "place": place})
    return desk


def accept(desk):
    entry = next(one for one in desk.view()["work"]["entries"] if one["state"] == "open")
    transcript, number = desk.key
    return desk.answer(
        {"act": "save", "transcript_id": transcript, "turn": number, "base": entry, "tag": entry}
    )


def rows(folder, coder="ann"):
    path = folder / "data/coded/decisions" / f"{coder}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def everything(folder):
    """All that a reader of the folder could find, the software left out."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            found.append(pd.read_parquet(path).to_json())
        elif path.is_file() and path.suffix != ".whl":
            found.append(path.read_text(encoding="utf-8-sig"))
    return "\n".join(found)


def test_pack_holds_only_the_chosen_transcripts(study, tmp_path):
    accept(sit(study, "ann", "T1"))
    accept(sit(study, "ann", "T2"))
    accept(sit(study, "bo", "T1"))
    pack(study, "ann", ["T1"], tmp_path / "out")
    said = everything(tmp_path / "out")
    assert "gezellig" in said
    assert not [word for word in FOREIGN if word in said]
    assert {row["transcript_id"] for row in rows(tmp_path / "out")} == {"T1"}
    assert "bo" not in {row["coder"] for row in rows(tmp_path / "out")}
    assert sorted(p.name for p in (tmp_path / "out/data/coded/decisions").iterdir()) == ["ann.csv"]
    assert not (tmp_path / "out/data/raw/participants.csv").exists()
    assert "81" not in (tmp_path / "out/config/study.yaml").read_text()


def test_pack_knows_speakers_by_their_label_only(study, tmp_path):
    turns = [said | ({"participant_id": "P-17"} if said["speaker"] == "Ann" else {}) for said in TURNS]
    write_study(study, turns=turns)
    pack(study, "ann", ["T1"], tmp_path / "out")
    said = everything(tmp_path / "out")
    assert "P-17" not in said
    assert Material(tmp_path / "out").participants_turns == Material(study).participants_turns[:4]


def test_pack_opens_at_the_desk_with_the_same_turns_and_the_same_blindness(study, tmp_path):
    accept(sit(study))
    write_study(study, share=0.5)
    home = sit(study)
    pack(study, "ann", ["T1"], tmp_path / "out")
    away = sit(tmp_path / "out")
    assert [place["place"] for place in Desk(away.material, "ann").view()["start"]["places"]] == ["T1"]
    assert away.material.items["item_id"].tolist() == home.material.items["item_id"].tolist()
    for number in (2, 3, 5):
        here, there = (
            desk.answer({"act": "go", "transcript_id": "T1", "turn": number})["work"] for desk in (home, away)
        )
        assert here["entries"] == there["entries"]
        assert here["shown"] == there["shown"]


def test_pack_notebook_opens_the_desk_without_what_coders_do_not_install(study, tmp_path):
    pack(study, "zoë", ["T1"], tmp_path / "out")
    target = tmp_path / "installed"
    with zipfile.ZipFile(next((tmp_path / "out").glob("*.whl"))) as archive:
        archive.extractall(target)
    cells = json.loads((tmp_path / "out/notebooks/check_tags.ipynb").read_text(encoding="utf-8"))["cells"]
    banned = [
        "spacy", "snakemake", "sklearn", "scipy", "matplotlib", "lxml", "nltk", "pandera", "typst", "jinja2", "docx",
        "odf", "rich", "pypandoc", "defusedxml", "pysubs2", "webvtt", "striprtf",
    ]  # fmt: skip
    script = (
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({banned!r}))\n"
        f"{cells[1]['source'].replace('open_desk(', 'desk = open_desk(')}\n"
        "import delphi\n"
        "print(delphi.__file__)\n"
        "print(desk.view['stage'], desk.view['coder'], [p['place'] for p in desk.view['start']['places']])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path / "out/notebooks", capture_output=True, text=True,
        env=os.environ | {"PYTHONPATH": str(target), "PYTHONIOENCODING": "utf-8"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    where, told = done.stdout.splitlines()
    assert Path(where).is_relative_to(target)
    assert told == "start zoë ['T1']"


def test_pack_wheel_is_one_that_pip_installs(tmp_path):
    name, content = wheel()
    assert (name, content) == wheel()
    (tmp_path / name).write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", "--target",
         str(tmp_path / "site"), str(tmp_path / name)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/delphi/review/check_tags.js").exists()
    assert [line.split(">")[0] for line in requirements()] == list(NEEDED)
    assert all(">=" in line for line in requirements())


def test_pack_makes_the_same_zip_twice(study, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        pack(study, "ann", ["T2", "T1"], tmp_path / name / "ann.zip")
    assert (tmp_path / "a/ann.zip").read_bytes() == (tmp_path / "b/ann.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a/ann.zip") as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"ann"}
    assert not list((tmp_path / "a").glob("*.part"))


def test_pack_leaves_the_configuration_it_does_not_need(study, tmp_path):
    path = study / "config/study.yaml"
    path.write_text(path.read_text() + "privacy: {names_to_hide: [Geheimpje]}\nauthors: [Zeer Persoonlijk]\n")
    pack(study, "ann", ["T1"], tmp_path / "out")
    said = everything(tmp_path / "out")
    assert "Geheimpje" not in said
    assert "Persoonlijk" not in said


def test_pack_drops_what_someone_said_who_withdrew(study, tmp_path):
    desk = sit(study)
    accept(desk)  # turn 2, of Ann
    desk.answer({"act": "read", "transcript_id": "T1", "turn": 2})
    desk.answer({"act": "go", "transcript_id": "T1", "turn": 3})
    accept(desk)  # turn 3, of Bea
    register = study / "data/raw/participants.csv"
    register.write_text(
        register.read_text().replace(
            "Ann,neighbour,north,1,Annie,81,", "Ann,neighbour,north,1,Annie,81,2025-06-01"
        )
    )
    with pytest.raises(InputError, match="withdrew"):
        pack(study, "ann", ["T1"], tmp_path / "out")
    gone = {"speaker": "", "participant_id": "", "text": ""}
    turns = [said | gone if said["speaker"] == "Ann" else said for said in TURNS]
    write_study(study, turns=turns, suggestions=SUGGESTIONS[2:])
    pack(study, "ann", ["T1"], tmp_path / "out")
    packed = rows(tmp_path / "out")
    assert "gezellig" not in everything(tmp_path / "out")
    assert [row["action"] for row in packed] == ["apply", "checked", "apply"]
    assert [bool(row["quote"]) for row in packed] == [False, False, True]


@pytest.mark.parametrize(
    ("coder", "transcripts", "told"),
    [
        ("ann", ["T3"], "there is no transcript `T3`. Known are: T1, T2"),
        ("ann", [""], "no transcript was chosen"),
        ("../ann", ["T1"], "cannot be a coder's name"),
    ],
)
def test_pack_refuses(study, tmp_path, coder, transcripts, told):
    with pytest.raises(InputError, match=told):
        pack(study, coder, transcripts, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_pack_never_writes_over_a_folder_with_decisions(study, tmp_path):
    pack(study, "ann", ["T1"], tmp_path / "out")
    accept(sit(tmp_path / "out"))
    with pytest.raises(InputError, match="exists already"):
        pack(study, "ann", ["T1"], tmp_path / "out")
    assert len(rows(tmp_path / "out")) == 1


def test_pack_wants_transcripts_that_were_read(study, tmp_path):
    write_study(study, turns=[*TURNS, turn("T3", 1, "Ann", "Hallo.")])
    write_study(tmp_path / "other")
    for name in ("turns", "sentences"):
        (study / "data/interim" / name / "0.parquet").write_bytes(
            (tmp_path / "other/data/interim" / name / "0.parquet").read_bytes()
        )
    with pytest.raises(InputError, match="`T3` is not read yet"):
        pack(study, "ann", ["T1", "T3"], tmp_path / "out")


def test_pack_verb_says_what_it_made(study, tmp_path, capsys):
    to = tmp_path / "out.zip"
    assert (
        main(["pack", "--folder", str(study), "--coder", "ann", "--transcripts", "T1,T2", "--to", str(to)])
        == 0
    )
    assert "ann: T1, T2 (9 turns, 0 of ann's own decisions)" in capsys.readouterr().out
    assert main(["pack", "--folder", str(study), "--coder", "ann", "--transcripts", "T9", "--to", "x"]) == 2
