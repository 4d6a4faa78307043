"""Records written as a REFI-QDA project or codebook: the schema's order of children, and always the same bytes."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Sequence

from lxml import etree

from delphi.exchange.refi import (
    CODEBOOK_SPACE,
    ORIGIN,
    PROJECT_SPACE,
    Case,
    Code,
    Coding,
    Group,
    Note,
    Project,
    Selection,
    Source,
)

NAMES = uuid.UUID("6b1c5d0e-6f0c-5c5e-9a53-0d5f7c1a9a10")  # delphi's own name space for guids
WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def guid_of(kind: str, *parts: object) -> str:
    """The guid of something that has an id of its own: the same in every export."""
    return str(uuid.uuid5(NAMES, ":".join([kind, *map(str, parts)])))


def project_bytes(project: Project) -> bytes:
    """A `.qdpx`: `project.qde`, and the text of every source in `sources/`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        _add(archive, "project.qde", _xml(_project(project)))
        for source in sorted(project.sources, key=lambda source: source.guid):
            if source.text is not None:
                _add(archive, f"sources/{source.guid}.txt", source.text.text.encode("utf-8"))
    return out.getvalue()


def codebook_bytes(codes: Sequence[Code]) -> bytes:
    """A `.qdc`."""
    root = etree.Element(f"{{{CODEBOOK_SPACE}}}CodeBook", nsmap={None: CODEBOOK_SPACE}, origin=ORIGIN)
    _codes(root, [code for code in codes if not code.parent], codes, notes=False)
    return _xml(root)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name)  # no clock in it
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def _xml(root: etree._Element) -> bytes:
    etree.indent(root)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return written + b"\n"


def _element(parent: etree._Element, kind: str, words: str = "", /, **attributes: str) -> etree._Element:
    """A child in its parent's name space; attributes without a value are left out."""
    space = etree.QName(parent).namespace
    element = etree.SubElement(parent, f"{{{space}}}{kind}")
    for key, value in attributes.items():
        if value:
            element.set(key, _clean(value))
    if words:
        element.text = _clean(words)
    return element


def _clean(text: str) -> str:
    return NOT_IN_XML.sub("", text)


def _when(text: str) -> str:
    return text if WHEN.fullmatch(text) else ""


def _project(project: Project) -> etree._Element:
    root = etree.Element(
        f"{{{PROJECT_SPACE}}}Project", nsmap={None: PROJECT_SPACE}, name=_clean(project.name)
    )
    for key, value in (
        ("origin", project.origin), ("creatingUserGUID", project.user), ("creationDateTime", _when(project.when))
    ):  # fmt: skip
        if value:
            root.set(key, value)
    if project.users:
        users = _element(root, "Users")
        for user in project.users:
            _element(users, "User", guid=user.guid, name=user.name)
    if project.codes:
        book = _element(root, "CodeBook")
        _codes(book, [code for code in project.codes if not code.parent], project.codes, notes=True)
    if project.variables:
        variables = _element(root, "Variables")
        for name in project.variables:
            guid = guid_of("variable", name)
            _element(variables, "Variable", guid=guid, name=name, typeOfVariable="Text")
    if project.cases:
        cases = _element(root, "Cases")
        for case in project.cases:
            _case(cases, case)
    if project.sources:
        sources = _element(root, "Sources")
        for source in project.sources:
            _source(sources, source)
    if project.notes:
        notes = _element(root, "Notes")
        for note in project.notes:
            _note(notes, note)
    if project.sets:
        sets = _element(root, "Sets")
        for group in project.sets:
            _set(sets, group)
    if project.description:
        _element(root, "Description", project.description)
    return root


def _codes(parent: etree._Element, codes: Sequence[Code], every: Sequence[Code], *, notes: bool) -> None:
    inside = _element(parent, "Codes") if etree.QName(parent).localname == "CodeBook" else parent
    for code in codes:
        codable = "true" if code.codable else "false"
        element = _element(
            inside, "Code", guid=code.guid, name=code.name, isCodable=codable, color=code.color
        )
        if code.description:
            _element(element, "Description", code.description)
        _refs(element, "NoteRef", code.notes if notes else ())
        _codes(element, [inner for inner in every if inner.parent == code.guid], every, notes=notes)


def _refs(parent: etree._Element, name: str, guids: Sequence[str]) -> None:
    for guid in guids:
        _element(parent, name, targetGUID=guid)


def _values(parent: etree._Element, values: Sequence[tuple[str, str]]) -> None:
    for name, text in values:
        value = _element(parent, "VariableValue")
        _element(value, "VariableRef", targetGUID=guid_of("variable", name))
        _element(value, "TextValue", text)


def _case(parent: etree._Element, case: Case) -> None:
    element = _element(parent, "Case", guid=case.guid, name=case.name)
    if case.description:
        _element(element, "Description", case.description)
    _refs(element, "CodeRef", case.codes)
    _values(element, case.values)
    _refs(element, "SourceRef", case.sources)
    _refs(element, "SelectionRef", case.selections)


def _source(parent: etree._Element, source: Source) -> None:
    path = f"internal://{source.guid}.txt" if source.text is not None else ""
    element = _element(parent, "TextSource", guid=source.guid, name=source.name, plainTextPath=path)
    if source.description:
        _element(element, "Description", source.description)
    for selection in source.selections:
        _selection(element, selection)
    _codings(element, source.codings)
    _refs(element, "NoteRef", source.notes)
    _values(element, source.values)


def _selection(parent: etree._Element, selection: Selection) -> None:
    element = _element(
        parent, "PlainTextSelection", guid=selection.guid, name=selection.name,
        startPosition=str(selection.start), endPosition=str(selection.end), creatingUser=selection.user,
        creationDateTime=_when(selection.when),
    )  # fmt: skip
    if selection.description:
        _element(element, "Description", selection.description)
    _codings(element, selection.codings)
    _refs(element, "NoteRef", selection.notes)


def _codings(parent: etree._Element, codings: Sequence[Coding]) -> None:
    for coding in codings:
        element = _element(
            parent, "Coding", guid=coding.guid, creatingUser=coding.user, creationDateTime=_when(coding.when)
        )
        _element(element, "CodeRef", targetGUID=coding.code)
        _refs(element, "NoteRef", coding.notes)


def _note(parent: etree._Element, note: Note) -> None:
    element = _element(
        parent,
        "Note",
        guid=note.guid,
        name=note.name,
        creatingUser=note.user,
        creationDateTime=_when(note.when),
    )
    _element(element, "PlainTextContent", note.text)


def _set(parent: etree._Element, group: Group) -> None:
    element = _element(parent, "Set", guid=group.guid, name=group.name)
    _refs(element, "MemberCode", group.codes)
    _refs(element, "MemberSource", group.sources)
    _refs(element, "MemberNote", group.notes)
