"""Suggestions for a batch: each transcript from a learner that has not seen its decisions."""

from __future__ import annotations

import pandas as pd

from delphi.codebook import Codebook
from delphi.coding.learner.explain import explain
from delphi.coding.learner.learn import ALL
from delphi.coding.learner.reading import only, read_batch
from delphi.coding.learner.second import SecondOpinion
from delphi.coding.learner.store import Trained
from delphi.coding.learner.suggest import codes_of, learned_suggestions, no_views
from delphi.coding.tokens import Tokens
from delphi.errors import InputError


def code_with_learner(
    turns: pd.DataFrame,
    sentences: pd.DataFrame,
    tokens: Tokens,
    codebook: Codebook,
    general: str,
    trained: Trained,
    second: SecondOpinion | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Suggest.

    Returns
    -------
    suggestions, topics, views
        In the order of the turns; as `delphi.coding.learner.suggest` and `delphi.coding.topics` give them.
    """
    codes = codes_of(codebook, general)
    names = list(dict.fromkeys(turns["transcript_id"]))
    groups: dict[int, list[str]] = {}
    for name in names:
        groups.setdefault(trained.folds.get(name, ALL), []).append(name)
    parts: list[tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]] = []
    for _, members in sorted(groups.items()):
        words, some = only(tokens, turns, members)
        inside = sentences[sentences["transcript_id"].isin(members)].reset_index(drop=True)
        reading = read_batch(some, inside, words, codebook, general, codebook.language)
        learner = trained.learner_for(members[0])
        suggestions, views = learned_suggestions(learner, reading, codes, codebook.language, second)
        parts.append((suggestions, reading.topics, views))
    place = {name: i for i, name in enumerate(names)}
    suggestions, topics, views = (_joined([part[i] for part in parts], place) for i in range(3))
    return suggestions, topics, views


def explanation(
    turns: pd.DataFrame,
    sentences: pd.DataFrame,
    tokens: Tokens,
    codebook: Codebook,
    general: str,
    trained: Trained | None,
    place: str,
) -> list[str]:
    """Why a turn of the batch, ``transcript:turn``, is coded as it is, in lines.

    Raises
    ------
    InputError
        When there is no such turn in the batch.
    """
    name, _, number = place.rpartition(":")
    words, some = only(tokens, turns, [name])
    if not number.isdecimal() or int(number) not in set(some["turn"]):
        raise InputError(
            f"there is no turn `{place}` in this batch.", remedy="Write transcript:turn, as in `R1:12`."
        )
    inside = sentences[sentences["transcript_id"] == name].reset_index(drop=True)
    reading = read_batch(some, inside, words, codebook, general, codebook.language)
    if trained is None or trained.reason:
        here = reading.topics[reading.topics["turn"] == int(number)]
        told = [
            f'  {row.work_model} {row.weight:.2f}: {row.basis} "{row.evidence}" in turn {row.evidence_turn}'
            for row in here.itertuples(index=False)
        ]
        return [
            f"{name}, turn {number}",
            "",
            "There is no learner. Under discussion:",
            *(told or ["  nothing"]),
        ]
    codes = codes_of(codebook, general)
    return explain(trained.learner_for(name), reading, codes, (name, int(number)))


def without_learner(suggestions: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Suggestions from terms and topics with the columns of a learner's, and views of no turn."""
    return suggestions.assign(margin=suggestions["confidence"], alternatives="", statements=""), no_views()


def _joined(frames: list[pd.DataFrame], place: dict[str, int]) -> pd.DataFrame:
    frame = pd.concat(frames, ignore_index=True)
    order = frame["transcript_id"].map(place)
    return (
        frame.assign(order=order)
        .sort_values("order", kind="stable")
        .drop(columns="order")
        .reset_index(drop=True)
    )
