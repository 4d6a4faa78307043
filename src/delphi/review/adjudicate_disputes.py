"""Where coders differ on a turn, what each choice of an adjudicator would leave standing, and which rows say so.

The list is what `settle` calls disputed (codes that not all readers gave, two stances on one item) and
the places of `opposite_categories`, so that it agrees with the tables.  One ruling speaks of one turn.
It never touches a tag on which the coders agree, and it is tried out with `settle` before it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import pandas as pd

from delphi.agreement import opposite_categories, passages
from delphi.codebook import FACETS
from delphi.decisions import settle
from delphi.decisions.append import Decision
from delphi.decisions.settle import CodedPassage, Desk, desks_of
from delphi.review.material import TURN_COLUMNS, Turn, suggestions_frame
from delphi.review.record import Stretch, Tag

PLACED_COLUMNS = [
    "stage", "coder", "transcript_id", "new_turn", "new_start", "new_end", *FACETS,
    "item_id", "stance", "action", "split", "outcome",
]  # fmt: skip
OPPOSITE, CODES, STANCE = "opposite", "codes", "stance"
Links = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Dispute:
    """A turn on which coders differ.

    Attributes
    ----------
    coders
        Who read or tagged the turn, in alphabetical order.
    desks
        What each of them left there.
    matter
        The tags in question: what is still disputed, or what was when everything is ruled.
    agreed
        Tags that stand without a ruling.
    stands
        Tags that stand by a ruling.
    kinds
        `opposite` (one model, another category), `codes` (of other tags), `stance`; before any ruling.
    agreed_codes
        Codes that all who read the turn gave.
    is_open
        Whether something is not settled.
    is_ruled
        Whether an adjudicator said anything on the turn.
    """

    coders: tuple[str, ...]
    desks: dict[str, Desk]
    matter: tuple[Tag, ...]
    agreed: tuple[Tag, ...]
    stands: tuple[Tag, ...]
    kinds: tuple[str, ...]
    agreed_codes: frozenset[tuple[str, str]]
    opposite: frozenset[Stretch]
    is_open: bool
    is_ruled: bool

    def models(self) -> set[str]:
        """Work models of the tags in question."""
        return {tag.work_model for tag in self.matter}

    def own(self, coder: str) -> list[tuple[Tag, bool]]:
        """A coder's tags, each with whether it is in question."""
        found = [_as_tag(passage) for passage in self.desks[coder].passages]
        return [
            (tag, any(is_same(tag, one) for one in self.matter))
            for tag in sorted(found, key=lambda t: t.stretch)
        ]

    def chosen(self, coder: str) -> list[Tag]:
        """What stands when this coder's tags do."""
        result: list[Tag] = []
        for tag in self.matter:
            open_links = tuple(link for link in tag.links if link[0] not in _twofold(tag.links))
            mine = [_as_tag(p) for p in self.desks[coder].passages if is_same(_as_tag(p), tag)]
            result += [replace(own, links=_joined(open_links, own.links)) for own in mine]
            if not mine and self._only_stance(tag):
                result.append(replace(tag, links=open_links))
        return self._with_earlier(result)

    def all(self) -> list[Tag] | None:
        """What stands when everyone's tags do; None when an item would have two stances."""
        if any(_twofold(tag.links) for tag in self.matter):
            return None
        return self._with_earlier(self.matter)

    def none(self) -> list[Tag]:
        """What stands when nobody's tags do: a tag of which only the stance is in question, without it."""
        return self._with_earlier(
            replace(tag, links=tuple(link for link in tag.links if link[0] not in _twofold(tag.links)))
            for tag in self.matter
            if self._only_stance(tag)
        )

    def _only_stance(self, tag: Tag) -> bool:
        return (tag.work_model, tag.swot) in self.agreed_codes and tag.stretch not in self.opposite

    def _with_earlier(self, chosen: Iterable[Tag]) -> list[Tag]:
        """With what an earlier ruling left standing and is not in question now."""
        tags = list(chosen)
        tags += [
            tag
            for tag in self.stands
            if (self.is_open or not any(_overlap(tag, one) for one in self.matter))
            and not any(is_same(tag, one) for one in tags)
        ]
        return _distinct(tags)


