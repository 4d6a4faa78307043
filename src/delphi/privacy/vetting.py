"""The last gate: everything in `reports/` that leaves the team, read as others will read it.

Looked for are participants' labels, the study's own names to hide, hard identifiers, and traces of the
computer that made the files (its user's name, the study's folder).  Read are the text of HTML, Word,
PDF, SVG, CSV, JSON and plain files, and what they say about themselves: authors, titles, producers.
"""

from __future__ import annotations

import csv
import functools
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html

from delphi.errors import InputError
from delphi.privacy.clearing import Clearance
from delphi.privacy.identifiers import identifiers
from delphi.privacy.many import Names, Watch, alternatives
from delphi.privacy.screening import TO_HIDE, context
from delphi.study import Participant, Study

LABEL, TRACE = "label", "trace"
ROW_OF_NUMBERS = re.compile(r"\d+(?: \d+)+")
"""What a PDF makes of the counts in a row of a table, one in a hundred of which fits a check digit; what people said is
read in the chapters too, where cells stand apart."""
TOLD_BY_WORD = {"descr", "title", "Target", "author"}
ENDS = {"p", "tc", "tr"}
LONG_NUMBER = 10**8
"""Shorter ones in data are counts and places, and no identifier by themselves."""
READ = {".html", ".docx", ".pdf", ".svg", ".csv", ".json", ".md", ".txt", ".png"}
SHOWN_TO_READERS = ("alt", "title", "aria-label", "content", "href", "id", "placeholder")


@dataclass(frozen=True)
class Leak:
    """A word in a report that should not be there."""

    path: Path
    part: str
    kind: str
    word: str
    context: str


def vet(paths: Iterable[Path], watch: Watch, cleared: Iterable[Clearance]) -> list[Leak]:
    """Every leak in some files, in their order, each word once per file.

    Parameters
    ----------
    watch
        What to look for besides identifiers, see `watched`.
    cleared
        Words that a person has cleared for every place.

    Raises
    ------
    InputError
        For a file that cannot be read the way others would read it.
    """
    named = {kind for kind, _ in watch}
    free = {clearance.word.casefold() for clearance in cleared if not clearance.context}
    leaks: dict[tuple[Path, str, str], Leak] = {}
    found = functools.lru_cache(maxsize=64)(functools.partial(_found, watch))
    for path in paths:
        for part, text in texts_of(path):
            for start, end, kind in found(text):
                word = text[start:end]
                counts = path.suffix == ".pdf" and kind not in named and ROW_OF_NUMBERS.fullmatch(word)
                if not counts and word.casefold() not in free:
                    leaks.setdefault(
                        (path, kind, word), Leak(path, part, kind, word, context(text, start, end))
                    )
    return list(leaks.values())


def watched(
    study: Study, participants: Iterable[Participant], folders: Iterable[str], user: str
) -> list[tuple[str, Names | re.Pattern[str]]]:
    """Patterns of what must stand in no report, with the kind of leak each would be.

    Parameters
    ----------
    folders
        Paths of this computer.
    user
        Its user's name; it counts as the whole of a value (an author) and inside a path, since many
        are ordinary words.

    Labels count as they are written, a single letter (`B`, `B.`) never: it is hardly ever one in a sentence.
    """
    labels = {label for person in participants for label in person.labels if len(label.strip(".")) > 1}
    codes = {label for label in labels if any(map(str.isdigit, label))}
    patterns: list[tuple[str, Names | re.Pattern[str] | None]] = [
        (LABEL, _words(labels - codes, 0)),
        (LABEL, _words(codes, 0, joined="-")),  # `S1` is no part of the statement `PC-S1`
        (TO_HIDE, _words(study.privacy.names_to_hide, re.IGNORECASE)),
        (TRACE, _words({folder for folder in folders if len(folder) > 3}, 0)),
        (
            TRACE,
            re.compile(rf"(?m)^{re.escape(user)}$|(?<=[/\\\\]){re.escape(user)}(?=[/\\\\])")
            if user
            else None,
        ),
    ]
    return [(kind, pattern) for kind, pattern in patterns if pattern]


def standing(word: str, sources: Iterable[Path | str]) -> list[str]:
    """Files and lines in which a word stands, among files that people write (YAML, CSV, Markdown) and folders of them."""
    pattern = _words([word], re.IGNORECASE)
    paths = [
        file for each in map(Path, sources) for file in (sorted(each.rglob("*")) if each.is_dir() else [each])
    ]
    return [
        f"{path.as_posix()}, line {number}"
        for path in paths
        if path.is_file() and path.suffix in (".yaml", ".csv", ".md")
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), start=1)
        if pattern and any(pattern.finditer(line))
    ]


