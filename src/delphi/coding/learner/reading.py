"""Turns of a batch as the learner reads them, from what `delphi ingest` wrote."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from delphi.codebook import Codebook
from delphi.coding.learner.conversation import Talk, read_talk
from delphi.coding.learner.examples import Examples
from delphi.coding.learner.grams import Texts, texts_of_stretches, texts_of_turns
from delphi.coding.learner.reactions import reactions
from delphi.coding.learner.stretch import Sentences
from delphi.coding.lookup import entries_of, find_terms, outermost
from delphi.coding.negation import negation_entries
from delphi.coding.terms import parse_normalise
from delphi.coding.tokens import Tokens
from delphi.coding.topics import follow_topics


@dataclass(frozen=True)
class Reading:
    """One batch, or several: its talk, the words of turns and sentences, and what the codebook finds.

    `hits` and `topics` are those of `delphi.coding.lookup` and `delphi.coding.topics`.
    """

    turns: pd.DataFrame
    tokens: Tokens
    talk: Talk
    words: Texts
    sentences: Sentences
    said: Texts
    hits: pd.DataFrame
    topics: pd.DataFrame
    normalise: dict[str, str]

    def passages(self, examples: Examples) -> Texts:
        """The words of coded stretches."""
        return texts_of_stretches(self.tokens, self.normalise, examples.turn, examples.start, examples.end)


def read_batch(
    turns: pd.DataFrame,
    sentences: pd.DataFrame,
    tokens: Tokens,
    codebook: Codebook,
    general: str,
    language: str,
) -> Reading:
    """Look a batch over.

    Parameters
    ----------
    turns, sentences, tokens
        As `delphi ingest` wrote them, the turns of a transcript together.
    general
        Key of the general work model, or empty.
    language
        Of the transcripts, for negations.
    """
    models, categories = codebook.keys("work_model"), codebook.keys("swot")
    entries = entries_of(codebook) + negation_entries(language)
    hits = outermost(find_terms(tokens, entries, codebook.normalise))
    topics = follow_topics(turns, hits, models, general)
    talk = read_talk(turns, sentences, hits, topics, models, categories)
    normalise = {form: " ".join(words) for form, words in parse_normalise(codebook.normalise).items()}
    place = {key: i for i, key in enumerate(talk.keys)}
    of = [place[key] for key in zip(sentences["transcript_id"], sentences["turn"].astype(int))]
    turn = np.array(of, np.int64)
    start, end = (sentences[name].to_numpy(np.int64) for name in ("start", "end"))
    order = np.lexsort((start, turn))
    turn, start, end = turn[order], start[order], end[order]
    texts = turns["text"].tolist()
    cut = [texts[t][a:b] for t, a, b in zip(turn, start, end)]
    asks = np.array([text.rstrip().endswith("?") for text in cut], float)
    said = texts_of_stretches(tokens, normalise, turn, start, end)
    parts = Sentences(turn, start, end, np.diff(said.rows), asks, reactions(cut, language))
    return Reading(
        turns, tokens, talk, texts_of_turns(tokens, normalise), parts, said, hits, topics, normalise
    )


def only(tokens: Tokens, turns: pd.DataFrame, transcripts: Collection[str]) -> tuple[Tokens, pd.DataFrame]:
    """The words and turns of some transcripts of a batch."""
    wanted = set(transcripts)
    kept = np.array([name in wanted for name in tokens.transcript_id], bool)
    words = np.repeat(kept, np.diff(tokens.rows))
    rows = np.concatenate([[0], np.cumsum(np.diff(tokens.rows)[kept])]).astype(np.int64)
    chosen = replace(
        tokens,
        ids=tokens.ids[words],
        start=tokens.start[words],
        end=tokens.end[words],
        flags=tokens.flags[words],
        rows=rows,
        transcript_id=[name for name, keep in zip(tokens.transcript_id, kept) if keep],
        turn=tokens.turn[kept],
    )
    return chosen, turns[kept].reset_index(drop=True)


def together(parts: list[tuple[Tokens, pd.DataFrame]]) -> tuple[Tokens, pd.DataFrame]:
    """Batches as one, ordered by transcript, whatever the batches were."""
    types = sorted({form for tokens, _ in parts for form in tokens.types})
    place = {form: i for i, form in enumerate(types)}
    turns = pd.concat([frame for _, frame in parts], ignore_index=True)
    order = turns.sort_values(["transcript_id", "turn"], kind="stable").index.to_numpy()
    new = [np.array([place[form] for form in tokens.types] or [0], np.int32) for tokens, _ in parts]
    ids = np.concatenate([names[tokens.ids] for names, (tokens, _) in zip(new, parts)])
    size = np.concatenate([np.diff(tokens.rows) for tokens, _ in parts])
    first = np.concatenate([[0], np.cumsum(size)[:-1]])
    rows = np.concatenate([[0], np.cumsum(size[order])]).astype(np.int64)
    chosen = np.arange(rows[-1]) - np.repeat(rows[:-1], size[order]) + np.repeat(first[order], size[order])
    turns = turns.loc[order].reset_index(drop=True)
    used = np.unique(ids)
    whole = Tokens(
        [types[i] for i in used.tolist()],
        np.searchsorted(used, ids[chosen]).astype(np.int32),
        np.concatenate([tokens.start for tokens, _ in parts])[chosen],
        np.concatenate([tokens.end for tokens, _ in parts])[chosen],
        np.concatenate([tokens.flags for tokens, _ in parts])[chosen],
        rows,
        turns["transcript_id"].tolist(),
        turns["turn"].to_numpy(np.int32),
    )
    return whole, turns
