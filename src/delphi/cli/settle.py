"""`delphi settle`: decisions, adjudications and suggestions become tags."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from delphi.cli.options import (
    open_codebook,
    open_study,
    read_frames,
    read_turns,
    reads,
    write_csv,
    write_parquet,
    writes,
)
from delphi.decisions import read_decisions, settle
from delphi.decisions.place import place_decisions
from delphi.decisions.settle import keyed_id
from delphi.errors import InputError
from delphi.items import read_items
from delphi.privacy import mask_speakers, ordinary_words
from delphi.study import Participant, Study, Transcript
from delphi.study.sources import read_text

SHORTEST_KEY = 16
ANCHOR_COLUMNS = [
    "coder", "row", "transcript_id", "turn", "quote", "outcome", "new_turn", "new_start", "new_end"
]  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook", "transcripts", "participants", "items")
    reads(parser, "turns", "suggestions", "decisions", "adjudications")
    parser.add_argument(
        "--key",
        nargs="*",
        default=[],
        metavar="FILE",
        help="the study's secret, so that a tag's name does not give away its place (data/coded/tag_key.txt)",
    )
    writes(
        parser,
        tags="the settled tags",
        anchors="decisions that did not stand where they said",
        reading="who checked which turn",
        placed="every decision with its place in the transcripts",
    )


def run(options: argparse.Namespace) -> None:
    """Place every decision, settle, and list what moved or was lost."""
    study, transcripts, participants = open_study(options)
    codebook = open_codebook(options)
    items = read_items(options.items, codebook, study.language)
    known = [transcript.transcript_id for transcript in transcripts]
    turns = read_turns(options.turns, transcripts, participants)
    stages = []
    for stage, files in (("coding", options.decisions), ("adjudication", options.adjudications)):
        frame = read_decisions(files, codebook, known, sorted(set(items["item_id"])))
        stages.append(frame.assign(stage=stage))
    decisions = pd.concat(stages, ignore_index=True)
    placed = place_decisions(decisions, turns)
    usable = placed[(placed["outcome"] != "lost") & ~placed["split"]]
    tags, reading = settle(
        usable[usable["stage"] == "coding"],
        usable[usable["stage"] == "adjudication"],
        read_frames(options.suggestions),
        turns,
    )
    for file in options.key:
        key = _key(Path(file))
        tags["tag_id"] = [keyed_id(name, key) for name in tags["tag_id"]]
    anchors = _report(placed, transcripts, participants, study)
    write_csv(tags, options.to_tags)
    write_csv(anchors, options.to_anchors)
    write_parquet(reading, options.to_reading)
    write_parquet(placed, options.to_placed)
    for word, often in ordinary_words(turns["text"], transcripts, participants).items():
        print(
            f"settle: the label `{word}` is also an ordinary word ({often} times in lower case); it is masked in"
            " every quotation. Another pseudonym would spare the quotations."
        )
    counts = tags["status"].value_counts()
    told = ", ".join(f"{counts[status]} {status}" for status in sorted(counts.index))
    moved, lost = ((anchors["outcome"] == outcome).sum() for outcome in ("moved", "lost"))
    print(
        f"settle: {len(decisions)} decisions ({moved} moved, {lost} lost), {len(tags)} tags: {told or 'none'}"
    )


def _key(path: Path) -> str:
    key = read_text(path).strip()
    if len(key) < SHORTEST_KEY:
        what = f"the key has {len(key)} characters, which can be guessed."
        remedy = f"Put {SHORTEST_KEY} random letters and digits in it, or take the file away."
        raise InputError(what, path, remedy=remedy)
    return key


def _report(
    placed: pd.DataFrame,
    transcripts: Sequence[Transcript],
    participants: Sequence[Participant],
    study: Study,
) -> pd.DataFrame:
    lost_codes = placed["split"] & (placed["outcome"] != "lost")
    listed = placed[(placed["outcome"] != "stands") | lost_codes].copy()
    listed.loc[lost_codes, ["outcome", "new_turn", "new_start", "new_end"]] = ["lost", -1, -1, -1]
    mask = mask_speakers(transcripts, participants, study)
    listed["quote"] = [mask(quote) for quote in listed["quote"]]
    positions = ["new_turn", "new_start", "new_end"]
    listed[positions] = listed[positions].astype("Int64").mask(listed[positions] < 0)
    return listed[ANCHOR_COLUMNS]
