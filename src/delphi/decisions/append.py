"""Writing decisions: rows are checked, appended to a coder's own file and on the disk before anyone goes on.

A file is only ever appended to.  What a spreadsheet or a person made of it stays as it is: its order of
columns, its delimiter, its line ends, its byte order mark, its UTF-16.  A file that lacks the optional
columns keeps lacking them (a longer row under a shorter header could not be read), so what they would say
is not kept; `missing_columns` tells a coder beforehand.  Cells are written as they are: what
looks like a formula in a memo is text here and after reading.

All rows of one act are one write and one `fsync`, under a lock that works between windows and between
processes.  If the disk is full, the bytes of the unfinished write are taken away again.  If the power fails
in the middle of a write, the last row is cut; it was never confirmed to anyone.  Nothing is appended
to such a file until a person agrees that the cut row is put aside in `<coder>.cut.txt` (`put_cut_row_aside`).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import sys
import time
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from delphi.codebook import FACETS, Codebook
from delphi.decisions.store import ACTIONS, DECISION_COLUMNS, OPTIONAL_COLUMNS, STANCES
from delphi.errors import InputError
from delphi.study.sources import nearest

CONTEXT = 32  # code points kept before and after a quotation
SECONDS_TO_WAIT = 10.0
LOCKED_BYTE = 2**31 - 2  # beyond any file, because a locked byte cannot be read on Windows
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


@dataclass(frozen=True)
class _Form:
    """How an existing file writes its rows."""

    columns: tuple[str, ...]
    delimiter: str = ","
    line_end: str = "\n"
    encoding: str = "utf-8"
    ends_with_line: bool = True


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
        Cells by column; a column that the file lacks is left out, one that a row lacks stays empty.
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
    with _locked(path) as handle:
        size = os.lseek(handle, 0, os.SEEK_END)
        if when_size not in (None, size):
            raise InputError(
                "somebody wrote in this file just now.", path, remedy="Nothing was written. Try again."
            )
        form = _form(path, handle, columns) if size else _Form(tuple(columns))
        lines = [[row.get(column, "") for column in form.columns] for row in rows]
        if not size:
            lines.insert(0, list(form.columns))
        text = ("" if form.ends_with_line else form.line_end) + _as_csv(lines, form)
        content = text.encode(form.encoding)
        _write(path, handle, content, size)
    return Appended(tuple(dict(row) for row in rows), size, size + len(content))


def cut_row(path: Path | str) -> str:
    """The last row of a file when it was cut in the middle, so that it has too few cells or an open quotation."""
    path = Path(path)
    if not path.exists() or not path.stat().st_size:
        return ""
    text = _decoded(path, path.read_bytes())[0]
    return text[_whole_rows(text) :]


def put_cut_row_aside(path: Path | str) -> Path:
    """Move a cut last row to `<coder>.cut.txt` beside the file; to be called when a person agreed.

    The only place where bytes leave a decision file: a cut row was never confirmed, and cannot be read.
    """
    path = Path(path)
    aside = path.with_suffix(".cut.txt")
    with _locked(path) as handle:
        raw = _read(handle)
        text, encoding, mark = _decoded(path, raw)
        whole = _whole_rows(text)
        if whole < len(text):
            with aside.open("a", encoding="utf-8", newline="\n") as file:
                file.write(text[whole:] + "\n")
                file.flush()
                os.fsync(file.fileno())
            os.ftruncate(handle, len(mark) + len(text[:whole].encode(encoding)))
            os.fsync(handle)
    return aside


def missing_columns(path: Path | str) -> tuple[str, ...]:
    """The optional columns that an existing file lacks, so that what they say is not kept."""
    path = Path(path)
    if not path.exists() or not path.stat().st_size:
        return ()
    with path.open("rb") as file:
        columns = _form(path, file.fileno(), whole=False).columns
    return tuple(name for name in OPTIONAL_COLUMNS if name not in columns)


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


def _as_csv(lines: Sequence[Sequence[str]], form: _Form) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=form.delimiter, lineterminator=form.line_end).writerows(lines)
    return out.getvalue()


def _form(path: Path, handle: int, needed: Sequence[str] = DECISION_COLUMNS, whole: bool = True) -> _Form:
    text, encoding, _ = _decoded(path, _read(handle))
    if whole and _whole_rows(text) < len(text):
        raise InputError(
            "the last row was cut in the middle.",
            path,
            line=text.count("\n", 0, _whole_rows(text)) + 1,
            remedy="Nothing was written. Put the cut row aside first; it was never confirmed.",
        )
    header = next(io.StringIO(text), "").rstrip("\r\n")
    delimiter = _delimiter(header)
    columns = tuple(name.strip() for name in next(csv.reader([header], delimiter=delimiter), []))
    for name in needed:
        if name not in columns and name not in OPTIONAL_COLUMNS:
            raise InputError(f"nothing was written: the column `{name}` is missing.", path, line=1)
    first_end = text[len(header) : len(header) + 2]
    line_end = first_end if first_end == "\r\n" else first_end[:1] or "\n"
    return _Form(columns, delimiter, line_end, encoding, text.endswith(("\n", "\r")))


def _delimiter(header: str) -> str:
    return max((",", ";", "\t"), key=lambda mark: (header.count(mark), mark == ","))


def _whole_rows(text: str) -> int:
    """The length of the text without a last row that is cut: too few cells, or a quotation that stays open."""
    if text.endswith(("\n", "\r")) and text.count('"') % 2 == 0:
        return len(text)
    delimiter = _delimiter(text.split("\n", 1)[0])
    lines = list(io.StringIO(text, newline=""))
    width = len(next(csv.reader(lines[:1], delimiter=delimiter)))
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    before = cells = 0
    try:
        for row in reader:
            cells = len(row)
            if reader.line_num < len(lines):
                before = reader.line_num
    except csv.Error:
        cells = 0
    later = csv.reader(lines[before + 1 :], delimiter=delimiter)
    if cells >= width or any(len(row) == width for row in later):  # whole, or broken somewhere else
        return len(text)
    return sum(len(line) for line in lines[:before])


def _decoded(path: Path, raw: bytes) -> tuple[str, str, bytes]:
    """Text without its byte order mark, the encoding to append with, and the mark."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"", "utf-8"),
    ):
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode(encoding), encoding, mark
            except UnicodeDecodeError as error:
                if error.end == len(raw) - len(mark):  # cut in the middle of a character
                    return raw[len(mark) :].decode(encoding, "replace"), encoding, mark
                raise InputError(
                    "this is not UTF-8 text.", path, remedy="Save the file again with the encoding UTF-8."
                ) from None
    raise AssertionError("unreachable")


