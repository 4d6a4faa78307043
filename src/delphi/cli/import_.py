"""`delphi import`: bring what people made elsewhere into the study."""

from __future__ import annotations

import argparse

from delphi.exchange.reactions import Imported, import_reactions


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is brought in comes first, and has options of its own."""
    kinds = parser.add_subparsers(
        title="what", required=True, metavar="WHAT", help="what to bring in: reactions"
    )
    reactions = kinds.add_parser(
        "reactions",
        help="a filled-in register of reactions to the feedback on a round",
        description="Bring back reports/feedback/reactions-round-N.csv, filled in. Reactions count in the round"
        " after N. What people ticked and wrote becomes turns in a new transcript and decisions of the coder;"
        " with --scale, ratings. Importing twice adds nothing; if a row cannot be taken, none is.",
    )
    reactions.add_argument("source", metavar="FILE", help="the register, as the spreadsheet saved it")
    reactions.add_argument(
        "--round", required=True, type=int, metavar="N", help="the round whose feedback it answers"
    )
    reactions.add_argument("--coder", default="", metavar="NAME", help="who imports it, for the decisions")
    reactions.add_argument(
        "--participant", default="", metavar="ID", help="whose rows those without participant_id are"
    )
    reactions.add_argument(
        "--scale", default="", metavar="NAME", help="`reaction` holds levels of this scale of study.yaml"
    )
    reactions.add_argument(
        "--kind",
        default="written_reaction",
        metavar="KIND",
        help="kind of the new transcripts (default: written_reaction); a kind under `panel_kinds` confirms",
    )
    reactions.add_argument(
        "--date", default="", metavar="DATE", help="when they were given, such as 2025-04-15"
    )
    reactions.add_argument(
        "--folder", default=".", metavar="STUDY", help="the study's folder (default: here)"
    )
    reactions.set_defaults(bring_in=_reactions)


def run(options: argparse.Namespace) -> None:
    """Bring it in, and say what was added and what was there."""
    options.bring_in(options)


def _reactions(options: argparse.Namespace) -> None:
    done = import_reactions(
        options.folder, options.source, round_=options.round, coder=options.coder,
        participant=options.participant, scale=options.scale, kind=options.kind, date=options.date,
    )  # fmt: skip
    for line in _told(done, options.kind):
        print(f"import: {line}")


def _told(done: Imported, kind: str) -> list[str]:
    lines = [
        f"{done.turns} reactions with {done.decisions} decisions and {done.ratings} ratings added to"
        f" round {done.round}; {done.already} were there already."
    ]
    if done.transcripts:
        lines.append(f"new in data/raw/transcripts.csv: {', '.join(done.transcripts)}.")
    if done.deepens:
        lines.append(
            f"`{kind}` is not under `panel_kinds` in study.yaml, so these reactions deepen and confirm nothing;"
            " add it there when the panel answered in writing."
        )
    if done.turns or done.ratings:
        lines.append("run `make` to bring the report up to date.")
    return lines
