"""What a code's terms find, and how well: measured by sentences in turns that a coder checked.

*Right* is a sentence that a term finds and that carries the code; *wrong* is one that a term finds, in
a turn that somebody read, and that does not carry it; *missed* carries the code and no term of it finds it.
A sentence carries a code when a person tagged a stretch with it that overlaps the sentence by at
least half of the shorter of the two (the rule by which tags of several coders are one).  Precision is right
/ (right + wrong), recall is right / (right + missed).  Turns that nobody read yet judge nothing.

Work models are coded by what is under discussion as well (`delphi.coding.topics`), so the recall of their
terms says what the words alone would find.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from delphi.coding.positions import normalise_words
from delphi.coding.terms import Term, Word, parse_normalise
from delphi.coding.tokens import Tokens
from delphi.coding.type_table import expand
from delphi.coding.words import NOTE

MIN_COUNT = 3
"""A word said less often in the passages of a code is not called typical."""
MIN_TURNS = 2
"""Nor is one that was said in fewer turns: it may be one speaker's habit."""
MIN_LIKELIHOOD = 3.84
"""The chi-squared value of 5 % with one degree of freedom; it orders words and tests nothing."""

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Measured:
    """Counts of sentences in checked turns."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Share of what was found that carries the code; None when nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of what carries the code that was found; None when nothing carries it."""
        carries = self.right + self.missed
        return self.right / carries if carries else None


def sentence_table(turns: pd.DataFrame, sentences: pd.DataFrame, reading: pd.DataFrame) -> pd.DataFrame:
    """The sentences in order, with what is known of their turn.

    Parameters
    ----------
    turns, sentences
        From `ingest`, of all batches.
    reading
        `transcript_id, turn` of the turns that somebody checked.

    Returns
    -------
    DataFrame
        `transcript_id, turn, start, end, speaks` (a participant does) and `checked`; its index counts from 0.
    """
    table = sentences.merge(
        turns[["transcript_id", "turn", "participant_id", "facilitator"]], on=["transcript_id", "turn"]
    )
    table["speaks"] = (table["participant_id"] != "") & ~table["facilitator"].astype(bool)
    read = set(zip(reading["transcript_id"], reading["turn"].astype(int)))
    keys = zip(table["transcript_id"], table["turn"].astype(int))
    table["checked"] = table["speaks"] & np.array([key in read for key in keys], bool)
    columns = ["transcript_id", "turn", "start", "end", "speaks", "checked"]
    return table.sort_values(columns[:3], kind="stable").reset_index(drop=True)[columns]


def sentence_of(places: pd.DataFrame, sentences: pd.DataFrame) -> Ints:
    """The index of the sentence in which each place (`transcript_id, turn, start`) begins; -1: in none."""
    if sentences.empty or places.empty:
        return np.full(len(places), -1, np.int64)
    starts, wanted = _on_one_line(sentences, sentences), _on_one_line(places, sentences)
    before = np.searchsorted(starts, wanted, side="right") - 1
    at = np.maximum(before, 0)
    inside = (
        (before >= 0)
        & (sentences["transcript_id"].to_numpy()[at] == places["transcript_id"].to_numpy())
        & (sentences["turn"].to_numpy()[at] == places["turn"].to_numpy())
        & (sentences["end"].to_numpy()[at] > places["start"].to_numpy())
    )
    return np.where(inside, before, -1).astype(np.int64)


def carriers(sentences: pd.DataFrame, tags: pd.DataFrame, facet: str, code: str) -> Bools:
    """Which sentences of checked turns carry a code that a person gave; suggestions do not count."""
    carries = np.zeros(len(sentences), bool)
    given = tags[(tags[facet] == code) & (tags["status"] != "suggested")]
    if given.empty:
        return carries
    groups = sentences.groupby(["transcript_id", "turn"], sort=False).indices
    starts, ends = sentences["start"].to_numpy(), sentences["end"].to_numpy()
    columns = ["transcript_id", "turn", "start", "end"]
    for transcript, turn, start, end in given[columns].itertuples(index=False, name=None):
        at = groups.get((transcript, turn))
        if at is not None:
            shared = np.minimum(ends[at], end) - np.maximum(starts[at], start)
            shorter = np.minimum(ends[at] - starts[at], end - start)
            carries[at] |= (shared > 0) & (2 * shared >= shorter)
    return np.asarray(carries & sentences["checked"].to_numpy(), bool)


