"""Text files of unknown origin: their encoding is found, said, and never guessed from letter frequencies."""

from __future__ import annotations

import codecs
from pathlib import Path

from delphi.errors import InputError

REMEDY = "Open it in the program it was made with and save it as text in the encoding UTF-8."
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that must exist and hold something.

    Raises
    ------
    InputError
        When it is missing, unreadable or empty.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            "the file does not exist.", path, remedy="Put it there or correct its name."
        ) from None
    except OSError as error:
        raise InputError(f"the file cannot be read ({error.strerror}).", path) from None
    if not raw.strip():
        raise InputError("the file is empty.", path, remedy="Put the transcript in it, or take its row out.")
    return raw


def decode(raw: bytes, path: Path) -> tuple[str, str]:
    """Text and encoding: a byte order mark decides, then null bytes (UTF-16), strict UTF-8, Windows-1252.

    UTF-8 with a few damaged bytes is refused, not read as Windows-1252.  Line ends become LF.

    Raises
    ------
    InputError
        When the bytes are no text in any of them.
    """
    encoding = _encoding(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(
            f"this is no text in the encoding {encoding}.", path, line=line, remedy=REMEDY
        ) from None
    if "\x00" in text or sum(map(text.count, map(chr, (*range(1, 9), *range(14, 27))))) > len(text) / 100:
        raise InputError("this is no text file.", path, remedy=REMEDY)
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _encoding(raw: bytes) -> str:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return encoding
    if b"\x00" in raw:
        # The high byte of a letter, space or line end is null: the second of two when little-endian.
        return "utf-16-le" if raw[1::2].count(0) >= raw[0::2].count(0) else "utf-16-be"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "utf-8" if _is_damaged_utf8(raw) else "cp1252"
    return "utf-8"


def _is_damaged_utf8(raw: bytes) -> bool:
    """Whether most accents are sound UTF-8, which in another encoding they never are by chance."""
    text = raw.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return sum(not character.isascii() for character in text) - damaged > 2 * damaged
