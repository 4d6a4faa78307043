"""The same pseudonyms in every transcript, by a key that a person looks at and that stays outside the study."""

from __future__ import annotations

import csv
import shutil

import pytest
from docx import Document
from tests.conftest import copy_study, files_of

from delphi.cli import main
from delphi.transcripts import read_file
from delphi.transcripts.speakers import heard_in


@pytest.fixture
def interviews(tmp_path):
    """Two conversations with real names, one in Word; they share a person."""
    folder = tmp_path / "real"
    folder.mkdir()
    (folder / "one.txt").write_text(
        "M: Hoe gaat het, Greet?\nGreet Maes: Goed. Bel 0478 12 34 56, zegt Karel van Aalst. Karel's vrouw ook.\n"
        "M: En dan?\nGreet Maes: Met greet maes gaat het.\n",
        encoding="utf-8",
    )
    document = Document()
    for line in ("M: Dag Karel.", "Karel: Ja.", "M: En Greet Maes?", "Karel: Die kent Karel niet."):
        document.add_paragraph(line)
    document.save(folder / "two.docx")
    return folder


def pseudonymise(interviews, key, to, *options):
    files = [str(path) for path in sorted(interviews.iterdir())]
    return main(["pseudonymise", *files, "--key", str(key), "--to", str(to), *options])


def rows(key):
    with key.open(encoding="utf-8") as file:
        return {row["real"]: row for row in csv.DictReader(file)}


def said(path):
    known = {voice.label.casefold(): voice.label for voice in heard_in(path)}
    return [(turn.speaker, turn.text) for turn in read_file(path, known, transcript_id="x").turns]


def test_pseudonymise_drafts_a_key_first_and_writes_nothing_else(interviews, tmp_path, capsys):
    key, target = tmp_path / "safe/key.csv", tmp_path / "study"
    assert pseudonymise(interviews, key, target) == 0
    assert "no transcript was written yet" in capsys.readouterr().out
    assert not target.exists()
    drafted = rows(key)
    assert drafted["M"]["pseudonym"] == "M"
    assert (drafted["Greet Maes"]["kind"], drafted["Greet Maes"]["n"]) == ("speaker", "2")
    assert drafted["0478 12 34 56"]["pseudonym"] == "[telefoonnummer 1]"
    assert drafted["Greet"]["pseudonym"] == drafted["Greet Maes"]["pseudonym"]
    assert key.stat().st_mode & 0o077 == 0


def test_pseudonymise_replaces_the_same_way_in_every_transcript(interviews, tmp_path):
    key, target = tmp_path / "safe/key.csv", tmp_path / "study"
    pseudonymise(interviews, key, target)
    greet, karel = (rows(key)[name]["pseudonym"] for name in ("Greet Maes", "Karel"))
    assert pseudonymise(interviews, key, target) == 0
    one, two = said(target / "one.txt"), said(target / "two.txt")
    assert [speaker for speaker, _ in one] == ["M", greet, "M", greet]
    assert one[1][1].startswith("Goed. Bel [telefoonnummer 1], zegt ")
    assert f"{karel}'s vrouw" in one[1][1]
    assert one[3][1] == f"Met {greet} gaat het."
    assert two[1:] == [(karel, "Ja."), ("M", f"En {greet}?"), (karel, f"Die kent {karel} niet.")]
    everything = "".join(path.read_text("utf-8") for path in target.iterdir())
    assert not [word for word in ("Greet", "greet", "Maes", "Karel", "0478") if word in everything]


def test_pseudonymise_draws_the_same_names_again_and_others_with_another_seed(interviews, tmp_path):
    keys = [tmp_path / f"{name}.csv" for name in "abc"]
    for key, seed in zip(keys, "112"):
        pseudonymise(interviews, key, tmp_path / "x", "--seed", seed)
    assert keys[0].read_bytes() == keys[1].read_bytes()
    assert keys[0].read_bytes() != keys[2].read_bytes()


