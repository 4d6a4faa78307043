"""The study that a project becomes, or into whose registers its sessions and people are written."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from ruamel.yaml import YAML

from delphi.codebook import FACETS, Code, Codebook, load_codebook
from delphi.decisions.append import append_rows
from delphi.errors import InputError
from delphi.exchange.aside_out import IMPORTED
from delphi.exchange.codebooks import code_of, codebook_yaml, drafted_code, whole_codebook
from delphi.exchange.import_report import Report
from delphi.exchange.mapping import CodeMapping
from delphi.exchange.refi import Project
from delphi.exchange.refi_export import AS_THEY_ARE
from delphi.exchange.refi_session import Sessions
from delphi.exchange.withdrawn import starred, withdrawn_labels
from delphi.study import Participant, Study, load_transcripts, speaker_labels
from delphi.study.config import ANY_LANGUAGE
from delphi.study.new import new_study
from delphi.study.registers import PARTICIPANT_COLUMNS, TRANSCRIPT_COLUMNS
from delphi.study.sources import read_table
from delphi.transcripts.reading import read_file

PERSPECTIVE = "participant"


def draft_study(
    project: Project,
    folder: Path,
    codes: CodeMapping,
    sessions: Sessions,
    language: str,
    files: Mapping[str, str],
) -> None:
    """Write a new study folder: what the project says, and drafts for what it does not.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    date = _date(project)
    new_study(
        folder,
        title=project.name,
        language=language,
        rounds=_rounds(sessions),
        models=[],
        transcripts=[],
        date=date,
    )
    shutil.rmtree(folder / "data/raw/transcripts")
    (folder / "data/raw/transcripts").mkdir()
    for session in sessions.sessions:
        shutil.copyfile(session.file, folder / "data/raw/transcripts" / session.file.name)
    columns = [
        *TRANSCRIPT_COLUMNS,
        *(["present"] if any(s.row.get("present") for s in sessions.sessions) else []),
    ]
    _table(folder / "data/raw/transcripts.csv", columns, [session.row for session in sessions.sessions])
    for row in sessions.people:
        row["perspective"] = row["perspective"] or PERSPECTIVE
    _table(
        folder / "data/raw/participants.csv", [*PARTICIPANT_COLUMNS, *sessions.attributes], sessions.people
    )
    old = _carried_codebook(folder, files)
    book = _codebook(project, codes, folder, language, old)
    (folder / "config/codebook.yaml").write_text(codebook_yaml(book), encoding="utf-8", newline="\n")
    if "config/study.yaml" in files:
        (folder / "config/study.yaml").write_text(files["config/study.yaml"], encoding="utf-8", newline="\n")
        _withdrawn_perspective(folder, sessions)
    else:
        _settings(folder / "config/study.yaml", book, sessions)
    for name in (*AS_THEY_ARE, *filter(IMPORTED.fullmatch, files)):
        if name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(files[name], encoding="utf-8", newline="\n")
    (folder / "data/coded/decisions").mkdir(parents=True)


def fill_registers(
    folder: Path, study: Study, people: Sequence[Participant], sessions: Sessions, report: Report
) -> None:
    """Append new sessions and people to a study; a session that is there must say the same.

    Raises
    ------
    InputError
        When a transcript of that name has other words.
    """
    register = folder / "data/raw/transcripts.csv"
    known = {
        transcript.transcript_id.casefold(): transcript for transcript in load_transcripts(register, study)
    }
    labels = {label.casefold() for person in people for label in person.labels}
    gone, star = withdrawn_labels(people), starred(people)
    declared = [round_.number for round_ in study.rounds]
    new_voices: set[str] = set()
    old_voices: set[str] = set()
    for session in sessions.sessions:
        there = known.get(session.name.casefold())
        if there:
            path = folder / "data/raw/transcripts" / there.file
            turns = read_file(path, speaker_labels(there, people), transcript_id=there.transcript_id).turns
            same = len(turns) == len(session.turns) and all(
                new.text in (old.text, star(old.text)) or old.speaker.casefold() in gone
                for old, new in zip(turns, session.turns)
            )
            if not same:
                what = (
                    f"the study has a transcript `{session.name}` with other words than the project's source."
                )
                remedy = "Give one of the two another name; nothing was changed."
                raise InputError(what, register, line=there.line, remedy=remedy)
            session.row["transcript_id"] = there.transcript_id
            session.row["facilitators"] = ";".join(there.facilitators)
            old_voices.update(session.voices)
            continue
        new_voices.update(session.voices)
        target = folder / "data/raw/transcripts" / session.file.name
        if target.exists():
            remedy = "Rename the source in the project, or the file and its row; nothing was changed."
            raise InputError("another transcript has this file already.", target, remedy=remedy)
        if int(session.row["round"]) not in declared:
            report.told.append(
                f"guessed: `{session.name}` is put in round {declared[0]}; {session.row['round']} is not declared."
            )
            session.row["round"] = str(declared[0])
        append_rows(register, [session.row], columns=TRANSCRIPT_COLUMNS)
        shutil.copyfile(session.file, target)
    known_here = labels | (old_voices - new_voices)  # of people who withdrew, an export names nobody
    _append_people(folder, study, sessions, known_here, report)


