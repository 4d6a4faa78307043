"""The file in which proposals go to a person and come back: a row per passage, for a spreadsheet.

The rows with the same number under `proposal` are one proposal.  A person marks it with an `x` under
`accept` (in any of its rows), edits `statement` or `item_id`, deletes the rows of passages that do not
belong, or moves a passage by giving it the number of another proposal.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from delphi.codebook import FACETS
from delphi.errors import InputError, InputErrors
from delphi.items.kinds import PASSAGE
from delphi.study.sources import Row, nearest, read_table
from delphi.writing import whole

PROPOSAL_COLUMNS = (
    "accept", "proposal", "work_model", "swot", "statement", "quote", "stance", "item_id", "candidates",
    "speakers", "passages", "transcripts", "round", "perspective", "subgroup", "parent_id", "passage",
)  # fmt: skip
NEEDED = ("accept", "proposal", "item_id", "statement", "stance", "work_model", "swot", "passage")
YES = ("x", "ja", "j", "yes", "y", "oui", "1", "true", "waar", "ok", "✓", "✔")
NO = ("", "nee", "n", "no", "non", "0", "false", "onwaar", "-")
STANCES = ("supports", "contests", "nuances")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Passage:
    """A passage of a proposal: where it stands, the codes it has, and the stance it is given."""

    transcript: str
    turn: int
    start: int
    end: int
    work_model: str
    swot: str
    stance: str

    @property
    def reference(self) -> str:
        """As the ledger refers to it."""
        return f"{self.transcript}:{self.turn}:{self.start}-{self.end}"


@dataclass(frozen=True)
class Proposal:
    """A proposal that a person accepted.

    `cells` are the first that are filled in in its rows; the codes are those beside the statement.
    """

    number: str
    cells: Mapping[str, str]
    passages: tuple[Passage, ...]
    line: int


def write_proposals(frame: pd.DataFrame, path: Path | str) -> None:
    """Write proposals so that a spreadsheet shows every cell as text; whole or not at all.

    A cell that a spreadsheet would take for a formula begins with an apostrophe, which reading takes away.
    """
    path = Path(path)
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(frame.columns)
    table.writerows([_safe(str(cell)) for cell in row] for row in frame.itertuples(index=False))
    with whole(path) as part:
        part.write_text("\ufeff" + out.getvalue(), encoding="utf-8", newline="")


def is_filled_in(path: Path | str) -> bool:
    """Whether a person has marked something in a file of proposals."""
    path = Path(path)
    if not path.exists():
        return False
    return any(row["accept"].casefold() not in NO for row in read_table(path, ("accept",))[1])


def free_name(path: str) -> str:
    """The path, or with `-2`, `-3` ... when a person has marked something in the file that is there."""
    first, number = Path(path), 1
    while is_filled_in(path):
        number += 1
        path = first.with_stem(f"{first.stem}-{number}").as_posix()
    return path


def forget_words(path: Path | str) -> str:
    """Take quotations out of a file of proposals; one in which nobody marked anything goes as a whole.

    A statement stays where the proposal is marked: a person vouched for its wording.

    Returns
    -------
    str
        What was done; empty when the file holds no quotation.
    """
    path = Path(path)
    if not is_filled_in(path):
        path.unlink()
        return f"{path.as_posix()} is deleted; `delphi items propose` makes it anew"
    header, rows = read_table(path, NEEDED)
    marked = {row["proposal"] for row in rows if row["accept"].casefold() not in NO}
    cells = [
        row.cells | {"quote": "", "statement": row["statement"] if row["proposal"] in marked else ""}
        for row in rows
    ]
    if cells == [row.cells for row in rows]:
        return ""
    write_proposals(pd.DataFrame(cells, columns=header), path)
    return f"{path.as_posix()} keeps what was marked, without quotations"


def accepted(path: Path | str) -> tuple[list[Proposal], int]:
    """The proposals that a person marked under `accept`, and how many there are in all.

    Raises
    ------
    InputErrors
        For a mark that is neither yes nor no, a row without number or passage, an unknown stance, a
        proposal whose rows give two statements or two items.
    """
    path = Path(path)
    _, rows = read_table(path, NEEDED)
    errors: list[InputError] = []
    together: dict[str, list[Row]] = {}
    for row in rows:
        errors += _row_errors(path, row)
        together.setdefault(row["proposal"], []).append(row)
    found = []
    for number, mine in together.items():
        if not any(row["accept"].casefold() in YES for row in mine):
            continue
        named = next((row for row in mine if row["statement"]), mine[0])
        cells: dict[str, str] = {facet: named[facet] for facet in FACETS}
        for column in ("item_id", "statement", "subgroup", "parent_id"):
            values = list(dict.fromkeys(_plain(row[column]) for row in mine if row[column]))
            if len(values) > 1:
                what = f"proposal {number} has two values under `{column}`: `{values[0]}` and `{values[1]}`."
                remedy = "Leave it in one row, or give the passages that belong elsewhere another number."
                errors.append(InputError(what, path, line=mine[0].line, remedy=remedy))
            cells[column] = values[0] if values else ""
        if not errors:
            passages = tuple(_passage(row) for row in mine)
            found.append(Proposal(number, cells, passages, mine[0].line))
    if errors:
        raise InputErrors(errors)
    return found, len(together)


def _row_errors(path: Path, row: Row) -> list[InputError]:
    def wrong(what: str, remedy: str) -> InputError:
        return InputError(what, path, line=row.line, remedy=remedy)

    errors = []
    if row["accept"].casefold() not in (*YES, *NO):
        what = f"`accept` is `{row['accept']}`."
        errors.append(wrong(what, "Put an x where the proposal is accepted, and nothing where it is not."))
    if not row["proposal"]:
        errors.append(wrong("`proposal` is empty.", "Rows with the same number are one proposal."))
    match = PASSAGE.fullmatch(row["passage"])
    if not match or int(match["start"]) >= int(match["end"]):
        what = f"`{row['passage']}` is no reference to a passage."
        errors.append(wrong(what, "Leave the column as it was written: transcript:turn:start-end."))
    if row["stance"] and row["stance"] not in STANCES:
        errors.append(wrong(f"`{row['stance']}` is no stance.", nearest(row["stance"], STANCES)))
    return errors


def _passage(row: Row) -> Passage:
    match = PASSAGE.fullmatch(row["passage"])
    assert match is not None
    turn, start, end = int(match["turn"]), int(match["start"]), int(match["end"])
    codes = (row["work_model"], row["swot"])
    return Passage(match["transcript"], turn, start, end, *codes, row["stance"] or "supports")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def columns(records: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """A frame of proposals from rows; cells that a row lacks stay empty."""
    return pd.DataFrame.from_records(
        [{name: record.get(name, "") for name in PROPOSAL_COLUMNS} for record in records],
        columns=list(PROPOSAL_COLUMNS),
    )
