"""`tags.csv` of a study of any size: batches come one after the other, the file is ordered by transcript."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from delphi.decisions.tag_rows import TAG_COLUMNS, Tag
from delphi.writing import whole


class TagsFile:
    """Tags, kept on disk as the text of the file until those of every transcript are there.

    Parameters
    ----------
    file
        Where they go; what is kept meanwhile has no name, lies beside it and is gone with the process.
    named
        Gives a tag the id that the file shows.
    """

    def __init__(self, file: Path | str, named: Callable[[str], str]) -> None:
        self._file, self._named = Path(file), named
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._kept = tempfile.TemporaryFile(dir=self._file.parent)  # noqa: SIM115
        self._places: dict[str, tuple[int, int]] = {}
        self.statuses: Counter[str] = Counter()

    def add(self, tags: Sequence[Tag]) -> None:
        """Take in the tags of some transcripts, as `settled_rows` orders them; no transcript comes twice."""
        self.statuses.update(map(itemgetter(TAG_COLUMNS.index("status")), tags))
        for transcript, rows in groupby(tags, key=itemgetter(TAG_COLUMNS.index("transcript_id"))):
            text = io.StringIO()
            named = ((self._named(name), *cells) for name, *cells in rows)
            csv.writer(text, lineterminator="\n").writerows(named)
            start = self._kept.tell()
            self._places[transcript] = (start, self._kept.write(text.getvalue().encode("utf-8")))

    def write(self) -> None:
        """Write the file."""
        with whole(self._file) as part, part.open("wb") as target:
            target.write((",".join(TAG_COLUMNS) + "\n").encode("utf-8"))
            for transcript in sorted(self._places):
                start, length = self._places[transcript]
                self._kept.seek(start)
                target.write(self._kept.read(length))

    def __enter__(self) -> TagsFile:
        return self

    def __exit__(self, *error: object) -> None:
        self._kept.close()
