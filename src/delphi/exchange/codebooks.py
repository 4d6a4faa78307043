"""The codebook in the forms in which others keep theirs: REFI-QDA codes, a table, and our own YAML."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from delphi.codebook import FACETS, Code, Codebook, Facet
from delphi.errors import InputError, InputErrors
from delphi.exchange import refi
from delphi.exchange.refi_write import guid_of
from delphi.exchange.workbooks import read_rows
from delphi.study import localise
from delphi.study.config import ANY_LANGUAGE
from delphi.study.sources import nearest

TEXTS = ("label", "definition", "include", "exclude")
LISTS = ("examples", "terms", "openers")
BRANCHES = {
    "nl": {"work_model": "Werkmodel", "swot": "SWOT"},
    "en": {"work_model": "Work model", "swot": "SWOT"},
}
MORE = "\n\n--- delphi\n"  # below it, a description says all that delphi knows of a code


def code_guid(facet: str, key: str) -> str:
    """The guid of a code, or of a facet's branch when `key` is empty."""
    return guid_of("code", facet, key)


def refi_codes(codebook: Codebook, language: str) -> list[refi.Code]:
    """The codebook as two branches of codes; what has no field of its own stands in the description."""
    codes = []
    for facet in FACETS:
        branch = code_guid(facet, "")
        name = BRANCHES[language][facet]
        codes.append(refi.Code(branch, name, codable=False))
        for code in codebook.codes(facet):
            words = localise(code.definition, language)
            told = words + MORE + yaml_text(plain_code(code)).strip()
            codes.append(refi.Code(code_guid(facet, code.key), localise(code.label, language), branch, told))
    return codes


def code_of(code: refi.Code) -> Code | None:
    """The code that delphi wrote into a description; None when it did not, or somebody edited it."""
    if MORE.strip() not in code.description:
        return None
    try:
        data = YAML(typ="safe").load(code.description.split(MORE.strip(), 1)[1])
        return Code.model_validate(data)
    except (YAMLError, ValidationError, ValueError):
        return None


def drafted_code(key: str, label: str, description: str) -> Code:
    """A code out of a name and a description."""
    words = description.split(MORE.strip(), 1)[0].strip()
    return Code.model_validate({"key": key, "label": label or key, "definition": words or label or key})


def key_of(label: str, taken: Collection[str] = (), other: str = "code") -> str:
    """A key for a label: lower case, ASCII, words joined with `_`; with a number when it is taken."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    stem = stem if stem[:1].isalpha() else f"{other}_{stem}".rstrip("_")
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


def plain_code(code: Code) -> dict[str, Any]:
    """A code as it is written in YAML, without what is empty."""
    data = code.model_dump(exclude_none=True, exclude_defaults=True)
    for name in TEXTS:
        if name in data and list(data[name]) == [ANY_LANGUAGE]:
            data[name] = data[name][ANY_LANGUAGE]
    return data


def codebook_yaml(codebook: Codebook) -> str:
    """The text of a `codebook.yaml`."""
    data = codebook.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
    data |= {facet: [plain_code(code) for code in codebook.codes(facet)] for facet in FACETS}
    return yaml_text(data)


def yaml_text(data: Any) -> str:
    """Data as YAML: unicode as it is, long lines whole, keys in their order."""
    writer = YAML(typ="rt")
    writer.width = 10_000
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    writer.dump(data, out)
    return out.getvalue()


def codebook_table(codebook: Codebook) -> list[list[str]]:
    """The codes as rows under a header; lists have one entry a line, texts a column per language."""
    spoken = {
        name: sorted(
            {lang for facet in FACETS for code in codebook.codes(facet) for lang in _texts(code, name)}
        )
        for name in TEXTS
    }
    texts = [(name, lang) for name in TEXTS for lang in spoken[name]]
    header = ["facet", "key", *(_column(*pair) for pair in texts), *LISTS]
    rows = [header]
    for facet in FACETS:
        for code in codebook.codes(facet):
            words = [_texts(code, name).get(lang, "") for name, lang in texts]
            rows.append([facet, code.key, *words, *("\n".join(getattr(code, name)) for name in LISTS)])
    return rows


def read_codebook_table(path: Path) -> dict[Facet, list[Code]]:
    """Codes from a `.csv` or `.xlsx` with a column `facet` and `label` (or `label_<language>`).

    Raises
    ------
    InputErrors
        Every row that is no code, with its line and a remedy.
    """
    header, rows = read_rows(path, ["facet"])
    if not any(name.split("_")[0] == "label" for name in header):
        shown = f"Found the columns {', '.join(header)}."
        raise InputError("the column `label` is missing.", path, line=1, remedy=shown)
    known = [name for name in header if name in ("facet", "key", *LISTS) or name.split("_")[0] in TEXTS]
    for name in header:
        if name not in known:
            remedy = nearest(name, ["facet", "key", *TEXTS, *LISTS])
            raise InputError(f"the column `{name}` is not known here.", path, line=1, remedy=remedy)
    found: dict[Facet, list[Code]] = {"work_model": [], "swot": []}
    errors = []
    for line, row in rows:
        facet = next((known_facet for known_facet in FACETS if row["facet"].strip() == known_facet), None)
        if facet is None:
            remedy = nearest(row["facet"], FACETS)
            errors.append(InputError(f"`facet` is `{row['facet']}`.", path, line=line, remedy=remedy))
            continue
        try:
            found[facet].append(_code_of_row(row, [code.key for code in found[facet]]))
        except ValidationError as error:
            detail = error.errors()[0]
            where = ".".join(map(str, detail["loc"]))
            errors.append(InputError(f"`{where}`: {detail['msg']}.", path, line=line))
    if errors:
        raise InputErrors(errors)
    for facet in FACETS:
        if not found[facet]:
            raise InputError(f"no row has the facet `{facet}`.", path, remedy="A codebook needs both facets.")
    return found


def whole_codebook(codes: Mapping[Facet, Sequence[Code]], language: str, old: Codebook | None) -> Codebook:
    """A codebook of these codes; version, dialect and migrations are those of the old one, if there is one.

    Raises
    ------
    InputError
        When a migration of the old one leads to a code that is gone, or a key stands twice.
    """
    rest = old.model_dump(by_alias=True) if old else {"version": 1, "language": language}
    rest |= {facet: [code.model_dump() for code in codes[facet]] for facet in FACETS}
    try:
        return Codebook.model_validate(rest)
    except ValidationError as error:
        what = f"the codes do not fit together: {error.errors()[0]['msg']}"
        remedy = "Correct the codes, or the migrations of the codebook that is there."
        raise InputError(what, remedy=remedy) from None


def _texts(code: Code, name: str) -> dict[str, str]:
    return getattr(code, name) or {}


def _column(name: str, language: str) -> str:
    return name if language == ANY_LANGUAGE else f"{name}_{language}"


def _code_of_row(row: Mapping[str, str], taken: Sequence[str]) -> Code:
    data: dict[str, Any] = {name: _lines(row[name]) for name in LISTS if row.get(name)}
    for name in TEXTS:
        said = {
            column.removeprefix(name).removeprefix("_") or ANY_LANGUAGE: text
            for column, text in row.items()
            if text and (column == name or column.startswith(f"{name}_"))
        }
        if said:
            data[name] = said
    label = next(iter(data.get("label", {}).values()), row.get("key", ""))
    data["key"] = row.get("key") or key_of(label, taken)
    data.setdefault("label", label)
    data.setdefault("definition", data["label"])
    return Code.model_validate(data)


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.splitlines() if line.strip()]
