"""Shapes of labels: generous, but only registered labels, and only at the start of a paragraph."""

from __future__ import annotations

import math
import textwrap
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delphi.transcripts import read_transcript
from delphi.transcripts.labels import Register, find_any, key
from delphi.transcripts.source import Line

LABELS = (
    "I",
    "M",
    "Rita",
    "Int.",
    "O'Neill",
    "Jean-Luc",
    "Cllr Pugh",
    "R2.1",
    "SPEAKER_00",
    "Deelnemer",
    "Deelnemer A",
)
SPEAKERS = {label.casefold(): label for label in LABELS}
REGISTER = Register(SPEAKERS)


def read(folder: Path, *lines: str, name: str = "t.txt", gap: str = "\n\n") -> list[tuple[str, str]]:
    path = folder / name
    path.write_text(gap.join(lines), encoding="utf-8")
    return [(turn.speaker, turn.text) for turn in read_transcript(path, SPEAKERS, transcript_id="T")]


FOUND = [
    ("Rita: ja", "Rita", "colon", "ja"),
    ("rita: ja", "rita", "colon", "ja"),
    ("RITA:ja", "RITA", "colon", "ja"),
    (" Rita\u00a0: ja", "Rita", "colon", "ja"),
    ("Rita：ja", "Rita", "colon", "ja"),
    ("\ufeffRita: ja", "Rita", "colon", "ja"),
    ("Rita:\tja", "Rita", "colon", "ja"),
    ("Rita\tja", "Rita", "tab", "ja"),
    ("**Rita:** ja", "Rita", "colon", "ja"),
    ("*Rita*: ja", "Rita", "colon", "ja"),
    ("__Rita__ : ja", "Rita", "colon", "ja"),
    ("- Rita: ja", "Rita", "colon", "ja"),
    ("– Rita: ja", "Rita", "colon", "ja"),
    ("12. Rita: ja", "Rita", "colon", "ja"),
    ("0012 Rita: ja", "Rita", "colon", "ja"),
    ("[Rita]: ja", "Rita", "colon", "ja"),
    ("<Rita>: ja", "Rita", "colon", "ja"),
    ("Int.: ja", "Int.", "colon", "ja"),
    ("O’Neill: ja", "O’Neill", "colon", "ja"),
    ("Jean\u2011Luc: ja", "Jean\u2011Luc", "colon", "ja"),
    ("Cllr  Pugh: ja", "Cllr  Pugh", "colon", "ja"),
    ("Deelnemer A: ja", "Deelnemer A", "colon", "ja"),
    ("R2.1: ja", "R2.1", "colon", "ja"),
    ("speaker_00: ja", "speaker_00", "colon", "ja"),
    ("I: ja", "I", "colon", "ja"),
    ("I\tja", "I", "tab", "ja"),
    ("Rita (lacht): ja", "Rita", "colon", "ja"),
    ("Rita [00:12] ja", "Rita", "stamped", "ja"),
    ("Rita (0:12) ja", "Rita", "stamped", "ja"),
    ("Rita 00:00:12 ja", "Rita", "stamped", "ja"),
    ("00:00:12\tRita\tja", "Rita", "tab", "ja"),
    ("Rita\t0:12\tja", "Rita", "tab", "ja"),
    ("Rita 0:12", "Rita", "alone_marked", ""),
    ("0:12 Rita", "Rita", "alone_marked", ""),
    ("[00:00:12.450] - Rita", "Rita", "alone_marked", ""),
    ("Rita\t0:12", "Rita", "alone_marked", ""),
    ("**Rita**", "Rita", "alone_marked", ""),
    ("Rita:", "Rita", "colon", ""),
]


@pytest.mark.parametrize(("text", "label", "kind", "rest"), FOUND)
def test_labels_shapes(text: str, label: str, kind: str, rest: str) -> None:
    found = REGISTER.find(Line(1, text))
    assert found is not None
    assert (found.text, found.kind, text[found.rest :].strip()) == (label, kind, rest)


