"""Labels that look like no name: somebody when they come back in alternation, told when they stand once."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delphi.errors import InputErrors
from delphi.transcripts import read_file
from delphi.transcripts.speakers import heard_in

KNOWN = {"mod": "Mod", "anna": "Anna"}
SHAPES = [
    "P 2", "S 1", "Person 2", "Ouder 1", "M/V 3", "Respondent #4", "R4 (F, 45)", "R4 [F, 45]", "1", "jos",
    "iPhone van Jos", "de Vries", "van den Berg, Jan", "Berg, Jan van den", "Группа 1", "Tafel 2", "李",
    "vrouw achteraan",
]  # fmt: skip
TEXT = [
    "Wat ik zeg", "Ten eerste", "Kijk", "Om 14:30", "Rond 14.30 u", "Punt 3", "Stap 1", "http", "Het gaat om dit",
    "Volgens hem is het dit", "My question", "In the end",
]  # fmt: skip


def conversation(label: str, *, twice: bool) -> str:
    lines = [
        "Mod: Goed. We beginnen.",
        "Anna: Voor mij ook.",
        f"{label}: Ja dat is goed.",
        "Mod: En nu?",
        "Anna: Ja.",
    ]
    return "\n\n".join([*lines, f"{label}: Nee dat niet.", "Mod: Goed."] if twice else lines) + "\n"


def text_file(folder: Path, text: str, name: str = "t.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def cues(*said: str) -> str:
    return "WEBVTT\n\n" + "\n\n".join(
        f"00:00:{place:02d}.000 --> 00:00:{place:02d}.900\n{line}" for place, line in enumerate(said, start=1)
    )


def unknown(path: Path) -> dict[str, int | None]:
    with pytest.raises(InputErrors) as caught:
        read_file(path, KNOWN, transcript_id="T")
    return {error.what.split("`")[1]: error.line for error in caught.value.errors}


@pytest.mark.parametrize("label", SHAPES)
def test_doubtful_a_label_that_comes_back_is_somebody(tmp_path: Path, label: str) -> None:
    path = text_file(tmp_path, conversation(label, twice=True))
    name = label.split(" (")[0].split(" [")[0]
    assert unknown(path) == {name: 5}
    assert [voice.label for voice in heard_in(path)] == ["Mod", "Anna", name]
    known = KNOWN | {name.casefold(): name}
    turns = read_file(path, known, transcript_id="T").turns
    assert [(turn.speaker, turn.text) for turn in turns if turn.speaker == name] == [
        (name, "Ja dat is goed."), (name, "Nee dat niet.")
    ]  # fmt: skip


@pytest.mark.parametrize("label", SHAPES)
def test_doubtful_a_label_that_stands_once_is_never_silent(tmp_path: Path, label: str) -> None:
    path = text_file(tmp_path, conversation(label, twice=False))
    name = label.split(" (")[0].split(" [")[0]
    try:
        reading = read_file(path, KNOWN, transcript_id="T")
    except InputErrors:
        assert unknown(path) == {name: 5}
    else:
        assert [(doubt.label, doubt.lines, doubt.speaker) for doubt in reading.doubts] == [
            (name, (5,), "Anna")
        ]
        assert f"line 5: `{name}:` may be somebody who speaks" in reading.warnings[0]
        assert "count as those of `Anna`" in reading.warnings[0]


@pytest.mark.parametrize("opening", TEXT)
@pytest.mark.parametrize("twice", [False, True])
def test_doubtful_sentences_times_and_addresses_are_text(tmp_path: Path, opening: str, twice: bool) -> None:
    reading = read_file(text_file(tmp_path, conversation(opening, twice=twice)), KNOWN, transcript_id="T")
    assert {turn.speaker for turn in reading.turns} == {"Mod", "Anna"}
    assert f"{opening}: Ja dat is goed." in reading.turns[1].text
    assert reading.warnings == ()


def test_doubtful_a_phrase_that_comes_back_is_text_and_told(tmp_path: Path) -> None:
    reading = read_file(
        text_file(tmp_path, conversation("zeer belangrijk", twice=True)), KNOWN, transcript_id="T"
    )
    assert [(doubt.label, doubt.lines) for doubt in reading.doubts] == [("zeer belangrijk", (5, 11))]
    assert "line 5 (also in line 11): `zeer belangrijk:`" in reading.warnings[0]


def test_doubtful_a_numbered_list_of_one_speaker_is_text_and_told(tmp_path: Path) -> None:
    lines = [
        "Mod: Wat?",
        "Anna: Dit.",
        "1: de prijs",
        "2: de buurt",
        "3: de trein",
        "Mod: Goed.",
        "Anna: Ja.",
    ]
    reading = read_file(text_file(tmp_path, "\n\n".join(lines)), KNOWN, transcript_id="T")
    assert reading.turns[1].text == "Dit. 1: de prijs 2: de buurt 3: de trein"
    assert [doubt.label for doubt in reading.doubts] == ["1", "2", "3"]


def test_doubtful_another_number_of_the_same_word_is_coming_back(tmp_path: Path) -> None:
    lines = ["Mod: Wat?", "Tafel 1: Dit.", "Mod: En?", "Tafel 2: Dat.", "Anna: Ja."]
    assert unknown(text_file(tmp_path, "\n".join(lines))) == {"Tafel 1": 2, "Tafel 2": 4}


def test_doubtful_joining_the_paragraph_to_the_one_above_says_that_nobody_speaks(tmp_path: Path) -> None:
    text = conversation("jos", twice=True)
    assert unknown(text_file(tmp_path, text)) == {"jos": 5}
    joined = text_file(tmp_path, text.replace("\n\njos:", " jos:"))
    reading = read_file(joined, KNOWN, transcript_id="T")
    assert reading.warnings == ()
    assert reading.turns[1].text == "Voor mij ook. jos: Ja dat is goed."


ZOOM = ["Mod: Welcome, how was it", "iPhone van Jos: thanks", "Bram - Town Hall: fine", "Mod: And you?", "jos: good",
        "Anna: right"]  # fmt: skip


def test_doubtful_every_cue_of_a_meeting_program_says_who(tmp_path: Path) -> None:
    path = text_file(tmp_path, cues(*ZOOM), "t.vtt")
    assert unknown(path) == {"iPhone van Jos": 7, "Bram - Town Hall": 10, "jos": 16}
    assert [(voice.label, voice.turns) for voice in heard_in(path)] == [
        ("Mod", 2), ("iPhone van Jos", 1), ("Bram - Town Hall", 1), ("jos", 1), ("Anna", 1)
    ]  # fmt: skip


def test_doubtful_a_cue_that_cuts_a_sentence_makes_nobody_speak_and_is_told(tmp_path: Path) -> None:
    said = ["Mod: Welcome everybody, how was it", "in the end. And we said", "Anna: come on, so", "fine: nothing.",
            "jos: Yes.", "Mod: Right.", "And I went", "Anna: Good."]  # fmt: skip
    reading = read_file(text_file(tmp_path, cues(*said), "t.vtt"), KNOWN, transcript_id="T")
    assert [turn.speaker for turn in reading.turns] == ["Mod", "Anna"]
    assert [doubt.label for doubt in reading.doubts] == ["jos"]
    assert "line 10: `Anna:` goes on with the sentence above it" in reading.warnings[0]


def test_doubtful_what_stands_before_the_first_label_is_quoted(tmp_path: Path) -> None:
    head = "Verslag van een lang gesprek. " * 9
    reading = read_file(
        text_file(tmp_path, f"{head}\n\nMod: Hoe?\n\nAnna: Goed.\n"), KNOWN, transcript_id="T"
    )
    assert head.startswith(reading.left_out.removesuffix(" …"))
    assert 50 < len(reading.left_out) <= 103
    assert reading.warnings == (f"1 line before the first label left out: `{reading.left_out}`",)


@given(
    st.lists(
        st.sampled_from(["Mod", "Anna", "jos", "Wat ik zeg", "P 2", "1", "heel kort"]),
        min_size=3,
        max_size=12,
    )
)
def test_doubtful_nothing_short_before_a_colon_is_silent(tmp_path_factory, openings: list[str]) -> None:
    lines = ["Mod: Goed.", "Anna: Ja.", *(f"{opening}: Dat is zo." for opening in openings)]
    path = text_file(tmp_path_factory.mktemp("t"), "\n\n".join(lines))
    try:
        told = "\n".join(read_file(path, KNOWN, transcript_id="T").warnings)
    except InputErrors:  # told, and nothing is read
        return
    for opening in set(openings) - {"Mod", "Anna", "Wat ik zeg"}:
        assert f"`{opening}:`" in told


def test_doubtful_a_label_at_the_start_of_a_wrapped_line_is_told(tmp_path: Path) -> None:
    said = "Mod: " + "woord " * 7 + "toen zei Anna: kom eens hier, " + "en dat was dat " * 9 + "niet."
    path = text_file(tmp_path, f"{textwrap.fill(said, 60)}\n\nAnna: Ja.\n\n" + textwrap.fill(said, 60))
    reading = read_file(path, KNOWN, transcript_id="T")
    assert (
        "line 2: `Anna:` goes on with the sentence above it, and counts as words of `Mod`"
        in reading.warnings[0]
    )
