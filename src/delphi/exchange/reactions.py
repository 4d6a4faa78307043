"""Reactions to feedback on paper, typed over in a spreadsheet, become ratings or turns with decisions.

A reaction to the feedback on a round is given after it, so it counts in the next round, and for
the wording that was on the form.  What somebody ticked and wrote is something that was said: it becomes a
turn in a transcript of its own (one per group), under the statement it answers, and a decision of the
person who imports it says which statement and which stance.  Marks on a declared scale become ratings, and
the words beside them a turn.  Nothing that was there is rewritten; what was imported before is not added
again; if one row cannot be taken, no row is.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from delphi.codebook import Codebook, load_codebook
from delphi.decisions.append import Decision, append_decisions, append_rows, coder_name
from delphi.errors import InputError, InputErrors
from delphi.exchange.sheet import Answer, read_sheet
from delphi.items import read_events, read_items, versions_in_force
from delphi.report.feedback_words import CHOICES, FORM
from delphi.study import (
    Participant,
    Study,
    Transcript,
    check_files,
    check_present,
    load_participants,
    load_study,
    load_transcripts,
)
from delphi.study.registers import TRANSCRIPT_COLUMNS
from delphi.study.sources import read_table
from delphi.transcripts import read_transcript
from delphi.transcripts.source import clean

RATING_COLUMNS = ("round", "participant_id", "item_id", "scale", "rating")
SAYS = {"nl": "Uitspraak {item}, versie {version}", "en": "Statement {item}, version {version}"}
ANYTHING = {"nl": "Nog iets", "en": "Anything else"}


@dataclass(frozen=True)
class Imported:
    """What was brought in, and what was there already."""

    round: int
    ratings: int = 0
    turns: int = 0
    decisions: int = 0
    already: int = 0
    transcripts: tuple[str, ...] = ()
    deepens: bool = False
    """Whether the transcripts are of a kind that is no panel session."""


@dataclass(frozen=True)
class _Study:
    """The study as far as an import needs it."""

    folder: Path
    study: Study
    codebook: Codebook
    transcripts: Sequence[Transcript]
    participants: Sequence[Participant]
    items: Any
    round: int
    kind: str

    @property
    def form(self) -> str:
        return FORM[self.study.language]

    def wording(self, item: str, version: int) -> Mapping[str, Any]:
        rows = self.items[(self.items["item_id"] == item) & (self.items["version"] == version)]
        found: Mapping[str, Any] = rows.to_dict("records")[0]
        return found

    def opening(self, answer: Answer) -> str:
        """How the form introduces a statement, up to its wording."""
        if not answer.item_id:
            return ANYTHING[self.study.language]
        return SAYS[self.study.language].format(item=answer.item_id, version=answer.version)

    def said(self, answer: Answer) -> str:
        """The turn that an answer is."""
        ticked = CHOICES[self.study.language].get(answer.stance, "")
        return clean(f"{ticked}. {answer.words}" if ticked else answer.words)


def import_reactions(
    folder: Path | str,
    source: Path | str,
    *,
    round_: int,
    coder: str = "",
    participant: str = "",
    scale: str = "",
    kind: str = "written_reaction",
    date: str = "",
) -> Imported:
    """Bring back a register of reactions.

    Parameters
    ----------
    folder
        The study's folder.
    source
        The register, as a spreadsheet saved it.
    round_
        The round whose feedback it answers; the reactions count in the next one.
    coder
        Who imports it, for the decisions; needed unless there are only ratings.
    participant
        Whose reactions these are, where `participant_id` is empty.
    scale
        A declared scale: `reaction` holds its levels.
    kind, date
        Of the transcripts.

    Raises
    ------
    InputErrors
        Every row that cannot be taken, with its line and what to do; then nothing is written.
    """
    folder = Path(folder)
    study = load_study(folder / "config/study.yaml")
    codebook = load_codebook(folder / "config/codebook.yaml")
    participants = load_participants(folder / "data/raw/participants.csv", study)
    transcripts = load_transcripts(folder / "data/raw/transcripts.csv", study)
    items = read_items(folder / "data/coded/items.csv", codebook, study.language)
    numbers = [one.number for one in study.rounds]
    known = [transcript.transcript_id for transcript in transcripts]
    events = read_events(folder / "data/coded/item_events.csv", items, numbers, known)
    after = _next_round(numbers, round_)
    in_force = versions_in_force(items, events, numbers)
    versions = {i: int(v) for i, r, v in in_force.itertuples(index=False) if r == after}
    answers = read_sheet(
        Path(source), study, participants, items, events, versions,
        feedback_round=round_, participant=participant, scale=scale,
    )  # fmt: skip
    here = _Study(folder, study, codebook, transcripts, participants, items, after, kind)
    ratings, rated_before = _new_ratings(here, Path(source), answers, scale) if scale else ([], 0)
    spoken = [answer for answer in answers if answer.words or answer.stance]
    new, said_before = _new_turns(here, Path(source), spoken)
    existing = [path.stem for path in (folder / "data/coded/decisions").glob("*.csv")]
    if any(answer.item_id for answer in new):
        if not coder:
            remedy = "Add `--coder NAME`; decisions about statements carry the name of who takes them."
            raise InputError("it is not said who imports this.", remedy=remedy)
        coder = coder_name(coder, existing)
    result = _write(here, ratings, new, coder, date, f"reactions to the feedback on round {round_}")
    return Imported(
        after,
        len(ratings),
        len(new),
        sum(bool(answer.item_id) for answer in new),
        rated_before + said_before,
        result,
        bool(result) and kind not in study.panel_kinds,
    )


def _next_round(numbers: Sequence[int], round_: int) -> int:
    if round_ not in numbers:
        raise InputError(
            f"the round {round_} is not declared.", remedy=f"Declared are {', '.join(map(str, numbers))}."
        )
    later = [number for number in numbers if number > round_]
    if not later:
        remedy = "Reactions count in the round after the feedback; declare one in config/study.yaml."
        raise InputError(f"the round {round_} is the last one.", remedy=remedy)
    return later[0]


def _new_ratings(
    here: _Study, source: Path, answers: Sequence[Answer], scale: str
) -> tuple[list[dict[str, str]], int]:
    """Rows for ratings.csv, and how many were there; another mark by the same person is an error."""
    path = here.folder / "data/raw/ratings.csv"
    rows = read_table(path, RATING_COLUMNS)[1] if path.exists() else []
    owner = _owners(here.participants)
    there = {
        (row["round"], owner.get(row["participant_id"].casefold(), ""), row["item_id"], row["scale"]): row
        for row in rows
    }
    new, before, errors = [], 0, []
    for answer in answers:
        if not answer.level:
            continue
        key = (str(here.round), answer.participant_id, answer.item_id, scale)
        if key not in there:
            new.append(dict(zip(RATING_COLUMNS, (*key, answer.level))))
        elif there[key]["rating"] == answer.level:
            before += 1
        else:
            what = f"{answer.participant_id} rated `{answer.item_id}` as `{there[key]['rating']}` before."
            remedy = f"That stands in line {there[key].line} of data/raw/ratings.csv; correct one of the two."
            errors.append(InputError(what, source, line=answer.line, remedy=remedy))
    if errors:
        raise InputErrors(errors)
    return new, before


def _new_turns(here: _Study, source: Path, answers: Sequence[Answer]) -> tuple[list[Answer], int]:
    """Answers that no transcript of reactions holds yet, and how many one does."""
    there = _said_before(here)
    new, before, errors = [], 0, []
    for answer in answers:
        said = there.get((answer.participant_id, here.opening(answer)), [])
        if here.said(answer) in said:
            before += 1
        elif said and answer.item_id:
            what = f"another reaction of {answer.participant_id} to `{answer.item_id}` was imported before."
            remedy = f"It reads “{said[0][:80]}”. Take this row out, or correct what was imported."
            errors.append(InputError(what, source, line=answer.line, remedy=remedy))
        else:
            new.append(answer)
    if errors:
        raise InputErrors(errors)
    return new, before


def _said_before(here: _Study) -> dict[tuple[str, str], list[str]]:
    """Turns of earlier imports, by participant and by how the form introduces what they answer."""
    owner = _owners(here.participants)
    found: dict[tuple[str, str], list[str]] = {}
    for transcript in here.transcripts:
        if transcript.round != here.round or here.form not in transcript.facilitators:
            continue
        path = here.folder / "data/raw/transcripts" / transcript.file
        opening = ""
        for turn in read_transcript(path, _labels(here), transcript_id=transcript.transcript_id):
            if turn.speaker == here.form:
                opening = turn.text.split(":", 1)[0]
            else:
                found.setdefault((owner[turn.speaker.casefold()], opening), []).append(turn.text)
    return found


def _write(
    here: _Study,
    ratings: Sequence[Mapping[str, str]],
    answers: Sequence[Answer],
    coder: str,
    date: str,
    notes: str,
) -> tuple[str, ...]:
    """Write ratings, transcripts, their rows in the register, and the decisions: all of it or nothing."""
    group_of = {person.participant_id: person.group for person in here.participants}
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(group_of[answer.participant_id], []).append(answer)
    taken = {transcript.transcript_id for transcript in here.transcripts}
    made: dict[str, tuple[str, list[Answer]]] = {}
    for group, inside in groups.items():
        name = _free_name(f"reactions-r{here.round}-{_slug(group)}".rstrip("-"), taken)
        taken.add(name)
        made[name] = (group, inside)
    files = {name: here.folder / "data/raw/transcripts" / f"{name}.txt" for name in made}
    register = here.folder / "data/raw/transcripts.csv"
    rated = here.folder / "data/raw/ratings.csv"
    decided = here.folder / "data/coded/decisions" / f"{coder}.csv"
    with all_or_nothing([register, rated, *([decided] if coder else []), *files.values()]):
        append_rows(rated, ratings, columns=RATING_COLUMNS)
        texts, decisions = {}, []
        for name, (group, inside) in made.items():
            files[name].write_text(_transcript(here, inside), encoding="utf-8", newline="\n")
            row = {
                "transcript_id": name, "file": files[name].name, "round": str(here.round), "kind": here.kind,
                "group": group, "date": date, "language": here.study.language, "facilitators": here.form,
                "notes": notes,
            }  # fmt: skip
            append_rows(register, [row], columns=TRANSCRIPT_COLUMNS)
            turns = read_transcript(files[name], _labels(here), transcript_id=name)
            for place, answer in enumerate(inside):
                text = here.said(answer)
                turn = turns[2 * place + 1] if len(turns) == 2 * len(inside) else None
                if turn is None or turn.text != text:
                    what = f"what {answer.participant_id} wrote cannot be kept as a turn: “{text[:80]}”."
                    raise InputError(
                        what, remedy="Write it without line breaks and without names and colons."
                    )
                if answer.item_id:
                    texts[name, turn.turn] = turn.text
                    decisions.append(_decision(here, name, turn.turn, answer, len(text)))
                    if not answer.words:  # a tick alone holds nothing more to code
                        decisions.append(Decision(name, turn.turn, "checked"))
        if decisions:
            items = sorted(set(here.items["item_id"]))
            append_decisions(
                decided, decisions, coder=coder, texts=texts, codebook=here.codebook, items=items
            )
        if made:
            now = load_transcripts(register, here.study)
            check_files(now, here.folder / "data/raw/transcripts", register)
            check_present(now, here.participants, register)
    return tuple(made)


def _transcript(here: _Study, answers: Sequence[Answer]) -> str:
    lines = []
    for answer in answers:
        statement = f"“{here.wording(answer.item_id, answer.version)['statement']}”" if answer.item_id else ""
        lines.append(f"{here.form}: {clean(f'{here.opening(answer)}: {statement}')}")
        lines.append(f"{answer.participant_id}: {here.said(answer)}")
    return "\n\n".join(lines) + "\n"


def _decision(here: _Study, transcript: str, turn: int, answer: Answer, length: int) -> Decision:
    codes = here.wording(answer.item_id, answer.version)
    return Decision(
        transcript, turn, "apply", 0, length, str(codes["work_model"]), str(codes["swot"]), answer.item_id,
        answer.stance,
    )  # fmt: skip


def _labels(here: _Study) -> dict[str, str]:
    labels = {label.casefold(): label for person in here.participants for label in person.labels}
    if here.form.casefold() in labels:
        remedy = "Give that participant another pseudonym; the form itself speaks under this name."
        raise InputError(
            f"`{here.form}` is a participant's label.", "data/raw/participants.csv", remedy=remedy
        )
    return labels | {here.form.casefold(): here.form}


def _owners(participants: Sequence[Participant]) -> dict[str, str]:
    return {label.casefold(): person.participant_id for person in participants for label in person.labels}


def _free_name(name: str, taken: Collection[str]) -> str:
    number = 1
    while (free := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return free


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@contextmanager
def all_or_nothing(paths: Sequence[Path]) -> Iterator[None]:
    """Bring files back to what they were, or were not, should anything fail while they are written."""
    before = {path: path.read_bytes() if path.exists() else None for path in paths}
    try:
        yield
    except BaseException:
        for path, raw in before.items():
            if raw is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != raw:
                with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as copy:
                    copy.write(raw)
                Path(copy.name).replace(path)
        raise