@pytest.mark.parametrize(
    "text",
    [
        "I think: no",
        "I'm here: look",
        "I, for one: no",
        "M. zei: nee",
        "Rita's zus: die ook",
        "Ritalin: nee",
        "Jean-Luc-Marie: nee",
        "zei Rita: nee",
        "Nee, Rita: nee",
        "En toen om 14:30: Rita",
        "Deelnemer B: nee",
        "M:30 is laat",
        "Rita 14:30 was te laat",
        "Int: nee",
        "",
    ],
)
def test_labels_not_these(text: str) -> None:
    found = REGISTER.find(Line(1, text))
    assert found is None or found.kind not in ("colon", "tab", "stamped", "alone_marked", "voice")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("[00:01:23] Rita: ja", 83, math.nan),
        ("(1:23) Rita: ja", 83, math.nan),
        ("00:01:23,450 Rita: ja", 83.45, math.nan),
        ("#00:01:23-4# Rita: ja", 83.4, math.nan),
        ("{00:01:23} Rita: ja", 83, math.nan),
        ("[00.01.23] Rita: ja", 83, math.nan),
        ("[00:01:23:12] Rita: ja", 83, math.nan),
        ("[00:01:23 - 00:01:30] Rita: ja", 83, 90),
        ("[00:01:23.000 --> 00:01:30.500]  Rita: ja", 83, 90.5),
        ("Rita [1:02:03]: ja", 3723, math.nan),
        ("Rita - 1:23: ja", 83, math.nan),
        ("Rita: [01:23] ja", 83, math.nan),
        ("Rita (102:03): ja", 6123, math.nan),
        ("Rita: 14:30 is laat", math.nan, math.nan),
        ("Rita: ja", math.nan, math.nan),
    ],
)
def test_labels_times(text: str, start: float, end: float) -> None:
    found = REGISTER.find(Line(1, text))
    assert found is not None
    assert (found.start, found.end) == pytest.approx((start, end), nan_ok=True)
    assert "23" not in text[found.rest :]


def test_labels_only_at_the_start_of_a_paragraph(tmp_path: Path) -> None:
    assert read(tmp_path, "M: Rita: zei ze. En M: ook.", "Rita: Ja, I: zei M: nee.") == [
        ("M", "Rita: zei ze. En M: ook."),
        ("Rita", "Ja, I: zei M: nee."),
    ]


def test_labels_weak_shapes_need_the_files_habit(tmp_path: Path) -> None:
    assert read(tmp_path, "M: Wie?", "Rita - mijn zus - komt.", "Rita", "[Rita] zo heet ze.", "I: Ja.") == [
        ("M", "Wie? Rita - mijn zus - komt. Rita [Rita] zo heet ze."),
        ("I", "Ja."),
    ]
    assert read(tmp_path, "M - Wie?", "Rita - Ik - zeker.", "M - Goed.") == [
        ("M", "Wie?"),
        ("Rita", "Ik - zeker."),
        ("M", "Goed."),
    ]
    assert read(tmp_path, "M", "Wie?", "Rita", "Ja", "M", "Goed.") == [
        ("M", "Wie?"),
        ("Rita", "Ja"),
        ("M", "Goed."),
    ]


def test_labels_what_a_meeting_program_says_of_itself(tmp_path: Path) -> None:
    lines = [
        "Rita started transcription",
        "M   0:03",
        "Wie?",
        "Rita   0:05",
        "Ik.",
        "Rita stopped transcription",
    ]
    assert read(tmp_path, *lines) == [("M", "Wie?"), ("Rita", "Ik.")]


