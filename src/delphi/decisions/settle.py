"""Settling: decisions of all coders, adjudications and suggestions become one list of tags.

The rules are DESIGN.md's.  Within a coder the order of the file counts.  Between coders, stretches
that overlap by at least half of the shorter and carry equal codes are one tag with the bounds of the
first coder (in alphabetical order).  In a turn that two coders checked, a code that not all of them
gave makes its tags `disputed`.  Adjudication overrules: what an adjudicator applies stands, what she
rejects goes, and a disputed tag that overlaps what she applied, or stands on a turn she marked as
`checked`, goes unless she applied it.  Adjudicators rule with one voice: among them, too, the order of
the file counts, whoever wrote a row.  A suggestion is dropped where a coder checked the turn or rejected it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

import pandas as pd

from delphi.decisions.tag_rows import TAG_COLUMNS, Offer, Tag, tag_rows
from delphi.rows import rows_of

DECIDED = (
    "transcript_id", "new_turn", "coder", "action", "new_start", "new_end", "work_model", "swot", "item_id",
    "stance",
)  # fmt: skip
OFFERED = ("transcript_id", "turn", "start", "end", "work_model", "swot", "source", "confidence", "evidence")
WHOLE_TURN = (0, 2**31)
Turn = tuple[str, int]


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A stretch with its codes, and the items it is linked to (each with a stance)."""

    start: int
    end: int
    work_model: str
    swot: str
    links: tuple[tuple[str, str], ...] = ()
    coders: tuple[str, ...] = ()
    status: str = "checked"
    source: str = "coder"
    confidence: float | None = None
    evidence: str = ""

    @property
    def codes(self) -> tuple[str, str]:
        """Work model and SWOT category."""
        return self.work_model, self.swot

    def overlaps(self, other: CodedPassage) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def is_same(self, other: CodedPassage) -> bool:
        """Equal codes, and an overlap of at least half of the shorter stretch."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        shorter = min(self.end - self.start, other.end - other.start)
        return self.codes == other.codes and shared > 0 and 2 * shared >= shorter


@dataclass(slots=True)
class Desk:
    """What one coder left on one turn."""

    passages: list[CodedPassage] = field(default_factory=list)
    rejected: list[CodedPassage] = field(default_factory=list)
    checked_by: tuple[str, ...] = ()

    @property
    def checked(self) -> bool:
        """Whether the turn was read."""
        return bool(self.checked_by)

    def apply(self, new: CodedPassage) -> None:
        """Add a tag; on the same stretch with the same codes it is a further link, or a changed stance."""
        for position, old in enumerate(self.passages):
            if (old.start, old.end, old.codes) == (new.start, new.end, new.codes):
                self.passages[position] = replace(
                    old,
                    links=tuple({**dict(old.links), **dict(new.links)}.items()),
                    coders=tuple(dict.fromkeys((*old.coders, *new.coders))),
                )
                return
        self.passages.append(new)

    def reject(self, rejected: CodedPassage) -> None:
        """Take back tags on an overlapping stretch; empty codes or items stand for all."""
        self.passages = _without(self.passages, rejected)
        self.rejected.append(rejected)


def settle(
    decisions: pd.DataFrame, adjudications: pd.DataFrame, suggestions: pd.DataFrame, turns: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Settle all decisions.

    Parameters
    ----------
    decisions, adjudications
        As `read_decisions` gives them, placed: `new_turn`, `new_start`, `new_end`; rows without a
        place are left out by the caller.
    suggestions
        `transcript_id, turn, start, end, work_model, swot, source, confidence, evidence`.
    turns
        `transcript_id, turn, participant_id, text, round, kind, group, perspective`.

    Returns
    -------
    tags
        The columns of `tags.csv`, ordered by transcript, turn, start, codes.
    reading
        `transcript_id, turn, coder`: who read which turn and marked it as checked.
    """
    rows, reading = settled_rows(decisions, adjudications, suggestions, turns)
    return pd.DataFrame.from_records(rows, columns=list(TAG_COLUMNS)), reading


def settled_rows(
    decisions: pd.DataFrame, adjudications: pd.DataFrame, suggestions: pd.DataFrame, turns: pd.DataFrame
) -> tuple[list[Tag], pd.DataFrame]:
    """`settle`, with the tags as rows."""
    desks = desks_of(decisions)
    rulings = rulings_of(adjudications)
    decided = {*desks, *rulings}
    offered, untouched = _offered(suggestions, decided)
    settled: dict[Turn, list[CodedPassage]] = {}
    reading: list[tuple[str, int, str]] = []
    for turn in sorted(decided):
        coders, ruling = desks.get(turn, {}), rulings.get(turn, Desk())
        readers = [coder for coder in sorted(coders) if coders[coder].checked]
        passages = mark_disputed(_merged(coders), [coders[reader] for reader in readers])
        passages = overrule(passages, ruling)
        readers += sorted(ruling.checked_by)
        if not readers:
            passages += _still_suggested(offered[turn], passages, [*coders.values(), ruling])
        settled[turn] = passages
        reading += [(*turn, reader) for reader in readers]
    frame = pd.DataFrame(reading, columns=["transcript_id", "turn", "coder"]).drop_duplicates()
    frame = frame.astype({"turn": "int64"}).reset_index(drop=True)
    return tag_rows(settled, untouched, turns), frame