def measure(found: Iterable[int], carries: Bools, checked: Bools) -> Measured:
    """Compare the sentences that were found with those that carry the code."""
    hit = np.zeros(len(carries), bool)
    hit[[at for at in found if at >= 0]] = True
    hit &= checked
    right = int((hit & carries).sum())
    return Measured(right, int((hit & ~carries).sum()), int(carries.sum()) - right)


def only_by(hits: pd.DataFrame, carries: Bools) -> dict[str, int]:
    """Per term, how many sentences that carry the code no other term of the code finds.

    Parameters
    ----------
    hits
        Of one code, with `term` and `sentence`.
    """
    found = hits.loc[hits["sentence"] >= 0, ["term", "sentence"]].drop_duplicates()
    found = found[carries[found["sentence"].to_numpy(np.int64)]]
    alone = found[~found["sentence"].duplicated(keep=False)]
    return {str(term): int(n) for term, n in alone.groupby("term").size().items()}


def words_of_term(
    term: Term, counts: Mapping[str, int], normalise: Mapping[str, str]
) -> list[tuple[str, int]]:
    """The types that a term's words stand for in this study, the most frequent first.

    Dialect forms that `normalise` brings to a word of the term are among them, as they were said.
    """
    table = parse_normalise(normalise)
    standard: dict[str, list[str]] = {}
    for form in counts:
        for word in table.get(form, (form,)):
            standard.setdefault(word, []).append(form)
    found = {form for word in expand(_standard(term, table), standard) for form in standard[word]}
    return sorted(((form, counts[form]) for form in found), key=lambda pair: (-pair[1], pair[0]))


def _standard(term: Term, table: Mapping[str, tuple[str, ...]]) -> Term:
    """The term in the words to which `normalise` brings what was said."""

    def words(word: Word) -> list[Word]:
        forms = table.get(word.text, (word.text,)) if word.kind == "word" else (word.text,)
        return [word._replace(text=form) for form in forms]

    return replace(term, parts=tuple(tuple(w for word in part for w in words(word)) for part in term.parts))


@dataclass(frozen=True)
class Spoken:
    """Every word of the study with its place; stage notes, which nobody said, are left out.

    `form` points into `forms`, `sentence` into the table of sentences (-1: in none).
    """

    forms: list[str]
    form: Ints
    sentence: Ints
    start: Ints
    end: Ints


def spoken(
    batches: Sequence[Tokens], sentences: pd.DataFrame, normalise: Mapping[str, str] | None = None
) -> Spoken:
    """Put the words of all batches on one list, in the standard form when `normalise` is given."""
    table = parse_normalise(normalise or {})
    parts: list[tuple[Ints, Ints, Ints, Ints]] = []
    position: dict[str, int] = {}
    for batch in batches:
        tokens = normalise_words(batch, table)
        forms = [table[form][0] if len(table.get(form, ())) == 1 else form for form in tokens.types]
        number = np.array([position.setdefault(form, len(position)) for form in forms], np.int64)
        turn = tokens.turn_of_words()
        said = (tokens.flags & NOTE) == 0
        places = pd.DataFrame(
            {
                "transcript_id": np.array(tokens.transcript_id, object)[turn[said]],
                "turn": tokens.turn[turn[said]].astype(np.int64),
                "start": tokens.start[said].astype(np.int64),
            }
        )
        at = sentence_of(places, sentences)
        ids = number[tokens.ids[said]] if len(number) else np.zeros(0, np.int64)
        parts.append((ids, at, tokens.start[said].astype(np.int64), tokens.end[said].astype(np.int64)))
    none = np.zeros(0, np.int64)
    columns = [np.concatenate([none, *column]) for column in zip(*parts)] or [none] * 4
    return Spoken(list(position), *columns)