def _read(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    parts = []
    while part := os.read(handle, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _write(path: Path, handle: int, content: bytes, size: int) -> None:
    os.lseek(handle, 0, os.SEEK_END)
    try:
        done = 0
        while done < len(content):
            done += os.write(handle, content[done:])
        os.fsync(handle)
    except OSError as error:
        os.ftruncate(handle, size)
        raise InputError(
            f"the decision could not be written ({error.strerror}).",
            path,
            remedy="Nothing was half written. Make room on the disk and try again.",
        ) from None
    if not size and os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """The file, open for appending, while no other window or process writes in it."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    until = time.monotonic() + SECONDS_TO_WAIT
    while True:
        try:
            handle = os.open(path, flags, 0o644)
        except OSError as error:
            raise InputError(
                f"the file cannot be written ({error.strerror}).",
                path,
                remedy="Close it in the spreadsheet, or ask who may write in this folder.",
            ) from None
        try:
            _lock(path, handle, until)
            if _is_still(path, handle):
                yield handle
                return
        finally:
            _unlock(handle)
            os.close(handle)


def _is_still(path: Path, handle: int) -> bool:
    """Whether the path still names the locked file; a spreadsheet replaces the file when it saves."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _lock(path: Path, handle: int, until: float) -> None:
    while not _try_lock(handle):
        if time.monotonic() > until:
            raise InputError(
                "another window is writing in this file.", path, remedy="Nothing was written. Try again."
            )
        time.sleep(0.01)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        except OSError:
            return

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
