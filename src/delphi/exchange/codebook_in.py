"""A codebook from elsewhere as `codebook.yaml`: from a table, or from REFI-QDA codes through a mapping."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from delphi.codebook import FACETS, Code, Codebook, Facet, load_codebook
from delphi.errors import InputError
from delphi.exchange.codebooks import (
    code_of,
    codebook_yaml,
    drafted_code,
    read_codebook_table,
    whole_codebook,
)
from delphi.exchange.mapping import CodeMapping, draft_mapping, is_certain, mapping_bytes, read_mapping
from delphi.exchange.refi import ORIGIN, Project
from delphi.exchange.refi_read import read_codes
from delphi.writing import whole

ENDINGS = (".qdc", ".csv", ".xlsx")


@dataclass(frozen=True)
class Result:
    """What was made: a codebook (with its numbers of codes), or a mapping to look through first."""

    codebook: Path | None = None
    mapping: Path | None = None
    models: int = 0
    categories: int = 0
    ignored: tuple[str, ...] = ()


def bring_codebook(source: Path, target: Path, mapping: Path, *, language: str, old: Path | None) -> Result:
    """Write a codebook that a study can use; a file that is there is never written over.

    Parameters
    ----------
    old
        A codebook whose version, dialect and migrations are kept, if there is one.

    Raises
    ------
    InputError
        When the source has a mistake, or the target exists.
    """
    if target.exists():
        remedy = "Give another name with --to, compare the two, and replace the old one yourself."
        raise InputError("there is a codebook here already.", target, remedy=remedy)
    ending = source.suffix.casefold()
    if ending not in ENDINGS:
        raise InputError(f"codebooks that end in `{ending}` cannot be read.", source,
                         remedy=f"Readable are {', '.join(ENDINGS)}.")  # fmt: skip
    known = load_codebook(old) if old and old.exists() else None
    ignored: tuple[str, ...] = ()
    if ending == ".qdc":
        project = Project(source.stem, ORIGIN, codes=read_codes(source))
        drafted = draft_mapping(project, known)
        if not mapping.exists() and not is_certain(drafted):
            with whole(mapping) as part:
                part.write_bytes(mapping_bytes(drafted))
            return Result(mapping=mapping)
        chosen = read_mapping(mapping, project, None) if mapping.exists() else CodeMapping(project, drafted)
        codes = _mapped(project, chosen, source)
        ignored = tuple(r.path for r in chosen.rows if r.facet not in FACETS and r.guessed_from != "delphi")
    else:
        codes = read_codebook_table(source)
    book: Codebook = whole_codebook({facet: codes[facet] for facet in FACETS}, language, known)
    with whole(target) as part:
        part.write_text(codebook_yaml(book), encoding="utf-8", newline="\n")
        load_codebook(part)
    return Result(target, None, len(book.work_model), len(book.swot), ignored)


def _mapped(project: Project, mapping: CodeMapping, source: Path) -> dict[Facet, list[Code]]:
    by_guid = {code.guid: code for code in project.codes}
    found: dict[Facet, list[Code]] = {facet: [] for facet in FACETS}
    for row in mapping.rows:
        facet = next((name for name in FACETS if name == row.facet), None)
        if facet is None or row.key in [code.key for code in found[facet]]:
            continue
        written = code_of(by_guid[row.guid])
        if written is None or written.key != row.key:
            written = drafted_code(row.key, row.label, by_guid[row.guid].description)
        found[facet].append(written)
    for facet in FACETS:
        if not found[facet]:
            remedy = "Write the facet of at least one code into the mapping."
            raise InputError(f"no code is mapped to the facet `{facet}`.", source, remedy=remedy)
    return found
