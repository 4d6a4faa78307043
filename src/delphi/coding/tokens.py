"""Cut turns into words once, and keep them as numbers: type ids with offsets into the original text.

What a word is stands in `delphi.coding.words`.  A *type* is a form that occurs in the batch.

How it is fast: Arrow cuts the text at spaces, and only pieces not seen before go through the regular
expression.  No rule of the definition looks across a space, so the result is the same.
"""

from __future__ import annotations

import io
import zipfile
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from delphi.coding.words import CLAUSE, ENDINGS, NOTE, PUNCTUATION, fold, gap_flags, note_spans, word_pattern
from delphi.errors import InputError
from delphi.writing import whole

FORMAT = 1  # of the file written by `write_tokens`
_CHUNK = 2_000_000  # characters tokenised at a time: bounds memory, changes no result

Int32 = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Tokens:
    """The words of a batch of turns.

    Attributes
    ----------
    types
        Distinct forms in code point order; `ids` point into it.
    ids, start, end
        Per word: index into `types`, offsets in code points in the turn's text, end exclusive.
    flags
        Per word: sum of `PUNCTUATION`, `CLAUSE` and `NOTE`.
    rows
        The words of the n-th turn are ``ids[rows[n]:rows[n + 1]]``; one longer than `turn`.
    transcript_id, turn
        Per turn, in the order of the turns frame.
    """

    types: list[str]
    ids: Int32
    start: Int32
    end: Int32
    flags: npt.NDArray[np.uint8]
    rows: npt.NDArray[np.int64]
    transcript_id: list[str]
    turn: Int32

    def __len__(self) -> int:
        return len(self.ids)

    def turn_of_words(self) -> npt.NDArray[np.int64]:
        """Index of the turn (0-based, in frame order) to which each word belongs."""
        return np.repeat(np.arange(len(self.turn)), np.diff(self.rows))


def tokenise_turns(turns: pd.DataFrame) -> Tokens:
    """Tokenise every turn of a batch.

    Parameters
    ----------
    turns
        Frame with `transcript_id`, `turn`, `text`; order is kept.
    """
    return tokenise_texts(
        [str(text) for text in turns["text"].tolist()],
        [str(key) for key in turns["transcript_id"].tolist()],
        np.asarray(turns["turn"].to_numpy(), dtype=np.int32),
    )


def tokenise_texts(texts: Sequence[str], transcript_id: Sequence[str], turn: Int32) -> Tokens:
    """Tokenise texts that are given with their keys, one text per turn."""
    pieces = _Pieces()
    parts = [pieces.cut(texts[low:high]) for low, high in _chunks(texts)]
    raw, start, end, flags, per_turn = (np.concatenate(column) for column in zip(_no_words(), *parts))
    types, order = _fold(pieces.words)
    rows = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(per_turn, out=rows[1:])
    return Tokens(types, order[raw], start, end, flags, rows, list(transcript_id), np.asarray(turn, np.int32))


def write_tokens(path: Path, tokens: Tokens) -> None:
    """Write the words of a batch; equal words give equal bytes."""
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "format": np.array([FORMAT], np.int32),
        "types": _packed(tokens.types),
        "ids": tokens.ids,
        "start": tokens.start,
        "end": tokens.end,
        "flags": tokens.flags,
        "rows": tokens.rows,
        "transcript_id": _packed(tokens.transcript_id),
        "turn": tokens.turn,
    }
    with whole(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.save(entry, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), entry.getbuffer())  # no clock in the entry