def test_labels_a_cue_may_cut_a_sentence(tmp_path: Path) -> None:
    def cues(*lines: str) -> str:
        return "\n\n".join(
            f"{place}\n00:00:0{place},000 --> 00:00:0{place},900\n{line}"
            for place, line in enumerate(lines, start=1)
        )

    said = [
        "M: Wie kwam er?",
        "I: De buurvrouw, en toen zei",
        "Rita: kom eens binnen. Maar",
        "Gent: dat is ver.",
    ]
    assert read(tmp_path, cues(*said), name="t.srt") == [
        ("M", "Wie kwam er?"),
        ("I", "De buurvrouw, en toen zei Rita: kom eens binnen. Maar Gent: dat is ver."),
    ]
    broken = ["M: Wie kwam er", "I: De buurvrouw, maar", "Rita: Ik ook!"]
    assert [speaker for speaker, _ in read(tmp_path, cues(*broken), name="t.srt")] == ["M", "I", "Rita"]


def test_labels_remarks_stay_in_the_text_and_roles_do_not(tmp_path: Path) -> None:
    assert read(tmp_path, "M: Wie?", "Rita (lacht): Ik.", "M: Ja.", "Rita: Nee.") == [
        ("M", "Wie?"),
        ("Rita", "(lacht) Ik."),
        ("M", "Ja."),
        ("Rita", "Nee."),
    ]
    assert read(tmp_path, "M: Wie?", "Rita (gast): Ik.", "M: Ja.", "Rita (gast): Nee.")[1::2] == [
        ("Rita", "Ik."),
        ("Rita", "Nee."),
    ]


def test_labels_without_words_keep_their_turn(tmp_path: Path) -> None:
    assert read(tmp_path, "M: Wie?", "Rita:", "M: Goed.") == [("M", "Wie?"), ("Rita", ""), ("M", "Goed.")]


def test_labels_a_wrapped_line_opens_nothing(tmp_path: Path) -> None:
    width = 60
    said = ["M: " + "woord " * 8 + "toen zei Rita: kom eens hier, " + "en dat was dat " * 9 + "niet."]
    said += ["I: " + "nog een zin over de buurt en zo " * 6]
    wrapped = [textwrap.fill(line, width) for line in said]
    assert "\nRita: kom" in wrapped[0]
    expected = [tuple(" ".join(line.split()).split(": ", 1)) for line in said]
    assert read(tmp_path, *wrapped) == expected
    assert read(tmp_path, *wrapped, name="t.md") == expected
    # A line that would have had room above begins a turn.
    assert read(tmp_path, *wrapped, "M: Ja\nRita: Nee")[-2:] == [("M", "Ja"), ("Rita", "Nee")]


def test_labels_time_stamps_leave_the_text(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_text(
        "Transcript\n\n0:03\nM: Wie? [00:00:05] Jij?\n\n00:00:09\n\nRita: Ik (14:30). #00:00:12-5#\n\n"
        "[00:00:13]\n\nOm 14:30 ook.\n\nM: Goed.",
        encoding="utf-8",
    )
    turns = read_transcript(path, SPEAKERS, transcript_id="T")
    assert [turn.text for turn in turns] == ["Wie? Jij?", "Ik (14:30). Om 14:30 ook.", "Goed."]
    assert [turn.start_time for turn in turns] == pytest.approx([3, 9, math.nan], nan_ok=True)
    assert turns[1].end_time == 12.5


LETTERS = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1, max_size=12)
NAMES = LETTERS.map(lambda name: unicodedata.normalize("NFC", name)).filter(
    lambda name: not name.isdecimal() and len(key(name)) > 0
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"]), max_size=40)


@settings(deadline=None)
@given(NAMES, WORDS)
def test_labels_any_registered_name_is_found(name: str, words: str) -> None:
    found = Register({name.casefold(): name}).find(Line(1, f"{name}: {words}"))
    assert found is not None
    assert found.text == name
    assert found.kind == "colon"


@settings(deadline=None)
@given(WORDS)
def test_labels_speech_never_loses_its_words(words: str) -> None:
    found = find_any(Line(1, words))
    assert found is None or 0 <= found.rest <= len(words)
