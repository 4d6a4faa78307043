"""A made-up conversation, decisions on it, and what is done to it afterwards."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pandas as pd

WORDS = [
    "buurt",
    "koffie",
    "trein",
    "vrijwilliger",
    "maandag",
    "huur",
    "kinderen",
    "deur",
    "brief",
    "straat",
    "keuken",
    "telefoon",
    "bus",
    "winter",
    "tuin",
    "zaal",
    "markt",
    "school",
    "dokter",
    "fiets",
    "soep",
    "lift",
    "krant",
    "hond",
    "raam",
    "trap",
]


@dataclass(frozen=True)
class Said:
    """A turn, with a name of its own that survives renumbering."""

    name: int
    facilitator: bool
    text: str


def conversation(seed: int, length: int = 24, alternate: bool = True) -> list[Said]:
    """Facilitator and participants; some say `Ja.` and no more, one sentence is said by several."""
    chance = random.Random(seed)
    said = []
    for name in range(length):
        leads = name % 2 == 0 if alternate else name % 5 == 0
        if not leads and chance.random() < 0.2 and 5 < name < length - 5:
            text = chance.choice(["Ja.", "Nee.", "Ja. Dat denk ik ook."])
        else:
            text = " ".join(_sentence(chance) for _ in range(chance.randint(1, 4)))
        said.append(Said(name, leads, text))
    return said


def _sentence(chance: random.Random) -> str:
    words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(4, 9)))
    return words.capitalize() + "."


def turns(said: list[Said], transcript: str = "T") -> pd.DataFrame:
    """The turns frame of a conversation."""
    return pd.DataFrame(
        {
            "transcript_id": transcript,
            "turn": range(1, len(said) + 1),
            "participant_id": ["" if turn.facilitator else "P" for turn in said],
            "facilitator": [turn.facilitator for turn in said],
            "text": [turn.text for turn in said],
        }
    )


def row(turn: int, start: int = -1, end: int = -1, text: str = "", coder: str = "x", **more: str) -> dict:
    """A decision: on a stretch of a text, or without one."""
    stretch = {
        "quote": text[start:end] if start >= 0 else "",
        "prefix": text[max(0, start - 32) : start] if start >= 0 else "",
        "suffix": text[end : end + 32] if start >= 0 else "",
    }
    action = "apply" if start >= 0 else "checked"
    return {
        "stage": "coding", "coder": coder, "row": 2, "transcript_id": "T", "turn": turn, "start": start,
        "end": end, "action": action, **stretch, **more,
    }  # fmt: skip


def decisions(said: list[Said], seed: int, share: float = 0.6) -> pd.DataFrame:
    """A coder who checks every turn of a participant and quotes one stretch in some of them.

    The first and the last participant's turn carry quotations of some length.
    """
    chance = random.Random(seed)
    coded = [i for i, turn in enumerate(said) if not turn.facilitator]
    ends = (coded[0], coded[-1])
    rows = []
    for i in coded:
        text = said[i].text
        if i in ends or chance.random() < share:
            starts = [0, *(j + 2 for j, mark in enumerate(text[:-1]) if mark == ".")]
            start = chance.choice(starts)
            end = text.index(".", start) + 1
            rows.append(row(i + 1, start, end, text) | {"name": said[i].name})
        rows.append(row(i + 1) | {"name": said[i].name})
    frame = pd.DataFrame(rows)
    return frame.assign(row=range(2, len(frame) + 2))