def find_disputes(placed: pd.DataFrame, turns: pd.DataFrame) -> dict[Turn, Dispute]:
    """Every turn on which coders differ or differed before a ruling, in the order of the transcripts.

    Parameters
    ----------
    placed
        Decisions and adjudications, placed: at least `PLACED_COLUMNS`.
    turns
        Turns with their text and session.
    """
    usable = placed[(placed["outcome"] != "lost") & ~placed["split"].astype(bool)]
    is_coding = usable["stage"] == "coding"
    places = list(zip(usable["transcript_id"], usable["new_turn"]))
    several: dict[Turn, set[str]] = {}
    for place, coder, coding in zip(places, usable["coder"], is_coding):
        if coding:
            several.setdefault(place, set()).add(coder)
    here = pd.Series([len(several.get(place, ())) > 1 for place in places], index=usable.index, dtype=bool)
    coding, rulings = usable[is_coding & here], usable[~is_coding & here]
    if coding.empty:
        return {}
    nothing = suggestions_frame([])
    spoken = turns[list(TURN_COLUMNS)]
    before, _ = settle(coding, rulings.iloc[:0], nothing, spoken)
    after = settle(coding, rulings, nothing, spoken)[0] if len(rulings) else before
    opposite = _opposite(pd.concat([coding, rulings]), turns, before, desks := desks_of(coding))
    ruled = set(zip(rulings["transcript_id"], rulings["new_turn"]))
    then, now = _by_turn(before), _by_turn(after)
    found = {}
    for turn in sorted(then):
        dispute = _dispute(desks[turn], then[turn], now.get(turn, []), opposite.get(turn, []), turn in ruled)
        if dispute:
            found[turn] = dispute
    return found


def ruling_rows(
    turn: Turn, dispute: Dispute, earlier: Desk | None, wanted: Sequence[Tag]
) -> list[list[Decision]]:
    """Rows that may say which tags stand, the shortest way first; the caller tries them out.

    All rejects come first, because a reject takes away what was ruled before, too; what is applied after
    it stands.

    Parameters
    ----------
    earlier
        What adjudicators left on the turn so far.
    wanted
        The tags that are to stand beside those on which the coders agree.
    """
    current = [*(dispute.matter if dispute.is_open else ()), *dispute.stands]
    ruled = {(p.start, p.end, *p.codes): p for p in earlier.passages} if earlier else {}
    by_stretch = {tag.stretch: tag for tag in wanted}
    gone = [tag.stretch for tag in current if not any(is_same(tag, one) for one in wanted)]
    gone += [
        stretch
        for stretch, passage in ruled.items()
        if stretch not in by_stretch or set(passage.links) != set(by_stretch[stretch].links)
    ]
    standing = {tag.stretch: set(tag.links) for tag in dispute.stands}
    ways = []
    for everything in (False, True):
        rejects = list(dict.fromkeys([*gone, *(by_stretch if everything else ())]))
        left = _after_rejects(earlier, rejects)
        applies = [
            tag
            for tag in wanted
            if everything
            or not (
                tag.stretch in left
                or (tag.stretch not in ruled and standing.get(tag.stretch) == set(tag.links))
            )
        ]
        ways.append([*(_row(turn, "reject", stretch) for stretch in rejects), *applied_rows(turn, applies)])
    return ways


def applied_rows(turn: Turn, tags: Iterable[Tag]) -> list[Decision]:
    """Rows that apply tags: one for each link, or one."""
    return [_row(turn, "apply", tag.stretch, link) for tag in tags for link in tag.links or (("", ""),)]


def merged_wanted(wanted: Sequence[Tag], agreed: Sequence[Tag]) -> list[Tag]:
    """The wanted tags, each once, with the links of an agreed tag that it is the same as."""
    result = []
    for tag in _distinct(wanted):
        links: Links = ()
        for other in agreed:
            links = _joined(links, other.links) if is_same(tag, other) else links
        result.append(replace(tag, links=_joined(links, tag.links)))
    return result


def is_same(one: Tag, other: Tag) -> bool:
    """Equal codes, and an overlap of at least half of the shorter stretch, as for `settle`."""
    return _as_passage(one).is_same(_as_passage(other))


def _dispute(
    desks: dict[str, Desk],
    before: list[tuple[Tag, str]],
    after: list[tuple[Tag, str]],
    opposite: list[tuple[Tag, Tag, bool]],
    is_ruled: bool,
) -> Dispute | None:
    twisted = [tag for a, b, _ in opposite for tag in (a, b)]
    twisted_now = [tag for a, b, is_left in opposite if is_left for tag in (a, b)]
    was = _in_question(before, twisted)
    if not was:
        return None
    still = _in_question(after, twisted_now)
    readers = [desk for desk in desks.values() if desk.checked]
    given = [
        {passage.codes for passage in desk.passages}
        for desk in (readers if len(readers) > 1 else desks.values())
    ]
    agreed_codes = frozenset(set.intersection(*given) if len(readers) > 1 else set.union(*given))
    matter = still or was
    kinds = {OPPOSITE} if opposite else set()
    others = [tag for tag in was if not any(is_same(tag, one) for one in twisted)]
    kinds |= {CODES for tag in others if (tag.work_model, tag.swot) not in agreed_codes}
    kinds |= {STANCE for tag in was if _twofold(tag.links)}
    return Dispute(
        coders=tuple(sorted(desks)),
        desks=desks,
        matter=tuple(matter),
        agreed=tuple(tag for tag, status in after if status != "adjudicated" and tag not in still),
        stands=tuple(tag for tag, status in after if status == "adjudicated" and tag not in still),
        kinds=tuple(kind for kind in (OPPOSITE, CODES, STANCE) if kind in kinds),
        agreed_codes=agreed_codes,
        opposite=frozenset(tag.stretch for tag in matter if any(is_same(tag, one) for one in twisted)),
        is_open=bool(still),
        is_ruled=is_ruled,
    )


