"""A REFI-QDA project brought into a study: a new one, or one that is there, whole or not at all."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from delphi.codebook import FACETS, Codebook, load_codebook
from delphi.decisions.append import append_decisions, append_rows, coder_name
from delphi.decisions.cells import DECISION_COLUMNS, OPTIONAL_COLUMNS
from delphi.decisions.store import read_decisions
from delphi.errors import InputError
from delphi.exchange.aside import aside_path, count_project, put_aside
from delphi.exchange.carried import carried_rows, notes_of_files
from delphi.exchange.import_report import Report
from delphi.exchange.mapping import CodeMapping, draft_mapping, is_certain, mapping_bytes, read_mapping
from delphi.exchange.offsets import Chosen, choose
from delphi.exchange.refi import Project, User
from delphi.exchange.refi_codings import Coded, Codings, moment
from delphi.exchange.refi_read import read_project
from delphi.exchange.refi_session import ABOUT_SESSIONS, SET_VALUE, Sessions
from delphi.exchange.refi_sessions import read_sessions
from delphi.exchange.refi_study import draft_study, fill_registers
from delphi.exchange.whole import all_or_nothing
from delphi.items import read_items
from delphi.study import check_files, check_present, load_participants, load_study, load_transcripts
from delphi.study.registers import PARTICIPANT_COLUMNS
from delphi.writing import whole

NOBODY = "imported"


@dataclass
class Outcome:
    """What happened: either a mapping was drafted, or a study was made or filled."""

    report: Report
    drafted: Path | None = None
    new: bool = False
    decisions: int = 0
    already: int = 0
    aside: Path | None = None
    guessed: int = 0


@dataclass
class _Incoming:
    """Everything that goes into the study's files."""

    sessions: Sessions
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    coded: list[Coded] = field(default_factory=list)
    aside: list[dict[str, str]] = field(default_factory=list)


def import_project(source: Path, study: Path, mapping: Path, *, language: str = "") -> Outcome:
    """Bring a project in; the first time, when codes have to be guessed, draft the mapping only.

    Parameters
    ----------
    source
        A `.qdpx`.
    study
        A study folder that is filled, or one that does not exist yet and is made.
    mapping
        The table of codes; drafted when it does not exist.
    language
        Of a new study.

    Raises
    ------
    InputError
        When the project, the mapping or the study has a mistake; nothing is changed then.
    """
    project = read_project(source)
    there = (study / "config/study.yaml").exists()
    if not there and study.exists() and (not study.is_dir() or any(study.iterdir())):
        remedy = "Give a study's folder, or one that does not exist yet; nothing was changed."
        raise InputError("there is something here that is no study.", study, remedy=remedy)
    files = notes_of_files(project)
    codebook = load_codebook(study / "config/codebook.yaml") if there else None
    known_items = _known_items(study, codebook) if there and codebook else ()
    report = Report()
    conventions = choose(project.sources, project.origin)
    drafted = draft_mapping(project, codebook, known_items)
    if not mapping.exists() and not (
        project.ours and is_certain(drafted) and (there or "config/study.yaml" in files)
    ):
        with whole(mapping) as part:
            part.write_bytes(mapping_bytes(drafted))
        count_project(project, report, conventions)
        return Outcome(
            report, mapping, guessed=sum(row.guessed_from not in ("delphi", "codebook") for row in drafted)
        )
    if mapping.exists():
        codes = read_mapping(mapping, project, codebook)
    else:
        codes = CodeMapping(project, drafted)
        if there and codebook:
            _same_codes(codes, codebook, study)
    with tempfile.TemporaryDirectory() as place:
        if there:
            return _fill(project, study, codes, conventions, Path(place), report, source.stem)
        return _make(
            project, study, codes, conventions, Path(place), report, source.stem, files, language or "nl"
        )


def _known_items(study: Path, codebook: Codebook) -> tuple[str, ...]:
    items = read_items(study / "data/coded/items.csv", codebook, codebook.language)
    return tuple(sorted(set(items["item_id"])))