def desks_of(decisions: pd.DataFrame) -> dict[Turn, dict[str, Desk]]:
    """What every coder left on every turn, by turn and coder, after all decisions in file order."""
    desks: dict[Turn, dict[str, Desk]] = defaultdict(lambda: defaultdict(Desk))
    for transcript, turn, coder, *decision in rows_of(decisions, DECIDED):
        _decide(desks[(transcript, turn)][coder], coder, *decision)
    return desks


def rulings_of(adjudications: pd.DataFrame) -> dict[Turn, Desk]:
    """What rows leave on every turn in their order, whoever wrote them: the voice of all adjudicators."""
    desks: dict[Turn, Desk] = defaultdict(Desk)
    for transcript, turn, coder, *decision in rows_of(adjudications, DECIDED):
        _decide(desks[(transcript, turn)], coder, *decision)
    return desks


def _decide(
    desk: Desk, coder: str, action: str, low: int, high: int, model: str, swot: str, item: str, stance: str
) -> None:
    """What one row changes."""
    if action == "checked":
        desk.checked_by = tuple(dict.fromkeys((*desk.checked_by, coder)))
        return
    start, end = (low, high) if low >= 0 else WHOLE_TURN
    links = ((item, stance),) if item else ()
    passage = CodedPassage(start, end, model, swot, links, (coder,))
    if action == "apply":
        desk.apply(passage)
    else:
        desk.reject(passage)


def _offered(
    suggestions: pd.DataFrame, decided: set[Turn]
) -> tuple[dict[Turn, list[CodedPassage]], list[Offer]]:
    """Suggestions on turns that somebody decided on, by turn; and the others, which nothing touches."""
    offered: dict[Turn, list[CodedPassage]] = defaultdict(list)
    untouched: list[Offer] = []
    for offer in rows_of(suggestions, OFFERED):
        if offer[:2] not in decided:
            untouched.append(offer)
            continue
        transcript, turn, start, end, model, swot, source, confidence, evidence = offer
        passage = CodedPassage(
            start, end, model, swot,
            status="suggested", source=source, confidence=float(confidence), evidence=evidence,
        )  # fmt: skip
        offered[(transcript, turn)].append(passage)
    return offered, untouched


def _rejects(rejected: CodedPassage, passage: CodedPassage) -> bool:
    fits = all(not wanted or wanted == code for wanted, code in zip(rejected.codes, passage.codes))
    return fits and rejected.overlaps(passage)


def _without(passages: list[CodedPassage], rejected: CodedPassage) -> list[CodedPassage]:
    """Passages without those rejected; a rejected item takes away its link, and the passage with the last one."""
    items = {item for item, _ in rejected.links}
    kept = []
    for passage in passages:
        if not _rejects(rejected, passage):
            kept.append(passage)
        elif items:
            links = tuple(link for link in passage.links if link[0] not in items)
            if links or not passage.links:
                kept.append(replace(passage, links=links))
    return kept


def _merged(coders: dict[str, Desk]) -> list[CodedPassage]:
    merged: list[CodedPassage] = []
    for coder in sorted(coders):
        earlier = len(merged)
        for passage in coders[coder].passages:
            same = next((i for i in range(earlier) if merged[i].is_same(passage)), None)
            if same is None:
                merged.append(passage)
            else:
                first = merged[same]
                merged[same] = replace(
                    first,
                    links=tuple(dict.fromkeys((*first.links, *passage.links))),
                    coders=tuple(dict.fromkeys((*first.coders, coder))),
                )
    return merged


def mark_disputed(passages: list[CodedPassage], readers: list[Desk]) -> list[CodedPassage]:
    """Mark the passages whose codes not all of the coders who checked the turn gave."""
    if len(readers) < 2:
        return passages
    agreed = set.intersection(*({passage.codes for passage in desk.passages} for desk in readers))
    return [p if p.codes in agreed else replace(p, status="disputed") for p in passages]


def overrule(passages: list[CodedPassage], ruling: Desk) -> list[CodedPassage]:
    """What is left of a turn's passages after a ruling, what it applies included.

    Whoever gave a tag that the ruling lets stand is named in it, also where the ruling rejected the tag
    first and applied it again; what it took from the tag's links stays away.
    """
    given = passages
    for rejected in ruling.rejected:
        passages = _without(passages, rejected)
    kept = [
        passage
        for passage in passages
        if not any(ruled.is_same(passage) for ruled in ruling.passages)
        and not (
            passage.status == "disputed"
            and (ruling.checked or any(ruled.overlaps(passage) for ruled in ruling.passages))
        )
    ]
    for ruled in ruling.passages:
        before = [passage for passage in passages if passage.is_same(ruled)]
        gave = [coder for passage in given if passage.is_same(ruled) for coder in passage.coders]
        coders = dict.fromkeys([*gave, *ruled.coders])
        links = ruled.links or tuple(dict.fromkeys(link for passage in before for link in passage.links))
        kept.append(
            replace(ruled, links=links, coders=tuple(coders), status="adjudicated", source="adjudicator")
        )
    return kept


def _still_suggested(
    offered: list[CodedPassage], passages: list[CodedPassage], desks: list[Desk]
) -> list[CodedPassage]:
    rejected = [reject for desk in desks for reject in desk.rejected]
    return [
        offer
        for offer in offered
        if not any(_rejects(reject, offer) for reject in rejected)
        and not any(passage.codes == offer.codes and passage.overlaps(offer) for passage in passages)
    ]
