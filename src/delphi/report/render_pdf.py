"""PDF: pandoc writes Typst, Typst sets it as a tagged PDF with the fonts of the package alone."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import typst

from delphi.errors import InputError
from delphi.report.content import Content
from delphi.report.render import STYLE, pandoc

# After the text's own font: the first that has a character sets it.
FALLBACK = (
    "Noto Emoji", "Noto Naskh Arabic", "Noto Serif Hebrew", "Noto Serif Armenian", "Noto Serif Georgian",
    "Noto Serif Ethiopic", "Noto Serif Devanagari", "Noto Serif Bengali", "Noto Serif Gujarati",
    "Noto Serif Gurmukhi", "Noto Sans Oriya", "Noto Serif Tamil", "Noto Serif Telugu", "Noto Serif Kannada",
    "Noto Serif Malayalam", "Noto Serif Sinhala", "Noto Serif Thai", "Noto Serif Lao", "Noto Serif Khmer",
    "Noto Serif Myanmar", "Noto Serif Tibetan", "Noto Sans Syriac", "Noto Sans Thaana", "Noto Sans NKo",
    "Noto Sans Tifinagh", "Droid Sans Fallback", "Noto Sans CJK KR", "Noto Sans Symbols",
    "New Computer Modern Math", "Last Resort High-Efficiency",
)  # fmt: skip


def to_pdf(work: Path, files: list[Path], content: Content, date: datetime) -> bytes:
    """The report as a tagged PDF (PDF/UA-1).

    Raises
    ------
    InputError
        With what Typst said, should it refuse the document.
    """
    variables: dict[str, str | bool] = {
        "feedback": content.look != "report",
        "large": content.look == "participants",
        "fallback-fonts": ", ".join(json.dumps(name) for name in FALLBACK),
        "document-date": f"datetime(year: {date.year}, month: {date.month}, day: {date.day})",
    }
    (work / "defaults.json").write_text(json.dumps({"variables": variables}), encoding="utf-8")
    pandoc(
        work, files, "--to", "typst-smart", "--template", str(STYLE / "report.typ"),
        "--defaults", "defaults.json", "--output", "report.typ",
    )  # fmt: skip
    try:
        pdf = typst.compile(
            str(work / "report.typ"), root=str(work), font_paths=[str(STYLE / "fonts")],
            ignore_system_fonts=True, timestamp=date, pdf_standards=["ua-1"],
        )  # fmt: skip
    except typst.TypstError as error:
        hints = " ".join(error.hints)
        raise InputError(f"Typst cannot set the report: {error.message}.", remedy=hints) from None
    assert isinstance(pdf, bytes)
    return pdf
