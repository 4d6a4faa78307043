"""How far suggestions from terms and topics agree with a coder, per transcript and per group of rounds.

Run in a study folder after `snakemake` (or after `delphi ingest` by hand)::

    python benchmarks/suggestions.py --coder data/coded/decisions/hanne.csv --seen-rounds 1 2

Only participants' sentences in turns that the coder checked count.  A sentence has a coder's codes
when a coded stretch covers more than half of it.  `seen` rounds are those from which the codebook's
terms and the constants of the mechanism were taken; the others are unseen.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import pandas as pd

from delphi.codebook import load_codebook
from delphi.coding.combine import CLAIM, code_turns
from delphi.coding.tokens import tokenise_turns
from delphi.study import load_study

KEY = ["transcript_id", "turn"]
SENTENCE_COLUMNS = [
    "coded",
    "suggested",
    "of them judged",
    "model prec.",
    "model recall",
    "model",
    "swot",
    "both",
]


def read_all(folder: Path) -> pd.DataFrame:
    """All batches of one stage."""
    frame = pd.concat([pd.read_parquet(file) for file in sorted(folder.glob("*.parquet"))], ignore_index=True)
    order = [name for name in (*KEY, "start") if name in frame]
    return frame.sort_values(order, kind="stable").reset_index(drop=True)


def compare_sentences(
    sentences: pd.DataFrame, coded: pd.DataFrame, suggested: pd.DataFrame
) -> dict[str, list[tuple[set[tuple[str, str]], set[tuple[str, str]]]]]:
    """Per transcript, for each sentence: the coder's codes and the suggested ones."""
    by_coder, by_machine = defaultdict(list), defaultdict(list)
    for frame, table in ((coded, by_coder), (suggested, by_machine)):
        for row in frame.itertuples():
            table[row.transcript_id, row.turn].append((row.start, row.end, (row.work_model, row.swot)))
    pairs = defaultdict(list)
    for row in sentences.itertuples():
        sets = []
        for table in (by_coder, by_machine):
            covers = table[row.transcript_id, row.turn]
            sets.append(
                {c for a, b, c in covers if min(b, row.end) - max(a, row.start) > (row.end - row.start) / 2}
            )
        pairs[row.transcript_id].append((sets[0], sets[1]))
    return pairs


def sentence_figures(pairs: list[tuple[set[tuple[str, str]], set[tuple[str, str]]]]) -> list[float]:
    """The columns of the first table."""
    coded = sum(bool(gold) for gold, _ in pairs)
    suggested = sum(bool(found) for _, found in pairs)
    judged = [(gold, next(iter(found))) for gold, found in pairs if gold and found]
    model = sum(found[0] in {code[0] for code in gold} for gold, found in judged)
    swot = sum(found[1] in {code[1] for code in gold} for gold, found in judged)
    both = sum(found in gold for gold, found in judged)
    return [
        coded, suggested, ratio(len(judged), suggested), ratio(model, suggested), ratio(model, coded),
        ratio(model, len(judged)), ratio(swot, len(judged)), ratio(both, len(judged)),
    ]  # fmt: skip


def topic_figures(coded: pd.DataFrame, topics: pd.DataFrame) -> list[float]:
    """How often the coder's work model is the heaviest topic of the turn, or one of the two heaviest."""
    claimed = topics[topics["weight"] >= CLAIM].groupby(KEY, sort=False)["work_model"].agg(list).to_dict()
    ranked = [
        (claimed.get((transcript_id, turn), []), model)
        for transcript_id, turn, model in zip(coded["transcript_id"], coded["turn"], coded["work_model"])
    ]
    first = sum(models[:1] == [model] for models, model in ranked)
    second = sum(model in models[:2] for models, model in ranked)
    something = sum(bool(models) for models, _ in ranked)
    n = len(ranked)
    return [n, ratio(something, n), ratio(first, n), ratio(second, n), ratio(first, something)]


def ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def line(name: str, figures: list[float]) -> str:
    cells = [f"{x:10,}" if isinstance(x, int) else "         –" if x != x else f"{x:10.2f}" for x in figures]
    return f"{name:16}" + "".join(f"{cell:>17}" for cell in cells)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path(), help="the study folder")
    parser.add_argument(
        "--coder", type=Path, required=True, help="decisions file, seen from the study folder"
    )
    parser.add_argument(
        "--seen-rounds", type=int, nargs="*", default=[1, 2], help="rounds terms were taken from"
    )
    options = parser.parse_args()
    folder = options.folder
    study, codebook = load_study(folder / "config/study.yaml"), load_codebook(folder / "config/codebook.yaml")
    turns, sentences = (read_all(folder / "data/interim" / stage) for stage in ("turns", "sentences"))
    suggestions, topics = code_turns(
        turns,
        sentences,
        tokenise_turns(turns),
        codebook,
        language=codebook.language,
        general=study.swot.general,
    )
    rounds = pd.read_csv(folder / "data/raw/transcripts.csv").set_index("transcript_id")["round"].to_dict()
    decisions = pd.read_csv(folder / options.coder, keep_default_na=False, dtype=str).astype({"turn": int})
    for facet in ("work_model", "swot"):
        moved = {key: codebook.migrated(facet, key) for key in set(decisions[facet]) if key}
        decisions[facet] = [(moved.get(key) or ("",))[0] for key in decisions[facet]]
    coded = decisions[decisions["action"] == "apply"].astype({"start": int, "end": int})
    checked = decisions.loc[decisions["action"].isin(["apply", "checked"]), KEY].drop_duplicates()
    people = turns.loc[~turns["facilitator"], KEY].merge(checked, on=KEY)
    pairs = compare_sentences(
        sentences.merge(people, on=KEY), coded.merge(people, on=KEY), suggestions.merge(people, on=KEY)
    )
    groups = {
        "seen": [key for key in pairs if rounds[key] in options.seen_rounds],
        "unseen": [key for key in pairs if rounds[key] not in options.seen_rounds],
    }
    rows = {**{key: [key] for key in pairs}, **groups}
    print("Sentences in checked turns\n" + " " * 16 + "".join(f"{name:>17}" for name in SENTENCE_COLUMNS))
    for name, keys in rows.items():
        print(line(name, sentence_figures([pair for key in keys for pair in pairs[key]])))
    names = ["coded stretches", "claimed", "topic is first", "first or second", "first, claimed"]
    print(
        "\nTopic of the turn against the coder's work model\n" + " " * 16 + "".join(f"{n:>17}" for n in names)
    )
    for name, keys in rows.items():
        print(line(name, topic_figures(coded[coded["transcript_id"].isin(keys)], topics)))
    print("\nConfidence and being right, per suggestion: (work model, category, both; number)")
    print(reliability(suggestions.merge(people, on=KEY), coded, groups).to_string())


def reliability(suggestions: pd.DataFrame, coded: pd.DataFrame, groups: dict[str, list[str]]) -> pd.DataFrame:
    """Per band of confidence the share of suggestions that a coded stretch on the same place agrees with."""
    stretches = defaultdict(list)
    for row in coded.itertuples():
        stretches[row.transcript_id, row.turn].append(row)
    rows = []
    for row in suggestions.itertuples():
        near = [s for s in stretches[row.transcript_id, row.turn] if s.start < row.end and row.start < s.end]
        model = any(s.work_model == row.work_model for s in near)
        swot = any(s.swot == row.swot for s in near)
        both = any((s.work_model, s.swot) == (row.work_model, row.swot) for s in near)
        group = next(name for name, keys in groups.items() if row.transcript_id in keys)
        rows.append((group, row.confidence, model, swot, both))
    frame = pd.DataFrame(rows, columns=["rounds", "confidence", "model", "swot", "both"])
    bands = pd.cut(frame["confidence"], [0, 0.2, 0.4, 0.6, 0.8, 1])
    grouped = frame.groupby(["rounds", bands], observed=True)[["model", "swot", "both"]]
    return grouped.mean().round(2).assign(n=grouped.size())


if __name__ == "__main__":
    main()
