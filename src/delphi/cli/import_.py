"""`delphi import`: bring what people made elsewhere into the study."""

from __future__ import annotations

import argparse
from pathlib import Path

from delphi.exchange.codebook_in import bring_codebook
from delphi.exchange.reactions import Imported, import_reactions
from delphi.exchange.refi_import import Outcome, import_project
from delphi.exchange.spoken import bring_transcripts
from delphi.study import load_study


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is brought in comes first, and has options of its own."""
    kinds = parser.add_subparsers(
        title="what",
        required=True,
        metavar="WHAT",
        help="what to bring in: project, codebook, transcript, reactions",
    )
    _project_arguments(
        kinds.add_parser(
            "project",
            help="a REFI-QDA project (.qdpx) of NVivo, ATLAS.ti, MAXQDA, QualCoder and others",
            description="Make a study of a project, or fill one. The first run drafts which code of the project is"
            " which code here (work_model, swot, item, above, ignore); look it through and run the same command"
            " again. Transcripts, codes, codings, memos and attributes come along; a report counts them and names"
            " what does not.",
        )
    )
    _codebook_arguments(
        kinds.add_parser(
            "codebook",
            help="a codebook as REFI-QDA codes (.qdc) or as a table (.csv, .xlsx)",
            description="Write config/codebook.yaml out of a codebook from elsewhere. A table has the columns facet"
            " (work_model or swot), key, label, definition, include, exclude, examples, terms, openers; texts may"
            " have a column per language, such as label_nl. A file that is there is never written over.",
        )
    )
    _transcript_arguments(
        kinds.add_parser(
            "transcript",
            help="transcripts with speakers, from Teams, Zoom, WhisperX, aTrain or anybody",
            description="Copy transcripts into the study and draft their rows in both registers. Readable are .docx,"
            " .vtt, .srt, .txt, .md, .odt, .rtf, and .json as WhisperX and aTrain write it. A label that a machine"
            " gave, such as SPEAKER_00, gets the transcript's name in front, since it is another person in each.",
        )
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


def _project_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="FILE.qdpx", help="the project, as the other program exported it")
    parser.add_argument(
        "--to", required=True, metavar="STUDY", help="the study to fill, or a folder that does not exist yet"
    )
    parser.add_argument(
        "--mapping",
        default="",
        metavar="FILE.csv",
        help="which code is which; drafted when it is not there (default: FILE.mapping.csv beside the project)",
    )
    parser.add_argument(
        "--language", choices=("nl", "en"), default="nl", help="of a new study and its report (default: nl)"
    )
    parser.set_defaults(bring_in=_project)


def _codebook_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="FILE", help="the codebook: .qdc, .csv or .xlsx")
    parser.add_argument("--to", default="", metavar="FILE", help="where to (default: config/codebook.yaml)")
    parser.add_argument(
        "--mapping",
        default="",
        metavar="FILE.csv",
        help="for a .qdc: which code is which; drafted when it is not there (default: FILE.mapping.csv)",
    )
    parser.add_argument(
        "--language", default="", metavar="LANGUAGE", help="of the terms (default: the study's)"
    )
    parser.add_argument("--folder", default=".", metavar="STUDY", help="the study's folder (default: here)")
    parser.set_defaults(bring_in=_codebook)


def _transcript_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="+", metavar="FILE", help="the transcripts")
    parser.add_argument(
        "--round", type=int, metavar="N", help="their round (default: guessed from their names)"
    )
    parser.add_argument("--kind", default="", metavar="KIND", help="kind of session (default: guessed)")
    parser.add_argument("--folder", default=".", metavar="STUDY", help="the study's folder (default: here)")
    parser.set_defaults(bring_in=_transcripts)


def run(options: argparse.Namespace) -> None:
    """Bring it in, and say what was added and what was there."""
    options.bring_in(options)


def _project(options: argparse.Namespace) -> None:
    source, study = Path(options.source), Path(options.to)
    mapping = Path(options.mapping) if options.mapping else source.with_suffix(".mapping.csv")
    done = import_project(source, study, mapping, language=options.language)
    told = done.report.counted() if done.drafted else done.report.lines()
    for line in [*told, *_brought(done, study)]:
        print(f"import: {line}")


def _brought(done: Outcome, study: Path) -> list[str]:
    if done.drafted:
        return [
            f"nothing is imported yet: {done.drafted.as_posix()} says which code is which, {done.guessed} of them"
            " guessed. Look it through in a spreadsheet, then run the same command again."
        ]
    lines = [f"{study.as_posix()} is {'made' if done.new else 'filled'}: {done.decisions} decisions added,"
             f" {done.already} were there already."]  # fmt: skip
    if done.aside:
        lines.append(f"codings and memos that are no whole decision are kept in {done.aside.as_posix()}.")
    if done.new:
        lines.append(
            "look at transcripts.csv (round, kind, facilitators) and participants.csv (perspective)."
        )
    return [*lines, "run `delphi check` in the study, then `make`."]


def _codebook(options: argparse.Namespace) -> None:
    folder, source = Path(options.folder), Path(options.source)
    ours = folder / "config/codebook.yaml"
    target = Path(options.to) if options.to else ours
    mapping = Path(options.mapping) if options.mapping else source.with_suffix(".mapping.csv")
    settings = folder / "config/study.yaml"
    language = options.language or (load_study(settings).language if settings.exists() else "nl")
    done = bring_codebook(source, target, mapping, language=language, old=ours)
    if done.mapping:
        print(
            f"import: no codebook is written yet: {done.mapping.as_posix()} says which code is which. Look it"
            " through, then run the same command again."
        )
        return
    print(f"import: {target.as_posix()} has {done.models} work models and {done.categories} categories.")
    for path in done.ignored:
        print(f"import: not carried over: {path}")


def _transcripts(options: argparse.Namespace) -> None:
    files = [Path(file) for file in options.sources]
    done = bring_transcripts(Path(options.folder), files, round_=options.round, kind=options.kind)
    print(f"import: new in data/raw/transcripts.csv: {', '.join(done.transcripts)}.")
    if done.people:
        print(f"import: new in data/raw/participants.csv: {', '.join(done.people)}.")
    for guess in done.guesses:
        print(f"import: guessed: {guess}")
    print(
        "import: look at round, kind, group, facilitators and perspective; they are drafts. Then: delphi check"
    )


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
