"""Texts as vectors: words, pairs of words and pieces of words that a learner knows, weighed and of equal length.

Every text is a run of words that `delphi.coding.tokens` cut already, in the form in which terms are
matched (folded, dialect brought to standard by the codebook).  Pieces of words are taken per *type* and
counted per text, so that a million words cost what their forty thousand types cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from delphi.coding.tokens import Tokens

MIN_TEXTS = 2  # a feature that stands in fewer texts says nothing about others
MOST_FEATURES = 100_000  # every learner holds some numbers for each; the rarest go first
PIECES = (3, 4)

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Grams:
    """The features of a learner.

    Attributes
    ----------
    words
        Forms that are known, in code point order; the features of a single word.
    pairs
        Two words that follow each other, as ``first * len(words) + second``, ascending.
    pieces
        Pieces of words, a space marking an edge, in code point order.
    idf
        Weight per feature: of words, then pairs, then pieces.
    """

    words: list[str]
    pairs: Ints
    pieces: list[str]
    idf: Floats

    @property
    def n_features(self) -> int:
        """Number of features."""
        return len(self.idf)

    @property
    def n_words(self) -> int:
        """How many of them are words or pairs of words."""
        return len(self.words) + len(self.pairs)


@dataclass(frozen=True)
class Texts:
    """Texts as runs of known forms: `ids` into `types`, the words of text i are ``rows[i]:rows[i + 1]``."""

    types: list[str]
    ids: Ints
    rows: Ints

    def __len__(self) -> int:
        return len(self.rows) - 1


def texts_of_turns(tokens: Tokens, normalise: Mapping[str, str]) -> Texts:
    """Every turn as one text."""
    return Texts(_standard(tokens.types, normalise), tokens.ids.astype(np.int64), tokens.rows)


def texts_of_stretches(
    tokens: Tokens, normalise: Mapping[str, str], turn: Ints, start: Ints, end: Ints
) -> Texts:
    """Stretches of turns as texts: the words that begin in them.

    Parameters
    ----------
    turn, start, end
        Index of the turn in `tokens`, and offsets in its text, per stretch.
    """
    span = int(tokens.end.max(initial=0)) + 1
    position = tokens.turn_of_words() * span + tokens.start
    low = np.searchsorted(position, turn * span + np.minimum(start, span - 1))
    high = np.searchsorted(position, turn * span + np.minimum(end, span - 1))
    size = np.maximum(high - low, 0)
    rows = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
    chosen = np.arange(rows[-1]) - np.repeat(rows[:-1], size) + np.repeat(low, size)
    return Texts(_standard(tokens.types, normalise), tokens.ids[chosen].astype(np.int64), rows)


def texts_of_words(documents: Sequence[Sequence[str]], normalise: Mapping[str, str]) -> Texts:
    """Documents that are given as lists of forms."""
    types = sorted({word for document in documents for word in document})
    place = {word: i for i, word in enumerate(types)}
    ids = np.array([place[word] for document in documents for word in document], np.int64)
    rows = np.concatenate([[0], np.cumsum([len(document) for document in documents])]).astype(np.int64)
    return Texts(_standard(types, normalise), ids, rows)


def learn_grams(several: Sequence[Texts]) -> Grams:
    """The features that stand in at least `MIN_TEXTS` of the texts, or in more when they are too many, with their weights."""
    words = sorted({form for texts in several for form in texts.types if form})
    pieces = sorted({piece for form in words for piece in _pieces(form)})
    place = {form: i for i, form in enumerate(words)}
    all_pairs = [_pair_keys(_known(texts, place), texts.rows, len(words)) for texts in several]
    pairs = np.unique(np.concatenate([keys[keys >= 0] for keys in all_pairs]))
    full = Grams(words, pairs, pieces, np.ones(len(words) + len(pairs) + len(pieces)))
    counted = sp.vstack([_counts(texts, full) for texts in several]).tocsr()
    present = np.bincount(counted.indices, minlength=full.n_features)
    kept = present >= _fewest(present)
    idf = np.log((1 + counted.shape[0]) / (1 + present)) + 1
    n, m = len(words), full.n_words
    # A pair needs both of its words, which stand in at least as many texts as the pair.
    names = [form for form, keep in zip(words, kept[:n]) if keep]
    new = np.cumsum(kept[:n]) - 1
    chosen = pairs[kept[n:m]]
    renamed = new[chosen // n] * len(names) + new[chosen % n] if n else chosen
    known = [piece for piece, keep in zip(pieces, kept[m:]) if keep]
    return Grams(names, renamed.astype(np.int64), known, idf[kept])


def vectors(texts: Texts, grams: Grams) -> sp.csr_matrix:
    """The texts as rows: logarithm of counts times weight; words and pieces weigh the same, length is 1."""
    counts = _counts(texts, grams)
    counts.data = (1 + np.log(counts.data)) * grams.idf[counts.indices]
    words, pieces = counts[:, : grams.n_words], counts[:, grams.n_words :]
    return _unit(sp.hstack([_unit(words), _unit(pieces)]).tocsr())


def _fewest(present: Ints) -> int:
    """In how many texts a feature must stand so that no more than `MOST_FEATURES` are kept."""
    enough = np.bincount(present)[::-1].cumsum()[::-1] <= MOST_FEATURES  # by number of texts
    return max(MIN_TEXTS, int(np.argmax(enough)) if enough.any() else len(enough))


def _counts(texts: Texts, grams: Grams) -> sp.csr_matrix:
    place = {form: i for i, form in enumerate(grams.words)}
    known = _known(texts, place)
    n = len(texts)
    of_text = np.repeat(np.arange(n), np.diff(texts.rows))
    single = _tally(of_text, known, (n, len(grams.words)))
    keys = _pair_keys(known, texts.rows, len(grams.words))
    found = np.searchsorted(grams.pairs, keys)
    found[found == len(grams.pairs)] = 0
    is_pair = (
        np.zeros(len(keys), bool) if not len(grams.pairs) else (grams.pairs[found] == keys) & (keys >= 0)
    )
    double = _tally(of_text, np.where(is_pair, found, -1), (n, len(grams.pairs)))
    forms = _tally(of_text, texts.ids, (n, len(texts.types)))
    parts = forms @ _pieces_of_types(texts.types, grams.pieces)
    return sp.hstack([single, double, parts]).tocsr()


def _pieces_of_types(types: Sequence[str], pieces: Sequence[str]) -> sp.csr_matrix:
    place = {piece: i for i, piece in enumerate(pieces)}
    rows, columns = [], []
    for row, form in enumerate(types):
        for piece in _pieces(form):
            if piece in place:
                rows.append(row)
                columns.append(place[piece])
    return _tally(np.array(rows, np.int64), np.array(columns, np.int64), (len(types), len(pieces)))


def _pieces(form: str) -> list[str]:
    """Pieces of a word with its edges; of a normalised form of two words, of both."""
    found = []
    for word in form.split():
        text = f" {word} "
        for size in PIECES:
            found += [text[i : i + size] for i in range(max(1, len(text) - size + 1))]
            if len(text) <= size:
                break
    return found


def _known(texts: Texts, place: Mapping[str, int]) -> Ints:
    new = np.array([place.get(form, -1) for form in texts.types] or [-1], np.int64)
    return new[texts.ids] if len(texts.ids) else np.zeros(0, np.int64)


def _pair_keys(known: Ints, rows: Ints, n: int) -> Ints:
    """Per word, the key of the pair that it begins; -1 at the end of a text and beside unknown words."""
    keys = np.full(len(known), -1, np.int64)
    if len(known) > 1:
        keys[:-1] = np.where((known[:-1] >= 0) & (known[1:] >= 0), known[:-1] * n + known[1:], -1)
    last = rows[1:][np.diff(rows) > 0] - 1
    keys[last] = -1
    return keys


def _tally(row: Ints, column: Ints, shape: tuple[int, int]) -> sp.csr_matrix:
    kept = column >= 0
    ones = np.ones(int(kept.sum()))
    return sp.csr_matrix((ones, (row[kept], column[kept])), shape=shape)


def _unit(rows: sp.csr_matrix) -> sp.csr_matrix:
    rows = rows.tocsr()
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return (sp.diags(1 / np.where(length > 0, length, 1)) @ rows).tocsr()


def _standard(types: Sequence[str], normalise: Mapping[str, str]) -> list[str]:
    return [normalise.get(form, form) for form in types]