def test_pseudonymise_keeps_a_word_whose_pseudonym_was_emptied_and_adds_new_words_only(interviews, tmp_path):
    key, target = tmp_path / "key.csv", tmp_path / "study"
    pseudonymise(interviews, key, target)
    aalst = next(real for real in rows(key) if "Aalst" in real)
    text = key.read_text("utf-8").replace(f"{aalst},{rows(key)[aalst]['pseudonym']},", f"{aalst},,")
    key.write_text(text, encoding="utf-8")
    (interviews / "three.txt").write_text(
        "M: En Godelieve?\nKarel: Nee.\nM: Nee?\nKarel: Nee.\n", encoding="utf-8"
    )
    pseudonymise(interviews, key, target)
    assert key.read_text("utf-8").startswith(text)
    assert list(rows(key))[-1] == "Godelieve"
    assert pseudonymise(interviews, key, target) == 0
    assert "Aalst" in (target / "one.txt").read_text("utf-8")


def test_pseudonymise_refuses_a_key_inside_a_study(interviews, tmp_path, capsys):
    study = copy_study("tiny", tmp_path / "study")
    for key in (study / "key.csv", study / "data/raw/key.csv"):
        assert pseudonymise(interviews, key, tmp_path / "out") == 2
        assert "the key would lie inside a study" in capsys.readouterr().err
        assert not key.exists()
    assert pseudonymise(interviews, tmp_path / "out/key.csv", tmp_path / "out") == 2


def test_pseudonymise_refuses_to_leave_an_identifier(interviews, tmp_path, capsys):
    key, target = tmp_path / "key.csv", tmp_path / "study"
    pseudonymise(interviews, key, target)
    key.write_text(key.read_text("utf-8").replace("[telefoonnummer 1]", ""), encoding="utf-8")
    assert pseudonymise(interviews, key, target) == 2
    assert "turn 2 would still hold a phone number (04…56)" in capsys.readouterr().err
    assert not target.exists()


def test_pseudonymise_refuses_one_name_for_two_speakers(interviews, tmp_path, capsys):
    key = tmp_path / "key.csv"
    pseudonymise(interviews, key, tmp_path / "study")
    text = key.read_text("utf-8")
    drafted = rows(key)
    key.write_text(
        text.replace(drafted["Karel"]["pseudonym"], drafted["Greet Maes"]["pseudonym"]), encoding="utf-8"
    )
    assert pseudonymise(interviews, key, tmp_path / "study") == 2
    assert "a word stands in this key twice" in capsys.readouterr().err


def test_pseudonymise_never_writes_over_its_source(interviews, tmp_path, capsys):
    before = files_of(interviews)
    assert pseudonymise(interviews, tmp_path / "key.csv", interviews) == 2
    assert "would be written over" in capsys.readouterr().err
    assert files_of(interviews) == before
    shutil.rmtree(interviews)


def test_pseudonymise_tells_of_what_may_be_somebody(interviews, tmp_path, capsys):
    with (interviews / "one.txt").open("a", encoding="utf-8") as file:
        file.write("jos: Dag.\n")
    assert pseudonymise(interviews, tmp_path / "safe/key.csv", tmp_path / "study") == 0
    assert "one.txt: line 5: `jos:` may be somebody who speaks" in capsys.readouterr().err


@pytest.fixture
def english(tmp_path):
    """Conversations of people whose labels have several words, written in two ways."""
    folder = tmp_path / "real"
    folder.mkdir()
    (folder / "interview Lena R2.txt").write_text(
        "Interviewer: Who said that?\nTOM (volunteer): Said what? Oakley and I disagree, and she knows it.\n"
        "Interviewer: And Lena?\nTOM (volunteer): She was there with the others, I think.\n",
        encoding="utf-8",
    )
    (folder / "round 1 Oakley.txt").write_text(
        "Interviewer: Good evening.\nTom (volunteer): Good evening to you.\n"
        "Mrs. Oakley: Tom said he would come, and Peeters too.\nJan Peeters: They do as they please. I am Jan.\n",
        encoding="utf-8",
    )
    return folder


