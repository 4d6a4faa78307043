"""`delphi erase`: take what somebody who withdrew said out of the source files."""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from delphi.cli.diff import check_target, save, show
from delphi.cli.options import open_codebook, open_study, reads
from delphi.compare import Told
from delphi.decisions import read_decisions
from delphi.errors import InputError
from delphi.privacy.clearing import CLEARED_COLUMNS
from delphi.privacy.erasing import (
    Spoken,
    cleared_about,
    history,
    kept_aside_about,
    proposed_about,
    reacted_by,
    rows_about,
    spoken_by,
    without_words,
)
from delphi.study import Participant, Transcript, speaker_labels
from delphi.study.sources import nearest, read_table
from delphi.transcripts import read_file
from delphi.transcripts.writing import write_turns
from delphi.upgrade import COPIES
from delphi.writing import whole

SHOWN = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "participant", metavar="PARTICIPANT", help="participant_id of somebody with `withdrawn_on`"
    )
    reads(parser, "study", "codebook", "transcripts", "participants", "cleared")
    parser.add_argument(
        "--folder", default="data/raw/transcripts", metavar="FOLDER", help="where the transcripts are"
    )
    parser.add_argument(
        "--decisions", default="data/coded/decisions", metavar="FOLDER", help="where the coders' files are"
    )
    parser.add_argument(
        "--adjudications", default="data/coded/adjudications.csv", metavar="FILE", help="may be missing"
    )
    parser.add_argument(
        "--proposals",
        default="data/interim/proposals",
        metavar="FOLDER",
        help="where proposed statements are",
    )
    parser.add_argument(
        "--feedback", default="reports/feedback", metavar="FOLDER", help="where registers of reactions are"
    )
    parser.add_argument(
        "--to",
        metavar="FILE",
        help="keep here which conclusions changed: a .md, .html or .txt file that names and quotes nobody "
        "(default: data/coded/withdrawn-<date>.md)",
    )
    parser.add_argument(
        "--unseen",
        action="store_true",
        help="do not build the study with and without the person first; what changed cannot be told any more",
    )
    parser.add_argument("--yes", action="store_true", help="do it; without this, only say what would be done")


def run(options: argparse.Namespace) -> None:
    """Say what will be emptied, do it when asked to, and say what remains elsewhere."""
    _, transcripts, participants = open_study(options)
    person = _withdrawn(options, participants)
    folder = Path(options.folder)
    spoken: list[Spoken] = []
    for transcript in transcripts:
        turns = read_file(
            folder / transcript.file,
            speaker_labels(transcript, participants),
            transcript_id=transcript.transcript_id,
        ).turns
        found = spoken_by(person, transcript, turns)
        spoken += [found] if found else []
    known = [transcript.transcript_id for transcript in transcripts]
    by_transcript = {there.transcript.transcript_id: there for there in spoken}
    changes: dict[Path, list[int]] = {}
    for file in [*sorted(Path(options.decisions).glob("*.csv")), Path(options.adjudications)]:
        if file.exists():
            lines = rows_about(read_decisions([file], open_codebook(options), known), by_transcript)
            changes |= {file: lines} if lines else {}
    for file in sorted(Path(options.decisions).parent.glob("imported/*.csv")):
        lines = _kept_aside(file, by_transcript)
        changes |= {file: lines} if lines else {}
    others = _others(options, person, by_transcript)
    told = None
    if not options.unseen and (changes or others or any(there.words for there in spoken)):
        told = _conclusions(options, person)
        show(told[0])
    for there in spoken:
        old = folder / there.transcript.file
        new = _as_text(old)
        print(f"erase: {old}: {len(there.theirs)} turns, {there.words} words")
        if new != old:
            print(f"erase: {old} becomes {new.name}, plain text, and transcripts.csv says so")
    for file, lines in changes.items():
        print(f"erase: {file}: quotation, context and note of {len(lines)} rows")
    cleared = _cleared(Path(options.cleared), spoken)
    if cleared:
        print(f"erase: {options.cleared}: {len(cleared)} rows")
    for file, emptied in others.items():
        for columns, lines in emptied.items():
            print(f"erase: {file}: `{'` and `'.join(columns)}` of {len(lines)} rows")
    touched = [folder / there.transcript.file for there in spoken]
    if not options.yes:
        print("erase: nothing was changed; add --yes to do it.")
    else:
        for file, lines in changes.items():
            _rewrite(file, without_words(_text(file), lines))
        if cleared:
            _rewrite(
                Path(options.cleared),
                without_words(_text(Path(options.cleared)), cleared, ("word", "context")),
            )
        for there in spoken:
            names = speaker_labels(there.transcript, participants)
            _redact(there, folder, Path(options.transcripts), names)
        for file, emptied in others.items():
            for columns, lines in emptied.items():
                _rewrite(file, without_words(_text(file), lines, columns))
        if told:
            record = _record(options, person)
            save(told[1], record)
            print(f"erase: which conclusions changed is kept in {record}; it names and quotes nobody.")
        print("erase: done. Run the workflow again, so that everything derived follows.")
    _tell_what_remains([*touched, *changes])