def _same_codes(codes: CodeMapping, codebook: Codebook, study: Path) -> None:
    for facet in FACETS:
        lacking = [key for key in codes.keys(facet) if key not in codebook.keys(facet)]
        if lacking:
            remedy = "Add it to config/codebook.yaml first."
            what = f"the study's codebook has no {facet} `{lacking[0]}`."
            raise InputError(what, study / "config/codebook.yaml", remedy=remedy)


def _make(
    project: Project, study: Path, codes: CodeMapping, conventions: Mapping[str, Chosen], place: Path,
    report: Report, stem: str, files: Mapping[str, str], language: str,
) -> Outcome:  # fmt: skip
    """A new study beside where it will stand, renamed when all of it is sound."""
    part = study.with_name(f"{study.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        sessions = read_sessions(project, place, language, (), report)
        if not sessions.sessions:
            count_project(project, report, conventions)
            raise InputError(
                "no source of the project could be read as a conversation.", stem,
                remedy=" ".join(report.lost[:3]),
            )  # fmt: skip
        draft_study(project, part, codes, sessions, language, files)
        done = _write(project, part, codes, conventions, sessions, report, stem)
        done.new = True
        if study.exists():
            study.rmdir()
        part.replace(study)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    done.aside = done.aside and study / done.aside.relative_to(part)
    return done


def _fill(
    project: Project, study: Path, codes: CodeMapping, conventions: Mapping[str, Chosen], place: Path,
    report: Report, stem: str,
) -> Outcome:  # fmt: skip
    """A study that is there: rows are appended, nothing is rewritten, and all comes back if something fails."""
    settings = load_study(study / "config/study.yaml")
    people = load_participants(study / "data/raw/participants.csv", settings)
    sessions = read_sessions(project, place, settings.language, people, report)
    touched = [study / "data/raw/transcripts.csv", study / "data/raw/participants.csv"]
    touched += [study / "data/raw/transcripts" / session.file.name for session in sessions.sessions]
    touched += list((study / "data/coded/decisions").glob("*.csv"))
    touched += [study / f"data/coded/decisions/{name}.csv" for name in _coders(project, study).values()]
    touched += [study / "data/coded/adjudications.csv", aside_path(study, stem)]
    with all_or_nothing(touched):
        fill_registers(study, settings, people, sessions, report)
        return _write(project, study, codes, conventions, sessions, report, stem)


def _coders(project: Project, study: Path) -> dict[str, str]:
    """Names of coders as they name files, by the guid of the user; '' is nobody."""
    existing = [path.stem for path in (study / "data/coded/decisions").glob("*.csv")]
    found = {"": NOBODY}
    for number, user in enumerate(project.users, start=1):
        found[user.guid] = _coder(user, number, [*existing, *found.values()])
    return found


def _coder(user: User, number: int, existing: Sequence[str]) -> str:
    plain = "".join(mark if mark.isalnum() or mark in "-_ " else "-" for mark in user.name).strip("-_ ")
    try:
        return coder_name(plain[:40], existing)
    except InputError:
        return f"coder-{number}"


def _write(
    project: Project, study: Path, codes: CodeMapping, conventions: Mapping[str, Chosen], sessions: Sessions,
    report: Report, stem: str,
) -> Outcome:  # fmt: skip
    """Decisions, appended to each coder's file; what is no decision goes into a table of its own."""
    settings = load_study(study / "config/study.yaml")
    codebook = load_codebook(study / "config/codebook.yaml")
    transcripts = load_transcripts(study / "data/raw/transcripts.csv", settings)
    participants = load_participants(study / "data/raw/participants.csv", settings)
    check_files(transcripts, study / "data/raw/transcripts", study / "data/raw/transcripts.csv")
    check_present(transcripts, participants, study / "data/raw/transcripts.csv")
    count_project(project, report, conventions)
    items = _known_items(study, codebook)
    coders = _coders(project, study)
    carried = carried_rows(
        project, codes, codebook, coders, {s.source.guid: s.name for s in sessions.sessions}, report
    )
    report.went["Sources (text)"] = len(sessions.sessions)
    ignored = _ignored(project, codes)
    report.went["Codes"] = len(project.codes) - len(ignored)
    kept = {*ABOUT_SESSIONS, *PARTICIPANT_COLUMNS, *sessions.attributes}
    report.went["Variables"] = sum(name in kept for name in project.variables)
    report.went["Sets"] = sum(
        bool(SET_VALUE.fullmatch(group.name) and group.sources) for group in project.sets
    )
    for group in project.sets:
        if not (SET_VALUE.fullmatch(group.name) and group.sources):
            report.lose(f"the set `{group.name}`")
    for path, often in ignored.items():
        report.lose(f"the code `{path}`, with {often} codings: ignored by the mapping")
    codings = Codings(project, codes, conventions, coders, items, report)
    for session in sessions.sessions:
        codings.read(session, carried.claimed)
    names = [transcript.transcript_id for transcript in transcripts]
    files = sorted((study / "data/coded/decisions").glob("*.csv")) + [
        path for path in [study / "data/coded/adjudications.csv"] if path.exists()
    ]
    there = read_decisions(files, codebook, names, list(items)) if files else None
    seen = set() if there is None else {
        (r["coder"], r["transcript_id"], r["turn"], r["start"], r["end"], r["work_model"], r["swot"], r["item_id"],
         r["stance"], r["action"]) for r in there.to_dict("records")
    }  # fmt: skip
    done = Outcome(report)
    for name, rows in carried.rows.items():
        fresh = [row for row in rows if _row_key(row, codebook) not in seen]
        append_rows(study / name, fresh, columns=(*DECISION_COLUMNS, *OPTIONAL_COLUMNS))
        done.decisions += len(fresh)
        done.already += len(rows) - len(fresh)
    texts = {(s.name, turn.turn): turn.text for s in sessions.sessions for turn in s.turns}
    by_coder: dict[str, list[Coded]] = {}
    for one in codings.coded:
        by_coder.setdefault(one.coder, []).append(one)
    otherwise = moment(project.when, dt.datetime.combine(settings.date, dt.time(), dt.UTC))
    for coder, found in by_coder.items():
        fresh_ = [one for one in found if _key(one) not in seen]
        fresh_.sort(key=lambda one: moment(one.when, otherwise))
        done.decisions += len(fresh_)
        done.already += len(found) - len(fresh_)
        append_decisions(
            study / f"data/coded/decisions/{coder}.csv", [one.decision for one in fresh_], coder=coder, texts=texts,
            codebook=codebook, items=items, decided_at=[moment(one.when, otherwise) for one in fresh_],
        )  # fmt: skip
    done.aside = put_aside(project, study, sessions, codings, coders, stem, report)
    now = [*sorted((study / "data/coded/decisions").glob("*.csv"))]
    read_decisions(now, codebook, names, list(items))
    return done


def _ignored(project: Project, codes: CodeMapping) -> dict[str, int]:
    """Codes that are left out, with how often they were given; a mere heading of others is none."""
    often = Counter(coding.code for coding in project.codings)
    parents = {code.parent for code in project.codes}
    return {
        row.path: often[row.guid]
        for row in codes.rows
        if row.facet == "ignore" and (often[row.guid] or row.guid not in parents)
    }


def _row_key(row: Mapping[str, str], codebook: Codebook) -> tuple[object, ...]:
    """What makes a row the same decision as another, with its codes as they are called now."""
    places = [int(row[name]) if row[name].strip() else -1 for name in ("turn", "start", "end")]
    codes = []
    for facet in FACETS:
        now = codebook.migrated(facet, row[facet].strip())
        codes.append(now[0] if len(now) == 1 else row[facet].strip())
    rest = [row[name].strip() for name in ("item_id", "stance", "action")]
    return (row["coder"].strip(), row["transcript_id"].strip(), *places, *codes, *rest)


def _key(one: Coded) -> tuple[object, ...]:
    d = one.decision
    return (
        one.coder, d.transcript_id, d.turn, d.start, d.end, d.work_model, d.swot, d.item_id, d.stance, d.action
    )  # fmt: skip
