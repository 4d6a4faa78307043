"""What a comparison of rounds has to say first: in which rounds people have not read everything yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from delphi.report import words
from delphi.report.material import Material
from delphi.rows import records_of

SAY: dict[str, dict[str, Any]] = {
    "nl": {
        "open": "{round} is nog niet volledig gecodeerd ({parts}): wat daar nog niet gelezen is, telt hier niet mee, en uit zwijgen in die ronde valt niets af te leiden.",
        "unread": ("{n} van {of} las nog niemand", "{n} van {of} las nog niemand"),
        "partly": ("{n} is maar voor een deel gelezen", "{n} zijn maar voor een deel gelezen"),
    },
    "en": {
        "open": "{round} is not fully coded yet ({parts}): what has not been read there does not count here, and silence in that round means nothing.",
        "unread": ("{n} of {of} has been read by nobody", "{n} of {of} have been read by nobody"),
        "partly": ("{n} has been read only in part", "{n} have been read only in part"),
    },
}  # fmt: skip


def open_rounds(m: Material) -> dict[int, tuple[int, int, int]]:
    """Rounds with a session that people have not read to its end, when there are rounds to compare.

    Returns
    -------
    dict
        By round: sessions that nobody has read, sessions read in part, and all sessions of the round.
    """
    found: dict[int, list[int]] = {}
    for row in records_of(m.tables["coverage"]):
        unread, partly, all_ = found.setdefault(int(row["round"]), [0, 0, 0])
        turns, checked = int(row["participant_turns"]), int(row["checked"])
        nobody = turns > 0 and not checked
        found[int(row["round"])] = [unread + nobody, partly + (0 < checked < turns), all_ + 1]
    if len(found) < 2:
        return {}
    return {number: (a, b, of) for number, (a, b, of) in sorted(found.items()) if a or b}


def told(m: Material, numbers: Sequence[int] = ()) -> str:
    """The sentences to print wherever these rounds (or all) are compared; empty when all is read."""
    language = m.study.language
    say = SAY[language]
    sentences = []
    for number, (unread, partly, of) in open_rounds(m).items():
        if numbers and number not in numbers:
            continue
        of_all = words.counted(of, "session", language)
        parts = [
            say[kind][count != 1].format(n=count, of=of_all)
            for kind, count in (("unread", unread), ("partly", partly))
            if count
        ]
        named = words.capital(words.rounds_named([number], language))
        sentences.append(say["open"].format(round=named, parts=words.enumerated(parts, language)))
    return " ".join(sentences)