def _conclusions(options: argparse.Namespace, person: Participant) -> tuple[Told, Told]:
    """What `delphi without` tells, while the words are still there: to show, and to keep."""
    from delphi.compare.without import without

    check_target(options.to)
    with tempfile.TemporaryDirectory(prefix="delphi-erase-") as scratch:
        try:
            return without(Path(options.study).resolve().parent.parent, person.participant_id, Path(scratch))
        except InputError as error:
            what = f"which conclusions change cannot be told, and nothing was changed: {error}"
            remedy = "Mend that first; or add --unseen, and it will never be known."
            raise InputError(what, remedy=remedy) from None


def _record(options: argparse.Namespace, person: Participant) -> str:
    """Where to keep it; a record that is there stays."""
    if options.to:
        return str(options.to)
    first = Path(options.decisions).parent / f"withdrawn-{person.withdrawn_on}.md"
    file, number = first, 1
    while file.exists():
        number += 1
        file = first.with_stem(f"{first.stem}-{number}")
    return file.as_posix()


def _others(
    options: argparse.Namespace, person: Participant, spoken: Mapping[str, Spoken]
) -> dict[Path, dict[tuple[str, ...], list[int]]]:
    """Lines by the columns to empty, of files that no step of the workflow renews."""
    found: dict[Path, dict[tuple[str, ...], list[int]]] = {}
    for file in sorted(Path(options.proposals).glob("*.csv")):
        _, rows = read_table(file, ("passage", "quote", "statement"))
        about = proposed_about([(row.line, row["passage"], row["statement"]) for row in rows], spoken)
        for column, lines in about.items():
            held = [row.line for row in rows if row.line in lines and row[column]]
            if held:
                found.setdefault(file, {})[(column,)] = held
    for file in sorted(Path(options.feedback).glob("reactions-round-*.csv")):
        _, rows = read_table(file, ("participant_id", "reaction", "words"))
        said = [(row.line, row["participant_id"], row["reaction"] + row["words"]) for row in rows]
        if held := reacted_by(said, person):
            found[file] = {("reaction", "words"): held}
    return found


def _withdrawn(options: argparse.Namespace, participants: Sequence[Participant]) -> Participant:
    names = [person.participant_id for person in participants]
    found = [p for p in participants if p.participant_id.casefold() == options.participant.casefold()]
    if not found:
        what = f"`{options.participant}` is no participant."
        raise InputError(what, options.participants, remedy=nearest(options.participant, names))
    if found[0].withdrawn_on is None:
        remedy = "Fill in the date on which consent was withdrawn; erasing cannot be undone."
        what = f"`{found[0].participant_id}` has not withdrawn: `withdrawn_on` is empty."
        raise InputError(what, options.participants, line=found[0].line, remedy=remedy)
    return found[0]


def _cleared(path: Path, spoken: Sequence[Spoken]) -> list[int]:
    if not path.exists():
        return []
    _, rows = read_table(path, CLEARED_COLUMNS)
    return cleared_about([(row.line, row["word"], row["context"]) for row in rows if row["word"]], spoken)


def _kept_aside(path: Path, spoken: Mapping[str, Spoken]) -> list[int]:
    """Rows of a table of what an import put aside."""
    _, rows = read_table(path, ("transcript_id", "turn", "quote"))
    return kept_aside_about([(r.line, r["transcript_id"], r["turn"], r["quote"]) for r in rows], spoken)


def _redact(there: Spoken, folder: Path, register: Path, speakers: dict[str, str]) -> None:
    old = folder / there.transcript.file
    new = _as_text(old)
    write_turns(there.redacted(), new, speakers)
    if new != old:
        _register(register, there.transcript, new.name)
        old.unlink()


def _as_text(old: Path) -> Path:
    """The plain text that takes a transcript's place."""
    new = old.with_suffix(".txt")
    return old.with_name(f"{old.stem}-{old.suffix[1:]}.txt") if new.exists() and new != old else new


def _register(register: Path, transcript: Transcript, name: str) -> None:
    text = _text(register)
    lines = text.splitlines(keepends=True)
    lines[transcript.line - 1] = lines[transcript.line - 1].replace(transcript.file, name, 1)
    _rewrite(register, "".join(lines))


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _rewrite(path: Path, text: str) -> None:
    with whole(path) as part:
        part.write_bytes(text.encode("utf-8"))


def _tell_what_remains(files: Sequence[Path]) -> None:
    commits = history(_git, files)
    if commits is None:
        print("erase: this is no git repository, so there is no history to clean.")
    elif commits:
        print(f"erase: {len(commits)} commits of git still hold these files as they were:")
        print(*(f"  {line}" for line in commits[:SHOWN]), sep="\n")
        if len(commits) > SHOWN:
            print(f"  and {len(commits) - SHOWN} more")
        print("erase: whoever keeps the repository can take them out of history with git filter-repo.")
    copies = [*Path().glob(COPIES), *Path("data/coded/decisions").glob("*.cut.txt")]
    for copy in sorted(copies):
        print(f"erase: {copy.as_posix()} may hold what they said; delete it when you need it no more.")
    print("erase: look also at backups, e-mail, packed folders for coders, and reports that were sent out.")


def _git(arguments: Sequence[str]) -> str | None:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None
