"""The codebook, `config/codebook.yaml`: codes with definitions, terms and openers, and how codes moved."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from delphi.errors import InputError, InputErrors
from delphi.study.config import Label, Study
from delphi.study.sources import Location, Section, line_of, load_section, misfit, nearest, read_yaml

Facet = Literal["work_model", "swot"]
FACETS: tuple[Facet, Facet] = ("work_model", "swot")


class Code(Section):
    """One code of a facet."""

    key: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", description="The code in every table.")
    label: Label = Field(description="The printed name.")
    definition: Label = Field(description="What the code means, in a sentence that a coder understands.")
    include: Label | None = Field(default=None, description="What counts.")
    exclude: Label | None = Field(default=None, description="What does not count, and where it goes.")
    examples: list[str] = Field(default=[], description="Invented examples for coders.")
    terms: list[str] = Field(default=[], description="Words and phrases that point to the code.")
    openers: list[str] = Field(
        default=[], description="What a facilitator says when the work model comes up."
    )


class Split(Section):
    """A code that became several."""

    source: str = Field(alias="from", description="The code that was split.")
    into: list[str] = Field(min_length=2, description="The codes it became.")


class Merge(Section):
    """Several codes that became one."""

    into: str = Field(description="The code they became.")
    sources: list[str] = Field(alias="from", min_length=1, description="The codes that were merged.")


class Migration(Section):
    """How the codes of an earlier version live on."""

    from_version: int = Field(description="The last version in which the old codes were used.")
    facet: Facet = Field(description="`work_model` or `swot`.")
    renamed: dict[str, str] = Field(default={}, description="Old key to new key.")
    merged: Merge | None = Field(default=None, description="Codes that became one.")
    split: Split | None = Field(
        default=None, description="A code whose older decisions are to be decided anew."
    )


class Codebook(Section):
    """The codes of a study."""

    version: int = Field(ge=1, description="Raise it when codes are renamed, merged or split.")
    language: str = Field(description="Language of the terms.")
    work_model: list[Code] = Field(
        min_length=1, description="The work models, in the order in which they print."
    )
    swot: list[Code] = Field(
        min_length=1, description="The SWOT categories, in the order in which they print."
    )
    normalise: dict[str, str] = Field(default={}, description="Dialect to standard, for matching only.")
    migrations: list[Migration] = Field(default=[], description="Renamed, merged and split codes.")

    @model_validator(mode="after")
    def _keys_once(self) -> Codebook:
        for facet in FACETS:
            keys = self.keys(facet)
            double = sorted({key for key in keys if keys.count(key) > 1})
            if double:
                second = [place for place, key in enumerate(keys) if key == double[0]][1]
                raise misfit(
                    f"the key `{double[0]}` stands under `{facet}` twice. Give one of the two another key.",
                    facet,
                    second,
                )
        for place, migration in enumerate(self.migrations):
            targets = [*migration.renamed.values()]
            targets += [migration.merged.into] if migration.merged else []
            targets += migration.split.into if migration.split else []
            for key in targets:
                if not self.migrated(migration.facet, key):
                    raise misfit(
                        f"this leads to `{key}`, which is no {migration.facet}. Correct it, or add the code.",
                        "migrations",
                        place,
                    )
        return self

    def codes(self, facet: Facet) -> list[Code]:
        """The codes of a facet, in the order of the file."""
        return self.work_model if facet == "work_model" else self.swot

    def keys(self, facet: Facet) -> list[str]:
        """The keys of a facet, in the order of the file."""
        return [code.key for code in self.codes(facet)]

    def code(self, facet: Facet, key: str) -> Code:
        """One code."""
        return next(code for code in self.codes(facet) if code.key == key)

    def migrated(self, facet: Facet, key: str) -> tuple[str, ...]:
        """What a code of an earlier version is called now: one key, several after a split, none when unknown."""
        return tuple(dict.fromkeys(self._migrated(facet, key, frozenset())))

    def _migrated(self, facet: Facet, key: str, seen: frozenset[str]) -> list[str]:
        if key in self.keys(facet):
            return [key]
        for migration in sorted(self.migrations, key=lambda m: m.from_version):
            if migration.facet == facet and key not in seen:
                later = _successors(migration, key)
                if later:
                    return [now for name in later for now in self._migrated(facet, name, seen | {key})]
        return []


def _successors(migration: Migration, key: str) -> list[str]:
    """What a migration makes of a code; nothing when it says nothing about it."""
    if key in migration.renamed:
        return [migration.renamed[key]]
    if migration.merged and key in migration.merged.sources:
        return [migration.merged.into]
    if migration.split and key == migration.split.source:
        return migration.split.into
    return []


def load_codebook(path: Path | str) -> Codebook:
    """Read `config/codebook.yaml` and check every term.

    Raises
    ------
    InputErrors
        With the line of every mistake, a term that cannot be used among them.
    """
    from delphi.coding.terms import parse_normalise, parse_term

    path = Path(path)
    codebook = load_section(path, Codebook)
    problems: list[tuple[Location, InputError]] = []
    for facet in FACETS:
        for position, code in enumerate(codebook.codes(facet)):
            for name, terms in (("terms", code.terms), ("openers", code.openers)):
                for place, term in enumerate(terms):
                    try:
                        parse_term(term)
                    except InputError as error:
                        problems.append(((facet, position, name, place), error))
    for word, standard in codebook.normalise.items():
        try:
            parse_normalise({word: standard})
        except InputError as error:
            problems.append((("normalise", word), error))
    if not problems:
        try:
            parse_normalise(codebook.normalise)
        except InputError as error:
            problems.append((("normalise",), error))
    if problems:
        data = read_yaml(path)  # only now, as finding lines takes longer than the checks
        raise InputErrors(
            [
                InputError(error.what, path, line=line_of(data, location), remedy=error.remedy)
                for location, error in problems
            ]
        )
    return codebook


def check_blocks(study: Study, codebook: Codebook, path: Path | str) -> None:
    """The study's SWOT blocks and general work model exist in the codebook, and no category is left out.

    Raises
    ------
    InputErrors
        Naming `study.yaml` and the code.
    """
    errors = []
    categories = codebook.keys("swot")
    printed = [category for block in study.swot.blocks for category in block.categories]
    for category in printed:
        if category not in categories:
            remedy = nearest(category, categories)
            errors.append(
                InputError(
                    f"`swot.blocks` names `{category}`, which the codebook lacks.", path, remedy=remedy
                )
            )
    if study.swot.blocks:
        for category in categories:
            if category not in printed:
                remedy = "Add it to a block, or nothing tagged with it would be printed."
                errors.append(
                    InputError(f"no block under `swot.blocks` holds `{category}`.", path, remedy=remedy)
                )
    if study.swot.general and study.swot.general not in codebook.keys("work_model"):
        remedy = nearest(study.swot.general, codebook.keys("work_model"))
        errors.append(
            InputError(
                f"`swot.general` is `{study.swot.general}`, which is no work model.", path, remedy=remedy
            )
        )
    if errors:
        raise InputErrors(errors)
