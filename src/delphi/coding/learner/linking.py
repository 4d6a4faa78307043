"""Try statements and stances on links that a coder made in transcripts that the learner has not seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from delphi.agreement.readings import links
from delphi.coding.learner.apply import Opinion
from delphi.coding.learner.conversation import Bools, Ints
from delphi.coding.learner.learn import Learner
from delphi.coding.learner.offer import LIKELY, OFFERED, Passage, offers, stances
from delphi.coding.learner.reading import Reading
from delphi.coding.learner.statements import STANCES
from delphi.coding.learner.suggest import Codes
from delphi.coding.learner.weighed import Weighed


@dataclass
class Linking:
    """A coder's links, and what a learner that did not see their transcript makes of each.

    Attributes
    ----------
    links
        As `delphi.agreement.readings.links` gives them, of one coder.
    given
        Per link, the likeliest of `STANCES` (an index); -1 where nothing was tried.
    shown
        The same where it is likely enough for a coder to see it; else -1.
    majority
        The most frequent stance of the other transcripts.
    rank
        Per link, the place of its item among what is offered for the passage and its codes, from 0; -1: not among it.
    """

    links: pd.DataFrame
    given: Ints
    shown: Ints
    majority: Ints
    rank: Ints
    others: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def told(self) -> Ints:
        """Per link, its stance (an index), -1 for none."""
        return np.array(
            [STANCES.index(word) if word in STANCES else -1 for word in self.links["stance"]], np.int64
        )

    def try_on(
        self, learner: Learner, reading: Reading, opinion: Opinion, codes: Codes, members: set[str]
    ) -> None:
        """Let a learner say what it makes of the links in some transcripts, which it has not seen."""
        here = np.flatnonzero(self.links["transcript_id"].isin(members).to_numpy())
        elsewhere = Counter(
            word for word in self.told[~np.isin(np.arange(len(self.links)), here)] if word >= 0
        )
        if elsewhere:
            self.majority[here] = min(elsewhere, key=lambda stance: (-elsewhere[stance], stance))
        place = {key: i for i, key in enumerate(reading.talk.keys)}
        parts = reading.sentences
        tried: list[int] = []
        passages: list[Passage] = []
        for at in here.tolist():
            link = self.links.iloc[at]
            row = place[link["transcript_id"], int(link["turn"])]
            inside = np.flatnonzero(
                (parts.turn == row) & (parts.end > link["start"]) & (parts.start < link["end"])
            )
            if len(inside):
                tried.append(at)
                model, category = codes.models.index(link["work_model"]), codes.categories.index(link["swot"])
                passages.append((row, int(inside[0]), int(inside[-1]), model, category))
        if not tried:
            return
        names = {item: i for i, item in enumerate(learner.known.items)}
        wanted = self.links["item_id"].iloc[tried].tolist()
        which = np.array([names.get(item, -1) for item in wanted], np.int64)
        shares = stances(learner, reading, opinion, np.array(passages, np.int64), which)
        self.given[tried] = shares.argmax(axis=1) if shares.shape[1] else self.majority[tried]
        if shares.shape[1]:
            self.shown[tried] = np.where(shares.max(axis=1) >= LIKELY, shares.argmax(axis=1), -1)
        offered = offers(learner, reading, opinion, passages)
        self.rank[tried] = [
            next((k for k, offer in enumerate(some) if offer[0] == item), -1)
            for some, item in zip(offered, wanted)
        ]

    def only(self, kept: Bools) -> Linking:
        """Some of the links."""
        return _untried(self.links[kept].reset_index(drop=True), self.others)

    def one_hot(self, stance: Ints) -> Bools:
        """Links by `STANCES`."""
        table: Bools = stance[:, None] == np.arange(len(STANCES))
        return table

    def found(self) -> pd.DataFrame:
        """How often the statement that the coder chose was offered first, and among all: `offered, n, right`."""
        n = len(self.rank)
        rows = [(k, n, float(((self.rank >= 0) & (self.rank < k)).mean())) for k in (1, OFFERED)] if n else []
        return pd.DataFrame(rows, columns=["offered", "n", "right"])

    def weighed(self) -> Weighed:
        """Stances that a coder would see, beside always saying the most frequent one."""
        told = self.told
        kept = (told >= 0) & (self.majority >= 0)
        shown = kept & (self.shown >= 0)
        other, right = shown & (self.shown != self.majority), shown & (self.shown == told)
        counted = (kept, shown, right, shown & (self.majority == told), other, other & right)
        return Weighed(*(int(rows.sum()) for rows in counted))

    def beside(self, coder: str) -> tuple[Ints, Ints]:
        """Links that another coder made, too, on an overlapping stretch: which they are, and her stance."""
        own = self.others[coder]
        rows, said = [], []
        for at, link in enumerate(self.links.itertuples(index=False)):
            same = own[(own["transcript_id"] == link.transcript_id) & (own["turn"] == link.turn)]
            same = same[same["item_id"] == link.item_id]
            same = same[(same["start"] < link.end) & (same["end"] > link.start)]
            if len(same) and same["stance"].iloc[0] in STANCES:
                rows.append(at)
                said.append(STANCES.index(same["stance"].iloc[0]))
        return np.array(rows, np.int64), np.array(said, np.int64)


def open_linking(placed: pd.DataFrame, turns: pd.DataFrame, gold: str) -> Linking:
    """The links of a coder on turns that she read, to try on."""
    made = links(placed, turns)
    own = made[made["coder"] == gold].reset_index(drop=True)
    return _untried(own, {str(coder): rows for coder, rows in made.groupby("coder") if coder != gold})


def _untried(links_: pd.DataFrame, others: dict[str, pd.DataFrame]) -> Linking:
    nothing = np.full(len(links_), -1, np.int64)
    return Linking(links_, nothing.copy(), nothing.copy(), nothing.copy(), nothing.copy(), others)
