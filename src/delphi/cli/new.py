"""`delphi new`: a study folder to start from, that runs at once."""

from __future__ import annotations

import argparse
import datetime as dt
import shlex
import sys
from pathlib import Path

from delphi.errors import InputError
from delphi.study.new import Draft, new_study

LANGUAGES = ("nl", "en")
NOT_TRANSCRIPTS = (".", "~$")
TOLD = {
    "nl": {
        "made": "{folder} is klaar: {sessions} transcript(en), {people} deelnemer(s) en {leaders} gespreksleider(s) "
        "geregistreerd.",
        "look": "Kijk dit na, want het is geraden:",
        "always": "in transcripts.csv: ronde, soort gesprek, groep en gespreksleiders; in participants.csv: het "
        "perspectief van elke deelnemer.",
        "next": "Ga nu naar die map en werk daar verder:\n  cd {quoted}\n"
        "  delphi check      zegt alles wat nog niet klopt\n"
        "  make              bouwt het verslag\n"
        "  make notebook     opent de notebooks, om te coderen\n"
        "  delphi status     zegt wat klaar is en wat op wie wacht",
    },
    "en": {
        "made": "{folder} is ready: {sessions} transcript(s), {people} participant(s) and {leaders} facilitator(s) "
        "registered.",
        "look": "Look at this, because it is guessed:",
        "always": "in transcripts.csv: round, kind of session, group and facilitators; in participants.csv: "
        "everybody's perspective.",
        "next": "Now go to that folder and work there:\n  cd {quoted}\n"
        "  delphi check      says everything that is not right yet\n"
        "  make              builds the report\n"
        "  make notebook     opens the notebooks, to code\n"
        "  delphi status     says what is done and what is waiting for whom",
    },
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "folder", metavar="FOLDER", help="the study folder to make; it must not hold anything"
    )
    parser.add_argument("--language", choices=LANGUAGES, help="of the study and its report (default: nl)")
    parser.add_argument("--title", metavar="TEXT", help="title of the study (default: the folder's name)")
    parser.add_argument("--rounds", type=int, metavar="NUMBER", help="how many rounds there are (default: 2)")
    parser.add_argument("--models", metavar="A,B", help="names of the work models, with commas in between")
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FOLDER",
        help="copy the transcripts in this folder and register who speaks",
    )
    parser.add_argument(
        "--no-questions", action="store_true", help="ask nothing; take the defaults for what is not given"
    )


def run(options: argparse.Namespace) -> None:
    """Ask for what was not given, when somebody is there to answer, and write the folder."""
    ask = _answer if sys.stdin.isatty() and not options.no_questions else _no_answer
    folder = Path(options.folder)
    language = options.language or ask("Taal van de studie / language of the study (nl, en)", "nl")
    if language not in LANGUAGES:
        raise InputError(f"there is no language `{language}` here.", remedy="Known are nl and en.")
    nl = language == "nl"
    title = options.title or ask("Titel" if nl else "Title", folder.name)
    rounds = (
        options.rounds
        if options.rounds is not None
        else ask("Aantal rondes" if nl else "Number of rounds", "2")
    )
    models = options.models or ask(
        "Werkmodellen, met komma's ertussen" if nl else "Work models, with commas in between",
        "Werkmodel A,Werkmodel B" if nl else "Work model A,Work model B",
    )
    source = options.source or ask(
        "Map met transcripten (leeg: een verzonnen gesprek)"
        if nl
        else "Folder with transcripts (empty: an invented conversation)",
        "",
    )
    draft = new_study(
        folder,
        title=title,
        language=language,
        rounds=_number(rounds),
        models=[model.strip() for model in models.split(",") if model.strip()],
        transcripts=_files(Path(source)) if source else [],
        date=dt.date.today(),
    )
    _tell(draft, TOLD[language])


def _tell(draft: Draft, told: dict[str, str]) -> None:
    leaders = {label for row in draft.transcripts for label in row["facilitators"].split(";") if label}
    print(
        told["made"].format(
            folder=draft.folder.as_posix(), sessions=len(draft.transcripts), people=len(draft.participants),
            leaders=len(leaders),
        )
    )  # fmt: skip
    print(told["look"], told["always"], *draft.guesses, sep="\n  - ")
    print(told["next"].format(quoted=shlex.quote(draft.folder.as_posix())))


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise InputError("this is no folder.", folder, remedy="Give the folder that holds the transcripts.")
    files = [
        path for path in folder.iterdir() if path.is_file() and not path.name.startswith(NOT_TRANSCRIPTS)
    ]
    if not files:
        raise InputError(
            "the folder holds no file.", folder, remedy="Put the transcripts in it, or leave it out."
        )
    return sorted(files)


def _number(value: int | str) -> int:
    if not str(value).isdecimal() or not 1 <= int(value) <= 99:
        raise InputError(f"`{value}` is no number of rounds.", remedy="Give a number from 1 to 99.")
    return int(value)


def _answer(question: str, default: str) -> str:
    return input(f"{question}{f' [{default}]' if default else ''}: ").strip() or default


def _no_answer(_question: str, default: str) -> str:
    return default
