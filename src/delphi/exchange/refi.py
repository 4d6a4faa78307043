"""A REFI-QDA project as plain records: what another tool for qualitative analysis hands over, or gets."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

PROJECT_SPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_SPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "delphi"
CARRIER = "delphi: "  # how the name of a note begins that holds a file of a study


@dataclass(frozen=True)
class Code:
    """A code; `parent` is the guid of the code above it, empty at the top."""

    guid: str
    name: str
    parent: str = ""
    description: str = ""
    codable: bool = True
    color: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class User:
    """Somebody who coded."""

    guid: str
    name: str


@dataclass(frozen=True)
class Note:
    """A memo."""

    guid: str
    name: str
    text: str
    user: str = ""
    when: str = ""


@dataclass(frozen=True)
class Coding:
    """A code given by somebody."""

    guid: str
    code: str
    user: str = ""
    when: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    """A stretch of a source, in the positions that the file gives it, with its codings."""

    guid: str
    start: int
    end: int
    name: str = ""
    description: str = ""
    user: str = ""
    when: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """The text of a source, without byte order mark and with LF line ends.

    Attributes
    ----------
    crlf
        Places (code points in `text`) of line ends that were CRLF in the file.
    mark
        Whether the file began with a byte order mark.
    where
        Where it came from: `inline`, a name in the archive.
    """

    text: str
    crlf: frozenset[int] = frozenset()
    mark: bool = False
    where: str = "inline"


@dataclass(frozen=True)
class Source:
    """A document; `text` is None when it is missing, and `missing` then says why."""

    guid: str
    name: str
    text: Text | None
    missing: str = ""
    description: str = ""
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Case:
    """A unit of analysis, mostly a person; values by the variable's name."""

    guid: str
    name: str
    description: str = ""
    values: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A set of codes, sources or notes."""

    guid: str
    name: str
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Project:
    """Everything that a project says and delphi understands; `other` counts what it does not."""

    name: str
    origin: str = ""
    when: str = ""
    user: str = ""
    description: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    sets: tuple[Group, ...] = ()
    other: Counter[str] = field(default_factory=Counter)

    @property
    def codings(self) -> tuple[Coding, ...]:
        """Every coding, of selections and of whole sources."""
        found = [coding for source in self.sources for coding in source.codings]
        for source in self.sources:
            found += [coding for selection in source.selections for coding in selection.codings]
        return tuple(found)

    @property
    def ours(self) -> bool:
        """Whether delphi wrote it."""
        return self.origin == ORIGIN

    def path_of(self, guid: str) -> tuple[Code, ...]:
        """A code with those above it, from the top; empty when there is no such code."""
        by_guid = {code.guid: code for code in self.codes}
        path: list[Code] = []
        while guid in by_guid and by_guid[guid] not in path:
            path.insert(0, by_guid[guid])
            guid = by_guid[guid].parent
        return tuple(path)


def plain_guid(text: str | None) -> str:
    """A guid in the one form in which guids are compared: lower case, no braces."""
    return re.sub(r"[{}\s]", "", text or "").lower()
