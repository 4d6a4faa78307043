"""Which code of another tool is which code here: a table that is drafted by names and that a person corrects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from delphi.codebook import FACETS, Codebook, Facet
from delphi.errors import InputError, InputErrors
from delphi.exchange.codebooks import code_guid, code_of, key_of
from delphi.exchange.refi import Code, Project, plain_guid
from delphi.exchange.refi_write import guid_of
from delphi.exchange.workbooks import csv_bytes, read_rows
from delphi.study.sources import nearest

COLUMNS = ("code_path", "guid", "facet", "key", "label", "codings", "guessed_from")
KINDS = (*FACETS, "item", "above", "ignore")
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
BETWEEN = " > "
SWOT_WORDS = {
    "strength": "strength strengths sterkte sterktes sterkten stärke stärken force forces",
    "weakness": "weakness weaknesses zwakte zwaktes zwakten zwakheden schwäche schwächen faiblesse faiblesses",
    "opportunity": "opportunity opportunities kans kansen opportuniteit opportuniteiten chance chancen opportunité",
    "threat": "threat threats bedreiging bedreigingen risico risico's risk risks risiko risiken menace menaces",
    "condition": "condition conditions voorwaarde voorwaarden randvoorwaarde randvoorwaarden requirement requirements",
    "advantage": "advantage advantages voordeel voordelen",
    "drawback": "disadvantage disadvantages drawback drawbacks nadeel nadelen",
}
BRANCH_WORDS: dict[str, str] = {
    "swot": r"swot|categor\w+|beoordeling\w*|evaluation|assessment|kwadrant\w*|quadrants?",
    "work_model": r"(work ?)?models?|werkmodel\w*|modellen|methods?|methode[ns]?|methodiek\w*|approach\w*|aanpak\w*",
    "item": r"statements?|uitspra[ak]\w*|stelling\w*|items?",
}


@dataclass(frozen=True)
class Mapped:
    """A row of the mapping: the code's facet (or `item`, `above`, `ignore`) and its key here."""

    path: str
    guid: str
    facet: str
    key: str = ""
    label: str = ""
    codings: int = 0
    guessed_from: str = ""


class CodeMapping:
    """What codes mean here; a code that says nothing of a facet means what the code above it means.

    So `Buddy > Strength` is both a work model and a category.
    """

    def __init__(self, project: Project, rows: Sequence[Mapped]) -> None:
        self.rows = list(rows)
        self._row = {row.guid: row for row in rows}
        self._project = project
        self._known: dict[str, dict[str, str]] = {}

    def facets(self, guid: str) -> dict[str, str]:
        """Facet (or `item`) and key, for what a code says; empty when it is ignored or unknown."""
        if guid not in self._known:
            found: dict[str, str] = {}
            path = self._project.path_of(guid)
            own = self._row.get(guid)
            if own is not None and own.facet != "ignore":
                for code in reversed(path):
                    row = self._row.get(code.guid)
                    if row and row.key and row.facet not in ("ignore", "above"):
                        found.setdefault(row.facet, row.key)
            self._known[guid] = found
        return self._known[guid]

    def keys(self, facet: str) -> list[str]:
        """Keys of a facet, in the project's order."""
        return list(dict.fromkeys(row.key for row in self.rows if row.facet == facet))


def draft_mapping(project: Project, codebook: Codebook | None, items: Collection[str] = ()) -> list[Mapped]:
    """Guess what every code is, by what delphi wrote, by the study's own codebook, by its name and its branch."""
    often = Counter(coding.code for coding in project.codings)
    rows: dict[str, Mapped] = {}
    taken: dict[str, list[str]] = {}
    for code in project.codes:
        path = project.path_of(code.guid)
        facet, key, why = _guess(project, code, path, rows, codebook, items)
        if facet in FACETS and not key:
            key = key_of(code.name, taken.setdefault(facet, []))
        taken.setdefault(facet, []).append(key)
        rows[code.guid] = Mapped(
            BETWEEN.join(one.name for one in path), code.guid, facet, key, code.name, often[code.guid], why
        )
    return list(rows.values())


def is_certain(rows: Sequence[Mapped]) -> bool:
    """Whether nothing was guessed by a name."""
    return all(row.guessed_from in ("delphi", "branch") for row in rows)


def mapping_bytes(rows: Sequence[Mapped]) -> bytes:
    """The mapping as a CSV for a person to look through."""
    cells: list[list[str | int | float]] = [list(COLUMNS)]
    cells += [
        [row.path, row.guid, row.facet, row.key, row.label, row.codings, row.guessed_from] for row in rows
    ]
    return csv_bytes(cells)


