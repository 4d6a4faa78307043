"""Writing decisions: rows are checked, appended to a coder's own file and on the disk before anyone goes on.

Rows are only ever appended.  What a spreadsheet or a person made of a file stays as it is: its order of
columns, its delimiter, its line ends, its byte order mark, its UTF-16.  Cells are written as they are: what
looks like a formula in a memo is text here and after reading.

The header is no coder's row.  Where it lacks a column that a new row needs (`suggestion_shown`,
`codebook_version`), the column is added at its end, once: the file with the longer header and the new
rows takes the place of the old one in one step, and the rows that stood in it keep every byte, their missing
cells being read as empty.  On Windows an open file cannot be replaced, so there the cells are left out.

All rows of one act are one write and one `fsync`, under a lock that works between windows and between
processes.  If the disk is full, the bytes of the unfinished write are taken away again.  If the power fails
in the middle of a write, the last row is cut; it was never confirmed to anyone.  Nothing is appended to such
a file until a person agrees that the cut row is put aside in `<coder>.cut.txt` (`delphi.decisions.cut`).
"""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from delphi.codebook import FACETS, Codebook
from delphi.decisions import locked as disk
from delphi.decisions.cells import ACTIONS, DECISION_COLUMNS, OPTIONAL_COLUMNS, STANCES
from delphi.decisions.form import Form, form_of, with_columns
from delphi.errors import InputError
from delphi.study.sources import nearest

CONTEXT = 32  # code points kept before and after a quotation
RESERVED_NAMES = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")


@dataclass(frozen=True)
class Decision:
    """One decision as a coder takes it; when and by whom is added when it is written.

    `start` and `end` are code points in the turn's text, -1 when the decision has no stretch.
    `suggestion_shown` is `true`, `false` (there was one, and it was hidden) or empty (there was none).
    """

    transcript_id: str
    turn: int
    action: str
    start: int = -1
    end: int = -1
    work_model: str = ""
    swot: str = ""
    item_id: str = ""
    stance: str = ""
    note: str = ""
    suggestion_shown: str = ""


@dataclass(frozen=True)
class Appended:
    """What was written: the cells of each row by column, and the size of the file before and after."""

    rows: tuple[dict[str, str], ...]
    before: int
    after: int


def append_decisions(
    path: Path | str,
    decisions: Sequence[Decision],
    *,
    coder: str,
    texts: Mapping[tuple[str, int], str],
    codebook: Codebook,
    items: Collection[str] = (),
    decided_at: dt.datetime | Sequence[dt.datetime] | None = None,
) -> Appended:
    """Check decisions and append them in one write; when this returns, they are on the disk.

    Parameters
    ----------
    path
        `data/coded/decisions/<coder>.csv` or `adjudications.csv`; made with its header when missing.
    texts
        Text of every turn, by transcript and turn.
    items
        Known item ids; not checked when empty.
    decided_at
        When, or for each decision when, if it was not taken now.

    Returns
    -------
    Appended
        The new rows, and the size of the file before and after.

    Raises
    ------
    InputError
        When a decision does not fit (nothing is written), when the file is cut, cannot be written, or
        another program holds it.
    """
    path = Path(path)
    when = [decided_at or dt.datetime.now(dt.UTC)] if not isinstance(decided_at, Sequence) else decided_at
    times = list(when) * (len(decisions) if len(when) == 1 else 1)
    rows = [
        _checked_row(path, decision, texts, codebook, items)
        | {
            "decided_at": at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "coder": coder,
            "codebook_version": str(codebook.version),
        }
        for decision, at in zip(decisions, times, strict=True)
    ]
    return append_rows(path, rows)


