"""Who seems to speak in a transcript, before any register says so."""

from __future__ import annotations

import csv

import pytest
from docx import Document
from tests.conftest import REPOSITORY, STUDIES

from delphi.errors import InputError
from delphi.transcripts import read_file
from delphi.transcripts.speakers import heard_in, listen

STUDY_FOLDERS = [REPOSITORY, STUDIES / "library", STUDIES / "tiny"]


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def registered_sessions():
    for study in STUDY_FOLDERS:
        people = rows(study / "data/raw/participants.csv")
        known = {
            label.strip().casefold()
            for p in people
            for label in (p["participant_id"], *p["alias_of_labels"].split(";"))
        }
        for session in rows(study / "data/raw/transcripts.csv"):
            yield pytest.param(
                study / "data/raw/transcripts" / session["file"], known, session, id=session["file"]
            )


@pytest.mark.parametrize(("path", "known", "session"), list(registered_sessions()))
def test_speakers_are_those_of_the_registers_in_every_format(path, known, session):
    heard = {voice.label.casefold(): voice for voice in heard_in(path)}
    leaders = {label.strip().casefold() for label in session["facilitators"].split(";")}
    assert leaders <= set(heard)
    assert set(heard) - leaders <= known
    assert {label for label, voice in heard.items() if voice.leads} == leaders


def test_speakers_are_found_in_a_table_with_a_column_of_names(tmp_path):
    document = Document()
    table = document.add_table(rows=0, cols=2)
    for name, text in [("Interviewer", "Hoe was het?"), ("Ann", "Goed."), ("Interviewer", "En dan?"), ("Ann", "Niets."),
                       ("Bo", "Ik was er ook.")]:  # fmt: skip
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, text
    document.save(tmp_path / "t.docx")
    heard = heard_in(tmp_path / "t.docx")
    assert [(voice.label, voice.turns, voice.questions, voice.leads) for voice in heard] == [
        ("Interviewer", 2, 2, True), ("Ann", 2, 0, False), ("Bo", 1, 0, False)
    ]  # fmt: skip


def test_speakers_of_a_conversation_in_which_nobody_speaks_twice(tmp_path):
    (tmp_path / "t.txt").write_text("Ann: Ik was er.\nBo: Ik ook.\n", encoding="utf-8")
    assert [voice.label for voice in heard_in(tmp_path / "t.txt")] == ["Ann", "Bo"]


def test_speakers_refuses_a_text_in_which_nobody_speaks(tmp_path):
    (tmp_path / "t.txt").write_text("Een verslag zonder sprekers.\nNog een zin.\n", encoding="utf-8")
    with pytest.raises(InputError, match="nobody seems to speak"):
        heard_in(tmp_path / "t.txt")


def test_speakers_with_a_full_stop_or_a_minute_mark_are_heard_and_never_taken_for_another(tmp_path):
    lines = ["M.: Hoe was het?", "Ann: Goed.", "Mevr. D'Hondt (12’): Ook.", "M.: En nu?", "Ann: Ja.",
             "Mevr. D'Hondt (14’): Nee."]  # fmt: skip
    path = tmp_path / "t.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [(v.label, v.turns, v.leads) for v in heard_in(path)] == [
        ("M.", 2, True), ("Ann", 2, False), ("Mevr. D'Hondt", 2, False)
    ]  # fmt: skip
    with pytest.raises(InputError, match=r"the speaker `M\.` stands in no register"):
        read_file(path, {"ann": "Ann"}, transcript_id="t")


@pytest.mark.parametrize(
    "opening",
    [
        "Moderator: Good evening. Tell me about your café.",
        "BEGELEIDER: En klopt dat?",
        "Interviewer: Welkom.",
    ],
)
def test_speakers_who_leads_speaks_even_once_at_the_top(tmp_path, opening):
    path = tmp_path / "t.txt"
    path.write_text(f"{opening}\n\nAnna: Ja.\n\nBo: Nee.\n\nAnna: Toch.\n\nBo: Goed.\n", encoding="utf-8")
    assert [(v.label, v.turns, v.leads) for v in heard_in(path)] == [
        (opening.split(":")[0], 1, True), ("Anna", 2, False), ("Bo", 2, False)
    ]  # fmt: skip
    with pytest.raises(InputError, match=opening.split(":")[0]):
        read_file(path, {"anna": "Anna", "bo": "Bo"}, transcript_id="t")


@pytest.mark.parametrize("heading", ["Interviewer: Jan Peeters", "Interviewer: Jan van den Berg."])
def test_speakers_the_name_of_who_led_in_a_heading_is_no_speech(tmp_path, heading):
    path = tmp_path / "t.txt"
    path.write_text(f"{heading}\n\nI: Hoe?\n\nAnna: Goed.\n\nI: En?\n\nAnna: Ja.\n", encoding="utf-8")
    listened = listen(path)
    assert [(v.label, v.leads) for v in listened.heard] == [("I", True), ("Anna", False)]
    assert listened.reading.left_out == heading


@pytest.mark.parametrize(
    ("labels", "leading"),
    [
        (["Moderator", "V2", "V1"], {"Moderator"}),
        (["Moderator", "M", "V"], {"Moderator"}),
        (["Moderator", "Notulist", "M1"], {"Moderator", "Notulist"}),
        (["M", "V2"], {"M"}),
        (["M1", "Anna"], {"M1"}),
    ],
)
def test_speakers_no_letter_leads_where_a_word_says_who_does(tmp_path, labels, leading):
    path = tmp_path / "t.txt"
    path.write_text("\n".join(f"{label}: Dat is zo." for label in [*labels, *labels]), encoding="utf-8")
    assert {voice.label for voice in heard_in(path) if voice.leads} == leading
