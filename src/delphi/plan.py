"""What the workflow needs to know before any job runs; light, because it is read at every start.

A rule depends on the parts of a file that it uses and not on the whole of it: configuration and
registers enter the rules as digests of those parts, so that a new title does not read the
transcripts again and a new transcript touches its own batch only.
"""

from __future__ import annotations

import hashlib
import json
import shlex
import shutil
import sys
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from delphi.codebook import Codebook, check_blocks
from delphi.coding.snapshot import snapshot
from delphi.errors import InputError
from delphi.exchange.register import keep_filled
from delphi.fingerprint import checksum
from delphi.study import (
    Study,
    Transcript,
    batch_of,
    check_files,
    check_present,
    load_participants,
    load_transcripts,
)
from delphi.study.sources import checked, plain, read_table, read_yaml

ON_PATH = (
    'case "$(printenv CONDA_PREFIX)" in */.snakemake/conda/*) test -x "$CONDA_PREFIX/bin/delphi";; *) false;; esac '
    f'|| PATH={shlex.quote(str(Path(sys.executable).parent))}:"$PATH"; '
)
"""Makes every job find the `delphi` of the environment that runs snakemake, unless its own environment has one."""

LESSONS = Path("data/interim/lessons")
PROPOSALS = Path("data/interim/proposals")
PER_BATCH = 64  # interviews of an hour: a job of minutes
EVALUATION = Path("data/interim/evaluation")
MEASURED_SETTINGS = ("unit", "learner", "min_checked_turns", "second_opinion", "seed")
"""What suggestions, or their measure, depend on in `coding`; which share of them is hidden changes neither."""
OPTIONAL = {
    "adjudications": "data/coded/adjudications.csv",
    "items": "data/coded/items.csv",
    "events": "data/coded/item_events.csv",
    "cleared": "data/coded/cleared.csv",
    "tag_key": "data/coded/tag_key.txt",
    "ratings": "data/raw/ratings.csv",
    "parameters": "data/raw/parameters.csv",
    "practices": "data/raw/practices.csv",
}


