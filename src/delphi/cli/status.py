"""`delphi status`: what is done in a study, and what is waiting for whom."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.cli.clear import SCREENED
from delphi.cli.options import (
    open_codebook,
    open_study,
    read_csv,
    read_findings,
    read_parquet,
    read_tags,
    reads,
)
from delphi.coding.learner.origin import origin_of, second_named, why_not
from delphi.errors import InputError
from delphi.privacy.clearing import read_cleared, review_list, with_cleared
from delphi.privacy.screening import is_hard
from delphi.progress import Waiting, changed_inputs, read_by_coders, retention, waiting_for
from delphi.stopped import STOPPED
from delphi.study import Study
from delphi.study.unwritten import undefined

TABLES = ("coverage", "swot")
WHOLE = ("reports/chapters", "reports/figures")
TEXTS = {
    "nl": {
        "study": "{title}: {sessions} transcripten, {people} deelnemers{withdrawn}",
        "withdrawn": ", {n} teruggetrokken",
        "no_report": "Verslag: nog niet gemaakt (make).",
        "gone": "Verslag: {n} bestand(en) ervan zijn weg: {names}. Opnieuw maken: {how}make.",
        "fresh": "Verslag: is van de huidige bestanden gemaakt.",
        "stale": "Verslag: ouder dan {n} bestand(en): {names}. Opnieuw maken: make. Wat hieronder staat, is van vóór die "
        "wijziging(en).",
        "stopped": "De laatste keer stopte het maken hiermee:",
        "coder": "{coder}: {n} beurt(en) gelezen in {transcripts} transcript(en)",
        "hard": "{n} gegeven(s) in de transcripten die naar iemand wijzen, zoals een telefoonnummer: vervang ze of geef ze vrij "
        "(delphi clear)",
        "words": "{n} woord(en) in de transcripten die een naam kunnen zijn, om na te kijken (delphi clear); het verslag kan ze afdrukken",
        "checked": "Ronde {round}: {checked} van {turns} beurten nagekeken ({share} %)",
        "waiting": "Wacht op {who}:",
        "team": "het onderzoeksteam",
        "nothing": "Er wacht niets.",
        "learned": "Voorstellen: van het lerende deel, dat uit {checked} nagekeken beurten leerde{second}.",
        "plain": "Voorstellen: van termen en onderwerp, want {why}.",
        "with": "; {name} weegt mee",
        "unfinished": "{transcript}: nog {n} beurt(en) te lezen (make notebook, check_tags)",
        "split": "{n} beslissing(en) met een code die gesplitst is, opnieuw te nemen",
        "lost": "{n} beslissing(en) waarvan de passage niet meer te vinden is (reports/tables/anchors.csv)",
        "unread": "{n} transcript(en) die nog niemand nakeek: {names} (make notebook, check_tags)",
        "disputed": "{n} passage(s) waarover codeurs verschillen (make notebook, adjudicate)",
        "loose": "{n} nagekeken passage(s) die nog in geen uitspraak staan (delphi items propose)",
        "undefined": "{n} werkmodel(len) zonder eigen definitie: {names} (config/codebook.yaml)",
        "bare": "{n} uitspraak/uitspraken zonder passage",
        "retention": "de bewaartermijn loopt af op {date}, over {n} dag(en)",
        "past_retention": "de bewaartermijn is {n} dag(en) voorbij ({date}): verwijder of archiveer de gegevens",
    },
    "en": {
        "study": "{title}: {sessions} transcripts, {people} participants{withdrawn}",
        "withdrawn": ", {n} withdrawn",
        "no_report": "Report: not made yet (make).",
        "gone": "Report: {n} file(s) of it are gone: {names}. To make it again: {how}make.",
        "fresh": "Report: made from the files as they are now.",
        "stale": "Report: older than {n} file(s): {names}. To make it again: make. What stands below is from before that.",
        "stopped": "The last attempt to make it stopped at this:",
        "coder": "{coder}: {n} turn(s) read in {transcripts} transcript(s)",
        "hard": "{n} piece(s) of data in the transcripts that point at somebody, such as a phone number: replace or clear "
        "them (delphi clear)",
        "words": "{n} word(s) in the transcripts that may be a name, to look at (delphi clear); the report may print them",
        "checked": "Round {round}: {checked} of {turns} turns checked ({share} %)",
        "waiting": "Waiting for {who}:",
        "team": "the research team",
        "nothing": "Nothing is waiting.",
        "learned": "Suggestions: from the learner, which learned from {checked} checked turns{second}.",
        "plain": "Suggestions: from terms and topics, because {why}.",
        "with": "; {name} is blended in",
        "unfinished": "{transcript}: {n} turn(s) left to read (make notebook, check_tags)",
        "split": "{n} decision(s) with a code that was split, to be taken anew",
        "lost": "{n} decision(s) whose passage cannot be found any more (reports/tables/anchors.csv)",
        "unread": "{n} transcript(s) that nobody has checked yet: {names} (make notebook, check_tags)",
        "disputed": "{n} passage(s) on which coders differ (make notebook, adjudicate)",
        "loose": "{n} checked passage(s) that are in no statement yet (delphi items propose)",
        "undefined": "{n} work model(s) without a definition of your own: {names} (config/codebook.yaml)",
        "bare": "{n} statement(s) without a passage",
        "retention": "what people said may be kept until {date}, {n} day(s) from now",
        "past_retention": "what people said might be kept until {date}, {n} day(s) ago: delete or archive it",
    },
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    reads(parser, "study", "codebook", "transcripts", "participants", "tags", "reading", "placed", *TABLES)
    reads(parser, "cleared")
    parser.add_argument("--screened", default=SCREENED, metavar="FOLDER", help="what `screen` found")
    parser.add_argument(
        "--models", default="data/interim/models", metavar="FOLDER", help="what `train` learned, if anything"
    )
    parser.add_argument("--stopped", default=str(STOPPED), metavar="FILE", help="why the last run stopped")
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
    if Path(options.stopped).exists():
        print(texts["stopped"], Path(options.stopped).read_text(encoding="utf-8").strip(), sep="\n")
    _tell_origin(options, study, texts)
    waiting = _screened(options)
    if Path(options.tags).exists() and Path(options.coverage).exists():
        tables = {name: read_csv(getattr(options, name)) for name in TABLES} | {
            "tags": read_tags(options.tags),
            "reading": read_parquet(options.reading),
            "placed": read_parquet(options.placed),
        }
        _tell_checked(study, tables["coverage"], texts)
        for coder, rows in read_by_coders(tables).groupby("coder", sort=True):
            counts = {"n": len(rows), "transcripts": rows["transcript_id"].nunique()}
            print(texts["coder"].format(coder=coder, **counts))
        waiting += waiting_for(transcripts, tables, open_codebook(options))
    keys = undefined(open_codebook(options)) if Path(options.codebook).exists() else []
    if keys:
        waiting.append(Waiting("", "undefined", {"n": len(keys), "names": ", ".join(keys)}))
    reminder = retention(study, options.on or dt.date.today())
    waiting += [reminder] if reminder else []
    waiting.sort(
        key=lambda entry: not entry.who
    )  # what waits for one coder goes before what waits for the team
    if not waiting and Path(options.tags).exists():
        print(texts["nothing"])
    for who in dict.fromkeys(entry.who for entry in waiting):
        print(texts["waiting"].format(who=who or texts["team"]))
        for entry in waiting:
            if entry.who == who:
                print(f"  - {texts[entry.what].format(**entry.values)}")


def _tell_origin(options: argparse.Namespace, study: Study, texts: dict[str, str]) -> None:
    """Where suggestions come from, and why not from the learner."""
    origin = origin_of(options.models)
    if origin is None:
        return
    if not origin.learned:
        print(texts["plain"].format(why=why_not(origin, study.language)))
        return
    second = second_named(study.coding.second_opinion, study.language)
    named = texts["with"].format(name=second) if second else ""
    print(texts["learned"].format(checked=origin.checked, second=named))


def _screened(options: argparse.Namespace) -> list[Waiting]:
    """What screening found and nobody looked at yet."""
    files = sorted(map(str, Path(options.screened).glob("*.csv")))
    if not files:
        return []
    review = review_list(with_cleared(read_findings(files), read_cleared(options.cleared)))
    hard = int(review["kind"].map(is_hard).sum())
    counts = {"hard": hard, "words": len(review) - hard}
    return [Waiting("", what, {"n": n}) for what, n in counts.items() if n]


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
    if changed:
        return texts["stale"].format(n=len(changed), names=_some(changed))
    gone = [name for name in manifest.get("outputs", {}) if not Path(name).exists()]
    if gone:
        # Snakemake misses a file, but not one of a folder that it made whole.
        folders = [folder for folder in WHOLE if any(name.startswith(f"{folder}/") for name in gone)]
        how = f"rm -r {' '.join(folders)}; " if folders else ""
        return texts["gone"].format(n=len(gone), names=_some(gone), how=how)
    return texts["fresh"]


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" + {len(names) - 3}" if len(names) > 3 else "")


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
