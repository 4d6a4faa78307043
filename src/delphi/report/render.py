"""Chapters to report: one run of pandoc, then what each format still needs.

HTML is one file with everything in it.  DOCX is finished by `render_docx`.  PDF goes by way of
Typst.  Every byte follows from the chapters: dates come from the content, the fonts of the PDF and
of the page from `style/fonts`, and nothing names the machine.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

import pypandoc
from pydantic import ValidationError

from delphi.errors import InputError, InputErrors
from delphi.report.content import Content, read_content
from delphi.writing import whole

Format = Literal["html", "docx", "pdf"]
FORMATS: tuple[str, ...] = get_args(Format)
FILTERS = Path(__file__).with_name("filters")
STYLE = Path(__file__).with_name("style")
# The filter's way to say that it lists mistakes on standard error.
LISTED = 83
# XML and PDF know no control characters, and half a surrogate pair is no character.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
KINDS = {
    "tables": "there is no table `{}` in content.json",
    "quotations": "there is no quotation `{}` in content.json",
    "passages": "there is no list of passages `{}` in content.json",
    "figures": "there is no figure `{}` in content.json",
    "reactions": "there is no statement `{}` to react to in content.json",
    "class": "nothing is placed by a div of the class `{}`",
    "image": "there is no picture `{}`",
    "heading": "a heading has no words",
    "link": "the cross-reference to `{}` leads nowhere",
    "double": "the name `{}` is given twice",
}
REMEDIES = {
    "class": "Known are delphi-table, delphi-quote, delphi-passages and delphi-figure.",
    "image": "Name a file in the study folder or in reports/figures.",
    "link": "Point it to a heading `{#sec:name}`, a table or a figure that the report has.",
    "double": "Give one of the two another name.",
}


def render(
    chapters: Path, form: Format, target: Path, *, figures: Path | None = None, evidence: str = ""
) -> None:
    """Render a folder of chapters as one report.

    Parameters
    ----------
    chapters
        Folder with `content.json` and the Markdown files that it lists.
    form
        `html`, `docx` or `pdf`.
    target
        The file to write.
    figures
        Folder of the figures, each as `.svg` and `.png`; by default `figures` beside the chapters.
    evidence
        Where the evidence page stands, seen from the report; statements and quotations in HTML link to it.

    Raises
    ------
    InputErrors
        When a chapter places or points to something that does not exist, with file and line.
    InputError
        When a file is missing, or when pandoc or Typst cannot make sense of a chapter.
    """
    figures = figures or chapters.parent / "figures"
    content = _read(chapters)
    files = _files(chapters, content)
    epoch = _epoch(content)
    with tempfile.TemporaryDirectory(prefix="delphi-") as folder:
        work = Path(folder)
        _bring_figures(content, figures, work, form)
        cleaned = _clean(content.model_dump(mode="json"))
        # Where the researcher's own pictures may be: with the figures, the chapters, in the study folder.
        folders = [str(place.resolve()) for place in (figures, chapters, Path())]
        filled = json.dumps(
            cleaned | {"folders": folders, **({"evidence": evidence} if evidence else {})}, ensure_ascii=False
        )
        (work / "content.json").write_text(filled, encoding="utf-8")
        for file in files:
            text = UNPRINTABLE.sub("", file.read_text(encoding="utf-8-sig"))
            (work / file.name).write_text(text, encoding="utf-8", newline="\n")
        if form == "html":
            from delphi.report.render_html import to_html

            report = to_html(work, files)
        elif form == "docx":
            from delphi.report.render_docx import to_docx

            report = to_docx(work, files, content, epoch)
        else:
            from delphi.report.render_pdf import to_pdf

            report = to_pdf(work, files, content, epoch)
    with whole(target) as part:
        part.write_bytes(report)


def pandoc(work: Path, files: list[Path], *options: str) -> None:
    """Run pandoc over the chapters in a folder that has them all, with our reader and filter.

    Raises
    ------
    InputError
        With what pandoc or the filter said.
    """
    command = [
        pandoc_path(), "--from", str(FILTERS / "chapters.lua"),
        "--lua-filter", str(FILTERS / "report.lua"), "--metadata", "delphi-content=content.json",
        "--standalone", "--wrap=none", "--eol=lf", "--fail-if-warnings", *options,
        *(file.name for file in files),
    ]  # fmt: skip
    done = _run(command, work)
    if done.returncode == LISTED:
        raise _listed(done.stderr, files)
    if done.returncode != 0:
        raise InputError(_sentence(done.stderr, work), _culprit(work, files))


def pandoc_path() -> str:
    """The pandoc that came with the package; only without it, or when a person names one, what pypandoc finds.

    pypandoc takes the newest of all there are on a machine, which may write other bytes, and starts each to ask.
    """
    own = Path(pypandoc.__file__).with_name("files") / ("pandoc.exe" if os.name == "nt" else "pandoc")
    found = own.is_file() and not os.environ.get("PYPANDOC_PANDOC")
    return str(own) if found else str(pypandoc.get_pandoc_path())


def _run(command: list[str], work: Path, source: str = "") -> subprocess.CompletedProcess[str]:
    environment = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(work)}
    return subprocess.run(
        command, cwd=work, env=environment, input=source, capture_output=True, encoding="utf-8",
        errors="replace", check=False,
    )  # fmt: skip


def _read(chapters: Path) -> Content:
    path = chapters / "content.json"
    try:
        return read_content(path)
    except FileNotFoundError:
        remedy = "Write the chapters first, with `delphi chapters`."
        raise InputError("the file is missing.", path, remedy=remedy) from None
    except (ValidationError, UnicodeDecodeError) as error:
        reason = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": str(error)}
        place = ".".join(str(part) for part in reason["loc"])
        what = f"{place + ': ' if place else ''}{reason['msg']}."
        raise InputError(what, path, remedy="Write the chapters again, with `delphi chapters`.") from None


def _files(chapters: Path, content: Content) -> list[Path]:
    files = [chapters / name for name in content.chapters] or sorted(chapters.glob("*.md"))
    for file in files:
        if not file.is_file():
            raise InputError("content.json lists this chapter, but the file is missing.", file)
    if not files:
        raise InputError("the folder has no chapters.", chapters, remedy="Write them with `delphi chapters`.")
    return files


def _epoch(content: Content) -> datetime:
    """The moment that the files carry: midnight of the report's date."""
    try:
        day = datetime.fromisoformat(content.date)
    except ValueError:
        day = datetime(1980, 1, 1)
    day = day.replace(tzinfo=UTC, hour=0, minute=0, second=0, microsecond=0)
    return max(day, datetime(1980, 1, 1, tzinfo=UTC))  # zip knows no earlier day


