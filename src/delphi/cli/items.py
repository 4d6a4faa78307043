"""`delphi items`: propose statements and links, and write what was decided about statements."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from typing import Any

from delphi.cli.options import reads
from delphi.errors import InputError
from delphi.items.acts import ACTS, PROPOSALS, RECORDED

TEXTS = {
    "propose": "Propose statements from passages that belong to none, in a file for a spreadsheet.",
    "link": "Propose for passages without a statement which one they may belong to.",
    "accept": "Take over the proposals that somebody marked in such a file.",
    "add": "Add a statement.",
    "reformulate": "Give a statement another wording, as a new version.",
    "recategorise": "Move a statement to another work model, category or place, as a new version.",
    "merge": "Let statements go into another one.",
    "split": "Let a statement become several.",
    "drop": "End a statement.",
    "out-of-scope": "End a statement because it lies outside the study.",
    "record": "Write down that a statement was contested, nuanced, supplemented or confirmed, and why.",
    "show": "Tell what happened to statements.",
    "repair": "Write what an interrupted change left unwritten.",
}
WRITING = tuple(TEXTS)[2:11]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb: one act each."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", help="what to do; `ACT --help` explains each")
    made = {}
    for name, text in TEXTS.items():
        made[name] = acts.add_parser(name, help=text, description=text)
        reads(made[name], "study", "codebook", "transcripts", "participants", "items", "events", "tags")
        made[name].add_argument(
            "--decisions",
            default="data/coded/decisions",
            metavar="FOLDER",
            help="where the coders' files are",
        )
        made[name].add_argument(
            "--adjudications", default="data/coded/adjudications.csv", metavar="FILE", help="may be missing"
        )
        made[name].add_argument(
            "--turns",
            default="data/interim/turns",
            metavar="FOLDER",
            help="turns of every batch, from `ingest`",
        )
        if name in WRITING:
            _common(made[name], reason=name not in ("accept", "add"), place=name != "accept")
    _own_options(made)


def run(options: argparse.Namespace) -> None:
    """Do one act; say in words what was done."""
    if options.act is None:
        remedy = "One of them: " + "; ".join(
            f"{name} ({text[:1].lower()}{text[1:-1]})" for name, text in TEXTS.items()
        )
        raise InputError("`delphi items` needs to be told what to do.", remedy=remedy + ".")
    _complete(options)
    for line in ACTS[options.act](options):
        print(f"items: {line}")


def _common(parser: argparse.ArgumentParser, *, reason: bool, place: bool) -> None:
    needed = "" if reason else " (optional)"
    parser.add_argument("--by", metavar="NAME", help="who decides")
    parser.add_argument(
        "--on", metavar="DATE", help="when, as 2025-10-01 or 2025-10-01T16:00:00Z (default: now)"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    if place:
        parser.add_argument("--reason", metavar="TEXT", help=f"why, as the report may print it{needed}")
        parser.add_argument(
            "--round", type=int, metavar="NUMBER", help="the round to which the decision belongs"
        )
        parser.add_argument(
            "--group", default="", metavar="NAME", help="the group that spoke of it (optional)"
        )
        parser.add_argument(
            "--participant", action="append", default=[], metavar="ID",
            help="who spoke of it; repeat it for several (default: who speaks in the passages)",
        )  # fmt: skip
        parser.add_argument(
            "--passage", action="append", default=[], metavar="TRANSCRIPT:TURN:START-END",
            help="a passage on which it rests; repeat it for several (optional)",
        )  # fmt: skip


def _own_options(made: dict[str, argparse.ArgumentParser]) -> None:
    for name, file in (("propose", "statements.csv"), ("link", "links.csv")):
        made[name].add_argument(
            "--to", metavar="FILE",
            help=f"write the proposals here (default: {PROPOSALS}/{file}, or a further name beside it)",
        )  # fmt: skip
        made[name].add_argument(
            "--unchecked", action="store_true", help="look at suggestions that nobody checked as well"
        )
        made[name].add_argument(
            "--overwrite", action="store_true", help="also over a file in which somebody marked something"
        )
    made["accept"].add_argument("file", metavar="FILE", help="the file of proposals, marked under `accept`")
    for name in ("reformulate", "recategorise", "split", "drop", "out-of-scope", "record"):
        made[name].add_argument("item", nargs="?", metavar="ITEM", help="the statement's id")
    for name in ("add", "recategorise"):
        made[name].add_argument("--work-model", metavar="CODE", help="its work model, as in the codebook")
        made[name].add_argument("--swot", metavar="CODE", help="its category, as in the codebook")
        made[name].add_argument(
            "--subgroup", metavar="TEXT", help="the heading under which it stands (optional)"
        )
        made[name].add_argument(
            "--parent", metavar="ITEM", help="the statement below which it stands (optional)"
        )
        made[name].add_argument("--order", metavar="NUMBER", help="its place in the work model (optional)")
    made["add"].add_argument(
        "--item-id", default="", metavar="ID", help="its id (default: the next free one)"
    )
    for name in ("add", "reformulate", "recategorise"):
        made[name].add_argument("--statement", metavar="TEXT", help="the wording")
        made[name].add_argument(
            "--statement-in", nargs=2, action="append", default=[], metavar=("LANGUAGE", "TEXT"),
            help="the wording in another language of the register (optional)",
        )  # fmt: skip
    made["merge"].add_argument("item", nargs="*", metavar="ITEM", help="ids of the statements that go")
    made["merge"].add_argument("--into", metavar="ITEM", help="id of the statement that stays")
    made["split"].add_argument(
        "--into", action="append", default=[], metavar="TEXT",
        help="wording of a part, or the id of a statement that exists; repeat it for each part",
    )  # fmt: skip
    made["split"].add_argument(
        "--ids", nargs="+", default=[], metavar="ID", help="ids of the parts (optional)"
    )
    made["record"].add_argument(
        "event", nargs="?", metavar="EVENT", choices=RECORDED,
        help="one of " + ", ".join(RECORDED),
    )  # fmt: skip
    made["show"].add_argument("item", nargs="*", metavar="ITEM", help="ids (default: all, a line each)")


def _complete(options: argparse.Namespace) -> None:
    """Ask a person at a terminal for what is missing; elsewhere, say all of it at once."""
    if options.act not in WRITING:
        return
    options.at = _date(options.on)
    missing: list[str] = []
    for name, question in _questions(options).items():
        if getattr(options, name) not in (None, "", []):
            continue
        answer: Any = _ask(question)
        if not answer:
            missing.append(f"{question} Say {_option(name)}")
            continue
        if name == "round":
            if not answer.isdecimal():
                raise InputError(f"the round is `{answer}`.", remedy="Expected a whole number.")
            answer = int(answer)
        several = (options.act, name) in (("merge", "item"), ("split", "into"))
        setattr(options, name, [part.strip() for part in answer.split(" / ")] if several else answer)
    if missing:
        raise InputError(f"{options.act} needs to know more.", remedy=" ".join(missing))


def _questions(options: argparse.Namespace) -> dict[str, str]:
    """What the act has to know, by option, as one would ask a colleague."""
    act = options.act
    asked: dict[str, str] = {}
    if act == "merge":
        asked |= {"item": "Which statements go (ids)?", "into": "Into which statement do they go (its id)?"}
    elif act not in ("accept", "add"):
        asked["item"] = "Which statement (its id)?"
    if act == "record":
        asked["event"] = f"What happened to it ({', '.join(RECORDED)})?"
    if act == "split":
        asked["into"] = "Into which statements is it split (wordings or ids)?"
    if act == "add":
        asked |= {"work_model": "In which work model?", "swot": "In which category?"}
    if act in ("add", "reformulate"):
        asked["statement"] = "What is the wording?"
    if act != "accept":
        asked["round"] = "In which round was it " + ("said?" if act in ("add", "record") else "decided?")
    if act not in ("accept", "add"):
        asked["reason"] = "Why, as the report may print it?"
    return asked | {"by": "Who decides this (a name)?"}


def _ask(question: str) -> str:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return ""
    try:
        return input(f"{question} ").strip()
    except EOFError:
        return ""


def _option(name: str) -> str:
    shown = {"item": "ITEM after the act", "event": "EVENT after the id"}
    return f"{shown.get(name) or '`--' + name.replace('_', '-') + '`'}."


def _date(text: str | None) -> str:
    if not text:
        return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        remedy = "Write it as 2025-10-01 or 2025-10-01T16:00:00Z."
        raise InputError(f"`--on` is `{text}`, which is no date.", remedy=remedy) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
