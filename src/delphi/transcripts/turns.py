"""From lines to turns: who speaks, from which line on, and what they say until another speaks."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from delphi.errors import InputError
from delphi.transcripts.doubtful import Doubt, short_openings, shown, somebody_in
from delphi.transcripts.labels import SURE, Label, Register, key
from delphi.transcripts.source import Line, Source, clean
from delphi.transcripts.stamps import is_stamp, span, without_leading_stamp, without_stamps
from delphi.transcripts.strangers import (
    NEARLY_ALL,
    SENTENCE_END,
    Stranger,
    refuse_strangers,
    strangers,
    unregistered,
)
from delphi.transcripts.tables import flatten

_SERVICE = re.compile(r"\s*(?P<name>.{1,60}?)\s+(?:\w+\s+){0,3}transcri\w+(?:\s+\w+){0,2}\s*", re.IGNORECASE)
SHOWN = 12  # labels of the register, or doubts, in a message
QUOTED = 100  # characters of what is left out


@dataclass(frozen=True)
class Turn:
    """What one speaker says until another speaks.

    Attributes
    ----------
    turn
        From 1, in the order of the transcript, facilitators included.
    speaker
        The label as the register writes it.
    start_time, end_time
        Seconds; NaN where the transcript says none.
    line
        Line of the source (paragraph, in a word processor's document) where the turn begins, from 1.
    text
        What is said, see `delphi.transcripts.source.clean`; empty when a label stands without a word.
    """

    turn: int
    speaker: str
    start_time: float
    end_time: float
    line: int
    text: str


@dataclass(frozen=True)
class Found:
    """The turns of a transcript, and what a person should know about how they were found.

    Attributes
    ----------
    turns
        In order.
    warnings
        Phrases; they quote labels, and the beginning of what stands before the first.
    doubts
        What may be a label and counts as text.
    left_out
        The beginning of what stands before the first label and is no text; empty where nothing does.
    """

    turns: list[Turn]
    warnings: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()
    left_out: str = ""


def find_turns(source: Source, speakers: Mapping[str, str] | Register, path: Path) -> Found:
    """Turns of a transcript.

    A label that directly follows one of the same speaker continues the turn; paragraphs, lines and
    cues of a turn are joined with one space.  What stands before the first label is no text.

    Raises
    ------
    InputErrors
        For every label that looks like a speaker's, or comes back as one does, and stands in no register.
    InputError
        When no registered label stands in the file.
    """
    register = speakers if isinstance(speakers, Register) else Register(speakers)
    lines = flatten(source.parts, register)
    register = register.among(lines)
    labels = accepted(lines, register)
    unknown, unsure = not_registered(lines, labels, register)
    refuse_strangers(unknown, lines, register, path, source.unit)
    first = next((place for place, label in enumerate(labels) if label), -1)
    if first < 0:
        raise _silence(lines, register, path)
    warnings = list(source.warnings)
    skipped = [line for line in lines[:first] if not line.heading and not is_stamp(line.text)]
    left_out = _shortened(" ".join(clean(line.text) for line in skipped))
    if skipped:
        many = len({line.number for line in skipped})
        counted = f"1 {source.unit}" if many == 1 else f"{many} {source.unit}s"
        warnings.append(f"{counted} before the first label left out: `{left_out}`")
    turns = _turns(lines, labels, register, first)
    doubts = [
        shown(seen, lines, source.unit, _speaking(labels, register, seen[0].place))
        for seen in unsure.values()
    ]
    warnings += [
        f"{source.unit} {lines[place].number}: `{label}:` goes on with the sentence above it, and counts as "
        f"words of `{_speaking(labels, register, place)}`. If `{label}` speaks there, close that sentence"
        for place, label in _cut_off(lines, labels, register, first)
    ]
    warnings += [doubt.told() for doubt in doubts[:SHOWN]]
    if len(doubts) > SHOWN:
        warnings.append(f"{len(doubts) - SHOWN} more such openings may be somebody who speaks")
    return Found(turns, tuple(warnings), tuple(doubts), left_out)


def not_registered(
    lines: Sequence[Line], labels: Sequence[Label | None], register: Register
) -> tuple[dict[str, list[Stranger]], dict[str, list[Stranger]]]:
    """What no register knows: who speaks nevertheless, and what may be somebody and counts as text."""
    candidates = unregistered(lines, labels, register)
    found = strangers(candidates, lines, labels, register)
    certain = {one.place for seen in found.values() for one in seen}
    others = [one for one in candidates if one.place not in certain]
    openings = short_openings(others, lines, labels, certain)
    for name, seen in somebody_in(openings, lines, labels, certain).items():
        found[name] = sorted([*found.get(name, ()), *seen], key=lambda one: one.place)
    return found, {name: seen for name, seen in openings.items() if name not in found}


def _cut_off(
    lines: Sequence[Line], labels: Sequence[Label | None], register: Register, first: int
) -> list[tuple[int, str]]:
    """Registered labels that were taken for a part of a sentence: at the start of a cue, or of a wrapped line."""
    found = []
    for place, line in enumerate(lines):
        if place > first and labels[place] is None and not (line.opens and math.isnan(line.start)):
            label = register.find(replace(line, opens=True))
            if label and label.kind == "colon":
                found.append((place, label.text))
    return found


def _speaking(labels: Sequence[Label | None], register: Register, place: int) -> str:
    """Whose words a line counts as."""
    label = next((label for label in reversed(labels[:place]) if label), None)
    return register.registered(label.text) if label else ""


def _shortened(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED].rsplit(' ', 1)[0]} …"


def accepted(lines: Sequence[Line], register: Register) -> list[Label | None]:
    """Each line's label, where it counts; shapes that ordinary speech also has count when they are the file's habit."""
    found = [register.find(line) for line in lines]
    kinds = Counter(label.kind for label in found if label)
    sure = sum(count for kind, count in kinds.items() if kind in SURE)
    habits = {kind for kind, count in kinds.items() if kind in SURE or count > max(sure, kind == "dash")}
    labels = [label if label and label.kind in habits else None for label in found]
    # A title that happens to begin with a label is no speech; questions that are set as titles are.
    titled = {i: key(label.text) for i, label in enumerate(labels) if label and _is_title(lines[i], label)}
    often = Counter(titled.values())
    labels = [None if i in titled and often[titled[i]] == 1 else label for i, label in enumerate(labels)]
    return _without_cut_sentences(lines, labels)


def _without_cut_sentences(lines: Sequence[Line], labels: list[Label | None]) -> list[Label | None]:
    """Labels without those that a cue's border made: `... en toen zei` / `Samira: kom mee`.

    Only where turns begin with a capital and further cues have no label: there the sentence above a
    real label may be broken off, but what follows it does not go on in lower case.
    """
    cut = {place for place in range(1, len(lines)) if not SENTENCE_END.search(lines[place - 1].text)}
    begins = [
        _speech(lines[place], label)[:1] for place, label in enumerate(labels) if label and place not in cut
    ]
    on_cues = [
        label is not None
        for line, label in zip(lines, labels)
        if not math.isnan(line.start) and line.after_blank
    ]
    every_cue = sum(on_cues) >= NEARLY_ALL * len(on_cues)
    if every_cue or sum(map(str.islower, begins)) > (1 - NEARLY_ALL) * len(begins):
        return labels
    kept = list(labels)
    for place in sorted(cut):
        line, label = lines[place], labels[place]
        if label is not None and label.kind != "voice" and not math.isnan(line.start):
            kept[place] = None if _speech(line, label)[:1].islower() else label
    return kept


def _speech(line: Line, label: Label) -> str:
    return line.text[label.rest :].strip()


def _is_service(line: Line, register: Register) -> bool:
    """Whether a line is what a meeting program says of itself: `Rita stopped transcription`."""
    found = _SERVICE.fullmatch(line.text)
    return found is not None and found["name"].strip() in register


def _is_title(line: Line, label: Label) -> bool:
    return line.heading and bool(_speech(line, label))


def _turns(
    lines: Sequence[Line], labels: Sequence[Label | None], register: Register, first: int
) -> list[Turn]:
    roles = _roles(labels)
    bare_stamps = any(
        label is not None and label.stamped and without_leading_stamp(line.text) != line.text
        for line, label in zip(lines, labels)
    )
    turns: list[Turn] = []
    texts: list[list[str]] = []
    pending = (math.nan, math.nan)
    for place, (line, label) in enumerate(zip(lines, labels)):
        if label is None and line.voice is None and is_stamp(line.text):
            pending = span(line.text)
            continue
        if place < first or (label is None and (line.heading or _is_service(line, register))):
            continue
        text = line.text[label.rest :] if label else line.text
        if bare_stamps and label is None:
            text = without_leading_stamp(text)
        text, closing = without_stamps(text)
        start, end = (label.start, label.end) if label else (line.start, line.end)
        if label is not None:
            start, end = pending if math.isnan(start) else (start, end)
            if label.remark and (label.text.casefold(), label.remark) not in roles:
                text = f"{label.remark} {text}"
            speaker = register.registered(label.text)
            if not turns or turns[-1].speaker != speaker:
                turns.append(Turn(len(turns) + 1, speaker, start, math.nan, line.number, ""))
                texts.append([])
            elif math.isnan(turns[-1].start_time) and not any(map(str.strip, texts[-1])):
                turns[-1] = replace(turns[-1], start_time=start)
        pending = (math.nan, math.nan)
        end = closing if math.isnan(end) else end
        if not math.isnan(end):
            turns[-1] = replace(turns[-1], end_time=end)
        texts[-1].append(text)
    return [replace(turn, text=clean(" ".join(parts))) for turn, parts in zip(turns, texts)]


def _roles(labels: Sequence[Label | None]) -> set[tuple[str, str]]:
    """Labels with brackets that belong to them (`Rita (guest)` turn after turn, `R4 (F, 45)`), and are no remark."""
    known = [label for label in labels if label]
    spoken = Counter(label.text.casefold() for label in known)
    remarks = Counter((label.text.casefold(), label.remark) for label in known if label.remark)
    often = {pair for pair, count in remarks.items() if count > 1 and 2 * count > spoken[pair[0]]}
    aged = {pair for pair in remarks if re.search(r"\d", pair[1]) and re.search(r"[^\W\d_]", pair[1])}
    return (
        often
        | aged
        | {(label.text.casefold(), label.remark) for label in known if label.kind == "alone_marked"}
    )


def _silence(lines: Sequence[Line], register: Register, path: Path) -> InputError:
    if not any(line.text.strip() for line in lines):
        remedy = "Put the transcript in it, or take its row out of transcripts.csv."
        return InputError("the file holds no text.", path, remedy=remedy)
    known = ", ".join(f"`{label}`" for label in register.labels[:SHOWN]) or "none"
    more = f" and {len(register.labels) - SHOWN} more" if len(register.labels) > SHOWN else ""
    remedy = (
        "Expected paragraphs such as `Name: text`, `Name<TAB>text` or `[00:01:23] Name: text`, or a table "
        f"with a column of names. Labels of the registers: {known}{more}. One that is written differently "
        "here belongs in `alias_of_labels` of participants.csv or in `facilitators` of transcripts.csv."
    )
    return InputError("no registered speaker's label stands in this file.", path, remedy=remedy)
