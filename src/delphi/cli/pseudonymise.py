"""`delphi pseudonymise`: transcripts with names, on their way into a study, get the same pseudonyms everywhere."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from delphi.errors import InputError, InputErrors
from delphi.privacy.filenames import distinct, renamed
from delphi.privacy.forms import forms
from delphi.privacy.identifiers import identifiers
from delphi.privacy.kinds import kind_named, partly
from delphi.privacy.names import language_of
from delphi.privacy.pseudonyms import SPEAKER, Pseudonym, drafted, key_text, read_key, replaced, study_around
from delphi.study import load_study
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
    parser.add_argument(
        "--language",
        metavar="CODE",
        help="of the talk (default: that of the study around --to, or what the words seem to be)",
    )
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
    language = options.language or _language(target, transcripts)
    new = drafted(transcripts, key, language, options.seed)
    if new:
        before = key_file.read_bytes().decode("utf-8-sig") if key_file.exists() else ""
        with whole(key_file) as part:
            part.touch(mode=0o600)
            part.write_bytes(key_text(before, new).encode("utf-8"))
        print(f"pseudonymise: {len(new)} words were added to {key_file}.")
        print(f"pseudonymise: the talk was taken to be in `{language}`; --language says it otherwise.")
        print("pseudonymise: look at every row: change a pseudonym, or empty it to leave the word as it is.")
        print("pseudonymise: then run the same command again; no transcript was written yet.")
        return
    names = _new_names(list(transcripts), key)
    written = {target / names[name]: replaced(turns, key) for name, turns in transcripts.items()}
    _check_sources(files, list(written))
    _refuse_leaks(written)
    target.mkdir(parents=True, exist_ok=True)
    for path, turns in written.items():
        write_turns(turns, path, {turn.speaker.casefold(): turn.speaker for turn in turns})
    for name, new_name in names.items():
        if Path(name).stem != Path(new_name).stem:
            print(f"pseudonymise: {name} is called {new_name} there, since its name held a name of the key.")
    print(f"pseudonymise: {len(written)} transcripts written to {target}; the key stays in {key_file}")
    print(
        "pseudonymise: names of files are printed in places: look whether one of them still names somebody."
    )


def _check_names(files: list[Path], target: Path) -> None:
    stems = [file.stem.casefold() for file in files]
    errors = [
        InputError("two files would get one name.", file, remedy="Rename one of them.")
        for file in files
        if stems.count(file.stem.casefold()) > 1
    ]
    if errors:
        raise InputErrors(errors)
    _check_sources(files, [target / f"{file.stem}.txt" for file in files])


def _check_sources(files: list[Path], written: list[Path]) -> None:
    new = {path.resolve() for path in written}
    errors = [
        InputError("this file would be written over.", file, remedy="Choose another --to.")
        for file in files
        if file.resolve() in new
    ]
    if errors:
        raise InputErrors(errors)


def _new_names(names: list[str], key: list[Pseudonym]) -> dict[str, str]:
    """Names of the files to write: those of the sources, without what the key replaces."""
    words = {entry.real.casefold(): entry.pseudonym for entry in key}
    for entry in key:
        for word in forms(entry.real, "") if entry.kind == SPEAKER else ():
            words.setdefault(word.casefold(), entry.pseudonym)
    words = {word: new for word, new in words.items() if new and new.casefold() != word}
    found: dict[str, str] = {}
    for name in names:
        taken = {Path(other).stem.casefold() for other in found.values()}
        stem = distinct(renamed(Path(name).stem, words), lambda new: new.casefold() in taken)  # noqa: B023
        found[name] = f"{stem}.txt"
    return found


def _language(target: Path, transcripts: dict[str, list[Turn]]) -> str:
    """That of the study in which the transcripts will lie; or of most of their words."""
    study = study_around(target / "x")
    if study is not None:
        return load_study(study / "config/study.yaml").language
    return language_of(turn.text for turns in transcripts.values() for turn in turns)


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