def _bring_figures(content: Content, folder: Path, work: Path, form: str) -> None:
    """Lay the figures beside the chapters, under names that hold no path of this machine."""
    ending = ".png" if form == "docx" else ".svg"
    for number, figure in enumerate(content.figures.values(), 1):
        found = next(
            (p for p in (folder / (figure.file + ending), Path(figure.file + ending)) if p.is_file()), None
        )
        if found is None:
            raise InputError(
                "the report places this figure, but the file is missing.", folder / (figure.file + ending)
            )
        figure.file = f"figure-{number}"
        shutil.copyfile(found, work / (figure.file + ending))


def _clean(piece: Any) -> Any:
    if isinstance(piece, str):
        return UNPRINTABLE.sub("", piece)
    if isinstance(piece, Mapping):
        return {key: _clean(value) for key, value in piece.items()}
    if isinstance(piece, list):
        return [_clean(value) for value in piece]
    return piece


def _listed(said: str, files: list[Path]) -> InputErrors:
    """The filter's list of mistakes, each with the line where its chapter names the thing."""
    errors = []
    for mistake in json.loads(said.strip().splitlines()[-1]):
        file = next((f for f in files if f.name == mistake["file"]), Path(mistake["file"]))
        name, kind = mistake["name"], mistake["what"]
        what = KINDS[kind].format(name) + "."
        errors.append(InputError(what, file, line=_line(file, kind, name), remedy=REMEDIES.get(kind, "")))
    return InputErrors(errors)


def _line(file: Path, kind: str, name: str) -> int | None:
    patterns = {
        "link": rf"\(#{re.escape(name)}\)",
        "heading": r"^#+\s*(\{.*)?$",
        "image": rf"\({re.escape(name)}",
        "class": rf"\.{re.escape(name)}\b",
        "double": rf"#{re.escape(name)}[\s}}]",
    }
    pattern = re.compile(patterns.get(kind, rf"key=\"?{re.escape(name)}[\"\s}}]"))
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return next((number for number, line in enumerate(lines, 1) if pattern.search(line)), None)


def _sentence(said: str, work: Path) -> str:
    said = said.replace(f"{work}/", "").replace("Failing because there were warnings.", "")
    said = re.sub(r"\[WARNING\] ", "", said)
    return "pandoc: " + " ".join(said.split()).rstrip(".") + "."


def _culprit(work: Path, files: list[Path]) -> Path | None:
    """The chapter that pandoc cannot read without a warning, if it is one chapter's doing."""
    for file in files:
        command = [pandoc_path(), "--from", str(FILTERS / "chapters.lua"), "--to", "native",
                   "--fail-if-warnings", file.name]  # fmt: skip
        if _run(command, work).returncode != 0:
            return file
    return None