def texts_of(path: Path) -> Iterator[tuple[str, str]]:
    """What a file says, part by part: its text as a reader sees it, and what it says about itself."""
    readers: dict[str, Callable[[Path], Iterator[tuple[str, str]]]] = {
        ".html": _html, ".docx": _docx, ".pdf": _pdf, ".svg": _xml, ".png": _png, ".csv": _csv,
        ".json": _json,
    }  # fmt: skip
    try:
        yield from readers.get(path.suffix, _plain)(path)
    except (
        zipfile.BadZipFile,
        lxml.etree.LxmlError,
        ValueError,
        RuntimeError,
        SyntaxError,
        csv.Error,
    ) as error:
        remedy = "Delete it and build the report again."
        raise InputError(f"this report cannot be read ({error}).", path, remedy=remedy) from None


def _found(watch: Watch, text: str) -> list[tuple[int, int, str]]:
    """Stretches of a text to look at, each with its kind."""
    found = [(m.start(), m.end(), kind) for kind, pattern in watch for m in pattern.finditer(text)]
    return sorted([*found, *((it.start, it.end, it.kind) for it in identifiers(text))])


def _words(words: Iterable[str], flags: int, joined: str = "") -> Names | None:
    def compose(some: Sequence[str]) -> re.Pattern[str]:
        either = "|".join(map(re.escape, some))
        return re.compile(rf"(?<![\w{joined}])(?:{either})(?=['’]?s?(?![\w{joined}]))", flags)

    ordered = alternatives(set(words))
    return Names(ordered, compose) if ordered else None


def _html(path: Path) -> Iterator[tuple[str, str]]:
    page = lxml.html.document_fromstring(path.read_bytes().decode("utf-8"))
    apart = []
    for element in page.iter("style", "script"):
        apart += [(element.get("type"), element.text or "")] if element.tag == "script" else []
        element.text = ""
    yield "text", "\n".join(page.itertext())
    # Data are read as a page's script reads them, whatever signs they are written with.
    for kind, text in apart:
        if kind == "application/json":
            yield from _told(json.loads(text or "null"), quoted=True)
        else:
            yield "text", text
    for element in page.iter(lxml.etree.Element):
        for name in SHOWN_TO_READERS:
            value = element.get(name)
            if value and not value.startswith("data:"):
                yield f"attribute {name}", value


def _docx(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if not name.endswith((".xml", ".rels")):
                continue
            root = lxml.etree.fromstring(archive.read(name))
            # Words cut into runs are one word to a reader; a paragraph ends one.
            pieces: list[str] = []
            for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
                if event == "start":
                    pieces.append(element.text or "")
                    told = [key for key in element.attrib if key.rpartition("}")[2] in TOLD_BY_WORD]
                    pieces += [f"\n{element.get(key)}\n" for key in told]
                elif name.startswith("docProps") or element.tag.rpartition("}")[2] in ENDS:
                    pieces.append("\n")
            yield name, "".join(pieces)


def _pdf(path: Path) -> Iterator[tuple[str, str]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        yield "metadata", "\n".join(document.get_metadata_dict().values())
        for number, page in enumerate(document, start=1):
            # A word that was hyphenated at the end of a line is one word to a reader.
            yield f"page {number}", re.sub("\ufffe\\s*", "", page.get_textpage().get_text_range())
    finally:
        document.close()


def _xml(path: Path) -> Iterator[tuple[str, str]]:
    yield "text", "\n".join(lxml.etree.fromstring(path.read_bytes()).itertext())


def _png(path: Path) -> Iterator[tuple[str, str]]:
    from PIL import Image

    with Image.open(path) as picture:
        yield "metadata", "\n".join(str(value) for value in picture.info.values())


def _csv(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield "text", _once(cell for row in csv.reader(file) for cell in row)


def _json(path: Path) -> Iterator[tuple[str, str]]:
    yield from _told(json.loads(path.read_bytes()))


def _told(data: Any, quoted: bool = False) -> Iterator[tuple[str, str]]:
    """Each text in some data once, codes apart from prose: a code in front of a sentence says nothing of it.

    A page's own words for its fields are no whole values, as an author is: they stand in quotation marks.
    """
    texts: dict[str, None] = {}
    _gather(data, texts)
    mark = '"' if quoted else ""
    for codes in (True, False):
        if said := [f"{mark}{text}{mark}" for text in texts if text.isalnum() == codes]:
            yield "text", "\n".join(said)


def _gather(value: Any, texts: dict[str, None]) -> None:
    kind = type(value)
    if kind is str:
        texts[value] = None
    elif kind is int and value >= LONG_NUMBER:
        texts[str(value)] = None
    elif kind is dict:
        texts.update(dict.fromkeys(value))
        for inner in value.values():
            _gather(inner, texts)
    elif kind is list:
        for inner in value:
            _gather(inner, texts)


def _once(texts: Iterable[str]) -> str:
    """Each text on a line of its own, once: tables say the same again and again."""
    return "\n".join(dict.fromkeys(texts))


def _plain(path: Path) -> Iterator[tuple[str, str]]:
    yield "text", path.read_bytes().decode("utf-8-sig")
