"""`delphi screen`: what in the transcripts of one batch may point at somebody."""

from __future__ import annotations

import argparse

from delphi.cli.options import open_study, read_frames, reads, write_csv, writes
from delphi.privacy.screening import is_hard, registers, screen


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "transcripts", "participants", "turns")
    writes(parser, findings="what was found, with its words and place (CSV); it stays in the team")


def run(options: argparse.Namespace) -> None:
    """Screen the turns and write what was found; nothing stops here, see `delphi gate`."""
    study, transcripts, participants = open_study(options)
    findings = screen(read_frames(options.turns), registers(study, transcripts, participants))
    write_csv(findings, options.to_findings)
    hard = sum(map(is_hard, findings["kind"]))
    print(f"screen: {hard} hard identifiers, {len(findings) - hard} names and other words to look at")