def read_mapping(path: Path, project: Project, codebook: Codebook | None) -> CodeMapping:
    """Read a mapping that a person looked through.

    Parameters
    ----------
    codebook
        Of the study that is filled: its keys are the ones that exist.

    Raises
    ------
    InputErrors
        For a facet or key that is none, and for codes of the project that stand in no row.
    """
    _, rows = read_rows(path, ("guid", "facet", "key"))
    by_guid = {code.guid: code for code in project.codes}
    found: dict[str, Mapped] = {}
    errors: list[InputError] = []
    for line, row in rows:
        guid, facet, key = plain_guid(row["guid"]), row["facet"].strip(), row["key"].strip()
        if guid not in by_guid:
            what = f"the project has no code with the guid `{row['guid']}`."
            remedy = "Leave the column `guid` as it was drafted, or delete the file to draft it again."
            errors.append(InputError(what, path, line=line, remedy=remedy))
            continue
        if facet not in KINDS:
            errors.append(InputError(f"`facet` is `{facet}`.", path, line=line, remedy=nearest(facet, KINDS)))
            continue
        wrong = _wrong_key(facet, key, codebook)
        if wrong:
            errors.append(InputError(wrong[0], path, line=line, remedy=wrong[1]))
            continue
        label = row.get("label", "").strip() or by_guid[guid].name
        names = BETWEEN.join(code.name for code in project.path_of(guid))
        found[guid] = Mapped(names, guid, facet, key if facet not in ("above", "ignore") else "", label)
    lacking = [code.name for code in project.codes if code.guid not in found]
    if lacking and not errors:
        what = f"{len(lacking)} codes of the project stand in no row: {', '.join(lacking[:5])}."
        errors.append(InputError(what, path, remedy="Delete the file and run again; it is drafted anew."))
    if errors:
        raise InputErrors(errors)
    return CodeMapping(project, [found[code.guid] for code in project.codes])


def _wrong_key(facet: str, key: str, codebook: Codebook | None) -> tuple[str, str] | None:
    if facet in ("above", "ignore"):
        return None
    if not key:
        return f"`key` is empty, but `facet` is `{facet}`.", "Write a key, or `ignore` under `facet`."
    if facet == "item":
        return None
    if not KEY.fullmatch(key):
        return f"`{key}` is no key.", "A key begins with a letter and has letters, digits, `_`, `.` and `-`."
    for name in FACETS:
        if codebook and facet == name and key not in codebook.keys(name):
            remedy = nearest(key, codebook.keys(name)) + " Or add the code to config/codebook.yaml first."
            return f"the study's codebook has no {facet} `{key}`.", remedy
    return None


def _guess(
    project: Project,
    code: Code,
    path: Sequence[Code],
    rows: Mapping[str, Mapped],
    codebook: Codebook | None,
    items: Collection[str],
) -> tuple[str, str, str]:
    ours = _ours(code, path)
    if ours:
        return (*ours, "delphi")
    for facet in FACETS:
        for known in codebook.codes(facet) if codebook else []:
            names = {known.key.casefold(), *(text.casefold() for text in known.label.values())}
            if code.name.casefold() in names:
                return facet, known.key, "codebook"
    head = code.name.split(":")[0].strip()
    if head in items:
        return "item", head, "items"
    inner = [one for one in project.codes if one.parent == code.guid]
    word = _swot_word(code.name)
    branch = next(
        (name for name, words in BRANCH_WORDS.items() if re.fullmatch(words, code.name.strip(), re.I)), ""
    )
    if branch and inner:
        return "ignore", "", "branch"
    if word:
        return "swot", _swot_key(word, codebook), "name"
    above = rows.get(path[-2].guid) if len(path) > 1 else None
    if above and above.facet == "ignore" and above.guessed_from == "branch":
        kind = next(
            name for name, words in BRANCH_WORDS.items() if re.fullmatch(words, above.label.strip(), re.I)
        )
        return kind, head if kind == "item" else "", "name of the branch"
    if above and above.facet in (*FACETS, "above"):
        return "above", "", "code above"
    if any(_swot_word(one.name) for one in inner):
        return "work_model", "", "categories below it"
    return "ignore", "", "nothing: please choose"


def _ours(code: Code, path: Sequence[Code]) -> tuple[str, str] | None:
    written = code_of(code)
    for facet in FACETS:
        if code.guid == code_guid(facet, ""):
            return "ignore", ""
        if written and code.guid == code_guid(facet, written.key):
            return facet, written.key
    if code.guid == guid_of("code", "item", ""):
        return "ignore", ""
    if path[0].guid == guid_of("code", "item", "") and "item_id: " in code.description:
        item = code.description.rsplit("item_id: ", 1)[1].strip().strip("'\"")
        return ("item", item) if code.guid == guid_of("code", "item", item) else None
    return None


def _swot_word(name: str) -> str:
    words = name.casefold().split()
    if not 1 <= len(words) <= 2:
        return ""
    return next((key for key, known in SWOT_WORDS.items() if set(words) & set(known.split())), "")


def _swot_key(word: str, codebook: Codebook | None) -> str:
    facet: Facet = "swot"
    return word if codebook is None or word in codebook.keys(facet) else ""
