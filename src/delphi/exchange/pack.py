"""A folder or zip with what one coder elsewhere may read, the codebook and the notebook; nothing else.

In it are of the chosen transcripts only: turns, sentences, suggestions and topics, and her own
decisions about them.  The configuration is cut down to what the notebook asks of it; the register of
transcripts to round, kind and place; there is no register of participants, and who speaks is known by the
label in the transcript alone.  Of someone who withdrew nothing is left, in quotations of decisions neither.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

import delphi
from delphi.codebook import load_codebook
from delphi.decisions.append import CONTEXT, coder_name
from delphi.decisions.cells import DECISION_COLUMNS, OPTIONAL_COLUMNS
from delphi.decisions.store import decision_rows
from delphi.derived import read_parquet
from delphi.errors import InputError
from delphi.exchange.pack_texts import notebook, readme
from delphi.exchange.wheel import requirements, wheel
from delphi.review.material import DECISIONS, SUGGESTION_COLUMNS
from delphi.study import Study, Transcript, load_participants, load_study, load_transcripts
from delphi.study.registers import TRANSCRIPT_COLUMNS
from delphi.study.sources import Row, nearest
from delphi.writing import unwritable

LABEL = "pack.json"
FRAMES = ("turns", "sentences", "suggestions", "topics")
TURN_COLUMNS = (
    "transcript_id", "turn", "speaker", "participant_id", "facilitator", "start_time", "end_time", "line", "text",
)  # fmt: skip
Turn = tuple[str, int]


@dataclass(frozen=True)
class Packed:
    """What was packed, and where it is."""

    coder: str
    path: Path
    transcripts: tuple[str, ...]
    turns: int
    decisions: int


def pack(folder: Path | str, coder: str, transcripts: Sequence[str], to: Path | str) -> Packed:
    """Make a folder, or a zip when the name ends in `.zip`, for one coder.

    Parameters
    ----------
    folder
        The study's folder, after the workflow has read the transcripts.
    coder
        Her name, as her file of decisions is called; it may be new.
    transcripts
        Ids of the transcripts that she may read.
    to
        What to make; it must not exist yet.

    Raises
    ------
    InputError
        When a transcript is not known or not read yet, the name is no name, the target exists, or the
        turns still hold words of someone who withdrew.
    """
    folder, to = Path(folder), Path(to)
    if to.exists() and not (to.is_dir() and not any(to.iterdir())):
        remedy = "Choose another name; decisions may be in it that were not brought back yet."
        raise InputError("this exists already.", to, remedy=remedy)
    coder = coder_name(coder, [path.stem for path in (folder / DECISIONS).glob("*.csv")])
    study = load_study(folder / "config/study.yaml")
    codebook = load_codebook(folder / "config/codebook.yaml")
    chosen = _chosen(transcripts, load_transcripts(folder / "data/raw/transcripts.csv", study))
    ids = [transcript.transcript_id for transcript in chosen]
    frames = {name: _frame(folder, name, ids) for name in FRAMES}
    turns = _without_attributes(frames["turns"], ids, _withdrawn(folder, study))
    rows = _own_rows(folder / DECISIONS / f"{coder}.csv", ids, turns)
    label = {"coder": coder, "transcripts": ids, "codebook_version": codebook.version,
             "delphi": delphi.__version__}  # fmt: skip
    name, software = wheel()
    files = {
        LABEL: _text(json.dumps(label, ensure_ascii=False, indent=1)),
        "README.txt": readme(coder, study.language, ids),
        "requirements.txt": _text("\n".join([f"./{name}", *requirements()])),
        name: software,
        "notebooks/check_tags.ipynb": _text(notebook(coder, study.language)),
        "config/study.yaml": _reduced(study, chosen),
        "config/codebook.yaml": (folder / "config/codebook.yaml").read_bytes(),
        "data/raw/transcripts.csv": _table(TRANSCRIPT_COLUMNS, [_register_row(one) for one in chosen]),
        **{
            f"data/interim/{name}/0.parquet": frame.to_parquet(None, index=False)
            for name, frame in (frames | {"turns": turns}).items()
            if frame is not None
        },
    }
    items = folder / "data/coded/items.csv"
    if items.exists():
        files["data/coded/items.csv"] = items.read_bytes()
    if rows:
        columns = (*DECISION_COLUMNS, *OPTIONAL_COLUMNS)
        files[(DECISIONS / f"{coder}.csv").as_posix()] = _table(columns, rows)
    _write(to, files)
    return Packed(coder, to, tuple(ids), len(turns), len(rows))


def _chosen(wanted: Sequence[str], registered: Sequence[Transcript]) -> list[Transcript]:
    known = {transcript.transcript_id: transcript for transcript in registered}
    wanted = [name.strip() for name in wanted if name.strip()]
    if not wanted:
        remedy = f"Name them with `--transcripts`; there are {', '.join(known)}."
        raise InputError("no transcript was chosen.", remedy=remedy)
    for name in wanted:
        if name not in known:
            raise InputError(f"there is no transcript `{name}`.", remedy=nearest(name, list(known)))
    return [known[name] for name in sorted(set(wanted))]


def _frame(folder: Path, name: str, ids: Sequence[str]) -> pd.DataFrame | None:
    files = sorted((folder / "data/interim" / name).glob("*.parquet"))
    if not files and name in ("turns", "sentences"):
        remedy = "The workflow reads the transcripts first: run `make`, then pack again."
        raise InputError(f"there are no {name} yet.", folder / "data/interim" / name, remedy=remedy)
    if not files:
        return pd.DataFrame(columns=list(SUGGESTION_COLUMNS)) if name == "suggestions" else None
    parts = [read_parquet(file, filters=[("transcript_id", "in", list(ids))]) for file in files]
    frame = pd.concat(parts, ignore_index=True)
    order = [column for column in ("transcript_id", "turn", "start", "end") if column in frame]
    return frame.sort_values(order, kind="stable").reset_index(drop=True)


def _withdrawn(folder: Path, study: Study) -> set[str]:
    participants = load_participants(folder / "data/raw/participants.csv", study)
    return {person.participant_id for person in participants if person.withdrawn_on is not None}


def _without_attributes(
    turns: pd.DataFrame | None, ids: Sequence[str], withdrawn: Collection[str]
) -> pd.DataFrame:
    assert turns is not None
    for name in ids:
        if not (turns["transcript_id"] == name).any():
            remedy = "The workflow reads the transcripts first: run `make`, then pack again."
            raise InputError(f"the transcript `{name}` is not read yet.", remedy=remedy)
    if set(turns["participant_id"]) & set(withdrawn):
        remedy = "Run `make`, then pack again."
        raise InputError("the turns still hold the words of someone who withdrew.", remedy=remedy)
    speaks = turns["participant_id"] != ""
    return turns.assign(participant_id=turns["speaker"].where(speaks, ""))[list(TURN_COLUMNS)]


def _own_rows(path: Path, ids: Collection[str], turns: pd.DataFrame) -> list[dict[str, str]]:
    """Her rows about these transcripts as they stand in her file, without words that nobody may keep."""
    if not path.exists():
        return []
    rows = decision_rows(path)
    texts = {(row.transcript_id, int(row.turn)): row.text for row in turns.itertuples(index=False)}
    gone = turns.loc[(turns["participant_id"] == "") & ~turns["facilitator"], "transcript_id"]
    touched = set(gone)
    packed = []
    for row in rows:
        name = row["transcript_id"].strip()
        if name in ids:
            cells = {column: row[column] for column in (*DECISION_COLUMNS, *OPTIONAL_COLUMNS)}
            if name in touched and not _stands(row, texts):
                cells |= dict.fromkeys(("quote", "prefix", "suffix"), "")
            packed.append(cells)
    return packed


def _stands(row: Row, texts: dict[Turn, str]) -> bool:
    """Whether what a row quotes stands where it says; else it may be of someone who withdrew."""
    number = row["turn"].strip()
    text = texts.get((row["transcript_id"].strip(), int(number) if number.isdecimal() else 0), "")
    bounds = [row[name].strip() for name in ("start", "end")]
    if not all(bound.isdecimal() for bound in bounds):
        return not row["quote"] and not row["prefix"] and text[:CONTEXT] == row["suffix"]
    start, end = map(int, bounds)
    before, after = text[max(0, start - CONTEXT) : start], text[end:][:CONTEXT]
    return (text[start:end], before, after) == (row["quote"], row["prefix"], row["suffix"])


def _reduced(study: Study, transcripts: Sequence[Transcript]) -> bytes:
    """The configuration as the notebook needs it: no thresholds, no names to hide, no authors."""
    numbers = {transcript.round for transcript in transcripts}
    kinds = {transcript.kind for transcript in transcripts}
    data: dict[str, Any] = {
        "title": study.title,
        "language": study.language,
        "date": study.date,
        "rounds": [
            {"number": one.number, "purpose": one.purpose, "label": dict(one.label)}
            for one in study.rounds
            if one.number in numbers
        ],
        "perspectives": {"participant": {"label": {"nl": "Deelnemer", "en": "Participant"}}},
        "kinds": {kind: dict(label) for kind, label in study.kinds.items() if kind in kinds},
        "swot": {"display": "quadrants"},
        "coding": study.coding.model_dump(include={"hide_suggestions_share", "seed"}),
    }
    out = io.StringIO()
    YAML(typ="rt").dump(data, out)
    return _text(out.getvalue())


def _register_row(transcript: Transcript) -> dict[str, str]:
    shown = ("transcript_id", "round", "kind", "place", "language")
    return {name: str(getattr(transcript, name)) for name in shown} | {"file": transcript.transcript_id}


def _table(columns: Sequence[str], rows: Sequence[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _text(text: str) -> bytes:
    return f"{text.rstrip()}\n".encode()


def _write(to: Path, files: dict[str, bytes]) -> None:
    """All files or nothing, also when the disk is full."""
    part = to.with_name(f"{to.name}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        if to.suffix.lower() == ".zip":
            _write_zip(part, PurePosixPath(to.stem), files)
        else:
            for name in sorted(files):
                path = part / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(files[name])
            if to.exists():
                to.rmdir()
        part.replace(to)
    except OSError as error:
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)
        raise unwritable(error, to) from None


def _write_zip(path: Path, top: PurePosixPath, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo((top / name).as_posix())  # no clock in it
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