def test_pseudonymise_drafts_a_speaker_once_in_whatever_case(english, tmp_path):
    key, target = tmp_path / "safe/key.csv", tmp_path / "study"
    assert [pseudonymise(english, key, target) for _ in "12"] == [0, 0]
    speakers = [row for row in rows(key).values() if row["kind"] == "speaker"]
    assert [row["n"] for row in speakers if row["real"].startswith("TOM")] == ["3"]
    assert not [row for row in speakers if row["real"].startswith("Tom")]
    heard = {speaker for path in target.iterdir() for speaker, _ in said(path)}
    assert heard == {row["pseudonym"] for row in speakers}


def test_pseudonymise_drafts_first_and_family_name_of_a_label_with_the_same_pseudonym(english, tmp_path):
    key, target = tmp_path / "safe/key.csv", tmp_path / "study"
    assert [pseudonymise(english, key, target) for _ in "12"] == [0, 0]
    drafted = {real: row["pseudonym"] for real, row in rows(key).items()}
    assert drafted["Oakley"] == drafted["Mrs. Oakley"]
    assert drafted["Jan"] == drafted["Peeters"] == drafted["Jan Peeters"]
    assert not {"volunteer", "Mrs"} & set(drafted)
    everything = "".join(path.read_text("utf-8") for path in target.iterdir())
    assert f"Said what? {drafted['Oakley']} and I disagree" in everything
    assert not [word for word in ("Oakley", "Peeters", "Tom ", "Jan ") if word in everything]


def test_pseudonymise_writes_no_name_into_the_name_of_a_file(english, tmp_path, capsys):
    key, target = tmp_path / "safe/key.csv", tmp_path / "study"
    assert [pseudonymise(english, key, target) for _ in "12"] == [0, 0]
    drafted = {real: row["pseudonym"] for real, row in rows(key).items()}
    lena = drafted["Lena"].strip("[]").replace(" ", "-")
    names = {f"interview {lena} R2.txt", f"round 1 {drafted['Mrs. Oakley']}.txt"}
    assert {path.name for path in target.iterdir()} == names
    told = capsys.readouterr().out
    assert all(f"is called {name} there" in told for name in names)


def test_pseudonymise_takes_the_language_from_the_words_the_study_or_the_option(english, tmp_path, capsys):
    key = tmp_path / "key.csv"
    pseudonymise(english, key, tmp_path / "study")
    assert "taken to be in `en`" in capsys.readouterr().out
    assert not [real for real in rows(key) if real.casefold() == "said"]
    assert rows(key)["Lena"]["pseudonym"].startswith("[name ")
    for file in english.iterdir():
        file.unlink()
    (english / "one.txt").write_text("M: Hoe gaat het met jullie?\nGreet: Het gaat.\nM: Ja?\nGreet: Ja.\n")
    study = copy_study("tiny", tmp_path / "study-in-english") / "data/raw/transcripts"
    for to, options, told in (("x", [], "nl"), (study, [], "en"), (study, ["--language", "nl"], "nl")):
        pseudonymise(english, tmp_path / f"{len(options)}{told}{to == 'x'}.csv", tmp_path / to, *options)
        assert f"taken to be in `{told}`" in capsys.readouterr().out


def test_pseudonymise_two_files_never_get_one_name(english, tmp_path):
    for name in ("R1 Tom.txt", "R1 tom (volunteer).txt"):
        shutil.copy(english / "round 1 Oakley.txt", english / name)
    key, target = tmp_path / "safe/key.csv", tmp_path / "study"
    assert [pseudonymise(english, key, target) for _ in "12"] == [0, 0]
    assert len(list(target.iterdir())) == 4
