"""A small study that people coded, drawn by chance from a few words, for the tests of the learner."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd

from delphi.codebook import Codebook
from delphi.coding.learner.settled import Lessons, lessons
from delphi.coding.tokens import Tokens, tokenise_turns

SUBJECTS = {
    "club": ["novel", "chapter", "circle"],
    "bus": ["route", "driver", "village"],
    "room": ["sums", "desk", "tutor"],
}
OPINIONS = {
    "strength": ["glad", "helps", "proud", "kind"],
    "weakness": ["noisy", "dull", "cramped", "late"],
}
CODEBOOK = Codebook.model_validate(
    {
        "version": 1,
        "language": "en",
        "work_model": [
            {"key": key, "label": key, "definition": f"About the {key}.", "openers": [f"the {key}"]}
            for key in SUBJECTS
        ],
        "swot": [{"key": key, "label": key, "definition": f"A {key}."} for key in OPINIONS],
    }
)
TRANSCRIPTS = ["T1", "T2", "T3", "T4", "T5"]
ROUND = 14  # turns per subject


def conversation(
    name: str, seed: int
) -> tuple[list[tuple[str, int, str, bool, str]], list[dict[str, object]]]:
    """Turns and what a coder decided: long turns judge, short ones chat; the facilitator opens a subject."""
    draw = random.Random(seed)
    turns: list[tuple[str, int, str, bool, str]] = []
    decisions: list[dict[str, object]] = []
    for subject in draw.sample(sorted(SUBJECTS), len(SUBJECTS)):
        turns.append((name, len(turns) + 1, "M", True, f"And now the {subject}, what do you think of it?"))
        for _ in range(ROUND):
            number = len(turns) + 1
            opinion = draw.choice(sorted(OPINIONS))
            if draw.random() < 0.5:
                words = [*draw.choices(OPINIONS[opinion], k=4), *draw.choices(SUBJECTS[subject], k=2)]
                words += draw.choices(["we", "it", "was", "there", "then", "often"], k=8)
                draw.shuffle(words)
                text = f"Well. {' '.join(words).capitalize()}."
                decisions.append(_row(name, number, text, subject, opinion))
            else:
                text = draw.choice(["Yes.", "Is there coffee?", "Rain again, I see.", "Who is next?"])
            decisions.append(_row(name, number, text, "", ""))
            turns.append((name, number, draw.choice(["Ann", "Bob"]), False, text))
    return turns, decisions


def _row(name: str, turn: int, text: str, model: str, swot: str) -> dict[str, object]:
    tags = bool(model)
    return {
        "transcript_id": name, "turn": turn, "coder": "ada", "work_model": model, "swot": swot, "item_id": "",
        "stance": "", "action": "apply" if tags else "checked", "suggestion_shown": "", "split": False,
        "stage": "coding", "outcome": "stands", "new_turn": turn, "new_start": 6 if tags else -1,
        "new_end": len(text) if tags else -1,
    }  # fmt: skip


def study(seed: int = 1) -> tuple[list[tuple[Tokens, pd.DataFrame]], pd.DataFrame, pd.DataFrame]:
    """Batches (two), sentences and placed decisions."""
    rows, decided = [], []
    for place, name in enumerate(TRANSCRIPTS):
        turns, decisions = conversation(name, seed * 100 + place)
        rows += turns
        decided += decisions
    frame = pd.DataFrame(rows, columns=["transcript_id", "turn", "speaker", "facilitator", "text"])
    frame["participant_id"] = frame["speaker"].where(~frame["facilitator"], "")
    sentences = []
    for transcript, turn, text in zip(frame["transcript_id"], frame["turn"], frame["text"]):
        if text.startswith("Well. "):
            sentences += [(transcript, turn, 0, 5), (transcript, turn, 6, len(text))]
        else:
            sentences.append((transcript, turn, 0, len(text)))
    first = frame["transcript_id"].isin(TRANSCRIPTS[::2])
    batches = [part.reset_index(drop=True) for part in (frame[first], frame[~first])]
    return (
        [(tokenise_turns(part), part) for part in batches],
        pd.DataFrame(sentences, columns=["transcript_id", "turn", "start", "end"]),
        pd.DataFrame(decided),
    )


def given(placed: pd.DataFrame | None = None, **options: object) -> Lessons:
    """The lessons of the small study, or of other decisions on it."""
    batches, sentences, own = study()
    return lessons(batches, sentences, own if placed is None else placed, CODEBOOK, "", 10, **options)  # type: ignore[arg-type]


def arrays_of(folder: Path) -> dict[str, bytes]:
    """The bytes of every file in a folder of learners."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
