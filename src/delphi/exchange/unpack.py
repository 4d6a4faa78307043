"""Decisions that come back from a coder elsewhere: checked, and appended where they are not there yet.

Nothing else of what comes back is read or written.  Her file here keeps every row as it is; rows that came
back and are not among them are appended in their order.  A row is the same row when place, codes,
item, stance, action and memo are equal and it was taken at the same second; a time that a spreadsheet
rewrote is no difference, nor is a quotation (it follows from the place, and a spreadsheet may have taken it
for a formula).  Equal rows are counted: two here and three there is one to append.

If a row cannot be read, nothing is appended at all: in a coder's file the order counts, so what is mended
later could come too late.  Only rows about transcripts that the study has no more are put aside.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from delphi.codebook import load_codebook
from delphi.decisions.append import append_rows
from delphi.decisions.cells import TRUTH
from delphi.decisions.cut import cut_row, put_cut_row_aside
from delphi.decisions.store import decision_rows, read_decisions
from delphi.errors import InputError, InputErrors
from delphi.exchange.returned import Returned, returned
from delphi.items import read_items
from delphi.review.material import DECISIONS
from delphi.study import load_study, load_transcripts
from delphi.study.sources import Row, nearest

SAME = (
    "transcript_id", "turn", "start", "end", "work_model", "swot", "item_id", "stance", "action", "note",
)  # fmt: skip
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
Key = tuple[str, ...]


@dataclass(frozen=True)
class Unpacked:
    """What was brought back; nothing in it is a decision of somebody else."""

    coder: str
    path: Path
    added: int = 0
    already: int = 0
    cut: str = ""
    aside: tuple[tuple[int, str, str], ...] = ()
    """Line, transcript and quotation of rows about transcripts that the study has no more."""
    both: tuple[tuple[str, int], ...] = ()
    """Turns decided about here as well since the folder was packed."""
    others: tuple[str, ...] = field(default=())
    """Other coders whose files lie in the folder, and were left there."""


def unpack(folder: Path | str, source: Path | str) -> Unpacked:
    """Append what a coder decided elsewhere to her file.

    Parameters
    ----------
    folder
        The study's folder.
    source
        The packed folder, a zip of it, or only her file of decisions.

    Raises
    ------
    InputError
        When it is no such thing, a zip would write outside its folder, or a row cannot be read; then
        nothing was appended.
    """
    folder = Path(folder)
    study = load_study(folder / "config/study.yaml")
    codebook = load_codebook(folder / "config/codebook.yaml")
    registered = [t.transcript_id for t in load_transcripts(folder / "data/raw/transcripts.csv", study)]
    items = read_items(folder / "data/coded/items.csv", codebook, study.language)
    back = returned(Path(source))
    path = _home(folder / DECISIONS, back.coder)
    result = Unpacked(path.stem, path, others=back.others)
    if back.decisions is None:
        return result
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "decisions.csv"
        copy.write_bytes(back.decisions)
        try:
            if cut := cut_row(copy):
                result = replace(result, cut=cut.strip())
                put_cut_row_aside(copy)
            known = sorted({*registered, *back.transcripts})
            read_decisions([copy], codebook, known, sorted(set(items["item_id"])))
            came = decision_rows(copy)
        except InputError as error:
            raise _told(error, copy, back.name) from None
    size = path.stat().st_size if path.exists() else 0
    here = decision_rows(path) if size else []
    new, kept = _missing(came, here)
    _check_whose([came[i] for i in new], back, path.stem)
    aside = [came[i] for i in new if _cell(came[i], "transcript_id") not in registered]
    added = [came[i] for i in new if _cell(came[i], "transcript_id") in registered]
    append_rows(path, [_as_written(row, path.stem) for row in added], when_size=size)
    return replace(
        result,
        added=len(added),
        already=len(came) - len(new),
        aside=tuple((row.line, _cell(row, "transcript_id"), row["quote"]) for row in aside),
        both=tuple(sorted({_turn(row) for row in added} & {_turn(here[i]) for i in kept})),
    )


def _home(folder: Path, coder: str) -> Path:
    """Her file here, whatever the case and the Unicode form of the name that came back."""
    for path in sorted(folder.glob("*.csv")):
        if _plain(path.stem) == _plain(coder):
            return path
    return folder / f"{unicodedata.normalize('NFC', coder)}.csv"


def _missing(came: Sequence[Row], here: Sequence[Row]) -> tuple[list[int], list[int]]:
    """Places of the rows that came and are not here, and of the rows here that did not come."""
    waiting = list(range(len(here)))
    new = list(range(len(came)))
    for same in (_key_and_time, _key):  # first row by row; then those whose time a spreadsheet rewrote
        places: dict[Key, list[int]] = {}
        for place in waiting:
            places.setdefault(same(here[place]), []).append(place)
        left, found = [], set()
        for place in new:
            candidates = places.get(same(came[place]), [])
            if same is _key and _time(came[place]):
                candidates = [i for i in candidates if i not in found and not _time(here[i])]
            match = next((i for i in candidates if i not in found), None)
            if match is None:
                left.append(place)
            else:
                found.add(match)
        waiting = [place for place in waiting if place not in found]
        new = left
    return new, waiting


def _check_whose(rows: Sequence[Row], back: Returned, coder: str) -> None:
    errors = []
    for row in rows:
        if _plain(_cell(row, "coder")) != _plain(coder):
            what = f"`coder` is `{_cell(row, 'coder')}`, in what came back from `{coder}`."
            remedy = "Nothing was added. Each coder brings back only what is her own."
            errors.append(InputError(what, back.name, line=row.line, remedy=remedy))
        name = _cell(row, "transcript_id")
        if back.transcripts and name not in back.transcripts:
            what = f"the transcript `{name}` was not in the folder."
            remedy = f"Nothing was added. {nearest(name, back.transcripts)}"
            errors.append(InputError(what, back.name, line=row.line, remedy=remedy))
    if errors:
        raise InputErrors(errors)


def _as_written(row: Row, coder: str) -> dict[str, str]:
    """The row as the notebook wrote it, before a spreadsheet saved it again."""
    cells = dict(row.cells) | {name: _cell(row, name) for name in (*SAME, "decided_at")}
    cells["coder"] = coder
    cells["note"] = cells["note"].replace("\r\n", "\n").replace("\r", "\n")
    shown = _cell(row, "suggestion_shown").casefold()
    return cells | {"suggestion_shown": TRUTH.get(shown, shown)}


def _told(error: InputError, copy: Path, name: str) -> InputErrors:
    """The same mistakes, in the file that the person knows."""
    errors = error.errors if isinstance(error, InputErrors) else [error]
    return InputErrors(
        [
            InputError(
                one.what,
                name if one.where is None or Path(one.where) == copy else one.where,
                line=one.line,
                column=one.column,
                remedy=" ".join(part for part in (one.remedy, "Nothing was added.") if part),
            )
            for one in errors
        ]
    )


def _key(row: Row) -> Key:
    return tuple(" ".join(row[name].split()) for name in SAME)


def _key_and_time(row: Row) -> Key:
    return (*_key(row), _time(row))


def _time(row: Row) -> str:
    time = _cell(row, "decided_at")
    return time if STAMP.fullmatch(time) else ""


def _turn(row: Row) -> tuple[str, int]:
    return _cell(row, "transcript_id"), int(_cell(row, "turn"))


def _cell(row: Row, column: str) -> str:
    return row[column].strip()


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