def append_rows(
    path: Path | str,
    rows: Sequence[Mapping[str, str]],
    *,
    when_size: int | None = None,
    columns: Sequence[str] = (*DECISION_COLUMNS, *OPTIONAL_COLUMNS),
) -> Appended:
    """Append rows that are checked already, in one write; when this returns, they are on the disk.

    Parameters
    ----------
    rows
        Cells by column; an optional column that the file lacks is added to its header, any other is
        left out; one that a row lacks stays empty.
    when_size
        Write only when the file still has this size (0: it does not exist).
    columns
        Those of a new file; an existing one must have them, apart from optional ones.

    Raises
    ------
    InputError
        When the file has another size, is cut, cannot be written, or another program holds it.
    """
    path = Path(path)
    if not rows:
        size = path.stat().st_size if path.exists() else 0
        return Appended((), size, size)
    path.parent.mkdir(parents=True, exist_ok=True)
    with disk.locked(path) as handle:
        size = os.lseek(handle, 0, os.SEEK_END)
        if when_size not in (None, size):
            raise InputError(
                "somebody wrote in this file just now.", path, remedy="Nothing was written. Try again."
            )
        raw = disk.read_all(handle)
        form = form_of(path, raw, needed=columns) if size else Form(tuple(columns))
        added = [
            name
            for name in OPTIONAL_COLUMNS
            if name not in form.columns and any(row.get(name) for row in rows) and disk.CAN_REPLACE
        ]
        names = [*form.columns, *added]
        cells = [[row.get(name, "") for name in names] for row in rows]
        new = form.lines(cells if size else [names, *cells])
        if not form.ends_with_line:
            new = form.line_end.encode(form.encoding) + new
        if added:
            content = with_columns(raw, form, added) + new
            disk.replace(path, content)
        else:
            disk.write_at_end(path, handle, new, size)
            content = raw + new
    return Appended(tuple(dict(row) for row in rows), size, len(content))


def coder_name(name: str, existing: Collection[str] = ()) -> str:
    """A coder's name as it names a file on every system; an existing one when only its case differs.

    Raises
    ------
    InputError
        For a name that is empty or holds other marks than letters, digits, `-` and `_`.
    """
    clean = re.sub(r"\s+", "-", unicodedata.normalize("NFC", name).strip())
    for known in existing:
        if unicodedata.normalize("NFC", known).casefold() == clean.casefold():
            return known
    if not re.fullmatch(r"[^\W_][\w-]{0,39}", clean) or RESERVED_NAMES.match(clean):
        raise InputError(
            f"`{name}` cannot be a coder's name.",
            remedy="Use up to 40 letters and digits, with `-` or `_` between them.",
        )
    return clean


def _checked_row(
    path: Path,
    decision: Decision,
    texts: Mapping[tuple[str, int], str],
    codebook: Codebook,
    items: Collection[str],
) -> dict[str, str]:
    key = (decision.transcript_id, decision.turn)

    def wrong(what: str, remedy: str = "") -> InputError:
        place = f"{decision.transcript_id}, turn {decision.turn}"
        return InputError(f"nothing was written ({place}): {what}", path, remedy=remedy)

    if key not in texts:
        raise wrong("there is no such turn.")
    if decision.action not in ACTIONS:
        raise wrong(f"`{decision.action}` is no action.", nearest(decision.action, ACTIONS))
    if decision.stance and decision.stance not in STANCES:
        raise wrong(f"`{decision.stance}` is no stance.", nearest(decision.stance, STANCES))
    if items and decision.item_id and decision.item_id not in items:
        raise wrong(f"there is no item `{decision.item_id}`.", nearest(decision.item_id, items))
    if decision.stance and not decision.item_id:
        raise wrong("a stance needs an item.")
    if decision.suggestion_shown not in ("", "true", "false"):
        raise wrong("`suggestion_shown` is neither `true` nor `false`.")
    for facet in FACETS:
        code = getattr(decision, facet)
        if code and code not in codebook.keys(facet):
            raise wrong(f"there is no {facet} `{code}`.", nearest(code, codebook.keys(facet)))
        if not code and decision.action == "apply":
            raise wrong(f"a tag needs a {facet}.")
    text = texts[key]
    start, end = decision.start, decision.end
    has_stretch = (start, end) != (-1, -1)
    if has_stretch and not 0 <= start < end <= len(text):
        raise wrong(f"the stretch {start} to {end} is not within the turn (0 to {len(text)}).")
    if has_stretch and not text[start:end].strip():
        raise wrong("the stretch holds no words.")
    if not has_stretch and decision.action == "apply":
        raise wrong("a tag needs a stretch.")
    if decision.action == "checked":
        if has_stretch or decision.work_model or decision.swot or decision.item_id:
            raise wrong("`checked` speaks of the whole turn and has no stretch and no codes.")
        quote, prefix, suffix = "", "", text[:CONTEXT]  # enough to recognise the turn if it moves
    elif has_stretch:
        quote, prefix, suffix = text[start:end], text[max(0, start - CONTEXT) : start], text[end:][:CONTEXT]
    else:
        quote, prefix, suffix = "", "", ""
    cells = {name: str(getattr(decision, name)) for name in decision.__dataclass_fields__}
    cells["note"] = cells["note"].replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    cells |= {"quote": quote, "prefix": prefix, "suffix": suffix}
    if not has_stretch:
        cells |= {"start": "", "end": ""}
    return cells
