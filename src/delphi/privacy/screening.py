"""What is found when turns are screened: hard identifiers, names to hide, and words for a person to look at."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from delphi.privacy.identifiers import KINDS, identifiers
from delphi.privacy.names import name_finder
from delphi.study import Participant, Study, Transcript

FINDING_COLUMNS = ["transcript_id", "turn", "line", "start", "end", "kind", "word", "context"]
TO_HIDE = "name_to_hide"
NAME = "name"
CONTEXT = 40  # characters on either side
EARLIER = 3  # turns before one that may hold the question it answers


@dataclass(frozen=True)
class Registers:
    """What is known of a study before its turns are screened.

    Attributes
    ----------
    language
        By transcript.
    known
        Words that no review list needs: labels, groups and places of the registers.
    to_hide
        The study's own list of names.
    """

    language: dict[str, str]
    known: frozenset[str]
    to_hide: tuple[str, ...]


def registers(
    study: Study, transcripts: Iterable[Transcript], participants: Sequence[Participant]
) -> Registers:
    """What screening needs of the configuration and the registers."""
    sessions = list(transcripts)
    known = {label for person in participants for label in (*person.labels, person.group)}
    known |= {word for s in sessions for word in (*s.facilitators, s.group, s.place)}
    return Registers(
        {s.transcript_id: s.language for s in sessions},
        frozenset(word for word in known if word),
        tuple(study.privacy.names_to_hide),
    )


def screen(turns: pd.DataFrame, known: Registers) -> pd.DataFrame:
    """Everything in the turns that may point at somebody.

    Parameters
    ----------
    turns
        `transcript_id, turn, line, text` of whole transcripts, in order.

    Returns
    -------
    DataFrame
        `FINDING_COLUMNS`; offsets are code points in the turn's text; `kind` is one of
        `identifiers.KINDS` (hard identifiers), `name_to_hide` or `name`.
    """
    hidden = _pattern(known.to_hide)
    records = []
    for transcript, said in turns.groupby("transcript_id", sort=True):
        texts = said["text"].tolist()
        find_names = name_finder(texts, known.known, known.language.get(str(transcript), ""))
        earlier: deque[str] = deque(maxlen=EARLIER)
        for turn, line, text in said[["turn", "line", "text"]].itertuples(index=False, name=None):
            found = [(it.start, it.end, it.kind) for it in identifiers(text, "\n".join(earlier))]
            if hidden:
                found += [(*match.span(), TO_HIDE) for match in hidden.finditer(text)]
            found += [
                (name.start, name.end, NAME)
                for name in find_names(text)
                if not any(start < name.end and name.start < end for start, end, _ in found)
            ]
            records += [
                (transcript, turn, line, start, end, kind, text[start:end], context(text, start, end))
                for start, end, kind in sorted(found)
            ]
            earlier.append(text)
    return pd.DataFrame.from_records(records, columns=FINDING_COLUMNS)


def context(text: str, start: int, end: int) -> str:
    """The words around a stretch, on one line."""
    return re.sub(r"\s+", " ", text[max(0, start - CONTEXT) : end + CONTEXT]).strip()


def is_hard(kind: str) -> bool:
    """Whether a finding of this kind stops the workflow until a person mends or clears it."""
    return kind in KINDS


def _pattern(names: Sequence[str]) -> re.Pattern[str] | None:
    if not names:
        return None
    alternatives = "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?=['’]?s?(?!\w))", re.IGNORECASE)
