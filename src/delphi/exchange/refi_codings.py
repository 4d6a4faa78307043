"""Codings of a project as decisions of their coders; what is no whole decision is put aside with its words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from delphi.codebook import FACETS
from delphi.decisions.append import Decision
from delphi.exchange.import_report import Report
from delphi.exchange.mapping import BETWEEN, CodeMapping
from delphi.exchange.offsets import Chosen, stretches
from delphi.exchange.refi import CARRIER, Project, Selection
from delphi.exchange.refi_session import Session

ASIDE_COLUMNS = ("kind", "coder", "transcript_id", "turn", "start", "end", "quote", "codes", "note", "reason")


@dataclass(frozen=True)
class Coded:
    """A decision with who took it and when (empty when the project does not say)."""

    coder: str
    when: str
    decision: Decision


@dataclass
class _Stretch:
    """What one coder gave one selection: pairs, and codes of one facet that wait for the other."""

    coder: str
    selection: Selection
    start: int
    end: int
    pairs: list[tuple[str, str]] = field(default_factory=list)
    alone: dict[str, list[str]] = field(default_factory=lambda: {facet: [] for facet in FACETS})
    items: list[str] = field(default_factory=list)
    when: str = ""
    codes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    borrowed: bool = False
    lent: bool = False


class Codings:
    """Reads the codings of a project, source by source."""

    def __init__(
        self,
        project: Project,
        mapping: CodeMapping,
        conventions: Mapping[str, Chosen],
        coders: Mapping[str, str],
        items: Sequence[str],
        report: Report,
    ) -> None:
        self.project, self.mapping, self.conventions = project, mapping, conventions
        self.coders, self.items, self.report = coders, items, report
        self.notes = {note.guid: note for note in project.notes}
        self.coded: list[Coded] = []
        self.aside: list[dict[str, str]] = []

    def read(self, session: Session, claimed: Mapping[str, set[str]]) -> None:
        """Decisions of a source; codings that `claimed` names (by selection) are known already."""
        source, text = session.source, session.source.text
        assert text is not None
        selections = source.selections
        way = self.conventions.get(source.guid)
        bounds = [(one.start, one.end) for one in selections]
        places = stretches(text, bounds, way.convention) if way else []
        found: list[_Stretch] = []
        for selection, (start, end) in zip(selections, places):
            if start < 0:
                self._put_aside(session, None, selection, "the positions lie outside the text")
                continue
            found += self._of_coders(selection, start, end, claimed.get(selection.guid, set()))
        for stretch in found:
            self._borrow(stretch, found)
        aligner = session.aligner()
        leaders = session.leaders
        speaker = {turn.turn: turn.speaker.casefold() for turn in session.turns}
        words = {turn.turn: turn.text for turn in session.turns}
        for stretch in found:
            start, end = stretch.start + session.shift, stretch.end + session.shift
            pieces = [p for p in aligner.pieces(start, end) if speaker[p[0]] not in leaders]
            reason = self._reason(stretch, pieces)
            if reason and stretch.lent and not stretch.pairs:  # what it said is in the decisions inside it
                self.report.went["Selections"] += 1
                self.report.went["Codings"] += len(stretch.codes)
                stretch.codes.clear()
            quote = " ".join(text.text[stretch.start : stretch.end].split())
            if reason:
                if stretch.codes or stretch.notes:
                    self._put_aside(session, stretch, stretch.selection, reason, pieces, quote)
                continue
            self.report.went["Selections"] += 1
            self.report.went["Codings"] += len(stretch.codes)
            if len(pieces) > 1:
                self.report.count("Selections over several turns", 1, 1)
            for turn, low, high in pieces:
                if words[turn][low:high]:
                    self._decide(session, stretch, turn, low, high)

    def _of_coders(self, selection: Selection, start: int, end: int, known: set[str]) -> list[_Stretch]:
        """A stretch for each coder of a selection; one without codings still may carry a memo."""
        by_coder: dict[str, _Stretch] = {}
        for coding in selection.codings:
            if coding.guid in known:
                continue
            coder = self.coders.get(coding.user) or self.coders.get(selection.user) or self.coders[""]
            stretch = by_coder.setdefault(coder, _Stretch(coder, selection, start, end))
            stretch.when = max(stretch.when, coding.when or selection.when)
            facets = self.mapping.facets(coding.code)
            stretch.codes.append(BETWEEN.join(code.name for code in self.project.path_of(coding.code)))
            stretch.notes += self._memos(coding.notes)
            if all(facet in facets for facet in FACETS):
                stretch.pairs.append((facets["work_model"], facets["swot"]))
            else:
                for facet in FACETS:
                    if facet in facets:
                        stretch.alone[facet].append(facets[facet])
            if "item" in facets:
                stretch.items.append(facets["item"])
        if not selection.codings:
            coder = self.coders.get(selection.user) or self.coders[""]
            by_coder[coder] = _Stretch(coder, selection, start, end)
        told = self._memos(selection.notes)
        if selection.description and not selection.description.startswith(CARRIER):
            told.append(selection.description)
        for stretch in by_coder.values():
            stretch.notes = list(dict.fromkeys([*told, *stretch.notes]))
        return list(by_coder.values())

    def _memos(self, guids: Sequence[str]) -> list[str]:
        return [
            self.notes[guid].text.strip()
            for guid in guids
            if guid in self.notes and self.notes[guid].text.strip()
        ]

    def _borrow(self, stretch: _Stretch, others: Sequence[_Stretch]) -> None:
        """Give a stretch with one facet the other one, of the nearest stretch of the same coder around it."""
        for facet, other in (FACETS, FACETS[::-1]):
            if not stretch.alone[facet] or stretch.alone[other]:
                continue
            around = [
                one
                for one in others
                if one is not stretch and one.coder == stretch.coder and one.alone[other] and not one.borrowed
                and one.start <= stretch.start and stretch.end <= one.end
            ]  # fmt: skip
            if around:
                nearest = min(around, key=lambda one: one.end - one.start)
                stretch.pairs += [
                    (key, mine) if other == "work_model" else (mine, key)
                    for mine in stretch.alone[facet]
                    for key in nearest.alone[other]
                ]
                stretch.alone[facet] = []
                stretch.borrowed = True
                nearest.lent = True
                self.report.count("Codes joined from two selections", 1, 1)

    def _reason(self, stretch: _Stretch, pieces: Sequence[tuple[int, int, int]]) -> str:
        """Why a stretch gives no decision; fills its pairs when it gives some."""
        models, categories = (list(dict.fromkeys(stretch.alone[facet])) for facet in FACETS)
        if len(models) > 1 and len(categories) > 1:
            return "several work models and several categories: which goes with which is not said"
        pairs = [*stretch.pairs, *((model, category) for model in models for category in categories)]
        if not pairs:
            if not stretch.codes:
                return "a memo without a code"
            if models or categories:
                return f"no {'category' if models else 'work model'} beside it"
            return "its codes are ignored by the mapping"
        if not pieces:
            return "nobody but the facilitator speaks here"
        stretch.pairs = list(dict.fromkeys(pairs))
        return ""

    def _decide(self, session: Session, stretch: _Stretch, turn: int, low: int, high: int) -> None:
        items = [item for item in dict.fromkeys(stretch.items) if item in self.items]
        others = [item for item in dict.fromkeys(stretch.items) if item not in self.items]
        note = "\n".join([*stretch.notes, *(f"statement: {item}" for item in others)])
        for model, category in stretch.pairs:
            for item in items or [""]:
                decision = Decision(session.name, turn, "apply", low, high, model, category, item, note=note)
                self.coded.append(Coded(stretch.coder, stretch.when, decision))

    def _put_aside(
        self,
        session: Session,
        stretch: _Stretch | None,
        selection: Selection,
        reason: str,
        pieces: Sequence[tuple[int, int, int]] = (),
        quote: str = "",
    ) -> None:
        codes = stretch.codes if stretch else [
            BETWEEN.join(code.name for code in self.project.path_of(one.code)) for one in selection.codings
        ]  # fmt: skip
        place = pieces[0] if pieces else ("", "", "")
        kind = "coding" if codes else "memo"
        self.aside.append(
            dict(zip(ASIDE_COLUMNS, (
                kind, stretch.coder if stretch else "", session.name, *map(str, place), quote,
                "; ".join(codes), "\n".join(stretch.notes) if stretch else "", reason,
            )))
        )  # fmt: skip


def moment(text: str, otherwise: dt.datetime) -> dt.datetime:
    """A time as the standard writes it; `otherwise` when it is none."""
    try:
        found = dt.datetime.fromisoformat(
            text.strip()[:26].rstrip("Z") if text.strip().endswith("Z") else text.strip()
        )
    except ValueError:
        return otherwise
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
