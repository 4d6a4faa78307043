"""A study folder to start from: configuration, codebook and registers, drafted from what a researcher has."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import secrets
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2

from delphi.errors import InputError, InputErrors
from delphi.study.config import FORMAT
from delphi.study.guesses import GUESSES, UNITS
from delphi.study.registers import PARTICIPANT_COLUMNS, TRANSCRIPT_COLUMNS
from delphi.transcripts.speakers import Heard, Listened, listen
from delphi.writing import unwritable

DRAFTS = Path(__file__).with_name("draft")
ROUND_IN_NAME = re.compile(r"(?<![^\W_])(?:r|ronde|round|runde|tour)[ _-]?(\d{1,2})(?!\d)", re.IGNORECASE)
CONVERSATION = ("focus_group", "interview")
KEPT_OUT_OF_GIT = "# People's words, derived: rebuilt by the workflow, never in git.\n" + "\n".join(
    ["data/interim/", "data/coded/tags.csv", "reports/", "logs/", ".snakemake/", ""]
)


@dataclass
class Draft:
    """What was drafted, and what of it was guessed and is for a person to look at."""

    folder: Path
    language: str = "en"
    transcripts: list[dict[str, str]] = field(default_factory=list)
    participants: list[dict[str, str]] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)

    def guessed(self, what: str, **values: str) -> None:
        """Keep a sentence of `GUESSES`, in the study's language."""
        self.guesses.append(GUESSES[self.language][what].format(**values))


