"""A `.qdpx` opened without trusting it: nothing is unpacked to the disk, no path leads out, no entity is read."""

from __future__ import annotations

import io
import posixpath
import re
import tempfile
import urllib.parse
import zipfile
from pathlib import Path

from lxml import etree

from delphi.errors import InputError
from delphi.exchange.refi import Text
from delphi.transcripts.archive import COMPOUND_FILE, LARGEST, UNREADABLE, Archive, local
from delphi.transcripts.encoding import MARKS, decode, read_bytes

MOST_FILES = 20_000
LARGEST_PROJECT = 2**30  # bytes that all parts may unpack to
DENSEST = 200  # times that a large part may be smaller in the archive than outside
EXPORT_AGAIN = "Export the project again from its program as REFI-QDA (.qdpx)."


class ProjectArchive:
    """The parts of a project: one `.qde` and its sources.

    Raises
    ------
    InputError
        When the file is no archive, is damaged, has a password, holds no or several projects, or
        would unpack to something enormous.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        raw = read_bytes(path)
        self._zip: zipfile.ZipFile | None = None
        self._bare = b""
        if raw.startswith(COMPOUND_FILE) or not raw.startswith((b"PK", b"<", b"\xef\xbb\xbf<", b"\xff\xfe<")):
            raise InputError("this is no REFI-QDA project.", path, remedy=EXPORT_AGAIN)
        if not raw.startswith(b"PK"):
            self._bare, self.project = raw, path.name
            return
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
            entries = self._zip.infolist()
        except UNREADABLE:
            raise InputError("the project is damaged or incomplete.", path, remedy=EXPORT_AGAIN) from None
        self._check(entries)
        self._entries = {entry.filename.replace("\\", "/"): entry for entry in entries if not entry.is_dir()}
        self.project = self._find_project()

    def _check(self, entries: list[zipfile.ZipInfo]) -> None:
        size = sum(entry.file_size for entry in entries)
        dense = [
            e for e in entries if e.file_size > 2**20 and e.file_size > DENSEST * max(e.compress_size, 1)
        ]
        if len(entries) > MOST_FILES or size > LARGEST_PROJECT * 4 or dense:
            what = f"the project would unpack to {size // 2**20} MB, in a way that no real one does."
            remedy = "Nothing was unpacked. " + EXPORT_AGAIN
            raise InputError(what, self.path, remedy=remedy)

    def _find_project(self) -> str:
        names = [name for name in self._entries if name.casefold().endswith(".qde")]
        names = [name for name in names if not posixpath.basename(name).startswith("._")]
        top = [name for name in names if "/" not in name.strip("/")] or names
        if len(top) == 1:
            return top[0]
        if not top:
            what = "the archive holds no project (a file that ends in .qde)."
            raise InputError(what, self.path, remedy=EXPORT_AGAIN)
        what = f"the archive holds several projects: {', '.join(sorted(top))}."
        raise InputError(what, self.path, remedy="Export them one by one.")

    def root(self) -> etree._Element:
        """The root element of the project."""
        return safe_xml(self._bare or self._read(self.project), self.path)

    def text(self, where: str) -> Text:
        """The plain text that a path of the project points at, inside the archive only.

        Raises
        ------
        LookupError
            With the reason in words, when there is none.
        """
        name, raw = self._part(where)
        try:
            return as_text(raw, Path(name))
        except InputError as error:
            raise LookupError(error.what) from None

    def rich_text(self, where: str) -> Text:
        """The text of a Word document in the archive, a line for each paragraph; errors as `text`."""
        name, raw = self._part(where)
        if not raw.startswith(b"PK"):
            raise LookupError(f"{posixpath.basename(name)} is no Word document")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "source.docx")
            file.write_bytes(raw)
            try:
                body = Archive(file, ".docx").xml("word/document.xml")
            except InputError as error:
                raise LookupError(error.what) from None
        return Text("\n".join(_paragraphs(body)), where=name)

    def _part(self, where: str) -> tuple[str, bytes]:
        """Find a part by its scheme and name; a file elsewhere is looked for by its name in the archive."""
        if self._zip is None:
            raise LookupError("the project came without its folder of sources")
        plain = urllib.parse.unquote(where).replace("\\", "/")
        scheme, _, rest = plain.rpartition("://")
        wanted = posixpath.normpath("/" + rest.lstrip("/")).lstrip("/")
        ends = (
            [wanted, posixpath.basename(wanted)] if scheme in ("absolute", "relative", "file") else [wanted]
        )
        folded = {name.casefold(): name for name in self._entries}
        bases: dict[str, list[str]] = {}
        for name in self._entries:
            bases.setdefault(posixpath.basename(name).casefold(), []).append(name)
        for end in ends:
            for start in ("", "sources/"):
                if f"{start}{end}".casefold() in folded:
                    name = folded[f"{start}{end}".casefold()]
                    return name, self._read(name)
        alike = bases.get(posixpath.basename(wanted).casefold(), [])
        if len(alike) == 1:
            return alike[0], self._read(alike[0])
        if scheme in ("absolute", "relative", "file"):
            raise LookupError(f"it lies outside the project ({posixpath.basename(wanted)})")
        raise LookupError(f"{posixpath.basename(wanted) or 'its file'} is not in the archive")

    def _read(self, name: str) -> bytes:
        assert self._zip is not None
        entry = self._entries[name]
        if entry.flag_bits & 1:
            remedy = "Export the project again without a password."
            raise InputError("the project is protected by a password.", self.path, remedy=remedy)
        try:
            with self._zip.open(entry) as part:
                data = part.read(LARGEST + 1)
        except UNREADABLE:
            raise InputError(
                "the project is damaged or incomplete.", self.path, remedy=EXPORT_AGAIN
            ) from None
        if len(data) > LARGEST:
            what = f"the part {posixpath.basename(name)} is larger than any text."
            raise InputError(what, self.path, remedy=EXPORT_AGAIN)
        return data


def safe_xml(raw: bytes, path: Path) -> etree._Element:
    """The root element of XML from elsewhere: no entities, no network, no enormous nodes.

    Raises
    ------
    InputError
        When it is no XML, or declares entities.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(raw.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        what = "this is no valid XML: the file is damaged or incomplete."
        raise InputError(what, path, line=line, remedy=EXPORT_AGAIN) from None
    if root.getroottree().docinfo.doctype:
        what = "the file declares XML entities, which no such program does."
        raise InputError(what, path, remedy="Nothing was read. " + EXPORT_AGAIN)
    return root


def as_text(raw: bytes, path: Path) -> Text:
    """Text from a file of sources, with what its line ends and byte order mark were."""
    if not raw.strip():
        return Text("", where=path.as_posix())
    mark = any(raw.startswith(begin) for begin, _ in MARKS)
    text, encoding = decode(raw, path)
    stored = raw.decode(encoding)
    crlf: list[int] = []
    for count, found in enumerate(re.finditer("\r\n", stored)):
        crlf.append(found.start() - count)
    return Text(text, frozenset(crlf), mark, path.as_posix())


def _paragraphs(body: etree._Element) -> list[str]:
    found = []
    for paragraph in body.iter("{*}p"):
        parts = []
        for element in paragraph.iter():
            kind = local(element)
            if kind == "t":
                parts.append(element.text or "")
            elif kind in ("tab", "br", "cr") and local(element.getparent()) == "r":
                parts.append("\t" if kind == "tab" else "\n")
        found.append("".join(parts))
    return found
