"""The reference pages that are made from the code, so that they cannot drift from it."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterator
from typing import Any

from annotated_types import Ge, Gt, Le, MinLen
from pydantic.fields import FieldInfo

from delphi.codebook import Codebook
from delphi.columns import REGISTERS, TABLES
from delphi.study.config import Study
from delphi.study.sources import Section, section_in


def configuration_page() -> str:
    """`config/README.md`: every key of study.yaml and codebook.yaml with its type, default and meaning."""
    lines = [
        "# Configuration",
        "",
        "Made by `delphi reference` from the models that read these files; do not edit it by hand.",
        "Labels are texts per language, `{nl: ..., en: ...}`, or one text for all languages.",
        "Keys marked * are required.",
    ]
    for name, model in (("study.yaml", Study), ("codebook.yaml", Codebook)):
        lines += ["", f"## {name}", "", (model.__doc__ or "").strip().splitlines()[0], ""]
        lines += ["| key | value | meaning |", "|---|---|---|"]
        lines += [f"| {key} | {value} | {meaning} |" for key, value, meaning in _keys(model)]
    lines += ["", TERMS.strip(), "", CHAPTERS.strip(), "", "# Files in data/", "", DATA.strip(), ""]
    lines += _described(REGISTERS)
    return "\n".join(lines)


def tables_page() -> str:
    """`reports/tables/README.md`: every column of every table."""
    lines = ["# Tables", "", "UTF-8, comma, one header line. An empty cell means: not applicable.", ""]
    lines += [AS_WRITTEN, ""]
    lines += _described(TABLES)
    return "\n".join(lines)


AS_WRITTEN = (
    "Text that begins with `=`, `+`, `-` or `@` has an apostrophe in front, so that a spreadsheet shows it and does not run "
    "it; who reads a table with a program takes that one apostrophe away. Numbers stand as they are."
)

TERMS = """
## Terms and openers

| written | finds |
|---|---|
| `"te duur"` | the words in this order, in any case, not across a punctuation mark |
| `"buddy*"`, `"*buddy"`, `"*buddy*"` | words that begin with, end with or hold the letters |
| `"!maatjesregel"` | nothing: words and phrases that must not count although another term finds them |
| `"re:duo(werking\\|project)"` | one word that the regular expression matches whole |
| `"bel* ... op"` | a separable verb, both parts within one clause |
"""

DATA = """
CSV with a header, UTF-8; a file that a spreadsheet saved with `;` reads as well. Columns in brackets are optional.
Transcripts are files with `Speaker: words` in the usual shapes; an unlabelled paragraph continues the turn.
"""

CHAPTERS = """
## chapters/

The researcher's own prose, in Markdown, by place in the report: see README.md, *Your own prose*.

## feedback/

The researcher's own opening of the feedback on a round, in Markdown: `round-2-participants.md` stands at the
beginning of `reports/feedback/round-2-participants.docx` and `.pdf`. It is printed as it is: names in it are not masked.
"""


def _described(files: dict[str, tuple[str, dict[str, str]]]) -> list[str]:
    lines = []
    for name, (purpose, columns) in files.items():
        lines += [f"## {name}", "", purpose, ""]
        lines += ["| column | meaning |", "|---|---|"] if columns else []
        lines += [f"| `{column}` | {meaning} |" for column, meaning in columns.items()]
        lines += [""] if columns else []
    return lines


def _keys(model: type[Section], prefix: str = "") -> Iterator[tuple[str, str, str]]:
    for name, field in model.model_fields.items():
        key = f"{prefix}{field.alias or name}"
        star = "*" if field.is_required() else ""
        inner, is_list, is_mapping = section_in(field.annotation)
        yield f"`{key}`{star}", _value(field), field.description or ""
        if inner is not None:
            yield from _keys(inner, key + ("[]." if is_list else ".<name>." if is_mapping else "."))


def _value(field: FieldInfo) -> str:
    text = _type_name(field.annotation)
    for limit in field.metadata:
        if isinstance(limit, (Ge, Gt)):
            text += f", from {limit.ge if isinstance(limit, Ge) else limit.gt}"
        elif isinstance(limit, Le):
            text += f", to {limit.le}"
        elif isinstance(limit, MinLen) and limit.min_length > 0 and "text" not in text:
            text += f", at least {limit.min_length}"
    default = field.default
    if not field.is_required() and default not in (None, "", [], {}) and not isinstance(default, Section):
        shown = "true" if default is True else "false" if default is False else default
        shown = ", ".join(map(str, shown)) if isinstance(shown, list) else shown
        text += f" (default: {shown})"
    return text


def _type_name(annotation: Any) -> str:
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return " or ".join(f"`{part}`" for part in parts)
    if origin in (types.UnionType, typing.Union):
        return " or ".join(dict.fromkeys(_type_name(p) for p in parts if p is not type(None)))
    if origin is typing.Annotated:
        return _type_name(parts[0])
    if origin is dict:
        return "label" if parts == (str, str) else "mapping"
    if origin is list:
        return f"list of {_type_name(parts[0])}"
    names = {str: "text", int: "number", float: "number", bool: "true or false", dt.date: "date"}
    return names.get(annotation, "section")
