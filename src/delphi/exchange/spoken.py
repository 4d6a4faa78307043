"""Transcripts straight from Teams, Zoom, WhisperX or aTrain, copied or converted, with drafted rows in the registers."""

from __future__ import annotations

import json
import math
import re
import shutil
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from delphi.decisions.append import append_rows
from delphi.errors import InputError, InputErrors
from delphi.exchange.whole import all_or_nothing
from delphi.study import check_files, check_present, load_participants, load_study, load_transcripts
from delphi.study.new import draft_registers, led
from delphi.study.registers import PARTICIPANT_COLUMNS, TRANSCRIPT_COLUMNS
from delphi.transcripts.encoding import decode, read_bytes
from delphi.transcripts.reading import read_file
from delphi.transcripts.source import clean
from delphi.transcripts.speakers import heard_in
from delphi.transcripts.turns import Turn
from delphi.transcripts.writing import write_turns

MACHINE = re.compile(
    r"(?:speaker|spreker|sprecher)[ _-]?(?P<number>\d{1,3}|undefined|unknown)", re.IGNORECASE
)
STAMPED = re.compile(r"(?m)(?:\[|^)(\d\d:\d\d:\d\d)\]? - ")
LABEL = re.compile(r"[^\s:][^:\n]{0,59}")


@dataclass
class Brought:
    """What was brought in."""

    transcripts: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)


def bring_transcripts(
    folder: Path, files: Sequence[Path], *, round_: int | None = None, kind: str = ""
) -> Brought:
    """Copy transcripts into a study and append a row for each, and for everybody new who speaks.

    Labels that a machine gave (`SPEAKER_00`) name nobody, and another person in each recording: they get
    the transcript's name in front.

    Raises
    ------
    InputErrors
        For every file that cannot be read, or that is there already; then nothing is changed.
    """
    study = load_study(folder / "config/study.yaml")
    register, people_file = folder / "data/raw/transcripts.csv", folder / "data/raw/participants.csv"
    there = load_transcripts(register, study)
    people = load_participants(people_file, study)
    numbers = [one.number for one in study.rounds]
    if round_ is not None and round_ not in numbers:
        raise InputError(
            f"the round {round_} is not declared.", remedy=f"Declared are {', '.join(map(str, numbers))}."
        )
    place = folder / "data/raw/transcripts"
    done = Brought()
    with tempfile.TemporaryDirectory() as temporary:
        ready = _ready(files, Path(temporary), {t.transcript_id.casefold() for t in there})
        taken = {path.name.casefold() for path in place.iterdir()} if place.is_dir() else set()
        double = [InputError("the study has a transcript of this name.", file, remedy="Rename the file, or leave it out.")
                  for file in ready if file.name.casefold() in taken]  # fmt: skip
        if double:
            raise InputErrors(double)
        draft = draft_registers(folder, ready, study.language)
        leaders = {label.casefold() for one in there for label in one.facilitators}
        known = {label.casefold() for person in people for label in person.labels}
        for row in draft.transcripts:
            row["round"] = str(round_) if round_ is not None else row["round"]
            if int(row["round"]) not in numbers:
                done.guesses.append(
                    f"{row['file']} is put in round {numbers[0]}; round {row['round']} is not declared."
                )
                row["round"] = str(numbers[0])
            row["kind"] = kind or row["kind"]
            file = next(one for one in ready if one.name == row["file"])
            row["facilitators"] = ";".join(_leading(row["facilitators"], file, leaders, known))
        now_leading = {x.casefold() for row in draft.transcripts for x in row["facilitators"].split(";")}
        new = [
            row for row in draft.participants if row["participant_id"].casefold() not in known | now_leading
        ]
        first = next(iter(study.perspectives))
        for row in new:
            row["perspective"] = row["perspective"] if row["perspective"] in study.perspectives else first
            row["invited_rounds"] = ";".join(
                dict.fromkeys(t["round"] for t in draft.transcripts if t["round"]) if round_ is not None
                else [n for n in row["invited_rounds"].split(";") if n.isdecimal() and int(n) in numbers]
            )  # fmt: skip
        targets = [place / file.name for file in ready]
        with all_or_nothing([register, people_file, *targets]):
            append_rows(register, draft.transcripts, columns=TRANSCRIPT_COLUMNS)
            append_rows(people_file, new, columns=PARTICIPANT_COLUMNS)
            place.mkdir(parents=True, exist_ok=True)
            for file, target in zip(ready, targets):
                shutil.copyfile(file, target)
            now = load_transcripts(register, study)
            check_files(now, place, register)
            check_present(now, load_participants(people_file, study), register)
    done.transcripts = [row["transcript_id"] for row in draft.transcripts]
    done.people = [row["participant_id"] for row in new]
    done.guesses += [f"taken as facilitators: {leaders}." for leaders in [led(draft)] if leaders]
    done.guesses += draft.guesses
    return done


