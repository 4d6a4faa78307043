"""How many planted identifiers and names the screening finds, and how often it stops at ordinary talk.

Run ``python benchmarks/privacy.py`` for the table, ``--list`` for every miss and false alarm too,
``--corpus second`` for the corpus written after the detectors had been mended on the first.
The corpus and its marks are described in ``tests/privacy/corpus/README.md``.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "tests" / "privacy" / "corpus"
CORPORA = {"first": ("planted", "ordinary"), "second": ("second",)}
MARK = re.compile(r"\{(\w+)\|([^{}]+)\}")
TURN = re.compile(r"(\w+): (.+)")
SPEAKERS = frozenset("MABC")
LANGUAGE = "nl"
EARLIER = 3  # turns before one that may hold the question it answers, as in screening
FAMILIES = ({"email", "spoken_email", "url"}, {"street_address", "postcode_place"})


@dataclass(frozen=True)
class Stretch:
    """A stretch of a turn, planted or found: kind, start, end (code points, end exclusive)."""

    kind: str
    start: int
    end: int

    def overlaps(self, other: Stretch) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Turn:
    """A turn without its marks, what was said just before it, and what was planted in it."""

    speaker: str
    text: str
    before: str
    planted: tuple[Stretch, ...]

    @property
    def n_words(self) -> int:
        """Words between spaces."""
        return len(self.text.split())


@dataclass(frozen=True)
class Case:
    """A planted stretch (found, and found whole, or not) or a false alarm."""

    kind: str
    text: str
    context: str
    found: bool = False
    whole: bool = False


def read_turns(path: Path) -> list[Turn]:
    """Read the turns of a corpus file; fail on a line that is not a turn."""
    turns = []
    earlier: deque[str] = deque(maxlen=EARLIER)
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line:
            earlier.clear()
            continue
        matched = TURN.fullmatch(line)
        if matched is None:
            raise ValueError(f"{path.name}: not a turn: {line}")
        text, planted = unmark(matched[2])
        turns.append(Turn(matched[1], text, "\n".join(earlier), planted))
        earlier.append(text)
    return turns


def read_corpus(name: str) -> list[Turn]:
    """Read the turns of every file of a corpus of ``CORPORA``."""
    return [turn for file in CORPORA[name] for turn in read_turns(CORPUS / f"{file}.txt")]


def unmark(marked: str) -> tuple[str, tuple[Stretch, ...]]:
    """Take the marks out of a text and say where they stood."""
    text, planted, last = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        planted.append(Stretch(mark[1], len(text), len(text) + len(mark[2])))
        text += mark[2]
        last = mark.end()
    return text + marked[last:], tuple(planted)


def fits(planted: str, found: str) -> bool:
    """Whether a finding is of the kind that was planted, or of its family."""
    return planted == found or any({planted, found} <= family for family in FAMILIES)


def is_whole(planted: Stretch, found: Iterable[Stretch], text: str) -> bool:
    """Whether the findings cover every letter and digit of the planted stretch."""
    covered = {i for stretch in found for i in range(stretch.start, stretch.end)}
    return all(i in covered or not text[i].isalnum() for i in range(planted.start, planted.end))


def find_hard(turn: Turn) -> list[Stretch]:
    """Findings of ``delphi.privacy.identifiers`` in a turn."""
    from delphi.privacy.identifiers import identifiers

    return [Stretch(str(f.kind), f.start, f.end) for f in identifiers(turn.text, before=turn.before)]


def measure_hard(turns: list[Turn]) -> tuple[list[Case], list[Case]]:
    """Planted hard identifiers, found or not, and the findings that overlap nothing planted."""
    planted, alarms = [], []
    for turn in turns:
        findings = find_hard(turn)
        for stretch in turn.planted:
            if stretch.kind == "name":
                continue
            hits = [f for f in findings if f.overlaps(stretch) and fits(stretch.kind, f.kind)]
            planted.append(case(stretch, turn, bool(hits), is_whole(stretch, hits, turn.text)))
        alarms += false_alarms(findings, turn)
    return planted, alarms


def measure_names(turns: list[Turn]) -> tuple[list[Case], list[Case]]:
    """Planted names, found or not, and the findings that overlap nothing planted."""
    from delphi.privacy.names import name_finder

    finder = name_finder([turn.text for turn in turns], SPEAKERS, LANGUAGE)
    planted, alarms = [], []
    for turn in turns:
        findings = [Stretch("name", f.start, f.end) for f in finder(turn.text)]
        for stretch in turn.planted:
            if stretch.kind == "name":
                hits = [f for f in findings if f.overlaps(stretch)]
                planted.append(case(stretch, turn, bool(hits), is_whole(stretch, hits, turn.text)))
        alarms += false_alarms(findings, turn)
    return planted, alarms


def false_alarms(findings: list[Stretch], turn: Turn) -> Iterator[Case]:
    """Findings that overlap no planted stretch of any kind."""
    return (case(f, turn) for f in findings if not any(f.overlaps(stretch) for stretch in turn.planted))


def case(stretch: Stretch, turn: Turn, found: bool = False, whole: bool = False) -> Case:
    """One line of the list of misses and false alarms."""
    return Case(stretch.kind, turn.text[stretch.start : stretch.end], turn.text, found, whole)


def recall(cases: list[Case]) -> float:
    return sum(one.found for one in cases) / len(cases)


def per_thousand(alarms: list[Case], turns: list[Turn]) -> float:
    return 1000 * len(alarms) / sum(turn.n_words for turn in turns)


def table(planted: list[Case], alarms: list[Case], n_words: int) -> Iterator[str]:
    """Lines per kind: planted, found, recall, found whole, false alarms, false alarms per 1,000 words."""
    counts = [Counter(one.kind for one in cases) for cases in (planted, alarms)]
    for kind in sorted(set(counts[0]) | set(counts[1])):
        mine = [one for one in planted if one.kind == kind]
        hit, whole, n = sum(one.found for one in mine), sum(one.whole for one in mine), len(mine)
        share = f"{hit / n:8.3f}" if n else f"{'-':>8}"
        wrong = counts[1][kind]
        yield f"{kind:18}{n:8}{hit:8}{share}{whole:8}{wrong:8}{1000 * wrong / n_words:10.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="print every miss and false alarm")
    parser.add_argument("--corpus", choices=CORPORA, default="first", help="which corpus to measure")
    options = parser.parse_args()
    turns = read_corpus(options.corpus)
    n_words = sum(turn.n_words for turn in turns)
    print(f"{len(turns)} turns, {n_words} words")
    print(f"{'kind':18}{'planted':>8}{'found':>8}{'recall':>8}{'whole':>8}{'alarms':>8}{'per 1000':>10}")
    for planted, alarms in (measure_hard(turns), measure_names(turns)):
        print(*table(planted, alarms, n_words), sep="\n")
        print(
            f"recall {recall(planted):.3f}, {per_thousand(alarms, turns):.2f} false alarms per 1,000 words\n"
        )
        if options.list:
            for one in planted:
                if not one.whole:
                    print("PART" if one.found else "MISS", one.kind, repr(one.text), "in:", one.context)
            for one in alarms:
                print("ALARM", one.kind, repr(one.text), "in:", one.context)
            print()


if __name__ == "__main__":
    main()
