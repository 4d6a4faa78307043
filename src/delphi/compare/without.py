"""What would be concluded without one participant: the study is built twice in a scratch folder and compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from delphi.compare import rebuild
from delphi.compare.build import Build, read_build
from delphi.compare.changes import compare
from delphi.compare.tell import Told, tell
from delphi.compare.texts import TEXTS
from delphi.errors import InputError
from delphi.study import Participant, load_participants, load_study
from delphi.study.sources import nearest

WITH, WITHOUT = "as it is", "without"


def without(study: Path, name: str, scratch: Path) -> tuple[Told, Told]:
    """Build the study with and without a participant, and tell what differs.

    Somebody who withdrew already is put back for the comparison, and never quoted.

    Parameters
    ----------
    study
        The study's folder; nothing in it is written.
    name
        The participant's id or another label, in any case.
    scratch
        An empty folder; the two builds are left in it.

    Returns
    -------
    shown, kept
        For the person who asks, with the words that would go (masked); and for a file that may stay
        when consent is withdrawn: without the participant's label and without anybody's words.

    Raises
    ------
    InputError
        For an unknown participant, and for whatever keeps the study from being built.
    """
    settings = load_study(study / "config/study.yaml")
    person = _find(load_participants(study / rebuild.PARTICIPANTS, settings), name)
    today = settings.date.isoformat()

    def said(date: str) -> None:
        folder = scratch / (WITHOUT if date else WITH)
        rebuild.copy_study(study, folder)
        rebuild.change_participants(
            folder,
            lambda row: (
                row | {"withdrawn_on": date} if row["participant_id"] == person.participant_id else row
            ),
        )

    said("")
    said(today)
    steps = rebuild.commands(scratch / WITH)
    broken_before, broken = rebuild.build([scratch / WITH, scratch / WITHOUT], steps)
    if broken_before and not person.withdrawn_on:
        raise InputError(broken_before)
    builds = read_build(scratch / WITH), read_build(scratch / WITHOUT)
    prose = "" if broken == broken_before else broken
    who = person.participant_id
    return (
        _told(*builds, who, prose, quote=person.withdrawn_on is None, gone=bool(person.withdrawn_on)),
        _told(*builds, "", prose, quote=False, gone=bool(person.withdrawn_on)),
    )


def _told(old: Build, new: Build, who: str, prose: str, *, quote: bool, gone: bool) -> Told:
    say = TEXTS[new.language]
    told = tell(compare(old, new), old, new, with_why=False, conclusions_only=not quote)
    person = who or say["one"]
    intro = say["withdrawn_intro" if gone else "without_intro"].format(person=person)
    sections = [*told.sections]
    if prose:
        sections.append((say["prose"], [say["broken_prose"].format(error=prose)]))
    title = say["without"].format(person=person)
    opening = [intro[:1].upper() + intro[1:], *told.opening[1:]]
    return replace(told, title=title, opening=opening, sections=sections)


def _find(people: list[Participant], name: str) -> Participant:
    for person in people:
        if name.casefold() in {label.casefold() for label in person.labels}:
            return person
    remedy = nearest(name, [person.participant_id for person in people])
    raise InputError(f"there is no participant `{name}`.", rebuild.PARTICIPANTS, remedy=remedy)
