"""The small study with text that looks like code wherever people's words go."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from tests.conftest import STUDIES

SMALL = STUDIES.parent / "bad_inputs" / "study"
SIGNS = (
    "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "=HYPERLINK(1)", "#let x = 1", "{{ x }}",
    "{% raw %}", "@reference", "*stars*", "_lines_", "$x^2$", "\\input{x}", "`tick`", "[^1]", "[a](b)", "&amp;", "#sec:x",
    "~~gone~~", "<!-- no -->", "]]>", "#import y", "::: {.x}", "%PDF", "\\u0041", "${x}", "@@@", "+1", "-1", "--dash", "'q'",
)  # fmt: skip
TALK = " ".join(SIGNS)
QUOTE = f"Look, {TALK} is the trouble."
STATEMENT = f"=1+1 and {TALK} end"
LABEL = "Shared <b>beds</b> & {{ y }} *x* #set $z$ @w"
TITLE = 'A garden </title><script>alert(2)</script> "of" #let *one* $street$ {{ z }}'


def hostile_study(target: Path) -> Path:
    """A copy of the small study that says all this."""
    study = Path(shutil.copytree(SMALL, target))

    def swap(name: str, old: str, new: str) -> None:
        text = (study / name).read_text(encoding="utf-8")
        assert old in text
        (study / name).write_text(text.replace(old, new), encoding="utf-8")

    swap("config/study.yaml", "title: One garden for a whole street", f"title: {_yaml(TITLE)}")
    swap("config/study.yaml", "subtitle: An invented study", f"subtitle: {_yaml(TITLE)}")
    swap("config/study.yaml", "formats: [html]", "formats: [html, docx, pdf]")
    swap("config/codebook.yaml", "label: Shared beds", f"label: {_yaml(LABEL)}")
    swap("config/codebook.yaml", "definition: Everyone digs everywhere.", f"definition: {_yaml(LABEL)}")
    # U+202E turns text around and U+200B hides between letters: neither is speech.
    spoken = QUOTE.replace("the trouble", "the\u202e trou\u200bble")
    swap("data/raw/transcripts/bench.txt", "The tools are the trouble.", spoken)
    _rows(
        study / "data/coded/items.csv",
        lambda row: row | {"statement": STATEMENT} if row["item_id"] == "SB-W1" else row,
    )
    start, end = 41, 41 + len(QUOTE)
    _rows(
        study / "data/coded/decisions/anna.csv",
        lambda row: row | {"quote": QUOTE, "end": str(end)} if row["start"] == str(start) else row,
    )
    _rows(
        study / "data/coded/item_events.csv",
        lambda row: row | {"reason": TALK, "passage_ids": row["passage_ids"].replace("41-67", f"41-{end}"),
                           "text_after": STATEMENT if row["item_id"] == "SB-W1" else row["text_after"]},
    )  # fmt: skip
    for name in ("practices", "parameters"):
        _rows(study / f"data/raw/{name}.csv", lambda row: {
            key: value if key in ("practice_id", "work_model", "parameter") else f"{value} {TALK}" for key, value in row.items()
        })  # fmt: skip
    prose = '{{ statement("SB-W1") }}\n\nIt says what it says.\n'
    (study / "config/chapters/introduction.md").write_text(prose, encoding="utf-8")
    with (study / "data/coded/cleared.csv").open("a", encoding="utf-8") as file:
        file.write("@reference,,anna,2025-02-11T10:00:00Z,nobody has this account\n")
    return study


def _yaml(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _rows(path: Path, change) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = [change(row) for row in reader]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
