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
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from delphi.codebook import load_codebook
from delphi.decisions.append import Decision, append_decisions, append_rows, coder_name
from delphi.errors import InputError, InputErrors
from delphi.exchange.sheet import Answer, read_sheet
from delphi.exchange.whole import all_or_nothing
from delphi.exchange.written import Written
from delphi.items import read_events, read_items, versions_in_force
from delphi.study import (
    Participant,
    Transcript,
    check_files,
    check_present,
    load_participants,
    load_study,
    load_transcripts,
)
from delphi.study.registers import TRANSCRIPT_COLUMNS, is_date
from delphi.study.sources import read_table

RATING_COLUMNS = ("round", "participant_id", "item_id", "scale", "rating")


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
    if date and not is_date(date):
        raise InputError(f"`{date}` is no date.", remedy="Write it as 2025-10-01: year, month, day.")
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
    written = Written(folder, study.language, participants, items)
    rated: list[dict[str, str]] = []
    before = 0
    if scale:
        rated, before = _new_ratings(written, Path(source), answers, scale, after)
    new, said_before = _new_turns(written, Path(source), answers, transcripts, after)
    existing = [path.stem for path in (folder / "data/coded/decisions").glob("*.csv")]
    if any(answer.item_id for answer in new):
        if not coder:
            remedy = "Add `--coder NAME`; decisions about statements carry the name of who takes them."
            raise InputError("it is not said who imports this.", remedy=remedy)
        coder = coder_name(coder, existing)
    row = {
        "round": str(after), "kind": kind, "date": date, "language": study.language, "facilitators": written.form,
        "notes": f"reactions to the feedback on round {round_}",
    }  # fmt: skip
    made = _grouped(new, participants, transcripts, after)
    files = {name: folder / "data/raw/transcripts" / f"{name}.txt" for name in made}
    register = folder / "data/raw/transcripts.csv"
    ratings = folder / "data/raw/ratings.csv"
    decided = folder / "data/coded/decisions" / f"{coder}.csv"
    with all_or_nothing([register, ratings, *([decided] if coder else []), *files.values()]):
        append_rows(ratings, rated, columns=RATING_COLUMNS)
        texts: dict[tuple[str, int], str] = {}
        decisions: list[Decision] = []
        for name, (group, inside) in made.items():
            files[name].write_text(written.transcript(inside), encoding="utf-8", newline="\n")
            told = row | {"transcript_id": name, "file": files[name].name, "group": group}
            append_rows(register, [told], columns=TRANSCRIPT_COLUMNS)
            for turn, answer in zip(written.turns(files[name], inside), inside):
                texts[name, turn] = written.said(answer)
                decisions += _decisions(written, name, turn, answer)
        if decisions:
            known_items = sorted(set(items["item_id"]))
            append_decisions(
                decided, decisions, coder=coder, texts=texts, codebook=codebook, items=known_items
            )
        if made:
            now = load_transcripts(register, study)
            check_files(now, folder / "data/raw/transcripts", register)
            check_present(now, participants, register)
    deepens = bool(made) and kind not in study.panel_kinds
    decisive = sum(bool(answer.item_id) for answer in new)
    return Imported(after, len(rated), len(new), decisive, before + said_before, tuple(made), deepens)


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
    written: Written, source: Path, answers: Sequence[Answer], scale: str, round_: int
) -> tuple[list[dict[str, str]], int]:
    """Rows for ratings.csv, and how many were there; another mark by the same person is an error."""
    path = written.folder / "data/raw/ratings.csv"
    rows = read_table(path, RATING_COLUMNS)[1] if path.exists() else []
    owner = written.owners
    there = {
        (row["round"], owner.get(row["participant_id"].casefold(), ""), row["item_id"], row["scale"]): row
        for row in rows
    }
    new, before, errors = [], 0, []
    for answer in answers:
        if not answer.level:
            continue
        key = (str(round_), answer.participant_id, answer.item_id, scale)
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


def _new_turns(
    written: Written, source: Path, answers: Sequence[Answer], transcripts: Sequence[Transcript], round_: int
) -> tuple[list[Answer], int]:
    """Answers that no transcript of reactions holds yet, and how many one does."""
    there = written.before(transcripts, round_)
    new, before, errors = [], 0, []
    for answer in answers:
        if not (answer.words or answer.stance):
            continue
        said = there.get((answer.participant_id, written.opening(answer)), [])
        if written.said(answer) in said:
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


def _grouped(
    answers: Sequence[Answer],
    participants: Sequence[Participant],
    transcripts: Sequence[Transcript],
    round_: int,
) -> dict[str, tuple[str, list[Answer]]]:
    """Names of new transcripts, one for each group of participants, with the group and its answers."""
    group_of = {person.participant_id: person.group for person in participants}
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(group_of[answer.participant_id], []).append(answer)
    taken = {transcript.transcript_id for transcript in transcripts}
    made = {}
    for group, inside in groups.items():
        name = _free_name(f"reactions-r{round_}-{_slug(group)}".rstrip("-"), taken)
        taken.add(name)
        made[name] = (group, inside)
    return made


def _decisions(written: Written, transcript: str, turn: int, answer: Answer) -> list[Decision]:
    """What is decided about an answer: its statement and stance; and a tick alone holds nothing more to code."""
    if not answer.item_id:
        return []
    codes = written.wording(answer.item_id, answer.version)
    place = (transcript, turn)
    length = len(written.said(answer))
    facets = (str(codes["work_model"]), str(codes["swot"]))
    tag = Decision(*place, "apply", 0, length, *facets, answer.item_id, answer.stance)
    return [tag] if answer.words else [tag, Decision(*place, "checked")]


def _free_name(name: str, taken: Collection[str]) -> str:
    number = 1
    while (free := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return free


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
