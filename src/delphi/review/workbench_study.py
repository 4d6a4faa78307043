"""What the workbench looks at: the codebook as it is now, and the words, passages and tags of the last build.

The codebook is read again whenever its file changed, the derived files whenever the workflow made
them anew.  A codebook with a mistake is told, and the last one that could be read stays in use.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from delphi.codebook import FACETS, Code, Codebook, Facet, load_codebook
from delphi.coding.lookup import Entry, entries_of, find_terms, outermost
from delphi.coding.terms import Term, parse_term
from delphi.coding.tokens import read_tokens
from delphi.derived import read_csv, read_parquet
from delphi.errors import InputError
from delphi.review.material import study_folder
from delphi.review.workbench_terms import (
    Bools,
    Measured,
    Spoken,
    carriers,
    counted,
    measure,
    only_by,
    sentence_of,
    sentence_table,
    spoken,
    typical_words,
    words_of_term,
)
from delphi.study import load_study

CODEBOOK = Path("config/codebook.yaml")
OPENER = "opener"
Signature = tuple[tuple[str, int, int], ...]


class Spoke:
    """Turns, sentences, words and tags as the workflow left them.

    Raises
    ------
    InputError
        When the workflow has not read the transcripts yet.
    """

    def __init__(self, folder: Path) -> None:
        self.turns = _frames(folder, "turns")
        self.batches = [read_tokens(path) for path in sorted((folder / "data/interim/tokens").glob("*.npz"))]
        if not self.batches:
            raise _not_yet("data/interim/tokens")
        reading = folder / "data/interim/reading.parquet"
        tags = folder / "data/coded/tags.csv"
        self.judged = reading.exists() and tags.exists()
        self.reading = (
            read_parquet(reading) if self.judged else pd.DataFrame(columns=["transcript_id", "turn"])
        )
        self.raw_tags = _tags(tags if self.judged else None)
        self.sentences = sentence_table(self.turns, _frames(folder, "sentences"), self.reading)
        self.texts = {(row.transcript_id, int(row.turn)): row for row in self.turns.itertuples(index=False)}

    @cached_property
    def checked(self) -> Bools:
        """Which sentences stand in a turn that somebody read."""
        return np.asarray(self.sentences["checked"], bool)

    @cached_property
    def speaks(self) -> Bools:
        """Which sentences a participant says."""
        return np.asarray(self.sentences["speaks"], bool)

    @cached_property
    def words(self) -> Spoken:
        """Every word, as it was said."""
        return spoken(self.batches, self.sentences)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How often participants said each type."""
        return counted(self.words, self.speaks)

    @cached_property
    def all_counts(self) -> dict[str, int]:
        """How often anyone said each type."""
        return counted(self.words, np.ones(len(self.sentences), bool))


class CodedStudy:
    """A codebook applied to what was said; every number of the workbench is asked of it.

    Parameters
    ----------
    codebook
        As it is now.
    spoke
        What it is applied to.
    """

    def __init__(self, codebook: Codebook, spoke: Spoke) -> None:
        self.codebook, self.spoke = codebook, spoke
        self.hits = self.find(entries_of(codebook))
        self._carries: dict[tuple[str, str], Bools] = {}
        self._tags = _in_present_codes(spoke.raw_tags, codebook)

    def find(self, entries: Sequence[Entry], nested: bool = False) -> pd.DataFrame:
        """Every hit of some terms, with the `sentence` it begins in; openers in all turns, terms in participants'.

        As when suggestions are made, a hit inside a longer one of the same facet does not count, unless
        `nested`.
        """
        parts = [find_terms(batch, entries, self.codebook.normalise) for batch in self.spoke.batches]
        hits = pd.concat([part if nested else outermost(part) for part in parts], ignore_index=True)
        hits = hits.astype({"turn": "int64", "start": "int64", "end": "int64"})
        hits["sentence"] = sentence_of(hits, self.spoke.sentences)
        hits = hits[hits["sentence"] >= 0]
        kept = self.spoke.speaks[hits["sentence"].to_numpy()] | (hits["facet"] == OPENER).to_numpy()
        order = ["transcript_id", "turn", "start", "end"]
        return hits[kept].sort_values(order, kind="stable").reset_index(drop=True)

    def of_code(self, facet: str, code: str) -> pd.DataFrame:
        """The hits of a code's terms that count."""
        return self.hits[(self.hits["facet"] == facet) & (self.hits["code"] == code)]

    def carries(self, facet: str, code: str) -> Bools:
        """Which checked sentences carry a code."""
        if (facet, code) not in self._carries:
            self._carries[(facet, code)] = carriers(self.spoke.sentences, self._tags, facet, code)
        return self._carries[(facet, code)]

    def measured(self, facet: str, code: str, hits: pd.DataFrame) -> Measured:
        """What some hits get right, by the code they should find."""
        found = hits["sentence"].to_numpy(np.int64).tolist()
        return measure(found, self.carries(facet, code), self.spoke.checked)

    def alone(self, facet: str, code: str) -> dict[str, int]:
        """Per term, the right sentences that no other term of the code finds."""
        return only_by(self.of_code(facet, code), self.carries(facet, code))

    def words(self, term: Term, anyone: bool = False) -> list[tuple[str, int]]:
        """The types that a term stands for, with how often participants (or anyone) said them."""
        counts = self.spoke.all_counts if anyone else self.spoke.counts
        return words_of_term(term, counts, self.codebook.normalise)

    def barred(self, code: Code, facet: Facet, excluding: str) -> pd.DataFrame:
        """The hits that an excluding term takes away from its code."""
        entries = [Entry(facet, code.key, parse_term(text)) for text in code.terms]
        without = [entry for entry in entries if entry.term.source != excluding.strip()]
        there, found = self.find(entries, nested=True), self.find(without, nested=True)
        places = set(zip(there["transcript_id"], there["turn"], there["start"], there["end"]))
        keys = zip(found["transcript_id"], found["turn"], found["start"], found["end"])
        return found[[key not in places for key in keys]]

    def tried(self, code: Code, facet: Facet, term: Term) -> pd.DataFrame:
        """The hits that a term would have if it stood first in a code, all other terms being what they are."""
        others = [
            e for e in entries_of(self.codebook) if (e.facet, e.code, e.term) != (facet, code.key, term)
        ]
        hits = self.find([Entry(facet, code.key, term), *others])
        mine = (hits["facet"] == facet) & (hits["code"] == code.key) & (hits["term"] == term.source)
        return hits[mine]

    @cached_property
    def standard(self) -> Spoken:
        """Every word in the standard form."""
        return spoken(self.spoke.batches, self.spoke.sentences, self.codebook.normalise)

    def typical(self, facet: Facet, code: Code) -> pd.DataFrame:
        """Words that are typical of what carries a code and that are in no term of it."""
        terms = [parse_term(text) for text in code.terms]
        counts = dict.fromkeys(self.standard.forms, 1)
        known = {
            form
            for term in terms
            if not term.excludes
            for form, _ in words_of_term(term, counts, self.codebook.normalise)
        }
        return typical_words(self.standard, self.spoke.sentences, self.carries(facet, code.key), known)

    def said(self, form: str) -> pd.DataFrame:
        """The places of a word in the standard form, as hits."""
        words = self.standard
        number = words.forms.index(form) if form in words.forms else -1
        at = np.flatnonzero((words.form == number) & (words.sentence >= 0))
        at = at[self.spoke.speaks[words.sentence[at]]] if len(at) else at
        places = self.spoke.sentences.iloc[words.sentence[at]][["transcript_id", "turn"]].reset_index(
            drop=True
        )
        return places.assign(start=words.start[at], end=words.end[at], sentence=words.sentence[at])

    def elsewhere(self) -> dict[str, list[tuple[str, str]]]:
        """Forms that a term found, with the codes whose terms they are."""
        terms = self.hits[self.hits["facet"] != OPENER]
        found: dict[str, list[tuple[str, str]]] = {}
        for form, facet, code in (
            terms[["form", "facet", "code"]].drop_duplicates().itertuples(index=False, name=None)
        ):
            found.setdefault(form, []).append((facet, code))
        return found


