"""What an earlier export put into notes, since the standard has no field for it, taken out again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from delphi.codebook import FACETS, Codebook
from delphi.decisions.cells import DECISION_COLUMNS, OPTIONAL_COLUMNS
from delphi.exchange.aside_out import IMPORTED
from delphi.exchange.import_report import Report
from delphi.exchange.mapping import CodeMapping
from delphi.exchange.refi import CARRIER, Coding, Project, Selection
from delphi.exchange.refi_export import AS_THEY_ARE

DECIDED = re.compile(r"data/coded/(decisions/[\w-]{1,40}|adjudications)\.csv")


@dataclass
class Carried:
    """Rows of decision files as they were, and the codings that they speak of, by selection."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    claimed: dict[str, set[str]] = field(default_factory=dict)


def notes_of_files(project: Project) -> dict[str, str]:
    """Files of a study that delphi itself put into notes, by their name in the study; no others."""
    if not project.ours:
        return {}
    known = ("config/study.yaml", "config/codebook.yaml", *AS_THEY_ARE)
    found = {}
    for note in project.notes:
        name = note.name.removeprefix(CARRIER)
        fits = name in known or DECIDED.fullmatch(name) or IMPORTED.fullmatch(name)
        if note.name.startswith(CARRIER) and fits:
            found[name] = note.text + "\n"
    return found


def carried_rows(
    project: Project,
    codes: CodeMapping,
    codebook: Codebook,
    coders: Mapping[str, str],
    transcripts: Mapping[str, str],
    report: Report,
) -> Carried:
    """Rows whose coding still stands in the project as it was; those changed elsewhere are read from there.

    Parameters
    ----------
    coders, transcripts
        Names of users and ids of sources, by guid.
    """
    done = Carried()
    selections = {
        one.guid: (transcripts.get(source.guid, ""), one)
        for source in project.sources
        for one in source.selections
    }
    known = set(transcripts.values())
    for name, text in notes_of_files(project).items():
        if not DECIDED.fullmatch(name):
            continue
        kept, changed = [], 0
        for row in csv.DictReader(io.StringIO(text, newline="")):
            cells = {column: row.get(column) or "" for column in (*DECISION_COLUMNS, *OPTIONAL_COLUMNS)}
            guid = row.get("selection") or ""
            if cells["transcript_id"] not in known:
                changed += 1
                continue
            if guid:
                where, selection = selections.get(guid, ("", None))
                mine = _codings(selection, cells, codes, codebook, coders) if selection else []
                if not mine or where != cells["transcript_id"]:
                    changed += 1
                    continue
                done.claimed.setdefault(guid, set()).update(coding.guid for coding in mine)
                report.went["Selections"] += 1
                report.went["Codings"] += len(mine)
            kept.append(cells)
        if kept:
            done.rows[name] = kept
        if changed:
            report.lose(
                f"{changed} decisions of {name}: their coding was changed or taken away in the other program"
            )
    return done


def _codings(
    selection: Selection,
    row: Mapping[str, str],
    codes: CodeMapping,
    codebook: Codebook,
    coders: Mapping[str, str],
) -> Sequence[Coding]:
    """The codings of a selection that a row speaks of; none when they say something else now."""
    mine = [one for one in selection.codings if coders.get(one.user, "") == row["coder"].strip()]
    wanted: set[tuple[str, str]] = {(f, key) for f in FACETS for key in codebook.migrated(f, row[f].strip())}
    if row["item_id"].strip():
        wanted.add(("item", row["item_id"].strip()))
    found = [one for one in mine if set(codes.facets(one.code).items()) & wanted]
    said = {pair for one in found for pair in codes.facets(one.code).items()}
    needed = {pair for pair in wanted if pair[0] in FACETS}
    return found if len({pair[0] for pair in said & needed}) == len(FACETS) else []