def counted(words: Spoken, where: Bools) -> dict[str, int]:
    """How often each form was said in some sentences."""
    inside = words.sentence >= 0
    inside[inside] = where[words.sentence[inside]]
    counts = np.bincount(words.form[inside], minlength=len(words.forms))
    return {form: int(n) for form, n in zip(words.forms, counts) if n}


def typical_words(
    words: Spoken, sentences: pd.DataFrame, carries: Bools, known: Iterable[str]
) -> pd.DataFrame:
    """Words that are more frequent in the sentences that carry a code than in the other checked ones.

    Ordered by the log-likelihood ratio G2 = 2 (a ln(a / E1) + b ln(b / E2)), with E the frequencies expected
    if the word did not distinguish the two (Dunning 1993, Computational Linguistics 19(1), 61-74; in
    this form Rayson and Garside 2000, Comparing corpora using frequency profiling, 1-6).  Words in a
    conversation come in bursts, so G2 orders them and is no test.

    Parameters
    ----------
    words
        In the standard form.
    known
        Forms that are in a term already.

    Returns
    -------
    DataFrame
        `form, inside, outside` (how often), `turns` (of those inside), `likelihood`.
    """
    checked = sentences["checked"].to_numpy()
    usable = words.sentence >= 0
    usable[usable] = checked[words.sentence[usable]]
    form, at = words.form[usable], words.sentence[usable]
    inside = carries[at]
    size = len(words.forms)
    a = np.bincount(form[inside], minlength=size).astype(float)
    b = np.bincount(form[~inside], minlength=size).astype(float)
    n_a, n_b = a.sum(), b.sum()
    if not n_a or not n_b:
        return pd.DataFrame(columns=["form", "inside", "outside", "turns", "likelihood"])
    expected_a, expected_b = n_a * (a + b) / (n_a + n_b), n_b * (a + b) / (n_a + n_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        part_a = np.where(a > 0, a * np.log(a / expected_a), 0.0)
        part_b = np.where(b > 0, b * np.log(b / expected_b), 0.0)
    likelihood = 2 * (part_a + part_b)
    turn = sentences.groupby(["transcript_id", "turn"], sort=False).ngroup().to_numpy()
    pairs = pd.DataFrame({"form": form[inside], "turn": turn[at[inside]]}).drop_duplicates()
    turns = np.bincount(pairs["form"].to_numpy(np.int64), minlength=size)
    skip = set(known)
    fits = (a >= MIN_COUNT) & (turns >= MIN_TURNS) & (a / n_a > b / n_b) & (likelihood >= MIN_LIKELIHOOD)
    rows = [
        (words.forms[i], int(a[i]), int(b[i]), int(turns[i]), round(float(likelihood[i]), 6))
        for i in np.flatnonzero(fits).tolist()
        if words.forms[i] not in skip and any(map(str.isalpha, words.forms[i]))
    ]
    rows.sort(key=lambda row: (-row[4], row[0]))
    return pd.DataFrame(rows, columns=["form", "inside", "outside", "turns", "likelihood"])


def _on_one_line(places: pd.DataFrame, sentences: pd.DataFrame) -> Ints:
    """Places as single numbers that rise with transcript, turn and start."""
    names = {name: number for number, name in enumerate(sorted(set(sentences["transcript_id"])))}
    transcripts = places["transcript_id"].map(names).fillna(-1).to_numpy(np.int64)
    widest = int(sentences["start"].max()) + 2
    most = int(sentences["turn"].max()) + 2
    turns = np.minimum(places["turn"].to_numpy(np.int64), most - 1)
    starts = np.minimum(places["start"].to_numpy(np.int64), widest - 1)
    return np.asarray((transcripts * most + turns) * widest + starts, np.int64)
