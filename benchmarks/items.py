"""How often the item that people chose is among the proposals of `delphi items link`, and what `propose` groups.

Run ``python benchmarks/items.py STUDY`` on a study that the workflow has built (default: the current folder).

Links: one transcript at a time is taken away, and its passages are given to the items of the same work model
and category, which know their statement and the passages of the other transcripts only.  By chance, an
item is first in one of so many cases as there are items in that cell.

Groups: passages that have an item are grouped as if they had none.  Of pairs of passages in one proposal,
how many have one item (precision); of pairs with one item, how many are in one proposal (recall).
The weights of `link` and the distance of `propose` were chosen on the example study, so that its numbers
flatter a little; studies with other people talk differently.
"""

from __future__ import annotations

import argparse
import time
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from delphi.codebook import load_codebook
from delphi.items import read_items
from delphi.items.likeness import groups, vectors
from delphi.items.propose import ranked
from delphi.study import load_study

CELL = ["work_model", "swot"]


def link_table(tags: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """For each linked passage: the rank of its item, and how many items there were to choose from."""
    latest = items.drop_duplicates("item_id", keep="last")
    statement = dict(zip(latest["item_id"], latest["statement"]))
    in_cell = latest.groupby(CELL)["item_id"].agg(list).to_dict()
    records = []
    for transcript, asked in tags.groupby("transcript_id"):
        rest = tags[tags["transcript_id"] != transcript]
        rows = [
            (quote, names, item)
            for quote, item, *cell in asked[["quote", "item_id", *CELL]].itertuples(index=False)
            if item in (names := in_cell.get(tuple(cell), []))
        ]
        order = ranked(
            [quote for quote, _, _ in rows],
            [names for _, names, _ in rows],
            statement,
            list(zip(rest["item_id"], rest["quote"])),
        )
        records += [(names.index(item) + 1, len(names)) for (_, _, item), names in zip(rows, order)]
    return pd.DataFrame(records, columns=["rank", "items"])


def group_counts(tags: pd.DataFrame) -> tuple[int, int, int, int]:
    """Pairs in one proposal with one item, in one proposal, with one item; and the number of proposals."""
    both = together = alike = proposals = 0
    for _, mine in tags.groupby(CELL):
        labels, items = groups(vectors(list(mine["quote"]))), list(mine["item_id"])
        proposals += len(set(labels))
        for one, other in combinations(range(len(items)), 2):
            together += labels[one] == labels[other]
            alike += items[one] == items[other]
            both += labels[one] == labels[other] and items[one] == items[other]
    return both, together, alike, proposals


def many(n: int, seed: int = 1) -> list[str]:
    """Passages of 30 words from a Zipf vocabulary."""
    random = np.random.default_rng(seed)
    letters = np.array(list("eeeennnaaatttiirroodsslgghvkmubpwjz"))
    words = [
        "".join(letters[random.integers(0, len(letters), size)]) for size in random.integers(2, 11, 6000)
    ]
    chances = 1 / np.arange(1, len(words) + 1)
    drawn = random.choice(len(words), (n, 30), p=chances / chances.sum())
    return [" ".join(words[i] for i in line) for line in drawn]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("study", nargs="?", default=".", help="a study that the workflow has built")
    parser.add_argument("--coder", help="only passages that this coder tagged")
    parser.add_argument(
        "--passages", type=int, default=5000, help="passages of one cell to time grouping with"
    )
    options = parser.parse_args()
    folder = Path(options.study)
    study = load_study(folder / "config/study.yaml")
    items = read_items(
        folder / "data/coded/items.csv", load_codebook(folder / "config/codebook.yaml"), study.language
    )
    tags = pd.read_csv(folder / "data/coded/tags.csv", dtype=str, keep_default_na=False)
    linked = tags[(tags["item_id"] != "") & (tags["status"] != "suggested")]
    if options.coder:
        linked = linked[[options.coder in coders.split(";") for coders in linked["coders"]]]
    ranks = link_table(linked, items)
    n = len(ranks)
    chance = [(np.minimum(k, ranks["items"]) / ranks["items"]).mean() for k in (1, 3)]
    print(f"link, {n} passages, leaving out a transcript at a time:")
    for k, by_chance in zip((1, 3), chance):
        print(
            f"  right item among the first {k}: {(ranks['rank'] <= k).mean():.3f} (by chance {by_chance:.3f})"
        )
    choice = ranks[ranks["items"] > 3]
    print(f"  in cells of more than 3 items ({len(choice)} passages): first {(choice['rank'] == 1).mean():.3f},"
          f" first 3 {(choice['rank'] <= 3).mean():.3f}")  # fmt: skip
    both, together, alike, proposals = group_counts(linked)
    count = linked.groupby(CELL)["item_id"].nunique().sum()
    print(f"propose, {len(linked)} passages of {count} items: {proposals} proposals;"
          f" precision {both / max(together, 1):.2f}, recall {both / max(alike, 1):.2f} of pairs")  # fmt: skip
    begin = time.process_time()
    groups(vectors(many(options.passages)))
    print(f"propose, {options.passages} passages in one cell: {time.process_time() - begin:.1f} s CPU")


if __name__ == "__main__":
    main()
