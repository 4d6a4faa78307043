"""A row of the catalogue: what is wrong, what is done to a copy of `study/`, and what the user then sees."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Change = Callable[[Path], None]

STUDY = "config/study.yaml"
CODEBOOK = "config/codebook.yaml"
TRANSCRIPTS = "data/raw/transcripts.csv"
PARTICIPANTS = "data/raw/participants.csv"
RATINGS = "data/raw/ratings.csv"
PARAMETERS = "data/raw/parameters.csv"
PRACTICES = "data/raw/practices.csv"
ITEMS = "data/coded/items.csv"
EVENTS = "data/coded/item_events.csv"
CLEARED = "data/coded/cleared.csv"
ANNA = "data/coded/decisions/anna.csv"
ADJUDICATIONS = "data/coded/adjudications.csv"
INTRODUCTION = "config/chapters/introduction.md"
OPENING = "config/feedback/round-1-participants.md"
BENCH = "data/raw/transcripts/bench.txt"


@dataclass(frozen=True)
class Case:
    """One mistake.

    Attributes
    ----------
    name
        The mistake in words.
    change
        What is done to a copy of `tests/bad_inputs/study`.
    sees
        What the user reads: sentences, each of which must be there.
    command
        What is typed after `delphi`, in the study's folder.
    code
        The exit code; 0 where delphi can go on and only has something to say.
    """

    name: str
    change: Change
    sees: str | tuple[str, ...]
    command: str = "check"
    code: int = 2

    @property
    def sentences(self) -> tuple[str, ...]:
        """What must be read."""
        return (self.sees,) if isinstance(self.sees, str) else self.sees


def put(name: str, content: str | bytes) -> Change:
    """The file holds this, and nothing else."""

    def change(study: Path) -> None:
        path = study / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return change


def swap(name: str, old: str, new: str) -> Change:
    """The first `old` in the file is `new`."""

    def change(study: Path) -> None:
        text = (study / name).read_text(encoding="utf-8")
        assert old in text, f"{name} holds no {old!r}"
        (study / name).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")

    return change


def add(name: str, text: str | bytes) -> Change:
    """The file goes on with this."""

    def change(study: Path) -> None:
        with (study / name).open("ab") as file:
            file.write(text if isinstance(text, bytes) else text.encode())

    return change


def cut(name: str, marker: str) -> Change:
    """The file breaks off after `marker`, as a disk that was full leaves it."""

    def change(study: Path) -> None:
        raw = (study / name).read_bytes()
        (study / name).write_bytes(raw[: raw.index(marker.encode()) + len(marker.encode())])

    return change


def away(name: str) -> Change:
    """The file is not there."""
    return lambda study: (study / name).unlink()


def folder(name: str) -> Change:
    """A folder stands where the file should be."""

    def change(study: Path) -> None:
        (study / name).unlink(missing_ok=True)
        (study / name).mkdir(parents=True)

    return change


def saved(name: str, encoding: str, *, delimiter: str = ",", line_end: str = "\n", extra: str = "") -> Change:
    """The file as another program saves it."""

    def change(study: Path) -> None:
        text = (study / name).read_text(encoding="utf-8") + extra
        text = text.replace(",", delimiter).replace("\n", line_end)
        (study / name).write_bytes(text.encode(encoding))

    return change


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(study: Path) -> None:
        for one in changes:
            one(study)

    return change


def transcript(name: str, content: str | bytes) -> Change:
    """The first conversation comes as this file."""
    return both(
        away(BENCH),
        put(f"data/raw/transcripts/{name}", content),
        swap(TRANSCRIPTS, "bench,bench.txt", f"bench,{name}"),
    )


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A zip with these files in it."""
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, part in parts.items():
            pack.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return page.getvalue()


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: str, before: str = "") -> bytes:
    """A Word document with this body (a paragraph per line, unless it is XML itself)."""
    if not body.lstrip().startswith("<"):
        body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in body.splitlines() if line)
    page = f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document {WORD}><w:body>{body}</w:body></w:document>'
    return archive({"word/document.xml": page})


TALK = "Mod: Tell me about the shared beds.\nIris: The tools are the trouble.\nTom: A plot is easy.\n"


def as_it_is(study: Path) -> None:
    """Nothing is done to the study; it is the command that cannot be."""
