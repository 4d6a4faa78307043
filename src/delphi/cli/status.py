"""`delphi status`: what is done in a study, and what is waiting for whom."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.cli.options import open_codebook, open_study, read_csv, read_parquet, read_tags, reads
from delphi.errors import InputError
from delphi.progress import Waiting, changed_inputs, retention, waiting_for
from delphi.study import Study

TABLES = ("coverage", "swot")
TEXTS = {
    "nl": {
        "study": "{title}: {sessions} transcripten, {people} deelnemers{withdrawn}",
        "withdrawn": ", {n} teruggetrokken",
        "no_report": "Verslag: nog niet gemaakt (make, of snakemake in deze map).",
        "fresh": "Verslag: is van de huidige bestanden gemaakt.",
        "stale": "Verslag: ouder dan {n} bestand(en): {names}. Opnieuw maken: make of snakemake.",
        "checked": "Ronde {round}: {checked} van {turns} beurten nagekeken ({share} %)",
        "waiting": "Wacht op {who}:",
        "team": "het onderzoeksteam",
        "nothing": "Er wacht niets.",
        "unfinished": "{transcript}: nog {n} beurt(en) te lezen",
        "split": "{n} beslissing(en) met een code die gesplitst is, opnieuw te nemen",
        "lost": "{n} beslissing(en) waarvan de passage niet meer te vinden is (reports/tables/anchors.csv)",
        "unread": "{n} transcript(en) die nog niemand nakeek: {names}",
        "disputed": "{n} passage(s) waarover codeurs verschillen (notebook adjudicate)",
        "loose": "{n} nagekeken passage(s) die nog in geen uitspraak staan (delphi items propose)",
        "bare": "{n} uitspraak/uitspraken zonder passage",
        "retention": "de bewaartermijn loopt af op {date}, over {n} dag(en)",
        "past_retention": "de bewaartermijn is {n} dag(en) voorbij ({date}): verwijder of archiveer de gegevens",
    },
    "en": {
        "study": "{title}: {sessions} transcripts, {people} participants{withdrawn}",
        "withdrawn": ", {n} withdrawn",
        "no_report": "Report: not made yet (make, or snakemake in this folder).",
        "fresh": "Report: made from the files as they are now.",
        "stale": "Report: older than {n} file(s): {names}. To make it again: make or snakemake.",
        "checked": "Round {round}: {checked} of {turns} turns checked ({share} %)",
        "waiting": "Waiting for {who}:",
        "team": "the research team",
        "nothing": "Nothing is waiting.",
        "unfinished": "{transcript}: {n} turn(s) left to read",
        "split": "{n} decision(s) with a code that was split, to be taken anew",
        "lost": "{n} decision(s) whose passage cannot be found any more (reports/tables/anchors.csv)",
        "unread": "{n} transcript(s) that nobody has checked yet: {names}",
        "disputed": "{n} passage(s) on which coders differ (notebook adjudicate)",
        "loose": "{n} checked passage(s) that are in no statement yet (delphi items propose)",
        "bare": "{n} statement(s) without a passage",
        "retention": "what people said may be kept until {date}, {n} day(s) from now",
        "past_retention": "what people said might be kept until {date}, {n} day(s) ago: delete or archive it",
    },
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook", "transcripts", "participants", "tags", "reading", "placed", *TABLES)
    parser.add_argument(
        "--manifest", default="reports/manifest.json", metavar="FILE", help="what the last report was made of"
    )
    parser.add_argument(
        "--on",
        type=_date,
        default=None,
        metavar="DATE",
        help="as if it were this day, as 2025-10-01 (default: today)",
    )


def run(options: argparse.Namespace) -> None:
    """Say it; nothing is written."""
    study, transcripts, participants = open_study(options)
    texts = TEXTS[study.language]
    gone = sum(person.withdrawn_on is not None for person in participants)
    withdrawn = texts["withdrawn"].format(n=gone) if gone else ""
    print(
        texts["study"].format(
            title=study.title, sessions=len(transcripts), people=len(participants) - gone, withdrawn=withdrawn
        )
    )
    print(_report(options, texts))
    waiting: list[Waiting] = []
    if Path(options.tags).exists() and Path(options.coverage).exists():
        tables = {name: read_csv(getattr(options, name)) for name in TABLES} | {
            "tags": read_tags(options.tags),
            "reading": read_parquet(options.reading),
            "placed": read_parquet(options.placed),
        }
        _tell_checked(study, tables["coverage"], texts)
        waiting = waiting_for(transcripts, tables, open_codebook(options))
    reminder = retention(study, options.on or dt.date.today())
    waiting += [reminder] if reminder else []
    if not waiting and Path(options.tags).exists():
        print(texts["nothing"])
    for who in dict.fromkeys(entry.who for entry in waiting):
        print(texts["waiting"].format(who=who or texts["team"]))
        for entry in waiting:
            if entry.who == who:
                print(f"  - {texts[entry.what].format(**entry.values)}")


def _report(options: argparse.Namespace, texts: dict[str, str]) -> str:
    path = Path(options.manifest)
    if not path.exists():
        return texts["no_report"]
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(manifest, dict):
            raise ValueError
    except ValueError:
        remedy = "Delete it and build the report again."
        raise InputError("this is no manifest.", path, remedy=remedy) from None
    changed = changed_inputs(manifest, Path())
    if not changed:
        return texts["fresh"]
    more = f" + {len(changed) - 3}" if len(changed) > 3 else ""
    return texts["stale"].format(n=len(changed), names=", ".join(changed[:3]) + more)


def _tell_checked(study: Study, coverage: pd.DataFrame, texts: dict[str, str]) -> None:
    columns = ["participant_turns", "checked"]
    sums = (
        coverage.assign(**{name: coverage[name].astype(int) for name in columns})
        .groupby("round")[columns]
        .sum()
    )
    for round_ in study.rounds:
        if str(round_.number) in sums.index:
            turns, checked = (int(sums.loc[str(round_.number), name]) for name in columns)
            share = round(100 * checked / turns) if turns else 100
            print(texts["checked"].format(round=round_.number, checked=checked, turns=turns, share=share))


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is no date; write it as 2025-10-01") from None
