"""Which decisions the learner learns from: all but the last few of a file that grows.

Learning anew after every decision would code every transcript anew.  A coder's file only grows, so its rows
are taken in whole steps: until the next step is full, nothing that depends on the learner is out of
date, and the same files still give the same learner.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from delphi.study.sources import read_cells

STEP, SMALL_STEP = 50, 10
ADDED = ("suggestion_shown", "codebook_version")
"""Columns that rows may lack: `decisions.store.OPTIONAL_COLUMNS`, without what that module needs to start."""
SMALL = 100  # a file with fewer rows goes by the small step
MOST_TURNS, MOST_TRANSCRIPTS = 4_000, 50
"""Chosen for cost, since every passage is laid beside all of them; what more would teach was not measured."""


def learned_rows(n: int) -> int:
    """How many of the first rows of a file with `n` rows are learned from."""
    step = STEP if n >= SMALL else SMALL_STEP
    return n - n % step


def learned_transcripts(
    checked: Iterable[tuple[str, str]], most: int = MOST_TURNS, transcripts: int = MOST_TRANSCRIPTS
) -> set[str] | None:
    """The transcripts that are learned from where people checked more turns than are needed; else None, for all.

    Transcripts are taken in the order of a hash of their id, whole, until there are so many of them or they
    hold so many checked turns; so a decision in another transcript changes nothing of the learner.

    Parameters
    ----------
    checked
        Transcript and turn of the rows that say `checked`, of all coders.
    """
    turns: dict[str, set[str]] = {}
    for transcript, turn in checked:
        turns.setdefault(transcript, set()).add(turn)
    if sum(map(len, turns.values())) <= most and len(turns) <= transcripts:
        return None
    chosen: set[str] = set()
    held = 0
    for name in sorted(turns, key=lambda name: hashlib.sha256(name.encode()).digest()):
        if held >= most or len(chosen) == transcripts:
            break
        chosen.add(name)
        held += len(turns[name])
    return chosen


@dataclass(frozen=True)
class Snapshot:
    """What the learner depends on: cells of the rows it learns from, by stage, and their transcripts."""

    cells: list[list[list[str]]]
    transcripts: frozenset[str]


def snapshot(decisions: Iterable[Path | str], adjudications: Iterable[Path | str]) -> Snapshot:
    """The rows of coders' and adjudicators' files that the learner learns from."""
    stages = [[_rows(file) for file in sorted(map(Path, files))] for files in (decisions, adjudications)]
    chosen = learned_transcripts(
        (row[place["transcript_id"]].strip(), row[place["turn"]].strip())
        for place, rows in stages[0]
        if {"transcript_id", "turn", "action"} <= place.keys()
        for row in rows
        if row[place["action"]].strip() == "checked"
    )
    cells: list[list[list[str]]] = []
    about: set[str] = set()
    for files in stages:
        cells.append([])
        for place, rows in files:
            for row in rows:
                transcript = row[place["transcript_id"]].strip() if "transcript_id" in place else ""
                if chosen is None or transcript in chosen:
                    cells[-1].append(row)
                    about.add(transcript)
    return Snapshot(cells, frozenset(about))


def _rows(file: Path) -> tuple[dict[str, int], list[list[str]]]:
    """Where each column stands, and the cells of the rows that are learned from."""
    if not file.exists() or file.stat().st_size == 0:
        return {}, []
    header, rows = read_cells(file, ("coder",), ADDED)
    return {name: place for place, name in enumerate(header)}, rows[: learned_rows(len(rows))]