def new_study(
    folder: Path,
    *,
    title: str,
    language: str,
    rounds: int,
    models: Sequence[str],
    transcripts: Sequence[Path],
    date: dt.date,
) -> Draft:
    """Write a study folder that runs at once.

    Parameters
    ----------
    folder
        Must not exist yet, or be empty; made whole or not at all.
    models
        Printed names of the work models; the one that holds for all is added.
    transcripts
        Files to copy; who speaks in them is drafted into the registers.  Without any, an invented
        conversation of six turns takes their place.

    Raises
    ------
    InputErrors
        When the folder holds something, a transcript cannot be read, or two names are the same.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        remedy = "Choose another name, or empty the folder first; nothing was changed."
        raise InputError("there is something here already.", folder, remedy=remedy)
    files = list(transcripts) or [DRAFTS / f"conversation.{language}.md"]
    draft = draft_registers(folder, files, language, language)
    if transcripts and (leaders := led(draft)):
        draft.guessed("leading", leaders=leaders)
    for file in transcripts:
        if not ROUND_IN_NAME.search(file.stem):
            draft.guessed("roundless", file=file.name)
    numbers = range(1, max([rounds, *(int(row["round"]) for row in draft.transcripts)]) + 1)
    names = {"title": title, "language": language, "date": date.isoformat(), "rounds": list(numbers)}
    pages = {
        "config/study.yaml": _filled("study.yaml.j2", names | {"format": FORMAT}),
        "config/codebook.yaml": _filled("codebook.yaml.j2", names | {"models": _keys(models)}),
        "data/raw/transcripts.csv": _table(TRANSCRIPT_COLUMNS, draft.transcripts),
        "data/raw/participants.csv": _table(PARTICIPANT_COLUMNS, draft.participants),
        "data/coded/tag_key.txt": f"{secrets.token_hex(16)}\n",
        "README.md": _filled("README.md.j2", names),
        "Makefile": (DRAFTS / "Makefile").read_text(encoding="utf-8"),
        ".gitignore": KEPT_OUT_OF_GIT,
    }
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        for name, text in pages.items():
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            (part / name).write_text(text, encoding="utf-8", newline="\n")
        (part / "data/raw/transcripts").mkdir()
        for row, file in zip(draft.transcripts, files):
            shutil.copyfile(file, part / "data/raw/transcripts" / row["file"])
        if folder.exists():
            folder.rmdir()
        part.replace(folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise unwritable(error, folder) from None
    return draft


def draft_registers(folder: Path, files: Sequence[Path], language: str, told_in: str = "en") -> Draft:
    """Draft rows for the registers of a folder: one for each file, and one for everybody who speaks.

    `language` is that of the conversations, `told_in` that of the sentences about what was guessed.

    Raises
    ------
    InputErrors
        For every file that cannot be read, and for two of one name.
    """
    draft = Draft(folder, told_in)
    read = _read(files)
    heard = {file: listened.heard for file, listened in read.items()}
    everybody = sorted({voice.label for voices in heard.values() for voice in voices})
    for file, voices in heard.items():
        _register(draft, file, voices, language, everybody)
        _doubts(draft, file, read[file])
    _twice(draft, heard)
    return draft


def _doubts(draft: Draft, file: Path, listened: Listened) -> None:
    """What was left out of a transcript, and what in it may be somebody."""
    reading, units = listened.reading, UNITS[draft.language]
    if reading.left_out:
        draft.guessed("left_out", file=file.name, text=reading.left_out)
    for doubt in reading.doubts:
        for line in doubt.lines:
            draft.guessed(
                "unsure", file=file.name, unit=units[doubt.unit], line=str(line), label=doubt.label,
                speaker=doubt.speaker or "?",
            )  # fmt: skip


def led(draft: Draft) -> str:
    """Who was taken for a facilitator, and in which transcripts."""
    where: dict[str, list[str]] = {}
    for row in draft.transcripts:
        for label in filter(None, row["facilitators"].split(";")):
            where.setdefault(label, []).append(row["file"])
    return "; ".join(f"`{label}` ({', '.join(files)})" for label, files in sorted(where.items()))


def _read(files: Sequence[Path]) -> dict[Path, Listened]:
    found: dict[Path, Listened] = {}
    errors: list[InputError] = []
    for file in files:
        try:
            found[file] = listen(file)
        except InputErrors as error:
            errors += error.errors
        except InputError as error:
            errors.append(error)
        except FileNotFoundError:
            errors.append(InputError("the file does not exist.", file, remedy="Correct its name."))
    names = [file.name.casefold() for file in files]
    for file in files:
        if names.count(file.name.casefold()) > 1:
            errors.append(InputError("two transcripts have this file name.", file, remedy="Rename one."))
    if errors:
        raise InputErrors(errors)
    return found


def _register(
    draft: Draft, file: Path, voices: Sequence[Heard], language: str, everybody: Sequence[str]
) -> None:
    """One row for a transcript, and one for everybody who speaks there and is not in the register yet."""
    leaders = [voice.label for voice in voices if voice.leads] or _asking(voices)
    others = [voice.label for voice in voices if voice.label not in leaders]
    if not others:
        leaders, others = [], [voice.label for voice in voices]
    if not leaders:
        draft.guessed("leaderless", file=file.name)
    name = _unused(draft, _nameless(file.stem, everybody))
    in_name = ROUND_IN_NAME.search(file.stem)
    number = in_name[1].lstrip("0") if in_name else ""
    kind = CONVERSATION[len(others) == 1]
    known = {row["participant_id"].casefold(): row for row in draft.participants}
    group = _same_group(known, others) or (name if kind == "focus_group" else "interviews")
    shipped = file.parent == DRAFTS
    if name.casefold() != _unused(draft, _nameless(file.stem, [])).casefold():
        draft.guessed("named", file=file.name, name=name)
    draft.transcripts.append(
        dict.fromkeys(TRANSCRIPT_COLUMNS, "")
        | {
            "transcript_id": "example" if shipped else name,
            "file": "example.md" if shipped else file.name,
            "round": number or "1",
            "kind": kind,
            "group": "example" if shipped else group,
            "language": language,
            "facilitators": ";".join(leaders),
            "notes": GUESSES[draft.language]["invented"] if shipped else "",
        }
    )
    for label in others:
        row = known.get(label.casefold())
        if row is None:
            draft.participants.append(
                dict.fromkeys(PARTICIPANT_COLUMNS, "")
                | {
                    "participant_id": label,
                    "perspective": "participant",
                    "group": draft.transcripts[-1]["group"],
                    "invited_rounds": number or "1",
                }
            )
        else:
            rounds = sorted({*row["invited_rounds"].split(";"), number or "1"}, key=int)
            row["invited_rounds"] = ";".join(rounds)


def _nameless(stem: str, labels: Sequence[str]) -> str:
    """A file's name as an id, without the labels of who speaks there: an id is printed, a label must not be."""
    for label in sorted(labels, key=len, reverse=True):
        if re.search(r"[^\W\d_]{2}", label):
            stem = re.sub(rf"(?<![^\W_]){re.escape(label)}(?![^\W_])", " ", stem, flags=re.IGNORECASE)
    return re.sub(r"[^\w.-]+", "-", stem).strip("-._") or "transcript"


