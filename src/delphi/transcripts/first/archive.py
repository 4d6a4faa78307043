"""Documents that are zip archives of XML, opened without trusting them."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Any

from lxml import etree

from delphi.errors import InputError

MAX_PART = 100_000_000  # bytes of one XML part; ten hours of speech are 5 MB
MAX_TOTAL = 1_000_000_000  # declared bytes of the archive, pictures included
MAX_PARTS = 20_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_AGAIN = "Open it in Word or LibreOffice and save it again, or take it from the backup."


class Archive:
    """A document's parts; an InputError when it is damaged, has a password, or unpacks to too much."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
            raise InputError("this document is damaged or cut off.", path, remedy=_AGAIN) from None
        entries = self._zip.infolist()
        if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_TOTAL:
            self._zip.close()
            raise self._too_large()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    @property
    def names(self) -> list[str]:
        """Names of the parts."""
        return self._zip.namelist()

    def xml(self, name: str) -> Any:
        """Root element of a part; entities are refused, nothing is fetched."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError:
            raise self._damaged(name) from None
        if root.getroottree().docinfo.internalDTD is not None:
            what = f"the part `{name}` declares a document type or entities, which no word processor writes."
            raise InputError(what, self.path, remedy=_AGAIN)
        return root

    def read(self, name: str) -> bytes:
        """Bytes of a part, never more than declared and sane."""
        try:
            entry = self._zip.getinfo(name)
        except KeyError:
            raise InputError(f"the part `{name}` is missing.", self.path, remedy=_AGAIN) from None
        if entry.flag_bits & 1:
            raise protected(self.path)
        if entry.file_size > MAX_PART:
            raise self._too_large()
        try:
            with self._zip.open(entry) as file:
                return file.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
            raise self._damaged(name) from None

    def _damaged(self, name: str) -> InputError:
        return InputError(f"the part `{name}` of this document is damaged.", self.path, remedy=_AGAIN)

    def _too_large(self) -> InputError:
        what = "this document would unpack to far more than a transcript holds; it was not opened."
        return InputError(what, self.path, remedy="Copy its text into a new document.")


def protected(path: Path) -> InputError:
    """The error for a document with a password."""
    what = "this document is protected by a password."
    return InputError(what, path, remedy="Open it, remove the password and save it.")


def local(element: Any) -> str:
    """Name of an element without its namespace; '' for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """Value of an attribute, whatever its namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None
