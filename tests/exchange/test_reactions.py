"""Reactions on paper come back once, where they can be traced; or not at all, with row and remedy."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from tests.conftest import copy_study, files_of

from delphi.cli import main
from delphi.exchange.register import REACTION_COLUMNS
from delphi.transcripts import read_transcript

CODER = ("--coder", "eva")


@pytest.fixture
def study(tmp_path, monkeypatch):
    """The English study as the current folder."""
    folder = copy_study("library", tmp_path / "study")
    monkeypatch.chdir(folder)
    return folder


def register(*rows, delimiter=",", line_end="\n", encoding="utf-8", mark=b""):
    """A register as a spreadsheet saves it; a row is item, participant, reaction, words, more columns."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, REACTION_COLUMNS, delimiter=delimiter, lineterminator=line_end)
    writer.writeheader()
    for item, person, reaction, words, *more in rows:
        cells = {"item_id": item, "participant_id": person, "reaction": reaction, "words": words}
        writer.writerow(cells | (more[0] if more else {}))
    Path("filled.csv").write_bytes(mark + out.getvalue().encode(encoding))
    return "filled.csv"


def bring_in(*options, round_="1"):
    return main(["import", "reactions", "filled.csv", "--round", round_, *options])


def table(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_reactions_become_turns_and_decisions_that_can_be_traced(study):
    register(
        ("UH-A1", "Joy", "I agree", "Even at five,\nwhen nobody is up"),
        ("UH-R1", "Renee", "I do not agree", ""),
        ("UH-R1", "Joy", "", ""),
        ("", "Joy", "", "Thank you for asking"),
    )
    assert bring_in(*CODER, "--date", "2024-05-02") == 0
    sessions = {row["transcript_id"]: row for row in table("data/raw/transcripts.csv")}
    depot, ward = sessions["reactions-r2-depot"], sessions["reactions-r2-ward"]
    assert (depot["round"], depot["kind"], depot["group"], depot["date"]) == (
        "2", "written_reaction", "depot", "2024-05-02",
    )  # fmt: skip
    labels = {"joy": "Joy", "renée": "Renée", "form": "Form"}
    turns = read_transcript(Path("data/raw/transcripts", depot["file"]), labels, transcript_id="x")
    assert [(turn.speaker, turn.text) for turn in turns] == [
        ("Form", "Statement UH-A1, version 1: “People can come in when their shift ends, whatever the hour”"),
        ("Joy", "I agree. Even at five, when nobody is up"),
        ("Form", "Anything else:"),
        ("Joy", "Thank you for asking"),
    ]
    rows = table("data/coded/decisions/eva.csv")
    told = [(row["transcript_id"], row["turn"], row["action"], row["item_id"], row["stance"]) for row in rows]
    assert told == [
        ("reactions-r2-depot", "2", "apply", "UH-A1", "supports"),
        ("reactions-r2-ward", "2", "apply", "UH-R1", "contests"),
        ("reactions-r2-ward", "2", "checked", "", ""),
    ]
    assert rows[0]["quote"] == "I agree. Even at five, when nobody is up"
    assert (rows[0]["work_model"], rows[0]["swot"]) == ("unattended_hours", "advantage")
    assert ward["facilitators"] == "Form"
    assert main(["check"]) == 0


def test_reactions_imported_twice_add_nothing(study, capsys):
    rows = [("UH-A1", "Joy", "I agree", "Yes"), ("", "Joy", "", "Bye"), ("UH-A1", "Kwame", "It depends", "")]
    register(*rows)
    assert bring_in(*CODER) == 0
    before = files_of(study)
    assert bring_in(*CODER) == 0
    assert files_of(study) == before
    assert "3 were there already" in capsys.readouterr().out
    register(*rows, ("UH-D1", "Joy", "I agree", ""))
    assert bring_in(*CODER) == 0
    sessions = [row["transcript_id"] for row in table("data/raw/transcripts.csv")]
    assert "reactions-r2-depot-2" in sessions, "what was imported stays as it is"
    after = files_of(study)
    assert (
        after["data/raw/transcripts/reactions-r2-depot.txt"]
        == before["data/raw/transcripts/reactions-r2-depot.txt"]
    )
    assert len(table("data/coded/decisions/eva.csv")) == 5


@pytest.mark.parametrize(
    ("delimiter", "line_end", "encoding", "mark"),
    [
        (";", "\r\n", "cp1252", b""),
        (",", "\r\n", "utf-8", b"\xef\xbb\xbf"),
        ("\t", "\n", "utf-16-le", b"\xff\xfe"),
    ],
)
def test_reactions_are_read_as_spreadsheets_save_them(study, delimiter, line_end, encoding, mark):
    register(
        ("UH-A1", "Renée", "I AGREE.", "A café; “open”, late"),
        delimiter=delimiter, line_end=line_end, encoding=encoding, mark=mark,
    )  # fmt: skip
    assert bring_in(*CODER) == 0
    assert table("data/coded/decisions/eva.csv")[0]["quote"] == "I agree. A café; “open”, late"


def test_reactions_of_a_whole_form_may_be_one_person_s(study):
    register(("UH-A1", "", "agree", ""), ("UH-D1", "", "no", ""))
    assert bring_in(*CODER) == 2
    assert bring_in(*CODER, "--participant", "joy") == 0
    stances = [row["stance"] for row in table("data/coded/decisions/eva.csv") if row["stance"]]
    assert stances == ["supports", "contests"]


def test_reactions_on_a_scale_become_ratings_and_their_words_a_turn(study):
    had = len(table("data/raw/ratings.csv"))
    register(("UH-A1", "Joy", "7", ""), ("UH-D1", "Joy", "3", "Once it did"), ("UH-D2", "Joy", "", ""))
    Path("data/raw/ratings.csv").write_text(
        "".join(
            line
            for line in Path("data/raw/ratings.csv").read_text("utf-8").splitlines(keepends=True)
            if not line.startswith("2,Joy,")
        ),
        encoding="utf-8",
    )
    had = len(table("data/raw/ratings.csv"))
    assert bring_in(*CODER, "--scale", "importance") == 0
    assert [tuple(row.values()) for row in table("data/raw/ratings.csv")[had:]] == [
        ("2", "Joy", "UH-A1", "importance", "7"),
        ("2", "Joy", "UH-D1", "importance", "3"),
    ]
    rows = table("data/coded/decisions/eva.csv")
    assert [(row["item_id"], row["stance"], row["quote"]) for row in rows] == [("UH-D1", "", "Once it did")]
    before = files_of(study)
    assert bring_in(*CODER, "--scale", "importance") == 0
    assert files_of(study) == before
    register(("UH-A1", "Joy", "8", ""))
    assert bring_in("--scale", "importance") == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            ("UH-A1", "Joi", "I agree", ""),
            "`participant_id` is `Joi`, who is no participant. Did you mean `Joy`?",
        ),
        (("UH-A1", "Lorna", "I agree", ""), "Lorna withdrew on 2024-07-02."),
        (
            ("UH-A1", "", "I agree", ""),
            "`participant_id` is empty. Fill it in on every row, or name the person",
        ),
        (("UH-A11", "Joy", "I agree", ""), "there is no item `UH-A11`. Did you mean"),
        (("UH-A1", "Joy", "I agre", ""), "`reaction` is `I agre`. Did you mean `I agree`?"),
        (("", "Joy", "I agree", ""), "there is no `item_id` to react to"),
        (("UH-Q1", "Joy", "I agree", "", {"version": "2"}), "version 1 holds"),
        (("UH-A1", "Joy", "I agree", "", {"round": "2"}), "Import it with `--round 2`"),
        (("UH-R2", "Joy", "I agree", ""), "`UH-R2` first came up after the feedback on round 1"),
    ],
)
def test_reactions_that_cannot_be_taken_are_told_and_nothing_is(study, capsys, row, said):
    register(("UH-D1", "Joy", "I agree", ""), row)
    before = files_of(study)
    assert bring_in(*CODER) == 2
    error = capsys.readouterr().err
    assert error.startswith("delphi: filled.csv, line 3: ")
    assert said in error
    assert files_of(study) == before


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("UH-Q1", "Joy", "I agree", "", {"version": "1"}), "after round 2 version 2 holds"),
        (("ND-Q2", "Joy", "I agree", ""), "`ND-Q2` ended in round 2 (dropped)"),
        (("WS-Q3", "Joy", "I agree", ""), "`WS-Q3` ended in round 2 (merged)"),
    ],
)
def test_reactions_count_for_the_wording_that_was_on_the_form(study, capsys, row, said):
    register(row)
    assert bring_in(*CODER, round_="2") == 2
    assert said in capsys.readouterr().err
    register(("UH-Q1", "Joy", "I agree", "", {"version": "2"}))
    assert bring_in(*CODER, round_="2") == 0
    assert table("data/raw/transcripts.csv")[-1]["round"] == "3"


