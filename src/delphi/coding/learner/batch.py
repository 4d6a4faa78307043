"""Suggestions for a batch: each transcript from a learner that has not seen its decisions."""

from __future__ import annotations

import pandas as pd

from delphi.codebook import Codebook
from delphi.coding.combine import code_turns
from delphi.coding.learner.explain import explain_learner, explain_topics, telling_of, turn_told
from delphi.coding.learner.learn import ALL
from delphi.coding.learner.origin import Origin, second_named, why_not
from delphi.coding.learner.reading import only, read_batch
from delphi.coding.learner.second import SecondOpinion
from delphi.coding.learner.store import Trained
from delphi.coding.learner.suggest import codes_of, learned_suggestions, no_views
from delphi.coding.tokens import Tokens
from delphi.errors import InputError
from delphi.study import Study


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
    study: Study,
    trained: Trained | None,
    place: str,
) -> list[str]:
    """Why a turn of the batch, ``transcript:turn``, is coded as it is, in lines, in the study's language.

    Raises
    ------
    InputError
        When there is no such turn in the batch.
    """
    name, number = place_of(place)
    words, some = only(tokens, turns, [name])
    if number not in set(some["turn"]):
        raise no_turn(place)
    inside = sentences[sentences["transcript_id"] == name].reset_index(drop=True)
    general, key = study.swot.general, (name, number)
    reading = read_batch(some, inside, words, codebook, general, codebook.language)
    row, tell = reading.talk.keys.index(key), telling_of(codebook, study.language)
    say = tell.say
    spoken = bool(reading.talk.spoken[row])
    if trained is None or trained.reason:
        offered, _ = code_turns(some, inside, words, codebook, language=codebook.language, general=general)
        none = say["no_terms"] if spoken else say["facilitators"]
        origin = Origin(trained.reason, trained.checked, trained.needed) if trained else None
        why = why_not(origin, study.language) if origin else say["untrained"]
        rest = [*explain_topics(reading, key, tell), "", say["no_learner"].format(why=why)]
        return [*turn_told(reading, row, tell, offered[offered["turn"] == number], none), *rest]
    learner, codes = trained.learner_for(name), codes_of(codebook, general)
    offered, seen = learned_suggestions(learner, reading, codes, codebook.language)
    none = say["facilitators"]
    if spoken:
        judged = float(seen.loc[seen["turn"] == number, "judged"].iloc[0])
        likely = tell.number(learner.thresholds.judged)
        none = say["unlikely"].format(judged=tell.number(judged), from_=likely)
    second = second_named(study.coding.second_opinion, study.language)
    return [
        *turn_told(reading, row, tell, offered[offered["turn"] == number], none),
        *explain_learner(learner, reading, codes, row, tell),
        *(["", say["second"].format(name=second)] if second else []),
    ]


def place_of(place: str) -> tuple[str, int]:
    """Transcript and turn of ``transcript:turn``.

    Raises
    ------
    InputError
        When it is none.
    """
    name, _, number = place.rpartition(":")
    if not name or not number.isdecimal():
        raise no_turn(place)
    return name, int(number)


def no_turn(place: str) -> InputError:
    """What to say of a turn that is not there."""
    return InputError(f"there is no turn `{place}`.", remedy="Write transcript:turn, as in `R1:12`.")


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
