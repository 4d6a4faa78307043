"""`delphi export`: the study for other programs, as a REFI-QDA project or codebook, or as spreadsheets."""

from __future__ import annotations

import argparse
from pathlib import Path

from delphi.codebook import load_codebook
from delphi.errors import InputError
from delphi.exchange.codebooks import codebook_table, refi_codes
from delphi.exchange.refi_export import export_date, export_project
from delphi.exchange.refi_write import codebook_bytes, project_bytes
from delphi.exchange.tags import tags_table
from delphi.exchange.workbooks import csv_bytes, workbook_bytes
from delphi.study import load_study
from delphi.writing import whole

ENDINGS = {"qdpx": (".qdpx",), "qdc": (".qdc",), "codebook": (".csv", ".xlsx"), "tags": (".xlsx",)}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb; several may be given at once."""
    parser.add_argument("--qdpx", metavar="FILE", help="the whole study as a REFI-QDA project (.qdpx)")
    parser.add_argument("--qdc", metavar="FILE", help="the codebook as a REFI-QDA codebook (.qdc)")
    parser.add_argument("--codebook", metavar="FILE", help="the codebook as a table (.csv or .xlsx)")
    parser.add_argument(
        "--tags", metavar="FILE", help="the settled tags as a workbook (.xlsx), one row per quotation"
    )
    parser.add_argument("--folder", default=".", metavar="STUDY", help="the study's folder (default: here)")


def run(options: argparse.Namespace) -> None:
    """Write what was asked for, and say what it holds and what it does not."""
    asked = {name: Path(file) for name, file in vars(options).items() if name in ENDINGS and file}
    if not asked:
        remedy = "Give --qdpx, --qdc, --codebook or --tags, each with a file's name."
        raise InputError("it is not said what to export.", remedy=remedy)
    for name, file in asked.items():
        if file.suffix.casefold() not in ENDINGS[name]:
            remedy = f"Give a name that ends in {' or '.join(ENDINGS[name])}."
            raise InputError(
                f"`--{name}` cannot write `{file.suffix or 'a file without ending'}`.", file, remedy=remedy
            )
    folder = Path(options.folder)
    for name, file in asked.items():
        data, lines = _made(name, file, folder)
        with whole(file) as part:
            part.write_bytes(data)
        for line in [f"{file.as_posix()} is written.", *lines]:
            print(f"export: {line}")


def _made(name: str, file: Path, folder: Path) -> tuple[bytes, list[str]]:
    confidential = "it holds what participants said: send it encrypted, and keep it out of git."
    if name == "qdpx":
        exported = export_project(folder)
        return project_bytes(exported.project), [*exported.lines, confidential]
    if name == "tags":
        rows = tags_table(folder)
        return workbook_bytes({"tags": rows}, export_date(folder)), [
            f"{len(rows) - 1} quotations.",
            confidential,
        ]
    study = load_study(folder / "config/study.yaml")
    codebook = load_codebook(folder / "config/codebook.yaml")
    if name == "qdc":
        return codebook_bytes(refi_codes(codebook, study.language)), [
            "version, dialect and earlier codes (`normalise`, `migrations`) have no place in it."
        ]
    table = codebook_table(codebook)
    lines = [f"{len(table) - 1} codes; `normalise` and `migrations` have no place in a table."]
    if file.suffix.casefold() == ".csv":
        return csv_bytes(table), lines
    return workbook_bytes({"codebook": table}, study.date), lines
