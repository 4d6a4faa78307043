"""The researcher's own prose before anything is built: which places it has, and whether what it names exists."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from delphi.codebook import Codebook
from delphi.errors import InputError, InputErrors
from delphi.study import Study
from delphi.study.sources import nearest, read_text

# Headings carry their name as {#sec:name}, which would open a comment.
NO_COMMENTS: Any = {"comment_start_string": "<#--", "comment_end_string": "--#>"}
NAMES = ("number", "total", "table", "figure", "quote", "statement", "main_part")
WRONG = (jinja2.TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError)
"""What a chapter file can go wrong with when it is filled in."""
REMEDY = (
    "In chapter files, {{ number(...) }}, {{ total(...) }}, {{ table(...) }}, {{ figure(...) }}, "
    "{{ quote(...) }} and {{ statement(...) }} are known; README.md shows each. Braces that are meant as "
    "braces are written {{ '{{' }}."
)
PLAINLY = (
    (
        "unexpected end of template",
        "braces open here and do not close, or a bracket or quotation mark in them does not",
    ),
    ("Unexpected end of template", "an instruction between `{%` and `%}` opens here and is not ended"),
    ("Encountered unknown tag", "there is no such instruction between `{%` and `%}`"),
    ("is unsafe", "this reaches for something that a chapter may not use"),
    ("Range too big", "this repeats too often"),
    ("division by zero", "this divides by zero"),
)
"""What the reader of templates says, in words for somebody who is no programmer."""
TABLES = ("swot", "consensus", "panel", "coverage", "agreement", "anchors", "ratings")
PER_ROUND = re.compile(r"n_[a-z]+_r\d+_\w+")  # columns of swot.csv that depend on the study


def environment() -> jinja2.Environment:
    """Where chapter files are filled in: a name that is not known is an error, and nothing reaches the machine."""
    return ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True, **NO_COMMENTS
    )


def places(study: Study, codebook: Codebook) -> list[str]:
    """The places in the report where own prose can stand: file names without `.md`."""
    rounds = [f"round-{round_.number}" for round_ in study.rounds]
    models = [code.key for code in codebook.work_model]
    return ["introduction", "design", "models", *rounds, *models, "conclusions", "method"]


def check_chapters(
    files: Iterable[Path], known: Collection[str], columns: dict[str, Collection[str]], items: Collection[str]
) -> None:
    """Chapter files are UTF-8, have a place, and name nothing that cannot be there.

    Parameters
    ----------
    files
        The researcher's chapter files.
    known
        Names of files that have a place; not checked when empty.
    columns
        Columns of the tables that can be named; see `delphi.columns`.
    items
        Ids of the statements; not checked when empty.

    Raises
    ------
    InputErrors
        With file and line.
    """
    errors: list[InputError] = []
    for path in files:
        if known and path.stem not in known:
            remedy = f"{nearest(path.stem, known)} The file's name says where its text is printed."
            errors.append(InputError("no place in the report has this name.", path, remedy=remedy))
        try:
            errors += _named(path, read_text(path), columns, items)
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)


def check_openings(files: Iterable[Path], study: Study) -> None:
    """Openings of the feedback are UTF-8 and belong to an edition of a declared round.

    Raises
    ------
    InputErrors
        With the file.
    """
    errors: list[InputError] = []
    editions = [edition.file_name for edition in study.report.editions]
    names = [f"round-{round_.number}-{edition}" for round_ in study.rounds for edition in editions]
    for path in files:
        if path.stem not in names:
            remedy = (
                f"{nearest(path.stem, names)} Editions are declared under `report.feedback` in study.yaml."
            )
            errors.append(InputError("no feedback has this name.", path, remedy=remedy))
        try:
            read_text(path)
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)


def _named(
    path: Path, text: str, columns: dict[str, Collection[str]], items: Collection[str]
) -> list[InputError]:
    """What a chapter file names and nothing is."""
    try:
        tree = environment().parse(text)
    except jinja2.TemplateSyntaxError as error:
        return [InputError(plainly(error), path, line=error.lineno, remedy=REMEDY)]
    errors = []
    unknown = meta.find_undeclared_variables(tree) - {*NAMES, *environment().globals}
    for name in tree.find_all(nodes.Name):
        if name.name in unknown:
            what = f"nothing is called `{name.name}` between braces."
            errors.append(InputError(what, path, line=name.lineno, remedy=nearest(name.name, NAMES)))
    for part in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        what = "a chapter file cannot take in another file."
        errors.append(InputError(what, path, line=part.lineno, remedy="Put the text itself here."))
    for call in tree.find_all(nodes.Call):
        errors += [
            InputError(what, path, line=call.lineno, remedy=remedy)
            for what, remedy in _misnamed(call, columns, items)
        ]
    return errors or _filled_in(path, text)


def _filled_in(path: Path, text: str) -> list[InputError]:
    """What goes wrong when a chapter file is filled in, tried with 1 for every number."""
    names: dict[str, Any] = {name: lambda *_, **__: "1" for name in NAMES} | {"main_part": "round-1"}
    try:
        environment().from_string(text, globals=names).render()
    except WRONG as error:
        return [InputError(plainly(error), path, line=line_in_template(error), remedy=REMEDY)]
    return []


def plainly(error: BaseException) -> str:
    """What is wrong with a chapter file, as a sentence."""
    said = str(error)
    return f"{next((plain for sign, plain in PLAINLY if sign in said), said.rstrip('.'))}."


def line_in_template(error: BaseException) -> int | None:
    """The line of the chapter file in which an error arose."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _misnamed(
    call: nodes.Call, columns: dict[str, Collection[str]], items: Collection[str]
) -> Iterable[tuple[str, str]]:
    called = call.node.name if isinstance(call.node, nodes.Name) else ""
    words = [part.value if isinstance(part, nodes.Const) else None for part in call.args]
    if called == "statement" and items and words and isinstance(words[0], str) and words[0] not in items:
        yield f"there is no statement `{words[0]}`.", nearest(words[0], items)
    if called in ("number", "total") and words and isinstance(words[0], str):
        if words[0] not in columns:
            yield f"there is no table `{words[0]}`.", nearest(words[0], list(columns))
            return
        known = columns[words[0]]
        named = [*words[1:2], *(pair.key for pair in call.kwargs)]
        for name in named:
            if isinstance(name, str) and name not in known and not PER_ROUND.fullmatch(name):
                yield f"the table `{words[0]}` has no column `{name}`.", nearest(name, known)
