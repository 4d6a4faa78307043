"""Options that several verbs share, and the files behind them."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

import pandas as pd

from delphi.codebook import Codebook, load_codebook
from delphi.derived import disarmed
from delphi.derived import read_csv as read_csv
from delphi.derived import read_parquet as read_parquet
from delphi.derived import read_tags as read_tags
from delphi.study import Participant, Study, Transcript, load_participants, load_study, load_transcripts
from delphi.writing import whole

INPUTS = {
    "study": ("config/study.yaml", "the study's configuration"),
    "codebook": ("config/codebook.yaml", "the codebook"),
    "transcripts": ("data/raw/transcripts.csv", "the register of transcripts"),
    "participants": ("data/raw/participants.csv", "the register of participants"),
    "items": ("data/coded/items.csv", "the register of items; may be missing"),
    "events": ("data/coded/item_events.csv", "the ledger of items; may be missing"),
    "rated": ("data/raw/ratings.csv", "what panellists rated"),
    "tags": ("data/coded/tags.csv", "the settled tags"),
    "cleared": ("data/coded/cleared.csv", "what a person has cleared; may be missing"),
    "reading": ("data/interim/reading.parquet", "who checked which turn, from `settle`"),
    "placed": ("data/interim/decisions.parquet", "decisions with their place in the transcripts, from `settle`"),
    "links": ("data/interim/links.parquet", "tags linked to items, from `rounds`"),
    "happened": ("data/interim/events.parquet", "the ledger with its tags, from `rounds`"),
    "presence": ("data/interim/presence.parquet", "who was in which session, from `rounds`"),
    "swot": ("reports/tables/swot.csv", "the table of statements"),
    "consensus": ("reports/tables/consensus.csv", "the table of support and statuses"),
    "panel": ("reports/tables/panel.csv", "the table of the panel's coming and going"),
    "sensitivity": ("reports/tables/sensitivity.csv", "the table of statuses that hang on one thing"),
    "coverage": ("reports/tables/coverage.csv", "the table of what is checked"),
    "agreement": ("reports/tables/agreement.csv", "the table of agreement between coders"),
    "disagreements": ("data/interim/disagreements.csv", "passages with opposite categories, from `agree`"),
    "confusion": ("data/interim/confusion.csv", "which codes coders confuse, from `agree`"),
    "anchors": ("reports/tables/anchors.csv", "the table of decisions that did not stand where they said"),
}  # fmt: skip
SEVERAL = {
    "turns": "turns of every batch, from `ingest`",
    "sentences": "sentences of every batch, from `ingest`",
    "suggestions": "suggestions of every batch, from `code`",
    "findings": "what `screen` found in every batch",
    "decisions": "the coders' files of decisions",
    "adjudications": "the file of adjudications, if there is one",
}


def reads(parser: argparse.ArgumentParser, *names: str) -> None:
    """Add options for files that are read; each has the place of DESIGN.md as its default."""
    for name in names:
        if name in SEVERAL:
            parser.add_argument(f"--{name}", nargs="*", default=[], metavar="FILE", help=SEVERAL[name])
        else:
            default, text = INPUTS[name]
            help_text = f"{text} (default: {default})"
            parser.add_argument(f"--{name}", default=default, metavar="FILE", help=help_text)


def writes(parser: argparse.ArgumentParser, **files: str) -> None:
    """Add options for files that are written, as `--to-<name>`."""
    for name, text in files.items():
        parser.add_argument(f"--to-{name.replace('_', '-')}", required=True, metavar="FILE", help=text)


def open_study(options: argparse.Namespace) -> tuple[Study, list[Transcript], list[Participant]]:
    """The study's configuration and its registers."""
    study = load_study(options.study)
    return (
        study,
        load_transcripts(options.transcripts, study),
        load_participants(options.participants, study),
    )


def open_codebook(options: argparse.Namespace) -> Codebook:
    """The codebook."""
    return load_codebook(options.codebook)


def read_frames(files: Iterable[str]) -> pd.DataFrame:
    """The frames of all batches as one, ordered by transcript and turn, whatever the batches were."""
    return ordered(pd.concat([read_parquet(file) for file in files], ignore_index=True))


def ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """A derived frame by transcript, turn, place and codes, as far as it has them."""
    order = [
        name for name in ("transcript_id", "turn", "start", "end", "work_model", "swot") if name in frame
    ]
    return frame.sort_values(order, kind="stable").reset_index(drop=True)


def read_findings(files: Iterable[str]) -> pd.DataFrame:
    """What `screen` found in all batches, ordered by transcript and place."""
    numbers = dict.fromkeys(("turn", "line", "start", "end"), "int64")
    frame = pd.concat([read_csv(file, **numbers) for file in files], ignore_index=True)
    return frame.sort_values(["transcript_id", "turn", "start", "kind"], kind="stable").reset_index(drop=True)


def write_csv(frame: pd.DataFrame, file: str) -> None:
    """Write a table: UTF-8, LF, header, text that no spreadsheet runs; whole or not at all."""
    with whole(file) as part:
        disarmed(frame).to_csv(part, index=False, lineterminator="\n", encoding="utf-8")


def write_parquet(frame: pd.DataFrame, file: str) -> None:
    """Write a derived frame; whole or not at all."""
    with whole(file) as part:
        frame.to_parquet(part, index=False)