def _unused(draft: Draft, name: str) -> str:
    """The name, with a number behind it when another transcript has it."""
    taken = {row["transcript_id"].casefold() for row in draft.transcripts}
    numbered = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 2)))
    return next(one for one in numbered if one.casefold() not in taken)


def _same_group(known: Mapping[str, dict[str, str]], labels: Sequence[str]) -> str:
    """The group in which most of these people are known by name, as a panel that comes back is."""
    names = [label.casefold() for label in labels if re.search(r"[^\W\d_]{3}", label)]
    groups = [known[name]["group"] for name in names if name in known]
    most = max(sorted(set(groups)), key=groups.count, default="")
    return most if 2 * groups.count(most) > len(labels) and len(labels) > 1 else ""


def _asking(voices: Sequence[Heard]) -> list[str]:
    """The one who mostly asks, when somebody does."""
    asker = max(voices, key=lambda voice: voice.questions)
    return [asker.label] if asker.questions >= 2 and 2 * asker.questions >= asker.turns else []


def _twice(draft: Draft, heard: dict[Path, list[Heard]]) -> None:
    """Labels in several files may be several people, and one who leads here may not lead there."""
    leading = {label for row in draft.transcripts for label in row["facilitators"].split(";") if label}
    folded = {label.casefold() for label in leading}
    for row in [row for row in draft.participants if row["participant_id"].casefold() in folded]:
        draft.participants.remove(row)
        for session, voices in zip(draft.transcripts, heard.values()):
            mine = [v.label for v in voices if v.label.casefold() == row["participant_id"].casefold()]
            here = [*filter(None, session["facilitators"].split(";")), *mine]
            session["facilitators"] = ";".join(dict.fromkeys(here))
    where: dict[str, list[str]] = {}
    for file, voices in heard.items():
        for voice in voices:
            where.setdefault(voice.label.casefold(), []).append(file.name)
    for row in draft.participants:
        files = where[row["participant_id"].casefold()]
        if len(files) > 1 and not re.search(r"[^\W\d_]{3}", row["participant_id"]):
            draft.guessed("several", label=row["participant_id"], files=", ".join(files))


def _keys(models: Sequence[str]) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for label in models:
        plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
        key = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
        key = key if key[:1].isalpha() else f"model_{key}".rstrip("_")
        if key in found or key == "general":
            what = f"the work model `{label}` would get the code `{key}`, which is taken."
            raise InputError(what, remedy="Give every work model a name of its own.")
        found[key] = label
    return list(found.items())


def _filled(template: str, names: dict[str, Any]) -> str:
    loader = jinja2.FileSystemLoader(DRAFTS)
    pages = jinja2.Environment(
        loader=loader, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined, autoescape=False,
    )  # fmt: skip
    pages.filters["words"] = lambda text: " ".join(re.findall(r"[\w'’-]+", text)).lower()
    pages.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    return pages.get_template(template).render(names).lstrip("\n")


def _table(columns: Sequence[str], rows: Sequence[dict[str, str]]) -> str:
    page = io.StringIO()
    writer = csv.DictWriter(page, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return page.getvalue()
