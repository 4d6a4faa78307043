"""Files whose ending does not say what they are."""

from __future__ import annotations

from pathlib import Path

from delphi.errors import InputError

# What other files begin with, and what a person calls them.
_SIGNATURES = (
    (b"PK\x03\x04", "a Word, OpenDocument or zip file"),
    (b"\xd0\xcf\x11\xe0", "a document of an old Word version or one with a password"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "rich text (.rtf)"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"ID3", "a sound file"),
    (b"RIFF", "a sound file"),
    (b"OggS", "a sound file"),
)


def refuse_foreign(raw: bytes, path: Path) -> None:
    """Refuse a text file that is something else.

    Raises
    ------
    InputError
        Naming what it is.
    """
    start = raw.lstrip()[:5]
    found = next((name for mark, name in _SIGNATURES if start.startswith(mark[:5])), "")
    if not found and raw[4:8] == b"ftyp":
        found = "a sound or video file"
    if not found and raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:14].lower().startswith(
        (b"<!doctype html", b"<html")
    ):
        found = "a web page"
    if found:
        raise InputError(
            f"this is {found}, not {path.suffix} text.",
            path,
            remedy="Give it the ending of what it is, or save the transcript as text in its program.",
        )