def segments_of(path: Path) -> list[tuple[str, float, float, str]]:
    """Speaker, start, end and text of each segment of a JSON file as WhisperX and aTrain write it.

    Raises
    ------
    InputError
        When it is no JSON, or holds no segments with words.
    """
    text, _ = decode(read_bytes(path), path)
    try:
        data: Any = json.loads(text.lstrip("\ufeff"))
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        remedy = "It may be cut off: export the transcript again."
        raise InputError("this is no valid JSON.", path, line=line, remedy=remedy) from None
    segments = data.get("segments") if isinstance(data, dict) else data
    found = []
    for one in segments if isinstance(segments, list) else []:
        if isinstance(one, dict) and isinstance(one.get("text"), str) and one["text"].strip():
            speaker = one.get("speaker")
            name = speaker.strip() if isinstance(speaker, str) and LABEL.fullmatch(speaker.strip()) else ""
            found.append((name, _seconds(one.get("start")), _seconds(one.get("end")), clean(one["text"])))
    if not found:
        remedy = (
            'Expected {"segments": [{"start": 0.0, "end": 2.5, "speaker": "SPEAKER_00", "text": "..."}]}.'
        )
        raise InputError("the file holds no segments with words.", path, remedy=remedy)
    if not any(name for name, *_ in found):
        remedy = "Run the transcription again with speaker detection (diarisation)."
        raise InputError("no segment says who speaks.", path, remedy=remedy)
    return found


def _ready(files: Sequence[Path], place: Path, taken: Collection[str]) -> list[Path]:
    """The files as they go into the study: as they are, or written anew where labels or format have to change."""
    ready, errors = [], []
    for file in files:
        try:
            ready.append(_one(file, place, taken))
        except InputErrors as error:
            errors += error.errors
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    return ready


def _one(file: Path, place: Path, taken: Collection[str]) -> Path:
    name = re.sub(r"[^\w.-]+", "-", file.stem).strip("-.") or "transcript"
    if name.casefold() in taken:
        remedy = "Rename the file, or leave it out."
        raise InputError(f"the study has a transcript `{name}`.", file, remedy=remedy)
    if file.suffix.casefold() == ".json":
        turns = _turns(segments_of(file))
    else:
        labels = _alone_on_lines(file)
        if labels:
            file = _without_dashes(file, place)
        labels = labels or {voice.label.casefold(): voice.label for voice in heard_in(file)}
        if not any(MACHINE.fullmatch(label) for label in labels.values()):
            target = place / f"{name}{file.suffix.casefold()}"
            shutil.copyfile(file, target)
            return target
        turns = read_file(file, labels, transcript_id=name).turns
    own = {label: _own_label(name, label) for label in dict.fromkeys(turn.speaker for turn in turns)}
    turns = [replace(turn, speaker=own[turn.speaker]) for turn in turns]
    target = place / f"{name}.txt"
    if target.exists():
        raise InputError("two of the files have this name.", file, remedy="Rename one.")
    write_turns(turns, target, {label.casefold(): label for label in own.values()})
    return target


def _alone_on_lines(file: Path) -> dict[str, str]:
    """Machine labels that stand on lines of their own in a text file, as aTrain writes them."""
    if file.suffix.casefold() != ".txt":
        return {}
    lines = [line.strip() for line in decode(read_bytes(file), file)[0].split("\n")]
    return {line.casefold(): line for line in lines if MACHINE.fullmatch(line)}


def _without_dashes(file: Path, place: Path) -> Path:
    """A copy of a text in which a time stamp and a dash open each segment, without the dashes."""
    (place / "plain").mkdir(exist_ok=True)
    copy = place / "plain" / file.name
    text = decode(read_bytes(file), file)[0]
    copy.write_text(STAMPED.sub(r"[\1] ", text), encoding="utf-8", newline="\n")
    return copy


def _turns(segments: Sequence[tuple[str, float, float, str]]) -> list[Turn]:
    """Segments of one speaker in a row are one turn; one without a speaker goes on."""
    turns: list[Turn] = []
    for name, start, end, text in segments:
        if turns and name in ("", turns[-1].speaker):
            last = turns[-1]
            turns[-1] = replace(last, text=clean(f"{last.text} {text}"), end_time=end)
        else:
            turns.append(Turn(len(turns) + 1, name or "Speaker undefined", start, end, len(turns) + 1, text))
    return turns


def _own_label(transcript: str, label: str) -> str:
    found = MACHINE.fullmatch(label)
    if not found:
        return label
    number = found["number"]
    return f"{transcript}-S{int(number)}" if number.isdecimal() else f"{transcript}-S-unknown"


def _leading(guess: str, file: Path, leaders: Collection[str], known: Collection[str]) -> list[str]:
    """Who leads: whom the draft guessed, unless a participant, and whoever leads elsewhere in the study."""
    guessed = [label for label in guess.split(";") if label and label.casefold() not in known]
    usual = [voice.label for voice in heard_in(file) if voice.label.casefold() in leaders]
    return list(dict.fromkeys([*guessed, *usual]))


def _seconds(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else math.nan
