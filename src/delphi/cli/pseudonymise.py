"""`delphi pseudonymise`: transcripts with names, on their way into a study, get the same pseudonyms everywhere."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from delphi.errors import InputError, InputErrors
from delphi.privacy.identifiers import identifiers
from delphi.privacy.kinds import kind_named, partly
from delphi.privacy.pseudonyms import drafted, key_text, read_key, replaced, study_around
from delphi.transcripts import Turn
from delphi.transcripts.speakers import listen
from delphi.transcripts.writing import write_turns
from delphi.writing import whole


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="transcripts with people's real names")
    parser.add_argument(
        "--key",
        required=True,
        metavar="FILE",
        help="who is who (CSV); outside every study folder, made when missing",
    )
    parser.add_argument("--to", required=True, metavar="FOLDER", help="where the new transcripts (.txt) go")
    parser.add_argument("--language", default="nl", metavar="CODE", help="of the talk (default: nl)")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="NUMBER", help="draws the fictitious names (default: 1)"
    )


def run(options: argparse.Namespace) -> None:
    """Draft the key and stop for a person to look at it; when it knows everything, write the transcripts."""
    key_file, target = Path(options.key).expanduser(), Path(options.to)
    inside = study_around(key_file)
    if inside is not None or target.resolve() in key_file.resolve().parents:
        what = "the key would lie inside a study, where it travels with what it should protect."
        remedy = "Keep it outside, on a medium that only those who may know the names can read."
        raise InputError(what, key_file, remedy=remedy)
    files = [Path(file) for file in options.files]
    _check_names(files, target)
    transcripts = {file.name: _turns(file) for file in files}
    key = read_key(key_file)
    new = drafted(transcripts, key, options.language, options.seed)
    if new:
        before = key_file.read_bytes().decode("utf-8-sig") if key_file.exists() else ""
        with whole(key_file) as part:
            part.touch(mode=0o600)
            part.write_bytes(key_text(before, new).encode("utf-8"))
        print(f"pseudonymise: {len(new)} words were added to {key_file}.")
        print("pseudonymise: look at every row: change a pseudonym, or empty it to leave the word as it is.")
        print("pseudonymise: then run the same command again; no transcript was written yet.")
        return
    written = {target / f"{Path(name).stem}.txt": replaced(turns, key) for name, turns in transcripts.items()}
    _refuse_leaks(written)
    target.mkdir(parents=True, exist_ok=True)
    for path, turns in written.items():
        write_turns(turns, path, {turn.speaker.casefold(): turn.speaker for turn in turns})
    print(f"pseudonymise: {len(written)} transcripts written to {target}; the key stays in {key_file}")


def _check_names(files: list[Path], target: Path) -> None:
    stems = [file.stem.casefold() for file in files]
    errors = []
    for file in files:
        if stems.count(file.stem.casefold()) > 1:
            errors.append(InputError("two files would get one name.", file, remedy="Rename one of them."))
        if (target / f"{file.stem}.txt").resolve() == file.resolve():
            errors.append(InputError("this file would be written over.", file, remedy="Choose another --to."))
    if errors:
        raise InputErrors(errors)


def _turns(file: Path) -> list[Turn]:
    reading = listen(file).reading
    for warning in reading.warnings:
        print(f"delphi: {file.as_posix()}: {warning.rstrip('.')}.", file=sys.stderr)
    return reading.turns


def _refuse_leaks(written: dict[Path, list[Turn]]) -> None:
    errors = []
    for path, turns in written.items():
        for turn in turns:
            for it in identifiers(turn.text):
                word = turn.text[it.start : it.end]
                what = f"turn {turn.turn} would still hold {kind_named(it.kind)} ({partly(word)})."
                errors.append(InputError(what, path, remedy="Give it a pseudonym in the key."))
    if errors:
        raise InputErrors(errors)
