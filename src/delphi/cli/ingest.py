"""`delphi ingest`: the transcripts of one batch, or some by name, become turns, sentences and words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from delphi.cli.options import reads
from delphi.coding.tokens import tokenise_texts, write_tokens
from delphi.errors import InputError, InputErrors
from delphi.passages.segments import sentences
from delphi.study import (
    Participant,
    Transcript,
    batch_of,
    load_participants,
    load_study,
    load_transcripts,
    speaker_labels,
)
from delphi.transcripts import Reading, read_file
from delphi.transcripts.labels import Register
from delphi.writing import whole

HELP = "Read the transcripts of one batch, or some by name, into turns, sentences and tokens."

SHOWN = 30  # transcripts of a batch that are told one by one

TURNS = pa.schema(
    [
        ("transcript_id", pa.string()),
        ("turn", pa.int32()),
        ("speaker", pa.string()),
        ("participant_id", pa.string()),
        ("facilitator", pa.bool_()),
        ("start_time", pa.float64()),
        ("end_time", pa.float64()),
        ("line", pa.int32()),
        ("text", pa.string()),
    ]
)
SENTENCES = pa.schema(
    [
        ("transcript_id", pa.string()),
        ("turn", pa.int32()),
        ("sentence", pa.int32()),
        ("start", pa.int32()),
        ("end", pa.int32()),
    ]
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "transcripts", "participants")
    parser.add_argument(
        "--folder",
        default="data/raw/transcripts",
        metavar="FOLDER",
        help="the folder with the transcript files (default: data/raw/transcripts)",
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--batch", type=int, metavar="NUMBER", help="the batch to read, from 0")
    which.add_argument(
        "--only",
        nargs="+",
        metavar="TRANSCRIPT",
        help="these instead; of what is odd in them their batch tells",
    )
    parser.add_argument("--turns", required=True, metavar="FILE", help="write the turns here (Parquet)")
    parser.add_argument(
        "--sentences", required=True, metavar="FILE", help="write the sentences here (Parquet)"
    )
    parser.add_argument("--tokens", required=True, metavar="FILE", help="write the words here (npz)")


def run(options: argparse.Namespace) -> None:
    """Read, divide, tokenise; every mistake in the batch is told before anything is written."""
    study = load_study(options.study)
    transcripts = load_transcripts(options.transcripts, study)
    participants = load_participants(options.participants, study)
    batch = _chosen(options, transcripts, study.batches)
    errors: list[InputError] = []
    registers: dict[tuple[str, ...], Register] = {}
    owner = {label.casefold(): person for person in participants for label in person.labels}
    turns: list[pa.Table] = []
    passages: list[pa.Table] = []
    for transcript in batch:
        path = Path(options.folder) / transcript.file
        try:
            if transcript.facilitators not in registers:
                registers[transcript.facilitators] = Register(speaker_labels(transcript, participants))
            reading = read_file(
                path, registers[transcript.facilitators], transcript_id=transcript.transcript_id
            )
        except InputError as error:
            errors.append(error)
            continue
        turns.append(turns_table(reading, transcript, owner))
        passages.append(sentences_table(turns[-1], transcript.language))
        if options.batch is not None:
            _tell(reading, path, turns[-1], briefly=len(batch) > SHOWN)
    if errors:
        raise errors[0] if len(errors) == 1 else InputErrors(errors)
    _write(turns, TURNS, options.turns)
    _write(passages, SENTENCES, options.sentences)
    together = pa.concat_tables(turns) if turns else TURNS.empty_table()
    words = tokenise_texts(
        together["text"].to_pylist(),
        together["transcript_id"].to_pylist(),
        np.asarray(together["turn"].to_numpy(), dtype=np.int32),
    )
    with whole(options.tokens) as part:
        write_tokens(part, words)
    if options.batch is None or len(batch) > SHOWN:
        print(f"ingest: {len(batch)} transcripts, {together.num_rows:,} turns")


def _chosen(options: argparse.Namespace, transcripts: Sequence[Transcript], batches: int) -> list[Transcript]:
    if options.batch is None:
        known = {transcript.transcript_id for transcript in transcripts}
        if unknown := [name for name in options.only if name not in known]:
            raise InputError(f"there is no transcript {unknown[0]} in it.", options.transcripts)
        return [transcript for transcript in transcripts if transcript.transcript_id in options.only]
    if not 0 <= options.batch < batches:
        what = f"there is no batch {options.batch}."
        remedy = f"`batches` is {batches}, so they are counted from 0 to {batches - 1}."
        raise InputError(what, options.study, remedy=remedy)
    return [t for t in transcripts if batch_of(t.transcript_id, batches) == options.batch]


def turns_table(reading: Reading, transcript: Transcript, owner: Mapping[str, Participant]) -> pa.Table:
    """Turns of a transcript with who spoke; the turns of someone who withdrew keep their number only.

    Parameters
    ----------
    owner
        Whose each casefolded label is.
    """
    facilitators = {label.casefold() for label in transcript.facilitators}
    rows = []
    for turn in reading.turns:
        label = turn.speaker.casefold()
        leads = label in facilitators
        person = None if leads else owner[label]
        gone = person is not None and person.withdrawn_on is not None
        rows.append(
            {
                "transcript_id": reading.transcript_id,
                "turn": turn.turn,
                "speaker": "" if gone else turn.speaker,
                "participant_id": "" if gone or person is None else person.participant_id,
                "facilitator": leads,
                "start_time": turn.start_time,
                "end_time": turn.end_time,
                "line": turn.line,
                "text": "" if gone else turn.text,
            }
        )
    return pa.Table.from_pylist(rows, schema=TURNS)


def sentences_table(turns: pa.Table, language: str) -> pa.Table:
    """Sentences of the turns of a transcript."""
    rows = [
        {"transcript_id": key, "turn": turn, "sentence": number, "start": start, "end": end}
        for key, turn, text in zip(
            turns["transcript_id"].to_pylist(), turns["turn"].to_pylist(), turns["text"].to_pylist()
        )
        for number, (start, end) in enumerate(sentences(text, language), start=1)
    ]
    return pa.Table.from_pylist(rows, schema=SENTENCES)


def _tell(reading: Reading, path: Path, turns: pa.Table, *, briefly: bool) -> None:
    if not briefly:
        speakers = {name for name in turns["speaker"].to_pylist() if name}
        how = f", {reading.encoding}" if reading.encoding else ""
        print(f"ingest: {reading.transcript_id}: {turns.num_rows} turns, {len(speakers)} speakers{how}")
    for warning in reading.warnings:
        print(f"delphi: {path.as_posix()}: {warning.rstrip('.')}.", file=sys.stderr)


def _write(tables: Sequence[pa.Table], schema: pa.Schema, file: str) -> None:
    """One row group per transcript; whole or not at all."""
    with whole(file) as part, pq.ParquetWriter(part, schema, compression="zstd") as writer:
        for table in tables:
            writer.write_table(table)
