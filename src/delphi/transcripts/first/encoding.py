"""From bytes to text: byte order mark, then a test for UTF-16, then strict UTF-8, then Windows-1252."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from delphi.errors import InputError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_REMEDY = "Save the file again as text with the encoding UTF-8."


def decode(raw: bytes, path: Path) -> tuple[str, str]:
    """Text and encoding of a file; an InputError for an empty file, damaged UTF-8 and bytes that are no text."""
    text, encoding = _decoded(raw, path)
    if not text.strip():
        raise InputError("the file is empty.", path, remedy="Put the transcript in it again.")
    if len(_BINARY.findall(text)) > len(text) // 100:
        raise InputError("this is no text file.", path, remedy=_REMEDY)
    return text, encoding


def _decoded(raw: bytes, path: Path) -> tuple[str, str]:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise _damaged(raw, error, path, encoding) from None
    if b"\x00" in raw:
        return _utf16(raw, path)
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _mostly_utf8(raw):
            raise _damaged(raw, error, path, "utf-8") from None
    try:
        return raw.decode("cp1252"), "cp1252"
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        what = "this is neither UTF-8 nor Windows-1252 text."
        raise InputError(what, path, line=line, remedy=_REMEDY) from None


def _utf16(raw: bytes, path: Path) -> tuple[str, str]:
    """Text has no zero bytes unless its characters are two bytes wide; spaces tell which byte comes first."""
    readings = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(text):
            readings.append((sum(text.count(mark) for mark in " \n\r.,:"), text, encoding))
    if not readings:
        raise InputError("this is no text file.", path, remedy=_REMEDY)
    _, text, encoding = max(readings, key=lambda reading: reading[0])
    return text, encoding


def _mostly_utf8(raw: bytes) -> bool:
    """Many characters of several bytes and few faults: UTF-8 that was damaged, not another encoding."""
    text = raw.decode("utf-8", errors="replace")
    faults = text.count("\ufffd")
    wide = sum(character > "\x7f" for character in text) - faults
    return wide > 2 * faults


def _damaged(raw: bytes, error: UnicodeDecodeError, path: Path, encoding: str) -> InputError:
    line = raw[: error.start].count(b"\n") + 1
    what = f"this is {encoding.upper().removesuffix('-SIG')} text with a damaged character."
    return InputError(what, path, line=line, remedy=_REMEDY)
