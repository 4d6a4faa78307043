"""delphi beside what people would use, in one run on the same text, dictionary and ratings.

    python benchmarks/ahead.py [terms] [agreement] [workflow] [--csv FILE]

Prints a table per part and ends with 1 when a target is missed.  Every comparison first makes sure that both ways
find the same: the same hits with the same offsets, the same alphas, the same reports.  Read the ratios: the
seconds are this machine's.  It needs `make .venv/benchmarks.stamp`.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable
from pathlib import Path

Rows = list[dict[str, object]]


def terms_rows(options: argparse.Namespace) -> tuple[Rows, list[str]]:
    """Term coding from raw text, and a large codebook on stored words."""
    import terms

    rows = terms.compare(options.words, options.types, 1_000, options.seed, options.times)
    ratio = float(str(rows[1]["times delphi"]))
    missed = [] if ratio >= 6 else [f"spaCy takes {ratio:.1f} times as much CPU, not 6"]
    # As the workflow codes 10,000 transcripts in 157 jobs, 1,000 in 5, and all at once.
    sizes = (64, 200, 10_000)
    rows += terms.recode(5 * options.words, options.types, 10_000, options.seed, options.times, sizes)
    speed = float(str(rows[-1]["M words per CPU s"]))
    return rows, missed + ([] if speed >= 5 else [f"{speed:.1f}M stored words per CPU second, not 5M"])


def agreement_rows(options: argparse.Namespace) -> tuple[Rows, list[str]]:
    """Bootstrapped agreement."""
    import agreement

    rows = agreement.compare(10_000, 5, 1_000, options.seed, options.times)
    ratio = min(float(str(row["times delphi"])) for row in rows[1:])
    return rows, [] if ratio >= 20 else [f"krippendorff takes {ratio:.0f} times as long, not 20"]


def workflow_rows(options: argparse.Namespace) -> tuple[Rows, list[str]]:
    """The whole workflow and the same verbs in one process."""
    import overhead

    rows = overhead.overhead(options.rounds)
    return rows, overhead.missed(rows)


PARTS: dict[str, Callable[[argparse.Namespace], tuple[Rows, list[str]]]] = {
    "terms": terms_rows,
    "agreement": agreement_rows,
    "workflow": workflow_rows,
}


def table(rows: Rows) -> str:
    """Rows as a table in Markdown."""
    columns = [*dict.fromkeys(name for row in rows for name in row)]
    lines = [
        columns,
        ["---"] * len(columns),
        *([_shown(row.get(name, "")) for name in columns] for row in rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def main() -> int:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0], formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all without")
    parser.add_argument(
        "--words", type=int, default=1_000_000, help="words of raw text; five times as many stored"
    )
    parser.add_argument("--types", type=int, default=50_000, help="size of the vocabulary")
    parser.add_argument("--times", type=int, default=3, help="repetitions, of which the median is printed")
    parser.add_argument(
        "--rounds", type=int, default=2, help="repetitions of the workflow; the shortest is printed"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write all rows here as well")
    options = parser.parse_args()
    every, missed = [], []
    for name in options.parts or PARTS:
        rows, short = PARTS[name](options)
        print(f"### {name}\n\n{table(rows)}\n", flush=True)
        every += [{"part": name, **row} for row in rows]
        missed += short
    if options.csv:
        columns = [*dict.fromkeys(name for row in every for name in row)]
        with options.csv.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(every)
    for line in missed:
        print(f"missed: {line}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
