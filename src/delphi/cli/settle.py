"""`delphi settle`: decisions, adjudications and suggestions become tags."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa

from delphi.cli.batches import WHO, each_batch, registered
from delphi.cli.options import (
    open_codebook,
    open_study,
    ordered,
    read_parquet,
    reads,
    write_csv,
    write_parquet,
    writes,
)
from delphi.decisions import read_decisions
from delphi.decisions.place import place_decisions
from delphi.decisions.settle import DECIDED, settled_rows
from delphi.decisions.tag_rows import keyed_id
from delphi.decisions.tags_file import TagsFile
from delphi.errors import InputError
from delphi.items import read_items
from delphi.privacy import between_spaces, mask_speakers, ordinary_words
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
    stages = []
    for stage, files in (("coding", options.decisions), ("adjudication", options.adjudications)):
        frame = read_decisions(files, codebook, known, sorted(set(items["item_id"])))
        stages.append(frame.assign(stage=stage))
    decisions = pd.concat(stages, ignore_index=True)
    keys = [_key(Path(file)) for file in options.key]
    with TagsFile(options.to_tags, lambda name: keyed_id(name, keys[-1]) if keys else name) as tags:
        placed, reading, said = _settled(options, decisions, transcripts, participants, tags)
        anchors = _report(placed, transcripts, participants, study)
        tags.write()
    write_csv(anchors, options.to_anchors)
    write_parquet(reading, options.to_reading)
    write_parquet(placed, options.to_placed)
    for word, often in ordinary_words(said, transcripts, participants).items():
        print(
            f"settle: the label `{word}` is also an ordinary word ({often} times in lower case); it is masked in"
            " every quotation. Another pseudonym would spare the quotations."
        )
    counts = tags.statuses
    told = ", ".join(f"{counts[status]} {status}" for status in sorted(counts))
    moved, lost = ((anchors["outcome"] == outcome).sum() for outcome in ("moved", "lost"))
    if astray := ((placed["outcome"] == "lost") & ~placed["withdrawn"]).sum():
        print(
            f"delphi: {astray} decision(s) that find their passage nowhere any more, and count no longer;"
            f" {Path(options.to_anchors).as_posix()} names each.",
            file=sys.stderr,
        )
    print(
        f"settle: {len(decisions)} decisions ({moved} moved, {lost} lost), {counts.total()} tags: {told or 'none'}"
    )


def _key(path: Path) -> str:
    key = read_text(path).strip()
    if len(key) < SHORTEST_KEY:
        what = f"the key has {len(key)} characters, which can be guessed."
        remedy = f"Put {SHORTEST_KEY} random letters and digits in it, or take the file away."
        raise InputError(what, path, remedy=remedy)
    return key


def _settled(
    options: argparse.Namespace,
    decisions: pd.DataFrame,
    transcripts: Sequence[Transcript],
    participants: Sequence[Participant],
    tags: TagsFile,
) -> tuple[pd.DataFrame, pd.DataFrame, list[pa.Table]]:
    """Place and settle what was decided, batch by batch: decisions with their places, who read what, what was said."""
    said: list[pa.Table] = []
    rows = decisions.groupby("transcript_id").indices
    found: list[pd.DataFrame] = []
    read: list[pd.DataFrame] = []
    if len(options.turns) != len(options.suggestions):
        what = (
            f"there are {len(options.turns)} batches of turns and {len(options.suggestions)} of suggestions."
        )
        raise InputError(what, remedy="Give the same batches, in the same order, to both options.")
    sessions = registered(transcripts, participants)
    batches = zip(each_batch(options.turns, (*WHO, "text")), map(read_parquet, options.suggestions))
    for place, (turns, offered) in enumerate(batches):
        names = turns["transcript_id"].unique()
        if not set(offered["transcript_id"]) <= set(names):
            remedy = f"They come from other turns than {options.turns[place]}; give both in the same order."
            raise InputError("these suggestions have no turns.", options.suggestions[place], remedy=remedy)
        here = decisions.iloc[sorted(row for name in names for row in rows.pop(name, ()))]
        placed = place_decisions(here, turns)
        if len(here):
            found.append(placed)
        usable = placed.loc[(placed["outcome"] != "lost") & ~placed["split"], [*DECIDED, "stage"]]
        coding, ruled = (usable[usable["stage"] == stage] for stage in ("coding", "adjudication"))
        settled, reading = settled_rows(coding, ruled, ordered(offered), sessions(turns))
        tags.add(settled)
        read.append(reading)
        said.append(between_spaces(turns["text"]))
    left = decisions.iloc[sorted(row for some in rows.values() for row in some)]
    if len(left) or not found:
        found.append(place_decisions(left, turns.head(0)))
    reading = pd.concat([part for part in read if len(part)] or read[:1])
    return (
        pd.concat(found).sort_index(),
        reading.sort_values(["transcript_id", "turn"], kind="stable").reset_index(drop=True),
        said,
    )


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