class LiveStudy:
    """A study folder that is read again when somebody saves the codebook or builds.

    Raises
    ------
    InputError
        When there is no study, or the workflow has not read the transcripts yet.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = study_folder(folder)
        self.language: str = load_study(self.folder / "config/study.yaml").language
        self.mistake: InputError | None = None
        self._seen: tuple[Signature, Signature] = ((), ())
        self.coded = self._read(None)

    def refresh(self) -> bool:
        """Read again what changed; whether anything did.  A codebook that cannot be read is in `mistake`."""
        if self._seen == self._signatures():
            return False
        self.coded = self._read(self.coded)
        return True

    def _read(self, before: CodedStudy | None) -> CodedStudy:
        book, build = self._signatures()
        spoke = before.spoke if before and self._seen[1] == build else Spoke(self.folder)
        self._seen = (book, build)
        try:
            codebook = load_codebook(self.folder / CODEBOOK)
            self.mistake = None
        except InputError as error:
            if before is None:
                raise
            codebook, self.mistake = before.codebook, error
        return CodedStudy(codebook, spoke)

    def _signatures(self) -> tuple[Signature, Signature]:
        interim = self.folder / "data/interim"
        derived = [
            *(
                path
                for name in ("turns", "sentences", "tokens")
                for path in sorted((interim / name).glob("*.*"))
            ),
            interim / "reading.parquet",
            self.folder / "data/coded/tags.csv",
        ]
        return signature([self.folder / CODEBOOK]), signature(derived)


def signature(files: Sequence[Path]) -> Signature:
    """What tells that one of some files was written again; missing ones are left out."""
    found = []
    for path in files:
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue
        if path.suffix != ".part":
            found.append((path.as_posix(), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def _frames(folder: Path, name: str) -> pd.DataFrame:
    files = sorted((folder / "data/interim" / name).glob("*.parquet"))
    if not files:
        raise _not_yet(f"data/interim/{name}")
    frame = pd.concat([read_parquet(file) for file in files], ignore_index=True)
    whole = [column for column in ("turn", "start", "end") if column in frame]
    return frame.astype(dict.fromkeys(whole, "int64")).sort_values(
        [column for column in ("transcript_id", "turn", "start") if column in frame], kind="stable"
    )


def _not_yet(where: str) -> InputError:
    return InputError(
        "the transcripts are not read yet.",
        where,
        remedy="The workflow reads them first: run `make`, then run this cell again.",
    )


def _tags(file: Path | None) -> pd.DataFrame:
    columns = ["transcript_id", "turn", "start", "end", "work_model", "swot", "status"]
    if file is None:
        frame = pd.DataFrame(columns=columns)
    else:
        frame = read_csv(file, **dict.fromkeys(("turn", "start", "end"), "int64"))[columns]
    return frame.astype({"turn": "int64", "start": "int64", "end": "int64"})


def _in_present_codes(tags: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Tags of the last build under the codes of the codebook as it is now; a split code judges nothing."""
    tags = tags.copy()
    for facet in FACETS:
        now = {code: codebook.migrated(facet, code) for code in set(tags[facet])}
        tags[facet] = [now[code][0] if len(now[code]) == 1 else "" for code in tags[facet]]
    return tags