class Plan:
    """The study in the current folder, as far as the workflow's rules depend on it.

    Raises
    ------
    InputErrors
        For everything that is wrong with the configuration or the registers, or with the form of what coders wrote.
    """

    study_file = Path("config/study.yaml")
    codebook_file = Path("config/codebook.yaml")
    transcripts_file = Path("data/raw/transcripts.csv")
    participants_file = Path("data/raw/participants.csv")
    folder = Path("data/raw/transcripts")

    def __init__(self) -> None:
        configuration, codebook = read_yaml(self.study_file), read_yaml(self.codebook_file)
        self.study = checked(configuration, self.study_file, Study)
        self.transcripts = load_transcripts(self.transcripts_file, self.study)
        self.participants = load_participants(self.participants_file, self.study)
        check_files(self.transcripts, self.folder, self.transcripts_file)
        check_present(self.transcripts, self.participants, self.transcripts_file)
        self._configuration = plain(configuration)
        check_blocks(self.study, checked(codebook, self.codebook_file, Codebook), self.study_file)
        self._codebook = plain(codebook)
        self._learned = snapshot(self.decisions(), self.present("adjudications"))
        items = read_table(Path(OPTIONAL["items"]), ["item_id"])[1] if self.present("items") else []
        self._items = sorted({row["item_id"] for row in items})
        self._people: dict[tuple[str, ...], str] = {}

    @classmethod
    def open(cls) -> Plan:
        """The plan, or, when an input is wrong, its errors on the terminal and exit code 2."""
        try:
            return cls()
        except InputError as error:
            for line in str(error).splitlines():
                print(f"delphi: {line}", file=sys.stderr)
            sys.exit(2)

    @cached_property
    def _by_batch(self) -> dict[int, list[Transcript]]:
        found: dict[int, list[Transcript]] = {}
        for transcript in self.transcripts:
            found.setdefault(batch_of(transcript.transcript_id, self.study.batches), []).append(transcript)
        return found

    @cached_property
    def batches(self) -> list[str]:
        """The batches that hold a transcript, by number."""
        return [str(batch) for batch in sorted(self._by_batch)]

    @property
    def sizes(self) -> dict[str, int]:
        """How many transcripts each batch holds."""
        return {batch: len(self.of_batch(batch)) for batch in self.batches}

    def advice(self) -> str:
        """A sentence where batches are so large that a job takes hours and a change costs as much; else empty."""
        largest, n = max(self.sizes.values()), len(self.transcripts)
        if largest <= 4 * PER_BATCH:
            return ""
        return (
            f"delphi: a batch holds up to {largest:,} transcripts. `batches: {-(-n // PER_BATCH)}` in "
            f"{self.study_file.as_posix()} gives jobs of minutes, and changes no result."
        )

    def of_batch(self, batch: str) -> list[Transcript]:
        """The transcripts of a batch."""
        return self._by_batch[int(batch)]

    def files(self, transcripts: Iterable[Transcript]) -> list[str]:
        """The files of transcripts."""
        return [(self.folder / transcript.file).as_posix() for transcript in transcripts]

    def decisions(self) -> list[str]:
        """The coders' files."""
        return sorted(path.as_posix() for path in Path("data/coded/decisions").glob("*.csv"))

    def learned(self) -> str:
        """Digest of the decisions that the learner learns from; a decision more changes it now and then only."""
        return digest(self._learned.cells if self.study.coding.learner else [])

    @cached_property
    def taught(self) -> list[Transcript]:
        """The transcripts that the learner learns from."""
        used = self._learned.transcripts if self.study.coding.learner else ()
        return [transcript for transcript in self.transcripts if transcript.transcript_id in used]

    @cached_property
    def _teaching(self) -> list[str]:
        """The batches that hold a transcript which the learner learns from."""
        used = {batch_of(transcript.transcript_id, self.study.batches) for transcript in self.taught}
        return [batch for batch in self.batches if int(batch) in used]

    @cached_property
    def taught_apart(self) -> bool:
        """Whether the transcripts that are learned from are read once more, by themselves.

        Then a change to another transcript of their batches teaches nothing anew. Where they are most of what
        their batches hold, few changes would be spared.
        """
        return len(self.taught) < 0.75 * sum(self.sizes[batch] for batch in self._teaching)

    def lessons(self, kind: str) -> list[str]:
        """The files with the turns, sentences or tokens that the learner learns from."""
        ending = "npz" if kind == "tokens" else "parquet"
        if self.taught_apart:
            return [f"{LESSONS.as_posix()}/{kind}.{ending}"]
        return [f"data/interim/{kind}/{batch}.{ending}" for batch in self._teaching]

    def evaluated(self) -> str:
        """Digest of everything that an evaluation of suggestions rests on."""
        files = sorted(self.files(self.transcripts))
        coded = [*self.decisions(), *self.present("adjudications")]
        sums = [checksum(Path(file)) for file in (*files, *coded) if Path(file).exists()]
        return digest(
            [
                sums,
                self._codebook,
                self.settings("swot", *(f"coding.{name}" for name in MEASURED_SETTINGS)),
                self.sessions(),
                self.people(),
                self.statements(),
            ]
        )

    def measured(self) -> str:
        """The folder of an evaluation that was there when the workflow started; else empty."""
        return EVALUATION.as_posix() if (EVALUATION / "summary.json").exists() else ""

    def evaluated_if_measured(self) -> str:
        """The same where somebody evaluated, so that the report can say whether it still holds; else empty."""
        return self.evaluated() if self.measured() else ""

    def evaluation(self) -> str:
        """Digest of what the last `snakemake evaluation` left, so that the report shows it when it is there."""
        left = sorted(EVALUATION.glob("*")) if EVALUATION.exists() else []
        return digest([checksum(path) for path in left if path.is_file()])

    def chapters(self) -> list[str]:
        """The researcher's own chapter files."""
        return sorted(path.as_posix() for path in Path(self.study.report.chapters).glob("*.md"))

    def present(self, name: str) -> list[str]:
        """An optional file, as a list that is empty when the study has none."""
        return [OPTIONAL[name]] if Path(OPTIONAL[name]).exists() else []

    def optional_files(self) -> list[str]:
        """Every optional file that the study has."""
        return [file for name in OPTIONAL for file in self.present(name)]

    def ratings_table(self) -> list[str]:
        """The table of ratings, as a list that is empty when nobody rated anything."""
        return ["reports/tables/ratings.csv"] if self.present("ratings") else []

    def feedback_prose(self, number: str | int) -> list[str]:
        """The researcher's own openings of the feedback on a round."""
        return sorted(path.as_posix() for path in Path("config/feedback").glob(f"round-{number}-*.md"))

    def feedback_files(self, number: str | int | None = None) -> list[str]:
        """The files of the feedback on a round, or on all that have a session."""
        held = sorted({transcript.round for transcript in self.transcripts})
        last = self.study.rounds[-1].number
        files = []
        for one in held if number is None else [int(number)]:
            files += [f"reports/feedback/round-{one}-{edition.file_name}.{form}"
                      for edition in self.study.report.editions for form in ("docx", "pdf")]  # fmt: skip
            files += [f"reports/feedback/reactions-round-{one}.csv"] if one != last else []
        return files

    def feedback_made(self) -> list[str]:
        """The files of feedback that were made before: from then on they stay up to date."""
        return [file for file in self.feedback_files() if Path(file).exists()]

    def keep_filled(self) -> None:
        """Copy registers of reactions that somebody filled in where the templates lie."""
        for path in sorted(Path("reports/feedback").glob("reactions-round-*.csv")):
            if path.as_posix() in self.feedback_files() and (copy := keep_filled(path)):
                print(f"delphi: {path.as_posix()} is filled in; a copy is kept in {copy.as_posix()}.")

    def clear_stale(self) -> None:
        """Delete derived files that this study no longer makes: other batches, formats that are not asked for.

        What people said must not linger in files that no rule renews.
        """
        for folder in ("turns", "sentences", "tokens", "screened", "suggestions", "topics", "views"):
            for path in Path("data/interim", folder).glob("*.*"):
                if path.name.split(".")[0] not in self.batches:
                    path.unlink()
        if not self.taught_apart:
            shutil.rmtree(LESSONS, ignore_errors=True)
        self._forget_proposals()
        if not self.ratings_table():
            Path("reports/tables/ratings.csv").unlink(missing_ok=True)
        for path in Path("reports").glob("report.*"):
            if path.suffix[1:] not in self.study.report.formats:
                path.unlink()

    def _forget_proposals(self) -> None:
        """Proposals from before somebody withdrew may quote that person."""
        if not any(person.withdrawn_on for person in self.participants):
            return
        since = self.participants_file.stat().st_mtime
        for path in sorted(PROPOSALS.glob("*.csv")):
            if path.stat().st_mtime < since:
                from delphi.items.proposals import forget_words

                if done := forget_words(path):
                    print(f"delphi: somebody withdrew: {done}.")

    def settings(self, *keys: str) -> str:
        """Digest of some keys of study.yaml (dotted), of all of it without any."""
        return digest(_picked(self._configuration, keys))

    def codes(self, *parts: str) -> str:
        """Digest of parts of every code (`key`, `terms`, `label` ...) and of other keys of the codebook."""
        book = self._codebook
        facets = {
            facet: [{part: code.get(part) for part in parts} for code in book.get(facet) or []]
            for facet in ("work_model", "swot")
        }
        return digest([facets, {part: book.get(part) for part in parts}])

    def item_ids(self) -> str:
        """Digest of the ids in items.csv: all that settling needs to know of the statements."""
        return digest(self._items)

    def statements(self) -> str:
        """Digest of what the learner takes from the register of items and the ledger; of nothing without a learner."""
        found: list[object] = []
        for name, columns in (
            ("items", ("item_id", "version", "statement")),
            ("events", ("item_id", "event", "passage_ids")),
        ):
            if self.study.coding.learner and self.present(name):
                header, rows = read_table(Path(OPTIONAL[name]), ["item_id"])
                wanted = [column for column in header if column in columns or column.startswith("statement_")]
                found.append([[row[column] for column in wanted] for row in rows])
        return digest(found)

    def sessions(self, transcripts: Iterable[Transcript] | None = None) -> str:
        """Digest of the register of transcripts, or of some of its rows."""
        return self._all_sessions if transcripts is None else _of_sessions(transcripts)

    @cached_property
    def _all_sessions(self) -> str:
        return _of_sessions(self.transcripts)

    def people(self, *columns: str) -> str:
        """Digest of the register of participants, or of some of its columns."""
        if columns not in self._people:
            names = columns or [
                name for name in type(self.participants[0]).__dataclass_fields__ if name != "line"
            ]
            rows = [[getattr(person, name) for name in names] for person in self.participants]
            self._people[columns] = digest(rows)
        return self._people[columns]


def _of_sessions(rows: Iterable[Transcript]) -> str:
    return digest(
        [[getattr(row, name) for name in row.__dataclass_fields__ if name != "line"] for row in rows]
    )


def digest(value: Any) -> str:
    """A short checksum of configuration data."""
    text = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _picked(data: Any, keys: tuple[str, ...]) -> Any:
    if not keys:
        return data
    picked = {}
    for key in keys:
        value = data
        for step in key.split("."):
            value = (value or {}).get(step)
        picked[key] = value
    return picked