def _in_question(tags: list[tuple[Tag, str]], twisted: list[Tag]) -> list[Tag]:
    return [tag for tag, status in tags if status == "disputed" or any(is_same(tag, one) for one in twisted)]


def _opposite(
    placed: pd.DataFrame, turns: pd.DataFrame, tags: pd.DataFrame, desks: dict[Turn, dict[str, Desk]]
) -> dict[Turn, list[tuple[Tag, Tag, bool]]]:
    """Pairs of stretches with one model and another category, where both read the turn; whether it is left."""
    likely = {turn for turn, here in desks.items() if _may_oppose(here)}
    if not likely:
        return {}
    placed = placed[[place in likely for place in zip(placed["transcript_id"], placed["new_turn"])]]
    tags = tags[[place in likely for place in zip(tags["transcript_id"], tags["turn"])]]
    table = opposite_categories(passages(placed, turns), passages(placed, turns, ruled=True), tags)
    found: dict[Turn, list[tuple[Tag, Tag, bool]]] = {}
    for row in table.itertuples(index=False):
        turn = (row.transcript_id, int(row.turn))
        if desks[turn][row.coder_a].checked and desks[turn][row.coder_b].checked:
            one = Tag(int(row.start_a), int(row.end_a), row.work_model, row.swot_a)
            other = Tag(int(row.start_b), int(row.end_b), row.work_model, row.swot_b)
            found.setdefault(turn, []).append((one, other, row.adjudicated == "no"))
    return found


def _may_oppose(desks: dict[str, Desk]) -> bool:
    """Whether two who read the turn gave one model different categories on stretches that overlap."""
    readers = [desk.passages for desk in desks.values() if desk.checked]
    return any(
        one.work_model == other.work_model and one.swot != other.swot and one.overlaps(other)
        for first, second in combinations(readers, 2)
        for one in first
        for other in second
    )


def _by_turn(tags: pd.DataFrame) -> dict[Turn, list[tuple[Tag, str]]]:
    """Tags with their links and status, by turn; `disputed` when one of its links is."""
    found: dict[Turn, dict[Stretch, tuple[list[tuple[str, str]], set[str]]]] = {}
    for row in tags.itertuples(index=False):
        stretch = (int(row.start), int(row.end), row.work_model, row.swot)
        links, statuses = found.setdefault((row.transcript_id, int(row.turn)), {}).setdefault(
            stretch, ([], set())
        )
        links += [(row.item_id, row.stance)] if row.item_id else []
        statuses.add(row.status)
    return {
        turn: [
            (Tag(*stretch, tuple(links)), "disputed" if "disputed" in statuses else min(statuses))
            for stretch, (links, statuses) in here.items()
        ]
        for turn, here in found.items()
    }


def _after_rejects(earlier: Desk | None, rejects: Iterable[Stretch]) -> set[Stretch]:
    """The stretches that are left of what was ruled before."""
    desk = Desk(list(earlier.passages)) if earlier else Desk()
    for stretch in rejects:
        desk.reject(CodedPassage(*stretch))
    return {(p.start, p.end, *p.codes) for p in desk.passages}


def _distinct(tags: Iterable[Tag]) -> list[Tag]:
    """Each stretch with its codes once, with all links."""
    found: dict[Stretch, Tag] = {}
    for tag in tags:
        earlier = found.get(tag.stretch)
        found[tag.stretch] = replace(tag, links=_joined(earlier.links if earlier else (), tag.links))
    return sorted(found.values(), key=lambda tag: tag.stretch)


def _joined(first: Links, second: Links) -> Links:
    """All links; on the same item, the second's stance."""
    return tuple((dict(first) | dict(second)).items())


def _twofold(links: Links) -> set[str]:
    """Items with two stances."""
    items = [item for item, _ in links]
    return {item for item in items if items.count(item) > 1}


def _overlap(one: Tag, other: Tag) -> bool:
    return one.start < other.end and other.start < one.end


def _as_tag(passage: CodedPassage) -> Tag:
    return Tag(passage.start, passage.end, *passage.codes, passage.links)


def _as_passage(tag: Tag) -> CodedPassage:
    return CodedPassage(*tag.stretch)


def _row(turn: Turn, action: str, stretch: Stretch, link: tuple[str, str] = ("", "")) -> Decision:
    start, end, work_model, swot = stretch
    return Decision(*turn, action, start, end, work_model, swot, *link)
