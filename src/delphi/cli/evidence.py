"""`delphi evidence`: the pages that lead from a statement, cell, round or perspective to its passages."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from delphi.cli.batches import WHO, each_batch, read_turns
from delphi.cli.options import open_codebook, open_study, ordered, read_csv, read_parquet, read_tags, reads
from delphi.errors import InputError
from delphi.items import read_items
from delphi.privacy import mask_speakers
from delphi.report.evidence import (
    MOST,
    MOST_CONVERSATIONS,
    OF_DECISIONS,
    conversation_pages,
    edition_in_pages,
    internal_edition,
    internal_source,
    page,
    public_source,
)
from delphi.report.material import Material
from delphi.writing import whole, whole_folder

TABLES = ("swot", "consensus")
EDITIONS = ("public", "internal")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "--edition",
        required=True,
        choices=EDITIONS,
        help="public: cleared quotations only, may leave the team; internal: conversations, labels and decisions",
    )
    reads(parser, "study", "codebook", "transcripts", "participants", "items")
    reads(parser, "tags", "links", "happened", "presence", *TABLES)
    reads(parser, "turns")
    parser.add_argument(
        "--placed",
        metavar="FILE",
        help="decisions with their place in the transcripts, from `settle`; the internal edition needs them",
    )
    parser.add_argument("--to-page", required=True, metavar="FILE", help="the page")
    parser.add_argument(
        "--to-pages",
        metavar="FOLDER",
        help="the pages of a study that has too many passages for one, beside it (default: the page's name); empty otherwise",
    )


def run(options: argparse.Namespace) -> None:
    """Write an edition of the page."""
    internal = options.edition == "internal"
    if internal != bool(options.turns and options.placed):
        what = "the internal edition needs --turns and --placed." if internal else (
            "the public edition reads no transcript and no decision.")  # fmt: skip
        raise InputError(what, remedy="Give both options for `--edition internal`, neither for `public`.")
    target = Path(options.to_page)
    folder = Path(options.to_pages or target.with_suffix(""))
    if folder.parent != target.parent:
        raise InputError(
            "the pages do not stand beside the page that leads to them.",
            folder,
            remedy=f"The links must lead to a folder in {target.parent.as_posix()}.",
        )
    material = _material(options)
    number = 0
    largest = 0
    with whole_folder(folder) as pages:
        for name, content in _files(material, options, target.name, folder.name):
            with whole(target if name == target.name else pages / name) as part:
                part.write_bytes(content)
            number += 1
            largest = max(largest, len(content))
    print(
        f"evidence: {target.as_posix()}, {options.edition}, {len(material.statements)} statements, {number} "
        f"page{'s' if number > 1 else ''}, the largest {largest / 1_000_000:.1f} MB"
    )


def _files(m: Material, options: argparse.Namespace, door: str, folder: str) -> Iterator[tuple[str, bytes]]:
    """The one page, or the pages and at last the overview, which has its name."""
    if options.edition == "public":
        source = public_source(m)
        if source.passages <= MOST:
            yield door, page(source.whole())
        else:
            yield from edition_in_pages(source, door, folder)
        return
    columns = (*WHO, "speaker", "text")
    if len(m.tags) <= MOST and len(m.transcripts) <= MOST_CONVERSATIONS:
        turns = read_turns(options.turns, m.transcripts, m.participants, columns)
        yield door, page(internal_edition(m, turns, read_parquet(options.placed, OF_DECISIONS)))
        return
    batches = (ordered(turns) for turns in each_batch(options.turns, columns))
    yield from conversation_pages(m, batches, read_parquet(options.placed, OF_DECISIONS), door)
    yield from edition_in_pages(internal_source(m, m.transcripts, {}), door, folder)


def _material(options: argparse.Namespace) -> Material:
    """What the registers and tables say."""
    study, transcripts, participants = open_study(options)
    codebook = open_codebook(options)
    tables = {name: read_csv(getattr(options, name)) for name in TABLES}
    tables["presence"] = read_parquet(options.presence)
    return Material(
        study=study,
        codebook=codebook,
        transcripts=transcripts,
        participants=participants,
        tags=read_tags(options.tags),
        links=read_parquet(options.links),
        events=read_parquet(options.happened),
        items=read_items(options.items, codebook, study.language),
        tables=tables,
        parameters=None,
        practices=None,
        mask=mask_speakers(transcripts, participants, study),
    )
