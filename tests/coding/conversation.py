"""A small codebook and a way to write a conversation down, for the tests of this folder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pandas as pd


@dataclass
class Code:
    key: str
    terms: list[str] = field(default_factory=list)
    openers: list[str] = field(default_factory=list)


@dataclass
class Codebook:
    """English, about libraries: nothing of the example study."""

    work_model: list[Code] = field(
        default_factory=lambda: [
            Code("reading_club", ["club*", "novel*"], ["reading club*"]),
            Code("mobile_library", ["*bus", "driver*", "!omnibus"], ["library bus", "the bus"]),
            Code("homework_room", ["homework", "tutor*"], ["homework room"]),
            Code("everything", [], ["all of them", "in general"]),
        ]
    )
    swot: list[Code] = field(
        default_factory=lambda: [
            Code("strength", ["good", "warm"]),
            Code("weakness", ["too small", "not good", "cold"]),
            Code("condition", ["must", "only if"]),
        ]
    )
    normalise: dict[str, str] = field(default_factory=dict)


MODELS = ["reading_club", "mobile_library", "homework_room", "everything"]


def conversation(*lines: str, transcript_id: str = "T1") -> pd.DataFrame:
    """Turns from lines such as `Q: ...` (the facilitator) and `ann: ...`."""
    rows = []
    for number, line in enumerate(lines, start=1):
        speaker, text = line.split(":", 1)
        facilitator = speaker == "Q"
        person = "" if facilitator or speaker == "gone" else speaker
        rows.append((transcript_id, number, speaker, person, facilitator, text.strip()))
    columns = ["transcript_id", "turn", "speaker", "participant_id", "facilitator", "text"]
    return pd.DataFrame(rows, columns=columns).astype({"turn": "int32"})


def sentences_of(turns: pd.DataFrame) -> pd.DataFrame:
    """Sentences that end with a full stop, a question mark or an exclamation mark."""
    rows = [
        (row.transcript_id, row.turn, number, match.start(), match.end())
        for row in turns.itertuples()
        for number, match in enumerate(re.finditer(r"\S[^.?!]*[.?!\]]*", row.text), start=1)
    ]
    return pd.DataFrame(rows, columns=["transcript_id", "turn", "sentence", "start", "end"])
