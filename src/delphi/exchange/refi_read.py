"""A REFI-QDA project or codebook read into records: elements by their local names, whoever wrote them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from lxml import etree

from delphi.errors import InputError
from delphi.exchange.refi import (
    Case,
    Code,
    Coding,
    Group,
    Note,
    Project,
    Selection,
    Source,
    Text,
    User,
    plain_guid,
)
from delphi.exchange.refi_archive import EXPORT_AGAIN, ProjectArchive, safe_xml
from delphi.transcripts.archive import attribute, child, local
from delphi.transcripts.encoding import read_bytes

VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")
NOT_TEXT = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")


def read_project(path: Path) -> Project:
    """Read a `.qdpx` (or the bare `.qde` of one).

    Raises
    ------
    InputError
        When it is no project, or cannot be read safely.
    """
    archive = ProjectArchive(Path(path))
    root = archive.root()
    if local(root) != "Project":
        remedy = (
            "This is a codebook: `delphi import codebook` reads it."
            if local(root) == "CodeBook"
            else EXPORT_AGAIN
        )
        raise InputError(f"this is no project but `{local(root)}`.", path, remedy=remedy)
    names = {
        plain_guid(attribute(element, "guid")): attribute(element, "name") or ""
        for element in _under(root, "Variables")
    }
    sources, other = [], Counter[str]()
    for element in _under(root, "Sources"):
        if local(element) == "TextSource":
            sources.append(_source(element, archive, names))
        else:
            other[local(element)] += 1
    for kind in ("Links", "Graphs"):
        other.update(local(element) for element in _under(root, kind))
    return Project(
        name=attribute(root, "name") or Path(path).stem,
        origin=attribute(root, "origin") or "",
        when=attribute(root, "creationDateTime") or "",
        user=plain_guid(attribute(root, "creatingUserGUID")),
        description=_words(child(root, "Description")),
        users=tuple(
            User(plain_guid(attribute(e, "guid")), attribute(e, "name") or attribute(e, "id") or "")
            for e in _under(root, "Users")
        ),
        codes=tuple(_codes(child(child(root, "CodeBook"), "Codes"))),
        variables=tuple(names.values()),
        cases=tuple(_case(element, names) for element in _under(root, "Cases")),
        sources=tuple(sources),
        notes=tuple(_note(element, archive) for element in _under(root, "Notes")),
        sets=tuple(_set(element) for element in _under(root, "Sets")),
        other=other,
    )


def read_codes(path: Path) -> tuple[Code, ...]:
    """Read the codes of a `.qdc`.

    Raises
    ------
    InputError
        When it is no codebook, or holds no code.
    """
    root = safe_xml(read_bytes(Path(path)), Path(path))
    if local(root) != "CodeBook":
        remedy = "Export the codebook again from its program as REFI-QDA (.qdc)."
        raise InputError(f"this is no codebook but `{local(root)}`.", path, remedy=remedy)
    codes = tuple(_codes(child(root, "Codes")))
    if not codes:
        raise InputError("the codebook holds no code.", path, remedy="Export it again with its codes.")
    return codes


def _under(root: etree._Element, name: str) -> list[etree._Element]:
    element = child(root, name)
    return [] if element is None else [inner for inner in element if local(inner)]


def _words(element: etree._Element | None) -> str:
    """Text of an element; the `null` that some tools write for nothing is nothing."""
    text = "" if element is None else "".join(element.itertext())
    return "" if text.strip() in ("null", "(null)") else text


def _codes(parent: etree._Element | None, above: str = "") -> list[Code]:
    found: list[Code] = []
    for element in [] if parent is None else parent:
        if local(element) != "Code":
            continue
        guid = plain_guid(attribute(element, "guid"))
        codable = (attribute(element, "isCodable") or "true").casefold() not in ("false", "0")
        found.append(
            Code(
                guid, (attribute(element, "name") or "").strip(), above, _words(child(element, "Description")).strip(),
                codable, attribute(element, "color") or "", _targets(element, "NoteRef"),
            )
        )  # fmt: skip
        found += _codes(element, guid)
    return found


def _targets(element: etree._Element, name: str) -> tuple[str, ...]:
    return tuple(plain_guid(attribute(inner, "targetGUID")) for inner in element if local(inner) == name)


def _values(element: etree._Element, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    found = []
    for inner in element:
        if local(inner) == "VariableValue":
            name = names.get(plain_guid(attribute(child(inner, "VariableRef"), "targetGUID")), "")
            values = [_words(e).strip() for e in inner if local(e) in VALUES]
            if name and values:
                found.append((name, values[0]))
    return tuple(found)


def _codings(element: etree._Element) -> tuple[Coding, ...]:
    return tuple(
        Coding(
            plain_guid(attribute(inner, "guid")),
            plain_guid(attribute(child(inner, "CodeRef"), "targetGUID")),
            plain_guid(attribute(inner, "creatingUser")),
            attribute(inner, "creationDateTime") or "",
            _targets(inner, "NoteRef"),
        )
        for inner in element
        if local(inner) == "Coding"
    )


def _source(element: etree._Element, archive: ProjectArchive, names: dict[str, str]) -> Source:
    text, missing = _text(element, archive)
    selections = []
    for inner in element:
        if local(inner) == "PlainTextSelection":
            bounds = [attribute(inner, name) or "" for name in ("startPosition", "endPosition")]
            start, end = (int(bound) if bound.strip().lstrip("-").isdecimal() else -1 for bound in bounds)
            selections.append(
                Selection(
                    plain_guid(attribute(inner, "guid")), start, end, attribute(inner, "name") or "",
                    _words(child(inner, "Description")).strip(), plain_guid(attribute(inner, "creatingUser")),
                    attribute(inner, "creationDateTime") or "", _codings(inner), _targets(inner, "NoteRef"),
                )
            )  # fmt: skip
    return Source(
        plain_guid(attribute(element, "guid")), (attribute(element, "name") or "").strip(), text, missing,
        _words(child(element, "Description")).strip(), tuple(selections), _codings(element),
        _targets(element, "NoteRef"), _values(element, names),
    )  # fmt: skip


def _text(element: etree._Element, archive: ProjectArchive) -> tuple[Text | None, str]:
    """The text: inline, else the plain text file, else the Word document; with the reason when there is none."""
    content = child(element, "PlainTextContent")
    if content is not None and (content.text or "").strip():
        stored = content.text or ""
        mark = stored.startswith("\ufeff")
        stored = stored.removeprefix("\ufeff")
        places = [match - count for count, match in enumerate(_places(stored, "\r\n"))]
        return Text(stored.replace("\r\n", "\n").replace("\r", "\n"), frozenset(places), mark), ""
    reasons = []
    for name, read in (("plainTextPath", archive.text), ("richTextPath", archive.rich_text)):
        where = attribute(element, name)
        if where:
            try:
                text = read(where)
            except LookupError as error:
                reasons.append(str(error))
                continue
            if text.text.strip():
                return text, ""
            reasons.append("its text is empty")
    return None, "; ".join(reasons) or "it has no text"


def _places(text: str, part: str) -> list[int]:
    found, place = [], text.find(part)
    while place >= 0:
        found.append(place)
        place = text.find(part, place + len(part))
    return found


def _note(element: etree._Element, archive: ProjectArchive) -> Note:
    text, _ = _text(element, archive)
    words = text.text if text else _words(child(element, "Description"))
    return Note(
        plain_guid(attribute(element, "guid")), attribute(element, "name") or "", words.strip("\n"),
        plain_guid(attribute(element, "creatingUser")), attribute(element, "creationDateTime") or "",
    )  # fmt: skip


def _case(element: etree._Element, names: dict[str, str]) -> Case:
    return Case(
        plain_guid(attribute(element, "guid")), (attribute(element, "name") or "").strip(),
        _words(child(element, "Description")).strip(), _values(element, names), _targets(element, "SourceRef"),
        _targets(element, "SelectionRef"), _targets(element, "CodeRef"),
    )  # fmt: skip


def _set(element: etree._Element) -> Group:
    return Group(
        plain_guid(attribute(element, "guid")), (attribute(element, "name") or "").strip(),
        _targets(element, "MemberCode"), _targets(element, "MemberSource"), _targets(element, "MemberNote"),
    )  # fmt: skip
