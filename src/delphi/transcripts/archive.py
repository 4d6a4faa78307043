"""The zipped XML inside docx and odt files, opened without trusting it."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from pathlib import Path

from lxml import etree

from delphi.errors import InputError
from delphi.transcripts.encoding import read_bytes

LARGEST = 256 * 2**20  # bytes of one part; a day of talk takes a few million
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Word files, and Word files with a password
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
DAMAGED = "It may not have arrived whole: copy it again, or open it in its program and save it anew."


class Archive:
    """The parts of a docx or odt file.

    Raises
    ------
    InputError
        When the file is no such archive, is damaged, protected by a password, or would unpack to
        something enormous.
    """

    def __init__(self, path: Path, ending: str) -> None:
        self.path, self._ending = path, ending
        raw = read_bytes(path)
        if raw.startswith(COMPOUND_FILE):
            if "EncryptedPackage".encode("utf-16-le") in raw:
                remedy = "Open it with the password, take the password off and save it again."
                raise InputError("the document is protected by a password.", path, remedy=remedy)
            remedy = "Open it in Word or LibreOffice and save it as .docx."
            raise InputError("this is a document of an old Word version.", path, remedy=remedy)
        if not raw.startswith(b"PK"):
            raise InputError(
                f"this is no {ending} document, whatever its name says.",
                path,
                remedy="Give the file the ending of what it is, or save it anew in its program.",
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except UNREADABLE:
            raise InputError("the document is damaged or incomplete.", path, remedy=DAMAGED) from None
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a part that must be there."""
        if name not in self.names:
            raise InputError(
                f"this is no {self._ending} document: its part {name} is missing.", self.path, remedy=DAMAGED
            )
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            remedy = "Take the password off and save it again."
            raise InputError("the document is protected by a password.", self.path, remedy=remedy)
        if info.file_size > LARGEST:
            what = f"the document would unpack to {info.file_size // 2**20} MB, which no transcript does."
            raise InputError(what, self.path, remedy="Copy its text into a new document and save that.")
        try:
            with self._zip.open(info) as part:
                data = part.read(LARGEST + 1)
        except UNREADABLE:
            raise InputError("the document is damaged or incomplete.", self.path, remedy=DAMAGED) from None
        return data

    def xml(self, name: str) -> etree._Element:
        """The root element of a part that must be there; no entity, no network."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError:
            raise InputError("the document is damaged or incomplete.", self.path, remedy=DAMAGED) from None
        if root.getroottree().docinfo.doctype:
            what = "the document declares XML entities, which no word processor does."
            raise InputError(what, self.path, remedy="Copy its text into a new document and save that.")
        return root


def local(element: etree._Element) -> str:
    """An element's name without its namespace ('' for comments), so that all dialects read alike."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child with this name, without namespace."""
    if element is None:
        return None
    return next((inner for inner in element if local(inner) == name), None)