def _append_people(folder: Path, study: Study, sessions: Sessions, labels: set[str], report: Report) -> None:
    path = folder / "data/raw/participants.csv"
    columns = read_table(path, PARTICIPANT_COLUMNS)[0]
    new = [row for row in sessions.people if row["participant_id"].casefold() not in labels]
    first = next(iter(study.perspectives))
    numbers = {str(round_.number) for round_ in study.rounds}
    for row in new:
        if row["perspective"] not in study.perspectives:
            report.told.append(f"guessed: {row['participant_id']} gets the perspective `{first}`.")
            row["perspective"] = first
        row["invited_rounds"] = ";".join(r for r in row["invited_rounds"].split(";") if r in numbers)
    lacking = [name for name in sessions.attributes if name not in columns]
    if lacking and new:
        report.lose(
            f"{', '.join(lacking)}: data/raw/participants.csv has no such column; add it and import again"
        )
    append_rows(path, new, columns=PARTICIPANT_COLUMNS)
    for row in sessions.people:
        if row not in new and any(row.get(name) for name in sessions.attributes):
            report.told.append(
                f"{row['participant_id']} is in participants.csv already; that row stays as it is."
            )


def _date(project: Project) -> dt.date:
    try:
        return dt.date.fromisoformat(project.when[:10])
    except ValueError:
        return dt.date.today()


def _rounds(sessions: Sessions) -> int:
    return max([1, *(int(session.row["round"]) for session in sessions.sessions)])


def _carried_codebook(folder: Path, files: Mapping[str, str]) -> Codebook | None:
    if "config/codebook.yaml" not in files:
        return None
    path = folder / "config/carried.yaml"
    path.write_text(files["config/codebook.yaml"], encoding="utf-8", newline="\n")
    try:
        return load_codebook(path)
    except InputError:
        return None
    finally:
        path.unlink()


def _codebook(
    project: Project, codes: CodeMapping, folder: Path, language: str, old: Codebook | None
) -> Codebook:
    """The mapped codes; a facet without any, and the model that holds for all, come from the draft."""
    draft = load_codebook(folder / "config/codebook.yaml")
    by_guid = {code.guid: code for code in project.codes}
    found: dict[str, list[Code]] = {facet: [] for facet in FACETS}
    for row in codes.rows:
        if row.facet not in found or row.key in [code.key for code in found[row.facet]]:
            continue
        written = code_of(by_guid[row.guid])
        same = written is not None and written.key == row.key
        label = row.label or by_guid[row.guid].name
        usual_code = next((code for code in draft.swot if (row.facet, code.key) == ("swot", row.key)), None)
        made = drafted_code(row.key, label, by_guid[row.guid].description)
        if written is not None and same:
            made = written
        elif usual_code is not None and not by_guid[row.guid].description:
            made = usual_code.model_copy(update={"label": {ANY_LANGUAGE: label}})
        elif row.facet == "work_model" and (words := " ".join(re.findall(r"[\w'’-]+", label)).lower()):
            made = made.model_copy(update={"terms": [words], "openers": [words]})
        found[row.facet].append(made)
    if old is None:
        keys = [code.key for code in found["swot"]]
        usual = [code for code in draft.swot if code.key not in keys]
        if not keys or set(keys) & set(draft.keys("swot")):
            found["swot"] += usual
        if "general" not in [code.key for code in found["work_model"]]:
            found["work_model"] += [code for code in draft.work_model if code.key == "general"]
    codes_found = {facet: found[facet] for facet in FACETS}
    try:
        return whole_codebook(codes_found, language, old)
    except InputError:
        kept = old.model_copy(update={"migrations": []}) if old else None  # a code was deleted elsewhere
        return whole_codebook(codes_found, language, kept)


def _settings(path: Path, book: Codebook, sessions: Sessions) -> None:
    """Fit the drafted settings to the codes, perspectives and rounds of the project."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 10_000
    data = yaml.load(path.read_text("utf-8"))
    printed = {key for block in data["swot"]["blocks"] for key in block["categories"]}
    if printed != set(book.keys("swot")):
        data["swot"]["display"] = "quadrants"
        del data["swot"]["blocks"]
    for name in dict.fromkeys(row["perspective"] for row in sessions.people):
        if name not in data["perspectives"]:
            data["perspectives"][name] = {"label": name}
    out = io.StringIO()
    yaml.dump(data, out)
    path.write_text(out.getvalue(), encoding="utf-8", newline="\n")


def _withdrawn_perspective(folder: Path, sessions: Sessions) -> None:
    """People drafted into a study that declares its perspectives get the first of them."""
    declared = YAML(typ="safe").load((folder / "config/study.yaml").read_text("utf-8"))["perspectives"]
    for row in sessions.people:
        if row["perspective"] not in declared:
            row["perspective"] = next(iter(declared))
    _table(
        folder / "data/raw/participants.csv", [*PARTICIPANT_COLUMNS, *sessions.attributes], sessions.people
    )


def _table(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="\n")
