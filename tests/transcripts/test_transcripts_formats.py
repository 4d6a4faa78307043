"""The same dialogue in every format and every style of label gives the same turns."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from transcript_files import (
    DIALOGUE,
    NEEDS_BOLD,
    PLAIN,
    SPEAKERS,
    STARTS,
    STYLES,
    TIMED,
    Said,
    paragraphs_of,
    write_docx,
    write_md,
    write_odt,
    write_rtf,
    write_srt,
    write_txt,
    write_vtt,
)

from delphi.transcripts import Turn, read_file, read_transcript

WRITERS = {"docx": write_docx, "odt": write_odt, "rtf": write_rtf, "md": write_md}


def said(turns: list[Turn]) -> list[Said]:
    return [(turn.speaker, turn.text) for turn in turns]


def read(path: Path) -> list[Turn]:
    return read_transcript(path, SPEAKERS, transcript_id="T1")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("ending", WRITERS)
def test_formats_give_the_same_turns(tmp_path: Path, ending: str, style: str) -> None:
    turns = read(WRITERS[ending](tmp_path / f"t.{ending}", paragraphs_of(DIALOGUE, style)))
    assert said(turns) == DIALOGUE
    assert [turn.turn for turn in turns] == list(range(1, len(DIALOGUE) + 1))
    if style in TIMED:
        assert [turn.start_time for turn in turns] == STARTS
    else:
        assert all(math.isnan(turn.start_time) for turn in turns)
    assert all(math.isnan(turn.end_time) for turn in turns)


@pytest.mark.parametrize("style", [style for style in STYLES if style not in NEEDS_BOLD])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_formats_text_in_every_style(tmp_path: Path, style: str, newline: str) -> None:
    turns = read(write_txt(tmp_path / "t.txt", paragraphs_of(DIALOGUE, style), newline=newline))
    assert said(turns) == DIALOGUE


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_formats_text_in_every_encoding(tmp_path: Path, written: str, told: str) -> None:
    path = write_txt(tmp_path / "t.txt", paragraphs_of(PLAIN, "plain"), encoding=written, newline="\r\n")
    reading = read_file(path, SPEAKERS, transcript_id="T1")
    assert said(reading.turns) == PLAIN
    assert (reading.encoding, reading.transcript_id) == (told, "T1")


@pytest.mark.parametrize("style", ["voice", "closed voice", "every cue", "first cue"])
def test_formats_webvtt(tmp_path: Path, style: str) -> None:
    turns = read(write_vtt(tmp_path / "t.vtt", DIALOGUE, style))
    assert said(turns) == DIALOGUE
    assert [turn.start_time for turn in turns] == STARTS
    assert [turn.end_time for turn in turns] == [start + 6 for start in STARTS]


@pytest.mark.parametrize("style", ["every cue", "first cue", "two lines"])
def test_formats_subrip(tmp_path: Path, style: str) -> None:
    turns = read(write_srt(tmp_path / "t.srt", DIALOGUE, style))
    assert said(turns) == DIALOGUE
    assert [turn.start_time for turn in turns] == STARTS
    assert [turn.end_time for turn in turns] == [start + 6 for start in STARTS]


def test_formats_one_line_per_turn_without_blank_lines(tmp_path: Path) -> None:
    text = "\n".join(f"{label}: {text}" for label, text in DIALOGUE)
    path = tmp_path / "t.txt"
    path.write_text(text, encoding="utf-8")
    assert said(read(path)) == DIALOGUE
    assert [turn.line for turn in read(path)] == list(range(1, len(DIALOGUE) + 1))
    markdown = tmp_path / "t.md"
    markdown.write_text("\n".join(f"- **{label}**: ja" for label, _ in DIALOGUE), encoding="utf-8")
    assert said(read(markdown)) == [(label, "ja") for label, _ in DIALOGUE]


@pytest.mark.parametrize("ending", ["docx", "odt", "rtf", "md", "txt"])
def test_formats_paragraphs_continue_the_turn(tmp_path: Path, ending: str) -> None:
    paragraphs = [
        [("Rita: Ja.", False)],
        [("En nog iets, ", False), ("heel", True), (" kort.", False)],
        [("Kijk: zo.", False)],
        [("M: Goed.", False)],
        [("M: Verder?", False)],
    ]
    writer = WRITERS.get(ending, write_txt)
    assert said(read(writer(tmp_path / f"t.{ending}", paragraphs))) == [
        ("Rita", "Ja. En nog iets, heel kort. Kijk: zo."),
        ("M", "Goed. Verder?"),
    ]