def test_reactions_to_the_last_round_have_no_round_to_count_in(study, capsys):
    register(("UH-A1", "Joy", "I agree", ""))
    assert bring_in(*CODER, round_="3") == 2
    assert "the round 3 is the last one" in capsys.readouterr().err


def test_reactions_that_contradict_what_was_imported_are_refused(study, capsys):
    register(("UH-A1", "Joy", "I agree", ""))
    assert bring_in(*CODER) == 0
    register(("UH-A1", "Joy", "I do not agree", ""))
    before = files_of(study)
    assert bring_in(*CODER) == 2
    assert (
        "another reaction of Joy to `UH-A1` was imported before. It reads “I agree.”"
        in capsys.readouterr().err
    )
    register(("UH-D1", "Joy", "I agree", ""), ("UH-D1", "joy", "It depends", ""))
    assert bring_in(*CODER) == 2
    assert "Joy reacts to `UH-D1` in line 2, too" in capsys.readouterr().err
    assert {name: raw for name, raw in files_of(study).items() if name != "filled.csv"} == {
        name: raw for name, raw in before.items() if name != "filled.csv"
    }


def test_reactions_need_a_name_for_their_decisions(study, capsys):
    register(("UH-A1", "Joy", "I agree", ""))
    assert bring_in() == 2
    assert "Add `--coder NAME`" in capsys.readouterr().err
    assert not Path("data/coded/decisions/eva.csv").exists()


def test_reactions_leave_nothing_half_written_when_the_last_file_fails(study, monkeypatch):
    register(("UH-A1", "Joy", "I agree", "Yes"))
    before = files_of(study)

    def full(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr("delphi.exchange.reactions.append_decisions", full)
    assert bring_in(*CODER) == 2
    assert files_of(study) == before


def test_reactions_that_look_like_another_speaker_stay_one_turn(study):
    words = "Marek: he said so, too. Form: no. *Very* loud # indeed\n\nKwame: me too"
    register(("UH-A1", "Joy", "I agree", words))
    assert bring_in(*CODER) == 0
    quote = table("data/coded/decisions/eva.csv")[0]["quote"]
    assert quote == "I agree. " + " ".join(words.split())