def read_tokens(path: Path) -> Tokens:
    """Read what `write_tokens` wrote.

    Raises
    ------
    InputError
        When the file is missing, damaged, or of another version.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            if int(archive["format"][0]) != FORMAT:
                raise KeyError("format")
            return Tokens(
                _unpacked(archive["types"]),
                archive["ids"],
                archive["start"],
                archive["end"],
                archive["flags"],
                archive["rows"],
                _unpacked(archive["transcript_id"]),
                archive["turn"],
            )
    except FileNotFoundError:
        raise InputError("There is no such file of words.", path, remedy=_REMEDY) from None
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile):
        raise InputError("This is no file of words that this version wrote.", path, remedy=_REMEDY) from None


_REMEDY = "It is derived: delete it and run `delphi ingest` (or `snakemake`) again."


class _Pieces:
    """What stands between spaces; each distinct piece is looked at once."""

    def __init__(self) -> None:
        self._number: defaultdict[str, int] = defaultdict(count().__next__)
        self._word_number: defaultdict[str, int] = defaultdict(count().__next__)
        self._seen = 0
        # Per distinct piece: its length, where its words begin in the arrays below, what it ends with.
        self._length = array("i")
        self._first = array("i", [0])
        self._tail = array("B")
        # Per word of a distinct piece.
        self._word = array("i")
        self._start = array("i")
        self._end = array("i")
        self._flags = array("B")

    @property
    def words(self) -> list[str]:
        """Distinct words as written, in order of first appearance."""
        return list(self._word_number)

    def cut(self, texts: Sequence[str]) -> tuple[Int32, Int32, Int32, npt.NDArray[np.uint8], Int32]:
        """Tokenise some turns: word numbers, starts, ends, flags, and the number of words per turn."""
        joined = " ".join(texts)
        pieces, occurring = _encoded(texts)
        numbers = np.fromiter(map(self._number.__getitem__, pieces), np.int32, len(pieces))[occurring]
        self._look_at_new()
        first = np.array(self._first)
        turn_length = np.fromiter(map(len, texts), np.int64, len(texts))
        turn_start = np.cumsum(turn_length + 1) - turn_length - 1
        length = np.array(self._length)[numbers]
        piece_start = np.cumsum(length + 1, dtype=np.int32) - length - 1
        n_words = np.diff(first)[numbers]
        # Position of each word in the arrays per distinct piece.
        before = np.cumsum(n_words, dtype=np.int32) - n_words
        total = int(before[-1] + n_words[-1]) if len(before) else 0
        source = np.arange(total, dtype=np.int32) + np.repeat(first[numbers] - before, n_words)
        base = np.repeat(piece_start, n_words)
        start = np.array(self._start)[source] + base
        end = np.array(self._end)[source] + base
        flags = np.array(self._flags)[source]
        # Punctuation after the last word of a piece counts for the next word, wherever that is.
        self._carry(numbers, n_words, before, flags)
        border = np.searchsorted(start, turn_start)
        per_turn = np.diff(np.append(border, total)).astype(np.int32)
        opening = border[per_turn > 0]
        flags[opening] |= PUNCTUATION | CLAUSE
        if "[" in joined:
            self._mark_notes(texts, turn_start, start, flags)
        shift = np.repeat(turn_start.astype(np.int32), per_turn)
        return np.array(self._word)[source], start - shift, end - shift, flags, per_turn

    def _carry(
        self,
        numbers: Int32,
        n_words: Int32,
        before: Int32,
        flags: npt.NDArray[np.uint8],
    ) -> None:
        tail = np.array(self._tail)[numbers]
        marked = np.flatnonzero(tail)
        following = before[marked] + n_words[marked]
        inside = following < len(flags)
        np.bitwise_or.at(flags, following[inside], tail[marked[inside]])

    def _look_at_new(self) -> None:
        find, number = word_pattern().finditer, self._word_number
        word, start, end, flags = self._word, self._start, self._end, self._flags
        for piece in list(self._number)[self._seen :]:
            self._length.append(len(piece))
            last = 0
            if piece.isalpha():
                last = len(piece)
                word.append(number[piece])
                start.append(0)
                end.append(last)
                flags.append(0)
            elif piece[-1:] in ENDINGS and piece[:-1].isalpha():
                last = len(piece) - 1
                word.append(number[piece[:-1]])
                start.append(0)
                end.append(last)
                flags.append(0)
            else:
                for match in find(piece):
                    low, high = match.span()
                    word.append(number[match[0]])
                    start.append(low)
                    end.append(high)
                    flags.append(gap_flags(piece[last:low] if last else f" {piece[:low]}"))
                    last = high
            self._tail.append(gap_flags(f"{piece[last:]} " if last else f" {piece} "))
            self._first.append(len(word))
        self._seen = len(self._number)

    @staticmethod
    def _mark_notes(
        texts: Sequence[str],
        turn_start: npt.NDArray[np.int64],
        start: Int32,
        flags: npt.NDArray[np.uint8],
    ) -> None:
        for text, shift in zip(texts, turn_start.tolist()):
            for low, high in note_spans(text):
                a, b = np.searchsorted(start, (shift + low, shift + high))
                flags[a:b] |= NOTE


def _encoded(texts: Sequence[str]) -> tuple[list[str], Int32]:
    """What stands between the spaces of these texts: distinct pieces, and for each piece in turn which it is."""
    try:
        pieces = pc.split_pattern(pa.array(texts, pa.large_string()), " ").flatten().dictionary_encode()
        return pieces.dictionary.to_pylist(), pieces.indices.to_numpy()
    except UnicodeEncodeError:  # half a surrogate pair: no text for Arrow, but nobody's words may be lost
        split = " ".join(texts).split(" ")
        distinct = {piece: i for i, piece in enumerate(dict.fromkeys(split))}
        return list(distinct), np.array([distinct[piece] for piece in split], np.int32)


def _chunks(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    low = size = 0
    for high, text in enumerate(texts):
        size += len(text)
        if size > _CHUNK:
            yield low, high + 1
            low, size = high + 1, 0
    if low < len(texts):
        yield low, len(texts)


def _no_words() -> tuple[npt.NDArray[np.generic], ...]:
    return tuple(np.zeros(0, kind) for kind in (np.int32, np.int32, np.int32, np.uint8, np.int32))


def _fold(words: list[str]) -> tuple[list[str], Int32]:
    """Forms in code point order, and for each written word the index of its form."""
    forms = [fold(word) for word in words]
    types = sorted(set(forms))
    position = {form: i for i, form in enumerate(types)}
    return types, np.array([position[form] for form in forms], np.int32)


def _packed(strings: list[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("".join(f"{s}\x00" for s in strings).encode("utf-8", "surrogatepass"), np.uint8)


def _unpacked(array: npt.NDArray[np.uint8]) -> list[str]:
    return array.tobytes().decode("utf-8", "surrogatepass").split("\x00")[:-1]
