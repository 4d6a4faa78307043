"""How alike passages are in their words: sequences of letters, so that inflection and dialect matter less."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

LETTERS = (4, 6)  # length of the sequences of letters, within words
APART = 0.94  # cosine distance beyond which two groups of passages are not one proposal
AT_ONCE = 4000  # passages whose distances fit comfortably in memory


def vectors(texts: Sequence[str]) -> csr_matrix:
    """One row of unit length per text: tf-idf of its sequences of 4 to 6 letters (zero without any letter)."""
    if not any(any(mark.isalnum() for mark in text) for text in texts):
        return csr_matrix((len(texts), 1))
    weigh = TfidfVectorizer(
        analyzer="char_wb", ngram_range=LETTERS, sublinear_tf=True, strip_accents="unicode"
    )
    return csr_matrix(weigh.fit_transform(texts))


def groups(rows: csr_matrix) -> list[int]:
    """Put like texts together: average linkage on cosine distance, cut at `APART`.

    More than `AT_ONCE` texts are grouped in parts, and then the groups of all parts by their centres.

    Returns
    -------
    list of int
        The group of each row, numbered from 0 in the order of their first rows.
    """
    n = rows.shape[0]
    if n <= AT_ONCE:
        return _numbered(_linked(rows))
    labels: list[int] = []
    for low in range(0, n, AT_ONCE):
        part = _linked(rows[low : low + AT_ONCE])
        labels += [label + max(labels, default=0) for label in part]
    labels = _numbered(labels)
    members = csr_matrix((np.ones(n), (labels, range(n))), shape=(max(labels) + 1, n))
    centres = csr_matrix(normalize(members @ rows))
    if centres.shape[0] == n or centres.shape[0] > 4 * AT_ONCE:
        return labels
    joined = _linked(centres)
    return _numbered([joined[label] for label in labels])


def most_central(rows: csr_matrix, members: Sequence[int]) -> int:
    """The member that is on average most like the others; the first of several."""
    mine = rows[list(members)]
    return members[int(np.argmax(np.round(dense(mine @ mine.T).sum(axis=1), 9)))]


def _linked(rows: csr_matrix) -> list[int]:
    if rows.shape[0] < 2:
        return [1] * rows.shape[0]
    distance = np.clip(np.round(1 - dense(rows @ rows.T), 9), 0, None)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average")
    return [int(label) for label in fcluster(tree, APART, "distance")]


def _numbered(labels: Sequence[int]) -> list[int]:
    number = {label: place for place, label in enumerate(dict.fromkeys(labels))}
    return [number[label] for label in labels]


def dense(matrix: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A sparse matrix with every number in it."""
    return np.asarray(matrix.toarray(), dtype=np.float64)
