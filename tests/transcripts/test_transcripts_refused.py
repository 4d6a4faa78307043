"""Files that cannot be read are refused with what is wrong and how to mend it, never with a traceback."""

from __future__ import annotations

import itertools
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from transcript_files import DIALOGUE, SPEAKERS, paragraphs_of, write_docx, write_odt, write_rtf, write_txt

from delphi.errors import InputError
from delphi.transcripts import read_transcript

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_transcript(path, SPEAKERS, transcript_id="T1")
    message = str(caught.value)
    assert path.name in message
    return message


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("t.txt", b"", "is empty"),
        ("t.docx", b"", "is empty"),
        ("t.vtt", b" \n\n", "is empty"),
        ("t.vtt", b"WEBVTT\n\nNOTE niks\n", "holds no cue"),
        ("t.srt", b"1\n00:00:01,000 --> gauw\nRita: ja\n", "line 2"),
        ("t.vtt", b"WEBVTT\n\n00:01 -> 2\nRita: ja\n", "line 3"),
        ("t.txt", "Rita: één café\n\nM: tweeën".encode() + b"\n\nRita: caf\xe9", "line 5"),
        ("t.txt", b"PK\x03\x04" + b"\x00" * 90, "Word, OpenDocument or zip"),
        ("t.md", b"%PDF-1.7 ...", "a PDF"),
        ("t.txt", b"{\\rtf1 Rita: ja}", "rich text"),
        ("t.srt", b"<!DOCTYPE html><html>", "web page"),
        ("t.txt", b"\x89PNG\r\n" + bytes(range(256)), "picture"),
        ("t.txt", bytes(range(1, 256)) * 4, "no text"),
        ("t.txt", b"Rita: ja" + b"\x81\x8d\xff", "encoding"),
        ("t.docx", b"gewoon tekst", "no .docx document"),
        ("t.odt", b"{\\rtf1 Rita: ja}", "no .odt document"),
        ("t.rtf", b"Rita: ja", "no .rtf document"),
        ("t.rtf", b"{\\rtf1 {\\b Rita: ja", "breaks off"),
        ("t.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("t.docx", OLE + "WordDocument".encode("utf-16-le"), "old Word version"),
        ("t.doc", OLE, "save"),
        ("t.pdf", b"%PDF-1.7", "save"),
        ("t.xyz", b"Rita: ja", ".docx"),
        ("transcript", b"Rita: ja", "no ending"),
        ("t.txt", b"Gewoon wat tekst zonder sprekers.", "Rita"),
        ("t.docx", b"PK\x03\x04 en dan niks meer", "damaged"),
    ],
)
def test_refused_content(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert told.casefold() in refusal(path).casefold()


def test_refused_missing_file(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "t.docx")


@pytest.mark.parametrize("ending", ["doc", "pdf"])
def test_refused_formats_say_how_to_save(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"t.{ending}"
    path.write_bytes(b"x")
    assert "Save As" in refusal(path)
    assert ".docx" in refusal(path)


@pytest.mark.parametrize("writer", [write_docx, write_odt])
@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_refused_truncated_archives(tmp_path: Path, writer: object, share: float) -> None:
    assert callable(writer)
    ending = "docx" if writer is write_docx else "odt"
    path = writer(tmp_path / f"t.{ending}", paragraphs_of(DIALOGUE, "plain"))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert "damaged or incomplete" in refusal(path)


def test_refused_corrupt_part(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "t.docx", paragraphs_of(DIALOGUE, "plain"))
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("word/document.xml")
    begin = info.header_offset + 60
    raw[begin : begin + 200] = bytes(200)
    path.write_bytes(bytes(raw))
    assert "damaged or incomplete" in refusal(path)


def archive_with(path: Path, document: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return path


def test_refused_wrong_archives(tmp_path: Path) -> None:
    odt = write_odt(tmp_path / "t.odt", paragraphs_of(DIALOGUE, "plain"))
    renamed = tmp_path / "renamed.docx"
    renamed.write_bytes(odt.read_bytes())
    assert "no .docx document" in refusal(renamed)
    entity = (
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><document><body><p>&b;</p></body></document>'
    )
    assert "entities" in refusal(archive_with(tmp_path / "entity.docx", entity))
    assert "damaged" in refusal(archive_with(tmp_path / "half.docx", b"<document><body>"))


def test_refused_zip_bomb(tmp_path: Path) -> None:
    path = archive_with(tmp_path / "bomb.docx", b"<document/>")
    raw = path.read_bytes()
    place = raw.index(b"PK\x01\x02") + 24  # the declared size in the central directory
    path.write_bytes(raw[:place] + (2**31).to_bytes(4, "little") + raw[place + 4 :])
    assert "2048 MB" in refusal(path)


def test_refused_messages_quote_no_speech(tmp_path: Path) -> None:
    path = write_txt(
        tmp_path / "t.txt", [[("Nadia: een heel bijzonder geheim.", False)], [("Rita: Ja.", False)]]
    )
    assert "geheim" not in refusal(path)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A document of each kind, the same bytes for every example."""
    folder = tmp_path_factory.mktemp("sound")
    writers = {"docx": write_docx, "odt": write_odt, "rtf": write_rtf}
    paragraphs = paragraphs_of(DIALOGUE[:3], "plain")
    return {
        ending: writer(folder / f"t.{ending}", paragraphs).read_bytes() for ending, writer in writers.items()
    }


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), ending=st.sampled_from(["docx", "odt", "rtf", "md", "txt", "vtt", "srt"]))
def test_refused_or_read_never_a_traceback(
    tmp_path: Path, sound: dict[str, bytes], data: st.DataObject, ending: str
) -> None:
    path = tmp_path / f"t.{ending}"
    if ending in sound:
        raw = bytearray(sound[ending])
        for place, value in data.draw(
            st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=5)
        ):
            raw[place % len(raw)] = value
    else:
        alphabet = st.sampled_from(
            [*"RitaM: \t\n[]()*_-#|<>{}\\0123.,&;", "-->", "00:00:01.000", "Rita: ", "<v Rita>"]
        )
        raw = bytearray("".join(data.draw(st.lists(alphabet, max_size=60))).encode())
    path.write_bytes(bytes(raw))
    try:
        turns = read_transcript(path, SPEAKERS, transcript_id="T1")
    except InputError:
        return
    assert [turn.turn for turn in turns] == list(range(1, len(turns) + 1))
    assert all(turn.text == " ".join(turn.text.split()) for turn in turns)
    assert all(one.speaker != other.speaker for one, other in itertools.pairwise(turns))
