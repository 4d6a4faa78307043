"""What a person has looked at and cleared: `cleared.csv`, and what is still open."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from delphi.errors import InputError
from delphi.privacy.screening import TO_HIDE, is_hard
from delphi.study.sources import read_table
from delphi.writing import whole

CLEARED_COLUMNS = ("word", "context", "cleared_by", "cleared_at", "reason")
TABLE_COLUMNS = ["transcript_id", "kind", "hard", "found", "cleared", "open"]
REVIEW_COLUMNS = ["word", "kind", "n", "transcripts", "context"]


@dataclass(frozen=True)
class Clearance:
    """A row of `cleared.csv`; an empty context clears the word everywhere."""

    word: str
    context: str


def read_cleared(path: Path | str) -> list[Clearance]:
    """Read `cleared.csv`; none when the file does not exist.

    Raises
    ------
    InputError
        For a row without a word, or that nobody signed.
    """
    path = Path(path)
    if not path.exists():
        return []
    _, rows = read_table(path, CLEARED_COLUMNS)
    rows = [row for row in rows if row["word"] or row["context"]]  # `delphi erase` leaves empty ones
    for row in rows:
        for column in ("word", "cleared_by"):
            if not row[column]:
                remedy = "Say which word, and who looked at it."
                raise InputError(f"`{column}` is empty.", path, line=row.line, remedy=remedy)
    return [Clearance(row["word"], row["context"]) for row in rows]


def with_cleared(findings: pd.DataFrame, cleared: Iterable[Clearance]) -> pd.DataFrame:
    """Findings with a column `cleared` (bool); names to hide count as dealt with, they are replaced."""
    contexts: dict[str, list[str]] = {}
    for clearance in cleared:
        contexts.setdefault(_plain(clearance.word), []).append(_plain(clearance.context))
    done = [
        kind == TO_HIDE or any(place in _plain(around) for place in contexts.get(_plain(word), ()))
        for kind, word, around in findings[["kind", "word", "context"]].itertuples(index=False, name=None)
    ]
    return findings.assign(cleared=pd.Series(done, index=findings.index, dtype=bool))


def privacy_table(findings: pd.DataFrame) -> pd.DataFrame:
    """`reports/tables/privacy.csv`: how many of each kind, per transcript; it holds no word of anybody.

    Returns
    -------
    DataFrame
        `transcript_id, kind, hard` (yes or no), `found, cleared, open`.
    """
    counted = findings.assign(found=1, cleared=findings["cleared"].astype("int64"))
    table = counted.groupby(["transcript_id", "kind"], as_index=False)[["found", "cleared"]].sum()
    table["open"] = table["found"] - table["cleared"]
    table["hard"] = ["yes" if is_hard(kind) else "no" for kind in table["kind"]]
    return table[TABLE_COLUMNS].sort_values(["transcript_id", "kind"]).reset_index(drop=True)


def review_list(findings: pd.DataFrame) -> pd.DataFrame:
    """Words for a person to look at, hard identifiers first, then the most frequent.

    Returns
    -------
    DataFrame
        `word, kind, n, transcripts` (`;`-separated) and `context` of the first place.
    """
    records = []
    waiting = findings[~findings["cleared"]]
    for (kind, _), rows in waiting.groupby(["kind", waiting["word"].str.casefold()], sort=True):
        first = rows.iloc[0]
        names = ";".join(sorted(set(rows["transcript_id"])))
        records.append((first["word"], kind, len(rows), names, first["context"]))
    records.sort(key=lambda row: (not is_hard(row[1]), -row[2], row[0].casefold(), row[1]))
    return pd.DataFrame.from_records(records, columns=REVIEW_COLUMNS)


def unseen_names(findings: pd.DataFrame) -> str:
    """What a person has still to do before a report goes out, in a sentence; empty when nothing is open.

    Parameters
    ----------
    findings
        As `with_cleared` gives them.
    """
    review = review_list(findings)
    n = sum(not is_hard(kind) for kind in review["kind"])
    if not n:
        return ""
    one = n == 1
    return (
        f"{n} word{'' if one else 's'} that may be {'a name has' if one else 'names have'} not been looked at"
        f" (delphi clear); the report may print {'it' if one else 'them'}"
    )


def append_cleared(
    path: Path, words: Iterable[tuple[str, str]], by: str, reason: str, at: dt.datetime
) -> None:
    """Add rows (word and context) to `cleared.csv`; the rows that stand there are left as they are."""
    before = path.read_bytes() if path.exists() else (",".join(CLEARED_COLUMNS) + "\n").encode()
    if before[:2] in (b"\xff\xfe", b"\xfe\xff"):
        remedy = "Save it again as CSV with the encoding UTF-8."
        raise InputError("nothing can be added to a file in UTF-16.", path, remedy=remedy)
    header = before.decode("utf-8-sig").split("\n", 1)[0]
    delimiter = max(",;\t", key=lambda mark: (header.count(mark), mark == ","))
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n", delimiter=delimiter)
    writer.writerows((word, around, by, at.strftime("%Y-%m-%dT%H:%M:%SZ"), reason) for word, around in words)
    before += b"" if before.endswith(b"\n") else b"\n"
    with whole(path) as part:
        part.write_bytes(before + page.getvalue().encode())


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()
