"""Erasing what somebody who withdrew said, from the files that people wrote or brought in.

This is the one exception to "a coder's row is never rewritten": rows about what they said keep their
place, codes and time, and lose the words.  Everything derived follows with the next run.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from delphi.decisions.cells import WORDS
from delphi.passages.anchors import anchor_decisions
from delphi.passages.shifts import turn_map
from delphi.study import Participant, Transcript
from delphi.transcripts.turns import Turn

NOTE = "note"


@dataclass(frozen=True)
class Spoken:
    """A transcript in which the person speaks.

    Attributes
    ----------
    transcript
        Its row in the register.
    turns
        All of it.
    theirs
        Numbers of the person's turns.
    """

    transcript: Transcript
    turns: Sequence[Turn]
    theirs: frozenset[int]

    @property
    def words(self) -> int:
        """How many words the person said."""
        return sum(len(turn.text.split()) for turn in self.turns if turn.turn in self.theirs)

    def redacted(self) -> list[Turn]:
        """The turns with the person's emptied; every turn keeps its number."""
        return [replace(turn, text="") if turn.turn in self.theirs else turn for turn in self.turns]


def spoken_by(person: Participant, transcript: Transcript, turns: Sequence[Turn]) -> Spoken | None:
    """Where in a transcript a person speaks; None when nowhere."""
    labels = {label.casefold() for label in person.labels}
    theirs = frozenset(turn.turn for turn in turns if turn.speaker.casefold() in labels)
    return Spoken(transcript, turns, theirs) if theirs else None


def rows_about(decisions: pd.DataFrame, spoken: Mapping[str, Spoken]) -> list[int]:
    """Lines of one file of decisions that hold the person's words, now or where they were made.

    Parameters
    ----------
    decisions
        Rows of one file, as `read_decisions` gives them.
    spoken
        By transcript.
    """
    mine = decisions[decisions["transcript_id"].isin(list(spoken))]
    if mine.empty:
        return []
    worded = set(mine.loc[(mine[[*WORDS, NOTE]] != "").any(axis=1), "row"])
    turns = pd.DataFrame(
        [
            (key, turn.turn, "" if turn.turn in there.theirs else "x", False, turn.text)
            for key, there in spoken.items()
            for turn in there.turns
        ],
        columns=["transcript_id", "turn", "participant_id", "facilitator", "text"],
    )
    placed = anchor_decisions(mine, turns, turn_map(mine, turns))
    columns = ["row", "transcript_id", "turn", "new_turn"]
    return [
        int(row)
        for row, key, turn, now in placed[columns].itertuples(index=False, name=None)
        if row in worded and {turn, now} & spoken[key].theirs
    ]


def without_words(text: str, lines: Sequence[int], columns: Sequence[str] = (*WORDS, NOTE)) -> str:
    """A CSV file's text with some columns of some rows emptied; every other row stays as it is, to the byte.

    Parameters
    ----------
    lines
        Where the rows begin, counted from 1 (the header).
    """
    header = text.split("\n", 1)[0].rstrip("\r")
    delimiter = max(",;\t", key=lambda mark: (header.count(mark), mark == ","))
    names = [name.strip().lstrip("\ufeff") for name in next(csv.reader([header], delimiter=delimiter))]
    pieces: list[str] = []
    wanted = set(lines)
    for line, raw in _rows(text):
        if line not in wanted:
            pieces.append(raw)
            continue
        cells = next(csv.reader(io.StringIO(raw, newline=""), delimiter=delimiter))
        cells = ["" if name in columns else cell for name, cell in zip(names, cells)]
        page = io.StringIO(newline="")
        csv.writer(
            page, delimiter=delimiter, lineterminator="\r\n" if raw.endswith("\r\n") else "\n"
        ).writerow(cells)
        pieces.append(page.getvalue())
    return "".join(pieces)


def cleared_about(rows: Sequence[tuple[int, str, str]], spoken: Sequence[Spoken]) -> list[int]:
    """Lines of `cleared.csv` whose word or context only the person said.

    Parameters
    ----------
    rows
        Line, word and context.
    """
    said = " ".join(t.text for s in spoken for t in s.turns if t.turn in s.theirs)
    kept = " ".join(t.text for s in spoken for t in s.turns if t.turn not in s.theirs)
    theirs, others = (_plain(text) for text in (said, kept))
    return [
        line
        for line, word, context in rows
        if (context and _plain(context) in theirs) or (_plain(word) in theirs and _plain(word) not in others)
    ]


def kept_aside_about(rows: Sequence[tuple[int, str, str, str]], spoken: Mapping[str, Spoken]) -> list[int]:
    """Lines of a table in `data/coded/imported/` that hold, or may hold, the person's words.

    Parameters
    ----------
    rows
        Line, transcript, the first turn ('' when there is none) and quotation.
    spoken
        By transcript.
    """
    found = []
    for line, transcript, turn, quote in rows:
        there = spoken.get(transcript)
        if there is None:
            continue
        words = _plain(quote)
        said = [_plain(one.text) for one in there.turns if one.turn in there.theirs and one.text.strip()]
        theirs = not turn.isdecimal() or int(turn) in there.theirs
        if theirs or any(words and (words in text or text[:30] in words) for text in said):
            found.append(line)
    return found


def proposed_about(
    rows: Sequence[tuple[int, str, str]], spoken: Mapping[str, Spoken]
) -> dict[str, list[int]]:
    """Lines of a file of proposals that hold the person's words, by the column that does.

    Parameters
    ----------
    rows
        Line, reference to the passage, and statement; a proposed statement may be the words of a passage.
    spoken
        By transcript.
    """
    said = " ".join(_plain(t.text) for s in spoken.values() for t in s.turns if t.turn in s.theirs)
    found: dict[str, list[int]] = {"quote": [], "statement": []}
    for line, passage, statement in rows:
        transcript, _, rest = passage.partition(":")
        turn = rest.partition(":")[0]
        there = spoken.get(transcript)
        if there and (not turn.isdecimal() or int(turn) in there.theirs):
            found["quote"].append(line)
        if statement and _plain(statement.lstrip("'")) in said:
            found["statement"].append(line)
    return {column: lines for column, lines in found.items() if lines}


def reacted_by(rows: Sequence[tuple[int, str, str]], person: Participant) -> list[int]:
    """Lines of a filled-in register of reactions in which the person reacts.

    Parameters
    ----------
    rows
        Line, participant, and what was ticked and written.
    """
    labels = {label.casefold() for label in person.labels}
    return [line for line, name, said in rows if name.casefold() in labels and said]


def history(run: Callable[[Sequence[str]], str | None], files: Sequence[Path]) -> list[str] | None:
    """Commits of a git repository that still hold what the files said; None where there is no repository.

    Parameters
    ----------
    run
        Runs git with some arguments and gives its output, None when it fails.
    """
    if run(["rev-parse", "--show-toplevel"]) is None:
        return None
    found = run(["log", "--all", "--format=%h %as %s", "--", *(path.as_posix() for path in files)])
    return (found or "").splitlines()


def _rows(text: str) -> list[tuple[int, str]]:
    """Rows as they are written, line ends included, with the line on which each begins."""
    rows: list[tuple[int, str]] = []
    lines = re.findall(r"[^\n]*\n|[^\n]+$", text)
    begin, held = 1, ""
    for number, line in enumerate(lines, start=1):
        held += line
        if held.count('"') % 2 == 0:
            rows.append((begin, held))
            begin, held = number + 1, ""
    return [*rows, (begin, held)] if held else rows


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()
