"""Writes REFI-QDA projects with other tools' habits; shares nothing with delphi's own writer."""

from __future__ import annotations

import uuid
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr


def guid(name, *, upper=False, braces=False):
    text = str(uuid.uuid5(uuid.NAMESPACE_URL, name))
    text = text.upper() if upper else text
    return f"{{{text}}}" if braces else text


@dataclass
class Vendor:
    """How a program writes: names, guids, positions, text files."""

    origin: str = "QualCoder"
    project: str = "project.qde"
    folder: str = "sources"
    scheme: str = "internal://"
    space: str = "urn:QDA-XML:project:1.0"
    upper: bool = False
    braces: bool = False
    bom: bool = False
    crlf: bool = False
    utf16: bool = False
    crlf_counts: int = 2
    bom_counts: bool = False
    inclusive: bool = False
    inline: bool = False
    null: bool = False
    sources: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    before: str = ""
    after: str = ""
    encoding: str = "utf-8"

    def id(self, name):
        return guid(name, upper=self.upper, braces=self.braces)

    def at(self, text, place):
        """The position that this program gives to a code point of a text with LF line ends."""
        before = text[:place]
        count = len(before.encode("utf-16-le")) // 2 if self.utf16 else len(before)
        if self.crlf and self.crlf_counts == 2:
            count += before.count("\n")
        return count + (1 if self.bom and self.bom_counts else 0)

    def coding(self, code, user, when="2024-05-01T10:00:00Z", notes=()):
        refs = "".join(f'<NoteRef targetGUID="{self.id(note)}"/>' for note in notes)
        name = f"{code}{user}{when}{len(self.sources)}{len(self.after)}"
        return (
            f'<Coding guid="{self.id("coding" + name)}" creatingUser="{self.id(user)}" creationDateTime="{when}">'
            f'<CodeRef targetGUID="{self.id(code)}"/>{refs}</Coding>'
        )

    def selection(self, text, words, codings, *, notes=(), description=""):
        """A selection of the first occurrence of some words."""
        start = text.index(words)
        end = start + len(words) - (1 if self.inclusive else 0)
        told = f"<Description>{escape(description or ('null' if self.null else ''))}</Description>"
        refs = "".join(f'<NoteRef targetGUID="{self.id(note)}"/>' for note in notes)
        return (
            f'<PlainTextSelection guid="{self.id("selection" + words)}" name={quoteattr(words[:20])}'
            f' startPosition="{self.at(text, start)}" endPosition="{self.at(text, end)}">'
            f"{told}{''.join(codings)}{refs}</PlainTextSelection>"
        )

    def source(self, name, text, selections, *, rest="", missing=False, path=""):
        stored = text.replace("\n", "\r\n") if self.crlf else text
        raw = (b"\xef\xbb\xbf" if self.bom else b"") + stored.encode(self.encoding)
        file = f"{self.id(name).strip('{}')}.txt"
        if not missing and not self.inline:
            self.files[f"{self.folder}/{file}"] = raw
        where = path or f"{self.scheme}{file}"
        inside = f"<PlainTextContent>{escape(text)}</PlainTextContent>" if self.inline else ""
        attribute = "" if self.inline else f" plainTextPath={quoteattr(where)}"
        self.sources.append(
            f'<TextSource guid="{self.id(name)}" name={quoteattr(name)}{attribute}>{inside}'
            f"{''.join(selections)}{rest}</TextSource>"
        )

    def write(self, path: Path, *, codes, users=("Anna Peeters",), doctype=""):
        named = "".join(f'<User guid="{self.id(user)}" name={quoteattr(user)}/>' for user in users)
        page = (
            f'<?xml version="1.0" encoding="utf-8"?>{doctype}<Project xmlns="{self.space}" name="Night work"'
            f' origin={quoteattr(self.origin)} creationDateTime="2024-06-01T12:00:00Z"><Users>{named}</Users>'
            f"<CodeBook><Codes>{self.codes(codes)}</Codes></CodeBook>{self.before}"
            f"<Sources>{''.join(self.sources)}</Sources>{self.after}</Project>"
        )
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(self.project, (b"\xef\xbb\xbf" if self.bom else b"") + page.encode())
            for name, raw in self.files.items():
                archive.writestr(name, raw)
        return path

    def codes(self, tree):
        """Nested dictionaries of names as codes; an id is the name, or what stands after a `#`."""
        out = []
        for name, inner in tree.items():
            shown, _, own = name.partition("#")
            told = "<Description>null</Description>" if self.null else ""
            out.append(
                f'<Code guid="{self.id(own or shown)}" name={quoteattr(shown)} isCodable="true">{told}'
                f"{self.codes(inner)}</Code>"
            )
        return "".join(out)
