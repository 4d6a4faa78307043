"""What an import put aside (`data/coded/imported/`) goes out again: as it is for delphi, its memos for other programs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from delphi.exchange.refi import Note
from delphi.exchange.refi_write import guid_of
from delphi.study.sources import read_table
from delphi.transcripts.turns import Turn

IMPORTED = re.compile(r"data/coded/imported/\w[\w .-]{0,80}\.csv")


@dataclass(frozen=True)
class Aside:
    """Tables by their name in the study, and their memos with the transcript they are about ('' for none)."""

    files: dict[str, str] = field(default_factory=dict)
    memos: list[tuple[str, Note]] = field(default_factory=list)

    def about(self, transcript: str) -> tuple[str, ...]:
        """The memos about a transcript."""
        return tuple(note.guid for name, note in self.memos if name == transcript)


def kept_aside(
    folder: Path,
    spoken: Mapping[str, list[Turn]],
    gone: Collection[tuple[str, int]],
    star: Callable[[str], str],
) -> Aside:
    """Tables of what was put aside, without the words and labels of people who withdrew.

    Parameters
    ----------
    spoken
        Turns of every transcript, those of people who withdrew empty.
    gone
        Their turns, by transcript.
    """
    found = Aside()
    for path in sorted((folder / "data/coded/imported").glob("*.csv")):
        name = path.relative_to(folder).as_posix()
        if not IMPORTED.fullmatch(name):
            continue
        columns, rows = read_table(
            path, ("kind", "transcript_id", "turn", "quote", "note", "reason"), strip=False
        )
        cells = [_said(row.cells, spoken, gone, star) for row in rows]
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(cells)
        found.files[name] = out.getvalue()
        found.memos.extend(_memos(name, cells))
    return found


def carried_memos(files: Mapping[str, str]) -> set[str]:
    """The guids of memos that stand in tables which came along."""
    return {
        note.guid
        for name, text in files.items()
        if IMPORTED.fullmatch(name)
        for _, note in _memos(name, list(csv.DictReader(io.StringIO(text, newline=""))))
    }


def _memos(name: str, rows: list[dict[str, str]]) -> Iterator[tuple[str, Note]]:
    for number, row in enumerate(rows):
        if row["kind"] == "memo" and row["note"].strip():
            title = row["reason"] or "memo"
            yield row["transcript_id"], Note(guid_of("note", name, number), title, row["note"])


def _said(
    cells: Mapping[str, str],
    spoken: Mapping[str, list[Turn]],
    gone: Collection[tuple[str, int]],
    star: Callable[[str], str],
) -> dict[str, str]:
    transcript, turn, quote = cells["transcript_id"], cells["turn"].strip(), cells["quote"]
    withheld = turn.isdecimal() and (transcript, int(turn)) in gone
    if quote and any(name == transcript for name, _ in gone):
        # A passage of several turns may begin with somebody else.
        withheld = withheld or not any(star(quote) in said.text for said in spoken.get(transcript, []))
    return {
        name: "" if withheld and name in ("quote", "note") else star(value) for name, value in cells.items()
    }
