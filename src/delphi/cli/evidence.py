"""`delphi evidence`: the page that leads from a statement, cell, round or perspective to its passages."""

from __future__ import annotations

import argparse
from pathlib import Path

from delphi.cli.batches import WHO, read_turns
from delphi.cli.options import open_codebook, open_study, read_csv, read_parquet, read_tags, reads
from delphi.errors import InputError
from delphi.items import read_items
from delphi.privacy import mask_speakers
from delphi.report.evidence import internal_edition, page, public_edition, turns_shown
from delphi.report.material import Material
from delphi.writing import whole

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


def run(options: argparse.Namespace) -> None:
    """Write an edition of the page."""
    internal = options.edition == "internal"
    if internal != bool(options.turns and options.placed):
        what = "the internal edition needs --turns and --placed." if internal else (
            "the public edition reads no transcript and no decision.")  # fmt: skip
        raise InputError(what, remedy="Give both options for `--edition internal`, neither for `public`.")
    study, transcripts, participants = open_study(options)
    codebook = open_codebook(options)
    tables = {name: read_csv(getattr(options, name)) for name in TABLES}
    tables["presence"] = read_parquet(options.presence)
    material = Material(
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
    edition = (
        internal_edition(
            material,
            read_turns(
                options.turns,
                transcripts,
                participants,
                (*WHO, "speaker", "text"),
                turns_shown(material.tags),
            ),
            read_parquet(options.placed),
        )
        if internal
        else public_edition(material)
    )
    target = Path(options.to_page)
    with whole(target) as part:
        part.write_bytes(page(edition))
    size = target.stat().st_size / 1_000_000
    print(
        f"evidence: {target.as_posix()}, {options.edition}, {len(edition['statements'])} statements, "
        f"{len(edition['passages'])} passages, {size:.1f} MB"
    )
