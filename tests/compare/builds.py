"""Builds made by hand: the tables, quotations and manifest of two runs that differ in known ways."""

from __future__ import annotations

import json
from pathlib import Path

from delphi.report.content import Content, Passage, PassageList, Quotation

SWOT = "work_model,block,subgroup,item_id,parent_id,order,statement,status,introduced_round,n_passages,n_speakers,version,swot"
CONSENSUS = "item_id,round,perspective,n_present,n_supports,n_contests,n_nuances,status,version,group"
PANEL = "round,group,perspective,invited,took_part,returned,new"
A = "bus,good,,A,,1,The bus is near,confirmed,1,3,2,1,good"
B = "bus,bad,,B,,2,The bus is late,contested,1,2,2,1,bad"
CONFIGURATION = {
    "title": "Buses", "language": "en", "date": "2025-01-01",
    "perspectives": {"worker": {"label": {"en": "Worker"}, "plural": {"en": "Workers"}}},
    "rounds": [{"number": 1, "purpose": "breadth"}],
}  # fmt: skip
CODES = {
    "work_model": {"bus": {"en": "Buses"}},
    "swot": {"good": {"en": "Good sides"}, "bad": {"en": "Bad sides"}},
}


def content(**quotations: str) -> Content:
    """Quotations in the chapters, and each as the passage behind statement A."""
    return Content(
        language="en",
        quotations={
            code: Quotation(text=text, attribution="Worker, meeting", code=code)
            for code, text in quotations.items()
        },
        passages={
            "A": PassageList(
                title="A",
                passages=[
                    Passage(text=text, attribution="Worker, meeting", code=code, stance="supports")
                    for code, text in quotations.items()
                ],
            )
        },
    )


def manifest(**changes: object) -> dict[str, object]:
    return {
        "delphi": "0.1.0", "python": "3.11", "packages": {"pandas": "3.0"}, "codebook_version": 1,
        "inputs": {"config/study.yaml": "a", "data/coded/decisions/ada.csv": "b"}, "configuration": CONFIGURATION,
        "codes": CODES,
    } | changes  # fmt: skip


def write(
    folder: Path,
    swot: tuple[str, ...] = (A, B),
    consensus: tuple[str, ...] = (),
    panel: tuple[str, ...] = (),
    said: Content | None = None,
    made_of: dict[str, object] | None = None,
) -> Path:
    """Write a `reports` folder."""
    (folder / "tables").mkdir(parents=True)
    for name, header, rows in (
        ("swot", SWOT, swot),
        ("consensus", CONSENSUS, consensus),
        ("panel", PANEL, panel),
    ):
        text = "\n".join([header, *rows]) + "\n"
        (folder / "tables" / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps(made_of or manifest()), encoding="utf-8")
    if said:
        (folder / "chapters").mkdir()
        said.write(folder / "chapters" / "content.json")
    return folder
